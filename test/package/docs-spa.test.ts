// @vitest-environment jsdom
/** The React and Vue code of docs/spa.md runs as it stands there: under StrictMode, in lists, rendered on a server. Only the SDK is played. */
import { readFileSync } from 'node:fs';
import * as library from 'antom-checkout-controller';
import type { CheckoutController, CheckoutOptions, PaymentInquiry } from 'antom-checkout-controller';
import * as React from 'react';
import { act, createElement, StrictMode, type ComponentType } from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import ts from 'typescript';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as Vue from 'vue';
import * as VueServer from 'vue/server-renderer';

interface Root {
  render(node: React.ReactNode): void;
  unmount(): void;
}
// Without types of their own.
const { createRoot, hydrateRoot } = (await import(/* @vite-ignore */ ['react-dom', 'client'].join('/'))) as {
  createRoot: (host: Element) => Root;
  hydrateRoot: (host: Element, node: React.ReactNode) => Root;
};
const { renderToString } = (await import(/* @vite-ignore */ ['react-dom', 'server'].join('/'))) as {
  renderToString: (node: React.ReactNode) => string;
};

const guide = readFileSync(`${process.cwd()}/docs/spa.md`, 'utf8');
const blocks = Array.from(guide.matchAll(/```(tsx?)\n\/\/ ([\w-]+)\.tsx?\n([\s\S]*?)```/g), ([, loader, name, code]) => ({
  loader: loader!,
  name: name!,
  code: code!,
}));
const TEMPLATE = /```html\n([\s\S]*?)```/.exec(guide)![1]!;

/** The modules of the page, by name, with `checkout` in place of the one of ./checkout. */
function modulesWith(checkout: CheckoutController): (name: string) => unknown {
  const modules = new Map<string, unknown>([
    ['react', React],
    ['react/jsx-runtime', jsxRuntime],
    ['vue', Vue],
    ['antom-checkout-controller', library],
    ['./checkout', { checkout }],
  ]);
  const load = (name: string): unknown => {
    if (modules.has(name)) return modules.get(name);
    const block = blocks.find((candidate) => `./${candidate.name}` === name)!;
    const { outputText: code } = ts.transpileModule(block.code, {
      fileName: `block.${block.loader}`,
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, jsx: ts.JsxEmit.ReactJSX },
    });
    const exports = {};
    modules.set(name, exports);
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- runs the documentation
    (new Function('exports', 'require', code) as (exports: object, require: (name: string) => unknown) => void)(exports, load);
    return exports;
  };
  return (name) => load(`./${name}`);
}

class FakeCashier {
  static last: FakeCashier;
  constructor(private readonly options: { onEventCallback: (event: object) => void; onClose: () => void }) {
    FakeCashier.last = this;
  }
  createComponent(): Promise<void> {
    document.body.append(Object.assign(document.createElement('div'), { id: 'ams-component-container' }));
    return Promise.resolve();
  }
  unmount(): void {
    document.getElementById('ams-component-container')?.remove();
  }
  says(code: string): void {
    this.options.onEventCallback({ code });
  }
}

const ORDER = 'cart42:19900';
const paymentSessionData = ['', 'SG', '111', btoa(JSON.stringify({ paymentSessionConfig: { productScene: 'CASHIER_PAYMENT' } }))].join(
  '&&',
);

interface Shop {
  readonly checkout: CheckoutController;
  /** The modules of docs/spa.md around `checkout`. */
  readonly module: (name: string) => unknown;
  /** The orders that sessions were asked for, and how often the server was asked. */
  readonly sessions: readonly unknown[];
  readonly asked: () => number;
  /** What the server says from now on. */
  readonly answers: (inquiry: PaymentInquiry) => void;
}

let made = 0;
function openShop(more: Partial<CheckoutOptions> = {}): Shop {
  const sessions: unknown[] = [];
  let asked = 0;
  let inquiry: PaymentInquiry = { paymentStatus: 'PROCESSING' };
  const checkout = new library.CheckoutController({
    environment: 'sandbox',
    sdk: library.fromModule(() => Promise.resolve({ AMSCashierPayment: FakeCashier })),
    createPaymentSession: ({ order }) => {
      sessions.push(order);
      return Promise.resolve({ paymentSessionData, paymentRequestId: `request-${String((made += 1))}` });
    },
    inquiryPayment: () => {
      asked += 1;
      return Promise.resolve(inquiry);
    },
    polling: { interval: 10 },
    notRedirectAfterComplete: true,
    storage: 'none',
    ...more,
  });
  const shop = {
    checkout,
    module: modulesWith(checkout),
    sessions,
    asked: () => asked,
    answers: (next: PaymentInquiry) => {
      inquiry = next;
    },
  };
  controllers.push(checkout);
  return shop;
}
/** Without a server to ask, so that the SDK's word is the outcome. */
const withoutInquiry = { inquiryPayment: undefined };

const controllers: CheckoutController[] = [];
const roots: Root[] = [];
const complaints = vi.spyOn(console, 'error');
const warnings = vi.spyOn(console, 'warn');
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
beforeEach(() => {
  complaints.mockClear();
  warnings.mockClear();
});
afterEach(() => {
  act(() => {
    for (const root of roots.splice(0)) root.unmount();
  });
  for (const checkout of controllers.splice(0)) checkout.dispose();
  document.body.innerHTML = '';
  expect(complaints.mock.calls).toEqual([]);
  expect(warnings.mock.calls).toEqual([]);
});

const until = (happened: () => boolean) => act(() => vi.waitUntil(happened, { timeout: 120_000 }));
const isOpen = ({ checkout }: Shop) => until(() => checkout.state.phase === 'open');
const host = (html = ''): HTMLElement => Object.assign(document.body.appendChild(document.createElement('main')), { innerHTML: html });
function mount(node: React.ReactNode): { readonly at: HTMLElement; readonly render: (node: React.ReactNode) => void } {
  const at = host();
  const root = createRoot(at);
  roots.push(root);
  const render = (next: React.ReactNode): void => {
    act(() => {
      root.render(createElement(StrictMode, null, next));
    });
  };
  render(node);
  return { at, render };
}
const buttons = (at: Element): string[] =>
  Array.from(at.querySelectorAll('button'), (button) => (button.textContent || '').trim() + (button.disabled ? ' (disabled)' : ''));
const press = (at: Element, name: string, index = 0): void => {
  const button = Array.from(at.querySelectorAll('button')).filter((candidate) => (candidate.textContent || '').trim() === name)[index]!;
  act(() => {
    button.click();
  });
};
const says = (code: string): void => {
  act(() => {
    FakeCashier.last.says(code);
  });
};
const told = (at: Element): string => Array.from(at.querySelectorAll('[role=status]'), (node) => node.textContent).join('|');

interface OfOrder {
  order: string;
}
const buttonOf = (shop: Shop) => (shop.module('pay-button') as { PayButton: ComponentType<OfOrder> }).PayButton;
const hookOf = (shop: Shop) =>
  (shop.module('use-payment') as { usePayment: (order: string) => { payment: library.CheckoutState; canPay: boolean } }).usePayment;

const CONFIRMING = 'We are asking for the result of your payment. This can take a few minutes.';
const UNDECIDED = 'Your payment is not decided yet. Please do not pay again: we write to you when it is.';
const THANKS = 'Thank you. Your order is paid.';

describe('React', () => {
  test('the pay button pays under StrictMode, tells the outcome, and can pay again', async () => {
    const shop = openShop(withoutInquiry);
    const { at } = mount(createElement(buttonOf(shop), { order: ORDER }));
    expect(buttons(at)).toEqual(['Pay']);
    press(at, 'Pay');
    expect(buttons(at)).toEqual(['Pay (disabled)']);
    expect(at.querySelector('button')!.getAttribute('aria-busy')).toBe('true');
    await isOpen(shop);
    says('SDK_PAYMENT_CANCEL');
    expect(told(at)).toBe('You can pay whenever you like.');
    expect(buttons(at)).toEqual(['Pay']);
    press(at, 'Pay');
    await isOpen(shop);
    says('SDK_PAYMENT_SUCCESSFUL');
    expect(told(at)).toBe(THANKS);
    expect(buttons(at)).toEqual([]);
    expect(shop.sessions).toEqual([ORDER]);
  });

  test('after an undecided payment it offers to ask, not to pay', async () => {
    const shop = openShop();
    const { at } = mount(createElement(buttonOf(shop), { order: ORDER }));
    press(at, 'Pay');
    await isOpen(shop);
    says('SDK_PAYMENT_PROCESSING');
    expect(told(at)).toBe(CONFIRMING);
    act(() => {
      shop.checkout.unmount();
    });
    expect(told(at)).toBe(UNDECIDED);
    expect(buttons(at)).toEqual(['Check again']);
    shop.answers({ paymentStatus: 'SUCCESS' });
    press(at, 'Check again');
    await until(() => told(at) === THANKS);
    expect(buttons(at)).toEqual([]);
  });

  test('an order that the server refuses because it is paid is told as such', async () => {
    const shop = openShop({
      createPaymentSession: () => Promise.resolve(Response.json({ code: 'paid', message: 'This order is paid.' }, { status: 409 })),
    });
    const { at } = mount(createElement(buttonOf(shop), { order: ORDER }));
    press(at, 'Pay');
    await until(() => told(at) === 'This order is paid, or a payment of it is being checked.');
  });

  test('a view that goes while the cashier is open ends nothing, and one that comes sees the state', async () => {
    const shop = openShop(withoutInquiry);
    const PayButton = buttonOf(shop);
    const { at, render } = mount(createElement(PayButton, { order: ORDER }));
    press(at, 'Pay');
    await isOpen(shop);
    render(null);
    expect(shop.checkout.state.phase).toBe('open');
    expect(document.getElementById('ams-component-container')).not.toBeNull();
    says('SDK_PAYMENT_SUCCESSFUL');
    render(createElement(PayButton, { order: ORDER }));
    expect(told(at)).toBe(THANKS);
  });

  test('a view that goes while the server is asked does not turn a paid order into an undecided one', async () => {
    const shop = openShop();
    const { at, render } = mount(createElement(buttonOf(shop), { order: ORDER }));
    press(at, 'Pay');
    await isOpen(shop);
    says('SDK_PAYMENT_SUCCESSFUL');
    expect(shop.checkout.state.phase).toBe('confirming');
    render(null);
    expect(shop.checkout.state.phase).toBe('confirming');
    shop.answers({ paymentStatus: 'SUCCESS' });
    await until(() => shop.checkout.state.phase === 'settled');
    expect(shop.checkout.state).toMatchObject({ outcome: { status: 'succeeded', confirmedBy: 'server' } });
  });

  test('a spinner in place of the button ends nothing', async () => {
    const shop = openShop(withoutInquiry);
    const PayButton = buttonOf(shop);
    const usePayment = hookOf(shop);
    const View = ({ order }: OfOrder): React.ReactNode =>
      usePayment(order).payment.busy ? createElement('i') : createElement(PayButton, { order });
    const { at } = mount(createElement(View, { order: ORDER }));
    press(at, 'Pay');
    expect(at.innerHTML).toBe('<i></i>');
    await isOpen(shop);
    says('SDK_PAYMENT_FAIL');
    expect(buttons(at)).toHaveLength(1);
    expect(shop.checkout.state).toMatchObject({ outcome: { status: 'unknown' } });
  });

  test('in a list each button tells of its own order, and the others may come and go', async () => {
    const shop = openShop(withoutInquiry);
    const { Products } = shop.module('products') as { Products: ComponentType<{ orders: string[] }> };
    const { at, render } = mount(createElement(Products, { orders: ['tea:100', 'jam:200', 'oil:300'] }));
    press(at, 'Pay', 1);
    expect(buttons(at)).toEqual(['Pay (disabled)', 'Pay (disabled)', 'Pay (disabled)']);
    expect(Array.from(at.querySelectorAll('button'), (button) => button.getAttribute('aria-busy'))).toEqual(['false', 'true', 'false']);
    await isOpen(shop);
    render(createElement(Products, { orders: ['nut:400', 'jam:200'] }));
    expect(shop.checkout.state.phase).toBe('open');
    says('SDK_PAYMENT_SUCCESSFUL');
    expect(told(at)).toBe(`|${THANKS}`);
    expect(buttons(at)).toEqual(['Pay']);
    expect(shop.sessions).toEqual(['jam:200']);
  });

  test('the context has the controller of the module, and a test gives another one', () => {
    const [shop, other] = [openShop(), openShop()];
    const { CheckoutContext, useController } = shop.module('checkout-context') as {
      CheckoutContext: ComponentType<{ value: CheckoutController; children: React.ReactNode }>;
      useController: () => CheckoutController;
    };
    const seen: CheckoutController[] = [];
    const View = (): null => {
      seen.push(useController());
      return null;
    };
    mount(createElement(View));
    expect(new Set(seen)).toEqual(new Set([shop.checkout]));
    seen.length = 0;
    mount(createElement(CheckoutContext, { value: other.checkout, children: createElement(View) }));
    expect(new Set(seen)).toEqual(new Set([other.checkout]));
    expect(shop.checkout.state.phase).toBe('idle');
  });
});

describe('coming back', () => {
  /** A payment of ORDER that another page has begun. */
  const begun = async (): Promise<Map<string, string>> => {
    const storage = new Map<string, string>();
    const before = openShop({ storage: storageOf(storage) });
    void before.checkout.pay({ order: ORDER });
    await isOpen(before);
    before.checkout.dispose();
    document.getElementById('ams-component-container')?.remove();
    return storage;
  };
  const storageOf = (entries: Map<string, string>): library.StorageLike => ({
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => {
      entries.set(key, value);
    },
    removeItem: (key) => {
      entries.delete(key);
    },
  });
  const resultOf = (shop: Shop) => (shop.module('result') as { Result: ComponentType<OfOrder> }).Result;

  test('the checkout asks once under StrictMode, tells that it asks, and then what the server says', async () => {
    const shop = openShop({ storage: storageOf(await begun()), polling: { interval: 600_000 } });
    const { Checkout } = shop.module('checkout-view') as { Checkout: ComponentType<OfOrder> };
    const { at } = mount(createElement(Checkout, { order: ORDER }));
    expect(told(at)).toBe(CONFIRMING);
    expect(buttons(at)).toEqual(['Pay (disabled)']);
    await until(() => shop.asked() > 0);
    expect(shop.asked()).toBe(1);
    expect(told(at)).toBe(CONFIRMING);
  });

  test('the result page that is loaded asks, and tells what the server says', async () => {
    const shop = openShop({ storage: storageOf(await begun()) });
    const { at } = mount(createElement(resultOf(shop), { order: ORDER }));
    expect(told(at)).toBe(CONFIRMING);
    shop.answers({ paymentStatus: 'SUCCESS' });
    await until(() => told(at) === THANKS);
    expect(buttons(at)).toEqual([]);
  });

  test('reached by the router after a success, it tells that success and asks nobody', async () => {
    const shop = openShop();
    shop.answers({ paymentStatus: 'SUCCESS' });
    void shop.checkout.pay({ order: ORDER });
    await isOpen(shop);
    says('SDK_PAYMENT_SUCCESSFUL');
    await until(() => shop.checkout.state.phase === 'settled');
    const asked = shop.asked();
    const { at } = mount(createElement(resultOf(shop), { order: ORDER }));
    expect(told(at)).toBe(THANKS);
    expect(shop.asked()).toBe(asked);
  });

  test('where nothing was started it says so', async () => {
    const shop = openShop();
    const { at } = mount(createElement(resultOf(shop), { order: ORDER }));
    expect(told(at)).toBe('One moment, please.');
    await act(() => shop.checkout.resume());
    expect(told(at)).toBe('There is no payment here.');
  });

  test('while the server is asked, the buyer may go back to the cashier of this page, or stop waiting', async () => {
    const shop = openShop();
    const { Waiting } = shop.module('waiting') as { Waiting: ComponentType<OfOrder> };
    void shop.checkout.pay({ order: ORDER });
    await isOpen(shop);
    says('SDK_CALL_URL_SUCCESS');
    act(() => {
      window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    });
    expect(shop.checkout.state).toMatchObject({ outcome: { status: 'redirected' } });
    act(() => {
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    });
    const { at } = mount(createElement(Waiting, { order: ORDER }));
    const resumed = shop.checkout.resume();
    expect(shop.checkout.state.phase).toBe('confirming');
    press(at, 'Back to the payment page');
    await isOpen(shop);
    expect(await resumed).toMatchObject({ status: 'processing' });
    expect(shop.sessions).toEqual([ORDER]);

    says('SDK_PAYMENT_PROCESSING');
    expect(shop.checkout.state.phase).toBe('confirming');
    press(at, 'Do not wait');
    expect(shop.checkout.state).toMatchObject({ outcome: { status: 'processing', order: ORDER } });
  });
});

describe('rendered on a server', () => {
  test.each(['pay-button', 'result'])('%s hydrates without a complaint while a payment is being asked about', async (name) => {
    const shop = openShop();
    const View = Object.values(shop.module(name) as Record<string, ComponentType<OfOrder>>)[0]!;
    const view = createElement(StrictMode, null, createElement(View, { order: ORDER }));
    const html = renderToString(view);
    void shop.checkout.resume({ order: ORDER, paymentRequestId: 'request-of-the-address' });
    expect(shop.checkout.state.phase).toBe('confirming');
    const at = host(html);
    expect(renderToString(view)).toBe(html);
    act(() => {
      roots.push(hydrateRoot(at, view));
    });
    expect(told(at)).toBe(CONFIRMING);
    shop.answers({ paymentStatus: 'SUCCESS' });
    await until(() => told(at) === THANKS);
  });

  test('the live state in place of the constant is what breaks it', () => {
    const shop = openShop();
    const View = (): React.ReactNode =>
      createElement(
        'p',
        null,
        React.useSyncExternalStore(
          shop.checkout.subscribe,
          () => shop.checkout.state,
          () => shop.checkout.state,
        ).phase,
      );
    const at = host(renderToString(createElement(View)));
    void shop.checkout.resume({ order: ORDER, paymentRequestId: 'request-of-the-address' });
    const recovered: unknown[] = [];
    complaints.mockImplementation((...said) => {
      recovered.push(said);
    });
    act(() => {
      roots.push(
        (hydrateRoot as (host: Element, node: React.ReactNode, options: object) => Root)(at, createElement(View), {
          onRecoverableError: (error: unknown) => {
            recovered.push(error);
          },
        }),
      );
    });
    expect(recovered.length).toBeGreaterThan(0);
    complaints.mockReset();
  });
});

describe('Vue', () => {
  const componentOf = (shop: Shop): Vue.Component => {
    const { useCheckout } = shop.module('use-checkout') as { useCheckout: (order: () => string) => Record<string, unknown> };
    return Vue.defineComponent({
      props: { order: { type: String, required: true } },
      setup: (props) => useCheckout(() => props.order),
      template: TEMPLATE,
    });
  };

  test('the template pays its order, shows what came of it, and can pay again', async () => {
    const shop = openShop(withoutInquiry);
    const at = host();
    Vue.createApp(componentOf(shop), { order: ORDER }).mount(at);
    expect(buttons(at)).toEqual(['Pay']);
    press(at, 'Pay');
    await Vue.nextTick();
    expect(buttons(at)).toEqual(['Pay (disabled)']);
    expect(at.querySelector('button')!.getAttribute('aria-busy')).toBe('true');
    await isOpen(shop);
    says('SDK_PAYMENT_CANCEL');
    await Vue.nextTick();
    expect(told(at)).toBe('You can pay whenever you like.');
    expect(buttons(at)).toEqual(['Pay']);
    expect(shop.sessions).toEqual([ORDER]);
  });

  test('a component that goes ends nothing, and another order is not told of it', async () => {
    const shop = openShop();
    const View = componentOf(shop);
    const [mine, other] = [host(), host()];
    const app = Vue.createApp(View, { order: ORDER });
    app.mount(mine);
    Vue.createApp(View, { order: 'tea:100' }).mount(other);
    press(mine, 'Pay');
    await isOpen(shop);
    app.unmount();
    expect(shop.checkout.state.phase).toBe('open');
    says('SDK_PAYMENT_SUCCESSFUL');
    shop.answers({ paymentStatus: 'SUCCESS' });
    await until(() => shop.checkout.state.phase === 'settled');
    expect(shop.checkout.state).toMatchObject({ outcome: { status: 'succeeded', order: ORDER } });
    await Vue.nextTick();
    expect(told(other)).toBe('');
    expect(buttons(other)).toEqual(['Pay']);
  });

  test('after an undecided payment it offers to ask, not to pay', async () => {
    const shop = openShop();
    const at = host();
    Vue.createApp(componentOf(shop), { order: ORDER }).mount(at);
    press(at, 'Pay');
    await isOpen(shop);
    says('SDK_PAYMENT_PROCESSING');
    shop.checkout.unmount();
    await Vue.nextTick();
    expect(told(at)).toBe(UNDECIDED);
    expect(buttons(at)).toEqual(['Check again']);
  });

  test('rendered on a server it hydrates without a complaint while a payment is being asked about', async () => {
    const shop = openShop();
    const subscribe = vi.spyOn(shop.checkout, 'subscribe');
    const html = await VueServer.renderToString(Vue.createSSRApp(componentOf(shop), { order: ORDER }));
    // Whoever subscribed on a server would never stop.
    expect(subscribe).not.toHaveBeenCalled();
    void shop.checkout.resume({ order: ORDER, paymentRequestId: 'request-of-the-address' });
    const at = host(html);
    Vue.createSSRApp(componentOf(shop), { order: ORDER }).mount(at);
    await Vue.nextTick();
    expect(told(at)).toBe(CONFIRMING);
  });
});
