/**
 * Payment sessions of one controller, by order: one request at a time, cached for as long as they are good.
 */
import { startDeadline } from '../core/deadline';
import type { Environment } from '../core/environment';
import { CheckoutError, isCheckoutError } from '../core/errors';
import { deferred } from '../core/deferred';
import { each, first, join, namesOf, without } from '../core/list';
import { describeThrown, redact, type Log } from '../core/log';
import { own, ownText } from '../core/read';
import { readAnswer } from '../core/response';
import type { PaymentSession, SessionContext, SessionDescription } from '../types';
import { describeSession } from './describe';

/** Antom's default lifetime, and the longest that a cached session is believed to have (ms). */
const HOUR = 3_600_000;
/** A cached session needs this much left to be opened again (ms). */
const MARGIN = 30_000;

export interface CachedSession {
  readonly session: PaymentSession;
  /** On the environment's elapsed() clock. */
  readonly receivedAt: number;
  /** ms from receipt; null when the buyer's clock says it came already expired, which only proves that the clock is wrong. */
  readonly lifetime: number | null;
}

interface Entry {
  cached: CachedSession | null;
  request: SessionRequest | null;
}

interface SessionRequest {
  readonly done: Promise<CachedSession>;
  cancel(error: CheckoutError): void;
}

export interface SessionCache {
  /** The order's session if it can be opened now. */
  peek(order: string): CachedSession | null;
  /**
   * The order's session: cached, under way, or asked for now.
   * Rejects with CheckoutError `session-request-failed` | `session-timeout` | `session-invalid`.
   */
  get(order: string): Promise<CachedSession>;
  /** Takes in a session that the merchant already has. @throws CheckoutError */
  accept(order: string, session: PaymentSession | string): CachedSession;
  /** True while a cached session has at least 30 s left. */
  isGood(cached: CachedSession): boolean;
  /** ms until it expires, an hour where nobody can tell. */
  expiresIn(cached: CachedSession): number;
  /** `asked`: also what is being asked for. */
  forget(order: string, asked?: boolean): void;
  /** Forgets the session of a payment that is over, whatever orders it was handed over for; of `''`, no id, none. */
  spent(paymentRequestId: string): void;
  /** The merchant's server can be asked for a session. */
  readonly canAsk: boolean;
  /** Aborts what is under way. */
  close(error: CheckoutError): void;
}

export function createSessionCache(
  env: Environment,
  ask: ((context: SessionContext) => Promise<unknown>) | undefined,
  timeout: number,
  /** True where the session needs a paymentRequestId. @throws CheckoutError `session-mismatch` for what the controller does not open */
  needsId: (session: SessionDescription) => boolean,
  log: Log = () => undefined,
): SessionCache {
  const entries: Record<string, Entry> = Object.create(null) as Record<string, Entry>;
  const entry = (order: string): Entry => (entries[order] ??= { cached: null, request: null });

  /** All that are under way, those that are no longer wanted too. */
  let requests: readonly SessionRequest[] = [];

  const left = (cached: CachedSession, lifetime: number): number => lifetime - (env.elapsed() - cached.receivedAt);

  const receive = (order: string, answer: unknown): CachedSession => {
    const session = toSession(answer, needsId);
    const cached: CachedSession = { session, receivedAt: env.elapsed(), lifetime: lifetimeOf(session, env.now()) };
    entry(order).cached = cached;
    return cached;
  };

  const begin = (order: string): SessionRequest => {
    const begun = env.elapsed();
    const ms = (): number => Math.round(env.elapsed() - begun);
    const abort = typeof AbortController === 'function' ? new AbortController() : null;
    const { promise: done, resolve, reject } = deferred<CachedSession>();
    done.then(
      ({ session, lifetime }) => {
        const { product, method } = describeSession(session);
        log('info', 'session.received', { ms: ms(), product, method, lifetime });
      },
      (thrown: unknown) => {
        log('warn', 'session.failed', { ms: ms(), code: own(thrown, 'code'), message: describeThrown(thrown) });
      },
    );
    /** False: it is no longer wanted. */
    const leave = (): boolean => {
      const isWanted = entry(order).request === request;
      if (isWanted) entry(order).request = null;
      requests = without(requests, request);
      return isWanted;
    };
    const fail = (error: CheckoutError): void => {
      leave();
      reject(error);
      abort?.abort();
    };
    const once = startDeadline(env, timeout, () => {
      fail(
        new CheckoutError('session-timeout', `createPaymentSession did not answer within ${String(timeout)} ms.`, { details: { timeout } }),
      );
    });
    /** An answer after the timeout finds the next pay() asking again. */
    const end = (work: (isWanted: boolean) => void): void => {
      once(() => {
        const isWanted = leave();
        try {
          work(isWanted);
        } catch (thrown) {
          reject(thrown);
        }
      });
    };
    const request: SessionRequest = {
      done,
      cancel: (error) => {
        once(() => {
          fail(error);
        });
      },
    };
    // Before anyone is asked: the callback itself may dispose of the controller.
    entry(order).request = request;
    requests = join(requests, [request]);
    log('info', 'session.requested');
    const context = { ...(order === '' ? {} : { order }), signal: abort?.signal as AbortSignal };
    // Through a promise, so that a callback that throws is treated like one that rejects.
    new Promise((answer) => {
      if (!ask) throw new Error('The controller has no createPaymentSession.');
      answer(ask(context));
    })
      .then(readAnswer)
      .then(
        // One that was handed over meanwhile may be open by now.
        (answer) => {
          end((isWanted) => {
            const { cached } = entry(order);
            resolve(cached ?? receive(order, answer));
            if (!isWanted) entry(order).cached = cached;
          });
        },
        (thrown: unknown) => {
          end(() => {
            throw isCheckoutError(thrown)
              ? thrown
              : new CheckoutError('session-request-failed', `createPaymentSession failed: ${describeThrown(thrown)}`, { cause: thrown });
          });
        },
      );
    return request;
  };

  return {
    canAsk: ask !== undefined,
    isGood: (cached) => cached.lifetime !== null && left(cached, Math.min(cached.lifetime, HOUR)) >= MARGIN,
    expiresIn: (cached) => left(cached, cached.lifetime ?? HOUR),
    peek: (order) => entry(order).cached,
    get: (order) => {
      const { cached } = entry(order);
      if (cached) return Promise.resolve(cached);
      return (entry(order).request ?? begin(order)).done;
    },
    accept: (order, session) => {
      const { cached } = entry(order);
      const given = toSession(session, needsId);
      // The same session again keeps its receipt time.
      if (cached && cached.session.paymentSessionData === given.paymentSessionData) return cached;
      return receive(order, given);
    },
    forget: (order, asked = false) => {
      entry(order).cached = null;
      if (asked) entry(order).request = null;
    },
    spent: (paymentRequestId) => {
      each(namesOf(entries), (order) => {
        if (ownText(entry(order).cached?.session, 'paymentRequestId') === paymentRequestId) entry(order).cached = null;
      });
    },
    close: (error) => {
      each(requests, (request) => {
        request.cancel(error);
      });
    },
  };
}

/**
 * The merchant's answer as a session that the SDK will open. Further fields are cached.
 * @throws CheckoutError `session-request-failed` when the server said so, `session-invalid`, `session-mismatch`
 */
export function toSession(answer: unknown, needsId: (session: SessionDescription) => boolean): PaymentSession {
  const session = (typeof answer === 'string' ? { paymentSessionData: answer } : answer) as PaymentSession;
  refuseFailure(session);
  const description = describeSession(session);
  const fatal = first(description.faults, (fault) => fault.fatal);
  if (fatal) throw new CheckoutError('session-invalid', fatal.message, { details: { fault: fatal.code } });
  if (needsId(description) && ownText(session, 'paymentRequestId') === undefined) {
    throw new CheckoutError(
      'session-invalid',
      'The session has no paymentRequestId, so inquiryPayment could not be asked about it. ' +
        "Antom's createPaymentSession answer has none: your server adds the one it sent.",
      { details: { fault: 'missing-payment-request-id' } },
    );
  }
  return session;
}

/** `result.resultStatus` other than `S`: Antom refused to create the session. */
function refuseFailure(answer: unknown): void {
  const result = own(answer, 'result');
  const status = own(result, 'resultStatus');
  if (status === undefined || status === 'S') return;
  const resultCode = own(result, 'resultCode');
  const resultMessage = own(result, 'resultMessage');
  const message = typeof resultMessage === 'string' ? redact(resultMessage) : undefined;
  throw new CheckoutError(
    'session-request-failed',
    `createPaymentSession answered ${typeof resultCode === 'string' ? redact(resultCode) : 'a failure'}${message === undefined ? '.' : `: ${message}`}`,
    {
      details: { resultStatus: status, resultCode, resultMessage: message },
    },
  );
}

/** Elapsed time is counted from receipt, so a clock that is wrong by the same amount both times does no harm. */
function lifetimeOf(session: PaymentSession, now: number): number | null {
  const { expiry } = describeSession(session);
  if (expiry === undefined) return HOUR;
  return expiry > now ? expiry - now : null;
}

/** A session's paymentSessionData, however it was given. */
export function dataOf(session: PaymentSession | string): string {
  return typeof session === 'string' ? session : session.paymentSessionData;
}
