/** What is left of bind() after its returned function. */
import { expect, it } from 'vitest';
import { bound, el, launched } from '../support/bind';
import { flush, pass, useShop } from '../support/shop';

useShop();

it('a trigger that is no longer bound prepares nothing, however the buyer turns to it', async () => {
  const shop = bound('#checkout');
  shop.unbind();
  for (const type of ['pointerenter', 'mouseenter', 'touchstart', 'focusin', 'pointerdown']) el('checkout').dispatchEvent(new Event(type));
  el('buy').focus();
  await flush();
  expect(shop.sdk.instances).toHaveLength(0);
});

it('a bound one is prepared when the focus comes to it', async () => {
  const shop = bound('#checkout');
  el('buy').focus();
  await flush();
  expect(shop.sdk.instances).toHaveLength(1);
});

it('events of a payment that was open are told no more', async () => {
  const told: string[] = [];
  const shop = bound('#checkout', {
    onEvent: ({ type }) => {
      told.push(type);
    },
  });
  el('buy').click();
  const cashier = await launched(shop);
  const before = told.length;
  expect(before).toBeGreaterThan(0);
  shop.unbind();
  cashier.emit('SDK_PAYMENT_RETRY');
  await pass(0);
  expect(shop.events.map(({ type }) => type)).toContain('payment-retrying');
  expect(told).toHaveLength(before);
});
