/**
 * What a paymentResultCode says about paying again: whether the payment is decided, and whether its session is still good.
 *
 * Codes match exactly.
 * @see https://global.alipay.com/docs/ac/ams/session_cashier
 */
import { has } from '../core/list';

/**
 * Codes after which the buyer may try again with the same session.
 *
 * All others need a new one: those that Antom lists (NEW_SESSION below), and those that nobody knows yet, because reopening a dead
 * session leads nowhere.
 */
const SAME_SESSION: readonly string[] = [
  'USER_BALANCE_NOT_ENOUGH',
  'ORDER_NOT_EXIST',
  'PROCESS_FAIL',
  'RISK_REJECT',
  'ACCESS_DENIED',
  'CARD_EXPIRED',
  'INVALID_EXPIRY_DATE_FORMAT',
  'INVALID_EXPIRATION_DATE',
  'INVALID_CVV',
  'INVALID_CARD_NUMBER',
  'SELECTED_CARD_BRAND_NOT_AVAILABLE',
  'CARD_NOT_SUPPORTED',
  'CARD_BIN_QUERY_ERROR',
  'CURRENCY_NOT_SUPPORT',
  'INVALID_CARD',
  'ISSUER_REJECTS_TRANSACTION',
  'SUSPECTED_CARD',
  'SYSTEM_ERROR',
  'USER_AMOUNT_EXCEED_LIMIT',
  'USER_KYC_NOT_QUALIFIED',
  'USER_PAYMENT_VERIFICATION_FAILED',
  'USER_STATUS_ABNORMAL',
  'DO_NOT_HONOR',
  'SUBMIT_PAYMENT_TIMEOUT',
  'PAYMENT_RESULT_TIMEOUT',
  'USER_CANCELED',
];

/**
 * Codes after which the session is dead, whatever else a form's answer says about paying again in it (`needChangeSessionForRetry`).
 * By Antom's own plugin for Magento as well.
 */
const NEW_SESSION: readonly string[] = [
  'ORDER_IS_CLOSED',
  'ORDER_IS_CANCELLED',
  'INQUIRY_PAYMENT_SESSION_FAILED',
  'INVALID_MERCHANT_STATUS',
  'KEY_NOT_FOUND',
  'MERCHANT_KYB_NOT_QUALIFIED',
  'NO_PAY_OPTIONS',
  'PARAM_ILLEGAL',
  'PAYMENT_AMOUNT_EXCEED_LIMIT',
  'PAYMENT_COUNT_EXCEED_LIMIT',
  'PAYMENT_NOT_QUALIFIED',
];

/**
 * Codes with which SDK_PAYMENT_FAIL does not mean that the payment failed: Antom says to wait (PAYMENT_IN_PROCESS), to inquire
 * first (UNKNOWN_EXCEPTION), an earlier request of the same payment counts and not this one (REPEAT_REQ_REJECT), or the answer to a
 * submitted payment was lost (the others).
 */
const UNDECIDED: readonly string[] = [
  'PAYMENT_IN_PROCESS',
  'REPEAT_REQ_REJECT',
  'UNKNOWN_EXCEPTION',
  'SYSTEM_ERROR',
  'SUBMIT_PAYMENT_TIMEOUT',
  'PAYMENT_RESULT_TIMEOUT',
  // Not Antom's: the SDK's own names for a request that was lost on its way (1.12.0 and 1.47.2 types/index.js errorEnum). Its Apple
  // Pay plugin hands them on as errorCode when the answer to the submitted payment did not arrive.
  'SYSTEM',
  'TIMEOUT',
  'NETWORK',
  'GATEWAY',
  'LOGIN',
];

/** Which session the buyer may try again with after a failed payment. Says nothing about undecided ones: ask `isUndecided` first. */
export function retryAfterFailure(code: string | undefined): 'same-session' | 'new-session' {
  return code !== undefined && has(SAME_SESSION, code) ? 'same-session' : 'new-session';
}

/**
 * The same for a form that stays on the page. What the form itself says decides where Antom's list of dead sessions does not.
 *
 * @param mustChange the answer's `needChangeSessionForRetry`
 */
export function retryInForm(code: string | undefined, mustChange: unknown): 'same-session' | 'new-session' {
  if (code === undefined || has(NEW_SESSION, code) || mustChange === true) return 'new-session';
  return mustChange === false ? 'same-session' : retryAfterFailure(code);
}

/** True when SDK_PAYMENT_FAIL with this code leaves open whether money moved. No code at all is the sign of a lost submit too. */
export function isUndecided(code: string | undefined, inForm = false): boolean {
  // What AMSElement says where it cannot read the answer to what it submitted (1.47.2).
  return !code || has(UNDECIDED, code) || (inForm && code === 'ERR_DATA_STRUCT_UNRECOGNIZED');
}
