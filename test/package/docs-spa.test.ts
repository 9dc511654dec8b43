// @vitest-environment jsdom
/** The React and Vue code of docs/spa.md runs as it stands there, under StrictMode too; only the SDK is played. */
import { readFileSync } from 'node:fs';
import * as library from 'antom-checkout-controller';
import type { CheckoutController, CheckoutOptions } from 'antom-checkout-controller';
import * as React from 'react';
import { act, createElement, StrictMode, type ComponentType } from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import ts from 'typescript';
import { afterEach, describe, expect, test, vi } from 'vitest';
import * as Vue from 'vue';

// Without types of its own.
const { createRoot } = (await import(/* @vite-ignore */ ['react-dom', 'client'].join('/'))) as { createRoot: (host: Element) => { render(node: React.ReactNode): void; unmount(): void } };

const blocks = Array.from(readFileSync(`${process.cwd()}/docs/spa.md`, 'utf8').matchAll(/```(tsx?|html)\n([\s\S]*?)```/g), ([, loader, code]) => ({ loader, code: code! }));

/** A block's exports. */
function load(has: string, checkout?: CheckoutController): Record<string, unknown> {
  const block = blocks.find(({ code }) => code.includes(has))!;
  const { outputText: code } = ts.transpileModule(block.code, {
    fileName: `block.${String(block.loader)}`,
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, jsx: ts.JsxEmit.ReactJSX },
  });
  const modules: Record<string, unknown> = { react: React, 'react/jsx-runtime': jsxRuntime, vue: Vue, 'antom-checkout-controller': library, './checkout': { checkout } };
  const exports = {};
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- runs the documentation
  (new Function('exports', 'require', code) as (exports: object, require: (name: string) => unknown) => void)(exports, (name) => modules[name]);
  return exports;
}

class FakeCashier {
  static last: FakeCashier;
  constructor(private readonly options: { onEventCallback: (event: object) => void }) {
    FakeCashier.last = this;
  }
  createComponent(): Promise<void> {
    document.body.append(Object.assign(document.createElement('div'), { id: 'ams-component-container' }));
    return Promise.resolve();
  }
  unmount(): void { document.getElementById('ams-component-container')?.remove(); }
  says(code: string): void { this.options.onEventCallback({ code }); }
}

const paymentSessionData = ['', 'SG', '111', btoa(JSON.stringify({ paymentSessionConfig: { productScene: 'CASHIER_PAYMENT' } }))].join('&&');
const options = (): CheckoutOptions => ({
  environment: 'sandbox',
  sdk: library.fromModule(() => Promise.resolve({ AMSCashierPayment: FakeCashier })),
  createPaymentSession: () => Promise.resolve(paymentSessionData),
  notRedirectAfterComplete: true,
  storage: 'none',
});
const until = (happened: () => boolean) => vi.waitUntil(happened, { timeout: 10_000 });

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
const root = (): { host: HTMLElement; react: ReturnType<typeof createRoot> } => {
  const host = document.body.appendChild(document.createElement('main'));
  return { host, react: createRoot(host) };
};
afterEach(() => { document.body.innerHTML = ''; });

describe('React', () => {
  test('the pay button pays under StrictMode, and a view that goes ends the attempt', async () => {
    const checkout = new library.CheckoutController(options());
    const { PayButton } = load('export function PayButton', checkout) as { PayButton: ComponentType<{ order: string }> };
    const { host, react } = root();
    act(() => { react.render(createElement(StrictMode, null, createElement(PayButton, { order: 'cart42:19900' }))); });
    const button = host.querySelector('button')!;

    act(() => { button.click(); });
    expect(button.disabled).toBe(true);
    await act(() => until(() => checkout.state.phase === 'open'));
    act(() => { FakeCashier.last.says('SDK_PAYMENT_CANCEL'); });
    expect(host.querySelector('[role=status]')?.textContent).toBe('cancelled');
    expect(button.disabled).toBe(false);

    let outcome: Promise<unknown> | undefined;
    act(() => { outcome = checkout.pay({ order: 'cart42:19900' }); });
    await act(() => until(() => checkout.state.phase === 'open'));
    act(() => { react.unmount(); });
    expect(await outcome).toMatchObject({ status: 'abandoned', reason: 'unmounted' });
  });

  test('a controller that its component makes is usable after StrictMode, and disposed of in the end', async () => {
    const { useCheckout } = load('setCheckout(created)') as { useCheckout: (options: CheckoutOptions) => CheckoutController | null };
    const given = options();
    const seen: (CheckoutController | null)[] = [];
    const View = (): null => {
      seen.push(useCheckout(given));
      return null;
    };
    const { react } = root();
    act(() => { react.render(createElement(StrictMode, null, createElement(View))); });
    const checkout = seen.at(-1)!;
    expect(checkout.state.phase).toBe('idle');
    const outcome = checkout.pay();
    await act(() => until(() => checkout.state.phase === 'open'));
    FakeCashier.last.says('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcome).toMatchObject({ status: 'succeeded' });
    act(() => { react.unmount(); });
    expect(checkout.state.phase).toBe('disposed');
  });
});

describe('Vue', () => {
  test('the composable follows the state, and its scope ends the attempt', async () => {
    const checkout = new library.CheckoutController(options());
    const { useCheckout } = load('onScopeDispose(', checkout) as { useCheckout: () => { state: { value: { phase: string } }; pay: CheckoutController['pay'] } };
    const scope = Vue.effectScope();
    const { state, pay } = scope.run(useCheckout)!;
    const outcome = pay();
    await until(() => state.value.phase === 'open');
    scope.stop();
    expect(await outcome).toMatchObject({ status: 'abandoned', reason: 'unmounted' });
  });

  test('the template pays its order, shows what came of it, and can pay again', async () => {
    const orders: unknown[] = [];
    const checkout = new library.CheckoutController({
      ...options(),
      createPaymentSession: ({ order }) => {
        orders.push(order);
        return Promise.resolve(paymentSessionData);
      },
    });
    const { useCheckout } = load('onScopeDispose(', checkout) as { useCheckout: () => object };
    const template = blocks.find(({ loader }) => loader === 'html')!.code;
    const host = document.body.appendChild(document.createElement('main'));
    Vue.createApp({ props: ['order'], setup: useCheckout, template }, { order: 'cart42:19900' }).mount(host);
    const button = host.querySelector('button')!;
    expect(button.disabled).toBe(false);

    button.click();
    await Vue.nextTick();
    expect(button.disabled).toBe(true);
    expect(button.getAttribute('aria-busy')).toBe('true');
    await until(() => checkout.state.phase === 'open');
    FakeCashier.last.says('SDK_PAYMENT_CANCEL');
    await Vue.nextTick();
    expect(host.querySelector('[role=status]')?.textContent).toBe('cancelled');
    expect(button.disabled).toBe(false);
    expect(orders).toEqual(['cart42:19900']);
  });
});
