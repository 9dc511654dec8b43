/** "No repayment before confirmation", with inquiryPayment: what pay() does while an earlier payment of the order is undecided. */
import { describe, expect, it } from 'vitest';
import type { PaymentOutcome } from '../../src/types';
import type { FakeCashier } from '../../src/testing/sdk/ams-checkout';
import { fakeServer, memoryStorage, reloadPage, type FakeServer, type Say } from '../support/server';
import {
  errorOf,
  flush,
  openShop,
  outcomeOf,
  pagehide,
  pageshow,
  pass,
  peek,
  uniqueSession,
  useShop,
  type Shop,
  type ShopOptions,
} from '../support/shop';

useShop();

const opened = (shop: Shop): unknown[] => shop.sdk.cashiers.map(({ params }) => params['sessionData']);

interface Ending {
  readonly status: PaymentOutcome['status'];
  /** The server's word while the attempt ends, which must leave it undecided. */
  readonly server: Say;
  readonly end: (shop: Shop, cashier: FakeCashier) => void;
  /** Visible ms until it has settled. */
  readonly takes: number;
  /** PROCESSING lets the same kept session open again. */
  readonly reopens: boolean;
}

/** Every way in which an attempt that called createComponent ends undecided. */
const ENDINGS: Readonly<Record<string, Ending>> = {
  'a close while the server says PROCESSING': {
    status: 'cancelled',
    server: 'PROCESSING',
    end: (_, cashier) => {
      cashier.close();
    },
    takes: 6_500,
    reopens: true,
  },
  'a close while the server is down': {
    status: 'cancelled',
    server: 'down',
    end: (_, cashier) => {
      cashier.close();
    },
    takes: 500,
    reopens: true,
  },
  'a failure that allows the same session': {
    status: 'failed',
    server: 'down',
    takes: 500,
    reopens: true,
    end: (_, cashier) => {
      cashier.emit('SDK_PAYMENT_FAIL', { result: { paymentResultCode: 'RISK_REJECT' } });
    },
  },
  'a redirect': {
    status: 'redirected',
    server: 'down',
    end: (_, cashier) => {
      cashier.redirect();
      void Promise.resolve().then(() => {
        pagehide(true);
      });
    },
    takes: 500,
    reopens: true,
  },
  'unmount()': {
    status: 'abandoned',
    server: 'down',
    end: (shop) => {
      shop.checkout.unmount();
    },
    takes: 500,
    reopens: true,
  },
  'an error while open': {
    status: 'error',
    server: 'down',
    end: (_, cashier) => {
      cashier.appMissing();
    },
    takes: 9_000,
    reopens: true,
  },
  'a success that the server never confirmed': {
    status: 'processing',
    server: 'PROCESSING',
    end: (_, cashier) => {
      cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    },
    takes: 121_000,
    reopens: false,
  },
  SDK_PAYMENT_PROCESSING: {
    status: 'processing',
    server: 'down',
    end: (_, cashier) => {
      cashier.emit('SDK_PAYMENT_PROCESSING');
    },
    takes: 121_000,
    reopens: false,
  },
  SDK_PAYMENT_ERROR: {
    status: 'unknown',
    server: 'ORDER_NOT_EXIST',
    end: (_, cashier) => {
      cashier.emit('SDK_PAYMENT_ERROR');
    },
    takes: 121_000,
    reopens: false,
  },
};

async function undecided(
  name: string,
  options: ShopOptions = {},
  order?: string,
): Promise<{ shop: Shop; server: FakeServer; outcome: PaymentOutcome }> {
  const ending = ENDINGS[name];
  if (!ending) throw new Error(name);
  const server = fakeServer(ending.server);
  const shop = openShop({ inquiryPayment: server.inquiryPayment, ...options });
  const { result, cashier } = await shop.open(order === undefined ? {} : { order });
  ending.end(shop, cashier);
  await pass(ending.takes);
  const outcome = await outcomeOf(result);
  pageshow();
  await pass(500);
  expect(outcome.status).toBe(ending.status);
  server.asked.length = 0;
  return { shop, server, outcome };
}

/** Clicks once more while the server says `say`. */
async function again(
  shop: Shop,
  server: FakeServer,
  say: Say,
  options: Parameters<Shop['checkout']['pay']>[0] = {},
): Promise<PaymentOutcome | 'pending'> {
  server.says(say);
  const result = shop.checkout.pay(options);
  await pass(say === 'silent' ? 11_000 : 500);
  return peek(result);
}

describe.each(Object.keys(ENDINGS))('after %s', (name) => {
  const { reopens } = ENDINGS[name] as Ending;

  it('SUCCESS is succeeded by the server, and nothing opens', async () => {
    const { shop, server } = await undecided(name);
    const outcome = await again(shop, server, 'SUCCESS');
    expect(outcome).toMatchObject({
      status: 'succeeded',
      confirmedBy: 'server',
      retry: 'none',
      paymentRequestId: shop.sessions[0]?.paymentRequestId,
    });
    expect(outcome).toMatchObject({ inquiry: { paymentStatus: 'SUCCESS' } });
    expect(shop.sdk.cashiers).toHaveLength(1);
    expect(shop.sessions).toHaveLength(1);
    expect(server.asked.map(({ context }) => context.paymentRequestId)).toEqual([shop.sessions[0]?.paymentRequestId]);
    // The order is decided and paid: the next one is another payment, which asks nobody.
    expect(await again(shop, server, 'down')).toBe('pending');
    expect(server.asked).toHaveLength(1);
    expect(opened(shop)[1]).toBe(shop.sessions[1]?.paymentSessionData);
  });

  it.each<Say>(['FAIL', 'CANCELLED'])('%s opens a new session', async (say) => {
    const { shop, server } = await undecided(name);
    expect(await again(shop, server, say)).toBe('pending');
    expect(server.asked).toHaveLength(1);
    expect(shop.sessions).toHaveLength(2);
    expect(opened(shop)[1]).toBe(shop.sessions[1]?.paymentSessionData);
  });

  it('ORDER_NOT_EXIST opens as if the earlier one had not been', async () => {
    const { shop, server } = await undecided(name);
    expect(await again(shop, server, 'ORDER_NOT_EXIST')).toBe('pending');
    expect(server.asked).toHaveLength(1);
    expect(shop.sdk.cashiers).toHaveLength(2);
  });

  it(reopens ? 'PROCESSING opens the very same session again' : 'PROCESSING is processing, and nothing opens', async () => {
    const { shop, server } = await undecided(name);
    const outcome = await again(shop, server, 'PROCESSING');
    expect(server.asked).toHaveLength(1);
    expect(shop.sessions).toHaveLength(1);
    if (reopens) {
      expect(outcome).toBe('pending');
      expect(opened(shop)[1]).toBe(opened(shop)[0]);
    } else {
      expect(outcome).toMatchObject({ status: 'processing', confirmedBy: null, retry: 'after-confirmation' });
      expect(shop.sdk.cashiers).toHaveLength(1);
    }
  });

  it('PROCESSING is processing where the kept session has less than 30 s left, and nothing opens', async () => {
    const { shop, server } = await undecided(name);
    await pass(3_600_000 - 29_000 - 135_000);
    await pass(135_000);
    server.asked.length = 0;
    expect(await again(shop, server, 'PROCESSING')).toMatchObject({ status: 'processing', confirmedBy: null });
    expect(shop.sdk.cashiers).toHaveLength(1);
    expect(shop.sessions).toHaveLength(1);
  });

  it('PROCESSING never opens another session that the merchant hands over', async () => {
    const { shop, server } = await undecided(name);
    expect(await again(shop, server, 'PROCESSING', { session: uniqueSession() })).toMatchObject({ status: 'processing' });
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it.each<[Say, string]>([
    ['PENDING', 'processing'],
    ['down', 'unknown'],
    ['throws', 'unknown'],
    ['unknown', 'unknown'],
    ['silent', 'unknown'],
  ])('%s is %s, and nothing opens', async (say, status) => {
    const { shop, server } = await undecided(name);
    expect(await again(shop, server, say)).toMatchObject({
      status,
      confirmedBy: null,
      retry: 'after-confirmation',
      paymentRequestId: shop.sessions[0]?.paymentRequestId,
    });
    expect(server.asked).toHaveLength(1);
    expect(shop.sdk.cashiers).toHaveLength(1);
    expect(shop.sessions).toHaveLength(1);
    // And it stays so: the next click asks again.
    expect(await again(shop, server, say)).toMatchObject({ status });
    expect(server.asked).toHaveLength(2);
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('force asks nobody and takes a new session', async () => {
    const { shop, server } = await undecided(name);
    expect(await again(shop, server, 'SUCCESS', { force: true })).toBe('pending');
    expect(server.asked).toHaveLength(0);
    expect(opened(shop)).toEqual([shop.sessions[0]?.paymentSessionData, shop.sessions[1]?.paymentSessionData]);
  });

  it('force that opens nothing leaves the earlier payment to be asked about', async () => {
    const { shop, server } = await undecided(name);
    const aborted = new AbortController();
    aborted.abort();
    expect(await again(shop, server, 'PROCESSING', { force: true, signal: aborted.signal })).toMatchObject({ status: 'abandoned' });
    expect(await again(shop, server, 'PENDING')).toMatchObject({ status: 'processing' });
    expect(server.asked).toHaveLength(1);
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('another order asks nobody and takes its own session', async () => {
    const { shop, server } = await undecided(name, {}, 'cart1');
    expect(await again(shop, server, 'SUCCESS', { order: 'cart2' })).toBe('pending');
    expect(server.asked).toHaveLength(0);
    expect(shop.sessions).toHaveLength(2);
    expect(opened(shop)[1]).toBe(shop.sessions[1]?.paymentSessionData);
  });

  it.each<[Say, string]>([
    ['SUCCESS', 'succeeded'],
    ['FAIL', 'new'],
    ['CANCELLED', 'new'],
    ['ORDER_NOT_EXIST', 'new'],
    ['PROCESSING', 'processing'],
    ['PENDING', 'processing'],
    ['down', 'unknown'],
    ['unknown', 'unknown'],
  ])('on the next page load %s is %s', async (say, end) => {
    const storage = memoryStorage();
    const before = await undecided(name, { storage }, 'cart1');
    before.shop.checkout.dispose();
    await pass(1_000);
    reloadPage();
    const server = fakeServer(say);
    const shop = openShop({ storage, inquiryPayment: server.inquiryPayment });
    const result = shop.checkout.pay({ order: 'cart1' });
    await pass(500);
    expect(server.asked.map(({ context }) => context.paymentRequestId)).toEqual([before.shop.sessions[0]?.paymentRequestId]);
    const outcome = await peek(result);
    if (end === 'new') {
      expect(outcome).toBe('pending');
      expect(opened(shop)).toEqual([shop.sessions[0]?.paymentSessionData]);
    } else {
      expect(outcome).toMatchObject({ status: end, paymentRequestId: before.shop.sessions[0]?.paymentRequestId });
      expect(shop.sdk.cashiers).toHaveLength(0);
      expect(shop.sessions).toHaveLength(0);
    }
  });
});

describe('two undecided payments of one order, of two tabs for example', () => {
  async function twoUndecided(storage: ReturnType<typeof memoryStorage>): Promise<string[]> {
    const ids: string[] = [];
    for (const force of [false, true]) {
      // The second knows nothing of the first: each has its own storage.
      const own = memoryStorage();
      const shop = openShop({ storage: own, inquiryPayment: fakeServer('down').inquiryPayment });
      await shop.open({ force });
      shop.checkout.dispose();
      await pass(1_000);
      ids.push(shop.sessions[0]?.paymentRequestId ?? '');
      const key = Object.keys(own.content)[0] ?? '';
      const add = JSON.parse(own.content[key] ?? '') as { records: unknown[] };
      const before = JSON.parse(storage.content[key] ?? '{"records":[]}') as { records: unknown[] };
      storage.setItem(key, JSON.stringify({ ...add, records: before.records.concat(add.records) }));
      reloadPage();
    }
    return ids;
  }

  it.each<[Say, string | null]>([
    ['PENDING', 'processing'],
    ['down', 'unknown'],
    ['SUCCESS', 'succeeded'],
    ['CANCELLED', null],
  ])('are both asked about, the newest first; FAIL and then %s', async (say, status) => {
    const storage = memoryStorage();
    const ids = await twoUndecided(storage);
    const server = fakeServer('FAIL', say);
    const shop = openShop({ storage, inquiryPayment: server.inquiryPayment });
    const result = shop.checkout.pay();
    await pass(500);
    expect(server.asked.map(({ context }) => context.paymentRequestId)).toEqual([ids[1], ids[0]]);
    expect(shop.sdk.cashiers).toHaveLength(status === null ? 1 : 0);
    expect(await peek(result)).toEqual(status === null ? 'pending' : expect.objectContaining({ status, paymentRequestId: ids[0] }));
  });

  it('are asked about once each where storage cannot be written', async () => {
    const storage = memoryStorage();
    await twoUndecided(storage);
    const server = fakeServer('FAIL');
    const refuse = (): never => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const shop = openShop({
      storage: { getItem: (name) => storage.getItem(name), setItem: refuse, removeItem: refuse },
      inquiryPayment: server.inquiryPayment,
    });
    void shop.checkout.pay();
    await pass(500);
    expect(server.asked.length).toBeLessThanOrEqual(2);
    expect(shop.sdk.cashiers).toHaveLength(1);
  });
});

it('a page that is hidden while an earlier payment is asked about still opens the cashier, which stays', async () => {
  const server = fakeServer('down');
  const shop = openShop({ inquiryPayment: server.inquiryPayment });
  await shop.open();
  shop.checkout.unmount();
  await pass(1_000);
  server.says('silent');
  void shop.checkout.pay();
  await flush();
  window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
  server.asked[server.asked.length - 1]?.answer('CANCELLED');
  await flush();
  shop.sdk.cashier().launch();
  await pass(1_000);
  expect(shop.sdk.cashiers).toHaveLength(2);
  expect(shop.checkout.state).toMatchObject({ phase: 'open', cashierVisible: true });
});

describe('the question before a payment', () => {
  it('is asked in the phase confirming', async () => {
    const { shop, server } = await undecided('unmount()');
    server.says('silent');
    void shop.checkout.pay();
    await flush();
    expect(shop.checkout.state).toMatchObject({ phase: 'confirming', busy: true, canPay: false, cashierVisible: false });
    server.asked[0]?.answer('FAIL');
    await pass(500);
    expect(shop.sdk.cashiers).toHaveLength(2);
  });

  it('aborts its request after 10 s, and what comes later opens nothing', async () => {
    const { shop, server } = await undecided('unmount()');
    server.says('silent');
    const result = shop.checkout.pay();
    await pass(9_900);
    expect(await peek(result)).toBe('pending');
    expect(server.asked[0]?.context.signal.aborted).toBe(false);
    await pass(200);
    expect(server.asked[0]?.context.signal.aborted).toBe(true);
    const outcome = await outcomeOf(result);
    expect(outcome).toMatchObject({ status: 'unknown' });
    server.asked[0]?.answer('FAIL');
    await pass(1_000);
    expect(shop.sdk.cashiers).toHaveLength(1);
    expect(shop.checkout.state).toMatchObject({ phase: 'settled', outcome });
  });

  // CONTRACT "How an attempt ends": "the same while `confirming`: … the others: settle as at the deadline, record kept, never `abandoned`".
  it.each(['unmount', 'dispose', 'abort'] as const)(
    'ended by %s is unknown, never abandoned, and a late answer opens nothing',
    async (how) => {
      const { shop, server } = await undecided('unmount()');
      const abort = new AbortController();
      server.says('silent');
      const result = shop.checkout.pay({ signal: abort.signal });
      await flush();
      if (how === 'abort') abort.abort();
      else shop.checkout[how]();
      expect(await outcomeOf(result)).toMatchObject({ status: 'unknown', retry: 'after-confirmation' });
      server.asked[0]?.answer('ORDER_NOT_EXIST');
      await pass(1_000);
      expect(shop.sdk.cashiers).toHaveLength(1);
      expect(shop.sessions).toHaveLength(1);
    },
  );

  it('is not asked where a listener that hears of confirming unmounts', async () => {
    const { shop, server } = await undecided('unmount()');
    server.says('ORDER_NOT_EXIST');
    const stop = shop.checkout.subscribe(() => {
      if (shop.checkout.state.phase === 'confirming') shop.checkout.unmount();
    });
    const outcome = await outcomeOf(shop.checkout.pay());
    stop();
    await pass(1_000);
    expect(shop.checkout.state).toMatchObject({ phase: 'settled', outcome });
    expect(shop.sessions).toHaveLength(1);
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  // CONTRACT "How an attempt ends": "The first row that happens decides; the outcome is immutable and everything later is only an event".
  it('asks for no session after inquiryPayment itself has unmounted', async () => {
    const server = fakeServer('down');
    let unmounts = false;
    const shop: Shop = openShop({
      inquiryPayment: (context) => {
        if (unmounts) shop.checkout.unmount();
        return server.inquiryPayment(context);
      },
    });
    await shop.open();
    shop.checkout.unmount();
    await pass(500);
    unmounts = true;
    server.says('FAIL');
    const outcome = await outcomeOf(shop.checkout.pay());
    await pass(1_000);
    expect(shop.checkout.state).toMatchObject({ phase: 'settled', outcome });
    expect(shop.sessions).toHaveLength(1);
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it("of a second click is the first click's", async () => {
    const { shop, server } = await undecided('unmount()');
    server.says('silent');
    const first = shop.checkout.pay();
    expect(shop.checkout.pay()).toBe(first);
    expect(await errorOf(shop.checkout.pay({ order: 'other' }))).toMatchObject({ error: { code: 'component-busy' } });
    await flush();
    expect(server.asked).toHaveLength(1);
    server.asked[0]?.answer('SUCCESS');
    expect(await outcomeOf(first)).toMatchObject({ status: 'succeeded' });
  });

  it('is not needed after an attempt that never called createComponent', async () => {
    const server = fakeServer('SUCCESS');
    const shop = openShop({ inquiryPayment: server.inquiryPayment });
    const result = shop.checkout.pay();
    shop.checkout.unmount();
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned' });
    await pass(500);
    await shop.open();
    expect(server.asked).toHaveLength(0);
  });

  it('keeps prepare({ session: true }) from asking for a session', async () => {
    const { shop } = await undecided('a redirect', { storage: memoryStorage() });
    await shop.checkout.prepare({ session: true });
    expect(shop.sessions).toHaveLength(1);
  });
});

describe('a second payment within one order', () => {
  it('forced, is then the one that is asked about', async () => {
    const { shop, server } = await undecided('SDK_PAYMENT_PROCESSING');
    const { cashier } = await shop.open({ force: true });
    expect(cashier.params['sessionData']).toBe(shop.sessions[1]?.paymentSessionData);
    shop.checkout.unmount();
    await pass(500);
    expect(await again(shop, server, 'PENDING')).toMatchObject({
      status: 'processing',
      paymentRequestId: shop.sessions[1]?.paymentRequestId,
    });
  });

  it('of the same session again, decided, leaves no record behind', async () => {
    const storage = memoryStorage();
    const { shop, server } = await undecided('unmount()', { storage });
    server.says('PROCESSING');
    const result = shop.checkout.pay();
    await pass(500);
    shop.sdk.cashier().launch();
    await flush();
    server.says('SUCCESS');
    shop.sdk.cashier().emit('SDK_PAYMENT_SUCCESSFUL');
    await flush();
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    expect(storage.content).toEqual({});
  });

  // CONTRACT "Safe to call again": "FAIL, CANCELLED → a new session". The merchant hands over the very session that has failed.
  it('does not open the session again that the server says has failed', async () => {
    const { shop, server } = await undecided('unmount()');
    await again(shop, server, 'FAIL', { session: shop.sessions[0] });
    expect(opened(shop)).toEqual([shop.sessions[0]?.paymentSessionData, shop.sessions[1]?.paymentSessionData]);
  });
});
