/**
 * What the demo shop sells, and the payment methods it takes. The server reads its prices from here: never from the page.
 */
import type { Amount } from './amount.ts';

export const METHODS = {
  ALIPAY_HK: { name: 'AlipayHK', currency: 'HKD' },
  GCASH: { name: 'GCash', currency: 'PHP' },
  KAKAOPAY: { name: 'Kakao Pay', currency: 'KRW' },
  TNG: { name: "Touch 'n Go eWallet", currency: 'MYR' },
} as const;

export type Method = keyof typeof METHODS;
export type Currency = (typeof METHODS)[Method]['currency'];

/** Minor units. KRW has none, so that the demo shows both kinds of currency. */
export const PRICES = {
  beans: { HKD: 12800, PHP: 92000, KRW: 22000, MYR: 7400 },
  kettle: { HKD: 36800, PHP: 265000, KRW: 64000, MYR: 21300 },
  cup: { HKD: 9600, PHP: 69000, KRW: 16800, MYR: 5600 },
} as const satisfies Record<string, Record<Currency, number>>;

export type Sku = keyof typeof PRICES;
export const SKUS = Object.keys(PRICES) as Sku[];
export const MAX_QUANTITY = 99;

export interface Item {
  readonly sku: Sku;
  readonly quantity: number;
}

export const isMethod = (value: unknown): value is Method => typeof value === 'string' && Object.keys(METHODS).includes(value);
export const isSku = (value: unknown): value is Sku => typeof value === 'string' && Object.keys(PRICES).includes(value);

/** Integers all the way. */
export function totalOf(items: readonly Item[], currency: Currency): Amount {
  const value = items.reduce((sum, { sku, quantity }) => sum + PRICES[sku][currency] * quantity, 0);
  return { currency, value: String(value) };
}
