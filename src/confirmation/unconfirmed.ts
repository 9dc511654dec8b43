/**
 * Asks the server about earlier payments of the order that nobody has decided, before another one opens.
 *
 * There may be more than one: of another tab, of an earlier page.
 */
import { startDeadline } from '../core/deadline';
import type { Environment } from '../core/environment';
import { isOwn, ownText } from '../core/read';
import { isGuessed, type PendingRecord } from '../payments/records';
import type { PaymentSession } from '../types';
import { askOnce, type Ask, type Asking } from './poll';
import { PROCESSING, UNKNOWN, type Decision } from '../outcome/decide';
import type { InquiryClient } from './client';
import type { Confirmations } from './confirmations';
import { NO_ANSWER, type Answer } from './answer';
import { afterUnconfirmed } from './resolve';
import type { UnconfirmedPayment, RepaymentGuard } from '../payments/guard';
import { stillAtWork, type PageLock } from '../page/lock';

export interface UnconfirmedParts {
  readonly env: Environment;
  readonly inquire: InquiryClient;
  readonly guard: RepaymentGuard;
  readonly lock: PageLock;
  /** How long the SDK is waited for (ms). */
  readonly patience: number;
  readonly order: string;
  /** What pay() was given. */
  readonly session: PaymentSession | string | undefined;
  /** What waits for the answer moves money. */
  readonly pays: boolean;
  /** A resume() may be asking about one of them. */
  readonly confirmations: Confirmations;
}

/** A cashier may open, with that session of the merchant's; or the attempt ends. */
export type UnconfirmedEnd =
  | { readonly session: PaymentSession | string | undefined }
  | { readonly decision: Decision; readonly record: PendingRecord }
  | { readonly error: unknown };

export function askAboutUnconfirmed(parts: UnconfirmedParts, first: UnconfirmedPayment, done: (end: UnconfirmedEnd) => void): Asking {
  const { env, inquire, guard, lock, order } = parts;
  let { session } = parts;
  let asking: Asking;

  const ask = (earlier: UnconfirmedPayment, how: Ask): Asking =>
    askOnce(env, how, (answer) => {
      try {
        hear(earlier, answer);
      } catch (error) {
        done({ error });
      }
    });
  /** Asks again when the SDK is through with the last component: an Apple Pay sheet that unmount() has left open may still submit. */
  const askAfterCooldown = (earlier: UnconfirmedPayment, cooldown: Promise<void>): Asking => {
    const end = startDeadline(env, parts.patience, () => {
      done({ error: stillAtWork() });
    });
    void cooldown.then(() => {
      end(() => {
        asking = ask(earlier, inquire(earlier.record));
      });
    });
    return {
      conclude: () => {
        end(() => {
          hear(earlier, NO_ANSWER);
        });
      },
    };
  };
  const hear = (earlier: UnconfirmedPayment, answer: Answer): void => {
    const { record, reopenable } = earlier;
    if (answer.kind === 'not-found' && lock.cooldown) {
      asking = askAfterCooldown(earlier, lock.cooldown);
      return;
    }
    const next = afterUnconfirmed(answer, reopenable);
    if (isOwn(next, 'decision')) {
      if (next.decided) guard.decided(record, false);
      // Whether the payment that has succeeded was this order's nobody knows.
      done({ decision: isGuessed(record) && next.decided ? UNKNOWN : next.decision, record });
      return;
    }
    if (next.open === 'same') {
      // The kept session may have gone, or become too old, while the server was asked.
      const now = guard.admit(order, parts.session, false, parts.pays);
      done(now?.reopenable && now.record.attemptId === record.attemptId ? { session } : { decision: PROCESSING, record });
      return;
    }
    guard.decided(record, next.open === 'any');
    // The very session of that payment is spent: another one is asked for.
    if (next.open === 'new' && ownText(parts.session, 'paymentRequestId') === record.paymentRequestId) session = undefined;
    const another = guard.admit(order, parts.session, false, parts.pays);
    if (another) asking = ask(another, inquire(another.record));
    else done({ session });
  };

  const own = inquire(first.record);
  const { poll } = parts.confirmations(first.record.paymentRequestId);
  const how: Ask = (signal) =>
    poll
      ? poll.next().then((answer) => {
          // The cashier opens again: from here on this attempt asks.
          if (first.reopenable && answer?.kind === 'processing') poll.conclude();
          return answer ?? own(signal);
        })
      : own(signal);
  asking = ask(first, how);
  // Whichever question is the current one.
  return {
    conclude: () => {
      asking.conclude();
    },
  };
}
