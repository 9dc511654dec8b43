/**
 * The orders. They are in memory here; in your shop they are a table, and each function is a transaction that locks the order's row.
 */
export interface Order {
  readonly id: string;
  readonly buyer: string;
  /** From the price list, never from the browser; `value` in the currency's minor unit. */
  readonly amount: { readonly currency: string; readonly value: string };
  /** Null: the buyer chooses in the form. */
  readonly method: string | null;
  paid: boolean;
  /** Every paymentRequestId under which this order was offered to Antom, and what is known of that payment. */
  readonly payments: Map<string, 'paid' | 'failed' | 'pending' | null>;
}

// Next.js may load this module more than once: pages and route handlers are bundled apart.
const store = globalThis as { shopOrders?: Map<string, Order> };
export const orders = (store.shopOrders ??= new Map<string, Order>());

export function addOrder(buyer: string, method: string | null): Order {
  const id = crypto.randomUUID();
  const order: Order = { id, buyer, amount: { currency: 'HKD', value: '19900' }, method, paid: false, payments: new Map() };
  orders.set(id, order);
  return order;
}

/** Of this buyer, by its id or by what the page calls it. */
export function orderOf(buyer: string | null, name: string): Order | null {
  const order = orders.get(name.replace(/:.*$/, ''));
  return order && order.buyer === buyer ? order : null;
}

export const orderOfPayment = (paymentRequestId: string): Order | null =>
  [...orders.values()].find(({ payments }) => payments.has(paymentRequestId)) ?? null;

/** What the page calls it: a string that changes when what is paid changes. */
export const nameOf = ({ id, amount }: Order): string => `${id}:${amount.value}`;
