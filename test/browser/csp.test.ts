/**
 * What the real SDK asks the network for in a payment, and that docs/csp.md says just that. Every host is played here.
 *
 * `UPDATE_DOCS=1` writes the lists of docs/csp.md instead of comparing them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { devices, type BrowserContextOptions, type Request, type Route } from 'playwright-core';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { press, useBrowser, type Visit } from './support/browser.ts';

const browser = useBrowser();
const root = fileURLToPath(new URL('../..', import.meta.url));
const SHOP = 'https://shop.example';
/** Where a session of the region has its risk service: the SDK remembers it for the next instance (1.47.2 util/security.js). */
const RISK: Readonly<Record<string, string>> = { SG: 'open-sea-global', US: 'open-na-global', DE: 'open-de-global' };
const REGIONS = Object.keys(RISK);
const NONCE = 'r4nd0m';

const PAGE = `<!doctype html><title>Shop</title><button id="pay">Pay</button><output></output>
  <script nonce="${NONCE}" src="/library.js"></script><script nonce="${NONCE}" src="/page.js"></script>`;

/** Runs in the page, which has no inline script. */
const pageScript = (region: string): string => `
  window.violations = [];
  document.addEventListener('securitypolicyviolation', function (event) {
    window.violations.push(event.effectiveDirective + ' ' + event.blockedURI);
  });
  localStorage.setItem('AMSSDK_SECURITY_CONFIG_CASHIER_PAYMENT', JSON.stringify({ appName: 'Acquirer', h5gateway: 'https://${RISK[region]}.alipay.com/api/open/risk_client' }));
  var checkout = new AntomCheckout.CheckoutController({
    environment: 'prod',
    prepare: 'manual',
    notRedirectAfterComplete: true,
    createPaymentSession: function () {
      return fetch('/api/payment-sessions', { method: 'POST' }).then(function (response) { return response.json(); }).then(function (session) {
        var parts = session.paymentSessionData.split('&&');
        parts[1] = '${region}';
        session.paymentSessionData = parts.join('&&');
        return session;
      });
    }
  });
  document.getElementById('pay').onclick = function () {
    checkout.pay().then(function (outcome) {
      document.querySelector('output').value = outcome.status + ' ' + (outcome.error ? outcome.error.code : '');
    });
  };`;

declare const checkout: { on(listener: (event: { readonly type: string; readonly code: string }) => void): void };

type Seen = Record<string, Set<string>>;

/** The directive that decides on a request of the page itself; null for the cashier's own, which its policy decides on. */
function directiveOf(request: Request, visit: { mainFrame: unknown }): string | null {
  const frame = request.frame();
  if (request.isNavigationRequest()) return frame.parentFrame() === visit.mainFrame ? 'frame-src' : null;
  if (frame !== visit.mainFrame) return null;
  switch (request.resourceType()) {
    case 'script':
      return 'script-src';
    case 'image':
      return 'img-src';
    case 'stylesheet':
      return 'style-src';
    case 'font':
      return 'font-src';
    default:
      return 'connect-src';
  }
}

/** Plays Antom's hosts. Whatever is not known is answered with nothing, so that the SDK goes on asking. */
async function playHost(route: Route, policy: string | null, region: string): Promise<void> {
  const request = route.request();
  const { host, pathname } = new URL(request.url());
  const file = pathname.replace(/^.*\//, '');
  const open = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*', 'access-control-expose-headers': '*' };
  const fromDemo = async (path: string): Promise<void> => {
    const post = request.method() === 'POST' ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' } : {};
    const response = await fetch(inject('demoUrl') + path, post);
    await route.fulfill({
      status: response.status,
      contentType: response.headers.get('content-type') ?? 'text/plain',
      headers: open,
      body: await response.text(),
    });
  };
  switch (host) {
    case 'shop.example':
      if (pathname.startsWith('/api/')) return fromDemo(pathname);
      if (file === 'library.js')
        return route.fulfill({ contentType: 'text/javascript', path: `${root}/dist/antom-checkout-controller.iife.min.js` });
      if (file === 'page.js') return route.fulfill({ contentType: 'text/javascript', body: pageScript(region) });
      return route.fulfill({ contentType: 'text/html', body: PAGE, headers: policy === null ? {} : { 'content-security-policy': policy } });
    case 'sdk.marmot-cloud.com':
      return fromDemo('/sdk/ams-checkout.min.js');
    case 'ac.alipay.com':
      return fromDemo(`/cashier/${file.endsWith('.html') ? '' : file}`);
    default:
      break;
  }
  switch (request.resourceType()) {
    case 'script':
      return route.fulfill({ contentType: 'text/javascript', headers: open, body: '' });
    case 'image':
      return route.fulfill({ contentType: 'image/svg+xml', headers: open, body: '<svg xmlns="http://www.w3.org/2000/svg"/>' });
    default:
      return route.fulfill({ contentType: 'application/json', headers: open, body: '{}' });
  }
}

/** One payment in a page with that policy. */
async function payUnder(policy: string | null, region: string, seen?: Seen, context?: BrowserContextOptions): Promise<Visit> {
  return browser.open(`${SHOP}/`, {
    fingerprinting: true,
    ...(context && { context }),
    before: async (page, context) => {
      page.on('request', (request) => {
        const directive = directiveOf(request, { mainFrame: page.mainFrame() });
        const { origin, protocol } = new URL(request.url());
        if (seen && directive !== null && protocol === 'https:' && origin !== SHOP) (seen[directive] ??= new Set()).add(origin);
      });
      await context.route(
        (url) => url.protocol === 'https:',
        (route) => playHost(route, policy, region),
      );
    },
  });
}

const outcomeOf = (visit: Visit): ReturnType<Visit['page']['locator']> => visit.page.locator('output', { hasText: /\w/ });
const violationsOf = (visit: Visit): Promise<string[]> =>
  visit.page.evaluate(() => (window as unknown as { violations: string[] }).violations);

const line = (directive: string, ...sources: readonly string[]): string => `${directive} ${sources.join(' ')};`;
const file = `${root}/docs/csp.md`;
let text = readFileSync(file, 'utf8');
const block = (name: string): RegExp => new RegExp(`(<!-- ${name} -->\\n)([\\s\\S]*?)(<!-- /${name} -->)`);
const policyOf = (name: string): string =>
  (block(name).exec(text)?.[2] ?? '').replace(/```/g, '').trim().replace(/\s+/g, ' ').replace('…', NONCE);
const sorted = (sources: Set<string> | undefined): string[] => [...(sources ?? [])].sort();
const fenced = (lines: readonly string[]): string => ['```', ...lines, '```'].join('\n');

function hostPolicy(seen: Seen): string[] {
  return [
    line('script-src', "'self'", "'wasm-unsafe-eval'", ...sorted(seen['script-src'])),
    line('connect-src', "'self'", ...sorted(seen['connect-src'])),
    line('frame-src', ...sorted(seen['frame-src'])),
    line('img-src', "'self'", ...sorted(seen['img-src'])),
    line('style-src', "'self'", "'unsafe-inline'"),
  ];
}

function noncePolicy(seen: Seen): string[] {
  return [line('script-src', "'nonce-…'", "'strict-dynamic'", "'wasm-unsafe-eval'"), ...hostPolicy(seen).slice(1)];
}

describe('docs/csp.md', () => {
  const seen: Seen = {};

  afterAll(() => {
    if (process.env['UPDATE_DOCS'] !== undefined) writeFileSync(file, text);
  });

  it.each(REGIONS)('a payment of the region %s goes through without a policy', async (region) => {
    const visit = await payUnder(null, region, seen);
    await visit.page.click('#pay');
    // The last to be asked for: the risk service, once the fingerprint is there.
    await expect.poll(() => sorted(seen['connect-src'])).toContain(`https://${RISK[region]}.alipay.com`);
    await press(visit, 'pay');
    expect(await outcomeOf(visit).textContent()).toBe('succeeded ');
  });

  it('lists every host that the SDK asked for, and no other', () => {
    const lists: Record<string, string> = {
      seen: [
        '| directive | hosts |',
        '| --- | --- |',
        ...Object.keys(seen)
          .sort()
          .map((directive) => `| \`${directive}\` | ${sorted(seen[directive]).join(', ')} |`),
      ].join('\n'),
      hosts: fenced(hostPolicy(seen)),
      nonce: fenced(noncePolicy(seen)),
    };
    for (const [name, list] of Object.entries(lists)) {
      if (process.env['UPDATE_DOCS'] !== undefined) text = text.replace(block(name), `$1${list}\n$3`);
      expect(block(name).exec(text)?.[2]).toBe(`${list}\n`);
    }
  });

  it.each(['hosts', 'nonce'])('its policy by %s allows a whole payment without a violation', async (name) => {
    const visit = await payUnder(`default-src 'none'; ${policyOf(name)}`, 'SG');
    await visit.page.click('#pay');
    await press(visit, 'pay');
    expect(await outcomeOf(visit).textContent()).toBe('succeeded ');
    expect(await violationsOf(visit)).toEqual([]);
  });

  it.each([
    ['the tracker', (policy: string) => policy.replace('https://gw.alipayobjects.com', ''), /^script-src-elem https:\/\/gw\.alipayobjects/],
    ['wasm-unsafe-eval', (policy: string) => policy.replace("'wasm-unsafe-eval'", ''), /^script-src wasm-eval$/],
  ])('without %s a payment works, with violations of that kind alone', async (_what, without, kind) => {
    const visit = await payUnder(`default-src 'none'; ${without(policyOf('hosts'))}`, 'SG');
    await visit.page.click('#pay');
    await press(visit, 'pay');
    expect(await outcomeOf(visit).textContent()).toBe('succeeded ');
    const violations = await violationsOf(visit);
    expect(violations.length).toBeGreaterThan(0);
    expect(violations.filter((violation) => !kind.test(violation))).toEqual([]);
  });

  it.each(["without the SDK's host", "that only allows the page's own scripts"])('a policy %s is sdk-blocked-by-csp', async (how) => {
    const scripts = how.startsWith('without') ? "'self' https://gw.alipayobjects.com" : "'self'";
    const visit = await payUnder(`script-src ${scripts}`, 'SG');
    await visit.page.click('#pay');
    expect(await outcomeOf(visit).textContent()).toBe('error sdk-blocked-by-csp');
  });
});

describe('a method whose app is called by its scheme', () => {
  // An Android browser that is not Chrome's own: there the SDK calls the app in a frame of the page (1.47.2 util/intl-callapp).
  const context = {
    ...devices['Galaxy S9+'],
    userAgent:
      'Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36',
  };

  it.each<[string, string, string[]]>([
    ['is refused by the policy by hosts', 'frame-src https://ac.alipay.com', ['frame-src ']],
    ['may be called where frame-src has the scheme', 'frame-src https://ac.alipay.com antomdemo:', []],
  ])('%s', async (_what, frames, violations) => {
    const policy = policyOf('hosts');
    expect(policy).toContain('frame-src https://ac.alipay.com;');
    const visit = await payUnder(`default-src 'none'; ${policy.replace(/frame-src [^;]+/, frames)}`, 'SG', undefined, context);
    const told = visit.page.evaluate(
      () =>
        new Promise((resolve) => {
          checkout.on((event) => {
            if (event.type === 'redirect-failed') resolve(event.code);
          });
        }),
    );
    await visit.page.click('#pay');
    await press(visit, 'launch-error');
    expect(await told).toBe('SDK_LAUNCH_PAYMENT_APP_ERROR');
    expect((await violationsOf(visit)).filter((violation) => violation.startsWith('frame-src'))).toEqual(violations);
  });
});

it("without the cashier's frame the attempt ends as an error, and the page is clean", async () => {
  const visit = await payUnder("frame-src 'none'", 'SG');
  await visit.page.click('#pay');
  expect(await outcomeOf(visit).textContent()).toBe('error component-failed');
  await visit.page.waitForFunction(() => document.querySelector('[id^="ams-component"]') === null);
});

describe('Trusted Types', () => {
  const policyFor = (names: string): string => `require-trusted-types-for 'script'; trusted-types ${names}`;

  it("the library's own tag is allowed by its policy's name", async () => {
    const visit = await payUnder(policyFor('antom-checkout-controller'), 'SG');
    await visit.page.click('#pay');
    await visit.page.waitForFunction(() => 'AMSCashierPayment' in window);
    expect((await violationsOf(visit)).filter((violation) => violation.startsWith('trusted-types'))).toEqual([]);
    // What the SDK does itself is refused.
    await expect.poll(() => violationsOf(visit)).toContain('require-trusted-types-for trusted-types-sink');
  });

  it('a whole payment goes through with a default policy for what the SDK does itself', async () => {
    const visit = await payUnder(policyFor('antom-checkout-controller default'), 'SG');
    await visit.page.evaluate(() => {
      const pass = (text: string): string => text;
      (window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): void } }).trustedTypes.createPolicy('default', {
        createHTML: pass,
        createScriptURL: pass,
      });
    });
    await visit.page.click('#pay');
    await press(visit, 'pay');
    expect(await outcomeOf(visit).textContent()).toBe('succeeded ');
    expect(await violationsOf(visit)).toEqual([]);
  });

  it('a page that does not allow it is sdk-blocked-by-csp', async () => {
    const visit = await payUnder(policyFor("'none'"), 'SG');
    await visit.page.click('#pay');
    expect(await outcomeOf(visit).textContent()).toBe('error sdk-blocked-by-csp');
  });
});
