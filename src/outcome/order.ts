/**
 * The merchant's `order`, as an outcome names it and as storage holds it.
 */

/** Of what storage holds, in characters. */
export const LONGEST = 256;

/** `''`, no order, is left out; so is what storage holds of a long one. */
export function orderOf(order: string): { readonly order?: string } {
  return order === '' || isDigest(order) ? {} : { order };
}

/** True for an entry of that order, also where storage holds only a long order's digest. */
export function isOf(entry: { readonly order: string }, order: string): boolean {
  return entry.order === order || entry.order === digest(order);
}

/** True for what storage holds of an order that is too long for it. */
function isDigest(order: string): boolean {
  return order.length > 200 && /^[^]{200}#\d+#[0-9a-z]+$/.test(order);
}

/** A long order as a string that is short and still its own. */
export function digest(order: string): string {
  if (order.length <= LONGEST) return order;
  let hash = 5381;
  for (let i = 0; i < order.length; i++) hash = (hash * 33 + order.charCodeAt(i)) % 4_294_967_296;
  return `${order.slice(0, 200)}#${String(order.length)}#${hash.toString(36)}`;
}
