/** What the other products than the popup cashier change in the page and do not give back. */
import { describe, expect, it } from 'vitest';
import { bring, shops, SLOT, SLOT_2, type Shop } from '../support/product-players.ts';
import {
  autoDebitSession,
  cashierSession,
  checkoutPageSession,
  easyPaySession,
  elementSession,
  vaultingSession,
} from '../support/product-sessions.ts';
import { linesWith, SDK_VERSIONS, type SdkVersion } from '../support/real-sdk.ts';

const { open } = shops();

interface Left {
  /** `#id`, or the text's beginning. */
  readonly styles: readonly string[];
  readonly scripts: number;
  readonly messageListeners: number;
  readonly overflow: string;
  readonly iframes: number;
}

/** What is more in the page after each of two attempts, 20 s after the second one has ended: nobody's timers run any more. */
async function afterTwo(version: SdkVersion, attempt: (shop: Shop) => Promise<() => void>): Promise<Left> {
  const shop = open({ version });
  const count = (): Omit<Left, 'styles' | 'overflow' | 'iframes'> => ({
    scripts: shop.document.scripts.length,
    messageListeners: shop.messageListeners(),
  });
  const before = count();
  shop.document.body.style.overflow = 'scroll';
  for (let time = 0; time < 2; time += 1) {
    const end = await attempt(shop);
    end();
    await shop.advance(500);
  }
  await shop.advance(20_000);
  const after = count();
  return {
    styles: shop.styles(),
    scripts: after.scripts - before.scripts,
    messageListeners: after.messageListeners - before.messageListeners,
    overflow: shop.document.body.style.overflow,
    iframes: shop.document.querySelectorAll('iframe').length,
  };
}

describe.each(SDK_VERSIONS)('%s: two attempts, each with an instance of its own, leave', (version) => {
  it('of an inline cashier or card form: one style with an id, one more per attempt, a tracker script per instance, overflow auto', async () => {
    for (const [className, session] of [
      ['AMSCashierPayment', cashierSession],
      ['AMSVaulting', vaultingSession],
    ] as const) {
      const left = await afterTwo(version, async (shop) => {
        const api = shop.build(className);
        void api.mountComponent({ sessionData: session() }, SLOT);
        await bring(shop);
        return () => api.unmount();
      });
      expect(left).toEqual({
        styles: ['#ams-inline-component-style', '.ams-popupmodal', '.ams-popupmodal'],
        scripts: 2,
        messageListeners: 0,
        overflow: 'auto',
        iframes: 0,
      });
    }
  });

  it('of AMSEasyPay and AMSAutoDebit: a style per attempt, a script per instance, in 1.47.2 a message listener per instance, overflow auto', async () => {
    for (const [className, session] of [
      ['AMSEasyPay', easyPaySession],
      ['AMSAutoDebit', autoDebitSession],
    ] as const) {
      const left = await afterTwo(version, async (shop) => {
        const api = shop.component(className);
        void api.createComponent({ sessionData: session() });
        await bring(shop);
        return () => api.unmount();
      });
      expect(left).toEqual({
        styles: ['.ams-component-container-mobile', '.ams-component-container-mobile'],
        scripts: 2,
        messageListeners: version === '1.47.2' ? 2 : 0,
        overflow: 'auto',
        iframes: 0,
      });
    }
  });
});

describe('1.47.2: two attempts, each with an instance of its own, leave', () => {
  it('of AMSElement: one style, two scripts per attempt, a message listener per instance, overflow auto', async () => {
    const left = await afterTwo('1.47.2', async (shop) => {
      const element = shop.build('AMSElement', { sessionData: elementSession() });
      void element.mount({ type: 'payment' }, SLOT);
      await bring(shop);
      return () => element.destroy();
    });
    expect(left).toEqual({ styles: ['#ams-inline-component-style'], scripts: 4, messageListeners: 2, overflow: 'auto', iframes: 0 });
  });

  it('of AMSElement with a 3DS window: one more style each', async () => {
    const left = await afterTwo('1.47.2', async (shop) => {
      const element = shop.build('AMSElement', { sessionData: elementSession() });
      void element.mount({ type: 'payment' }, SLOT);
      const app = await bring(shop);
      app.send('popupWindow', { url: 'https://checkout.antom.com/3ds.html' });
      await shop.advance(50);
      shop.sdk.app('3ds.html').iframe.dispatchEvent(new shop.sdk.window.Event('load'));
      shop.sdk.app('3ds.html').send('onLaunch', {});
      await shop.advance(50);
      return () => element.destroy();
    });
    expect(left.styles).toHaveLength(3);
    expect(left.iframes).toBe(0);
  });

  it('of AMSCheckoutPage: a tracker script per instance, and nothing else', async () => {
    const left = await afterTwo('1.47.2', (shop) => {
      const page = shop.build('AMSCheckoutPage');
      void page.mountComponent({ sessionData: checkoutPageSession() }, SLOT);
      return Promise.resolve(() => page.unmount());
    });
    expect(left).toEqual({ styles: [], scripts: 2, messageListeners: 0, overflow: 'scroll', iframes: 0 });
  });
});

describe('1.47.2: what else is left', () => {
  it('AMSEasyPay keeps the address of its app in localStorage, and the next page preloads it for 10 s when an instance is built', async () => {
    const shop = open();
    const address = 'https://app.test/index.html';
    const sessionData = easyPaySession({ extendInfo: JSON.stringify({ checkoutInfo: [{ url: address, minSDKVersion: '1.0.0' }] }) });
    const api = shop.build('AMSEasyPay');
    void api.createComponent({ sessionData });
    await bring(shop);
    api.unmount();
    const remembered = shop.sdk.window.localStorage.getItem('web_url_EASY_PAY');
    expect(remembered).toContain(address);

    const next = open({ before: (window) => window.localStorage.setItem('web_url_EASY_PAY', remembered ?? '') });
    next.build('AMSEasyPay');
    const [preloaded, another] = next.document.querySelectorAll('iframe');
    expect(another).toBeUndefined();
    expect(preloaded?.src.startsWith(`${address}?isPreload=true`)).toBe(true);
    await next.advance(10_000);
    expect(next.document.querySelectorAll('iframe')).toHaveLength(0);
  });

  it('destroying the event centre of each core instance leaves no message listener', async () => {
    const shop = open();
    const before = shop.messageListeners();
    for (const [className, session] of [
      ['AMSEasyPay', easyPaySession],
      ['AMSAutoDebit', autoDebitSession],
    ] as const) {
      const api = shop.build(className);
      void api.createComponent({ sessionData: session() });
      await bring(shop);
      api.unmount();
      api.core.getServiceProvider().getService('EventCenter').destroy();
      await shop.advance(500);
    }
    expect(shop.messageListeners()).toBe(before);
  });

  it('removing the styles of finished attempts does the next one no harm: it brings its own', async () => {
    const shop = open();
    const mount = async (selector: string): Promise<void> => {
      const api = shop.build('AMSCashierPayment');
      void api.mountComponent({ sessionData: cashierSession() }, selector);
      await bring(shop);
      expect(shop.styles()).toEqual(['#ams-inline-component-style', '.ams-popupmodal']);
      api.unmount();
      await shop.advance(500);
    };
    await mount(SLOT);
    for (const style of shop.document.querySelectorAll('style')) style.remove();
    await mount(SLOT_2);
  });

  it('an element without a style of its own is given it again', async () => {
    const shop = open();
    for (let time = 0; time < 2; time += 1) {
      const element = shop.build('AMSElement', { sessionData: elementSession() });
      void element.mount({ type: 'payment' }, SLOT);
      await bring(shop);
      expect(shop.styles()).toEqual(['#ams-inline-component-style']);
      element.destroy();
      for (const style of shop.document.querySelectorAll('style')) style.remove();
    }
  });
});

describe.each(SDK_VERSIONS)('%s: what an instance adds when it is built', (version) => {
  it('the cashier’s family: preload iframes for 10 s, and no message listener that stays', async () => {
    const family =
      version === '1.47.2'
        ? ['AMSCashierPayment', 'AMSVaulting', 'AMSAutoDebitPay']
        : ['AMSCashierPayment', 'AMSVaulting', 'AMSEasyPay', 'AMSAutoDebit'];
    for (const className of family) {
      const shop = open({ version });
      const before = shop.messageListeners();
      shop.component(className);
      expect(shop.document.querySelectorAll('iframe').length).toBeGreaterThan(0);
      expect(shop.messageListeners()).toBe(before);
      await shop.advance(10_000);
      expect(shop.document.querySelectorAll('iframe')).toHaveLength(0);
    }
  });

  it('the cashier’s family refuses callbacks that are no functions, and takes an unknown environment for prod', () => {
    const shop = open({ version });
    for (const className of ['AMSCashierPayment', 'AMSVaulting'] as const) {
      for (const name of ['onEventCallback', 'onError', 'onClose']) {
        expect(() => shop.build(className, { [name]: 'text' })).toThrow('Parameter type should be function');
      }
      const api = shop.build(className, { environment: 'SANDBOX' });
      expect(api).toMatchObject({ options: { env: { environment: 'prod' } } });
    }
  });

  it('the cashier’s family writes the options of its constructor to the console, a session among them', () => {
    const shop = open({ version });
    const sessionData = cashierSession();
    shop.build('AMSCashierPayment');
    expect(linesWith(sessionData, shop.sdk)).toEqual([]);
    shop.build('AMSCashierPayment', { sessionData });
    expect(linesWith(sessionData, shop.sdk).map(({ method }) => method)).toEqual(['log']);
  });

  it('mountComponent and createComponent of the cashier do not write the session to the console', async () => {
    const shop = open({ version });
    const sessionData = cashierSession();
    const api = shop.build('AMSCashierPayment');
    void api.mountComponent({ sessionData }, SLOT);
    await bring(shop);
    api.unmount();
    await shop.advance(500);
    expect(linesWith(sessionData, shop.sdk)).toEqual([]);
  });
});

describe('localStorage that the browser denies', () => {
  const denied = (window: Window): void => {
    Object.defineProperty(window, 'localStorage', {
      configurable: true,
      get: () => {
        throw Object.assign(new Error('denied'), { name: 'SecurityError' });
      },
    });
  };
  const outcome = (version: SdkVersion, className: string): string => {
    const shop = open({ version, before: denied });
    try {
      shop.component(className, { sessionData: elementSession() });
      return 'built';
    } catch (error) {
      return (error as Error).name;
    }
  };

  it.each(SDK_VERSIONS)('%s: the cashier’s family throws in its constructor', (version) => {
    for (const className of ['AMSCashierPayment', 'AMSVaulting']) expect(outcome(version, className)).toBe('SecurityError');
  });

  it('1.47.2: the other classes can be built', () => {
    for (const className of ['AMSEasyPay', 'AMSAutoDebit', 'AMSElement', 'AMSCheckoutPage'])
      expect(outcome('1.47.2', className)).toBe('built');
  });
});
