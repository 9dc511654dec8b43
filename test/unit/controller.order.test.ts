/** Which order: outcome and state say what pay() and resume() were called with. */
import { expect, it } from 'vitest';
import { flush, openShop, outcomeOf, pass, useShop } from '../support/shop';
import { inquiryOf, memoryStorage, reloadPage } from '../support/server';

useShop();

it('every state of an attempt and its outcome name the order', async () => {
  const shop = openShop();
  const { result, cashier } = await shop.open({ order: 'a' });
  cashier.close();
  await flush();
  expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled', order: 'a' });
  expect(shop.states.map(({ phase }) => phase)).toEqual(
    ['preparing', 'creating-session', 'opening', 'open', 'settled'].filter((phase) => shop.states.some((state) => state.phase === phase)),
  );
  for (const state of shop.states) expect(state).toHaveProperty('order', 'a');
  await pass(1_000);
});

it('without an order neither has one', async () => {
  const shop = openShop();
  const { result, cashier } = await shop.open();
  cashier.close();
  await flush();
  expect(await outcomeOf(result)).not.toHaveProperty('order');
  for (const state of shop.states) expect(state).not.toHaveProperty('order');
  await pass(1_000);
});

it('a refused call names the order it was refused for', async () => {
  const shop = openShop();
  const { cashier } = await shop.open({ order: 'a' });
  expect(await outcomeOf(shop.checkout.pay({ order: 'b' }))).toMatchObject({
    status: 'error',
    order: 'b',
    error: { code: 'component-busy' },
  });
  cashier.close();
  await pass(1_000);
});

/** What an earlier page of the shop left in storage, from which the buyer was sent to the method. */
async function sentAway(order: string): Promise<ReturnType<typeof memoryStorage>> {
  const storage = memoryStorage();
  const shop = openShop({ storage, inquiryPayment: () => Promise.resolve(inquiryOf('PENDING')) });
  const { cashier } = await shop.open({ order });
  cashier.redirect();
  window.dispatchEvent(new Event('pagehide'));
  await pass(500);
  reloadPage();
  return storage;
}

it.each([
  ['short', 'a'],
  ['long', `cart:${'x'.repeat(400)}`],
])('resume() names a %s order where it knows it: by its option, or from the record', async (kind, order) => {
  const storage = await sentAway(order);
  const back = openShop({ storage, inquiryPayment: () => Promise.resolve(inquiryOf('SUCCESS')) });
  const result = back.checkout.resume();
  const phase = back.checkout.state;
  await flush();
  const outcome = await outcomeOf(result as Promise<never>);
  expect(outcome).toMatchObject({ status: 'succeeded' });
  // Of a long order storage holds a digest, which is not the order.
  expect((outcome as { order?: string }).order).toBe(kind === 'short' ? order : undefined);
  expect(phase).toMatchObject({ phase: 'confirming' });
});

it('resume({ order }) answers with that order, however long', async () => {
  const order = `cart:${'x'.repeat(400)}`;
  const storage = await sentAway(order);
  const back = openShop({ storage, inquiryPayment: () => Promise.resolve(inquiryOf('FAIL')) });
  const result = back.checkout.resume({ order });
  await flush();
  expect(await outcomeOf(result as Promise<never>)).toMatchObject({ status: 'failed', order });
});
