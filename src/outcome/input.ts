/**
 * What can end an attempt, or try to, and what the attempt knows at that moment.
 */
import type { CheckoutError, SdkFailure } from '../core/errors';
import type { AbandonReason, SdkEvent } from '../types';

/** Everything that can end an attempt, or try to. */
export type Input =
  /** The SDK said something. `untrusted`: in the same task as its onClose, so it may be the replay of an earlier cashier's
   *  word, or by a channel that brings no results, or whose word it is cannot be told. */
  | { readonly type: 'event'; readonly event: SdkEvent; readonly untrusted: boolean }
  /** onClose with no result code in the same task. */
  | { readonly type: 'closed' }
  /** A failure of set-up, by whichever channel. */
  | { readonly type: 'setup-failed'; readonly failure: SdkFailure; readonly cause: unknown }
  /** The component was open, and the SDK has given it up. */
  | { readonly type: 'broken'; readonly failure: SdkFailure }
  /** Loading, the session, the lock: before createComponent. */
  | { readonly type: 'failed-before'; readonly error: CheckoutError }
  /** `pagehide`. */
  | { readonly type: 'page-hidden' }
  /** The redirect was started, the SDK's UI is gone, and the page is still here. */
  | { readonly type: 'redirect-stayed' }
  /** The same, but what mount() has drawn is still there: the buyer is back at the form. */
  | { readonly type: 'redirect-returned' }
  /** Launch errors, and no success for 8 s. */
  | { readonly type: 'launch-failed'; readonly failure: SdkFailure }
  /** The SDK's UI went away without a signal. */
  | { readonly type: 'vanished' }
  | { readonly type: 'component-timeout'; readonly timeout: number }
  /** It expired more than a minute ago. */
  | { readonly type: 'session-expired' }
  /** It has expired. */
  | { readonly type: 'session-stale' }
  /** The page has taken the place that mount() draws into out of the document. */
  | { readonly type: 'slot-removed' }
  /** The page has moved it within the document, and what was drawn has started anew. */
  | { readonly type: 'slot-moved' }
  /** A wallet's sheet was asked for by the form, which submits by itself then. */
  | { readonly type: 'sheet' }
  /** Submitted, and no word for a minute. */
  | { readonly type: 'silent' }
  /** What was to be submitted has not been. */
  | { readonly type: 'not-ready' }
  /** The merchant's page ended it. */
  | { readonly type: 'ended'; readonly reason: AbandonReason };

/** What the attempt knows at that moment. */
export interface Facts {
  /** Money may move: createComponent was called for a popup, or a form in the page can have been submitted. */
  readonly submitted: boolean;
  /** It is drawn inside the page. */
  readonly inline: boolean;
  /** createComponent has settled. */
  readonly settled: boolean;
  /** SDK_CALL_URL_SUCCESS or SDK_REDIRECT was seen. */
  readonly redirecting: boolean;
  /** A success of the SDK's is no proof: Apple Pay's plugin reports one on an unknown answer too (1.47.2). */
  readonly provisional: boolean;
  /** Approval is the last word of this method: PayPal's (1.47.2). */
  readonly approvalIsLast: boolean;
  /** The session can be opened once more. */
  readonly sessionGood: boolean;
  /** What is odd about the session, for the message when the SDK refuses it. */
  readonly sessionFault?: string | undefined;
}
