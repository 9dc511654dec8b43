/**
 * Whether and how the buyer may pay again. A result code's part of it is session/result-codes.ts.
 */
import type { CheckoutErrorCode } from '../core/errors';
import type { Retry } from '../types';
import type { Facts } from './input';

/** Where nothing can have been charged: the session once more, if it is still good. */
export function retryOf(facts: Pick<Facts, 'sessionGood'>): 'same-session' | 'new-session' {
  return facts.sessionGood ? 'same-session' : 'new-session';
}

/** What may be done after an `error` outcome. */
export function retryAfterError(code: CheckoutErrorCode, facts: Pick<Facts, 'submitted' | 'sessionGood'>): Retry {
  if (code === 'invalid-options' || code === 'not-in-browser' || code === 'disposed') return 'none';
  // Refused because of an earlier attempt: that one may have been paid.
  if (facts.submitted || code === 'payment-unconfirmed') return 'after-confirmation';
  return code === 'session-invalid' ? 'new-session' : retryOf(facts);
}
