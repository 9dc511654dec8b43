/**
 * The README's first screen, run as it stands: the only things played are the merchant's server and the hosts that are not ours.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Route } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { expectNoProblems, press, useBrowser, type Visit } from './support/browser.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const work = `${root}/.cache/readme`;
const read = (file: string): string => readFileSync(`${root}/${file}`, 'utf8');
const codeOf = (file: string): string[] => Array.from(read(file).matchAll(/```(?:js|html)\n([\s\S]*?)```/g), ([, code]) => code!);

const [spa, scriptTag] = codeOf('README.md') as [string, string];
const SHOP = 'https://shop.example';

/** Plays the network: the merchant's site, Antom's CDN, Antom's cashier. Every other host stays refused. */
async function playNetwork(context: BrowserContext, files: Readonly<Record<string, string>>): Promise<void> {
  const demo = inject('demoUrl');
  const fromDemo = async (route: Route, path: string): Promise<void> => {
    const request = route.request();
    const response = await fetch(demo + path, {
      method: request.method(),
      headers: { 'content-type': 'application/json' },
      ...(request.method() === 'POST' ? { body: '{}' } : {}),
    });
    await route.fulfill({
      status: response.status,
      contentType: response.headers.get('content-type') ?? 'text/plain',
      headers: { 'access-control-allow-origin': '*' },
      body: await response.text(),
    });
  };
  await context.route(`${SHOP}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname.startsWith('/api/')) return fromDemo(route, pathname);
    const file = files[pathname];
    if (file === undefined) return route.fulfill({ status: 404, body: 'not here' });
    return route.fulfill({ contentType: pathname.endsWith('.js') ? 'text/javascript' : 'text/html', body: file });
  });
  await context.route('https://sdk.marmot-cloud.com/package/ams-checkout/1.47.2/dist/umd/ams-checkout.min.js', (route) =>
    fromDemo(route, '/sdk/ams-checkout.min.js'),
  );
  await context.route('https://ac.alipay.com/**', (route) => {
    const file = new URL(route.request().url()).pathname.replace(/^.*\//, '');
    return fromDemo(route, `/cashier/${file.endsWith('.html') ? '' : file}`);
  });
}

describe('the README', () => {
  const browser = useBrowser();
  const bundle: Record<string, string> = {};

  const openShop = (files: Readonly<Record<string, string>>): Promise<Visit> =>
    browser.open(`${SHOP}/`, { before: (_page, context) => playNetwork(context, files) });

  beforeAll(async () => {
    mkdirSync(work, { recursive: true });
    writeFileSync(
      `${work}/index.html`,
      '<!doctype html><title>Shop</title><button id="pay">Pay</button><p id="result"></p><script type="module" src="/main.js"></script>',
    );
    writeFileSync(`${work}/main.js`, spa);
    const built = await build({
      root: work,
      configFile: false,
      logLevel: 'silent',
      resolve: { alias: { 'antom-checkout-controller': `${root}/dist/index.js` } },
      // The one chunk is the SDK's; its name tells its console errors from ours.
      build: {
        write: false,
        minify: false,
        chunkSizeWarningLimit: 5000,
        rolldownOptions: { output: { chunkFileNames: 'ams-checkout-[hash].js' } },
      },
    });
    if (!('output' in built)) throw new Error('one build was asked for');
    for (const file of built.output) bundle[`/${file.fileName}`] = file.type === 'chunk' ? file.code : String(file.source);
    bundle['/'] = bundle['/index.html']!;
  });
  afterAll(() => {
    rmSync(work, { recursive: true, force: true });
  });

  test('its example for single-page apps takes at most 15 lines, opens the cashier, and shows the outcome', async () => {
    expect(spa.trim().split('\n').length).toBeLessThanOrEqual(15);
    const visit = await openShop(bundle);
    await visit.page.click('#pay');
    await press(visit, 'pay');
    await visit.page.getByText('succeeded, then: none').waitFor();
    expectNoProblems(visit);
  });

  test('its example for script tags takes at most 10 lines, opens the cashier, and shows the outcome', async () => {
    expect(scriptTag.trim().split('\n').length).toBeLessThanOrEqual(10);
    const visit = await openShop({
      '/': `<!doctype html><title>Shop</title>${scriptTag}`,
      '/antom-checkout-controller.iife.min.js': read('dist/antom-checkout-controller.iife.min.js'),
    });
    await visit.page.getByRole('button', { name: 'Pay' }).click();
    await press(visit, 'fail');
    await visit.page.locator('output', { hasText: 'failed' }).waitFor();
    expectNoProblems(visit);
  });

  test('the Chinese README has the same code', () => {
    expect(codeOf('README.zh-CN.md')).toEqual(codeOf('README.md'));
  });
});
