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
  vaulting,
  type CheckoutOptions,
  type Product,
} from 'antom-checkout-controller';
import { attribute, csrfToken, succeededUrl } from './markup';
import { PLACE } from './requests';

/** What a controller is made of. Another value needs another controller. */
const MADE_OF = ['environment', 'locale', 'prepare', 'leave', 'product', 'sdk-url', 'sdk-integrity'];

export const ATTRIBUTES: readonly string[] = MADE_OF.concat(
  'session-url,inquiry-url,order,csrf-meta,csrf-header,credentials,succeeded-url,resume'.split(','),
);

const PRODUCTS = {
  // Nothing inherited is a product.
  __proto__: null,
  cashier,
  vaulting,
  'easy-pay': easyPay,
  'auto-debit': autoDebit,
  'auto-debit-pay': autoDebitPay,
  element,
  'checkout-page': checkoutPage,
} as unknown as Readonly<Record<string, Product>>;

/** What script has set. */
export interface Given {
  options: Partial<CheckoutOptions> | undefined;
  createPaymentSession: CheckoutOptions['createPaymentSession'];
  inquiryPayment: CheckoutOptions['inquiryPayment'];
}

export interface Settings {
  readonly options: CheckoutOptions;
  readonly faults: readonly string[];
  /** Another one needs another controller. */
  readonly key: readonly unknown[];
  /** Somebody can be asked for a session. */
  readonly makes: boolean;
  /** Somebody can be asked what became of a payment. */
  readonly asks: boolean;
}

/** @param pays something is about to be paid, which needs a session */
export function readAttributes(host: Element, { options, createPaymentSession, inquiryPayment }: Given, pays: boolean): Settings {
  const faults: string[] = [];
  const [environment, locale, prepare, leave, products, url, integrity] = MADE_OF.map((name) => attribute(host, name));
  const check = (name: string, isGood: (value: string) => boolean, wanted: string): string | undefined => {
    const value = attribute(host, name);
    if (value && !isGood(value)) faults.push(`${name} must be ${wanted}, not "${value.slice(0, 80)}"`);
    return value;
  };
  const product = products?.split(' ').map((name) => PRODUCTS[name]);
  check('product', () => (product as unknown[]).every(Boolean), `one or more of ${Object.keys(PRODUCTS).join(' ')}`);
  check('credentials', (value) => /^(omit|same-origin|include)$/.test(value), 'omit, same-origin or include');
  check(
    'csrf-meta',
    () => Boolean(attribute(host, 'csrf-header') && csrfToken(host)),
    'the name of a <meta> with content, beside csrf-header',
  );
  check('csrf-header', () => Boolean(attribute(host, 'csrf-meta')), 'the name of a header, beside csrf-meta');
  check('succeeded-url', () => Boolean(succeededUrl(host)), 'an http: or https: address');
  const asks = check('inquiry-url', (value) => value.search(PLACE) >= 0, 'an address with {paymentRequestId} in it') ?? inquiryPayment;
  const makes = Boolean(createPaymentSession ?? attribute(host, 'session-url'));
  if (options && typeof options !== 'object') faults.push('the property options must be an object');
  if (pays && !makes && !options?.createPaymentSession)
    faults.push('session-url is missing: write the address on your server that answers with a payment session');

  return {
    faults,
    key: [environment, locale, prepare, leave, products, url, integrity, makes, Boolean(asks), options],
    makes,
    asks: Boolean(asks),
    options: {
      environment,
      locale,
      prepare,
      leave,
      product: faults[0] ? undefined : product,
      sdk: url || integrity ? fromCdn({ url, integrity }) : undefined,
      ...options,
    } as CheckoutOptions,
  };
}

/** @throws CheckoutError `invalid-options` with the faults of the attributes and of all other options */
export function makeController(options: CheckoutOptions, faults: readonly string[]): CheckoutController {
  let made: CheckoutController | undefined;
  try {
    made = new CheckoutController(options);
    if (!faults[0]) return made;
  } catch (thrown) {
    faults = ((thrown as CheckoutError).details['faults'] as string[]).map((fault) => fault.replace('options.', '')).concat(faults);
  }
  made?.dispose();
  throw invalid(faults);
}

export const invalid = (faults: readonly string[]): CheckoutError =>
  new CheckoutError('invalid-options', `<antom-checkout>: ${faults.join('; ')}.`, { details: { faults } });
