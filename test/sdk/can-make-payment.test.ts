/** canMakePayment(): the SDK answers with a promise in both versions. */
import { cashier, element } from 'antom-checkout-controller';
import { afterEach, expect, it, vi } from 'vitest';
import { shops } from '../support/product-players.ts';
import { cardSession, cashierSession } from '../support/product-sessions.ts';
import { open } from '../support/forms.ts';

const world = shops();
afterEach(() => {
  vi.unstubAllGlobals();
});
const withApplePay = (shop: ReturnType<typeof open>): void => {
  (shop.raw.sdk.window as unknown as Record<string, unknown>)['ApplePaySession'] = {
    canMakePayments: () => true,
    supportsVersion: () => true,
  };
};

it('true where the device can', async () => {
  const shop = open(world, cashier, cashierSession);
  withApplePay(shop);
  expect(await shop.checkout.canMakePayment('ApplePay')).toBe(true);
});

it('false where it cannot', async () => {
  const shop = open(world, cashier, cashierSession);
  expect(await shop.checkout.canMakePayment('ApplePay')).toBe(false);
});

it('true with a form of the same controller open', async () => {
  const shop = open(world, [element, cashier], cardSession);
  withApplePay(shop);
  shop.mount();
  await shop.drawn();
  expect(await shop.checkout.canMakePayment('ApplePay')).toBe(true);
  expect(shop.checkout.state.phase).toBe('open');
});
