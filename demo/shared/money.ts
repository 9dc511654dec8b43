/**
 * Amounts are integers in the currency's minor unit, as Antom writes them. They become decimals only to be shown.
 */
import type { Amount } from './amount.ts';

export type { Amount } from './amount.ts';

/** Digits after the point: 2 for HKD, 0 for KRW. Intl follows ISO 4217 here, as Antom does. */
function minorDigits(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** By moving the point within the digits, so that no amount ever passes through a binary fraction. */
export function toDecimal({ currency, value }: Amount): string {
  const digits = minorDigits(currency);
  if (digits === 0) return value;
  const padded = value.padStart(digits + 1, '0');
  return `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

export function formatAmount(amount: Amount, language: string): string {
  // Narrow symbols are ambiguous ($ is HKD, USD, SGD …), and a cashier must not be: the code goes with the number.
  const format = new Intl.NumberFormat(language, { style: 'currency', currency: amount.currency, currencyDisplay: 'code' });
  return format.format(toDecimal(amount) as Intl.StringNumericLiteral);
}
