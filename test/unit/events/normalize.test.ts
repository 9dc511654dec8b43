import { describe, expect, test } from 'vitest';
import { normalizeEvent } from '../../../src/events/normalize';
import type { SdkEvent } from '../../../src/types';

type Type = SdkEvent['type'];
type KnownCode = Exclude<SdkEvent, { type: 'unrecognized' }>['code'];

/** The table of CONTRACT.md, written a second time: a slip in the catalogue does not pass. */
const TABLE: Record<KnownCode, Type> = {
  SDK_START_OF_LOADING: 'loading-started',
  SDK_END_OF_LOADING: 'loading-ended',
  SDK_PAYMENT_SUCCESSFUL: 'payment-succeeded',
  SDK_PAYMENT_PROCESSING: 'payment-processing',
  SDK_PAYMENT_PENDING: 'payment-processing',
  SDK_PAYMENT_FAIL: 'payment-failed',
  SDK_PAYMENT_ERROR: 'payment-unknown',
  SDK_PAYMENT_CANCEL: 'payment-cancelled',
  SDK_CALL_URL_SUCCESS: 'redirect-started',
  SDK_CALL_URL_ERROR: 'redirect-failed',
  SDK_LAUNCH_PAYMENT_APP_ERROR: 'redirect-failed',
  SDK_REDIRECT: 'redirect-requested',
  SDK_INTERNAL_ERROR: 'setup-failed',
  SDK_CREATEPAYMENT_PARAMETER_ERROR: 'setup-failed',
  SDK_INIT_PARAMETER_ERROR: 'setup-failed',
  SDK_CREATECOMPONENT_ERROR: 'setup-failed',
  SDK_CREATE_COMPONENT_ERROR: 'setup-failed',
  SDK_PAYMENT_RETRY: 'payment-retrying',
  SDK_PAYMENT_AUTHORIZATION_SUCCESSFUL: 'payment-authorized',
  SDK_PAYMENT_CHALLENGE: 'payment-challenged',
  SDK_PAYMENT_APPROVE: 'payment-approved',
  SDK_PAYMENT_WARN: 'payment-warning',
  SDK_PAYMENT_SHIPPINGCHANGE: 'shipping-changed',
  SDK_FORM_VERIFICATION_FAILED: 'form-invalid',
  SDK_DUPLICATE_SUBMISSION_BEHAVIOR: 'duplicate-submission',
  SDK_SUBMIT_NETWORK_ERROR: 'submit-network-error',
  SDK_PAYMENT_CLICK_BACK_TO_MERCHANT: 'back-to-merchant',
  onClose: 'closed',
};

const OBJECT_NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'isPrototypeOf', '__defineGetter__'];

function fails(): never {
  throw new Error('do not look');
}

function revoked(): unknown {
  const { proxy, revoke } = Proxy.revocable({ code: 'SDK_PAYMENT_SUCCESSFUL' }, {});
  revoke();
  return proxy;
}

describe('codes', () => {
  test.each(Object.entries(TABLE))('%s is %s', (code, type) => {
    expect(normalizeEvent({ code })).toEqual({ type, code, raw: { code } });
  });

  test.each(OBJECT_NAMES)('%s, which every object has, is unrecognized', (code) => {
    const raw: unknown = JSON.parse(JSON.stringify({ code }));
    expect(normalizeEvent(raw)).toEqual({ type: 'unrecognized', code, raw });
  });

  test.each([
    'sdk_payment_successful',
    ' SDK_PAYMENT_SUCCESSFUL',
    'SDK_PAYMENT_SUCCESSFUL ',
    'SDK_PAYMENT_SUCCESSFUL\n',
    'SDK_PAYMENT_SUCCESS',
    'PAYMENT_SUCCESSFUL',
    'onclose',
    'closed',
    'A_CODE_OF_TOMORROW',
  ])('%j is unrecognized and keeps its code: codes match exactly', (code) => {
    expect(normalizeEvent({ code })).toMatchObject({ type: 'unrecognized', code });
  });

  const success = 'SDK_PAYMENT_SUCCESSFUL';
  const NOT_TEXT: readonly unknown[] = [
    42,
    null,
    undefined,
    true,
    {},
    [],
    [success],
    { toString: () => success },
    new String(success),
    Symbol(success),
  ];
  test.each(NOT_TEXT.map((code) => ({ code })))('a code that is not text (%#) is no code', (raw) => {
    expect(normalizeEvent(raw)).toMatchObject({ type: 'unrecognized', code: '' });
  });

  test('an inherited code is no code', () => {
    expect(normalizeEvent(Object.create({ code: 'SDK_PAYMENT_SUCCESSFUL' })).type).toBe('unrecognized');
  });
});

describe('input of any kind', () => {
  const nothing = { type: 'unrecognized', code: '' };

  const ANYTHING: readonly unknown[] = [
    null,
    undefined,
    0,
    42,
    NaN,
    '',
    'SDK_PAYMENT_SUCCESSFUL',
    true,
    Symbol('x'),
    () => undefined,
    [],
    ['SDK_PAYMENT_SUCCESSFUL'],
    new Date(0),
    /x/,
    new Error('x'),
  ];
  test.each(ANYTHING.map((raw) => ({ raw })))('value %# is unrecognized and kept as raw', ({ raw }) => {
    const event = normalizeEvent(raw);
    expect(event).toMatchObject(nothing);
    expect(event.raw).toBe(raw);
  });

  test('a function with a code is not an event', () => {
    expect(normalizeEvent(Object.assign(() => undefined, { code: 'SDK_PAYMENT_SUCCESSFUL' }))).toMatchObject(nothing);
  });

  test('a revoked proxy is unrecognized', () => {
    const event = normalizeEvent(revoked());
    expect([event.type, event.code]).toEqual(['unrecognized', '']);
  });

  test('a proxy whose every trap throws is unrecognized', () => {
    const raw = new Proxy({}, { get: fails, has: fails, ownKeys: fails, getOwnPropertyDescriptor: fails, getPrototypeOf: fails });
    const event = normalizeEvent(raw);
    expect([event.type, event.code]).toEqual(['unrecognized', '']);
  });

  test('a getter that throws costs its own member only', () => {
    const result = {
      get paymentResultCode(): string {
        return fails();
      },
      errorCode: 'RISK_REJECT',
    };
    const raw = {
      code: 'SDK_PAYMENT_FAIL',
      get message(): string {
        return fails();
      },
      result,
    };
    const event = normalizeEvent(raw);
    expect(event.type).toBe('payment-failed');
    expect(event.paymentResultCode).toBe('RISK_REJECT');
    expect('message' in event).toBe(false);
  });

  test('a code that changes between two reads is read once', () => {
    let reads = 0;
    const raw = {
      get code(): string {
        reads += 1;
        return reads === 1 ? 'SDK_PAYMENT_CANCEL' : 'SDK_PAYMENT_SUCCESSFUL';
      },
    };
    expect(normalizeEvent(raw)).toMatchObject({ type: 'payment-cancelled', code: 'SDK_PAYMENT_CANCEL' });
    expect(reads).toBe(1);
  });

  test('an object without a prototype is read', () => {
    const raw: unknown = Object.assign(Object.create(null), { code: 'SDK_PAYMENT_FAIL', message: 'no' });
    expect(normalizeEvent(raw)).toMatchObject({ type: 'payment-failed', message: 'no' });
  });

  // Made inside the test: the runner itself cannot list a revoked proxy.
  const ODD_RESULTS: readonly (() => unknown)[] = [
    () => null,
    () => 7,
    () => 'text',
    () => [],
    () => ({ result: null }),
    () => ({ result: 'text' }),
    () => ({ result: revoked() }),
    revoked,
  ];
  test.each(ODD_RESULTS)('a result of another shape (%#) is passed over', (make) => {
    expect(Object.keys(normalizeEvent({ code: 'SDK_PAYMENT_FAIL', result: make() }))).toEqual(['type', 'code', 'raw']);
  });

  test('a result that holds itself ends', () => {
    const result: Record<string, unknown> = { errorCode: 'RISK_REJECT' };
    result['result'] = result;
    expect(normalizeEvent({ code: 'SDK_PAYMENT_FAIL', result }).paymentResultCode).toBe('RISK_REJECT');
  });
});

describe('the event', () => {
  test('it is frozen, and what the SDK sent is neither copied nor frozen', () => {
    const raw = { code: 'SDK_PAYMENT_FAIL', result: { paymentResultCode: 'RISK_REJECT' } };
    const event = normalizeEvent(raw);
    expect(Object.isFrozen(event)).toBe(true);
    expect(event.raw).toBe(raw);
    expect(Object.isFrozen(raw)).toBe(false);
  });

  test('members that were not sent are left out, empty texts too', () => {
    const raw = {
      code: 'SDK_REDIRECT',
      message: '',
      errorCode: '',
      errorMessage: '',
      normalUrl: '',
      result: { paymentResultCode: '', result: { schemeUrl: 'app://' } },
    };
    expect(Object.keys(normalizeEvent(raw))).toEqual(['type', 'code', 'raw']);
  });

  test('a number is not taken for a result code or a message', () => {
    const raw = { code: 'SDK_PAYMENT_FAIL', message: 7, result: { paymentResultCode: 1, paymentResultMessage: {} } };
    expect(Object.keys(normalizeEvent(raw))).toEqual(['type', 'code', 'raw']);
  });
});

describe('the message', () => {
  test('it is the text beside the code', () => {
    expect(normalizeEvent({ code: 'SDK_CREATECOMPONENT_ERROR', message: 'Load resource timeout' }).message).toBe('Load resource timeout');
  });

  test('AMSEasyPay puts it in result', () => {
    expect(normalizeEvent({ code: 'SDK_INTERNAL_ERROR', result: { message: 'Network request error' } }).message).toBe(
      'Network request error',
    );
  });
});

describe('the payment result code', () => {
  const found = { paymentResultCode: 'RISK_REJECT', paymentResultMessage: 'Rejected.' };
  const apple = { errorCode: 'RISK_REJECT', errorMessage: 'Rejected.' };

  test.each([
    ['in result', { result: found }],
    ['in result.result, where a declared close event puts it', { result: { result: found } }],
    ['beside the code', found],
    ['as errorCode in result, where Apple Pay puts it', { result: apple }],
    ['as errorCode in result.result', { result: { result: apple } }],
    ['as errorCode beside the code', apple],
  ])('it is found %s', (_where, rest) => {
    expect(normalizeEvent({ code: 'SDK_PAYMENT_FAIL', ...rest })).toMatchObject(found);
  });

  test('its documented name wins over errorCode, wherever each stands', () => {
    const raw = { code: 'SDK_PAYMENT_FAIL', errorCode: 'A', result: { errorCode: 'B', result: { paymentResultCode: 'C' } } };
    expect(normalizeEvent(raw).paymentResultCode).toBe('C');
  });

  test('result wins over result.result, and both over the top', () => {
    const result = { paymentResultCode: 'A', result: { paymentResultCode: 'B' } };
    expect(normalizeEvent({ code: 'SDK_PAYMENT_FAIL', paymentResultCode: 'C', result }).paymentResultCode).toBe('A');
    expect(normalizeEvent({ code: 'SDK_PAYMENT_FAIL', paymentResultCode: 'C', result: { result: result.result } }).paymentResultCode).toBe(
      'B',
    );
  });

  test('resultCode, which says that a call worked, is not taken for it', () => {
    const raw = { code: 'SDK_PAYMENT_FAIL', resultCode: 'SUCCESS', result: { resultCode: 'SUCCESS', resultStatus: 'S' } };
    expect(Object.keys(normalizeEvent(raw))).toEqual(['type', 'code', 'raw']);
  });

  test('an inherited one is not taken', () => {
    expect(normalizeEvent({ code: 'SDK_PAYMENT_FAIL', result: Object.create(found) as unknown }).paymentResultCode).toBeUndefined();
  });
});

describe('redirect-requested', () => {
  const urls = { normalUrl: 'https://pay.example/n', schemeUrl: 'app://s', applinkUrl: 'https://pay.example/a' };

  test.each([
    ['result.redirectUrls, where the SDK puts them', { result: { redirectUrls: urls } }],
    ['result', { result: urls }],
    ['the top', urls],
  ])('its URLs are found in %s', (_where, rest) => {
    expect(normalizeEvent({ code: 'SDK_REDIRECT', ...rest })).toMatchObject(urls);
  });

  test('a URL that the method has not, which the SDK sends as an empty text, is left out', () => {
    const raw = { code: 'SDK_REDIRECT', result: { redirectUrls: { normalUrl: 'https://pay.example/n', schemeUrl: '', applinkUrl: '' } } };
    expect(Object.keys(normalizeEvent(raw))).toEqual(['type', 'code', 'raw', 'normalUrl']);
  });

  test('no other event has URLs', () => {
    expect(Object.keys(normalizeEvent({ code: 'SDK_CALL_URL_SUCCESS', result: { redirectUrls: urls }, ...urls }))).toEqual([
      'type',
      'code',
      'raw',
    ]);
  });
});
