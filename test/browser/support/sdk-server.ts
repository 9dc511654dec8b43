/** A host for the SDK's file that answers as it is told, on another origin than the page. Real HTTP: an intercepted request cannot stall. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach } from 'vitest';

const repository = new URL('../../../', import.meta.url);
const file = (path: string): string => readFileSync(fileURLToPath(new URL(path, repository)), 'utf8');

/** Counts how often it ran in `window.sdkRuns`. */
const sdk = (): string =>
  `self.sdkRuns = (self.sdkRuns || 0) + 1;\n${file('node_modules/@alipay/ams-checkout/dist/umd/ams-checkout.min.js')}`;

/** `stall`: headers and half of the file, the rest on `release()`. `altered`: the file with something added, which no cache may keep. */
export type Answer = 'ok' | 'altered' | 'stall' | 'reset' | 'html' | 'throws' | 'empty' | number;

export interface SdkServer {
  readonly url: string;
  /** Of the file as it is. */
  readonly integrity: string;
  /** What was asked for, in order. */
  readonly asked: string[];
  /** Later requests are answered so, in order; the last one stays. */
  answers(...answers: Answer[]): void;
  /** The n-th stalled answer (from 0) goes on. */
  release(index: number): void;
}

/** Call at the top of a test file. */
export function useSdkServer(): SdkServer {
  let server: Server;
  let url = '';
  let script: Answer[] = ['ok'];
  let stalled: ServerResponse[] = [];
  const asked: string[] = [];
  const body = sdk();
  const half = Math.floor(body.length / 2);

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.setHeader('access-control-allow-origin', '*');
      response.setHeader('cache-control', 'public, max-age=600');
      response.setHeader('content-type', 'text/javascript; charset=utf-8');
      // Keeps a page from loading for as long as it is there.
      if (request.url === '/hanging.png') return;
      if (request.url === '/hanging.html') {
        response.setHeader('content-type', 'text/html');
        response.end('<!doctype html><title>Shop</title><img src="/hanging.png"><script async src="/ams-checkout.min.js"></script>');
        return;
      }
      if (request.url === '/require.js') {
        response.end(file('node_modules/requirejs/require.js'));
        return;
      }
      const answer = script[0] ?? 'ok';
      if (script.length > 1) script = script.slice(1);
      switch (answer) {
        case 'ok':
          response.end(body);
          break;
        case 'altered':
          response.setHeader('cache-control', 'no-store');
          response.end(`${body}\n/* Added on its way. */`);
          break;
        case 'stall':
          stalled.push(response);
          response.write(body.slice(0, half));
          break;
        case 'reset':
          request.socket.destroy();
          break;
        case 'html':
          response.setHeader('content-type', 'text/html');
          response.end('<!doctype html><title>Please sign in</title><p>This network asks you to sign in.</p>');
          break;
        case 'throws':
          response.end('throw new Error("broken on its way");');
          break;
        case 'empty':
          response.end('/* Runs, and defines nothing. */');
          break;
        default:
          response.statusCode = answer;
          response.end('not here');
      }
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/ams-checkout.min.js`;
  });
  beforeEach(() => {
    script = ['ok'];
    stalled = [];
    asked.length = 0;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  return {
    get url() {
      return url;
    },
    integrity: `sha384-${createHash('sha384').update(body).digest('base64')}`,
    asked,
    answers: (...next) => {
      script = next;
    },
    release: (index) => {
      stalled[index]?.end(body.slice(half));
    },
  };
}
