/** Chromium and Firefox by Playwright. */
import { chromium, firefox, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { DriverDied, isCashier, type Driver, type Tab, type Where } from './engine.ts';
import type { Gate } from './gate.ts';

const CHROMIUM = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function startChromium(executablePath: string, gate: Gate): Promise<Driver> {
  // Playwright switches the back/forward cache off; buyers have it.
  const proxy = { server: gate.address, bypass: 'localhost,127.0.0.1' };
  return driverOf(
    await launch(chromium.launch({ executablePath, args: CHROMIUM, ignoreDefaultArgs: ['--disable-back-forward-cache'], proxy })),
  );
}

/** The `moz-firefox` channel speaks WebDriver BiDi to an unpatched Firefox; playwright-core is pinned to a version that can. */
export async function startFirefox(executablePath: string, gate: Gate): Promise<Driver> {
  const { hostname, port } = new URL(gate.address);
  const firefoxUserPrefs = {
    // Else the cashier is in another process, where the presses of BiDi, sent to the page's, do not arrive.
    'fission.webContentIsolationStrategy': 0,
    // Playwright's own proxy option does nothing in this channel.
    'network.proxy.type': 1,
    'network.proxy.http': hostname,
    'network.proxy.http_port': Number(port),
    'network.proxy.ssl': hostname,
    'network.proxy.ssl_port': Number(port),
    'network.proxy.no_proxies_on': 'localhost, 127.0.0.1',
  };
  return driverOf(await launch(firefox.launch({ channel: 'moz-firefox', executablePath, firefoxUserPrefs })));
}

function launch(started: Promise<Browser>): Promise<Browser> {
  return started.catch((error: unknown) => {
    throw new DriverDied(String(error));
  });
}

function driverOf(browser: Browser): Driver {
  return {
    version: browser.version(),
    async open() {
      try {
        const context = await browser.newContext();
        return tabOf(browser, context, await context.newPage());
      } catch (error) {
        if (!browser.isConnected()) throw new DriverDied(String(error));
        throw error;
      }
    },
    close: () => browser.close(),
  };
}

function tabOf(browser: Browser, context: BrowserContext, page: Page): Tab {
  let crashed = false;
  page.on('crash', () => {
    crashed = true;
  });
  const frameOf = (where: Where): Pick<Page, 'evaluate'> => {
    if (where === 'page') return page;
    const frame = page.frames().find((candidate) => isCashier(candidate.url()));
    if (frame === undefined) throw new Error('There is no cashier in the page.');
    return frame;
  };
  return {
    run: (expression, where) => frameOf(where).evaluate<string>(expression),
    press: (x, y, times) => page.mouse.click(x, y, { clickCount: times }),
    go: async (url) => {
      await page.goto(url);
    },
    // page.goBack() waits for a load that a page from the back/forward cache never has, and the call itself dies with its page.
    back: async () => {
      await page.evaluate('void setTimeout(function () { history.back(); })').catch(() => undefined);
    },
    reload: async () => {
      await page.reload();
    },
    close: () => context.close(),
    alive: () => Promise.resolve(browser.isConnected() && !crashed),
  };
}
