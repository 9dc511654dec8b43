/**
 * Every address of the demo. README.md lists them.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import type { MiddlewareHandler } from 'hono';
import type { HttpBindings } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { aids } from './aids.ts';
import type { CashierFiles } from './cashier-files.ts';
import { fileFromDemo, fileFromRepository } from './paths.ts';

interface Env {
  Bindings: HttpBindings;
}

const SHOP = 'dist/shop';
const SDK = {
  '/sdk/ams-checkout.min.js': 'node_modules/@alipay/ams-checkout/dist/umd/ams-checkout.min.js',
  '/sdk/1.12.0/ams-checkout.min.js': 'node_modules/ams-checkout-1.12.0/dist/umd/ams-checkout.min.js',
};

const MERCHANT_PAGES = { '/merchant/': 'index.html', '/merchant/card/': 'card.html' };
const MERCHANT_FILES = { 'merchant.css': 'text/css', 'page.js': 'text/javascript' };

/** Each plays one of Antom's hosted apps. */
const PLAYERS = ['card', 'element', 'checkout-page', 'easypay', 'autodebit', 'challenge'] as const;

const playerPage = ({ html }: CashierFiles, player: (typeof PLAYERS)[number]): string => html.replace('"PLAYER"', `"${player}"`);

export interface Parts {
  readonly cashier: CashierFiles;
  readonly players: CashierFiles;
  readonly merchant: Hono<Env>;
  /** Null when the payments go elsewhere. */
  readonly gateway: Hono | null;
  /** Whether pages open the demo's cashier rather than Antom's. */
  readonly isStandIn: () => boolean;
}

export function createRoutes({ cashier, players, merchant, gateway, isStandIn }: Parts): Hono<Env> {
  const app = new Hono<Env>();
  const withLocalMock = localMock(isStandIn);

  app.use(async (c, next) => {
    await next();
    // Files change under a developer's hands. Not `no-store`: that keeps pages out of the back/forward cache, which tests need.
    c.res.headers.set('cache-control', 'no-cache');
  });

  app.route('/', merchant);
  if (gateway !== null) app.route('/', gateway);
  app.route('/', aids);

  for (const [path, file] of Object.entries(SDK)) {
    app.get(path, async (c) => c.body(await readFile(fileFromRepository(file)), 200, { 'content-type': 'text/javascript; charset=utf-8' }));
  }
  app.get('/sdk/empty.js', (c) => c.body('/* Runs, and defines nothing. */', 200, { 'content-type': 'text/javascript' }));
  app.get('/sdk/hang.js', () => new Promise<Response>(() => undefined));

  for (const folder of ['/cashier', '/merchant', '/merchant/card'])
    app.get(folder, (c) => c.redirect(`${folder}/${new URL(c.req.url).search}`));
  app.get('/cashier/', (c) => c.html(cashier.html));
  app.get('/cashier/cashier.js', (c) => c.body(cashier.script, 200, { 'content-type': 'text/javascript; charset=utf-8' }));
  app.get('/cashier/cashier.css', (c) => c.body(cashier.style, 200, { 'content-type': 'text/css; charset=utf-8' }));

  for (const player of PLAYERS) {
    app.get(`/players/${player}`, (c) => c.redirect(`/players/${player}/${new URL(c.req.url).search}`));
    app.get(`/players/${player}/`, (c) => c.html(playerPage(players, player)));
  }
  app.get('/players/players.js', (c) => c.body(players.script, 200, { 'content-type': 'text/javascript; charset=utf-8' }));
  app.get('/players/players.css', (c) => c.body(players.style, 200, { 'content-type': 'text/css; charset=utf-8' }));
  // AMSAutoDebit with an environment that it does not know opens this address, relative to the page.
  app.get('/undefined/AUTO_DEBIT_WALLET/*', (c) => c.html(playerPage(players, 'autodebit')));

  app.use('/dist/*', built(fileFromRepository('.'), 'dist'));

  for (const [path, file] of Object.entries(MERCHANT_PAGES)) {
    app.get(path, withLocalMock, async (c) => c.html(await readFile(fileFromDemo(`merchant-page/${file}`), 'utf8')));
  }
  for (const [file, type] of Object.entries(MERCHANT_FILES)) {
    app.get(`/merchant/${file}`, async (c) =>
      c.body(await readFile(fileFromDemo(`merchant-page/${file}`)), 200, { 'content-type': `${type}; charset=utf-8` }),
    );
  }

  app.use('/assets/*', built(fileFromDemo(SHOP), 'assets'));
  for (const view of ['/', '/orders', '/result']) app.get(view, withLocalMock, builtPage('index.html'));
  app.get('/playground', withLocalMock, builtPage('playground.html'));
  app.get('/troubleshooting', builtPage('troubleshooting.html'));
  // The documentation's pages as they are, in Markdown.
  app.get('/docs/:page{[\\w-]+(?:\\.zh-CN)?\\.md}', async (c) => {
    const file = fileFromRepository(`docs/${c.req.param('page')}`);
    return existsSync(file) ? c.text(await readFile(file, 'utf8')) : c.notFound();
  });

  return app;
}

/** Files that a build makes, possibly after the server was started: `serveStatic` complains on the console about a folder that is not there yet. */
function built(root: string, folder: string): MiddlewareHandler<Env> {
  return async (c, next) => (existsSync(`${root}/${folder}`) ? serveStatic<Env>({ root })(c, next) : next());
}

/** The SDK reads LOCAL_MOCK from the page's address and then leaves out its query API, which is only with Antom to be asked. */
const localMock =
  (isNeeded: () => boolean): MiddlewareHandler<Env> =>
  async (c, next) => {
    const url = new URL(c.req.url);
    if (!isNeeded() || url.searchParams.get('LOCAL_MOCK') === '1') return next();
    url.searchParams.set('LOCAL_MOCK', '1');
    return c.redirect(url.pathname + url.search);
  };

const builtPage =
  (name: string): MiddlewareHandler<Env> =>
  async (c) => {
    const file = fileFromDemo(`${SHOP}/${name}`);
    if (!existsSync(file)) return c.text('The shop has not been built: run "npm run demo".', 503);
    return c.html(await readFile(file, 'utf8'));
  };
