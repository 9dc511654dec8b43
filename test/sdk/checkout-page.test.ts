/** AMSCheckoutPage (1.47.2; 1.12.0 has no such class): an iframe without a handshake, and a message listener that trusts everybody. */
import { describe, expect, it } from 'vitest';
import { promiseJobs, shops, SLOT, SLOT_2, type PageApi, type Shop } from '../support/product-players.ts';
import { cashierSession, checkoutPageSession } from '../support/product-sessions.ts';
import { linesWith, type FakeCashier, type OpenSdkWindowOptions } from '../support/real-sdk.ts';

const { open } = shops();

interface Mounted {
  readonly shop: Shop;
  readonly page: PageApi;
  readonly app: FakeCashier;
}

function mount(options: Readonly<Record<string, unknown>> = {}, window: OpenSdkWindowOptions = {}): Mounted {
  const shop = open(window);
  const page = shop.build('AMSCheckoutPage', options);
  void page.mountComponent({ sessionData: checkoutPageSession() }, SLOT);
  return { shop, page, app: shop.sdk.app() };
}

const says = (code: unknown, more: object = {}): string => JSON.stringify({ code, ...more });
const redirect = (normalUrl: unknown, eventCallbackId?: string): string =>
  JSON.stringify({ context: { event: 'onRedirect', data: { normalUrl }, eventCallbackId } });
const EVIL = { origin: 'https://evil.test' };

it('1.12.0 has no AMSCheckoutPage', () => {
  expect(open({ version: '1.12.0' }).sdk.global('AMSCheckoutPage')).toBeUndefined();
});

describe('1.47.2: building an AMSCheckoutPage', () => {
  it('needs options, and accepts callbacks that are no functions', () => {
    const shop = open();
    const Page = shop.sdk.global('AMSCheckoutPage') as new (options?: unknown) => unknown;
    shop.call('nothing', () => new Page());
    expect(shop.said()).toEqual(['nothing threw']);
    expect(String(shop.last())).toMatch(/^TypeError/);
    shop.call('text', () => shop.build('AMSCheckoutPage', { onEventCallback: 'text' }));
    expect(shop.said()).toEqual(['text returned']);
  });

  it('adds no iframe, no style and no message listener, only a tracker script', () => {
    const shop = open();
    const before = shop.messageListeners();
    const scripts = shop.document.scripts.length;
    const page = shop.build('AMSCheckoutPage');
    expect(shop.document.querySelectorAll('iframe, style')).toHaveLength(0);
    expect(shop.messageListeners()).toBe(before);
    expect(shop.document.scripts.length).toBe(scripts + 1);
    expect(page.iframe).toBeNull();
  });

  it('takes an environment that it does not know for the address of the page', () => {
    for (const [environment, address] of [
      ['sandbox', 'https://checkout.antom.com/checkout-page/pages/payment/index.html'],
      ['prod', 'https://checkout.antom.com/checkout-page/pages/payment/index.html'],
      [undefined, 'https://checkout.antom.com/checkout-page/pages/payment/index.html'],
      ['SANDBOX', 'http://localhost/SANDBOX'],
      ['https://evil.test/page', 'https://evil.test/page'],
    ]) {
      const { url } = mount({ environment }).app;
      expect(url.origin + url.pathname).toBe(address);
      expect(url.searchParams.get('shadow')).toBe(environment === 'sandbox' ? 'true' : null);
    }
  });
});

describe('1.47.2: mounting an AMSCheckoutPage', () => {
  it('has its iframe and one message listener in the page when mountComponent returns, and resolves with undefined at once', async () => {
    const shop = open();
    const before = shop.messageListeners();
    const page = shop.build('AMSCheckoutPage');
    shop.call('mount', () => page.mountComponent({ sessionData: checkoutPageSession() }, SLOT));
    expect(shop.messageListeners()).toBe(before + 1);
    expect(page.iframe).toBe(shop.sdk.app().iframe);
    expect(page.iframe?.parentElement).toBe(shop.slot);
    expect(page.iframe?.id).toBe('antom-checkout-page-sub-page-iframe');
    await promiseJobs();
    expect(shop.said()).toEqual(['mount resolved']);
    expect(shop.last()).toBeUndefined();
  });

  it('says nothing at all about a page that stays blank', async () => {
    const { shop } = mount();
    await shop.advance(600_000);
    expect(shop.said()).toEqual([]);
    expect(shop.sdk.clock.pending).toBe(0);
  });

  it('deletes what the container holds, at mount', () => {
    const shop = open();
    shop.slot.innerHTML = '<p>mine</p>';
    const page = shop.build('AMSCheckoutPage');
    void page.mountComponent({ sessionData: checkoutPageSession() }, SLOT);
    expect([...shop.slot.children].map(({ tagName }) => tagName)).toEqual(['IFRAME']);
    page.unmount();
    expect(shop.slot.innerHTML).toBe('');
  });

  it('is as high as its container: width and height are 100 %', () => {
    const { iframe } = mount().app;
    expect([iframe.width, iframe.height]).toEqual(['100%', '100%']);
  });

  it.each([
    ['no parameters', undefined],
    ['no session', {}],
    ['an empty session', { sessionData: '' }],
    ['a session that is no text', { sessionData: 5 }],
  ])('%s: mountComponent throws synchronously, and nothing is left', (_, params) => {
    const shop = open();
    const before = shop.messageListeners();
    const page = shop.build('AMSCheckoutPage');
    shop.call('mount', () => page.mountComponent(params, SLOT));
    expect(shop.said()).toEqual(['mount threw']);
    expect(String(shop.last())).toMatch(params === undefined ? /^TypeError/ : /^Error: PARAMS_ERROR_INVALID_SESSION_DATA$/);
    expect(shop.messageListeners()).toBe(before);
  });

  it('garbage and the sessions of other products open', () => {
    for (const sessionData of ['garbage', 'a&&SG&&111', cashierSession()]) {
      const shop = open();
      void shop.build('AMSCheckoutPage').mountComponent({ sessionData }, SLOT);
      expect(shop.sdk.app().url.searchParams.get('sessionData')).toBe(sessionData);
    }
  });

  it('no element for the selector: it throws PARAMS_ERROR_INVALID_SELECTOR', () => {
    const shop = open();
    const page = shop.build('AMSCheckoutPage');
    for (const selector of ['#nope', undefined, null]) {
      shop.call('mount', () => page.mountComponent({ sessionData: checkoutPageSession() }, selector));
      expect(shop.said()).toEqual(['mount threw']);
      expect(String(shop.last())).toBe('Error: PARAMS_ERROR_INVALID_SELECTOR');
    }
  });

  it('a selector that is no CSS, or an Element: it throws a DOMException and leaves its message listener', () => {
    const shop = open();
    for (const selector of ['##', '', shop.slot]) {
      const before = shop.messageListeners();
      const page = shop.build('AMSCheckoutPage');
      shop.call('mount', () => page.mountComponent({ sessionData: checkoutPageSession() }, selector));
      expect(shop.said()).toEqual(['mount threw']);
      expect(shop.last()).toMatchObject({ name: 'SyntaxError' });
      expect(shop.messageListeners()).toBe(before + 1);
      page.unmount();
      expect(shop.messageListeners()).toBe(before);
    }
  });

  it('a second mount of the instance adds a second iframe of the same id, and each unmount removes one', () => {
    const { shop, page } = mount();
    void page.mountComponent({ sessionData: checkoutPageSession() }, SLOT_2);
    expect(shop.sdk.apps().map(({ iframe }) => iframe.id)).toEqual(Array(2).fill('antom-checkout-page-sub-page-iframe'));
    page.unmount();
    expect(shop.sdk.apps()).toHaveLength(1);
    page.unmount();
    expect(shop.sdk.apps()).toHaveLength(0);
  });

  it('puts the whole session into the address of the iframe', () => {
    const shop = open();
    const sessionData = checkoutPageSession();
    void shop.build('AMSCheckoutPage').mountComponent({ sessionData }, SLOT);
    expect(shop.sdk.app().url.searchParams.get('sessionData')).toBe(sessionData);
    expect([...shop.sdk.app().url.searchParams.keys()]).toEqual(['sessionData', 'lang', 'mode', 'shadow']);
  });

  it('writes the session to the console during mountComponent and never later', async () => {
    const shop = open();
    const sessionData = checkoutPageSession();
    const page = shop.build('AMSCheckoutPage');
    const leaks = (): string[] => linesWith(sessionData, shop.sdk).map(({ method }) => method);
    void page.mountComponent({ sessionData }, SLOT);
    expect(leaks()).toEqual(['log']);
    await shop.advance(60_000);
    shop.sdk.app().post(says('SDK_PAYMENT_FAIL'));
    page.unmount();
    await shop.advance(60_000);
    expect(leaks()).toEqual(['log']);
  });

  it('takes console.log from the page at the call: one that is replaced during mountComponent hides the session', () => {
    const shop = open();
    const page = shop.build('AMSCheckoutPage');
    const { console: pageConsole } = shop.sdk.window;
    const { log } = pageConsole;
    pageConsole.log = () => {};
    void page.mountComponent({ sessionData: checkoutPageSession() }, SLOT);
    pageConsole.log = log;
    expect(shop.sdk.console.filter(({ text }) => text.includes('generateIframeSrc'))).toEqual([]);
  });

  it('writes the results it hears to the console', () => {
    const { shop, app } = mount();
    app.post(says('SDK_PAYMENT_FAIL', { result: { mine: 1 } }));
    expect(shop.sdk.console.some(({ text }) => text.includes('{"mine":1}'))).toBe(true);
  });
});

describe('1.47.2: what an AMSCheckoutPage tells', () => {
  it('passes codes that begin with SDK_PAYMENT to onEventCallback, and nothing else to anybody', () => {
    const { shop, app } = mount();
    const result = { code: 'SDK_PAYMENT_SUCCESSFUL', message: 'm', result: { paymentResultCode: 'X' } };
    app.post(JSON.stringify(result));
    expect(shop.last()).toEqual(result);
    for (const code of ['SDK_PAYMENT_FAIL', 'SDK_PAYMENT_CLICK_BACK_TO_MERCHANT', 'SDK_END_OF_LOADING', 'OTHER']) app.post(says(code));
    app.send('onEventCallback', { code: 'SDK_PAYMENT_SUCCESSFUL' });
    app.send('onClose');
    app.send('onError', { code: 'SDK_PAYMENT_FAIL' });
    expect(shop.said()).toEqual([
      'onEventCallback SDK_PAYMENT_SUCCESSFUL',
      'onEventCallback SDK_PAYMENT_FAIL',
      'onEventCallback SDK_PAYMENT_CLICK_BACK_TO_MERCHANT',
    ]);
  });

  it('keeps its iframe after every result', async () => {
    const { shop, app } = mount();
    for (const code of ['SDK_PAYMENT_SUCCESSFUL', 'SDK_PAYMENT_CANCEL']) app.post(says(code));
    await shop.advance(60_000);
    expect(shop.sdk.app().iframe).toBe(app.iframe);
  });

  it('a redirect tells {code: undefined}, leaves the page, answers the app, and the UI stays', async () => {
    const { shop, app } = mount();
    app.post(redirect('https://bank.test/', 'an id'));
    await shop.advance(1_000);
    expect(shop.said()).toEqual(['onEventCallback', 'navigation']);
    expect(shop.journal[0]?.value).toEqual({ code: undefined });
    expect(app.received).toEqual([{ event: 'appEventCallback', data: { normalUrl: 'https://bank.test/' }, id: 'an id' }]);
    expect(shop.sdk.apps()).toHaveLength(1);
  });

  it('hears nothing after unmount, and can be mounted again', () => {
    const { shop, page, app } = mount();
    page.unmount();
    app.post(says('SDK_PAYMENT_FAIL'));
    expect(shop.said()).toEqual([]);
    void page.mountComponent({ sessionData: checkoutPageSession() }, SLOT);
    shop.sdk.app().post(says('SDK_PAYMENT_FAIL'));
    expect(shop.said()).toEqual(['onEventCallback SDK_PAYMENT_FAIL']);
  });

  it('unmount() with nothing mounted does nothing, and afterwards `iframe` is still the removed one', () => {
    const shop = open();
    const page = shop.build('AMSCheckoutPage');
    shop.call('unmount', () => page.unmount());
    expect(shop.said()).toEqual(['unmount returned']);
    void page.mountComponent({ sessionData: checkoutPageSession() }, SLOT);
    const { iframe } = page;
    page.unmount();
    expect(page.iframe).toBe(iframe);
    expect(iframe?.isConnected).toBe(false);
  });
});

describe('1.47.2: whom an AMSCheckoutPage believes', () => {
  it('anybody: any origin, any window', () => {
    const { shop, app } = mount();
    app.post(says('SDK_PAYMENT_SUCCESSFUL'), { ...EVIL, source: null });
    expect(shop.said()).toEqual(['onEventCallback SDK_PAYMENT_SUCCESSFUL']);
  });

  it('anybody may send the shop away', async () => {
    const { shop, app } = mount();
    app.post(redirect('https://evil.test/'), EVIL);
    await shop.advance(1_000);
    expect(shop.said()).toEqual(['onEventCallback', 'navigation']);
  });

  it('two instances hear each other', () => {
    const shop = open();
    const heard: string[] = [];
    for (const [name, selector] of [
      ['one', SLOT],
      ['two', SLOT_2],
    ] as const) {
      void shop
        .build('AMSCheckoutPage', { onEventCallback: () => heard.push(name) })
        .mountComponent({ sessionData: checkoutPageSession() }, selector);
    }
    shop.sdk.apps()[0]?.post(says('SDK_PAYMENT_FAIL'));
    expect(heard).toEqual(['one', 'two']);
  });

  it('messages that are not JSON, and codes that are no text, throw on window', () => {
    const { shop, app } = mount();
    for (const [data, error] of [
      ['not json', /^SyntaxError/],
      ['', /^SyntaxError/],
      [{ an: 'object' }, /^SyntaxError/],
      [says(5), /^TypeError/],
    ] as const) {
      const before = shop.sdk.errors.length;
      app.post(data, EVIL);
      expect(shop.sdk.errors).toHaveLength(before + 1);
      expect(String(shop.sdk.errors.at(-1))).toMatch(error);
    }
    expect(shop.said()).toEqual([]);
  });
});

describe("1.47.2: replacing the instance's eventListenerWrapper before mountComponent", () => {
  function guarded(): Mounted & { readonly seen: unknown[] } {
    const shop = open();
    const page = shop.build('AMSCheckoutPage');
    const told = page.eventListenerWrapper;
    const seen: unknown[] = [];
    page.eventListenerWrapper = (event) => {
      seen.push(event.data);
      const { iframe } = page;
      if (iframe !== null && event.source === iframe.contentWindow && event.origin === new URL(iframe.src).origin) told(event);
    };
    void page.mountComponent({ sessionData: checkoutPageSession() }, SLOT);
    return { shop, page, app: shop.sdk.app(), seen };
  }

  it('it is an own property of each instance, bound to it', () => {
    const shop = open();
    const one = shop.build('AMSCheckoutPage');
    const two = shop.build('AMSCheckoutPage');
    expect(Object.hasOwn(one, 'eventListenerWrapper')).toBe(true);
    expect(one.eventListenerWrapper).not.toBe(two.eventListenerWrapper);
    const { eventListenerWrapper } = one;
    eventListenerWrapper(new shop.sdk.window.MessageEvent('message', { data: says('SDK_PAYMENT_FAIL') }));
    expect(shop.said()).toEqual(['onEventCallback SDK_PAYMENT_FAIL']);
  });

  it('the SDK listens with the replacement only: forged results, redirects and rubbish stop there', async () => {
    const { shop, page, app, seen } = guarded();
    const frame = page.iframe?.contentWindow ?? null;
    const forged: [string, object][] = [
      [says('SDK_PAYMENT_SUCCESSFUL'), { ...EVIL, source: frame }],
      [says('SDK_PAYMENT_SUCCESSFUL'), { source: shop.sdk.window }],
      [says('SDK_PAYMENT_SUCCESSFUL'), { source: null }],
      [redirect('https://evil.test/'), EVIL],
      ['not json', EVIL],
    ];
    for (const [data, from] of forged) app.post(data, from);
    await shop.advance(1_000);
    expect(shop.said()).toEqual([]);
    expect(shop.sdk.errors).toEqual([]);
    expect(seen).toHaveLength(forged.length);
  });

  it('true results and redirects go on, and unmount() takes the replacement off', async () => {
    const { shop, page, app, seen } = guarded();
    const from = { source: page.iframe?.contentWindow ?? null };
    app.post(says('SDK_PAYMENT_SUCCESSFUL'), from);
    app.post(redirect('https://bank.test/'), from);
    await shop.advance(1_000);
    expect(shop.said()).toEqual(['onEventCallback SDK_PAYMENT_SUCCESSFUL', 'onEventCallback', 'navigation']);
    page.unmount();
    app.post(says('SDK_PAYMENT_FAIL'), from);
    expect(seen).toHaveLength(2);
  });

  it('replaced after mountComponent it guards nothing', () => {
    const { shop, page, app } = mount();
    page.eventListenerWrapper = () => {};
    app.post(says('SDK_PAYMENT_SUCCESSFUL'), EVIL);
    expect(shop.said()).toEqual(['onEventCallback SDK_PAYMENT_SUCCESSFUL']);
  });
});
