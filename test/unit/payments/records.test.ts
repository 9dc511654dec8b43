/** The pending record: what it holds, how long it lives, and content that is not ours. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isOf } from '../../../src/outcome/order';
import { createPending, type PendingRecord } from '../../../src/payments/records';
import { openStore } from '../../../src/payments/storage';
import type { StorageLike } from '../../../src/types';
import { testEnvironment } from '../../support/environment';
import { emptyRegistry } from '../../support/registry';
import { fakeServer, memoryStorage, reloadPage } from '../../support/server';
import { errorOf, openShop, outcomeOf, pass, peek, useShop } from '../../support/shop';

const KEY = 'antom-checkout-controller.pending';
const DAY = 24 * 3_600_000;

let made = 0;
const record = (fields: Partial<PendingRecord> = {}): PendingRecord => {
  made += 1;
  return {
    attemptId: `attempt-${String(made)}`,
    paymentRequestId: `request-${String(made)}`,
    paymentSessionId: 's',
    order: '',
    at: Date.now(),
    ...fields,
  };
};
const any = (): boolean => true;
const load = (store: StorageLike | null): ReturnType<typeof createPending> => createPending(testEnvironment(), store ?? 'none');

describe('the store', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-03-01T12:00:00Z') });
    emptyRegistry();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('finds a record again on the next page load, newest first', () => {
    const storage = memoryStorage();
    const [one, two] = [record({ order: 'a' }), record({ order: 'b' })];
    load(storage).write(one);
    load(storage).write(two);
    expect(load(storage).newest(any)).toEqual(two);
    expect(load(storage).newest(({ order }) => order === 'a')).toEqual(one);
    load(storage).remove(({ order }) => order === 'b');
    expect(load(storage).newest(any)).toEqual(one);
    load(storage).remove(any);
    expect(storage.content).toEqual({});
  });

  it('forgets after 7 days and not before', () => {
    const storage = memoryStorage();
    load(storage).write(record());
    const open = load(storage);
    vi.advanceTimersByTime(7 * DAY - 1);
    expect(load(storage).newest(any)).not.toBeNull();
    expect(open.newest(any)).not.toBeNull();
    vi.advanceTimersByTime(1);
    expect(load(storage).newest(any)).toBeNull();
    expect(open.newest(any)).toBeNull();
  });

  it('keeps an undecided payment beside dozens of forms that were only drawn', () => {
    const storage = memoryStorage();
    load(storage).write(record({ attemptId: 'undecided', order: 'X' }));
    for (let i = 0; i < 60; i += 1) load(storage).write(record({ order: `form-${String(i)}` }));
    expect(load(storage).newest(({ order }) => order === 'X')).toMatchObject({ attemptId: 'undecided' });
  });

  it('stays small, and keeps the newest', () => {
    const storage = memoryStorage();
    const pending = load(storage);
    for (let i = 0; i < 200; i += 1) pending.write(record({ order: `order-${String(i)}-${'x'.repeat(200)}` }));
    expect((storage.content[KEY] ?? '').length).toBeLessThan(50_000);
    expect(load(storage).newest(any)?.order).toMatch(/^order-199-/);
  });

  // CONTRACT "Safe to call again": "`order?: string`: any string that changes when what is paid changes". Not found again it lets a second
  // payment through after a reload.
  it('finds a record of a long order again', () => {
    const storage = memoryStorage();
    const order = JSON.stringify(Array.from({ length: 20 }, (_, i) => ({ sku: `sku-${String(i)}`, quantity: 1 })));
    load(storage).write(record({ order }));
    expect(load(storage).newest((other) => isOf(other, order))).not.toBeNull();
    expect(load(storage).newest((other) => isOf(other, `${order} `))).toBeNull();
  });

  // Not found again it lets a second payment through.
  it.each([
    ['quotes and backslashes', '"a\\"\\\\b\\u0041'],
    ['control characters', 'a\u0000\n\t\u007f'],
    ['line separators', 'a\u2028\u2029'],
    ['other scripts', 'Bestellung für Łódź, 订单, заказ'],
    ['characters of two units, and half of one', 'a\u{1f6d2}\ud800'],
    ['256 of any', '\u8ba2'.repeat(256)],
  ])('finds an order of %s again, paid or not', (_what, order) => {
    const storage = memoryStorage();
    load(storage).write(record({ order }));
    load(storage).pay({ attemptId: 'a', order, confirmedBy: 'sdk' });
    reloadPage();
    expect(load(storage).newest(any)?.order).toBe(order);
    expect(load(storage).paid(order)).not.toBeNull();
  });

  it('finds 100 of each again, however long, and of 101 the newest 100', () => {
    const storage = memoryStorage();
    const long = (i: number): string => `${String(i)} ${'\u8ba2'.repeat(250)}`;
    const numbers = Array.from({ length: 100 }, (_, i) => i);
    const add = (i: number): void => {
      load(storage).write(record({ attemptId: long(i), paymentRequestId: long(i), paymentSessionId: long(i), order: long(i) }));
      load(storage).pay({ attemptId: long(i), order: long(i), confirmedBy: 'server' });
    };
    const found = (i: number): boolean[] => [
      load(storage).newest(({ order }) => order === long(i)) !== null,
      load(storage).paid(long(i)) !== null,
    ];
    numbers.forEach(add);
    reloadPage();
    expect(numbers.filter((i) => found(i).includes(false))).toEqual([]);
    add(100);
    reloadPage();
    expect([found(0), found(1), found(100)]).toEqual([
      [false, false],
      [true, true],
      [true, true],
    ]);
  });

  it('remembers each paid order beside the others and beside what is undecided', () => {
    const storage = memoryStorage();
    const open = record({ order: 'c' });
    load(storage).pay({ attemptId: 'one', order: 'a', confirmedBy: 'sdk' });
    load(storage).write(open);
    reloadPage();
    expect([load(storage).paid('a')?.attemptId, load(storage).newest(any)]).toEqual(['one', open]);
    load(storage).pay({ attemptId: 'two', order: 'b', confirmedBy: 'server' });
    load(storage).pay({ attemptId: 'three', order: 'b', confirmedBy: 'sdk' });
    reloadPage();
    expect(['a', 'b', 'c'].map((order) => load(storage).paid(order)?.attemptId)).toEqual(['one', 'three', undefined]);
    expect(storage.content[KEY]).not.toContain('two');
  });

  it('a payment that is written again takes the place of one, not of others', () => {
    const storage = memoryStorage();
    const [other, mine] = [record({ order: 'a' }), record({ order: 'b' })];
    load(storage).write(other);
    for (let i = 0; i < 30; i += 1) load(storage).write(mine);
    reloadPage();
    expect(load(storage).newest(({ order }) => order === 'a')).toEqual(other);
  });

  it('an id that is too long for storage is not held there as another one', () => {
    const storage = memoryStorage();
    const long = record({ paymentRequestId: 'r'.repeat(300) });
    load(storage).write(long);
    expect(load(storage).newest(any)).toEqual(long);
    reloadPage();
    expect(load(storage).newest(any)).toBeNull();
  });

  it.each<[string, string]>([
    ['no JSON', '{'],
    ['empty', ''],
    ['null', 'null'],
    ['a number', '7'],
    ['an array', '[]'],
    ['an object', '{}'],
    ['another version', '{"version":2,"records":[]}'],
    ["another version's records", JSON.stringify({ version: 2, records: [record({ at: Date.UTC(2026, 2, 1) })] })],
    ['a record whose time is a text', JSON.stringify({ version: 1, records: [{ ...record(), at: String(Date.UTC(2026, 2, 1, 12)) }] })],
    [
      'a record whose order is a list',
      JSON.stringify({ version: 1, records: [{ ...record({ at: Date.UTC(2026, 2, 1, 12) }), order: ['a'] }] }),
    ],
    ['records that are no array', '{"version":1,"records":{"length":1}}'],
    ['no version', '{"records":[]}'],
    ['oversized', JSON.stringify({ version: 1, records: [record({ at: Date.UTC(2026, 2, 1) })], more: 'x'.repeat(2_000_000) })],
    [
      'an oversized text',
      JSON.stringify({ version: 1, records: [record({ at: Date.UTC(2026, 2, 1), paymentRequestId: 'x'.repeat(5_000) })] }),
    ],
    ...['attemptId', 'paymentRequestId', 'paymentSessionId', 'order', 'at'].flatMap<[string, string]>((name) => [
      [
        `a record without ${name}`,
        JSON.stringify({ version: 1, records: [{ ...record({ at: Date.UTC(2026, 2, 1) }), [name]: undefined }] }),
      ],
      [
        `a record whose ${name} is an object`,
        JSON.stringify({ version: 1, records: [{ ...record({ at: Date.UTC(2026, 2, 1) }), [name]: {} }] }),
      ],
    ]),
    ['entries that are no records', '{"version":1,"records":[null,1,"x",[],{}]}'],
  ])('ignores content that is %s, and still takes a record', (_name, content) => {
    const storage = memoryStorage();
    storage.setItem(KEY, content);
    expect(load(storage).newest(any)).toBeNull();
    const mine = record();
    load(storage).write(mine);
    expect(load(storage).newest(any)).toEqual(mine);
  });

  it('reads a good record beside a bad one', () => {
    const storage = memoryStorage();
    const good = record();
    storage.setItem(KEY, JSON.stringify({ version: 1, records: [null, good, { ...good, at: 'x' }] }));
    expect(load(storage).newest(any)).toEqual(good);
  });

  it.each<[string, StorageLike | null]>([
    ['is not there', null],
    [
      'throws on every access',
      {
        getItem: () => {
          throw new Error('denied');
        },
        setItem: () => {
          throw new Error('denied');
        },
        removeItem: () => {
          throw new Error('denied');
        },
      },
    ],
    ['forgets', { getItem: () => null, setItem: () => undefined, removeItem: () => undefined }],
    ['answers with something else', { getItem: () => 7 as unknown as string, setItem: () => undefined, removeItem: () => undefined }],
  ])('holds a record as long as the page lives where storage %s', (_name, storage) => {
    const pending = load(storage);
    const [one, two] = [record({ order: 'a' }), record({ order: 'b' })];
    pending.write(one);
    pending.write(two);
    expect(pending.newest(({ order }) => order === 'a')).toEqual(one);
    expect(pending.newest(any)).toEqual(two);
    pending.remove(({ order }) => order === 'b');
    expect(pending.newest(any)).toEqual(one);
    pending.remove(any);
    expect(pending.newest(any)).toBeNull();
  });

  it('what two storages do not take is held for each, a record and a paid order alike', () => {
    const full = (): StorageLike => ({
      getItem: () => null,
      setItem: () => {
        throw new Error('QuotaExceededError');
      },
      removeItem: () => undefined,
    });
    const [left, right] = [load(full()), load(full())];
    const mine = record({ order: 'a' });
    left.write(mine);
    left.pay({ attemptId: 'x', order: 'b', confirmedBy: 'sdk' });
    right.write(record({ order: 'c' }));
    expect(left.newest(any)).toEqual(mine);
    expect(left.paid('b')?.attemptId).toBe('x');
    expect(right.newest(any)?.order).toBe('c');
    expect(right.paid('b')).toBeNull();
  });

  it('the logger is told of what storage did not take, and of nothing else', () => {
    const storage = memoryStorage();
    const log = vi.fn();
    const pending = createPending(testEnvironment(), storage, log);
    pending.write(record());
    pending.pay({ attemptId: 'x', order: 'b', confirmedBy: 'sdk' });
    pending.remove(any);
    expect(log).not.toHaveBeenCalled();
    storage.setItem = () => undefined;
    const lost = record();
    pending.write(lost);
    expect(log.mock.calls).toEqual([['warn', 'record.not-stored', { storage: 'own' }, lost.attemptId]]);
  });

  // CONTRACT "Surface", resume(): "else the newest record".
  it('the newest record is the newest also where storage was full by then', () => {
    const storage = memoryStorage();
    const pending = load(storage);
    pending.write(record());
    storage.setItem = () => {
      throw new Error('QuotaExceededError');
    };
    vi.advanceTimersByTime(1_000);
    const second = record();
    pending.write(second);
    expect(pending.newest(any)).toEqual(second);
  });

  it('two tabs with two orders do not mix', () => {
    const storage = memoryStorage();
    const [left, right] = [load(storage), load(storage)];
    const [one, two] = [record({ order: 'a' }), record({ order: 'b' })];
    left.write(one);
    right.write(two);
    expect(left.newest(({ order }) => order === 'a')).toEqual(one);
    expect(right.newest(({ order }) => order === 'b')).toEqual(two);
    left.remove(({ order }) => order === 'a');
    expect(load(storage).newest(any)).toEqual(two);
  });

  // CONTRACT "Asking the server": "final → that outcome, record gone".
  it('what one tab removed does not come back by the other', () => {
    const storage = memoryStorage();
    const [left, right] = [load(storage), load(storage)];
    left.write(record({ order: 'a' }));
    right.write(record({ order: 'b' }));
    left.remove(({ order }) => order === 'a');
    expect(right.newest(({ order }) => order === 'a')).toBeNull();
    right.write(record({ order: 'b' }));
    expect(load(storage).newest(({ order }) => order === 'a')).toBeNull();
  });
});

describe('openStore', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('gives the storage that is meant, and none where reading it throws', () => {
    const env = testEnvironment();
    expect(openStore(env, 'session')).toBe(sessionStorage);
    expect(openStore(env, 'local')).toBe(localStorage);
    expect(openStore(env, 'none')).toBeNull();
    const own = memoryStorage();
    expect(openStore(env, own)).toBe(own);
    vi.spyOn(window, 'sessionStorage', 'get').mockImplementation(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    expect(openStore(env, 'session')).toBeNull();
  });
});

describe('through the controller', () => {
  useShop();

  it('a record is there when createComponent is called, and not before', async () => {
    const storage = memoryStorage();
    const shop = openShop({ storage, inquiryPayment: fakeServer('down').inquiryPayment });
    let atCreate: string | undefined;
    shop.sdk.duringCreate = () => {
      atCreate = storage.content[KEY];
    };
    await shop.checkout.prepare({ session: true });
    expect(storage.content).toEqual({});
    await shop.open();
    expect(atCreate).toContain(shop.sessions[0]?.paymentRequestId);
  });

  it("holds nothing of the session's data", async () => {
    const storage = memoryStorage();
    const shop = openShop({ storage, inquiryPayment: fakeServer('PROCESSING').inquiryPayment });
    await shop.open({ order: 'cart1' });
    const content = storage.content[KEY] ?? '';
    for (const part of shop.sessions[0]?.paymentSessionData.split('&&') ?? []) if (part.length > 4) expect(content).not.toContain(part);
    expect(Object.keys((JSON.parse(content) as { records: object[] }).records[0] ?? {}).sort()).toEqual([
      'at',
      'attemptId',
      'order',
      'paymentRequestId',
      'paymentSessionId',
    ]);
    expect([sessionStorage.length, localStorage.length]).toEqual([0, 0]);
  });

  it.each<['session' | 'local', () => Storage]>([
    ['session', () => sessionStorage],
    ['local', () => localStorage],
  ])('storage %s is where it goes', async (storage, where) => {
    const shop = openShop({ storage, inquiryPayment: fakeServer('down').inquiryPayment });
    await shop.open();
    expect(where().getItem(KEY)).toContain(shop.sessions[0]?.paymentRequestId);
  });

  it('storage that throws on every access neither stops a payment nor lets a second one through', async () => {
    const denied = (): never => {
      throw new DOMException('denied', 'SecurityError');
    };
    const server = fakeServer('PENDING');
    const shop = openShop({ storage: { getItem: denied, setItem: denied, removeItem: denied }, inquiryPayment: server.inquiryPayment });
    await shop.open();
    shop.checkout.unmount();
    await pass(500);
    const result = shop.checkout.pay();
    await pass(500);
    expect(await outcomeOf(result)).toMatchObject({ status: 'processing' });
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('without inquiryPayment a payment that was under way still refuses another one after a reload, until force', async () => {
    const storage = memoryStorage();
    const before = openShop({ storage });
    await before.open({ order: 'cart1' });
    before.checkout.dispose();
    await pass(500);
    reloadPage();
    const shop = openShop({ storage });
    expect(await errorOf(shop.checkout.pay({ order: 'cart1' }))).toMatchObject({
      error: { code: 'payment-unconfirmed' },
      retry: 'after-confirmation',
    });
    expect(shop.sdk.cashiers).toHaveLength(0);
    await shop.open({ order: 'cart2' });
    shop.checkout.unmount();
    await pass(500);
    await shop.open({ order: 'cart1', force: true });
    expect(shop.sdk.cashiers).toHaveLength(2);
  });

  it.each(['SDK_PAYMENT_SUCCESSFUL', 'SDK_PAYMENT_FAIL', 'SDK_PAYMENT_CANCEL'])(
    'without inquiryPayment %s takes the record away',
    async (code) => {
      const storage = memoryStorage();
      const shop = openShop({ storage });
      const { result, cashier } = await shop.open({ notRedirectAfterComplete: true });
      expect(storage.content).not.toEqual({});
      cashier.emit(code, code === 'SDK_PAYMENT_FAIL' ? { result: { paymentResultCode: 'RISK_REJECT' } } : {});
      await pass(500);
      expect(await peek(result)).not.toBe('pending');
      expect(storage.content).toEqual({});
    },
  );

  it.each(['SDK_PAYMENT_PROCESSING', 'SDK_PAYMENT_ERROR'])(
    'without inquiryPayment %s leaves the record, and resume() says unknown',
    async (code) => {
      const storage = memoryStorage();
      const shop = openShop({ storage });
      const { result, cashier } = await shop.open();
      cashier.emit(code);
      await pass(500);
      const { paymentRequestId } = await outcomeOf(result);
      reloadPage();
      const next = openShop({ storage });
      expect(await next.checkout.resume()).toMatchObject({ status: 'unknown', retry: 'after-confirmation', paymentRequestId });
      expect(storage.content).not.toEqual({});
    },
  );

  // A shop that adds inquiryPayment later: the record of before has no paymentRequestId, so the server cannot be asked about it.
  it('a record without paymentRequestId is not asked about with an empty id', async () => {
    const storage = memoryStorage();
    storage.setItem(KEY, JSON.stringify({ version: 1, records: [record({ paymentRequestId: '', at: Date.now() })] }));
    const server = fakeServer('ORDER_NOT_EXIST');
    const shop = openShop({ storage, inquiryPayment: server.inquiryPayment });
    void shop.checkout.pay();
    await pass(500);
    expect(server.asked).toHaveLength(0);
    expect(shop.sdk.cashiers).toHaveLength(0);
  });

  // CONTRACT "Surface": "any string that changes when what is paid changes"; "Safe to call again": "While the last one of this `order` (or
  // its record) is undecided, `pay()` with `inquiryPayment` first asks once". A second charge.
  it('a payment of a long order is asked about on the next page load too', async () => {
    const order = 'x'.repeat(300);
    const storage = memoryStorage();
    const before = openShop({ storage, inquiryPayment: fakeServer('down').inquiryPayment });
    await before.open({ order });
    before.checkout.dispose();
    await pass(500);
    reloadPage();
    const shop = openShop({ storage, inquiryPayment: fakeServer('SUCCESS').inquiryPayment });
    const result = shop.checkout.pay({ order });
    await pass(500);
    expect(shop.sdk.cashiers).toHaveLength(0);
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
  });
});

describe('a storage that is full', () => {
  const full: StorageLike = {
    getItem: () => null,
    setItem: () => {
      throw new Error('QuotaExceededError');
    },
    removeItem: () => undefined,
  };
  useShop();

  it('does not let the next controller of the page forget: a view that mounts anew asks about the payment of the last one', async () => {
    const server = fakeServer('PENDING');
    const before = openShop({ storage: full, inquiryPayment: server.inquiryPayment });
    await before.open({ order: 'cart' });
    before.checkout.dispose();
    await pass(1_000);
    const shop = openShop({ fake: before.sdk, storage: full, inquiryPayment: server.inquiryPayment });
    expect(await peek(shop.checkout.pay({ order: 'cart' }).then(({ status }) => status))).toBe('processing');
    expect(server.asked).toHaveLength(1);
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('holds nothing for a controller with another storage, or with none', async () => {
    const before = openShop({ storage: full });
    await before.open();
    before.checkout.dispose();
    await pass(1_000);
    for (const storage of ['none', memoryStorage()] as const) {
      const shop = openShop({ fake: before.sdk, storage });
      await shop.open();
      shop.checkout.dispose();
      await pass(1_000);
    }
  });
});
