/** What building an instance does, refuses and leaves in the page. */
import { afterEach, describe, expect, it } from 'vitest';
import { MOCK_URL, openSdkWindow, outline, SDK_VERSIONS, type OpenSdkWindowOptions, type SdkWindow } from '../support/real-sdk.ts';

const opened: SdkWindow[] = [];
function open(options: OpenSdkWindowOptions): SdkWindow {
  const sdk = openSdkWindow(options);
  opened.push(sdk);
  return sdk;
}
afterEach(() => {
  for (const sdk of opened.splice(0)) sdk.close();
});

function setStorage(sdk: SdkWindow, get: () => unknown): void {
  Object.defineProperty(sdk.window, 'localStorage', { configurable: true, get });
}

const isClass = (value: unknown): boolean => typeof value === 'function';

describe('the classes', () => {
  it('1.12.0 puts five of them on window', () => {
    const sdk = open({ version: '1.12.0' });
    for (const name of ['AMSCashierPayment', 'AMSEasyPay', 'AMSAutoDebit', 'AMSVaulting', 'AMSCheckout'])
      expect(isClass(sdk.global(name)), name).toBe(true);
    for (const name of ['AMSAutoDebitPay', 'AMSElement', 'AntomElement', 'AddressElement', 'AMSCheckoutPage'])
      expect(sdk.global(name), name).toBeUndefined();
  });

  it('1.47.2 adds five more', () => {
    const sdk = open({ version: '1.47.2' });
    for (const name of [
      'AMSCashierPayment',
      'AMSEasyPay',
      'AMSAutoDebit',
      'AMSVaulting',
      'AMSCheckout',
      'AMSAutoDebitPay',
      'AMSElement',
      'AntomElement',
      'AddressElement',
      'AMSCheckoutPage',
    ])
      expect(isClass(sdk.global(name)), name).toBe(true);
  });
});

describe.each(SDK_VERSIONS)('%s: building an instance', (version) => {
  it('throws the SecurityError when localStorage is denied', () => {
    const sdk = open({ version });
    setStorage(sdk, () => {
      throw new sdk.window.DOMException('The operation is insecure.', 'SecurityError');
    });
    expect(() => sdk.merchant()).toThrow('The operation is insecure.');
  });

  it('throws a TypeError when localStorage is null', () => {
    const sdk = open({ version });
    setStorage(sdk, () => null);
    expect(() => sdk.merchant()).toThrow(/null/);
  });

  it('throws the QuotaExceededError when localStorage is full; when it has its time stamp there, createComponent rejects with it instead, and tells nobody', async () => {
    const sdk = open({ version });
    const { localStorage } = sdk.window;
    const stamp = localStorage.getItem('antomSDKConfiglastCallTime');
    const full = (stamped: string | null) => () => ({
      getItem: (key: string) => (key === 'antomSDKConfiglastCallTime' ? stamped : localStorage.getItem(key)),
      setItem: () => {
        throw new sdk.window.DOMException('The quota has been exceeded.', 'QuotaExceededError');
      },
      removeItem: () => undefined,
    });
    setStorage(sdk, full(null));
    expect(() => sdk.merchant()).toThrow('The quota has been exceeded.');
    setStorage(sdk, full(stamp));
    const merchant = sdk.merchant();
    expect(await merchant.open()).toBe('rejected');
    expect(outline(merchant.journal)).toEqual(['rejected']);
    expect(merchant.journal.map(({ value }) => (value as Error).name)).toEqual(['QuotaExceededError']);
    expect(sdk.window.document.querySelector('[id^="ams-component"]')).toBeNull();
  });

  it.each(['onEventCallback', 'onError', 'onClose'])('throws when %s is not a function', (name) => {
    const sdk = open({ version });
    expect(() => sdk.merchant({ [name]: 'not a function' })).toThrow('Parameter type should be function');
  });

  it('ignores a callback that is null or left out', () => {
    const sdk = open({ version });
    expect(() => sdk.merchant({ onEventCallback: null, onError: undefined })).not.toThrow();
  });

  it('takes an unknown or missing environment for prod', () => {
    const sdk = open({ version });
    expect(sdk.merchant({ environment: 'production' }).instance.options.env.environment).toBe('prod');
    expect(sdk.merchant({ environment: undefined }).instance.options.env.environment).toBe('prod');
    expect(sdk.merchant({ environment: 'sandbox' }).instance.options.env.environment).toBe('sandbox');
  });

  it('takes toString and other names of Object.prototype for environments', () => {
    // `in` instead of own property: the reason why the controller checks the environment itself.
    const sdk = open({ version });
    expect(sdk.merchant({ environment: 'toString' }).instance.options.env.environment).toBe('toString');
  });

  it('writes the corrected environment back into the options object it was given', () => {
    const sdk = open({ version });
    const options = { environment: 'production' };
    expect(new sdk.Sdk(options).options.env.environment).toBe('prod');
    expect(options.environment).toBe('production');
  });

  it('emits nothing', () => {
    const sdk = open({ version });
    expect(sdk.merchant().journal).toEqual([]);
  });

  it('adds two preload iframes and the tracker script to the body before the constructor returns', () => {
    const sdk = open({ version });
    const { window } = sdk;
    sdk.merchant();
    expect([...window.document.querySelectorAll('iframe')].map((frame) => frame.id)).toEqual([
      'ams-checkout-component-CASHIER_PAYMENT_CARD-1.0',
      'ams-checkout-component-CASHIER_PAYMENT_APM-1.0',
    ]);
    const scripts = [...window.document.querySelectorAll('script')];
    expect(scripts).toHaveLength(1);
    expect(scripts[0]?.src).toMatch(/^https:\/\/gw\.alipayobjects\.com\/.*tracker.*\.js$/);
    for (const element of [...scripts, ...window.document.querySelectorAll('iframe')])
      expect(element.parentElement).toBe(window.document.body);
  });

  it('preloads one iframe, named after the last payment method, on later visits', async () => {
    const sdk = open({ version });
    const first = sdk.merchant();
    void first.open();
    await sdk.settle();
    first.instance.unmount();
    sdk.merchant();
    expect([...sdk.window.document.querySelectorAll('iframe')].map((frame) => frame.id)).toEqual([
      'ams-checkout-component-CASHIER_PAYMENT_APM-1.0',
    ]);
  });

  it('removes the preload iframes after 10 s, or at the start of createComponent', async () => {
    const sdk = open({ version });
    const frames = (): number => sdk.window.document.querySelectorAll('body > iframe').length;
    sdk.merchant();
    await sdk.clock.advance(9_999);
    expect(frames()).toBe(2);
    await sdk.clock.advance(1);
    expect(frames()).toBe(0);

    const later = sdk.merchant();
    expect(frames()).toBe(2);
    void later.open();
    expect(frames()).toBe(0);
  });

  it('adds two more preload iframes with the same ids for each further instance, and createComponent removes only one set', () => {
    const sdk = open({ version });
    const frames = (): number => sdk.window.document.querySelectorAll('body > iframe').length;
    sdk.merchant();
    const second = sdk.merchant();
    expect(frames()).toBe(4);
    void second.open();
    expect(frames()).toBe(2);
  });

  it('adds one tracker script per instance and never removes it', async () => {
    const sdk = open({ version });
    sdk.merchant();
    sdk.merchant();
    await sdk.clock.advance(30_000);
    expect(sdk.window.document.querySelectorAll('script')).toHaveLength(2);
  });

  it("adds listeners for the buyer's activity to window once per page, and nothing more for a second instance", () => {
    const sdk = open({ version });
    // Index properties of window are frames, here the preload iframes.
    const named = (): string[] => sdk.newProperties().filter((name) => !/^\d+$/.test(name));
    sdk.mark();
    sdk.merchant();
    const listeners = sdk.listeners();
    expect(listeners.filter(({ target }) => target === 'window').map(({ type }) => type)).toEqual(
      expect.arrayContaining(['focus', 'focusin', 'keydown', 'keyup', 'mouseover', 'mousedown', 'mouseup', 'click', 'mouseout']),
    );
    sdk.merchant();
    expect(sdk.listeners()).toEqual(listeners);
    expect(named()).toEqual([]);
  });

  it('works with no query string in the address', () => {
    expect(() => open({ version, url: MOCK_URL.replace(/\?.*/, '') }).merchant()).not.toThrow();
  });
});
