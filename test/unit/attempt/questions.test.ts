/** When the server is asked about a payment that was opened, as the part alone. What its answers come to is in test/unit/confirmation. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AttemptContext } from '../../../src/attempt/context';
import { createQuestions, type Questions } from '../../../src/attempt/questions';
import type { Opened } from '../../../src/attempt/stages';
import { NO_ANSWER, type Answer } from '../../../src/confirmation/answer';
import type { PendingRecord } from '../../../src/payments/records';
import { testEnvironment } from '../../support/environment';
import { pass } from '../../support/shop';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const RECORD: PendingRecord = { attemptId: 'attempt', paymentRequestId: 'request', paymentSessionId: '', order: '', at: 0 };
const opened = (more: object = {}): Opened =>
  ({ session: { session: { paymentSessionData: 'data', paymentRequestId: 'request' } }, opening: {}, beside: null, ...more }) as Opened;

function ask(...answers: Answer[]): Questions & { readonly asked: number[]; readonly spent: string[] } {
  const asked: number[] = [];
  const spent: string[] = [];
  const begun = Date.now();
  const context = {
    env: testEnvironment(),
    cadence: { interval: 2_000, slowAfter: 60_000, slowInterval: 10_000, timeout: 120_000 },
    cache: { spent: (id: string) => spent.push(id) },
    inquire: () => () => {
      asked.push(Date.now() - begun);
      return Promise.resolve(answers.shift() ?? NO_ANSWER);
    },
  } as unknown as AttemptContext;
  return { ...createQuestions(context, () => RECORD), asked, spent };
}

it.each<[string, Opened | null, boolean]>([
  ['one that was submitted and has an id', opened(), true],
  ['none that was not submitted', opened({ opening: null }), false],
  ['none whose session has no id', opened({ session: { session: { paymentSessionData: 'data' } } }), false],
  ['none', null, false],
])('the server can be asked about %s', (_which, about, can) => {
  expect(ask().canAsk(about)).toBe(can);
});

it('beside an open form it is asked slowly, once at a time and for as long as the form is open, and told is only how it ended', async () => {
  const { askBeside, stopBeside, asked, spent } = ask({ kind: 'processing', inquiry: {} });
  const form = opened();
  const done = vi.fn();
  askBeside(form, done);
  askBeside(form, done);
  await pass(299_999);
  expect(asked).toEqual(Array.from({ length: 30 }, (_, i) => i * 10_000));
  stopBeside(form);
  expect(form.beside).toBeNull();
  expect(done).not.toHaveBeenCalled();
  expect(spent).toEqual([]);
});

it('an end that only the server knows of is told, and its session is spent', async () => {
  const { askBeside, spent } = ask({ kind: 'success', inquiry: {} });
  const done = vi.fn();
  askBeside(opened(), done);
  await pass(0);
  expect(done.mock.calls).toMatchObject([[{ decision: { status: 'succeeded' }, decided: true }]]);
  expect(spent).toEqual(['request']);
});
