/** Leaving: pagehide, the Navigation API, history and hash, and the merchant's own patches of history. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchNavigation, type NavigationWatch } from '../../../src/page/navigation';
import type { CheckoutOptions } from '../../../src/types';
import { testEnvironment } from '../../support/environment';

const hide = vi.fn();
const navigated = vi.fn();
const watches: NavigationWatch[] = [];
function watch(leave: NonNullable<CheckoutOptions['leave']> = 'auto'): NavigationWatch {
  const made = watchNavigation(testEnvironment(), leave, { hide, navigated });
  watches.push(made);
  return made;
}

/** What is on history now, own or inherited, to be compared only. */
const methodOf = (name: 'pushState' | 'replaceState'): unknown => Reflect.get(history, name);
const inherited = History.prototype.pushState.bind(history);

beforeEach(() => {
  vi.useFakeTimers();
  history.replaceState(null, '', '/cart');
});
afterEach(() => {
  watches.splice(0).forEach(({ stop }) => {
    stop();
  });
  Reflect.deleteProperty(window, 'navigation');
  Reflect.deleteProperty(history, 'pushState');
  Reflect.deleteProperty(history, 'replaceState');
  vi.clearAllMocks();
  vi.useRealTimers();
});

describe('pagehide', () => {
  it('is told each time, armed or not, until it is stopped', () => {
    const { arm, stop } = watch();
    window.dispatchEvent(new Event('pagehide'));
    arm();
    window.dispatchEvent(new Event('pagehide'));
    expect(hide).toHaveBeenCalledTimes(2);
    stop();
    window.dispatchEvent(new Event('pagehide'));
    expect(hide).toHaveBeenCalledTimes(2);
  });
});

describe('without the Navigation API', () => {
  it.each<[string, () => void | Promise<void>]>([
    [
      'pushState',
      () => {
        history.pushState(null, '', '/other');
      },
    ],
    [
      'replaceState',
      () => {
        history.replaceState(null, '', '/other');
      },
    ],
    [
      'a hash route',
      () => {
        history.pushState(null, '', '/cart#/other');
      },
    ],
  ])('%s to another view is told once', (_name, go) => {
    watch().arm();
    void go();
    expect(navigated).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['/checkout', '/checkout/'],
    ['/checkout/', '/checkout'],
    ['/', '//'],
    ['/shop', '/shop/?x=1#top'],
    ['/shop', '/shop#/'],
    ['/shop#/', '/shop'],
    ['/shop#!', '/shop#!/'],
    ['/shop#/cart', '/shop#/cart/'],
    ['/shop/#/cart/', '/shop#/cart'],
  ])('%s and %s are one view: a router adds and takes away a slash at the end', (from, to) => {
    history.replaceState(null, '', new URL(from, location.origin));
    watch().arm();
    history.pushState(null, '', new URL(location.origin + to));
    expect(navigated).not.toHaveBeenCalled();
  });

  it.each([
    ['/', '/cart'],
    ['/cart/', '/'],
    ['/cart/', '/cart/items'],
    ['/shop#/', '/shop#/cart'],
    ['/shop#/cart', '/shop'],
  ])('%s and %s are two', (from, to) => {
    history.replaceState(null, '', from);
    watch().arm();
    history.pushState(null, '', to);
    expect(navigated).toHaveBeenCalledTimes(1);
  });

  it('Back is told', () => {
    history.pushState(null, '', '/checkout');
    watch().arm();
    History.prototype.replaceState.call(history, null, '', '/cart');
    window.dispatchEvent(new PopStateEvent('popstate'));
    expect(navigated).toHaveBeenCalledTimes(1);
  });

  it('stop() puts history back as it was', () => {
    const before = [methodOf('pushState'), methodOf('replaceState')];
    const { stop } = watch();
    expect(methodOf('pushState')).not.toBe(before[0]);
    stop();
    expect([methodOf('pushState'), methodOf('replaceState')]).toEqual(before);
    expect(Object.keys(history)).toEqual([]);
    history.pushState(null, '', '/other');
    expect(navigated).not.toHaveBeenCalled();
  });

  it('stop() twice is harmless', () => {
    const before = methodOf('pushState');
    const { stop } = watch();
    stop();
    stop();
    expect(methodOf('pushState')).toBe(before);
  });
});

describe('a router that patches history', () => {
  /** As analytics and routers do: own property over the inherited method, with an answer of its own. */
  function patch(calls: unknown[][]): () => void {
    const original = history.pushState.bind(history);
    const patched = (...args: Parameters<History['pushState']>): string => {
      calls.push(args);
      original(...args);
      return 'from the router';
    };
    history.pushState = patched;
    return patched as unknown as () => void;
  }

  it('before us keeps its patch, and is called with what was given', () => {
    const calls: unknown[][] = [];
    const theirs = patch(calls);
    const { arm, stop } = watch();
    arm();
    history.pushState({ a: 1 }, '', '/other');
    expect(calls).toEqual([[{ a: 1 }, '', '/other']]);
    expect(navigated).toHaveBeenCalledTimes(1);
    stop();
    expect(methodOf('pushState')).toBe(theirs);
  });

  // Issue 2: "without breaking the merchant's own patches of history".
  it('before us gets its own answer through', () => {
    patch([]);
    watch();
    expect((history as unknown as { pushState: (...args: unknown[]) => unknown }).pushState(null, '', '/cart')).toBe('from the router');
  });

  it('after us keeps its patch when we stop, and we are out of it', () => {
    const { arm, stop } = watch();
    arm();
    const calls: unknown[][] = [];
    const theirs = patch(calls);
    stop();
    expect(methodOf('pushState')).toBe(theirs);
    history.pushState(null, '', '/other');
    expect(location.pathname).toBe('/other');
    expect(calls).toHaveLength(1);
    expect(navigated).not.toHaveBeenCalled();
  });

  it('after us, and takes its patch off after we have stopped: history works and we hear nothing', () => {
    const { stop } = watch();
    const before = history.pushState.bind(history);
    patch([]);
    stop();
    history.pushState = before;
    history.pushState(null, '', '/other');
    expect(location.pathname).toBe('/other');
    expect(navigated).not.toHaveBeenCalled();
  });

  it('whose pushState throws, throws to its caller and is no navigation', () => {
    history.pushState = () => {
      throw new Error('blocked');
    };
    watch().arm();
    expect(() => {
      history.pushState(null, '', '/other');
    }).toThrow('blocked');
    expect(navigated).not.toHaveBeenCalled();
  });

  it('twenty attempts under one patch leave one layer at most', () => {
    let layers = 0;
    history.pushState = (...args) => {
      layers = (new Error().stack ?? '').split('navigation.ts:').length - 1;
      inherited(...args);
    };
    watch();
    patch([]);
    for (let i = 0; i < 20; i += 1) watch().stop();
    history.pushState(null, '', '/other');
    expect(layers).toBe(1);
  });

  it('a history whose methods cannot be replaced harms nothing', () => {
    Object.defineProperty(history, 'pushState', { value: inherited, writable: false, configurable: true });
    expect(() => watch()).not.toThrow();
  });
});

describe('with the Navigation API', () => {
  it('history is not patched, and currententrychange is listened to', () => {
    const navigation = new EventTarget();
    Object.assign(window, { navigation });
    const before = methodOf('pushState');
    const { arm, stop } = watch();
    expect(methodOf('pushState')).toBe(before);
    arm();
    history.pushState(null, '', '/other');
    expect(navigated).not.toHaveBeenCalled();
    navigation.dispatchEvent(new Event('currententrychange'));
    expect(navigated).toHaveBeenCalledTimes(1);
    stop();
    history.pushState(null, '', '/third');
    navigation.dispatchEvent(new Event('currententrychange'));
    expect(navigated).toHaveBeenCalledTimes(1);
  });

  it('an entry change without a change of view is none', () => {
    const navigation = new EventTarget();
    Object.assign(window, { navigation });
    watch().arm();
    history.replaceState({ scroll: 1 }, '', '/cart?x#y');
    navigation.dispatchEvent(new Event('currententrychange'));
    expect(navigated).not.toHaveBeenCalled();
  });

  it.each([{ navigation: {} }, { navigation: null }, { navigation: 'menu' }])(
    "a global of the merchant's with that name, %o, is not taken for it",
    (global) => {
      Object.assign(window, global);
      watch().arm();
      history.pushState(null, '', '/other');
      expect(navigated).toHaveBeenCalledTimes(1);
    },
  );
});

describe('the grace of 1 s before createComponent', () => {
  it('forgives a change within it, also when the next one comes later, and counts one after it', () => {
    watch();
    vi.advanceTimersByTime(1_000);
    history.pushState(null, '', '/checkout');
    expect(navigated).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    history.pushState(null, '', '/checkout?x');
    expect(navigated).not.toHaveBeenCalled();
    history.pushState(null, '', '/elsewhere');
    expect(navigated).toHaveBeenCalledTimes(1);
  });

  it('ends with arm()', () => {
    watch().arm();
    history.pushState(null, '', '/other');
    expect(navigated).toHaveBeenCalledTimes(1);
  });
});
