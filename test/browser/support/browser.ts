/**
 * A real Chromium on the running demo: one launch per test file, a new context per test, and not one request that leaves the machine.
 */
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Frame,
  type FrameLocator,
  type Page,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';

/** Headless by argument, so that Debian's wrapper script and the new headless mode agree (shared/browsers/README.md). */
const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Problem {
  readonly kind: 'uncaught' | 'console.error';
  readonly text: string;
  /** Where it was thrown, as far as the browser says. */
  readonly stack: string;
}

/** A page of the demo, with everything that went on in it. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Requests to hosts other than this machine. All were aborted: the SDK's tracker, configuration, risk and preload requests. */
  readonly refused: readonly string[];
  readonly problems: readonly Problem[];
  /** The cashier in the SDK's iframe. */
  readonly cashier: FrameLocator;
  /** Uncaught errors and console errors that are neither the SDK's nor the cashier's own. */
  ourProblems(): Problem[];
}

export interface VisitOptions {
  /** Leaves the SDK's device fingerprinting on: two or three long tasks of half a second for every instance. Default false. */
  readonly fingerprinting?: boolean;
  readonly context?: BrowserContextOptions;
  /** Before the page is opened: init scripts, routes, the clock. */
  readonly before?: (page: Page, context: BrowserContext) => Promise<void>;
}

export interface DemoBrowser {
  /** Opens a path of the demo's server in a new context, which ends with the test. */
  open(path: string, options?: VisitOptions): Promise<Visit>;
  /** The launched browser, for what `open` does not cover. */
  browser(): Browser;
}

export interface LaunchOptions {
  /** Playwright switches the back/forward cache off; this switches it on again. */
  readonly bfcache?: boolean;
}

const isLoopback = (url: URL): boolean => /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname) || !/^(https?|wss?):$/.test(url.protocol);

/** Of the SDK's code, by its file or by its chunk in the shop; of the cashier's page; or the browser's complaint about a request refused above. */
const isForeign = ({ stack, text }: Problem): boolean =>
  /ams-checkout|\/assets\/esm-|\/\/ac\.alipay\.com\/|\/cashier\//.test(stack) || /^Failed to load resource/.test(text);

/** Antom's own switch, as its configuration server would set it (esm/core/instance preInitSecurity). Runs in the page. */
function switchFingerprintingOff(): void {
  try {
    localStorage.setItem('antomSDKConfigKey', JSON.stringify({ pl_sec: [{ product: 'CASHIER_PAYMENT', platform: 'Web', enable: false }] }));
    localStorage.setItem('antomSDKConfiglastCallTime', String(Date.now()));
  } catch {
    // A page without storage, for example about:blank.
  }
}

interface Prepared {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly refused: string[];
  readonly problems: Problem[];
}

async function prepare(browser: Browser, options: BrowserContextOptions): Promise<Prepared> {
  const context = await browser.newContext({ baseURL: inject('demoUrl'), ...options });
  const refused: string[] = [];
  await context.route(
    (url) => !isLoopback(url),
    async (route) => {
      refused.push(route.request().url());
      await route.abort();
    },
  );
  // It only ends a test that waits in vain.
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const problems: Problem[] = [];
  page.on('pageerror', (error) => {
    problems.push({ kind: 'uncaught', text: error.message, stack: error.stack ?? '' });
  });
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push({ kind: 'console.error', text: message.text(), stack: message.location().url });
  });
  return { page, context, refused, problems };
}

/** Call at the top of a test file: launches before its tests, closes after them. */
export function useBrowser(launch: LaunchOptions = {}): DemoBrowser {
  let browser: Browser | null = null;
  /** The next test's page, made while this one waits for its own. */
  let spare: Promise<Prepared> | null = null;
  const contexts: BrowserContext[] = [];

  const running = (): Browser => {
    if (browser === null) throw new Error('The browser is launched before the first test and closed after the last.');
    return browser;
  };
  const take = (options: BrowserContextOptions | undefined): Promise<Prepared> => {
    if (options !== undefined || spare === null) return prepare(running(), options ?? {});
    const taken = spare;
    spare = null;
    return taken;
  };

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: inject('chromiumPath'),
      args: ARGS,
      ...(launch.bfcache === true ? { ignoreDefaultArgs: ['--disable-back-forward-cache'] } : {}),
    });
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(async () => {
    await spare?.catch(() => undefined);
    await browser?.close();
  });

  return {
    browser: running,
    async open(path, options = {}) {
      const { page, context, refused, problems } = await take(options.context);
      contexts.push(context);
      if (options.fingerprinting !== true) await context.addInitScript(switchFingerprintingOff);
      await options.before?.(page, context);
      await page.goto(path);
      spare ??= prepare(running(), {});
      return {
        page,
        context,
        refused,
        problems,
        cashier: page.frameLocator('#ams-component-section iframe'),
        ourProblems: () => problems.filter((problem) => !isForeign(problem)),
      };
    },
  };
}

/** Fails with the list when the page had an error that is not the SDK's. */
export function expectNoProblems(visit: Visit): void {
  expect(visit.ourProblems()).toEqual([]);
}

/**
 * Presses a button of the cashier by its action. Not for actions that navigate at once: Playwright's click would wait for the
 * navigation; `act` does not.
 */
export async function press(visit: Visit, action: string): Promise<void> {
  await visit.cashier.locator(`[data-testid="${action}"]:not([disabled])`).waitFor();
  // The SDK's popup grows for 300 ms, by the browser's clock even where the test's clock was put forward: a click now could miss.
  await visit.page
    .locator('#ams-component-container')
    .evaluate((container) => Promise.allSettled(container.getAnimations().map((animation) => animation.finished)));
  await visit.cashier.getByTestId(action).click();
}

/** The shop's second try. The cashier or form that ended may stand for up to 400 ms more, and looks as the next one does: it has to be gone first. */
export async function tryAgain({ page }: Visit): Promise<void> {
  await page.locator('#ams-component-section, [data-testid="form"] iframe').first().waitFor({ state: 'detached' });
  await page.getByTestId('retry').click();
}

/** Makes the cashier do what the button of that name does, without a click. */
export async function act(visit: Visit, action: string): Promise<void> {
  await visit.cashier.locator('[data-testid="cashier"]:not([data-status="waiting"])').evaluate((_, name) => {
    (window as unknown as { demoCashier: { act(name: string): void } }).demoCashier.act(name);
  }, action);
}

/** Why Chromium did not keep a page, in its own words: what the page itself is told is often only "masked". */
const notKept = new WeakMap<Page, string[]>();

/** What fades in or grows is there in full. A spinner turns for ever, and what scrolling moves ends with the page. */
export async function finishAnimations(document: Page | Frame): Promise<void> {
  await document.evaluate(async () => {
    const { timeline } = window.document;
    const ending = window.document
      .getAnimations()
      .filter((animation) => animation.timeline === timeline && animation.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

/** Back to another document. page.goBack() hangs on a page out of the back/forward cache, and the call itself dies with its page. */
export async function goBack(page: Page): Promise<void> {
  await page.waitForLoadState();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Page.enable');
  devtools.on('Page.backForwardCacheNotUsed', ({ notRestoredExplanations }) => {
    notKept.set(
      page,
      notRestoredExplanations.map(({ type, reason }) => `${type} ${reason}`),
    );
  });
  const from = page.url();
  await page
    .evaluate(() => {
      history.back();
    })
    .catch(() => undefined);
  await page.waitForFunction((url) => location.href !== url && document.readyState === 'complete', from);
}

/**
 * Undefined on a page that Back took out of the back/forward cache; on one that it loaded again, the browser's reasons. A test that
 * fails by these words is run again: see vitest.config.ts.
 */
export async function whyLoadedAgain(page: Page): Promise<string | undefined> {
  const seen = await page.evaluate(() => {
    const [entry] = performance.getEntriesByType('navigation') as (PerformanceNavigationTiming & { notRestoredReasons?: unknown })[];
    return entry?.type === 'back_forward' ? JSON.stringify(entry.notRestoredReasons) : undefined;
  });
  return seen === undefined ? undefined : `loaded again: ${notKept.get(page)?.join(', ') ?? seen}`;
}
