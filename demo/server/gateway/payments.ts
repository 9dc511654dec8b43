/**
 * What the gateway does with orders: makes sessions, answers inquiries, takes the cashier's reports, closes what nobody paid.
 */
import { randomInt } from 'node:crypto';
import { fieldsOf, isFields, parseJson } from '../../shared/json.ts';
import { isOutcome } from '../../shared/products.ts';
import type { Outcome } from '../../shared/products.ts';
import { failure, RESULTS } from '../antom/protocol.ts';
import type { FinalStatus, PaymentStatus, Result } from '../antom/protocol.ts';
import { isoSeconds } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { detailOf, outcomeOfCard, verdictOf } from './attempts.ts';
import type { Card } from './attempts.ts';
import type { CreateRequest } from './create-request.ts';
import { leavesOrderOpen } from './result-codes.ts';
import { methodDetailOf } from './notifications.ts';
import { makeSessionId, sessionAnswer } from './session-answer.ts';
import { isFinal, lifetimeOf, mayBecome, SESSION_LIFETIME } from './state.ts';
import type { Order, OrderChange, Store } from './store.ts';

/** What an API call is answered: an object with at least `result`. */
export type Answer = Readonly<Record<string, unknown>> & { readonly result: Result };

/** What the cashier did with the session, and whether the gateway takes it. */
export interface ReportAnswer {
  readonly accepted: boolean;
  readonly result: Result;
  readonly paymentStatus: Order['status'] | null;
}

/** What became of one try, in the words of Antom's `pay`: S paid, F declined with a code, U not decided. */
export interface AttemptAnswer extends ReportAnswer {
  /** The buyer has to take a further step, and `confirm` is to tell how that ended. */
  readonly challenge: boolean;
  /** No further try can pay this session. */
  readonly needsNewSession: boolean;
}

export interface Decision {
  readonly status: PaymentStatus;
  readonly resultCode: string | null;
  /** ms from now, by the gateway's clock. */
  readonly after: number;
}

export interface Payments {
  readonly create: (request: CreateRequest, addresses: Addresses) => Answer;
  readonly inquire: (by: { readonly paymentId: string | null; readonly paymentRequestId: string | null }) => Answer;
  /** The buyer has pressed Pay: from here on the order exists for inquiryPayment. */
  readonly submit: (paymentSessionId: string) => ReportAnswer;
  /** A try of the buyer's failed with this code, which may or may not be the end of the order. */
  readonly decline: (paymentSessionId: string, resultCode: string | null) => ReportAnswer;
  readonly decide: (paymentSessionId: string, decision: Decision) => ReportAnswer;
  /** The buyer tries to pay, with a card or with the session's wallet: what comes of it is the gateway's business. */
  readonly attempt: (paymentSessionId: string, card: Card | null) => AttemptAnswer;
  /** The further step is over. */
  readonly confirm: (paymentSessionId: string, passed: boolean) => AttemptAnswer;
  readonly inquireVaulting: (vaultingRequestId: string) => Answer;
  /** Null: the gateway knows no such session. */
  readonly bySession: (paymentSessionId: string) => Order | null;
  /** Does what was planned for now or earlier, and closes what has waited too long. */
  readonly catchUp: () => void;
}

/** The gateway's own, known when it is called. */
export interface Addresses {
  readonly reportUrl: string;
  /** Where a buyer is sent to who is to be redirected; `session` is added. */
  readonly goUrl: string;
}

interface Context {
  readonly clientId: string;
  readonly store: Store;
  readonly clock: Clock;
  /** Called with the order in its new state, whenever that is news for the merchant. */
  readonly notify: (order: Order) => void;
}

export function createPayments({ clientId, store, clock, notify }: Context): Payments {
  function create(request: CreateRequest, { reportUrl, goUrl }: Addresses): Answer {
    const existing = store.byRequestId(request.paymentRequestId);
    if (existing !== null) return repeat(existing, request);
    const now = clock.now();
    const paymentSessionId = makeSessionId();
    const sessionExpiresAt = now + SESSION_LIFETIME;
    const answer = sessionAnswer(request, {
      clientId,
      paymentSessionId,
      reportUrl,
      goUrl: `${goUrl}?session=${encodeURIComponent(paymentSessionId)}`,
      expiresAt: clock.wallTime(sessionExpiresAt),
    });
    store.insert({
      kind: request.kind,
      paymentRequestId: request.paymentRequestId,
      paymentSessionId,
      paymentId: makePaymentId(clock.wallTime(now)),
      request: JSON.stringify(request),
      answer: JSON.stringify(answer),
      amount: request.amount,
      notifyUrl: request.notifyUrl,
      status: 'CREATED',
      resultCode: null,
      createdAt: now,
      sessionExpiresAt,
      submittedAt: null,
      decidedAt: null,
      closesAt: null,
      planned: null,
      card: null,
    });
    return { ...answer };
  }

  /**
   * Antom documents idempotency by paymentRequestId for `pay` only. The same is assumed here: the same request has the same answer,
   * another one with the same id is refused, and an order that is over (or a session that has expired) needs a new id.
   */
  function repeat(order: Order, request: CreateRequest): Answer {
    if (order.request !== JSON.stringify(request)) return { result: RESULTS.inconsistent };
    if (isFinal(order.status) || order.sessionExpiresAt <= clock.now()) return { result: RESULTS.orderClosed };
    const answer = parseJson(order.answer);
    return isFields(answer) ? { ...answer, result: RESULTS.success } : { result: RESULTS.unknown };
  }

  function inquire({ paymentId, paymentRequestId }: Parameters<Payments['inquire']>[0]): Answer {
    catchUp();
    // "If both are specified, paymentId takes precedence."
    const order = paymentId !== null ? store.byPaymentId(paymentId) : store.byRequestId(paymentRequestId ?? '');
    if (order === null || order.kind !== 'payment' || order.submittedAt === null) return { result: RESULTS.orderNotExist };
    return {
      result: RESULTS.success,
      paymentStatus: order.status,
      paymentResultCode: order.resultCode ?? (order.status === 'SUCCESS' ? 'SUCCESS' : 'PAYMENT_IN_PROCESS'),
      paymentResultMessage: `${order.status} (demo)`,
      paymentRequestId: order.paymentRequestId,
      paymentId: order.paymentId,
      paymentAmount: order.amount,
      paymentCreateTime: isoSeconds(clock.wallTime(order.submittedAt)),
      ...(order.status === 'SUCCESS' && order.decidedAt !== null && { paymentTime: isoSeconds(clock.wallTime(order.decidedAt)) }),
      transactions: null,
    };
  }

  /** A vaulting that nobody has submitted is answered as such an order is; Antom's reference names no code for it. */
  function inquireVaulting(vaultingRequestId: string): Answer {
    catchUp();
    const order = store.byRequestId(vaultingRequestId);
    if (order === null || order.kind !== 'vaulting' || order.submittedAt === null) return { result: RESULTS.orderNotExist };
    const isSaved = order.status === 'SUCCESS';
    return {
      result: RESULTS.success,
      vaultingRequestId,
      vaultingStatus: isSaved ? 'SUCCESS' : isFinal(order.status) ? 'FAIL' : 'PROCESSING',
      vaultingResultCode: order.resultCode ?? 'PAYMENT_IN_PROCESS',
      vaultingResultMessage: `${order.status} (demo)`,
      ...(isSaved && { paymentMethodDetail: methodDetailOf(order) }),
    };
  }

  /** Writes the change and hands the order's new state back. */
  function change(order: Order, to: OrderChange): Order {
    store.update(order.paymentRequestId, to);
    return { ...order, ...to };
  }

  function moveTo(order: Order, status: PaymentStatus, resultCode: string | null): Order {
    const now = clock.now();
    const lifetime = lifetimeOf(status);
    const moved = change(order, {
      status,
      resultCode,
      closesAt: lifetime === null ? null : now + lifetime,
      ...(status === 'PROCESSING' && { submittedAt: now }),
      ...(isFinal(status) && { decidedAt: now, planned: null }),
    });
    if (isNews(moved)) notify(moved);
    return moved;
  }

  /** The session's order, submitted; or why there is none. */
  function submitted(paymentSessionId: string): Order | ReportAnswer {
    catchUp();
    const order = store.bySessionId(paymentSessionId);
    if (order === null) return { accepted: false, result: RESULTS.orderNotExist, paymentStatus: null };
    if (isFinal(order.status)) return refused(order);
    if (order.status !== 'CREATED') return order;
    return order.sessionExpiresAt <= clock.now() ? refused(order) : moveTo(order, 'PROCESSING', null);
  }

  function submit(paymentSessionId: string): ReportAnswer {
    const order = submitted(paymentSessionId);
    return isOrder(order) ? accepted(order) : order;
  }

  function decline(paymentSessionId: string, resultCode: string | null): ReportAnswer {
    const order = submitted(paymentSessionId);
    if (!isOrder(order)) return order;
    if (!leavesOrderOpen(resultCode)) return accepted(moveTo(order, 'FAIL', resultCode));
    return accepted(order.status === 'PROCESSING' ? change(order, { resultCode }) : order);
  }

  function decide(paymentSessionId: string, { status, resultCode, after }: Decision): ReportAnswer {
    const order = submitted(paymentSessionId);
    if (!isOrder(order)) return order.paymentStatus === status ? { ...order, accepted: true, result: RESULTS.success } : order;
    const code = resultCode ?? defaultCode(status);
    if (after > 0 && isFinal(status)) return accepted(change(order, { planned: { status, resultCode: code, at: clock.now() + after } }));
    return accepted(mayBecome(order.status, status) ? moveTo(order, status, code) : order);
  }

  function attempt(paymentSessionId: string, card: Card | null): AttemptAnswer {
    const order = submitted(paymentSessionId);
    if (!isOrder(order)) return { ...order, challenge: false, needsNewSession: true };
    if (isUnderWay(order)) return undecided(order);
    const tried = change(order, { card: card === null ? null : detailOf(card) });
    return conclude(tried, outcomeOfCard(card) ?? outcomeOf(order), false);
  }

  function confirm(paymentSessionId: string, passed: boolean): AttemptAnswer {
    const order = submitted(paymentSessionId);
    if (!isOrder(order)) return { ...order, challenge: false, needsNewSession: true };
    if (isUnderWay(order)) return undecided(order);
    if (passed) return conclude(order, outcomeOf(order), true);
    const resultCode = 'USER_PAYMENT_VERIFICATION_FAILED';
    return declined(change(order, { resultCode }), resultCode, false);
  }

  function conclude(order: Order, outcome: Outcome, isConfirmed: boolean): AttemptAnswer {
    const verdict = verdictOf({ outcome, isByCard: order.card !== null, wasDeclined: order.resultCode !== null, isConfirmed });
    switch (verdict.kind) {
      case 'challenge':
        return { ...undecided(order), challenge: true };
      case 'decline':
        return declined(change(order, { resultCode: verdict.resultCode }), verdict.resultCode, false);
      case 'decide': {
        const { status, resultCode, after } = verdict;
        const code = resultCode ?? defaultCode(status);
        const moved =
          after > 0 && isFinal(status)
            ? change(order, { planned: { status, resultCode: code, at: clock.now() + after } })
            : moveTo(order, status, code);
        if (moved.status === 'SUCCESS') return { ...undecided(moved), result: RESULTS.success };
        if (moved.status === 'FAIL') return declined(moved, code ?? 'PROCESS_FAIL', true);
        // The bank's server is not to be had: the page is told that nobody knows, whatever becomes of the money.
        return outcome === 'unknown' ? { ...undecided(moved), result: RESULTS.unknown } : undecided(moved);
      }
      default:
        return verdict satisfies never;
    }
  }

  function catchUp(): void {
    const now = clock.now();
    for (const order of store.dueOrders(now)) {
      const { planned } = order;
      // The decision and the closing may both be due after a long sleep: the earlier one was first.
      if (planned !== null && planned.at <= (order.closesAt ?? now)) moveTo(order, planned.status, planned.resultCode);
      else moveTo(order, 'FAIL', RESULTS.orderClosed.resultCode);
    }
  }

  return {
    create,
    inquire,
    inquireVaulting,
    submit,
    decline,
    decide,
    attempt,
    confirm,
    catchUp,
    bySession: store.bySessionId,
  };
}

const accepted = (order: Order): ReportAnswer => ({ accepted: true, result: RESULTS.success, paymentStatus: order.status });
const refused = (order: Order): ReportAnswer => ({ accepted: false, result: RESULTS.orderClosed, paymentStatus: order.status });
const isOrder = (value: Order | ReportAnswer): value is Order => 'paymentRequestId' in value;

/** A decision is on its way, or the buyer's part is done: a second press changes nothing. */
const isUnderWay = ({ planned, status }: Order): boolean => planned !== null || status === 'PENDING';

const undecided = (order: Order): AttemptAnswer => ({
  ...accepted(order),
  result: RESULTS.inProcess,
  challenge: false,
  needsNewSession: false,
});
const declined = (order: Order, resultCode: string, needsNewSession: boolean): AttemptAnswer => ({
  ...accepted(order),
  result: failure(resultCode, `${resultCode} (demo)`),
  challenge: false,
  needsNewSession,
});

/** Antom tells of a pending payment; of a card or an agreement only when it is decided. */
const isNews = ({ kind, status }: Order): boolean => isFinal(status) || (kind === 'payment' && status === 'PENDING');

function outcomeOf(order: Order): Outcome {
  const { outcome } = fieldsOf(fieldsOf(parseJson(order.request))['demo']);
  return isOutcome(outcome) ? outcome : 'paid';
}

const DEFAULT_CODES: Readonly<Record<FinalStatus, string>> = {
  SUCCESS: 'SUCCESS',
  FAIL: 'USER_BALANCE_NOT_ENOUGH',
  CANCELLED: 'ORDER_IS_CANCELLED',
};
const defaultCode = (status: PaymentStatus): string | null =>
  status === 'PROCESSING' || status === 'PENDING' ? null : DEFAULT_CODES[status];

/** Antom's ids are digits that begin with the day. */
function makePaymentId(date: Date): string {
  const digits = Array.from({ length: 26 }, () => randomInt(10)).join('');
  return `${date.toISOString().slice(0, 10).replaceAll('-', '')}${digits}`;
}
