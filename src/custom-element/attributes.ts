/**
 * The attributes as options of a controller: every fault at once, each with what to write.
 */
import {
  autoDebit,
  autoDebitPay,
  cashier,
  CheckoutController,
  CheckoutError,
  checkoutPage,
  easyPay,
  element,
  fromCdn,
  isCheckoutError,
  vaulting,
  type CheckoutOptions,
  type Product,
} from 'antom-checkout-controller';
import { add, filter, glue, join, map, namesOf } from '../core/list';
import { own } from '../core/read';
import { attribute, csrfToken, succeededUrl } from './markup';
import { asksAbout } from './requests';

/** What a controller is made of. Another value needs another controller. */
const MADE_OF = ['environment', 'product', 'locale', 'prepare', 'leave', 'sdk-url', 'sdk-integrity'];

export const ATTRIBUTES: readonly string[] = join(MADE_OF, [
  'session-url',
  'inquiry-url',
  'order',
  'csrf-meta',
  'csrf-header',
  'credentials',
  'succeeded-url',
  'resume',
]);

const PRODUCTS: Readonly<Record<string, Product>> = {
  cashier,
  vaulting,
  'easy-pay': easyPay,
  'auto-debit': autoDebit,
  'auto-debit-pay': autoDebitPay,
  element,
  'checkout-page': checkoutPage,
};
/** The products that may have a pay button of their own in the page, unless they are told that the page has one. */
const WITH_BUTTON = /(^|\s)(cashier|vaulting)(\s|$)/;

export const mayHaveButton = (host: Element, { options }: Given): boolean =>
  own(options, 'product') === undefined && WITH_BUTTON.test(attribute(host, 'product') ?? 'cashier');

/** What script has set. */
export interface Given {
  readonly options: unknown;
  readonly createPaymentSession: CheckoutOptions['createPaymentSession'];
  readonly inquiryPayment: CheckoutOptions['inquiryPayment'];
}

export interface Settings {
  readonly options: CheckoutOptions;
  readonly faults: readonly string[];
  /** Another one needs another controller. */
  readonly key: string;
}

/** @param pays something is about to be paid, which needs a session */
export function readAttributes(host: Element, given: Given, pays: boolean): Settings {
  const faults: string[] = [];
  const read = (name: string): string | undefined => attribute(host, name);
  const check = (name: string, fits: (value: string) => boolean, wanted: string): void => {
    const value = read(name);
    if (value !== undefined && !fits(value)) add(faults, `${name} must be ${wanted}, not "${value.slice(0, 80)}"`);
  };
  const names = filter((read('product') ?? '').split(/\s+/), (name) => name !== '');
  const url = read('sdk-url');
  const integrity = read('sdk-integrity');
  const meta = read('csrf-meta');
  const options = own(given, 'options');

  check(
    'product',
    () => filter(names, (name) => own(PRODUCTS, name) === undefined).length === 0,
    `one of ${glue(namesOf(PRODUCTS), ', ')}, or several with spaces between them`,
  );
  check('credentials', (value) => /^(omit|same-origin|include)$/.test(value), '"omit", "same-origin" or "include"');
  check('inquiry-url', asksAbout, 'an address with {paymentRequestId} in it');
  check('succeeded-url', () => succeededUrl(host) !== null, 'an address that begins with http: or https:, or one relative to this page');
  if ((meta === undefined) !== (read('csrf-header') === undefined))
    add(
      faults,
      'csrf-meta and csrf-header belong together: write csrf-meta="csrf-token" csrf-header="X-CSRF-Token", as your server calls them',
    );
  else if (meta !== undefined && csrfToken(host, meta) === undefined)
    add(faults, `csrf-meta: the page has no <meta name="${meta}" content="…">`);
  if (options !== undefined && (typeof options !== 'object' || options === null)) add(faults, 'the property options must be an object');
  if (pays && !given.createPaymentSession && !own(options, 'createPaymentSession') && read('session-url') === undefined)
    add(faults, 'session-url is missing: write the address on your server that answers with a payment session');

  return {
    faults,
    key: glue(
      map(MADE_OF, (name) => read(name) ?? ''),
      '\n',
    ),
    options: {
      environment: read('environment'),
      locale: read('locale'),
      prepare: read('prepare'),
      leave: read('leave'),
      ...(faults.length > 0 || names.length === 0 ? {} : { product: map(names, (name) => PRODUCTS[name]) }),
      ...(url === undefined && integrity === undefined ? {} : { sdk: fromCdn({ url, integrity }) }),
      ...(options as object | undefined),
    } as CheckoutOptions,
  };
}

/** @throws CheckoutError `invalid-options` with the faults of the attributes and of all other options */
export function makeController({ options, faults }: Settings): CheckoutController {
  let all = faults;
  let made: CheckoutController | undefined;
  try {
    made = new CheckoutController(options);
  } catch (thrown) {
    /* v8 ignore next -- the constructor throws nothing else */
    if (!isCheckoutError(thrown)) throw thrown;
    const found = thrown.details['faults'] as readonly string[];
    all = join(
      map(found, (fault) => fault.replace(/^options\./, '')),
      faults,
    );
  }
  if (made && all.length === 0) return made;
  made?.dispose();
  throw refusal(all);
}

export function refusal(faults: readonly string[]): CheckoutError {
  return new CheckoutError('invalid-options', `<antom-checkout>: ${glue(faults, '; ')}.`, { details: { faults } });
}
