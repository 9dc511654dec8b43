/**
 * What a payment session holds, read as the SDK reads it.
 *
 * A session is `A&&HOST&&111&&base64(UTF-8 JSON)`. Part 4 is unsigned: for display and diagnosis only.
 */
import { own, ownText } from '../core/read';
import type { SessionDescription, SessionProduct } from '../types';

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

/** The JSON of part 4; null where there is none, which the SDK treats alike. */
export function readPart4(data: string): unknown {
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
export function isRefused(meta: unknown): boolean {
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

export function productOf(scene: unknown): SessionProduct | undefined {
  return typeof scene === 'string' && Object.prototype.hasOwnProperty.call(PRODUCTS, scene) ? PRODUCTS[scene] : undefined;
}

export function methodOf(meta: unknown): string | undefined {
  // The first is what the SDK picks its Apple Pay and PayPal plugins by (core/instance/index.js, getBusActionNames).
  const info = own(own(meta, 'paymentSessionFactor'), 'paymentMethodInfo');
  return ownText(info, 'paymentMethodType') ?? ownText(own(meta, 'paymentMethodInfoView'), 'paymentMethodType');
}

// As it stands there. Apple Pay's plugin hands `value` unchanged to ApplePaySession (plugin/applepay/service.js), which counts in
// major units, while Antom's APIs count in minor ones.
export function amountOf(meta: unknown): SessionDescription['amount'] {
  const amount = own(own(meta, 'paymentSessionFactor'), 'paymentAmount');
  const currency = ownText(amount, 'currency');
  const value = own(amount, 'value');
  const text = typeof value === 'number' && isFinite(value) ? String(value) : ownText(amount, 'value');
  return currency === undefined || text === undefined ? undefined : { currency, value: text };
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:Z|([+-])(\d\d)(?::?(\d\d))?)$/i;

/**
 * ms since the epoch, or undefined for what is not an ISO 8601 time with an offset. `Date.parse` is not asked: engines differ on
 * other texts (`2023-04-06 03:28:49` is a local time in one and no time in another) and on offsets without a colon.
 */
export function parseIso(text: unknown): number | undefined {
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
