/**
 * POST /ams/demo/report: what the buyer did in the demo's cashier or on the payment method's page. It plays Antom's internal API.
 *
 * The body is JSON sent as text/plain: that needs no preflight, which a frame that is about to be removed might not outlive. The
 * session's id, 48 random bytes, is what allows a caller to speak for the buyer.
 */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { isFields, parseJson } from '../../shared/json.ts';
import { isLoopback, parseUrl } from '../../shared/origins.ts';
import { isPaymentStatus } from '../antom/protocol.ts';
import type { Payments, ReportAnswer } from './payments.ts';

export const REPORT_PATH = '/ams/demo/report';

export function reportApi(payments: Payments): Hono {
  const api = new Hono();
  api.post(REPORT_PATH, bodyLimit({ maxSize: 4096 }), async (c) => {
    const origin = parseUrl(c.req.header('origin') ?? '');
    if (origin !== null && isLoopback(origin)) c.header('access-control-allow-origin', origin.origin);
    const answer = take(payments, parseJson(await c.req.text()));
    return answer === null ? c.json({ error: 'Not a report: see demo/README.md.' }, 400) : c.json(answer, answer.accepted ? 200 : 409);
  });
  return api;
}

function take(payments: Payments, body: unknown): ReportAnswer | null {
  if (!isFields(body) || typeof body['paymentSessionId'] !== 'string') return null;
  const { paymentSessionId, event, status, resultCode = null, after = 0 } = body;
  if (resultCode !== null && (typeof resultCode !== 'string' || resultCode.length > 64)) return null;
  if (typeof after !== 'number' || !(after >= 0 && after <= 7 * 24 * 3_600_000)) return null;
  switch (event) {
    case 'submit':
      return payments.submit(paymentSessionId);
    case 'decline':
      return payments.decline(paymentSessionId, resultCode);
    case 'decide':
      return isPaymentStatus(status) ? payments.decide(paymentSessionId, { status, resultCode, after: Math.round(after) }) : null;
    default:
      return null;
  }
}
