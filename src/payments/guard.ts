/**
 * What earlier attempts allow the next one to do, by order: on this page, and as far as the browser remembers.
 *
 * Antom's red line: no repayment before the result is confirmed. Only a second paymentRequestId can charge twice, and a
 * paymentRequestId belongs to its session, so an unconfirmed payment may be opened again with the same session only.
 */
import { CheckoutError } from '../core/errors';
import { each, filter, first, has, join, map, namesOf } from '../core/list';
import { isOf } from '../outcome/order';
import { isGuessed, isPayment, type PendingRecord, type PendingStore } from './records';
import { dataOf, type SessionCache } from '../session/cache';
import type { PaymentOutcome, PaymentSession } from '../types';
import { SUCCEEDED } from '../outcome/decide';
import { identified } from '../outcome/outcome';

/** An attempt whose createComponent was called and whose result nobody knows. */
export interface UnconfirmedPayment {
  readonly record: PendingRecord;
  /** The very same session may be opened again. */
  readonly reopenable: boolean;
}

export interface RepaymentGuard {
  /** False where no product of the controller's moves money. */
  readonly movesMoney: boolean;
  /**
   * Whether pay() may open a cashier for the order now: an undecided earlier payment that the server must be asked about first, or
   * null. Drops a session that must not be used again. `pays`: false for what moves no money, which only its like can hold up.
   * @throws CheckoutError `payment-unconfirmed` where there is no server to ask
   */
  admit(order: string, session: PaymentSession | string | undefined, force: boolean, pays?: boolean): UnconfirmedPayment | null;
  /** An earlier payment of the order is undecided. */
  owes(order: string, pays: boolean): boolean;
  /** createComponent is about to be called. `force`: earlier payments of the order are no longer asked about, once it was. */
  opening(record: PendingRecord, sessionData: string, force: boolean): Opening;
  /** A payment that this browser did not remember is being asked about. `known`: the server knows it. */
  noted(record: PendingRecord, known: boolean): void;
  /** How the order was paid, here or on an earlier page: then it is not paid again. */
  paid(order: string): PaymentOutcome | null;
  /** A payment of the order has succeeded. */
  pay(order: string, outcome: PaymentOutcome): void;
  /** An attempt has ended. `opened`: createComponent was called. `pays`: what has succeeded is a payment. */
  record(order: string, outcome: PaymentOutcome, opened: boolean, decided: boolean, pays: boolean): void;
  /** The server has decided a payment. `reusable`: nothing was submitted, so its session may be opened again. */
  decided(record: PendingRecord, reusable: boolean): void;
  /** The newest undecided payment that fits. */
  readonly newest: (fits: (record: PendingRecord) => boolean) => PendingRecord | null;
}

export interface Opening {
  /** The SDK says that it is under way: remembered again, where another page has learned meanwhile that there was no such payment yet. */
  readonly again: () => void;
  /** It was opened, or submitted: what this payment takes the place of is forgotten. A second call does nothing. */
  readonly done: () => void;
  /** It was not, and nothing is forgotten. */
  readonly undo: () => void;
}

/** What this page knows beyond the record. */
interface Known {
  readonly record: PendingRecord;
  readonly sessionData: string;
  /** The SDK itself said that it is under way, so opening it again is no answer either. */
  readonly final: boolean;
}

/** @param movesMoney false where no product of the controller's does: an order that is paid is none of its business */
export function createRepaymentGuard(cache: SessionCache, pending: PendingStore, hasInquiry: boolean, movesMoney: boolean): RepaymentGuard {
  const last: Record<string, Known | undefined> = Object.create(null) as Record<string, Known | undefined>;
  /** By order, as they were answered on this page. */
  const paid: Record<string, PaymentOutcome | undefined> = Object.create(null) as Record<string, PaymentOutcome | undefined>;

  /** Forgotten records that storage still has because it cannot be written, by attemptId. */
  let gone: readonly string[] = [];
  /** Named by the page's address, say, and not known to the server so far: remembered here alone, since anybody can make up an address. */
  let named: readonly PendingRecord[] = [];

  const forget = (isIt: (other: PendingRecord) => boolean): void => {
    named = filter(named, (other) => !isIt(other));
    pending.remove((other) => {
      if (isIt(other)) gone = join(gone, [other.attemptId]);
      return isIt(other);
    });
    gone = filter(gone, (id) => pending.newest((other) => other.attemptId === id) !== null);
  };
  const free = (record: PendingRecord): void => {
    const isIt = (other: PendingRecord): boolean =>
      record.paymentRequestId === '' ? other.attemptId === record.attemptId : other.paymentRequestId === record.paymentRequestId;
    // Whatever order it was started as: one paymentRequestId is one payment.
    each(namesOf(last), (order) => {
      const known = last[order];
      if (known && isIt(known.record)) delete last[order];
    });
    forget(isIt);
  };
  const newest = (fits: (record: PendingRecord) => boolean): PendingRecord | null =>
    pending.newest((record) => !has(gone, record.attemptId) && fits(record)) ?? first(named, fits) ?? null;

  /** The newest undecided payment of the order that another tab or an earlier page has written, by whatever clock; else this page's. */
  const undecided = (order: string, pays: boolean): { record: PendingRecord; known: Known | null } | null => {
    const own = last[order];
    const known = own && isPayment(own.record) === pays ? own : null;
    const isOther = (record: PendingRecord): boolean =>
      isOf(record, order) && isPayment(record) === pays && !(known && isSame(record, known.record));
    // Those that nobody remembers come first: once a kept session opens again nobody asks about them.
    const stored = first(named, isOther) ?? newest(isOther);
    if (stored) return { record: { ...stored, order }, known: null };
    return known && { record: known.record, known };
  };

  const pay = (order: string, outcome: PaymentOutcome): void => {
    if (order === '' || outcome.status !== 'succeeded') return;
    paid[order] = outcome;
    pending.pay({ order, attemptId: outcome.attemptId, confirmedBy: outcome.confirmedBy });
  };

  return {
    movesMoney,
    noted: (record, known) => {
      const isIt = (other: PendingRecord): boolean => other.paymentRequestId === record.paymentRequestId;
      const before = newest(isIt);
      if (before && !isGuessed(before) && !(known && first(named, isIt))) return;
      named = filter(named, (other) => !isIt(other));
      if (known) pending.write(record);
      else named = join(named, [record]);
    },
    decided: (record, reusable) => {
      free(record);
      if (!reusable) cache.spent(record.paymentRequestId);
    },
    newest: (fits) => {
      const record = newest(fits);
      return (
        first(
          map(namesOf(last), (order) => last[order]?.record),
          (known) => known?.attemptId === record?.attemptId,
        ) ?? record
      );
    },
    paid: (order) => {
      if (order === '' || !movesMoney) return null;
      const known = pending.paid(order);
      // The same one each time, so that `state` does not change by a second press.
      return (
        (paid[order] ??= known ? identified({ ...SUCCEEDED, confirmedBy: known.confirmedBy }, { order }, known.attemptId) : undefined) ??
        null
      );
    },
    pay,
    admit: (order, session, force, pays = movesMoney) => {
      if (force) {
        // Only once it opens is the earlier payment forgotten: it may not get that far.
        cache.forget(order);
        return null;
      }
      const kept = cache.peek(order);
      const good = kept !== null && cache.isGood(kept);
      const earlier = undecided(order, pays);
      if (!good) cache.forget(order);
      if (!earlier) return null;
      const { record, known } = earlier;
      const next = session === undefined ? kept && dataOf(kept.session) : dataOf(session);
      const reopenable = known !== null && !known.final && good && next === known.sessionData;
      // A session of the time before inquiryPayment has no id to ask by.
      if (hasInquiry && record.paymentRequestId !== '') return { record, reopenable };
      if (reopenable) return null;
      throw new CheckoutError(
        'payment-unconfirmed',
        'An earlier payment of this order has no confirmed result; another one could charge the buyer twice.',
      );
    },
    owes: (order, pays) => undecided(order, pays) !== null,
    opening: (record, sessionData, force) => {
      const { order, attemptId } = record;
      const before = last[order];
      last[order] = { record, sessionData, final: false };
      pending.write(record);
      let isDone = false;
      return {
        again: () => {
          if (!pending.newest((other) => other.attemptId === attemptId)) pending.write(record);
        },
        done: () => {
          // What has begun since is not replaced by it.
          if (isDone) return;
          isDone = true;
          // The same payment again: without a paymentRequestId only its session tells.
          const again = before?.sessionData === sessionData ? before.record.attemptId : null;
          if (force || again !== null)
            forget((other) => other.attemptId !== attemptId && (force ? isOf(other, order) : other.attemptId === again));
        },
        undo: () => {
          forget((other) => other.attemptId === attemptId);
          if (before) last[order] = before;
          else delete last[order];
        },
      };
    },
    record: (order, outcome, opened, isDecided, pays) => {
      if (pays) pay(order, outcome);
      const known = last[order];
      if (opened && known) {
        if (isDecided) {
          free(known.record);
        } else {
          last[order] = { ...known, final: outcome.status === 'processing' || outcome.status === 'unknown' };
          // Another page of this tab may have learned that nothing was submitted, while this one was in the back/forward cache. What it
          // has learned to be paid is not remembered again.
          if (outcome.status !== 'succeeded') pending.write(known.record);
        }
      }
      if (outcome.retry === 'new-session' || outcome.status === 'succeeded') {
        // What was asked for before a success is of what has been paid.
        cache.forget(order, outcome.status === 'succeeded');
        cache.spent(outcome.paymentRequestId ?? '');
      }
    },
  };
}

/** One paymentRequestId is one payment, whoever has opened it. */
function isSame(one: PendingRecord, other: PendingRecord): boolean {
  return one.attemptId === other.attemptId || (one.paymentRequestId !== '' && one.paymentRequestId === other.paymentRequestId);
}
