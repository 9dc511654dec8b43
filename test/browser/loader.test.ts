/** The SDK by fromCdn on hostile pages and networks: real HTTP, the real SDK, the real RequireJS. */
import type * as Library from 'antom-checkout-controller';
import { describe, expect, inject, it } from 'vitest';
import { expectNoProblems, useBrowser, type Visit } from './support/browser.ts';
import { useSdkServer } from './support/sdk-server.ts';

const browser = useBrowser();
const server = useSdkServer();

type Page = Window & {
  readonly AntomCheckout: typeof Library;
  checkout: Library.CheckoutController;
  patient: Library.CheckoutController;
  sdkRuns?: number;
  define?: unknown;
  require?: unknown;
  results?: unknown[];
};
interface Plain {
  readonly status: string;
  readonly code?: string;
  readonly details?: Record<string, unknown>;
}

/** More than any machine needs for the real script; a test that waits for it in vain fails by its own timeout. */
const PATIENCE = 300_000;

/**
 * A page with the library and a controller that takes the SDK from the server; and with one that never loses its patience, where the first
 * one's is short.
 */
async function open(cdn: Omit<Library.CdnOptions, 'url'> = {}, html = '', before?: (visit: Visit) => Promise<unknown>): Promise<Visit> {
  const visit = await browser.open('/blank?LOCAL_MOCK=1');
  await before?.(visit);
  // Not by an intercepted page: Chrome lets only a page from this machine ask this machine.
  if (html !== '')
    await visit.page.setContent(`<!doctype html><title>Shop</title>${html.replace(/SDK_URL/g, server.url)}`, {
      waitUntil: 'domcontentloaded',
    });
  await visit.page.addScriptTag({ url: '/dist/antom-checkout-controller.iife.min.js' });
  await visit.page.evaluate(
    ([options, patience, elementLink]) => {
      const page = window as unknown as Page;
      const make = (timeout: number): Library.CheckoutController =>
        new page.AntomCheckout.CheckoutController({
          environment: 'sandbox',
          prepare: 'manual',
          notRedirectAfterComplete: true,
          sdk: page.AntomCheckout.fromCdn({ ...options, timeout }),
          timeouts: { sdk: patience },
          componentParams: { elementProps: { elementLink } },
          createPaymentSession: async () =>
            (await fetch('/api/payment-sessions', { method: 'POST', body: '{}' })).json() as Promise<Library.PaymentSession>,
        });
      page.checkout = make(options.timeout ?? patience);
      page.patient = make(patience);
    },
    [{ ...cdn, url: server.url }, PATIENCE, `${inject('cashierOrigin')}/cashier/?auto=pay&delay=0`] as const,
  );
  return visit;
}

function pay({ page }: Visit, by: 'checkout' | 'patient' = 'checkout'): Promise<Plain> {
  return page.evaluate(async (name) => {
    const outcome = await (window as unknown as Page)[name].pay();
    return outcome.status === 'error'
      ? { status: 'error', code: outcome.error.code, details: { ...outcome.error.details } }
      : { status: outcome.status };
  }, by);
}

const runs = ({ page }: Visit): Promise<number> => page.evaluate(() => (window as unknown as Page).sdkRuns ?? 0);
const tags = ({ page }: Visit): Promise<number> => page.evaluate(() => document.querySelectorAll('script[src*="ams-checkout.min"]').length);

describe('what goes wrong is told apart, and the next pay() recovers once the cause is gone', () => {
  it.each<
    [
      what: string,
      answer: Parameters<typeof server.answers>[0],
      options: Omit<Library.CdnOptions, 'url'>,
      code: string,
      details: Record<string, unknown>,
    ]
  >([
    ['a version that is not there', 404, {}, 'sdk-load-failed', { reason: 'unknown' }],
    ['a version that is not there, with CORS', 404, { crossOrigin: 'anonymous' }, 'sdk-load-failed', { reason: 'http', status: 404 }],
    ['a server error, with CORS', 503, { crossOrigin: 'anonymous' }, 'sdk-load-failed', { reason: 'http', status: 503 }],
    ['a connection that breaks', 'reset', {}, 'sdk-load-failed', { reason: 'unknown' }],
    ['a connection that breaks, with CORS', 'reset', { crossOrigin: 'anonymous' }, 'sdk-load-failed', { reason: 'network' }],
    // Chromium hands over no HTML for a script of another origin: to the page it is a failed load.
    ['a sign-in page with status 200', 'html', {}, 'sdk-load-failed', { reason: 'unknown' }],
    ['a sign-in page with status 200, with CORS', 'html', { crossOrigin: 'anonymous' }, 'sdk-global-missing', { reason: 'threw' }],
    ['a script that throws', 'throws', {}, 'sdk-global-missing', { reason: 'threw' }],
    ['a script that defines nothing', 'empty', {}, 'sdk-global-missing', { reason: 'absent' }],
    ['a connection that stalls after the headers', 'stall', { timeout: 1_000 }, 'sdk-load-timeout', { timeout: 1_000, reason: 'stalled' }],
  ])('%s', async (_what, answer, options, code, details) => {
    server.answers(answer, 'ok');
    const visit = await open({ retries: 0, ...options });
    const failed = await pay(visit);
    expect(failed).toMatchObject({ status: 'error', code, details: { attempts: 1, ...details } });
    expect(String(failed.details?.['url'] ?? failed.details?.['source'])).toBe(server.url);
    expect(await tags(visit)).toBe(0);
    expect(await pay(visit, 'patient')).toEqual({ status: 'succeeded' });
    expect(await runs(visit)).toBe(1);
    // The broken answer may be cached: the second request goes past it.
    expect(server.asked).toHaveLength(2);
    expect(server.asked[1]).toContain('?');
  });

  it('a wrong integrity', async () => {
    server.answers('altered', 'altered', 'altered', 'ok');
    const visit = await open({ integrity: server.integrity });
    expect(await pay(visit)).toMatchObject({ status: 'error', code: 'sdk-load-failed', details: { reason: 'integrity', attempts: 3 } });
    expect(await runs(visit)).toBe(0);
    expect(await pay(visit)).toEqual({ status: 'succeeded' });
    expect(await runs(visit)).toBe(1);
    // The address is pinned with the integrity: no try changes it.
    expect(new Set(server.asked)).toEqual(new Set([new URL(server.url).pathname]));
  });

  it('a browser that is offline', async () => {
    const visit = await open();
    await visit.context.setOffline(true);
    const failed = await visit.page.evaluate(() =>
      (window as unknown as Page).checkout.prepare().then(
        () => null,
        (error: unknown) => (error as Library.CheckoutError).code,
      ),
    );
    expect(failed).toBe('sdk-offline');
    await visit.context.setOffline(false);
    expect(await pay(visit)).toEqual({ status: 'succeeded' });
  });

  it.each<[what: string, options: Library.CdnOptions, reason: string]>([
    ['an ad blocker', {}, 'unknown'],
    ['an ad blocker, with CORS', { crossOrigin: 'anonymous' }, 'network'],
  ])('%s: alone it is an error, and a second source gets past it', async (_what, options, reason) => {
    const visit = await open();
    await visit.page.route('https://sdk.marmot-cloud.com/**', (route) => route.abort('blockedbyclient'));
    const outcomes = await visit.page.evaluate(
      async ([cdn, url, elementLink]) => {
        const { AntomCheckout } = window as unknown as Page;
        const blocked = AntomCheckout.fromCdn({ ...cdn, retries: 0 });
        const payBy = async (...sdk: Library.SdkSource[]): Promise<Plain> => {
          const checkout = new AntomCheckout.CheckoutController({
            environment: 'sandbox',
            prepare: 'manual',
            notRedirectAfterComplete: true,
            sdk,
            componentParams: { elementProps: { elementLink } },
            createPaymentSession: async () =>
              (await fetch('/api/payment-sessions', { method: 'POST', body: '{}' })).json() as Promise<Library.PaymentSession>,
          });
          const outcome = await checkout.pay();
          return outcome.status === 'error'
            ? { status: 'error', code: outcome.error.code, details: { ...outcome.error.details } }
            : { status: outcome.status };
        };
        return [await payBy(blocked), await payBy(blocked, AntomCheckout.fromCdn({ url }))];
      },
      [options, server.url, `${inject('cashierOrigin')}/cashier/?auto=pay&delay=0`] as const,
    );
    expect(outcomes).toMatchObject([
      {
        status: 'error',
        code: 'sdk-load-failed',
        details: { reason, attempts: 1, url: expect.stringMatching(/^https:\/\/sdk\.marmot-cloud\.com\//) as unknown },
      },
      { status: 'succeeded' },
    ]);
  });

  describe('a page that takes our tag off at once', () => {
    const takingOff = `<script>var takesOff = new MutationObserver(function (changes) {
      changes.forEach(function (change) { change.addedNodes.forEach(function (node) { if (/ams-checkout/.test(node.src)) node.remove(); }); });
    });
    takesOff.observe(document.documentElement, { childList: true, subtree: true });</script>`;

    it('still gets the SDK when it comes', async () => {
      const visit = await open({}, takingOff);
      expect(await pay(visit)).toEqual({ status: 'succeeded' });
    });

    it('is named as the reason when it does not come', async () => {
      server.answers('stall', 'ok');
      const visit = await open({ timeout: 1_000, retries: 0 }, takingOff);
      expect(await pay(visit)).toMatchObject({
        status: 'error',
        code: 'sdk-load-failed',
        details: { reason: 'removed', attempts: 1, url: server.url },
      });
      await visit.page.evaluate('takesOff.disconnect()');
      expect(await pay(visit, 'patient')).toEqual({ status: 'succeeded' });
      expect(await runs(visit)).toBe(1);
    });
  });
});

describe('further tries', () => {
  it('bring the SDK within the same pay()', async () => {
    server.answers(503, 503, 'ok');
    const visit = await open();
    expect(await pay(visit)).toEqual({ status: 'succeeded' });
    expect(server.asked).toHaveLength(3);
    expect(new Set(server.asked).size).toBe(3);
  });
});

describe("a page whose Array.prototype is not the language's", () => {
  // Magento 1 ships it. The raw SDK gets by with it.
  it('as with Prototype.js before 1.7 gets the SDK, also by a second try', async () => {
    server.answers(503, 'ok');
    const visit = await open(
      {},
      `<script>
      Array.prototype.reduce = function () { return this.length > 1 ? this : this[0]; };
      Object.keys = function (object) { var keys = []; for (var key in object) keys.push(key); return keys; };
    </script>`,
    );
    expect(await pay(visit)).toEqual({ status: 'succeeded' });
  });
});

describe('a browser that says it is offline though the network works', () => {
  it('gets the SDK by a second try', async () => {
    server.answers(503, 'ok');
    const visit = await open({}, "<script>Object.defineProperty(navigator, 'onLine', { value: false });</script>");
    expect(await pay(visit)).toEqual({ status: 'succeeded' });
    expect(server.asked).toHaveLength(2);
  });
});

describe('a consent manager that parks our tag', () => {
  /** As such scripts do it: a tag gets its address, and with it a type that does not run. `consent` makes it anew. */
  const manager = `<script>(function () {
    var createElement = document.createElement;
    document.createElement = function (name) {
      var element = createElement.apply(document, arguments);
      if (String(name).toLowerCase() !== 'script') return element;
      var src = Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, 'src');
      Object.defineProperty(element, 'src', { configurable: true, get: function () { return src.get.call(element); }, set: function (url) {
        src.set.call(element, url);
        if (/ams-checkout/.test(url)) { element.type = 'text/plain'; window.parked = element; }
      } });
      return element;
    };
    window.consent = function () {
      var copy = createElement.call(document, 'script');
      copy.src = window.parked.src;
      window.parked.remove();
      document.head.appendChild(copy);
    };
  })();</script>`;
  const parked = ({ page }: Visit): Promise<unknown> =>
    page.waitForFunction(() => (window as unknown as { parked?: Element }).parked?.isConnected);
  const consent = ({ page }: Visit): Promise<unknown> => page.evaluate('consent()');

  it.each([
    ['alone', ''],
    ['beside RequireJS', '<script src="REQUIRE_URL"></script>'],
  ])('%s: the SDK is there as soon as the copy has run, once', async (_what, html) => {
    const visit = await open({}, html.replace('REQUIRE_URL', server.url.replace('ams-checkout.min.js', 'require.js')) + manager);
    const paying = pay(visit);
    await parked(visit);
    await consent(visit);
    expect(await paying).toEqual({ status: 'succeeded' });
    expect(await runs(visit)).toBe(1);
    expect(server.asked.filter((path) => path.startsWith('/ams'))).toHaveLength(1);
    if (html !== '') expect(await visit.page.evaluate(() => typeof (window as unknown as Page).define)).toBe('function');
    expectNoProblems(visit);
  });

  it('and lets it go only after the load was given up: the next pay() has it', async () => {
    const visit = await open({ timeout: 1_000 }, manager);
    expect(await pay(visit)).toMatchObject({ status: 'error', code: 'sdk-load-timeout', details: { reason: 'parked' } });
    await consent(visit);
    expect(await pay(visit, 'patient')).toEqual({ status: 'succeeded' });
    expect(await runs(visit)).toBe(1);
  });
});

describe('fromGlobal', () => {
  it('has the SDK as soon as its tag has run, though a picture keeps the page from loading', async () => {
    server.answers('stall');
    const { page } = await browser.open('/blank');
    await page.goto(new URL('/hanging.html', server.url).href, { waitUntil: 'domcontentloaded' });
    await page.addScriptTag({ url: `${inject('demoUrl')}/dist/antom-checkout-controller.iife.min.js` });
    const ready = page.evaluate(async (patience) => {
      const { AntomCheckout } = window as unknown as Page;
      await new AntomCheckout.CheckoutController({
        environment: 'sandbox',
        prepare: 'manual',
        sdk: AntomCheckout.fromGlobal(),
        timeouts: { sdk: patience },
      }).prepare();
      return ['AMSCashierPayment' in window, document.readyState];
    }, PATIENCE);
    await expect.poll(() => server.asked).toContain('/ams-checkout.min.js');
    server.release(0);
    expect(await ready).toEqual([true, 'interactive']);
  });
});

describe('a script that comes late', () => {
  it('is used, and the one asked for meanwhile never runs', async () => {
    server.answers('stall');
    const visit = await open({ timeout: 1_000, retries: 0 });
    expect(await pay(visit)).toMatchObject({ code: 'sdk-load-timeout' });
    const second = pay(visit, 'patient');
    await expect.poll(() => server.asked.length).toBe(2);
    server.release(0);
    expect(await second).toEqual({ status: 'succeeded' });
    const arrived = visit.page.waitForResponse(/\?antom-checkout-retry/).catch(() => null);
    server.release(1);
    await arrived;
    // Had it run, then before a script that is asked for now.
    await visit.page.addScriptTag({ url: '/sdk/empty.js' });
    expect(await runs(visit)).toBe(1);
    expect(await pay(visit)).toEqual({ status: 'succeeded' });
  });
});

describe('a tag that the page has', () => {
  it('and that is still loading is shared: one request, one run', async () => {
    server.answers('stall');
    const visit = await browser.open('/blank?LOCAL_MOCK=1');
    await visit.page.evaluate((src) => {
      document.head.appendChild(Object.assign(document.createElement('script'), { src }));
    }, server.url);
    await visit.page.addScriptTag({ url: '/dist/antom-checkout-controller.iife.min.js' });
    const found = visit.page.evaluate(async (url) => {
      const { AntomCheckout } = window as unknown as Page;
      await new AntomCheckout.CheckoutController({
        environment: 'sandbox',
        prepare: 'manual',
        sdk: AntomCheckout.fromCdn({ url }),
      }).prepare();
      return 'AMSCashierPayment' in window;
    }, server.url);
    await expect.poll(() => server.asked.length).toBe(1);
    server.release(0);
    expect(await found).toBe(true);
    expect(server.asked).toHaveLength(1);
    expect(await runs(visit)).toBe(1);
  });

  it('and that has run is used as it is', async () => {
    const visit = await open({}, '<script src="SDK_URL"></script>');
    expect(await pay(visit)).toEqual({ status: 'succeeded' });
    expect(server.asked).toHaveLength(1);
  });

  it('and that is dead is passed by', async () => {
    server.answers(404, 'ok');
    const visit = await open({}, '<script src="SDK_URL"></script>');
    expect(await pay(visit)).toEqual({ status: 'succeeded' });
    expect(server.asked).toHaveLength(2);
  });
});

describe('pages with RequireJS', () => {
  const requireUrl = (): string => server.url.replace('ams-checkout.min.js', 'require.js');
  /** Defines modules that come by script tags of RequireJS, one anonymous and one named, while the SDK loads. */
  async function serveModules({ page }: Visit): Promise<void> {
    await page.route('**/modules/*.js', async (route) => {
      const name = /(\w+)\.js/.exec(route.request().url())?.[1] ?? '';
      await route.fulfill({ contentType: 'text/javascript', body: `define([], function () { return '${name}'; });` });
    });
  }
  const requireModules = ({ page }: Visit, ...names: string[]): Promise<unknown> =>
    page.evaluate(
      (wanted) =>
        new Promise((resolve, reject) => {
          const load = (
            window as unknown as { require: (names: string[], ok: (...found: unknown[]) => void, failed: (error: unknown) => void) => void }
          ).require;
          load(
            wanted.map((name) => `/modules/${name}.js`),
            (...found) => {
              resolve(found);
            },
            reject,
          );
        }),
      names,
    );

  it('get the SDK on window, their own modules meanwhile and afterwards, and keep their define', async () => {
    server.answers('ok');
    const visit = await open({}, `<script src="${requireUrl()}"></script>`, serveModules);
    const before = await visit.page.evaluateHandle(() => (window as unknown as Page).define);
    server.answers('stall');
    const paying = pay(visit);
    await expect.poll(() => server.asked.filter((path) => path.startsWith('/ams')).length).toBe(1);
    expect(await requireModules(visit, 'one', 'two')).toEqual(['one', 'two']);
    server.release(0);
    expect(await paying).toEqual({ status: 'succeeded' });
    expect(await requireModules(visit, 'three')).toEqual(['three']);
    expect(
      await visit.page.evaluate((define) => (window as unknown as Page).define === define && 'amd' in (define as object), before),
    ).toBe(true);
    expectNoProblems(visit);
  });

  it('that load it while the SDK is on its way do too', async () => {
    const visit = await open({}, '', serveModules);
    server.answers('stall');
    const paying = pay(visit);
    await expect.poll(() => server.asked.length).toBe(1);
    await visit.page.addScriptTag({ url: requireUrl() });
    server.release(0);
    expect(await paying).toEqual({ status: 'succeeded' });
    expect(await requireModules(visit, 'one')).toEqual(['one']);
    expectNoProblems(visit);
  });
});

describe('pages with CommonJS names', () => {
  it.each([
    ['as Electron sets them', 'window.module = { exports: {} }; window.exports = window.module.exports;'],
    ['declared by var', 'var exports = {}; var module = { exports: exports };'],
    ['of which only exports is there', 'var exports = {};'],
  ])('%s get the SDK on window, and keep them', async (_what, code) => {
    const visit = await open({}, `<script>${code} exports.mine = 1; window.before = [window.module, exports];</script>`);
    expect(await pay(visit)).toEqual({ status: 'succeeded' });
    expect(
      await visit.page.evaluate(() => {
        const page = window as unknown as { module?: { exports: object }; exports: object; before: unknown[] };
        return {
          same: page.module === page.before[0] && page.exports === page.before[1],
          own: Object.keys(page.exports),
          its: page.module ? Object.keys(page.module.exports) : ['mine'],
        };
      }),
    ).toEqual({ same: true, own: ['mine'], its: ['mine'] });
    expectNoProblems(visit);
  });
});
