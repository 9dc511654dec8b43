/** The packed entry `./server`: alone in its files, on every kind of server the same, and one sentence in a browser. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EdgeVM } from '@edge-runtime/vm';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { makeKeyPair, writePrivateKey, writePublicKey } from '../../demo/server/antom/keys.ts';
import { signatureOf } from '../../demo/server/antom/signature.ts';
import { emptyFolder, install, NAME } from './support/packed.ts';

const { content } = inject('packed');
const ENTRY = `${NAME}/server`;
const NAMES = ['ACKNOWLEDGED', 'AntomServerError', 'checkoutRoutes', 'createAntom', 'signature', 'verify'];
const FILES = ['dist/server.js', 'dist/server.cjs'];
const read = (file: string): string => readFileSync(join(content, file), 'utf8');
const folder = emptyFolder('server');
beforeAll(() => {
  install(folder, content, { files: { 'package.json': '{ "private": true }' } });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const node = (...args: string[]): string => execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).trim();

test.each(FILES)('%s imports nothing, node: neither, and asks for no process', (file) => {
  expect(read(file)).not.toMatch(/^import |\brequire\(|\bimport\(|node:|\bprocess\.|\bBuffer\./m);
});

test('nothing of the core is in it, and nothing of it in the core', () => {
  for (const file of FILES) expect(read(file)).not.toMatch(/createComponent|CheckoutController\b.*class|pagehide|SDK_CREATE/);
  for (const file of ['dist/index.js', 'dist/index.cjs', 'dist/antom-checkout-controller.iife.min.js'])
    expect(read(file)).not.toMatch(/RSASSA|request-time|answer-unsigned/);
});

test('an ES module and CommonJS get the same names in plain Node', () => {
  const told = 'console.log(JSON.stringify(Object.keys(m).sort()))';
  expect(JSON.parse(node('--input-type=module', '-e', `import * as m from "${ENTRY}"; ${told}`))).toEqual(NAMES);
  expect(JSON.parse(node('--input-type=commonjs', '-e', `const m = require("${ENTRY}"); ${told}`))).toEqual(NAMES);
});

// By hand, for releasing.md, in Node 22 and 24, Deno and Bun.
test('the program for any runtime sees the same here as everywhere', () => {
  writeFileSync(join(folder, 'any-runtime.mjs'), readFileSync(new URL('support/any-runtime.mjs', import.meta.url)));
  expect(JSON.parse(node('any-runtime.mjs'))).toEqual({
    session: [200, 'r1'],
    inquiry: [200, 'SUCCESS'],
    notified: [200, 401],
    payments: ['SUCCESS'],
    forged: 'answer-unsigned',
  });
});

const bundle = async (
  conditions: readonly string[],
  format: 'esm' | 'iife' = 'esm',
  code = `export * from '${ENTRY}'`,
): Promise<string> => {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: folder },
    bundle: true,
    write: false,
    format,
    globalName: 'entry',
    // As esbuild does for a browser, plus what the runtime's own bundler adds.
    platform: 'browser',
    conditions: [...conditions],
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
};

describe('a bundle', () => {
  test('for a browser is built, and throws one sentence when it is loaded', async () => {
    const code = await bundle([], 'iife', `import { createAntom } from '${ENTRY}'; globalThis.made = createAntom;`);
    expect(code).not.toContain('RSASSA');
    writeFileSync(join(folder, 'page.cjs'), code);
    const load = 'try { require("./page.cjs"); console.log("loaded"); } catch (error) { console.log(error.message); }';
    expect(node('-e', load)).toMatch(/^antom-checkout-controller\/server signs with your private key, so it belongs on a server: /);
  });

  test.each(['workerd', 'edge-light', 'worker', 'deno', 'bun'])(
    'under the condition %s, which comes with browser, is the real one',
    async (condition) => {
      expect(await bundle([condition])).toContain('RSASSA');
    },
  );
});

describe('in an edge runtime', () => {
  test('a call is signed and its answer believed, a notification too, and a forged one is not', async () => {
    const [merchant, antom] = await Promise.all([makeKeyPair(), makeKeyPair()]);
    const clientId = 'SANDBOX_EDGE';
    const [path, body] = [
      '/api/notify',
      JSON.stringify({
        notifyType: 'PAYMENT_RESULT',
        paymentRequestId: 'r',
        paymentAmount: { currency: 'HKD', value: '1' },
        result: { resultStatus: 'S' },
      }),
    ];
    const vm = new EdgeVM({ initialCode: await bundle(['edge-light'], 'iife') });
    const time = String(Date.now());
    const answer = JSON.stringify({
      result: { resultStatus: 'S', resultCode: 'SUCCESS' },
      paymentRequestId: 'r',
      paymentStatus: 'SUCCESS',
    });
    const signed = (message: { path: string; body: string }): string => signatureOf({ ...message, clientId, time }, antom.privateKey);
    const given = {
      options: {
        clientId,
        privateKey: writePrivateKey(merchant.privateKey),
        publicKey: writePublicKey(antom.publicKey),
        environment: 'sandbox',
      },
      answer: {
        body: answer,
        headers: {
          'client-id': clientId,
          'response-time': time,
          signature: signed({ path: '/ams/sandbox/api/v1/payments/inquiryPayment', body: answer }),
        },
      },
      notification: { body, headers: { 'client-id': clientId, 'request-time': time, signature: signed({ path, body }) } },
    };
    const told: unknown = await vm.evaluate(`(async () => {
      const given = ${JSON.stringify(given)};
      const fetch = async (url, init) => { new Request(url, init); return new Response(given.answer.body, { headers: given.answer.headers }); };
      const antom = entry.createAntom({ ...given.options, fetch });
      const notify = (body) => antom.readNotification(new Request('https://shop.example${path}', { method: 'POST', headers: given.notification.headers, body }));
      const { paymentStatus } = await antom.inquiryPayment({ paymentRequestId: 'r' });
      const { status } = await notify(given.notification.body);
      const forged = await notify(given.notification.body.replace('"1"', '"2"')).catch((error) => error.code);
      return JSON.stringify([typeof process, paymentStatus, status, forged]);
    })()`);
    expect(JSON.parse(String(told))).toEqual(['undefined', 'SUCCESS', 'SUCCESS', 'notification-unsigned']);
  });
});
