/**
 * What may go wrong with GET /api/payments/:paymentRequestId: the page's library has to wait, not to guess.
 */
import type { MiddlewareHandler } from 'hono';
import { isInquiryScenario } from '../../shared/scenarios.ts';
import type { MerchantEnv } from './context.ts';

/** ms, unless `for` or `delay` says otherwise. */
const DOWN_FOR = 6000;
const SLOW = 4000;

export function inquiryScenarios(): MiddlewareHandler<MerchantEnv> {
  /** When a payment was first asked for in `inquiry-down`. */
  const downSince = new Map<string, number>();

  return async (c, next) => {
    const scenario = c.req.header('x-demo-scenario') ?? c.req.query('scenario') ?? 'ok';
    if (scenario === 'ok') return next();
    if (!isInquiryScenario(scenario)) return c.json({ error: `unknown scenario ${JSON.stringify(scenario)}` }, 400);
    switch (scenario) {
      case 'inquiry-down': {
        const id = c.req.path;
        const since = downSince.get(id) ?? Date.now();
        downSince.set(id, since);
        if (Date.now() - since >= milliseconds(c.req.query('for'), DOWN_FOR)) return next();
        return c.json({ error: 'The database is on fire.' }, 503);
      }
      case 'inquiry-slow':
        await new Promise((resolve) => setTimeout(resolve, milliseconds(c.req.query('delay'), SLOW)));
        return next();
      case 'inquiry-never':
        return new Promise<Response>(() => undefined);
      case 'inquiry-html':
        return c.html('<!doctype html><title>Sorry</title><h1>We will be right back</h1>');
      default:
        return scenario satisfies never;
    }
  };
}

function milliseconds(text: string | undefined, fallback: number): number {
  const value = Number(text ?? fallback);
  return value >= 0 && value <= 600_000 ? value : fallback;
}
