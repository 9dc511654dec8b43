/** Minor units by ISO 4217, which Antom follows: which string an amount with a point would have been. */
import { own } from './fields';

/** Codes with another number of digits than two. */
const DIGITS: Readonly<Record<string, number>> = {
  ...of(0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'),
  ...of(3, 'BHD IQD JOD KWD LYD OMR TND'),
};

function of(digits: number, codes: string): Record<string, number> {
  const table: Record<string, number> = {};
  for (const code of codes.split(' ')) table[code] = digits;
  return table;
}

export const minorDigits = (currency: string): number => (own(DIGITS, currency) as number | undefined) ?? 2;

/** `10.50` of USD is `1050`, `1000.00` of JPY is `1000`; null where that would lose something, or is no decimal. */
export function minorUnits(currency: string, decimal: string): string | null {
  const [, whole = '', fraction = ''] = /^(\d{1,15})(?:\.(\d{0,6}))?$/.exec(decimal) ?? [];
  const digits = minorDigits(currency);
  if (whole === '' || /[1-9]/.test(fraction.slice(digits))) return null;
  const units = `${whole}${fraction.slice(0, digits)}${'0'.repeat(Math.max(0, digits - fraction.length))}`.replace(/^0+/, '');
  return units === '' ? null : units;
}
