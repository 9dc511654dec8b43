/** What follows from the server's word about earlier payments, as the part alone. In a pay() it is in controller.again-server.test.ts. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Ask } from '../../../src/confirmation/poll';
import { PROCESSING, UNKNOWN } from '../../../src/outcome/decide';
import { askAboutUnconfirmed, type UnconfirmedEnd, type UnconfirmedParts } from '../../../src/confirmation/unconfirmed';
import { NO_ANSWER, type Answer } from '../../../src/confirmation/answer';
import type { UnconfirmedPayment, RepaymentGuard } from '../../../src/payments/guard';
import type { PendingRecord } from '../../../src/payments/records';
import type { PaymentSession } from '../../../src/types';
import { testEnvironment } from '../../support/environment';
import { pass } from '../../support/shop';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const answer = (kind: Exclude<Answer['kind'], 'none'>): Answer => ({ kind, inquiry: {} });
const record = (name: string): PendingRecord => ({
  attemptId: `attempt ${name}`,
  paymentRequestId: name,
  paymentSessionId: '',
  order: 'order',
  at: 0,
});
const earlier = (name: string, reopenable = true): UnconfirmedPayment => ({ record: record(name), reopenable });
const session = (paymentRequestId: string): PaymentSession => ({ paymentSessionData: 'data', paymentRequestId });

interface Asking {
  readonly ends: UnconfirmedEnd[];
  /** Whom the server was asked about, in turn. */
  readonly asked: string[];
  readonly decided: ReturnType<typeof vi.fn>;
  readonly conclude: () => void;
}

/** Somebody is asking about that payment already. */
const beside = (next: () => Promise<Answer | null>): Partial<UnconfirmedParts> => ({
  confirmations: () => ({ request: undefined, poll: { next, conclude: () => undefined } }),
});

/**
 * Asks about `first`.
 * @param answers by paymentRequestId; nothing: the server is silent
 * @param admitted what the guard still has after each answer
 */
function ask(
  answers: Readonly<Record<string, Answer>>,
  admitted: readonly (UnconfirmedPayment | null)[] = [],
  more: Partial<UnconfirmedParts> = {},
  first = earlier('first'),
): Asking {
  const ends: UnconfirmedEnd[] = [];
  const asked: string[] = [];
  const decided = vi.fn<RepaymentGuard['decided']>();
  const rest = admitted.slice();
  const parts: UnconfirmedParts = {
    env: testEnvironment(),
    lock: { owner: null, cooldown: null, keptForRedirect: null, replace: null, waiting: [] },
    patience: 20_000,
    pays: true,
    order: 'order',
    session: undefined,
    confirmations: () => ({ request: undefined, poll: undefined }),
    inquire:
      ({ paymentRequestId }): Ask =>
      () => {
        asked.push(paymentRequestId);
        const known = answers[paymentRequestId];
        return known ? Promise.resolve(known) : new Promise(() => undefined);
      },
    guard: { decided, admit: () => rest.shift() ?? null } as Partial<RepaymentGuard> as RepaymentGuard,
    ...more,
  };
  const { conclude } = askAboutUnconfirmed(parts, first, (end) => {
    ends.push(end);
  });
  return { ends, asked, decided, conclude };
}

describe('SUCCESS', () => {
  it('is the outcome, and the session goes with it', async () => {
    const { ends, decided } = ask({ first: answer('success') });
    await pass(0);
    expect(ends).toEqual([
      { decision: { status: 'succeeded', confirmedBy: 'server', retry: 'none', inquiry: {} }, record: record('first') },
    ]);
    expect(decided.mock.calls).toEqual([[record('first'), false]]);
  });
});

describe.each(['fail', 'cancelled'] as const)('%s', (kind) => {
  it.each([
    ['nothing', undefined, undefined],
    ['the session of that payment', session('first'), undefined],
    ['the session of another payment', session('second'), session('second')],
    ['session data alone', 'data', 'data'],
  ])('opens, and where pay() was given %s', async (_given, given, opens) => {
    const { ends, decided } = ask({ first: answer(kind) }, [], { session: given });
    await pass(0);
    expect(ends).toEqual([{ session: opens }]);
    expect(decided.mock.calls).toEqual([[record('first'), false]]);
  });
});

describe('ORDER_NOT_EXIST', () => {
  it('opens with whatever pay() was given, and the session may be used again', async () => {
    const { ends, decided } = ask({ first: answer('not-found') }, [], { session: session('first') });
    await pass(0);
    expect(ends).toEqual([{ session: session('first') }]);
    expect(decided.mock.calls).toEqual([[record('first'), true]]);
  });
});

describe('PROCESSING', () => {
  it.each<[string, UnconfirmedPayment | null, UnconfirmedEnd]>([
    ['opens the session again that is still good', earlier('first'), { session: session('first') }],
    ['is the outcome once the session is too old', earlier('first', false), { decision: PROCESSING, record: record('first') }],
    ['is the outcome once the payment is no longer known', null, { decision: PROCESSING, record: record('first') }],
    ['is the outcome once another payment has taken its place', earlier('second'), { decision: PROCESSING, record: record('first') }],
  ])('%s', async (_what, now, end) => {
    const { ends, decided } = ask({ first: answer('processing') }, [now], { session: session('first') });
    await pass(0);
    expect(ends).toEqual([end]);
    expect(decided).not.toHaveBeenCalled();
  });

  it('is the outcome where the SDK had said so itself', async () => {
    const { ends } = ask({ first: answer('processing') }, [earlier('first')], {}, earlier('first', false));
    await pass(0);
    expect(ends).toEqual([{ decision: PROCESSING, record: record('first') }]);
  });
});

it.each([
  ['pending', answer('pending'), PROCESSING],
  ['no answer', NO_ANSWER, UNKNOWN],
])('%s opens nothing and decides nothing', async (_what, said, decision) => {
  const { ends, decided } = ask({ first: said });
  await pass(0);
  expect(ends).toEqual([{ decision, record: record('first') }]);
  expect(decided).not.toHaveBeenCalled();
});

describe('a second one', () => {
  it('is asked about once the first is decided, and its answer counts', async () => {
    const { ends, asked } = ask({ first: answer('fail'), second: answer('success') }, [earlier('second')]);
    await pass(0);
    expect(asked).toEqual(['first', 'second']);
    expect(ends).toMatchObject([{ decision: { status: 'succeeded' }, record: record('second') }]);
  });

  it('is the one that is concluded while it is asked about', async () => {
    const { ends, conclude } = ask({ first: answer('fail') }, [earlier('second')]);
    await pass(0);
    conclude();
    conclude();
    expect(ends).toEqual([{ decision: UNKNOWN, record: record('second') }]);
  });
});

describe('where somebody is asking already', () => {
  it('the next answer is theirs, and no request is made', async () => {
    const { ends, asked } = ask(
      {},
      [],
      beside(() => Promise.resolve(answer('fail'))),
    );
    await pass(0);
    expect(asked).toEqual([]);
    expect(ends).toEqual([{ session: undefined }]);
  });

  it.each<[string, Answer['kind'], boolean, number]>([
    ['goes on where the cashier does not open', 'processing', false, 0],
    ['goes on where the payment is over', 'fail', true, 0],
    ['ends where the cashier opens again', 'processing', true, 1],
  ])('that %s', async (_what, kind, reopenable, ended) => {
    const conclude = vi.fn();
    const next = (): Promise<Answer> => Promise.resolve(answer(kind as 'fail'));
    ask(
      {},
      kind === 'fail' ? [] : [earlier('first')],
      { confirmations: () => ({ request: undefined, poll: { next, conclude } }) },
      earlier('first', reopenable),
    );
    await pass(0);
    expect(conclude).toHaveBeenCalledTimes(ended);
  });

  it('and stops, the server is asked after all', async () => {
    const { ends, asked } = ask(
      { first: answer('fail') },
      [],
      beside(() => Promise.resolve(null)),
    );
    await pass(0);
    expect(asked).toEqual(['first']);
    expect(ends).toEqual([{ session: undefined }]);
  });
});

it('a guard that throws ends it with that error', async () => {
  const error = new Error('no');
  const guard = {
    decided: () => {
      throw error;
    },
  } as Partial<RepaymentGuard> as RepaymentGuard;
  const { ends } = ask({ first: answer('fail') }, [], { guard });
  await pass(0);
  expect(ends).toEqual([{ error }]);
});
