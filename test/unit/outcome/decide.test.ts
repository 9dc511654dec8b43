/** The table "How an attempt ends", column without inquiryPayment, as a pure function. */
import { describe, expect, it } from 'vitest';
import { decide, errorOutcome } from '../../../src/outcome/decide';
import type { Facts, Input } from '../../../src/outcome/input';
import { CheckoutError, type CheckoutErrorCode } from '../../../src/core/errors';
import { normalizeEvent } from '../../../src/events/normalize';
import { OPEN } from '../../support/facts';
import { UNDECIDED } from '../../support/result-codes';

const OPENING: Facts = { ...OPEN, settled: false };
const BEFORE: Facts = { ...OPEN, submitted: false, settled: false };

const event = (code: string, result?: unknown, untrusted = false): Input => ({
  type: 'event',
  event: normalizeEvent({ code, ...(result === undefined ? {} : { result }) }),
  untrusted,
});

describe('a result code', () => {
  it('SDK_PAYMENT_SUCCESSFUL is succeeded by the SDK, with nothing left to try', () => {
    expect(decide(event('SDK_PAYMENT_SUCCESSFUL'), OPEN)).toEqual({ status: 'succeeded', confirmedBy: 'sdk', retry: 'none' });
  });

  it('SDK_PAYMENT_SUCCESSFUL of Apple Pay is processing', () => {
    expect(decide(event('SDK_PAYMENT_SUCCESSFUL'), { ...OPEN, provisional: true })).toEqual({
      status: 'processing',
      confirmedBy: null,
      retry: 'after-confirmation',
    });
  });

  it('SDK_PAYMENT_SUCCESSFUL in the task of onClose is processing', () => {
    expect(decide(event('SDK_PAYMENT_SUCCESSFUL', undefined, true), OPEN)).toMatchObject({ status: 'processing' });
  });

  it('SDK_PAYMENT_PROCESSING is processing', () => {
    expect(decide(event('SDK_PAYMENT_PROCESSING'), OPEN)).toEqual({ status: 'processing', confirmedBy: null, retry: 'after-confirmation' });
  });

  it.each([undefined, 'CARD_EXPIRED', 'ORDER_IS_CLOSED'])(
    'SDK_PAYMENT_ERROR is unknown, whatever result code stands beside it: %s',
    (paymentResultCode) => {
      expect(decide(event('SDK_PAYMENT_ERROR', { paymentResultCode }), OPEN)).toEqual({
        status: 'unknown',
        confirmedBy: null,
        retry: 'after-confirmation',
      });
    },
  );

  it.each([undefined, '', ...UNDECIDED])('SDK_PAYMENT_FAIL with the code %s is unknown', (paymentResultCode) => {
    expect(decide(event('SDK_PAYMENT_FAIL', { paymentResultCode }), OPEN)).toEqual({
      status: 'unknown',
      confirmedBy: null,
      retry: 'after-confirmation',
    });
  });

  it('SDK_PAYMENT_FAIL with any other code is failed, with the code and the text', () => {
    const input = event('SDK_PAYMENT_FAIL', { paymentResultCode: 'CARD_EXPIRED', paymentResultMessage: 'expired' });
    expect(decide(input, OPEN)).toEqual({
      status: 'failed',
      confirmedBy: 'sdk',
      retry: 'same-session',
      paymentResultCode: 'CARD_EXPIRED',
      paymentResultMessage: 'expired',
    });
  });

  it('a failure has no text where the SDK gave none', () => {
    expect(decide(event('SDK_PAYMENT_FAIL', { paymentResultCode: 'CARD_EXPIRED' }), OPEN)).not.toHaveProperty('paymentResultMessage');
  });

  it('a failure that needs a new session says so, and one that does not needs one all the same when the session is gone', () => {
    expect(decide(event('SDK_PAYMENT_FAIL', { paymentResultCode: 'ORDER_IS_CLOSED' }), OPEN)).toMatchObject({ retry: 'new-session' });
    expect(decide(event('SDK_PAYMENT_FAIL', { paymentResultCode: 'SOMETHING_NEW' }), OPEN)).toMatchObject({ retry: 'new-session' });
    expect(decide(event('SDK_PAYMENT_FAIL', { paymentResultCode: 'CARD_EXPIRED' }), { ...OPEN, sessionGood: false })).toMatchObject({
      retry: 'new-session',
    });
  });

  it.each([event('SDK_PAYMENT_CANCEL'), { type: 'closed' } as const])('cancelled, with the same session while it is kept', (input) => {
    expect(decide(input, OPEN)).toEqual({ status: 'cancelled', confirmedBy: 'sdk', retry: 'same-session' });
    expect(decide(input, { ...OPEN, sessionGood: false })).toMatchObject({ retry: 'new-session' });
  });

  it.each([
    'SDK_START_OF_LOADING',
    'SDK_END_OF_LOADING',
    'SDK_PAYMENT_RETRY',
    'SDK_PAYMENT_AUTHORIZATION_SUCCESSFUL',
    'SDK_PAYMENT_CHALLENGE',
    'SDK_PAYMENT_APPROVE',
    'SDK_PAYMENT_WARN',
    'SDK_PAYMENT_SHIPPINGCHANGE',
    'SDK_FORM_VERIFICATION_FAILED',
    'SDK_DUPLICATE_SUBMISSION_BEHAVIOR',
    'SDK_SUBMIT_NETWORK_ERROR',
    'SDK_PAYMENT_CLICK_BACK_TO_MERCHANT',
    'SDK_CALL_URL_SUCCESS',
    'SDK_CALL_URL_ERROR',
    'SDK_LAUNCH_PAYMENT_APP_ERROR',
    'SDK_REDIRECT',
    'SDK_INTERNAL_ERROR',
    'SDK_CREATECOMPONENT_ERROR',
    'onClose',
    'SDK_SOMETHING_NEW',
    'sdk_payment_successful',
    'SDK_PAYMENT_SUCCESSFUL ',
    '__proto__',
    'constructor',
    '',
  ])('%s alone ends nothing', (code) => {
    expect(decide(event(code), OPEN)).toBeNull();
    expect(decide(event(code, undefined, true), OPENING)).toBeNull();
  });
});

describe('what is not a code', () => {
  it('a failure before createComponent is that error itself', () => {
    const error = new CheckoutError('sdk-load-failed', 'x');
    expect(decide({ type: 'failed-before', error }, BEFORE)).toEqual({ status: 'error', confirmedBy: null, retry: 'same-session', error });
  });

  it('pagehide is redirected after a redirect code and nothing before', () => {
    expect(decide({ type: 'page-hidden' }, { ...OPEN, redirecting: true })).toEqual({
      status: 'redirected',
      confirmedBy: null,
      retry: 'after-confirmation',
    });
    expect(decide({ type: 'page-hidden' }, OPEN)).toBeNull();
  });

  it('a redirect that stayed is redirected', () => {
    expect(decide({ type: 'redirect-stayed' }, OPEN)).toMatchObject({ status: 'redirected' });
  });

  it.each<[Input, CheckoutErrorCode]>([
    [{ type: 'launch-failed', failure: { code: 'SDK_LAUNCH_PAYMENT_APP_ERROR', message: 'no app' } }, 'redirect-failed'],
    [{ type: 'vanished' }, 'component-failed'],
    [{ type: 'session-expired' }, 'session-expired'],
  ])('%o is an error of its own', (input, code) => {
    expect(decide(input, OPEN)).toMatchObject({ status: 'error', confirmedBy: null, retry: 'after-confirmation', error: { code } });
  });

  it('a cashier that vanished says so in the details', () => {
    expect(decide({ type: 'vanished' }, OPEN)).toMatchObject({ error: { details: { reason: 'removed' } } });
  });

  it("a launch error has the SDK's own code and words", () => {
    const failure = { code: 'SDK_LAUNCH_PAYMENT_APP_ERROR', message: 'no app' };
    expect(decide({ type: 'launch-failed', failure }, OPEN)).toMatchObject({ error: { sdk: failure } });
  });

  it.each([
    ['SDK_CREATEPAYMENT_PARAMETER_ERROR', 'session-invalid'],
    ['SDK_INTERNAL_ERROR', 'sdk-internal'],
    ['SDK_CREATECOMPONENT_ERROR', 'component-failed'],
    ['SDK_INIT_PARAMETER_ERROR', 'component-failed'],
  ])('a set-up failure %s while opening is %s, with what the SDK said', (sdkCode, code) => {
    const cause = { code: sdkCode, message: 'no' };
    const decision = decide({ type: 'setup-failed', failure: cause, cause }, OPENING);
    expect(decision).toMatchObject({ status: 'error', retry: 'after-confirmation', error: { code, sdk: cause, cause } });
  });

  it('a set-up failure after createComponent has settled is only an event', () => {
    expect(decide({ type: 'setup-failed', failure: { code: 'SDK_CREATECOMPONENT_ERROR', message: '' }, cause: null }, OPEN)).toBeNull();
  });

  it("a refusal names the session's fault beside the SDK's own words", () => {
    const failure = { code: 'SDK_CREATEPAYMENT_PARAMETER_ERROR', message: 'Abnormal response data' };
    const decision = decide({ type: 'setup-failed', failure, cause: failure }, { ...OPENING, sessionFault: 'It is percent-encoded.' });
    if (decision?.status !== 'error') throw new Error('expected an error');
    expect(decision.error.message).toContain('Abnormal response data');
    expect(decision.error.message).toContain('It is percent-encoded.');
  });

  it('createComponent that has not settled in time is component-timeout, one that has is nothing', () => {
    expect(decide({ type: 'component-timeout', timeout: 20_000 }, OPENING)).toMatchObject({
      status: 'error',
      error: { code: 'component-timeout' },
    });
    expect(decide({ type: 'component-timeout', timeout: 20_000 }, OPEN)).toBeNull();
  });

  it.each(['unmounted', 'navigated', 'aborted', 'disposed'] as const)('the page ending it is abandoned: %s', (reason) => {
    expect(decide({ type: 'ended', reason }, OPEN)).toEqual({
      status: 'abandoned',
      confirmedBy: null,
      retry: 'after-confirmation',
      reason,
    });
    expect(decide({ type: 'ended', reason }, BEFORE)).toMatchObject({ retry: 'same-session' });
    expect(decide({ type: 'ended', reason }, { ...BEFORE, sessionGood: false })).toMatchObject({ retry: 'new-session' });
  });
});

describe('retry of an error', () => {
  const retry = (code: CheckoutErrorCode, facts: { submitted: boolean; sessionGood: boolean }): string =>
    errorOutcome(new CheckoutError(code, 'x'), facts).retry;

  it.each(['invalid-options', 'not-in-browser', 'disposed'] as const)('%s leaves nothing to retry', (code) => {
    expect(retry(code, { submitted: false, sessionGood: true })).toBe('none');
  });

  it('any other asks for confirmation once createComponent was called, else for the kept session or a new one', () => {
    expect(retry('sdk-load-failed', { submitted: true, sessionGood: true })).toBe('after-confirmation');
    expect(retry('sdk-load-failed', { submitted: false, sessionGood: true })).toBe('same-session');
    expect(retry('sdk-load-failed', { submitted: false, sessionGood: false })).toBe('new-session');
  });

  it('payment-unconfirmed asks for the confirmation of the attempt that it protects', () => {
    expect(retry('payment-unconfirmed', { submitted: false, sessionGood: true })).toBe('after-confirmation');
  });
});

it.each<[string, unknown]>([
  ['a input', { type: 'something-new' }],
  ['an event', { type: 'event', event: { type: 'something-new' }, untrusted: false }],
])('%s that the types do not know decides nothing', (_what, input) => {
  expect(decide(input as Input, OPEN)).toBeNull();
});
