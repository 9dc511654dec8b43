/**
 * How an attempt ends.
 */
import type { CheckoutError } from '../core/errors';
import type { PaymentInquiry } from './session';

/**
 * Whether and how the buyer may pay again.
 * `none`: not at all. `same-session`: call pay() again, the session is still good. `new-session`: call pay() again, a new session is
 * fetched. `after-confirmation`: ask your server (inquiryPayment) before anything else; paying again could charge twice.
 */
export type Retry = 'none' | 'same-session' | 'new-session' | 'after-confirmation';

interface OutcomeBase {
  readonly attemptId: string;
  /** The `order` that pay() was called with; of resume(), that of the payment. */
  readonly order?: string | undefined;
  readonly paymentRequestId?: string | undefined;
  readonly paymentSessionId?: string | undefined;
  /** The server's answer, where it decided. */
  readonly inquiry?: PaymentInquiry | undefined;
}

/** What the session was made for is done. From the SDK alone: for display, never for fulfilment. */
export interface SucceededOutcome extends OutcomeBase {
  readonly status: 'succeeded';
  readonly confirmedBy: 'server' | 'sdk';
  readonly retry: 'none';
}

/** Not decided yet. */
export interface ProcessingOutcome extends OutcomeBase {
  readonly status: 'processing';
  readonly confirmedBy: null;
  readonly retry: 'after-confirmation';
}

/** Status abnormal: money may have moved. */
export interface UnknownOutcome extends OutcomeBase {
  readonly status: 'unknown';
  readonly confirmedBy: null;
  readonly retry: 'after-confirmation';
}

/** The buyer was sent to the method's page or app. */
export interface RedirectedOutcome extends OutcomeBase {
  readonly status: 'redirected';
  readonly confirmedBy: null;
  readonly retry: 'after-confirmation';
}

/** This payment failed. */
export interface FailedOutcome extends OutcomeBase {
  readonly status: 'failed';
  readonly confirmedBy: 'server' | 'sdk';
  readonly retry: 'same-session' | 'new-session';
  readonly paymentResultCode?: string | undefined;
  readonly paymentResultMessage?: string | undefined;
}

/** The buyer closed without paying. */
export interface CancelledOutcome extends OutcomeBase {
  readonly status: 'cancelled';
  readonly confirmedBy: 'server' | 'sdk';
  readonly retry: 'same-session' | 'new-session' | 'after-confirmation';
}

/** The page ended the attempt. */
export interface AbandonedOutcome extends OutcomeBase {
  readonly status: 'abandoned';
  readonly confirmedBy: null;
  readonly retry: 'same-session' | 'new-session' | 'after-confirmation';
  readonly reason: AbandonReason;
}

/** The cashier could not be opened or kept. */
export interface ErrorOutcome extends OutcomeBase {
  readonly status: 'error';
  readonly confirmedBy: null;
  readonly retry: Retry;
  readonly error: CheckoutError;
}

/** `replaced`: another mount() or pay() of the page has taken the place of a mounted form. */
export type AbandonReason = 'unmounted' | 'navigated' | 'aborted' | 'disposed' | 'replaced';

/** What Antom said of a try that failed, after which the buyer may correct and submit again in the same session. */
export interface Declined {
  readonly paymentResultCode?: string | undefined;
  readonly paymentResultMessage?: string | undefined;
}

/** What one submit() came to. Grows only in a major version. */
export type SubmitResult =
  /** The attempt has ended, with the outcome that mount() resolves with. */
  | { readonly result: 'ended'; readonly outcome: PaymentOutcome }
  /** There are fields to correct; the form stays. */
  | { readonly result: 'invalid' }
  /**
   * The form stays, and the buyer may submit again in the same session. Without a `paymentResultCode` nobody knows what became of this try: offer
   * no other payment then.
   */
  | ({ readonly result: 'declined' } & Declined)
  /** Nothing is mounted, it is not drawn yet, or it has a pay button of its own only. */
  | { readonly result: 'not-ready' };

/** How an attempt ended: switch on `status`, exhaustively (it grows only in a major version). Immutable. */
export type PaymentOutcome =
  | SucceededOutcome
  | ProcessingOutcome
  | UnknownOutcome
  | RedirectedOutcome
  | FailedOutcome
  | CancelledOutcome
  | AbandonedOutcome
  | ErrorOutcome;
