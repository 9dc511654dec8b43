// @vitest-environment jsdom
/** The code of docs/react.md runs as it stands there, with the modules of docs/spa.md: under StrictMode, in lists, rendered on a server. */
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import * as library from 'antom-checkout-controller';
import { CheckoutController, element, type CheckoutOptions, type PaymentOutcome } from 'antom-checkout-controller';
import * as entry from 'antom-checkout-controller/react';
import { fakeAntom, paymentSession } from 'antom-checkout-controller/testing';
import * as React from 'react';
import { createElement, StrictMode, type ComponentType, type ReactNode } from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import { hydrateRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, test, vi, type Mock } from 'vitest';
import { docsModules } from './support/docs-modules.ts';

const antom = fakeAntom();
const ORDER = 'cart42:19900';
const CONFIRMING = 'We are asking for the result of your payment. This can take a few minutes.';
const UNDECIDED = 'Your payment is not decided yet. Please do not pay again: we write to you when it is.';
const THANKS = 'Thank you. Your order is paid.';

type View = ComponentType<{ order: string; onOutcome?: (outcome: PaymentOutcome) => void }>;
interface Shop {
  readonly checkout: CheckoutController;
  readonly view: (module: string, name: string) => View;
  /** Within the page's own provider. */
  readonly inShop: (...children: ReactNode[]) => ReactNode;
}
function openShop(options: Partial<CheckoutOptions> = {}): Shop {
  const checkout = new CheckoutController({ ...antom.options, notRedirectAfterComplete: true, ...options });
  const module = docsModules(['react.md', 'spa.md'], {
    react: React,
    'react/jsx-runtime': jsxRuntime,
    'antom-checkout-controller': library,
    'antom-checkout-controller/react': entry,
    './checkout': { checkout },
  });
  const { Shop } = module('shop') as { Shop: ComponentType<{ children: ReactNode }> };
  return {
    checkout,
    view: (name, component) => module(name)[component] as View,
    inShop: (...children) => createElement(StrictMode, null, createElement(Shop, null, ...children)),
  };
}

let complaints: Mock;
const roots: Root[] = [];
beforeEach(() => {
  vi.useFakeTimers();
  complaints = vi.spyOn(console, 'error');
});
afterEach(async () => {
  act(() => {
    for (const root of roots.splice(0)) root.unmount();
  });
  cleanup();
  sessionStorage.clear();
  await antom.reset();
  vi.useRealTimers();
  const said = complaints.mock.calls;
  vi.restoreAllMocks();
  expect(said).toEqual([]);
});

const buttons = (): string[] =>
  Array.from(document.querySelectorAll('button'), (button) => `${button.textContent}${button.disabled ? ' (disabled)' : ''}`);
const press = (name: string, index = 0): void => void fireEvent.click(screen.getAllByRole('button', { name })[index]!);
const told = (): string =>
  screen
    .getAllByRole('status')
    .map(({ textContent }) => textContent)
    .join('|');
const pass = (ms: number): Promise<unknown> => act(() => vi.advanceTimersByTimeAsync(ms));

describe('the pay button', () => {
  test('pays, tells the outcome, can pay again after a decline, and is done with a paid order', async () => {
    const { view, inShop } = openShop();
    const statuses: string[] = [];
    const onOutcome = ({ status }: PaymentOutcome): void => void statuses.push(status);
    render(inShop(createElement(view('pay-button', 'PayButton'), { order: ORDER, onOutcome })));
    press('Pay');
    expect(buttons()).toEqual(['Pay (disabled)']);
    await antom.buyer.isDeclined();
    expect([told(), buttons()]).toEqual(['The payment failed. Please try again.', ['Pay']]);
    press('Pay');
    await antom.buyer.pays();
    expect([told(), buttons()]).toEqual([THANKS, ['Pay (disabled)']]);
    expect(statuses).toEqual(['failed', 'succeeded']);
  });

  test('tells that an order is paid, where the server refuses a session for it', async () => {
    const createPaymentSession = (): Promise<Response> => Promise.resolve(Response.json({ code: 'paid' }, { status: 409 }));
    const { view, inShop } = openShop({ createPaymentSession });
    render(inShop(createElement(view('pay-button', 'PayButton'), { order: ORDER })));
    press('Pay');
    await pass(1000);
    expect(told()).toBe('This order is paid, or a payment of it is being checked.');
  });

  test('of a list tells of its own order only', async () => {
    const { view, inShop } = openShop();
    const orders = ['tea:100', 'jam:200', 'oil:300'];
    render(inShop(...orders.map((order) => createElement(view('pay-button', 'PayButton'), { key: order, order }))));
    press('Pay', 1);
    expect(buttons()).toEqual(['Pay (disabled)', 'Pay (disabled)', 'Pay (disabled)']);
    await antom.buyer.pays();
    expect([told(), buttons()]).toEqual([`|${THANKS}|`, ['Pay', 'Pay (disabled)', 'Pay']]);
    expect(antom.server.sessions.map(({ order }) => order)).toEqual(['jam:200']);
  });
});

test('the form is declined, corrected and submitted again, and hands on its outcome', async () => {
  antom.server.givesSession(paymentSession({ product: 'element' }));
  const { view, inShop } = openShop({ product: element });
  const onOutcome = vi.fn();
  render(inShop(createElement(view('card', 'Card'), { order: ORDER, onOutcome })));
  await antom.buyer.fillsIn();
  press('Pay');
  await antom.buyer.isDeclined();
  expect(screen.getByRole('alert').textContent).toBe('This card was declined. Please correct it, or take another one.');
  press('Pay');
  await antom.buyer.pays();
  expect(screen.getByRole('alert').textContent).toBe('');
  expect(onOutcome.mock.calls).toEqual([[expect.objectContaining({ status: 'succeeded', order: ORDER })]]);
});

describe('the result page', () => {
  test('that is loaded after a redirect asks, and tells what the server says', async () => {
    const before = openShop({ storage: 'session' });
    void before.checkout.pay({ order: ORDER });
    await antom.buyer.isRedirected();
    await antom.buyer.pays();
    const { view, inShop } = openShop({ storage: 'session' });
    render(inShop(createElement(view('result', 'Result'), { order: ORDER })));
    expect(told()).toBe(CONFIRMING);
    await pass(1000);
    expect([told(), buttons()]).toEqual([THANKS, []]);
  });

  test('reached by the router after a success tells that success and asks nobody', async () => {
    const { checkout, view, inShop } = openShop();
    void checkout.pay({ order: ORDER });
    await antom.buyer.pays();
    const asked = antom.server.inquiries.length;
    render(inShop(createElement(view('result', 'Result'), { order: ORDER })));
    expect([told(), antom.server.inquiries.length]).toEqual([THANKS, asked]);
  });

  test('after an undecided payment offers to ask, not to pay', async () => {
    const { checkout, view, inShop } = openShop();
    void checkout.pay({ order: ORDER });
    antom.server.answers('PROCESSING');
    await antom.buyer.pays({ sdk: 'processing' });
    render(inShop(createElement(view('result', 'Result'), { order: ORDER })));
    expect([told(), buttons()]).toEqual([CONFIRMING, []]);
    checkout.unmount();
    await pass(0);
    expect([told(), buttons()]).toEqual([UNDECIDED, ['Check again']]);
    antom.server.answers('SUCCESS');
    press('Check again');
    await pass(1000);
    expect([told(), buttons()]).toEqual([THANKS, []]);
  });

  test('where nothing was started says so', async () => {
    const { view, inShop } = openShop();
    render(inShop(createElement(view('result', 'Result'), { order: ORDER })));
    expect(told()).toBe('One moment, please.');
    await pass(1000);
    expect(told()).toBe('There is no payment here.');
  });
});

test.each([
  ['pay-button', 'PayButton'],
  ['result', 'Result'],
])('%s hydrates without a complaint while a payment is being asked about', async (name, component) => {
  const { checkout, view, inShop } = openShop();
  const page = inShop(createElement(view(name, component), { order: ORDER }));
  const html = renderToString(page);
  antom.server.answers('PROCESSING', 'PROCESSING', 'SUCCESS');
  void checkout.resume({ order: ORDER, paymentRequestId: 'request-of-the-address' });
  expect(checkout.state.phase).toBe('confirming');
  const host = document.body.appendChild(document.createElement('main'));
  host.innerHTML = html;
  act(() => {
    roots.push(hydrateRoot(host, page));
  });
  expect(told()).toBe(CONFIRMING);
  await pass(60_000);
  expect(told()).toBe(THANKS);
  host.remove();
});
