/**
 * What a result code of a failed try means for the order.
 *
 * Antom lists the codes after which the buyer may try again in the same session (docs: "SDK return codes"). So these do not decide the
 * order: it stays PROCESSING until another try pays it or its time is up. Any other code is the end of it.
 */
const UNDECIDED = ['PAYMENT_IN_PROCESS', 'UNKNOWN_EXCEPTION', 'SYSTEM_ERROR', 'SUBMIT_PAYMENT_TIMEOUT', 'PAYMENT_RESULT_TIMEOUT'];
const MAY_TRY_AGAIN = [
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
  'USER_AMOUNT_EXCEED_LIMIT',
  'USER_KYC_NOT_QUALIFIED',
  'USER_PAYMENT_VERIFICATION_FAILED',
  'USER_STATUS_ABNORMAL',
  'DO_NOT_HONOR',
  'USER_CANCELED',
];

export const leavesOrderOpen = (resultCode: string | null): boolean =>
  resultCode === null || UNDECIDED.includes(resultCode) || MAY_TRY_AGAIN.includes(resultCode);
