/**
 * What earlier attempts allow the next one to do, by order.
 *
 * Antom's red line: no repayment before the result is confirmed. Only a second paymentRequestId can charge twice, and a
 * paymentRequestId belongs to its session, so an unconfirmed payment may be opened again with the same session only.
 */
import { CheckoutError } from '../errors';
import { dataOf, type SessionKeeper } from '../session/keeper';
import type { PaymentOutcome, PaymentSession } from '../types';

export interface Ledger {
  /** Whether pay() may open a cashier for the order now. Drops a session that must not be used again. @throws CheckoutError `payment-unconfirmed` */
  admit(order: string, session: PaymentSession | string | undefined, force: boolean): void;
  /** An attempt of the order has ended. `sessionData`: what createComponent was called with, if it was. */
  record(order: string, outcome: PaymentOutcome, sessionData: string | undefined): void;
}

/** An attempt whose createComponent was called and whose result nobody knows. */
interface Unconfirmed {
  readonly sessionData: string;
  /** The SDK itself said that it is under way, so opening it again is no answer either. */
  readonly final: boolean;
}

export function createLedger(keeper: SessionKeeper): Ledger {
  const unconfirmed: Record<string, Unconfirmed | undefined> = Object.create(null) as Record<string, Unconfirmed | undefined>;

  return {
    admit: (order, session, force) => {
      if (force) {
        delete unconfirmed[order];
        keeper.forget(order);
      }
      const kept = keeper.peek(order);
      const good = kept !== null && keeper.isGood(kept);
      const earlier = unconfirmed[order];
      if (earlier) {
        const next = session === undefined ? kept && dataOf(kept.session) : dataOf(session);
        if (earlier.final || !good || next !== earlier.sessionData) {
          throw new CheckoutError('payment-unconfirmed', 'An earlier payment of this order has no confirmed result; another one could charge the buyer twice.');
        }
      }
      if (!good) keeper.forget(order);
    },
    record: (order, outcome, sessionData) => {
      if (sessionData !== undefined) {
        if (isDecided(outcome)) delete unconfirmed[order];
        else unconfirmed[order] = { sessionData, final: outcome.status === 'processing' || outcome.status === 'unknown' };
      }
      if (outcome.retry === 'new-session' || outcome.status === 'succeeded') keeper.forget(order);
    },
  };
}

function isDecided(outcome: PaymentOutcome): boolean {
  return outcome.status === 'succeeded' || outcome.status === 'failed' || outcome.status === 'cancelled';
}
