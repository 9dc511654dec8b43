/** fromCdn: one load per page, retries, and every way in which a script does not come. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CheckoutError } from '../../../src/core/errors';
import { pageLoad } from '../../../src/sdk/script/load';
import { fromCdn, type CdnOptions } from '../../../src/sdk/sources/cdn';
import type { SdkLoader } from '../../../src/sdk/loader';
import {
  addPageTag,
  arrive,
  CDN,
  fail,
  loader,
  NAME,
  once,
  runUmd,
  Sdk,
  setReadyState,
  tag,
  tags,
  timing,
  useCdn,
  violation,
} from '../../support/cdn';
import { testEnvironment } from '../../support/environment';
import { emptyRegistry } from '../../support/registry';
import { jobs, pass, peek, rejectionOf } from '../../support/shop';

useCdn();

const MIRROR = 'https://mirror.example/sdk.js';

describe('the tag', () => {
  it('is one async script of the pinned version, and the class is found on window', async () => {
    const found = loader().load();
    expect(tag().src).toBe(CDN);
    expect(tag().async).toBe(true);
    arrive(tag());
    expect(await found).toBe(Sdk);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each<[string, CdnOptions, Record<string, unknown>]>([
    ['a version', { version: '1.12.0' }, { src: CDN.replace('1.47.2', '1.12.0'), crossOrigin: null }],
    ['another address, which counts more', { url: MIRROR, version: '9' }, { src: MIRROR }],
    ['a nonce', { nonce: 'n' }, { nonce: 'n' }],
    ['an integrity, with CORS', { integrity: 'sha384-x' }, { integrity: 'sha384-x', crossOrigin: 'anonymous' }],
    ['credentials', { crossOrigin: 'use-credentials' }, { crossOrigin: 'use-credentials' }],
  ])('takes %s', (_what, options, expected) => {
    loader(options)
      .load()
      .catch(() => undefined);
    expect(tag()).toMatchObject(expected);
  });

  it("inherits the nonce of the page's own scripts, unless it has its own", () => {
    addPageTag('https://shop.example/app.js', 'of-the-page');
    loader()
      .load()
      .catch(() => undefined);
    expect(tags()[1]?.nonce).toBe('of-the-page');
    pageLoad(window).current = null;
    loader({ nonce: 'given' })
      .load()
      .catch(() => undefined);
    expect(tags()[2]?.nonce).toBe('given');
  });

  it('stays once its script has come', async () => {
    const found = loader().load();
    const own = tag();
    arrive(own);
    await found;
    expect(tags()).toEqual([own]);
  });
});

describe('one load per page', () => {
  it('uses the class that the page has already, and adds no tag', async () => {
    Object.assign(window, { [NAME]: Sdk });
    expect(loader().peek()).toBe(Sdk);
    expect(await loader().load()).toBe(Sdk);
    expect(tags()).toHaveLength(0);
  });

  it('is shared by callers of one loader and of two', async () => {
    const one = loader();
    const all = Promise.all([one.load(), one.load(), loader().load()]);
    arrive(tag());
    expect(await all).toEqual([Sdk, Sdk, Sdk]);
  });

  it('two versions asked for are one script, the first', async () => {
    const all = Promise.all([loader().load(), loader({ version: '1.12.0' }).load()]);
    expect(tag().src).toBe(CDN);
    arrive(tag());
    expect(await all).toEqual([Sdk, Sdk]);
  });

  it('another version is loaded when the first cannot be', async () => {
    const first = rejectionOf(once().load());
    const second = once({ version: '1.12.0' }).load();
    await fail(tag());
    expect(await first).toMatchObject({ code: 'sdk-load-failed' });
    expect(tag().src).toContain('/1.12.0/');
    arrive(tag());
    expect(await second).toBe(Sdk);
  });

  it('one caller that gives up early does not take the script from another that still waits', async () => {
    const hasty = rejectionOf(loader({ timeout: 1_000 }).load());
    const patient = loader().load();
    await pass(1_000);
    expect(await peek(hasty)).toMatchObject({ code: 'sdk-load-timeout' });
    arrive(tag());
    expect(await peek(patient)).toBe(Sdk);
  });
});

describe('a tag that the page has', () => {
  it.each([CDN, 'https://cdn.shop.example/vendor/ams-checkout.js'])('and that is still loading is shared: %s', async (src) => {
    setReadyState('interactive');
    const theirs = addPageTag(src);
    const found = loader().load();
    expect(tag()).toBe(theirs);
    arrive(theirs);
    expect(await found).toBe(Sdk);
    expect(tag()).toBe(theirs);
  });

  it('and that fails makes way for our own at once', async () => {
    setReadyState('interactive');
    const theirs = addPageTag(CDN);
    const found = loader().load();
    await fail(theirs);
    arrive(tags()[1] as HTMLScriptElement);
    expect(await found).toBe(Sdk);
    expect(tags()[0]).toBe(theirs);
  });

  it('and that is dead once the page has loaded makes way for our own', async () => {
    setReadyState('interactive');
    addPageTag(CDN);
    const found = loader().load();
    window.dispatchEvent(new Event('load'));
    expect(tags()).toHaveLength(2);
    arrive(tags()[1] as HTMLScriptElement);
    expect(await found).toBe(Sdk);
  });

  it('on a page that has loaded: known to be over it is passed by at once, else after 3 s, and then for good', async () => {
    setReadyState('complete');
    addPageTag(CDN);
    timing(null);
    const found = rejectionOf(once({ timeout: 4_000 }).load());
    await pass(2_900);
    expect(tags()).toHaveLength(1);
    await pass(200);
    expect(tags()).toHaveLength(2);
    await pass(1_000);
    expect(await found).toMatchObject({ code: 'sdk-load-timeout' });
    loader()
      .load()
      .catch(() => undefined);
    expect(tags()).toHaveLength(2);
    document.head.innerHTML = '';
    emptyRegistry();
    addPageTag(CDN);
    timing(200);
    loader()
      .load()
      .catch(() => undefined);
    await pass(0);
    expect(tags()).toHaveLength(2);
  });

  it('that the page still waits for after 3 s is waited for as well', async () => {
    setReadyState('interactive');
    const theirs = addPageTag(CDN);
    timing(null);
    const found = loader().load();
    await pass(3_500);
    expect(tag()).toBe(theirs);
    setReadyState('complete');
    await pass(2_000);
    expect(tags()).toHaveLength(1);
    await pass(500);
    arrive(tags()[1] as HTMLScriptElement);
    expect(await found).toBe(Sdk);
  });

  it('and that fails after the page has loaded without it is not passed by twice', async () => {
    setReadyState('interactive');
    const theirs = addPageTag(CDN);
    const found = loader().load();
    window.dispatchEvent(new Event('load'));
    expect(tags()).toHaveLength(2);
    await fail(theirs);
    expect(tags()).toHaveLength(2);
    arrive(tags()[1] as HTMLScriptElement);
    expect(await found).toBe(Sdk);
  });

  it('that comes late is used, and ours is not waited for', async () => {
    setReadyState('interactive');
    const theirs = addPageTag(CDN);
    const late = rejectionOf(once({ timeout: 1_000 }).load());
    await pass(1_000);
    expect(await late).toMatchObject({ code: 'sdk-load-timeout' });
    arrive(theirs);
    expect(await loader().load()).toBe(Sdk);
    expect(tag()).toBe(theirs);
  });
});

describe('a script that does not come', () => {
  it('is asked for again, later each time and past every cache, and then is sdk-load-failed without a tag left', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const reason = rejectionOf(loader().load());
    const seen = new Set<string>();
    for (const wait of [500, 1_000]) {
      seen.add(tag().src);
      await fail(tag());
      expect(tags()).toHaveLength(0);
      await pass(wait - 1);
      expect(tags()).toHaveLength(0);
      await pass(1);
    }
    seen.add(tag().src);
    await fail(tag());
    expect(seen.size).toBe(3);
    expect([...seen].map((src) => src.split('?')[0])).toEqual([CDN, CDN, CDN]);
    expect(await reason).toMatchObject({ code: 'sdk-load-failed', retryable: true, details: { attempts: 3, url: CDN, elapsed: 1_500 } });
    expect(tags()).toHaveLength(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('and comes at the second try is the SDK', async () => {
    const found = loader().load();
    await fail(tag());
    await pass(1_000);
    arrive(tag());
    expect(await found).toBe(Sdk);
  });

  it('with an integrity is asked for at the same address', async () => {
    loader({ url: MIRROR, integrity: 'sha384-x' })
      .load()
      .catch(() => undefined);
    await fail(tag());
    await pass(1_000);
    expect(tag().src).toBe(MIRROR);
  });

  it('the waiting before a further try is spread', async () => {
    vi.spyOn(Math, 'random').mockReturnValueOnce(0).mockReturnValueOnce(1);
    loader()
      .load()
      .catch(() => undefined);
    await fail(tag());
    await pass(375);
    await fail(tag());
    await pass(1_249);
    expect(tags()).toHaveLength(0);
    await pass(1);
    expect(tags()).toHaveLength(1);
  });

  it('retries: 0 is one try, and the next call tries anew past every cache', async () => {
    const it = once({ url: `${MIRROR}?token=secret#x` });
    const reason = rejectionOf(it.load());
    await fail(tag());
    const error = await reason;
    expect(error).toMatchObject({ code: 'sdk-load-failed', details: { url: MIRROR, attempts: 1 } });
    expect(JSON.stringify(error) + (error as Error).message).not.toContain('secret');
    const again = it.load();
    expect(tag().src).toMatch(/^https:\/\/mirror\.example\/sdk\.js\?token=secret&antom-checkout-retry=\w+#x$/);
    arrive(tag());
    expect(await again).toBe(Sdk);
  });

  // VPN adapters and Android WebViews without the permission say so for good.
  describe('while the browser says that it is offline', () => {
    beforeEach(() => {
      vi.spyOn(window.navigator, 'onLine', 'get').mockReturnValue(false);
    });

    it('is asked for again like any other, and then is sdk-offline', async () => {
      const reason = rejectionOf(loader().load());
      for (let i = 0; i < 2; i += 1) {
        await fail(tag());
        await pass(2_000);
      }
      await fail(tag());
      expect(await reason).toMatchObject({ code: 'sdk-offline', details: { attempts: 3 } });
      expect(tags()).toHaveLength(0);
    });

    it('and comes at the second try is the SDK', async () => {
      const found = loader().load();
      await fail(tag());
      await pass(2_000);
      arrive(tag());
      expect(await found).toBe(Sdk);
    });

    it('but has an answer is what the answer says', async () => {
      timing(404);
      const reason = rejectionOf(loader({ crossOrigin: 'anonymous' }).load());
      await fail(tag());
      expect(await reason).toMatchObject({ code: 'sdk-load-failed', details: { reason: 'http', status: 404, attempts: 1 } });
    });
  });

  it.each([CDN, 'https://sdk.marmot-cloud.com'])(
    'because a Content-Security-Policy names %s is sdk-blocked-by-csp at once',
    async (blocked) => {
      const reason = rejectionOf(loader().load());
      tag().dispatchEvent(new Event('error'));
      violation(blocked);
      await pass(0);
      expect(await reason).toMatchObject({ code: 'sdk-blocked-by-csp', details: { url: CDN, attempts: 1 } });
      expect(tags()).toHaveLength(0);
    },
  );

  it.each([
    ['another URL', 'https://elsewhere.example/x.js', 'enforce'],
    ['nothing', '', 'enforce'],
    ['a policy that only reports', CDN, 'report'],
  ])('is not blamed on a violation about %s', async (_what, blocked, disposition) => {
    const reason = rejectionOf(once().load());
    violation(blocked, disposition);
    await fail(tag());
    expect(await reason).toMatchObject({ code: 'sdk-load-failed' });
  });

  it.each<[string, CdnOptions, number | null, string]>([
    ['the browser says nothing', {}, null, 'unknown'],
    ['of another origin without CORS the browser does not tell', {}, 0, 'unknown'],
    ['with CORS there was no response', { crossOrigin: 'anonymous' }, 0, 'network'],
    ["of the page's own origin there was no response", { url: '/sdk.js' }, 0, 'network'],
    ['the server said 404', { crossOrigin: 'anonymous' }, 404, 'http'],
    ['the server said 503', { crossOrigin: 'anonymous' }, 503, 'http'],
    ['with CORS it was cut off on its way', { crossOrigin: 'anonymous' }, 200, 'network'],
    ['it came and its integrity is another', { integrity: 'sha384-x' }, 200, 'integrity'],
  ])('has a reason: %s', async (_what, options, status, expected) => {
    timing(status);
    const reason = rejectionOf(once(options).load());
    await fail(tag());
    expect(await reason).toMatchObject({ code: 'sdk-load-failed', details: { reason: expected, ...(status ? { status } : {}) } });
  });

  it('is not asked for again after 404', async () => {
    timing(404);
    const reason = rejectionOf(loader({ crossOrigin: 'anonymous' }).load());
    await fail(tag());
    expect(await reason).toMatchObject({ details: { attempts: 1 } });
  });

  // To the browser, a file that was cut off on its way has a wrong integrity too.
  it('is asked for again after a wrong integrity', async () => {
    timing(200);
    loader({ integrity: 'sha384-x' })
      .load()
      .catch(() => undefined);
    await fail(tag());
    await pass(1_000);
    expect(tags()).toHaveLength(1);
  });

  it.each([500, 429])('is asked for again after %i', async (status) => {
    timing(status);
    loader({ crossOrigin: 'anonymous' })
      .load()
      .catch(() => undefined);
    await fail(tag());
    await pass(1_000);
    expect(tags()).toHaveLength(1);
  });

  it('in time is sdk-load-timeout, and the next call tries anew past every cache', async () => {
    const it = loader();
    const reason = rejectionOf(it.load());
    await pass(14_900);
    expect(await peek(reason)).toBe('pending');
    await pass(200);
    expect(await peek(reason)).toMatchObject({ code: 'sdk-load-timeout', details: { timeout: 15_000, attempts: 1, url: CDN } });
    expect(tags()).toHaveLength(0);
    const again = it.load();
    expect(tag().src).not.toBe(CDN);
    arrive(tag());
    expect(await again).toBe(Sdk);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('within its own timeout is sdk-load-timeout, however often it was tried, and no further try follows', async () => {
    // No jitter: the second try is due after 500 ms.
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const reason = rejectionOf(loader({ timeout: 400 }).load());
    await fail(tag());
    await pass(400);
    expect(await peek(reason)).toMatchObject({ code: 'sdk-load-timeout', details: { attempts: 1 } });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('because the page took its tag away is sdk-load-failed, removed', async () => {
    const reason = rejectionOf(loader().load());
    tag().remove();
    await pass(15_000);
    expect(await reason).toMatchObject({ code: 'sdk-load-failed', details: { reason: 'removed' } });
  });

  it('and whose tag the page took away fails as removed, where nothing else is known', async () => {
    timing(null);
    const reason = rejectionOf(once().load());
    const own = tag();
    own.remove();
    await fail(own);
    expect(await reason).toMatchObject({ code: 'sdk-load-failed', details: { reason: 'removed' } });
  });
});

describe('a script that comes late', () => {
  /** A load that timed out, and its tag, whose script may still come. */
  async function givenUp(): Promise<{ it: SdkLoader; late: HTMLScriptElement }> {
    const it = loader();
    const reason = rejectionOf(it.load());
    const late = tag();
    await pass(15_000);
    await reason;
    return { it, late };
  }

  it('is used by the next call', async () => {
    const { it, late } = await givenUp();
    arrive(late);
    expect(it.peek(NAME)).toBe(Sdk);
    expect(await it.load(NAME)).toBe(Sdk);
    expect(tags()).toHaveLength(0);
  });

  it('ends the waiting for its successor, which then never runs', async () => {
    const { it, late } = await givenUp();
    const again = it.load(NAME);
    const successor = tag();
    arrive(late);
    expect(await again).toBe(Sdk);
    // In another document than it was made in, a script does not run.
    expect(successor.ownerDocument).not.toBe(document);
    expect(tags()).toHaveLength(0);
  });

  it('does not run over its successor', async () => {
    const { it, late } = await givenUp();
    const again = it.load(NAME);
    arrive(tag());
    expect(await again).toBe(Sdk);
    expect(late.ownerDocument).not.toBe(document);
  });

  it("or fails late is nobody's error", async () => {
    const reason = rejectionOf(loader().load());
    const late = tag();
    await pass(15_000);
    await reason;
    await fail(late);
    await jobs();
    expect(tags()).toHaveLength(0);
  });
});

describe('a script that runs without defining the class', () => {
  it('is sdk-global-missing at once, leaves no tag, and the next call tries anew past every cache', async () => {
    const it = loader();
    const reason = rejectionOf(it.load());
    arrive(tag(), {});
    expect(await reason).toMatchObject({
      code: 'sdk-global-missing',
      details: { className: NAME, reason: 'absent', attempts: 1, url: CDN },
    });
    expect(tags()).toHaveLength(0);
    it.load().catch(() => undefined);
    expect(tag().src).not.toBe(CDN);
  });

  it('because it threw says so', async () => {
    const reason = rejectionOf(loader().load());
    Object.defineProperty(document, 'currentScript', { value: tag(), configurable: true });
    window.dispatchEvent(new ErrorEvent('error', { message: 'Script error.' }));
    arrive(tag(), {});
    expect(await reason).toMatchObject({ code: 'sdk-global-missing', details: { reason: 'threw' } });
  });

  it('is not blamed for an error of another script', async () => {
    const reason = rejectionOf(loader().load());
    window.dispatchEvent(new ErrorEvent('error', { message: 'Script error.' }));
    arrive(tag(), {});
    expect(await reason).toMatchObject({ details: { reason: 'absent' } });
  });

  it('or defines something else under its name is sdk-global-missing', async () => {
    const reason = rejectionOf(loader().load());
    arrive(tag(), { [NAME]: 'not a class' });
    expect(await reason).toMatchObject({ code: 'sdk-global-missing' });
  });
});

describe('Trusted Types', () => {
  const policies: string[] = [];
  const factory = {
    createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => {
      policies.push(name);
      return rules;
    },
  };

  it("the URL comes from one policy with the library's name", async () => {
    Object.assign(window, { trustedTypes: factory });
    const found = loader().load();
    expect(policies).toEqual(['antom-checkout-controller']);
    arrive(tag());
    expect(await found).toBe(Sdk);
  });

  it('a page that does not allow the policy and enforces Trusted Types is sdk-blocked-by-csp', async () => {
    vi.spyOn(HTMLScriptElement.prototype, 'src', 'set').mockImplementation(() => {
      throw new TypeError('This document requires TrustedScriptURL assignment.');
    });
    const error = await rejectionOf(loader().load());
    expect(error).toMatchObject({ code: 'sdk-blocked-by-csp', details: { attempts: 1 } });
    expect((error as CheckoutError).cause).toBeInstanceOf(TypeError);
  });
});

describe('module systems of the page', () => {
  const amd = (): { (...args: unknown[]): void; amd: object; calls: unknown[][] } => {
    const calls: unknown[][] = [];
    return Object.assign(
      (...args: unknown[]) => {
        calls.push(args);
      },
      { amd: {}, calls },
    );
  };
  const page = window as unknown as Record<string, unknown>;

  afterEach(() => {
    Reflect.deleteProperty(window, 'Other');
  });

  it.each<[string, () => Record<string, unknown>]>([
    ['RequireJS', () => ({ define: amd() })],
    ['CommonJS names, as in Electron', () => ({ module: { exports: {} }, exports: {} })],
    ['exports alone', () => ({ exports: {} })],
    ['all of them', () => ({ define: amd(), module: { exports: {} }, exports: {} })],
  ])('with %s the SDK is on window, and the names are as they were', async (_what, make) => {
    const names = make();
    Object.assign(window, names);
    const before = Object.keys(names).map((name) => Object.getOwnPropertyDescriptor(window, name));
    const content = JSON.stringify(names);
    const found = loader().load();
    runUmd(tag());
    expect(await found).toBe(Sdk);
    expect(Object.keys(names).map((name) => Object.getOwnPropertyDescriptor(window, name))).toEqual(before);
    expect(JSON.stringify(names)).toBe(content);
    expect((names['define'] as ReturnType<typeof amd> | undefined)?.calls ?? []).toEqual([]);
  });

  it('other modules that run meanwhile are defined as ever', async () => {
    const define = amd();
    Object.assign(window, { define });
    const found = loader().load();
    const own = tag();
    (page['define'] as typeof define)('of the page');
    expect((page['define'] as typeof define).amd).toBe(define.amd);
    runUmd(own);
    expect(await found).toBe(Sdk);
    expect(define.calls).toEqual([['of the page']]);
  });

  it('RequireJS that comes while the SDK loads is hidden from it too, and stays', async () => {
    const found = loader().load();
    const own = tag();
    expect(typeof page['define']).toBe('undefined');
    const define = amd();
    page['define'] = define;
    expect(page['define']).toBe(define);
    runUmd(own);
    expect(await found).toBe(Sdk);
    expect(define.calls).toEqual([]);
    expect(Object.getOwnPropertyDescriptor(window, 'define')).toMatchObject({ value: define, writable: true });
  });

  it('nothing is left on a page that has none of them', async () => {
    const found = loader().load();
    runUmd(tag());
    await found;
    expect(['define', 'module', 'exports'].filter((name) => name in window)).toEqual([]);
  });

  it('the names are as they were after a failure too', async () => {
    const define = amd();
    Object.assign(window, { define });
    const reason = rejectionOf(once().load());
    await fail(tag());
    await reason;
    expect(Object.getOwnPropertyDescriptor(window, 'define')).toEqual({
      value: define,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  });

  it('an element with the id "exports" is what it was', async () => {
    const element = document.createElement('div');
    element.id = 'exports';
    document.head.appendChild(element);
    const found = loader().load();
    runUmd(tag());
    expect(await found).toBe(Sdk);
    expect(element).not.toHaveProperty(NAME);
  });

  it('that may not be written is not written while it is hidden, and is the same afterwards', async () => {
    const define = amd();
    Object.defineProperty(window, 'define', { value: define, writable: false, configurable: true });
    const found = loader().load();
    Reflect.set(window, 'define', 'of somebody else');
    expect(Reflect.get(window, 'define')).toBe(define);
    runUmd(tag());
    await found;
    expect(Object.getOwnPropertyDescriptor(window, 'define')).toEqual({
      value: define,
      writable: false,
      enumerable: false,
      configurable: true,
    });
  });

  it('that the page redefines meanwhile is as the page has it then', async () => {
    const define = amd();
    Object.assign(window, { define });
    const found = loader().load();
    const later = { get: () => 'later', configurable: true };
    Object.defineProperty(window, 'define', later);
    arrive(tag());
    await found;
    expect(Object.getOwnPropertyDescriptor(window, 'define')).toMatchObject(later);
  });

  describe('that cannot be redefined, as after `var`', () => {
    // A global var cannot be deleted again, so these are put on a window that only lasts for the test.
    function fixed(names: Record<string, unknown>): { holder: Record<string, unknown>; hidden: { now: boolean } } {
      const holder: Record<string, unknown> = {};
      for (const [name, value] of Object.entries(names))
        Object.defineProperty(holder, name, { value, writable: true, enumerable: true, configurable: false });
      return { holder, hidden: { now: false } };
    }

    it("define: its amd is hidden from the SDK's script", async () => {
      const { hideModuleGlobals } = await import('../../../src/sdk/script/module-globals');
      const define = amd();
      const { holder, hidden } = fixed({ define });
      const mark = define.amd;
      const globals = hideModuleGlobals(holder as unknown as Window, () => hidden.now);
      expect(define.amd).toBe(mark);
      hidden.now = true;
      expect(define.amd).toBeUndefined();
      hidden.now = false;
      globals.restore();
      expect(Object.getOwnPropertyDescriptor(define, 'amd')).toEqual({ value: mark, writable: true, enumerable: true, configurable: true });
    });

    it('exports: what the SDK put there is moved to window, what the page put there stays', async () => {
      const { hideModuleGlobals } = await import('../../../src/sdk/script/module-globals');
      const exports: Record<string, unknown> = { mine: 1 };
      const { holder } = fixed({ exports });
      const globals = hideModuleGlobals(holder as unknown as Window, () => false);
      Object.assign(exports, { [NAME]: Sdk, Other: 1 });
      globals.collect(NAME);
      expect(exports).toEqual({ mine: 1 });
      expect(holder).toMatchObject({ [NAME]: Sdk, Other: 1 });
    });

    it('exports: what other scripts put there while the SDK was on its way is theirs', async () => {
      const { hideModuleGlobals } = await import('../../../src/sdk/script/module-globals');
      const exports: Record<string, unknown> = { mine: 1 };
      const { holder, hidden } = fixed({ exports });
      const globals = hideModuleGlobals(holder as unknown as Window, () => hidden.now);
      exports['Cart'] = 2;
      hidden.now = true;
      // As its UMD wrapper asks.
      expect(holder['define']).toBeUndefined();
      Object.assign(exports, { [NAME]: Sdk, Other: 1 });
      hidden.now = false;
      globals.collect(NAME);
      expect(exports).toEqual({ mine: 1, Cart: 2 });
      expect(holder).toMatchObject({ [NAME]: Sdk, Other: 1 });
      expect(holder).not.toHaveProperty('Cart');
    });

    it("module.exports: the SDK goes to window, and the page's own is put back", async () => {
      const { hideModuleGlobals } = await import('../../../src/sdk/script/module-globals');
      const own = { mine: 1 };
      const module = { exports: own as object };
      const { holder } = fixed({ exports: own, module });
      const globals = hideModuleGlobals(holder as unknown as Window, () => false);
      // As webpack exports.
      module.exports = Object.defineProperty({}, NAME, { enumerable: true, get: () => Sdk });
      globals.collect(NAME);
      expect(module.exports).toBe(own);
      expect(own).toEqual({ mine: 1 });
      expect(holder[NAME]).toBe(Sdk);
    });

    it('without the SDK in them nothing is moved', async () => {
      const { hideModuleGlobals } = await import('../../../src/sdk/script/module-globals');
      const { holder } = fixed({ exports: { mine: 1 } });
      const globals = hideModuleGlobals(holder as unknown as Window, () => false);
      globals.collect(NAME);
      expect(Object.keys(holder)).toEqual(['exports']);
    });
  });
});

describe('bad options', () => {
  it.each<[string, unknown]>([
    ['version', 1],
    ['url', ''],
    ['integrity', {}],
    ['nonce', 5],
    ['crossOrigin', 'yes'],
    ['timeout', 0],
    ['timeout', Infinity],
    ['timeout', '5s'],
    ['retries', -1],
    ['retries', 1.5],
    ['retries', NaN],
    ['retries', 11],
  ])('%s: %o throws invalid-options', (name, value) => {
    expect(() => fromCdn({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'invalid-options', message: expect.stringContaining(`options.${name} must be`) as string }) as Error,
    );
  });

  it('are listed together', () => {
    expect(() => fromCdn({ url: 1, retries: 'x' } as unknown as CdnOptions)).toThrow(/url.*retries/);
    expect(() => fromCdn('1.47.2' as unknown as CdnOptions)).toThrow(/options must be an object/);
  });

  it('of a polluted Object.prototype are not read', () => {
    Object.assign(Object.prototype, { url: 'https://evil.example/sdk.js' });
    try {
      expect(fromCdn({}).name).toBe(CDN);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'url');
    }
  });
});

describe('preconnect', () => {
  const links = (): HTMLLinkElement[] => Array.from(document.querySelectorAll<HTMLLinkElement>('link[rel=preconnect]'));
  const preconnect = (options?: CdnOptions): void => {
    fromCdn(options).preconnect?.(testEnvironment());
  };

  it("opens one connection to the SDK's host", () => {
    preconnect();
    preconnect();
    expect(links().map((link) => [link.getAttribute('href'), link.crossOrigin])).toEqual([['https://sdk.marmot-cloud.com', null]]);
  });

  it('with CORS where the script has it', () => {
    preconnect({ url: MIRROR, integrity: 'sha384-x' });
    expect(links().map((link) => [link.getAttribute('href'), link.crossOrigin])).toEqual([['https://mirror.example', 'anonymous']]);
  });

  it.each(['/sdk.js', `${location.origin}/sdk.js`])("not to the page's own host: %s", (url) => {
    preconnect({ url });
    expect(links()).toEqual([]);
  });
});
