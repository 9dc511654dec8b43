/**
 * The SDK's codes and what each is called here.
 *
 * The set is open: the cashier app may declare a code of any name for its close button (`declareEventCallbackInfo`, 1.47.2),
 * so a code that is missing here is `unrecognized` and never the end of a payment.
 */
import type { SdkEvent } from '../types';

type KnownEvent = Exclude<SdkEvent, { readonly type: 'unrecognized' }>;
type KnownCode = KnownEvent['code'];
/** The `type` of the event that carries `Code`: a row with the wrong type, or a missing row, does not compile. */
type TypeOf<Code, Event = KnownEvent> = Event extends { readonly type: infer Type; readonly code: infer Codes }
  ? Code extends Codes
    ? Type
    : never
  : never;

const TYPES: { readonly [Code in KnownCode]: TypeOf<Code> } = {
  SDK_START_OF_LOADING: 'loading-started',
  SDK_END_OF_LOADING: 'loading-ended',
  SDK_PAYMENT_SUCCESSFUL: 'payment-succeeded',
  SDK_PAYMENT_PROCESSING: 'payment-processing',
  // Paid, and Antom notifies your server of the result later: not decided either.
  SDK_PAYMENT_PENDING: 'payment-processing',
  SDK_PAYMENT_FAIL: 'payment-failed',
  SDK_PAYMENT_ERROR: 'payment-unknown',
  SDK_PAYMENT_CANCEL: 'payment-cancelled',
  SDK_PAYMENT_RETRY: 'payment-retrying',
  SDK_PAYMENT_AUTHORIZATION_SUCCESSFUL: 'payment-authorized',
  SDK_PAYMENT_CHALLENGE: 'payment-challenged',
  SDK_PAYMENT_APPROVE: 'payment-approved',
  SDK_PAYMENT_WARN: 'payment-warning',
  SDK_PAYMENT_SHIPPINGCHANGE: 'shipping-changed',
  SDK_FORM_VERIFICATION_FAILED: 'form-invalid',
  SDK_DUPLICATE_SUBMISSION_BEHAVIOR: 'duplicate-submission',
  SDK_SUBMIT_NETWORK_ERROR: 'submit-network-error',
  SDK_PAYMENT_CLICK_BACK_TO_MERCHANT: 'back-to-merchant',
  SDK_CALL_URL_SUCCESS: 'redirect-started',
  // One fact, two names: 1.12.0 says SDK_CALL_URL_ERROR where 1.47.2 says SDK_LAUNCH_PAYMENT_APP_ERROR.
  SDK_CALL_URL_ERROR: 'redirect-failed',
  SDK_LAUNCH_PAYMENT_APP_ERROR: 'redirect-failed',
  SDK_REDIRECT: 'redirect-requested',
  SDK_INTERNAL_ERROR: 'setup-failed',
  SDK_CREATEPAYMENT_PARAMETER_ERROR: 'setup-failed',
  SDK_INIT_PARAMETER_ERROR: 'setup-failed',
  // The component says CREATECOMPONENT, the Element classes say CREATE_COMPONENT (1.47.2).
  SDK_CREATECOMPONENT_ERROR: 'setup-failed',
  SDK_CREATE_COMPONENT_ERROR: 'setup-failed',
  // Not a code of the SDK's but its callback; the driver passes it on under this name.
  onClose: 'closed',
};

/**
 * The type of a code that this version knows, else `undefined`. Codes match exactly, as the SDK compares them.
 *
 * Only the table's own rows count: the cashier names codes freely, and `constructor` must not find Object's.
 */
export function eventTypeOf(code: string): KnownEvent['type'] | undefined {
  return isKnown(code) ? TYPES[code] : undefined;
}

function isKnown(code: string): code is KnownCode {
  return Object.prototype.hasOwnProperty.call(TYPES, code);
}

/** The error of a failed set-up, by the SDK's code, or by that of AMSElement's mount() (1.47.2). */
export function setupErrorOf(code: string): 'session-invalid' | 'sdk-internal' | 'component-timeout' | 'component-failed' {
  switch (code) {
    case 'INITIALIZE_WEB_TIMEOUT':
    case 'INITIALIZE_API_TIMEOUT':
      return 'component-timeout';
    case 'SDK_CREATEPAYMENT_PARAMETER_ERROR':
    case 'PARAM_INVALID':
      return 'session-invalid';
    case 'SDK_INTERNAL_ERROR':
      return 'sdk-internal';
    default:
      return 'component-failed';
  }
}
