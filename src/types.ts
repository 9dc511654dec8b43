/**
 * The public vocabulary: options, sessions, outcomes, events, state.
 *
 * Types only, no code. Optional members are `?: T | undefined`, so that a merchant may pass `undefined` on.
 */
import type { Environment } from './core/environment';
import type { CheckoutError } from './core/errors';
import type { SdkLoadRequest, SdkModule } from './sdk/types';

// ── Options ──────────────────────────────────────────────────────────────────

/** The locales of the Antom guide "APM payment (Web/WAP)", as the SDK spells them. */
export type SdkLocale =
  | 'en_US' | 'pt_BR' | 'ko_KR' | 'es_ES' | 'ms_MY' | 'in_ID' | 'tl_PH' | 'th_TH'
  | 'vi_VN' | 'fr_FR' | 'nl_NL' | 'it_IT' | 'de_DE' | 'zh_CN' | 'zh_HK';

/** What the SDK draws itself. Keys other than these are passed on as they are. */
export interface Appearance {
  /** The SDK's own loading animation. SDK default: `true`. */
  showLoading?: boolean | undefined;
  [key: string]: unknown;
}

/** What `createPaymentSession` is told. */
export interface SessionContext {
  /** The `order` that pay() or prepare() was called with. */
  readonly order?: string | undefined;
  /**
   * Aborted when nobody can use the answer any more: `timeouts.session`, `dispose()`. Not by the end of one attempt,
   * because the next `pay()` of the same order joins the request. `undefined` in engines without AbortController
   * (Chrome before 66, iOS before 11.3), where `fetch` ignores it.
   */
  readonly signal: AbortSignal;
}

/**
 * The answer of Antom's createPaymentSession, as your server passes it on. Further fields may be present.
 * @see https://global.alipay.com/docs/ac/ams/session_cashier
 */
export interface PaymentSession {
  /** Opaque, about 2 kB, four parts joined by `&&`. Pass it on unchanged. */
  readonly paymentSessionData: string;
  /** ISO 8601. Without it a session counts as good for one hour. */
  readonly paymentSessionExpiryTime?: string | undefined;
  readonly paymentSessionId?: string | undefined;
  /** Yours; createPaymentSession's own answer has none, your server adds it. */
  readonly paymentRequestId?: string | undefined;
}

/** What `inquiryPayment` is told. */
export interface InquiryContext {
  readonly paymentRequestId: string;
  readonly paymentSessionId?: string | undefined;
  /** The session as your server gave it; absent after a page load, since nothing of it is stored. */
  readonly session?: PaymentSession | undefined;
  /** Aborted after 10 s, and when nobody waits any more. `undefined` in engines without AbortController. */
  readonly signal: AbortSignal;
}

/**
 * The answer of Antom's inquiryPayment, as your server passes it on. Further fields may be present.
 * @see https://global.alipay.com/docs/ac/ams/paymentri_online
 */
export interface PaymentInquiry {
  readonly paymentStatus?: 'SUCCESS' | 'FAIL' | 'PROCESSING' | 'CANCELLED' | 'PENDING' | (string & {}) | undefined;
  readonly paymentResultCode?: string | undefined;
  readonly paymentRequestId?: string | undefined;
  /** Says only whether the call worked. */
  readonly result?: { readonly resultStatus?: string | undefined; readonly resultCode?: string | undefined; readonly resultMessage?: string | undefined } | undefined;
  readonly [key: string]: unknown;
}

/** The part of Web Storage that is used. What it throws counts as an empty storage. */
export interface StorageLike {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Where the SDK comes from: made by `fromCdn`, `fromModule` or `fromGlobal`. */
export interface SdkSource {
  readonly name: string;
  /** @internal */
  load(request: SdkLoadRequest): Promise<SdkModule>;
  /** The SDK if it is here already, so that a prepared `pay()` needs no further task. @internal */
  peek(window: Window): SdkModule | null;
  /** Opens the connection, when the controller is made. @internal */
  preconnect?(env: Environment): void;
}

export interface Timeouts {
  /** Loading the SDK, per source, in ms. Default 15000. */
  sdk?: number | undefined;
  /** One call of `createPaymentSession`, in ms. Default 30000. */
  session?: number | undefined;
  /** From the call of the SDK's createComponent until it settles, in ms. Default 20000 (the SDK itself gives up after 15 s). */
  component?: number | undefined;
}

export interface Polling {
  /** Between two requests, in ms. Default 2000, as Antom advises. */
  interval?: number | undefined;
  /** After this much visible, online time the pace slows down, in ms. Default 60000. */
  slowAfter?: number | undefined;
  /** Default 10000 ms. */
  slowInterval?: number | undefined;
  /** Visible, online time after which the outcome is `processing` or `unknown`, in ms. Default 120000. */
  timeout?: number | undefined;
}

/** Structured, redacted: no session data, no personal data. */
export interface LogEntry {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** What happened, a stable dotted name; docs/logging.md lists them. */
  readonly name: string;
  /** ms since the epoch */
  readonly at: number;
  readonly attemptId?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

export interface CheckoutOptions {
  /** Required: the SDK would silently take a missing or unknown one for `prod` (1.47.2). */
  environment: 'sandbox' | 'prod';
  /**
   * Calls your server, which calls Antom's createPaymentSession, and returns that answer, its paymentSessionData, or the Response itself.
   *
   * @example
   * createPaymentSession: ({ order, signal }) => fetch(`/api/payment-sessions?order=${order}`, { method: 'POST', signal }),
   */
  createPaymentSession?: ((context: SessionContext) => Promise<PaymentSession | string | Response>) | undefined;
  /**
   * Calls your server, which calls Antom's inquiryPayment, and returns that answer, or the Response itself. With it outcomes are the server's word where
   * it has one, and every session needs a `paymentRequestId`, which your server adds to createPaymentSession's answer.
   */
  inquiryPayment?: ((context: InquiryContext) => Promise<PaymentInquiry | Response>) | undefined;
  /** The SDK's class. Only `cashier` (AMSCashierPayment) in this version. */
  product?: 'cashier' | undefined;
  /** Default `fromCdn()`. An array is tried in order. */
  sdk?: SdkSource | readonly SdkSource[] | undefined;
  /** Default `auto`: `navigator.languages` mapped to the SDK's list by `resolveLocale`. */
  locale?: SdkLocale | 'auto' | undefined;
  /** Passed to the SDK. In 1.47.2 it only reaches the cashier's URL: the SDK's own tracker still loads. */
  analytics?: { enabled: boolean } | undefined;
  appearance?: Appearance | undefined;
  /** `true`: the SDK does not jump to paymentRedirectUrl after success; the component is unmounted instead. SDK default: `false`. */
  notRedirectAfterComplete?: boolean | undefined;
  /**
   * When to get ready without being asked. `idle` (default): load the SDK and build its instance when the page is idle;
   * `script`: only load the script then; `manual`: nothing before `prepare()` or `pay()`.
   */
  prepare?: 'idle' | 'script' | 'manual' | undefined;
  /** When an SPA navigation ends the attempt. `auto` (default): the path, or a hash beginning `#/` or `#!`, changed. */
  leave?: 'auto' | 'manual' | ((url: URL) => boolean) | undefined;
  timeouts?: Timeouts | undefined;
  polling?: Polling | undefined;
  /** Where a started payment is remembered for `resume()`: `session` (default), `local`, `none`, or your own. Never holds session data. */
  storage?: 'session' | 'local' | 'none' | StorageLike | undefined;
  /** Nothing is printed by default. What it throws is swallowed. */
  logger?: ((entry: LogEntry) => void) | undefined;
  /** Options of the SDK's constructor that this library only passes on. */
  sdkOptions?: SdkOptions | undefined;
  /** Further createComponent parameters, passed through: `merchantAppointParam`, `elementProps`, `isAppWebview` … */
  componentParams?: Readonly<Record<string, unknown>> | undefined;
}

export interface SdkOptions {
  /** The SDK's cashier does not read it: the risk service comes from the session (1.47.2). */
  securityRegion?: 'US' | 'SG' | 'DE' | undefined;
  onBeforeSubmit?: ((payload: unknown) => unknown) | undefined;
  onSizeChanged?: ((payload: unknown) => void) | undefined;
  onPaymentMethodSelected?: ((payload: unknown) => void) | undefined;
}

export interface PayOptions {
  /** A session you already have: its paymentSessionData or the whole answer. Otherwise `createPaymentSession` is asked. */
  session?: PaymentSession | string | undefined;
  /** Ends the attempt as `abandoned` with reason `aborted`. */
  signal?: AbortSignal | undefined;
  appearance?: Appearance | undefined;
  notRedirectAfterComplete?: boolean | undefined;
  componentParams?: Readonly<Record<string, unknown>> | undefined;
  /** Any string that changes when what is paid changes (`cart42:19900`). A session of one order is never used for another. */
  order?: string | undefined;
  /** Take a new session although an earlier payment of this order is unconfirmed. Can charge the buyer twice. */
  force?: boolean | undefined;
}

export interface PrepareOptions {
  /** Also fetch the payment session now. Default `false`. */
  session?: boolean | undefined;
  order?: string | undefined;
}

export interface BindOptions {
  /** Called with each outcome of a payment that the trigger started. What it throws goes to `logger`. */
  onOutcome?: ((outcome: PaymentOutcome) => void) | undefined;
  /** Called with every event of the SDK, as by `on`. */
  onEvent?: ((event: CheckoutEvent) => void) | undefined;
  /** What pay() is called with; as a function it is asked when the buyer pays, and, for its `order`, when they are about to. */
  pay?: PayOptions | (() => PayOptions) | undefined;
  /** Also fetch the payment session when the buyer is about to pay (pointer, focus, touch). Default `false`: the SDK alone. */
  session?: boolean | undefined;
}

export interface ResumeOptions {
  /** Which payment: else the page's `paymentRequestId` query parameter, else the newest one that this browser remembers. */
  paymentRequestId?: string | undefined;
  /** Only a payment of this order. */
  order?: string | undefined;
  /** Ends the waiting: the outcome is then what it would be at the deadline. */
  signal?: AbortSignal | undefined;
}

// ── Outcome ──────────────────────────────────────────────────────────────────

/**
 * Whether and how the buyer may pay again.
 * `none`: not at all. `same-session`: call pay() again, the session is still good. `new-session`: call pay() again, a new session is
 * fetched. `after-confirmation`: ask your server (inquiryPayment) before anything else; paying again could charge twice.
 */
export type Retry = 'none' | 'same-session' | 'new-session' | 'after-confirmation';

interface OutcomeBase {
  readonly attemptId: string;
  /** The `order` that pay() was called with; of resume(), that of the payment. */
  readonly order?: string | undefined;
  readonly paymentRequestId?: string | undefined;
  readonly paymentSessionId?: string | undefined;
  /** The server's answer, where it decided. */
  readonly inquiry?: PaymentInquiry | undefined;
}

/** What the session was made for is done. From the SDK alone: for display, never for fulfilment. */
export interface SucceededOutcome extends OutcomeBase {
  readonly status: 'succeeded';
  readonly confirmedBy: 'server' | 'sdk';
  readonly retry: 'none';
}
/** Not decided yet. */
export interface ProcessingOutcome extends OutcomeBase {
  readonly status: 'processing';
  readonly confirmedBy: null;
  readonly retry: 'after-confirmation';
}
/** Status abnormal: money may have moved. */
export interface UnknownOutcome extends OutcomeBase {
  readonly status: 'unknown';
  readonly confirmedBy: null;
  readonly retry: 'after-confirmation';
}
/** The buyer was sent to the method's page or app. */
export interface RedirectedOutcome extends OutcomeBase {
  readonly status: 'redirected';
  readonly confirmedBy: null;
  readonly retry: 'after-confirmation';
}
/** This payment failed. */
export interface FailedOutcome extends OutcomeBase {
  readonly status: 'failed';
  readonly confirmedBy: 'server' | 'sdk';
  readonly retry: 'same-session' | 'new-session';
  readonly paymentResultCode?: string | undefined;
  readonly paymentResultMessage?: string | undefined;
}
/** The buyer closed without paying. */
export interface CancelledOutcome extends OutcomeBase {
  readonly status: 'cancelled';
  readonly confirmedBy: 'server' | 'sdk';
  readonly retry: 'same-session' | 'new-session' | 'after-confirmation';
}
/** The page ended the attempt. */
export interface AbandonedOutcome extends OutcomeBase {
  readonly status: 'abandoned';
  readonly confirmedBy: null;
  readonly retry: 'same-session' | 'new-session' | 'after-confirmation';
  readonly reason: AbandonReason;
}
/** The cashier could not be opened or kept. */
export interface ErrorOutcome extends OutcomeBase {
  readonly status: 'error';
  readonly confirmedBy: null;
  readonly retry: Retry;
  readonly error: CheckoutError;
}

export type AbandonReason = 'unmounted' | 'navigated' | 'aborted' | 'disposed';

/** How an attempt ended: switch on `status`, exhaustively (it grows only in a major version). Immutable. */
export type PaymentOutcome =
  | SucceededOutcome | ProcessingOutcome | UnknownOutcome | RedirectedOutcome
  | FailedOutcome | CancelledOutcome | AbandonedOutcome | ErrorOutcome;

// ── Events ───────────────────────────────────────────────────────────────────

interface SdkEventBase<Type extends string, Code extends string> {
  /** What it is called here. */
  readonly type: Type;
  /** The SDK's code, as it sent it. */
  readonly code: Code;
  /** The SDK's text, where it sent one. */
  readonly message?: string | undefined;
  /** Antom's result code, found wherever the SDK put it: `result`, `result.result`, `errorCode`. */
  readonly paymentResultCode?: string | undefined;
  /** The text that came with it. */
  readonly paymentResultMessage?: string | undefined;
  /** What the SDK sent, untouched. */
  readonly raw: unknown;
}

/**
 * What the SDK said: a tagged union on `type`.
 *
 * The comments are the event reference: docs/events.md is made from them (`npm run reference`), so each says what it means, then `Do:`.
 */
export type SdkEvent =
  /**
   * The SDK's loading animation begins. It comes within the call of createComponent, so it is the first event of an attempt.
   *
   * Do: nothing, or show an animation of your own when `appearance.showLoading` is `false`.
   */
  | SdkEventBase<'loading-started', 'SDK_START_OF_LOADING'>
  /**
   * The SDK's loading animation ends: the cashier is drawn.
   *
   * Do: nothing, or end your own animation. A cashier that never draws sends no such event.
   */
  | SdkEventBase<'loading-ended', 'SDK_END_OF_LOADING'>
  /**
   * The SDK says that the payment succeeded.
   *
   * Do: wait for the outcome: with `inquiryPayment` your server is asked first, and Apple Pay's success is not believed without
   * it. Ship by your server's word only.
   */
  | SdkEventBase<'payment-succeeded', 'SDK_PAYMENT_SUCCESSFUL'>
  /**
   * The SDK says that the payment is under way and not decided.
   *
   * Do: wait for the outcome. Antom's guide of 2024 says to let the buyer pay again here; a second payment could charge twice, so
   * `pay()` asks first.
   */
  | SdkEventBase<'payment-processing', 'SDK_PAYMENT_PROCESSING'>
  /**
   * The SDK says that the payment failed; `paymentResultCode` says why, where Antom sent it.
   *
   * Do: wait for the outcome: without a code, or with one that decides nothing, it is `unknown` and not `failed`.
   */
  | SdkEventBase<'payment-failed', 'SDK_PAYMENT_FAIL'>
  /**
   * The SDK says that the payment's status is abnormal: money may have moved.
   *
   * Do: wait for the outcome. Do not offer another payment before your server knows.
   */
  | SdkEventBase<'payment-unknown', 'SDK_PAYMENT_ERROR'>
  /**
   * The cashier says that the buyer gave up. Many cashiers say only `closed`.
   *
   * Do: nothing: the outcome is `cancelled`, unless your server knows better.
   */
  | SdkEventBase<'payment-cancelled', 'SDK_PAYMENT_CANCEL'>
  /**
   * The buyer tries once more inside the cashier, after a try that failed.
   *
   * Do: nothing: the attempt is open, and its end is still to come.
   */
  | SdkEventBase<'payment-retrying', 'SDK_PAYMENT_RETRY'>
  /**
   * The cashier says that the buyer has authorized the payment. It is not the payment's result.
   *
   * Do: nothing: the result is still to come.
   */
  | SdkEventBase<'payment-authorized', 'SDK_PAYMENT_AUTHORIZATION_SUCCESSFUL'>
  /**
   * The buyer is asked to prove who they are, for example by 3-D Secure.
   *
   * Do: nothing; do not unmount the cashier now.
   */
  | SdkEventBase<'payment-challenged', 'SDK_PAYMENT_CHALLENGE'>
  /**
   * PayPal says that the buyer has approved the payment. It is not the payment's result.
   *
   * Do: nothing: the result is still to come.
   */
  | SdkEventBase<'payment-approved', 'SDK_PAYMENT_APPROVE'>
  /**
   * The SDK warns you; `message` says of what. 1.47.2: a bound PayPal account, which your server could charge without a cashier.
   *
   * Do: read `message` while you develop.
   */
  | SdkEventBase<'payment-warning', 'SDK_PAYMENT_WARN'>
  /**
   * The buyer has changed the shipping address in PayPal; `raw` has what PayPal sent.
   *
   * Do: tell your server if the price depends on it. A session's amount does not change.
   */
  | SdkEventBase<'shipping-changed', 'SDK_PAYMENT_SHIPPINGCHANGE'>
  /**
   * A form of the cashier has a field that is not right; the buyer sees which.
   *
   * Do: nothing.
   */
  | SdkEventBase<'form-invalid', 'SDK_FORM_VERIFICATION_FAILED'>
  /**
   * The buyer has submitted twice; the second one was left out.
   *
   * Do: nothing.
   */
  | SdkEventBase<'duplicate-submission', 'SDK_DUPLICATE_SUBMISSION_BEHAVIOR'>
  /**
   * What the buyer submitted did not get through, or its answer did not.
   *
   * Do: nothing: the buyer may submit again, and the result is still to come.
   */
  | SdkEventBase<'submit-network-error', 'SDK_SUBMIT_NETWORK_ERROR'>
  /**
   * The buyer pressed the cashier's button back to your shop.
   *
   * Do: nothing: what the SDK does next decides, as a rule `closed` or a redirect.
   */
  | SdkEventBase<'back-to-merchant', 'SDK_PAYMENT_CLICK_BACK_TO_MERCHANT'>
  /**
   * The SDK has sent the buyer to the payment method's page or app. On a phone it may come up to three times for one redirect.
   *
   * Do: nothing: when the page goes, or stays without the cashier, the outcome follows.
   */
  | SdkEventBase<'redirect-started', 'SDK_CALL_URL_SUCCESS'>
  /**
   * The SDK could not open the payment method's app. On a desktop it may come before the redirect that works.
   *
   * Do: nothing: the outcome is `redirect-failed` only where no redirect follows.
   */
  | SdkEventBase<'redirect-failed', 'SDK_CALL_URL_ERROR' | 'SDK_LAUNCH_PAYMENT_APP_ERROR'>
  /**
   * The SDK hands the payment method's addresses to you instead of opening them.
   *
   * Do: open `schemeUrl`, `applinkUrl` or `normalUrl`, whichever the device has; each is absent where the method has none. The
   * outcome is `redirected` once the page goes.
   */
  | RedirectRequestedEvent
  /**
   * The SDK could not open the cashier, or had a failure of its own. Once the cashier is open it ends nothing. By `code`:
   * SDK_INTERNAL_ERROR: the SDK failed, or the cashier sent it what it cannot read. SDK_CREATEPAYMENT_PARAMETER_ERROR: it refused the
   * session. SDK_INIT_PARAMETER_ERROR: it refused the options of its constructor. SDK_CREATECOMPONENT_ERROR and
   * SDK_CREATE_COMPONENT_ERROR (two spellings): it refused the parameters of createComponent, or failed in it.
   *
   * Do: nothing: while opening, the outcome is the error with its code and `error.sdk`.
   */
  | SdkEventBase<'setup-failed',
      | 'SDK_INTERNAL_ERROR' | 'SDK_CREATEPAYMENT_PARAMETER_ERROR' | 'SDK_INIT_PARAMETER_ERROR'
      | 'SDK_CREATECOMPONENT_ERROR' | 'SDK_CREATE_COMPONENT_ERROR'>
  /**
   * The buyer closed the cashier; the SDK sends no code with it, so `code` names its callback.
   *
   * Do: nothing: the outcome is `cancelled`, unless a code came with it or your server knows better.
   */
  | SdkEventBase<'closed', 'onClose'>
  /**
   * A code that this version does not know; `''` when there was none. Never the end of a payment.
   *
   * Do: keep a `default` arm; log `code` if you wish.
   */
  | SdkEventBase<'unrecognized', string>;

/** The SDK hands the URLs to the merchant instead of opening them. */
export interface RedirectRequestedEvent extends SdkEventBase<'redirect-requested', 'SDK_REDIRECT'> {
  readonly normalUrl?: string | undefined;
  readonly schemeUrl?: string | undefined;
  readonly applinkUrl?: string | undefined;
}

/** What a listener of `on` gets. Grows in minor versions: keep a default arm. */
export type CheckoutEvent = SdkEvent & {
  /** The payment it came in; its outcome has the same. */
  readonly attemptId: string;
  /** When it was heard, in ms since the epoch. */
  readonly at: number;
};

// ── State ────────────────────────────────────────────────────────────────────

interface StateFlags<Busy extends boolean, CanPay extends boolean, Visible extends boolean> {
  /** An attempt is under way. */
  readonly busy: Busy;
  /** A click on the pay button does something. */
  readonly canPay: CanPay;
  /** The SDK's cashier or its loading animation may be on the screen. */
  readonly cashierVisible: Visible;
}

interface AttemptPhase<Phase extends string, Visible extends boolean> extends StateFlags<true, false, Visible> {
  readonly phase: Phase;
  readonly attemptId: string;
  /** The `order` that is being paid: a page with several buttons shows which one is busy. */
  readonly order?: string | undefined;
}

/** Nothing is under way. A background `prepare()` does not leave this phase. */
export interface IdleState extends StateFlags<false, true, false> {
  readonly phase: 'idle';
}
/** `outcome` is known. With `cashierVisible: true` the SDK is about to jump to paymentRedirectUrl. */
export interface SettledState<Visible extends boolean = false> extends StateFlags<false, true, Visible> {
  readonly phase: 'settled';
  readonly attemptId: string;
  readonly order?: string | undefined;
  readonly outcome: PaymentOutcome;
}
export interface DisposedState extends StateFlags<false, false, false> {
  readonly phase: 'disposed';
}

/** Immutable snapshot; the same reference until something changes. Switch on `phase`. */
export type CheckoutState =
  | IdleState
  /** The SDK is being loaded, or the page is waiting for an earlier cashier to be gone. */
  | AttemptPhase<'preparing', false>
  /** The merchant's server is being asked for the payment session. */
  | AttemptPhase<'creating-session', false>
  /** createComponent was called. */
  | AttemptPhase<'opening', true>
  /** createComponent has settled: the buyer has the cashier. */
  | AttemptPhase<'open', true>
  /** Your server is being asked. With `cashierVisible: true` the SDK is about to jump to paymentRedirectUrl meanwhile. */
  | AttemptPhase<'confirming', false>
  | AttemptPhase<'confirming', true>
  | SettledState
  | SettledState<true>
  | DisposedState;

export type CheckoutPhase = CheckoutState['phase'];

// ── Session description ──────────────────────────────────────────────────────

/** The SDK product that a session was made for, from its productScene. */
export type SessionProduct = 'cashier' | 'vaulting' | 'easypay' | 'autodebit' | 'autodebit-pay' | 'element' | 'checkout-page';

export interface SessionFault {
  readonly code: 'empty' | 'not-a-session' | 'html' | 'json' | 'percent-encoded' | 'spaces' | 'missing-parts' | 'truncated' | 'unknown-product' | 'bad-expiry';
  /** What is wrong and what usually causes it. Never holds session data. */
  readonly message: string;
  /** True when the SDK would refuse to open the session. */
  readonly fatal: boolean;
}

/** What can be read from a session without asking anyone. Part 4 of paymentSessionData is unsigned: for display and diagnosis only. */
export interface SessionDescription {
  readonly product?: SessionProduct | undefined;
  /** paymentMethodType, for example `GCASH`. */
  readonly method?: string | undefined;
  /** `value` in the currency's minor unit, as Antom writes amounts. */
  readonly amount?: { readonly currency: string; readonly value: string } | undefined;
  /** ms since the epoch, from paymentSessionExpiryTime. */
  readonly expiry?: number | undefined;
  readonly faults: readonly SessionFault[];
}
