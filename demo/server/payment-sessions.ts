/**
 * POST /api/payment-sessions: the endpoint that a merchant's own server has, with Antom's gateway behind it played here.
 *
 * A real one signs a request to createPaymentSession and passes the answer on. This one makes the answer itself and, when asked to,
 * breaks it in the ways that merchants met.
 */
import type { Context } from 'hono';
import type { HttpBindings } from '@hono/node-server';
import { isServerScenario } from '../shared/scenarios.ts';
import type { ServerScenario } from '../shared/scenarios.ts';
import { createSession } from './session-data.ts';
import type { PaymentSessionAnswer } from './session-data.ts';
import { BadRequest, readSessionRequest } from './session-request.ts';
import type { SessionRequest } from './session-request.ts';

type DemoContext = Context<{ Bindings: HttpBindings }>;

export async function paymentSessions(c: DemoContext): Promise<Response> {
  let request: SessionRequest;
  try {
    request = readSessionRequest(await c.req.json().catch(() => undefined));
  } catch (error) {
    if (error instanceof BadRequest) return c.json({ error: error.message }, 400);
    throw error;
  }
  const scenario = c.req.header('x-demo-scenario') ?? c.req.query('scenario') ?? request.scenario;
  if (scenario !== 'ok' && !isServerScenario(scenario)) return c.json({ error: `unknown scenario ${JSON.stringify(scenario)}` }, 400);

  await sleep(request.delay || (scenario === 'server-slow' ? 4000 : 0));
  const answer = createSession({
    amount: request.amount,
    method: request.method,
    category: request.category,
    productScene: scenario === 'session-wrong-product' ? 'VAULTING' : 'CASHIER_PAYMENT',
    expiresIn: request.expiresIn,
    redirectUrl: (paymentRequestId) => redirectUrl(c, request, paymentRequestId),
  });
  return scenario === 'ok' ? c.json(answer) : broken(c, scenario, answer);
}

async function broken(c: DemoContext, scenario: ServerScenario, answer: PaymentSessionAnswer): Promise<Response> {
  const withData = (paymentSessionData: string): Response => c.json({ ...answer, paymentSessionData });
  const data = answer.paymentSessionData;
  switch (scenario) {
    case 'server-500':
      return c.json({ error: 'The database is on fire.' }, 500);
    case 'server-refused':
      // Closed before a byte was answered: the same to `fetch` as a server that is down.
      c.env.incoming.socket.destroy();
      return new Promise<Response>(() => undefined);
    case 'server-html':
      return c.html('<!doctype html><title>Sorry</title><h1>We will be right back</h1>');
    case 'server-f':
      return c.json({
        result: {
          resultStatus: 'F',
          resultCode: 'PAYMENT_AMOUNT_EXCEED_LIMIT',
          resultMessage: 'The payment amount exceeds the user payment limit.',
        },
      });
    case 'server-never':
      return new Promise<Response>(() => undefined);
    case 'server-null':
      return c.json(null);
    case 'session-three-part':
      return withData(data.split('&&').slice(0, 3).join('&&'));
    case 'session-truncated':
      return withData(data.slice(0, -41));
    case 'session-spaces':
      return withData(data.replaceAll('+', ' '));
    case 'session-encoded':
      return withData(encodeURIComponent(data));
    case 'session-empty':
      return withData('');
    case 'server-slow':
    case 'session-wrong-product':
      return c.json(answer);
    default:
      return scenario satisfies never;
  }
}

/** On the origin that the page itself has, so that the buyer comes back to the name that they left from. */
function redirectUrl(c: DemoContext, request: SessionRequest, paymentRequestId: string): string {
  const url = new URL(request.redirectPath, c.req.header('origin') ?? new URL(c.req.url).origin);
  url.searchParams.set('LOCAL_MOCK', '1');
  url.searchParams.set('lang', request.lang);
  url.searchParams.set('paymentRequestId', paymentRequestId);
  return url.href;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
