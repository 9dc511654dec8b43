/**
 * What the gateway answered to a try to pay, and the words in which each of the SDK's products hears it. Pure.
 */
import { fieldsOf, isFields } from '../shared/json.ts';

export type Told =
  | { readonly kind: 'paid' }
  | { readonly kind: 'undecided'; readonly pending: boolean }
  /** The gateway itself does not know. */
  | { readonly kind: 'unknown'; readonly resultCode: string }
  | { readonly kind: 'declined'; readonly resultCode: string; readonly needsNewSession: boolean }
  /** 3-D Secure, or the wallet's page. */
  | { readonly kind: 'challenge' }
  /** The buyer did not take that step. */
  | { readonly kind: 'step-refused'; readonly resultCode: string }
  /** No answer: nothing is known to have been submitted. */
  | { readonly kind: 'unreachable' };

export function readAnswer(answer: unknown): Told {
  if (!isFields(answer)) return { kind: 'unreachable' };
  const { challenge, needsNewSession, paymentStatus, result } = answer;
  const { resultStatus, resultCode } = fieldsOf(result);
  if (typeof resultCode !== 'string') return { kind: 'unreachable' };
  if (challenge === true) return { kind: 'challenge' };
  switch (resultStatus) {
    case 'S':
      return { kind: 'paid' };
    case 'F':
      return { kind: 'declined', resultCode, needsNewSession: needsNewSession === true };
    default:
      return resultCode === 'UNKNOWN_EXCEPTION'
        ? { kind: 'unknown', resultCode }
        : { kind: 'undecided', pending: paymentStatus === 'PENDING' };
  }
}

/** Whether the buyer may press Pay again in this session. */
export const mayTryAgain = (told: Told): boolean =>
  told.kind === 'step-refused' || told.kind === 'unreachable' || (told.kind === 'declined' && !told.needsNewSession);

export interface EventCallback {
  readonly code: string;
  readonly message: string;
  readonly result: Readonly<Record<string, string>>;
}

/** For the products that answer by an event: the card form, EasyPay, AutoDebit, Checkout Page. Null: nothing is to be told yet. */
export function eventOf(told: Told): EventCallback | null {
  switch (told.kind) {
    case 'paid':
      return event('SDK_PAYMENT_SUCCESSFUL', 'SUCCESS');
    case 'undecided':
      return event('SDK_PAYMENT_PROCESSING', 'PAYMENT_IN_PROCESS');
    case 'unknown':
      return event('SDK_PAYMENT_ERROR', told.resultCode);
    case 'declined':
    case 'step-refused':
      return event('SDK_PAYMENT_FAIL', told.resultCode);
    case 'unreachable':
      return event('SDK_SUBMIT_NETWORK_ERROR', null);
    case 'challenge':
      return null;
    default:
      return told satisfies never;
  }
}

export const INVALID_FORM = event('SDK_FORM_VERIFICATION_FAILED', null);
export const SUBMITTED_TWICE = event('SDK_DUPLICATE_SUBMISSION_BEHAVIOR', null);
export const BACK_TO_MERCHANT = event('SDK_PAYMENT_CLICK_BACK_TO_MERCHANT', null);

function event(code: string, paymentResultCode: string | null): EventCallback {
  const result = paymentResultCode === null ? {} : { paymentResultCode, paymentResultMessage: `${paymentResultCode} (demo)` };
  return { code, message: 'Sent by the demo.', result };
}

export interface ElementReply {
  readonly status: 'SUCCESS' | 'PROCESSING' | 'PENDING' | 'CANCELLED' | 'FAIL';
  readonly userCanceled3D?: true;
  readonly error?: { readonly code: string; readonly message: string; readonly needChangeSessionForRetry?: boolean };
}

/** What the Payment Element's submitPayment() settles with. Null: nothing is to be told yet. */
export function replyOf(told: Told): ElementReply | null {
  switch (told.kind) {
    case 'paid':
      return { status: 'SUCCESS' };
    case 'undecided':
      return { status: told.pending ? 'PENDING' : 'PROCESSING' };
    case 'unknown':
      return failed(told.resultCode);
    case 'declined':
      return failed(told.resultCode, told.needsNewSession);
    case 'step-refused':
      return { ...failed(told.resultCode, false), userCanceled3D: true };
    case 'unreachable':
      return failed('SUBMIT_PAYMENT_TIMEOUT');
    case 'challenge':
      return null;
    default:
      return told satisfies never;
  }
}

export const INVALID_REPLY: ElementReply = failed('FORM_INVALID', false);

function failed(code: string, needsNewSession?: boolean): ElementReply {
  const error = { code, message: `${code} (demo)` };
  return { status: 'FAIL', error: needsNewSession === undefined ? error : { ...error, needChangeSessionForRetry: needsNewSession } };
}
