/** "Safe to call again", column without inquiryPayment: double clicks, orders, kept sessions, and no repayment before confirmation. */
import { describe, expect, it, vi } from 'vitest';
import { vaulting } from '../../src/products';
import type { PaymentOutcome, PaymentSession, SessionContext } from '../../src/types';
import type { FakeCashier } from '../../src/testing/sdk/ams-checkout';
import { memoryStorage } from '../support/server';
import { makeSessionData } from '../support/sessions';
import {
  errorOf,
  flush,
  isCashierShowing,
  openShop,
  outcomeOf,
  pagehide,
  pageshow,
  pass,
  peek,
  rejectionOf,
  uniqueSession,
  useShop,
  type Shop,
  type ShopOptions,
} from '../support/shop';

useShop();

type Ask = (context: SessionContext) => Promise<PaymentSession>;

/** The sessions that createComponent was called with, in order. */
const opened = (shop: Shop): unknown[] => shop.sdk.cashiers.map(({ params }) => params['sessionData']);
const expiringIn = (ms: number): PaymentSession => uniqueSession({ paymentSessionExpiryTime: new Date(Date.now() + ms).toISOString() });

/** One payment that ends as `end` makes it, with the page clean again. */
async function payOnce(shop: Shop, end: (cashier: FakeCashier) => void, order?: string): Promise<PaymentOutcome> {
  const { result, cashier } = await shop.open(order === undefined ? {} : { order });
  end(cashier);
  const outcome = await outcomeOf(result);
  await pass(400);
  return outcome;
}

const close = (cashier: FakeCashier): void => {
  cashier.close();
};
const emit =
  (code: string, result?: unknown) =>
  (cashier: FakeCashier): void => {
    cashier.emit(code, result === undefined ? {} : { result });
  };

describe('pay() while an attempt is open', () => {
  it("a second click returns the first click's promise", async () => {
    const shop = openShop();
    const first = shop.checkout.pay();
    expect(shop.checkout.pay()).toBe(first);
    await flush();
    expect(shop.checkout.pay()).toBe(first);
    shop.sdk.cashier().launch();
    await flush();
    expect(shop.checkout.pay()).toBe(first);
    expect(shop.sdk.cashiers).toHaveLength(1);
    expect(shop.sessions).toHaveLength(1);
  });

  it('ignores its own options', async () => {
    const shop = openShop();
    const abort = new AbortController();
    const { result, cashier } = await shop.open();
    expect(shop.checkout.pay({ signal: abort.signal, force: true, notRedirectAfterComplete: true })).toBe(result);
    abort.abort();
    expect(await peek(result)).toBe('pending');
    expect(cashier.params['notRedirectAfterComplete']).toBeUndefined();
  });

  it('that names the order and session of the open attempt joins it too', async () => {
    const shop = openShop();
    const session = uniqueSession();
    const { result } = await shop.open({ order: 'cart1', session });
    expect(shop.checkout.pay({ order: 'cart1' })).toBe(result);
    expect(shop.checkout.pay({ session })).toBe(result);
    expect(shop.checkout.pay({ session: session.paymentSessionData })).toBe(result);
    expect(shop.checkout.pay({ order: 'cart1', session: { ...session } })).toBe(result);
  });

  it.each<[string, () => { order?: string; session?: PaymentSession }]>([
    ['another order', () => ({ order: 'cart2' })],
    ['another session', () => ({ session: uniqueSession() })],
    ['no order where the open one has one, but another session', () => ({ session: uniqueSession() })],
  ])('naming %s is component-busy, and the open one goes on', async (_name, options) => {
    const shop = openShop();
    const { result, cashier } = await shop.open({ order: 'cart1' });
    const { error, retry } = await errorOf(shop.checkout.pay(options()));
    expect(error.code).toBe('component-busy');
    expect(retry).not.toBe('none');
    expect(shop.checkout.state.phase).toBe('open');
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('another session while the session of the open attempt is still being fetched is component-busy', async () => {
    const shop = openShop({ createPaymentSession: () => new Promise(() => undefined) });
    void shop.checkout.pay();
    await flush();
    expect((await errorOf(shop.checkout.pay({ session: uniqueSession() }))).error.code).toBe('component-busy');
  });

  it('with bad options gets its error, and the open one goes on', async () => {
    const shop = openShop();
    const { result } = await shop.open();
    expect((await errorOf(shop.checkout.pay({ order: 7 as unknown as string }))).error.code).toBe('invalid-options');
    expect(shop.checkout.state.phase).toBe('open');
    expect(await peek(result)).toBe('pending');
  });
});

describe("a succeeded that waits for the SDK's jump", () => {
  it('keeps its component, with the state settled and the cashier visible', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
    await pass(600_000);
    expect(isCashierShowing()).toBe(true);
    expect(cashier.instance.unmounts).toBe(0);
    expect(shop.checkout.state).toMatchObject({ phase: 'settled', cashierVisible: true, busy: false });
  });

  it('with notRedirectAfterComplete is cleaned at once, whether set for all payments, for this one or in componentParams', async () => {
    for (const options of [{ notRedirectAfterComplete: true }, { componentParams: { notRedirectAfterComplete: true } }]) {
      for (const where of ['controller', 'pay'] as const) {
        const shop = openShop(where === 'controller' ? options : {});
        const { result, cashier } = await shop.open(where === 'pay' ? options : {});
        cashier.emit('SDK_PAYMENT_SUCCESSFUL');
        expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
        expect(shop.checkout.state).toMatchObject({ cashierVisible: false });
        await pass(400);
        expect(isCashierShowing()).toBe(false);
        expect(cashier.params['notRedirectAfterComplete']).toBe(true);
      }
    }
  });

  it.each([
    [undefined, false],
    [false, true],
    [true, false],
  ])('of a card to be saved, with notRedirectAfterComplete %s, is kept: %s', async (notRedirectAfterComplete, kept) => {
    const session = makeSessionData({ paymentSessionConfig: { productScene: 'VAULTING', paymentMethodCategoryType: 'CARD' } });
    const shop = openShop({ product: vaulting, notRedirectAfterComplete });
    const { result, cashier } = await shop.open({ session });
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
    expect(shop.checkout.state).toMatchObject({ cashierVisible: kept });
    await pass(400);
    expect(isCashierShowing()).toBe(kept);
  });

  it('with force: for 10 s it is returned all the same, against a double press; after unmount() another payment begins', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open({ order: 'a' });
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    const outcome = await outcomeOf(result);
    await pass(9_900);
    expect(await outcomeOf(shop.checkout.pay({ order: 'a', force: true }))).toBe(outcome);
    expect(shop.sdk.cashiers).toHaveLength(1);
    shop.checkout.unmount();
    void shop.checkout.pay({ order: 'a', force: true });
    await pass(400);
    expect(shop.sdk.cashiers).toHaveLength(2);
    shop.checkout.unmount();
    await pass(400);
  });

  it('is what pay() without an order returns for 10 s', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    const outcome = await outcomeOf(result);
    expect(await outcomeOf(shop.checkout.pay())).toBe(outcome);
    await pass(9_900);
    expect(await outcomeOf(shop.checkout.pay())).toBe(outcome);
    expect(isCashierShowing()).toBe(true);
    expect(shop.sdk.cashiers).toHaveLength(1);
    await pass(200);
    void shop.checkout.pay();
    expect(isCashierShowing()).toBe(false);
    await pass(400);
    expect(shop.sdk.cashiers).toHaveLength(2);
    expect(opened(shop)[1]).not.toBe(opened(shop)[0]);
  });

  it('is not what another order gets', async () => {
    const shop = openShop();
    const { cashier } = await shop.open({ order: 'cart1' });
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await flush();
    const second = shop.checkout.pay({ order: 'cart2' });
    await pass(400);
    expect(await peek(second)).toBe('pending');
    expect(shop.sdk.cashiers).toHaveLength(2);
  });

  it('is taken away by unmount(), which changes no outcome', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await flush();
    shop.checkout.unmount();
    expect(isCashierShowing()).toBe(false);
    expect(shop.checkout.state).toMatchObject({ phase: 'settled', cashierVisible: false, outcome: { status: 'succeeded' } });
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
  });

  it.each(['SDK_PAYMENT_SUCCESSFUL', 'SDK_PAYMENT_PROCESSING', 'SDK_PAYMENT_FAIL', 'SDK_PAYMENT_CANCEL', 'SDK_INTERNAL_ERROR'])(
    'stays when a late %s comes',
    async (code) => {
      const shop = openShop();
      const { cashier } = await shop.open();
      cashier.emit('SDK_PAYMENT_SUCCESSFUL');
      await flush();
      cashier.emit(code);
      await pass(400);
      expect(isCashierShowing()).toBe(true);
      expect(shop.checkout.state).toMatchObject({ cashierVisible: true, outcome: { status: 'succeeded' } });
    },
  );

  it.each([
    ['', {}],
    [', with a code', { declared: 'SDK_PAYMENT_CANCEL' }],
  ])('is taken away when the buyer closes it%s, which is no cancelled', async (_how, close) => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await flush();
    cashier.close(close);
    await pass(400);
    expect(isCashierShowing()).toBe(false);
    expect(shop.checkout.state).toMatchObject({ cashierVisible: false, outcome: { status: 'succeeded' } });
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
  });

  it('is taken away as the page comes back, so that Back from paymentRedirectUrl does not show it', async () => {
    const shop = openShop();
    const { cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await flush();
    pagehide(true);
    expect(isCashierShowing()).toBe(true);
    pageshow();
    expect(isCashierShowing()).toBe(false);
    expect(shop.checkout.state).toMatchObject({ cashierVisible: false });
  });

  it("is taken away by another controller's pay()", async () => {
    const one = openShop();
    const { cashier } = await one.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await flush();
    const two = openShop({ fake: one.sdk });
    void two.checkout.pay();
    expect(isCashierShowing()).toBe(false);
    expect(one.checkout.state).toMatchObject({ phase: 'settled', cashierVisible: false });
    await pass(400);
    expect(one.sdk.cashiers).toHaveLength(2);
  });

  it('ends no attempt when it is disposed of, and leaves the page clean', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await flush();
    shop.checkout.dispose();
    expect(isCashierShowing()).toBe(false);
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
    expect(shop.checkout.state.phase).toBe('disposed');
  });

  // CONTRACT "How an attempt ends": "the component stays mounted until the page leaves, `unmount()`, or a later `pay()`".
  it.each<[string, (shop: Shop) => void]>([
    [
      'unmount()',
      (shop) => {
        shop.checkout.unmount();
      },
    ],
    [
      'dispose()',
      (shop) => {
        shop.checkout.dispose();
      },
    ],
  ])('is taken away by %s even when a later pay() was aborted before it began', async (_name, end) => {
    const shop = openShop();
    const { cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await pass(11_000);
    expect(await outcomeOf(shop.checkout.pay({ signal: AbortSignal.abort() }))).toMatchObject({ status: 'abandoned', reason: 'aborted' });
    end(shop);
    expect(isCashierShowing()).toBe(false);
  });

  it('the next pay() after it takes a new session', async () => {
    const shop = openShop();
    await payOnce(shop, emit('SDK_PAYMENT_SUCCESSFUL'));
    shop.checkout.unmount();
    await pass(400);
    await shop.open();
    expect(shop.sessions).toHaveLength(2);
    expect(opened(shop)[1]).toBe(shop.sessions[1]?.paymentSessionData);
  });
});

describe('a kept session', () => {
  it('opens again after cancelled, and createPaymentSession is not asked again', async () => {
    const shop = openShop();
    expect(await payOnce(shop, close)).toMatchObject({ status: 'cancelled', retry: 'same-session' });
    await shop.open();
    expect(shop.sessions).toHaveLength(1);
    expect(opened(shop)[1]).toBe(opened(shop)[0]);
  });

  it('opens again after a failure that says same-session, and not after one that says new-session', async () => {
    const shop = openShop();
    expect(await payOnce(shop, emit('SDK_PAYMENT_FAIL', { paymentResultCode: 'CARD_EXPIRED' }))).toMatchObject({ retry: 'same-session' });
    expect(await payOnce(shop, emit('SDK_PAYMENT_FAIL', { paymentResultCode: 'ORDER_IS_CLOSED' }))).toMatchObject({ retry: 'new-session' });
    await shop.open();
    expect(opened(shop)).toEqual([shop.sessions[0], shop.sessions[0], shop.sessions[1]].map((session) => session?.paymentSessionData));
  });

  it('needs 30 s left, and the outcome says so beforehand', async () => {
    const shop = openShop({ createPaymentSession: vi.fn(() => Promise.resolve(expiringIn(100_000))) });
    const first = await shop.open();
    await pass(69_000);
    first.cashier.close();
    expect(await outcomeOf(first.result)).toMatchObject({ retry: 'same-session' });
    await pass(400);
    const second = await shop.open();
    expect(opened(shop)[1]).toBe(opened(shop)[0]);
    await pass(1_000);
    second.cashier.close();
    expect(await outcomeOf(second.result)).toMatchObject({ status: 'cancelled', retry: 'new-session' });
    await pass(400);
    await shop.open();
    expect(opened(shop)[2]).not.toBe(opened(shop)[0]);
  });

  it('is not used once its time has run out between the two payments', async () => {
    const shop = openShop({ createPaymentSession: vi.fn(() => Promise.resolve(expiringIn(100_000))) });
    expect(await payOnce(shop, close)).toMatchObject({ retry: 'same-session' });
    await pass(75_000);
    await shop.open();
    expect(opened(shop)[1]).not.toBe(opened(shop)[0]);
  });

  it('is believed for one hour at most', async () => {
    const shop = openShop({ createPaymentSession: vi.fn(() => Promise.resolve(expiringIn(24 * 3_600_000))) });
    await payOnce(shop, close);
    await pass(3_600_000 - 31_000);
    await payOnce(shop, close);
    expect(opened(shop)[1]).toBe(opened(shop)[0]);
    await pass(2_000);
    await shop.open();
    expect(opened(shop)[2]).not.toBe(opened(shop)[0]);
  });

  it("is counted by elapsed time: a buyer's clock that jumps does not matter", async () => {
    const shop = openShop();
    await payOnce(shop, close);
    vi.setSystemTime(Date.now() + 30 * 24 * 3_600_000);
    await shop.open();
    expect(opened(shop)[1]).toBe(opened(shop)[0]);
  });

  it('that a wrong clock calls expired opens when it has just been received, and is not kept', async () => {
    const shop = openShop({ createPaymentSession: vi.fn(() => Promise.resolve(expiringIn(-3_600_000))) });
    const outcome = await payOnce(shop, close);
    expect(outcome).toMatchObject({ status: 'cancelled', retry: 'new-session' });
    await shop.open();
    expect(opened(shop)[1]).not.toBe(opened(shop)[0]);
  });

  it('with 10 s left opens when it has just been received', async () => {
    const shop = openShop({ createPaymentSession: vi.fn(() => Promise.resolve(expiringIn(10_000))) });
    await shop.open();
    expect(shop.checkout.state.phase).toBe('open');
  });

  it('of one order is never used for another', async () => {
    const shop = openShop();
    await payOnce(shop, close, 'cart1');
    await payOnce(shop, close, 'cart2');
    await payOnce(shop, close, 'cart1');
    await payOnce(shop, close);
    expect(opened(shop)).toEqual([0, 1, 0, 2].map((i) => shop.sessions[i]?.paymentSessionData));
  });

  it('orders named like members of Object.prototype are orders like any other', async () => {
    const shop = openShop();
    await payOnce(shop, close, '__proto__');
    await payOnce(shop, close, 'constructor');
    await payOnce(shop, close, '__proto__');
    expect(opened(shop)).toEqual([0, 1, 0].map((i) => shop.sessions[i]?.paymentSessionData));
  });

  it('survives an attempt that never reached createComponent', async () => {
    const shop = openShop();
    await shop.checkout.prepare({ session: true });
    const result = shop.checkout.pay({ signal: AbortSignal.abort() });
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned', retry: 'same-session' });
    await shop.open();
    expect(shop.sessions).toHaveLength(1);
  });

  it('given by the merchant is kept as well', async () => {
    const shop = openShop();
    const session = uniqueSession();
    const { cashier } = await shop.open({ session });
    cashier.close();
    await pass(400);
    await shop.open();
    expect(opened(shop)).toEqual([session.paymentSessionData, session.paymentSessionData]);
    expect(shop.sessions).toHaveLength(0);
  });
});

describe('a session request', () => {
  it('outlives its attempt: the next pay() of the same order joins it', async () => {
    let answer: (session: PaymentSession) => void = () => undefined;
    const ask = vi.fn<Ask>(
      () =>
        new Promise<PaymentSession>((resolve) => {
          answer = resolve;
        }),
    );
    const shop = openShop({ createPaymentSession: ask });
    const first = shop.checkout.pay({ order: 'cart1' });
    await flush();
    shop.checkout.unmount();
    expect(await outcomeOf(first)).toMatchObject({ status: 'abandoned', retry: 'new-session' });
    expect(ask.mock.calls[0]?.[0].signal.aborted).toBe(false);
    void shop.checkout.pay({ order: 'cart1' });
    await flush();
    expect(ask).toHaveBeenCalledTimes(1);
    const session = uniqueSession();
    answer(session);
    await flush();
    expect(opened(shop)).toEqual([session.paymentSessionData]);
  });

  it('of another order is another request, with its order in the context', () => {
    const ask = vi.fn<Ask>(() => new Promise<PaymentSession>(() => undefined));
    const shop = openShop({ createPaymentSession: ask });
    void shop.checkout.pay({ order: 'cart1' });
    shop.checkout.unmount();
    void shop.checkout.pay({ order: 'cart2' });
    shop.checkout.unmount();
    void shop.checkout.pay();
    expect(ask.mock.calls.map(([context]) => context.order)).toEqual(['cart1', 'cart2', undefined]);
  });

  it('that is answered after the attempt has ended is kept for the next', async () => {
    let answer: (session: PaymentSession) => void = () => undefined;
    const ask = vi.fn(
      () =>
        new Promise<PaymentSession>((resolve) => {
          answer = resolve;
        }),
    );
    const shop = openShop({ createPaymentSession: ask });
    void shop.checkout.pay();
    await flush();
    shop.checkout.unmount();
    const session = uniqueSession();
    answer(session);
    await flush();
    expect(shop.sdk.cashiers).toHaveLength(0);
    await shop.open();
    expect(ask).toHaveBeenCalledTimes(1);
    expect(opened(shop)).toEqual([session.paymentSessionData]);
  });

  it('is aborted by dispose()', async () => {
    const ask = vi.fn<Ask>(() => new Promise<PaymentSession>(() => undefined));
    const shop = openShop({ createPaymentSession: ask });
    void shop.checkout.pay();
    await flush();
    shop.checkout.dispose();
    expect(ask.mock.calls[0]?.[0].signal.aborted).toBe(true);
  });
});

describe('no repayment before confirmation', () => {
  const undecided: [string, (shop: Shop, cashier: FakeCashier) => void | Promise<void>, string][] = [
    [
      'abandoned',
      (shop) => {
        shop.checkout.unmount();
      },
      'abandoned',
    ],
    [
      'redirected',
      async (_shop, cashier) => {
        cashier.redirect();
        await flush();
        pagehide();
      },
      'redirected',
    ],
    [
      'error',
      () => {
        document.getElementById('ams-component-container')?.remove();
        return pass(8_100);
      },
      'error',
    ],
  ];

  it.each(undecided)('after %s only the same kept session reopens', async (_name, end, status) => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    await end(shop, cashier);
    expect(await outcomeOf(result)).toMatchObject({ status, retry: 'after-confirmation' });
    await pass(400);
    await shop.open();
    expect(opened(shop)[1]).toBe(opened(shop)[0]);
    expect(shop.sessions).toHaveLength(1);
  });

  it.each(undecided)('after %s another session is payment-unconfirmed', async (_name, end) => {
    const shop = openShop();
    const { cashier } = await shop.open();
    await end(shop, cashier);
    await pass(400);
    const { error, retry } = await errorOf(shop.checkout.pay({ session: uniqueSession() }));
    expect(error.code).toBe('payment-unconfirmed');
    expect(retry).toBe('after-confirmation');
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it.each(undecided)('after %s a session that has run out is payment-unconfirmed, and no new one is asked for', async (_name, end) => {
    const ask = vi.fn(() => Promise.resolve(expiringIn(100_000)));
    const shop = openShop({ createPaymentSession: ask });
    const { cashier } = await shop.open();
    await end(shop, cashier);
    await pass(75_000);
    for (let i = 0; i < 3; i += 1) expect((await errorOf(shop.checkout.pay())).error.code).toBe('payment-unconfirmed');
    await pass(3_600_000);
    expect((await errorOf(shop.checkout.pay())).error.code).toBe('payment-unconfirmed');
    expect(ask).toHaveBeenCalledTimes(1);
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it.each(['SDK_PAYMENT_PROCESSING', 'SDK_PAYMENT_ERROR'])('after %s nothing reopens, not even the same session', async (code) => {
    const shop = openShop();
    await payOnce(shop, emit(code));
    expect((await errorOf(shop.checkout.pay())).error.code).toBe('payment-unconfirmed');
    expect((await errorOf(shop.checkout.pay({ session: shop.sessions[0]! }))).error.code).toBe('payment-unconfirmed');
    expect((await errorOf(shop.checkout.pay({ session: uniqueSession() }))).error.code).toBe('payment-unconfirmed');
    expect(shop.sdk.cashiers).toHaveLength(1);
    expect(shop.sessions).toHaveLength(1);
  });

  it("the first attempt's session reopened and ended undecided again stays unconfirmed, and decided it is free", async () => {
    const shop = openShop();
    await payOnce(shop, () => {
      shop.checkout.unmount();
    });
    await payOnce(shop, () => {
      shop.checkout.unmount();
    });
    expect((await errorOf(shop.checkout.pay({ session: uniqueSession() }))).error.code).toBe('payment-unconfirmed');
    await payOnce(shop, emit('SDK_PAYMENT_FAIL', { paymentResultCode: 'ORDER_IS_CLOSED' }));
    await shop.open();
    expect(shop.sessions).toHaveLength(2);
  });

  it('an attempt in between that never reached createComponent decides nothing', async () => {
    const shop = openShop();
    await payOnce(shop, () => {
      shop.checkout.unmount();
    });
    expect(await outcomeOf(shop.checkout.pay({ signal: AbortSignal.abort() }))).toMatchObject({ status: 'abandoned' });
    expect((await errorOf(shop.checkout.pay({ session: uniqueSession() }))).error.code).toBe('payment-unconfirmed');
  });

  it('a result that comes after the outcome is only an event: the order stays unconfirmed', async () => {
    const shop = openShop();
    const { cashier } = await shop.open();
    shop.checkout.unmount();
    cashier.instance.emit({ code: 'SDK_PAYMENT_CANCEL' });
    cashier.instance.emit({ code: 'SDK_PAYMENT_FAIL', result: { paymentResultCode: 'CARD_EXPIRED' } });
    await pass(400);
    expect((await errorOf(shop.checkout.pay({ session: uniqueSession() }))).error.code).toBe('payment-unconfirmed');
  });

  it('holds within one order', async () => {
    const shop = openShop();
    await payOnce(shop, emit('SDK_PAYMENT_PROCESSING'), 'cart1');
    await shop.open({ order: 'cart2' });
    expect(shop.sessions).toHaveLength(2);
    shop.checkout.unmount();
    await pass(400);
    expect((await errorOf(shop.checkout.pay({ order: 'cart1' }))).error.code).toBe('payment-unconfirmed');
  });

  it('force skips it and takes a new session', async () => {
    const shop = openShop();
    await payOnce(shop, emit('SDK_PAYMENT_PROCESSING'));
    await shop.open({ force: true });
    expect(opened(shop)).toEqual(shop.sessions.map(({ paymentSessionData }) => paymentSessionData));
    expect(shop.sessions).toHaveLength(2);
  });

  it('force takes a new session also where the same one could reopen', async () => {
    const shop = openShop();
    await payOnce(shop, close);
    await shop.open({ force: true });
    expect(shop.sessions).toHaveLength(2);
  });

  it('after force the new attempt is what must be confirmed', async () => {
    const shop = openShop();
    await payOnce(shop, emit('SDK_PAYMENT_PROCESSING'));
    await shop.open({ force: true });
    shop.checkout.unmount();
    await pass(400);
    await shop.open();
    expect(opened(shop)[2]).toBe(opened(shop)[1]);
    shop.checkout.unmount();
    await pass(400);
    expect((await errorOf(shop.checkout.pay({ session: shop.sessions[0]! }))).error.code).toBe('payment-unconfirmed');
  });

  it('prepare({ session: true }) asks for no session that pay() would refuse', async () => {
    const shop = openShop();
    await payOnce(shop, emit('SDK_PAYMENT_PROCESSING'));
    expect(await rejectionOf(shop.checkout.prepare({ session: true }))).toMatchObject({ code: 'payment-unconfirmed' });
    expect(shop.sessions).toHaveLength(1);
    await expect(shop.checkout.prepare()).resolves.toBeUndefined();
  });

  it('a new session that was prepared while an undecided attempt was open is not paid with', async () => {
    const ask = vi.fn(() => Promise.resolve(expiringIn(40_000)));
    const shop = openShop({ createPaymentSession: ask });
    await shop.open();
    await pass(15_000);
    await shop.checkout.prepare({ session: true }).catch(() => undefined);
    shop.checkout.unmount();
    await pass(400);
    const result = shop.checkout.pay();
    await flush();
    expect((await errorOf(result)).error.code).toBe('payment-unconfirmed');
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('an attempt that set-up failed after createComponent was called is undecided too', async () => {
    const shop = openShop();
    const result = shop.checkout.pay();
    await pass(15_000);
    expect(await errorOf(result)).toMatchObject({ retry: 'after-confirmation' });
    await pass(400);
    expect((await errorOf(shop.checkout.pay({ session: uniqueSession() }))).error.code).toBe('payment-unconfirmed');
    await shop.open();
    expect(opened(shop)[1]).toBe(opened(shop)[0]);
  });

  it('an error before createComponent leaves the order free', async () => {
    const ask = vi
      .fn()
      .mockRejectedValueOnce(new Error('down'))
      .mockImplementation(() => Promise.resolve(uniqueSession()));
    const shop = openShop({ createPaymentSession: ask });
    const result = shop.checkout.pay();
    await flush();
    expect(await errorOf(result)).toMatchObject({ retry: 'new-session', error: { code: 'session-request-failed' } });
    await shop.open();
    expect(shop.checkout.state.phase).toBe('open');
  });
});

describe("createComponent in the caller's task", () => {
  it('when everything is prepared', async () => {
    const shop = openShop();
    await shop.checkout.prepare({ session: true });
    void shop.checkout.pay();
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('of a prepared order, and not of another', async () => {
    const shop = openShop();
    await shop.checkout.prepare({ session: true, order: 'cart1' });
    void shop.checkout.pay({ order: 'cart2' });
    expect(shop.sdk.cashiers).toHaveLength(0);
    shop.checkout.unmount();
    void shop.checkout.pay({ order: 'cart1' });
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it("with a session of the merchant's once the SDK is prepared", async () => {
    const shop = openShop();
    await shop.checkout.prepare();
    void shop.checkout.pay({ session: uniqueSession() });
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('with the kept session, once the last cashier is gone', async () => {
    const shop = openShop();
    await payOnce(shop, close);
    void shop.checkout.pay();
    expect(shop.sdk.cashiers).toHaveLength(2);
  });
});

describe("without inquiryPayment and without a paymentRequestId, as Antom's own answer is", () => {
  const anonymous = (): PaymentSession => {
    const { paymentSessionData, paymentSessionId } = uniqueSession();
    return { paymentSessionData, paymentSessionId };
  };
  /** A cashier that the page has ended, and its session opened again. */
  async function reopened(storage: ShopOptions['storage']): Promise<{ shop: Shop; cashier: FakeCashier; result: Promise<PaymentOutcome> }> {
    const shop = openShop({ storage, notRedirectAfterComplete: true, createPaymentSession: () => Promise.resolve(anonymous()) });
    await shop.open();
    shop.checkout.unmount();
    await pass(1_000);
    return { shop, ...(await shop.open()) };
  }

  it.each<[string, () => ShopOptions['storage']]>([
    ['a storage', memoryStorage],
    ['none', () => 'none'],
  ])('a payment that was opened again and decided leaves the order free (storage: %s)', async (_what, storage) => {
    const { shop, cashier, result } = await reopened(storage());
    cashier.close();
    expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled', retry: 'same-session' });
    await pass(1_000);
    await shop.open();
  });

  it('a payment that was opened again and has succeeded is not pending on the page the buyer comes back to', async () => {
    const { shop, cashier, result } = await reopened(memoryStorage());
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
    expect(await shop.checkout.resume()).toBeNull();
  });

  it('a payment that was opened again and ended undecided still stands in the way of another session', async () => {
    const { shop, result } = await reopened(memoryStorage());
    shop.checkout.unmount();
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned' });
    expect((await errorOf(shop.checkout.pay({ session: anonymous() }))).error.code).toBe('payment-unconfirmed');
  });
});

describe('a session that is handed over while another is on its way', () => {
  it("stays the order's: the answer that comes late does not take its place", async () => {
    let answer!: (session: PaymentSession) => void;
    const shop = openShop({
      createPaymentSession: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    });
    void shop.checkout.prepare({ session: true });
    await flush();
    const session = uniqueSession();
    await shop.open({ session });
    answer(uniqueSession());
    await flush();
    shop.checkout.unmount();
    await pass(1_000);
    const { cashier } = await shop.open();
    expect(cashier.params).toMatchObject({ sessionData: session.paymentSessionData });
  });
});

it('component-busy says same-session where the order has a kept session, and new-session where it has none', async () => {
  const shop = openShop();
  const other = openShop({ fake: shop.sdk });
  const { cashier } = await other.open({ order: 'a' });
  cashier.close();
  await pass(1_000);
  await shop.open();
  expect(await errorOf(other.checkout.pay({ order: 'a' }))).toMatchObject({ error: { code: 'component-busy' }, retry: 'same-session' });
  expect(await errorOf(other.checkout.pay({ order: 'b' }))).toMatchObject({ error: { code: 'component-busy' }, retry: 'new-session' });
});
