import { antomCheckout } from 'antom-checkout-controller/vue';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';
import App from './App.vue';
import { checkout } from './checkout';
import FormView from './views/FormView.vue';
import PopupView from './views/PopupView.vue';
import ResultView from './views/ResultView.vue';

const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: PopupView },
    { path: '/form', component: FormView },
    { path: '/result', component: ResultView },
  ],
});

createApp(App).use(createPinia()).use(router).use(antomCheckout, checkout).mount('#app');
