/** What the SDK does only where something is broken or local: each is an outcome too. */
import { autoDebit, cashier, checkoutPage, easyPay, element } from 'antom-checkout-controller';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { asked, bring, shops } from '../support/product-players.ts';
import {
  autoDebitSession,
  cardSession,
  checkoutPageSession,
  easyPaySession,
  elementSession,
  payPalSession,
} from '../support/product-sessions.ts';
import { productShop } from '../support/product-shop.ts';
import { SDK_VERSIONS } from '../support/real-sdk.ts';

const world = shops();
afterEach(() => {
  vi.unstubAllGlobals();
});

type Class = new (...args: unknown[]) => object;

describe.each(SDK_VERSIONS)('%s: validate() of a card form', (version) => {
  it('asks the form where the SDK can be asked, and is true where the form says what is wrong as it is submitted', async () => {
    const shop = productShop(world.open({ version }), () => cardSession(), { product: cashier });
    shop.mount();
    const app = await shop.drawn();
    const valid = shop.checkout.validate();
    await shop.advance();
    if (version === '1.47.2') app.send('validateFieldsResult', { isValid: true }, asked(app, 'validateFields').id);
    await shop.advance();
    expect(await valid).toEqual({ isValid: true });
  });
});

it('a local page takes the place of the app of AutoDebit and EasyPay, with the query that the SDK hands to it', async () => {
  for (const [product, session] of [
    [autoDebit, autoDebitSession],
    [easyPay, easyPaySession],
  ] as const) {
    const localLink = 'http://players.localhost:4700/app/';
    const shop = productShop(world.open({ version: '1.47.2' }), () => session(), { product, componentParams: { localLink } });
    shop.pay();
    await shop.advance();
    const { href, searchParams } = shop.raw.sdk.app().url;
    expect(href.startsWith(`${localLink}?`)).toBe(true);
    expect(searchParams.get('instanceId')).not.toBe(null);
    await bring(shop.raw);
    expect(shop.checkout.state.phase).toBe('open');
  }
});

it('a local page takes the place of the Checkout Page', async () => {
  const localLink = 'http://localhost:4700/checkout-page/';
  const shop = productShop(world.open({ version: '1.47.2' }), () => checkoutPageSession(), {
    product: checkoutPage,
    componentParams: { localLink },
  });
  shop.mount();
  await shop.advance();
  expect(shop.raw.sdk.app().url.href.startsWith(localLink)).toBe(true);
});

it('a session that EasyPay ignores is session-invalid within a second', async () => {
  const raw = world.open({ version: '1.47.2' });
  const { prototype } = raw.sdk.global('AMSEasyPay') as { prototype: { createComponent: () => void } };
  vi.spyOn(prototype, 'createComponent').mockImplementation(() => undefined);
  const shop = productShop(raw, () => easyPaySession(), { product: easyPay });
  shop.pay();
  await shop.advance(1000);
  expect(shop.outcomes).toMatchObject([
    { status: 'error', error: { code: 'session-invalid', message: expect.stringContaining('ignored') as string } },
  ]);
});

it('a set-up code of an open EasyPay that is not SDK_INTERNAL_ERROR is only an event', async () => {
  const shop = productShop(world.open({ version: '1.47.2' }), () => easyPaySession(), { product: easyPay });
  shop.pay();
  const app = await shop.drawn();
  app.send('onEventCallback', { code: 'SDK_CREATECOMPONENT_ERROR', message: 'stray' });
  await shop.advance();
  expect(shop.types()).toEqual(['setup-failed']);
  expect(shop.checkout.state.phase).toBe('open');
});

it.each([
  ['AMSEasyPay', easyPay, easyPaySession, 'pay'],
  ['AMSElement', element, elementSession, 'mount'],
] as const)('a constructor of %s that throws is sdk-internal, and nothing is owed', async (name, product, session, method) => {
  const raw = world.open({ version: '1.47.2' });
  const Original = raw.sdk.global(name) as Class;
  (raw.sdk.window as unknown as Record<string, unknown>)[name] = class extends Original {
    constructor(...args: unknown[]) {
      super(...args);
      throw new Error('no');
    }
  };
  const shop = productShop(raw, () => session(), { product, storage: 'session' });
  shop[method]();
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'sdk-internal' }, retry: 'same-session' }]);
});

it('a Checkout Page that throws as it is mounted is component-failed', async () => {
  const raw = world.open({ version: '1.47.2' });
  const { prototype } = raw.sdk.global('AMSCheckoutPage') as { prototype: { mountComponent: () => void } };
  vi.spyOn(prototype, 'mountComponent').mockImplementation(() => {
    throw new Error('PARAMS_ERROR_ALREADY_MOUNTED');
  });
  const shop = productShop(raw, () => checkoutPageSession(), { product: checkoutPage });
  shop.mount();
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'component-failed' } }]);
});

it("what only PayPal says is not the card form's, once a PayPal form was left; what a cashier says is", async () => {
  const raw = world.open({ version: '1.47.2' });
  const sessions = [payPalSession, cardSession];
  const shop = productShop(raw, () => (sessions.shift() ?? cardSession)(), { product: cashier, appearance: { showSubmitButton: false } });
  shop.mount({ order: 'paypal' });
  await shop.advance();
  // Its buttons, whose callbacks outlive them.
  raw.document.querySelector('[id^="antom-checkout-"]')?.append(raw.document.createElement('iframe'));
  await shop.advance();
  shop.mount({ container: '#slot2', order: 'card' });
  await shop.advance(1000);
  const app = await shop.drawn();
  const say = (raw: object): void => {
    app.send('onEventCallback', raw);
  };
  say({ code: 'SDK_PAYMENT_SHIPPINGCHANGE' });
  say({ code: 'SDK_PAYMENT_APPROVE' });
  say({ code: 'SDK_PAYMENT_CANCEL', result: { orderId: 'x' } });
  say({ code: 'SDK_PAYMENT_FAIL', message: 'Create order failed.' });
  await shop.advance();
  expect(shop.checkout.state.phase).toBe('open');
  expect(shop.types()).toEqual(['loading-started', 'loading-ended']);
  say({ code: 'SDK_PAYMENT_FAIL', message: 'no', result: { paymentResultCode: 'RISK_REJECT' } });
  say({ code: 'SDK_PAYMENT_CANCEL' });
  await shop.advance();
  expect(shop.outcomes.at(-1)).toMatchObject({ status: 'cancelled' });
});

it('prepare() of a controller of several products loads the SDK and builds nothing', async () => {
  const raw = world.open({ version: '1.47.2' });
  const shop = productShop(raw, () => elementSession(), { product: [element, cashier] });
  await shop.checkout.prepare();
  expect(raw.document.scripts).toHaveLength(0);
});

it('canMakePayment() asks the instance that is there', async () => {
  const raw = world.open({ version: '1.47.2' });
  const shop = productShop(raw, () => cardSession(), { product: cashier });
  await shop.checkout.prepare();
  const scripts = raw.document.scripts.length;
  expect(await shop.checkout.canMakePayment('ApplePay')).toBe(false);
  expect(await shop.checkout.canMakePayment('NOBODY_KNOWS')).toBe(true);
  expect(raw.document.scripts).toHaveLength(scripts);
});

it('PayPal buttons that cannot be rendered are one failure, although the plugin says two', async () => {
  const raw = world.open({ version: '1.47.2' });
  const shop = productShop(raw, () => payPalSession(), { product: cashier });
  const error = new raw.sdk.window.DOMException('by PayPal');
  Object.assign(raw.sdk.window, {
    paypal: {
      FUNDING: {},
      Buttons: () => {
        throw error;
      },
    },
  });
  shop.mount();
  await shop.advance();
  const script = [...raw.document.scripts].find(({ src }) => src.startsWith('https://www.paypal.com/'));
  script?.onload?.(new raw.sdk.window.Event('load'));
  await shop.advance(400);
  expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'component-failed' } }]);
  expect(shop.types()).toEqual(['setup-failed']);
  // The SDK leaves the plugin's error unhandled.
  expect(world.rejections).toEqual([error]);
});

it('an order that PayPal could not create leaves the payment unknown', async () => {
  const raw = world.open({ version: '1.47.2' });
  const shop = productShop(raw, () => payPalSession(), { product: cashier });
  let createOrder: () => Promise<unknown> = () => Promise.resolve();
  Object.assign(raw.sdk.window, {
    paypal: {
      FUNDING: {},
      Buttons: (made: { createOrder: () => Promise<unknown> }) => {
        createOrder = made.createOrder;
        return { render: (selector: string) => raw.document.querySelector(selector)?.append(raw.document.createElement('button')) };
      },
    },
  });
  shop.mount();
  await shop.advance();
  const script = [...raw.document.scripts].find(({ src }) => src.startsWith('https://www.paypal.com/'));
  script?.onload?.(new raw.sdk.window.Event('load'));
  await shop.advance();
  void createOrder();
  await shop.advance();
  raw.answer({ success: false });
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'unknown' }]);
});

it('canMakePayment() builds no instance beside an open payment', async () => {
  const raw = world.open({ version: '1.47.2' });
  const shop = productShop(raw, () => cardSession(), { product: cashier });
  shop.pay();
  await shop.drawn();
  const other = productShop(raw, () => cardSession(), { product: cashier, locale: 'zh_CN' });
  const scripts = raw.document.scripts.length;
  expect(await other.checkout.canMakePayment('NOBODY_KNOWS')).toBe(false);
  expect(raw.document.scripts).toHaveLength(scripts);
});
