/**
 * The merchant's own view of its orders: what each is worth, and what has become of it. Only the server's word moves it.
 */
import { sameAmount } from '../../shared/amount.ts';
import type { Amount } from '../../shared/amount.ts';

export type MerchantStatus = 'open' | 'pending' | 'paid' | 'failed';

export interface MerchantOrder {
  readonly paymentRequestId: string;
  readonly amount: Amount;
  readonly status: MerchantStatus;
  /** Antom's id, once it is known: for refunds and reconciliation. */
  readonly paymentId: string | null;
  /** Who said so first. */
  readonly settledBy: 'notification' | 'inquiry' | null;
  /** Notifications that were accepted, repetitions included. */
  readonly notifications: number;
}

export interface Word {
  readonly paymentRequestId: string;
  readonly paymentId: string | null;
  readonly amount: Amount;
  readonly status: Exclude<MerchantStatus, 'open'>;
  readonly by: 'notification' | 'inquiry';
}

/** `contradicted`: the order is already settled the other way, and that stands until a person has looked at it. */
export type Verdict = 'taken' | 'unknown-order' | 'other-amount' | 'contradicted';

export interface MerchantOrders {
  readonly open: (paymentRequestId: string, amount: Amount) => void;
  readonly find: (paymentRequestId: string) => MerchantOrder | null;
  /** Idempotent: the same word changes nothing the second time, and an older one (pending after paid) never. */
  readonly hear: (word: Word) => Verdict;
}

export function createOrders(): MerchantOrders {
  const orders = new Map<string, MerchantOrder>();
  return {
    open(paymentRequestId, amount) {
      orders.set(paymentRequestId, { paymentRequestId, amount, status: 'open', paymentId: null, settledBy: null, notifications: 0 });
    },
    find: (paymentRequestId) => orders.get(paymentRequestId) ?? null,
    hear({ paymentRequestId, paymentId, amount, status, by }) {
      const order = orders.get(paymentRequestId);
      if (order === undefined) return 'unknown-order';
      if (!sameAmount(order.amount, amount)) return 'other-amount';
      const isSettled = order.status === 'paid' || order.status === 'failed';
      if (isSettled && status !== 'pending' && status !== order.status) return 'contradicted';
      orders.set(paymentRequestId, {
        ...order,
        paymentId: order.paymentId ?? paymentId,
        status: isSettled ? order.status : status,
        settledBy: order.settledBy ?? (status === 'pending' ? null : by),
        notifications: order.notifications + (by === 'notification' ? 1 : 0),
      });
      return 'taken';
    },
  };
}
