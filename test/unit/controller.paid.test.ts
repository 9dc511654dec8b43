/** A paid order is not paid again: here, on a later page, by whichever way it was heard of. */
import { describe, expect, it, vi } from 'vitest';
import { cashier, vaulting } from '../../src/products';
import {
  pagehide,
  flush,
  isCashierShowing,
  openShop,
  outcomeOf,
  pass,
  peek,
  slowSessions,
  uniqueSession,
  useShop,
  type Shop,
  type ShopOptions,
} from '../support/shop';
import { fakeServer, memoryStorage, reloadPage, writeElsewhere } from '../support/server';
import type { PaymentSession } from '../../src/types';
import { makeSessionData } from '../support/sessions';

useShop();

const DAY = 24 * 3_600_000;

/** pay(), until the order has succeeded and the page is clean. */
async function paid(shop: Shop, order = 'cart1'): Promise<Awaited<ReturnType<Shop['checkout']['pay']>>> {
  const { result, cashier } = await shop.open({ order });
  cashier.emit('SDK_PAYMENT_SUCCESSFUL');
  await pass(1_000);
  return outcomeOf(result);
}

/** Another page of the shop. */
async function nextPage(shop: Shop, options: ShopOptions): Promise<Shop> {
  shop.checkout.dispose();
  await pass(1_000);
  reloadPage();
  return openShop({ fake: shop.sdk, notRedirectAfterComplete: true, ...options });
}

describe('pay() of a paid order', () => {
  it('answers that very outcome, and asks for no session', async () => {
    const shop = openShop({ notRedirectAfterComplete: true });
    const outcome = await paid(shop);
    expect(await outcomeOf(shop.checkout.pay({ order: 'cart1' }))).toBe(outcome);
    expect(shop.checkout.state).toMatchObject({ phase: 'settled', outcome, busy: false });
    await pass(1_000);
    expect(shop.sdk.cashiers).toHaveLength(1);
    expect(shop.sessions).toHaveLength(1);
  });

  it('also while and after the SDK has to jump, in whose component nothing changes', async () => {
    const shop = openShop();
    const outcome = await paid(shop);
    expect(isCashierShowing()).toBe(true);
    await pass(60_000);
    expect(await outcomeOf(shop.checkout.pay({ order: 'cart1' }))).toBe(outcome);
    expect(isCashierShowing()).toBe(true);
    expect(shop.checkout.state).toMatchObject({ outcome, cashierVisible: true });
  });

  it('on a later page too, without the id of that payment', async () => {
    const storage = memoryStorage();
    const shop = openShop({ storage, notRedirectAfterComplete: true });
    const { attemptId } = await paid(shop);
    expect(JSON.stringify(storage.content)).not.toContain(shop.sessions[0]?.paymentRequestId);
    const later = await nextPage(shop, { storage });
    expect(await outcomeOf(later.checkout.pay({ order: 'cart1' }))).toEqual({
      attemptId,
      order: 'cart1',
      status: 'succeeded',
      confirmedBy: 'sdk',
      retry: 'none',
    });
    const { state } = later.checkout;
    expect(state).toMatchObject({ phase: 'settled', order: 'cart1' });
    // A second press changes nothing.
    await outcomeOf(later.checkout.pay({ order: 'cart1' }));
    expect(later.checkout.state).toBe(state);
    expect(later.sessions).toHaveLength(0);
    expect(await peek(later.checkout.resume())).toBeNull();
  });

  it('for seven days', async () => {
    const storage = memoryStorage();
    const shop = openShop({ storage, notRedirectAfterComplete: true });
    await paid(shop);
    const later = await nextPage(shop, { storage });
    vi.setSystemTime(Date.now() + 7 * DAY - 5_000);
    expect(await outcomeOf(later.checkout.pay({ order: 'cart1' }))).toMatchObject({ status: 'succeeded' });
    vi.setSystemTime(Date.now() + 10_000);
    const last = await nextPage(later, { storage });
    await last.open({ order: 'cart1' });
    expect(last.sdk.cashiers).toHaveLength(2);
  });

  it('when it was long', async () => {
    const storage = memoryStorage();
    const order = `cart:${'x'.repeat(2_000)}`;
    const shop = openShop({ storage, notRedirectAfterComplete: true });
    await paid(shop, order);
    const later = await nextPage(shop, { storage });
    expect(await outcomeOf(later.checkout.pay({ order }))).toMatchObject({ status: 'succeeded', order });
    await later.open({ order: `${order}y` });
    expect(later.sdk.cashiers).toHaveLength(2);
  });

  it('when resume() heard of it: Back, and Pay', async () => {
    const storage = memoryStorage();
    const server = fakeServer('SUCCESS');
    const shop = openShop({ storage, inquiryPayment: server.inquiryPayment });
    const { result, cashier } = await shop.open({ order: 'cart1' });
    cashier.emit('SDK_CALL_URL_SUCCESS');
    pagehide();
    expect(await outcomeOf(result)).toMatchObject({ status: 'redirected' });
    const back = await nextPage(shop, { storage, inquiryPayment: server.inquiryPayment });
    const resumed = back.checkout.resume();
    await pass(1_000);
    expect(await peek(resumed)).toMatchObject({ status: 'succeeded', order: 'cart1' });
    expect(await outcomeOf(back.checkout.pay({ order: 'cart1' }))).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    const cart = await nextPage(back, { storage, inquiryPayment: server.inquiryPayment });
    expect(await outcomeOf(cart.checkout.pay({ order: 'cart1' }))).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('when pay() itself heard of an earlier one', async () => {
    const storage = memoryStorage();
    const shop = openShop({ storage, inquiryPayment: fakeServer('down').inquiryPayment });
    await shop.open({ order: 'cart1' });
    const server = fakeServer('SUCCESS', 'FAIL');
    const later = await nextPage(shop, { storage, inquiryPayment: server.inquiryPayment });
    for (let i = 0; i < 2; i += 1) {
      const result = later.checkout.pay({ order: 'cart1' });
      await pass(500);
      expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    }
    expect(server.asked).toHaveLength(1);
  });

  it('by a second controller of the page', async () => {
    const storage = memoryStorage();
    const shop = openShop({ storage, notRedirectAfterComplete: true });
    await paid(shop);
    const other = openShop({ storage, fake: shop.sdk });
    expect(await outcomeOf(other.checkout.pay({ order: 'cart1' }))).toMatchObject({ status: 'succeeded' });
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it.each([
    ['none', 'none' as const],
    [
      'a storage that is full',
      {
        getItem: () => null,
        setItem: () => {
          throw new Error('full');
        },
        removeItem: () => undefined,
      },
    ],
  ])('as long as the controller lives with storage: %s', async (_what, storage) => {
    const shop = openShop({ storage, notRedirectAfterComplete: true });
    await paid(shop);
    expect(await outcomeOf(shop.checkout.pay({ order: 'cart1' }))).toMatchObject({ status: 'succeeded' });
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('prepare({ session: true }) of it asks for no session', async () => {
    const shop = openShop({ notRedirectAfterComplete: true });
    await paid(shop);
    await shop.checkout.prepare({ session: true, order: 'cart1' });
    expect(shop.sessions).toHaveLength(1);
  });

  it('is paid again with force, and stays paid when that is cancelled', async () => {
    const shop = openShop({ notRedirectAfterComplete: true });
    await paid(shop);
    const { result, cashier } = await shop.open({ order: 'cart1', force: true });
    cashier.close();
    await pass(1_000);
    expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled' });
    expect(shop.sessions).toHaveLength(2);
    expect(await outcomeOf(shop.checkout.pay({ order: 'cart1' }))).toMatchObject({ status: 'succeeded' });
  });
});

describe('what does not make an order paid', () => {
  it.each(['', undefined])('a payment without an order (%j): the next pay() takes a new session', async (order) => {
    const shop = openShop({ notRedirectAfterComplete: true });
    const { cashier } = await shop.open({ order });
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await pass(1_000);
    await shop.open({ order });
    expect(shop.sessions).toHaveLength(2);
  });

  it('another order that is paid', async () => {
    const shop = openShop({ notRedirectAfterComplete: true });
    await paid(shop, 'cart1');
    await shop.open({ order: 'cart2' });
    expect(shop.sdk.cashiers).toHaveLength(2);
  });

  it("the SDK's word, where a server is asked and does not confirm it", async () => {
    const server = fakeServer('PROCESSING');
    const shop = openShop({ notRedirectAfterComplete: true, inquiryPayment: server.inquiryPayment });
    const { result, cashier } = await shop.open({ order: 'cart1' });
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await pass(121_000);
    expect(await outcomeOf(result)).toMatchObject({ status: 'processing' });
    server.says('FAIL');
    const again = shop.checkout.pay({ order: 'cart1' });
    await pass(500);
    expect(await peek(again)).toBe('pending');
    expect(shop.sdk.cashiers).toHaveLength(2);
  });

  it.each([
    '{"version":1,"records":[],"paid":[{"attemptId":"x","order":"cart1","confirmedBy":"me","at":0}]}',
    '{"version":1,"paid":{"order":"cart1"}}',
    '{"version":1,"paid":[null,7,{"order":"cart1"}]}',
  ])('what somebody else wrote to storage: %s', async (text) => {
    const storage = memoryStorage();
    storage.setItem('antom-checkout-controller.pending', text.replace('"at":0', `"at":${String(Date.now())}`));
    const shop = openShop({ storage });
    await shop.open({ order: 'cart1' });
    expect(shop.sdk.cashiers).toHaveLength(1);
    await flush();
  });
});

describe('a card that was saved, or an agreement,', () => {
  const VAULTING = { paymentSessionConfig: { productScene: 'VAULTING', paymentMethodCategoryType: 'CARD' } };
  const cardSession = (): PaymentSession => uniqueSession({ paymentSessionData: makeSessionData(VAULTING) });
  const save = (options: ShopOptions): Shop =>
    openShop({
      product: vaulting,
      notRedirectAfterComplete: true,
      createPaymentSession: () => Promise.resolve(cardSession()),
      ...options,
    });

  it.each([
    ['of a controller that has nothing else', vaulting],
    ['of one that takes payments too', [vaulting, cashier]],
  ])('%s pays no order', async (_what, product) => {
    const storage = memoryStorage();
    const { status } = await paid(save({ product, storage }));
    expect(status).toBe('succeeded');
    await openShop({ storage }).open({ order: 'cart1' });
  });

  it('is made although its order is paid', async () => {
    const storage = memoryStorage();
    await paid(openShop({ storage, notRedirectAfterComplete: true }));
    await save({ storage }).open({ order: 'cart1' });
  });

  it('of which resume() says that it has succeeded pays no order', async () => {
    const storage = memoryStorage();
    const server = fakeServer();
    const shop = save({ storage, inquiryPayment: server.inquiryPayment });
    await shop.open({ order: 'cart1' });
    const next = await nextPage(shop, { product: vaulting, storage, inquiryPayment: server.inquiryPayment });
    server.says('SUCCESS');
    expect(await next.checkout.resume()).toMatchObject({ status: 'succeeded', order: 'cart1' });
    await openShop({ storage }).open({ order: 'cart1' });
  });

  it('that only the page’s address names is asked about before another is saved, and pays no order', async () => {
    history.replaceState(null, '', '/result?paymentRequestId=card-1');
    const storage = memoryStorage();
    const server = fakeServer('PROCESSING');
    const shop = save({ storage, inquiryPayment: server.inquiryPayment });
    void shop.checkout.resume({ paymentRequestId: 'card-1', order: 'cart1' });
    await pass(1_000);
    const result = shop.checkout.pay({ order: 'cart1' });
    server.says('SUCCESS');
    await pass(3_000);
    expect([await peek(result), isCashierShowing()]).toMatchObject([{ status: 'succeeded', paymentRequestId: 'card-1' }, false]);
    await openShop({ storage }).open({ order: 'cart1' });
  });

  const MIXED = [vaulting, cashier];
  /** The wallet's page has taken the buyer away, and the shop has an answer for the id. */
  async function sentAway(shop: Shop): Promise<void> {
    const { result, cashier: app } = await shop.open({ order: 'cart1' });
    app.redirect();
    await pass(400);
    pagehide();
    expect(await outcomeOf(result)).toMatchObject({ status: 'redirected' });
  }

  it('of which resume() says so pays no order of a controller that takes payments too', async () => {
    const storage = memoryStorage();
    const server = fakeServer('PROCESSING');
    const shop = save({ product: MIXED, storage, inquiryPayment: server.inquiryPayment });
    await sentAway(shop);
    const back = await nextPage(shop, { product: MIXED, storage, inquiryPayment: server.inquiryPayment });
    server.says('SUCCESS');
    expect(await back.checkout.resume()).toMatchObject({ status: 'succeeded' });
    await back.open({ order: 'cart1' });
  });

  it('that is undecided is asked about by its like alone, whose order is not paid by the answer either', async () => {
    const storage = memoryStorage();
    const server = fakeServer('PROCESSING');
    const shop = save({ product: MIXED, storage, inquiryPayment: server.inquiryPayment });
    await sentAway(shop);
    const payment = await nextPage(shop, { storage, inquiryPayment: server.inquiryPayment });
    server.asked.length = 0;
    const { cashier: app } = await payment.open({ order: 'cart1' });
    expect(server.asked).toEqual([]);
    app.close();
    server.says('ORDER_NOT_EXIST');
    await pass(7_000);
    const again = await nextPage(payment, {
      product: MIXED,
      storage,
      inquiryPayment: server.inquiryPayment,
      createPaymentSession: () => Promise.resolve(cardSession()),
    });
    server.says('SUCCESS');
    server.asked.length = 0;
    expect(await again.checkout.pay({ order: 'cart1' })).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    expect(server.asked).toHaveLength(1);
    again.checkout.dispose();
    await openShop({ storage }).open({ order: 'cart1' });
  });

  it('is made although its order is paid while its session is on the way', async () => {
    const storage = memoryStorage();
    const slow = slowSessions();
    const shop = save({ product: MIXED, storage, createPaymentSession: slow.create });
    const result = shop.checkout.pay({ order: 'cart1' });
    await flush();
    writeElsewhere(storage, 'cart1', 'paid', 'elsewhere');
    slow.asked[0]?.(cardSession());
    await flush();
    expect([await peek(result), isCashierShowing()]).toEqual(['pending', true]);
  });
});
