/** The SDK that comes by another way than our own tag: by a consent manager's copy, a bundle, the page itself. The class counts. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { pageLoad } from '../../../src/sdk/script/load';
import { fromCdn } from '../../../src/sdk/sources/cdn';
import { fromGlobal } from '../../../src/sdk/sources/global';
import { fromModule } from '../../../src/sdk/sources/module';
import {
  addPageTag,
  arrive,
  CDN,
  fail,
  loader,
  loaderOf,
  NAME,
  once,
  runUmd,
  Sdk,
  setReadyState,
  tag,
  timing,
  useCdn,
} from '../../support/cdn';
import { pass, peek, rejectionOf } from '../../support/shop';

useCdn();
afterEach(() => {
  Reflect.deleteProperty(window, 'Other');
});

const MIRROR = 'https://mirror.example/antom.js';
const amd = (): { (...args: unknown[]): void; amd: object; calls: unknown[][] } => {
  const calls: unknown[][] = [];
  return Object.assign(
    (...args: unknown[]) => {
      calls.push(args);
    },
    { amd: {}, calls },
  );
};

/** Our tag does not run, as a consent manager makes it. */
function park(): HTMLScriptElement {
  const parked = tag();
  parked.type = 'text/plain';
  return parked;
}

/** The consent manager's copy of a tag. */
function recreate(parked: HTMLScriptElement): HTMLScriptElement {
  parked.remove();
  return addPageTag(parked.src);
}

describe("a consent manager's copy of our tag", () => {
  it('brings the SDK at once, and ours never runs', async () => {
    const found = loader().load();
    const parked = park();
    await pass(2_000);
    arrive(recreate(parked));
    expect(await peek(found)).toBe(Sdk);
    expect(parked.ownerDocument).not.toBe(document);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([undefined, MIRROR])('is one from which RequireJS is hidden, at the address %s', async (url) => {
    const define = amd();
    Object.assign(window, { define });
    const found = loader({ url }).load();
    runUmd(recreate(park()));
    expect(await peek(found)).toBe(Sdk);
    expect(define.calls).toEqual([]);
    expect(Object.getOwnPropertyDescriptor(window, 'define')).toEqual({
      value: define,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  });

  it('that puts the SDK into exports that cannot be hidden is used all the same', async () => {
    const exports = { mine: 1 };
    // An accessor cannot be hidden, no more than a `var`.
    Object.defineProperty(window, 'exports', { get: () => exports, configurable: true });
    const found = loader().load();
    runUmd(recreate(park()));
    expect(await peek(found)).toBe(Sdk);
    expect(exports).toEqual({ mine: 1 });
  });

  it('may come after the load was given up, and the next call has it', async () => {
    const define = amd();
    Object.assign(window, { define });
    const found = once();
    const reason = rejectionOf(found.load());
    const parked = park();
    await pass(15_000);
    expect(await peek(reason)).toMatchObject({ code: 'sdk-load-timeout', details: { reason: 'parked' } });
    runUmd(recreate(parked));
    expect(await found.load()).toBe(Sdk);
    expect(define.calls).toEqual([]);
  });

  it("brings the SDK for a load that waits for a tag of the page's own too", async () => {
    setReadyState('interactive');
    const define = amd();
    Object.assign(window, { define });
    addPageTag(MIRROR);
    const found = loader({ url: MIRROR }).load();
    runUmd(addPageTag(MIRROR));
    expect(await peek(found)).toBe(Sdk);
    expect(define.calls).toEqual([]);
  });
});

describe('while a load is under way', () => {
  it("a script that RequireJS asks for by itself is a module, though it is the SDK's", () => {
    const define = amd();
    Object.assign(window, { define });
    loader()
      .load()
      .catch(() => undefined);
    const theirs = addPageTag(CDN);
    theirs.setAttribute('data-requiremodule', 'antom');
    runUmd(theirs);
    expect(define.calls).toHaveLength(1);
  });

  it.each(['https://shop.example/app.js', ''])('define is there for every other script: "%s"', (src) => {
    const define = amd();
    Object.assign(window, { define });
    loaderOf(fromGlobal())
      .load()
      .catch(() => undefined);
    loader({ url: MIRROR })
      .load()
      .catch(() => undefined);
    const theirs = addPageTag(src);
    if (src === '') theirs.removeAttribute('src');
    runUmd(theirs);
    expect(define.calls).toHaveLength(1);
  });

  it('a class that comes without a word is noticed, and nothing is left behind', async () => {
    const found = loader().load();
    const ours = tag();
    await pass(1_000);
    Object.assign(window, { [NAME]: Sdk });
    await pass(250);
    expect(await peek(found)).toBe(Sdk);
    expect(ours.ownerDocument).not.toBe(document);
    expect(vi.getTimerCount()).toBe(0);
    expect(pageLoad(window)).toMatchObject({ current: null, pending: { tags: [], waits: [], hidden: null } });
  });

  it('a picture that has loaded does not end it', async () => {
    const found = loader().load();
    Object.assign(window, { [NAME]: Sdk });
    const picture = document.head.appendChild(document.createElement('img'));
    picture.dispatchEvent(new Event('load'));
    expect(await peek(found)).toBe('pending');
    await pass(250);
    expect(await peek(found)).toBe(Sdk);
  });

  it('a class that comes while the next source is asked is used at once', async () => {
    const found = loaderOf(
      fromCdn({ retries: 0 }),
      fromModule(() => new Promise(() => undefined)),
    ).load();
    await fail(tag());
    arrive(addPageTag('https://shop.example/bundle.js'));
    expect(await peek(found)).toBe(Sdk);
  });

  it('a source of modules alone watches no page', async () => {
    const added = vi.spyOn(document, 'addEventListener');
    loaderOf(fromModule(() => new Promise(() => undefined)))
      .load()
      .catch(() => undefined);
    await pass(0);
    expect(added).not.toHaveBeenCalled();
  });
});

describe('fromGlobal', () => {
  /** The page has not loaded: a picture hangs. */
  const hang = (): void => {
    setReadyState('interactive');
  };

  it('has the SDK as soon as its tag has run, though the page never loads', async () => {
    hang();
    const found = loaderOf(fromGlobal()).load();
    arrive(addPageTag(CDN));
    expect(await peek(found)).toBe(Sdk);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('has the SDK of an inline script too', async () => {
    hang();
    const found = loaderOf(fromGlobal()).load();
    Object.assign(window, { [NAME]: Sdk });
    await pass(250);
    expect(await peek(found)).toBe(Sdk);
    expect(pageLoad(window).pending).toEqual({ tags: [], waits: [], hidden: null });
  });

  it("hides RequireJS from the SDK's file, and puts it back", async () => {
    hang();
    const define = amd();
    Object.assign(window, { define });
    const found = loaderOf(fromGlobal()).load();
    runUmd(addPageTag('https://shop.example/vendor/ams-checkout.min.js?v=3'));
    expect(await peek(found)).toBe(Sdk);
    expect(define.calls).toEqual([]);
    expect(Object.getOwnPropertyDescriptor(window, 'define')?.value).toBe(define);
  });

  it('waits for a tag that the page has added after it had loaded', async () => {
    setReadyState('complete');
    timing(null);
    const theirs = addPageTag(CDN);
    const found = loaderOf(fromGlobal()).load();
    await pass(1_000);
    expect(await peek(found)).toBe('pending');
    arrive(theirs);
    expect(await peek(found)).toBe(Sdk);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['fails', () => fail(tag())],
    [
      'is known to be over',
      () => {
        timing(200);
        return pass(3_000);
      },
    ],
  ])('is sdk-global-missing when such a tag %s, and at once the next time', async (_what, happens) => {
    setReadyState('complete');
    timing(null);
    addPageTag(CDN);
    const it = loaderOf(fromGlobal());
    const reason = rejectionOf(it.load());
    await happens();
    expect(await peek(reason)).toMatchObject({ code: 'sdk-global-missing' });
    expect(await peek(rejectionOf(it.load()))).toMatchObject({ code: 'sdk-global-missing' });
    expect(vi.getTimerCount()).toBe(0);
  });
});
