/**
 * How an attempt ends: the table of docs/outcomes.md as code. Pure.
 *
 * The first happening that decides wins; the attempt never asks again. Nothing unknown ever counts as success.
 */
import { CheckoutError, type CheckoutErrorCode, type CheckoutErrorInit, type SdkFailure } from '../core/errors';
import { isUndecided, retryAfterFailure } from '../session/result-codes';
import type { AbandonReason, PaymentOutcome, SdkEvent } from '../types';

/** Everything that can end an attempt, or try to. */
export type Happening =
  /** The SDK said something. `doubtful`: in the same task as its onClose, so it may be the replay of an earlier cashier's
   *  word, or by a channel that brings no results. */
  | { readonly type: 'event'; readonly event: SdkEvent; readonly doubtful: boolean }
  /** onClose with no result code in the same task. */
  | { readonly type: 'closed' }
  /** A failure of set-up, by whichever channel. */
  | { readonly type: 'setup-failed'; readonly failure: SdkFailure; readonly cause: unknown }
  /** Loading, the session, the lock: before createComponent. */
  | { readonly type: 'failed-before'; readonly error: CheckoutError }
  /** `pagehide`. */
  | { readonly type: 'page-hidden' }
  /** The redirect was started, the SDK's UI is gone, and the page is still here. */
  | { readonly type: 'redirect-stayed' }
  /** Launch errors, and no success for 8 s. */
  | { readonly type: 'launch-failed'; readonly failure: SdkFailure }
  /** The SDK's UI went away without a word. */
  | { readonly type: 'vanished' }
  | { readonly type: 'component-timeout'; readonly timeout: number }
  | { readonly type: 'session-expired' }
  /** The merchant's page ended it. */
  | { readonly type: 'ended'; readonly reason: AbandonReason };

/** What the attempt knows at that moment. */
export interface Facts {
  /** createComponent was called: from here on money may move. */
  readonly created: boolean;
  /** createComponent has settled. */
  readonly settled: boolean;
  /** SDK_CALL_URL_SUCCESS or SDK_REDIRECT was seen. */
  readonly redirecting: boolean;
  readonly applePay: boolean;
  /** The session can be opened once more. */
  readonly sessionGood: boolean;
  /** What is odd about the session, for the message when the SDK refuses it. */
  readonly sessionFault?: string | undefined;
}

type Unidentified<Outcome> = Outcome extends PaymentOutcome ? Omit<Outcome, 'attemptId' | 'paymentRequestId' | 'paymentSessionId'> : never;
/** An outcome that still lacks the attempt's ids. */
export type Decision = Unidentified<PaymentOutcome>;

/** The attempt's end, or null where what happened is only an event. */
export function decide(happening: Happening, facts: Facts): Decision | null {
  switch (happening.type) {
    case 'event':
      return decideEvent(happening.event, happening.doubtful, facts);
    case 'closed':
      return { status: 'cancelled', confirmedBy: 'sdk', retry: retryOf(facts) };
    case 'setup-failed':
      // After createComponent has settled it is an inner 3DS window or a stray message: the payment goes on.
      return facts.settled ? null : failed(setupCode(happening.failure.code), sayRefusal(happening.failure, facts), facts, {
        sdk: happening.failure,
        cause: happening.cause,
      });
    case 'failed-before':
      return errorOutcome(happening.error, facts);
    case 'page-hidden':
      // Reload, Back, a closed tab: nothing is known, and the back/forward cache may bring the attempt back.
      return facts.redirecting ? REDIRECTED : null;
    case 'redirect-stayed':
      return REDIRECTED;
    case 'launch-failed':
      return failed('redirect-failed', `The payment method's page or app did not open: ${sayFailure(happening.failure)}`, facts, { sdk: happening.failure });
    case 'vanished':
      return failed('component-failed', "The SDK's cashier disappeared from the page without a result.", facts, { details: { reason: 'removed' } });
    case 'component-timeout':
      return facts.settled ? null : failed('component-timeout', `createComponent did not settle within ${String(happening.timeout)} ms.`, facts);
    case 'session-expired':
      return failed('session-expired', 'The session expired more than a minute ago while the cashier was open.', facts);
    case 'ended':
      return { status: 'abandoned', confirmedBy: null, retry: facts.created ? 'after-confirmation' : retryOf(facts), reason: happening.reason };
    default:
      return never(happening);
  }
}

function decideEvent(event: SdkEvent, doubtful: boolean, facts: Facts): Decision | null {
  switch (event.type) {
    case 'payment-succeeded':
      // Apple Pay's plugin reports success on an unknown answer too. A success at the moment of closing may be a replay.
      return facts.applePay || doubtful ? PROCESSING : SUCCEEDED;
    case 'payment-processing':
      return PROCESSING;
    case 'payment-unknown':
      return UNKNOWN;
    case 'payment-failed':
      if (isUndecided(event.paymentResultCode)) return UNKNOWN;
      return {
        status: 'failed',
        confirmedBy: 'sdk',
        retry: retryAfterFailure(event.paymentResultCode) === 'same-session' ? retryOf(facts) : 'new-session',
        /* v8 ignore next -- without a code it is undecided, above; the compiler cannot know */
        ...(event.paymentResultCode === undefined ? {} : { paymentResultCode: event.paymentResultCode }),
        ...(event.paymentResultMessage === undefined ? {} : { paymentResultMessage: event.paymentResultMessage }),
      };
    case 'payment-cancelled':
      return { status: 'cancelled', confirmedBy: 'sdk', retry: retryOf(facts) };
    case 'loading-started':
    case 'loading-ended':
    case 'payment-retrying':
    case 'payment-authorized':
    case 'payment-challenged':
    case 'payment-approved':
    case 'payment-warning':
    case 'shipping-changed':
    case 'form-invalid':
    case 'duplicate-submission':
    case 'submit-network-error':
    case 'back-to-merchant':
    case 'redirect-started':
    case 'redirect-failed':
    case 'redirect-requested':
    case 'setup-failed':
    case 'closed':
    case 'unrecognized':
      return null;
    default:
      return never(event);
  }
}

export const SUCCEEDED = { status: 'succeeded', confirmedBy: 'sdk', retry: 'none' } as const;
export const PROCESSING = { status: 'processing', confirmedBy: null, retry: 'after-confirmation' } as const;
export const UNKNOWN = { status: 'unknown', confirmedBy: null, retry: 'after-confirmation' } as const;
const REDIRECTED = { status: 'redirected', confirmedBy: null, retry: 'after-confirmation' } as const;

const retryOf = (facts: Facts): 'same-session' | 'new-session' => (facts.sessionGood ? 'same-session' : 'new-session');

function failed(code: CheckoutErrorCode, message: string, facts: Facts, init?: CheckoutErrorInit): Decision {
  return errorOutcome(new CheckoutError(code, message, init), facts);
}

/** The `error` outcome, with what may be done next. */
export function errorOutcome(error: CheckoutError, facts: Pick<Facts, 'created' | 'sessionGood'>): Decision {
  return { status: 'error', confirmedBy: null, retry: retryAfterError(error.code, facts), error };
}

function retryAfterError(code: CheckoutErrorCode, facts: Pick<Facts, 'created' | 'sessionGood'>): 'none' | 'same-session' | 'new-session' | 'after-confirmation' {
  if (code === 'invalid-options' || code === 'not-in-browser' || code === 'disposed') return 'none';
  // Refused because of an earlier attempt: that one's createComponent was called.
  if (facts.created || code === 'payment-unconfirmed') return 'after-confirmation';
  return facts.sessionGood ? 'same-session' : 'new-session';
}

function setupCode(sdkCode: string): CheckoutErrorCode {
  switch (sdkCode) {
    case 'SDK_CREATEPAYMENT_PARAMETER_ERROR':
      return 'session-invalid';
    case 'SDK_INTERNAL_ERROR':
      return 'sdk-internal';
    default:
      return 'component-failed';
  }
}

function sayRefusal(failure: SdkFailure, facts: Facts): string {
  const fault = facts.sessionFault === undefined ? '' : ` ${facts.sessionFault}`;
  return `The SDK could not open the cashier: ${sayFailure(failure)}.${fault}`;
}

const sayFailure = (failure: SdkFailure): string => (failure.message === '' ? failure.code : `${failure.message} (${failure.code})`);

/** What the compiler has proved cannot happen. */
export function never(value: never): never {
  throw new Error(`Unhandled: ${JSON.stringify(value)}`);
}
