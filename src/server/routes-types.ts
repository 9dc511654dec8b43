/** What `checkoutRoutes()` is given, and what it makes. */
import type { Amount, CreatePaymentSessionRequest } from './requests';
import type { Notification, PaymentNotification } from './notification-types';

/** What became of a payment, from a notification or from an inquiry that the page asked for. */
export interface PaymentReport {
  readonly paymentRequestId: string;
  /**
   * - `SUCCESS`: paid, with the expected amount. Ship; where you capture by yourself (`captureMode` MANUAL), capture first.
   * - `FAIL`: failed or cancelled, and no payment of this id can succeed any more.
   * - `PENDING`: the buyer has done their part, the money may take days. Not yet paid.
   * - `MISMATCH`: not to be believed as it stands, and money may have moved: another amount or currency than expected, or a success of a
   *   payment that you know as failed. Never ship; have somebody look. It is not acknowledged, so that Antom repeats it.
   */
  readonly status: 'SUCCESS' | 'FAIL' | 'PENDING' | 'MISMATCH';
  /** Antom's: for refunds. Null where Antom has not said it. */
  readonly paymentId: string | null;
  /** As Antom says it. Null for a failure without one. */
  readonly paymentAmount: Amount | null;
}

export interface CheckoutRoutes {
  /**
   * What is to be paid, from your database: the browser names an order, no price. Store the `paymentRequestId` with the order before you
   * return, since a notification may be faster than Antom's answer. Throw a `Response` to refuse: 404, or 409 for a paid order. A request that
   * says it has more than 1 MiB does not come here; one that does not say how much it has is yours to limit.
   */
  readonly order: (request: Request) => Promise<CreatePaymentSessionRequest>;
  /** Whether whoever sends this request may know of this payment. False is answered as an unknown payment is: 404. */
  readonly mayAsk: (paymentRequestId: string, request: Request) => Promise<boolean>;
  /** What was asked for with this id: exactly the `paymentAmount` of your request. Null: no payment of yours. */
  readonly expected: (paymentRequestId: string) => Promise<Amount | null>;
  /**
   * What you have written down of this payment, not of its order. Null: nothing yet. Without it, repeats and late notifications are recognised within
   * one process only, and of the newest 10,000 payments: `onPayment` itself must then let nothing take back a payment that you know as paid.
   */
  readonly known?: ((paymentRequestId: string) => Promise<'paid' | 'failed' | 'pending' | null>) | undefined;
  /**
   * Writes it down, in one transaction. Called one at a time for a payment, within a process; it must be idempotent all the same, since there
   * may be another process, and since a call that has not settled after 10 s is no longer waited for. When it rejects, Antom is answered 500 and sends it again, and the page hears of no success.
   *
   * @param notification null: an inquiry brought it
   */
  readonly onPayment: (result: PaymentReport, notification: PaymentNotification | null) => Promise<void>;
  /**
   * Any other notification: a saved card, an agreement, a refund. Idempotent; rejecting answers 500. It may resolve to a `Response` to answer
   * otherwise, for example 404. Default: 422, so that Antom sends it again and nothing is lost.
   */
  readonly onNotification?: ((notification: Exclude<Notification, PaymentNotification>) => Promise<unknown>) | undefined;
  /** Whatever made a route answer with an error, for your log. Default: `console.error`. */
  readonly onError?: ((error: unknown, request: Request) => unknown) | undefined;
}

export type RouteHandler = (request: Request) => Promise<Response>;

/**
 * Each answers every request and never rejects: a function of yours that has not settled after 10 s is given up, and answered 500; a body that has
 * not ended by then is given up too, and answered 4xx.
 */
export interface RouteHandlers {
  /** POST, for the page's `createPaymentSession`. */
  readonly session: RouteHandler;
  /** GET or POST, for the page's `inquiryPayment`: `paymentRequestId` is the path's last segment, else a member of the query or of a JSON body. */
  readonly inquiry: RouteHandler;
  /** POST, the `paymentNotifyUrl`. Its body must not have been read. */
  readonly notify: RouteHandler;
}
