/**
 * The class of <antom-checkout>: properties, methods and callbacks, each handed to life.ts.
 */
import type { CheckoutController, PaymentOutcome, PayOptions, PrepareOptions, SubmitData, SubmitResult } from 'antom-checkout-controller';
import { each } from '../core/list';
import { ATTRIBUTES } from './attributes';
import { createLife, type Life, type Properties } from './life';
import type { AntomCheckoutElement } from './types';

/** Properties that a page may have set before the element was defined. */
const TAKEN_OVER = ['checkout', 'createPaymentSession', 'inquiryPayment', 'options', 'prepare'];

/** On a server there is nothing to extend, and nothing is defined. */
const Base = typeof HTMLElement === 'undefined' ? (Object as unknown as typeof HTMLElement) : HTMLElement;

export class CheckoutElement extends Base {
  static readonly observedAttributes: readonly string[] = ATTRIBUTES;

  private readonly life: Life;

  constructor() {
    super();
    this.life = createLife(this);
    const self = this as unknown as Record<string, unknown>;
    each(TAKEN_OVER, (name) => {
      if (!Object.prototype.hasOwnProperty.call(self, name)) return;
      const value = self[name];
      delete self[name];
      self[name] = value;
    });
  }

  connectedCallback(): void {
    this.life.connected();
  }

  disconnectedCallback(): void {
    this.life.changed();
  }

  attributeChangedCallback(): void {
    this.life.changed();
  }

  get checkout(): CheckoutController | null {
    return this.life.controller();
  }

  set checkout(value: unknown) {
    this.life.setController(value);
  }

  get createPaymentSession(): Properties['createPaymentSession'] {
    return this.life.given.createPaymentSession;
  }

  set createPaymentSession(value: Properties['createPaymentSession']) {
    this.life.given.createPaymentSession = value;
    this.life.changed();
  }

  get inquiryPayment(): Properties['inquiryPayment'] {
    return this.life.given.inquiryPayment;
  }

  set inquiryPayment(value: Properties['inquiryPayment']) {
    this.life.given.inquiryPayment = value;
    this.life.changed();
  }

  get options(): AntomCheckoutElement['options'] {
    return this.life.given.options as AntomCheckoutElement['options'];
  }

  set options(value: unknown) {
    this.life.given.options = value;
    this.life.changed();
  }

  get state(): AntomCheckoutElement['state'] {
    return this.life.state();
  }

  get outcome(): PaymentOutcome | null {
    return this.life.outcome();
  }

  pay(options?: PayOptions): Promise<PaymentOutcome> {
    return this.life.pay(options);
  }

  /** A method; frameworks that find a property of an attribute's name set that, and mean the attribute. */
  get prepare(): (options?: PrepareOptions) => Promise<void> {
    return this.life.prepare;
  }

  set prepare(value: unknown) {
    this.setAttribute('prepare', String(value));
  }

  submit(data?: SubmitData): Promise<SubmitResult> {
    return this.life.submit(data);
  }
}
