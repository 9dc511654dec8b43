/** The code of docs/server.md runs as it stands there, against the demo's stand-in for Antom's gateway. */
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describeSession } from 'antom-checkout-controller';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

type Handler = (request: Request) => Promise<Response>;
type Json = Record<string, unknown>;
interface Demo {
  readonly url: string;
  readonly standIn: { readonly environment: Readonly<Record<string, string>> };
  readonly close: () => Promise<void>;
}

const root = new URL('../../', import.meta.url);
const builtIn = createRequire(import.meta.url);
const blocks = Array.from(
  readFileSync(fileURLToPath(new URL('docs/server.md', root)), 'utf8').matchAll(/```ts\n\/\/ ([\w-]+)\.ts\n([\s\S]*?)```/g),
  ([, name, code]) => [name!, code!] as const,
);

/** The modules of the page, by name. */
function loadModules(): (name: string) => Json {
  const loaded = new Map<string, Json>();
  const load = (name: string): Json => {
    const known = loaded.get(name);
    if (known) return known;
    const exports = {};
    loaded.set(name, exports);
    const { outputText } = ts.transpileModule(blocks.find(([file]) => file === name)![1], {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    const require = (wanted: string): unknown => (wanted.startsWith('./') ? load(wanted.slice(2)) : builtIn(wanted));
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- runs the documentation
    (new Function('exports', 'require', outputText) as (exports: object, require: (name: string) => unknown) => void)(exports, require);
    return exports;
  };
  return load;
}

let demo: Demo;
let server: Server;
let shop: string;
let load: (name: string) => Json;
const handler = (name: string): Handler => load('checkout')[name] as Handler;

beforeAll(async () => {
  server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
    });
    incoming.on('end', () => {
      const path = incoming.url!;
      const handle = handler(path === '/api/notify' ? 'notify' : path === '/api/payment-sessions' ? 'session' : 'inquiry');
      const body = incoming.method === 'GET' ? {} : { body: Buffer.concat(chunks) };
      handle(
        new Request(shop + incoming.url!, { method: incoming.method!, headers: incoming.headers as Record<string, string>, ...body }),
      ).then(
        async (response) => {
          outgoing.writeHead(response.status, { 'content-type': response.headers.get('content-type') ?? '' }).end(await response.text());
        },
        (error: unknown) => {
          outgoing.writeHead(500).end(String(error));
        },
      );
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  shop = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  const { startDemo } = (await import(new URL('demo/server/app.ts', root).href)) as {
    startDemo: (options: { notifyUrl: string }) => Promise<Demo>;
  };
  demo = await startDemo({ notifyUrl: `${shop}/api/notify` });
  for (const [name, value] of Object.entries(demo.standIn.environment)) vi.stubEnv(name, value);
  // As in production: the stand-in sends to its own address instead.
  vi.stubEnv('ANTOM_NOTIFY_URL', 'https://shop.example/api/notify');
  load = loadModules();
}, 60_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
  await demo.close();
});

const ANN = { 'x-buyer': 'ann' };
const addOrder = (id: string): void => {
  (load('orders')['addOrder'] as (order: object) => void)({
    id,
    buyer: 'ann',
    amount: { currency: 'HKD', value: '19900' },
    method: 'ALIPAY_HK',
  });
};
const isPaid = (id: string): boolean => (load('orders')['findOrder'] as (id: string) => { paid: boolean })(id).paid;
const post = async (order: string): Promise<{ status: number; body: Json }> => {
  const response = await fetch(`${shop}/api/payment-sessions`, { method: 'POST', headers: ANN, body: JSON.stringify({ order }) });
  return { status: response.status, body: (await response.json()) as Json };
};
const inquire = async (session: Json): Promise<Json> =>
  (await fetch(`${shop}/api/payments/${String(session['paymentRequestId'])}`, { headers: ANN })).json() as Promise<Json>;
const report = (session: Json, event: Json): Promise<Response> =>
  fetch(`${demo.url}/ams/demo/report`, {
    method: 'POST',
    body: JSON.stringify({ paymentSessionId: session['paymentSessionId'], ...event }),
  });

describe('docs/server.md', () => {
  test('a session comes from the stand-in, opens, and names its payment', async () => {
    addOrder('cart1');
    const { status, body: session } = await post('cart1:19900');
    expect(status).toBe(200);
    expect(describeSession(session as never)).toMatchObject({
      product: 'cashier',
      amount: { currency: 'HKD', value: '19900' },
      faults: [],
    });
    expect(await inquire(session)).toMatchObject({ result: { resultCode: 'ORDER_NOT_EXIST' } });
  });

  test('a notification makes the order paid, without an inquiry', async () => {
    addOrder('cart2');
    const { body: session } = await post('cart2:19900');
    await report(session, { event: 'decide', status: 'SUCCESS' });
    await vi.waitFor(() => {
      expect(isPaid('cart2')).toBe(true);
    }, 10_000);
    expect(await inquire(session)).toMatchObject({ paymentStatus: 'SUCCESS' });
  });

  test('a paid order, and one that is not decided, get no other session', async () => {
    addOrder('cart3');
    const { body: first } = await post('cart3:19900');
    await report(first, { event: 'submit' });
    expect(await post('cart3:19900')).toMatchObject({ status: 409, body: { code: 'undecided' } });
    await report(first, { event: 'decide', status: 'SUCCESS' });
    await vi.waitFor(() => {
      expect(isPaid('cart3')).toBe(true);
    }, 10_000);
    expect(await post('cart3:19900')).toMatchObject({ status: 409, body: { code: 'paid' } });
  });

  test.each(['FAIL', 'CANCELLED'])('after %s, and where nobody has submitted, the order gets another one', async (paymentStatus) => {
    addOrder('cart4');
    const { body: first } = await post('cart4:19900');
    const { body: second } = await post('cart4:19900');
    expect(second['paymentRequestId']).not.toBe(first['paymentRequestId']);
    await report(second, { event: 'decide', status: paymentStatus });
    expect(await post('cart4:19900')).toMatchObject({ status: 200, body: { result: { resultStatus: 'S' } } });
  });

  test('what it does not know is refused: an order, a payment, a notification that Antom has not signed', async () => {
    expect(await post('nothing:1')).toMatchObject({ status: 404 });
    expect((await fetch(`${shop}/api/payments/nothing`)).status).toBe(404);
    const forged = await fetch(`${shop}/api/notify`, {
      method: 'POST',
      headers: { 'client-id': 'SANDBOX_5X00000000000000', signature: 'algorithm=RSA256,keyVersion=1,signature=AAAA', 'request-time': '1' },
      body: '{}',
    });
    expect(forged.status).toBe(401);
  });

  test('another amount than asked for makes nothing paid, and is told in the log', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    addOrder('cart6');
    const { body: session } = await post('cart6:19900');
    const { amount } = (load('orders')['findOrder'] as (id: string) => { amount: { value: string } })('cart6');
    amount.value = '99900';
    await report(session, { event: 'decide', status: 'SUCCESS' });
    const inquired = await fetch(`${shop}/api/payments/${String(session['paymentRequestId'])}`, { headers: ANN });
    expect([inquired.status, await inquired.json()]).toMatchObject([502, { code: 'mismatch' }]);
    expect(isPaid('cart6')).toBe(false);
    expect(log).toHaveBeenCalledWith(`Somebody has to look at payment ${String(session['paymentRequestId'])}.`);
    log.mockRestore();
  });

  test('nobody else gets a session for the order, or learns of its payment', async () => {
    addOrder('cart5');
    const { body: session } = await post('cart5:19900');
    expect((await fetch(`${shop}/api/payment-sessions`, { method: 'POST', body: JSON.stringify({ order: 'cart5' }) })).status).toBe(404);
    expect((await fetch(`${shop}/api/payments/${String(session['paymentRequestId'])}`)).status).toBe(404);
  });

  test('a refund is signed and answered: the stand-in has none, and says so', async () => {
    const refund = load('refund')['refund'] as (id: string, request: string, amount: object) => Promise<boolean>;
    expect(await refund('2020010123456789', 'refund-1', { currency: 'HKD', value: '100' })).toBe(false);
  });

  test('the code from the keys to a paid order has twenty lines, and some for the request', () => {
    const [, code] = blocks.find(([name]) => name === 'checkout')!;
    expect(code.slice(0, code.indexOf('const requestFor')).split('\n').length).toBeLessThanOrEqual(20);
  });
});
