/**
 * What an attempt or a resume() hands over in the end.
 */
import { isDigest, type PendingRecord } from '../payments/records';
import type { CheckoutState, PaymentOutcome } from '../types';
import type { Decision } from './decide';

/** An outcome with the ids of the payment that it is about. */
export function identified(decision: Decision, about: Pick<PendingRecord, 'order'> & Partial<PendingRecord>, attemptId: string): PaymentOutcome {
  return Object.freeze({
    attemptId,
    ...orderOf(about.order),
    ...(about.paymentRequestId ? { paymentRequestId: about.paymentRequestId } : {}),
    ...(about.paymentSessionId ? { paymentSessionId: about.paymentSessionId } : {}),
    ...decision,
  });
}

/** `''`, no order, is left out; so is what storage holds of a long one. */
export function orderOf(order: string): { readonly order?: string } {
  return order === '' || isDigest(order) ? {} : { order };
}

/** Without a server the SDK's word is all there is. */
export function isDecided({ status }: Decision): boolean {
  return status === 'succeeded' || status === 'failed' || status === 'cancelled';
}

export function settledState(attemptId: string, outcome: PaymentOutcome, cashierVisible: boolean): CheckoutState {
  const common = { phase: 'settled', attemptId, ...orderOf(outcome.order ?? ''), outcome, busy: false, canPay: true } as const;
  return cashierVisible ? { ...common, cashierVisible } : { ...common, cashierVisible };
}
