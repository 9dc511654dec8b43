/** The doctor on real pages with the real SDK: what makes each finding, and the same page without it. One page for each group. */
import type { Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { HOSTILE_PAGES } from '../support/hostile.ts';
import { finishAnimations, press, useBrowser } from './support/browser.ts';
import {
  ADDRESS,
  diagnose,
  DOCTOR,
  doctorPages,
  LIBRARY,
  ROOT,
  SDK,
  type DoctorWindow,
  type Given,
  type PageOptions,
  type Told,
} from './support/doctor.ts';
import { furnishLab, openLab, outcomeOf, startPay, waitForPhase } from './support/lab.ts';
import type { Visit } from './support/browser.ts';

const browser = useBrowser();
const { elsewhere, open } = doctorPages(browser);
declare const window: DoctorWindow;

/** One that nobody pays with. */
const makeController = ({ page }: Visit): Promise<void> =>
  page.evaluate(() => {
    window.checkout = new window.AntomCheckout.CheckoutController({
      environment: 'sandbox',
      prepare: 'manual',
      inquiryPayment: () => Promise.reject(new Error('never asked')),
      createPaymentSession: () => Promise.reject(new Error('never asked')),
    });
  });

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
      await frame!.addScriptTag({ path: `${ROOT}${DOCTOR}` });
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

  it('that is none: in a worker nobody can pay', async () => {
    const visit = await open();
    const told = visit.page.evaluate(async () => {
      const [doctor, library] = ['/dist/doctor.js', '/dist/index.js'].map((file) => location.origin + file);
      // A worker has no import map.
      const file = (await (await fetch(doctor!)).text()).replaceAll("'antom-checkout-controller'", `'${library!}'`);
      const code = `${file}; diagnose().then(({ ok, findings }) => postMessage({ ok, ids: findings.map(({ id }) => id) }));`;
      const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })), { type: 'module' });
      return new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => {
          resolve(data);
        };
        worker.onerror = ({ message }) => {
          reject(new Error(message));
        };
      });
    });
    expect(await told).toEqual({ ok: false, ids: ['D101'] });
  });

  it('that has replaced built-in functions is told so, for information', async () => {
    const script = 'var timer = setTimeout; window.setTimeout = function () { return timer.apply(window, arguments); };';
    const replaced = await diagnose(await open({ script }));
    expect(replaced).toMatchObject({ ok: true, infos: ['D113'], facts: { replacedBuiltIns: 'setTimeout' } });
    expect(await diagnose(await open())).toMatchObject({ infos: [], facts: { replacedBuiltIns: '' } });
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

  it('without a controller: its script is not there, it was not made, and it was', async () => {
    const missing = await open({
      html: '<script src="/nowhere/antom-checkout-controller.iife.min.js"></script><button id="pay">Pay</button>',
    });
    expect(await diagnose(missing)).toMatchObject({
      ok: false,
      stage: 'page',
      seen: { D120: 'The tag of the library is here, and has not run.' },
    });
    expect((await diagnose(missing, { trigger: '#pay' })).ids).toEqual(['D120']);
    const visit = await open({ html: `${LIBRARY}<button id="pay">Pay</button>` });
    expect((await diagnose(visit)).seen).toEqual({ D120: 'No CheckoutController was made, or none is left.' });
    await makeController(visit);
    expect(await diagnose(visit, { trigger: '#pay' })).toMatchObject({ ok: true, ids: [] });
  });

  it('with two controllers, two copies, and one that was disposed of', async () => {
    const visit = await open({ html: LIBRARY });
    const make = (): Promise<void> => makeController(visit);
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

  it.each([
    ['does not come in time', 'D207', ''],
    ['is taken off the page before it has loaded', 'D213', 'script[src$="/sdk/late.js"]'],
  ])('whose tag %s, and then comes', async (_what, id, removed) => {
    const visit = await open({ html: LIBRARY });
    const held: Route[] = [];
    let isHeld = true;
    const answer = (route: Route): Promise<void> =>
      route.fulfill({ path: `${ROOT}/node_modules/@alipay/ams-checkout/dist/umd/ams-checkout.min.js` });
    // A second try is made past caches, by a query.
    await visit.page.route('**/sdk/late.js*', (route) => (isHeld ? void held.push(route) : answer(route)));
    await visit.page.evaluate(async (selector) => {
      const timeline = window.AntomDoctor.createTimeline();
      window.checkout = new window.AntomCheckout.CheckoutController({
        environment: 'sandbox',
        prepare: 'manual',
        timeouts: { sdk: 1000 },
        sdk: window.AntomCheckout.fromCdn({ retries: 0, url: '/sdk/late.js' }),
        createPaymentSession: () => new Promise(() => undefined),
        inquiryPayment: () => new Promise(() => undefined),
        logger: timeline.logger,
      });
      const prepared = window.checkout.prepare().catch(() => undefined);
      if (selector !== '') document.querySelector(selector)!.remove();
      await prepared;
    }, removed);
    expect((await diagnose(visit)).ids).toEqual([id]);
    isHeld = false;
    await Promise.all(held.map(answer));
    // Until the machine has the time for it.
    await expect
      .poll(() =>
        visit.page.evaluate(() =>
          window.checkout!.prepare().then(
            () => 'AMSCashierPayment' in window,
            () => false,
          ),
        ),
      )
      .toBe(true);
    expect(await diagnose(visit)).toMatchObject({ ok: true, ids: [], facts: { sdkVersion: '1.47.2' } });
  });

  it('of a version without the class of the product', async () => {
    const ask = async (version: string): Promise<Told> => {
      const visit = await open({ html: `<script src="/sdk/${version}ams-checkout.min.js"></script>${LIBRARY}` });
      await visit.page.evaluate(() => {
        const { CheckoutController, element, fromGlobal } = window.AntomCheckout;
        window.checkout = new CheckoutController({
          environment: 'sandbox',
          prepare: 'manual',
          product: element,
          sdk: fromGlobal(),
          createPaymentSession: () => new Promise(() => undefined),
          inquiryPayment: () => new Promise(() => undefined),
        });
      });
      return diagnose(visit);
    };
    expect(await ask('1.12.0/')).toMatchObject({
      ok: false,
      stage: 'sdk',
      ids: ['D212'],
      seen: { D212: "The page's SDK has no AMSElement." },
    });
    expect(await ask('')).toMatchObject({ ok: true, ids: [] });
  });

  it('that is blocked is known by probe, where the page’s own server answers', async () => {
    const visit = await open({ hosts: false });
    expect((await diagnose(visit, { probe: true })).ids).toEqual(['D203', 'D423']);
  });
});

describe('the trigger, the container and the cashier', () => {
  it('are looked at where they are', async () => {
    const visit = await open({
      html: `${LIBRARY}<button id="pay">Pay</button><button id="hidden" hidden>Pay</button><button id="disabled" disabled>Pay</button>
        <div inert><button id="inert">Pay</button></div><div id="card"></div><div id="no-card" style="display: none"></div><div id="host"></div>`,
    });
    await makeController(visit);
    const idsOf = async (options: Given): Promise<readonly string[]> => (await diagnose(visit, options)).ids;
    expect(await idsOf({ trigger: '#pay', container: '#card' })).toEqual([]);
    expect(await idsOf({ trigger: '#nowhere' })).toEqual(['D401']);
    expect(await idsOf({ trigger: '#hidden' })).toEqual(['D402']);
    expect(await idsOf({ trigger: '#disabled' })).toEqual(['D403']);
    expect(await idsOf({ trigger: '#inert' })).toEqual(['D404']);
    await visit.page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<aside id="banner" style="position: fixed; inset: 0"></aside>');
    });
    expect((await diagnose(visit, { trigger: '#pay' })).seen).toEqual({ D404: '<aside id="banner"> lies above the trigger.' });
    await visit.page.evaluate(() => document.querySelector('#banner')!.remove());
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
    await finishAnimations(visit.page);
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

describe('what a merchant does about it', () => {
  it('HTTPS, and a build without the test kit', async () => {
    expect((await diagnose(await elsewhere('http://shop.example/'))).ids).toEqual(['D102']);
    expect((await diagnose(await elsewhere('https://shop.example/', '/dist/testing/antom-fake-sdk.iife.js'))).ids).toEqual(['D201']);
    expect((await diagnose(await elsewhere('https://shop.example/'))).ids).toEqual([]);
    const here = await open();
    await here.page.addScriptTag({ path: `${ROOT}/dist/testing/antom-fake-sdk.iife.js` });
    expect(await diagnose(here)).toMatchObject({ ids: [], facts: { sdkFake: true } });
  });

  it.each([
    ['1.30.0', ['D211']],
    ['1.47.2', []],
  ])('a version of the SDK that is tested: %s', async (version, expected) => {
    const visit = await open();
    const url = `/package/ams-checkout/${version}/dist/umd/ams-checkout.min.js`;
    await visit.page.route(`**${url}`, (route) =>
      route.fulfill({ path: `${ROOT}/node_modules/@alipay/ams-checkout/dist/umd/ams-checkout.min.js` }),
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
          route.fulfill({ path: `${ROOT}/node_modules/@alipay/ams-checkout/dist/umd/ams-checkout.min.js` }),
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
});
