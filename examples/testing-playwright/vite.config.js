import { defineConfig } from 'vite';

export default defineConfig(({ mode }) => ({
  // `vite --mode fake` has the kit in the SDK's place: a cashier of three buttons for who works on the page. `vite build` never has.
  resolve: { alias: mode === 'fake' ? { '@alipay/ams-checkout': 'antom-checkout-controller/testing/ams-checkout' } : {} },
}));
