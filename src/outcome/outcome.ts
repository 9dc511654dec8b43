/**
 * What an attempt or a resume() hands over in the end.
 */
import { ownText } from '../core/read';
import type { CheckoutState, PaymentOutcome } from '../types';
import type { Decision } from './decide';
import { orderOf } from './order';

/** The payment that an outcome is about; `''` where it has none of that. */
export interface Payment {
  readonly order: string;
  readonly paymentRequestId?: string | undefined;
  readonly paymentSessionId?: string | undefined;
}

/** An outcome with the ids of the payment that it is about. */
export function identified(decision: Decision, about: Payment, attemptId: string): PaymentOutcome {
  // An order may be all that is known; then a page's Object.prototype must name no payment.
  const paymentRequestId = ownText(about, 'paymentRequestId');
  const paymentSessionId = ownText(about, 'paymentSessionId');
  return Object.freeze({
    attemptId,
    ...orderOf(about.order),
    ...(paymentRequestId ? { paymentRequestId } : {}),
    ...(paymentSessionId ? { paymentSessionId } : {}),
    ...decision,
  });
}

/** Without a server, what the SDK reports decides. */
export function isDecided({ status }: Decision): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled';
}

export function settledState(attemptId: string, outcome: PaymentOutcome, cashierVisible: boolean): CheckoutState {
  const common = { phase: 'settled', attemptId, ...orderOf(outcome.order ?? ''), outcome, busy: false, canPay: true } as const;
  return cashierVisible ? { ...common, cashierVisible } : { ...common, cashierVisible };
}
