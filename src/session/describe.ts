/**
 * Reads what can be read from a payment session, and names what is wrong with it before the SDK says only "Abnormal response data".
 *
 * A session is `A&&HOST&&111&&base64(UTF-8 JSON)`. Whether a fault is fatal is decided as the SDK decides it (1.47.2,
 * core/component/index.js: parseSessionData, getComponentSign, handleParams; 1.12.0 refuses in addition what has no
 * paymentMethodCategoryType). Why it is broken is our guess, from what happens to sessions on their way to the browser.
 * Part 4 is unsigned: for display and diagnosis only.
 */
import { add, some } from '../core/list';
import { own, ownText } from '../core/read';
import type { PaymentSession, SessionDescription, SessionFault, SessionProduct } from '../types';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** productScene → product, where the SDK has a class for it. */
const PRODUCTS: Readonly<Record<string, SessionProduct>> = {
  CASHIER_PAYMENT: 'cashier', // AMSCashierPayment
  VAULTING: 'vaulting', // AMSVaulting
  EASY_PAY: 'easypay', // AMSEasyPay
  AUTO_DEBIT: 'autodebit', // AMSAutoDebit
  AUTO_DEBIT_PAY: 'autodebit-pay', // AMSAutoDebitPay
  ELEMENT_PAYMENT: 'element', // AMSElement, AntomElement
  CHECKOUT_PAYMENT: 'checkout-page', // AMSCheckoutPage
};

/**
 * Product, method, amount and expiry of a session, and its faults. Pure and total: what is not a session is a fatal fault.
 *
 * @param session Antom's createPaymentSession answer, or its paymentSessionData alone.
 */
export function describeSession(session: PaymentSession | string): SessionDescription {
  const data: unknown = typeof session === 'string' ? session : own(session, 'paymentSessionData');
  const meta = typeof data === 'string' ? readPart4(data) : null;
  const product = productOf(own(own(meta, 'paymentSessionConfig'), 'productScene'));
  const method = methodOf(meta);
  const amount = amountOf(meta);
  const expiryText = own(session, 'paymentSessionExpiryTime') ?? undefined;
  const expiry = parseIso(expiryText);

  const faults = dataFaults(data, meta, product);
  if (expiryText !== undefined && expiry === undefined) add(faults, fault('bad-expiry', false));

  const description: Writable<SessionDescription> = { faults };
  if (product !== undefined) description.product = product;
  if (method !== undefined) description.method = method;
  if (amount !== undefined) description.amount = amount;
  if (expiry !== undefined) description.expiry = expiry;
  return description;
}

// ── Part 4, read as the SDK reads it ─────────────────────────────────────────

/** The JSON of part 4; null where there is none, which the SDK treats alike. */
function readPart4(data: string): unknown {
  try {
    return JSON.parse(decodeUtf8(atob(data.split('&&')[3] ?? '')));
  } catch {
    return null;
  }
}

function decodeUtf8(binary: string): string {
  if (typeof TextDecoder === 'function') {
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
    return new TextDecoder().decode(bytes);
  }
  // Engines without TextDecoder (Edge before 79, old WebKit): the SDK opens nothing there before the page has polyfilled it,
  // but the session is not to blame.
  const escaped = binary.replace(/[^]/g, (char) => '%' + ('0' + char.charCodeAt(0).toString(16)).slice(-2));
  return decodeURIComponent(escaped).replace(/^\uFEFF/, '');
}

/** True where handleParams refuses: it joins scene and category to the cashier app's name, and `NONE` is the name of none. */
function isRefused(meta: unknown): boolean {
  const config = own(meta, 'paymentSessionConfig');
  const scene = own(config, 'productScene');
  const category = own(config, 'paymentMethodCategoryType');
  try {
    /* eslint-disable @typescript-eslint/no-base-to-string -- joined as the SDK joins them, whatever they are */
    return !scene || (category ? `${String(scene)}_${String(category)}` : String(scene)) === 'NONE';
    /* eslint-enable @typescript-eslint/no-base-to-string */
  } catch {
    return true;
  }
}

function productOf(scene: unknown): SessionProduct | undefined {
  return typeof scene === 'string' && Object.prototype.hasOwnProperty.call(PRODUCTS, scene) ? PRODUCTS[scene] : undefined;
}

function methodOf(meta: unknown): string | undefined {
  // The first is what the SDK picks its Apple Pay and PayPal plugins by (core/instance/index.js, getBusActionNames).
  const info = own(own(meta, 'paymentSessionFactor'), 'paymentMethodInfo');
  return ownText(info, 'paymentMethodType') ?? ownText(own(meta, 'paymentMethodInfoView'), 'paymentMethodType');
}

// As it stands there. Apple Pay's plugin hands `value` unchanged to ApplePaySession (plugin/applepay/service.js), which counts in
// major units, while Antom's APIs count in minor ones.
function amountOf(meta: unknown): SessionDescription['amount'] {
  const amount = own(own(meta, 'paymentSessionFactor'), 'paymentAmount');
  const currency = ownText(amount, 'currency');
  const value = own(amount, 'value');
  const text = typeof value === 'number' && isFinite(value) ? String(value) : ownText(amount, 'value');
  return currency === undefined || text === undefined ? undefined : { currency, value: text };
}

// ── Faults ───────────────────────────────────────────────────────────────────

const CAUSES: Readonly<Record<SessionFault['code'], string>> = {
  'not-a-session':
    "It has no paymentSessionData string. Hand over Antom's createPaymentSession answer itself, " + 'not a wrapper or a Promise.',
  empty: 'paymentSessionData is empty. The server answered without a session, or it was read before it was there.',
  html: 'paymentSessionData is HTML: an error page of the server or a proxy, or a string that was escaped for HTML (&amp; for &).',
  json: 'paymentSessionData is JSON, or an object turned into text. Hand over the parsed object or its paymentSessionData.',
  'percent-encoded':
    'paymentSessionData is percent-encoded (%26 for &, %2B for +). Send it in a JSON body, ' +
    'or decode it once where it leaves a URL or a cookie.',
  spaces:
    'paymentSessionData has white space in it. Form and query decoding turn + into a space, mail and logs break lines. ' +
    'Send it in a JSON body.',
  'missing-parts':
    'paymentSessionData has fewer than four parts joined by &&. A form or query parser may have cut it at an &; ' +
    "the three-part sample of Antom's 2024 guide cannot be opened by any version of the SDK.",
  truncated: 'The fourth part of paymentSessionData cannot be read. It was cut short or changed, for example by a database column.',
  'unknown-product': 'The fourth part of paymentSessionData names no product that this version knows (productScene).',
  'bad-expiry': 'paymentSessionExpiryTime is not an ISO 8601 time with an offset, like 2023-04-06T03:28:49Z.',
};

function fault(code: SessionFault['code'], fatal: boolean): SessionFault {
  return { code, fatal, message: CAUSES[code] };
}

const PERCENT = /%[0-9a-f]{2}/i;

/** What is wrong with paymentSessionData. One of the faults is fatal exactly when the SDK refuses. */
function dataFaults(data: unknown, meta: unknown, product: SessionProduct | undefined): SessionFault[] {
  if (typeof data !== 'string') return [fault('not-a-session', true)];
  if (/^\s*$/.test(data)) return [fault('empty', true)];
  const refused = isRefused(meta);
  if (/^\s*<|&amp;/i.test(data)) return [fault('html', refused)];
  // `\u0026` is how Java's Gson writes &: JSON that was cut out of its quotes instead of parsed.
  if (/^\s*[{["]|\\u00/i.test(data)) return [fault('json', refused)];

  const part4 = data.split('&&')[3];
  const faults: SessionFault[] = [];
  if (PERCENT.test(data)) {
    // atob knows no %, so one in part 4 is always fatal; before it, only where it hides the && that make the parts.
    add(faults, fault('percent-encoded', part4 ? PERCENT.test(part4) : /%(25)*26/.test(data)));
  }
  if (/\s/.test(data)) {
    // atob skips ASCII white space: where only the first part was hit, the SDK opens the session and Antom's server refuses it.
    add(faults, fault('spaces', refused && !!part4 && /\s/.test(part4)));
  }
  if (refused && !some(faults, (known) => known.fatal)) {
    add(faults, fault(!part4 ? 'missing-parts' : meta === null ? 'truncated' : 'unknown-product', true));
  } else if (!refused && product === undefined) {
    // Any other scene is opened: as the path of a cashier app, which the SDK then waits for 15 s.
    add(faults, fault('unknown-product', false));
  }
  return faults;
}

// ── Expiry ───────────────────────────────────────────────────────────────────

const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:Z|([+-])(\d\d)(?::?(\d\d))?)$/i;

/**
 * ms since the epoch, or undefined for what is not an ISO 8601 time with an offset. `Date.parse` is not asked: engines differ on
 * other texts (`2023-04-06 03:28:49` is a local time in one and no time in another) and on offsets without a colon.
 */
function parseIso(text: unknown): number | undefined {
  const match = typeof text === 'string' ? ISO.exec(text) : null;
  if (!match) return undefined;
  const field = (index: number): number => Number(match[index] ?? 0);
  const written = Date.UTC(field(1), field(2) - 1, field(3), field(4), field(5), field(6));
  // Date.UTC carries 30 February into March and 24:61 into the next day: such a time does not come back as it was written.
  const isReal = new Date(written).toISOString().slice(0, 16) === match[0].slice(0, 16).toUpperCase();
  if (!isReal || field(6) > 59 || field(9) > 23 || field(10) > 59) return undefined;
  const offset = (field(9) * 60 + field(10)) * (match[8] === '-' ? -60000 : 60000);
  return written + Number(((match[7] ?? '') + '000').slice(0, 3)) - offset;
}
