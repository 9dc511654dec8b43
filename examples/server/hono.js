/** Hono, and with it Workers, Deno and Bun: `c.req.raw` is the Request that the routes take. */
import { Hono } from 'hono';
import { inquiry, notify, session } from './checkout.js';

export const app = new Hono()
  .post('/api/payment-sessions', (c) => session(c.req.raw))
  .get('/api/payments/:paymentRequestId', (c) => inquiry(c.req.raw))
  .post('/api/notify', (c) => notify(c.req.raw));
