/**
 * What a page sees of <antom-checkout>.
 */
import type {
  CheckoutController,
  CheckoutEvent,
  CheckoutOptions,
  CheckoutState,
  PaymentOutcome,
  PayOptions,
  PrepareOptions,
  SubmitData,
  SubmitResult,
} from 'antom-checkout-controller';

/** Each bubbles out of shadow trees too, so that a listener on the document hears it. */
export interface AntomCheckoutEventMap {
  /** Once for each payment that the element started or resumed. `preventDefault()` keeps the page where it is, whatever `succeeded-url` says. */
  'antom-outcome': CustomEvent<PaymentOutcome>;
  /** Every event of the SDK. */
  'antom-event': CustomEvent<CheckoutEvent>;
  /** Every change of `state`. */
  'antom-state': CustomEvent<CheckoutState>;
}

export interface AntomCheckoutElement extends HTMLElement {
  /**
   * The controller: the page's own, once it was set, else the one that the element has made of its attributes, null while it has made none.
   * The page's own is never disposed of here.
   */
  get checkout(): CheckoutController | null;
  set checkout(value: CheckoutController | null | undefined);
  /** In place of `session-url`. */
  createPaymentSession: CheckoutOptions['createPaymentSession'];
  /** In place of `inquiry-url`. */
  inquiryPayment: CheckoutOptions['inquiryPayment'];
  /** Further options of the controller; what is said here counts more than an attribute. */
  options: Partial<CheckoutOptions> | undefined;
  readonly state: CheckoutState;
  /** Of the last payment; null again when the next one begins. */
  readonly outcome: PaymentOutcome | null;
  /** What a press of the button does: opens the cashier, or draws the form. Never rejects. */
  pay(options?: PayOptions): Promise<PaymentOutcome>;
  /** Rejects with CheckoutError, also where an attribute is wrong. */
  prepare(options?: PrepareOptions): Promise<void>;
  /** Submits the form that was drawn; beside that of another order it is `not-ready`. Never rejects. */
  submit(data?: SubmitData): Promise<SubmitResult>;
}

export interface AntomCheckoutElementConstructor {
  new (): AntomCheckoutElement;
  readonly prototype: AntomCheckoutElement;
  readonly observedAttributes: readonly string[];
}
