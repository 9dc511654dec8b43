/** How the last payment ended, by the controller's state or by what a timeline has heard; and what a session says. */
import { describe, expect, it } from 'vitest';
import type { CheckoutState } from 'antom-checkout-controller';
import { brokenSession, paymentSession, type BrokenSession } from '../../../src/testing/sessions';
import { CheckoutError } from '../../../src/core/errors';
import { lastFacts } from '../../../src/doctor/facts/last';
import { regionOf, sessionFacts } from '../../../src/doctor/facts/session';
import type { TimelineEntry } from '../../../src/doctor/journal';

const log = (name: string, details: TimelineEntry['details'] = {}, at = 0): TimelineEntry => ({
  at,
  source: 'log',
  name,
  attemptId: 'a',
  details,
});
const settled = (outcome: object): CheckoutState => ({ phase: 'settled', attemptId: 'a', outcome }) as unknown as CheckoutState;
const open = { phase: 'open', attemptId: 'a' } as unknown as CheckoutState;
const IDLE = { phase: 'idle' } as unknown as CheckoutState;

describe('the last payment', () => {
  it('is that of the state', () => {
    expect(lastFacts(settled({ status: 'succeeded' }), [log('attempt.settled', { status: 'error', code: 'x' })], 0)).toMatchObject({
      lastStatus: 'succeeded',
      lastCode: null,
      lastReason: null,
    });
    expect(lastFacts(settled({ status: 'abandoned', reason: 'aborted' }), [], 0)).toMatchObject({
      lastStatus: 'abandoned',
      lastReason: 'aborted',
    });
  });

  it.each<[string, object, object]>([
    ['fault', { details: { fault: 'html', reason: 'x' } }, { lastReason: 'html', lastMessage: 'It failed.' }],
    ['reason', { details: { reason: 'http' } }, { lastReason: 'http' }],
    ['result code', { details: { resultCode: 'PARAM_ILLEGAL' } }, { lastReason: 'PARAM_ILLEGAL' }],
    [
      "SDK's own code and words",
      { sdk: { code: 'SDK_INTERNAL_ERROR', message: 'no' } },
      { lastReason: 'SDK_INTERNAL_ERROR', lastMessage: 'no' },
    ],
    ['nothing more', {}, { lastReason: null, lastMessage: 'It failed.' }],
  ])('that failed is told with its %s', (_what, init, facts) => {
    const error = new CheckoutError('component-failed', 'It failed.', init);
    expect(lastFacts(settled({ status: 'error', error }), [], 0)).toMatchObject({
      lastStatus: 'error',
      lastCode: 'component-failed',
      ...facts,
    });
  });

  it('that failed with something else than an error of ours is told as far as it can be', () => {
    expect(lastFacts(settled({ status: 'error', error: {} }), [], 0)).toMatchObject({ lastCode: null, lastReason: null, lastMessage: '' });
  });

  it('is that of the timeline where the state does not know', () => {
    const failed = log('attempt.settled', { status: 'error', code: 'session-invalid', reason: null });
    expect(lastFacts(IDLE, [log('sdk.loaded'), failed], 0)).toMatchObject({
      lastStatus: 'error',
      lastCode: 'session-invalid',
      lastReason: null,
    });
    expect(lastFacts(null, [log('sdk.load-failed', { code: 'sdk-load-failed', reason: 'http' })], 0)).toMatchObject({
      lastStatus: 'error',
      lastCode: 'sdk-load-failed',
      lastReason: 'http',
    });
    expect(lastFacts(null, [log('session.failed', { code: 'session-request-failed', message: 'HTTP 500' })], 0)).toMatchObject({
      lastCode: 'session-request-failed',
      lastMessage: 'HTTP 500',
    });
  });

  it('is none where what failed has worked since, or nothing was heard', () => {
    expect(lastFacts(null, [log('sdk.load-failed', { code: 'sdk-offline' }), log('sdk.loaded')], 0)).toMatchObject({
      lastStatus: null,
      lastCode: null,
    });
    expect(lastFacts(null, [], 0)).toMatchObject({
      lastStatus: null,
      silentSince: null,
      silentFor: null,
      sessionMs: null,
      inquiry: null,
      inquiriesFailed: null,
    });
  });

  it('that is open has been silent since its last event, of whichever kind', () => {
    expect(lastFacts(open, [log('sdk.event', { type: 'loading-started' }, 1000), log('attempt.phase', {}, 5000)], 9000)).toMatchObject({
      silentSince: 'loading-started',
      silentFor: 8000,
    });
    expect(lastFacts(open, [{ ...log('loading-ended', {}, 2000), source: 'event' }], 9000)).toMatchObject({
      silentSince: 'loading-ended',
      silentFor: 7000,
    });
    expect(lastFacts({ ...open, attemptId: 'b' } as CheckoutState, [log('sdk.event', { type: 'x' })], 9000).silentSince).toBeNull();
    expect(lastFacts(IDLE, [log('sdk.event', { type: 'x' })], 9000).silentSince).toBeNull();
  });
});

describe('the merchant’s server', () => {
  const NONE = log('inquiry.answered', { answer: 'none', ms: 1 });

  it('was asked for a session, and that took a while', () => {
    expect(lastFacts(null, [log('session.received', { ms: 10 }), log('session.received', { ms: 4000 })], 0).sessionMs).toBe(4000);
    expect(lastFacts(null, [log('session.received', { ms: 'long' })], 0).sessionMs).toBeNull();
  });

  it.each<[string, TimelineEntry[], object]>([
    ['answered', [log('inquiry.answered', { answer: 'success', ms: 30 })], { inquiry: '', inquiryMs: 30, inquiriesFailed: 0 }],
    [
      'answered the second time',
      [log('inquiry.failed', { message: 'x' }), NONE, log('inquiry.answered', { answer: 'success', ms: 30 })],
      { inquiry: '', inquiryMs: 30, inquiriesFailed: 1 },
    ],
    ['failed', [log('inquiry.failed', { message: 'HTTP 500' }), NONE], { inquiry: 'failed: HTTP 500', inquiryMs: 1, inquiriesFailed: 1 }],
    [
      'failed, and then was not understood',
      [log('inquiry.failed', { message: 'HTTP 500' }), NONE, NONE],
      { inquiry: 'failed: the answer was not understood, `probe` says why', inquiriesFailed: 2 },
    ],
    ['has not answered yet', [log('inquiry.failed', { message: 'HTTP 500' })], { inquiry: null, inquiriesFailed: null }],
  ])('was asked about a payment, and %s', (_what, entries, facts) => {
    expect(lastFacts(null, entries, 0)).toMatchObject(facts);
  });
});

describe('a session', () => {
  it('that works has no faults', () => {
    const session = paymentSession();
    expect(sessionFacts(session, Date.now())).toMatchObject({
      sessionFaults: '',
      sessionProduct: 'cashier',
      sessionEnvironment: 'sandbox',
      sessionHasId: true,
    });
    expect(sessionFacts(session, Date.now()).sessionExpiresIn).toBeGreaterThan(3_500_000);
    expect(regionOf(session)).toBe('SG');
  });

  it.each<BrokenSession>([
    'not-a-session',
    'empty',
    'html',
    'json',
    'percent-encoded',
    'spaces',
    'missing-parts',
    'truncated',
    'unknown-product',
    'missing-action',
    'bad-expiry',
  ])('with the fault %s has that, and nothing of its data is in the facts', (fault) => {
    const session = brokenSession(fault);
    const facts = sessionFacts(session, Date.now());
    expect(String(facts.sessionFaults).split(', ')).toContain(fault);
    const data = typeof session === 'string' ? session : session.paymentSessionData;
    for (const value of Object.values(facts)) if (typeof value === 'string' && value.length > 20 && data) expect(data).not.toContain(value);
  });

  it('that has expired is told by how much', () => {
    expect(sessionFacts(brokenSession('expired'), Date.now()).sessionExpiresIn).toBeLessThan(0);
  });

  it('as a string has no id of which anybody knows', () => {
    expect(sessionFacts(paymentSession().paymentSessionData, 0)).toMatchObject({ sessionHasId: null, sessionExpiresIn: null });
    expect(sessionFacts(brokenSession('missing-payment-request-id'), 0).sessionHasId).toBe(false);
  });

  it('that was not given gives no facts', () => {
    expect(sessionFacts(undefined, 0)).toEqual({});
    expect(regionOf(undefined)).toBeNull();
    expect(regionOf({ paymentSessionData: 7 })).toBeNull();
  });

  it.each([
    ['SANDBOX_5X00000000000000', 'sandbox'],
    ['5X00000000000000', 'prod'],
    ['T_111222333', null],
    [undefined, null],
  ])('of the client %s is of the environment %s', (clientId, environment) => {
    const data = [
      'signature',
      'US',
      '111',
      btoa(JSON.stringify({ paymentSessionConfig: { productScene: 'CASHIER_PAYMENT' }, clientId })),
    ].join('&&');
    expect(sessionFacts(data, 0).sessionEnvironment).toBe(environment);
    expect(regionOf(data)).toBe('US');
  });
});
