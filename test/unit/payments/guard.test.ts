/** No repayment before confirmation, as the guard alone knows it. */
import { describe, expect, it } from 'vitest';
import { createRepaymentGuard, type RepaymentGuard } from '../../../src/payments/guard';
import { createPending, type PendingRecord, type PendingStore } from '../../../src/payments/records';
import { createSessionCache, type SessionCache } from '../../../src/session/cache';
import type { PaymentOutcome, PaymentSession } from '../../../src/types';
import { testEnvironment } from '../../support/environment';
import { memoryStorage } from '../../support/server';
import { uniqueSession } from '../../support/shop';

interface Parts {
  readonly guard: RepaymentGuard;
  readonly cache: SessionCache;
  readonly pending: PendingStore;
  readonly session: PaymentSession;
  readonly data: string;
  readonly record: PendingRecord;
}

function setUp(hasInquiry: boolean, storage = memoryStorage()): Parts {
  const env = testEnvironment();
  const cache = createSessionCache(
    env,
    () => Promise.reject(new Error('never asked')),
    1_000,
    () => hasInquiry,
  );
  const session = uniqueSession();
  cache.accept('a', session);
  const pending = createPending(env, storage);
  return {
    guard: createRepaymentGuard(cache, pending, hasInquiry, true),
    cache,
    pending,
    session,
    data: session.paymentSessionData,
    record: recordOf(session),
  };
}

let made = 0;
function recordOf(session: PaymentSession, order = 'a'): PendingRecord {
  made += 1;
  return {
    attemptId: `attempt-${String(made)}`,
    paymentRequestId: session.paymentRequestId ?? '',
    paymentSessionId: session.paymentSessionId ?? '',
    order,
    at: Date.now(),
  };
}

const outcome = (status: PaymentOutcome['status'], retry: PaymentOutcome['retry'] = 'after-confirmation'): PaymentOutcome =>
  ({ attemptId: 'x', status, retry, confirmedBy: null }) as unknown as PaymentOutcome;

const refuses = (run: () => void): boolean => {
  try {
    run();
  } catch (error) {
    return (error as { code?: unknown }).code === 'payment-unconfirmed';
  }
  return false;
};

const isDecided = (status: PaymentOutcome['status']): boolean => status === 'succeeded' || status === 'failed' || status === 'cancelled';

/** An attempt that called createComponent and ended like that. */
function ended({ guard, record, data }: Parts, status: PaymentOutcome['status'], decided: boolean, retry?: PaymentOutcome['retry']): void {
  guard.opening(record, data, false);
  guard.record('a', outcome(status, retry), true, decided, true);
}

describe.each<[PaymentOutcome['status'], 'free' | 'same session' | 'nothing']>([
  ['succeeded', 'free'],
  ['failed', 'free'],
  ['cancelled', 'free'],
  ['redirected', 'same session'],
  ['abandoned', 'same session'],
  ['error', 'same session'],
  ['processing', 'nothing'],
  ['unknown', 'nothing'],
])('without inquiryPayment, after %s the order admits: %s', (status, admits) => {
  const afterwards = (storage = memoryStorage()): Parts => {
    const parts = setUp(false, storage);
    ended(parts, status, isDecided(status));
    return parts;
  };

  it('another session', () => {
    const { guard } = afterwards();
    expect(
      refuses(() => {
        guard.admit('a', uniqueSession(), false);
      }),
    ).toBe(admits !== 'free');
  });

  it('the same session', () => {
    const { guard, session, data, cache } = afterwards();
    // After succeeded nothing is kept, and nothing stands in the way.
    expect(
      refuses(() => {
        guard.admit('a', session, false);
      }),
    ).toBe(admits === 'nothing');
    expect(
      refuses(() => {
        guard.admit('a', data, false);
      }),
    ).toBe(admits === 'nothing');
    expect(cache.peek('a') === null).toBe(status === 'succeeded');
  });

  it('whatever is kept', () => {
    const { guard } = afterwards();
    expect(
      refuses(() => {
        guard.admit('a', undefined, false);
      }),
    ).toBe(admits === 'nothing');
  });

  it('anything by force, and anything of another order', () => {
    const { guard, cache } = afterwards();
    expect(
      refuses(() => {
        guard.admit('b', uniqueSession(), false);
      }),
    ).toBe(false);
    expect(guard.admit('a', undefined, true)).toBeNull();
    expect(cache.peek('a')).toBeNull();
  });

  // A forced pay() whose session request fails has opened nothing: the earlier payment may still go through.
  it('no more than before by a force that opened nothing', () => {
    const { guard } = afterwards();
    guard.admit('a', undefined, true);
    expect(
      refuses(() => {
        guard.admit('a', uniqueSession(), false);
      }),
    ).toBe(admits !== 'free');
  });

  it('an attempt that never called createComponent changes nothing of it', () => {
    const { guard } = afterwards();
    guard.record('a', outcome('cancelled'), false, true, true);
    guard.record('a', outcome('error', 'same-session'), false, false, true);
    expect(
      refuses(() => {
        guard.admit('a', uniqueSession(), false);
      }),
    ).toBe(admits !== 'free');
  });

  it('on the next page load: nothing, unless it is free', () => {
    const storage = memoryStorage();
    afterwards(storage);
    const { guard } = setUp(false, storage);
    expect(
      refuses(() => {
        guard.admit('a', undefined, false);
      }),
    ).toBe(admits !== 'free');
    expect(
      refuses(() => {
        guard.admit('b', undefined, false);
      }),
    ).toBe(false);
    expect(guard.admit('a', undefined, true)).toBeNull();
  });
});

describe.each<[PaymentOutcome['status'], boolean]>([
  ['failed', true],
  ['cancelled', true],
  ['redirected', true],
  ['abandoned', true],
  ['error', true],
  ['processing', false],
  ['unknown', false],
])('with inquiryPayment, after %s that the server left undecided', (status, reopenable) => {
  it(`the server is asked first; the same session is reopenable: ${String(reopenable)}`, () => {
    const parts = setUp(true);
    ended(parts, status, false);
    const { guard, record, session, data } = parts;
    expect(guard.admit('a', undefined, false)).toEqual({ record, reopenable });
    expect(guard.admit('a', session, false)).toEqual({ record, reopenable });
    expect(guard.admit('a', data, false)).toEqual({ record, reopenable });
    expect(guard.admit('a', uniqueSession(), false)).toEqual({ record, reopenable: false });
    expect(guard.admit('b', undefined, false)).toBeNull();
  });

  it('a forced payment takes the place of those before it, and of none that has begun since', () => {
    const { guard, pending, session } = setUp(true);
    const forced = guard.opening(recordOf(session), 'forced', true);
    forced.done();
    // Of another page that shares the storage.
    const later = recordOf(uniqueSession());
    pending.write(later);
    forced.done();
    expect(pending.newest(({ attemptId }) => attemptId === later.attemptId)).toEqual(later);
  });

  it('nothing is asked by force or once it is decided', () => {
    const forced = setUp(true);
    ended(forced, status, false);
    expect(forced.guard.admit('a', undefined, true)).toBeNull();
    expect(forced.pending.newest(() => true)).toEqual(forced.record);
    const next = recordOf(uniqueSession());
    forced.guard.opening(next, 'data', true).done();
    expect(forced.guard.admit('a', undefined, false)?.record).toEqual(next);
    forced.guard.decided(next, false);
    expect(forced.pending.newest(() => true)).toBeNull();
    const decided = setUp(true);
    ended(decided, status, false);
    decided.guard.decided(decided.record, false);
    expect(decided.guard.admit('a', undefined, false)).toBeNull();
    expect(decided.pending.newest(() => true)).toBeNull();
  });

  it('on the next page load the server is asked, and no session is reopenable', () => {
    const storage = memoryStorage();
    const before = setUp(true, storage);
    ended(before, status, false);
    const { guard, session } = setUp(true, storage);
    expect(guard.admit('a', undefined, false)).toEqual({ record: before.record, reopenable: false });
    expect(guard.admit('a', session, false)).toEqual({ record: before.record, reopenable: false });
    expect(guard.newest(() => true)).toEqual(before.record);
  });
});

describe('the record', () => {
  it('is there from opening on, before any outcome', () => {
    const { guard, record, data } = setUp(true);
    expect(guard.newest(() => true)).toBeNull();
    guard.opening(record, data, false);
    expect(guard.newest(() => true)).toEqual(record);
    expect(guard.admit('a', undefined, false)).toMatchObject({ record });
  });

  it('of the same session opened again is decided with it', () => {
    const { guard, record, data, session, pending } = setUp(true);
    guard.opening(record, data, false);
    guard.record('a', outcome('abandoned'), true, false, true);
    guard.opening(recordOf(session), data, false);
    guard.record('a', outcome('succeeded', 'none'), true, true, true);
    expect(pending.newest(() => true)).toBeNull();
  });

  it('another payment of the order is not decided with it', () => {
    const { guard, record, data } = setUp(true);
    guard.opening(record, data, false);
    guard.decided({ ...record, paymentRequestId: 'other' }, false);
    expect(guard.admit('a', undefined, false)).toMatchObject({ record });
  });

  // CONTRACT "Safe to call again": "`force: true` skips this and takes a new session." Two tabs of one order can leave two records.
  it.each([true, false])('is no obstacle to force where there are two of one order, with inquiryPayment: %s', (hasInquiry) => {
    const storage = memoryStorage();
    setUp(hasInquiry, storage).pending.write(recordOf(uniqueSession()));
    const { guard, pending } = setUp(hasInquiry, storage);
    pending.write(recordOf(uniqueSession()));
    let admitted: unknown = 'refused';
    try {
      admitted = guard.admit('a', undefined, true);
    } catch {
      /* refused */
    }
    expect(admitted).toBeNull();
  });
});

describe('the kept session', () => {
  it('is dropped after succeeded and where a new one is needed, kept otherwise', () => {
    for (const [status, retry, kept] of [
      ['succeeded', 'none', false],
      ['failed', 'new-session', false],
      ['failed', 'same-session', true],
      ['cancelled', 'same-session', true],
      ['redirected', 'after-confirmation', true],
    ] as const) {
      const parts = setUp(false);
      ended(parts, status, isDecided(status), retry);
      expect(parts.cache.peek('a') !== null, status + retry).toBe(kept);
    }
  });
});

it('the session of a payment that is over is dropped for every order that it was handed over for, and no other session', () => {
  const { guard, cache, record, session, data } = setUp(true);
  cache.accept('b', session);
  cache.accept('c', uniqueSession());
  guard.opening(record, data, false);
  const over = { ...outcome('failed', 'new-session'), paymentRequestId: record.paymentRequestId } as PaymentOutcome;
  guard.record('a', over, true, true, true);
  expect(['a', 'b', 'c'].map((order) => cache.peek(order) !== null)).toEqual([false, false, true]);
});

describe('a decided payment', () => {
  it("is that one alone: the other order's, and the same order's older one, are still asked about", () => {
    const storage = memoryStorage();
    const parts = setUp(true, storage);
    const { guard, record, data } = parts;
    const [older, other] = [{ ...recordOf(uniqueSession()), at: record.at - 1_000 }, recordOf(uniqueSession(), 'b')];
    guard.opening(older, 'older', false);
    guard.opening(other, 'other', false);
    guard.opening(record, data, false);
    guard.decided(record, false);
    expect(guard.admit('b', undefined, false)).toMatchObject({ record: other });
    expect(guard.admit('a', undefined, false)).toEqual({ record: older, reopenable: false });
  });

  it("without an id of the server's is that attempt alone", () => {
    const { guard, pending, record, data } = setUp(false);
    const nameless = (): PendingRecord => recordOf(uniqueSession({ paymentRequestId: undefined }), 'b');
    const [one, two] = [nameless(), nameless()];
    guard.opening(record, data, false);
    guard.opening(one, 'one', false);
    pending.write(two);
    guard.record('b', outcome('cancelled', 'same-session'), true, true, true);
    expect(pending.newest((other) => other.order === 'b')).toEqual(two);
    expect(pending.newest((other) => other.order === 'a')).toEqual(record);
  });

  it('is over where storage can no longer be written, and no other is', () => {
    const storage = memoryStorage();
    const { guard, record, data } = setUp(true, storage);
    const other = recordOf(uniqueSession(), 'b');
    guard.opening(record, data, false);
    guard.opening(other, 'other', false);
    storage.setItem = storage.removeItem = () => {
      throw new Error('denied');
    };
    guard.decided(record, false);
    expect(JSON.stringify(storage.content)).toContain(record.paymentRequestId);
    expect(guard.admit('a', undefined, false)).toBeNull();
    expect(guard.newest((found) => found.order === 'a')).toBeNull();
    expect(guard.admit('b', undefined, false)).toMatchObject({ record: other });
  });

  it.each<[string, boolean, boolean, boolean]>([
    ['its own session with it', true, false, true],
    ['not its own session where nothing was submitted', true, true, false],
    ['no other session', false, false, false],
  ])('takes %s', (_what, isOwn, reusable, taken) => {
    const { guard, cache, record, data } = setUp(true);
    guard.opening(record, data, false);
    if (!isOwn) cache.accept('a', uniqueSession());
    guard.decided(record, reusable);
    expect(cache.peek('a') === null).toBe(taken);
  });
});

describe('what is undecided', () => {
  it.each([
    ['a minute ago, by a clock that was put back since', -60_000],
    ['in the same millisecond', 0],
    ['later', 1],
  ])("is another tab's before this page's: one that was opened %s", (_when, since) => {
    const storage = memoryStorage();
    const { guard, record, data, pending } = setUp(true, storage);
    guard.opening(record, data, false);
    expect(guard.admit('a', undefined, false)).toEqual({ record, reopenable: true });
    const other = { ...recordOf(uniqueSession()), at: record.at + since };
    setUp(true, storage).pending.write(other);
    // It is the last that was written.
    pending.write(record);
    expect(guard.admit('a', undefined, false)).toEqual({ record: other, reopenable: false });
    guard.decided(other, true);
    expect(guard.admit('a', undefined, false)).toEqual({ record, reopenable: true });
  });

  it("is this page's own where another attempt has begun the same payment", () => {
    const { guard, record, data, pending } = setUp(true);
    guard.opening(record, data, false);
    pending.write({ ...record, attemptId: 'resumed', at: record.at + 1 });
    expect(guard.admit('a', undefined, false)).toEqual({ record, reopenable: true });
  });

  it("is another tab's where neither has a paymentRequestId", () => {
    const { guard, record, data, pending } = setUp(false);
    guard.opening({ ...record, paymentRequestId: '' }, data, false);
    expect(guard.admit('a', undefined, false)).toBeNull();
    pending.write({ ...recordOf(uniqueSession()), paymentRequestId: '' });
    expect(refuses(() => void guard.admit('a', undefined, false))).toBe(true);
  });

  it('is not written again once it has succeeded, where another page has forgotten it meanwhile', () => {
    const { guard, record, data, pending } = setUp(true);
    guard.opening(record, data, false);
    pending.remove(() => true);
    guard.record('a', outcome('succeeded', 'none'), true, false, true);
    expect(pending.newest(() => true)).toBeNull();
  });

  it('has the order in full on its own page, whichever of several, and its digest in storage', () => {
    const { guard, record, data } = setUp(true);
    const long = recordOf(uniqueSession(), 'x'.repeat(1_000));
    guard.opening(record, data, false);
    guard.opening(long, 'long', false);
    expect(guard.newest((found) => found.paymentRequestId === long.paymentRequestId)?.order).toBe(long.order);
    expect(guard.newest((found) => found.paymentRequestId === record.paymentRequestId)?.order).toBe('a');
    guard.decided(record, false);
    expect(guard.newest(() => true)?.order).toBe(long.order);
  });

  it('is reopenable as long as its end is not known', () => {
    const { guard, record, data } = setUp(true);
    guard.opening(record, data, false);
    expect(guard.admit('a', undefined, false)).toEqual({ record, reopenable: true });
  });

  it('is not reopenable with a session that is about to expire, which is dropped', () => {
    const { guard, cache, record, data } = setUp(true);
    guard.opening(record, data, false);
    cache.forget('a');
    cache.accept('a', uniqueSession({ paymentSessionData: data, paymentSessionExpiryTime: new Date(Date.now() + 20_000).toISOString() }));
    expect(guard.admit('a', undefined, false)).toEqual({ record, reopenable: false });
    expect(cache.peek('a')).toBeNull();
  });

  it('without an id cannot be asked about: only its own session opens again', () => {
    const { guard, cache } = setUp(true);
    const session = uniqueSession();
    cache.accept('b', session);
    guard.opening({ ...recordOf(session, 'b'), paymentRequestId: '' }, session.paymentSessionData, false);
    expect(guard.admit('b', undefined, false)).toBeNull();
    expect(
      refuses(() => {
        guard.admit('b', uniqueSession(), false);
      }),
    ).toBe(true);
  });

  it('is known once it is asked about, and is remembered once only', () => {
    const storage = memoryStorage();
    const { guard, record } = setUp(true, storage);
    const other = { ...recordOf(uniqueSession()), at: record.at - 1 };
    guard.noted(other, true);
    guard.noted(record, true);
    expect(guard.newest(() => true)).toEqual(record);
    guard.noted({ ...record, attemptId: 'asked again' }, true);
    expect(storage.content).not.toEqual({});
    expect(JSON.stringify(storage.content)).not.toContain('asked again');
    expect(JSON.stringify(storage.content)).toContain(other.attemptId);
  });
});

describe('an opening', () => {
  const idsIn = (storage: { readonly content: Readonly<Record<string, string>> }, records: readonly PendingRecord[]): string[] =>
    records.map(({ attemptId }) => attemptId).filter((id) => JSON.stringify(storage.content).includes(id));

  it("that was done by force forgets the order's other records, and no other order's", () => {
    const storage = memoryStorage();
    const { guard, pending, record } = setUp(true, storage);
    const [older, elsewhere, next] = [recordOf(uniqueSession()), recordOf(uniqueSession(), 'b'), recordOf(uniqueSession())];
    [record, older, elsewhere].forEach((one) => {
      pending.write(one);
    });
    const opening = guard.opening(next, 'data', true);
    expect(idsIn(storage, [record, older, elsewhere, next])).toHaveLength(4);
    opening.done();
    expect(idsIn(storage, [record, older, elsewhere, next])).toEqual([elsewhere.attemptId, next.attemptId]);
  });

  it('that was done with another session forgets nothing, and with the same one its earlier record', () => {
    const storage = memoryStorage();
    const { guard, record, data, session } = setUp(true, storage);
    guard.opening(record, data, false).done();
    const [again, other] = [recordOf(session), recordOf(uniqueSession())];
    guard.opening(again, data, false).done();
    expect(idsIn(storage, [record, again])).toEqual([again.attemptId]);
    guard.opening(other, 'other', false).done();
    expect(idsIn(storage, [again, other])).toEqual([again.attemptId, other.attemptId]);
  });

  it('that was done with the same session forgets no payment of another order', () => {
    const storage = memoryStorage();
    const { guard, record, data, session } = setUp(true, storage);
    const elsewhere = recordOf(uniqueSession(), 'b');
    guard.opening(elsewhere, 'other', false).done();
    guard.opening(record, data, false).done();
    guard.opening(recordOf(session), data, false).done();
    expect(idsIn(storage, [elsewhere])).toEqual([elsewhere.attemptId]);
  });

  it('that was undone and comes again, as of a form with fields to correct, is remembered again', () => {
    const storage = memoryStorage();
    const { guard, pending, record, data } = setUp(true, storage);
    pending.write({ ...recordOf(uniqueSession(), 'b'), at: record.at - 1 });
    guard.opening(record, data, false).undo();
    guard.opening(record, data, false).done();
    expect(guard.newest(({ order }) => order === 'a')).toEqual(record);
  });

  it('that another page has taken out of storage is remembered again at the next press, and one that is there is not written anew', () => {
    const storage = memoryStorage();
    const { guard, pending, record, data } = setUp(true, storage);
    const opening = guard.opening(record, data, false);
    pending.write(recordOf(uniqueSession(), 'b'));
    const before = JSON.stringify(storage.content);
    opening.again();
    expect(JSON.stringify(storage.content)).toBe(before);
    pending.remove(({ attemptId }) => attemptId === record.attemptId);
    opening.again();
    expect(guard.newest(({ order }) => order === 'a')).toEqual(record);
  });

  it('that was undone leaves the order as it was: the earlier payment opens again, or there is none', () => {
    const storage = memoryStorage();
    const { guard, record, data, session } = setUp(true, storage);
    guard.opening(record, data, false).undo();
    expect(guard.admit('a', undefined, false)).toBeNull();
    expect(storage.content).toEqual({});
    guard.opening(record, data, false).done();
    guard.record('a', outcome('abandoned'), true, false, true);
    const again = recordOf(session);
    guard.opening(again, data, false).undo();
    expect(guard.admit('a', undefined, false)).toEqual({ record, reopenable: true });
    expect(idsIn(storage, [record, again])).toEqual([record.attemptId]);
  });
});

describe('a payment that is only named', () => {
  it('is undecided here, in no storage until the server knows it, and gone once it is decided', () => {
    const storage = memoryStorage();
    const { guard, record } = setUp(true, storage);
    guard.noted(record, false);
    guard.noted(record, false);
    expect(guard.newest(() => true)).toEqual(record);
    expect(guard.newest(({ order }) => order === 'b')).toBeNull();
    expect(guard.admit('a', undefined, false)).toEqual({ record, reopenable: false });
    expect(storage.content).toEqual({});
    guard.noted(record, true);
    expect(JSON.stringify(storage.content)).toContain(record.attemptId);
    guard.decided(record, false);
    expect(guard.newest(() => true)).toBeNull();
    expect(storage.content).toEqual({});
  });

  it('decided before the server has known it is gone too, and another one stays', () => {
    const { guard, record } = setUp(true);
    const other = recordOf(uniqueSession(), 'b');
    guard.noted(record, false);
    guard.noted(other, false);
    guard.decided(record, false);
    expect(guard.newest(() => true)).toEqual(other);
  });

  it('is known to the server from then on, and another one stays as it was', () => {
    const storage = memoryStorage();
    const { guard, record } = setUp(true, storage);
    const other = recordOf(uniqueSession(), 'b');
    guard.noted(other, false);
    guard.noted(record, false);
    guard.noted(record, true);
    expect(guard.newest(({ order }) => order === 'b')).toEqual(other);
    // Another tab has settled it.
    storage.removeItem('antom-checkout-controller.pending');
    expect(guard.newest(({ order }) => order === 'a')).toBeNull();
  });
});
