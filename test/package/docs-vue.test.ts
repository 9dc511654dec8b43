// @vitest-environment jsdom
/** The code of docs/vue.md runs as it stands there, with the modules of docs/spa.md: in an app, and rendered on a server. */
import * as library from 'antom-checkout-controller';
import { CheckoutController, element, type CheckoutOptions, type PaymentOutcome } from 'antom-checkout-controller';
import * as entry from 'antom-checkout-controller/vue';
import { fakeAntom, paymentSession } from 'antom-checkout-controller/testing';
import { afterEach, beforeEach, describe, expect, test, vi, type Mock } from 'vitest';
import * as Vue from 'vue';
import { renderToString } from 'vue/server-renderer';
import { docsModules } from './support/docs-modules.ts';

const antom = fakeAntom();
const ORDER = 'cart42:19900';
const CONFIRMING = 'We are asking for the result of your payment. This can take a few minutes.';
const UNDECIDED = 'Your payment is not decided yet. Please do not pay again: we write to you when it is.';
const THANKS = 'Thank you. Your order is paid.';

interface Shop {
  readonly checkout: CheckoutController;
  readonly module: (name: string) => Record<string, unknown>;
  readonly view: (name: string) => Vue.Component;
}
function openShop(options: Partial<CheckoutOptions> = {}, given: Readonly<Record<string, unknown>> = {}): Shop {
  const checkout = new CheckoutController({ ...antom.options, notRedirectAfterComplete: true, ...options });
  const module = docsModules(['vue.md', 'spa.md'], {
    vue: Vue,
    'antom-checkout-controller': library,
    'antom-checkout-controller/vue': entry,
    './checkout': { checkout },
    ...given,
  });
  return { checkout, module, view: (name) => module(`${name}.vue`)['default'] as Vue.Component };
}

let complaints: readonly Mock[] = [];
const apps: Vue.App[] = [];
beforeEach(() => {
  vi.useFakeTimers();
  complaints = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')];
});
afterEach(async () => {
  for (const app of apps.splice(0)) app.unmount();
  document.body.innerHTML = '';
  sessionStorage.clear();
  await antom.reset();
  vi.useRealTimers();
  const said = complaints.flatMap(({ mock }) => mock.calls);
  vi.restoreAllMocks();
  expect(said).toEqual([]);
});

function mount({ checkout, view }: Shop, name: string, props: Readonly<Record<string, unknown>>, html = ''): void {
  const host = document.body.appendChild(document.createElement('main'));
  host.innerHTML = html;
  const app = html === '' ? Vue.createApp(view(name), props) : Vue.createSSRApp(view(name), props);
  apps.push(app);
  app.use(entry.antomCheckout, checkout).mount(host);
}
const buttons = (): string[] =>
  Array.from(document.querySelectorAll('button'), (button) => `${button.textContent}${button.disabled ? ' (disabled)' : ''}`);
const pass = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const press = (name: string): Promise<unknown> => {
  Array.from(document.querySelectorAll('button'))
    .find(({ textContent }) => textContent === name)!
    .click();
  return pass();
};
const told = (role = 'status'): string => document.querySelector(`[role=${role}]`)!.textContent.trim();

test('main.ts hands the controller to an app', () => {
  document.body.innerHTML = '<div id="app"></div>';
  let found: unknown;
  const App = { setup: () => ((found = entry.useAntomCheckout().checkout), () => 'shop') };
  const { checkout, module } = openShop({}, { './App.vue': { __esModule: true, default: App } });
  module('main');
  expect([found === checkout, document.querySelector('#app')!.textContent]).toEqual([true, 'shop']);
});

describe('the pay button', () => {
  test('pays, tells the outcome, can pay again after a decline, and is done with a paid order', async () => {
    const statuses: string[] = [];
    mount(openShop(), 'PayButton', { order: ORDER, onOutcome: ({ status }: PaymentOutcome) => void statuses.push(status) });
    await press('Pay');
    expect(buttons()).toEqual(['Pay (disabled)']);
    await antom.buyer.isDeclined();
    expect([told(), buttons()]).toEqual(['The payment failed. Please try again.', ['Pay']]);
    await press('Pay');
    await antom.buyer.pays();
    expect([told(), buttons()]).toEqual([THANKS, ['Pay (disabled)']]);
    expect(statuses).toEqual(['failed', 'succeeded']);
  });

  test('is not told of another order', async () => {
    const shop = openShop();
    mount(shop, 'PayButton', { order: ORDER });
    void shop.checkout.pay({ order: 'tea:100' });
    await antom.buyer.pays();
    expect([told(), buttons()]).toEqual(['', ['Pay']]);
  });
});

test('the form is declined, corrected and submitted again, and hands on its outcome', async () => {
  antom.server.givesSession(paymentSession({ product: 'element' }));
  const onOutcome = vi.fn();
  mount(openShop({ product: element }), 'Card', { order: ORDER, onOutcome });
  await antom.buyer.fillsIn();
  await press('Pay');
  await antom.buyer.isDeclined();
  expect(told('alert')).toBe('This card was declined. Please correct it, or take another one.');
  await press('Pay');
  await antom.buyer.pays();
  expect(told('alert')).toBe('');
  expect(onOutcome.mock.calls).toEqual([[expect.objectContaining({ status: 'succeeded', order: ORDER })]]);
});

describe('the result page', () => {
  test('that is loaded after a redirect asks, and tells what the server says', async () => {
    const before = openShop({ storage: 'session' });
    void before.checkout.pay({ order: ORDER });
    await antom.buyer.isRedirected();
    await antom.buyer.pays();
    mount(openShop({ storage: 'session' }), 'Result', { order: ORDER });
    await Vue.nextTick();
    expect(told()).toBe(CONFIRMING);
    await pass(1000);
    expect([told(), buttons()]).toEqual([THANKS, []]);
  });

  test('after an undecided payment offers to ask, not to pay', async () => {
    const shop = openShop();
    void shop.checkout.pay({ order: ORDER });
    antom.server.answers('PROCESSING');
    await antom.buyer.pays({ sdk: 'processing' });
    mount(shop, 'Result', { order: ORDER });
    shop.checkout.unmount();
    await pass();
    expect([told(), buttons()]).toEqual([UNDECIDED, ['Check again']]);
    antom.server.answers('SUCCESS');
    await press('Check again');
    await pass(1000);
    expect([told(), buttons()]).toEqual([THANKS, []]);
  });

  test('where nothing was started says so', async () => {
    mount(openShop(), 'Result', { order: ORDER });
    expect(told()).toBe('One moment, please.');
    await pass(1000);
    expect(told()).toBe('There is no payment here.');
  });
});

test.each(['PayButton', 'Result'])('%s hydrates without a complaint while a payment is being asked about', async (name) => {
  const shop = openShop();
  const app = Vue.createSSRApp(shop.view(name), { order: ORDER }).use(entry.antomCheckout, shop.checkout);
  const html = await renderToString(app);
  antom.server.answers('PROCESSING', 'PROCESSING', 'SUCCESS');
  void shop.checkout.resume({ order: ORDER, paymentRequestId: 'request-of-the-address' });
  mount(shop, name, { order: ORDER }, html);
  await Vue.nextTick();
  expect(told()).toBe(CONFIRMING);
  await pass(60_000);
  expect(told()).toBe(THANKS);
});
