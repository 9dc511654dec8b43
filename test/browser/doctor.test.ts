/** The doctor on real pages with the real SDK: what makes each finding, and the same page without it. One page for each group. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type * as Doctor from 'antom-checkout-controller/doctor';
import type { CheckoutController, PaymentInquiry } from 'antom-checkout-controller';
import { HOSTILE_PAGES } from '../support/hostile.ts';
import { easyPaySession, elementSession } from '../support/product-sessions.ts';
import { faults } from './support/axe.ts';
import { press, useBrowser, type Visit } from './support/browser.ts';
import { holdClock, runUntil, withClock } from './support/clock.ts';
import { furnishLab, openLab, outcomeOf, type Lab, startPay, waitForPhase } from './support/lab.ts';

const browser = useBrowser();
const root = fileURLToPath(new URL('../..', import.meta.url));
const DOCTOR = '/dist/antom-checkout-doctor.iife.min.js';
const SDK = '/sdk/ams-checkout.min.js';
const LIBRARY = '<script nonce="n" src="/dist/antom-checkout-controller.iife.min.js"></script>';

interface Page {
  AntomDoctor: typeof Doctor;
  AntomCheckout: typeof import('antom-checkout-controller');
  checkout?: CheckoutController;
}
declare const window: Page & { readonly lab: Lab };

interface Told {
  readonly ok: boolean;
  readonly stage: string | null;
  readonly ids: readonly string[];
  readonly seen: Readonly<Record<string, string>>;
  readonly facts: Doctor.Diagnosis['facts'];
}

/** What crosses into the page; the controller is the page's own. */
interface Given {
  readonly trigger?: string;
  readonly container?: string;
  readonly probe?: boolean;
}

async function diagnose({ page }: Pick<Visit, 'page'>, options: Given = {}): Promise<Told> {
  return page.evaluate(async (given) => {
    const { checkout } = window;
    const { ok, stage, findings, facts } = await window.AntomDoctor.diagnose({ ...given, ...(checkout && { checkout }) });
    // For information only: what the test's own tools have replaced.
    const told = findings.filter(({ level }) => level !== 'info');
    return { ok, stage, ids: told.map(({ id }) => id), seen: Object.fromEntries(told.map(({ id, evidence }) => [id, evidence])), facts };
  }, options);
}

interface PageOptions {
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Antom's hosts answer; otherwise every request of the page to them fails. */
  readonly hosts?: boolean;
  readonly path?: string;
  /** Before the doctor. */
  readonly script?: string;
}

const ADDRESS = '/doctor-page?LOCAL_MOCK=1';

/** A page of the demo's origin with that content and those headers, and the doctor in it. */
async function open({ html = '', headers = {}, hosts = true, path = ADDRESS, script = '' }: PageOptions = {}): Promise<Visit> {
  return browser.open(path, {
    before: async (page, context) => {
      await page.route('**/doctor-page*', (route) =>
        route.fulfill({
          contentType: 'text/html',
          headers,
          body: `<!doctype html><title>Shop</title>${script === '' ? '' : `<script nonce="n">${script}</script>`}<script nonce="n" src="${DOCTOR}"></script>${html}`,
        }),
      );
      if (hosts)
        await context.route(/^https:\/\/[\w-]+\.(alipay|marmot-cloud)\.com\//, (route) =>
          route.fulfill({ status: 204, headers: { 'access-control-allow-origin': '*' } }),
        );
    },
  });
}

/** Where one is no finding about the page: Playwright's own network has no permissions policy, and a page without SDK is not asked about. */
const fatal = ({ ok, stage }: Told): unknown => ({ ok, stage });

describe('a healthy page', () => {
  it('has no finding before, in and after a payment', async () => {
    const visit = await openLab(browser, { inquiry: true, cashier: 'delay=0', options: { notRedirectAfterComplete: true } });
    await visit.page.addScriptTag({ url: DOCTOR });
    await visit.page.evaluate(() => {
      window.checkout = window.lab.main.checkout;
      document.body.append(Object.assign(document.createElement('button'), { id: 'pay', textContent: 'Pay' }));
    });
    // The lab has made one that it does not use.
    const found = async (): Promise<Told> => {
      const told = await diagnose(visit, { trigger: '#pay' });
      return { ...told, ids: told.ids.filter((id) => id !== 'D114') };
    };
    expect(await found()).toMatchObject({ ok: true, stage: null, ids: [] });
    await startPay(visit);
    await waitForPhase(visit, 'open');
    expect(await found()).toMatchObject({
      ok: true,
      ids: [],
      facts: { cashierShown: true, cashierCovered: '', sdkVersion: '1.47.2', environment: 'sandbox' },
    });
    await press(visit, 'pay');
    await outcomeOf(visit);
    expect(await found()).toMatchObject({ ok: true, ids: [], facts: { lastStatus: 'succeeded' } });
  });

  it('with the SDK 1.12.0 has no finding either, and its version', async () => {
    const visit = await openLab(browser, { inquiry: true, sdk: '/sdk/1.12.0/ams-checkout.min.js' });
    await visit.page.addScriptTag({ url: DOCTOR });
    await visit.page.evaluate(() => {
      window.checkout = window.lab.main.checkout;
      return window.checkout.prepare();
    });
    expect(await diagnose(visit)).toMatchObject({ ok: true, facts: { sdkVersion: '1.12.0', sdkLacks: '' } });
  });

  it('without `probe` asks for nothing, with it reads the headers and the clock', async () => {
    const visit = await open();
    const asked: string[] = [];
    visit.page.on('request', (request) => asked.push(request.url()));
    expect(await diagnose(visit)).toMatchObject({ ok: true, ids: [] });
    expect(asked).toEqual([]);
    expect(await diagnose(visit, { probe: true })).toMatchObject({
      ok: true,
      ids: [],
      facts: { ownServer: 'answers', sdkHost: 'answers', cspFrame: '' },
    });
    expect(asked.length).toBeGreaterThan(3);
    expect(visit.problems).toEqual([]);
  });
});

describe('the page', () => {
  it('with a Cross-Origin-Embedder-Policy: by probe, or once it is isolated', async () => {
    const visit = await open({ headers: { 'cross-origin-embedder-policy': 'require-corp' } });
    expect((await diagnose(visit)).ids).not.toContain('D109');
    expect(await diagnose(visit, { probe: true })).toMatchObject({
      stage: 'page',
      seen: { D109: 'Frames of other origins are refused: the header says require-corp.' },
    });
    const isolated = await open({
      headers: { 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-opener-policy': 'same-origin' },
    });
    expect((await diagnose(isolated)).ids).toContain('D109');
    expect((await diagnose(await open({ headers: { 'cross-origin-opener-policy': 'same-origin' } }), { probe: true })).ids).toEqual([]);
  });

  it('with Trusted Types: without our policy, without a default one, and as docs/csp.md says', async () => {
    const policy = (names: string): PageOptions => ({
      headers: { 'content-security-policy': `require-trusted-types-for 'script'; trusted-types ${names}` },
    });
    expect((await diagnose(await open(policy("'none'")), { probe: true })).ids).toEqual(['D110', 'D111']);
    expect((await diagnose(await open(policy('antom-checkout-controller')), { probe: true })).ids).toEqual(['D111']);
    const script =
      "trustedTypes.createPolicy('default', { createHTML: function (x) { return x; }, createScriptURL: function (x) { return x; } });";
    expect((await diagnose(await open({ ...policy('antom-checkout-controller default'), script }), { probe: true })).ids).toEqual([]);
  });

  it('in a frame: sandboxed, without permission for payments, and as it should be', async () => {
    const visit = await open();
    const inFrame = async (attributes: string, src: string): Promise<Told> => {
      await visit.page.evaluate(
        ([given, url]) => {
          document.body.innerHTML = `<iframe ${String(given)} src="${String(url)}"></iframe>`;
        },
        [attributes, src],
      );
      const handle = await visit.page.waitForSelector('iframe');
      const frame = await handle.contentFrame();
      await frame!.waitForLoadState();
      // A page without an origin may not fetch it from this machine (Chrome's local network access).
      await frame!.addScriptTag({ path: `${root}${DOCTOR}` });
      return diagnose({ page: frame as unknown as Visit['page'] });
    };
    const sandboxed = await inFrame('sandbox="allow-scripts"', ADDRESS);
    expect(sandboxed).toMatchObject({ ok: false, stage: 'page' });
    expect(sandboxed.ids).toEqual(expect.arrayContaining(['D104', 'D106', 'D108']));
    expect((await inFrame('sandbox="allow-scripts allow-same-origin allow-forms"', ADDRESS)).seen).toEqual({
      D105: 'The sandbox has no allow-popups allow-top-navigation.',
    });
    expect((await inFrame(`allow="payment 'none'"`, ADDRESS)).ids).toEqual(['D103']);
    expect((await inFrame('', ADDRESS)).ids).toEqual([]);
  });

  it('with storage that is refused or full, with Prototype.js, and offline', async () => {
    const refused = await open({
      script: "Object.defineProperty(window, 'localStorage', { get: function () { throw new DOMException('no', 'SecurityError'); } });",
    });
    expect((await diagnose(refused)).ids).toEqual(['D106']);
    const full = await open({
      script:
        "var text = 'x'; try { for (;;) { text += text; localStorage.setItem('fill', text); } } catch (e) {} try { for (var i = 0; ; i++) localStorage.setItem('f' + i, new Array(1000).join('y')); } catch (e) {}",
    });
    expect((await diagnose(full)).ids).toEqual(['D107']);
    const prototype = await open({ script: HOSTILE_PAGES['Prototype.js 1.6'] ?? '' });
    expect((await diagnose(prototype)).ids).toEqual(['D112']);
    const offline = await open();
    await offline.context.setOffline(true);
    expect((await diagnose(offline)).ids).toEqual(['D117']);
    await offline.page.unrouteAll();
    expect((await diagnose(offline, { probe: true })).ids).toEqual(['D118', 'D117']);
  });

  it('with two controllers, two copies, and one that was disposed of', async () => {
    const visit = await open({ html: LIBRARY });
    const make = (): Promise<void> =>
      visit.page.evaluate(() => {
        window.checkout = new window.AntomCheckout.CheckoutController({
          environment: 'sandbox',
          prepare: 'manual',
          inquiryPayment: () => Promise.reject(new Error('never asked')),
          createPaymentSession: () => Promise.reject(new Error('never asked')),
        });
      });
    await make();
    expect((await diagnose(visit)).ids).toEqual([]);
    await make();
    expect((await diagnose(visit)).ids).toEqual(['D114']);
    await visit.page.addScriptTag({ url: '/dist/antom-checkout-controller.iife.js' });
    await make();
    expect((await diagnose(visit)).ids).toEqual(['D114', 'D115']);
    await visit.page.evaluate(() => window.checkout?.dispose());
    expect((await diagnose(visit)).ids).toEqual(['D116', 'D114']);
  });
});

describe('a Content Security Policy', () => {
  const scripts = "script-src 'nonce-n' 'unsafe-eval'";

  it('in <meta> is read, by directive', async () => {
    const meta = (policy: string): PageOptions => ({ html: `<meta http-equiv="Content-Security-Policy" content="${policy}">` });
    expect((await diagnose(await open(meta("frame-src 'self'")))).seen).toEqual({
      D407: 'frame-src in <meta> does not allow https://ac.alipay.com/',
    });
    expect((await diagnose(await open(meta("connect-src 'self'")))).ids).toEqual(['D408', 'D409']);
    expect((await diagnose(await open(meta('frame-src https://ac.alipay.com; connect-src *')))).ids).toEqual([]);
  });

  it('of a header is known by probe, or by what it has refused since', async () => {
    const visit = await open({ headers: { 'content-security-policy': `${scripts}; frame-src 'none'` } });
    expect((await diagnose(visit)).ids).toEqual([]);
    expect((await diagnose(visit, { probe: true })).ids).toEqual(['D407']);
    await visit.page.evaluate(
      () =>
        new Promise((resolve) => {
          document.addEventListener('securitypolicyviolation', () => setTimeout(resolve, 0));
          document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://ac.alipay.com/app?session=secret' }));
        }),
    );
    const { seen } = await diagnose(visit);
    expect(seen['D407']).toMatch(/^frame-src has refused https:\/\/ac\.alipay\.com/);
    expect(JSON.stringify(seen)).not.toContain('secret');
  });

  it('that refuses the question of `probe` is not taken for a silent host', async () => {
    const visit = await open({ headers: { 'content-security-policy': "connect-src 'self'" } });
    const { ids, facts } = await diagnose(visit, { probe: true });
    expect(ids).toEqual(['D408', 'D409']);
    expect(facts).toMatchObject({ sdkHost: null, cashierHost: null, apiHost: null });
  });

  it('that refuses the SDK', async () => {
    const visit = await open({
      html: LIBRARY,
      headers: { 'content-security-policy': "script-src 'self' 'unsafe-eval' 'unsafe-inline'" },
    });
    await visit.page.evaluate(() => {
      window.checkout = new window.AntomCheckout.CheckoutController({
        environment: 'sandbox',
        prepare: 'manual',
        createPaymentSession: () => new Promise(() => undefined),
      });
      return window.checkout.prepare().catch(() => undefined);
    });
    const told = await diagnose(visit);
    expect(told.ids).toContain('D202');
    expect(fatal(told)).toEqual({ ok: false, stage: 'sdk' });
  });
});

describe('the SDK', () => {
  it('behind RequireJS, twice, parked, and by itself', async () => {
    const amd = await open({ script: 'window.define = function () {}; window.define.amd = {};', html: `<script src="${SDK}"></script>` });
    expect(await diagnose(amd)).toMatchObject({ stage: 'sdk', ids: ['D209'] });
    const twice = await open({ html: `<script src="${SDK}"></script><script src="/sdk/1.12.0/ams-checkout.min.js"></script>` });
    expect((await diagnose(twice)).ids).toEqual(['D210']);
    const parked = await open({ html: `<script type="text/plain" src="${SDK}"></script>` });
    expect((await diagnose(parked)).ids).toEqual(['D208']);
    const alone = await open({ html: `<script src="${SDK}"></script>` });
    expect(await diagnose(alone)).toMatchObject({ ok: true, ids: [], facts: { sdkTags: 1 } });
  });

  it.each([
    ['is not there', { url: '/sdk/missing.js' }, 'D204'],
    ['is something else', { url: '/sdk/empty.js' }, 'D206'],
    ['is not what integrity says', { url: SDK, integrity: `sha256-${'A'.repeat(43)}=` }, 'D205'],
    ['is refused on its way', { url: 'https://cdn.example/ams-checkout.min.js' }, 'D203'],
  ])('that %s', async (_what, cdn, id) => {
    const visit = await open({ hosts: false, html: LIBRARY });
    await visit.page.evaluate(async (given) => {
      const timeline = window.AntomDoctor.createTimeline();
      window.checkout = new window.AntomCheckout.CheckoutController({
        environment: 'sandbox',
        prepare: 'manual',
        sdk: window.AntomCheckout.fromCdn({ retries: 0, ...given }),
        createPaymentSession: () => new Promise(() => undefined),
        logger: timeline.logger,
      });
      await window.checkout.prepare().catch(() => undefined);
    }, cdn);
    expect(await diagnose(visit)).toMatchObject({ ok: false, stage: 'sdk', ids: [id] });
  });

  it('that is blocked is known by probe, where the page’s own server answers', async () => {
    const visit = await open({ hosts: false });
    expect((await diagnose(visit, { probe: true })).ids).toEqual(['D203', 'D423']);
  });
});

describe('the trigger, the container and the cashier', () => {
  it('are looked at where they are', async () => {
    const visit = await open({
      html: `<button id="pay">Pay</button><button id="hidden" hidden>Pay</button><button id="disabled" disabled>Pay</button>
        <div inert><button id="inert">Pay</button></div><div id="card"></div><div id="no-card" style="display: none"></div><div id="host"></div>`,
    });
    const idsOf = async (options: Given): Promise<readonly string[]> => (await diagnose(visit, options)).ids;
    expect(await idsOf({ trigger: '#pay', container: '#card' })).toEqual([]);
    expect(await idsOf({ trigger: '#nowhere' })).toEqual(['D401']);
    expect(await idsOf({ trigger: '#hidden' })).toEqual(['D402']);
    expect(await idsOf({ trigger: '#disabled' })).toEqual(['D403']);
    expect(await idsOf({ trigger: '#inert' })).toEqual(['D404']);
    expect(await idsOf({ container: '#nowhere' })).toEqual(['D405']);
    expect(await idsOf({ container: '#no-card' })).toEqual(['D406']);
    await visit.page.evaluate(() => {
      const dialog = document.createElement('dialog');
      document.body.append(dialog);
      dialog.showModal();
    });
    expect(await idsOf({ trigger: '#pay' })).toEqual(['D414']);
  });

  it('behind a dialog, an inert body, a banner or nothing', async () => {
    const visit = await openLab(browser, { inquiry: true, cashier: 'delay=0' });
    await visit.page.addScriptTag({ url: DOCTOR });
    await startPay(visit);
    await waitForPhase(visit, 'open');
    const idsAfter = async (change: string, undo: string): Promise<readonly string[]> => {
      await visit.page.evaluate(change);
      const { ids } = await diagnose(visit);
      await visit.page.evaluate(undo);
      return ids.filter((id) => id !== 'D114');
    };
    expect(await idsAfter('', '')).toEqual([]);
    expect(
      await idsAfter(
        "document.body.append(Object.assign(document.createElement('dialog'), { id: 'd' })); d.showModal()",
        'd.close(); d.remove()',
      ),
    ).toEqual(['D410']);
    expect(await idsAfter('document.body.inert = true', 'document.body.inert = false')).toEqual(['D411']);
    expect(
      await idsAfter(
        "var b = document.createElement('aside'); b.style.cssText = 'position: fixed; inset: 0; z-index: 2147483647'; document.body.append(b)",
        'b.remove()',
      ),
    ).toEqual(['D413']);
    expect(
      await idsAfter(
        "document.getElementById('ams-component-container').style.pointerEvents = 'none'",
        "document.getElementById('ams-component-container').style.pointerEvents = ''",
      ),
    ).toEqual(['D412']);
  });
});

/** A controller that asks the demo's server: what `createPaymentSession` makes of its `response` is code of the page's. */
async function sell({ page }: Visit, body: object, answer: string): Promise<void> {
  await page.addScriptTag({ content: `window.sessionOf = async (response) => ${answer};` });
  await page.evaluate((given) => {
    const { sessionOf } = window as unknown as { readonly sessionOf: (response: Response) => Promise<string> };
    window.checkout = new window.AntomCheckout.CheckoutController({
      environment: 'sandbox',
      prepare: 'manual',
      createPaymentSession: async () =>
        sessionOf(
          await fetch('/api/payment-sessions', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(given),
          }),
        ),
      inquiryPayment: ({ paymentRequestId }) => fetch(`/api/payments/${paymentRequestId}`),
    });
  }, body);
}

describe('a cashier that says nothing', () => {
  it('after SDK_START_OF_LOADING is named once that is 16 s ago, and one that goes on is not', async () => {
    const visit = await openLab(browser, { inquiry: true, cashier: 'silent=1', before: withClock });
    await visit.page.addScriptTag({ url: DOCTOR });
    await visit.page.evaluate(() => {
      window.checkout = window.lab.main.checkout;
      window.AntomDoctor.createTimeline().watch(window.checkout);
    });
    await holdClock(visit.page);
    await startPay(visit);
    await runUntil(visit.page, () => window.lab.main.checkout.state.phase === 'open');
    await visit.page.clock.runFor(12_000);
    expect((await diagnose(visit)).ids).not.toContain('D415');
    await visit.page.clock.runFor(5_000);
    const { ids, seen } = await diagnose(visit);
    expect(ids).toContain('D415');
    expect(seen['D415']).toMatch(/^SDK_START_OF_LOADING came \d\d\.\d s ago, and nothing since\.$/);
    await visit.page.evaluate(() => {
      window.lab.main.checkout.unmount();
    });
    await visit.page.clock.runFor(1_000);
    await startPay(visit, { cashier: 'delay=0', force: true });
    await runUntil(visit.page, () => window.lab.main.events.some((event) => event.type === 'loading-ended'));
    await visit.page.clock.runFor(17_000);
    expect((await diagnose(visit)).ids).not.toContain('D415');
  });
});

describe('the session and the server', () => {
  it.each<[string, 'D310' | 'D321', string, string]>([
    ['an EasyPay session without `action`', 'D310', easyPaySession({ action: null }), easyPaySession()],
    ['a Payment Element session that pay() is to open', 'D321', elementSession(), elementSession()],
  ])('%s is named, and what the remedy says cures it', async (_what, id, bad, good) => {
    const visit = await open({ html: `${LIBRARY}<div id="form"></div>` });
    await visit.page.evaluate(
      ({ sessions, sdk }) => {
        const { CheckoutController, cashier, easyPay, element, fromCdn } = window.AntomCheckout;
        window.checkout = new CheckoutController({
          environment: 'sandbox',
          prepare: 'manual',
          product: [cashier, easyPay, element],
          sdk: fromCdn({ url: sdk }),
          createPaymentSession: () => Promise.resolve({ paymentSessionData: sessions.shift() ?? '' }),
        });
        return window.checkout.pay().then(() => undefined);
      },
      { sessions: [bad, good], sdk: SDK },
    );
    expect((await diagnose(visit)).ids).toContain(id);
    // Antom's app is not there to go on from the SDK's first requests.
    const opened = await visit.page.evaluate(async (call) => {
      const { checkout } = window;
      const phases: string[] = [];
      checkout?.subscribe(() => phases.push(checkout.state.phase));
      await (call === 'D321' ? checkout?.mount('#form') : checkout?.pay());
      return phases.includes('opening');
    }, id);
    expect(opened).toBe(true);
    expect((await diagnose(visit)).ids).not.toContain(id);
  });

  it.each([
    ['session-three-part', 'D307'],
    ['session-truncated', 'D308'],
    ['session-encoded', 'D305'],
    ['session-spaces', 'D306'],
    ['session-empty', 'D302'],
    ['server-html', 'D303'],
    ['server-null', 'D301'],
    ['server-500', 'D316'],
    ['server-f', 'D316'],
    ['server-refused', 'D316'],
    ['server-slow', 'D318'],
    ['session-wrong-product', 'D313'],
    ['normal', null],
  ])('with %s', async (scenario, id) => {
    const visit = await open({ html: LIBRARY });
    await sell(visit, scenario === 'normal' ? {} : { scenario }, scenario === 'server-html' ? 'response.text()' : 'response');
    const { ids, facts } = await diagnose(visit, { probe: true });
    if (id === null) expect({ ids, inquiry: facts['inquiry'] }).toEqual({ ids: [], inquiry: '' });
    else expect(ids).toContain(id);
  });

  it.each([
    ['another id', { paymentStatus: 'SUCCESS', paymentRequestId: 'of-somebody-else' }, ['D502']],
    ['only result', { result: { resultStatus: 'S', resultCode: 'SUCCESS' } }, ['D503']],
    ['HTML', '<!doctype html>', ['D504']],
    ['the payment', { paymentStatus: 'PROCESSING' }, []],
  ])('whose inquiry answers %s', async (_what, answer, expected) => {
    const visit = await open({ html: LIBRARY });
    await visit.page.evaluate((given) => {
      window.checkout = new window.AntomCheckout.CheckoutController({
        environment: 'sandbox',
        prepare: 'manual',
        createPaymentSession: () =>
          fetch('/api/payment-sessions', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
        inquiryPayment: () => Promise.resolve(given as PaymentInquiry),
      });
    }, answer);
    expect((await diagnose(visit, { probe: true })).ids).toEqual(expected);
  });

  it('that live elsewhere are asked about by a clock', async () => {
    const visit = await open({ headers: { date: new Date(Date.now() - 900_000).toUTCString() } });
    expect((await diagnose(visit, { probe: true })).ids).toEqual(['D507']);
  });
});

/** A page of its own origin, which this test plays; the doctor and whatever else is put in once it is there. */
async function elsewhere(url: string, ...files: readonly string[]): Promise<Visit> {
  const visit = await browser.open(url, {
    before: async (page) => {
      await page.route(`${new URL(url).origin}/**`, (route) =>
        route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Shop</title>' }),
      );
    },
  });
  for (const file of [DOCTOR, ...files]) await visit.page.addScriptTag({ path: `${root}${file}` });
  return visit;
}

describe('what a merchant does about it', () => {
  it('HTTPS, and a build without the test kit', async () => {
    expect((await diagnose(await elsewhere('http://shop.example/'))).ids).toEqual(['D102']);
    expect((await diagnose(await elsewhere('https://shop.example/', '/dist/testing/antom-fake-sdk.iife.js'))).ids).toEqual(['D201']);
    expect((await diagnose(await elsewhere('https://shop.example/'))).ids).toEqual([]);
    const here = await open();
    await here.page.addScriptTag({ path: `${root}/dist/testing/antom-fake-sdk.iife.js` });
    expect(await diagnose(here)).toMatchObject({ ids: [], facts: { sdkFake: true } });
  });

  it.each([
    ['1.30.0', ['D211']],
    ['1.47.2', []],
  ])('a version of the SDK that is tested: %s', async (version, expected) => {
    const visit = await open();
    const url = `/package/ams-checkout/${version}/dist/umd/ams-checkout.min.js`;
    await visit.page.route(`**${url}`, (route) =>
      route.fulfill({ path: `${root}/node_modules/@alipay/ams-checkout/dist/umd/ams-checkout.min.js` }),
    );
    await visit.page.addScriptTag({ url });
    expect((await diagnose(visit)).ids).toEqual(expected);
  });

  it('the button that is shown is bound', async () => {
    const visit = await open({ html: `${LIBRARY}<button id="pay">Pay</button>` });
    const bind = (): Promise<void> => visit.page.evaluate(() => void window.checkout!.bind(document.querySelector('#pay')!));
    await visit.page.evaluate(() => {
      window.checkout = new window.AntomCheckout.CheckoutController({
        environment: 'sandbox',
        prepare: 'manual',
        createPaymentSession: () => Promise.reject(new Error('never asked')),
      });
    });
    await bind();
    expect((await diagnose(visit)).ids).toEqual([]);
    await visit.page.evaluate(() => {
      document.querySelector('#pay')!.outerHTML = '<button id="pay">Pay</button>';
    });
    expect((await diagnose(visit)).ids).toEqual(['D401']);
    await bind();
    expect((await diagnose(visit)).ids).toEqual([]);
  });

  it('a storage of the merchant’s own, where sessionStorage is refused', async () => {
    const visit = await open({
      html: LIBRARY,
      script: "Object.defineProperty(window, 'sessionStorage', { get: function () { throw new DOMException('no', 'SecurityError'); } });",
    });
    const make = (isOwn: boolean): Promise<void> =>
      visit.page.evaluate((own) => {
        window.checkout?.dispose();
        window.checkout = new window.AntomCheckout.CheckoutController({
          environment: 'sandbox',
          prepare: 'manual',
          createPaymentSession: () => Promise.reject(new Error('never asked')),
          ...(own && { storage: { getItem: () => null, setItem: () => undefined, removeItem: () => undefined } }),
        });
      }, isOwn);
    await make(false);
    expect((await diagnose(visit)).ids).toEqual(['D108']);
    await make(true);
    expect((await diagnose(visit)).ids).toEqual([]);
  });

  it.each([
    // Its address is not one of the SDK's.
    [
      'a module system took the page’s own SDK',
      { script: 'window.exports = {};', html: '<script src="/sdk/renamed.js"></script>' },
      ['D209'],
    ],
    [
      'Trusted Types refuse the library',
      { headers: { 'content-security-policy': "require-trusted-types-for 'script'; trusted-types 'none'" } },
      ['D110', 'D111'],
    ],
    ['neither', { html: `<script src="${SDK}"></script>` }, []],
  ] as const)('is told from what a payment met, without `probe`: %s', async (_what, given: PageOptions, expected) => {
    const visit = await browser.open(ADDRESS, {
      before: async (page) => {
        await page.route('**/sdk/renamed.js', (route) =>
          route.fulfill({ path: `${root}/node_modules/@alipay/ams-checkout/dist/umd/ams-checkout.min.js` }),
        );
        await page.route('**/doctor-page*', (route) =>
          route.fulfill({
            contentType: 'text/html',
            headers: { ...given.headers },
            body: `<!doctype html><title>Shop</title><script>${given.script ?? ''}</script><script src="${DOCTOR}"></script>${given.html ?? ''}${LIBRARY}`,
          }),
        );
      },
    });
    await visit.page.evaluate(
      ([isOwn, url]) => {
        const timeline = window.AntomDoctor.createTimeline();
        const { CheckoutController, fromCdn, fromGlobal } = window.AntomCheckout;
        window.checkout = new CheckoutController({
          environment: 'sandbox',
          prepare: 'manual',
          sdk: isOwn ? fromGlobal() : fromCdn({ url }),
          createPaymentSession: () => new Promise(() => undefined),
          inquiryPayment: () => new Promise(() => undefined),
          logger: timeline.logger,
        });
        return window.checkout.prepare().catch(() => undefined);
      },
      [given.html !== undefined, SDK] as const,
    );
    expect((await diagnose(visit)).ids).toEqual(expected);
  });

  it('resume() on the page that a buyer comes back to', async () => {
    const visit = await openLab(browser, { inquiry: true, cashier: 'delay=0', order: 'o:1' });
    await startPay(visit);
    await waitForPhase(visit, 'open');
    await visit.page.reload();
    await furnishLab(visit, { inquiry: true, order: 'o:1' });
    await visit.page.addScriptTag({ url: DOCTOR });
    const ids = async (): Promise<readonly string[]> => (await diagnose(visit)).ids.filter((id) => /^D6/.test(id));
    expect(await ids()).toEqual(['D601']);
    await visit.page.evaluate(() => void window.lab.main.resume());
    await visit.page.waitForFunction(() => window.lab.main.checkout.state.phase !== 'idle');
    expect(await ids()).toEqual([]);
    const named = await open({ path: `${ADDRESS}&paymentRequestId=of-an-address`, html: LIBRARY });
    await named.page.evaluate(() => {
      window.checkout = new window.AntomCheckout.CheckoutController({
        environment: 'sandbox',
        prepare: 'manual',
        createPaymentSession: () => Promise.reject(new Error('never asked')),
        inquiryPayment: () => new Promise(() => undefined),
      });
    });
    expect((await diagnose(named)).ids).toEqual(['D602']);
    await named.page.evaluate(() => void window.checkout!.resume());
    expect((await diagnose(named)).ids).toEqual([]);
  });

  it.each([
    ['JSON.stringify(session)', 'D304'],
    [
      '({ ...session, paymentSessionData: session.paymentSessionData.split(\'&&\').map((part, i) => i < 3 ? part : btoa(atob(part).replace(/"productScene":"[A-Z_]+"/, \'"productScene":"MYSTERY"\'))).join(\'&&\') })',
      'D309',
    ],
    ["({ ...session, paymentSessionExpiryTime: 'tomorrow' })", 'D311'],
    ['({ ...session, paymentRequestId: undefined })', 'D312'],
    ['({ ...session, paymentSessionExpiryTime: new Date(Date.now() - 60000).toISOString() })', 'D315'],
    ["({ result: { resultStatus: 'F', resultCode: 'INVALID_API', resultMessage: 'no' } })", 'D316'],
    ["fetch('/go', { method: 'POST' })", 'D319'],
    ["new Response(JSON.stringify(session), { headers: { 'content-type': 'text/plain' } })", 'D320'],
    ['session', null],
  ])('a server that hands over what Antom said: %s', async (change, id) => {
    const visit = await open({ html: LIBRARY });
    await visit.page.route('**/go', (route) => route.fulfill({ status: 303, headers: { location: '/sdk/empty.js' } }));
    await sell(visit, {}, `((session) => ${change})(await response.json())`);
    const { ids, seen } = await diagnose(visit, { probe: true });
    const ofSession = ids.filter((one) => /^D3/.test(one) && one !== 'D318');
    if (id === 'D319') expect(ofSession).toContain(id);
    else expect(ofSession).toEqual(id === null ? [] : [id]);
    if (id === 'D316') expect(seen[id]).toBe('session-request-failed (INVALID_API): no');
  });
});

describe("the shop's panel", () => {
  /** By the scenario of the picker: what the doctor says once the payment has ended. */
  it.each([
    ['server-500', 'D316', ''],
    ['server-refused', 'D316', ''],
    ['server-f', 'D316', ''],
    ['server-html', 'D303', ''],
    ['server-null', 'D301', ''],
    ['server-slow', 'D318', 'cashier'],
    ['session-three-part', 'D307', ''],
    ['session-truncated', 'D308', ''],
    ['session-spaces', 'D306', ''],
    ['session-encoded', 'D305', ''],
    ['session-wrong-product', 'D313', ''],
    ['session-empty', 'D302', ''],
    ['sdk-blocked', 'D204', ''],
    ['sdk-wrong-script', 'D206', ''],
    ['cashier-no-launch', 'D416', ''],
    ['page-unmount', 'D420', ''],
    ['page-abort', 'D420', ''],
    ['page-remove-dom', 'D417', ''],
    ['inquiry-html', 'D504', 'stop'],
    ['normal', null, ''],
  ] as const)('names what %s is', async (scenario, id, then) => {
    const visit = await browser.open(`/?lang=en&stay=1&scenario=${scenario}`);
    const { page } = visit;
    if (id !== null) {
      await page.getByTestId('pay').click();
      if (then === 'stop') {
        await press(visit, 'pay');
        await page.getByTestId('stop-waiting').click();
      }
      const over = then === 'cashier' ? '[data-testid="phase"][data-phase="open"]' : '[data-testid="phase"][data-phase="settled"]';
      await page.locator(over).waitFor({ state: 'attached' });
    }
    // By the keyboard's way: an open cashier lies above the panel.
    await page.getByTestId('ask-doctor').dispatchEvent('click');
    await page.locator('[data-testid="diagnosis"][data-asked="true"]').waitFor({ state: 'attached' });
    // Beside what is found, what happened can still be read.
    if (id !== null) expect((await page.getByTestId('timeline').boundingBox())?.height).toBeGreaterThan(60);
    const ids = await page.getByTestId('finding').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-id')));
    if (id === null) expect(ids).toEqual([]);
    else expect(ids).toContain(id);
  });

  it.each(['en', 'zh'])('is fetched when it is asked, and axe-core finds no fault in it (%s)', async (lang) => {
    const visit = await browser.open(`/?lang=${lang}&stay=1&scenario=session-empty`);
    const { page } = visit;
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(request.url()));
    await page.getByTestId('pay').click();
    await page.locator('[data-testid="phase"][data-phase="settled"]').waitFor();
    expect(fetched.filter((url) => /\/doctor-/.test(url))).toEqual([]);
    await page.getByTestId('ask-doctor').click();
    await page.locator('[data-testid="finding"][data-id="D302"]').waitFor();
    expect(fetched.filter((url) => /\/doctor-.*\.js/.test(url))).toHaveLength(1);
    expect(await faults(page)).toEqual([]);
  });

  it.each([
    ['en', 1440, 'The session is empty', "Antom's hosts do not answer", '/docs/csp.md', 'Troubleshooting'],
    ['zh', 390, '会话是空的', 'Antom 的主机没有应答', '/docs/csp.md', '故障排查'],
  ])('speaks the page’s language, and its links lead somewhere (%s, %i px)', async (lang, width, title, other, page, heading) => {
    const visit = await browser.open(`/?lang=${lang}&stay=1&scenario=session-empty`, { context: { viewport: { width, height: 900 } } });
    const sessions: string[] = [];
    visit.page.on('request', (request) => {
      if (request.url().endsWith('/api/payment-sessions')) sessions.push(request.method());
    });
    // By the keyboard: with probe a session is asked for, and what is wrong with it is known before anybody pays.
    await visit.page.getByTestId('ask-doctor-probe').focus();
    await visit.page.keyboard.press('Enter');
    const row = (id: string): ReturnType<typeof visit.page.locator> => visit.page.locator(`[data-testid="finding"][data-id="${id}"]`);
    await row('D302').getByText(title).waitFor();
    expect(sessions).toEqual(['POST']);
    // This machine's requests to them are refused.
    await row('D423').getByText(other).waitFor();
    const remedy = row('D423').locator(`a[href="${page}"]`);
    expect(await (await visit.page.request.get(String(await remedy.getAttribute('href')))).text()).toMatch(/^# /);
    expect(await faults(visit.page)).toEqual([]);
    expect(await visit.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    const [opened] = await Promise.all([
      visit.context.waitForEvent('page'),
      row('D302').locator('a[href^="/troubleshooting"]').press('Enter'),
    ]);
    await opened.getByRole('heading', { level: 1, name: heading }).waitFor();
    await opened.getByText(title).waitFor();
    expect(await opened.evaluate(() => document.activeElement?.id)).toBe('d302');
    expect(await faults(opened)).toEqual([]);
    expect(await opened.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });

  it('of the playground knows what its server answered', async () => {
    const { page } = await browser.open('/playground?lang=en&session=session-truncated');
    await page.getByTestId('pay').click();
    await page.locator('[data-testid="phase"][data-phase="settled"]').waitFor({ state: 'attached' });
    await page.getByTestId('ask-doctor').click();
    await page.locator('[data-testid="finding"][data-id="D308"]').waitFor();
    await page.getByTestId('session').selectOption('normal');
    await page.getByTestId('pay').click();
    await page.locator('[data-testid="phase"][data-phase="open"]').waitFor({ state: 'attached' });
    await page.getByTestId('ask-doctor').dispatchEvent('click');
    await page.getByTestId('diagnosis').getByText('finds nothing wrong').waitFor();
  });
});
