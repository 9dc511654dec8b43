/** Apple Pay's sheet, opened by the app of a form in the page: the SDK itself submits what the buyer confirms there, and nobody closes the sheet. */
import { cashier, element } from 'antom-checkout-controller';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { StubSheet } from '../support/apple-pay-sheet.ts';
import { asked, shops } from '../support/product-players.ts';
import { cardSession, elementSession } from '../support/product-sessions.ts';
import { productShop, type ProductShop } from '../support/product-shop.ts';
import type { FakeCashier } from '../support/real-sdk.ts';
import { expiringIn, reply, type Options } from '../support/forms.ts';

const world = shops();
afterEach(() => {
  vi.unstubAllGlobals();
  StubSheet.opened = [];
});

const WALLET = {
  paymentSessionFactor: {
    paymentAmount: { currency: 'USD', value: '1.00' },
    merchantInfo: { registeredCountry: 'US', merchantName: 'Shop' },
    extendInfo: { supportedNetworks: ['visa'], merchantCapabilities: ['supports3DS'] },
  },
};
const FORMS = [
  ['the Payment Element', element, elementSession],
  ['a card form without a button', cashier, cardSession],
] as const;

async function draw([, product, session]: (typeof FORMS)[number], options: Options = {}): Promise<{ shop: ProductShop; app: FakeCashier }> {
  const raw = world.open({
    version: '1.47.2',
    before: (window) => {
      Object.assign(window, { ApplePaySession: StubSheet });
    },
  });
  let n = 0;
  const unique = (): string => {
    n += 1;
    return session({ ...WALLET, n });
  };
  const shop = productShop(raw, unique, { product, notRedirectAfterComplete: true, appearance: { showSubmitButton: false }, ...options });
  shop.mount();
  return { shop, app: await shop.drawn() };
}
const context = (event: string): string => JSON.stringify({ name: 'APP_TO_SDK', context: { event } });
/** The app's own message, as its frame posts it. */
async function ask({ shop, app }: { shop: ProductShop; app: FakeCashier }, event = 'getApplePayToken'): Promise<void> {
  const data = { data: { paymentMethodDetail: { googlePayProps: { environment: 'TEST', paymentRequest: {} } } } };
  const message = JSON.stringify({ name: 'APP_TO_SDK', instanceId: app.instanceId, context: { event, data } });
  app.post(message, { source: app.iframe.contentWindow });
  await shop.advance(100);
}
const submitted = (shop: ProductShop): number =>
  shop.raw.sdk.requests.filter(({ operation }) => operation.endsWith('submitPayByPaymentSession')).length;

describe.each(FORMS)('1.47.2: %s', (...form) => {
  it('each of Google Pay’s sheets adds its script to the body once more; it goes with the form, the page’s own stays', async () => {
    const { shop, app } = await draw(form);
    const { document } = shop.raw;
    const scripts = (): number => document.querySelectorAll('body > script[src="https://pay.google.com/gp/p/js/pay.js"]').length;
    await ask({ shop, app }, 'getGooglePayToken');
    await ask({ shop, app }, 'getGooglePayToken');
    expect(scripts()).toBe(2);
    shop.checkout.unmount();
    await shop.advance(400);
    expect(scripts()).toBe(0);
    const own = document.createElement('script');
    own.src = 'https://pay.google.com/gp/p/js/pay.js';
    document.body.append(own);
    shop.mount({ force: true });
    await shop.drawn();
    shop.checkout.unmount();
    await shop.advance(400);
    expect(scripts()).toBe(1);
  });

  it('the SDK submits what the buyer confirms in the sheet, also when the form has gone meanwhile', async () => {
    const { shop, app } = await draw(form);
    await ask({ shop, app });
    const sheet = StubSheet.opened[0] as StubSheet;
    expect(sheet.calls).toEqual(['begin']);
    shop.checkout.unmount();
    await shop.advance(1000);
    expect(sheet.calls).toEqual(['begin']);
    sheet.onpaymentauthorized?.({ payment: { token: {} } });
    // It asks for the device's id before.
    await shop.advance(4000);
    expect(submitted(shop)).toBe(1);
  });

  it('the form counts as submitted from then on: it is remembered, and a form that goes owes a confirmation', async () => {
    const { shop, app } = await draw(form, { asks: true, storage: 'session' });
    const { sessionStorage } = shop.raw.sdk.window;
    expect(sessionStorage.length).toBe(0);
    await ask({ shop, app });
    expect(sessionStorage.getItem(sessionStorage.key(0) ?? '')).toContain('request-1');
    expect(shop.checkout.state.phase).toBe('open');
    shop.checkout.unmount();
    await shop.advance(1000);
    expect(shop.outcomes).toMatchObject([{ status: 'abandoned', retry: 'after-confirmation' }]);
    shop.inquiry = { paymentStatus: 'SUCCESS' };
    shop.mount();
    await shop.advance(1000);
    expect(shop.outcomes[1]).toMatchObject({ status: 'succeeded', confirmedBy: 'server', paymentRequestId: 'request-1' });
    expect(shop.sessions).toHaveLength(1);
  });
});

it.each([
  ['getApplePayToken', 1],
  ['getGooglePayToken', 1],
  ['showToast', 2],
])('%s: a session that expires afterwards makes %i in all', async (event, sessions) => {
  const form = await draw(FORMS[0], { fields: expiringIn(60_000) });
  await ask(form, event);
  await form.shop.advance(61_000);
  expect(form.shop.sessions).toHaveLength(sessions);
});

it('what the form says of its fields afterwards takes nothing back', async () => {
  const form = await draw(FORMS[0]);
  form.shop.submit();
  await form.shop.advance();
  await ask(form);
  reply(form.app, { status: 'FAIL', error: { code: 'FORM_INVALID', message: '' } }, asked(form.app, 'submitPay').id ?? '');
  await form.shop.advance();
  expect(form.shop.submits).toEqual([{ result: 'invalid' }]);
  form.shop.checkout.unmount();
  await form.shop.advance();
  expect(form.shop.outcomes).toMatchObject([{ status: 'abandoned', retry: 'after-confirmation' }]);
});

it('a buyer who closes the sheet in a form that is drawn again pays by card, also where sessions have no id to ask by', async () => {
  const { shop, app } = await draw(FORMS[0], { fields: { paymentRequestId: undefined } });
  await ask({ shop, app });
  StubSheet.opened[0]?.oncancel?.();
  shop.checkout.unmount();
  await shop.advance(1000);
  shop.mount();
  const again = await shop.drawn();
  await ask({ shop, app: again });
  StubSheet.opened[1]?.oncancel?.();
  await shop.advance();
  shop.submit();
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'abandoned' }]);
  expect(asked(again, 'submitPay').id).toBeDefined();
  expect(shop.sessions).toHaveLength(1);
});

it('another window that says the same is not believed, nor is another message of the form', async () => {
  const { shop, app } = await draw(FORMS[0]);
  app.post(context('getApplePayToken'), { source: shop.raw.sdk.window });
  app.post(context('getApplePayToken'));
  await ask({ shop, app }, 'showToast');
  shop.checkout.unmount();
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'abandoned', retry: 'same-session' }]);
});
