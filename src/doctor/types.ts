/**
 * What the doctor is given and what it answers.
 */
import type { CheckoutController, PaymentSession } from 'antom-checkout-controller';

/** Where in a payment something is wrong, in the order in which a payment gets there. */
export type Stage = 'page' | 'sdk' | 'session' | 'cashier' | 'server' | 'return';
/** `fatal`: no payment works so, or not this one. `warning`: some buyers or some payments are hit. */
export type Level = 'fatal' | 'warning' | 'info';
/** What the merchant or the buyer sees; docs/troubleshooting.md is ordered by it. */
export type Symptom = 'nothing' | 'loading' | 'refused' | 'blank' | 'paid-but-failed' | 'twice' | 'sandbox-only' | 'some-buyers';

export interface DiagnoseOptions {
  /** Default: the newest controller of the page. */
  checkout?: CheckoutController | undefined;
  /** A session to look at: createPaymentSession's answer, as JSON or as `fetch` gives it, or its paymentSessionData. It is not opened. */
  session?: PaymentSession | Response | string | undefined;
  /** What `mount()` is given: an element or a selector. */
  container?: Element | string | null | undefined;
  /** What the buyer presses: an element or a selector. What `bind()` was given on this page is looked at as well. */
  trigger?: Element | string | null | undefined;
  /** With `probe`: the `order` that `createPaymentSession` is called with. Default: none. */
  order?: string | undefined;
  /**
   * Also asks the page's own server, the SDK's hosts and, with `checkout`, your session endpoint, which creates a real session, and then your
   * inquiry endpoint about it. Default `false`: nothing is sent anywhere.
   */
  probe?: boolean | undefined;
  /** Ends what `probe` asks. The diagnosis then has what is known by then. */
  signal?: AbortSignal | undefined;
}

export interface Finding {
  /** Stable. */
  readonly id: `D${number}`;
  readonly level: Level;
  readonly title: string;
  /** What was seen on this page. No session data. */
  readonly evidence: string;
  readonly remedy: string;
  /** Where the documentation of this package has it. */
  readonly docs: string;
}

export interface Diagnosis {
  /** Nothing that is fatal was found. */
  readonly ok: boolean;
  /** The earliest stage with a fatal finding. */
  readonly stage: Stage | null;
  /** The fatal ones first, each level in the order of a payment. */
  readonly findings: readonly Finding[];
  /** All that was looked at; `null`: it cannot be known here. No session data. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  /** As lines for a console or an issue. */
  toString(): string;
}
