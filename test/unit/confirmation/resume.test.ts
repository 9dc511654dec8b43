/** Asking about the payment the buyer comes back from, as the part alone. In a resume() it is in controller.resume.test.ts. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NO_ANSWER, type Answer } from '../../../src/confirmation/answer';
import { createConfirmations } from '../../../src/confirmation/confirmations';
import { pendingPayment, resumePayment, type Resumption } from '../../../src/confirmation/resume';
import type { RepaymentGuard } from '../../../src/payments/guard';
import type { PendingRecord } from '../../../src/payments/records';
import { testEnvironment } from '../../support/environment';
import { outcomeOf, pass } from '../../support/shop';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
  history.replaceState(null, '', '/');
});

const RECORD: PendingRecord = { attemptId: 'attempt', paymentRequestId: 'request', paymentSessionId: '', order: 'order', at: 0 };
const answer = (kind: Exclude<Answer['kind'], 'none'>): Answer => ({ kind, inquiry: {} });

function resume(said: Answer, cooldown: Promise<void> | null = null): Resumption & { readonly noted: ReturnType<typeof vi.fn> } {
  const noted = vi.fn();
  const guard = { noted, decided: () => undefined, pay: () => undefined } as Partial<RepaymentGuard> as RepaymentGuard;
  const resumption = resumePayment(RECORD, 'resume', {
    env: testEnvironment(),
    inquire: () => () => Promise.resolve(said),
    cadence: { interval: 2_000, slowAfter: 60_000, slowInterval: 10_000, timeout: 120_000 },
    guard,
    lock: { owner: null, cooldown, keptForRedirect: null, replace: null, waiting: [] },
    confirmations: createConfirmations(),
    signal: undefined,
    state: () => undefined,
    ended: () => undefined,
  });
  return { ...resumption, noted };
}

describe('while the SDK is at work on a component of this page', () => {
  const atWork = new Promise<void>(() => undefined);

  it.each(['success', 'fail'] as const)('%s is the end at once', async (kind) => {
    const { result } = resume(answer(kind), atWork);
    await pass(0);
    expect(await outcomeOf(result)).toMatchObject({ status: kind === 'success' ? 'succeeded' : 'failed', confirmedBy: 'server' });
  });

  it('ORDER_NOT_EXIST is no answer: its sheet may still submit', async () => {
    const { result, conclude } = resume(answer('not-found'), atWork);
    await pass(2_000);
    conclude();
    expect(await outcomeOf(result)).toMatchObject({ status: 'processing' });
  });
});

it.each<[string, Answer, boolean]>([
  ['PROCESSING', answer('processing'), true],
  ['PENDING', answer('pending'), true],
  ['no answer', NO_ANSWER, false],
])('of %s the guard is told whether the server knows the payment', async (_word, said, known) => {
  const { result, conclude, noted } = resume(said);
  await pass(0);
  conclude();
  await outcomeOf(result);
  expect(noted.mock.calls).toEqual(known ? [[RECORD, true]] : []);
});

it("a payment that only the page's address names has no order, no session and no attempt but this one", () => {
  history.replaceState(null, '', '/return?paymentRequestId=named');
  const guard = { newest: () => null, movesMoney: true } as Partial<RepaymentGuard> as RepaymentGuard;
  const record = { attemptId: 'resume', paymentRequestId: 'named', paymentSessionId: '', order: '', at: Date.now() };
  expect(pendingPayment(testEnvironment(), guard, {}, 'resume')).toEqual(record);
});

it.each([
  ['?paymentRequestId=named', {}, true],
  ['?paymentRequestId=named&cart=order', {}, false],
  ['', { paymentRequestId: 'named' }, false],
])('a payment that nothing remembers is of the order that is asked about, at %j with %o: guessed %s', (search, given, guessed) => {
  history.replaceState(null, '', `/return${search}`);
  const guard = { newest: () => null, movesMoney: true } as Partial<RepaymentGuard> as RepaymentGuard;
  const record = { attemptId: 'resume', paymentRequestId: 'named', paymentSessionId: '', order: 'order', at: Date.now() };
  expect(pendingPayment(testEnvironment(), guard, { ...given, order: 'order' }, 'resume')).toEqual(
    guessed ? { ...record, guessed } : record,
  );
});

describe('where the address names a payment, and the buyer asks about an order', () => {
  const named = { ...RECORD, attemptId: 'begun', paymentRequestId: 'named' };
  const remembering = (...records: PendingRecord[]): RepaymentGuard =>
    ({
      newest: (fits: (record: PendingRecord) => boolean) => records.filter(fits).at(-1) ?? null,
    }) as Partial<RepaymentGuard> as RepaymentGuard;
  const asked = (guard: RepaymentGuard, order: string): PendingRecord | null => {
    history.replaceState(null, '', '/return?paymentRequestId=named');
    return pendingPayment(testEnvironment(), guard, { order }, 'resume');
  };

  it('it is that one where it is remembered as of that order', () => {
    expect(asked(remembering(named), 'order')).toEqual(named);
  });

  it('it is none where it is remembered as of another order', () => {
    expect(asked(remembering(named), 'other')).toBeNull();
  });

  it('it is the newest of that order where it is remembered as of another one', () => {
    const own = { ...RECORD, order: 'other' };
    expect(asked(remembering(own, named), 'other')).toEqual(own);
  });

  it('it is guessed, whatever other payments of other orders are remembered', () => {
    expect(asked(remembering(RECORD), 'other')).toMatchObject({ paymentRequestId: 'named', order: 'other', guessed: true });
  });

  it('it is guessed anew where it was only guessed to be of another order', () => {
    expect(asked(remembering({ ...named, guessed: true }), 'other')).toMatchObject({
      paymentRequestId: 'named',
      order: 'other',
      guessed: true,
    });
  });
});
