/** What Antom tells by itself: of a payment, a card that was saved, an agreement, or something else. */
import type { AntomResult } from './answers';
import type { Amount } from './requests';

interface NotificationBasics {
  readonly result: AntomResult;
  /** All that Antom sent. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** notifyPayment. @see https://docs.antom.com/ac/ams/paymentrn_online */
export interface PaymentNotification extends NotificationBasics {
  readonly about: 'payment';
  /**
   * What became of the payment. `SUCCESS` only for a PAYMENT_RESULT with `S`: the same letter in a PAYMENT_PENDING means that the payment is
   * still pending.
   */
  readonly status: 'SUCCESS' | 'FAIL' | 'PENDING';
  readonly paymentRequestId: string;
  /** Antom's: for refunds. */
  readonly paymentId: string | null;
  /** Compare it with the order's. */
  readonly paymentAmount: Amount;
}

/** notifyVaulting. @see https://docs.antom.com/ac/ams/notify_vaulting */
export interface VaultingNotification extends NotificationBasics {
  readonly about: 'vaulting';
  readonly status: 'SUCCESS' | 'FAIL';
  readonly vaultingRequestId: string;
  /** Of a card that was saved. It can be charged: it never goes to a browser. */
  readonly cardToken: string | null;
}

/** notifyAuthorization. @see https://docs.antom.com/ac/ams/notifyauth */
export interface AuthorizationNotification extends NotificationBasics {
  readonly about: 'authorization';
  /** `TOKEN_CREATED`, `TOKEN_CANCELED`, `AUTHCODE_CREATED` … */
  readonly authorizationNotifyType: string;
  readonly authState: string | null;
  /** Of an agreement that was made. It can be charged: it never goes to a browser. */
  readonly accessToken: string | null;
}

/** Of anything else: a refund, a capture, a dispute. `body` has it. */
export interface OtherNotification extends NotificationBasics {
  readonly about: 'other';
  readonly notifyType: string | null;
}

export type Notification = PaymentNotification | VaultingNotification | AuthorizationNotification | OtherNotification;
