/** Asking the server, as the part alone: who is told what when it ends in the middle. The cadence is in controller.confirm.test.ts. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askOnce, confirm, type Ask, type Cadence } from '../../../src/confirmation/poll';
import { NO_ANSWER, type Answer } from '../../../src/confirmation/answer';
import { testEnvironment } from '../../support/environment';
import { pass } from '../../support/shop';

const CADENCE: Cadence = { interval: 2_000, slowAfter: 60_000, slowInterval: 10_000, timeout: 120_000 };
/** One question in the whole time, unless something asks for another. */
const SELDOM: Cadence = { ...CADENCE, interval: 500_000, slowInterval: 500_000 };
const PENDING: Answer = { kind: 'pending', inquiry: { paymentStatus: 'PENDING' } };
const PROCESSING: Answer = { kind: 'processing', inquiry: { paymentStatus: 'PROCESSING' } };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('asking until the answer is enough', () => {
  const asking = (ask: Ask, done: (answer: Answer) => void, heard?: (answer: Answer) => void): ReturnType<typeof confirm> =>
    confirm(testEnvironment(), ask, CADENCE, () => false, done, heard);

  it('concluded twice answers once, with the last answer', async () => {
    const done = vi.fn();
    const { conclude } = asking(() => Promise.resolve(PROCESSING), done);
    await pass(0);
    conclude();
    conclude();
    expect(done.mock.calls).toEqual([[PROCESSING]]);
  });

  it('concluded by whoever hears an answer asks no more', async () => {
    const ask = vi.fn<Ask>(() => Promise.resolve(PROCESSING));
    const done = vi.fn();
    const it = asking(ask, done, () => {
      it.conclude();
    });
    await pass(0);
    expect(vi.getTimerCount()).toBe(0);
    expect(ask).toHaveBeenCalledTimes(1);
    expect(done.mock.calls).toEqual([[PROCESSING]]);
  });

  it('a request that fails takes nothing back of what the server said before', async () => {
    const done = vi.fn();
    const ask = vi.fn<Ask>(() => Promise.resolve(NO_ANSWER)).mockResolvedValueOnce(PROCESSING);
    const { conclude } = asking(ask, done);
    await pass(2_000);
    expect(ask).toHaveBeenCalledTimes(2);
    conclude();
    expect(done.mock.calls).toEqual([[PROCESSING]]);
  });

  it('a buyer who comes back while a request is under way has it asked again at once, not after the interval', async () => {
    const answers: ((answer: Answer) => void)[] = [];
    const ask = vi.fn<Ask>(
      () =>
        new Promise((resolve) => {
          answers.push(resolve);
        }),
    );
    const { conclude } = asking(ask, () => undefined);
    await pass(0);
    window.dispatchEvent(new Event('online'));
    answers[0]?.(PROCESSING);
    await pass(0);
    expect(ask).toHaveBeenCalledTimes(2);
    answers[1]?.(PROCESSING);
    await pass(1_999);
    expect(ask).toHaveBeenCalledTimes(2);
    conclude();
  });

  it('concluded in the task in which it began asks nothing, nor does whoever wants its next answer later', async () => {
    const ask = vi.fn<Ask>(() => Promise.resolve(PROCESSING));
    const { conclude, poke } = asking(ask, () => undefined);
    conclude();
    expect(poke()).toBe(false);
    await pass(60_000);
    expect(ask).not.toHaveBeenCalled();
  });

  it('a deadline that falls before the first request is through waits for that', async () => {
    const done = vi.fn();
    const ask = (): Promise<Answer> =>
      new Promise((resolve) => {
        setTimeout(resolve, 5_000, PROCESSING);
      });
    confirm(testEnvironment(), ask, { ...SELDOM, timeout: 3_000 }, () => false, done);
    await pass(4_999);
    expect(done).not.toHaveBeenCalled();
    await pass(1);
    expect(done.mock.calls).toEqual([[PROCESSING]]);
  });

  it.each([
    ['999 ms late, has the last answer', 999, PROCESSING, 1],
    ['a second late, since the page was frozen, has one more', 1_000, PENDING, 2],
  ])('a deadline that falls %s', async (_what, late, answer, asked) => {
    let slept = 0;
    const real = testEnvironment();
    const env = { ...real, elapsed: () => real.elapsed() + slept };
    const done = vi.fn();
    const ask = vi.fn<Ask>(() => Promise.resolve(PENDING)).mockResolvedValueOnce(PROCESSING);
    confirm(env, ask, SELDOM, () => false, done);
    await pass(119_999);
    slept = late;
    await pass(1);
    expect(done.mock.calls).toEqual([[answer]]);
    expect(ask).toHaveBeenCalledTimes(asked);
  });

  it('asks without a signal where the browser has no AbortController, and gives up a request after 10 s all the same', async () => {
    vi.stubGlobal('AbortController', undefined);
    const ask = vi.fn<Ask>(() => new Promise(() => undefined));
    const { conclude } = asking(ask, () => undefined);
    await pass(11_999);
    expect(ask.mock.calls).toEqual([[undefined]]);
    await pass(1);
    expect(ask).toHaveBeenCalledTimes(2);
    conclude();
  });
});

describe('asking once', () => {
  it('concluded before the answer, however often, is no answer, aborts the request, and an answer after that is not told', async () => {
    let answer: (value: Answer) => void = () => undefined;
    const ask = vi.fn<Ask>(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const done = vi.fn();
    const { conclude } = askOnce(testEnvironment(), ask, done);
    await pass(0);
    conclude();
    conclude();
    answer(PROCESSING);
    await pass(60_000);
    expect(done.mock.calls).toEqual([[NO_ANSWER]]);
    expect(ask.mock.calls[0]?.[0].aborted).toBe(true);
  });

  it('concluded in the task in which it began asks nothing', async () => {
    const ask = vi.fn<Ask>(() => Promise.resolve(PROCESSING));
    const done = vi.fn();
    askOnce(testEnvironment(), ask, done).conclude();
    await pass(0);
    expect(ask).not.toHaveBeenCalled();
    expect(done.mock.calls).toEqual([[NO_ANSWER]]);
  });

  it('concluded after the answer tells nothing more', async () => {
    const done = vi.fn();
    const { conclude } = askOnce(testEnvironment(), () => Promise.resolve(PROCESSING), done);
    await pass(0);
    conclude();
    expect(done.mock.calls).toEqual([[PROCESSING]]);
  });
});
