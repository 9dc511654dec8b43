/**
 * Reads members of values that come from outside: the SDK, the merchant, a server.
 */

/** An object's own member, else `undefined`: also where a getter throws or a proxy was revoked. */
export function own(holder: unknown, key: string): unknown {
  if (typeof holder !== 'object' || holder === null) return undefined;
  try {
    return Object.prototype.hasOwnProperty.call(holder, key) ? (holder as Record<string, unknown>)[key] : undefined;
  } catch {
    return undefined;
  }
}

/** Tells the arms of a union apart. Not by `in`, which sees what a page has put on Object.prototype. */
export function isOwn<Union extends object, Key extends string>(holder: Union, key: Key): holder is Extract<Union, Record<Key, unknown>> {
  return Object.prototype.hasOwnProperty.call(holder, key);
}

/** An own member that is a string and not empty. */
export function ownText(holder: unknown, key: string): string | undefined {
  const value = own(holder, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
