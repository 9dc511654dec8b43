/**
 * What the controller and its methods are called with. Optional members are `?: T | undefined`, so that a merchant may pass `undefined` on.
 */
import type { LogEntry } from '../core/log';
import type { CheckoutEvent } from './event';
import type { PaymentOutcome } from './outcome';
import type { Product } from './product';
import type { InquiryContext, PaymentInquiry, PaymentSession, SessionContext } from './session';
import type { SdkSource } from './source';

/** The locales of the Antom guide "APM payment (Web/WAP)", as the SDK spells them. */
export type SdkLocale =
  | 'en_US'
  | 'pt_BR'
  | 'ko_KR'
  | 'es_ES'
  | 'ms_MY'
  | 'in_ID'
  | 'tl_PH'
  | 'th_TH'
  | 'vi_VN'
  | 'fr_FR'
  | 'nl_NL'
  | 'it_IT'
  | 'de_DE'
  | 'zh_CN'
  | 'zh_HK';

/**
 * What the SDK draws itself. Keys other than these are passed on as they are; `showSubmitButton: false` takes the pay button away from a form
 * of `cashier` or `vaulting`, so that the page's own calls submit().
 */
export interface Appearance {
  /** The SDK's own loading animation. SDK default: `true`. */
  showLoading?: boolean | undefined;
  [key: string]: unknown;
}

/** The part of Web Storage that is used. What it throws counts as an empty storage. */
export interface StorageLike {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
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
   * Calls your server, which calls Antom's inquiryPayment, and returns that answer, or the Response itself. With it an outcome is the server's where
   * it has one, and every session needs a `paymentRequestId`, which your server adds to createPaymentSession's answer.
   */
  inquiryPayment?: ((context: InquiryContext) => Promise<PaymentInquiry | Response>) | undefined;
  /** What the controller opens (docs/products.md). Default `cashier`. Of an array the session's productScene chooses. */
  product?: Product | readonly Product[] | undefined;
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
  /**
   * Further createComponent parameters, passed through: `merchantAppointParam`, `elementProps`, `isAppWebview` … In sandbox `localLink` is a
   * page of this machine in the place of Antom's (docs/security.md).
   */
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

/** A billing address for a card form whose own fields leave it out, as the SDK's submit() takes it. AMSElement takes none (1.47.2). */
export type BillingAddress = Readonly<Record<string, unknown>>;

export interface SubmitData {
  billingAddress?: BillingAddress | undefined;
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
