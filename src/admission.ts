/**
 * What a call of pay() or mount() is: the start of a payment, one more caller of the open one, or the answer of an order that is paid. The one place
 * that refuses because another payment is open.
 */
import type { Attempt } from './attempt/attempt';
import type { AttemptContext } from './attempt/context';
import type { ResolvedPay } from './options';
import { lockedError } from './page/lock';
import type { PaymentOutcome } from './types';

/** After a success the SDK jumps within seconds; a click in between must not start another payment (ms). */
const REDIRECT_WINDOW = 10_000;

export type Admission =
  | { readonly kind: 'start' }
  | { readonly kind: 'join'; readonly result: Promise<PaymentOutcome> }
  | { readonly kind: 'paid'; readonly outcome: PaymentOutcome };

/**
 * @param attempt the controller's last one
 * @throws CheckoutError `component-busy`
 */
export function admit(
  { env, guard, lock }: AttemptContext,
  attempt: Attempt | null,
  { order, session, force, container }: ResolvedPay,
): Admission {
  if (attempt) {
    const { result } = attempt;
    if (attempt.outcome === null) {
      const sameOrder = order === undefined || order === attempt.order;
      const sameSession = session === undefined || attempt.paysWith(session);
      if (sameOrder && sameSession && attempt.container === container) return { kind: 'join', result };
      // A form in the page makes way for another payment, unless it is being paid.
      if (lock.owner !== attempt.id || !lock.replace) throw lockedError();
    }
    const redirecting = attempt.outcome !== null && attempt.isKeptForRedirect && env.elapsed() - attempt.settledAt < REDIRECT_WINDOW;
    if (redirecting && (order ?? '') === attempt.order) return { kind: 'join', result };
  }
  const outcome = force ? null : guard.paid(order ?? '');
  if (outcome) return { kind: 'paid', outcome };
  if (lock.owner !== null && lock.owner !== attempt?.id && !lock.replace) throw lockedError();
  return { kind: 'start' };
}
