/**
 * Checks what a merchant passed: every fault is listed in one message.
 *
 * Only own properties are read: a polluted Object.prototype must not choose the environment of a payment.
 */
import { add, glue, has } from './list';
import { CheckoutError } from './errors';
import { own } from './read';

export interface Checker {
  (name: string, accepts: (value: unknown) => boolean, wanted: string, required?: boolean): unknown;
  readonly faults: string[];
}

/** Reads own properties of `holder`; what does not fit is noted and read as undefined. */
export function checker(holder: unknown, path: string, faults: string[] = []): Checker {
  if (holder !== undefined && !isObject(holder)) add(faults, `${path} must be an object, not ${show(holder)}`);
  const check = (name: string, accepts: (value: unknown) => boolean, wanted: string, required = false): unknown => {
    const value = own(holder, name);
    if (value === undefined ? !required : accepts(value)) return value;
    add(faults, `${path}.${name} must be ${wanted}, not ${show(value)}`);
    return undefined;
  };
  check.faults = faults;
  return check;
}

export function report(caller: string, faults: readonly string[]): void {
  if (faults.length > 0) throw new CheckoutError('invalid-options', `${caller}: ${glue(faults, '; ')}.`, { details: { faults } });
}

/** The kind of a value, or a short text itself. Sessions and other long texts are not repeated. */
function show(value: unknown): string {
  if (typeof value === 'string') return value.length <= 20 ? JSON.stringify(value) : `a string of ${String(value.length)} characters`;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined) return String(value);
  return Array.isArray(value) ? 'an array' : isObject(value) ? 'an object' : typeof value === 'object' ? 'a promise' : `a ${typeof value}`;
}

export const isId = (value: unknown): boolean => typeof value === 'string' && value !== '';
export const isString = (value: unknown): boolean => typeof value === 'string';
export const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
export const isFunction = (value: unknown): boolean => typeof value === 'function';
/** No promise, whose members nobody could read: an `async` function for the options of pay() would pay without its order. */
export const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && typeof (value as { then?: unknown }).then !== 'function';
export const isObjectOrFunction = (value: unknown): boolean => isObject(value) || isFunction(value);
export const isOneOf =
  (...values: string[]) =>
  (value: unknown): boolean =>
    has(values, value);
// setTimeout wraps around above 2^31 - 1 ms and fires at once.
export const isDuration = (value: unknown): boolean => typeof value === 'number' && value > 0 && value <= 2_147_483_647;
