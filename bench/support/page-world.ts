/**
 * A small internet of one machine: the merchant's shop, Antom's CDN, cashier and API with fixed latencies, and a Chromium to which no other
 * host exists. Pages use Antom's real addresses, by real connections, so that nothing stands between them and what is measured.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { ensureChromium } from '../../test/browser/support/chromium.ts';
import { selfSigned } from './page-certificate.ts';

/**
 * ms from a request's arrival to its answer. Pages come at once, since both sides have one, and so do CORS preflights and the stop-watch.
 */
export interface Latencies {
  /** The merchant's own scripts: of these only the library's script-tag file, which the sample does not have. */
  shop: number;
  cdn: number;
  session: number;
  cashier: number;
  api: number;
}

/** What the cashier does by itself as soon as it is shown; null: nothing. */
export type End = 'close' | 'success' | null;

export interface World {
  /** The shop's origin. */
  readonly shop: string;
  /** May be changed between two visits. */
  readonly latencies: Latencies;
  /** How the cashiers that open from now on end, in turn. */
  ends: readonly End[];
  readonly browser: Browser;
  /** A page of the shop's in a context that knows nothing of earlier ones. */
  visit(path: string): Promise<Visit>;
  close(): Promise<void>;
}

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  close(): Promise<void>;
}

const CDN = 'sdk.marmot-cloud.com';
const CASHIER = 'ac.alipay.com';
/** Of the Payment Element and the Checkout Page. */
const CHECKOUT = 'checkout.antom.com';
const API = 'imgs-sea-global.alipay.com';
const TRACKER = 'gw.alipayobjects.com';

const LIBRARY = '/antom-checkout-controller.iife.min.js';

/** The SDK keeps every line of its log until its tracker takes it (esm/util/logger). This one takes and forgets. */
const FORGETFUL_TRACKER = 'window.iTracker = { initiTracker() {}, set() {}, logInfo() {}, logError() {}, reportRPC() {} };';

/** What a query of every product accepts as a yes. */
const YES = { success: true, paymentMethods: [{}], orderAmountView: {}, paymentAmountView: {} };

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--ignore-certificate-errors',
];

/** ms */
const PATIENCE = 120_000;

const repository = new URL('../../', import.meta.url);

function read(path: string, missing: string): Buffer {
  const file = fileURLToPath(new URL(path, repository));
  if (!existsSync(file)) throw new Error(`${path} is not there: ${missing}.`);
  return readFileSync(file);
}

/** What a session may be for, by the name in the address that asks for it, and by what the SDK picks the app then. */
const PRODUCTS = {
  cashier: { scene: 'CASHIER_PAYMENT', version: '1.0', category: 'APM', method: 'ALIPAY_HK' },
  card: { scene: 'CASHIER_PAYMENT', version: '1.0', category: 'CARD', method: 'CARD' },
  element: { scene: 'ELEMENT_PAYMENT', version: '1.0', category: 'ALL', method: 'CARD' },
  checkoutPage: { scene: 'CHECKOUT_PAYMENT', version: '1.0', category: 'ALL', method: 'CARD' },
  easyPay: { scene: 'EASY_PAY', version: '2.0', category: 'WALLET', method: 'ALIPAY_HK' },
  autoDebit: { scene: 'AUTO_DEBIT', version: '1.0', category: 'WALLET', method: 'ALIPAY_HK' },
} as const;

export type Product = keyof typeof PRODUCTS;
const isProduct = (name: string | null): name is Product => name !== null && Object.hasOwn(PRODUCTS, name);

/** createPaymentSession's answer, as far as the SDK and the library read it. */
function paymentSession(number: number, product: Product): string {
  const { scene, version, category, method } = PRODUCTS[product];
  const signed = { signType: 'REDIRECT' };
  const meta = {
    paymentSessionConfig: { productScene: scene, productSceneVersion: version, paymentMethodCategoryType: category },
    paymentSessionFactor: { paymentAmount: { currency: 'HKD', value: '12800' } },
    paymentMethodInfoView: { paymentMethodType: method },
    securityConfig: {},
    extendInfo: '{}',
    action: product === 'autoDebit' ? { web: signed, wap: signed } : {},
    number,
  };
  return JSON.stringify({
    paymentSessionData: `signature&&SG&&111&&${Buffer.from(JSON.stringify(meta)).toString('base64')}`,
    paymentSessionExpiryTime: new Date(Date.now() + 3_600_000).toISOString(),
    paymentSessionId: `session-${String(number)}`,
    result: { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' },
  });
}

/** @param flags further arguments for Chromium */
export async function openWorld(latencies: Latencies, flags: readonly string[] = []): Promise<World> {
  const shopFiles = new Map<string, readonly [body: Buffer, type: string]>([
    ...[
      'page-sample.html',
      'page-sample-on-click.html',
      'page-library.html',
      'page-leaks.html',
      'page-form-sample.html',
      'page-form-library.html',
    ].map((name) => [`/${name}`, [read(`bench/support/${name}`, 'it belongs to the repository'), 'text/html']] as const),
    ['/page-form.js', [read('bench/support/page-form.js', 'it belongs to the repository'), 'text/javascript']],
    ['/page-probe.js', [read('bench/support/page-probe.js', 'it belongs to the repository'), 'text/javascript']],
    [LIBRARY, [read('dist/antom-checkout-controller.iife.min.js', 'run "npm run build" first'), 'text/javascript']],
  ]);
  const sdk = gzipSync(read('node_modules/@alipay/ams-checkout/dist/umd/ams-checkout.min.js', 'run "npm ci" first'));
  const cashier = read('bench/support/page-cashier.html', 'it belongs to the repository');
  const executablePath = await ensureChromium();

  let sessions = 0;
  let queries = 0;
  const world = { latencies: { ...latencies }, ends: [] as readonly End[] };

  const shop = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://shop');
    const product = searchParams.get('product');
    if (pathname === '/api/payment-sessions') {
      await pause(world.latencies.session);
      sessions += 1;
      response.setHeader('content-type', 'application/json').end(paymentSession(sessions, isProduct(product) ? product : 'cashier'));
      return;
    }
    const [body, type] = shopFiles.get(pathname) ?? [];
    if (pathname === LIBRARY) await pause(world.latencies.shop);
    if (body === undefined || type === undefined) response.writeHead(404).end();
    else response.setHeader('content-type', `${type}; charset=utf-8`).end(body);
  };

  const antom = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    switch (request.headers.host) {
      case CDN:
        await pause(world.latencies.cdn);
        response
          .writeHead(200, {
            'content-type': 'text/javascript; charset=utf-8',
            'content-encoding': 'gzip',
            'access-control-allow-origin': '*',
            'cache-control': 'max-age=600',
          })
          .end(sdk);
        break;
      case CASHIER:
      case CHECKOUT:
        await pause(world.latencies.cashier);
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(cashier);
        break;
      case TRACKER:
        await pause(world.latencies.cdn);
        response.setHeader('content-type', 'text/javascript; charset=utf-8').end(FORGETFUL_TRACKER);
        break;
      case API:
        response
          .setHeader('access-control-allow-origin', request.headers.origin ?? '*')
          .setHeader('access-control-allow-credentials', 'true');
        if (request.method === 'OPTIONS') {
          response
            .setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '')
            .setHeader('access-control-allow-methods', 'POST')
            .end();
          return;
        }
        await pause(world.latencies.api);
        response
          .setHeader('content-type', 'application/json')
          .end(JSON.stringify({ ...YES, end: world.ends[queries % world.ends.length] ?? null }));
        queries += 1;
        break;
      default:
        response.writeHead(404).end();
    }
  };

  const servers: Server[] = [];
  const listen = async (server: Server): Promise<number> => {
    servers.push(server);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return (server.address() as AddressInfo).port;
  };
  const handler =
    (answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>): RequestListener =>
    (request, response) => {
      answer(request, response).catch(() => {
        response.destroy();
      });
    };
  const shopPort = await listen(createServer(handler(shop)));
  const antomPort = await listen(createSecureServer(selfSigned(), handler(antom)));
  const closeServers = (): void => {
    servers.forEach((server) => {
      server.close();
      server.closeAllConnections();
    });
  };

  const rules = [
    ...[CDN, CASHIER, CHECKOUT, API, TRACKER].map((host) => `MAP ${host}:443 127.0.0.1:${String(antomPort)}`),
    'MAP * ~NOTFOUND',
    'EXCLUDE 127.0.0.1',
  ];
  const browser = await chromium
    .launch({ executablePath, args: [...ARGS, ...flags, `--host-resolver-rules=${rules.join(', ')}`] })
    .catch((error: unknown) => {
      closeServers();
      throw error;
    });

  return Object.assign(world, {
    shop: `http://127.0.0.1:${String(shopPort)}`,
    browser,
    async visit(path: string): Promise<Visit> {
      const context = await browser.newContext();
      // A busy machine is slow, and that is no reason to measure nothing.
      context.setDefaultTimeout(PATIENCE);
      const page = await context.newPage();
      await page.goto(`http://127.0.0.1:${String(shopPort)}${path}`, { waitUntil: 'domcontentloaded' });
      return { page, context, close: () => context.close() };
    },
    async close() {
      await browser.close();
      closeServers();
    },
  });
}
