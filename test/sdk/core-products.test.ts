/** AMSEasyPay and AMSAutoDebit: popups on another core in 1.47.2, and of the cashier's family in 1.12.0. */
import { describe, expect, it } from 'vitest';
import { bring, promiseJobs, shops, SLOT, type CoreApi, type EventCentre, type Shop } from '../support/product-players.ts';
import {
  autoDebitSession,
  cashierSession,
  easyPaySession,
  elementSession,
  redirecting,
  type SessionBuilder,
} from '../support/product-sessions.ts';
import { linesWith, MOCK_URL, type FakeCashier, type OpenSdkWindowOptions } from '../support/real-sdk.ts';

const { open, rejections } = shops();

type CoreClass = 'AMSEasyPay' | 'AMSAutoDebit';
const CORE: readonly [CoreClass, SessionBuilder][] = [
  ['AMSEasyPay', easyPaySession],
  ['AMSAutoDebit', autoDebitSession],
];
/** Ids of the popup that is open. */
const POPUP = ['ams-component-container', 'ams-component-section', 'antom-sdk-web-app'];

const centre = (api: CoreApi): EventCentre => api.core.getServiceProvider().getService('EventCenter');
const messages = (): string[] => rejections.map(String);

describe.each(CORE)('1.47.2: %s', (className, session) => {
  const easy = className === 'AMSEasyPay';

  interface Opened {
    readonly shop: Shop;
    readonly api: CoreApi;
  }

  function create(sessionData: unknown = session(), params: object = {}, page: OpenSdkWindowOptions = {}): Opened {
    const shop = open(page);
    const api = shop.build(className);
    shop.call('create', () => api.createComponent({ sessionData, ...params }));
    return { shop, api };
  }

  async function ready(): Promise<Opened & { readonly app: FakeCashier }> {
    const opened = create();
    const app = await bring(opened.shop);
    opened.shop.said();
    return { ...opened, app };
  }

  /** How createComponent ends, at once, whatever happens. */
  const CREATED = easy ? 'create returned' : 'create resolved';
  const popup = (shop: Shop): string[] => shop.ids().filter((id) => POPUP.includes(id));

  describe('building it', () => {
    it('needs options, and accepts callbacks that are no functions and environments that do not exist', () => {
      const shop = open();
      const Sdk = shop.sdk.global(className) as new (options?: unknown) => unknown;
      shop.call('nothing', () => new Sdk());
      expect(shop.said()).toEqual(['nothing threw']);
      expect(String(shop.last())).toMatch(/^TypeError/);
      shop.call('text', () => shop.build(className, { onEventCallback: 'text', environment: 'production' }));
      expect(shop.said()).toEqual(['text returned']);
    });

    it('an environment that it does not know becomes an address on the page’s own origin', async () => {
      const shop = open();
      void shop.build(className, { environment: 'SANDBOX' }).createComponent({ sessionData: session() });
      await shop.advance();
      expect(shop.sdk.app().iframe.getAttribute('src')).toMatch(/^undefined\//);
    });

    it('has `core` and neither mountComponent, submit nor validateFields', () => {
      const api = open().build(className);
      expect(Object.keys(api)).toEqual(['core']);
      for (const method of ['mountComponent', 'submit', 'validateFields', '_componentApp']) expect(api).not.toHaveProperty(method);
    });

    it('adds one message listener that no method of its own takes away', async () => {
      const shop = open();
      const before = shop.messageListeners();
      const api = shop.build(className);
      expect(shop.messageListeners()).toBe(before + 1);
      void api.createComponent({ sessionData: session() });
      await bring(shop);
      api.unmount();
      await shop.advance(20_000);
      expect(shop.messageListeners()).toBe(before + 1);
    });
  });

  describe('opening it', () => {
    it('createComponent ends at once with undefined, and its UI is in the page a promise job later', async () => {
      const { shop } = create();
      expect(popup(shop)).toEqual([]);
      await promiseJobs();
      expect(shop.said()).toEqual([CREATED]);
      expect(shop.last()).toBeUndefined();
      expect(popup(shop)).toEqual(POPUP);
      expect(shop.sdk.app().iframe.id).toBe('antom-sdk-web-app');
      expect(shop.document.body.style.overflow).toBe('hidden');
    });

    it('no signal says that it opens, is open or has loaded', async () => {
      const { shop } = create();
      await bring(shop);
      expect(shop.said()).toEqual([CREATED]);
    });

    it('its event centre tells launch, size and the end of loading to a listener that is appended', async () => {
      const { shop, api } = create();
      const heard: string[] = [];
      for (const name of ['onLaunch', 'onSizeChanged', 'dismissLoading']) centre(api).listen(name, () => heard.push(name), true);
      await shop.advance();
      shop.answer();
      const app = shop.sdk.app();
      app.send('onLaunch', {});
      await shop.advance();
      expect(heard).toEqual(['onLaunch']);
      app.send('onSizeChanged', { height: 420, width: 380 });
      app.send('dismissLoading', {});
      expect(heard).toEqual(['onLaunch', 'onSizeChanged', 'dismissLoading']);
      expect(app.iframe.style.height).toBe('420px');
    });

    it('a listener that is not appended takes the place of its own', async () => {
      const { shop, api } = create();
      centre(api).listen('onSizeChanged', () => {});
      const app = await bring(shop);
      expect(app.iframe.style.height).not.toBe('420px');
    });

    it('the app is rendered when it has launched and its request is answered', async () => {
      const { shop } = create();
      await shop.advance();
      const app = shop.sdk.app();
      expect(shop.sdk.requests.map(({ operation }) => operation).filter((operation) => operation !== '')).toEqual([
        easy ? 'com.ipay.iexpcashier.cashier.submitPayByPaymentSession' : 'com.ipay.iexpcashier.sdkAction.query',
      ]);
      app.send('onLaunch', {});
      await shop.advance(100);
      expect(app.received).toEqual([]);
      shop.answer();
      await shop.advance(100);
      expect(app.received.map(({ event }) => event)).toEqual(easy ? ['renderComponent'] : ['renderComponent', 'web-sdk-performance']);
    });

    it('the app hears of notRedirectAfterComplete, isAppWebview and merchantAppointParam, not of appearance', async () => {
      const merchantAppointParam = { a: 1 };
      const { shop } = create(session(), {
        notRedirectAfterComplete: true,
        isAppWebview: true,
        merchantAppointParam,
        appearance: { showLoading: false },
      });
      const app = await bring(shop);
      expect(app.received[0]?.data).toMatchObject({ notRedirectAfterComplete: true, isAppWebview: true, merchantAppointParam });
      expect(app.received[0]?.data).not.toHaveProperty('appearance');
    });

    it('results go to onEventCallback as the app sends them', async () => {
      const { shop, app } = await ready();
      const result = { code: 'SDK_PAYMENT_SUCCESSFUL', message: 'm', result: { paymentResultCode: 'SUCCESS' } };
      app.send('onEventCallback', result);
      expect(shop.journal.at(-1)).toEqual({ channel: 'onEventCallback', value: result });
      expect(popup(shop)).toEqual(POPUP);
    });

    it('writes the address of its app to the console, and not the session', async () => {
      const sessionData = session();
      const { shop } = create(sessionData);
      expect(shop.sdk.console.some(({ text }) => text.includes('web app, url:'))).toBe(true);
      const app = await bring(shop);
      app.send('onEventCallback', { code: 'SDK_PAYMENT_SUCCESSFUL' });
      const part4 = sessionData.split('&&')[3] ?? '';
      expect(shop.sdk.console.filter(({ text }) => text.includes(part4))).toEqual([]);
      expect(linesWith(sessionData, shop.sdk)).toEqual([]);
    });

    if (easy) {
      it('the session names the page to load, and the page is remembered in localStorage', async () => {
        const { shop } = create(
          session({ extendInfo: JSON.stringify({ checkoutInfo: [{ url: 'http://evil.test/app.html', minSDKVersion: '1.0.0' }] }) }),
        );
        await shop.advance();
        expect(shop.sdk.app().url.origin).toBe('http://evil.test');
        expect(shop.sdk.window.localStorage.getItem('web_url_EASY_PAY')).toContain('http://evil.test/app.html');
      });
    } else {
      it('?host= of the page names the page to load in the environment dev', async () => {
        const shop = open({ url: 'http://localhost/?host=http://evil.test/app.html' });
        void shop.build(className, { environment: 'dev' }).createComponent({ sessionData: session() });
        await shop.advance();
        expect(shop.sdk.app().url.origin).toBe('http://evil.test');
      });
    }
  });

  describe('what is heard when it cannot open', () => {
    const nothing = (shop: Shop): void => {
      expect(popup(shop)).toEqual([]);
    };

    it(`no session: ${easy ? 'silence and an unhandled Error' : 'SDK_CREATEPAYMENT_PARAMETER_ERROR'}`, async () => {
      const { shop } = create('');
      await shop.advance(20_000);
      if (easy) {
        expect(shop.said()).toEqual([CREATED]);
        expect(messages()).toEqual(['Error: paymentSession is empty']);
      } else {
        expect(shop.said()).toEqual(['onEventCallback SDK_CREATEPAYMENT_PARAMETER_ERROR', CREATED]);
        expect(messages()).toEqual([]);
      }
      nothing(shop);
    });

    it.each([
      ['garbage', 'garbage'],
      ['three parts', 'a&&SG&&111'],
    ])(
      `%s as a session: ${easy ? 'silence and an unhandled TypeError' : 'SDK_CREATEPAYMENT_PARAMETER_ERROR with the text of a TypeError'}`,
      async (_, garbage) => {
        const { shop } = create(garbage);
        await shop.advance(20_000);
        if (easy) {
          expect(shop.said()).toEqual([CREATED]);
          expect(messages()).toEqual(["TypeError: Cannot read properties of null (reading 'extendInfo')"]);
        } else {
          expect(shop.said()).toEqual(['onEventCallback SDK_CREATEPAYMENT_PARAMETER_ERROR', CREATED]);
          expect(shop.journal[0]?.value).toMatchObject({ message: expect.stringMatching(/^Cannot read properties of null/) as unknown });
        }
        nothing(shop);
      },
    );

    it.each([
      ['a cashier', cashierSession],
      ['an element', elementSession],
      ['its sibling', easy ? autoDebitSession : easyPaySession],
    ])('the session of %s: silence, no UI, no error', async (_, other) => {
      const { shop } = create(other());
      await promiseJobs();
      nothing(shop);
      await shop.advance(20_000);
      expect(shop.said()).toEqual([CREATED]);
      expect(messages()).toEqual([]);
      nothing(shop);
    });

    it(`a session without an action: ${easy ? 'silence' : 'SDK_INTERNAL_ERROR'}, and no UI stays`, async () => {
      const { shop } = create(session({ action: undefined }));
      await shop.advance(20_000);
      expect(shop.said()).toEqual(easy ? [CREATED] : ['onEventCallback SDK_INTERNAL_ERROR', CREATED]);
      nothing(shop);
    });

    it(`createComponent() without parameters: ${easy ? 'it throws a TypeError' : 'SDK_CREATEPAYMENT_PARAMETER_ERROR'}`, async () => {
      const shop = open();
      const api = shop.build(className);
      shop.call('create', () => api.createComponent());
      await shop.advance();
      expect(shop.said()).toEqual(easy ? ['create threw'] : ['onEventCallback SDK_CREATEPAYMENT_PARAMETER_ERROR', 'create resolved']);
    });

    it('an app that does not launch in 15 s: SDK_INTERNAL_ERROR, and the UI is gone by then', async () => {
      const shop = open();
      const seen: string[][] = [];
      const api = shop.build(className, {
        onEventCallback: (value: unknown) => {
          seen.push(popup(shop));
          shop.note('onEventCallback')(value);
        },
      });
      shop.call('create', () => api.createComponent({ sessionData: session() }));
      await shop.advance();
      shop.answer();
      await shop.advance(14_999);
      expect(shop.said()).toEqual([CREATED]);
      await shop.advance(1);
      expect(shop.said()).toEqual(['onEventCallback SDK_INTERNAL_ERROR']);
      expect(shop.last()).toEqual(
        easy
          ? { code: 'SDK_INTERNAL_ERROR', result: { message: 'Load resource timeout' } }
          : { code: 'SDK_INTERNAL_ERROR', message: 'Load resource timeout' },
      );
      expect(seen).toEqual([[]]);
    });

    it(`a request that fails: ${easy ? 'silence, the app is rendered' : 'SDK_INTERNAL_ERROR without a text, the UI is gone'}`, async () => {
      const { shop } = create();
      await shop.advance();
      shop.failQueries();
      await shop.advance();
      if (easy) {
        const app = shop.sdk.app();
        app.send('onLaunch', {});
        await shop.advance();
        expect(app.received.map(({ event }) => event)).toEqual(['renderComponent']);
        expect(shop.said()).toEqual([CREATED]);
      } else {
        expect(shop.said()).toEqual([CREATED, 'onEventCallback SDK_INTERNAL_ERROR']);
        expect(shop.last()).toEqual({ code: 'SDK_INTERNAL_ERROR' });
        nothing(shop);
      }
    });

    it('a request that says no: silence, the app is rendered with the answer', async () => {
      const { shop } = create();
      await shop.advance();
      shop.answer({ success: false, errorCode: 'ORDER_IS_CLOSED', errorMessage: 'closed' });
      const app = shop.sdk.app();
      app.send('onLaunch', {});
      await shop.advance();
      expect(app.received[0]?.event).toBe('renderComponent');
      expect(shop.said()).toEqual([CREATED]);
    });

    it(`a second createComponent: ${easy ? 'both UIs are gone 15 s later' : 'the first UI is gone at once'}`, async () => {
      const { shop, api } = await ready();
      shop.call('second', () => api.createComponent({ sessionData: session() }));
      await shop.advance(50);
      if (easy) {
        expect(shop.said()).toEqual(['second returned']);
        expect(messages()).toEqual([expect.stringMatching(/^TypeError/)]);
        expect(popup(shop)).not.toEqual([]);
        await shop.advance(15_000);
        expect(shop.said()).toEqual(['onEventCallback SDK_INTERNAL_ERROR']);
      } else {
        expect(shop.said()).toEqual(['onEventCallback SDK_CREATEPAYMENT_PARAMETER_ERROR', 'second resolved']);
        await shop.advance(15_000);
      }
      nothing(shop);
    });
  });

  describe('closing it', () => {
    const click = (shop: Shop, id: string): void => shop.document.querySelector<HTMLElement>(`#${id}`)?.click();
    const declare = (app: FakeCashier, eventName: string): void =>
      app.send('declareEventCallbackInfo', {
        popWindowEventInfo: { enableCallback: true, eventName, eventResult: { paymentResultCode: 'X' } },
      });

    it('the app\'s onClose asks first; "leave" closes 300 ms later and says onClose alone', async () => {
      const { shop, app } = await ready();
      app.send('onClose', {});
      await shop.advance(50);
      expect(shop.document.querySelector('#ams-component-retention')?.className).toContain('ams-component-retention-show');
      click(shop, 'ams-component-retention-leave');
      expect(popup(shop)).toEqual(POPUP);
      await shop.advance(500);
      expect(shop.said()).toEqual(['onClose']);
      expect(popup(shop)).toEqual([]);
    });

    it('the close button without the question says onClose, then always SDK_PAYMENT_CANCEL when the app has declared anything', async () => {
      const { shop, app } = await ready();
      app.send('setAllowRetention', false);
      declare(app, 'SDK_PAYMENT_PROCESSING');
      app.send('showCloseButton', {});
      await shop.advance();
      click(shop, 'asm-component-close-block');
      await shop.advance(500);
      expect(shop.said()).toEqual(['onClose', 'onEventCallback SDK_PAYMENT_CANCEL']);
      expect(shop.last()).toEqual({ code: 'SDK_PAYMENT_CANCEL', result: { result: {} } });
    });

    it('the close button of an app that has declared nothing says onClose alone', async () => {
      const { shop, app } = await ready();
      app.send('setAllowRetention', false);
      app.send('showCloseButton', {});
      await shop.advance();
      click(shop, 'asm-component-close-block');
      await shop.advance(500);
      expect(shop.said()).toEqual(['onClose']);
    });

    it("the app's onClose without the question says onClose alone, whatever was declared", async () => {
      const { shop, app } = await ready();
      app.send('setAllowRetention', false);
      declare(app, 'SDK_PAYMENT_CANCEL');
      app.send('onClose', {});
      await shop.advance(500);
      expect(shop.said()).toEqual(['onClose']);
      expect(popup(shop)).toEqual([]);
    });

    it("the app's onDestroy removes the UI without a word", async () => {
      const { shop, app } = await ready();
      app.send('onDestroy', {});
      expect(popup(shop)).toEqual([]);
      await shop.advance(20_000);
      expect(shop.said()).toEqual([]);
    });

    it('onError and onCloseCallback of the app are passed on, and nothing is closed', async () => {
      const { shop, app } = await ready();
      app.send('onError', { code: 'E' });
      app.send('onCloseCallback', {});
      await shop.advance(500);
      expect(shop.said()).toEqual(['onError E', 'onClose']);
      expect(popup(shop)).toEqual(POPUP);
    });

    it('unmount() removes the UI synchronously, and what the removed app says is not heard', async () => {
      const { shop, api, app } = await ready();
      api.unmount();
      expect(popup(shop)).toEqual([]);
      expect(shop.document.body.style.overflow).toBe('auto');
      app.send('onEventCallback', { code: 'SDK_PAYMENT_SUCCESSFUL' });
      await shop.advance(20_000);
      expect(shop.said()).toEqual([]);
    });

    it('unmount() with nothing open sets the overflow of the body to auto', () => {
      const shop = open();
      shop.document.body.style.overflow = 'scroll';
      shop.build(className).unmount();
      expect(shop.document.body.style.overflow).toBe('auto');
    });

    it('unmount() throws half-way when the page has removed the container, and leaves mask and dialog', async () => {
      const { shop, api } = await ready();
      shop.document.querySelector('#ams-component-container')?.remove();
      shop.call('unmount', () => api.unmount());
      expect(shop.said()).toEqual(['unmount threw']);
      expect(String(shop.last())).toMatch(/^TypeError/);
      expect(shop.ids()).toEqual(expect.arrayContaining(['ams-component-retention', 'ams-component-mockup']));
    });

    it('a stand-in div of that id makes it work', async () => {
      const { shop, api } = await ready();
      shop.document.querySelector('#ams-component-container')?.remove();
      const standIn = shop.document.createElement('div');
      standIn.id = 'ams-component-container';
      shop.document.body.append(standIn);
      shop.call('unmount', () => api.unmount());
      expect(shop.said()).toEqual(['unmount returned']);
      expect(shop.ids()).toEqual([]);
    });
  });

  describe('its timers after unmount()', () => {
    it('an instance that was unmounted before launch says SDK_INTERNAL_ERROR 15 s after it was opened', async () => {
      const { shop, api } = create();
      await shop.advance(500);
      shop.answer();
      api.unmount();
      shop.said();
      await shop.advance(14_499);
      expect(shop.said()).toEqual([]);
      await shop.advance(1);
      expect(shop.said()).toEqual(['onEventCallback SDK_INTERNAL_ERROR']);
    });

    it('and destroys what is open then: the popup of a new instance', async () => {
      const { shop, api } = create();
      await shop.advance(500);
      shop.answer();
      api.unmount();
      void shop.build(className, { onEventCallback: shop.note('second') }).createComponent({ sessionData: session() });
      await bring(shop);
      expect(popup(shop)).toEqual(POPUP);
      await shop.advance(15_000);
      expect(popup(shop)).toEqual([]);
      expect(shop.said().filter((line) => line.startsWith('second'))).toEqual([]);
    });

    it('or of a cashier', async () => {
      const { shop, api } = create(session(), {}, { url: MOCK_URL });
      await shop.advance(500);
      api.unmount();
      void shop.build('AMSCashierPayment').createComponent({ sessionData: cashierSession() });
      await bring(shop);
      expect(popup(shop)).toContain('ams-component-container');
      await shop.advance(15_000);
      expect(popup(shop)).toEqual([]);
    });

    if (!easy) {
      it('a query that fails after unmount() does the same at once', async () => {
        const { shop, api } = create();
        await shop.advance();
        const [query] = shop.sdk.requests.filter(({ operation }) => operation !== '');
        api.unmount();
        void shop.build(className).createComponent({ sessionData: session() });
        await shop.advance();
        expect(popup(shop)).toEqual(POPUP);
        query?.fail();
        await shop.advance();
        expect(popup(shop)).toEqual([]);
        expect(shop.said()).toContain('onEventCallback SDK_INTERNAL_ERROR');
      });
    }

    it.each(['never answers', 'fails late'])(
      'unlisten, unmount and destroy of the event centre silence it for good, when its request %s',
      async (how) => {
        const { shop, api } = create();
        await shop.advance(500);
        const [request] = shop.sdk.requests.filter(({ operation }) => operation !== '');
        const eventCentre = centre(api);
        for (const name of ['onDestroy', 'onEventCallback', 'onError', 'onCloseCallback']) eventCentre.unlisten(name);
        api.unmount();
        const listeners = shop.messageListeners();
        eventCentre.destroy();
        expect(shop.messageListeners()).toBe(listeners - 1);
        shop.said();
        void shop.build(className, { onEventCallback: shop.note('second') }).createComponent({ sessionData: session() });
        await shop.advance();
        if (how === 'fails late') request?.fail();
        const app = shop.sdk.app();
        const [, second] = shop.sdk.requests.filter(({ operation }) => operation !== '');
        second?.respond({ success: true });
        app.send('onLaunch', {});
        await shop.advance();
        expect(app.received.map(({ event }) => event).filter((event) => event === 'renderComponent')).toHaveLength(1);
        app.send('onSizeChanged', { height: 420, width: 380 });
        await shop.advance(30_000);
        expect(popup(shop)).toEqual(POPUP);
        expect(shop.said()).toEqual([]);
      },
    );

    it(`a reused instance whose first app had launched, with the request unanswered, renders its second app twice${easy ? '' : ', first with the first session'}`, async () => {
      const named = (name: string): string => session().replace(/^[^&]+/, name);
      const { shop, api } = create(named('first'));
      await shop.advance();
      shop.sdk.app().send('onLaunch', {});
      await shop.advance();
      api.unmount();
      void api.createComponent({ sessionData: named('second') });
      const app = await bring(shop);
      const rendered = app.received.filter(({ event }) => event === 'renderComponent').map(({ data }) => data);
      expect(rendered).toEqual([
        expect.objectContaining({ paymentSessionData: `${easy ? 'second' : 'first'}&&SG&&111` }),
        expect.objectContaining({ paymentSessionData: 'second&&SG&&111' }),
      ]);
    });

    it('an instance that was open and has been unmounted can be used again', async () => {
      const { shop, api } = await ready();
      api.unmount();
      void api.createComponent({ sessionData: session() });
      const app = await bring(shop);
      app.send('onEventCallback', { code: 'SDK_PAYMENT_FAIL' });
      expect(shop.said()).toEqual(['onEventCallback SDK_PAYMENT_FAIL']);
      await shop.advance(30_000);
      expect(popup(shop)).toEqual(POPUP);
    });
  });

  describe('sending the buyer away', () => {
    it.each([
      ['in the same tab', {}, 'navigation'],
      ['in a new tab', { target: '_blank' }, 'window.open'],
    ])('%s: SDK_CALL_URL_SUCCESS, and the UI is removed', async (_, more, how) => {
      const { shop, app } = await ready();
      app.send('onRedirect', { normalUrl: 'https://bank.test/', ...more });
      await shop.advance(500);
      expect(shop.said()).toEqual(['onEventCallback SDK_CALL_URL_SUCCESS', how]);
      expect(popup(shop)).toEqual([]);
    });

    it('a session with requireFastSdk never shows a UI: SDK_CALL_URL_SUCCESS in a promise job, and the page leaves', async () => {
      const { shop } = create(session(redirecting('https://bank.test/')));
      expect(shop.said()).toEqual(easy ? [CREATED] : []);
      await promiseJobs();
      expect(shop.said()).toEqual(['onEventCallback SDK_CALL_URL_SUCCESS', 'navigation', ...(easy ? [] : [CREATED])]);
      expect(popup(shop)).toEqual([]);
      await shop.advance(20_000);
      expect(shop.said()).toEqual([]);
    });

    it('such a session is written to the console, in a promise job after createComponent has returned', async () => {
      const sessionData = session(redirecting('https://bank.test/'));
      const { shop } = create(sessionData);
      const leaks = (): string[] => linesWith(sessionData, shop.sdk).map(({ method }) => method);
      expect(leaks()).toEqual([]);
      await promiseJobs();
      expect(leaks()).toEqual(['log']);
    });

    it(`with isNativeAppWebview: ${easy ? 'SDK_REDIRECT with the addresses, and the page stays' : 'the same as without'}`, async () => {
      const { shop } = create(session(redirecting('https://bank.test/', { schemeUrl: 'pay://x' })), { isNativeAppWebview: true });
      await shop.advance();
      if (easy) {
        expect(shop.said()).toEqual([CREATED, 'onEventCallback SDK_REDIRECT']);
        expect(shop.last()).toEqual({
          code: 'SDK_REDIRECT',
          result: { redirectUrls: { normalUrl: 'https://bank.test/', schemeUrl: 'pay://x', applinkUrl: '' } },
        });
      } else expect(shop.said()).toEqual(['onEventCallback SDK_CALL_URL_SUCCESS', 'navigation', CREATED]);
    });

    it('without an address: SDK_LAUNCH_PAYMENT_APP_ERROR and then silence', async () => {
      const { shop } = create(session({ action: { requireFastSdk: true }, authUrlInfo: {} }));
      await shop.advance(20_000);
      expect(shop.said().sort()).toEqual([CREATED, 'onEventCallback SDK_LAUNCH_PAYMENT_APP_ERROR'].sort());
      expect(popup(shop)).toEqual([]);
    });
  });

  it('only the origin and the instanceId of a message count', async () => {
    const { shop, app } = await ready();
    const message = JSON.stringify({
      name: 'APP_TO_SDK',
      instanceId: app.instanceId,
      context: { event: 'onEventCallback', data: { code: 'SDK_PAYMENT_FAIL' } },
    });
    app.post(message, { origin: 'https://evil.test' });
    app.post('not json');
    expect(shop.said()).toEqual([]);
    app.post(message, { source: shop.sdk.window });
    expect(shop.said()).toEqual(['onEventCallback SDK_PAYMENT_FAIL']);
  });

  it('an app that is loaded again is not rendered again', async () => {
    const { shop, app } = await ready();
    const before = app.received.length;
    app.send('onLaunch', {});
    await shop.advance(2_000);
    expect(app.received).toHaveLength(before);
  });
});

describe.each(CORE)('1.12.0: %s', (className, session) => {
  it('is of the cashier’s family: no `core`, and the signals of AMSCashierPayment', async () => {
    const shop = open({ version: '1.12.0' });
    const api = shop.component(className);
    expect(api).not.toHaveProperty('core');
    expect(api._componentApp).toBeTypeOf('object');
    shop.call('create', () => api.createComponent({ sessionData: session() }));
    const app = await bring(shop);
    expect(shop.said()).toEqual(['onEventCallback SDK_START_OF_LOADING', 'create resolved', 'onEventCallback SDK_END_OF_LOADING']);
    expect(app.iframe.id).toBe('ams-checkout-component-desktop');
    app.send('onEventCallback', { code: 'SDK_PAYMENT_SUCCESSFUL' });
    expect(shop.said()).toEqual(['onEventCallback SDK_PAYMENT_SUCCESSFUL']);
  });

  it('can be mounted inline', async () => {
    const shop = open({ version: '1.12.0' });
    const api = shop.component(className);
    void api.mountComponent({ sessionData: session() }, SLOT);
    const app = await bring(shop);
    expect(shop.slot.contains(app.iframe)).toBe(true);
  });

  it('without a session: onError and the rejection', async () => {
    const shop = open({ version: '1.12.0' });
    const api = shop.component(className);
    shop.call('create', () => api.createComponent({ sessionData: '' }));
    await shop.advance();
    expect(shop.said()).toEqual(['onError SDK_CREATEPAYMENT_PARAMETER_ERROR', 'create rejected SDK_CREATEPAYMENT_PARAMETER_ERROR']);
  });

  it('a query that fails: onError, and a rejection without code and message', async () => {
    const shop = open({ version: '1.12.0' });
    const api = shop.component(className);
    shop.call('create', () => api.createComponent({ sessionData: session() }));
    await shop.advance();
    shop.failQueries();
    await shop.advance();
    expect(shop.said()).toEqual(['onEventCallback SDK_START_OF_LOADING', 'onError SDK_CREATECOMPONENT_ERROR', 'create rejected']);
    expect(shop.last()).toMatchObject({ success: false, errorCode: 'SYSTEM' });
  });

  it('shows its app for a session with requireFastSdk', async () => {
    const shop = open({ version: '1.12.0' });
    const api = shop.component(className);
    shop.call('create', () => api.createComponent({ sessionData: session(redirecting('https://bank.test/')) }));
    await bring(shop);
    expect(shop.said()).toContain('create resolved');
    expect(shop.journal.map(({ channel }) => channel)).not.toContain('navigation');
  });

  it('unmount() before launch leaves no timer that acts', async () => {
    const shop = open({ version: '1.12.0' });
    const api = shop.component(className);
    shop.call('create', () => api.createComponent({ sessionData: session() }));
    await shop.advance(500);
    shop.answer();
    api.unmount();
    await shop.advance(500);
    void shop.component(className).createComponent({ sessionData: session() });
    await bring(shop);
    shop.said();
    await shop.advance(30_000);
    expect(shop.said()).toEqual([]);
    expect(shop.ids()).toContain('ams-component-container');
  });
});
