/** Browsers that lack what newer ones have: each name is taken away, and the library works without it. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { browserEnvironment } from '../../src/core/environment';
import { resolveOptions } from '../../src/options';
import { arrive, fail, loader, once, Sdk, tag, useCdn } from '../support/cdn';
import { rejectionOf } from '../support/shop';

/** Takes `Symbol` from one file. The test's own tools cannot do without it. */
function hideSymbol(file: string): void {
  const real = Object.getOwnPropertyDescriptor(globalThis, 'Symbol') as PropertyDescriptor;
  Object.defineProperty(globalThis, 'Symbol', {
    configurable: true,
    get: () => {
      const caller = (new Error().stack ?? '').split('\n')[2] ?? '';
      return caller.includes(file) ? undefined : (real.value as unknown);
    },
  });
  giveBack = () => {
    Object.defineProperty(globalThis, 'Symbol', real);
  };
}
let giveBack: () => void = () => undefined;

afterEach(() => {
  giveBack();
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe('without Symbol', () => {
  it("the page's registry is kept under a name, for all copies of this library", async () => {
    vi.resetModules();
    hideSymbol('/src/page/registry.ts');
    const one = await import('../../src/page/registry');
    vi.resetModules();
    const two = await import('../../src/page/registry');
    const section = one.shared(window, 'lock', () => ({}));
    expect(two.shared).not.toBe(one.shared);
    expect(two.shared(window, 'lock', () => ({}))).toBe(section);
    expect((window as unknown as Record<string, unknown>)['antom-checkout-controller/2']).toEqual({ lock: section });
  });

  it('a controller is built', async () => {
    const { CheckoutController } = await import('../../src/controller');
    hideSymbol('/src/controller.ts');
    const checkout = new CheckoutController({ environment: 'sandbox', prepare: 'manual' });
    expect(checkout.state.phase).toBe('idle');
    expect(Object.getOwnPropertySymbols(checkout)).toEqual([]);
    checkout.dispose();
  });
});

it('without performance.now() elapsed time is that of the clock', () => {
  vi.useFakeTimers({ now: 5_000, toFake: ['Date'] });
  try {
    vi.stubGlobal('performance', {});
    const env = browserEnvironment();
    vi.setSystemTime(5_250);
    expect(env?.elapsed()).toBe(250);
  } finally {
    vi.useRealTimers();
  }
});

describe("the buyer's language", () => {
  it.each<[string, unknown, string]>([
    ['navigator.languages comes first', { languages: ['ko', 'de'], language: 'de' }, 'ko_KR'],
    ['without it navigator.language counts', { language: 'de-AT' }, 'de_DE'],
    ['without either it is English', {}, 'en_US'],
    ['without a navigator it is English', undefined, 'en_US'],
  ])('%s', (_what, navigator, locale) => {
    vi.stubGlobal('navigator', navigator);
    expect(resolveOptions({ environment: 'sandbox' }).locale).toBe(locale);
  });
});

describe('without Resource Timing', () => {
  useCdn();

  it('a script that does not come is sdk-load-failed, for a reason nobody knows', async () => {
    Object.defineProperty(performance, 'getEntriesByName', { configurable: true, value: undefined });
    const reason = rejectionOf(once().load());
    await fail(tag());
    expect(await reason).toMatchObject({ code: 'sdk-load-failed', details: { reason: 'unknown' } });
  });

  it("a tag of the page's that has not come yet is waited for", async () => {
    Object.defineProperty(performance, 'getEntriesByName', { configurable: true, value: undefined });
    Object.defineProperty(document, 'readyState', { value: 'interactive', configurable: true });
    const theirs = document.createElement('script');
    theirs.src = 'https://shop.example/ams-checkout.js';
    document.head.appendChild(theirs);
    const found = loader().load();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(tag()).toBe(theirs);
    arrive(theirs);
    expect(await found).toBe(Sdk);
  });
});
