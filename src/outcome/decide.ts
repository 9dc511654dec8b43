/**
 * How an attempt ends: the table of docs/outcomes.md as code. Pure.
 *
 * The first input that decides wins; the attempt never asks again. Nothing unknown ever counts as success.
 */
import { CheckoutError, type CheckoutErrorCode, type CheckoutErrorInit, type SdkFailure } from '../core/errors';
import { setupErrorOf } from '../events/catalogue';
import { own } from '../core/read';
import { isUndecided, retryAfterFailure, retryInForm } from '../session/result-codes';
import type { AbandonReason, PaymentOutcome, SdkEvent } from '../types';
import type { Facts, Input } from './input';
import { retryAfterError, retryOf } from './retry';

type Unidentified<Outcome> = Outcome extends PaymentOutcome ? Omit<Outcome, 'attemptId' | 'paymentRequestId' | 'paymentSessionId'> : never;
/** An outcome that still lacks the attempt's ids. */
export type Decision = Unidentified<PaymentOutcome>;

/** The attempt's end, or null where what happened is only an event. */
export function decide(input: Input, facts: Facts): Decision | null {
  switch (input.type) {
    case 'event':
      return decideEvent(input.event, input.untrusted, facts);
    case 'closed':
      return cancelled(facts);
    case 'setup-failed':
      // After createComponent has settled it is an inner 3DS window or a stray message: the payment goes on.
      return facts.settled ? null : refused(input.failure, input.cause, facts);
    case 'broken':
      return failed('component-failed', `The SDK gave the component up: ${sayFailure(input.failure)}.`, facts, { sdk: input.failure });
    case 'failed-before':
      return errorOutcome(input.error, facts);
    case 'page-hidden':
      // Reload, Back, a closed tab: nothing is known, and the back/forward cache may bring the attempt back.
      return facts.redirecting ? REDIRECTED : null;
    case 'redirect-stayed':
      return REDIRECTED;
    case 'launch-failed':
      return failed('redirect-failed', `The payment method's page or app did not open: ${sayFailure(input.failure)}`, facts, {
        sdk: input.failure,
      });
    case 'vanished':
      return failed('component-failed', "The SDK's cashier disappeared from the page without a result.", facts, {
        details: { reason: 'removed' },
      });
    case 'component-timeout':
      return facts.settled
        ? null
        : failed('component-timeout', `createComponent did not settle within ${String(input.timeout)} ms.`, facts);
    case 'session-expired':
      // A form that was submitted, and nobody has said what came of it; any other gets a new session.
      if (facts.inline) return facts.submitted ? UNKNOWN : null;
      return failed('session-expired', 'The session expired more than a minute ago while the cashier was open.', facts);
    case 'slot-removed':
      return facts.submitted ? takenAway('removed', facts) : abandoned('unmounted', facts);
    case 'slot-moved':
      return facts.submitted ? takenAway('moved', facts) : null;
    case 'ended':
      return abandoned(input.reason, facts);
    default:
      return onlyForm(input.type);
  }
}

/** What happens to a form that stays. The compiler wants every input here or above. */
const onlyForm: (input: 'redirect-returned' | 'session-stale' | 'sheet' | 'silent' | 'not-ready') => null = () => null;

function decideEvent(event: SdkEvent, untrusted: boolean, facts: Facts): Decision | null {
  switch (event.type) {
    case 'payment-succeeded':
      // A success at the moment of closing may be the replay of an earlier cashier's.
      return facts.provisional || untrusted ? PROCESSING : SUCCEEDED;
    case 'payment-processing':
      return PROCESSING;
    case 'payment-unknown':
      return UNKNOWN;
    case 'payment-failed':
      if (isUndecided(event.paymentResultCode, facts.inline)) return UNKNOWN;
      if (isDeclined(event, facts)) return null;
      return {
        status: 'failed',
        confirmedBy: 'sdk',
        retry: !facts.inline && retryAfterFailure(event.paymentResultCode) === 'same-session' ? retryOf(facts) : 'new-session',
        /* v8 ignore next -- without a code it is undecided, above; the compiler cannot know */
        ...(event.paymentResultCode === undefined ? {} : { paymentResultCode: event.paymentResultCode }),
        ...(event.paymentResultMessage === undefined ? {} : { paymentResultMessage: event.paymentResultMessage }),
      };
    case 'payment-cancelled':
      return cancelled(facts);
    case 'back-to-merchant':
      return facts.inline ? cancelled(facts) : null;
    case 'payment-approved':
      if (!facts.approvalIsLast) return null;
      // Of this form or of one that was left before it.
      return untrusted ? UNKNOWN : PROCESSING;
    default:
      return onlyTold(event.type);
  }
}

/** Events that the page hears of, and that end nothing. The compiler wants every event here or above. */
const onlyTold: (
  event:
    | 'loading-started'
    | 'loading-ended'
    | 'payment-retrying'
    | 'payment-authorized'
    | 'payment-challenged'
    | 'payment-warning'
    | 'shipping-changed'
    | 'form-invalid'
    | 'duplicate-submission'
    | 'submit-network-error'
    | 'redirect-started'
    | 'redirect-failed'
    | 'redirect-requested'
    | 'setup-failed'
    | 'closed'
    | 'unrecognized',
) => null = () => null;

/** A try that failed in a form which stays: the buyer may correct and submit again in the same session. */
export function isDeclined(event: SdkEvent, { inline }: Pick<Facts, 'inline'>): boolean {
  if (!inline || event.type !== 'payment-failed' || isUndecided(event.paymentResultCode, inline)) return false;
  // Where AMSElement puts it, and where a flat answer would (1.47.2 core/component/element/type.d.ts).
  const { raw } = event;
  const mustChange = own(own(raw, 'error'), 'needChangeSessionForRetry') ?? own(own(raw, 'result'), 'needChangeSessionForRetry');
  return retryInForm(event.paymentResultCode, mustChange ?? own(raw, 'needChangeSessionForRetry')) === 'same-session';
}

export const SUCCEEDED = { status: 'succeeded', confirmedBy: 'sdk', retry: 'none' } as const;
export const PROCESSING = { status: 'processing', confirmedBy: null, retry: 'after-confirmation' } as const;
export const UNKNOWN = { status: 'unknown', confirmedBy: null, retry: 'after-confirmation' } as const;
const REDIRECTED = { status: 'redirected', confirmedBy: null, retry: 'after-confirmation' } as const;

function failed(code: CheckoutErrorCode, message: string, facts: Facts, init?: CheckoutErrorInit): Decision {
  return errorOutcome(new CheckoutError(code, message, init), facts);
}

/** The `error` outcome, with what may be done next. */
export function errorOutcome(error: CheckoutError, facts: Pick<Facts, 'submitted' | 'sessionGood'>): Decision {
  return { status: 'error', confirmedBy: null, retry: retryAfterError(error.code, facts), error };
}

function refused(failure: SdkFailure, cause: unknown, facts: Facts): Decision {
  const { code } = failure;
  const error = setupErrorOf(code);
  // What was refused is the session as a rule, and the card form of 1.47.2 tells only the server's words: it would be refused again.
  const sessionGood = facts.sessionGood && error === 'component-timeout';
  return failed(error, sayRefusal(failure, facts), { ...facts, sessionGood }, { sdk: failure, cause });
}

function cancelled(facts: Facts): Decision {
  return { status: 'cancelled', confirmedBy: 'sdk', retry: retryOf(facts) };
}

function abandoned(reason: AbandonReason, facts: Facts): Decision {
  return { status: 'abandoned', confirmedBy: null, retry: facts.submitted ? 'after-confirmation' : retryOf(facts), reason };
}

function takenAway(reason: 'removed' | 'moved', facts: Facts): Decision {
  return failed('component-failed', 'The page took the form away before its result was known.', facts, { details: { reason } });
}

function sayRefusal(failure: SdkFailure, facts: Facts): string {
  const fault = facts.sessionFault === undefined ? '' : ` ${facts.sessionFault}`;
  return `The SDK could not open the cashier: ${sayFailure(failure)}.${fault}`;
}

const sayFailure = (failure: SdkFailure): string => (failure.message === '' ? failure.code : `${failure.message} (${failure.code})`);
