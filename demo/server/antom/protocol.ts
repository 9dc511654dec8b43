/**
 * What merchant and gateway say to each other, in Antom's words.
 *
 * The result codes are those of Antom's API reference (pay, createPaymentSession, inquiryPayment: "Result/Error codes").
 */
export const API = '/ams/sandbox/api/v1';
export const CREATE_PAYMENT_SESSION = `${API}/payments/createPaymentSession`;
export const INQUIRY_PAYMENT = `${API}/payments/inquiryPayment`;
export const CREATE_VAULTING_SESSION = `${API}/vaults/createVaultingSession`;
export const INQUIRE_VAULTING = `${API}/vaults/inquireVaulting`;

export interface Result {
  readonly resultCode: string;
  /** S: it worked. F: it did not. U: nobody knows, ask again. */
  readonly resultStatus: 'S' | 'F' | 'U';
  readonly resultMessage: string;
}

export const failure = (resultCode: string, resultMessage: string): Result => ({ resultCode, resultStatus: 'F', resultMessage });

export const RESULTS = {
  success: { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success.' },
  invalidClient: failure('INVALID_CLIENT', 'The client is invalid.'),
  invalidSignature: failure('INVALID_SIGNATURE', 'The signature is invalid.'),
  noInterface: failure('NO_INTERFACE_DEF', 'API is not defined.'),
  inconsistent: failure('REPEAT_REQ_INCONSISTENT', 'Repeated requests are inconsistent.'),
  orderNotExist: failure('ORDER_NOT_EXIST', 'The order does not exist.'),
  orderClosed: failure('ORDER_IS_CLOSED', 'The order is closed.'),
  /** Submitted, and not decided: ask again, or wait for the notification. */
  inProcess: { resultCode: 'PAYMENT_IN_PROCESS', resultStatus: 'U', resultMessage: 'The payment is being processed.' },
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

/** What notifyVaulting and inquireVaulting tell of a card. */
export interface CardDetail {
  readonly brand: string;
  readonly maskedCardNo: string;
  readonly expiryMonth: string;
  readonly expiryYear: string;
}
