/**
 * Errors with a stable code, the cause and the remedy.
 *
 * A code is the contract, the texts are not. Codes grow in minor versions: keep a `default` arm.
 */

/** Every code, with what it means and what to do about it. Shown as `error.hint`. */
const REMEDIES = {
  /** An option has the wrong type or value; `message` lists every fault at once. */
  'invalid-options': 'Correct the options that the message lists.',
  /** There is no `window` with a `document`: server rendering, a worker. */
  'not-in-browser': 'Call this in the browser, for example in an effect or a mounted hook, not while the page is rendered on a server.',
  /** The controller was disposed of. */
  disposed: 'Create a new CheckoutController; a disposed one cannot be used again.',
  /** A Content Security Policy of the page refused the SDK's script. */
  'sdk-blocked-by-csp': "Allow the SDK's hosts in the page's Content-Security-Policy and, under Trusted Types, the policy antom-checkout-controller: see docs/csp.md.",
  /** The browser says that it is offline. */
  'sdk-offline': 'Ask the buyer to check the connection, then call pay() again.',
  /** The SDK's script or module could not be fetched: network, ad blocker, wrong URL, integrity. `details.reason` says which, best effort. */
  'sdk-load-failed': 'Call pay() again; if it stays, check the URL and version, ad blockers and proxies.',
  /** The SDK did not arrive within `timeouts.sdk`. */
  'sdk-load-timeout': 'Call pay() again; if it happens often, raise timeouts.sdk or prepare() earlier.',
  /** The script ran, or the module loaded, but the SDK's class is not there. */
  'sdk-global-missing': 'Check that the URL and version are those of @alipay/ams-checkout and that no proxy or AMD loader of the page swallowed it.',
  /** `createPaymentSession` threw or rejected, or the server answered with a `result.resultStatus` other than `S`. */
  'session-request-failed': "Look at `cause` and at `details.resultCode`; the payment session was not created, so calling pay() again is safe.",
  /** `createPaymentSession` did not answer within `timeouts.session`. */
  'session-timeout': 'Call pay() again; check the session endpoint, or raise timeouts.session.',
  /** What `createPaymentSession` gave is not a session that the SDK can open; the message says what is wrong with it. */
  'session-invalid': 'Hand over the complete, unchanged answer of createPaymentSession.',
  /** The session was made for another product than the controller's. */
  'session-mismatch': 'Create the session with the productCode of the controller: CASHIER_PAYMENT for product "cashier".',
  /** The session is past its expiry. */
  'session-expired': 'Confirm on your server that nothing was paid, then start again with a new session.',
  /** Another payment of this page is open, or the last one is still being cleaned up by the SDK. */
  'component-busy': 'Wait until the open payment has settled, or unmount() it first.',
  /** The SDK refused to create the component, or its UI vanished from the page. */
  'component-failed': "Look at `sdk.code` and `sdk.message`; check that the session belongs to the controller's environment.",
  /** createComponent did not settle within `timeouts.component`. */
  'component-timeout': 'Confirm on your server that nothing was paid, then call pay() again.',
  /** The element that should hold the component is not in the page. */
  'container-missing': 'Render the container before calling pay().',
  /** The payment method's page or app could not be opened. */
  'redirect-failed': 'Confirm on your server that nothing was paid, then offer the buyer to try again or another method.',
  /** An earlier payment of this order has no known result yet; a new one could charge twice. */
  'payment-unconfirmed': 'Confirm the earlier payment on your server (inquiryPayment), or give another order its own name (order); pay({ force: true }) overrides this.',
  /** The browser denies storage, and the SDK cannot work without localStorage. */
  'storage-blocked': 'Ask the buyer to allow site data (cookies) for this page.',
  /** The SDK threw, or reported a failure of its own. */
  'sdk-internal': 'Look at `sdk` and `cause`; report it to Antom if it stays.',
} as const;

/** The stable error codes. New ones may come in a minor version. */
export type CheckoutErrorCode = keyof typeof REMEDIES;

/** What the SDK itself said, where it said something. */
export interface SdkFailure {
  readonly code: string;
  readonly message: string;
}

/** Further facts, for logs and support: attempts, elapsed ms, a URL without its query. Never session data. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

export interface CheckoutErrorInit {
  readonly cause?: unknown;
  readonly sdk?: SdkFailure | undefined;
  readonly details?: ErrorDetails | undefined;
}

/** Codes after which the same call can succeed without a change by the merchant's engineer. */
const RETRYABLE: readonly CheckoutErrorCode[] = [
  'sdk-offline', 'sdk-load-failed', 'sdk-load-timeout', 'session-request-failed', 'session-timeout', 'component-busy',
];

// Extending through an alias keeps the ES5 build from wrapping the native class with a kilobyte of helpers.
const NativeError = Error;

/**
 * The one error class of this library.
 *
 * @example
 * if (outcome.status === 'error') showMessage(outcome.error.code, outcome.error.hint);
 */
export class CheckoutError extends NativeError {
  /** Stable; switch on it and keep a default arm. */
  readonly code: CheckoutErrorCode;
  /** What to do about it. */
  readonly hint: string;
  /** True when the same call can succeed later with nothing changed in the code. Says nothing about money: see `outcome.retry`. */
  readonly retryable: boolean;
  /** What was thrown below, as it was. */
  readonly cause: unknown;
  readonly sdk?: SdkFailure | undefined;
  readonly details: ErrorDetails;

  /** @internal */
  constructor(code: CheckoutErrorCode, message: string, init: CheckoutErrorInit = {}) {
    super(message);
    // Under ES5 classes `Error` returns a new object without our prototype.
    Object.setPrototypeOf(this, CheckoutError.prototype);
    this.name = 'CheckoutError';
    this.code = code;
    this.hint = REMEDIES[code];
    this.retryable = RETRYABLE.indexOf(code) >= 0;
    this.cause = init.cause;
    if (init.sdk !== undefined) this.sdk = init.sdk;
    this.details = init.details ?? {};
  }

  /** For logs: leaves out `cause` and the stack, which may hold what should not be sent anywhere. */
  toJSON(): { name: string; code: CheckoutErrorCode; message: string; hint: string; retryable: boolean; details: ErrorDetails } {
    return { name: this.name, code: this.code, message: this.message, hint: this.hint, retryable: this.retryable, details: this.details };
  }
}

/** True for a CheckoutError of any copy of this library, from any bundle or frame (`instanceof` fails across both). */
export function isCheckoutError(value: unknown): value is CheckoutError {
  if (typeof value !== 'object' || value === null) return false;
  const candidate = value as Partial<Record<'name' | 'code' | 'hint', unknown>>;
  return candidate.name === 'CheckoutError' && typeof candidate.code === 'string' && typeof candidate.hint === 'string';
}
