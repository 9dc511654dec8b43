/** resume(): the page the buyer comes back to. */
import { describe, expect, it } from 'vitest';
import type { PaymentOutcome, ResumeOptions } from '../../src/types';
import { fakeServer, memoryStorage, reloadPage, setOnline, type FakeServer, type Say } from '../support/server';
import {
  errorOf,
  flush,
  jobs,
  openShop,
  outcomeOf,
  pagehide,
  pageshow,
  pass,
  peek,
  setVisibility,
  useShop,
  type Shop,
} from '../support/shop';

useShop();

type Storage = ReturnType<typeof memoryStorage>;

/** A payment of `order` was started on an earlier page load. */
async function startedEarlier(storage: Storage, order?: string): Promise<string> {
  const shop = openShop({ storage, inquiryPayment: fakeServer('down').inquiryPayment });
  await shop.open(order === undefined ? {} : { order });
  shop.checkout.dispose();
  await pass(1_000);
  reloadPage();
  const id = shop.sessions[0]?.paymentRequestId;
  if (id === undefined) throw new Error('no session');
  return id;
}

async function back(...answers: Say[]): Promise<{ id: string; storage: Storage; server: FakeServer; shop: Shop }> {
  const storage = memoryStorage();
  const id = await startedEarlier(storage);
  const server = fakeServer(...answers);
  return { id, storage, server, shop: openShop({ storage, inquiryPayment: server.inquiryPayment }) };
}

const ended = async (promise: Promise<PaymentOutcome | null>): Promise<PaymentOutcome> => {
  const outcome = await peek(promise);
  if (outcome === 'pending' || outcome === null) throw new Error(`resume() is ${String(outcome)}`);
  return outcome;
};

describe('resume() with nothing pending', () => {
  it('is null, asks nobody and changes no state', async () => {
    const server = fakeServer('SUCCESS');
    const shop = openShop({ inquiryPayment: server.inquiryPayment, storage: memoryStorage() });
    expect(await peek(shop.checkout.resume())).toBeNull();
    expect(server.asked).toHaveLength(0);
    expect(shop.states).toEqual([]);
  });

  it('is null for an order that has no record', async () => {
    const storage = memoryStorage();
    await startedEarlier(storage, 'cart1');
    const shop = openShop({ storage, inquiryPayment: fakeServer('SUCCESS').inquiryPayment });
    expect(await peek(shop.checkout.resume({ order: 'cart2' }))).toBeNull();
  });

  it('is null after 7 days', async () => {
    const { shop, server } = await back('SUCCESS');
    await pass(7 * 24 * 3_600_000);
    expect(await peek(shop.checkout.resume())).toBeNull();
    expect(server.asked).toHaveLength(0);
  });
});

describe('beside an order, the payment that the address names', () => {
  const at = (id: string): void => {
    history.replaceState(null, '', `/checkout?paymentRequestId=${id}`);
  };

  it('is not asked about where it is remembered as another order’s, and stays remembered', async () => {
    const storage = memoryStorage();
    at(await startedEarlier(storage, 'A:100'));
    const server = fakeServer('SUCCESS');
    const shop = openShop({ storage, inquiryPayment: server.inquiryPayment, notRedirectAfterComplete: true });
    expect(await peek(shop.checkout.resume({ order: 'B:250' }))).toBeNull();
    expect(server.asked).toEqual([]);
    // Nobody has paid it.
    const { cashier, result } = await shop.open({ order: 'B:250' });
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await pass(500);
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded', order: 'B:250', confirmedBy: 'server' });
    expect(await peek(shop.checkout.resume({ order: 'A:100' }))).toMatchObject({ status: 'succeeded', order: 'A:100' });
  });

  it('is asked about where nobody remembers it, and what comes of it makes no order paid', async () => {
    at('request-of-another-browser');
    const server = fakeServer('SUCCESS');
    const shop = openShop({ storage: memoryStorage(), inquiryPayment: server.inquiryPayment });
    const outcome = await ended(shop.checkout.resume({ order: 'B:250' }));
    expect(outcome).toMatchObject({ status: 'succeeded', paymentRequestId: 'request-of-another-browser' });
    expect(outcome).not.toHaveProperty('order');
    await shop.open({ order: 'B:250' });
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('is of that order where the address names both', async () => {
    history.replaceState(null, '', '/result?paymentRequestId=request-of-another-browser&order=B%3A250&other=%zz');
    const shop = openShop({ storage: memoryStorage(), inquiryPayment: fakeServer('SUCCESS').inquiryPayment });
    expect(await ended(shop.checkout.resume({ order: 'B:250' }))).toMatchObject({ status: 'succeeded', order: 'B:250' });
    expect(await outcomeOf(shop.checkout.pay({ order: 'B:250' }))).toMatchObject({ status: 'succeeded' });
    expect(shop.sdk.cashiers).toHaveLength(0);
  });

  it('keeps the order from being paid as long as it is undecided', async () => {
    at('request-of-another-browser');
    const server = fakeServer('PROCESSING');
    const shop = openShop({ storage: memoryStorage(), inquiryPayment: server.inquiryPayment });
    const resumed = shop.checkout.resume({ order: 'B:250' });
    await pass(121_000);
    expect(await peek(resumed)).toMatchObject({ status: 'processing' });
    const paid = shop.checkout.pay({ order: 'B:250' });
    await pass(121_000);
    expect(await outcomeOf(paid)).toMatchObject({ status: 'processing' });
    expect(shop.sdk.cashiers).toHaveLength(0);
  });

  it('named by the page itself is of the order that the page says, unless it is remembered as another one’s', async () => {
    const storage = memoryStorage();
    const id = await startedEarlier(storage, 'A:100');
    const shop = openShop({ storage, inquiryPayment: fakeServer('SUCCESS').inquiryPayment });
    expect(await ended(shop.checkout.resume({ order: 'B:250', paymentRequestId: 'other' }))).toMatchObject({ order: 'B:250' });
    expect(await ended(shop.checkout.resume({ order: 'B:250', paymentRequestId: id }))).toMatchObject({ order: 'A:100' });
  });
});

it('what the server does not know of a payment that is open on this page is no answer: the record stays', async () => {
  const storage = memoryStorage();
  const { inquiryPayment } = fakeServer('ORDER_NOT_EXIST');
  const first = openShop({ storage, inquiryPayment });
  await first.open({ order: 'cart1' });
  const second = openShop({ storage, inquiryPayment });
  const resumed = second.checkout.resume({ order: 'cart1' });
  await pass(1_000);
  expect(await peek(resumed)).toBe('pending');
  expect(JSON.stringify(storage.content)).toContain(first.sessions[0]?.paymentRequestId);
  first.checkout.unmount();
  await pass(11_000);
  // It is gone, and nobody can submit it any more.
  expect(await peek(resumed)).toMatchObject({ status: 'cancelled' });
});

describe('which payment it asks about', () => {
  it("is the newest record's", async () => {
    const storage = memoryStorage();
    await startedEarlier(storage, 'cart1');
    const id = await startedEarlier(storage, 'cart2');
    const server = fakeServer('SUCCESS');
    const shop = openShop({ storage, inquiryPayment: server.inquiryPayment });
    const result = shop.checkout.resume();
    await flush();
    expect(await ended(result)).toMatchObject({ status: 'succeeded', confirmedBy: 'server', paymentRequestId: id });
  });

  it("is the one of the order that is named, and the other's record stays", async () => {
    const storage = memoryStorage();
    const one = await startedEarlier(storage, 'cart1');
    const two = await startedEarlier(storage, 'cart2');
    const server = fakeServer('FAIL');
    const shop = openShop({ storage, inquiryPayment: server.inquiryPayment });
    const result = shop.checkout.resume({ order: 'cart1' });
    await flush();
    expect(await ended(result)).toMatchObject({ status: 'failed', paymentRequestId: one });
    expect(JSON.stringify(storage.content)).not.toContain(one);
    expect(JSON.stringify(storage.content)).toContain(two);
  });

  it("is the query parameter's before the record's, and the option's before both", async () => {
    const storage = memoryStorage();
    await startedEarlier(storage);
    history.replaceState(null, '', '/result?x=1&paymentRequestId=from%20the+query&y=2');
    const server = fakeServer('SUCCESS');
    const shop = openShop({ storage, inquiryPayment: server.inquiryPayment });
    await Promise.all([shop.checkout.resume(), flush()]);
    await Promise.all([shop.checkout.resume({ paymentRequestId: 'from-option' }), flush()]);
    expect(server.asked.map(({ context }) => context.paymentRequestId)).toEqual(['from the query', 'from-option']);
  });

  it.each([
    '/result?paymentRequestId=',
    '/result?paymentRequestId',
    '/result?paymentRequestId=%E0%A4%A',
    '/result?xpaymentRequestId=a',
    '/result#paymentRequestId=a',
    '/result?PaymentRequestId=a',
  ])('is not that of %s', async (url) => {
    history.replaceState(null, '', url);
    const shop = openShop({ inquiryPayment: fakeServer('SUCCESS').inquiryPayment });
    expect(await peek(shop.checkout.resume())).toBeNull();
  });

  it('known by its record too comes with its paymentSessionId; neither session data nor session is handed over', async () => {
    const { id, shop, server } = await back('SUCCESS');
    await Promise.all([shop.checkout.resume({ paymentRequestId: id }), flush()]);
    expect(server.asked[0]?.context).toMatchObject({
      paymentRequestId: id,
      paymentSessionId: expect.stringMatching(/^session-/) as string,
    });
    expect(server.asked[0]?.context.session).toBeUndefined();
  });
});

describe('its outcome', () => {
  it.each<[Say, PaymentOutcome['status'], PaymentOutcome['retry']]>([
    ['SUCCESS', 'succeeded', 'none'],
    ['FAIL', 'failed', 'new-session'],
    ['CANCELLED', 'cancelled', 'new-session'],
    ['ORDER_NOT_EXIST', 'cancelled', 'new-session'],
  ])('%s is %s, and the record is gone', async (say, status, retry) => {
    const { id, storage, shop } = await back(say);
    const result = shop.checkout.resume();
    await flush();
    const outcome = await ended(result);
    expect(outcome).toMatchObject({ status, retry, confirmedBy: 'server', paymentRequestId: id });
    expect(shop.states.map(({ phase }) => phase)).toEqual(['confirming', 'settled']);
    expect(shop.checkout.state).toMatchObject({ phase: 'settled', outcome, cashierVisible: false, canPay: true });
    expect(storage.content).toEqual({});
    expect(await peek(shop.checkout.resume())).toBeNull();
  });

  it.each<Say>(['PROCESSING', 'PENDING', 'down', 'throws', 'unknown', 'silent'])(
    '%s until the deadline is processing, and the record stays',
    async (say) => {
      const { id, storage, shop, server } = await back(say);
      const result = shop.checkout.resume();
      await pass(119_000);
      expect(await peek(result)).toBe('pending');
      expect(shop.checkout.state).toMatchObject({ phase: 'confirming', busy: true });
      await pass(2_000);
      expect(await ended(result)).toMatchObject({
        status: 'processing',
        confirmedBy: null,
        retry: 'after-confirmation',
        paymentRequestId: id,
      });
      expect(JSON.stringify(storage.content)).toContain(id);
      const asked = server.asked.length;
      await pass(300_000);
      expect(server.asked).toHaveLength(asked);
      expect(server.most).toBe(1);
    },
  );

  it('comes as soon as the server knows', async () => {
    const { shop } = await back('PROCESSING', 'down', 'PENDING', 'SUCCESS');
    const result = shop.checkout.resume();
    await pass(5_900);
    expect(await peek(result)).toBe('pending');
    await pass(200);
    expect(await ended(result)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
  });

  it('finds a payment of a long order again on the next page load', async () => {
    const storage = memoryStorage();
    const order = 'sku-1:1,'.repeat(100);
    const server = fakeServer('SUCCESS');
    const before = openShop({ storage, inquiryPayment: server.inquiryPayment });
    await before.open({ order });
    before.checkout.dispose();
    await pass(500);
    reloadPage();
    const shop = openShop({ storage, inquiryPayment: server.inquiryPayment });
    expect(await shop.checkout.resume({ order: `${order}x` })).toBeNull();
    expect(await ended(shop.checkout.resume({ order }))).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
  });

  it('without inquiryPayment is unknown on the page of the payment, and the record stays', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_PROCESSING');
    await result;
    const paymentRequestId = shop.sessions[0]?.paymentRequestId;
    expect(await ended(shop.checkout.resume())).toMatchObject({ status: 'unknown', retry: 'after-confirmation', paymentRequestId });
    expect(await errorOf(shop.checkout.pay())).toMatchObject({ error: { code: 'payment-unconfirmed' }, retry: 'after-confirmation' });
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('is never rejected: bad options and a disposed controller are the outcome error', async () => {
    const shop = openShop({ inquiryPayment: fakeServer('SUCCESS').inquiryPayment });
    for (const options of [{ paymentRequestId: 7 }, { paymentRequestId: '' }, { order: 7 }, { signal: {} }, 7]) {
      expect(await ended(shop.checkout.resume(options as ResumeOptions)), JSON.stringify(options)).toMatchObject({
        status: 'error',
        retry: 'none',
        error: { code: 'invalid-options' },
      });
    }
    shop.checkout.dispose();
    expect(await ended(shop.checkout.resume())).toMatchObject({ status: 'error', error: { code: 'disposed' } });
  });

  it.each(['unmount', 'dispose', 'abort'] as const)(
    'ended by %s is processing, the request is aborted and the record stays',
    async (how) => {
      const { id, storage, shop, server } = await back('PROCESSING', 'silent');
      const abort = new AbortController();
      const result = shop.checkout.resume({ signal: abort.signal });
      await pass(2_500);
      if (how === 'abort') abort.abort();
      else shop.checkout[how]();
      expect(await ended(result)).toMatchObject({ status: 'processing', confirmedBy: null });
      expect(server.asked[1]?.context.signal.aborted).toBe(true);
      server.asked[1]?.answer('SUCCESS');
      await pass(60_000);
      expect(server.asked).toHaveLength(2);
      expect(JSON.stringify(storage.content)).toContain(id);
      expect(shop.checkout.state.phase).toBe(how === 'dispose' ? 'disposed' : 'settled');
    },
  );

  it('with a signal that is aborted already is processing at once', async () => {
    const { shop } = await back('silent');
    expect(await ended(shop.checkout.resume({ signal: AbortSignal.abort() }))).toMatchObject({ status: 'processing' });
  });

  it.each(['unmount', 'dispose'] as const)('a listener that hears of confirming may %s', async (how) => {
    const { shop, server } = await back('PROCESSING');
    const stop = shop.checkout.subscribe(() => {
      if (shop.checkout.state.phase === 'confirming') shop.checkout[how]();
    });
    const result = shop.checkout.resume();
    await pass(30_000);
    stop();
    expect(await ended(result)).toMatchObject({ status: 'processing' });
    expect(server.asked.length).toBeLessThan(2);
  });
});

describe('resume() and others', () => {
  it('two share one', async () => {
    const { shop, server } = await back('silent');
    const first = shop.checkout.resume();
    const second = shop.checkout.resume({ order: 'another' });
    await flush();
    expect(server.asked).toHaveLength(1);
    server.asked[0]?.answer('SUCCESS');
    await flush();
    expect(await ended(second)).toBe(await ended(first));
  });

  it("while an attempt is open it is that attempt's promise", async () => {
    const server = fakeServer('SUCCESS');
    const shop = openShop({ inquiryPayment: server.inquiryPayment, storage: memoryStorage() });
    const { result } = await shop.open();
    expect(shop.checkout.resume()).toBe(result);
    expect(shop.checkout.resume({ paymentRequestId: 'other' })).toBe(result);
    await flush();
    expect(server.asked).toHaveLength(0);
  });

  it("while an attempt is confirming it is that attempt's promise", async () => {
    const server = fakeServer('silent');
    const shop = openShop({ inquiryPayment: server.inquiryPayment, storage: memoryStorage() });
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_PROCESSING');
    await flush();
    expect(shop.checkout.resume()).toBe(result);
    expect(server.asked).toHaveLength(1);
  });

  it.each<[Say, string]>([
    ['SUCCESS', 'succeeded'],
    ['PENDING', 'processing'],
    ['PROCESSING', 'processing'],
    ['unknown', 'unknown'],
    ['FAIL', 'opens'],
    ['CANCELLED', 'opens'],
    ['ORDER_NOT_EXIST', 'opens'],
  ])('pay() takes its next answer: %s is %s', async (say, end) => {
    const { id, shop, server } = await back('silent');
    void shop.checkout.resume();
    await flush();
    const result = shop.checkout.pay();
    await flush();
    expect(server.asked).toHaveLength(1);
    expect(shop.sdk.cashiers).toHaveLength(0);
    server.asked[0]?.answer(say);
    await pass(500);
    expect(server.most).toBe(1);
    if (end === 'opens') {
      expect(await peek(result)).toBe('pending');
      expect(shop.sdk.cashiers).toHaveLength(1);
    } else {
      expect(await outcomeOf(result)).toMatchObject({ status: end, paymentRequestId: id });
      expect(shop.sdk.cashiers).toHaveLength(0);
      expect(shop.sessions).toHaveLength(0);
    }
  });

  it('pay() between two of its requests has it ask at once', async () => {
    const { shop, server } = await back('PROCESSING', 'SUCCESS');
    const resumed = shop.checkout.resume();
    await pass(500);
    const result = shop.checkout.pay();
    await flush();
    expect(server.asked).toHaveLength(2);
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
    expect(await ended(resumed)).toMatchObject({ status: 'succeeded' });
    expect(shop.sdk.cashiers).toHaveLength(0);
  });

  // CONTRACT "Safe to call again": "`pay()` during a `resume()` takes the resume's next answer as its own". Storage lost, another device:
  // the resume() knows of a payment that no record tells of, and the buyer clicks Pay while it is being asked about. A second charge.
  it.each(['query parameter', 'option'])('pay() takes its next answer also where only the %s knows of the payment', async (where) => {
    if (where === 'query parameter') history.replaceState(null, '', '/result?paymentRequestId=paid-elsewhere');
    const server = fakeServer('silent');
    const shop = openShop({ storage: memoryStorage(), inquiryPayment: server.inquiryPayment });
    void shop.checkout.resume(where === 'option' ? { paymentRequestId: 'paid-elsewhere' } : {});
    await flush();
    const result = shop.checkout.pay();
    await flush();
    expect(shop.sdk.cashiers).toHaveLength(0);
    server.asked[0]?.answer('SUCCESS');
    await pass(500);
    expect(await peek(result)).toMatchObject({ status: 'succeeded', paymentRequestId: 'paid-elsewhere' });
    expect(shop.sdk.cashiers).toHaveLength(0);
  });

  // CONTRACT "Safe to call again": before another payment `pay()` "first asks once". The resume that ended does not answer any more.
  it('pay() right after unmount() ended it asks the server itself', async () => {
    const { shop, server } = await back('PROCESSING', 'silent');
    void shop.checkout.resume();
    await pass(500);
    shop.checkout.unmount();
    server.says('SUCCESS');
    const result = shop.checkout.pay();
    await flush();
    expect(await peek(result)).toMatchObject({ status: 'succeeded' });
  });

  // The same, from a listener that hears of the deadline.
  it('pay() by a listener that hears of its deadline asks the server itself', async () => {
    const { shop, server } = await back('PROCESSING');
    void shop.checkout.resume();
    const results: Promise<PaymentOutcome>[] = [];
    shop.checkout.subscribe(() => {
      if (shop.checkout.state.phase !== 'settled' || results.length > 0) return;
      server.says('SUCCESS');
      results.push(shop.checkout.pay());
    });
    await pass(121_000);
    expect(await Promise.all(results.map(peek))).toMatchObject([{ status: 'succeeded' }]);
  });

  it('a disposed resume leaves the pay() that waited for it unknown, and nothing opens', async () => {
    const { shop, server } = await back('silent');
    void shop.checkout.resume();
    await flush();
    const result = shop.checkout.pay();
    await flush();
    shop.checkout.dispose();
    await jobs();
    expect(await outcomeOf(result)).toMatchObject({ status: 'unknown' });
    server.asked[0]?.answer('FAIL');
    await pass(1_000);
    expect(shop.sdk.cashiers).toHaveLength(0);
  });

  it('pay() of another order opens while it asks, and the state shows the payment', async () => {
    const { shop, server } = await back('silent');
    const resumed = shop.checkout.resume();
    await flush();
    await shop.open({ order: 'other' });
    expect(shop.checkout.state.phase).toBe('open');
    server.asked[0]?.answer('SUCCESS');
    await flush();
    expect(await ended(resumed)).toMatchObject({ status: 'succeeded' });
    expect(shop.checkout.state.phase).toBe('open');
  });
});

describe("while a cashier waits for the SDK's jump", () => {
  it.each([true, false])('resume() leaves the state as it is, with inquiryPayment: %s', async (hasInquiry) => {
    const shop = openShop({ storage: memoryStorage(), ...(hasInquiry ? { inquiryPayment: fakeServer('SUCCESS').inquiryPayment } : {}) });
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await pass(100);
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
    const { state } = shop.checkout;
    expect(state).toMatchObject({ phase: 'settled', cashierVisible: true });
    const resumed = shop.checkout.resume({ paymentRequestId: 'another' });
    await pass(1_000);
    expect(await peek(resumed)).toMatchObject({ status: hasInquiry ? 'succeeded' : 'unknown' });
    expect(shop.checkout.state).toBe(state);
  });
});

describe('after resume() on the page that was restored from the back/forward cache', () => {
  async function restored(say: Say): Promise<Shop> {
    const server = fakeServer(say);
    const shop = openShop({ inquiryPayment: server.inquiryPayment, storage: memoryStorage() });
    const { result, cashier } = await shop.open();
    cashier.redirect();
    await jobs();
    pagehide(true);
    expect(await outcomeOf(result)).toMatchObject({ status: 'redirected' });
    await pass(500);
    pageshow();
    await Promise.all([shop.checkout.resume(), pass(500)]);
    return shop;
  }

  // CONTRACT "Safe to call again": "After `succeeded` the next `pay()` always takes a new session."
  it.each<Say>(['SUCCESS', 'FAIL', 'CANCELLED'])('said %s, pay() takes a new session', async (say) => {
    const shop = await restored(say);
    void shop.checkout.pay();
    await pass(500);
    expect(shop.sdk.cashiers).toHaveLength(2);
    expect(shop.sdk.cashier().params['sessionData']).not.toBe(shop.sdk.cashiers[0]?.params['sessionData']);
  });
});

it.each<Say>(['SUCCESS', 'FAIL', 'CANCELLED'])(
  'of a payment that was started without an order, named by its id and another order: said %s, its session is not opened again',
  async (say) => {
    const server = fakeServer('ORDER_NOT_EXIST');
    const shop = openShop({ inquiryPayment: server.inquiryPayment });
    const { result, cashier } = await shop.open();
    cashier.close();
    expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled', retry: 'same-session' });
    await pass(1_000);
    server.says(say);
    await ended(shop.checkout.resume({ order: 'a', paymentRequestId: shop.sessions[0]?.paymentRequestId }));
    await shop.open();
    expect(shop.sdk.cashier().params['sessionData']).not.toBe(shop.sdk.cashiers[0]?.params['sessionData']);
  },
);

describe('while the buyer looks elsewhere', () => {
  it('resume() asks at once and then slowly, and its deadline waits', async () => {
    const { shop, server } = await back('PROCESSING');
    setVisibility('hidden');
    const result = shop.checkout.resume();
    await pass(300_000);
    expect(server.asked).toHaveLength(31);
    expect(await peek(result)).toBe('pending');
    server.says('SUCCESS');
    setVisibility('visible');
    await flush();
    expect(await ended(result)).toMatchObject({ status: 'succeeded' });
  });
});

describe('pay() during a resume() that asks no more', () => {
  it.each<[string, (abort: () => void) => void]>([
    [
      'because its signal is aborted in the same task',
      (abort) => {
        abort();
      },
    ],
    ['because the browser says that it is offline', () => undefined],
  ])('%s asks by itself, at once', async (how, after) => {
    const server = fakeServer('PROCESSING');
    const shop = openShop({ inquiryPayment: server.inquiryPayment });
    await shop.open();
    shop.checkout.unmount();
    await pass(1_000);
    if (how.includes('offline')) setOnline(false);
    const controller = new AbortController();
    void shop.checkout.resume({ signal: controller.signal });
    await pass(100);
    const asked = server.asked.length;
    server.says('ORDER_NOT_EXIST');
    const result = shop.checkout.pay();
    after(() => {
      controller.abort();
    });
    await pass(500);
    expect(server.asked).toHaveLength(asked + 1);
    expect(shop.sdk.cashiers).toHaveLength(2);
    expect(await peek(result)).toBe('pending');
    setOnline(true);
  });
});

it('a pay() that is refused during a resume() leaves the state to it', async () => {
  const server = fakeServer('PROCESSING');
  const shop = openShop({ inquiryPayment: server.inquiryPayment });
  const resumed = shop.checkout.resume({ paymentRequestId: 'from another device' });
  expect((await errorOf(shop.checkout.pay({ order: 5 as never }))).error.code).toBe('invalid-options');
  expect(shop.checkout.state).toMatchObject({ phase: 'confirming', busy: true });
  expect(await peek(resumed)).toBe('pending');
});

describe("an id that only the page's address names", () => {
  it('and that the server does not know is not remembered beyond this page: anybody can make one up', async () => {
    const server = fakeServer('down');
    const storage = memoryStorage();
    const shop = openShop({ inquiryPayment: server.inquiryPayment, storage });
    const resumed = shop.checkout.resume({ paymentRequestId: 'made up' });
    await pass(130_000);
    expect(await peek(resumed)).toMatchObject({ status: 'processing' });
    // Here it may still be a payment that the server could not be asked about.
    await shop.checkout.pay();
    expect(shop.checkout.state).toMatchObject({ phase: 'settled', outcome: { status: 'unknown' } });
    expect(storage.content).toEqual({});
    reloadPage();
    const next = openShop({ fake: shop.sdk, inquiryPayment: server.inquiryPayment, storage });
    await next.open();
  });

  it("and that the server knows is remembered as one of this browser's", async () => {
    const server = fakeServer('PROCESSING');
    const storage = memoryStorage();
    const shop = openShop({ inquiryPayment: server.inquiryPayment, storage });
    void shop.checkout.resume({ paymentRequestId: 'from another device' });
    await pass(100);
    expect(JSON.stringify(storage.content)).toContain('from another device');
    server.says('SUCCESS');
    await pass(3_000);
    expect(storage.content).toEqual({});
  });
});
