/**
 * What the buyer reads, and what the page offers.
 */
import type { CheckoutState, PaymentOutcome } from 'antom-checkout-controller';

export function textOf(state: CheckoutState): string {
  if (state.phase === 'confirming') return 'We are asking for the result of your payment. This can take a few minutes.';
  return state.phase === 'settled' ? textOfOutcome(state.outcome) : '';
}

/** Without a default arm: a status that a new major version adds is a type error here. */
export function textOfOutcome(outcome: PaymentOutcome): string {
  switch (outcome.status) {
    case 'succeeded':
      return 'Thank you. Your order is paid.';
    case 'failed':
      return 'The payment failed. Please try again.';
    case 'cancelled':
      return 'You can pay whenever you like.';
    case 'redirected':
      return 'Please finish the payment where you were sent.';
    case 'processing':
    case 'unknown':
      return 'Your payment is not decided yet. Please do not pay again: we write to you when it is.';
    case 'abandoned':
      return '';
    case 'error':
      // The server refuses a session for an order that is paid.
      if (outcome.error.details.status === 409) return 'This order is paid, or a payment of it is being checked.';
      return `The payment page could not be opened (${outcome.error.code}).`;
  }
}

/** Nobody knows yet: then the page offers to ask, not to pay. */
export const isUndecided = (outcome: PaymentOutcome | null): boolean => outcome?.status === 'processing' || outcome?.status === 'unknown';
