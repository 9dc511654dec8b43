/** submit() and validate() are of what mount() has drawn, and of nothing else. */
import { cashier, easyPay } from 'antom-checkout-controller';
import { afterEach, expect, it, vi } from 'vitest';
import { shops } from '../support/product-players.ts';
import { cashierSession, easyPaySession } from '../support/product-sessions.ts';
import { open } from '../support/forms.ts';

const world = shops();
afterEach(() => {
  vi.unstubAllGlobals();
});

it('submit() while a popup is open is not-ready, and nothing reaches the popup', async () => {
  const shop = open(world, cashier, cashierSession);
  shop.pay();
  const app = await shop.drawn();
  shop.submit();
  await shop.advance();
  expect(app.received.map(({ event }) => event)).not.toContain('submitPay');
  expect(shop.submits).toEqual([{ result: 'not-ready' }]);
  expect(shop.checkout.state).toMatchObject({ phase: 'open', surface: 'popup' });
});

it('submit() while an EasyPay popup is open does not end the payment', async () => {
  const shop = open(world, easyPay, easyPaySession);
  shop.pay();
  await shop.drawn();
  shop.submit();
  await shop.advance();
  expect(shop.outcomes).toEqual([]);
  expect(shop.submits).toEqual([{ result: 'not-ready' }]);
});

it('validate() while a popup is open is false', async () => {
  const shop = open(world, cashier, cashierSession);
  shop.pay();
  const app = await shop.drawn();
  const validation = shop.checkout.validate();
  await shop.advance(15_000);
  expect(await validation).toEqual({ isValid: false });
  expect(app.received.map(({ event }) => event)).not.toContain('validateFields');
});
