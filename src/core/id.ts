/**
 * Names for attempts.
 */

let count = 0;

/** Unique on this page and, as far as logs need it, beyond. */
export function newId(): string {
  count += 1;
  return `${Date.now().toString(36)}-${String(count)}-${Math.random().toString(36).slice(2, 8)}`;
}
