/** "Surface", "State", "Events" and "Errors" of the contract, and prepare(): what a merchant's code touches. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CheckoutController } from '../../src/controller';
import { CheckoutError, isCheckoutError } from '../../src/core/errors';
import { fromCdn } from '../../src/sdk/sources/cdn';
import { fromModule } from '../../src/sdk/sources/module';
import type { CheckoutEvent, CheckoutState, PaymentSession } from '../../src/types';
import { createFakeSdk } from '../../src/testing/sdk/ams-checkout';
import { breakLocalStorage, thrownBy } from '../support/local-storage';
import { errorOf, flush, jobs, openShop, outcomeOf, pass, peek, rejectionOf, sdkNodes, uniqueSession, useShop } from '../support/shop';

useShop();

const never = <T>(): Promise<T> => new Promise(() => undefined);

describe('state', () => {
  it('goes idle, preparing, creating-session, opening, open, settled, and says for each what a view needs', async () => {
    let answer: (session: PaymentSession) => void = () => undefined;
    const shop = openShop({
      createPaymentSession: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    });
    expect(shop.checkout.state).toEqual({ phase: 'idle', busy: false, canPay: true, cashierVisible: false });
    const result = shop.checkout.pay();
    await flush();
    answer(uniqueSession());
    await flush();
    shop.sdk.cashier().launch();
    await flush();
    shop.sdk.cashier().emit('SDK_PAYMENT_CANCEL');
    const outcome = await outcomeOf(result);
    const { attemptId } = outcome;
    expect(shop.states).toEqual([
      { phase: 'preparing', attemptId, surface: 'popup', busy: true, canPay: false, cashierVisible: false },
      { phase: 'creating-session', attemptId, surface: 'popup', busy: true, canPay: false, cashierVisible: false },
      { phase: 'opening', attemptId, surface: 'popup', busy: true, canPay: false, cashierVisible: true },
      { phase: 'open', attemptId, surface: 'popup', busy: true, canPay: false, cashierVisible: true },
      { phase: 'settled', attemptId, outcome, busy: false, canPay: true, cashierVisible: false },
    ]);
    shop.checkout.dispose();
    expect(shop.checkout.state).toEqual({ phase: 'disposed', busy: false, canPay: false, cashierVisible: false });
  });

  it('is idle also where the source cannot preconnect, and the cashier opens', async () => {
    const fake = createFakeSdk();
    const preconnect = (): void => {
      throw new Error('The page refuses the <link>.');
    };
    const shop = openShop({ fake, sdk: { ...fromModule(() => Promise.resolve(fake.module)), preconnect } });
    expect(shop.checkout.state.phase).toBe('idle');
    expect(shop.logs).toMatchObject([{ level: 'error', name: 'listener.threw', details: { message: 'The page refuses the <link>.' } }]);
    await shop.open();
    expect(shop.checkout.state.phase).toBe('open');
  });

  it('is frozen, and the same reference until it changes', async () => {
    const shop = openShop();
    const idle = shop.checkout.state;
    expect(shop.checkout.state).toBe(idle);
    const { cashier } = await shop.open();
    expect(shop.checkout.state).toBe(shop.checkout.state);
    cashier.emit('SDK_END_OF_LOADING');
    expect(shop.checkout.state).toBe(shop.states.at(-1));
    cashier.close();
    await flush();
    for (const state of [idle, ...shop.states]) expect(Object.isFrozen(state)).toBe(true);
    expect(new Set(shop.states).size).toBe(shop.states.length);
  });

  it('is told to every subscriber at once with the change, and never twice for one', async () => {
    const shop = openShop();
    const seen: CheckoutState[] = [];
    shop.checkout.subscribe(() => {
      seen.push(shop.checkout.state);
    });
    const { cashier } = await shop.open();
    cashier.close();
    await flush();
    expect(seen).toEqual(shop.states);
    expect(seen.map(({ phase }) => phase)).toEqual([...new Set(seen.map(({ phase }) => phase))]);
  });

  it('does not leave idle for a prepare() in the background', async () => {
    const shop = openShop();
    await shop.checkout.prepare({ session: true });
    expect(shop.states).toEqual([]);
    expect(shop.checkout.state.phase).toBe('idle');
  });

  it('has settled when the promise resolves', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    let phase = '';
    void result.then(() => {
      phase = shop.checkout.state.phase;
    });
    cashier.close();
    await jobs();
    expect(phase).toBe('settled');
  });
});

describe('subscribe and on', () => {
  it('end with the function they return', async () => {
    const shop = openShop();
    const state = vi.fn();
    const event = vi.fn();
    const offState = shop.checkout.subscribe(state);
    const offEvent = shop.checkout.on(event);
    offState();
    offEvent();
    await shop.open();
    expect(state).not.toHaveBeenCalled();
    expect(event).not.toHaveBeenCalled();
  });

  it('of one listener twice are two, and the function of one called twice ends only that one', async () => {
    const shop = openShop();
    const listener = vi.fn();
    const off = shop.checkout.on(listener);
    shop.checkout.on(listener);
    off();
    off();
    await shop.open();
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('listeners that throw end nothing, reach the logger only, and the others are still called', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const shop = openShop();
    const after = vi.fn();
    shop.checkout.on(() => {
      throw new Error('from on');
    });
    shop.checkout.on(after);
    shop.checkout.subscribe(() => {
      throw new Error('from subscribe');
    });
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
    expect(after.mock.calls.map(([event]) => (event as CheckoutEvent).type)).toEqual(['loading-started', 'payment-succeeded']);
    const messages = shop.logs.filter(({ name }) => name === 'listener.threw').map(({ details }) => details?.['message']);
    expect(new Set(messages)).toEqual(new Set(['from on', 'from subscribe']));
    expect(printed).not.toHaveBeenCalled();
  });

  it('a logger that throws ends nothing', async () => {
    const shop = openShop({
      logger: () => {
        throw new Error('from logger');
      },
    });
    shop.checkout.on(() => {
      throw new Error('from on');
    });
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
  });

  it('nothing is printed by default', async () => {
    const printed = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation(() => undefined),
    );
    const shop = openShop({ logger: undefined, createPaymentSession: () => Promise.reject(new Error('down')) });
    void shop.checkout.pay();
    await flush();
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
  });

  it('a listener may end another one or itself, or add one, while it is called', async () => {
    const shop = openShop();
    const late = vi.fn();
    const off = shop.checkout.on(() => {
      off();
      shop.checkout.on(late);
    });
    const { cashier } = await shop.open();
    cashier.emit('SDK_END_OF_LOADING');
    expect(late.mock.calls.map(([event]) => (event as CheckoutEvent).type)).toEqual(['loading-ended']);
  });
});

describe('events', () => {
  it('carry type, code, attempt, time and what the SDK sent, and are frozen', async () => {
    const shop = openShop();
    const { cashier } = await shop.open();
    const raw = { code: 'SDK_PAYMENT_CHALLENGE', message: '3DS', result: { x: 1 } };
    cashier.post(raw);
    const event = shop.events.at(-1)!;
    const { state } = shop.checkout;
    expect(event).toEqual({
      type: 'payment-challenged',
      code: 'SDK_PAYMENT_CHALLENGE',
      message: '3DS',
      at: Date.now(),
      raw,
      attemptId: state.phase === 'open' ? state.attemptId : '',
    });
    expect(event.raw).toBe(raw);
    expect(Object.isFrozen(event)).toBe(true);
  });

  it.each<[string, () => unknown]>([
    ['null', () => null],
    ['undefined', () => undefined],
    ['a number', () => 7],
    ['a text', () => 'SDK_PAYMENT_SUCCESSFUL'],
    ['true', () => true],
    ['an array', () => ['SDK_PAYMENT_SUCCESSFUL']],
    ['an empty object', () => ({})],
    ['code null', () => ({ code: null })],
    ['code 7', () => ({ code: 7 })],
    ['code __proto__', () => ({ code: '__proto__' })],
    ['code constructor', () => ({ code: 'constructor' })],
    ['a code never seen', () => ({ code: 'SDK_NEVER_SEEN' })],
    ['a code in an array', () => ({ code: ['SDK_PAYMENT_SUCCESSFUL'] })],
    ['an inherited code', () => Object.create({ code: 'SDK_PAYMENT_SUCCESSFUL' }) as unknown],
    [
      'a code that throws',
      () => ({
        get code(): string {
          throw new Error('hostile');
        },
      }),
    ],
  ])('%s ends nothing and is told as unrecognized', async (_name, make) => {
    const raw = make();
    const shop = openShop();
    const { result, cashier } = await shop.open();
    expect(() => {
      cashier.instance.emit(raw);
    }).not.toThrow();
    expect(await peek(result)).toBe('pending');
    expect(shop.events.at(-1)?.type).toBe('unrecognized');
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
  });

  const odd: [string, unknown][] = [
    ['null', null],
    ['undefined', undefined],
    ['a number', 7],
    ['a text', 'text'],
    ['an array', []],
    ['code __proto__', { code: '__proto__' }],
  ];

  it.each(odd)('%s by onError while open ends nothing', async (_name, raw) => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    expect(() => {
      cashier.instance.error(raw);
      cashier.instance.log(raw);
    }).not.toThrow();
    expect(await peek(result)).toBe('pending');
  });

  it.each(odd)('%s by onError while opening is a coded error', async (_name, raw) => {
    const shop = openShop();
    const result = shop.checkout.pay();
    await flush();
    shop.sdk.instance().error(raw);
    expect(isCheckoutError((await errorOf(result)).error)).toBe(true);
    expect(shop.events.map(({ type }) => type)).toEqual(['loading-started', 'setup-failed']);
    expect(shop.events.at(-1)?.raw).toBe(raw);
  });

  it('the success of a polluted Object.prototype is none', async () => {
    const prototype = Object.prototype as Record<string, unknown>;
    const shop = openShop();
    const { result, cashier } = await shop.open();
    prototype['code'] = 'SDK_PAYMENT_SUCCESSFUL';
    try {
      cashier.instance.emit({});
      cashier.instance.emit({ result: {} });
    } finally {
      delete prototype['code'];
    }
    expect(await peek(result)).toBe('pending');
  });
});

describe('methods', () => {
  it('are bound: they work taken off the controller', async () => {
    const shop = openShop();
    const { pay, subscribe, on, prepare, unmount, dispose } = shop.checkout;
    const state = vi.fn();
    const event = vi.fn();
    subscribe(state);
    on(event);
    await prepare();
    const result = pay();
    await flush();
    shop.sdk.cashier().launch();
    await flush();
    unmount();
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned', reason: 'unmounted' });
    dispose();
    expect(state).toHaveBeenCalled();
    expect(event).toHaveBeenCalled();
    expect(shop.checkout.state.phase).toBe('disposed');
  });

  it('unmount() with nothing open does nothing, before, between and after payments', async () => {
    const shop = openShop();
    shop.checkout.unmount();
    expect(shop.checkout.state.phase).toBe('idle');
    const { cashier } = await shop.open();
    cashier.close();
    await pass(400);
    const before = shop.checkout.state;
    shop.checkout.unmount();
    shop.checkout.unmount();
    expect(shop.checkout.state).toBe(before);
    expect(document.body.hasAttribute('style')).toBe(false);
  });

  it('after unmount() the controller stays usable', async () => {
    const shop = openShop();
    await shop.open();
    shop.checkout.unmount();
    await pass(400);
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(result)).toMatchObject({ status: 'succeeded' });
  });
});

describe('dispose()', () => {
  it('is for good and idempotent: pay() is the outcome disposed, prepare() rejects with it', async () => {
    const shop = openShop();
    shop.checkout.dispose();
    shop.checkout.dispose();
    expect(shop.states.map(({ phase }) => phase)).toEqual(['disposed']);
    const { error, retry } = await errorOf(shop.checkout.pay());
    expect(error.code).toBe('disposed');
    expect(retry).toBe('none');
    expect(await rejectionOf(shop.checkout.prepare())).toMatchObject({ code: 'disposed' });
    shop.checkout.unmount();
    expect(shop.checkout.state.phase).toBe('disposed');
  });

  it('tells listeners the outcome and the last state, and then nothing more', async () => {
    const shop = openShop();
    const { cashier } = await shop.open();
    shop.checkout.dispose();
    expect(shop.states.slice(-2).map(({ phase }) => phase)).toEqual(['settled', 'disposed']);
    const { length } = shop.events;
    cashier.instance.emit({ code: 'SDK_PAYMENT_SUCCESSFUL' });
    expect(shop.events).toHaveLength(length);
  });

  it('a listener that pays again when it hears the end gets disposed', async () => {
    const shop = openShop();
    let again: ReturnType<typeof shop.checkout.pay> | undefined;
    shop.checkout.subscribe(() => {
      if (shop.checkout.state.phase === 'settled') again ??= shop.checkout.pay();
    });
    await shop.open();
    shop.checkout.dispose();
    expect((await errorOf(again!)).error.code).toBe('disposed');
    expect(shop.checkout.state.phase).toBe('disposed');
    await pass(1_000);
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('a listener that pays again each time it hears the end is refused once, and no refusal is a state', async () => {
    const shop = openShop();
    let refused = 0;
    shop.checkout.subscribe(() => {
      if (shop.checkout.state.phase !== 'settled') return;
      refused += 1;
      void shop.checkout.pay();
    });
    await shop.open();
    shop.checkout.dispose();
    expect(refused).toBe(1);
    expect(shop.states.slice(-2).map(({ phase }) => phase)).toEqual(['settled', 'disposed']);
  });

  it('is also under Symbol.dispose', async () => {
    const { dispose } = Symbol as { readonly dispose?: symbol };
    if (!dispose) throw new Error('this Node has no Symbol.dispose');
    const shop = openShop();
    const { result } = await shop.open();
    (shop.checkout as unknown as Record<symbol, () => void>)[dispose]!();
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned', reason: 'disposed' });
  });

  it('in an engine without Symbol.dispose the controller is made all the same', () => {
    const descriptor = Object.getOwnPropertyDescriptor(Symbol, 'dispose');
    if (!descriptor?.configurable) return;
    delete (Symbol as { dispose?: symbol }).dispose;
    try {
      expect(() => openShop()).not.toThrow();
    } finally {
      Object.defineProperty(Symbol, 'dispose', descriptor);
    }
  });

  it('cancels what was to be prepared when the page is idle', async () => {
    const shop = openShop({ prepare: 'idle' });
    shop.checkout.dispose();
    await pass(10_000);
    expect(shop.sdk.instances).toHaveLength(0);
  });
});

describe('the constructor', () => {
  it('asks for no session and does nothing before the page is idle', async () => {
    const shop = openShop({ prepare: 'idle' });
    await flush();
    expect(shop.sdk.instances).toHaveLength(0);
    await pass(5_000);
    expect(shop.sdk.instances).toHaveLength(1);
    expect(shop.sessions).toHaveLength(0);
  });

  it('prepare: script loads the script and builds nothing', async () => {
    const load = vi.fn(() => Promise.resolve(createFakeSdk().module));
    const shop = openShop({ prepare: 'script', sdk: fromModule(load) });
    await pass(5_000);
    expect(load).toHaveBeenCalledTimes(1);
    expect(shop.sdk.instances).toHaveLength(0);
  });

  it('prepare: manual does nothing at all', async () => {
    const load = vi.fn(() => never());
    openShop({ prepare: 'manual', sdk: fromModule(load) });
    await pass(60_000);
    expect(load).not.toHaveBeenCalled();
  });

  it('prepare: idle is the default, and waits for the page to have loaded', async () => {
    Object.defineProperty(document, 'readyState', { value: 'interactive', configurable: true });
    try {
      const shop = openShop({ prepare: undefined });
      await pass(60_000);
      expect(shop.sdk.instances).toHaveLength(0);
      window.dispatchEvent(new Event('load'));
      await pass(5_000);
      expect(shop.sdk.instances).toHaveLength(1);
    } finally {
      Reflect.deleteProperty(document, 'readyState');
    }
  });

  it('uses requestIdleCallback where the browser has it', async () => {
    const idle = vi.fn();
    const cancelIdleCallback = vi.fn();
    Object.assign(window, {
      requestIdleCallback: (run: () => void) => {
        idle.mockImplementation(run);
        return 7;
      },
      cancelIdleCallback,
    });
    try {
      const shop = openShop({ prepare: 'idle' });
      await pass(5_000);
      expect(shop.sdk.instances).toHaveLength(0);
      idle();
      await flush();
      expect(shop.sdk.instances).toHaveLength(1);
      shop.checkout.dispose();
      expect(cancelIdleCallback).toHaveBeenCalledExactlyOnceWith(7);
    } finally {
      Reflect.deleteProperty(window, 'requestIdleCallback');
      Reflect.deleteProperty(window, 'cancelIdleCallback');
    }
  });

  it('a preparation that fails is only logged, and pay() tries again', async () => {
    const sdk = createFakeSdk();
    const load = vi.fn().mockRejectedValueOnce(new Error('chunk missing')).mockResolvedValue(sdk.module);
    const shop = openShop({ prepare: 'idle', fake: sdk, sdk: fromModule(load) });
    await pass(5_000);
    expect(shop.checkout.state.phase).toBe('idle');
    expect(shop.logs.filter(({ level }) => level !== 'debug')).toMatchObject([
      { level: 'warn', name: 'sdk.load-failed' },
      { level: 'warn', name: 'prepare.failed' },
    ]);
    await shop.open();
    expect(load).toHaveBeenCalledTimes(2);
  });
});

describe('prepare()', () => {
  it('loads the SDK, builds its instance and fetches no session', async () => {
    const shop = openShop();
    await shop.checkout.prepare();
    expect(shop.sdk.instances).toHaveLength(1);
    expect(shop.sessions).toHaveLength(0);
  });

  it('is idempotent, in sequence and at once', async () => {
    const load = vi.fn(() => Promise.resolve(sdk.module));
    const sdk = createFakeSdk();
    const shop = openShop({ fake: sdk, sdk: fromModule(load) });
    await Promise.all([shop.checkout.prepare({ session: true }), shop.checkout.prepare({ session: true })]);
    await shop.checkout.prepare({ session: true });
    expect(load).toHaveBeenCalledTimes(1);
    expect(sdk.instances).toHaveLength(1);
    expect(shop.sessions).toHaveLength(1);
  });

  it('shares its work with a pay() that comes meanwhile, and resolves once the instance is there', async () => {
    const load = vi.fn(() => Promise.resolve(sdk.module));
    const sdk = createFakeSdk();
    const shop = openShop({ fake: sdk, sdk: fromModule(load) });
    const prepared = shop.checkout.prepare({ session: true });
    const result = shop.checkout.pay();
    await flush();
    expect(load).toHaveBeenCalledTimes(1);
    expect(shop.sessions).toHaveLength(1);
    expect(sdk.instances).toHaveLength(1);
    expect(shop.checkout.state.phase).toBe('opening');
    // The instance fits and the session is there: there is nothing left to wait for, least of all the end of the payment.
    expect(await peek(prepared.then(() => 'prepared'))).toBe('prepared');
    expect(await peek(result)).toBe('pending');
  });

  it.each<[string, Parameters<typeof openShop>[0], string]>([
    ['the module cannot be loaded', { sdk: fromModule(() => Promise.reject(new Error('chunk missing'))) }, 'sdk-load-failed'],
    ['the module has no such class', { sdk: fromModule(() => Promise.resolve({ AMSEasyPay: Object })) }, 'sdk-global-missing'],
    ['the session is refused', { createPaymentSession: () => Promise.reject(new Error('down')) }, 'session-request-failed'],
    ['the session cannot be opened', { createPaymentSession: () => Promise.resolve('<html>') }, 'session-invalid'],
  ])('rejects when %s, and leaves nothing unhandled', async (_name, options, code) => {
    const shop = openShop(options);
    const reason = await rejectionOf(shop.checkout.prepare({ session: true }));
    expect(reason).toBeInstanceOf(CheckoutError);
    expect(reason).toMatchObject({ code });
    expect(shop.checkout.state.phase).toBe('idle');
  });

  it('rejects with sdk-load-timeout and session-timeout', async () => {
    const slow = openShop({ sdk: fromModule(() => never()), timeouts: { sdk: 1_000 } });
    const late = rejectionOf(slow.checkout.prepare());
    await pass(1_000);
    expect(await peek(late)).toMatchObject({ code: 'sdk-load-timeout' });

    const silent = openShop({ createPaymentSession: () => never<PaymentSession>(), timeouts: { session: 1_000 } });
    const unanswered = rejectionOf(silent.checkout.prepare({ session: true }));
    await pass(1_000);
    expect(await peek(unanswered)).toMatchObject({ code: 'session-timeout' });
  });

  it('rejects with storage-blocked where the browser denies localStorage', async () => {
    const shop = openShop();
    shop.sdk.constructorError = thrownBy('denied');
    breakLocalStorage('denied');
    expect(await rejectionOf(shop.checkout.prepare())).toMatchObject({ code: 'storage-blocked', cause: shop.sdk.constructorError });
    expect(sdkNodes()).toEqual([]);
  });

  it('rejects with invalid-options for bad options', async () => {
    const shop = openShop();
    expect(await rejectionOf(shop.checkout.prepare({ order: 7 as unknown as string }))).toMatchObject({ code: 'invalid-options' });
    expect(await rejectionOf(shop.checkout.prepare(null as unknown as undefined))).toMatchObject({ code: 'invalid-options' });
    const bare = openShop({ createPaymentSession: undefined });
    expect(await rejectionOf(bare.checkout.prepare({ session: true }))).toMatchObject({ code: 'invalid-options' });
  });

  it('a payment-unconfirmed refusal leaves no promise unhandled, even when the controller is disposed of at once', async () => {
    const shop = openShop();
    const { cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_PROCESSING');
    await pass(400);
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const reason = rejectionOf(shop.checkout.prepare({ session: true }));
    shop.checkout.dispose();
    expect(await reason).toMatchObject({ code: 'payment-unconfirmed' });
    await pass(20_000);
    vi.useRealTimers();
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    process.off('unhandledRejection', unhandled);
    vi.useFakeTimers();
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('rejects with disposed when the controller is disposed of meanwhile', async () => {
    const shop = openShop();
    const reason = rejectionOf(shop.checkout.prepare({ session: true }));
    shop.checkout.dispose();
    expect(await reason).toMatchObject({ code: 'disposed' });
    await pass(1_000);
    expect(shop.sdk.instances).toHaveLength(0);
  });
});

describe('errors of pay()', () => {
  it('storage that throws is storage-blocked, with nothing left behind, and pay() works once it is allowed', async () => {
    const shop = openShop();
    shop.sdk.constructorError = thrownBy('null');
    const mend = breakLocalStorage('null');
    const result = shop.checkout.pay();
    await flush();
    const outcome = await errorOf(result);
    expect(outcome.error.code).toBe('storage-blocked');
    expect(outcome.retry).toBe('same-session');
    expect(sdkNodes()).toEqual([]);
    shop.sdk.constructorError = undefined;
    mend();
    await shop.open();
    expect(shop.sessions).toHaveLength(1);
  });

  it('an SDK whose constructor throws is sdk-internal', async () => {
    const shop = openShop();
    shop.sdk.constructorError = new TypeError('boom');
    const result = shop.checkout.pay();
    await flush();
    expect((await errorOf(result)).error).toMatchObject({ code: 'sdk-internal', cause: shop.sdk.constructorError });
  });

  it('have name, code, message, hint, retryable and details, also as JSON, and no cause there', async () => {
    const shop = openShop({ createPaymentSession: () => Promise.reject(new Error('secret stack')) });
    const result = shop.checkout.pay();
    await flush();
    const { error } = await errorOf(result);
    expect(error).toMatchObject({ name: 'CheckoutError', code: 'session-request-failed', retryable: true });
    expect(Object.keys(JSON.parse(JSON.stringify(error)) as object).sort()).toEqual([
      'code',
      'details',
      'hint',
      'message',
      'name',
      'retryable',
    ]);
    expect(isCheckoutError(error)).toBe(true);
  });

  it('a load that failed does not poison the next pay()', async () => {
    const sdk = createFakeSdk();
    const load = vi.fn().mockRejectedValueOnce(new Error('chunk missing')).mockResolvedValue(sdk.module);
    const shop = openShop({ fake: sdk, sdk: fromModule(load) });
    const first = shop.checkout.pay();
    await flush();
    expect(await errorOf(first)).toMatchObject({ error: { code: 'sdk-load-failed' }, retry: 'same-session' });
    await shop.open();
    expect(shop.sessions).toHaveLength(1);
  });

  it('a load that fails while the session is still under way settles once', async () => {
    const shop = openShop({
      sdk: fromModule(() => Promise.reject(new Error('chunk missing'))),
      createPaymentSession: () =>
        new Promise((resolve) => {
          setTimeout(() => {
            resolve(uniqueSession());
          }, 1_000);
        }),
    });
    const result = shop.checkout.pay();
    await flush();
    expect(await errorOf(result)).toMatchObject({ error: { code: 'sdk-load-failed' }, retry: 'new-session' });
    await pass(5_000);
    expect(shop.states.filter(({ phase }) => phase === 'settled')).toHaveLength(1);
    expect(shop.sdk.cashiers).toHaveLength(0);
  });

  // CONTRACT "Surface": pay() "never rejects …, always settles".
  it('in a document without a body settles with an error, and a later pay() is not stuck behind it', async () => {
    const shop = openShop();
    await shop.checkout.prepare({ session: true });
    const { body } = document;
    body.remove();
    const result = shop.checkout.pay();
    await flush();
    document.documentElement.appendChild(body);
    expect((await outcomeOf(result)).status).toBe('error');
    void shop.checkout.pay({ force: true });
    await pass(400);
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('in a document without a body settles also when the session comes later', async () => {
    const shop = openShop();
    const { body } = document;
    await shop.checkout.prepare();
    body.remove();
    const result = shop.checkout.pay();
    await flush();
    document.documentElement.appendChild(body);
    expect((await outcomeOf(result)).status).toBe('error');
  });
});

describe('on a server', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('the controller can be made, and says so when it is used', async () => {
    vi.stubGlobal('window', undefined);
    vi.stubGlobal('document', undefined);
    const checkout = new CheckoutController({
      environment: 'sandbox',
      sdk: fromCdn(),
      createPaymentSession: () => never<PaymentSession>(),
    });
    expect(checkout.state.phase).toBe('idle');
    const outcome = await checkout.pay();
    expect(outcome).toMatchObject({ status: 'error', retry: 'none', error: { code: 'not-in-browser' } });
    expect(await rejectionOf(checkout.prepare())).toMatchObject({ code: 'not-in-browser' });
    checkout.unmount();
    checkout.dispose();
    expect(checkout.state.phase).toBe('disposed');
  });
});
