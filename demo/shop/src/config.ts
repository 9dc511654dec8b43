/**
 * What the shop must know of its server before it can take a payment.
 */
import { fieldsOf } from '../../shared/json.ts';

export interface ShopConfig {
  /** `antom`: payments go to Antom's sandbox, so Antom's own cashier opens. */
  readonly cashier: 'demo' | 'antom';
}

export async function fetchConfig(): Promise<ShopConfig> {
  const response = await fetch('/api/config');
  if (!response.ok) throw new Error(`/api/config answered HTTP ${response.status}.`);
  const { cashier } = fieldsOf(await response.json());
  if (cashier !== 'demo' && cashier !== 'antom') throw new Error('/api/config names no cashier.');
  return { cashier };
}
