/** No repayment before confirmation, as the ledger alone knows it. */
import { describe, expect, it } from 'vitest';
import { createLedger, type Ledger } from '../../../src/attempt/ledger';
import { createKeeper, type SessionKeeper } from '../../../src/session/keeper';
import type { PaymentOutcome, PaymentSession } from '../../../src/types';
import { testEnvironment } from '../../support/environment';
import { uniqueSession } from '../../support/shop';

function setUp(): { ledger: Ledger; keeper: SessionKeeper; session: PaymentSession; data: string } {
  const keeper = createKeeper(testEnvironment(), () => Promise.reject(new Error('never asked')), 1_000);
  const session = uniqueSession();
  keeper.accept('a', session);
  return { ledger: createLedger(keeper), keeper, session, data: session.paymentSessionData };
}

const outcome = (status: PaymentOutcome['status'], retry: PaymentOutcome['retry'] = 'after-confirmation'): PaymentOutcome =>
  ({ attemptId: 'x', status, retry, confirmedBy: null } as unknown as PaymentOutcome);

const refuses = (run: () => void): boolean => {
  try { run(); } catch (error) { return (error as { code?: unknown }).code === 'payment-unconfirmed'; }
  return false;
};

describe.each<[PaymentOutcome['status'], 'free' | 'same session' | 'nothing']>([
  ['succeeded', 'free'], ['failed', 'free'], ['cancelled', 'free'],
  ['redirected', 'same session'], ['abandoned', 'same session'], ['error', 'same session'],
  ['processing', 'nothing'], ['unknown', 'nothing'],
])('after %s the order admits: %s', (status, admits) => {
  it('another session', () => {
    const { ledger, data } = setUp();
    ledger.record('a', outcome(status), data);
    expect(refuses(() => { ledger.admit('a', uniqueSession(), false); })).toBe(admits !== 'free');
  });

  it('the same session', () => {
    const { ledger, session, data } = setUp();
    ledger.record('a', outcome(status), data);
    expect(refuses(() => { ledger.admit('a', session, false); })).toBe(admits === 'nothing');
    expect(refuses(() => { ledger.admit('a', data, false); })).toBe(admits === 'nothing');
  });

  it('whatever is kept', () => {
    const { ledger, data } = setUp();
    ledger.record('a', outcome(status), data);
    expect(refuses(() => { ledger.admit('a', undefined, false); })).toBe(admits === 'nothing');
  });

  it('anything by force, and anything of another order', () => {
    const { ledger, keeper, data } = setUp();
    ledger.record('a', outcome(status), data);
    expect(refuses(() => { ledger.admit('b', uniqueSession(), false); })).toBe(false);
    expect(refuses(() => { ledger.admit('a', undefined, true); })).toBe(false);
    expect(keeper.peek('a')).toBeNull();
  });

  it('an attempt that never called createComponent changes nothing of it', () => {
    const { ledger, data } = setUp();
    ledger.record('a', outcome(status), data);
    ledger.record('a', outcome('cancelled'), undefined);
    ledger.record('a', outcome('error', 'same-session'), undefined);
    expect(refuses(() => { ledger.admit('a', uniqueSession(), false); })).toBe(admits !== 'free');
  });
});

describe('the kept session', () => {
  it('is dropped after succeeded and where a new one is needed, kept otherwise', () => {
    for (const [status, retry, kept] of [['succeeded', 'none', false], ['failed', 'new-session', false], ['failed', 'same-session', true], ['cancelled', 'same-session', true], ['redirected', 'after-confirmation', true]] as const) {
      const { ledger, keeper, data } = setUp();
      ledger.record('a', outcome(status, retry), data);
      expect(keeper.peek('a') !== null, status + retry).toBe(kept);
    }
  });
});
