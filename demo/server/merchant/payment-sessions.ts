/**
 * POST /api/payment-sessions: calls createPaymentSession and passes the answer on, with the paymentRequestId that it made.
 *
 * When asked to, it breaks the answer in the ways that merchants met.
 */
import { randomUUID } from 'node:crypto';
import type { CreatePaymentSessionRequest } from 'antom-checkout-controller/server';
import type { Context } from 'hono';
import type { Fields } from '../../shared/json.ts';
import { PRODUCTS } from '../../shared/products.ts';
import { isServerScenario } from '../../shared/scenarios.ts';
import type { ServerScenario } from '../../shared/scenarios.ts';
import { isoSeconds } from '../clock.ts';
import { isNoAnswer } from './antom.ts';
import type { Merchant, MerchantEnv } from './context.ts';
import { BadRequest, readSessionRequest } from './session-request.ts';
import type { SessionRequest, Wishes } from './session-request.ts';

type DemoContext = Context<MerchantEnv>;

export const paymentSessions = (c: DemoContext, merchant: Merchant): Promise<Response> =>
  answerSession(c, readSessionRequest, (request, scenario) => createSession(c, merchant, request, scenario));

/** Reads the request, makes the session, and breaks its answer when the scenario says so. */
export async function answerSession<Request extends Wishes>(
  c: DemoContext,
  read: (body: unknown) => Request,
  create: (request: Request, scenario: string) => Promise<Fields>,
): Promise<Response> {
  let request: Request;
  try {
    request = read(await c.req.json().catch(() => undefined));
  } catch (error) {
    if (error instanceof BadRequest) return c.json({ error: error.message }, 400);
    throw error;
  }
  const scenario = c.req.header('x-demo-scenario') ?? c.req.query('scenario') ?? request.scenario;
  if (scenario !== 'ok' && !isServerScenario(scenario)) return c.json({ error: `unknown scenario ${JSON.stringify(scenario)}` }, 400);

  await sleep(request.delay || (scenario === 'server-slow' ? 4000 : 0));
  try {
    const answer = await create(request, scenario);
    return scenario === 'ok' ? c.json(answer) : await broken(c, scenario, answer);
  } catch (error) {
    if (isNoAnswer(error)) return c.json({ error: error.message }, 502);
    throw error;
  }
}

async function createSession(c: DemoContext, merchant: Merchant, request: SessionRequest, scenario: string): Promise<Fields> {
  const { amount, method, product } = request;
  const { productCode, productScene } = PRODUCTS[product];
  const isAgreement = product === 'autoDebit';
  const id = `demo_${isAgreement ? 'agreement_' : ''}${randomUUID()}`;
  const notifyUrl = merchant.notifyUrl();
  // Known before Antom is: a notification must never be about an order that this server has not heard of.
  if (isAgreement) merchant.tokens.open('agreement', id);
  else merchant.orders.open(id, amount);
  const token = request.agreement === null ? null : (merchant.tokens.find(request.agreement)?.token ?? null);
  const answer = await merchant.antom().createPaymentSession({
    productCode,
    // The popup cashier and the card form need none: Antom knows them by the method.
    ...(productScene !== PRODUCTS.cashier.productScene && { productScene }),
    ...(isAgreement && { agreementInfo: { authState: id } }),
    ...(!isAgreement && { paymentRequestId: id, paymentAmount: amount }),
    paymentMethod: { paymentMethodType: method, ...(token !== null && { paymentMethodId: token }) },
    paymentRedirectUrl: redirectUrl(c, merchant, request, id),
    ...(notifyUrl !== null && { paymentNotifyUrl: notifyUrl }),
    // Latin letters only: some payment methods take no others (seed, "Can I use Chinese characters?").
    ...(!isAgreement && {
      order: {
        orderAmount: amount,
        referenceOrderId: `order_${randomUUID()}`,
        orderDescription: 'Lantern Coffee order',
        buyer: { referenceBuyerId: 'demo_buyer' },
      },
    }),
    ...(merchant.isStandIn() && { demo: wishesOf(request, scenario === 'session-wrong-product' ? 'VAULTING' : null) }),
    // Every product's request by one expression: what belongs to which, the entry checks before it sends.
  } as CreatePaymentSessionRequest);
  // Antom's answer has no paymentRequestId, and the page needs it to ask for the result.
  return { ...answer, ...expiryOf(request, 'paymentSessionExpiryTime'), paymentRequestId: id };
}

/** What the stand-in is told and Antom is not. */
export const wishesOf = ({ category, outcome, player }: Wishes & { readonly category: string }, productScene: string | null): Fields => ({
  category,
  outcome,
  ...(player !== '' && { player }),
  ...(productScene !== null && { productScene }),
});

/** Only what the page is told changes, as with a wrong clock: at the gateway the session lives as long as ever. */
export const expiryOf = ({ expiresIn }: Wishes, name: string): Fields =>
  expiresIn === null ? {} : { [name]: isoSeconds(new Date(Date.now() + expiresIn * 1000)) };

async function broken(c: DemoContext, scenario: ServerScenario, answer: Fields): Promise<Response> {
  const withData = (paymentSessionData: string): Response => c.json({ ...answer, paymentSessionData });
  const data = String(answer['paymentSessionData']);
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
export function redirectUrl(c: DemoContext, merchant: Merchant, request: Wishes, paymentRequestId: string): string {
  const url = new URL(request.redirectPath, c.req.header('origin') ?? new URL(c.req.url).origin);
  if (merchant.isStandIn()) url.searchParams.set('LOCAL_MOCK', '1');
  url.searchParams.set('lang', request.lang);
  url.searchParams.set('paymentRequestId', paymentRequestId);
  return url.href;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
