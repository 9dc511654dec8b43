/** The rest of the kit: sessions, faults, reset(), misuse, and what it refuses. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  CheckoutController,
  autoDebitPay,
  cashier,
  describeSession,
  easyPay,
  fromCdn,
  fromGlobal,
  fromModule,
  isCheckoutError,
  vaulting,
  type CheckoutOptions,
  type SessionProduct,
} from 'antom-checkout-controller';
import { brokenSession, fakeAntom, IMITATES, paymentSession, type BrokenSession, type FakeAntom } from '../../../src/testing';
import { SDK_VERSION } from '../../../src/sdk/sources/cdn';

let antom: FakeAntom;
function open(options: Partial<CheckoutOptions> = {}, kit: Parameters<typeof fakeAntom>[0] = {}): CheckoutController {
  antom = fakeAntom(kit);
  return new CheckoutController({ ...antom.options, notRedirectAfterComplete: true, ...options });
}
afterEach(async () => {
  await antom.reset();
  vi.useRealTimers();
});

it('the version that the library loads is imitated', () => {
  antom = fakeAntom();
  expect(IMITATES).toContain(SDK_VERSION);
});

describe('paymentSession()', () => {
  it.each<SessionProduct>(['cashier', 'vaulting', 'easypay', 'autodebit', 'autodebit-pay', 'element', 'checkout-page'])(
    'makes a session of %s without a fault',
    (product) => {
      const description = describeSession(paymentSession({ product, amount: { currency: 'JPY', value: '100' } }));
      expect(description).toMatchObject({ product, amount: { currency: 'JPY', value: '100' }, faults: [] });
    },
  );

  it('makes no two alike, names the method, and has no id where none is wanted', () => {
    const [one, other] = [paymentSession({ method: 'ALIPAY_HK' }), paymentSession({ paymentRequestId: null })];
    expect(one.paymentSessionData).not.toBe(other.paymentSessionData);
    expect(describeSession(one).method).toBe('ALIPAY_HK');
    expect(other).not.toHaveProperty('paymentRequestId');
    expect(paymentSession({ paymentRequestId: 'mine' }).paymentRequestId).toBe('mine');
  });

  it('refuses a product that is none', () => {
    expect(() => paymentSession({ product: 'popup' as SessionProduct })).toThrow(/product is one of cashier, vaulting/);
  });
});

describe('brokenSession()', () => {
  it.each<BrokenSession>([
    'empty',
    'not-a-session',
    'html',
    'json',
    'percent-encoded',
    'spaces',
    'missing-parts',
    'truncated',
    'unknown-product',
    'missing-action',
    'bad-expiry',
  ])('%s is the fault that describeSession() names', (fault) => {
    const found = describeSession(brokenSession(fault)).faults.find(({ code }) => code === fault);
    // The SDK opens a product of another version's, so the controller refuses that one by itself: session-mismatch.
    expect(found).toMatchObject({ fatal: fault !== 'bad-expiry' && fault !== 'unknown-product' });
  });

  it.each<[BrokenSession, string]>([
    ['html', 'session-invalid'],
    ['truncated', 'session-invalid'],
    ['spaces', 'session-invalid'],
    ['wrong-product', 'session-mismatch'],
    ['unknown-product', 'session-mismatch'],
    ['missing-payment-request-id', 'session-invalid'],
    ['refused-by-antom', 'component-failed'],
  ])('%s ends the payment as %s', async (fault, code) => {
    const checkout = open();
    antom.server.givesSession(brokenSession(fault));
    expect(await checkout.pay()).toMatchObject({ status: 'error', error: { code } });
  });

  it.each<BrokenSession>(['expired', 'bad-expiry'])('%s opens all the same', async (fault) => {
    const checkout = open();
    antom.server.givesSession(brokenSession(fault));
    const paid = checkout.pay();
    await antom.buyer.pays();
    expect(await paid).toMatchObject({ status: 'succeeded' });
  });
});

describe('faults', () => {
  it.each(['sdk-blocked-by-csp', 'sdk-offline', 'sdk-load-failed', 'sdk-load-timeout', 'sdk-global-missing'] as const)(
    '%s is the error of the payment, until reset()',
    async (code) => {
      const checkout = open();
      antom.faults.sdk(code);
      expect(await checkout.pay()).toMatchObject({ status: 'error', error: { code } });
      await antom.reset();
      const next = open();
      const paid = next.pay();
      await antom.buyer.pays();
      expect(await paid).toMatchObject({ status: 'succeeded' });
    },
  );

  it('a cashier that never starts is component-timeout', async () => {
    vi.useFakeTimers();
    const checkout = open();
    antom.faults.cashier('never-starts');
    const paid = checkout.pay();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await paid).toMatchObject({ status: 'error', error: { code: expect.stringMatching(/^component-(timeout|failed)$/) as string } });
  });

  it('a cashier that is silent is asked about at the server once it is closed', async () => {
    const checkout = open();
    antom.faults.cashier('is-silent');
    const paid = checkout.pay();
    await antom.buyer.pays();
    await antom.buyer.closes();
    expect(await paid).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    expect(antom.story).toContain('The SDK said nothing of it.');
  });

  it('a cashier that refuses to close is off the page 400 ms after the end', async () => {
    vi.useFakeTimers();
    const checkout = open();
    antom.faults.cashier('refuses-to-close');
    const paid = checkout.pay();
    await antom.buyer.pays();
    expect(await paid).toMatchObject({ status: 'succeeded' });
    await vi.advanceTimersByTimeAsync(400);
    expect(document.querySelector('[id^="ams-component"]')).toBeNull();
  });

  it('a cashier that vanishes is no success', async () => {
    vi.useFakeTimers();
    const checkout = open();
    antom.faults.cashier('vanishes');
    const paid = checkout.pay();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await paid).toMatchObject({ status: expect.stringMatching(/^(cancelled|error|unknown)$/) as string });
  });
});

describe('the server', () => {
  it('answers in turn, and goes on with the last', async () => {
    const checkout = open();
    antom.server.answers('PROCESSING', 'PROCESSING', 'FAIL');
    const paid = checkout.pay();
    await antom.buyer.isLeftWaiting();
    expect(await paid).toMatchObject({ status: 'failed', confirmedBy: 'server' });
    expect(antom.server.inquiries.length).toBeGreaterThanOrEqual(3);
  });

  it('that is down gives no session', async () => {
    const checkout = open();
    antom.server.isDown();
    expect(await checkout.pay()).toMatchObject({ status: 'error', error: { code: 'session-request-failed' } });
  });

  it('that is down after the payment leaves it as the SDK said, for display', async () => {
    const checkout = open();
    const paid = checkout.pay();
    await antom.buyer.pays({ server: 'down' });
    expect((await paid).status).toMatch(/^(processing|unknown|succeeded)$/);
    expect((await paid).confirmedBy).not.toBe('server');
  });

  it('that takes its time is waited for', async () => {
    vi.useFakeTimers();
    const checkout = open();
    antom.server.takes(5000);
    const paid = checkout.pay();
    await vi.advanceTimersByTimeAsync(4999);
    expect(checkout.state.phase).toBe('creating-session');
    await vi.advanceTimersByTimeAsync(1);
    antom.server.takes(0);
    await antom.buyer.pays();
    expect(await paid).toMatchObject({ status: 'succeeded' });
  });
});

describe('reset()', () => {
  it.each([false, true])('in the middle of a payment leaves nothing for the next test; fake timers: %s', async (fake) => {
    if (fake) vi.useFakeTimers();
    document.body.setAttribute('style', 'color: red;');
    const checkout = open();
    const paid = checkout.pay();
    await antom.buyer.seesCashier();
    await antom.reset();
    expect(await paid).toMatchObject({ status: 'abandoned', reason: 'disposed' });
    expect(checkout.state.phase).toBe('disposed');
    expect(document.querySelectorAll('[id^="ams-"],[data-tracker],head style')).toHaveLength(0);
    expect(document.body.getAttribute('style')).toBe('color: red;');
    if (fake) expect(vi.getTimerCount()).toBe(0);
    expect(antom.story).toEqual([]);
    const next = open();
    const again = next.pay();
    await antom.buyer.pays();
    expect(await again).toMatchObject({ status: 'succeeded' });
    document.body.removeAttribute('style');
  });

  it('ends a verb that waits, by name', async () => {
    open();
    const verb = antom.buyer.pays();
    const seen = expect(verb).rejects.toThrow(/buyer\.pays\(\): the kit was reset meanwhile/);
    await antom.reset();
    await seen;
  });

  it('a verb that a test did not await is not in the way of the next test', async () => {
    vi.useFakeTimers();
    open();
    const forgotten = expect(antom.buyer.pays()).rejects.toThrow(/reset meanwhile/);
    await antom.reset();
    const checkout = new CheckoutController({ ...antom.options });
    const paid = checkout.pay();
    await antom.buyer.pays();
    expect(await paid).toMatchObject({ status: 'succeeded' });
    await forgotten;
  });

  it("changes what a page shows outside of React's act", async () => {
    const holder = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean };
    holder.IS_REACT_ACT_ENVIRONMENT = true;
    const checkout = open();
    void checkout.pay();
    await antom.buyer.seesCashier();
    const seen: unknown[] = [];
    checkout.subscribe(() => seen.push([checkout.state.phase, holder.IS_REACT_ACT_ENVIRONMENT]));
    await antom.reset();
    expect(seen).toContainEqual(['disposed', false]);
    expect(seen).not.toContainEqual([expect.anything(), true]);
    expect(holder.IS_REACT_ACT_ENVIRONMENT).toBe(true);
    delete holder.IS_REACT_ACT_ENVIRONMENT;
  });

  it('forgets what the storage remembers', async () => {
    const checkout = open({ storage: 'session' });
    void checkout.pay({ order: 'cart' });
    await antom.buyer.seesCashier();
    expect(sessionStorage.length).toBeGreaterThan(0);
    await antom.reset();
    expect(sessionStorage.getItem('antom-checkout-controller.pending')).toBeNull();
  });
});

describe('misuse', () => {
  it('two verbs at once: there is one buyer', async () => {
    const checkout = open();
    void checkout.pay();
    const first = antom.buyer.pays();
    await expect(antom.buyer.closes()).rejects.toThrow(/buyer\.closes\(\): buyer\.pays\(\) is not over/);
    await first;
  });

  it('a payment that ended before a cashier opened: with its outcome', async () => {
    vi.useFakeTimers();
    const checkout = open();
    antom.faults.sdk('sdk-offline');
    void checkout.pay();
    await expect(antom.buyer.pays()).rejects.toThrow(
      /phase: settled, error \(sdk-offline: [\s\S]*The SDK did not load: sdk-offline\.[\s\S]*What to do: The payment has ended/,
    );
  });

  it('comesBack() without having left', async () => {
    open();
    await expect(antom.buyer.comesBack()).rejects.toThrow(/the buyer is on the page[\s\S]*Call buyer\.isRedirected\(\) first/);
  });

  it('fillsIn() in a popup, closes() in a form', async () => {
    document.body.innerHTML = '<div id="form"></div>';
    const checkout = open({ product: [cashier, vaulting] });
    void checkout.pay();
    await expect(antom.buyer.fillsIn()).rejects.toThrow(/no form in the page/);
    checkout.unmount();
    antom.server.givesSession(paymentSession({ method: 'CARD' }));
    void checkout.mount('#form');
    await expect(antom.buyer.closes()).rejects.toThrow(/has no close button[\s\S]*checkout\.unmount\(\)/);
  });

  it('a form that the page did not submit', async () => {
    vi.useFakeTimers();
    document.body.innerHTML = '<div id="form"></div>';
    const checkout = open({ appearance: { showSubmitButton: false } });
    antom.server.givesSession(paymentSession({ method: 'CARD' }));
    void checkout.mount('#form');
    await expect(antom.buyer.pays()).rejects.toThrow(/the form was not submitted[\s\S]*submit\(\)/);
  });

  it('a page that reports itself hidden is named', async () => {
    vi.useFakeTimers();
    open();
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    await expect(antom.buyer.seesCashier()).rejects.toThrow(/reports itself hidden/);
    Reflect.deleteProperty(document, 'visibilityState');
  });

  it("the environment 'prod' is refused, unless it is allowed", async () => {
    expect(await open({ environment: 'prod' }).pay()).toMatchObject({
      status: 'error',
      error: {
        code: 'sdk-internal',
        message: expect.stringContaining("ANTOM-FAKE-SDK: the test kit was opened with environment 'prod'") as string,
      },
    });
    await antom.reset();
    const checkout = open({ environment: 'prod' }, { allowProd: true });
    const paid = checkout.pay();
    await antom.buyer.pays();
    expect(await paid).toMatchObject({ status: 'succeeded' });
  });

  it('a fake clock that is installed after the kit is seen', async () => {
    const checkout = open();
    vi.useFakeTimers();
    const paid = checkout.pay();
    await antom.buyer.pays();
    expect(await paid).toMatchObject({ status: 'succeeded' });
  });

  it('advanceTimers is used where it is given', async () => {
    vi.useFakeTimers();
    const passed: number[] = [];
    const checkout = open(
      {},
      {
        advanceTimers: async (ms) => {
          passed.push(ms);
          await vi.advanceTimersByTimeAsync(ms);
        },
      },
    );
    void checkout.pay();
    await antom.buyer.pays();
    expect(passed.length).toBeGreaterThan(0);
  });
});

describe('what a test cannot do by mistake', () => {
  it.each([
    ['isDeclined', (kit: FakeAntom) => kit.buyer.isDeclined()],
    ['isRedirected', (kit: FakeAntom) => kit.buyer.isRedirected()],
    ['isLeftWaiting', (kit: FakeAntom) => kit.buyer.isLeftWaiting()],
    ['pays', (kit: FakeAntom) => kit.buyer.pays()],
  ])('%s() after the buyer has paid', async (_name, act) => {
    const checkout = open();
    void checkout.pay();
    await antom.buyer.pays({ sdk: 'nothing' });
    await expect(act(antom)).rejects.toThrow(/the buyer has already paid this session/);
    await antom.buyer.closes();
    expect(checkout.state).toMatchObject({ phase: 'settled', outcome: { status: 'succeeded', confirmedBy: 'server' } });
  });

  it('a form that is declined and then paid has no result code any more', async () => {
    document.body.innerHTML = '<div id="form"></div>';
    const checkout = open({ appearance: { showSubmitButton: false } });
    antom.server.givesSession(paymentSession({ method: 'CARD' }));
    const paid = checkout.mount('#form');
    await antom.buyer.fillsIn();
    void checkout.submit();
    await antom.buyer.isDeclined('CARD_EXPIRED');
    void checkout.submit();
    await antom.buyer.pays();
    expect(await paid).toMatchObject({ status: 'succeeded' });
    expect(await paid).not.toHaveProperty('paymentResultCode');
  });

  it('a product that redirects is waited for, and is left once for each press', async () => {
    const checkout = open({ product: autoDebitPay });
    const paid = checkout.pay();
    await antom.buyer.isRedirected();
    await antom.buyer.pays();
    await antom.buyer.comesBack();
    expect((await paid).status).toBe('redirected');
    vi.useFakeTimers();
    await expect(antom.buyer.isRedirected()).rejects.toThrow(/no cashier is open/);
  });

  it('a page that is loaded anew after a redirect takes its payment in the cashier', async () => {
    const first = open();
    void first.pay({ order: 'a' });
    await antom.buyer.isRedirected();
    first.dispose();
    const second = new CheckoutController({ ...antom.options, notRedirectAfterComplete: true });
    const paid = second.pay({ order: 'b' });
    await antom.buyer.seesCashier();
    await antom.buyer.pays();
    expect(await paid).toMatchObject({ status: 'succeeded' });
  });

  it('two sessions of one paymentRequestId are one payment', async () => {
    const checkout = open();
    antom.server.givesSession(paymentSession({ paymentRequestId: 'mine' }));
    const first = checkout.pay();
    await antom.buyer.closes();
    await first;
    antom.server.givesSession(paymentSession({ paymentRequestId: 'mine' }));
    const second = checkout.pay({ order: '2' });
    await antom.buyer.pays();
    expect(await second).toMatchObject({ status: 'succeeded', paymentRequestId: 'mine' });
  });

  it('faults.sdk() after install() says what to do instead', () => {
    antom = fakeAntom();
    const uninstall = antom.install();
    expect(() => {
      antom.faults.sdk('sdk-offline');
    }).toThrow(/sdk: antom\.sdk/);
    uninstall();
    uninstall();
    antom.faults.sdk('sdk-offline');
  });
});

describe('reset() in a page of the test', () => {
  it('that denies storage ends the payment all the same', async () => {
    const checkout = open();
    const paid = checkout.pay();
    await antom.buyer.seesCashier();
    const before = Object.getOwnPropertyDescriptor(window, 'sessionStorage');
    Object.defineProperty(window, 'sessionStorage', {
      configurable: true,
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    await antom.reset();
    if (before) Object.defineProperty(window, 'sessionStorage', before);
    else Reflect.deleteProperty(window, 'sessionStorage');
    expect(await paid).toMatchObject({ status: 'abandoned' });
    expect(document.querySelectorAll('[id^="ams-"]')).toHaveLength(0);
  });

  it("leaves what only looks like the SDK's", async () => {
    document.body.innerHTML = '<button data-tracker="pay"></button><div id="ams-form"></div>';
    const checkout = open();
    void checkout.pay();
    await antom.buyer.seesCashier();
    await antom.reset();
    expect(document.body.innerHTML).toBe('<button data-tracker="pay"></button><div id="ams-form"></div>');
    document.body.innerHTML = '';
  });

  it('puts back what the test had put on the document, of another kit too', async () => {
    Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true });
    const checkout = open();
    void checkout.pay();
    await antom.buyer.isRedirected({ by: 'app' });
    expect(document.visibilityState).toBe('hidden');
    await fakeAntom().reset();
    expect(Object.getOwnPropertyDescriptor(document, 'visibilityState')).toMatchObject({ value: 'visible' });
    Reflect.deleteProperty(document, 'visibilityState');
  });

  it('cancels what a controller has left to do that was made before the kit', async () => {
    const early = new CheckoutController({
      environment: 'sandbox',
      prepare: 'manual',
      storage: 'none',
      sdk: fromGlobal(),
      createPaymentSession: () => Promise.resolve(paymentSession()),
      notRedirectAfterComplete: true,
    });
    antom = fakeAntom();
    const uninstall = antom.install();
    const paid = early.pay();
    await antom.buyer.pays();
    await paid;
    await antom.reset();
    vi.useFakeTimers();
    const next = new CheckoutController({ ...antom.options });
    void next.pay();
    await antom.buyer.seesCashier();
    await vi.advanceTimersByTimeAsync(1000);
    expect(document.getElementById('ams-component-container')).not.toBeNull();
    uninstall();
  });
});

describe('install()', () => {
  it('puts the classes on window, ignores a later real one, and takes them away again', async () => {
    antom = fakeAntom();
    const uninstall = antom.install();
    const globals = window as unknown as Record<string, unknown>;
    const installed = globals['AMSCashierPayment'];
    globals['AMSCashierPayment'] = function Real() {};
    expect(globals['AMSCashierPayment']).toBe(installed);
    const checkout = new CheckoutController({ ...antom.options, sdk: fromGlobal(), notRedirectAfterComplete: true });
    const paid = checkout.pay();
    await antom.buyer.pays();
    expect(await paid).toMatchObject({ status: 'succeeded' });
    uninstall();
    expect(globals['AMSCashierPayment']).toBeUndefined();
  });

  it('is what a controller takes that asks a module first and the CDN then', async () => {
    antom = fakeAntom();
    const uninstall = antom.install();
    const load = vi.fn(() => Promise.reject(new Error('the bundle has no such chunk')));
    const checkout = new CheckoutController({ ...antom.options, sdk: [fromModule(load), fromCdn()] });
    const paid = checkout.pay();
    await antom.buyer.pays();
    expect(await paid).toMatchObject({ status: 'succeeded' });
    expect(load).not.toHaveBeenCalled();
    uninstall();
  });

  it('twice, and by a second kit, the newest counts', () => {
    antom = fakeAntom();
    const globals = window as unknown as Record<string, unknown>;
    const first = antom.install();
    const one = globals['AMSElement'];
    const second = fakeAntom().install();
    expect(globals['AMSElement']).not.toBe(one);
    second();
    expect(globals['AMSElement']).toBe(one);
    first();
    expect(globals['AMSElement']).toBeUndefined();
  });

  it('on a page that already has the real SDK says so', () => {
    antom = fakeAntom();
    const globals = window as unknown as Record<string, unknown>;
    globals['AMSElement'] = function Real() {};
    expect(() => antom.install()).toThrow(/this page already has the real SDK \(AMSElement\)/);
    delete globals['AMSElement'];
  });
});

it.each([
  ['1.47.2', 'APPLEPAY', 'CARD_APPLE_PAY'],
  ['1.12.0', 'CARD_APPLE_PAY', 'APPLEPAY'],
] as const)('Apple Pay is a sheet in %s by the name %s, and a cashier by %s', async (sdkVersion, sheet, cashierName) => {
  for (const [method, surface] of [
    [sheet, 'sheet'],
    [cashierName, 'popup'],
  ] as const) {
    const checkout = open({}, { sdkVersion });
    antom.server.givesSession(paymentSession({ method }));
    const paid = checkout.pay();
    await antom.buyer.pays();
    expect(await paid).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    expect(antom.story).toContain(`The page opened AMSCashierPayment (${surface}).`);
    await antom.reset();
  }
});

it('1.12.0 is played where it is asked for', async () => {
  const checkout = open({ product: easyPay }, { sdkVersion: '1.12.0' });
  const paid = checkout.pay();
  await antom.buyer.pays();
  expect(await paid).toMatchObject({ status: 'succeeded' });
});

it('a visible cashier has three buttons that a person can press', async () => {
  const checkout = open({}, { cashier: 'visible' });
  const paid = checkout.pay();
  await antom.buyer.seesCashier();
  const dialog = document.querySelector('[role="dialog"][aria-label="Fake cashier"]');
  expect([...(dialog?.querySelectorAll('button') ?? [])].map(({ textContent }) => textContent)).toEqual([
    'Fake cashier: pay',
    'Fake cashier: decline',
    'Fake cashier: close',
  ]);
  dialog?.querySelector('button')?.click();
  expect(await paid).toMatchObject({ status: 'succeeded' });
  expect(isCheckoutError(null)).toBe(false);
});
