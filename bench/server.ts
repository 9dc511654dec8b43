/**
 * The entry for servers: what a signature costs, made and verified by WebCrypto, beside the same work by `node:crypto` in the same run, and how many
 * notifications one core verifies in a second.
 */
import { constants, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makeKeyPair, writePrivateKey, writePublicKey } from '../demo/server/antom/keys.ts';
import { signatureOf } from '../demo/server/antom/signature.ts';
import type * as Server from '../src/server/index.ts';
import type { Bench } from './support/bench.ts';
import { number } from './support/report.ts';

const dist = new URL('../dist/server.js', import.meta.url);
const CLIENT = 'SANDBOX_BENCH';
const PATH = '/api/notify';
const ROUNDS = 11;
const CALLS = { verify: 500, sign: 100 };

export interface ServerData {
  /** µs for one, the median of the rounds, and the median of the rounds' quotients. */
  readonly verify: { readonly ours: number; readonly node: number; readonly ratio: number };
  readonly sign: { readonly ours: number; readonly node: number; readonly ratio: number };
  /** µs that `node:crypto` blocks the process for, where it is asked without a callback. */
  readonly blocking: { readonly verify: number; readonly sign: number };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
const round = (value: number): number => Math.round(value * 100) / 100;

/** µs for one call, each after the other. */
async function time(calls: number, call: () => unknown): Promise<number> {
  const start = process.hrtime.bigint();
  for (let at = 0; at < calls; at += 1) await call();
  return Number(process.hrtime.bigint() - start) / 1000 / calls;
}

/** Round by round in turn, so that whatever else the machine does hits both. */
async function beside(calls: number, ours: () => unknown, node: () => unknown): Promise<ServerData['verify']> {
  const rounds: { ours: number; node: number }[] = [];
  await time(calls, ours);
  await time(calls, node);
  for (let at = 0; at < ROUNDS; at += 1) rounds.push({ ours: await time(calls, ours), node: await time(calls, node) });
  return {
    ours: round(median(rounds.map((one) => one.ours))),
    node: round(median(rounds.map((one) => one.node))),
    ratio: round(median(rounds.map((one) => one.ours / one.node))),
  };
}

// With a callback the work is done in a thread of its own, as WebCrypto's is, and the process goes on: the same work.
const signAside = promisify(sign) as (...args: [string, Buffer, object]) => Promise<Buffer>;
const verifyAside = promisify(verify) as (...args: [string, Buffer, object, Buffer]) => Promise<boolean>;

async function measure(): Promise<ServerData> {
  if (!existsSync(fileURLToPath(dist))) throw new Error('dist/ is not there: run "npm run build" first.');
  const { createAntom } = (await import(dist.href)) as typeof Server;
  const [merchant, antom] = await Promise.all([makeKeyPair(), makeKeyPair()]);
  const [privateKey, publicKey] = [writePrivateKey(merchant.privateKey), writePublicKey(antom.publicKey)];
  const body = JSON.stringify({
    notifyType: 'PAYMENT_RESULT',
    result: { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' },
    paymentRequestId: 'paymentRequestId01',
    paymentId: '2020010123456789XXXX',
    paymentAmount: { value: '4200', currency: 'MYR' },
    paymentCreateTime: '2020-01-01T12:01:00+08:30',
    paymentTime: '2020-01-01T12:01:01+08:30',
  });
  const at = String(Date.now());
  const signature = signatureOf({ path: PATH, clientId: CLIENT, time: at, body }, antom.privateKey);
  const headers = { 'client-id': CLIENT, 'request-time': at, signature };

  // What a call is but for the network: a fetch that fails at once.
  const down = Promise.reject(new Error('no network'));
  down.catch(() => undefined);
  const ours = createAntom({ clientId: CLIENT, privateKey, publicKey, environment: 'sandbox', fetch: () => down });
  const keys = {
    own: createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' }),
    antoms: createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' }),
  };
  const bytes = Buffer.from(decodeURIComponent(signature.replace(/^.*signature=/, '')), 'base64');
  const padding = constants.RSA_PKCS1_PADDING;
  const content = (): Buffer => Buffer.from(`POST ${PATH}\n${CLIENT}.${at}.${body}`);
  return {
    verify: await beside(
      CALLS.verify,
      () => ours.readNotification({ method: 'POST', url: PATH, headers, body }),
      async () => {
        const value = decodeURIComponent(headers.signature.replace(/^.*signature=/, ''));
        if (!(await verifyAside('sha256', content(), { key: keys.antoms, padding }, Buffer.from(value, 'base64'))))
          throw new Error('not verified');
        JSON.parse(body);
      },
    ),
    sign: await beside(
      CALLS.sign,
      () => ours.inquiryPayment({ paymentRequestId: 'paymentRequestId01' }).catch(() => undefined),
      async () => encodeURIComponent((await signAside('sha256', content(), { key: keys.own, padding })).toString('base64')),
    ),
    blocking: {
      verify: round(await time(CALLS.verify, () => verify('sha256', content(), { key: keys.antoms, padding }, bytes))),
      sign: round(await time(CALLS.sign, () => sign('sha256', content(), { key: keys.own, padding }))),
    },
  };
}

export const bench: Bench = {
  title: 'The entry for servers',
  run: async (progress) => {
    progress(`signatures, ${String(ROUNDS)} rounds`);
    const data = await measure();
    const row = (what: string, { ours, node, ratio }: ServerData['verify']): string[] => [
      what,
      number(Math.round(ours)),
      number(Math.round(node)),
      ratio.toFixed(2),
      number(Math.round(1e6 / ours)),
    ];
    return {
      table: [
        ['one after the other, on one core', 'µs', 'µs by `node:crypto`', 'ratio', 'in a second'],
        row('a notification is verified and read', data.verify),
        row('a call is checked, signed and handed to fetch', data.sign),
      ],
      notes: [
        'Medians of 11 rounds with RSA keys of 2048 bits. By `node:crypto` it is the signature alone, and JSON.parse of the notification, with a callback: like WebCrypto it then works in a ' +
          `thread of its own. Without one it blocks the process for ${number(Math.round(data.blocking.verify))} µs to verify and ${number(Math.round(data.blocking.sign))} µs to sign, which no WebCrypto can do. Microseconds are this machine's.`,
      ],
      targets: [
        {
          claim: 'A notification is verified in at most 1.5 times the time of `node:crypto`',
          value: data.verify.ratio,
          limit: 1.5,
          unit: 'times',
        },
        { claim: 'A call is signed in at most 1.5 times the time of `node:crypto`', value: data.sign.ratio, limit: 1.5, unit: 'times' },
      ],
      data,
    };
  },
};
