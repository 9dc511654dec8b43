/** What is gathered of the document and the browser, and that no odd page breaks it. */
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { Environment } from '../../../src/core/environment';
import { builtInFacts } from '../../../src/doctor/facts/built-ins';
import { known } from '../../../src/doctor/facts/facts';
import { pageFacts } from '../../../src/doctor/facts/page';
import { returnFacts } from '../../../src/doctor/facts/return';
import { testEnvironment } from '../../support/environment';

/** The page's environment with another window and document. */
const pageWith = (window: object, document: object = {}): Environment => ({
  ...testEnvironment(),
  window: window as Environment['window'],
  document: document as Document,
});
const denied = (name: string): object =>
  Object.defineProperty({}, name, {
    get: () => {
      throw new DOMException('denied', 'SecurityError');
    },
  });
const storage = (over: object = {}): object => {
  const values = new Map<string, string>();
  return {
    length: 1,
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => values.set(key, value),
    removeItem: (key: string) => values.delete(key),
    ...over,
  };
};

describe('the page', () => {
  it('is looked at as it is', () => {
    expect(pageFacts(testEnvironment())).toMatchObject({
      browser: true,
      localHost: true,
      framed: false,
      opaqueOrigin: false,
      sandboxLacks: null,
      localStorage: 'works',
      sessionStorage: 'works',
      online: true,
    });
    expect(localStorage.length + sessionStorage.length).toBe(0);
  });

  it('has the library by its script-tag file: run, or only its tag', () => {
    expect(pageFacts(testEnvironment()).library).toBeNull();
    const script = document.createElement('script');
    script.type = 'text/plain';
    script.src = '/assets/antom-checkout-element.iife.min.js?v=2';
    document.head.append(script);
    expect(pageFacts(testEnvironment()).library).toBe('tag');
    script.remove();
    Object.assign(window, { AntomCheckout: {} });
    expect(pageFacts(testEnvironment()).library).toBe('here');
    Reflect.deleteProperty(window, 'AntomCheckout');
  });

  it('of which nothing can be read is not known, and throws nothing', () => {
    const facts = pageFacts(pageWith({}));
    expect(Object.entries(facts).filter(([, value]) => value !== null)).toEqual([
      ['browser', true],
      ['framed', false],
      ['opaqueOrigin', false],
      ['localStorage', 'missing'],
      ['sessionStorage', 'missing'],
      ['moduleGlobals', ''],
    ]);
  });

  it.each([
    ['localhost', true],
    ['shop.localhost', true],
    ['127.0.0.1', true],
    ['[::1]', true],
    ['shop.example', false],
    ['localhost.example', false],
  ])('%s is local: %s', (hostname, localHost) => {
    expect(pageFacts(pageWith({ location: { hostname, href: 'https://user@shop.example/a?b#c' } }))).toMatchObject({
      localHost,
      page: 'https://shop.example/a',
    });
  });

  it.each<[string | null, string | null]>([
    [null, null],
    ['allow-scripts', 'allow-same-origin allow-forms allow-popups allow-top-navigation'],
    ['allow-scripts allow-same-origin allow-forms ALLOW-POPUPS allow-top-navigation-by-user-activation', ''],
  ])('in a frame with sandbox %s lacks %s', (sandbox, sandboxLacks) => {
    const frame = document.createElement('iframe');
    if (sandbox !== null) frame.setAttribute('sandbox', sandbox);
    expect(pageFacts(pageWith({ top: {}, frameElement: frame }))).toMatchObject({ framed: true, sandboxLacks });
  });

  it('in a frame of another origin does not know its sandbox', () => {
    expect(pageFacts(pageWith({ top: {}, frameElement: null, origin: 'null' }))).toMatchObject({ sandboxLacks: null, opaqueOrigin: true });
  });

  it.each(['permissionsPolicy', 'featurePolicy'])('asks %s whether payments are allowed', (name) => {
    const asked: string[] = [];
    const policy = {
      allowsFeature: (feature: string) => {
        asked.push(feature);
        return false;
      },
    };
    expect(pageFacts(pageWith({}, { [name]: policy })).paymentAllowed).toBe(false);
    expect(asked).toEqual(['payment']);
  });

  it.each<[string, object, string]>([
    ['denied', denied('localStorage'), 'denied'],
    ['null, as in a WebView', { localStorage: null }, 'missing'],
    [
      'full',
      {
        localStorage: storage({
          setItem: () => {
            throw new DOMException('full', 'QuotaExceededError');
          },
        }),
      },
      'full',
    ],
    [
      'without room from the beginning',
      {
        localStorage: storage({
          length: 0,
          setItem: () => {
            throw new DOMException('full', 'QuotaExceededError');
          },
        }),
      },
      'denied',
    ],
    [
      'readable only',
      {
        localStorage: storage({
          setItem: () => {
            throw new Error('read only');
          },
        }),
      },
      'denied',
    ],
    ['a stub that keeps nothing', { localStorage: storage({ getItem: () => null }) }, 'denied'],
    ['as it should be', { localStorage: storage() }, 'works'],
  ])('whose localStorage is %s', (_what, window, state) => {
    expect(pageFacts(pageWith(window)).localStorage).toBe(state);
  });

  it.each<[string, object, string]>([
    ['RequireJS', { define: Object.assign(() => undefined, { amd: {} }) }, 'define.amd'],
    ['a function called define', { define: () => undefined }, ''],
    ['CommonJS names', { exports: {}, module: { exports: {} } }, 'exports, module.exports'],
    ['elements with those ids', { exports: document.body, module: document.body }, ''],
    ['a module without exports', { module: {} }, ''],
  ])('with %s has in the way: %s', (_what, window, moduleGlobals) => {
    expect(pageFacts(pageWith(window)).moduleGlobals).toBe(moduleGlobals);
  });
});

describe('built-ins', () => {
  const list = Array.prototype as unknown as Record<string, unknown>;
  afterEach(() => {
    delete list['toJSON'];
    delete list['each'];
  });

  it('that are the engine’s own are not named', () => {
    const own = { Promise, JSON, Object, Array, Function };
    expect(builtInFacts(pageWith(own))).toEqual({ jsonBroken: false, replacedBuiltIns: '' });
  });

  it('that are the page’s own are named, and so is what it has added to Array.prototype', () => {
    list['each'] = () => undefined;
    const replaced = { JSON: { parse: () => null }, Promise: () => undefined, fetch: undefined };
    expect(builtInFacts(pageWith(replaced)).replacedBuiltIns).toBe('Promise, JSON.parse, Array.prototype.each');
  });

  it('with which JSON is broken are noticed', () => {
    list['toJSON'] = () => 'a list';
    expect(builtInFacts(testEnvironment()).jsonBroken).toBe(true);
  });
});

describe('the way back', () => {
  const KEY = 'antom-checkout-controller.pending';
  beforeEach(() => {
    sessionStorage.clear();
    localStorage.clear();
  });
  afterEach(() => {
    sessionStorage.clear();
    localStorage.clear();
    history.replaceState(null, '', '/');
  });
  const remember = (...records: unknown[]): void => {
    sessionStorage.setItem(KEY, JSON.stringify({ version: 1, records, paid: [] }));
  };
  const HOUR = 3_600_000;

  it('has nothing to remember on a page without payments', () => {
    expect(returnFacts(testEnvironment())).toEqual({ facts: { remembered: 0, addressNamesPayment: false }, paymentRequestId: null });
  });

  it('counts what began before the page was loaded, and knows the newest', () => {
    remember(
      { at: Date.now() - 2 * HOUR, paymentRequestId: 'older' },
      { at: Date.now() - HOUR, paymentRequestId: 'newer' },
      { at: Date.now() - 3 * HOUR, paymentRequestId: 'oldest' },
      { at: Date.now() - 9 * 24 * HOUR, paymentRequestId: 'forgotten' },
      { at: 'yesterday', paymentRequestId: 'odd' },
      null,
    );
    localStorage.setItem(KEY, 'not JSON');
    expect(returnFacts(testEnvironment())).toMatchObject({ facts: { remembered: 3 }, paymentRequestId: 'newer' });
  });

  it('does not count what this very page has begun', () => {
    remember({ at: Date.now() + 1000, paymentRequestId: 'mine' });
    expect(returnFacts(testEnvironment())).toMatchObject({ facts: { remembered: 0 }, paymentRequestId: 'mine' });
  });

  it('takes nothing for records that is no list', () => {
    sessionStorage.setItem(KEY, '{"records":{}}');
    localStorage.setItem(KEY, '{"records":[{"at":1}]}');
    expect(returnFacts(testEnvironment())).toMatchObject({ facts: { remembered: 0 }, paymentRequestId: null });
  });

  it('is not known without storage or a clock', () => {
    const page = pageWith({ performance: {}, location: { search: '?a=1&paymentRequestId=p1' } });
    expect(returnFacts(page)).toEqual({ facts: { remembered: null, addressNamesPayment: true }, paymentRequestId: null });
    remember({ at: 1, paymentRequestId: 'x' });
    expect(returnFacts(pageWith({ sessionStorage, localStorage })).facts).toEqual({ remembered: null, addressNamesPayment: null });
  });
});

test('what cannot be read is null', () => {
  expect(
    known(() => {
      throw new Error('no');
    }),
  ).toBeNull();
  expect(known(() => undefined)).toBeNull();
  expect(known(() => 0)).toBe(0);
});
