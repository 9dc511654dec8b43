/** The result codes of Antom's guide after which SDK_PAYMENT_FAIL decides nothing. */
export const UNDECIDED = [
  'PAYMENT_IN_PROCESS',
  'REPEAT_REQ_REJECT',
  'UNKNOWN_EXCEPTION',
  'SYSTEM_ERROR',
  'SUBMIT_PAYMENT_TIMEOUT',
  'PAYMENT_RESULT_TIMEOUT',
];
