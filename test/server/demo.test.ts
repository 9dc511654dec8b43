/** The whole demo over HTTP: merchant's server and gateway in one process, and a merchant's server at another's gateway. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startDemo } from '../../demo/server/app.ts';
import type { Demo } from '../../demo/server/app.ts';
import { readAntomSettings } from '../../demo/server/merchant/settings.ts';
import type { Json } from './support/gateway.ts';

let demo: Demo;
/** A merchant's server that has its settings from the environment, and no gateway of its own. */
let remote: Demo;
beforeAll(async () => {
  demo = await startDemo();
  remote = await startDemo({ antom: readAntomSettings(demo.standIn!.environment) });
}, 30_000);
afterAll(async () => {
  await Promise.all([demo.close(), remote.close()]);
});

async function get(path: string, at = demo): Promise<{ status: number; body: Json }> {
  const response = await fetch(`${at.url}${path}`);
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Json) : { text } };
}
async function create(body: Json = {}, at = demo): Promise<{ status: number; body: Json }> {
  const response = await fetch(`${at.url}/api/payment-sessions`, { method: 'POST', body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Json };
}
async function report(session: Json, event: Json): Promise<number> {
  const { reportUrl } = (
    JSON.parse(Buffer.from(String(session['paymentSessionData']).split('&&')[3]!, 'base64').toString('utf8')) as {
      demo: { reportUrl: string };
    }
  ).demo;
  const response = await fetch(reportUrl, {
    method: 'POST',
    body: JSON.stringify({ paymentSessionId: session['paymentSessionId'], ...event }),
  });
  return response.status;
}

describe.each([
  ['its own stand-in', (): Demo => demo],
  ['a gateway named in the environment', (): Demo => remote],
])('with %s', (_, at) => {
  it('a payment goes from the session to the paid order', async () => {
    const { body: session } = await create({ items: [{ sku: 'cup', quantity: 2 }] }, at());
    expect(Object.keys(session).sort()).toEqual([
      'paymentRequestId',
      'paymentSessionData',
      'paymentSessionExpiryTime',
      'paymentSessionId',
      'result',
    ]);
    const payment = `/api/payments/${String(session['paymentRequestId'])}`;
    expect((await get(payment, at())).body).toMatchObject({ result: { resultCode: 'ORDER_NOT_EXIST' } });
    expect(await report(session, { event: 'submit' })).toBe(200);
    expect((await get(payment, at())).body).toMatchObject({ paymentStatus: 'PROCESSING' });
    expect(await report(session, { event: 'decide', status: 'SUCCESS' })).toBe(200);
    const order = `/api/orders/${String(session['paymentRequestId'])}`;
    // The notification comes by itself: signed, to the address that the merchant gave.
    await vi.waitFor(async () => {
      expect((await get(order, at())).body).toMatchObject({ status: 'paid', settledBy: 'notification', notifications: 1 });
    }, 120_000);
    expect((await get(payment, at())).body).toMatchObject({
      result: { resultStatus: 'S' },
      paymentStatus: 'SUCCESS',
      paymentAmount: { currency: 'HKD', value: '19200' },
      paymentRequestId: session['paymentRequestId'],
    });
  });

  it("the demo's cashier is used", async () => {
    expect((await get('/api/config', at())).body).toEqual({ cashier: 'demo' });
  });
});

it("a merchant's server that settles an order by inquiry acknowledges the notification all the same", async () => {
  const { body: session } = await create();
  await report(session, { event: 'decide', status: 'FAIL' });
  await get(`/api/payments/${String(session['paymentRequestId'])}`);
  await vi.waitFor(() => {
    expect(demo.standIn!.gateway.notificationsOf(String(session['paymentRequestId']))).toMatchObject([{ attempts: 1, acknowledged: true }]);
  }, 120_000);
});

describe('the session endpoint', () => {
  it('refuses bad input with a sentence', async () => {
    expect(await create({ amount: '1.5' })).toMatchObject({ status: 400, body: { error: expect.stringContaining('amount') as unknown } });
    expect(await create({ scenario: 'unheard-of' })).toMatchObject({ status: 400 });
  });

  it('says what the page is to believe about the expiry, and the gateway keeps its own', async () => {
    const { body: session } = await create({ expiresIn: -60 });
    expect(Date.parse(String(session['paymentSessionExpiryTime']))).toBeLessThan(Date.now());
    expect(await report(session, { event: 'submit' })).toBe(200);
  });

  it.each([
    ['session-three-part', 3],
    ['session-truncated', 4],
  ])('%s still breaks the session', async (scenario, parts) => {
    const { body } = await create({ scenario });
    expect(String(body['paymentSessionData']).split('&&')).toHaveLength(parts);
  });

  it('tells the gateway which product and category were asked for', async () => {
    const meta = async (request: Json): Promise<unknown> =>
      JSON.parse(Buffer.from(String((await create(request)).body['paymentSessionData']).split('&&')[3]!, 'base64').toString()) as unknown;
    expect(await meta({ scenario: 'session-wrong-product' })).toMatchObject({ paymentSessionConfig: { productScene: 'VAULTING' } });
    expect(await meta({ category: 'BANK' })).toMatchObject({ paymentSessionConfig: { paymentMethodCategoryType: 'BANK' } });
  });

  it('answers 502 when the gateway does not answer, or another than ours', async () => {
    const gone = await startDemo();
    const { environment } = gone.standIn!;
    // The same client and keys as `gone`, at a gateway that knows neither.
    const misled = await startDemo({ antom: readAntomSettings({ ...environment, ANTOM_GATEWAY: demo.url }) });
    expect(await create({}, misled)).toMatchObject({
      status: 502,
      body: { error: expect.stringContaining('cannot be believed') as unknown },
    });
    await gone.close();
    const orphan = await startDemo({ antom: readAntomSettings(environment) });
    expect(await create({}, orphan)).toMatchObject({ status: 502, body: { error: expect.stringContaining('did not answer') as unknown } });
    await Promise.all([misled.close(), orphan.close()]);
  }, 30_000);
});

describe('the inquiry endpoint', () => {
  it('can be down for a while, per payment', async () => {
    const { body } = await create();
    const path = `/api/payments/${String(body['paymentRequestId'])}`;
    expect((await get(`${path}?scenario=inquiry-down&for=300`)).status).toBe(503);
    expect((await get(path)).status).toBe(200);
    await vi.waitFor(async () => {
      expect((await get(`${path}?scenario=inquiry-down&for=300`)).status).toBe(200);
    }, 120_000);
  });

  it('can answer with a page, or be asked for nonsense', async () => {
    const { body } = await create();
    expect((await get(`/api/payments/${String(body['paymentRequestId'])}?scenario=inquiry-html`)).body['text']).toContain('<h1>');
    expect((await get(`/api/payments/${String(body['paymentRequestId'])}?scenario=nonsense`)).status).toBe(400);
    expect((await get('/api/payments/a%20b')).status).toBe(400);
  });
});

it("the method's page reports only to this machine", async () => {
  const page = async (report: string): Promise<string> =>
    String(
      (await get(`/redirect-target?return=${encodeURIComponent(demo.url)}&session=s&report=${encodeURIComponent(report)}`)).body['text'],
    );
  expect(await page('http://127.0.0.1:1/ams/demo/report')).toContain('data-testid="cancel"');
  expect(await page('https://evil.example/')).not.toContain('<script>');
});

it('main.ts stops with one sentence when the environment is wrong, and prints no key', async () => {
  const { ANTOM_PRIVATE_KEY: secret = '' } = demo.standIn!.environment;
  const repository = fileURLToPath(new URL('../../', import.meta.url));
  const child = spawn(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'demo/server/main.ts'], {
    cwd: repository,
    env: { ...process.env, ANTOM_CLIENT_ID: 'SANDBOX_X', ANTOM_PRIVATE_KEY: secret.slice(0, 500), ANTOM_PUBLIC_KEY: secret },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const status = await new Promise((resolve) => {
    child.once('close', resolve);
  });
  expect(status).toBe(1);
  expect(output.trim()).toBe(
    'ANTOM_PRIVATE_KEY is not an RSA private key in PKCS#8 (base64, with or without its PEM lines): a part of it is missing.',
  );
}, 30_000);
