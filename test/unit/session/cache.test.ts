/** Payment sessions by order: one request at a time, kept while they are good. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CheckoutError } from '../../../src/core/errors';
import { createSessionCache, dataOf, toSession, type SessionCache } from '../../../src/session/cache';
import { cashierDriver } from '../../../src/sdk/drivers/cashier';
import { driverFor } from '../../../src/sdk/products';
import type { PaymentSession, SessionContext, SessionDescription } from '../../../src/types';
import { testEnvironment } from '../../support/environment';
import { makeSession, makeSessionData } from '../../support/sessions';
import { jobs, peek, rejectionOf, uniqueSession } from '../../support/shop';

/** A controller that opens the cashier, with or without a server to ask. */
const needsId =
  (hasInquiry: boolean) =>
  (session: SessionDescription): boolean =>
    driverFor([cashierDriver], session).movesMoney && hasInquiry;
type Ask = (context: SessionContext) => Promise<PaymentSession | string>;
const cache = (ask: Ask = () => Promise.resolve(uniqueSession()), timeout = 30_000): SessionCache =>
  createSessionCache(testEnvironment(), ask, timeout, needsId(false));
const thrownBy = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-03-01T12:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

it('a session of a product that nobody knows is session-mismatch', () => {
  const session = uniqueSession({ paymentSessionData: makeSessionData({ paymentSessionConfig: { productScene: 'SOMETHING_NEW' } }) });
  expect(thrownBy(() => toSession(session, needsId(false)))).toMatchObject({ code: 'session-mismatch', details: { product: undefined } });
});

it('where the server is to be asked about payments, a session without an id of its own is session-invalid', () => {
  for (const paymentRequestId of [undefined, '', 7]) {
    expect(thrownBy(() => toSession(uniqueSession({ paymentRequestId }), needsId(true)))).toMatchObject({
      code: 'session-invalid',
      details: { fault: 'missing-payment-request-id' },
    });
  }
  const session = uniqueSession();
  expect(toSession(session, needsId(true))).toBe(session);
});

it('a session that the SDK would refuse is session-invalid, with its fault', () => {
  expect(thrownBy(() => toSession('a&&b', needsId(false)))).toMatchObject({ code: 'session-invalid', details: { fault: 'missing-parts' } });
});

describe('the time that is left', () => {
  it('is counted from receipt, whenever that was', async () => {
    const it = cache();
    await vi.advanceTimersByTimeAsync(600_000);
    const kept = it.accept('a', uniqueSession({ paymentSessionExpiryTime: new Date(Date.now() + 100_000).toISOString() }));
    expect(it.expiresIn(kept)).toBe(100_000);
    await vi.advanceTimersByTimeAsync(70_000);
    expect(it.expiresIn(kept)).toBe(30_000);
    expect(it.isGood(kept)).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(it.isGood(kept)).toBe(false);
  });

  it.each([0, 1, 86_400_000])('is an hour where the clock says that it came %i ms after its end, and it is not kept', (late) => {
    const it = cache();
    const kept = it.accept('a', uniqueSession({ paymentSessionExpiryTime: new Date(Date.now() - late).toISOString() }));
    expect(it.expiresIn(kept)).toBe(3_600_000);
    expect(it.isGood(kept)).toBe(false);
  });
});

it('without AbortController a request times out all the same', async () => {
  vi.stubGlobal('AbortController', undefined);
  const ask = vi.fn<Ask>(() => new Promise(() => undefined));
  const reason = rejectionOf(cache(ask, 1_000).get('a'));
  await vi.advanceTimersByTimeAsync(1_000);
  vi.unstubAllGlobals();
  expect(await reason).toMatchObject({ code: 'session-timeout' });
  expect(ask.mock.calls).toEqual([[{ order: 'a', signal: undefined }]]);
});

it('closing ends the requests that are under way, where other orders have theirs already', async () => {
  const ask = vi.fn<Ask>(() => new Promise(() => undefined)).mockImplementationOnce(() => Promise.resolve(uniqueSession()));
  const it = cache(ask);
  await it.get('a');
  const reason = rejectionOf(it.get('b'));
  const error = new CheckoutError('disposed', 'x');
  it.close(error);
  expect(await reason).toBe(error);
  expect(it.peek('a')).not.toBeNull();
});

describe('get', () => {
  it('asks once for one order, keeps the answer, and then asks no more', async () => {
    const ask = vi.fn(() => Promise.resolve(uniqueSession()));
    const it = cache(ask);
    expect(it.peek('a')).toBeNull();
    const [one, two] = await Promise.all([it.get('a'), it.get('a')]);
    expect(one).toBe(two);
    expect(it.peek('a')).toBe(one);
    expect(await it.get('a')).toBe(one);
    expect(ask).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('asks once for each order, naming it, and no order for the unnamed one', async () => {
    const ask = vi.fn<Ask>(() => Promise.resolve(uniqueSession()));
    const it = cache(ask);
    await Promise.all([it.get(''), it.get('a'), it.get('__proto__')]);
    expect(ask.mock.calls.map(([context]) => context.order)).toEqual([undefined, 'a', '__proto__']);
    expect('order' in (ask.mock.calls[0]?.[0] ?? {})).toBe(false);
    expect(it.peek('constructor')).toBeNull();
  });

  it('takes a paymentSessionData alone for a session', async () => {
    const data = makeSessionData();
    expect((await cache(() => Promise.resolve(data)).get('a')).session).toEqual({ paymentSessionData: data });
  });

  it('keeps every further field of the answer, and the answer itself', async () => {
    const answer = makeSession({ result: { resultStatus: 'S' }, extra: { x: 1 } });
    expect((await cache(() => Promise.resolve(answer)).get('a')).session).toBe(answer);
  });

  it('forgets a failure: the next call asks anew', async () => {
    const ask = vi.fn(() => Promise.resolve(uniqueSession())).mockRejectedValueOnce(new Error('down'));
    const it = cache(ask);
    expect(await rejectionOf(it.get('a'))).toMatchObject({ code: 'session-request-failed', cause: { message: 'down' } });
    expect(it.peek('a')).toBeNull();
    await it.get('a');
    expect(ask).toHaveBeenCalledTimes(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('times out, aborts the request, drops its late answer and asks anew', async () => {
    let answer: (session: PaymentSession) => void = () => undefined;
    const ask = vi.fn<Ask>(
      () =>
        new Promise<PaymentSession>((resolve) => {
          answer = resolve;
        }),
    );
    const it = cache(ask, 1_000);
    const reason = rejectionOf(it.get('a'));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await peek(reason)).toMatchObject({ code: 'session-timeout', details: { timeout: 1_000 } });
    expect(ask.mock.calls[0]?.[0].signal.aborted).toBe(true);
    answer(uniqueSession());
    await jobs();
    expect(it.peek('a')).toBeNull();
    void it.get('a').catch(() => undefined);
    expect(ask).toHaveBeenCalledTimes(2);
    expect(ask.mock.calls[1]?.[0].signal.aborted).toBe(false);
  });

  it('works where there is no AbortController', async () => {
    vi.stubGlobal('AbortController', undefined);
    const ask = vi.fn<Ask>(() => Promise.resolve(uniqueSession()));
    await cache(ask).get('a');
    expect(ask.mock.calls[0]?.[0].signal).toBeUndefined();
    vi.unstubAllGlobals();
  });

  it('does not put session data of a refused answer or of a thrown error into its own error', async () => {
    const data = makeSessionData();
    const error = (await rejectionOf(cache(() => Promise.reject(new Error(`cannot parse ${data}`))).get('a'))) as CheckoutError;
    expect(error.message).not.toContain(data.split('&&')[3]);
    const cut = (await rejectionOf(cache(() => Promise.resolve(data.slice(0, -50))).get('a'))) as CheckoutError;
    expect(cut.message + JSON.stringify(cut)).not.toContain(data.slice(0, 20));
  });
});

describe('how long a session is good', () => {
  const expiring = (ms: number): PaymentSession => makeSession({ paymentSessionExpiryTime: new Date(Date.now() + ms).toISOString() });

  it.each([
    ['100 s, at once', 100_000, 0, true],
    ['100 s, with 30 s left', 100_000, 70_000, true],
    ['100 s, with less left', 100_000, 70_001, false],
    ['10 s', 10_000, 0, false],
    ['two hours, after almost one', 7_200_000, 3_570_000, true],
    ['two hours, after one', 7_200_000, 3_570_001, false],
    ['an expiry that is past already', -1_000, 0, false],
  ])('%s', async (_name, lifetime, elapsed, good) => {
    const it = cache(() => Promise.resolve(expiring(lifetime)));
    const kept = await it.get('a');
    await vi.advanceTimersByTimeAsync(elapsed);
    expect(it.isGood(kept)).toBe(good);
  });

  it('without an expiry it is one hour', async () => {
    const it = cache(() => Promise.resolve(makeSessionData()));
    const kept = await it.get('a');
    expect(it.expiresIn(kept)).toBe(3_600_000);
    await vi.advanceTimersByTimeAsync(3_570_000);
    expect(it.isGood(kept)).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(it.isGood(kept)).toBe(false);
  });

  it('is counted by elapsed time: setting the clock changes nothing', async () => {
    const it = cache(() => Promise.resolve(expiring(100_000)));
    const kept = await it.get('a');
    vi.setSystemTime(Date.now() + 86_400_000);
    expect(it.isGood(kept)).toBe(true);
    vi.setSystemTime(Date.now() - 10 * 86_400_000);
    await vi.advanceTimersByTimeAsync(80_000);
    expect(it.isGood(kept)).toBe(false);
  });

  it('expiresIn counts down', async () => {
    const it = cache(() => Promise.resolve(expiring(100_000)));
    const kept = await it.get('a');
    await vi.advanceTimersByTimeAsync(40_000);
    expect(it.expiresIn(kept)).toBe(60_000);
  });
});

describe('accept', () => {
  it('takes in a session, as an object or as its data, and keeps it', () => {
    const it = cache();
    const session = uniqueSession();
    const kept = it.accept('a', session);
    expect(kept.session).toBe(session);
    expect(it.peek('a')).toBe(kept);
    expect(it.peek('b')).toBeNull();
  });

  it('the same session again keeps its receipt time; another one replaces it', async () => {
    const it = cache();
    const session = uniqueSession();
    const kept = it.accept('a', session);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(it.accept('a', { ...session })).toBe(kept);
    expect(it.accept('a', session.paymentSessionData)).toBe(kept);
    expect(it.accept('a', uniqueSession())).not.toBe(kept);
  });

  it('refuses what is no session and keeps what it had', () => {
    const it = cache();
    const kept = it.accept('a', uniqueSession());
    expect(thrownBy(() => it.accept('a', '<html>'))).toMatchObject({ code: 'session-invalid' });
    expect(it.peek('a')).toBe(kept);
  });
});

describe('forget and close', () => {
  it('forget drops what is kept, not what is under way', async () => {
    let answer: (session: PaymentSession) => void = () => undefined;
    const ask = vi.fn(
      () =>
        new Promise<PaymentSession>((resolve) => {
          answer = resolve;
        }),
    );
    const it = cache(ask);
    const done = it.get('a');
    it.forget('a');
    const joined = it.get('a');
    answer(uniqueSession());
    expect(await joined).toBe(await done);
    expect(ask).toHaveBeenCalledTimes(1);
    it.forget('a');
    expect(it.peek('a')).toBeNull();
  });

  it('a request that was forgotten ends without taking the place of the one that came after it', async () => {
    const answers: ((session: PaymentSession) => void)[] = [];
    const ask = vi.fn(
      () =>
        new Promise<PaymentSession>((resolve) => {
          answers.push(resolve);
        }),
    );
    const it = cache(ask);
    const old = it.get('a');
    it.forget('a', true);
    const next = it.get('a');
    answers[0]?.(uniqueSession());
    await old;
    const joined = it.get('a');
    const wanted = uniqueSession();
    answers[1]?.(wanted);
    expect((await next).session).toBe(wanted);
    expect((await joined).session).toBe(wanted);
    expect(ask).toHaveBeenCalledTimes(2);
    expect(it.peek('a')?.session).toBe(wanted);
  });

  it('spent forgets the session of that payment for every order, and no other', () => {
    const it = cache();
    const session = uniqueSession();
    it.accept('a', session);
    it.accept('b', session);
    const other = it.accept('c', uniqueSession());
    it.spent(session.paymentRequestId ?? '');
    expect([it.peek('a'), it.peek('b'), it.peek('c')]).toEqual([null, null, other]);
    it.spent('');
    expect(it.peek('c')).toBe(other);
  });

  it('close rejects and aborts every request and leaves no timer', async () => {
    const signals: AbortSignal[] = [];
    const it = cache(({ signal }) => {
      signals.push(signal);
      return new Promise(() => undefined);
    });
    const reasons = ['a', 'b'].map((order) => rejectionOf(it.get(order)));
    const error = new CheckoutError('disposed', 'gone');
    it.close(error);
    expect(await Promise.all(reasons)).toEqual([error, error]);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('toSession', () => {
  it("a resultStatus other than S is session-request-failed with the server's code and message", () => {
    const answer = { ...makeSession(), result: { resultStatus: 'F', resultCode: 'PARAM_ILLEGAL', resultMessage: 'illegal' } };
    expect(thrownBy(() => toSession(answer, needsId(false)))).toMatchObject({
      code: 'session-request-failed',
      details: { resultStatus: 'F', resultCode: 'PARAM_ILLEGAL', resultMessage: 'illegal' },
    });
  });

  it.each([null, 7, {}, [], { resultStatus: null }])(
    'an answer whose result is %o is a CheckoutError or a session, never another exception',
    (result) => {
      const said = thrownBy(() => toSession({ ...makeSession(), result }, needsId(false)));
      if (said instanceof Error) expect(said).toBeInstanceOf(CheckoutError);
      else expect(said).toHaveProperty('paymentSessionData');
    },
  );

  it('a resultCode that cannot be turned into text is no exception of another kind', () => {
    const result = { resultStatus: 'F', resultCode: Object.create(null) as unknown };
    expect(thrownBy(() => toSession({ result }, needsId(false)))).toMatchObject({ code: 'session-request-failed' });
  });

  it('a result that is inherited does not count', () => {
    const answer = Object.assign(Object.create({ result: { resultStatus: 'F' } }) as object, makeSession());
    expect(toSession(answer, needsId(false))).toBe(answer);
  });

  it('names the product of a session for another class', () => {
    const data = makeSessionData({ paymentSessionConfig: { productScene: 'VAULTING' } });
    expect(thrownBy(() => toSession(data, needsId(false)))).toMatchObject({ code: 'session-mismatch', details: { product: 'vaulting' } });
  });

  it('dataOf is the data, however the session was given', () => {
    const session = makeSession();
    expect(dataOf(session)).toBe(session.paymentSessionData);
    expect(dataOf(session.paymentSessionData)).toBe(session.paymentSessionData);
  });
});
