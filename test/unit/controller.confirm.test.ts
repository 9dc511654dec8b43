/** Confirmation by the server, through the controller: cadence, pauses, deadline, and what happens meanwhile. */
import { describe, expect, it, vi } from 'vitest';
import type { PaymentOutcome, PaymentSession } from '../../src/types';
import type { FakeCashier } from '../../src/testing/sdk/ams-checkout';
import { fakeServer, memoryStorage, setOnline, type FakeServer, type Say } from '../support/server';
import {
  errorOf,
  flush,
  isCashierShowing,
  liveListeners,
  libraryTimers,
  openShop,
  outcomeOf,
  pagehide,
  pageshow,
  pass,
  peek,
  sdkNodes,
  setVisibility,
  uniqueSession,
  useShop,
  type Shop,
  type ShopOptions,
} from '../support/shop';

useShop();

interface Confirming {
  readonly shop: Shop;
  readonly server: FakeServer;
  readonly result: Promise<PaymentOutcome>;
  readonly cashier: FakeCashier;
  readonly since: number;
}

/** An open payment of which the SDK has just said `code`. */
async function confirming(
  answers: Say[],
  code = 'SDK_PAYMENT_PROCESSING',
  options: ShopOptions & { signal?: AbortSignal } = {},
): Promise<Confirming> {
  const { signal, ...rest } = options;
  const server = fakeServer(...answers);
  const shop = openShop({ inquiryPayment: server.inquiryPayment, ...rest });
  const { result, cashier } = await shop.open(signal === undefined ? {} : { signal });
  const since = Date.now();
  cashier.emit(code);
  await flush();
  return { shop, server, result, cashier, since };
}

const times = ({ server, since }: Confirming): number[] => server.asked.map(({ at }) => at - since);
const steps = (from: number, to: number, by: number): number[] =>
  Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, i) => from + i * by);

describe('cadence', () => {
  it('stays confirming when the cashier that the buyer closed launches late', async () => {
    const server = fakeServer('PROCESSING');
    const shop = openShop({ inquiryPayment: server.inquiryPayment });
    void shop.checkout.pay();
    await flush();
    const cashier = shop.sdk.cashier();
    cashier.close();
    await flush();
    expect(shop.checkout.state.phase).toBe('confirming');
    cashier.launch();
    await flush();
    expect(shop.checkout.state).toMatchObject({ phase: 'confirming', cashierVisible: false });
  });

  it('asks at once, every 2 s, after 60 s every 10 s, until 120 s', async () => {
    const shopping = await confirming(['PROCESSING']);
    await pass(119_900);
    expect(await peek(shopping.result)).toBe('pending');
    await pass(200);
    expect(await outcomeOf(shopping.result)).toMatchObject({ status: 'processing', confirmedBy: null, retry: 'after-confirmation' });
    const asked = times(shopping);
    expect(asked.filter((at) => at < 60_000)).toEqual(steps(0, 58_000, 2_000));
    const slow = asked.filter((at) => at > 62_000);
    expect(slow.length).toBeGreaterThanOrEqual(5);
    slow.slice(1).forEach((at, i) => {
      expect(at - (slow[i] ?? 0)).toBe(10_000);
    });
    await pass(600_000);
    expect(times(shopping)).toEqual(asked);
  });

  it('is what polling says', async () => {
    const shopping = await confirming(['PROCESSING'], 'SDK_PAYMENT_ERROR', {
      polling: { interval: 500, slowAfter: 1_900, slowInterval: 3_000, timeout: 9_000 },
    });
    await pass(8_900);
    expect(times(shopping)).toEqual([0, 500, 1_000, 1_500, 2_000, 5_000, 8_000]);
    await pass(200);
    expect(await outcomeOf(shopping.result)).toMatchObject({ status: 'unknown' });
  });

  it('has one request under way at a time, 10 s each, its signal aborted then', async () => {
    const { server, result } = await confirming(['silent', 'silent', 'SUCCESS']);
    await pass(9_900);
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]?.context.signal.aborted).toBe(false);
    await pass(200);
    expect(server.asked[0]?.context.signal.aborted).toBe(true);
    await pass(2_000);
    expect(server.asked).toHaveLength(2);
    await pass(12_000);
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    expect(server.most).toBe(1);
  });

  it.each<Say>(['down', 'throws', 'unknown', 'PENDING', 'ORDER_NOT_EXIST'])('%s is no answer yet', async (say) => {
    const shopping = await confirming([say, say, say, 'SUCCESS'], 'SDK_PAYMENT_SUCCESSFUL');
    await pass(5_900);
    expect(await peek(shopping.result)).toBe('pending');
    await pass(200);
    expect(times(shopping)).toEqual([0, 2_000, 4_000, 6_000]);
    expect(await outcomeOf(shopping.result)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
  });

  it.each(['SDK_PAYMENT_CANCEL', 'onClose'])(
    'after %s it asks at once and every 2 s for 6 s while the answer is PROCESSING',
    async (code) => {
      const server = fakeServer('PROCESSING');
      const shop = openShop({ inquiryPayment: server.inquiryPayment });
      const { result, cashier } = await shop.open();
      const since = Date.now();
      if (code === 'onClose') cashier.close();
      else cashier.emit(code);
      await pass(5_900);
      expect(await peek(result)).toBe('pending');
      await pass(200);
      expect(server.asked.map(({ at }) => at - since)).toEqual([0, 2_000, 4_000]);
      expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled', confirmedBy: 'sdk', retry: 'after-confirmation' });
    },
  );

  it('after a close the buyer who paid by phone has succeeded', async () => {
    const server = fakeServer('PROCESSING', 'PROCESSING', 'SUCCESS');
    const shop = openShop({ inquiryPayment: server.inquiryPayment });
    const { result, cashier } = await shop.open();
    cashier.close();
    await pass(4_100);
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded', confirmedBy: 'server', retry: 'none' });
    await pass(400);
    expect(isCashierShowing()).toBe(false);
  });

  it('a failure takes nothing back, and late answers are ignored', async () => {
    const { shop, server, result } = await confirming(['silent', 'PENDING']);
    await pass(130_000);
    const outcome = await outcomeOf(result);
    expect(outcome).toMatchObject({ status: 'processing' });
    server.asked[0]?.answer('SUCCESS');
    await pass(5_000);
    expect(await outcomeOf(result)).toBe(outcome);
    expect(shop.checkout.state).toMatchObject({ phase: 'settled', outcome });
  });

  it('a late answer of a request that timed out is not taken while the next is under way', async () => {
    const { server, result } = await confirming(['silent', 'silent']);
    await pass(12_500);
    expect(server.asked).toHaveLength(2);
    server.asked[0]?.answer('FAIL');
    await flush();
    expect(await peek(result)).toBe('pending');
    server.asked[1]?.answer('SUCCESS');
    await flush();
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
  });
});

describe('what inquiryPayment gets', () => {
  it('is the ids, the session as the server gave it, and a signal', async () => {
    const session = { ...uniqueSession(), mine: 'kept' } as PaymentSession;
    const { server } = await confirming(['PROCESSING'], 'SDK_PAYMENT_PROCESSING', { createPaymentSession: () => Promise.resolve(session) });
    expect(server.asked[0]?.context).toMatchObject({
      paymentRequestId: session.paymentRequestId,
      paymentSessionId: session.paymentSessionId,
      session: { mine: 'kept' },
    });
    expect(server.asked[0]?.context.signal).toBeInstanceOf(AbortSignal);
  });

  it.each([undefined, '', 7])('a session whose paymentRequestId is %j is session-invalid, and nothing opens', async (paymentRequestId) => {
    const shop = openShop({
      inquiryPayment: fakeServer('SUCCESS').inquiryPayment,
      createPaymentSession: () => Promise.resolve(uniqueSession({ paymentRequestId })),
    });
    const result = shop.checkout.pay();
    await flush();
    expect(await errorOf(result)).toMatchObject({ error: { code: 'session-invalid' } });
    const { paymentSessionData } = uniqueSession();
    for (const session of [paymentSessionData, { paymentSessionData }]) {
      const given = shop.checkout.pay({ session });
      await flush();
      expect(await errorOf(given)).toMatchObject({ error: { code: 'session-invalid' } });
    }
    expect(shop.sdk.cashiers).toHaveLength(0);
  });

  it('an answer about another payment is no answer', async () => {
    const shop = openShop({ inquiryPayment: () => Promise.resolve({ paymentStatus: 'SUCCESS', paymentRequestId: 'somebody-else' }) });
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await pass(121_000);
    expect(await outcomeOf(result)).toMatchObject({ status: 'processing' });
  });
});

describe('while the buyer is away', () => {
  it.each(['hidden', 'offline'] as const)(
    '%s: questions go on every slowInterval, the deadline waits, and the return asks at once',
    async (how) => {
      const shopping = await confirming(['PROCESSING']);
      await pass(3_000);
      expect(times(shopping)).toEqual([0, 2_000]);
      if (how === 'hidden') setVisibility('hidden');
      else setOnline(false);
      await pass(31_500);
      expect(times(shopping)).toEqual([0, 2_000, 4_000, 14_000, 24_000, 34_000]);
      await pass(300_000);
      expect(await peek(shopping.result)).toBe('pending');
      if (how === 'hidden') setVisibility('visible');
      else setOnline(true);
      await flush();
      expect(times(shopping).at(-1)).toBe(334_500);
      await pass(116_000);
      expect(await peek(shopping.result)).toBe('pending');
      await pass(2_000);
      expect(await outcomeOf(shopping.result)).toMatchObject({ status: 'processing' });
    },
  );

  it('hidden and offline: both must be over', async () => {
    const shopping = await confirming(['PROCESSING']);
    setVisibility('hidden');
    setOnline(false);
    await pass(3_000);
    setVisibility('visible');
    await pass(3_000);
    expect(times(shopping)).toEqual([0, 2_000]);
    setOnline(true);
    await flush();
    expect(times(shopping)).toEqual([0, 2_000, 6_000]);
  });

  it.each(['hidden', 'offline', 'both'] as const)(
    'a page that says %s for good is asked about all the same, and settles after five times the deadline at the latest',
    async (how) => {
      if (how !== 'offline') setVisibility('hidden');
      if (how !== 'hidden') setOnline(false);
      const shopping = await confirming(['PROCESSING']);
      expect(times(shopping)).toEqual([0]);
      await pass(600_000 - 1);
      expect(await peek(shopping.result)).toBe('pending');
      expect(shopping.server.asked).toHaveLength(60);
      await pass(1);
      expect(await outcomeOf(shopping.result)).toMatchObject({ status: 'processing' });
    },
  );

  it('a page that says so for good hears of a success within slowInterval, and at once when that was the first answer', async () => {
    setVisibility('hidden');
    const shopping = await confirming(['PROCESSING', 'SUCCESS']);
    await pass(10_000);
    expect(await outcomeOf(shopping.result)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
  });

  it('a document that has the focus is visible, whatever it says', async () => {
    setVisibility('hidden');
    vi.spyOn(document, 'hasFocus').mockReturnValue(true);
    const shopping = await confirming(['PROCESSING']);
    await pass(4_100);
    expect(times(shopping)).toEqual([0, 2_000, 4_000]);
  });

  it('a deadline that fell while the page was frozen waits for one more answer', async () => {
    const shopping = await confirming(['PROCESSING', 'PROCESSING', 'SUCCESS']);
    await pass(2_000);
    // The clock goes on, the page's timers do not.
    const now = performance.now();
    vi.spyOn(performance, 'now').mockImplementation(() => now + 3_600_000);
    await pass(118_000);
    expect(await outcomeOf(shopping.result)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
  });

  it('a deadline that falls while the page is hidden waits for one more answer, and that may be later than the return', async () => {
    const { server, result } = await confirming(['PROCESSING'], 'SDK_PAYMENT_SUCCESSFUL', { polling: { slowInterval: 700_000 } });
    setVisibility('hidden');
    server.says('silent');
    await pass(600_000);
    expect(await peek(result)).toBe('pending');
    // The buyer was seen before, so that it is believed to be away.
    expect(server.asked).toHaveLength(2);
    server.says('SUCCESS');
    setVisibility('visible');
    await pass(10_000);
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
  });

  it.each<[string, () => void]>([
    [
      'focus',
      () => {
        window.dispatchEvent(new Event('focus'));
      },
    ],
    ['pageshow', pageshow],
  ])('%s asks at once, and the interval begins anew', async (_name, back) => {
    const shopping = await confirming(['PROCESSING']);
    await pass(1_500);
    back();
    await flush();
    expect(times(shopping)).toEqual([0, 1_500]);
    await pass(2_100);
    expect(times(shopping)).toEqual([0, 1_500, 3_500]);
  });

  it('returning again and again asks nothing while a request is under way', async () => {
    const { server } = await confirming(['silent']);
    for (let i = 0; i < 5; i += 1) {
      window.dispatchEvent(new Event('focus'));
      pageshow();
      setVisibility('hidden');
      setVisibility('visible');
      await flush();
    }
    expect(server.asked).toHaveLength(1);
  });

  it("the SDK's word while hidden is asked about at once, and not settled before one finished try", async () => {
    const { server, result, cashier } = await confirming(['silent', 'SUCCESS'], 'SDK_START_OF_LOADING', { polling: { timeout: 3_000 } });
    setVisibility('hidden');
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await pass(9_900);
    expect(await peek(result)).toBe('pending');
    await pass(200);
    // The one try has finished, without an answer.
    expect(server.asked).toHaveLength(1);
    await pass(4_900);
    // The deadline, at the latest; one more.
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
    expect(server.asked).toHaveLength(2);
  });
});

describe('the page meanwhile', () => {
  it('has the phase confirming, and pay() returns the promise', async () => {
    const { shop, result } = await confirming(['silent']);
    expect(shop.checkout.state).toMatchObject({ phase: 'confirming', busy: true, canPay: false });
    expect(shop.checkout.pay()).toBe(result);
    expect(await errorOf(shop.checkout.pay({ order: 'another' }))).toMatchObject({ error: { code: 'component-busy' } });
    expect(shop.checkout.state.phase).toBe('confirming');
  });

  it.each(['SDK_PAYMENT_PROCESSING', 'SDK_PAYMENT_ERROR', 'SDK_PAYMENT_CANCEL'])('after %s the cashier is gone', async (code) => {
    const { shop } = await confirming(['silent'], code);
    expect(shop.checkout.state).toMatchObject({ phase: 'confirming', cashierVisible: false });
    await pass(400);
    expect(sdkNodes()).toEqual([]);
  });

  it('a success that the SDK jumps from keeps its component, also once confirmed', async () => {
    const { shop, server, result } = await confirming(['silent'], 'SDK_PAYMENT_SUCCESSFUL');
    expect(shop.checkout.state).toMatchObject({ phase: 'confirming', cashierVisible: true });
    await pass(5_000);
    expect(isCashierShowing()).toBe(true);
    server.asked[0]?.answer('SUCCESS');
    await flush();
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    expect(isCashierShowing()).toBe(true);
    expect(shop.checkout.state).toMatchObject({ phase: 'settled', cashierVisible: true });
    expect(await outcomeOf(shop.checkout.pay())).toBe(await outcomeOf(result));
  });

  it('a success that the SDK jumps from loses its component when the page is back, and is confirmed all the same', async () => {
    const { shop, server, result } = await confirming(['silent'], 'SDK_PAYMENT_SUCCESSFUL');
    pagehide(true);
    setVisibility('hidden');
    await pass(5_000);
    expect(isCashierShowing()).toBe(true);
    setVisibility('visible');
    pageshow();
    expect(isCashierShowing()).toBe(false);
    expect(shop.checkout.state.phase).toBe('confirming');
    server.asked[0]?.answer('SUCCESS');
    await flush();
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
  });

  it('a success that the SDK jumps from loses its component when the buyer closes it, and is confirmed all the same', async () => {
    const { shop, server, result, cashier } = await confirming(['silent'], 'SDK_PAYMENT_SUCCESSFUL');
    cashier.close();
    await pass(400);
    expect(cashier.instance.unmounts).toBeGreaterThan(0);
    expect(sdkNodes()).toEqual([]);
    expect(shop.checkout.state.phase).toBe('confirming');
    server.asked[0]?.answer('SUCCESS');
    await flush();
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
  });

  it('a success whose cashier the buyer closed stays closed, and is confirmed, when the page goes and comes back', async () => {
    const { shop, server, result, cashier } = await confirming(['silent'], 'SDK_PAYMENT_SUCCESSFUL');
    cashier.close();
    await pass(400);
    const { unmounts } = cashier.instance;
    const states = shop.states.length;
    pagehide(true);
    pageshow();
    await pass(400);
    expect(cashier.instance.unmounts).toBe(unmounts);
    expect(shop.states).toHaveLength(states);
    server.asked[0]?.answer('SUCCESS');
    await flush();
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
  });

  it('a success whose cashier the buyer closes is no longer visible, and the state says so', async () => {
    const server = fakeServer('PROCESSING');
    const shop = openShop({ inquiryPayment: server.inquiryPayment });
    const { cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await flush();
    expect(shop.checkout.state).toMatchObject({ phase: 'confirming', cashierVisible: true });
    cashier.close();
    await flush();
    expect(shop.checkout.state).toMatchObject({ phase: 'confirming', cashierVisible: false });
  });

  it('a success that is confirmed as the page goes has lost its component when the page is back', async () => {
    const server = fakeServer('silent');
    const shop = openShop({ inquiryPayment: server.inquiryPayment });
    const { cashier, result } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await flush();
    pagehide();
    server.asked[0]?.answer('SUCCESS');
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
    expect(isCashierShowing()).toBe(true);
    pageshow();
    await pass(400);
    expect(isCashierShowing()).toBe(false);
    expect(shop.checkout.state).toMatchObject({ phase: 'settled', cashierVisible: false });
  });

  it('a success that fails on another view leaves that view its scrolling', async () => {
    const server = fakeServer('PROCESSING');
    const shop = openShop({ inquiryPayment: server.inquiryPayment });
    const { cashier, result } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await flush();
    history.pushState(null, '', '/orders');
    Object.defineProperty(window, 'pageYOffset', { configurable: true, get: () => 300 });
    const scrollTo = vi.spyOn(window, 'scrollTo').mockImplementation(() => undefined);
    server.says('FAIL');
    await pass(5_000);
    expect(await outcomeOf(result)).toMatchObject({ status: 'failed' });
    expect(scrollTo).not.toHaveBeenCalled();
    Reflect.deleteProperty(window, 'pageYOffset');
  });

  it('is free for another controller as soon as the outcome is there', async () => {
    const { shop, result } = await confirming(['FAIL']);
    const other = openShop({ fake: shop.sdk });
    let next: Promise<PaymentOutcome> | undefined;
    void result.then(() => {
      next = other.checkout.pay();
    });
    await pass(400);
    expect(await outcomeOf(result)).toMatchObject({ status: 'failed' });
    expect(await peek(next as Promise<PaymentOutcome>)).toBe('pending');
    expect(shop.sdk.cashiers).toHaveLength(2);
  });

  it('a success with notRedirectAfterComplete takes its component away at once', async () => {
    await confirming(['silent'], 'SDK_PAYMENT_SUCCESSFUL', { notRedirectAfterComplete: true });
    await pass(400);
    expect(isCashierShowing()).toBe(false);
  });

  it.each<[Say, PaymentOutcome['status']]>([
    ['FAIL', 'failed'],
    ['CANCELLED', 'cancelled'],
  ])('a success that the server contradicts with %s is %s, and the page is clean', async (say, status) => {
    const { result } = await confirming([say], 'SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(result)).toMatchObject({ status, confirmedBy: 'server', retry: 'new-session' });
    await pass(400);
    expect(sdkNodes()).toEqual([]);
  });

  it.each(['SDK_PAYMENT_FAIL', 'SDK_PAYMENT_CANCEL', 'SDK_PAYMENT_SUCCESSFUL', 'SDK_INTERNAL_ERROR'])(
    'a later %s is only an event',
    async (code) => {
      const { shop, server, result, cashier } = await confirming(['silent'], 'SDK_PAYMENT_SUCCESSFUL');
      const before = shop.events.length;
      cashier.emit(code, { result: { paymentResultCode: 'RISK_REJECT' } });
      await flush();
      expect(await peek(result)).toBe('pending');
      expect(shop.events.length).toBe(before + 1);
      expect(server.asked).toHaveLength(1);
      server.asked[0]?.answer('SUCCESS');
      await flush();
      expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
    },
  );

  it('a buyer who closes the success page is still being confirmed, without the cashier', async () => {
    const { shop, server, result, cashier } = await confirming(['silent'], 'SDK_PAYMENT_SUCCESSFUL');
    cashier.close({ declared: 'SDK_PAYMENT_CANCEL' });
    await pass(400);
    expect(isCashierShowing()).toBe(false);
    expect(await peek(result)).toBe('pending');
    server.asked[0]?.answer('SUCCESS');
    await flush();
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
    expect(shop.checkout.state).toMatchObject({ cashierVisible: false });
  });

  it.each<[Say, string]>([
    ['SUCCESS', 'SDK_PAYMENT_PROCESSING'],
    ['FAIL', 'SDK_PAYMENT_SUCCESSFUL'],
    ['PROCESSING', 'SDK_PAYMENT_ERROR'],
    ['silent', 'SDK_PAYMENT_PROCESSING'],
  ])('once %s has settled %s nothing is left', async (say, code) => {
    const listeners = liveListeners();
    const { result } = await confirming([say], code);
    await pass(135_000);
    await outcomeOf(result);
    expect(liveListeners()).toEqual(listeners);
    expect(libraryTimers()).toBe(0);
    expect(sdkNodes()).toEqual([]);
  });
});

describe('the page that wants to leave while confirming', () => {
  it.each<['unmount' | 'dispose' | 'abort', string, PaymentOutcome['status']]>(
    (['unmount', 'dispose', 'abort'] as const).flatMap((how) => [
      [how, 'SDK_PAYMENT_SUCCESSFUL', 'processing'],
      [how, 'SDK_PAYMENT_PROCESSING', 'processing'],
      [how, 'SDK_PAYMENT_ERROR', 'unknown'],
      [how, 'SDK_PAYMENT_CANCEL', 'cancelled'],
    ]),
  )('by %s after %s is settled as %s, never abandoned, with the record kept', async (how, code, status) => {
    const abort = new AbortController();
    const storage = memoryStorage();
    const { shop, server, result } = await confirming(['PROCESSING', 'silent'], code, { storage, signal: abort.signal });
    await pass(2_500);
    if (how === 'abort') abort.abort();
    else shop.checkout[how]();
    const outcome = await outcomeOf(result);
    expect(outcome).toMatchObject({ status, retry: 'after-confirmation' });
    expect(outcome.confirmedBy).not.toBe('server');
    expect(JSON.stringify(storage.content)).toContain(outcome.paymentRequestId);
    expect(server.asked[1]?.context.signal.aborted).toBe(true);
    server.asked[1]?.answer('SUCCESS');
    await pass(400);
    expect(sdkNodes()).toEqual([]);
    expect(await outcomeOf(result)).toBe(outcome);
    await pass(120_000);
    expect(server.asked).toHaveLength(2);
  });

  it('by SPA navigation goes on being confirmed', async () => {
    const { server, result } = await confirming(['silent']);
    history.pushState(null, '', '/orders');
    window.dispatchEvent(new PopStateEvent('popstate'));
    await pass(3_000);
    expect(await peek(result)).toBe('pending');
    expect(server.asked[0]?.context.signal.aborted).toBe(false);
    server.asked[0]?.answer('SUCCESS');
    await flush();
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
  });

  it("by unmount() in the task of the SDK's word is settled as at the deadline", async () => {
    const server = fakeServer('silent');
    const shop = openShop({ inquiryPayment: server.inquiryPayment });
    const { result, cashier } = await shop.open();
    shop.checkout.on((event) => {
      if (event.type === 'payment-succeeded') shop.checkout.unmount();
    });
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(result)).toMatchObject({ status: 'processing' });
  });

  // CONTRACT "How an attempt ends": while confirming "settle as at the deadline, record kept, never `abandoned`"; "The first row that happens decides".
  it('by an inquiryPayment that itself unmounts is settled once, as at the deadline', async () => {
    const server = fakeServer('PROCESSING');
    const shop: Shop = openShop({
      inquiryPayment: (context) => {
        shop.checkout.unmount();
        return server.inquiryPayment(context);
      },
    });
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await flush();
    const outcome = await outcomeOf(result);
    expect(outcome).toMatchObject({ status: 'processing' });
    await pass(130_000);
    expect(server.asked).toHaveLength(1);
    expect(shop.checkout.state).toMatchObject({ phase: 'settled', outcome });
  });
});

describe('the record', () => {
  it.each<[Say, boolean]>([
    ['SUCCESS', false],
    ['FAIL', false],
    ['CANCELLED', false],
    ['PROCESSING', true],
    ['PENDING', true],
    ['down', true],
    ['ORDER_NOT_EXIST', true],
  ])('after a result %s leaves it: %s', async (say, stays) => {
    const storage = memoryStorage();
    const { result } = await confirming([say], 'SDK_PAYMENT_SUCCESSFUL', { storage });
    await pass(125_000);
    await outcomeOf(result);
    expect(Object.keys(storage.content)).toHaveLength(stays ? 1 : 0);
  });

  it.each<[Say, boolean]>([
    ['SUCCESS', false],
    ['FAIL', false],
    ['CANCELLED', false],
    ['ORDER_NOT_EXIST', false],
    ['PROCESSING', true],
    ['PENDING', true],
    ['down', true],
  ])('after a close %s leaves it: %s', async (say, stays) => {
    const storage = memoryStorage();
    const { result } = await confirming([say], 'SDK_PAYMENT_CANCEL', { storage });
    await pass(7_000);
    await outcomeOf(result);
    expect(Object.keys(storage.content)).toHaveLength(stays ? 1 : 0);
  });

  it('after a redirect that the page outlived stays at the deadline, which is processing', async () => {
    const storage = memoryStorage();
    const server = fakeServer('PROCESSING');
    const shop = openShop({ inquiryPayment: server.inquiryPayment, storage });
    const { result, cashier } = await shop.open();
    cashier.redirect();
    await pass(4_000);
    expect(shop.checkout.state.phase).toBe('confirming');
    await pass(121_000);
    expect(await outcomeOf(result)).toMatchObject({ status: 'processing' });
    expect(Object.keys(storage.content)).toHaveLength(1);
  });
});
