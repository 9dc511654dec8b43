/**
 * The merchant's server: its endpoints, put together.
 */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { isLoopback } from '../../shared/origins.ts';
import { lateAntom } from './antom.ts';
import type { Merchant, MerchantEnv } from './context.ts';
import { inquiryScenarios } from './inquiry-scenarios.ts';
import { notify } from './notify.ts';
import { createOrders } from './orders.ts';
import { paymentSessions } from './payment-sessions.ts';
import { payments } from './payments.ts';
import type { AntomSettings } from './settings.ts';
import { createTokens } from './tokens.ts';
import { vaultingSessions } from './vaulting-sessions.ts';

export interface MerchantOptions {
  readonly settings: Pick<AntomSettings, 'clientId' | 'privateKey' | 'publicKey' | 'notifyUrl'>;
  /** Base address of the gateway; asked for late, because the stand-in's is known only when the server listens. */
  readonly gateway: () => string;
  /** This server's own base address. */
  readonly self: () => string;
}

export function createMerchant({ settings, gateway, self }: MerchantOptions): Merchant & { readonly routes: Hono<MerchantEnv> } {
  const isStandIn = (): boolean => isLoopback(new URL(gateway()));
  const merchant: Merchant = {
    antom: lateAntom(settings, gateway),
    orders: createOrders(),
    tokens: createTokens(),
    isStandIn,
    // From outside nobody reaches a loopback address.
    notifyUrl: () => settings.notifyUrl ?? (isStandIn() ? `${self()}/api/notify` : null),
  };
  const routes = new Hono<MerchantEnv>();
  routes.use('/api/*', bodyLimit({ maxSize: 64 * 1024 }));
  routes.post('/api/payment-sessions', (c) => paymentSessions(c, merchant));
  routes.post('/api/vaulting-sessions', (c) => vaultingSessions(c, merchant));
  routes.get('/api/payments/:paymentRequestId', inquiryScenarios(), (c) => payments(c, merchant));
  routes.post('/api/notify', (c) => notify(c, merchant));
  routes.get('/api/orders/:paymentRequestId', (c) => {
    const order = merchant.orders.find(c.req.param('paymentRequestId'));
    return order === null ? c.json({ error: 'No such order.' }, 404) : c.json(order);
  });
  routes.get('/api/tokens/:requestId', (c) => {
    const token = merchant.tokens.find(c.req.param('requestId'));
    if (token === null) return c.json({ error: 'No such card, and no such agreement.' }, 404);
    // What can be charged stays here.
    const { requestId, kind, status, card, settledBy, notifications } = token;
    return c.json({ requestId, kind, status, card, settledBy, notifications });
  });
  routes.get('/api/config', (c) => c.json({ cashier: isStandIn() ? 'demo' : 'antom' }));
  return { ...merchant, routes };
}
