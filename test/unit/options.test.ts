/** Option checking: every fault in one message, own properties only. */
import { afterEach, describe, expect, it } from 'vitest';
import { CheckoutController } from '../../src/controller';
import { isCheckoutError, type CheckoutError } from '../../src/core/errors';
import { componentParameters, resolveOptions, resolvePay, resolvePrepare } from '../../src/options';
import { cashier, element } from '../../src/products';
import { fromCdn } from '../../src/sdk/sources/cdn';
import { fromGlobal } from '../../src/sdk/sources/global';
import type { CheckoutOptions, PayOptions } from '../../src/types';
import { memoryStorage } from '../support/server';
import { uniqueSession } from '../support/shop';

const GOOD: CheckoutOptions = { environment: 'sandbox', createPaymentSession: () => Promise.resolve(uniqueSession()), prepare: 'manual' };

function refusal(options: unknown): CheckoutError {
  try {
    new CheckoutController(options as CheckoutOptions);
  } catch (error) {
    if (isCheckoutError(error)) return error;
    throw error;
  }
  throw new Error('the options were accepted');
}

describe('the constructor', () => {
  it.each<[string, Record<string, unknown>]>([
    ['environment', { environment: undefined }],
    ['environment', { environment: 'production' }],
    ['environment', { environment: 'PROD' }],
    ['environment', { environment: 'toString' }],
    ['environment', { environment: null }],
    ['environment', { environment: ['prod'] }],
    ['createPaymentSession', { createPaymentSession: 'https://x.example' }],
    ['createPaymentSession', { createPaymentSession: null }],
    ['createPaymentSession', { createPaymentSession: Promise.resolve() }],
    ['inquiryPayment', { inquiryPayment: 'https://x.example' }],
    ['inquiryPayment', { inquiryPayment: null }],
    ['inquiryPayment', { inquiryPayment: Promise.resolve() }],
    ['polling', { polling: 2_000 }],
    ['polling', { polling: [2_000] }],
    ['polling.interval', { polling: { interval: 0 } }],
    ['polling.interval', { polling: { interval: '2000' } }],
    ['polling.slowAfter', { polling: { slowAfter: -1 } }],
    ['polling.slowInterval', { polling: { slowInterval: Number.NaN } }],
    ['polling.timeout', { polling: { timeout: Infinity } }],
    ['polling.timeout', { polling: { timeout: 2 ** 31 } }],
    ['storage', { storage: 'cookie' }],
    ['storage', { storage: null }],
    ['storage', { storage: false }],
    ['storage', { storage: {} }],
    ['storage', { storage: { getItem: () => null, setItem: () => undefined } }],
    ['storage', { storage: { getItem: 1, setItem: 2, removeItem: 3 } }],
    ['storage', { storage: [] }],
    ['product', { product: 'easypay' }],
    ['product', { product: 'auto' }],
    ['sdk', { sdk: 'https://x.example/sdk.js' }],
    ['sdk', { sdk: [] }],
    ['sdk', { sdk: [fromCdn(), null] }],
    ['sdk', { sdk: fromCdn }],
    ['sdk', { sdk: { load: 1, peek: 2 } }],
    ['locale', { locale: 'en-US' }],
    ['locale', { locale: '__proto__' }],
    ['analytics', { analytics: true }],
    ['enabled', { analytics: {} }],
    ['enabled', { analytics: { enabled: 'yes' } }],
    ['appearance', { appearance: 'dark' }],
    ['appearance', { appearance: [] }],
    ['notRedirectAfterComplete', { notRedirectAfterComplete: 'true' }],
    ['prepare', { prepare: 'now' }],
    ['prepare', { prepare: true }],
    ['leave', { leave: 'never' }],
    ['timeouts', { timeouts: 5 }],
    ['timeouts.sdk', { timeouts: { sdk: 0 } }],
    ['timeouts.sdk', { timeouts: { sdk: -1 } }],
    ['timeouts.session', { timeouts: { session: '30000' } }],
    ['timeouts.session', { timeouts: { session: Number.NaN } }],
    ['timeouts.component', { timeouts: { component: Infinity } }],
    ['timeouts.component', { timeouts: { component: 2 ** 31 } }],
    ['logger', { logger: console }],
    ['sdkOptions', { sdkOptions: [] }],
    ['securityRegion', { sdkOptions: { securityRegion: 'CN' } }],
    ['onBeforeSubmit', { sdkOptions: { onBeforeSubmit: true } }],
    ['onSizeChanged', { sdkOptions: { onSizeChanged: {} } }],
    ['onPaymentMethodSelected', { sdkOptions: { onPaymentMethodSelected: 1 } }],
    ['componentParams', { componentParams: 'x' }],
  ])('refuses a wrong %s: %j', (name, fault) => {
    const error = refusal({ ...GOOD, ...fault });
    expect(error).toMatchObject({ name: 'CheckoutError', code: 'invalid-options' });
    expect(error.message).toContain(name);
    expect(error.details['faults']).toHaveLength(1);
  });

  it.each([undefined, null, 7, 'sandbox', []])('refuses options that are %j', (options) => {
    const error = refusal(options);
    expect(error.code).toBe('invalid-options');
    expect(error.message).toContain('environment');
  });

  it('lists all faults in one message', () => {
    const error = refusal({
      environment: 'production',
      prepare: 1,
      leave: 2,
      timeouts: { sdk: 'x', session: -1 },
      locale: 'xx',
      logger: 3,
      analytics: {},
    });
    for (const name of ['environment', 'prepare', 'leave', 'timeouts.sdk', 'timeouts.session', 'locale', 'logger', 'analytics.enabled'])
      expect(error.message).toContain(name);
    expect(error.details['faults']).toHaveLength(8);
  });

  it('does not repeat long texts, which may be secrets', () => {
    const { paymentSessionData } = uniqueSession();
    const error = refusal({ environment: paymentSessionData });
    expect(error.message).not.toContain(paymentSessionData.slice(0, 30));
  });

  it('reads own properties only', () => {
    expect(refusal(Object.create(GOOD)).message).toContain('environment');
  });

  it('does nothing on the page when it throws', () => {
    const before = document.documentElement.outerHTML;
    refusal({ environment: 'production', prepare: 'idle' });
    expect(document.documentElement.outerHTML).toBe(before);
  });

  it.each<Partial<CheckoutOptions>>([
    {},
    { sdk: [fromGlobal(), fromCdn()] },
    { leave: () => true },
    { product: cashier },
    { product: [cashier, element] },
    { locale: 'auto' },
    { timeouts: {} },
    {
      appearance: undefined,
      sdkOptions: undefined,
      componentParams: undefined,
      timeouts: undefined,
      analytics: undefined,
      logger: undefined,
    },
    { timeouts: { sdk: undefined, component: 1 } },
    { createPaymentSession: undefined },
    { inquiryPayment: undefined, polling: undefined, storage: undefined },
    { inquiryPayment: () => Promise.resolve({ paymentStatus: 'SUCCESS' }) },
    { polling: {} },
    { polling: { interval: 1, timeout: undefined } },
    { storage: 'session' },
    { storage: 'local' },
    { storage: 'none' },
    { storage: memoryStorage() },
  ])('accepts %j', (options) => {
    expect(() => {
      new CheckoutController({ ...GOOD, ...options }).dispose();
    }).not.toThrow();
  });
});

describe('a polluted Object.prototype', () => {
  const prototype = Object.prototype as Record<string, unknown>;
  afterEach(() => {
    for (const name of [
      'environment',
      'session',
      'force',
      'order',
      'elementLink',
      'prepare',
      'sdk',
      'resultStatus',
      'timeouts',
      'polling',
      'storage',
      'inquiryPayment',
    ])
      Reflect.deleteProperty(prototype, name);
  });

  it('does not choose the environment of a payment', () => {
    prototype['environment'] = 'prod';
    expect(refusal({}).message).toContain('environment');
  });

  it('does not set any other option', () => {
    prototype['prepare'] = 'nonsense';
    prototype['timeouts'] = { sdk: -1 };
    prototype['sdk'] = 'evil';
    prototype['polling'] = { interval: -1 };
    prototype['storage'] = 'evil';
    prototype['inquiryPayment'] = 'evil';
    expect(() => {
      new CheckoutController({ environment: 'sandbox', createPaymentSession: GOOD.createPaymentSession }).dispose();
    }).not.toThrow();
  });

  it('does not force a payment, name its order or its session', () => {
    Object.assign(prototype, { force: true, order: 'evil', session: 'evil' });
    expect(resolvePay({}, resolveOptions(GOOD))).toMatchObject({ force: false, order: undefined, session: undefined });
    expect(resolvePrepare({}, resolveOptions(GOOD))).toEqual({ session: false, order: undefined });
  });
});

describe('elementLink, which makes the SDK trust any page as its cashier', () => {
  const componentParams = { elementProps: { elementLink: 'http://localhost/cashier' } };

  it('is refused when environment is prod, in the constructor and in pay()', () => {
    expect(refusal({ ...GOOD, environment: 'prod', componentParams }).message).toContain('elementLink');
    const prod = resolveOptions({ ...GOOD, environment: 'prod' });
    expect(() => resolvePay({ componentParams }, prod)).toThrow(/elementLink/);
  });

  it.each(['', null, 0, false])('is refused whatever it is: %j', (elementLink) => {
    expect(refusal({ ...GOOD, environment: 'prod', componentParams: { elementProps: { elementLink } } }).message).toContain('elementLink');
  });

  // CONTRACT "Errors": "`elementProps.elementLink` is refused when `environment` is `prod`". The SDK reads it through the prototype too.
  it('is refused for prod also where it is inherited', () => {
    const inherited = { elementProps: Object.create({ elementLink: 'https://evil.example' }) as object };
    expect(refusal({ ...GOOD, environment: 'prod', componentParams: inherited }).message).toContain('elementLink');
  });

  it('is refused for prod also where elementProps itself is inherited', () => {
    const inherited = Object.create(componentParams) as Record<string, unknown>;
    // What reaches createComponent is what counts.
    const options = { ...GOOD, environment: 'prod', componentParams: inherited } as CheckoutOptions;
    const resolved = resolveOptions(options);
    const params = componentParameters(resolvePay({}, resolved).component);
    expect((params['elementProps'] as { elementLink?: unknown } | undefined)?.elementLink).toBeUndefined();
  });

  it('cannot be slipped in after the check by changing the object', () => {
    const params: Record<string, unknown> = { elementProps: {} };
    const prod = resolveOptions({ ...GOOD, environment: 'prod', componentParams: params });
    (params['elementProps'] as Record<string, unknown>)['elementLink'] = 'https://evil.example';
    let refused = false;
    let sent: Record<string, unknown> = {};
    try {
      sent = componentParameters(resolvePay({}, prod).component);
    } catch {
      refused = true;
    }
    expect(refused || (sent['elementProps'] as { elementLink?: unknown }).elementLink === undefined).toBe(true);
  });

  it('is passed on in the sandbox', () => {
    const resolved = resolvePay({ componentParams }, resolveOptions(GOOD));
    expect(componentParameters(resolved.component)).toEqual(componentParams);
  });
});

describe('defaults', () => {
  it('are those of the contract', () => {
    const resolved = resolveOptions({ environment: 'sandbox' });
    expect(resolved).toMatchObject({
      prepare: 'idle',
      leave: 'auto',
      timeouts: { sdk: 15_000, session: 30_000, component: 20_000 },
      locale: 'en_US',
    });
    expect(resolved).toMatchObject({
      polling: { interval: 2_000, slowAfter: 60_000, slowInterval: 10_000, timeout: 120_000 },
      storage: 'session',
      inquiryPayment: undefined,
    });
    expect(resolved.sdk.map(({ name }) => name)).toEqual([fromCdn().name]);
  });

  it('what the merchant did not set is left to the SDK', () => {
    expect(componentParameters(resolvePay({}, resolveOptions(GOOD)).component)).toEqual({});
  });

  it("a storage of the merchant's own may have its methods on its prototype, as Web Storage has", () => {
    class Own {
      getItem(): string | null {
        return null;
      }
      setItem(): void {
        /* keeps nothing */
      }
      removeItem(): void {
        /* keeps nothing */
      }
    }
    const storage = new Own();
    expect(resolveOptions({ ...GOOD, storage }).storage).toBe(storage);
    expect(resolveOptions({ ...GOOD, storage: sessionStorage }).storage).toBe(sessionStorage);
  });

  it('what is given of polling counts, the rest is the default', () => {
    expect(resolveOptions({ ...GOOD, polling: { interval: 500 } }).polling).toEqual({
      interval: 500,
      slowAfter: 60_000,
      slowInterval: 10_000,
      timeout: 120_000,
    });
  });

  it('pay() overrides the controller, undefined does not', () => {
    const controller = resolveOptions({
      ...GOOD,
      appearance: { showLoading: true },
      notRedirectAfterComplete: true,
      componentParams: { a: 1, b: 1 },
    });
    const options: PayOptions = { appearance: undefined, notRedirectAfterComplete: false, componentParams: { b: 2 } };
    expect(componentParameters(resolvePay(options, controller).component)).toEqual({
      appearance: { showLoading: true },
      notRedirectAfterComplete: false,
      a: 1,
      b: 2,
    });
  });

  it('an AbortSignal of another frame is one, by its shape', () => {
    const { signal } = new AbortController();
    expect(resolvePay({ signal }, resolveOptions(GOOD)).signal).toBe(signal);
    const foreign = { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined } as unknown as AbortSignal;
    expect(resolvePay({ signal: foreign }, resolveOptions(GOOD)).signal).toBe(foreign);
  });
});

describe("local pages in the place of Antom's apps", () => {
  const faults = (environment: string, componentParams: object): string => {
    try {
      new CheckoutController({ ...GOOD, environment, componentParams } as CheckoutOptions).dispose();
      return 'accepted';
    } catch (error) {
      return isCheckoutError(error) ? error.message : 'another exception';
    }
  };

  it.each([
    [{ debugProps: { localLink: 'http://localhost/' } }, 'componentParams.debugProps is refused'],
    [{ localLink: 'http://localhost/' }, 'componentParams.localLink is refused'],
    [{ elementProps: { elementLink: 'http://localhost/' } }, 'componentParams.elementProps.elementLink is refused'],
  ])('%j is refused in production', (params, said) => {
    expect(faults('prod', params)).toContain(said);
    expect(faults('sandbox', params)).toBe('accepted');
  });

  it.each(['http://evil.test/', 'http://localhost.evil.test/', 'http://127.0.0.1.evil.test/', 'javascript:alert(1)', '//localhost', 7, ''])(
    'localLink %s is no address of this machine',
    (localLink) => {
      expect(faults('sandbox', { localLink })).toContain('localLink must be an address of this machine');
    },
  );

  it.each(['http://localhost:4700/x', 'https://players.localhost/', 'http://127.0.0.1/', 'http://[::1]:80/'])(
    'localLink %s is',
    (localLink) => {
      expect(faults('sandbox', { localLink })).toBe('accepted');
    },
  );
});
