/**
 * What the merchant's server is asked and answers, and what can be read from a session.
 */

/** The argument of `createPaymentSession`. */
export interface SessionContext {
  /** The `order` that pay() or prepare() was called with. */
  readonly order?: string | undefined;
  /**
   * Aborted when nobody can use the answer any more: `timeouts.session`, `dispose()`. Not by the end of one attempt,
   * because the next `pay()` of the same order joins the request. `undefined` in engines without AbortController
   * (Chrome before 66, iOS before 11.3), where `fetch` ignores it.
   */
  readonly signal: AbortSignal;
}

/**
 * The answer of Antom's createPaymentSession, as your server passes it on. Further fields may be present.
 * @see https://global.alipay.com/docs/ac/ams/session_cashier
 */
export interface PaymentSession {
  /** Opaque, about 2 kB, four parts joined by `&&`. Pass it on unchanged. */
  readonly paymentSessionData: string;
  /** ISO 8601. Without it a session counts as good for one hour. */
  readonly paymentSessionExpiryTime?: string | undefined;
  readonly paymentSessionId?: string | undefined;
  /** Yours; createPaymentSession's own answer has none, your server adds it. */
  readonly paymentRequestId?: string | undefined;
}

/** The argument of `inquiryPayment`. */
export interface InquiryContext {
  readonly paymentRequestId: string;
  readonly paymentSessionId?: string | undefined;
  /** The session as your server gave it; absent after a page load, since nothing of it is stored. */
  readonly session?: PaymentSession | undefined;
  /** Aborted after 10 s, and when nobody waits any more. `undefined` in engines without AbortController. */
  readonly signal: AbortSignal;
}

/**
 * The answer of Antom's inquiryPayment, as your server passes it on. Further fields may be present.
 * @see https://global.alipay.com/docs/ac/ams/paymentri_online
 */
export interface PaymentInquiry {
  readonly paymentStatus?: 'SUCCESS' | 'FAIL' | 'PROCESSING' | 'CANCELLED' | 'PENDING' | (string & {}) | undefined;
  readonly paymentResultCode?: string | undefined;
  readonly paymentResultMessage?: string | undefined;
  readonly paymentRequestId?: string | undefined;
  /** Says only whether the call worked. */
  readonly result?:
    | { readonly resultStatus?: string | undefined; readonly resultCode?: string | undefined; readonly resultMessage?: string | undefined }
    | undefined;
  readonly [key: string]: unknown;
}

/** The SDK product that a session was made for, from its productScene. */
export type SessionProduct = 'cashier' | 'vaulting' | 'easypay' | 'autodebit' | 'autodebit-pay' | 'element' | 'checkout-page';

export interface SessionFault {
  readonly code:
    | 'empty'
    | 'not-a-session'
    | 'html'
    | 'json'
    | 'percent-encoded'
    | 'spaces'
    | 'missing-parts'
    | 'truncated'
    | 'unknown-product'
    | 'missing-action'
    | 'bad-expiry';
  /** What is wrong; docs/errors.md (session-invalid) has the usual causes. Never holds session data. */
  readonly message: string;
  /** True when the SDK would refuse to open the session. */
  readonly fatal: boolean;
}

/** What can be read from a session without asking anyone. Part 4 of paymentSessionData is unsigned: for display and diagnosis only. */
export interface SessionDescription {
  readonly product?: SessionProduct | undefined;
  /** paymentMethodType, for example `GCASH`. */
  readonly method?: string | undefined;
  /** `value` in the currency's minor unit, as Antom writes amounts. */
  readonly amount?: { readonly currency: string; readonly value: string } | undefined;
  /** ms since the epoch, from paymentSessionExpiryTime. */
  readonly expiry?: number | undefined;
  readonly faults: readonly SessionFault[];
}
