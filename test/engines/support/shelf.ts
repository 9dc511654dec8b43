/**
 * What the tests serve besides the demo: scripts for the page, the SDK at an address that answers 404 until it is put there, and a
 * cashier and forms for engines that cannot run the demo's.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface Shelf {
  readonly bench: string;
  readonly fakeSdk: string;
  readonly sdk: string;
  readonly plainCashier: string;
  /** The addresses of the forms begin with it. */
  readonly plainForms: string;
  /** An address at which nothing is yet. */
  vacancy(): string;
  /** From now on the SDK is there, or another script. */
  put(address: string, text?: string): void;
  readonly requireJs: string;
  /** An address whose requests get the SDK one by one, by `release()`. It counts its runs in `window.sdkRuns`. */
  readonly held: string;
  /** Requests for it that wait, of pages that are open. */
  waiting(): number;
  /** Answers the oldest one that waits. */
  release(): void;
  close(): void;
}

const SDK = fileURLToPath(new URL('../../../node_modules/@alipay/ams-checkout/dist/umd/ams-checkout.min.js', import.meta.url));
const REQUIRE_JS = fileURLToPath(new URL('../../../node_modules/requirejs/require.js', import.meta.url));
const beside = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

async function bundle(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [beside(file)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2015',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

export async function openShelf(): Promise<Shelf> {
  const [bench, fakeSdk, needs, sdk, cashier, form, requireJs] = await Promise.all([
    bundle('bench.ts'),
    bundle('fake-sdk-in-page.ts'),
    bundle('sdk-needs.ts'),
    readFile(SDK, 'utf8'),
    readFile(beside('plain-cashier.html'), 'utf8'),
    readFile(beside('plain-form.html'), 'utf8'),
    readFile(REQUIRE_JS, 'utf8'),
  ]);
  const there = new Map([
    ['/bench.js', bench],
    ['/fake-sdk.js', fakeSdk],
    ['/sdk.js', needs + sdk],
    ['/cashier/', cashier],
    ['/players/card/', form],
    ['/players/element/', form],
    ['/players/checkout-page/', form],
    ['/require.js', requireJs],
  ]);
  let waiting: ServerResponse[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/\?.*/, '');
    if (path === '/held.js') {
      waiting.push(response);
      // A page that is closed waits no longer.
      response.once('close', () => {
        waiting = waiting.filter((other) => other !== response);
      });
      return;
    }
    const text = there.get(path);
    const type = path.endsWith('.js') ? 'text/javascript' : 'text/html';
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }).end(text);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let made = 0;
  return {
    bench: `${origin}/bench.js`,
    fakeSdk: `${origin}/fake-sdk.js`,
    sdk: `${origin}/sdk.js`,
    plainCashier: `${origin}/cashier/`,
    plainForms: `${origin}/players/`,
    requireJs: `${origin}/require.js`,
    held: `${origin}/held.js`,
    waiting: () => waiting.length,
    release: () => {
      waiting
        .shift()
        ?.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' })
        .end(`window.sdkRuns = (window.sdkRuns || 0) + 1;\n${needs}${sdk}`);
    },
    vacancy: () => {
      made += 1;
      return `${origin}/missing-${made}.js`;
    },
    put: (address, text = needs + sdk) => {
      there.set(new URL(address).pathname, text);
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
