/** useAntomResume(): the page that the buyer comes back to; and what a server renders. */
import { cashier, element, type CheckoutController } from 'antom-checkout-controller';
import { AntomInline, antomCheckout, useAntomCheckout, useAntomResume, type UseAntomResumeOptions } from 'antom-checkout-controller/vue';
import { paymentSession } from 'antom-checkout-controller/testing';
import { createPinia, defineStore } from 'pinia';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSSRApp, defineComponent, h, ref, Suspense, type App, type Component } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { antom, cameBack, controller, heard, mount, press, settle } from './support';

const result = (options: UseAntomResumeOptions = {}): Component =>
  defineComponent({
    setup() {
      const resume = useAntomResume(options);
      return () =>
        h(
          'p',
          { role: 'status' },
          resume.value.outcome ? `${resume.value.outcome.status} ${resume.value.outcome.order ?? '-'}` : resume.value.status,
        );
    },
  });
const told = (): string | null => document.querySelector('[role=status]')!.textContent;

afterEach(() => {
  sessionStorage.clear();
});

describe('after a redirect', () => {
  it('asks once, and tells the outcome once', async () => {
    const { onOutcome, statuses } = heard();
    const checkout = await cameBack();
    const resume = vi.spyOn(checkout, 'resume');
    mount(result({ order: () => 'a:1', onOutcome }), { checkout });
    expect(told()).toBe('asking');
    await settle(1000);
    expect([told(), statuses, resume.mock.calls.length]).toEqual(['succeeded a:1', ['succeeded'], 1]);
  });

  it('another order in the same component is another question', async () => {
    const checkout = await cameBack();
    const order = ref('b:1');
    mount(result({ checkout: () => checkout, order }));
    await settle(1000);
    expect(told()).toBe('nothing');
    order.value = 'a:1';
    await settle(1000);
    expect(told()).toBe('succeeded a:1');
  });

  it('“the result page said ‘paid’ of an order that was not”: in a Pinia store whose first component is gone, another order is another question', async () => {
    const checkout = await cameBack();
    const order = ref('a:1');
    const useStore = defineStore('result', () => ({ resume: useAntomResume({ order }) }));
    const Status = defineComponent({
      setup() {
        const store = useStore();
        return () => h('p', { role: 'status' }, `${store.resume.status} ${store.resume.outcome?.order ?? '-'}`);
      },
    });
    const page = ref('first');
    mount({ render: () => h(Status, { key: page.value }) }, { checkout, plugins: [createPinia()] });
    await settle(1000);
    expect(told()).toBe('settled a:1');
    page.value = 'second';
    await settle();
    order.value = 'b:1';
    await settle(1000);
    expect(told()).toBe('nothing -');
  });

  it('shows what the controller knows, and asks nobody', async () => {
    const checkout = controller({ notRedirectAfterComplete: true });
    void checkout.pay({ order: 'a:1' });
    await antom.buyer.pays();
    const resume = vi.spyOn(checkout, 'resume');
    const unmount = mount(result({ order: 'a:1' }), { checkout });
    await settle();
    expect([told(), resume.mock.calls]).toEqual(['succeeded a:1', []]);
    unmount();
  });
});

it('“the result page said ‘paid’ of an order that was not”: beside an open form of another order it is nothing, and asks once that has ended', async () => {
  const checkout = controller({ product: [cashier, element], notRedirectAfterComplete: true });
  void checkout.pay({ order: 'a:1' });
  await antom.buyer.isRedirected();
  await antom.buyer.pays();
  checkout.unmount();
  await settle(1000);
  antom.server.givesSession(paymentSession({ product: 'element' }));
  const { onOutcome, statuses } = heard();
  const isThere = ref(false);
  const Result = result({ order: 'a:1', onOutcome });
  mount({ render: () => [h(AntomInline, { order: 'b:1' }), isThere.value ? h(Result) : null] }, { checkout });
  await antom.buyer.fillsIn();
  isThere.value = true;
  await settle(1000);
  expect([told(), statuses]).toEqual(['nothing', []]);
  void checkout.submit();
  await antom.buyer.pays();
  await settle(1000);
  expect([told(), statuses]).toEqual(['succeeded a:1', ['succeeded']]);
});

describe('a server', () => {
  const Page = defineComponent({
    setup() {
      const { payButton, state } = useAntomCheckout({ order: 'a:1', prepare: 'mount' });
      const resume = useAntomResume({ order: 'a:1' });
      return () =>
        h('main', [
          h(AntomInline, { id: 'card', order: 'b:1' }),
          h('button', { ...payButton.value }, state.value.phase),
          h('p', resume.value.status),
        ]);
    },
  });
  const app = (checkout: CheckoutController): App => createSSRApp(Page).use(antomCheckout, checkout);
  const HTML = '<main><div id="card"></div><button type="button" disabled aria-busy="false">idle</button><p>asking</p></main>';

  it('renders idle and asking, and subscribes to nothing, also beside a payment that is under way', async () => {
    const checkout = controller();
    void checkout.pay({ order: 'a:1' });
    await antom.buyer.seesCashier();
    const subscribe = vi.spyOn(checkout, 'subscribe');
    expect(await renderToString(app(checkout))).toBe(HTML);
    expect(subscribe).not.toHaveBeenCalled();
    await antom.buyer.closes();
  });

  it('with a Pinia store, as in Nuxt: nothing subscribes, and the button is disabled', async () => {
    const checkout = controller();
    const subscribe = vi.spyOn(checkout, 'subscribe');
    const useStore = defineStore('served', () => ({ ...useAntomCheckout(), resume: useAntomResume() }));
    const User = defineComponent({
      setup() {
        const store = useStore();
        return () => h('button', { ...store.payButton }, store.resume.status);
      },
    });
    vi.stubGlobal('document', undefined);
    const html = await renderToString(createSSRApp(User).use(antomCheckout, checkout).use(createPinia()));
    vi.unstubAllGlobals();
    expect(html).toBe('<button type="button" disabled aria-busy="false">asking</button>');
    expect(subscribe).not.toHaveBeenCalled();
  });

  it('renders a page that waits in <Suspense>, as in Nuxt: it hydrates, and its form is drawn and paid', async () => {
    vi.spyOn(console, 'info').mockImplementation(() => undefined);
    antom.server.givesSession(paymentSession({ product: 'element' }));
    const checkout = controller({ product: element, notRedirectAfterComplete: true });
    const { onOutcome, statuses } = heard();
    const Late = defineComponent({
      async setup() {
        const { payButton } = useAntomCheckout({ order: 'a:1' });
        await Promise.resolve();
        return () => [h(AntomInline, { order: 'a:1', onOutcome }), h('button', { ...payButton.value }, 'Pay')];
      },
    });
    const make = (): App =>
      createSSRApp({ render: () => h('main', h(Suspense, null, { default: () => h(Late) })) }).use(antomCheckout, checkout);
    const container = document.body.appendChild(document.createElement('div'));
    container.innerHTML = await renderToString(make());
    const hydrated = make();
    hydrated.mount(container);
    await settle(100);
    await antom.buyer.fillsIn();
    await press();
    await antom.buyer.pays();
    expect(statuses).toEqual(['succeeded']);
    hydrated.unmount();
  });

  it('hydrating beside a payment that is under way is no mismatch, and shows that payment afterwards', async () => {
    const checkout = controller();
    const container = document.body.appendChild(document.createElement('div'));
    container.innerHTML = HTML;
    void checkout.pay({ order: 'a:1' });
    await antom.buyer.seesCashier();
    const hydrated = app(checkout);
    hydrated.mount(container);
    await settle();
    expect([container.querySelector('button')!.textContent, container.querySelector('button')!.disabled]).toEqual(['open', true]);
    hydrated.unmount();
    await antom.buyer.closes();
    await settle(1000);
  });

  it('“the first press did nothing”: what a server has rendered cannot be pressed until it is hydrated', async () => {
    const checkout = controller();
    const container = document.body.appendChild(document.createElement('div'));
    container.innerHTML = await renderToString(app(checkout));
    const button = container.querySelector('button')!;
    expect(button.disabled).toBe(true);
    const hydrated = app(checkout);
    hydrated.mount(container);
    await settle();
    expect([container.querySelector('button') === button, button.disabled]).toEqual([true, false]);
    // The form beside it gives way.
    button.click();
    await antom.buyer.seesCashier();
    expect(checkout.state).toMatchObject({ surface: 'popup', order: 'a:1' });
    hydrated.unmount();
    await antom.buyer.closes();
    await settle(1000);
  });
});
