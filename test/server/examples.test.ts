/** examples/server and the server's part of examples/next over HTTP, in three frameworks, against the stand-in for Antom's gateway: payments, and what goes wrong with them. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writePrivateKey, writePublicKey } from '../../demo/server/antom/keys.ts';
import { signatureOf } from '../../demo/server/antom/signature.ts';
import { createGateway, type Gateway } from '../../demo/server/gateway/gateway.ts';
import type { Reply } from '../../demo/server/gateway/notifications.ts';
import { CLIENT, keys, type Json } from './support/gateway.ts';
import { manualClock, type ManualClock } from './support/manual-clock.ts';

type Handler = (request: Request) => Response | Promise<Response>;
type Listener = (incoming: import('node:http').IncomingMessage, outgoing: import('node:http').ServerResponse) => unknown;
interface Order {
  readonly id: string;
  readonly amount: { readonly currency: string; readonly value: string };
  readonly method: string;
  readonly buyer: string;
  paid: boolean;
  readonly payments: Map<string, string | null>;
}

const example = (file: string): Promise<Json> => import(new URL(`../../examples/${file}`, import.meta.url).href) as Promise<Json>;
const byFetch = (fetch: Handler): Listener => getRequestListener((request) => fetch(request));

const FRAMEWORKS: readonly (readonly [name: string, orders: string, listener: () => Promise<Listener>])[] = [
  ['Hono', 'server/checkout.js', async () => byFetch(((await example('server/hono.js'))['app'] as { fetch: Handler }).fetch)],
  ['Express 5', 'server/checkout.js', async () => (await example('server/express.js'))['app'] as Listener],
  [
    "Next.js' route handlers",
    'next/server/orders.ts',
    async () => {
      const api = 'next/app/api';
      const [sessions, payments, notify] = await Promise.all(
        [`${api}/payment-sessions/route.ts`, `${api}/payments/[id]/route.ts`, `${api}/notify/route.ts`].map(example),
      );
      return byFetch((request) => {
        const { pathname } = new URL(request.url);
        const module = pathname === '/api/notify' ? notify : pathname === '/api/payment-sessions' ? sessions : payments;
        return (module![request.method] as Handler)(request);
      });
    },
  ],
];

async function listen(listener: Listener): Promise<{ server: Server; url: string }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` };
}

describe.each(FRAMEWORKS)('%s', (_, ordersIn, listener) => {
  let gateway: Gateway;
  let clock: ManualClock;
  let antom: string;
  let shop: string;
  let orders: Map<string, Order>;
  /** What becomes of the gateway's answers. */
  let fault: (answer: Response) => Response | Promise<Response>;
  /** What the shop answered to notifications, and whether Antom hears of it. */
  let answers: number[];
  let isHeard: boolean;
  let servers: Server[];

  /** As Antom sends it; `change` puts another thing in its place. */
  async function post(
    path: string,
    body: string,
    { key = keys.antom.privateKey, headers = {} }: { key?: typeof keys.antom.privateKey; headers?: Record<string, string> } = {},
  ): Promise<Reply> {
    const time = String(Date.now());
    const signed = { 'client-id': CLIENT, 'request-time': time, signature: signatureOf({ path, clientId: CLIENT, time, body }, key) };
    const response = await fetch(shop + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signed, ...headers },
      body,
    });
    return { status: response.status, body: await response.text() };
  }

  beforeEach(async () => {
    clock = manualClock();
    fault = (answer) => answer;
    answers = [];
    isHeard = true;
    gateway = createGateway({
      clientId: CLIENT,
      merchantKey: keys.merchant.publicKey,
      privateKey: keys.antom.privateKey,
      clock,
      post: async (url, body) => {
        const reply = await post(new URL(url).pathname, body);
        answers.push(reply.status);
        return isHeard ? reply : undefined;
      },
    });
    const atGateway = await listen(byFetch(async (request) => fault(await gateway.routes.fetch(request))));
    antom = atGateway.url;
    vi.resetModules();
    for (const [name, value] of Object.entries({
      ANTOM_CLIENT_ID: CLIENT,
      ANTOM_PRIVATE_KEY: writePrivateKey(keys.merchant.privateKey),
      ANTOM_PUBLIC_KEY: writePublicKey(keys.antom.publicKey),
      ANTOM_GATEWAY: antom,
      ANTOM_NOTIFY_URL: 'http://127.0.0.1/api/notify',
    }))
      vi.stubEnv(name, value);
    const atShop = await listen(await listener());
    shop = atShop.url;
    servers = [atGateway.server, atShop.server];
    orders = (await example(ordersIn))['orders'] as Map<string, Order>;
    orders.set('cart1', {
      id: 'cart1',
      amount: { currency: 'HKD', value: '19900' },
      method: 'ALIPAY_HK',
      buyer: 'ann',
      paid: false,
      payments: new Map(),
    });
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    gateway.close();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  const request = async (path: string, body?: Json, buyer = 'ann'): Promise<{ status: number; body: Json }> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(shop + path, { ...init, headers: { 'x-buyer': buyer, cookie: `buyer=${buyer}` } });
    return { status: response.status, body: (await response.json()) as Json };
  };
  const open = async (): Promise<Json> => (await request('/api/payment-sessions', { order: 'cart1' })).body;
  const inquire = ({ paymentRequestId }: Json, buyer?: string): ReturnType<typeof request> =>
    request(`/api/payments/${String(paymentRequestId)}`, undefined, buyer);
  const decide = async ({ paymentSessionId }: Json, status: 'SUCCESS' | 'PENDING' | 'FAIL'): Promise<void> => {
    gateway.payments.decide(String(paymentSessionId), { status, resultCode: null, after: 0 });
    await clock.advance(0);
  };
  const order = (): Order => orders.get('cart1')!;
  const body = ({ paymentRequestId }: Json, change: Json = {}): string =>
    JSON.stringify({
      notifyType: 'PAYMENT_RESULT',
      result: { resultStatus: 'S', resultCode: 'SUCCESS', resultMessage: 'success' },
      paymentRequestId,
      paymentAmount: order().amount,
      ...change,
    });

  it('an order is paid by its notification, and gets no other session', async () => {
    const session = await open();
    expect(session).toMatchObject({ result: { resultStatus: 'S' }, paymentSessionData: expect.stringContaining('&&') as unknown });
    expect((await inquire(session)).body).toMatchObject({ result: { resultCode: 'ORDER_NOT_EXIST' } });
    await decide(session, 'SUCCESS');
    expect([answers, order().paid]).toEqual([[200], true]);
    expect((await inquire(session)).body).toMatchObject({ paymentStatus: 'SUCCESS' });
    expect((await request('/api/payment-sessions', { order: 'cart1' })).status).toBe(409);
  });

  it("is paid by the page's inquiry, where no notification comes", async () => {
    const session = await open();
    gateway.payments.decide(String(session['paymentSessionId']), { status: 'SUCCESS', resultCode: null, after: 0 });
    expect((await inquire(session)).body).toMatchObject({ paymentStatus: 'SUCCESS' });
    expect([answers, order().paid]).toEqual([[], true]);
  });

  it('nobody else learns of the order or the payment', async () => {
    const session = await open();
    expect((await inquire(session, 'eve')).status).toBe(404);
    expect((await request('/api/payment-sessions', { order: 'cart1' }, 'eve')).status).toBe(404);
  });

  it.each<[string, string, Parameters<typeof post>[2]]>([
    ['unsigned', '/api/notify', { headers: { signature: '' } }],
    ["signed by the merchant's own key", '/api/notify', { key: keys.merchant.privateKey }],
    ['for another client', '/api/notify', { headers: { 'client-id': 'SANDBOX_OTHER' } }],
  ])('a notification that is %s pays nothing', async (_what, path, signed) => {
    const session = await open();
    expect((await post(path, body(session), signed)).status).toBe(401);
    expect(order().paid).toBe(false);
  });

  it('a replayed notification changes nothing, also an old PAYMENT_PENDING', async () => {
    const session = await open();
    const pending = body(session, { notifyType: 'PAYMENT_PENDING' });
    for (const one of [pending, body(session), pending, body(session)]) expect((await post('/api/notify', one)).status).toBe(200);
    expect([order().paid, [...order().payments.values()]]).toEqual([true, ['paid']]);
    // Signed and contradicting: a person has to look, and nothing is taken back.
    expect((await post('/api/notify', body(session, { result: { resultStatus: 'F', resultCode: 'X' } }))).status).toBe(409);
    expect(order().paid).toBe(true);
  });

  it('a PENDING that another process overtakes with the success takes nothing back', async () => {
    const session = await open();
    const { payments } = order();
    // Read by known(), and written elsewhere before onPayment() is called.
    payments.get = () => {
      Reflect.deleteProperty(payments, 'get');
      queueMicrotask(() => {
        payments.set(String(session['paymentRequestId']), 'paid');
        order().paid = true;
      });
      return null;
    };
    expect((await post('/api/notify', body(session, { notifyType: 'PAYMENT_PENDING' }))).status).toBe(200);
    expect([...payments.values()]).toEqual(['paid']);
  });

  it('another amount, or another currency, pays nothing', async () => {
    const session = await open();
    for (const paymentAmount of [
      { currency: 'HKD', value: '199' },
      { currency: 'PHP', value: '19900' },
    ])
      expect((await post('/api/notify', body(session, { paymentAmount }))).status).toBe(409);
    expect(order().paid).toBe(false);
  });

  it('PAYMENT_PENDING, then PAYMENT_RESULT', async () => {
    const session = await open();
    await decide(session, 'PENDING');
    expect([order().paid, [...order().payments.values()]]).toEqual([false, ['pending']]);
    expect((await request('/api/payment-sessions', { order: 'cart1' })).status).toBe(409);
    await decide(session, 'SUCCESS');
    expect([answers, order().paid]).toEqual([[200, 200], true]);
  });

  it('all eight repeats are acknowledged', async () => {
    const session = await open();
    isHeard = false;
    await decide(session, 'SUCCESS');
    await clock.advance(48 * 3_600_000);
    expect(answers).toEqual(Array.from({ length: 8 }, () => 200));
    expect(order().paid).toBe(true);
  });

  it.each<[string, (answer: Response) => Response, string]>([
    ['HTML', () => new Response('<h1>Sorry</h1>', { headers: { 'content-type': 'text/html' } }), 'answer-unsigned'],
    ['unsigned', (answer) => new Response(answer.body), 'answer-unsigned'],
    ['broken', () => new Response('Sorry', { status: 503 }), 'answer-refused'],
    ['a redirect', () => new Response(null, { status: 307, headers: { location: 'http://127.0.0.1:1/' } }), 'answer-refused'],
  ])('a gateway whose answers are %s pays nothing, and another inquiry does', async (_what, broken, code) => {
    const session = await open();
    gateway.payments.decide(String(session['paymentSessionId']), { status: 'SUCCESS', resultCode: null, after: 0 });
    fault = broken;
    expect(await inquire(session)).toMatchObject({ status: 502, body: { code } });
    expect((await request('/api/payment-sessions', { order: 'cart1' })).status).toBe(502);
    expect(order().paid).toBe(false);
    fault = (answer) => answer;
    expect((await inquire(session)).body).toMatchObject({ paymentStatus: 'SUCCESS' });
    expect(order().paid).toBe(true);
  });

  it('a gateway that is down pays nothing', async () => {
    const session = await open();
    servers[0]!.closeAllConnections();
    await new Promise((resolve) => servers[0]!.close(resolve));
    expect(await inquire(session)).toMatchObject({ status: 502, body: { code: 'gateway-unreachable' } });
  });

  it('a slow gateway is waited for', async () => {
    const session = await open();
    let release: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      fault = (answer) => {
        resolve();
        return new Promise((done) => {
          release = () => {
            done(answer);
          };
        });
      };
    });
    const answer = inquire(session);
    await asked;
    release();
    expect(await answer).toMatchObject({ status: 200, body: { result: { resultCode: 'ORDER_NOT_EXIST' } } });
  });
});
