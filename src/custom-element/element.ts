/**
 * The class of <antom-checkout>. Each of its members is life.ts's of that name.
 */
import { ATTRIBUTES } from './attributes';
import { createLife, type Life } from './life';

const MEMBERS: readonly (keyof Life)[] = [
  'checkout',
  'createPaymentSession',
  'inquiryPayment',
  'options',
  'prepare',
  'state',
  'outcome',
  'pay',
  'submit',
];

/** On a server there is nothing to extend, and nothing is defined. */
const Base = typeof HTMLElement === 'undefined' ? (Object as unknown as typeof HTMLElement) : HTMLElement;

export class CheckoutElement extends Base {
  static get observedAttributes(): readonly string[] {
    return ATTRIBUTES;
  }

  /** @internal */
  readonly antom = createLife(this);

  constructor() {
    super();
    for (const name of MEMBERS) {
      const before = Object.getOwnPropertyDescriptor(this, name);
      // Set before the element was defined.
      if (!before) continue;
      const self = this as unknown as Record<string, unknown>;
      delete self[name];
      self[name] = before.value;
    }
  }

  connectedCallback(): void {
    this.antom[1]();
  }

  disconnectedCallback(): void {
    this.antom[1]();
  }

  attributeChangedCallback(): void {
    this.antom[1]();
  }
}

for (const name of MEMBERS) {
  Object.defineProperty(CheckoutElement.prototype, name, {
    configurable: true,
    enumerable: true,
    get(this: CheckoutElement) {
      return this.antom[0][name];
    },
    set(this: CheckoutElement, value: never) {
      // A framework that finds a property of an attribute's name sets that.
      if (name === 'prepare') this.setAttribute(name, value);
      else {
        this.antom[0][name as 'checkout'] = value;
        this.antom[1]();
      }
    },
  });
}
