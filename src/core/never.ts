/**
 * The end of an exhaustive switch.
 */

/** What the compiler has proved cannot happen. */
export function never(value: never): never {
  throw new Error(`Unhandled: ${JSON.stringify(value)}`);
}
