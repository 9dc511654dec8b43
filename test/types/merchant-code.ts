/**
 * A merchant's lines, and what their editor says to the wrong ones: the compiler's code, and the part of its text that tells what to
 * do. Each line is compiled against the packed package by every TypeScript that we support; test/package/types.test.ts does so.
 */

export interface MerchantCode {
  readonly fact: string;
  readonly code: string;
}

export interface WrongCode extends MerchantCode {
  /** More than one where the compilers do not agree. */
  readonly error: readonly `TS${number}`[];
  readonly says: string;
}

const names = `import {
  cashier, CheckoutController, CheckoutError, element, fromCdn, fromGlobal, fromModule, isCheckoutError, describeSession, normalizeEvent, resolveLocale,
  type CheckoutEvent, type CheckoutOptions, type CheckoutState, type PaymentOutcome, type PayOptions, type Retry, type SdkEvent,
} from 'antom-checkout-controller';
declare function assertNever(value: never): never;
declare const outcome: PaymentOutcome;
declare const state: CheckoutState;
declare const checkout: CheckoutController;
declare const createPaymentSession: () => Promise<string>;
`;

/** A file that compiles by itself: the names of the package and `code`. */
export const asFile = ({ code }: MerchantCode): string => `${names}\n${code}\n`;

const STATUSES = ['succeeded', 'processing', 'unknown', 'redirected', 'failed', 'cancelled', 'abandoned', 'error'];
const EVENTS = [
  'loading-started',
  'loading-ended',
  'payment-succeeded',
  'payment-processing',
  'payment-failed',
  'payment-unknown',
  'payment-cancelled',
  'payment-retrying',
  'payment-authorized',
  'payment-challenged',
  'payment-approved',
  'payment-warning',
  'shipping-changed',
  'form-invalid',
  'duplicate-submission',
  'submit-network-error',
  'back-to-merchant',
  'redirect-started',
  'redirect-failed',
  'redirect-requested',
  'setup-failed',
  'closed',
  'unrecognized',
];

/** An exhaustive switch; `without` leaves one arm out. */
const switchOver = (type: string, tag: string, arms: readonly string[], without?: string): string => `
  export function told(value: ${type}): string {
    switch (value.${tag}) {
${arms
  .filter((arm) => arm !== without)
  .map((arm) => `      case '${arm}': return '${arm}';`)
  .join('\n')}
      default: return assertNever(value);
    }
  }`;

export const RIGHT: readonly MerchantCode[] = [
  {
    fact: 'the smallest controller',
    code: `export const made = new CheckoutController({ environment: 'sandbox', createPaymentSession });`,
  },
  { fact: 'an exhaustive switch over the outcome', code: switchOver('PaymentOutcome', 'status', STATUSES) },
  { fact: 'an exhaustive switch over the event', code: switchOver('CheckoutEvent', 'type', EVENTS) },
  {
    fact: 'a default arm for events that a minor version adds',
    code: `export const said = (event: CheckoutEvent): string => { switch (event.type) { case 'closed': return 'closed'; default: return event.code; } };`,
  },
  {
    fact: 'the error of the arm that has one',
    code: `if (outcome.status === 'error') console.log(outcome.error.code, outcome.error.hint);`,
  },
  { fact: 'the outcome of a settled state', code: `if (state.phase === 'settled') console.log(state.outcome.status);` },
  {
    fact: 'methods taken out of the controller',
    code: `const { pay, subscribe } = checkout; subscribe(() => { void pay({ order: 'cart42:19900' }); });`,
  },
  {
    fact: 'all of it, with every option left undefined or given',
    code: `
  export const options: CheckoutOptions = {
    environment: 'prod', createPaymentSession, inquiryPayment: undefined, product: cashier, sdk: [fromGlobal(), fromCdn({ version: undefined })],
    locale: 'auto', analytics: { enabled: false }, appearance: { showLoading: true, theme: 'dark' }, notRedirectAfterComplete: undefined,
    prepare: 'idle', leave: (url) => url.pathname === '/', timeouts: { sdk: 1, session: undefined }, polling: { interval: 1 },
    storage: window.localStorage, logger: (entry) => { console.log(entry.name, entry.at); }, sdkOptions: { securityRegion: 'SG' },
    componentParams: { isAppWebview: true },
  };`,
  },
  {
    fact: 'an error from anywhere, told by isCheckoutError',
    code: `export const hint = (thrown: unknown): string => isCheckoutError(thrown) ? thrown.hint : thrown instanceof CheckoutError ? thrown.code : '';`,
  },
  {
    fact: 'the pure functions',
    code: `export const read = [describeSession('').faults.length, normalizeEvent({}).type, resolveLocale(navigator.languages)];`,
  },
  {
    fact: 'the SDK as a chunk of its own, whatever shape the module has',
    code: `export const source = fromModule(() => Promise.resolve<unknown>({}));`,
  },
];

export const WRONG: readonly WrongCode[] = [
  {
    fact: 'an environment that does not exist',
    code: `new CheckoutController({ environment: 'production', createPaymentSession });`,
    error: ['TS2322'],
    says: `Type '"production"' is not assignable to type '"sandbox" | "prod"'.`,
  },
  {
    fact: 'no environment, which the SDK would take for prod',
    code: `new CheckoutController({ createPaymentSession });`,
    error: ['TS2345', 'TS2741'],
    says: `Property 'environment' is missing in type '{ createPaymentSession: () => Promise<string>; }' but required in type 'CheckoutOptions'.`,
  },
  {
    fact: 'a timeout that there is not',
    code: `new CheckoutController({ environment: 'prod', timeouts: { script: 5000 } });`,
    error: ['TS2353'],
    says: `Object literal may only specify known properties, and 'script' does not exist in type 'Timeouts'.`,
  },
  {
    fact: 'a timeout with a unit',
    code: `new CheckoutController({ environment: 'prod', timeouts: { sdk: '5s' } });`,
    error: ['TS2322'],
    says: `Type 'string' is not assignable to type 'number'.`,
  },
  {
    fact: 'an option with a typing error',
    code: `new CheckoutController({ environment: 'prod', createPaymentSesion: createPaymentSession });`,
    error: ['TS2561'],
    says: `but 'createPaymentSesion' does not exist in type 'CheckoutOptions'. Did you mean to write 'createPaymentSession'?`,
  },
  {
    fact: 'a locale with a hyphen',
    code: `new CheckoutController({ environment: 'prod', locale: 'en-US' });`,
    error: ['TS2820'],
    says: `Did you mean '"en_US"'?`,
  },
  {
    fact: 'a session without its data',
    code: `new CheckoutController({ environment: 'prod', createPaymentSession: () => Promise.resolve({ sessionData: '' }) });`,
    error: ['TS2322'],
    says: `Type '{ sessionData: string; }' is not assignable to type `,
  },
  {
    fact: 'pay() with a session as its argument',
    code: `void checkout.pay('session-data');`,
    error: ['TS2559'],
    says: `has no properties in common with type 'PayOptions'.`,
  },
  {
    fact: 'the error of an outcome that may have none',
    code: `console.log(outcome.error);`,
    error: ['TS2339'],
    says: `Property 'error' does not exist on type 'PaymentOutcome'.`,
  },
  {
    fact: 'the error of a failed payment, which has a result code instead',
    code: `if (outcome.status === 'failed') console.log(outcome.error);`,
    error: ['TS2339'],
    says: `Property 'error' does not exist on type 'FailedOutcome'.`,
  },
  {
    fact: 'a status that does not exist',
    code: `if (outcome.status === 'success') console.log('paid');`,
    error: ['TS2367'],
    says: `This comparison appears to be unintentional because the types`,
  },
  {
    fact: 'an outcome that is made to be another',
    code: `outcome.status = 'succeeded';`,
    error: ['TS2540'],
    says: `Cannot assign to 'status' because it is a read-only property.`,
  },
  {
    fact: 'a switch over the outcome that forgets the buyer who was sent away',
    code: switchOver('PaymentOutcome', 'status', STATUSES, 'redirected'),
    error: ['TS2345'],
    says: `Argument of type 'RedirectedOutcome' is not assignable to parameter of type 'never'.`,
  },
  {
    fact: 'a switch over the event that forgets the close',
    code: switchOver('CheckoutEvent', 'type', EVENTS, 'closed'),
    error: ['TS2345'],
    says: `is not assignable to parameter of type 'never'.`,
  },
  {
    fact: 'the outcome of a state that may not be settled',
    code: `console.log(state.outcome);`,
    error: ['TS2339'],
    says: `Property 'outcome' does not exist on type`,
  },
  {
    fact: 'a name that the package does not export',
    code: `import { createCheckout } from 'antom-checkout-controller'; console.log(createCheckout);`,
    error: ['TS2305'],
    says: `has no exported member 'createCheckout'.`,
  },
  {
    fact: 'a property that window does not have',
    code: `console.log(window.somethingUnknown);`,
    error: ['TS2339'],
    says: `Property 'somethingUnknown' does not exist on type 'Window & typeof globalThis'.`,
  },
  {
    fact: 'the script-tag global, where the package is imported',
    code: `console.log(window.AntomCheckout);`,
    error: ['TS2339'],
    says: `Property 'AntomCheckout' does not exist on type 'Window & typeof globalThis'.`,
  },
];
