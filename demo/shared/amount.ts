/**
 * An amount of money: an integer in the currency's minor unit, as Antom writes it.
 */
export interface Amount {
  readonly currency: string;
  /** Digits only: `12800` is HKD 128.00, and KRW 12,800. */
  readonly value: string;
}

export const sameAmount = (one: Amount, other: Amount): boolean => one.currency === other.currency && one.value === other.value;

/** Digits as they came: an amount must not pass through a floating-point number. */
export const isMinorUnits = (value: unknown): value is string => typeof value === 'string' && /^[1-9]\d{0,15}$/.test(value);
export const isCurrency = (value: unknown): value is string => typeof value === 'string' && /^[A-Z]{3}$/.test(value);
