/**
 * The apps of examples/ that are made of views: built, started by their own commands and driven in Chromium, as production build and on the
 * development server. In Next.js everything is real but Antom, which the demo plays; in the others the test kit is the SDK.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BrowserContext, FrameLocator, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { FakeAntom } from '../../../src/testing/index.ts';
import { paymentSession } from '../../../src/testing/node.ts';
import { press, useBrowser, type Problem, type Visit } from '../../browser/support/browser.ts';
import { playForms } from '../../browser/support/network.ts';
import { repository } from '../support/packed.ts';
import { copyOf, ENV, type App } from './apps.ts';

interface Demo {
  readonly url: string;
  readonly standIn: { readonly environment: Readonly<Record<string, string>> };
  readonly close: () => Promise<void>;
}
let demo: Demo;
beforeAll(async () => {
  const { startDemo } = (await import(new URL('../../../demo/server/app.ts', import.meta.url).href)) as { startDemo: () => Promise<Demo> };
  demo = await startDemo();
});
afterAll(() => demo.close());

vi.setConfig({ testTimeout: 180_000 });
const browser = useBrowser();

/** Who plays Antom, and what the buyer does there. Each of these ends where the page has heard of it. */
interface Buyer {
  readonly opensPopup: () => Promise<void>;
  readonly opensForm: () => Promise<void>;
  readonly pays: () => Promise<void>;
  readonly isDeclined: () => Promise<void>;
  readonly cancels: () => Promise<void>;
  /** Leaves for the payment method's page, pays there, and comes back to the shop. */
  readonly paysElsewhere: () => Promise<void>;
  /** Fills in what is declined, or paid, and presses the page's own button. */
  readonly submits: (what: 'declined' | 'paid') => Promise<void>;
}
interface Kind {
  readonly before: (page: Page, context: BrowserContext) => Promise<void>;
  readonly buyer: (visit: Visit, url: string) => Buyer;
}

const button = ({ page }: Visit, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
const told = ({ page }: Visit, text: string): Promise<void> => page.getByRole('status').filter({ hasText: text }).waitFor();

/** Antom's hosts, by the demo. */
async function playAntom(context: BrowserContext): Promise<void> {
  const fromDemo = async (route: Route, path: string): Promise<void> => {
    const response = await fetch(demo.url + path);
    await route.fulfill({
      status: response.status,
      contentType: response.headers.get('content-type') ?? 'text/plain',
      headers: { 'access-control-allow-origin': '*' },
      body: await response.text(),
    });
  };
  await playForms(context, demo.url);
  await context.route('https://ac.alipay.com/**', (route) => {
    const { pathname, search } = new URL(route.request().url());
    if (pathname === '/redirect-target') return fromDemo(route, pathname + search);
    const file = pathname.replace(/^.*\//, '');
    return fromDemo(route, `/cashier/${file.endsWith('.html') ? '' : file}`);
  });
}

const REAL: Kind = {
  before: (_page, context) => playAntom(context),
  buyer: (visit, url) => {
    const form = (): FrameLocator => visit.page.frameLocator('main iframe');
    // Playwright waits for a button that is disabled, which it is until React has taken it over.
    const opens = async (name: string): Promise<void> => {
      await visit.page.goto(url);
      await button(visit, name);
    };
    return {
      opensPopup: () => opens('Buy, and pay by AlipayHK'),
      opensForm: () => opens('Buy, and choose how to pay'),
      pays: () => press(visit, 'pay'),
      isDeclined: () => press(visit, 'fail'),
      cancels: () => press(visit, 'cancel'),
      paysElsewhere: async () => {
        await press(visit, 'redirect');
        await visit.page.getByTestId('approve').click();
      },
      submits: async (what) => {
        await form().locator('[data-status="ready"]').waitFor();
        await form()
          .getByTestId('test-card')
          .selectOption(what === 'declined' ? '4000000000000002' : '4111111111111111');
        await button(visit, 'Pay');
      },
    };
  },
};

interface KitWindow {
  readonly fakeAntom: Pick<FakeAntom, 'buyer'>;
}
/** What a test of hot reloading leaves on the page: the outcomes that were heard, and that the page was not loaded again. */
interface Heard {
  heard?: number;
  isSame?: boolean;
}
/** With the merchant's server played by the test, which says what is true. */
const KIT: Kind = {
  before: async (page) => {
    await page.addInitScript({ path: join(repository, 'dist/testing/antom-fake-sdk.iife.js') });
  },
  buyer: (visit, url) => {
    const { page } = visit;
    let status = 'SUCCESS';
    let query = new URLSearchParams();
    const routes = Promise.all([
      page.route('**/api/payment-sessions', (route) => {
        const { order, product } = route.request().postDataJSON() as { order: string; product: 'cashier' | 'element' };
        const session = paymentSession({ product });
        query = new URLSearchParams({ order, paymentRequestId: String(session.paymentRequestId) });
        return route.fulfill({ json: session });
      }),
      page.route('**/api/payments/*', (route) =>
        route.fulfill({ json: { result: { resultStatus: 'S', resultCode: 'SUCCESS' }, paymentStatus: status } }),
      ),
      page.route('https://wallet.example/**', (route) =>
        route.fulfill({ contentType: 'text/html', body: `<a href="${url}/result?${query}">Approve</a>` }),
      ),
    ]);
    const opens = async (path: string): Promise<void> => {
      await routes;
      await page.goto(url + path);
    };
    const fake = async (what: 'pay' | 'decline' | 'close', then: string): Promise<void> => {
      status = then;
      await button(visit, `Fake cashier: ${what}`);
    };
    return {
      opensPopup: () => opens('/'),
      opensForm: () => opens('/form'),
      pays: () => fake('pay', 'SUCCESS'),
      isDeclined: () => fake('decline', 'FAIL'),
      cancels: () => fake('close', 'CANCELLED'),
      paysElsewhere: async () => {
        status = 'SUCCESS';
        await page.getByRole('button', { name: 'Fake cashier: pay' }).waitFor();
        await page.evaluate(() => (window as unknown as KitWindow).fakeAntom.buyer.isRedirected()).catch(() => undefined); // the page is gone
        await page.getByRole('link', { name: 'Approve' }).click();
      },
      submits: async (what) => {
        await page.getByRole('group', { name: 'Fake cashier' }).waitFor();
        await page.evaluate(() => (window as unknown as KitWindow).fakeAntom.buyer.fillsIn());
        await button(visit, 'Pay');
        await fake(what === 'paid' ? 'pay' : 'decline', what === 'paid' ? 'SUCCESS' : 'FAIL');
      },
    };
  },
};

interface Example {
  readonly name: string;
  readonly kind: Kind;
  /** Scripts of package.json, and what is added to them. */
  readonly production: string;
  readonly client: string;
  readonly portFlag: string;
  readonly paths: readonly string[];
  /** The module with the pay button, where the development server is Vite's. */
  readonly hot?: string;
}
const EXAMPLES: readonly Example[] = [
  {
    name: 'next',
    kind: REAL,
    production: 'start',
    client: '.next/static',
    portFlag: '-p',
    paths: ['/', '/popup/0', '/form/0', '/result', '/api/payment-sessions', '/api/payments/0'],
  },
  {
    name: 'react-router',
    kind: KIT,
    production: 'preview',
    client: 'dist',
    portFlag: '--port',
    paths: ['/'],
    hot: 'src/views/popup-view.tsx',
  },
  {
    name: 'vue-router',
    kind: KIT,
    production: 'preview',
    client: 'dist',
    portFlag: '--port',
    paths: ['/'],
    hot: 'src/views/PopupView.vue',
  },
];

/** What the SDK says of the hosts that are refused; Next.js' development server hands it on as its own. */
const OF_THE_SDK = /^unable to load Antom script|Plugin unregistered$/;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A script of the app's package.json: the command itself and not by npm, which would not take its child along when it is ended. */
function start({ folder, scripts }: App, script: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const [command = '', ...given] = scripts[script]!.split(' ');
  const { bin } = JSON.parse(readFileSync(join(folder, 'node_modules', command, 'package.json'), 'utf8')) as {
    bin: Record<string, string>;
  };
  return spawn(process.execPath, [join(folder, 'node_modules', command, bin[command]!), ...given, ...args], {
    cwd: folder,
    env: { ...ENV, NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Its output when it has ended well. */
async function runScript(app: App, script: string): Promise<string> {
  const child = start(app, script, [], {});
  const output: string[] = [];
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk: Buffer) => output.push(String(chunk)));
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`${script} of ${app.folder} failed:\n${output.join('')}`);
  return output.join('');
}

describe.each(EXAMPLES)('examples/$name', ({ name, kind, production, client, portFlag, paths, hot = '' }) => {
  let app: App;
  beforeAll(async () => {
    app = await copyOf(name, { copies: name === 'next' });
    await runScript(app, 'build');
  });

  test('its build has the SDK in a chunk of its own, and nothing of the test kit or of the server entry', () => {
    const folder = join(app.folder, client);
    const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
    const having = (mark: string): string[] => scripts.filter((file) => readFileSync(join(folder, file), 'utf8').includes(mark));
    expect(having('ANTOM-FAKE-SDK')).toEqual([]);
    expect(having('ANTOM_PRIVATE_KEY')).toEqual([]);
    expect(having('antom-checkout-controller.pending'), 'scripts with the controller').toHaveLength(1);
    expect(having('AMSCashierPayment').length).toBeGreaterThan(0);
  });

  test.runIf(name === 'next')('its hooks are in one script for the browser, and on the server only where that draws the first page', () => {
    const folder = join(app.folder, '.next');
    // The name that two copies of the entry share.
    const having = (where: string): string[] =>
      readdirSync(join(folder, where), { recursive: true, encoding: 'utf8' })
        .filter(
          (file) => file.endsWith('.js') && readFileSync(join(folder, where, file), 'utf8').includes('antom-checkout-controller/react'),
        )
        .map((file) => join(where, file));
    expect(having('static')).toHaveLength(1);
    // Neither route handlers nor what renders server components.
    expect(having('server')).toEqual([expect.stringMatching(/^server\/chunks\/ssr\//)]);
  });

  describe.each([
    ['production build', production],
    ['development server', 'dev'],
  ])('its %s', (_, script) => {
    let url: string;
    let child: ChildProcess;
    beforeAll(async () => {
      const port = await freePort();
      url = `http://localhost:${String(port)}`;
      child = start(app, script, [portFlag, String(port)], { ...demo.standIn.environment, SHOP_URL: url, SERVER_URL: demo.url });
      child.stderr!.pipe(process.stderr);
      const lines = createInterface({ input: child.stdout! });
      for await (const line of lines) if (line.includes(url)) break;
      // What it goes on to say is read, so that it is never kept waiting.
      child.stdout!.resume();
      // A development server compiles what it is asked for, and an inquiry waits for no compiler.
      for (const path of paths) await (await fetch(url + path)).text();
    });
    afterAll(async () => {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    });

    let warnings: Problem[];
    const open = async (): Promise<{ visit: Visit; buyer: Buyer }> => {
      warnings = [];
      const visit = await browser.open('about:blank', {
        before: async (page, context) => {
          // Sooner than the test's own, so that the error names what was waited for.
          page.setDefaultTimeout(120_000);
          page.on('console', (message) => {
            if (message.type() === 'warning') warnings.push({ kind: 'console.error', text: message.text(), stack: message.location().url });
          });
          await kind.before(page, context);
        },
      });
      return { visit, buyer: kind.buyer(visit, url) };
    };
    const expectNoWord = (visit: Visit): void => {
      expect([...visit.ourProblems(), ...warnings].filter(({ text }) => !OF_THE_SDK.test(text))).toEqual([]);
    };

    test('a payment is declined, cancelled, and paid: the router leads to the result', async () => {
      const { visit, buyer } = await open();
      await buyer.opensPopup();
      await button(visit, 'Pay');
      await buyer.isDeclined();
      await told(visit, 'The payment failed.');
      await button(visit, 'Pay');
      await buyer.cancels();
      await told(visit, 'You can pay whenever you like.');
      await button(visit, 'Pay');
      await buyer.pays();
      await visit.page.waitForURL('**/result?order=*');
      await told(visit, 'Thank you. Your order is paid.');
      expectNoWord(visit);
    });

    test('a buyer who paid on the page of the payment method is told so on the result page', async () => {
      const { visit, buyer } = await open();
      await buyer.opensPopup();
      await button(visit, 'Pay');
      await buyer.paysElsewhere();
      await visit.page.waitForURL('**/result?*');
      await told(visit, 'Thank you. Your order is paid.');
      await visit.page.reload();
      await told(visit, 'Thank you. Your order is paid.');
      expectNoWord(visit);
    });

    test.runIf(script === 'dev' && hot !== '')(
      'the module with the button is changed while a payment is open: it goes on, and its outcome is heard once',
      async () => {
        const file = join(app.folder, hot);
        const source = readFileSync(file, 'utf8');
        const counted = source.replace(
          /onOutcome: (useResult\(\w*\))/,
          'onOutcome: ((tell) => (outcome) => { window.heard = (window.heard || 0) + 1; tell(outcome); })($1)',
        );
        expect(counted).not.toBe(source);
        writeFileSync(file, counted);
        try {
          const { visit, buyer } = await open();
          await buyer.opensPopup();
          await visit.page.evaluate(() => {
            (window as unknown as Heard).isSame = true;
          });
          await button(visit, 'Pay');
          await visit.page.getByRole('button', { name: 'Fake cashier: pay' }).waitFor();
          // Markup and script: Vue makes another instance then.
          writeFileSync(file, counted.replace('>Pay<', '>Pay now<').replace('(window.heard || 0) + 1', '1 + (window.heard || 0)'));
          await visit.page.getByRole('button', { name: 'Pay now', disabled: true }).waitFor();
          await buyer.pays();
          await told(visit, 'Thank you. Your order is paid.');
          expect(await visit.page.evaluate(() => [(window as unknown as Heard).heard, (window as unknown as Heard).isSame])).toEqual([
            1,
            true,
          ]);
          expectNoWord(visit);
        } finally {
          writeFileSync(file, source);
        }
      },
    );

    test('a form is declined, corrected and submitted again', async () => {
      const { visit, buyer } = await open();
      await buyer.opensForm();
      await buyer.submits('declined');
      await told(visit, 'This was declined.');
      await buyer.submits('paid');
      await visit.page.waitForURL('**/result?order=*');
      await told(visit, 'Thank you. Your order is paid.');
      expectNoWord(visit);
    });
  });
});
