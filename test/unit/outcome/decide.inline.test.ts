/** The inline table of docs/outcomes.md, column without inquiryPayment, as a pure function. */
import { describe, expect, it } from 'vitest';
import { CheckoutError } from '../../../src/core/errors';
import { normalizeEvent } from '../../../src/events/normalize';
import { decide, isDeclined } from '../../../src/outcome/decide';
import type { Facts, Input } from '../../../src/outcome/input';
import { OPEN } from '../../support/facts';

const SUBMITTED: Facts = { ...OPEN, inline: true };
const SHOWN: Facts = { ...SUBMITTED, submitted: false };
const POPUP = OPEN;

const event = (code: string, result?: unknown, more: object = {}): Input => ({
  type: 'event',
  event: normalizeEvent({ code, ...(result === undefined ? {} : { result }), ...more }),
  untrusted: false,
});
const fail = (paymentResultCode?: string, flag?: unknown): Input =>
  event('SDK_PAYMENT_FAIL', { paymentResultCode }, flag === undefined ? {} : { error: { needChangeSessionForRetry: flag } });
const statusOf = (input: Input, facts: Facts): string => decide(input, facts)?.status ?? 'goes on';

describe('SDK_PAYMENT_FAIL', () => {
  it.each([
    ['RISK_REJECT', undefined, 'goes on'],
    ['RISK_REJECT', false, 'goes on'],
    ['RISK_REJECT', true, 'failed'],
    ['RISK_REJECT', 'true', 'goes on'],
    ['ORDER_IS_CLOSED', undefined, 'failed'],
    ['ORDER_IS_CLOSED', false, 'failed'],
    ['A_CODE_NEVER_SEEN', undefined, 'failed'],
    ['A_CODE_NEVER_SEEN', false, 'goes on'],
    ['A_CODE_NEVER_SEEN', true, 'failed'],
    [undefined, false, 'unknown'],
    ['SYSTEM_ERROR', false, 'unknown'],
    ['PAYMENT_IN_PROCESS', undefined, 'unknown'],
    ['ERR_DATA_STRUCT_UNRECOGNIZED', false, 'unknown'],
  ])('of %s with needChangeSessionForRetry %s: %s', (code, flag, status) => {
    expect(statusOf(fail(code, flag), SUBMITTED)).toBe(status);
    const given = fail(code, flag);
    expect(given.type === 'event' && isDeclined(given.event, SUBMITTED)).toBe(status === 'goes on');
  });

  it.each<[string, object]>([
    ['error', { error: { needChangeSessionForRetry: true } }],
    ['result', { result: { paymentResultCode: 'RISK_REJECT', needChangeSessionForRetry: true } }],
    ['the answer itself', { needChangeSessionForRetry: true }],
    ['error, which counts before the others', { error: { needChangeSessionForRetry: true }, needChangeSessionForRetry: false }],
  ])('is the end where needChangeSessionForRetry stands in %s', (_place, more) => {
    expect(statusOf(event('SDK_PAYMENT_FAIL', { paymentResultCode: 'RISK_REJECT' }, more), SUBMITTED)).toBe('failed');
  });

  it('alone says that a try failed: no other event does, whatever result code stands in it', () => {
    const given = event('SDK_PAYMENT_WARN', { paymentResultCode: 'RISK_REJECT' });
    expect(given.type === 'event' && isDeclined(given.event, SUBMITTED)).toBe(false);
  });

  it('that ends a form always needs a new session', () => {
    expect(decide(fail('RISK_REJECT', true), SUBMITTED)).toMatchObject({ status: 'failed', retry: 'new-session' });
  });

  it('of a popup ends it, whatever a form would do', () => {
    expect(decide(fail('RISK_REJECT', false), POPUP)).toMatchObject({ status: 'failed', retry: 'same-session' });
  });
});

it("an approval is the last word of PayPal's and of no other method", () => {
  expect(statusOf(event('SDK_PAYMENT_APPROVE'), { ...SUBMITTED, approvalIsLast: true })).toBe('processing');
  expect(statusOf(event('SDK_PAYMENT_APPROVE'), SUBMITTED)).toBe('goes on');
});

it('an approval that another form may have brought is unknown', () => {
  const approval = { ...event('SDK_PAYMENT_APPROVE'), untrusted: true };
  expect(decide(approval, { ...SUBMITTED, approvalIsLast: true })).toMatchObject({ status: 'unknown', retry: 'after-confirmation' });
  expect(statusOf(approval, SUBMITTED)).toBe('goes on');
});

it('back to the merchant is cancelled in a form, and only an event of a popup', () => {
  expect(decide(event('SDK_PAYMENT_CLICK_BACK_TO_MERCHANT'), SHOWN)).toMatchObject({ status: 'cancelled', retry: 'same-session' });
  expect(statusOf(event('SDK_PAYMENT_CLICK_BACK_TO_MERCHANT'), POPUP)).toBe('goes on');
});

it('a slot that is gone is abandoned before it was submitted, component-failed and to be confirmed after', () => {
  expect(decide({ type: 'slot-removed' }, SHOWN)).toMatchObject({ status: 'abandoned', reason: 'unmounted', retry: 'same-session' });
  const takenAway = (reason: string): object => ({
    status: 'error',
    retry: 'after-confirmation',
    error: { code: 'component-failed', details: { reason } },
  });
  expect(decide({ type: 'slot-removed' }, SUBMITTED)).toMatchObject(takenAway('removed'));
  expect(decide({ type: 'slot-moved' }, SHOWN)).toBe(null);
  expect(decide({ type: 'slot-moved' }, SUBMITTED)).toMatchObject(takenAway('moved'));
});

it('what the SDK gave up after it was open is component-failed', () => {
  const failure = { code: 'SDK_INTERNAL_ERROR', message: 'gone' };
  expect(decide({ type: 'broken', failure }, POPUP)).toMatchObject({ status: 'error', error: { code: 'component-failed', sdk: failure } });
});

it('a minute past its expiry a submitted form is unknown, a popup session-expired', () => {
  expect(statusOf({ type: 'session-expired' }, SUBMITTED)).toBe('unknown');
  expect(decide({ type: 'session-expired' }, SHOWN)).toBe(null);
  expect(decide({ type: 'session-expired' }, POPUP)).toMatchObject({ error: { code: 'session-expired' } });
});

it.each(['redirect-returned', 'session-stale', 'sheet', 'silent', 'not-ready'] as const)('%s ends nothing', (type) => {
  expect(decide({ type }, SUBMITTED)).toBe(null);
});

it('a session that the SDK refuses to draw is not tried again; one that is only slow is', () => {
  const refused = (code: string): unknown =>
    decide({ type: 'setup-failed', failure: { code, message: '' }, cause: null }, { ...SHOWN, settled: false });
  expect(refused('INQUIRY_PAYMENT_SESSION_FAILED')).toMatchObject({ status: 'error', retry: 'new-session' });
  expect(refused('SDK_CREATECOMPONENT_ERROR')).toMatchObject({ error: { code: 'component-failed' }, retry: 'new-session' });
  expect(refused('SDK_INTERNAL_ERROR')).toMatchObject({ error: { code: 'sdk-internal' }, retry: 'new-session' });
  expect(refused('INITIALIZE_WEB_TIMEOUT')).toMatchObject({ error: { code: 'component-timeout' }, retry: 'same-session' });
  expect(refused('INITIALIZE_API_TIMEOUT')).toMatchObject({ error: { code: 'component-timeout' }, retry: 'same-session' });
  expect(refused('PARAM_INVALID')).toMatchObject({ error: { code: 'session-invalid' }, retry: 'new-session' });
});

it('a page that ends an untouched form owes nothing', () => {
  expect(decide({ type: 'ended', reason: 'replaced' }, SHOWN)).toMatchObject({
    status: 'abandoned',
    reason: 'replaced',
    retry: 'same-session',
  });
  expect(decide({ type: 'failed-before', error: new CheckoutError('session-expired', '') }, SHOWN)).toMatchObject({
    retry: 'same-session',
  });
});
