/** What happens meanwhile: to the same payment, its order, the page and its storage, while a payment is on its way. */
import { describe, expect, it } from 'vitest';
import type { PaymentSession, StorageLike } from '../../src/types';
import { elementSession, moveForm, openForm } from '../support/form';
import { fakeServer, memoryStorage, reloadPage, type Say } from '../support/server';
import {
  flush,
  isCashierShowing,
  openShop,
  outcomeOf,
  pagehide,
  pageshow,
  pass,
  peek,
  slowSessions,
  uniqueSession,
  useShop,
} from '../support/shop';

useShop();
const KEY = 'antom-checkout-controller.pending';
const ORDER = { order: 'cart1' };
const at = (address: string): void => {
  history.replaceState(null, '', address);
};
const content = (records: object[], paid: object[]): string => JSON.stringify({ version: 1, records, paid });
const paid = (): object => ({ attemptId: 'a', order: 'cart1', confirmedBy: 'server', at: Date.now() });
const begun = (id = 'other'): object => ({ attemptId: id, paymentRequestId: id, paymentSessionId: '', order: 'cart1', at: Date.now() });

describe('a payment that the address names, while resume() names an order', () => {
  it('pays that order neither by resume() nor by pay(), which opens the next time', async () => {
    at('/checkout?paymentRequestId=payment-of-A');
    const storage = memoryStorage();
    const server = fakeServer('silent');
    const shop = openShop({ storage, inquiryPayment: server.inquiryPayment });
    const resumed = shop.checkout.resume({ order: 'B:250' });
    await flush();
    const result = shop.checkout.pay({ order: 'B:250' });
    await flush();
    server.asked[0]?.answer('SUCCESS');
    await flush();
    expect(await peek(result)).toMatchObject({ status: 'unknown', order: 'B:250' });
    expect(await peek(resumed)).toMatchObject({ status: 'succeeded', paymentRequestId: 'payment-of-A' });
    expect(await resumed).not.toHaveProperty('order');
    expect(storage.content[KEY] ?? '').not.toContain('B:250');
    await shop.open({ order: 'B:250' });
    expect(isCashierShowing()).toBe(true);
  });

  it('is not remembered as that order’s, whatever the server says of it meanwhile', async () => {
    at('/checkout?paymentRequestId=payment-of-A');
    const storage = memoryStorage();
    const server = fakeServer('PROCESSING');
    const first = openShop({ storage, inquiryPayment: server.inquiryPayment });
    void first.checkout.resume({ order: 'B:250' });
    await flush();
    first.checkout.dispose();
    await pass(1_000);
    expect(storage.content[KEY] ?? '').not.toContain('B:250');
    reloadPage();
    at('/checkout');
    server.says('SUCCESS');
    const later = openShop({ storage, inquiryPayment: server.inquiryPayment });
    await later.open({ order: 'B:250' });
    expect(server.asked).toHaveLength(1);
  });

  it('holds the order while it is undecided, and is asked about again without its address', async () => {
    at('/checkout?paymentRequestId=payment-of-A');
    const server = fakeServer('PROCESSING');
    const shop = openShop({ inquiryPayment: server.inquiryPayment, storage: memoryStorage() });
    const control = new AbortController();
    const resumed = shop.checkout.resume({ order: 'B:250', signal: control.signal });
    await flush();
    control.abort();
    expect(await peek(resumed)).toMatchObject({ status: 'processing' });
    at('/checkout');
    expect(await outcomeOf(shop.checkout.pay({ order: 'B:250' }))).toMatchObject({ status: 'processing', order: 'B:250' });
    server.says('SUCCESS');
    expect(await outcomeOf(shop.checkout.resume({ order: 'B:250' }) as never)).not.toHaveProperty('order');
  });

  it('is the order’s once a call names both', async () => {
    at('/checkout?paymentRequestId=payment-of-A');
    const server = fakeServer('PROCESSING');
    const shop = openShop({ inquiryPayment: server.inquiryPayment, storage: memoryStorage() });
    const control = new AbortController();
    void shop.checkout.resume({ order: 'B:250', signal: control.signal });
    await flush();
    control.abort();
    await flush();
    server.says('SUCCESS');
    const named = { order: 'B:250', paymentRequestId: 'payment-of-A' };
    expect(await outcomeOf(shop.checkout.resume(named) as never)).toMatchObject({ status: 'succeeded', order: 'B:250' });
    expect(await outcomeOf(shop.checkout.pay({ order: 'B:250' }))).toMatchObject({ status: 'succeeded', order: 'B:250' });
  });

  it('is asked about before the kept session of the order opens again', async () => {
    const server = fakeServer('PROCESSING');
    const shop = openShop({ inquiryPayment: server.inquiryPayment, storage: memoryStorage() });
    const { cashier } = await shop.open(ORDER);
    cashier.close();
    await pass(10_000);
    server.says('silent');
    const control = new AbortController();
    void shop.checkout.resume({ ...ORDER, paymentRequestId: 'another', signal: control.signal });
    await flush();
    control.abort();
    await flush();
    server.says('PROCESSING');
    expect(await outcomeOf(shop.checkout.pay(ORDER))).toMatchObject({ status: 'processing', paymentRequestId: 'another' });
    expect(isCashierShowing()).toBe(false);
  });
});

describe('ORDER_NOT_EXIST about a payment whose cashier has opened since', () => {
  it('is no answer: after that cashier is closed, only the same session opens, and after a question', async () => {
    at('/checkout?paymentRequestId=P1');
    const storage = memoryStorage();
    const server = fakeServer('silent');
    let made = 0;
    const shop = openShop({
      storage,
      inquiryPayment: server.inquiryPayment,
      createPaymentSession: () => Promise.resolve(uniqueSession({ paymentRequestId: `P${String((made += 1))}` })),
    });
    void shop.checkout.resume();
    await flush();
    const { result, cashier } = await shop.open(ORDER);
    server.asked[0]?.answer('ORDER_NOT_EXIST');
    await flush();
    server.says('PROCESSING');
    cashier.close();
    await pass(10_000);
    expect(await peek(result)).toMatchObject({ status: 'cancelled', retry: 'after-confirmation', paymentRequestId: 'P1' });
    const asked = server.asked.length;
    void shop.checkout.pay(ORDER);
    await pass(1_000);
    expect([made, server.asked.length > asked]).toEqual([1, true]);
  });

  it('is no answer either where a second attempt has opened it: the record stays', async () => {
    const storage = memoryStorage();
    const server = fakeServer('PROCESSING');
    const shop = openShop({ storage, inquiryPayment: server.inquiryPayment });
    const other = openShop({ storage, inquiryPayment: server.inquiryPayment });
    const { cashier } = await shop.open(ORDER);
    cashier.close();
    await pass(10_000);
    server.says('silent');
    void other.checkout.resume(ORDER);
    await flush();
    const slow = server.asked[server.asked.length - 1];
    server.says('ORDER_NOT_EXIST', 'silent');
    await shop.open(ORDER);
    slow?.answer('ORDER_NOT_EXIST');
    await flush();
    expect(shop.sessions).toHaveLength(1);
    expect(storage.content[KEY]).toContain(shop.sessions[0]?.paymentRequestId);
  });
});

describe('an order that is paid or begun elsewhere before its cashier opens', () => {
  it.each([
    ['paid', 'succeeded', () => content([], [paid()])],
    ['begun', 'processing', () => content([begun()], [])],
  ] as const)('%s while this page was in the back/forward cache: nothing opens', async (_name, status, now) => {
    const storage = memoryStorage();
    const { asked, create } = slowSessions();
    const shop = openShop({ storage, inquiryPayment: fakeServer('PROCESSING').inquiryPayment, createPaymentSession: create });
    const result = shop.checkout.pay(ORDER);
    await flush();
    pagehide(true);
    storage.setItem(KEY, now());
    pageshow();
    asked[0]?.(uniqueSession());
    await flush();
    expect(shop.sdk.cashiers).toHaveLength(0);
    expect(await peek(result)).toMatchObject({ status });
  });

  it('begun, and not submitted: it opens after the question', async () => {
    const storage = memoryStorage();
    const { asked, create } = slowSessions();
    const server = fakeServer('ORDER_NOT_EXIST');
    const shop = openShop({ storage, inquiryPayment: server.inquiryPayment, createPaymentSession: create });
    void shop.checkout.pay(ORDER);
    await flush();
    storage.setItem(KEY, content([begun()], []));
    asked[0]?.(uniqueSession());
    await flush();
    expect([shop.sdk.cashiers.length, server.asked.length]).toEqual([1, 1]);
  });

  it('begun, where nobody can be asked: payment-unconfirmed, and nothing opens', async () => {
    const storage = memoryStorage();
    const { asked, create } = slowSessions();
    const shop = openShop({ storage, createPaymentSession: create });
    const result = shop.checkout.pay(ORDER);
    await flush();
    storage.setItem(KEY, content([begun()], []));
    asked[0]?.(uniqueSession());
    await flush();
    expect(shop.sdk.cashiers).toHaveLength(0);
    expect(await peek(result)).toMatchObject({ status: 'error', error: { code: 'payment-unconfirmed' } });
  });

  it('begun, with force: it opens', async () => {
    const storage = memoryStorage();
    const { asked, create } = slowSessions();
    const shop = openShop({ storage, createPaymentSession: create });
    void shop.checkout.pay({ ...ORDER, force: true });
    await flush();
    storage.setItem(KEY, content([begun()], []));
    asked[0]?.(uniqueSession());
    await flush();
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it.each([1, 2, 3, 4])(
    'the merchant’s storage ends the attempt at read %i after the session: nothing opens, and nothing is left',
    async (nth) => {
      const storage = memoryStorage();
      const { asked, create } = slowSessions();
      let reads = -1_000;
      const own: StorageLike = {
        ...storage,
        getItem: (key) => {
          reads += 1;
          if (reads === nth) shop.checkout.unmount();
          return storage.getItem(key);
        },
      };
      const shop = openShop({ storage: own, createPaymentSession: create });
      const result = shop.checkout.pay(ORDER);
      await flush();
      reads = 0;
      asked[0]?.(uniqueSession());
      await flush();
      expect(await peek(result)).toMatchObject({ status: 'abandoned', reason: 'unmounted' });
      expect([shop.sdk.cashiers.length, storage.content[KEY]]).toEqual([0, undefined]);
    },
  );

  it('paid, by what another controller of the page has learned', async () => {
    const storage = memoryStorage();
    const server = fakeServer('SUCCESS');
    const { asked, create } = slowSessions();
    const shop = openShop({ storage, inquiryPayment: server.inquiryPayment, createPaymentSession: create });
    const other = openShop({ storage, inquiryPayment: server.inquiryPayment });
    const result = shop.checkout.pay(ORDER);
    await flush();
    await other.checkout.resume({ paymentRequestId: 'P0', ...ORDER });
    asked[0]?.(uniqueSession());
    await flush();
    expect(shop.sdk.cashiers).toHaveLength(0);
    expect(await peek(result)).toMatchObject({ status: 'succeeded' });
  });
});

describe('a page that comes back from the back/forward cache with an open cashier', () => {
  it('closes it where its order was paid meanwhile', async () => {
    const storage = memoryStorage();
    const shop = openShop({ storage });
    const { result } = await shop.open(ORDER);
    pagehide(true);
    storage.setItem(KEY, content([], [paid()]));
    pageshow();
    expect(await peek(result)).toMatchObject({ status: 'succeeded', confirmedBy: 'server', order: 'cart1' });
    await pass(1_000);
    expect(isCashierShowing()).toBe(false);
  });

  it('keeps it where it was not, and while the server is asked', async () => {
    const storage = memoryStorage();
    const server = fakeServer('silent');
    const shop = openShop({ storage, inquiryPayment: server.inquiryPayment });
    const { result, cashier } = await shop.open(ORDER);
    pagehide(true);
    pageshow();
    await pass(1_000);
    expect(isCashierShowing()).toBe(true);
    cashier.emit('SDK_PAYMENT_PROCESSING');
    await flush();
    storage.setItem(KEY, content([], [paid()]));
    pageshow();
    await flush();
    expect(await peek(result)).toBe('pending');
  });
});

describe('a listener of the form that makes way', () => {
  const replaced = async (listener: (shop: ReturnType<typeof openShop>) => void): Promise<ReturnType<typeof openShop>> => {
    const form = openForm();
    const shop = openShop();
    await form.drawn();
    form.checkout.subscribe(() => {
      if (form.checkout.state.phase === 'settled') listener(shop);
    });
    return shop;
  };

  it('may end the payment that takes its place: the page is free for the next one', async () => {
    const shop = await replaced(({ checkout }) => {
      checkout.unmount();
    });
    expect(await shop.checkout.pay()).toMatchObject({ status: 'abandoned' });
    await pass(1_000);
    const next = openShop();
    const result = next.checkout.pay();
    await pass(1_000);
    expect(await peek(result)).toBe('pending');
    expect(next.sdk.cashiers).toHaveLength(1);
  });

  it('may abort it: prepare() of another controller does not wait for ever', async () => {
    const control = new AbortController();
    const shop = await replaced(() => {
      control.abort();
    });
    expect(await shop.checkout.pay({ signal: control.signal })).toMatchObject({ status: 'abandoned' });
    const prepared = openShop().checkout.prepare();
    await pass(60_000);
    expect(await peek(prepared)).toBeUndefined();
  });

  it('may dispose of the controller, which then draws nothing', async () => {
    const shop = openForm();
    await shop.drawn();
    shop.checkout.subscribe(() => {
      if (shop.checkout.state.phase === 'settled') shop.checkout.dispose();
    });
    shop.mount({ container: '#other' });
    await pass(1_000);
    expect([shop.checkout.state.phase, shop.forms.forms.length]).toEqual(['disposed', 1]);
    expect(shop.outcomes).toMatchObject([{ status: 'abandoned' }, { status: 'error', error: { code: 'disposed' } }]);
    expect(document.getElementById('other')?.childElementCount).toBe(0);
  });
});

it('what hears that a form closes cannot take the place of its confirmation', async () => {
  const other = openShop();
  const busy: unknown[] = [];
  const place = document.createElement('div');
  document.querySelector('main')?.appendChild(place);
  const shop = openShop({
    inquiryPayment: fakeServer('silent').inquiryPayment,
    logger: ({ name }) => {
      if (name === 'component.closing') void other.checkout.pay({ order: 'cart2' }).then((outcome) => busy.push(outcome));
    },
  });
  const result = shop.checkout.mount(place, ORDER);
  await flush();
  shop.sdk.cashier().launch();
  shop.sdk.cashier().emit('SDK_PAYMENT_PROCESSING');
  await pass(1_000);
  expect(busy).toMatchObject([{ status: 'error', error: { code: 'component-busy' } }]);
  expect(await peek(result)).toBe('pending');
});

describe('a form of the same session once more', () => {
  it('is submitted, where the server says that the first try is still open', async () => {
    const shop = openForm({ inquiryPayment: fakeServer('PROCESSING').inquiryPayment, storage: memoryStorage() });
    const first = await shop.drawn(ORDER);
    shop.submit();
    first.emit('SDK_SUBMIT_NETWORK_ERROR');
    await flush();
    shop.checkout.unmount();
    await pass(1_000);
    const form = await shop.drawn(ORDER);
    shop.submit();
    await flush();
    expect([shop.sessions.length, form.submits]).toEqual([1, 1]);
  });

  it('is not submitted beside a payment of another session', async () => {
    const storage = memoryStorage();
    const shop = openForm({ inquiryPayment: fakeServer('PROCESSING').inquiryPayment, storage });
    const form = await shop.drawn(ORDER);
    storage.setItem(KEY, content([begun()], []));
    shop.submit();
    await flush();
    expect(form.submits).toBe(0);
    expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'payment-unconfirmed' } }]);
  });

  it.each<[Say | undefined, string]>([
    [undefined, 'request'],
    [undefined, ''],
    ['PROCESSING', 'request'],
  ])('with a button of its own is submitted by the page too, inquiry %s, paymentRequestId %j', async (say, paymentRequestId) => {
    const place = document.createElement('div');
    document.querySelector('main')?.appendChild(place);
    const sessions: PaymentSession[] = [];
    const shop = openShop({
      ...(say ? { inquiryPayment: fakeServer(say).inquiryPayment } : {}),
      createPaymentSession: () => {
        const session = uniqueSession(paymentRequestId === '' ? { paymentRequestId: undefined } : { paymentRequestId });
        sessions.push(session);
        return Promise.resolve(session);
      },
    });
    const drawn = async (): Promise<void> => {
      void shop.checkout.mount(place, ORDER);
      await flush();
      shop.sdk.cashier().launch();
      await flush();
    };
    await drawn();
    shop.checkout.unmount();
    await pass(1_000);
    await drawn();
    const submitted = shop.checkout.submit();
    await flush();
    expect(await peek(submitted)).toBe('pending');
    expect([sessions.length, shop.sdk.cashier().submits.length]).toEqual([1, 1]);
  });
});

it('a form of which the SDK says that it is under way is not undone by what it says of its fields', async () => {
  const storage = memoryStorage();
  const shop = openForm({ storage });
  const form = await shop.drawn(ORDER);
  shop.submit();
  form.emit('SDK_PAYMENT_CHALLENGE');
  form.emit('SDK_FORM_VERIFICATION_FAILED');
  await flush();
  expect(shop.submits).toEqual([{ result: 'invalid' }]);
  expect(storage.content[KEY]).toContain('cart1');
});

describe('a getItem() that throws', () => {
  const flaky = (storage: StorageLike): StorageLike & { failsAt: number } => {
    const own = {
      ...storage,
      failsAt: 0,
      getItem: (key: string): string | null => {
        own.failsAt -= 1;
        if (own.failsAt === 0) throw new Error('busy');
        return storage.getItem(key);
      },
    };
    return own;
  };

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('once, at read %i of a payment, takes nothing of what storage holds', async (nth) => {
    const storage = memoryStorage();
    storage.setItem(KEY, content([begun()], [paid()]));
    const own = flaky(storage);
    const shop = openShop({ storage: own });
    own.failsAt = nth;
    void shop.checkout.pay({ order: 'cart2' });
    await flush();
    own.failsAt = 0;
    shop.checkout.dispose();
    await pass(1_000);
    expect(storage.content[KEY]).toContain('"order":"cart1","confirmedBy"');
  });

  it('once, as another tab has begun a payment: that stays remembered', async () => {
    const storage = memoryStorage();
    const own = flaky(storage);
    const shop = openShop({ storage: own });
    await shop.open(ORDER);
    const written = JSON.parse(storage.content[KEY] ?? '') as { records: object[] };
    storage.setItem(KEY, content([...written.records, begun('tab2')], []));
    own.failsAt = 1;
    shop.checkout.unmount();
    await pass(1_000);
    expect(storage.content[KEY]).toContain('tab2');
  });

  it('always: nothing is written over what storage holds, and the page itself remembers', async () => {
    const storage = memoryStorage();
    const before = content([begun()], [paid()]);
    storage.setItem(KEY, before);
    const own: StorageLike = {
      ...storage,
      getItem: () => {
        throw new Error('busy');
      },
    };
    const shop = openShop({ storage: own });
    const { cashier } = await shop.open({ order: 'cart2' });
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await pass(15_000);
    expect(storage.content[KEY]).toBe(before);
    expect(await outcomeOf(shop.checkout.pay({ order: 'cart2' }))).toMatchObject({ status: 'succeeded' });
  });
});

describe('a session that was asked for before a success', () => {
  it('is not that of the next payment, whose own it leaves alone', async () => {
    const { asked, create } = slowSessions();
    const shop = openShop({ notRedirectAfterComplete: true, createPaymentSession: create });
    void shop.checkout.pay();
    await flush();
    shop.checkout.unmount();
    await pass(1_000);
    const { cashier } = await shop.open({ session: uniqueSession() });
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await pass(1_000);
    void shop.checkout.pay();
    await pass(1_000);
    expect(asked).toHaveLength(2);
    asked[0]?.(uniqueSession());
    await flush();
    const next = uniqueSession();
    asked[1]?.(next);
    await flush();
    expect(shop.sdk.cashier().params).toMatchObject({ sessionData: next.paymentSessionData });
  });
});

describe('a question right before the cashier opens', () => {
  it('is followed by the form of the renewed session, not of the one that has expired', async () => {
    const storage = memoryStorage();
    const shop = openForm({ storage, inquiryPayment: fakeServer('ORDER_NOT_EXIST').inquiryPayment });
    const given = elementSession({ paymentSessionExpiryTime: new Date(Date.now() + 60_000).toISOString() });
    await shop.drawn({ ...ORDER, session: given });
    await pass(60_050);
    storage.setItem(KEY, content([begun()], []));
    await pass(2_000);
    expect(shop.forms.forms).toHaveLength(2);
    expect(shop.forms.form().params).toMatchObject({ sessionData: shop.sessions[0]?.paymentSessionData });
  });

  it('is followed by the session that has come, also where that came expired by the buyer’s clock', async () => {
    const storage = memoryStorage();
    const { asked, create } = slowSessions();
    const shop = openShop({ storage, inquiryPayment: fakeServer('ORDER_NOT_EXIST').inquiryPayment, createPaymentSession: create });
    void shop.checkout.pay(ORDER);
    await flush();
    storage.setItem(KEY, content([begun()], []));
    asked[0]?.(uniqueSession({ paymentSessionExpiryTime: new Date(Date.now() - 1_000).toISOString() }));
    await flush();
    expect([asked.length, shop.sdk.cashiers.length]).toEqual([1, 1]);
  });

  it('is not asked where a reopened form is moved in the last 30 s of its session: it is drawn again', async () => {
    const shop = openForm({ session: () => elementSession({ paymentSessionExpiryTime: new Date(Date.now() + 100_000).toISOString() }) });
    await shop.drawn(ORDER);
    shop.submit();
    await flush();
    shop.checkout.unmount();
    await pass(1_000);
    await shop.drawn(ORDER);
    expect([shop.sessions.length, shop.forms.forms.length, shop.checkout.state.phase]).toEqual([1, 2, 'open']);
    await pass(75_000);
    moveForm();
    await pass(3_000);
    expect(shop.forms.forms).toHaveLength(3);
  });
});

it('a payment that another page has decided while this one was away is not remembered again', async () => {
  const storage = memoryStorage();
  const shop = openShop({ storage, inquiryPayment: fakeServer('SUCCESS').inquiryPayment });
  const { result } = await shop.open(ORDER);
  pagehide(true);
  storage.setItem(KEY, content([], [paid()]));
  pageshow();
  expect(await peek(result)).toMatchObject({ status: 'succeeded' });
  await pass(1_000);
  expect(JSON.parse(storage.content[KEY] ?? '{}')).toMatchObject({ records: [] });
});

it('resume() that nobody can be asked for names no order of a payment that only the address names', async () => {
  at('/checkout?paymentRequestId=payment-of-A');
  const outcome = await openShop({ storage: memoryStorage() }).checkout.resume({ order: 'B:250' });
  expect(outcome).toMatchObject({ status: 'unknown', paymentRequestId: 'payment-of-A' });
  expect(outcome).not.toHaveProperty('order');
});

it('dispose() aborts a session request that a success has made unwanted', async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const shop = openShop({
    notRedirectAfterComplete: true,
    createPaymentSession: ({ signal }) => {
      signals.push(signal);
      return new Promise(() => undefined);
    },
  });
  const prepared = shop.checkout.prepare({ session: true }).catch((thrown: unknown) => (thrown as { code: string }).code);
  await flush();
  const { cashier } = await shop.open({ session: uniqueSession() });
  cashier.emit('SDK_PAYMENT_SUCCESSFUL');
  await pass(1_000);
  shop.checkout.dispose();
  await flush();
  expect([signals.map((signal) => signal?.aborted), await peek(prepared)]).toEqual([[true], 'disposed']);
});
