/** The controller on the real SDK, both versions: every hazard that attempts are kept apart for, with the clock in the test's hand. */
import {
  fromGlobal,
  type CheckoutController,
  type CheckoutEvent,
  type CheckoutOptions,
  type PaymentOutcome,
  type PaymentSession,
} from 'antom-checkout-controller';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  CASHIER_LINK,
  DESKTOP,
  IPHONE,
  linesWith,
  openSdkWindow,
  PLAIN_URL,
  sessionData,
  SDK_VERSIONS,
  type FakeCashier,
  type OpenSdkWindowOptions,
  type SdkRequest,
  type SdkVersion,
  type SdkWindow,
} from '../support/real-sdk.ts';
import { controllerIn } from '../support/sdk-environment.ts';

const opened: SdkWindow[] = [];
function open(options: OpenSdkWindowOptions): SdkWindow {
  const sdk = openSdkWindow(options);
  vi.stubGlobal('MutationObserver', sdk.window.MutationObserver);
  opened.push(sdk);
  return sdk;
}
afterEach(() => {
  vi.unstubAllGlobals();
  for (const sdk of opened.splice(0)) sdk.close();
});

interface Shop {
  readonly checkout: CheckoutController;
  readonly events: CheckoutEvent[];
  readonly types: () => string[];
  /** The last outcome, or the phase while there is none. */
  readonly now: () => string;
  /** pay(), its outcome kept. */
  pay(options?: { session?: string; force?: boolean }): void;
  readonly outcomes: PaymentOutcome[];
}

function makeShop(sdk: SdkWindow, options: Partial<CheckoutOptions> & { data?: string } = {}): Shop {
  const { data = sessionData(), ...rest } = options;
  let sessions = 0;
  const checkout = controllerIn(sdk, {
    environment: 'sandbox',
    locale: 'en_US',
    prepare: 'manual',
    // Shops of one window share its storage, and all say the same order.
    storage: 'none',
    sdk: fromGlobal(),
    createPaymentSession: (): Promise<PaymentSession> => {
      sessions += 1;
      return Promise.resolve({ paymentSessionData: data, paymentSessionId: `session-${sessions}` });
    },
    componentParams: { elementProps: { elementLink: CASHIER_LINK } },
    ...rest,
  });
  const events: CheckoutEvent[] = [];
  const outcomes: PaymentOutcome[] = [];
  checkout.on((event) => {
    events.push(event);
  });
  return {
    checkout,
    events,
    outcomes,
    types: () => events.map(({ type }) => type),
    now: () => outcomes.at(-1)?.status ?? checkout.state.phase,
    pay: (given = {}) => {
      void checkout.pay(given).then((outcome) => {
        outcomes.push(outcome);
      });
    },
  };
}

/** Pays as far as a cashier that has launched. */
async function openCashier(sdk: SdkWindow, shop: Shop, options: { session?: string; force?: boolean } = {}): Promise<FakeCashier> {
  shop.pay(options);
  await sdk.settle();
  const cashier = sdk.cashier();
  cashier.send('onLaunch');
  await sdk.settle();
  expect(shop.checkout.state.phase).toBe('open');
  return cashier;
}

const ui = (sdk: SdkWindow): string[] =>
  [...sdk.window.document.querySelectorAll('body > :not(iframe)[id^="ams-"], body > :not(iframe)[id^="asm-"]')].map(
    (element) => element.id,
  );
const noRetention = (cashier: FakeCashier): void => {
  cashier.send('setAllowRetention', false);
};
const declare = (cashier: FakeCashier, eventName: string): void => {
  cashier.send('declareEventCallbackInfo', { popWindowEventInfo: { enableCallback: true, eventName, eventResult: {} } });
};

describe.each(SDK_VERSIONS)('%s: one outcome per attempt', (version) => {
  it("a prepared pay() calls createComponent in the caller's task", async () => {
    const sdk = open({ version });
    const shop = makeShop(sdk);
    await shop.checkout.prepare({ session: true });
    const create = vi.spyOn(sdk.Sdk.prototype as { createComponent: () => void }, 'createComponent');
    shop.pay();
    expect(create).toHaveBeenCalledTimes(1);
    expect(shop.checkout.state.phase).toBe('opening');
  });

  it('a result, with everything that the SDK says after it', async () => {
    const sdk = open({ version });
    const shop = makeShop(sdk);
    const cashier = await openCashier(sdk, shop);
    cashier.send('onEventCallback', { code: 'SDK_PAYMENT_PROCESSING' });
    cashier.send('onEventCallback', { code: 'SDK_PAYMENT_SUCCESSFUL' });
    await sdk.clock.advance(400);
    expect(shop.outcomes).toMatchObject([{ status: 'processing' }]);
    expect(ui(sdk)).toEqual([]);
  });

  it('a cashier that does not launch: one error and one setup-failed event, by however many channels it was reported', async () => {
    const sdk = open({ version });
    const shop = makeShop(sdk);
    shop.pay();
    await sdk.clock.advance(15_400);
    expect(shop.outcomes).toMatchObject([
      { status: 'error', retry: 'after-confirmation', error: { code: 'component-failed', sdk: { message: 'Load resource timeout' } } },
    ]);
    expect(shop.types()).toEqual(['loading-started', 'setup-failed']);
    expect(ui(sdk)).toEqual([]);
  });

  it.each([true, false])(
    'a localStorage that is full, before the constructor has written to it (%s) or after: storage-blocked; null: the same',
    async (before) => {
      const sdk = open({ version });
      const { localStorage } = sdk.window;
      const stamp = 'antomSDKConfiglastCallTime';
      const full = {
        getItem: (key: string) => (key === stamp && before ? null : localStorage.getItem(key)),
        setItem: () => {
          throw new sdk.window.DOMException('The quota has been exceeded.', 'QuotaExceededError');
        },
        removeItem: () => undefined,
      };
      for (const storage of before ? [full, null] : [full]) {
        Object.defineProperty(sdk.window, 'localStorage', { configurable: true, get: () => storage });
        const shop = makeShop(sdk);
        shop.pay();
        await sdk.settle();
        expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'storage-blocked' } }]);
        expect(ui(sdk)).toEqual([]);
      }
    },
  );

  it('a session that the SDK refuses: the same', async () => {
    const sdk = open({ version });
    const shop = makeShop(sdk, { data: 'a&&SG&&111&&bm90IGpzb24=' });
    shop.pay();
    await sdk.clock.advance(1_000);
    expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'session-invalid' } }]);
    expect(shop.types().filter((type) => type === 'setup-failed').length).toBeLessThanOrEqual(1);
  });

  it('a listener that throws on the first event neither keeps the cashier from opening nor ends the payment', async () => {
    const sdk = open({ version });
    const shop = makeShop(sdk);
    shop.checkout.on(() => {
      throw new Error('thrown by the shop');
    });
    const cashier = await openCashier(sdk, shop);
    cashier.send('onEventCallback', { code: 'SDK_PAYMENT_PROCESSING' });
    await sdk.settle();
    expect(shop.now()).toBe('processing');
  });

  it('a message that is not JSON, while opening and when open, ends nothing', async () => {
    const sdk = open({ version });
    const shop = makeShop(sdk);
    shop.pay();
    await sdk.settle();
    sdk.cashier().post('not json');
    const cashier = sdk.cashier();
    cashier.send('onLaunch');
    await sdk.settle();
    cashier.post('not json');
    await sdk.settle();
    expect(shop.now()).toBe('open');
  });

  it('the page goes after a redirect: redirected', async () => {
    const sdk = open({ version, userAgent: DESKTOP });
    const shop = makeShop(sdk);
    const cashier = await openCashier(sdk, shop);
    cashier.send('onRedirect', { applinkUrl: 'https://m.localhost/a', schemeUrl: 'm://a', normalUrl: 'https://m.localhost/' });
    await sdk.settle();
    expect(shop.now()).toBe('open');
    sdk.window.dispatchEvent(new sdk.window.Event('pagehide'));
    await sdk.settle();
    expect(shop.outcomes).toMatchObject([{ status: 'redirected' }]);
    expect(shop.types().slice(-3)).toEqual(['redirect-failed', 'redirect-failed', 'redirect-started']);
  });

  it('a phone without the app: launch errors at 5 and 10 s end nothing, the redirect after them does', async () => {
    const sdk = open({ version, userAgent: IPHONE });
    const shop = makeShop(sdk);
    const cashier = await openCashier(sdk, shop);
    cashier.send('onRedirect', { applinkUrl: 'https://m.localhost/a', schemeUrl: 'm://a', normalUrl: 'https://m.localhost/' });
    await sdk.clock.advance(9_999);
    expect(shop.now()).toBe('open');
    expect(sdk.window.document.querySelectorAll('body > a').length).toBeGreaterThan(0);
    await sdk.clock.advance(3_100);
    expect(shop.outcomes).toMatchObject([{ status: 'redirected' }]);
    await sdk.clock.advance(400);
    expect(sdk.window.document.querySelectorAll('body > a')).toHaveLength(0);
  });
});

describe.each(SDK_VERSIONS)('%s: closing', (version) => {
  it("with nothing declared: cancelled; with a declared code: that code's outcome", async () => {
    const sdk = open({ version });
    const shop = makeShop(sdk);
    const first = await openCashier(sdk, shop);
    noRetention(first);
    first.send('onClose');
    await sdk.clock.advance(400);
    const second = await openCashier(sdk, shop);
    noRetention(second);
    declare(second, 'SDK_PAYMENT_PROCESSING');
    second.send('onClose');
    await sdk.clock.advance(400);
    expect(shop.outcomes.map(({ status }) => status)).toEqual(['cancelled', 'processing']);
  });

  it('is not answered with the code that an earlier cashier declared', async () => {
    const sdk = open({ version });
    const shop = makeShop(sdk);
    const first = await openCashier(sdk, shop);
    noRetention(first);
    declare(first, 'SDK_PAYMENT_SUCCESSFUL');
    shop.checkout.unmount();
    await sdk.clock.advance(400);
    const second = await openCashier(sdk, shop);
    second.send('onClose');
    sdk.window.document.getElementById('ams-component-retention-leave')?.click();
    await sdk.clock.advance(400);
    expect(shop.outcomes.map(({ status }) => status)).toEqual(['abandoned', 'cancelled']);
    expect(shop.types()).not.toContain('payment-succeeded');
  });

  it("and paying again at once: the new cashier opens when the old one's clean-up is over, and stays", async () => {
    const sdk = open({ version });
    const shop = makeShop(sdk);
    const first = await openCashier(sdk, shop);
    noRetention(first);
    first.send('onClose');
    await sdk.settle();
    shop.pay();
    await sdk.clock.advance(340);
    expect(shop.checkout.state.phase).toBe('preparing');
    await sdk.clock.advance(20);
    sdk.cashier().send('onLaunch');
    await sdk.clock.advance(5_000);
    expect(shop.checkout.state.phase).toBe('open');
    expect(sdk.hasCashier()).toBe(true);
  });
});

describe.each(SDK_VERSIONS)('%s: unmounting', (version) => {
  it('in the task that called createComponent: what the SDK builds afterwards goes, and the next payment opens', async () => {
    const sdk = open({ version });
    const shop = makeShop(sdk);
    await shop.checkout.prepare({ session: true });
    shop.pay();
    shop.checkout.unmount();
    await sdk.clock.advance(400);
    expect(shop.outcomes).toMatchObject([{ status: 'abandoned', reason: 'unmounted' }]);
    expect(ui(sdk)).toEqual([]);
    await sdk.clock.advance(400);
    await openCashier(sdk, shop);
  });

  it('from a listener of the first event: the same', async () => {
    const sdk = open({ version });
    const shop = makeShop(sdk);
    const stop = shop.checkout.on(() => {
      stop();
      shop.checkout.unmount();
    });
    shop.pay();
    await sdk.clock.advance(400);
    expect(shop.outcomes).toMatchObject([{ status: 'abandoned' }]);
    expect(ui(sdk)).toEqual([]);
    await sdk.clock.advance(400);
    await openCashier(sdk, shop);
  });

  it('while opening, and paying again: a late word of the old iframe decides nothing', async () => {
    const sdk = open({ version });
    const shop = makeShop(sdk);
    const first = await openCashier(sdk, shop);
    shop.checkout.unmount();
    await sdk.settle();
    shop.pay();
    first.send('onEventCallback', { code: 'SDK_PAYMENT_SUCCESSFUL' });
    await sdk.clock.advance(400);
    sdk.cashier().send('onLaunch');
    await sdk.settle();
    expect(shop.outcomes.map(({ status }) => status)).toEqual(['abandoned']);
    expect(shop.checkout.state.phase).toBe('open');
  });

  it('by the page, which removed the container: component-failed after 8 s, the page clean, and the next payment opens', async () => {
    const sdk = open({ version });
    const shop = makeShop(sdk);
    await openCashier(sdk, shop);
    sdk.window.document.getElementById('ams-component-container')?.remove();
    await sdk.clock.advance(8_000);
    expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'component-failed' } }]);
    await sdk.clock.advance(400);
    expect(ui(sdk)).toEqual([]);
    await openCashier(sdk, shop);
    expect(shop.types()).not.toContain('setup-failed');
  });

  it('by the page, which removed the container while opening: the attempt ends, and the next payment opens once the SDK is done', async () => {
    const sdk = open({ version });
    const shop = makeShop(sdk);
    shop.pay();
    await sdk.settle();
    sdk.window.document.getElementById('ams-component-container')?.remove();
    shop.checkout.unmount();
    await sdk.clock.advance(16_000);
    expect(shop.outcomes).toMatchObject([{ status: 'abandoned' }]);
    expect(ui(sdk)).toEqual([]);
    await openCashier(sdk, shop);
  });
});

describe.each(SDK_VERSIONS)('%s: an unmounted opening whose query ends late', (version) => {
  const queries = (sdk: SdkWindow): SdkRequest[] =>
    sdk.requests.filter(({ operation }) => operation === 'com.ipay.iexpcashier.sdkAction.query');

  async function unmountedOpening(sdk: SdkWindow, shop: Shop): Promise<SdkRequest> {
    shop.pay();
    await sdk.clock.advance(0);
    shop.checkout.unmount();
    await sdk.clock.advance(400);
    const query = queries(sdk)[0];
    if (query === undefined) throw new Error('the SDK sent no query');
    return query;
  }

  it('the next cashier waits for it and outlives its clean-up', async () => {
    const sdk = open({ version, url: PLAIN_URL });
    const shop = makeShop(sdk, { data: sessionData({ category: 'BANK' }) });
    const query = await unmountedOpening(sdk, shop);
    shop.pay();
    await sdk.clock.advance(5_000);
    expect(shop.checkout.state.phase).toBe('preparing');
    expect(ui(sdk)).toEqual([]);
    query.fail();
    await sdk.clock.advance(700);
    queries(sdk)[1]?.respond({ success: true });
    sdk.cashier().send('onLaunch');
    await sdk.clock.advance(5_000);
    expect(shop.checkout.state.phase).toBe('open');
    expect(sdk.hasCashier()).toBe(true);
    expect(shop.outcomes).toHaveLength(1);
  });

  it('a query that never ends: component-busy after timeouts.component', async () => {
    const sdk = open({ version, url: PLAIN_URL });
    const shop = makeShop(sdk, { data: sessionData({ category: 'BANK' }), timeouts: { component: 3_000 } });
    await unmountedOpening(sdk, shop);
    shop.pay();
    await sdk.clock.advance(3_000);
    expect(shop.outcomes.at(-1)).toMatchObject({ status: 'error', error: { code: 'component-busy' } });
  });
});

describe.each(SDK_VERSIONS)('%s: Apple Pay', (version) => {
  class StubSheet {
    static readonly STATUS_SUCCESS = 0;
    static readonly STATUS_FAILURE = 1;
    static readonly opened: StubSheet[] = [];
    static canMakePayments(): boolean {
      return true;
    }
    static supportsVersion(): boolean {
      return true;
    }
    onpaymentauthorized: ((event: unknown) => void) | null = null;
    oncancel: (() => void) | null = null;
    constructor() {
      StubSheet.opened.push(this);
    }
    begin(): void {
      /* the browser would show it */
    }
    abort(): void {
      /* the browser would hide it */
    }
    completePayment(): void {
      /* the browser would show a tick */
    }
  }
  const methods: Readonly<Record<SdkVersion, string>> = { '1.47.2': 'APPLEPAY', '1.12.0': 'CARD_APPLE_PAY' };
  const data = sessionData({
    category: 'CARD',
    method: methods[version],
    factor: {
      paymentMethodInfo: { paymentMethodType: methods[version] },
      merchantInfo: { registeredCountry: 'SG', merchantName: 'Shop', partnerId: 'merchant.shop' },
      extendInfo: { merchantCapabilities: ['supports3DS'], supportedNetworks: ['visa'] },
    },
  });

  async function openSheet(): Promise<{ sdk: SdkWindow; shop: Shop; sheet: StubSheet; log: unknown }> {
    let log: unknown;
    const sdk = open({
      version,
      before: (window) => {
        Object.assign(window, { ApplePaySession: StubSheet });
        log = (window.console as { log: unknown }).log;
      },
    });
    const shop = makeShop(sdk, { data });
    shop.pay();
    await sdk.settle();
    const sheet = StubSheet.opened.at(-1);
    if (sheet === undefined) throw new Error('no sheet was opened');
    return { sdk, shop, sheet, log };
  }

  async function authorize(sdk: SdkWindow, sheet: StubSheet): Promise<SdkRequest> {
    sheet.onpaymentauthorized?.({ payment: { token: {} } });
    await sdk.clock.advance(100);
    const submit = sdk.requests.filter(({ operation }) => operation.endsWith('submitPayByPaymentSession')).at(-1);
    if (submit === undefined) throw new Error('the SDK submitted nothing');
    return submit;
  }

  it("stays open with no UI of the SDK's, for longer than a missing UI is waited for", async () => {
    const { sdk, shop } = await openSheet();
    await sdk.clock.advance(30_000);
    expect(shop.now()).toBe('open');
  });

  it('its session is in no console, and the page has its console back', async () => {
    const { sdk, sheet, log } = await openSheet();
    expect(sdk.window.console.log).toBe(log);
    (await authorize(sdk, sheet)).respond({ success: true });
    await sdk.clock.advance(1_000);
    expect(linesWith(data, sdk)).toEqual([]);
  });

  it('an unknown answer, which the SDK calls a success, is processing', async () => {
    const { sdk, shop, sheet } = await openSheet();
    (await authorize(sdk, sheet)).respond({ success: false, errorStatus: 'U' });
    await sdk.settle();
    expect(shop.outcomes).toMatchObject([{ status: 'processing' }]);
  });

  it.each([
    [
      'a network failure',
      (request: SdkRequest): void => {
        request.fail('network');
      },
    ],
    [
      'a timeout',
      (request: SdkRequest): void => {
        request.fail('timeout');
      },
    ],
    [
      'HTTP 503',
      (request: SdkRequest): void => {
        request.respond({}, { status: 503 });
      },
    ],
    [
      "a timeout of Antom's gateway",
      (request: SdkRequest): void => {
        request.respond({}, { headers: { 'Result-Status': '4001' } });
      },
    ],
    [
      "a failure of Antom's gateway",
      (request: SdkRequest): void => {
        request.respond({}, { headers: { 'Result-Status': '5000' } });
      },
    ],
  ])('a submit lost to %s is unknown: the money may have moved', async (_, lose) => {
    const { sdk, shop, sheet } = await openSheet();
    lose(await authorize(sdk, sheet));
    await sdk.settle();
    expect(shop.outcomes).toMatchObject([{ status: 'unknown', retry: 'after-confirmation' }]);
  });

  it('a refusal by the server is failed', async () => {
    const { sdk, shop, sheet } = await openSheet();
    (await authorize(sdk, sheet)).respond({ success: false, errorStatus: 'F', errorCode: 'RISK_REJECT' });
    await sdk.settle();
    expect(shop.outcomes).toMatchObject([{ status: 'failed', paymentResultCode: 'RISK_REJECT' }]);
  });

  it('a dismissed sheet is cancelled', async () => {
    const { sdk, shop, sheet } = await openSheet();
    sheet.oncancel?.();
    await sdk.settle();
    expect(shop.outcomes).toMatchObject([{ status: 'cancelled' }]);
  });

  it("an unmounted attempt keeps the lock until its sheet has answered, and its late success is only that attempt's event", async () => {
    const { sdk, shop, sheet } = await openSheet();
    shop.checkout.unmount();
    await sdk.clock.advance(1_000);
    const other = makeShop(sdk, { locale: 'zh_CN' });
    other.pay();
    await sdk.clock.advance(1_000);
    expect(other.now()).toBe('preparing');
    (await authorize(sdk, sheet)).respond({ success: true });
    await sdk.clock.advance(400);
    expect(shop.outcomes.map(({ status }) => status)).toEqual(['abandoned']);
    expect(shop.types()).toContain('payment-succeeded');
    expect(other.types()).toEqual(['loading-started']);
    expect(other.now()).toBe('opening');
  });
});
