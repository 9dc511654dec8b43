/**
 * The page of docs/script-tag.md under the policies that docs/csp.md prints, and what Cross-Origin-Embedder-Policy does to it. Every host is
 * played here; the SDK is the real one.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Route } from 'playwright-core';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { press, useBrowser, type Visit } from './support/browser.ts';
import { useSdkServer } from './support/sdk-server.ts';

declare const AntomCheckout: typeof import('antom-checkout-controller');

const browser = useBrowser();
const sdkServer = useSdkServer();
const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const SHOP = 'https://shop.example';
const NONCE = 'r4nd0m';

const guide = read('docs/script-tag.md');
const [page] = /(?<=```html\n)[\s\S]*?(?=```)/.exec(guide) as unknown as [string];
const [script] = /(?<=```js\n)\/\/ checkout\.js\n[\s\S]*?(?=```)/.exec(guide) as unknown as [string];
const policyOf = (name: string): string =>
  new RegExp(`<!-- ${name} -->\\n\`\`\`\\n([\\s\\S]*?)\`\`\``)
    .exec(read('docs/csp.md'))![1]!
    .trim()
    .replace(/\s+/g, ' ')
    .replace('…', NONCE);
const withNonce = (html: string): string => html.replaceAll('<script', `<script nonce="${NONCE}"`);

interface Shop {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Further headers of the SDK's file and of the cashier's page. */
  readonly antom?: { readonly sdk?: Readonly<Record<string, string>>; readonly cashier?: Readonly<Record<string, string>> };
}

async function playHost(route: Route, { html, headers, antom = {} }: Shop): Promise<void> {
  const request = route.request();
  const { host, pathname } = new URL(request.url());
  const file = pathname.replace(/^.*\//, '');
  const fromDemo = async (path: string, further: Readonly<Record<string, string>> = {}): Promise<void> => {
    const post = request.method() === 'POST' ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' } : {};
    const response = await fetch(inject('demoUrl') + path, post);
    await route.fulfill({
      status: response.status,
      headers: { 'content-type': response.headers.get('content-type') ?? 'text/plain', ...further },
      body: await response.text(),
    });
  };
  switch (host) {
    case 'shop.example':
      if (pathname.startsWith('/api/')) return fromDemo(pathname);
      if (file === 'checkout.js') return route.fulfill({ contentType: 'text/javascript', body: script });
      if (file.endsWith('.js')) return route.fulfill({ contentType: 'text/javascript', body: read(`dist/${file}`) });
      return route.fulfill({ contentType: 'text/html', headers, body: `<!doctype html><title>Shop</title>${html}` });
    case 'sdk.marmot-cloud.com':
      return fromDemo('/sdk/ams-checkout.min.js', antom.sdk);
    case 'ac.alipay.com':
      return fromDemo(`/cashier/${file.endsWith('.html') ? '' : file}`, antom.cashier);
    default:
      return route.fulfill({
        contentType: request.resourceType() === 'script' ? 'text/javascript' : 'application/json',
        // Not `*`: some of the SDK's requests are with credentials.
        headers: {
          'access-control-allow-origin': SHOP,
          'access-control-allow-credentials': 'true',
          'access-control-allow-headers': 'content-type',
        },
        body: request.resourceType() === 'script' ? '' : '{}',
      });
  }
}

const openShop = (shop: Shop): Promise<Visit> =>
  browser.open(`${SHOP}/`, {
    before: async (_page, context) => {
      await context.route(
        (url) => url.protocol === 'https:',
        (route) => playHost(route, shop),
      );
    },
  });
const pay = (visit: Visit): Promise<void> => visit.page.getByRole('button', { name: 'Pay' }).click();
const told = (visit: Visit, text: string): Promise<void> => visit.page.locator('#message', { hasText: text }).waitFor();

describe('the page of docs/script-tag.md under the policies of docs/csp.md', () => {
  it.each([
    ['by hosts, as it stands', 'hosts', page],
    ['by nonce, with the nonce on each script', 'nonce', withNonce(page)],
  ])('%s: Pay opens the cashier, and the form is not sent', async (_what, name, html) => {
    const visit = await openShop({ html, headers: { 'content-security-policy': `default-src 'none'; ${policyOf(name)}` } });
    const documents: string[] = [];
    visit.page.on('request', (request) => {
      if (request.isNavigationRequest() && request.frame() === visit.page.mainFrame()) documents.push(request.url());
    });
    await pay(visit);
    await press(visit, 'fail');
    await told(visit, 'The payment failed. Please try again.');
    expect(documents).toEqual([]);
    expect(visit.ourProblems()).toEqual([]);
  });

  it('a script inside the page is refused by the policy by hosts: Pay sends the form, as the guide says', async () => {
    const inside = page.replace('<script src="/checkout.js"></script>', `<script>${script}</script>`);
    const visit = await openShop({ html: inside, headers: { 'content-security-policy': `default-src 'none'; ${policyOf('hosts')}` } });
    await Promise.all([visit.page.waitForURL(`${SHOP}/?`), pay(visit)]);
  });
});

describe('Cross-Origin-Embedder-Policy', () => {
  const CORP = { 'cross-origin-resource-policy': 'cross-origin' };
  const openUnder = (policy: string, antom: Shop['antom'] = {}): Promise<Visit> =>
    openShop({ html: page, headers: { 'cross-origin-embedder-policy': policy }, antom });

  it.each([
    ['require-corp, also where the script says that it may be embedded', 'require-corp', { sdk: CORP, cashier: CORP }],
    ['credentialless', 'credentialless', {}],
  ])("%s: the cashier's frame is refused", async (_what, policy, antom) => {
    const visit = await openUnder(policy, antom);
    const refused = visit.page.evaluate(
      () =>
        new Promise((resolve) => {
          new ReportingObserver(
            (reports) => {
              for (const { type, body } of reports) if (type === 'coep') resolve((body as unknown as { toJSON(): object }).toJSON());
            },
            { buffered: true },
          ).observe();
        }),
    );
    await pay(visit);
    expect(await refused).toMatchObject({
      disposition: 'enforce',
      blockedURL: expect.stringMatching(/^https:\/\/ac\.alipay\.com/) as string,
    });
  });

  it('require-corp refuses a script without such a header; fetched by CORS it is let in', async () => {
    // All over HTTP: of an answer that is played the browser does not look at this.
    const server = createServer((request, response) => {
      response.setHeader('cross-origin-embedder-policy', 'require-corp');
      response.setHeader('content-type', request.url === '/' ? 'text/html' : 'text/javascript');
      response.end(
        request.url === '/' ? '<!doctype html><script src="/library.js"></script>' : read('dist/antom-checkout-controller.iife.min.js'),
      );
    }).listen(0, '127.0.0.1');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    await once(server, 'listening');
    const load = async (crossOrigin?: 'anonymous'): Promise<string> => {
      // By its name, so that it is another site than the SDK's host.
      const visit = await browser.open(`http://localhost:${String((server.address() as AddressInfo).port)}/`);
      return visit.page.evaluate(
        ([url, cors]) => {
          const sdk = AntomCheckout.fromCdn({ url: url!, retries: 0, ...(cors === undefined ? {} : { crossOrigin: cors as 'anonymous' }) });
          return new AntomCheckout.CheckoutController({ environment: 'sandbox', prepare: 'manual', sdk }).prepare().then(
            () => 'loaded',
            (error: unknown) => (error as { code: string }).code,
          );
        },
        [sdkServer.url, crossOrigin],
      );
    };
    expect(await load()).toBe('sdk-load-failed');
    expect(await load('anonymous')).toBe('loaded');
  });

  it('the cashier opens where its own answer has such a policy too', async () => {
    const visit = await openUnder('require-corp', { sdk: CORP, cashier: { ...CORP, 'cross-origin-embedder-policy': 'require-corp' } });
    await pay(visit);
    await press(visit, 'fail');
    await told(visit, 'The payment failed. Please try again.');
  });
});
