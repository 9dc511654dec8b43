import { describe, expect, test } from 'vitest';
import { isUndecided, retryAfterFailure, retryInForm } from '../../../src/session/result-codes';
import { UNDECIDED } from '../../support/result-codes';

/** Antom's own list of codes that need a new paymentRequestId and session. */
const NEW_SESSION = [
  'ORDER_IS_CANCELLED',
  'ORDER_IS_CLOSED',
  'INQUIRY_PAYMENT_SESSION_FAILED',
  'INVALID_MERCHANT_STATUS',
  'KEY_NOT_FOUND',
  'MERCHANT_KYB_NOT_QUALIFIED',
  'NO_PAY_OPTIONS',
  'PARAM_ILLEGAL',
  'PAYMENT_AMOUNT_EXCEED_LIMIT',
  'PAYMENT_COUNT_EXCEED_LIMIT',
  'PAYMENT_NOT_QUALIFIED',
  'ERR_DATA_STRUCT_UNRECOGNIZED',
];

const SAME_SESSION = [
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

/** Near misses and names that every object has. */
const STRANGERS = [
  '',
  ' RISK_REJECT',
  'risk_reject',
  'RISK_REJECT ',
  'A_CODE_OF_TOMORROW',
  '__proto__',
  'constructor',
  'toString',
  'length',
  '0',
];

describe('after a failed payment', () => {
  test.each(SAME_SESSION)('%s lets the buyer try again with the same session', (code) => {
    expect(retryAfterFailure(code)).toBe('same-session');
  });

  test.each(NEW_SESSION)('%s needs a new session', (code) => {
    expect(retryAfterFailure(code)).toBe('new-session');
  });

  test.each([undefined, ...STRANGERS])('a code that nobody knows (%j) needs a new session', (code) => {
    expect(retryAfterFailure(code)).toBe('new-session');
  });
});

describe('after a decline in a form', () => {
  // ERR_DATA_STRUCT_UNRECOGNIZED leaves a form's payment undecided, which comes first.
  test.each(NEW_SESSION.filter((code) => !isUndecided(code, true)))('%s needs a new session, whatever the form says', (code) => {
    for (const mustChange of [true, false, undefined]) expect(retryInForm(code, mustChange)).toBe('new-session');
  });

  test('without a code a new session is needed, whatever the form says', () => {
    for (const mustChange of [true, false, undefined]) expect(retryInForm(undefined, mustChange)).toBe('new-session');
  });

  test.each(['RISK_REJECT', 'A_CODE_OF_TOMORROW'])('with %s the form decides, where it says so', (code) => {
    expect(retryInForm(code, true)).toBe('new-session');
    expect(retryInForm(code, false)).toBe('same-session');
    expect(retryInForm(code, undefined)).toBe(retryAfterFailure(code));
    expect(retryInForm(code, 'false')).toBe(retryAfterFailure(code));
  });
});

describe('whether SDK_PAYMENT_FAIL decides the payment', () => {
  test.each(UNDECIDED)('it does not with %s', (code) => {
    expect(isUndecided(code)).toBe(true);
  });

  test.each([undefined, ''])('it does not without a code (%j), as Apple Pay reports a lost submit', (code) => {
    expect(isUndecided(code)).toBe(true);
  });

  const deciding = [...SAME_SESSION, ...NEW_SESSION, ...STRANGERS].filter((code) => code !== '' && !UNDECIDED.includes(code));
  test.each(deciding)('it does with %j', (code) => {
    expect(isUndecided(code)).toBe(false);
  });
});
