/** The main ways of a payment on pages that have replaced or extended built-ins: what decides about money does not depend on them. */
import { describe, expect, it } from 'vitest';
import type { PaymentOutcome } from '../../src/types';
import { HOSTILE_PAGES, libraryIn } from '../support/hostile';
import { fakeServer, memoryStorage, reloadPage } from '../support/server';
import { isCashierShowing, openShop, pagehide, pass, useShop, type Shop, type ShopOptions } from '../support/shop';

useShop();

/** What the promise gives within a second: callbacks of the page's own promises may need the clock. */
async function settled(result: Promise<PaymentOutcome | null>): Promise<PaymentOutcome | null> {
  const answers: (PaymentOutcome | null)[] = [];
  void result.then((outcome) => {
    answers.push(outcome);
  });
  await pass(1_000);
  expect(answers).toHaveLength(1);
  return answers[0] ?? null;
}

describe.each(Object.keys(HOSTILE_PAGES))('on a page with %s', (page) => {
  const openOn = (options: ShopOptions = {}): Shop => openShop({ library: libraryIn(page), ...options });
  /** pay() until the cashier is there; the promise in an object, so that it is not awaited. */
  const opened = async (shop: Shop, order?: string): Promise<{ result: Promise<PaymentOutcome> }> => {
    const result = shop.checkout.pay({ order: order ?? 'cart1' });
    await pass(400);
    shop.sdk.cashier().launch();
    await pass(10);
    return { result };
  };

  it('a payment succeeds, and the page is clean', async () => {
    const shop = openOn({ notRedirectAfterComplete: true });
    const { result } = await opened(shop);
    shop.sdk.cashier().emit('SDK_PAYMENT_SUCCESSFUL');
    expect(await settled(result)).toMatchObject({ status: 'succeeded', confirmedBy: 'sdk', order: 'cart1' });
    expect(isCashierShowing()).toBe(false);
    expect(shop.events.map(({ type }) => type)).toContain('payment-succeeded');
    expect(shop.states.at(-1)).toMatchObject({ phase: 'settled', busy: false });
  });

  it('a cancelled payment reopens with the same session', async () => {
    const shop = openOn();
    const { result } = await opened(shop);
    shop.sdk.cashier().close();
    expect(await settled(result)).toMatchObject({ status: 'cancelled', retry: 'same-session' });
    const again = await opened(shop);
    expect(shop.sessions).toHaveLength(1);
    shop.sdk.cashier().close();
    await settled(again.result);
  });

  it('a refused payment is failed, with its code', async () => {
    const shop = openOn();
    const { result } = await opened(shop);
    shop.sdk.cashier().emit('SDK_PAYMENT_FAIL', { result: { paymentResultCode: 'RISK_REJECT' } });
    expect(await settled(result)).toMatchObject({ status: 'failed', paymentResultCode: 'RISK_REJECT', retry: 'same-session' });
  });

  it('the server decides, and nothing unknown counts as success', async () => {
    const server = fakeServer('unknown', 'PROCESSING', 'FAIL');
    const shop = openOn({ inquiryPayment: server.inquiryPayment });
    const { result } = await opened(shop);
    shop.sdk.cashier().emit('SDK_PAYMENT_SUCCESSFUL');
    await pass(4_500);
    expect(await settled(result)).toMatchObject({ status: 'failed', confirmedBy: 'server' });
  });

  it.each(['session', 'memory'] as const)(
    'after a redirect an undecided payment is asked about on the next page, and no second cashier opens (storage: %s)',
    async (kind) => {
      const storage = kind === 'session' ? kind : memoryStorage();
      const server = fakeServer('PENDING');
      const shop = openOn({ storage, inquiryPayment: server.inquiryPayment });
      const { result } = await opened(shop);
      shop.sdk.cashier().emit('SDK_CALL_URL_SUCCESS');
      pagehide();
      expect(await settled(result)).toMatchObject({ status: 'redirected' });
      shop.checkout.dispose();
      await pass(1_000);
      reloadPage();

      const back = openOn({ storage, inquiryPayment: server.inquiryPayment, fake: shop.sdk });
      expect(await settled(back.checkout.pay({ order: 'cart1' }))).toMatchObject({ status: 'processing' });
      const resumed = back.checkout.resume();
      await pass(1_000);
      expect(back.checkout.state).toMatchObject({ phase: 'confirming', order: 'cart1' });
      server.says('SUCCESS');
      await pass(3_000);
      expect(await settled(resumed)).toMatchObject({ status: 'succeeded', confirmedBy: 'server', order: 'cart1' });
      expect(shop.sdk.cashiers).toHaveLength(1);
      expect(back.sessions).toHaveLength(0);

      // Nor on the page after that: the order is paid.
      back.checkout.dispose();
      await pass(1_000);
      reloadPage();
      const later = openOn({ storage, inquiryPayment: server.inquiryPayment, fake: shop.sdk });
      const known = await settled(later.checkout.pay({ order: 'cart1' }));
      expect(known).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
      // Which payment it was nobody knows any more, whatever the page's Object.prototype says.
      expect(Object.keys(known ?? {}).sort()).toEqual(['attemptId', 'confirmedBy', 'order', 'retry', 'status']);
      expect(shop.sdk.cashiers).toHaveLength(1);
    },
  );

  it('without a server an unconfirmed payment refuses a second session, on the next page too', async () => {
    const storage = memoryStorage();
    const shop = openOn({ storage });
    const { result } = await opened(shop);
    shop.sdk.cashier().emit('SDK_PAYMENT_PROCESSING');
    expect(await settled(result)).toMatchObject({ status: 'processing' });
    expect(await settled(shop.checkout.pay({ order: 'cart1' }))).toMatchObject({ status: 'error', error: { code: 'payment-unconfirmed' } });
    shop.checkout.dispose();
    await pass(1_000);
    reloadPage();
    const back = openOn({ storage });
    expect(await settled(back.checkout.pay({ order: 'cart1' }))).toMatchObject({ status: 'error', error: { code: 'payment-unconfirmed' } });
    expect(await settled(back.checkout.resume())).toMatchObject({ status: 'unknown' });
  });

  it('two controllers do not open two cashiers', async () => {
    const [one, two] = [openOn(), openOn()];
    const first = await opened(one);
    expect(await settled(two.checkout.pay({ order: 'b' }))).toMatchObject({ status: 'error', error: { code: 'component-busy' } });
    expect(two.sdk.cashiers).toHaveLength(0);
    one.sdk.cashier().close();
    await settled(first.result);
  });

  it('wrong options are all named', () => {
    const { CheckoutController } = libraryIn(page);
    expect(() => new CheckoutController({ environment: 'prod!' as 'prod', prepare: 'never' as 'idle', storage: 7 as never })).toThrow(
      /environment.*prepare.*storage/,
    );
    expect(() => new CheckoutController({} as { environment: 'prod' })).toThrow(/environment/);
  });
});
