/** Bad input: a clear, coded error, with nothing left behind and a controller that works afterwards. */
import { describe, expect, it, vi } from 'vitest';
import type { CheckoutErrorCode } from '../../src/core/errors';
import type { PaymentSession, PayOptions, SessionContext } from '../../src/types';
import { errorOf, flush, openShop, outcomeOf, pass, peek, sdkNodes, uniqueSession, useShop } from '../support/shop';
import { makeSessionData } from '../support/sessions';

useShop();

/** What createPaymentSession may do from JavaScript, whatever its type says. */
type Ask = (context: SessionContext) => Promise<PaymentSession>;
const giving =
  (answer: unknown): Ask =>
  () =>
    Promise.resolve(answer as PaymentSession);

describe('createPaymentSession', () => {
  const faults: [string, Ask, CheckoutErrorCode][] = [
    [
      'throws',
      () => {
        throw new Error('boom');
      },
      'session-request-failed',
    ],
    [
      'throws null',
      () => {
        throw null as unknown as Error;
      },
      'session-request-failed',
    ],
    ['rejects', () => Promise.reject(new TypeError('Failed to fetch')), 'session-request-failed'],
    ['rejects with undefined', () => Promise.reject(undefined), 'session-request-failed'],
    [
      'answers resultStatus F',
      giving({ result: { resultStatus: 'F', resultCode: 'PARAM_ILLEGAL', resultMessage: 'illegal' } }),
      'session-request-failed',
    ],
    [
      'answers resultStatus U with a session',
      giving({ ...uniqueSession(), result: { resultStatus: 'U', resultCode: 'UNKNOWN_EXCEPTION' } }),
      'session-request-failed',
    ],
    ['answers HTML', giving('<!doctype html><h1>502</h1>'), 'session-invalid'],
    ['answers null', giving(null), 'session-invalid'],
    ['answers undefined', giving(undefined), 'session-invalid'],
    ['answers a number', giving(7), 'session-invalid'],
    ['answers true', giving(true), 'session-invalid'],
    ['answers an empty text', giving(''), 'session-invalid'],
    ['answers a string of JSON', giving(JSON.stringify(uniqueSession())), 'session-invalid'],
    ['answers an empty object', giving({}), 'session-invalid'],
    ['answers an array', giving([uniqueSession()]), 'session-invalid'],
    ['answers a Response', giving({ ok: true, json: () => undefined }), 'session-invalid'],
    ['answers three parts', giving(makeSessionData().split('&&').slice(0, 3).join('&&')), 'session-invalid'],
    ['answers a session cut short', giving(makeSessionData().slice(0, -40)), 'session-invalid'],
    ['answers a percent-encoded session', giving(encodeURIComponent(makeSessionData())), 'session-invalid'],
    [
      'answers a session of another product',
      giving({ paymentSessionData: makeSessionData({ paymentSessionConfig: { productScene: 'EASY_PAY' } }) }),
      'session-mismatch',
    ],
  ];

  it.each(faults)('that %s is %s', async (_name, ask, code) => {
    const shop = openShop({ createPaymentSession: ask });
    const result = shop.checkout.pay();
    await flush();
    const outcome = await errorOf(result);
    expect(outcome.error.code).toBe(code);
    expect(outcome.error.message).not.toBe('');
    expect(outcome.retry).toBe('new-session');
    await pass(400);
    expect(sdkNodes()).toEqual([]);
    expect(shop.sdk.cashiers).toHaveLength(0);
  });

  it.each(faults)('that first %s does not stand in the way of the next pay()', async (_name, ask) => {
    const shop = openShop({
      createPaymentSession: vi.fn(() => Promise.resolve(uniqueSession())).mockImplementationOnce(ask as () => Promise<PaymentSession>),
    });
    const result = shop.checkout.pay();
    await flush();
    expect(await outcomeOf(result)).toMatchObject({ status: 'error' });
    await shop.open();
    expect(shop.checkout.state.phase).toBe('open');
  });

  it('that answers something other than a promise is taken at its word', async () => {
    const session = uniqueSession();
    const shop = openShop({ createPaymentSession: (() => session) as unknown as Ask });
    await shop.open();
    expect(shop.sdk.cashier().params['sessionData']).toBe(session.paymentSessionData);
  });

  it('that answers resultStatus S with a session opens it, and its code and message are in the error of one that does not', async () => {
    const good = openShop({ createPaymentSession: giving({ ...uniqueSession(), result: { resultStatus: 'S', resultCode: 'SUCCESS' } }) });
    await good.open();
    good.checkout.dispose();
    await pass(400);
    const bad = openShop({
      createPaymentSession: giving({ result: { resultStatus: 'F', resultCode: 'PARAM_ILLEGAL', resultMessage: 'The amount is illegal.' } }),
    });
    const result = bad.checkout.pay();
    await flush();
    const { error } = await errorOf(result);
    expect(error.details).toMatchObject({ resultCode: 'PARAM_ILLEGAL', resultMessage: 'The amount is illegal.' });
  });

  it('that never answers is session-timeout, by default after 30 s, and its signal is aborted', async () => {
    const ask = vi.fn<Ask>(() => new Promise<PaymentSession>(() => undefined));
    const shop = openShop({ createPaymentSession: ask });
    const result = shop.checkout.pay();
    await pass(29_900);
    expect(await peek(result)).toBe('pending');
    expect(ask.mock.calls[0]?.[0].signal.aborted).toBe(false);
    await pass(200);
    const { error, retry } = await errorOf(result);
    expect(error.code).toBe('session-timeout');
    expect(retry).toBe('new-session');
    expect(ask.mock.calls[0]?.[0].signal.aborted).toBe(true);
    void shop.checkout.pay();
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('that answers after its timeout opens nothing', async () => {
    const shop = openShop({
      timeouts: { session: 1_000 },
      createPaymentSession: () =>
        new Promise((resolve) => {
          setTimeout(() => {
            resolve(uniqueSession());
          }, 5_000);
        }),
    });
    const result = shop.checkout.pay();
    await pass(10_000);
    expect((await errorOf(result)).error.code).toBe('session-timeout');
    expect(shop.sdk.cashiers).toHaveLength(0);
  });

  it('that ends its own payment while it is called', async () => {
    const shop = openShop({
      createPaymentSession: () => {
        shop.checkout.unmount();
        return Promise.resolve(uniqueSession());
      },
    });
    const result = shop.checkout.pay();
    await flush();
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned', reason: 'unmounted' });
    expect(shop.sdk.cashiers).toHaveLength(0);
  });

  it('that calls pay() itself gets the same payment', async () => {
    let inner: unknown;
    const ask = vi.fn(() => {
      inner = shop.checkout.pay();
      return Promise.resolve(uniqueSession());
    });
    const shop = openShop({ createPaymentSession: ask });
    const result = shop.checkout.pay();
    await flush();
    expect(inner).toBe(result);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('that disposes of the controller while it is called leaves no request behind', async () => {
    const signals: AbortSignal[] = [];
    const shop = openShop({
      createPaymentSession: (context) => {
        signals.push(context.signal);
        shop.checkout.dispose();
        return new Promise(() => undefined);
      },
    });
    const result = shop.checkout.pay();
    await flush();
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned', reason: 'disposed' });
    expect(signals[0]?.aborted).toBe(true);
  });

  it('an id that is no string does not get into the outcome', async () => {
    const shop = openShop({ createPaymentSession: giving({ ...uniqueSession(), paymentRequestId: null, paymentSessionId: 7 }) });
    const { result, cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_PROCESSING');
    const outcome = await outcomeOf(result);
    expect(typeof outcome.paymentRequestId).not.toBe('object');
    expect(typeof outcome.paymentSessionId).not.toBe('number');
  });

  it('extra fields of its answer are no parameters of createComponent', async () => {
    const shop = openShop({ createPaymentSession: giving({ ...uniqueSession(), normalUrl: 'https://x.example' }) });
    const { cashier } = await shop.open();
    expect(Object.keys(cashier.params)).toEqual(['sessionData']);
  });
});

describe('pay() with bad options', () => {
  const bad: [string, unknown][] = [
    ['null', null],
    ['a number', 7],
    ['an array', []],
    ['a session that is a number', { session: 7 }],
    ['a session that is null', { session: null }],
    ['an order that is a number', { order: 7 }],
    ['a signal that is none', { signal: {} }],
    ['force that is a string', { force: 'yes' }],
    ['appearance that is a string', { appearance: 'dark' }],
    ['componentParams that are an array', { componentParams: [] }],
    ['notRedirectAfterComplete that is a number', { notRedirectAfterComplete: 1 }],
    ['a container, which is for a later version', { container: '#pay' }],
  ];

  it.each(bad)('%s: the outcome invalid-options, with nothing to retry, and nothing begun', async (_name, options) => {
    const shop = openShop();
    const { error, retry } = await errorOf(shop.checkout.pay(options as PayOptions));
    expect(error.code).toBe('invalid-options');
    expect(retry).toBe('none');
    await pass(1_000);
    expect(shop.sessions).toHaveLength(0);
    expect(shop.checkout.state).toMatchObject({ phase: 'settled', canPay: true });
    await shop.open();
  });

  it('several faults are in one message', async () => {
    const shop = openShop();
    const { error } = await errorOf(shop.checkout.pay({ order: 7, force: 'yes', session: 8 } as unknown as PayOptions));
    for (const name of ['order', 'force', 'session']) expect(error.message).toContain(name);
  });

  it('no session and no createPaymentSession says so', async () => {
    const shop = openShop({ createPaymentSession: undefined });
    const { error } = await errorOf(shop.checkout.pay());
    expect(error.code).toBe('invalid-options');
    expect(error.message).toContain('createPaymentSession');
    await shop.open({ session: uniqueSession() });
  });

  it.each([
    ['HTML', '<html>'],
    ['an empty text', ''],
    ['three parts', 'a&&SG&&111'],
    ['an empty object', {}],
  ])('a session that is %s is session-invalid', async (_name, session) => {
    const shop = openShop();
    const { error } = await errorOf(shop.checkout.pay({ session: session as PaymentSession }));
    expect(error.code).toBe('session-invalid');
    expect(shop.sdk.cashiers).toHaveLength(0);
    await pass(400);
    await shop.open();
  });

  it('elementLink is refused for prod in pay() too', async () => {
    const shop = openShop({ environment: 'prod' });
    const { error } = await errorOf(shop.checkout.pay({ componentParams: { elementProps: { elementLink: 'https://evil.example' } } }));
    expect(error.code).toBe('invalid-options');
    expect(error.message).toContain('elementLink');
  });
});

describe('what createComponent and the constructor get', () => {
  it('componentParams, appearance and notRedirectAfterComplete of the controller, overridden by those of pay()', async () => {
    const shop = openShop({
      appearance: { showLoading: true },
      notRedirectAfterComplete: false,
      componentParams: { isAppWebview: true, merchantAppointParam: { a: 1 } },
    });
    const session = uniqueSession();
    const { cashier } = await shop.open({ session, appearance: { showLoading: false }, componentParams: { isAppWebview: false } });
    expect(cashier.params).toEqual({
      sessionData: session.paymentSessionData,
      appearance: { showLoading: false },
      notRedirectAfterComplete: false,
      isAppWebview: false,
      merchantAppointParam: { a: 1 },
    });
  });

  it('componentParams cannot replace the session', async () => {
    const session = uniqueSession();
    const shop = openShop({ componentParams: { sessionData: 'another' } });
    const { cashier } = await shop.open({ session });
    expect(cashier.params['sessionData']).toBe(session.paymentSessionData);
  });

  it('environment, locale, analytics and sdkOptions; nothing that was not set', async () => {
    const shop = openShop({ environment: 'prod', locale: 'ko_KR', analytics: { enabled: false }, sdkOptions: { securityRegion: 'SG' } });
    await shop.checkout.prepare();
    expect(shop.sdk.instance().options).toMatchObject({
      environment: 'prod',
      locale: 'ko_KR',
      analytics: { enabled: false },
      securityRegion: 'SG',
    });
    const plain = openShop();
    await plain.checkout.prepare();
    expect(plain.sdk.instance().options).toMatchObject({ environment: 'sandbox', locale: 'en_US' });
    for (const name of ['analytics', 'securityRegion', 'onBeforeSubmit']) expect(plain.sdk.instance().options).not.toHaveProperty(name);
  });

  it('onBeforeSubmit is asked and its answer handed on', async () => {
    const onBeforeSubmit = vi.fn(() => Promise.resolve({ result: 'OK' }));
    const shop = openShop({ sdkOptions: { onBeforeSubmit } });
    const { cashier } = await shop.open();
    await expect(cashier.instance.hooks().onBeforeSubmit?.({ x: 1 })).resolves.toEqual({ result: 'OK' });
    expect(onBeforeSubmit).toHaveBeenCalledExactlyOnceWith({ x: 1 });
  });
});
