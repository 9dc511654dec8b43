/** fromCdn, where two things happen at once: callers, tags, sources and copies of the library. */
import { describe, expect, it, vi } from 'vitest';
import type { CheckoutError } from '../../../src/core/errors';
import { pageLoad } from '../../../src/sdk/script/load';
import { fromCdn } from '../../../src/sdk/sources/cdn';
import { fromModule } from '../../../src/sdk/sources/module';
import { neutralise } from '../../../src/sdk/script/tag';
import {
  addPageTag,
  arrive,
  CDN,
  fail,
  loader,
  loaderOf,
  NAME,
  once,
  Sdk,
  setReadyState,
  tag,
  tags,
  timing,
  useCdn,
  violation,
} from '../../support/cdn';
import { testEnvironment } from '../../support/environment';
import { pass, peek, rejectionOf } from '../../support/shop';

useCdn();

const FIRST = 'https://a.example/sdk.js';
const SECOND = 'https://b.example/sdk.js';

class FromNpm {
  readonly name = 'the SDK of another source';
}

/** The browser enforces Trusted Types and takes no text for a script's address. */
function refuseAddresses(): { mockRestore(): void } {
  return vi.spyOn(HTMLScriptElement.prototype, 'src', 'set').mockImplementation(() => {
    throw new TypeError('This document requires TrustedScriptURL assignment.');
  });
}

/** One caller waits for FIRST, another gave up waiting for its turn with SECOND; then FIRST fails. */
async function giveUpThenFail(): Promise<void> {
  const patient = rejectionOf(once({ url: FIRST }).load());
  const hasty = rejectionOf(once({ url: SECOND, timeout: 1_000 }).load());
  await pass(1_000);
  expect(await peek(hasty)).toMatchObject({ code: 'sdk-load-timeout' });
  await fail(tag());
  await patient;
}

describe('a caller that has given up', () => {
  it('starts no load of its own when the one it waited for fails', async () => {
    await giveUpThenFail();
    expect(tags()).toHaveLength(0);
    expect(pageLoad(window).current).toBeNull();
  });

  it('leaves the page able to load, however often later calls fail', async () => {
    await giveUpThenFail();
    for (let i = 0; i < 3; i += 1) {
      const reason = rejectionOf(once({ url: FIRST }).load());
      await pass(15_100);
      await reason;
    }
    once({ url: FIRST })
      .load()
      .catch(() => undefined);
    expect(tag().src.split('?')[0]).toBe(FIRST);
  });

  it("has a tag that never runs once the page's own has brought the SDK", async () => {
    setReadyState('complete');
    timing(null);
    const reason = rejectionOf(once({ timeout: 1_000 }).load());
    const late = tag();
    await pass(1_000);
    await reason;
    const theirs = addPageTag(CDN);
    const found = once().load();
    arrive(theirs);
    expect(await found).toBe(Sdk);
    expect(late.ownerDocument).not.toBe(document);
  });

  it('leaves no listener behind once a later call has brought the SDK', async () => {
    const spies = [window, document].map((target) => ({
      added: vi.spyOn(target, 'addEventListener'),
      removed: vi.spyOn(target, 'removeEventListener'),
    }));
    const found = loader({ timeout: 1_000 });
    const reason = rejectionOf(found.load());
    await pass(1_000);
    await reason;
    const again = found.load();
    arrive(tag());
    await again;
    const left = spies.flatMap(({ added, removed }) => {
      const gone = removed.mock.calls.map(([, listener]) => listener);
      return added.mock.calls.filter(([, listener]) => !gone.includes(listener)).map(([type]) => type);
    });
    expect(spies.every(({ added }) => added.mock.calls.length > 0)).toBe(true);
    expect(left).toEqual([]);
  });
});

describe("a tag of the page's own that is slower than it is waited for", () => {
  it('and brings the SDK is used at once, and ours never runs', async () => {
    setReadyState('complete');
    timing(null);
    const theirs = addPageTag(CDN);
    const found = loader().load();
    await pass(3_100);
    const [, ours] = tags();
    arrive(theirs);
    expect(await peek(found)).toBe(Sdk);
    expect(tags()).toEqual([theirs]);
    expect(ours?.ownerDocument).not.toBe(document);
  });

  it('is no sdk-load-timeout when it has brought the SDK unheard', async () => {
    setReadyState('complete');
    timing(null);
    addPageTag(CDN);
    const found = loader().load();
    await pass(3_100);
    Object.assign(window, { [NAME]: Sdk });
    await pass(12_000);
    expect(await peek(found)).toBe(Sdk);
  });

  it('makes way for ours when its response was an error, though the page has not loaded yet', async () => {
    setReadyState('interactive');
    timing(404);
    addPageTag(CDN);
    once()
      .load()
      .catch(() => undefined);
    await pass(14_900);
    expect(tags()).toHaveLength(2);
  });
});

describe("a deferred tag of the page's own", () => {
  it.each<[string, (tag: HTMLScriptElement) => void]>([
    [
      'defer',
      (theirs) => {
        theirs.defer = true;
      },
    ],
    [
      'a module',
      (theirs) => {
        theirs.type = 'module';
      },
    ],
  ])('(%s) that is there and waits for its turn is waited for until the page has loaded', async (_, make) => {
    setReadyState('interactive');
    timing(200);
    const theirs = addPageTag(CDN);
    theirs.async = false;
    make(theirs);
    const found = loader().load();
    await pass(6_100);
    expect(tags()).toEqual([theirs]);
    arrive(theirs);
    expect(await found).toBe(Sdk);
  });

  it('is passed by when the page has loaded without it', () => {
    setReadyState('interactive');
    timing(200);
    const theirs = addPageTag(CDN);
    theirs.async = false;
    theirs.defer = true;
    once()
      .load()
      .catch(() => undefined);
    setReadyState('complete');
    window.dispatchEvent(new Event('load'));
    expect(tags()).toHaveLength(2);
  });

  it('that is async too waits for nothing', async () => {
    setReadyState('interactive');
    timing(200);
    const theirs = addPageTag(CDN);
    theirs.async = true;
    theirs.defer = true;
    once()
      .load()
      .catch(() => undefined);
    await pass(3_100);
    expect(tags()).toHaveLength(2);
  });
});

describe("a tag of the page's own", () => {
  it('is known by an address that is relative to the page', () => {
    setReadyState('interactive');
    const theirs = addPageTag('/vendor/antom.js');
    loader({ url: '/vendor/antom.js' })
      .load()
      .catch(() => undefined);
    expect(tag()).toBe(theirs);
  });
});

describe('a further try', () => {
  it('is not made when the SDK has come meanwhile by another way', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const found = loader().load();
    await fail(tag());
    // So late that nothing else has noticed it when the try is due.
    await pass(499);
    Object.assign(window, { [NAME]: Sdk });
    await pass(1);
    expect(tags()).toHaveLength(0);
    expect(await peek(found)).toBe(Sdk);
  });
});

describe('a second source', () => {
  const sources = (): [ReturnType<typeof fromCdn>, ReturnType<typeof fromCdn>] => [
    fromCdn({ url: FIRST, crossOrigin: 'anonymous', retries: 0 }),
    fromCdn({ url: SECOND, retries: 0 }),
  ];

  it('is asked at its own address first, whatever failed before it', async () => {
    loaderOf(...sources())
      .load()
      .catch(() => undefined);
    await fail(tag());
    expect(tag().src).toBe(SECOND);
  });

  it("that fails too leaves the details of the first source's error to be read", async () => {
    timing(404);
    const reason = rejectionOf(loaderOf(...sources()).load());
    await fail(tag());
    await fail(tag());
    expect(await reason).toMatchObject({
      details: { sources: [{ details: { reason: 'http', attempts: 1, url: FIRST } }, { details: { url: SECOND } }] },
    });
  });

  it("that has delivered stays the SDK when the first one's script was late, which never runs", async () => {
    const found = loaderOf(
      fromCdn({ timeout: 1_000, retries: 0 }),
      fromModule(() => Promise.resolve({ [NAME]: FromNpm })),
    );
    const loading = found.load();
    const late = tag();
    await pass(1_000);
    expect(await loading).toBe(FromNpm);
    expect(late.ownerDocument).not.toBe(document);
    Object.assign(window, { [NAME]: Sdk });
    expect(found.peek()).toBe(FromNpm);
  });
});

describe('two loaders of a page', () => {
  it('a script that one waits for is not taken away when the other has its SDK from a module', async () => {
    const waiting = loader().load();
    expect(await loaderOf(fromModule(() => Promise.resolve({ [NAME]: FromNpm }))).load()).toBe(FromNpm);
    arrive(tag());
    expect(await waiting).toBe(Sdk);
  });

  it('have the class together when one finds it on the page, and the script on its way never runs', async () => {
    const waiting = loader().load();
    const ours = tag();
    Object.assign(window, { [NAME]: Sdk });
    expect(await loader().load()).toBe(Sdk);
    expect(await peek(waiting)).toBe(Sdk);
    expect(ours.ownerDocument).not.toBe(document);
  });

  it("one whose source is a module takes no class of the page's, whoever brings it", async () => {
    let answer!: (module: unknown) => void;
    const module = new Promise((resolve) => {
      answer = resolve;
    });
    const own = loaderOf(fromModule(() => module)).load();
    const other = loader().load();
    arrive(tag());
    expect(await other).toBe(Sdk);
    answer({ [NAME]: FromNpm });
    expect(await own).toBe(FromNpm);
  });

  it.each<[string, () => void, object]>([
    ['stalls', () => undefined, { code: 'sdk-load-timeout', details: { reason: 'stalled', attempts: 1 } }],
    [
      'finds no network',
      () => {
        vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
      },
      { code: 'sdk-offline' },
    ],
    [
      'loses its tag',
      () => {
        tag().remove();
      },
      { code: 'sdk-load-failed', details: { reason: 'removed' } },
    ],
  ])('that give up one load which %s are told the same', async (_, happens, told) => {
    const one = rejectionOf(once().load());
    const two = rejectionOf(once().load());
    happens();
    await pass(15_000);
    expect(await peek(one)).toMatchObject(told);
    expect(await peek(two)).toMatchObject(told);
  });
});

describe('a script that comes late, while the next source is asked', () => {
  /** The first source was given up, and the second is a module that comes when `answer` is called. */
  async function secondIsAsked(): Promise<{
    loading: Promise<unknown>;
    late: HTMLScriptElement;
    answer: (module: unknown) => void;
    refuse: () => void;
    peeked: () => unknown;
  }> {
    let answer!: (module: unknown) => void;
    let refuse!: () => void;
    const module = new Promise((resolve, reject) => {
      answer = resolve;
      refuse = () => {
        reject(new Error('no such chunk'));
      };
    });
    const found = loaderOf(
      fromCdn({ timeout: 1_000, retries: 0 }),
      fromModule(() => module),
    );
    const loading = found.load();
    const late = tag();
    await pass(1_000);
    return { loading, late, answer, refuse, peeked: () => found.peek() };
  }

  it('is the SDK at once, and stays it when the module comes too', async () => {
    const { loading, late, answer, peeked } = await secondIsAsked();
    arrive(late);
    expect(await peek(loading)).toBe(Sdk);
    answer({ [NAME]: FromNpm });
    await pass(0);
    expect(peeked()).toBe(Sdk);
  });

  it('unheard, is the SDK when the module fails', async () => {
    const { loading, refuse } = await secondIsAsked();
    Object.assign(window, { [NAME]: Sdk });
    refuse();
    expect(await loading).toBe(Sdk);
  });

  it('and brings no class changes nothing', async () => {
    const { loading, late, answer } = await secondIsAsked();
    arrive(late, {});
    answer({ [NAME]: FromNpm });
    expect(await loading).toBe(FromNpm);
  });

  it('leaves nobody listening once the load has ended', async () => {
    const { loading, late } = await secondIsAsked();
    arrive(late);
    await loading;
    expect(pageLoad(window).pending.waits).toEqual([]);
  });
});

describe('Trusted Types', () => {
  it('that refused one load do not stand in the way of the next', async () => {
    const refusing = refuseAddresses();
    expect(await rejectionOf(loader().load())).toMatchObject({ code: 'sdk-blocked-by-csp' });
    expect(pageLoad(window).current).toBeNull();
    refusing.mockRestore();
    const again = loader().load();
    arrive(tag());
    expect(await again).toBe(Sdk);
  });

  it('that refuse two sources are sdk-blocked-by-csp, not a wait without end', async () => {
    refuseAddresses();
    let looks = 0;
    // A loop of promise jobs would leave no timer a chance to end the test.
    Object.defineProperty(window, NAME, {
      configurable: true,
      get: () => {
        looks += 1;
        if (looks > 1_000) throw new Error('the loader looks for the class for ever');
        return undefined;
      },
    });
    expect(await rejectionOf(loaderOf(fromCdn({ url: FIRST }), fromCdn({ url: SECOND })).load())).toMatchObject({
      code: 'sdk-blocked-by-csp',
    });
  });

  it('that allow other policies only, and enforce none, take the address as it is', async () => {
    Object.assign(window, {
      trustedTypes: {
        createPolicy: () => {
          throw new TypeError('not allowed');
        },
      },
    });
    const found = loader().load();
    expect(tag().src).toBe(CDN);
    arrive(tag());
    expect(await found).toBe(Sdk);
  });

  it('that refuse the policy are told with its name, by the message and the hint', async () => {
    refuseAddresses();
    const { message, hint } = (await rejectionOf(loader().load())) as CheckoutError;
    expect(message).toContain('antom-checkout-controller');
    expect(hint).toContain('antom-checkout-controller');
  });

  it('that allow the policy once allow it for every copy of the library on the page', async () => {
    const made: string[] = [];
    Object.assign(window, {
      trustedTypes: {
        createPolicy: (name: string) => {
          if (made.includes(name)) throw new TypeError(`Policy with name "${name}" already exists.`);
          made.push(name);
          return { createScriptURL: (url: string) => ({ toString: () => url }) };
        },
      },
    });
    vi.spyOn(HTMLScriptElement.prototype, 'src', 'set').mockImplementation(function (this: HTMLScriptElement, url: unknown) {
      if (typeof url === 'string') throw new TypeError('This document requires TrustedScriptURL assignment.');
      this.setAttribute('src', String(url));
    });
    const loadByCopy = async (): Promise<{ found: Promise<unknown> }> => {
      vi.resetModules();
      const cdn = await import('../../../src/sdk/sources/cdn');
      const source = await import('../../../src/sdk/loader');
      return { found: source.createLoader(testEnvironment(), [cdn.fromCdn({ retries: 0 })], 15_000).load(NAME) };
    };
    const reason = rejectionOf((await loadByCopy()).found);
    await fail(tag());
    expect(await reason).toMatchObject({ code: 'sdk-load-failed' });
    const { found } = await loadByCopy();
    found.catch(() => undefined);
    arrive(tag());
    expect(await found).toBe(Sdk);
    expect(made).toEqual(['antom-checkout-controller']);
  });
});

describe('what the page does beside the load', () => {
  it('a page that takes no frame does not keep a late script from being given to another document', () => {
    const script = addPageTag(CDN);
    vi.spyOn(document.documentElement, 'appendChild').mockImplementation(() => {
      throw new Error('the page allows no frames');
    });
    neutralise(testEnvironment(), script);
    expect(script.ownerDocument).not.toBe(document);
    expect(document.querySelectorAll('iframe')).toHaveLength(0);
  });

  it("a violation of connect-src about the SDK's host is not blamed on the script", async () => {
    const reason = rejectionOf(once().load());
    violation('https://sdk.marmot-cloud.com', 'enforce', 'connect-src');
    await fail(tag());
    expect(await reason).toMatchObject({ code: 'sdk-load-failed' });
  });

  it('a define that cannot be written is the same afterwards', async () => {
    Object.defineProperty(window, 'define', { value: () => 1, writable: false, configurable: true, enumerable: true });
    const before = Object.getOwnPropertyDescriptor(window, 'define');
    const found = loader().load();
    arrive(tag());
    await found;
    expect(Object.getOwnPropertyDescriptor(window, 'define')).toEqual(before);
  });

  it('a head that takes no script is sdk-load-failed, and define is as it was', async () => {
    const define = Object.assign(() => 1, { amd: {} });
    Object.assign(window, { define });
    const before = Object.getOwnPropertyDescriptor(window, 'define');
    vi.spyOn(document.head, 'appendChild').mockImplementation(() => {
      throw new Error('the page allows no more scripts');
    });
    const reason = rejectionOf(loader().load());
    await pass(3_000);
    expect(await peek(reason)).toMatchObject({ code: 'sdk-load-failed', details: { attempts: 3 } });
    expect(Object.getOwnPropertyDescriptor(window, 'define')).toEqual(before);
  });

  it('a connection without CORS does not stand in for the one with CORS that an integrity needs', () => {
    const connect = (integrity?: string): void => {
      fromCdn({ url: FIRST, integrity }).preconnect?.(testEnvironment());
    };
    connect();
    connect('sha384-x');
    connect('sha384-x');
    expect(Array.from(document.querySelectorAll('link[rel=preconnect]'), (link) => link.getAttribute('crossorigin'))).toEqual([
      null,
      'anonymous',
    ]);
  });

  it('a connection is opened once, also to an address that is no part of a selector', () => {
    const source = fromCdn({ url: 'https://cdn.example"/sdk.js' });
    source.preconnect?.(testEnvironment());
    source.preconnect?.(testEnvironment());
    expect(document.querySelectorAll('link[rel=preconnect]')).toHaveLength(1);
  });
});
