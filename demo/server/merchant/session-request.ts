/**
 * Reads the bodies of POST /api/payment-sessions and /api/vaulting-sessions. Whatever is wrong with one is one sentence for a 400.
 */
import { isMethod, isSku, MAX_QUANTITY, METHODS, totalOf } from '../../shared/catalogue.ts';
import type { Item, Method } from '../../shared/catalogue.ts';
import { isCurrency, isMinorUnits } from '../../shared/amount.ts';
import type { Amount } from '../../shared/amount.ts';
import { isFields } from '../../shared/json.ts';
import type { Fields } from '../../shared/json.ts';
import { isOutcome, isProduct, OUTCOMES, PRODUCTS, VAULTING } from '../../shared/products.ts';
import type { Outcome, Product } from '../../shared/products.ts';

export interface SessionRequest extends Wishes {
  readonly product: Product;
  readonly amount: Amount;
  /** `CARD`, or a wallet. */
  readonly method: string;
  readonly category: string;
  /** Of AUTO_DEBIT_PAY: the agreement that it is paid by, `paymentRequestId` of an earlier autoDebit session; null: none is named. */
  readonly agreement: string | null;
}

/** What every kind of session may be asked for with. */
export interface Wishes {
  readonly outcome: Outcome;
  /** Query string for the address of the local page, where the session names it. */
  readonly player: string;
  readonly scenario: string;
  readonly delay: number;
  /** s; null: nothing was asked for. */
  readonly expiresIn: number | null;
  readonly redirectPath: string;
  readonly lang: 'en' | 'zh';
}

export class BadRequest extends Error {}

export function readSessionRequest(body: unknown): SessionRequest {
  if (!isFields(body)) throw new BadRequest('The body must be a JSON object.');
  const fields = body;
  const product = fields['product'] ?? 'cashier';
  if (!isProduct(product))
    throw new BadRequest(`product must be one of ${Object.keys(PRODUCTS).join(', ')}; a card is saved by /api/vaulting-sessions.`);
  const method = fields['method'] ?? 'ALIPAY_HK';
  if (!isMethod(method)) throw new BadRequest(`method must be one of ${Object.keys(METHODS).join(', ')}.`);
  const { category } = PRODUCTS[product];
  return {
    ...readWishes(fields),
    product,
    amount: readAmount(fields, method),
    method: product === 'card' ? 'CARD' : method,
    category: text(fields, 'category', category),
    agreement: fields['agreement'] === undefined ? null : text(fields, 'agreement', ''),
  };
}

export function readVaultingRequest(body: unknown): Wishes & { readonly category: string } {
  if (!isFields(body)) throw new BadRequest('The body must be a JSON object.');
  return { ...readWishes(body), category: VAULTING.category };
}

function readWishes(fields: Fields): Wishes {
  const redirectPath = text(fields, 'redirectPath', '/result');
  // `//host` is an address on another server.
  if (!/^\/(?!\/)/.test(redirectPath)) throw new BadRequest('redirectPath must be a path on this server.');
  const outcome = fields['outcome'] ?? 'paid';
  if (!isOutcome(outcome)) throw new BadRequest(`outcome must be one of ${OUTCOMES.join(', ')}.`);
  return {
    outcome,
    player: text(fields, 'player', ''),
    scenario: text(fields, 'scenario', 'ok'),
    delay: number(fields, 'delay', 0, 0, 600_000),
    expiresIn: fields['expiresIn'] === undefined ? null : number(fields, 'expiresIn', 3600, -86_400, 86_400),
    redirectPath,
    lang: fields['lang'] === 'zh' ? 'zh' : 'en',
  };
}

/** `items` is how a shop should ask: the server has the prices. A plain `amount` is for tests and quick trials. */
function readAmount(fields: Fields, method: Method): Amount {
  const currency = fields['currency'] ?? METHODS[method].currency;
  if (!isCurrency(currency)) throw new BadRequest('currency must be an ISO 4217 code.');
  if (fields['amount'] !== undefined) return { currency, value: positiveInteger(fields['amount'], 'amount') };
  if (currency !== METHODS[method].currency)
    throw new BadRequest(`${method} takes ${METHODS[method].currency}; there is no price in ${currency}.`);
  return totalOf(readItems(fields['items'] ?? [{ sku: 'beans', quantity: 1 }]), METHODS[method].currency);
}

function readItems(items: unknown): Item[] {
  if (!Array.isArray(items) || items.length === 0) throw new BadRequest('items must be a list with at least one entry.');
  return items.map((entry: unknown) => {
    const { sku, quantity } = (typeof entry === 'object' && entry !== null ? entry : {}) as Fields;
    if (!isSku(sku)) throw new BadRequest('items[].sku is not in the catalogue.');
    if (typeof quantity !== 'number' || !Number.isInteger(quantity) || quantity < 1 || quantity > MAX_QUANTITY) {
      throw new BadRequest(`items[].quantity must be a whole number from 1 to ${MAX_QUANTITY}.`);
    }
    return { sku, quantity };
  });
}

/** Digits as they came: an amount must not pass through a floating-point number. */
function positiveInteger(value: unknown, name: string): string {
  const digits = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (!isMinorUnits(digits)) throw new BadRequest(`${name} must be a positive whole number of minor units.`);
  return digits;
}

function text(fields: Fields, name: string, fallback: string): string {
  const value = fields[name] ?? fallback;
  if (typeof value !== 'string') throw new BadRequest(`${name} must be a string.`);
  return value;
}

function number(fields: Fields, name: string, fallback: number, min: number, max: number): number {
  const value = fields[name] ?? fallback;
  if (typeof value !== 'number' || !(value >= min && value <= max)) throw new BadRequest(`${name} must be a number from ${min} to ${max}.`);
  return value;
}
