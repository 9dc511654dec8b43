/**
 * What the gateway does with orders: makes sessions, answers inquiries, takes the cashier's reports, closes what nobody paid.
 */
import { randomInt } from 'node:crypto';
import { isFields, parseJson } from '../../shared/json.ts';
import { RESULTS } from '../antom/protocol.ts';
import type { FinalStatus, PaymentStatus, Result } from '../antom/protocol.ts';
import { isoSeconds } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { CreateRequest } from './create-request.ts';
import { leavesOrderOpen } from './result-codes.ts';
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

export interface Decision {
  readonly status: PaymentStatus;
  readonly resultCode: string | null;
  /** ms from now, by the gateway's clock. */
  readonly after: number;
}

export interface Payments {
  readonly create: (request: CreateRequest, reportUrl: string) => Answer;
  readonly inquire: (by: { readonly paymentId: string | null; readonly paymentRequestId: string | null }) => Answer;
  /** The buyer has pressed Pay: from here on the order exists for inquiryPayment. */
  readonly submit: (paymentSessionId: string) => ReportAnswer;
  /** A try of the buyer's failed with this code, which may or may not be the end of the order. */
  readonly decline: (paymentSessionId: string, resultCode: string | null) => ReportAnswer;
  readonly decide: (paymentSessionId: string, decision: Decision) => ReportAnswer;
  /** Does what was planned for now or earlier, and closes what has waited too long. */
  readonly catchUp: () => void;
}

interface Context {
  readonly clientId: string;
  readonly store: Store;
  readonly clock: Clock;
  /** Called with the order in its new state, whenever that is news for the merchant. */
  readonly notify: (order: Order) => void;
}

export function createPayments({ clientId, store, clock, notify }: Context): Payments {
  function create(request: CreateRequest, reportUrl: string): Answer {
    const existing = store.byRequestId(request.paymentRequestId);
    if (existing !== null) return repeat(existing, request);
    const now = clock.now();
    const paymentSessionId = makeSessionId();
    const sessionExpiresAt = now + SESSION_LIFETIME;
    const answer = sessionAnswer(request, { clientId, paymentSessionId, reportUrl, expiresAt: clock.wallTime(sessionExpiresAt) });
    store.insert({
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
    if (order === null || order.submittedAt === null) return { result: RESULTS.orderNotExist };
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
    if (status !== 'PROCESSING') notify(moved);
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

  function catchUp(): void {
    const now = clock.now();
    for (const order of store.dueOrders(now)) {
      const { planned } = order;
      // The decision and the closing may both be due after a long sleep: the earlier one was first.
      if (planned !== null && planned.at <= (order.closesAt ?? now)) moveTo(order, planned.status, planned.resultCode);
      else moveTo(order, 'FAIL', RESULTS.orderClosed.resultCode);
    }
  }

  return { create, inquire, submit, decline, decide, catchUp };
}

const accepted = (order: Order): ReportAnswer => ({ accepted: true, result: RESULTS.success, paymentStatus: order.status });
const refused = (order: Order): ReportAnswer => ({ accepted: false, result: RESULTS.orderClosed, paymentStatus: order.status });
const isOrder = (value: Order | ReportAnswer): value is Order => 'paymentRequestId' in value;

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
