/**
 * The life of an order at the gateway, as a pure table.
 *
 * CREATED is ours: Antom knows no order before the buyer has submitted one, and inquiryPayment says ORDER_NOT_EXIST until then.
 */
import type { FinalStatus, PaymentStatus } from '../antom/protocol.ts';

export type OrderStatus = 'CREATED' | PaymentStatus;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Sessions live for an hour. */
export const SESSION_LIFETIME = 60 * MINUTE;
/** "By default 14 minutes" (seed, notifyPayment): then an order that nobody paid is closed. */
const UNPAID_LIFETIME = 14 * MINUTE;
/** The buyer has done their part, at a shop's till for example; such a payment may take a week. */
const PENDING_LIFETIME = 7 * DAY;

const NEXT: Readonly<Record<OrderStatus, readonly PaymentStatus[]>> = {
  CREATED: ['PROCESSING'],
  PROCESSING: ['PENDING', 'SUCCESS', 'FAIL', 'CANCELLED'],
  PENDING: ['SUCCESS', 'FAIL', 'CANCELLED'],
  SUCCESS: [],
  FAIL: [],
  CANCELLED: [],
};

export const mayBecome = (from: OrderStatus, to: PaymentStatus): boolean => NEXT[from].includes(to);

export const isFinal = (status: OrderStatus): status is FinalStatus => NEXT[status].length === 0;

/** ms from entering `status` until the order is closed; null: it is not. */
export function lifetimeOf(status: OrderStatus): number | null {
  switch (status) {
    case 'PROCESSING':
      return UNPAID_LIFETIME;
    case 'PENDING':
      return PENDING_LIFETIME;
    case 'CREATED':
    case 'SUCCESS':
    case 'FAIL':
    case 'CANCELLED':
      return null;
    default:
      return status satisfies never;
  }
}
