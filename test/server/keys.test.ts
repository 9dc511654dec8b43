/** `npm run demo -- --keys --notify URL`: a merchant's server of one's own at the demo's gateway. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startDemo } from '../../demo/server/app.ts';
import { readPublicKey } from '../../demo/server/antom/keys.ts';
import { verifySignature } from '../../demo/server/antom/signature.ts';
import { lateAntom } from '../../demo/server/merchant/antom.ts';
import { readAntomSettings } from '../../demo/server/merchant/settings.ts';
import { ACK, NOTIFY_URL, request, testGateway } from './support/gateway.ts';
import type { Json } from './support/gateway.ts';

const OWN = 'http://127.0.0.1:3000/notify';
const ELSEWHERE = 'https://shop.example/api/notify';

const stops: (() => unknown)[] = [];
afterEach(() => Promise.all(stops.splice(0).map((stop) => stop())));

/** The demo as a command. Settles with what it has printed once that holds `text`, or once it has ended. */
async function run(args: readonly string[], text: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(ANTOM|DEMO)_/.test(name)));
  const child = spawn(process.execPath, ['--import', 'tsx', 'demo/server/main.ts', ...args], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    // Set and empty, so that a developer's own .env says nothing here.
    env: {
      ...inherited,
      PORT: '0',
      ANTOM_CLIENT_ID: '',
      ANTOM_PRIVATE_KEY: '',
      ANTOM_PUBLIC_KEY: '',
      ANTOM_GATEWAY: '',
      ANTOM_NOTIFY_URL: '',
      ...env,
    },
  });
  const ended = once(child, 'close');
  stops.push(async () => {
    child.kill();
    await ended;
  });
  let output = '';
  const printed = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes(text)) resolve();
      });
    }
  });
  await Promise.race([printed, ended]);
  return output;
}

describe('--keys', () => {
  it('prints lines for the .env of another server, and what its page needs', async () => {
    const output = await run(['--keys', '--notify', OWN], '/cashier/?retention=0');
    const [, port] = /^http:\/\/localhost:(\d+)\/$/m.exec(output) ?? [];
    const environment = parseEnv(output.slice(output.indexOf('# For your own'))) as Record<string, string>;
    expect(environment).toMatchObject({ ANTOM_GATEWAY: `http://127.0.0.1:${String(port)}`, ANTOM_NOTIFY_URL: OWN });
    const settings = readAntomSettings(environment)!;
    const antom = lateAntom(settings, () => settings.gateway)();
    // Signed by the printed key, answered with a signature that the printed key verifies.
    expect(await antom.call('payments/createPaymentSession', request())).toMatchObject({ result: { resultStatus: 'S' } });
    expect((await fetch(/^# (http.*retention=0)$/m.exec(output)![1]!)).status).toBe(200);
  }, 30_000);

  it.each([
    [
      'an address off this machine',
      ['--notify', ELSEWHERE],
      '--notify needs an address on this machine, for example http://127.0.0.1:3000/api/notify.',
    ],
    [
      'what is no address',
      ['--notify', 'here'],
      '--notify needs an address on this machine, for example http://127.0.0.1:3000/api/notify.',
    ],
    ['an argument that it does not know', ['--key'], 'The arguments are --keys and --notify URL.'],
  ])(
    'stops with one sentence for %s',
    async (_what, args, sentence) => {
      const output = await run(args, sentence);
      expect(output.trim().endsWith(sentence)).toBe(true);
      expect(output.trim()).not.toContain('\n');
    },
    30_000,
  );

  it('prints no key of a gateway that is not the stand-in', async () => {
    const demo = await startDemo();
    stops.push(demo.close);
    const { environment } = demo.standIn!;
    const output = await run(['--keys'], 'unset them', environment);
    expect(output).toContain('name another gateway: unset them.');
    expect(output).not.toContain(environment['ANTOM_PRIVATE_KEY']!.slice(0, 40));
  }, 30_000);
});

describe("a notify address of one's own", () => {
  it.each([
    ['is used where a session names none', { paymentNotifyUrl: undefined }, OWN],
    ['is used where a session names one off this machine', { paymentNotifyUrl: ELSEWHERE }, OWN],
    ['is not used where a session names one on this machine', { paymentNotifyUrl: NOTIFY_URL }, NOTIFY_URL],
  ])('%s', async (_what, change: Json, expected) => {
    const gateway = testGateway({ notifyUrl: OWN });
    stops.push(() => {
      gateway.gateway.close();
    });
    const { paymentSessionId } = await gateway.create(change);
    gateway.gateway.payments.decide(String(paymentSessionId), { status: 'SUCCESS', resultCode: null, after: 0 });
    await gateway.clock.advance(0);
    expect(gateway.sent.map(({ url }) => url)).toEqual([expected]);
  });

  it('is told of a payment by a signed request', async () => {
    const heard: { readonly path: string; readonly headers: Headers; readonly body: string }[] = [];
    const server = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
      });
      incoming.on('end', () => {
        heard.push({
          path: incoming.url!,
          headers: new Headers(incoming.headers as Record<string, string>),
          body: Buffer.concat(chunks).toString(),
        });
        response.end(ACK.body);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    stops.push(
      () =>
        new Promise((resolve) => {
          server.close(resolve);
        }),
    );
    const demo = await startDemo({ notifyUrl: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/notify` });
    stops.push(demo.close);
    const { gateway } = demo.standIn!;
    const settings = readAntomSettings(demo.standIn!.environment)!;
    const session = await lateAntom(settings, () => settings.gateway)().call(
      'payments/createPaymentSession',
      request({ paymentNotifyUrl: ELSEWHERE }),
    );
    await fetch(`${demo.url}/ams/demo/report`, {
      method: 'POST',
      body: JSON.stringify({ paymentSessionId: session['paymentSessionId'], event: 'decide', status: 'SUCCESS' }),
    });
    await vi.waitFor(() => {
      expect(gateway.notificationsOf('request-1')).toMatchObject([{ attempts: 1, acknowledged: true }]);
    }, 10_000);
    const [{ path, headers, body }] = heard as [(typeof heard)[number]];
    expect(path).toBe('/notify');
    expect(JSON.parse(body)).toMatchObject({ notifyType: 'PAYMENT_RESULT', paymentRequestId: 'request-1', result: { resultStatus: 'S' } });
    verifySignature(
      { path, clientId: headers.get('client-id')!, time: headers.get('request-time')!, body },
      headers.get('signature'),
      readPublicKey(settings.publicKey),
    );
  });
});
