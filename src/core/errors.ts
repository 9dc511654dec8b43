/**
 * Errors with a stable code, the cause and the remedy.
 *
 * A code is the contract, the texts are not. Codes grow in minor versions: keep a `default` arm.
 */

/** Nothing can have been charged. */
const AGAIN = 'Call pay() again';
/** Something may have been. */
const CONFIRM = 'Confirm on your server that nothing was paid, then call pay() again';

/**
 * Every code with its remedy in short; with a link to its documentation it is `error.hint`.
 *
 * The comments are the error reference: docs/errors.md is made from them (`npm run reference`), so each says what happened, then
 * `Cause:`, `Remedy:` and, where there are any, `Details:`.
 */
const REMEDIES = {
  /**
   * An option has the wrong type or value; `message` lists every fault at once.
   *
   * Cause: a misspelt value, a missing `environment`, something that is not a function, or `pay()` without a session in a controller
   * without `createPaymentSession`. `pay()` of a controller whose products are only ever mounted (`element`, `checkoutPage`), or `mount()`
   * of one whose products are only ever opened by `pay()`. A container that is neither an element nor a valid selector. With `environment:
   * 'prod'` one of the parameters that make the SDK trust another page (docs/security.md).
   *
   * Remedy: correct the options that the message lists. The constructor and `bind()` throw this error, `prepare()` rejects with it,
   * and `pay()`, `mount()` and `resume()` answer with it.
   *
   * Details: `faults` is the list as texts.
   */
  'invalid-options': 'Correct the options that the message lists',
  /**
   * There is no `window` with a `document`.
   *
   * Cause: the call was made while the page was rendered on a server, or in a worker. Making a controller there is fine.
   *
   * Remedy: call `pay()`, `mount()`, `prepare()`, `resume()` and `bind()` in the browser, for example in an effect or a mounted hook.
   */
  'not-in-browser': 'Call it in the browser',
  /**
   * The controller was disposed of.
   *
   * Cause: `dispose()` was called, often by a view that has gone. A payment belongs to the controller, never to a view.
   *
   * Remedy: keep one controller for the page, in a module of its own (docs/spa.md); a disposed one cannot be used again.
   */
  disposed: 'Create a new controller',
  /**
   * A Content Security Policy of the page refused the SDK's script.
   *
   * Cause: `script-src` names neither the SDK's host nor a nonce that the script has; or the page enforces Trusted Types and does
   * not allow the policy `antom-checkout-controller`.
   *
   * Remedy: allow what docs/csp.md lists. Trying again changes nothing, and nothing is tried again.
   *
   * Details: `url`, `attempts`, `elapsed` (ms). Under Trusted Types `directive` is `require-trusted-types-for`.
   */
  'sdk-blocked-by-csp': "Allow the SDK's hosts, and under Trusted Types the policy antom-checkout-controller",
  /**
   * The SDK's script could not be fetched, and the browser says that it is offline.
   *
   * Cause: no network when the last try failed or time ran out. `navigator.onLine` is false, which only names the error: some VPN
   * adapters and WebViews say so for good, and the script is tried as often as ever.
   *
   * Remedy: ask the buyer to check the connection, and let them press Pay again: `pay()` loads it again.
   *
   * Details: `url`, `attempts`, `elapsed` (ms).
   */
  'sdk-offline': AGAIN,
  /**
   * The SDK's script or module could not be fetched.
   *
   * Cause: `details.reason` says which, as far as the browser tells.
   * - `network`: the connection, a proxy or an ad blocker refused it.
   * - `http`: the server answered with an error; `details.status` has its number where the browser tells it.
   * - `integrity`: the content does not match `integrity`, or it was cut off on its way, which is the same to the browser.
   * - `removed`: the tag was taken off the page before it was done.
   * - `unknown`: the browser does not say. So it is for a script of another host without CORS (Chrome keeps another host's HTML page
   *   from running too, so a proxy's page may end here), and for a rejected `import()`.
   *
   * Remedy: let the buyer press Pay again: `pay()` loads it again. If it stays, check the URL and version, ad blockers, proxies and, for
   * `integrity`, the hash. `crossOrigin: 'anonymous'` makes the reason more exact. `sdk: [fromCdn(), fromCdn(…)]` gives it a second
   * address.
   *
   * Details: `reason`, `status`, `url`, `attempts`, `elapsed` (ms); `source` for a module; `sources` with each one's failure where
   * there are several.
   */
  'sdk-load-failed': AGAIN,
  /**
   * The SDK did not arrive within `timeouts.sdk`, 15 s by default.
   *
   * Cause: a slow connection; the SDK has 361 kB gzipped. `details.reason` is there for a script of `fromCdn()`.
   * - `stalled`: a request was under way and did not end. Without it, the page's own tag or the pause before another try took the time.
   * - `parked`: something on the page, such as a consent manager, has given the tag a `type` that does not run. The SDK is used as soon
   *   as it comes, by whichever tag.
   *
   * Remedy: let the buyer press Pay again: a script that arrives late is used. If it happens often, call `prepare()` earlier, raise
   * `timeouts.sdk`, or use a mirror of your own by `fromCdn({ url })`.
   *
   * Details: `reason`, `source`, `timeout`, `url`, `attempts`, `elapsed` (ms).
   */
  'sdk-load-timeout': AGAIN,
  /**
   * The script ran, or the module loaded, but the SDK's class is not there.
   *
   * Cause: a proxy's page with status 200, a wrong URL, or a script that threw. An SDK from before the class existed: 1.12.0 has no
   * AMSElement, AMSCheckoutPage and AMSAutoDebitPay. `details.reason` says which, where a script was loaded by its tag.
   * - `absent`: it ran and defined no such class.
   * - `threw`: it threw while it ran; a page of HTML does that too.
   *
   * Remedy: check that the URL is that of @alipay/ams-checkout and that no proxy answers in its place; with `fromGlobal()`, that the
   * page's own tag is there.
   *
   * Details: `reason`, `className`, `url` or `source`, `attempts`, `elapsed` (ms).
   */
  'sdk-global-missing': "Check the script's address and version",
  /**
   * The payment session was not created.
   *
   * Cause: `createPaymentSession` threw or rejected, which is then `cause`; or it returned a Response that is not `ok` or holds no
   * JSON, an error page for example; or Antom refused, so that your server passed on a `result.resultStatus` other than `S`. The
   * message has what the server or Antom said.
   *
   * Remedy: look at `cause`, at `details.status` and `body`, or look `details.resultCode` up at Antom's createPaymentSession. Nothing was
   * opened, so the buyer may press Pay again. A server that refuses a paid order says so here (docs/server.md).
   *
   * Details: `resultStatus`, `resultCode`, `resultMessage`, where Antom refused; `status`, `contentType`, `body` (200 characters, without
   * markup) of a Response.
   */
  'session-request-failed': AGAIN,
  /**
   * `createPaymentSession` did not answer within `timeouts.session`, 30 s by default.
   *
   * Cause: your server, or Antom behind it, is slow or does not answer. The `signal` that the function was given is aborted.
   *
   * Remedy: let the buyer press Pay again; give your server's call to Antom a shorter timeout than this one.
   *
   * Details: `timeout` (ms).
   */
  'session-timeout': AGAIN,
  /**
   * What was given is not a session that the SDK can open.
   *
   * Cause: the message says what is wrong with it; `details.fault` has the name.
   * - `not-a-session`: there is no `paymentSessionData` string: a wrapper, a Promise, a number.
   * - `empty`: it is an empty string: the server answered without a session, or it was read before it was there.
   * - `html`: it is a page of HTML, such as an error page of the server or a proxy, or it was escaped for HTML (`&amp;` for `&`).
   * - `json`: it is JSON as a string, or an object turned into a string.
   * - `percent-encoded`: it was encoded for a URL or a cookie and not decoded.
   * - `spaces`: a form or a query has turned `+` into a space, or a line was broken.
   * - `missing-parts`: it has fewer than four parts joined by `&&`; a form or query parser may have cut it at an `&`. The three-part sample of Antom's 2024 guide is such a one.
   * - `truncated`: the fourth part cannot be read; something has cut it short or changed it, for example a database column.
   * - `unknown-product`: the fourth part names no product that can be opened.
   * - `missing-action`: the fourth part of a session for `easyPay` or `autoDebit` has no `action`. The SDK would open nothing and say nothing (1.47.2).
   * - `missing-payment-request-id`: there is `inquiryPayment`, and the session has no `paymentRequestId`. Sessions for `vaulting` and `autoDebit` need none.
   * - Without `fault`: the SDK itself refused it (`SDK_CREATEPAYMENT_PARAMETER_ERROR`; of AMSElement `PARAM_INVALID`), or a session for
   *   `easyPay` in production names a page outside of Antom's hosts as its app (docs/security.md).
   *
   * Remedy: hand over the complete, unchanged answer of Antom's createPaymentSession as JSON, with the `paymentRequestId` that your
   * server sent. `describeSession()` looks at a session without a payment.
   *
   * Details: `fault`.
   */
  'session-invalid': "Hand over createPaymentSession's answer unchanged",
  /**
   * The session was made for another product than this controller opens, or for one that the called method does not draw.
   *
   * Cause: `productCode` or `productScene` of your server's createPaymentSession call does not belong to the option `product`. Or `pay()`
   * was called for what only `mount()` draws (the Payment Element, the Checkout Page, PayPal), or `mount()` for what only `pay()` opens
   * (Apple Pay in the cashier, EasyPay, AutoDebit). The message names the product and the method to call.
   *
   * Remedy: create the session for the product that the controller opens, or name its product in the option `product` (docs/products.md). The
   * SDK is not asked: with the wrong class it would say nothing at all, or open what cannot be paid.
   *
   * Details: `product`, as far as it can be read; `method`, where the call was the wrong one.
   */
  'session-mismatch': 'Create the session for what the controller opens, or set the option product',
  /**
   * The session expired while the cashier, or a form in the page, was open.
   *
   * Cause: the buyer left it open. Antom takes no payment in it any more, and the SDK does not say so.
   * - A popup: its expiry passed a minute ago.
   * - A form of `mount()` that was not submitted: it could not be given a new session, because there is no `createPaymentSession` or because an
   *   earlier payment of the order is undecided. A form that was submitted ends as `unknown` instead.
   *
   * Remedy: `pay()` goes on as `outcome.retry` says. After a popup with `inquiryPayment` your server was asked, and is asked again before a new
   * session. For forms give the controller `createPaymentSession`: it then draws the form with a new session by itself (docs/inline.md).
   */
  'session-expired': CONFIRM,
  /**
   * Another payment of this page is open, or the SDK is still at work on the last one.
   *
   * Cause: `pay()` or `mount()` of a second controller, or of another `order`, `session` or container, while a cashier is open or a form is being
   * paid; or an earlier createComponent that has not settled within `timeouts.component`. A form of `mount()` that is not `submitting` or
   * `confirming` makes way: it ends as `abandoned` with the reason `replaced`, and the newer call goes on.
   *
   * Remedy: wait for the open payment's outcome, or `unmount()` it first.
   */
  'component-busy': 'Wait until the open payment has settled, or unmount() it',
  /**
   * The SDK did not create the component, gave it up, or its UI vanished from the page.
   *
   * Cause: `sdk.code` and `sdk.message` say what the SDK said. "Load resource timeout": the cashier's frame did not start within
   * 15 s; a Content Security Policy (`frame-src`) or a Cross-Origin-Embedder-Policy does that too. EasyPay and AutoDebit take their own UI
   * away when they fail after opening (1.47.2): `SDK_INTERNAL_ERROR`. PayPal: its script did not load. Without `sdk` see `details.reason`.
   * - `removed`: the SDK's elements were taken off the page, for example by a framework that rendered again. If the page takes the place of a form
   *   away before it was submitted, the outcome is `abandoned` instead.
   * - `moved`: the page moved a form of `mount()` in the document after it was submitted, and its frame started anew.
   *
   * Remedy: check that the session belongs to the controller's `environment`, look at the browser's console for refused frames, and
   * keep the body's children and the container of `mount()` out of your framework's hands. Then `pay()` goes on as `outcome.retry` says.
   *
   * Details: `reason`.
   */
  'component-failed': CONFIRM,
  /**
   * The SDK did not open the component within `timeouts.component`, 20 s by default.
   *
   * Cause: the SDK met a failure that it reports to nobody, or the device is very slow. AMSElement gives up by itself after 10 s; `sdk.code`
   * is then `INITIALIZE_WEB_TIMEOUT` (its frame did not start) or `INITIALIZE_API_TIMEOUT` (Antom's API did not answer).
   *
   * Remedy: `pay()` goes on as `outcome.retry` says: a popup may have been on the screen, so your server is asked first. A form of `mount()`
   * was not submitted, so nothing is owed.
   */
  'component-timeout': CONFIRM,
  /**
   * The element that `mount()` is to draw into cannot be used.
   *
   * Cause: `details.reason` says which.
   * - `not-found`: no element of the page matches the selector.
   * - `detached`: the element is not in the document, or no longer when the session came.
   * - `shadow-tree`: the element is inside a shadow tree. The SDK looks for its container by a selector, and selectors do not look into shadow trees.
   *
   * Remedy: call `mount()` once the container is rendered. For a component with a shadow root put the container into its light DOM, as
   * a slotted child (docs/inline.md).
   *
   * Details: `reason`.
   */
  'container-missing': 'Render the container first',
  /**
   * The payment method's page or app could not be opened.
   *
   * Cause: the app is not installed, or the browser refused to start it; `sdk` has the SDK's launch error. It is decided on after 8
   * s, since the buyer may leave for the app after all. Of AutoDebitPay: the session has no address to go to.
   *
   * Remedy: offer another method or another try. `pay()` goes on as `outcome.retry` says: the app may have been opened unseen.
   */
  'redirect-failed': CONFIRM,
  /**
   * An earlier payment of this order has no known result yet, and another one could charge the buyer twice.
   *
   * Cause: a cashier of this order was opened before, here or on an earlier page, its outcome was `processing`, `unknown`,
   * `redirected`, `abandoned` or `error`, and there is no `inquiryPayment` to ask.
   *
   * Remedy: give the controller `inquiryPayment`, so that `pay()` asks by itself. Without it, ask on your server and then call
   * `pay({ force: true })`. If it was another purchase, give each its own `order`.
   */
  'payment-unconfirmed': CONFIRM,
  /**
   * localStorage cannot be written to, and the SDK does not start without it.
   *
   * Cause: site data is blocked for the page, it is in a frame whose storage is blocked, a WebView has it switched off, or it is full.
   *
   * Remedy: ask the buyer to allow site data (cookies) for this page; in a WebView switch DOM storage on; take away what fills it. This library
   * itself works without storage.
   */
  'storage-blocked': 'Ask the buyer to allow site data (cookies)',
  /**
   * The SDK threw, or reported a failure of its own.
   *
   * Cause: `sdk` has its code and message (`SDK_INTERNAL_ERROR`), or `cause` what was thrown.
   *
   * Remedy: `pay()` goes on as `outcome.retry` says. If it stays, report it to Antom with both.
   */
  'sdk-internal': 'Look at `sdk` and `cause`',
};

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

/** True where the same call can succeed without a change by the merchant's engineer. */
function isRetryable(code: CheckoutErrorCode): boolean {
  switch (code) {
    case 'sdk-offline':
    case 'sdk-load-failed':
    case 'sdk-load-timeout':
    case 'session-request-failed':
    case 'session-timeout':
    case 'component-busy':
      return true;
    default:
      return false;
  }
}

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
  /** What to do about it, in short, and where docs/errors.md of this package says more. */
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
    this.hint = `${REMEDIES[code]}. See docs/errors.md#${code}.`;
    this.retryable = isRetryable(code);
    // Members of its own first: what is missing must not be the page's Object.prototype's.
    const { cause, sdk, details } = { cause: undefined, sdk: undefined, details: undefined, ...init };
    this.cause = cause;
    if (sdk !== undefined) this.sdk = sdk;
    this.details = details ?? {};
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
