/** Checks of single fields. Each adds a sentence that names the field to `faults`, or adds nothing. */
import { minorDigits, minorUnits } from './currency';
import { isFields, own, type Fields } from './fields';

export class Checks {
  readonly faults: string[] = [];

  /** Yours or Antom's: visible ASCII, no spaces. */
  id(parent: Fields, path: string, { required = true, longest = 64 } = {}): void {
    const value = this.value(parent, path, required);
    if (value === undefined) return;
    if (typeof value !== 'string' || value === '' || value.length > longest)
      this.faults.push(`${path} must be a string of 1 to ${String(longest)} characters.`);
    else if (!/^[\x21-\x7e]+$/.test(value))
      this.faults.push(
        `${path} must have no Chinese characters, spaces or other characters than those of ASCII: some payment methods take none.`,
      );
  }

  /** For people. */
  words(parent: Fields, path: string, longest: number, required = true): void {
    const value = this.value(parent, path, required);
    if (value === undefined) return;
    if (typeof value !== 'string' || value === '' || value.length > longest)
      this.faults.push(`${path} must be a string of 1 to ${String(longest)} characters.`);
    else if (/\p{Script=Han}|[\u3000-\u303f\uff00-\uffef]/u.test(value))
      this.faults.push(`${path} must have no Chinese characters: some payment methods, such as QRIS and Mastercard, take none.`);
  }

  amount(parent: Fields, path: string): void {
    const amount = this.object(parent, path);
    if (amount === null) return;
    const currency = own(amount, 'currency');
    const value = own(amount, 'value');
    const isCurrency = typeof currency === 'string' && /^[A-Z]{3}$/.test(currency);
    if (!isCurrency) this.faults.push(`${path}.currency must be an ISO 4217 code of three capitals, such as HKD.`);
    if (typeof value === 'string' && /^[1-9]\d{0,15}$/.test(value)) return;
    this.faults.push(
      `${path}.value must be a string of 1 to 16 digits, above zero, in the currency's minor unit${isCurrency ? hint(currency, value) : ''}.`,
    );
  }

  /** @param web of a page; an address that Antom calls, or that the buyer's browser opens, must not be a script */
  address(parent: Fields, path: string, { required = true, longest = 2048, web = true } = {}): void {
    const value = this.value(parent, path, required);
    if (value === undefined) return;
    if (typeof value !== 'string' || value.length > longest || !isAddress(value, web))
      this.faults.push(`${path} must be an absolute ${web ? 'http or https ' : ''}address of at most ${String(longest)} characters.`);
  }

  oneOf(parent: Fields, path: string, values: readonly string[], required = true): void {
    const value = this.value(parent, path, required);
    if (value !== undefined && (typeof value !== 'string' || !values.includes(value)))
      this.faults.push(`${path} must be ${values.join(' or ')}.`);
  }

  object(parent: Fields, path: string, required = true): Fields | null {
    const value = this.value(parent, path, required);
    if (value === undefined) return null;
    if (isFields(value)) return value;
    this.faults.push(`${path} must be an object.`);
    return null;
  }

  list(parent: Fields, path: string, longest: number): readonly unknown[] {
    const value = this.value(parent, path, false);
    if (value === undefined) return [];
    if (Array.isArray(value) && value.length <= longest) return value as readonly unknown[];
    this.faults.push(`${path} must be a list of at most ${String(longest)}.`);
    return [];
  }

  /** The member that the path ends with. */
  private value(parent: Fields, path: string, required: boolean): unknown {
    const value = own(parent, path.replace(/^.*\./, ''));
    if (value !== undefined && value !== null) return value;
    if (required) this.faults.push(`${path} is missing.`);
    return undefined;
  }
}

function isAddress(value: string, web: boolean): boolean {
  try {
    const { protocol } = new URL(value);
    // An app of the merchant's has a scheme of its own.
    return /^https?:$/.test(protocol) || (!web && !/^(javascript|data|vbscript|blob|file):$/.test(protocol));
  } catch {
    return false;
  }
}

/** What a decimal was probably meant to be: the money is named in words that differ by a hundred where the mistake is one of a hundred. */
function hint(currency: string, value: unknown): string {
  const decimal = typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '';
  const units = minorUnits(currency, decimal);
  const digits = minorDigits(currency);
  const rule = digits === 0 ? `${currency} has none` : `${currency} has ${String(digits)} digits after the point`;
  return units === null ? `; ${rule}` : `; ${rule}, so ${currency} ${decimal} is "${units}"`;
}
