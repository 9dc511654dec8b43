/**
 * What the merchant's endpoints share.
 */
import type { HttpBindings } from '@hono/node-server';
import type { Antom } from 'antom-checkout-controller/server';
import type { MerchantOrders } from './orders.ts';
import type { MerchantTokens } from './tokens.ts';

export interface MerchantEnv {
  Bindings: HttpBindings;
}

export interface Merchant {
  readonly antom: () => Antom;
  readonly orders: MerchantOrders;
  readonly tokens: MerchantTokens;
  /** The gateway is a stand-in on this machine: the demo's cashier is used, and its gateway may be told the demo's wishes. */
  readonly isStandIn: () => boolean;
  readonly notifyUrl: () => string | null;
}
