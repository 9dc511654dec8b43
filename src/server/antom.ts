/** The interface of what `createAntom()` makes. */
import type { AntomAnswer, CancelAnswer, PaymentInquiry, PaymentSession, RefundAnswer, VaultingSession } from './answers';
import type { NotificationRequest } from './incoming';
import type { Notification } from './notification-types';
import type {
  CancelRequest,
  CreatePaymentSessionRequest,
  CreateVaultingSessionRequest,
  InquiryPaymentRequest,
  RefundRequest,
} from './requests';

/**
 * Antom's API as your server uses it.
 *
 * Each method rejects with an `AntomServerError`: `invalid-request` before anything is sent; `gateway-…` and `answer-…` where there is no
 * answer that can be believed, and then nobody knows what became of the call. An answer with `resultStatus` `F` or `U` is no error.
 */
export interface Antom {
  /** Makes a session. The answer is the browser's: hand it on as it is. It has the request's `paymentRequestId` besides, where it has one. */
  readonly createPaymentSession: (request: CreatePaymentSessionRequest) => Promise<PaymentSession & AntomAnswer>;
  /** Makes a session to save a card. The answer is the browser's, under the names that the page's library reads. */
  readonly createVaultingSession: (request: CreateVaultingSessionRequest) => Promise<VaultingSession & AntomAnswer>;
  /**
   * Asks what became of a payment. `result` says only whether the question worked; `paymentStatus` is the payment, where `result.resultStatus`
   * is `S`. An answer about another payment is refused. Compare `paymentAmount` with your order's before you believe a `SUCCESS`.
   */
  readonly inquiryPayment: (request: InquiryPaymentRequest) => Promise<PaymentInquiry & AntomAnswer>;
  readonly call: CallAntom;
  /**
   * What Antom tells, once its signature over the raw bytes and its client id are right. Rejects with `notification-unsigned`,
   * `notification-refused` or `notification-too-large`: answer 4xx, and Antom sends it again. Its age has no limit, since repeats come for a
   * day; that a repeat, or an older one, changes nothing is `checkoutRoutes()`'s work, or yours.
   *
   * @param request whose body nobody has read, or the raw body in a record: a parsed one has no signature any more
   */
  readonly readNotification: (request: Request | NotificationRequest) => Promise<Notification>;
}

export interface CallAntom {
  /** Gives a payment up, or back. */
  (api: 'payments/cancel', request: CancelRequest): Promise<CancelAnswer>;
  /** Gives money back. `resultStatus` `U`: call again with the same `refundRequestId`. */
  (api: 'payments/refund', request: RefundRequest): Promise<RefundAnswer>;
  /**
   * Any other API: signed, and its answer verified.
   *
   * @param api what follows `/v1/` in Antom's reference: `payments/inquiryRefund`, `vaults/inquireVaulting`
   */
  (api: string, request: object): Promise<AntomAnswer>;
}
