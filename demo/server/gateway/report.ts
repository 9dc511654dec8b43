/**
 * POST /ams/demo/report: what the buyer did in one of the demo's hosted apps or on the payment method's page. It plays Antom's internal
 * API. GET /ams/demo/go: where a session sends a buyer who is to be redirected at once.
 *
 * The body is JSON sent as text/plain: that needs no preflight, which a frame that is about to be removed might not outlive. The
 * session's id, 48 random bytes, is what allows a caller to speak for the buyer.
 */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { fieldsOf, isFields, parseJson } from '../../shared/json.ts';
import { isLoopback, parseUrl } from '../../shared/origins.ts';
import { isPaymentStatus } from '../antom/protocol.ts';
import type { Card } from './attempts.ts';
import type { Payments, ReportAnswer } from './payments.ts';

export const REPORT_PATH = '/ams/demo/report';
export const GO_PATH = '/ams/demo/go';

export function reportApi(payments: Payments): Hono {
  const api = new Hono();
  api.post(REPORT_PATH, bodyLimit({ maxSize: 4096 }), async (c) => {
    const origin = parseUrl(c.req.header('origin') ?? '');
    if (origin !== null && isLoopback(origin)) c.header('access-control-allow-origin', origin.origin);
    const answer = take(payments, parseJson(await c.req.text()));
    return answer === null ? c.json({ error: 'Not a report: see demo/README.md.' }, 400) : c.json(answer, answer.accepted ? 200 : 409);
  });
  api.get(GO_PATH, (c) => {
    const paymentSessionId = c.req.query('session') ?? '';
    const order = payments.bySession(paymentSessionId);
    if (order === null) return c.text('There is no such session.', 404);
    // From here on the order exists, as when an app sends the buyer on.
    payments.submit(paymentSessionId);
    const { redirectUrl } = fieldsOf(parseJson(order.request));
    const url = new URL('/redirect-target', c.req.url);
    for (const [name, value] of Object.entries({
      return: typeof redirectUrl === 'string' ? redirectUrl : '',
      report: new URL(REPORT_PATH, c.req.url).href,
      session: paymentSessionId,
      approve: 'confirm',
      lang: parseUrl(String(redirectUrl))?.searchParams.get('lang') ?? 'en',
    }))
      url.searchParams.set(name, value);
    return c.redirect(url.href);
  });
  return api;
}

function take(payments: Payments, body: unknown): ReportAnswer | null {
  if (!isFields(body) || typeof body['paymentSessionId'] !== 'string') return null;
  const { paymentSessionId, event, status, resultCode = null, after = 0, card = null, passed } = body;
  if (resultCode !== null && (typeof resultCode !== 'string' || resultCode.length > 64)) return null;
  if (typeof after !== 'number' || !(after >= 0 && after <= 7 * 24 * 3_600_000)) return null;
  switch (event) {
    case 'submit':
      return payments.submit(paymentSessionId);
    case 'decline':
      return payments.decline(paymentSessionId, resultCode);
    case 'decide':
      return isPaymentStatus(status) ? payments.decide(paymentSessionId, { status, resultCode, after: Math.round(after) }) : null;
    case 'pay': {
      const read = card === null ? null : readCard(card);
      return read === undefined ? null : payments.attempt(paymentSessionId, read);
    }
    case 'confirm':
      return typeof passed === 'boolean' ? payments.confirm(paymentSessionId, passed) : null;
    default:
      return null;
  }
}

/** Undefined: it is none. */
function readCard(value: unknown): Card | undefined {
  const { number, month, year } = fieldsOf(value);
  if (typeof number !== 'string' || !/^\d{12,19}$/.test(number)) return undefined;
  if (typeof month !== 'string' || !/^(0[1-9]|1[0-2])$/.test(month)) return undefined;
  return typeof year === 'string' && /^\d\d$/.test(year) ? { number, month, year } : undefined;
}
