/** What Antom's API answers. Each answer was signed by Antom, for you, within a day of now, before it is handed over. */
import type { PaymentInquiry, PaymentSession } from '../types';
import type { Amount } from './requests';

export type { PaymentInquiry, PaymentSession };

/** Says whether the call worked, which is not whether a payment did. */
export interface AntomResult {
  /** `S`: it worked. `F`: it did not, and `resultCode` says why. `U`: nobody knows yet; ask again, or call again with the same id. */
  readonly resultStatus: 'S' | 'F' | 'U';
  /** `SUCCESS`, `ORDER_NOT_EXIST`, `PARAM_ILLEGAL` … */
  readonly resultCode: string;
  readonly resultMessage?: string | undefined;
}

/** Any answer. `F` and `U` are answers too, and are not thrown: ORDER_NOT_EXIST must reach the page. */
export interface AntomAnswer {
  readonly result: AntomResult;
  readonly [field: string]: unknown;
}

/** createVaultingSession's, under the names that the page's library reads; Antom's own are there besides. */
export interface VaultingSession extends PaymentSession {
  /** The request's, since Antom's answer has none. */
  readonly vaultingRequestId: string;
}

export interface CancelAnswer extends AntomAnswer {
  readonly paymentRequestId?: string | undefined;
  readonly paymentId?: string | undefined;
  /** ISO 8601. */
  readonly cancelTime?: string | undefined;
}

export interface RefundAnswer extends AntomAnswer {
  readonly refundRequestId?: string | undefined;
  /** Antom's. */
  readonly refundId?: string | undefined;
  readonly paymentId?: string | undefined;
  readonly refundAmount?: Amount | undefined;
  /** ISO 8601. */
  readonly refundTime?: string | undefined;
}
