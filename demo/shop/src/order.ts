/**
 * The order that is being bought, kept for as long as the tab lives: after a reload, a crash or Back it must be the same order, or
 * nobody would know that it may be paid already.
 */
import { useCallback, useRef, useState } from 'preact/hooks';
import { MAX_QUANTITY, SKUS } from '../../shared/catalogue.ts';
import type { Sku } from '../../shared/catalogue.ts';
import { fieldsOf, parseJson } from '../../shared/json.ts';

export type Quantities = Readonly<Record<Sku, number>>;

interface Order {
  readonly id: string;
  readonly quantities: Quantities;
}

export interface CurrentOrder extends Order {
  readonly setQuantity: (sku: Sku, quantity: number) => void;
  readonly startNew: () => Order;
  /** It is paid: after the next load it is not bought again. */
  readonly complete: (id: string) => void;
}

const KEY = 'lantern-coffee.order';
const FIRST_CART: Quantities = { beans: 1, kettle: 0, cup: 2 };

export function useOrder(): CurrentOrder {
  const [order, setOrder] = useState<Order>(() => kept() ?? keep(newOrder(FIRST_CART)));
  const completed = useRef('');
  const change = (next: Order): Order => {
    if (next.id !== completed.current) keep(next);
    setOrder(next);
    return next;
  };
  return {
    ...order,
    setQuantity: (sku, quantity) => change({ ...order, quantities: { ...order.quantities, [sku]: quantity } }),
    startNew: () => change(newOrder(order.quantities)),
    complete: useCallback((id) => {
      completed.current = id;
      if (kept()?.id === id) withStorage((storage) => storage.removeItem(KEY));
    }, []),
  };
}

const newOrder = (quantities: Quantities): Order => ({ id: `LC-${Math.floor(Math.random() * 900_000 + 100_000)}`, quantities });

function keep(order: Order): Order {
  withStorage((storage) => storage.setItem(KEY, JSON.stringify(order)));
  return order;
}

/** Null for anything that this shop did not write. */
function kept(): Order | null {
  const { id, quantities } = fieldsOf(parseJson(withStorage((storage) => storage.getItem(KEY)) ?? ''));
  const counts = SKUS.map((sku) => [sku, fieldsOf(quantities)[sku]] as const);
  if (typeof id !== 'string' || !/^LC-\d+$/.test(id) || !counts.every(([, count]) => isCount(count))) return null;
  return { id, quantities: Object.fromEntries(counts) as Quantities };
}

const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_QUANTITY;

/** Storage may be denied: then the order lives as long as the page. */
function withStorage<T>(use: (storage: Storage) => T): T | null {
  try {
    return use(sessionStorage);
  } catch {
    return null;
  }
}
