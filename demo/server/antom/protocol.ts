/**
 * What merchant and gateway say to each other, in Antom's words.
 *
 * The result codes are those of Antom's API reference (pay, createPaymentSession, inquiryPayment: "Result/Error codes").
 */
export const API = '/ams/sandbox/api/v1/payments';
export const CREATE_PAYMENT_SESSION = `${API}/createPaymentSession`;
export const INQUIRY_PAYMENT = `${API}/inquiryPayment`;

export interface Result {
  readonly resultCode: string;
  /** S: it worked. F: it did not. U: nobody knows, ask again. */
  readonly resultStatus: 'S' | 'F' | 'U';
  readonly resultMessage: string;
}

const failure = (resultCode: string, resultMessage: string): Result => ({ resultCode, resultStatus: 'F', resultMessage });

export const RESULTS = {
  success: { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success.' },
  invalidClient: failure('INVALID_CLIENT', 'The client is invalid.'),
  invalidSignature: failure('INVALID_SIGNATURE', 'The signature is invalid.'),
  noInterface: failure('NO_INTERFACE_DEF', 'API is not defined.'),
  inconsistent: failure('REPEAT_REQ_INCONSISTENT', 'Repeated requests are inconsistent.'),
  orderNotExist: failure('ORDER_NOT_EXIST', 'The order does not exist.'),
  orderClosed: failure('ORDER_IS_CLOSED', 'The order is closed.'),
  unknown: {
    resultCode: 'UNKNOWN_EXCEPTION',
    resultStatus: 'U',
    resultMessage: 'An API call has failed, which is caused by unknown reasons.',
  },
} as const satisfies Record<string, Result>;

export const illegal = (what: string): Result => failure('PARAM_ILLEGAL', `Illegal parameters exist: ${what}.`);

export const PAYMENT_STATUSES = ['PROCESSING', 'PENDING', 'SUCCESS', 'FAIL', 'CANCELLED'] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];
export type FinalStatus = 'SUCCESS' | 'FAIL' | 'CANCELLED';

export const isPaymentStatus = (value: unknown): value is PaymentStatus => (PAYMENT_STATUSES as readonly unknown[]).includes(value);

/** The one answer to notifyPayment that ends its repetitions. */
export const ACKNOWLEDGED = { result: { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' } } as const;
