/**
 * One engine with its own demo server, and pages with a merchant's bench in them: what a behaviour test is handed.
 */
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest';
import type { BenchOptions, PlainOutcome } from './bench.ts';
import { engineNamed, type Engine } from './catalogue.ts';
import { Page, type Driver } from './engine.ts';
import { openGate, type Gate } from './gate.ts';
import { oneMoreStart } from './once-more.ts';
import { openShelf, type Shelf } from './shelf.ts';

declare global {
  interface Window {
    /** Statuses of the outcomes that the page's <antom-checkout> has told. */
    told: string[];
  }
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** The project's name, by vitest.config.ts. */
    engine: string;
    /** By engine: the executable, '' where the driver knows it, and the version that it was started with. */
    engines: Readonly<Record<string, { readonly executable: string; readonly version: string }>>;
  }
  interface TaskMeta {
    /** In place of the project's name. */
    engine?: string;
    version?: string;
    /** Why the driver was started once more in the middle of this behaviour. */
    restarted?: string;
  }
}

/** demo/README.md. Imported by address, so that the demo keeps its own TypeScript configuration. */
interface DemoServer {
  startDemo(): Promise<Demo>;
}
interface Demo {
  readonly url: string;
  readonly cashierOrigin: string;
  close(): Promise<void>;
}

type Build = 'script tag' | 'module';
const FILES: Readonly<Record<Build, string>> = { 'script tag': '/dist/antom-checkout-controller.iife.min.js', module: '/dist/index.js' };

type ShopOptions = Partial<BenchOptions> & {
  readonly build?: Build;
  /** Scripts that the page has before the library. */
  readonly before?: readonly string[];
};

export interface Shop {
  readonly engine: Engine;
  readonly page: Page;
  readonly shelf: Shelf;
  readonly refused: ReadonlySet<string>;
  /** An empty page with the library in it and a controller, `window.bench`. */
  open(options?: ShopOptions): Promise<void>;
  /** An empty page with the library alone. */
  openBare(): Promise<void>;
  /** An empty page with that markup and the classic file of <antom-checkout>, whose outcomes are in `window.told`. Without `scripted` no script at all. */
  openElement(markup: string, options?: { readonly query?: string; readonly scripted?: boolean }): Promise<void>;
  /** Adds a script to the page and waits until it has run. */
  load(url: string): Promise<void>;
  /** Waits until that many requests for `shelf.held` wait. */
  held(count: number): Promise<void>;
  /** Waits for the n-th outcome in this document (from 0). */
  outcome(index?: number): Promise<PlainOutcome>;
  /** The gateway decides about the newest session, whatever the page knows: with `server=none` the cashier tells it nothing. */
  decide(status: 'SUCCESS' | 'CANCELLED'): Promise<void>;
  /** Back to the shop, which is as it was left or, where the engine keeps no pages, loaded anew and furnished again. */
  goBack(): Promise<void>;
  /** Loads the page anew and furnishes it as before. */
  reload(): Promise<void>;
  /** Waits until nothing of the SDK's is in the page and the body's style is the merchant's. */
  clean(): Promise<void>;
}

/** What the merchant's body looks like before any payment. `overflow` is what the SDK writes over. */
const MERCHANT_STYLE = 'overflow: scroll !important; color: rgb(10, 20, 30);';

export function useEngine(): {
  behaviour: (title: string, run: (shop: Shop) => Promise<void>, only?: (engine: Engine) => boolean) => void;
  engine: Engine;
} {
  const name = inject('engine');
  const engine = engineNamed(name);
  if (engine === undefined) throw new Error(`There is no engine "${name}".`);
  let demo: Demo;
  let gate: Gate;
  let shelf: Shelf;
  let driver: Driver | null = null;
  let page: Page | null = null;

  const start = async (): Promise<Driver> => (driver ??= await engine.start(inject('engines')[name]?.executable ?? '', gate));
  const closeAll = async (): Promise<void> => {
    await page?.close().catch(() => undefined);
    page = null;
    await driver?.close().catch(() => undefined);
    driver = null;
  };

  beforeAll(async () => {
    const server = (await import(new URL('../../../demo/server/app.ts', import.meta.url).href)) as DemoServer;
    [demo, gate, shelf] = await Promise.all([server.startDemo(), openGate(), openShelf()]);
  });
  afterEach(async () => {
    // A driver that is gone by now shows at the next opening.
    await page?.close().catch(() => undefined);
    page = null;
  });
  afterAll(async () => {
    await closeAll();
    gate.close();
    shelf.close();
    await demo.close();
  });

  const visit = async (): Promise<Shop> => {
    const opened = (page = new Page(await (await start()).open()));
    return shopOf(engine, opened, demo, gate, shelf);
  };
  const onceMore = oneMoreStart({ alive: async () => page === null || (await page.alive()), end: closeAll });

  const behaviour = (title: string, run: (shop: Shop) => Promise<void>, only: (engine: Engine) => boolean = () => true): void => {
    it(title, async (context) => {
      if (!only(engine)) context.skip(`${engine.title} cannot`);
      context.task.meta.version = inject('engines')[name]?.version ?? '';
      await onceMore(
        async () => {
          const shop = await visit();
          await run(shop);
          expect(
            await shop.page.evaluate(() => ('bench' in window ? window.bench.uncaught : [])),
            'errors of the library that nobody caught',
          ).toEqual([]);
        },
        (reason) => {
          context.task.meta.restarted = reason;
          process.stderr.write(`${engine.title}: the driver died and is started once more, in "${title}": ${reason}\n`);
        },
      );
    });
  };
  return { behaviour, engine };
}

function shopOf(engine: Engine, page: Page, demo: Demo, gate: Gate, shelf: Shelf): Shop {
  let given: ShopOptions = {};

  const load = async (url: string): Promise<void> => {
    await page.evaluate(
      (address) =>
        new Promise<boolean>((resolve, reject) => {
          const script = document.createElement('script');
          script.src = address;
          script.onload = () => {
            resolve(true);
          };
          script.onerror = () => {
            reject(new Error(`${address} did not load.`));
          };
          document.head.appendChild(script);
        }),
      url,
    );
  };
  const addLibrary = async (build: Build): Promise<void> => {
    if (build === 'script tag') {
      await load(FILES[build]);
      return;
    }
    await page.evaluate((address) => {
      const script = document.createElement('script');
      script.type = 'module';
      script.textContent = `import * as library from '${address}'; window.AntomCheckout = library;`;
      document.head.appendChild(script);
    }, FILES[build]);
    await page.waitFor('the module has run', () => 'AntomCheckout' in window);
  };
  const addresses = {
    sdk: engine.sdkNeedsHelp ? shelf.sdk : `${demo.url}/sdk/ams-checkout.min.js`,
    cashier: engine.plainCashier ? shelf.plainCashier : `${demo.cashierOrigin}/cashier/`,
  };
  const furnish = async ({ build = 'script tag', before = [], ...options }: ShopOptions): Promise<void> => {
    for (const script of before) await load(script);
    await page.evaluate((style) => {
      document.body.style.cssText = style;
    }, MERCHANT_STYLE);
    await addLibrary(build);
    await load(shelf.bench);
    const bench: BenchOptions = {
      ...addresses,
      forms: engine.plainForms ? shelf.plainForms : `${demo.cashierOrigin}/players/`,
      ...options,
    };
    await page.evaluate((all) => {
      window.furnish(all);
    }, bench);
  };
  const blank = (): Promise<void> => page.go(`${demo.url}/blank?LOCAL_MOCK=1`);

  return {
    engine,
    page,
    shelf,
    refused: gate.refused,
    load,
    async held(count) {
      await expect.poll(() => shelf.waiting(), { timeout: 120_000 }).toBe(count);
    },
    async open(options = {}) {
      given = options;
      await blank();
      await furnish(options);
    },
    async openBare() {
      await blank();
      await addLibrary('script tag');
    },
    async openElement(markup, { query = '', scripted = true } = {}) {
      await blank();
      await page.evaluate(
        ([style, html, sdk, elementLink]) => {
          // Antom's own switch, as in bench.ts.
          localStorage.setItem('antomSDKConfigKey', '{"pl_sec":[{"product":"CASHIER_PAYMENT","platform":"Web","enable":false}]}');
          localStorage.setItem('antomSDKConfiglastCallTime', String(Date.now()));
          document.body.style.cssText = style;
          document.body.innerHTML = html;
          window.told = [];
          const element = document.querySelector('antom-checkout') as Element;
          element.setAttribute('environment', 'sandbox');
          element.setAttribute('session-url', '/api/payment-sessions');
          element.setAttribute('sdk-url', sdk);
          // Before it is defined.
          (element as Element & { options: object }).options = {
            componentParams: { elementProps: { elementLink } },
            notRedirectAfterComplete: true,
          };
          element.addEventListener('antom-outcome', (event) => {
            window.told.push((event as CustomEvent<{ status: string }>).detail.status);
          });
        },
        [MERCHANT_STYLE, markup, addresses.sdk, `${addresses.cashier}?${query}`] as const,
      );
      if (scripted) await load('/dist/antom-checkout-element.iife.min.js');
    },
    outcome: (index = 0) => page.waitFor(`outcome ${index} is there`, (wanted) => window.bench.outcomes[wanted], index),
    async decide(status) {
      const id = await page.evaluate(() => window.bench.sessions[window.bench.sessions.length - 1]?.paymentSessionId);
      for (const report of [{ event: 'submit' }, { event: 'decide', status }]) {
        const response = await fetch(`${demo.url}/ams/demo/report`, {
          method: 'POST',
          body: JSON.stringify({ paymentSessionId: id, ...report }),
        });
        expect(await response.json()).toMatchObject({ accepted: true });
      }
    },
    async goBack() {
      await page.back();
      await page.waitFor('the shop is back', () => location.pathname === '/blank' && document.readyState === 'complete');
      expect(await page.evaluate(() => 'bench' in window), 'the page was kept').toBe(engine.keepsPages);
      if (!engine.keepsPages) await furnish(given);
    },
    async reload() {
      await page.reload();
      await furnish(given);
    },
    async clean() {
      await page.waitFor(
        'nothing of the SDK is in the page',
        () => document.querySelector('[id^="ams-"], [id^="asm-"], [data-testid="place"] *') === null,
      );
      await page.waitFor(
        "the body's style is the merchant's",
        (style) => {
          const merchants = document.createElement('i').style;
          merchants.cssText = style;
          // The library puts single properties back, so their order may be another one.
          const declared = (of: CSSStyleDeclaration): string =>
            Array.prototype.map
              .call(of, (name: string) => `${name}: ${of.getPropertyValue(name)} ${of.getPropertyPriority(name)}`)
              .sort()
              .join('; ');
          return declared(document.body.style) === declared(merchants);
        },
        MERCHANT_STYLE,
      );
    },
  };
}
