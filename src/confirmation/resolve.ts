/**
 * What follows from the server's answers: the table of docs/outcomes.md as code. Pure.
 */
import { never } from '../core/never';
import { ownText } from '../core/read';
import { PROCESSING, UNKNOWN, type Decision } from '../outcome/decide';
import type { Input } from '../outcome/input';
import type { PaymentInquiry } from '../types';
import type { Answer } from './answer';

/** How the server is asked, and what its answers mean. */
export interface ConfirmationPlan {
  /** `poll`: until the payment is final or the deadline. `close`: at once, and for 6 s while it is PROCESSING. */
  readonly mode: 'poll' | 'close';
  /** The outcome as the SDK alone would have it. */
  readonly sdkDecision: Decision;
  /** What the outcome is when the server decides nothing. */
  readonly fallback: Decision;
}

/** Of a payment that the SDK says nothing of. */
export const UNSAID: ConfirmationPlan = { mode: 'poll', sdkDecision: PROCESSING, fallback: PROCESSING };

/** What the server is asked after a decision of the SDK's, or null where nothing can have been submitted or the page is leaving. */
export function planAfter(input: Input, decision: Decision): ConfirmationPlan | null {
  switch (input.type) {
    case 'event':
      if (decision.status === 'cancelled' || decision.status === 'failed') return afterClose(decision);
      return { mode: 'poll', sdkDecision: decision, fallback: decision.status === 'unknown' ? decision : PROCESSING };
    case 'redirect-stayed':
      return { mode: 'poll', sdkDecision: decision, fallback: PROCESSING };
    case 'closed':
    case 'launch-failed':
    case 'vanished':
    case 'session-expired':
    case 'broken':
    case 'slot-removed':
    case 'slot-moved':
      return afterClose(decision);
    case 'setup-failed':
    case 'failed-before':
    case 'page-hidden':
    case 'component-timeout':
    case 'ended':
    case 'redirect-returned':
    case 'session-stale':
    case 'sheet':
    case 'silent':
    case 'not-ready':
      return null;
    default:
      return never(input);
  }
}

/** A close alone does not say that the buyer did not pay, by phone for example. */
function afterClose(sdkDecision: Decision): ConfirmationPlan {
  return {
    mode: 'close',
    sdkDecision,
    fallback: sdkDecision.status === 'cancelled' ? { ...sdkDecision, retry: 'after-confirmation' } : sdkDecision,
  };
}

/** True when no further answer is awaited. */
export function isEnough(answer: Answer, mode: ConfirmationPlan['mode']): boolean {
  switch (answer.kind) {
    case 'success':
    case 'fail':
    case 'cancelled':
      return true;
    case 'processing':
      return false;
    case 'pending':
    case 'not-found':
    case 'none':
      // PENDING can last for days: after a close there is nothing to wait for.
      return mode === 'close';
    default:
      return never(answer);
  }
}

export interface Verdict {
  readonly decision: Decision;
  /** The order is free for another payment. */
  readonly decided: boolean;
}

/** The outcome for the last answer. */
export function verdictOn(answer: Answer, plan: ConfirmationPlan): Verdict {
  switch (answer.kind) {
    case 'success':
      return { decision: { status: 'succeeded', confirmedBy: 'server', retry: 'none', inquiry: answer.inquiry }, decided: true };
    case 'fail':
      return { decision: failedByServer(answer.inquiry, plan), decided: true };
    case 'cancelled':
      // The cashier could not be opened or kept, whatever became of the order.
      if (plan.sdkDecision.status === 'error') return { decision: plan.sdkDecision, decided: true };
      return plan.sdkDecision.status === 'failed'
        ? { decision: failedByServer(answer.inquiry, plan), decided: true }
        : { decision: { status: 'cancelled', confirmedBy: 'server', retry: 'new-session', inquiry: answer.inquiry }, decided: true };
    case 'pending':
      return { decision: plan.mode === 'close' ? { ...PROCESSING, inquiry: answer.inquiry } : plan.fallback, decided: false };
    case 'not-found':
      // Only after a close does it mean that nothing was submitted; right after a result it may just be early.
      return plan.mode === 'close' ? { decision: plan.sdkDecision, decided: true } : { decision: plan.fallback, decided: false };
    case 'processing':
    case 'none':
      return { decision: plan.fallback, decided: false };
    default:
      return never(answer);
  }
}

function failedByServer(inquiry: PaymentInquiry, plan: ConfirmationPlan): Decision {
  // Both of one place: a message of the SDK's may be about another code than the server's.
  const said = ownText(inquiry, 'paymentResultCode') === undefined ? plan.sdkDecision : inquiry;
  const code = ownText(said, 'paymentResultCode');
  const message = ownText(said, 'paymentResultMessage');
  return {
    status: 'failed',
    confirmedBy: 'server',
    retry: 'new-session',
    inquiry,
    ...(code === undefined ? {} : { paymentResultCode: code }),
    ...(message === undefined ? {} : { paymentResultMessage: message }),
  };
}

/** What pay() does once the server has answered about an earlier, undecided payment of the order. */
export type AfterUnconfirmed =
  /** Open: `same` kept session only, a `new` one, or `any`, as if the earlier payment had not been. */
  { readonly open: 'same' | 'new' | 'any' } | { readonly decision: Decision; readonly decided: boolean };

/** @param reopenable the SDK did not say that it is under way, and the very same session is still good. */
export function afterUnconfirmed(answer: Answer, reopenable: boolean): AfterUnconfirmed {
  switch (answer.kind) {
    case 'success':
      return { decision: { status: 'succeeded', confirmedBy: 'server', retry: 'none', inquiry: answer.inquiry }, decided: true };
    case 'fail':
    case 'cancelled':
      return { open: 'new' };
    case 'not-found':
      return { open: 'any' };
    case 'processing':
      return reopenable ? { open: 'same' } : { decision: PROCESSING, decided: false };
    case 'pending':
      return { decision: PROCESSING, decided: false };
    case 'none':
      return { decision: UNKNOWN, decided: false };
    default:
      return never(answer);
  }
}

/** The outcome of resume(): on the page the buyer comes back to, the SDK has said nothing. */
export function verdictOnReturn(answer: Answer): Verdict {
  switch (answer.kind) {
    case 'not-found':
      return { decision: { status: 'cancelled', confirmedBy: 'server', retry: 'new-session', inquiry: answer.inquiry }, decided: true };
    case 'success':
    case 'fail':
    case 'cancelled':
    case 'processing':
    case 'pending':
    case 'none':
      return verdictOn(answer, UNSAID);
    default:
      return never(answer);
  }
}
