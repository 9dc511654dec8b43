/** What the merchant's inquiryPayment is called with, and what its answers and its failures count as. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createInquiryClient } from '../../../src/confirmation/client';
import { createConfirmations } from '../../../src/confirmation/confirmations';
import { testEnvironment } from '../../support/environment';
import { NO_ANSWER } from '../../../src/confirmation/answer';
import type { PaymentInquiry, PaymentSession } from '../../../src/types';

const record = { attemptId: 'a', paymentRequestId: 'REQUEST', paymentSessionId: 'SESSION', order: '', at: 0 };
const session: PaymentSession = { paymentSessionData: 'data' };
const { signal } = new AbortController();

it.each([
  ['both ids and the session', record, session, { paymentRequestId: 'REQUEST', paymentSessionId: 'SESSION', session, signal }],
  ['no session where there is none at hand', record, undefined, { paymentRequestId: 'REQUEST', paymentSessionId: 'SESSION', signal }],
  [
    'no paymentSessionId where the session had none',
    { ...record, paymentSessionId: '' },
    undefined,
    { paymentRequestId: 'REQUEST', signal },
  ],
])('it is called with %s', async (_what, about, having, context) => {
  const inquiryPayment = vi.fn(() => Promise.resolve<PaymentInquiry>({ paymentStatus: 'SUCCESS' }));
  expect(
    await createInquiryClient(inquiryPayment, createConfirmations(), testEnvironment(), () => undefined)(about, having)(signal),
  ).toEqual({
    kind: 'success',
    inquiry: { paymentStatus: 'SUCCESS' },
  });
  expect(inquiryPayment.mock.calls).toStrictEqual([[context]]);
});

it.each<[string, () => Promise<PaymentInquiry>]>([
  ['rejects', () => Promise.reject(new Error('down'))],
  [
    'throws',
    () => {
      throw new Error('down');
    },
  ],
  ['answers for another payment', () => Promise.resolve({ paymentRequestId: 'ANOTHER', paymentStatus: 'SUCCESS' })],
])('one that %s has not answered', async (_what, inquiryPayment) => {
  expect(await createInquiryClient(inquiryPayment, createConfirmations(), testEnvironment(), () => undefined)(record)(signal)).toEqual(
    NO_ANSWER,
  );
});

describe('two questions about one payment at once', () => {
  const asked: ((answer: PaymentInquiry) => void)[] = [];
  const inquiryPayment = (): Promise<PaymentInquiry> =>
    new Promise((resolve) => {
      asked.push(resolve);
    });
  beforeEach(() => {
    asked.length = 0;
  });

  it('are one request, and both hear its answer', async () => {
    const inquire = createInquiryClient(inquiryPayment, createConfirmations(), testEnvironment(), () => undefined);
    const [one, two] = [inquire(record)(new AbortController().signal), inquire(record, session)(new AbortController().signal)];
    expect(asked).toHaveLength(1);
    asked[0]?.({ paymentStatus: 'SUCCESS' });
    expect([(await one).kind, (await two).kind]).toEqual(['success', 'success']);
    void inquire(record)(new AbortController().signal);
    expect(asked).toHaveLength(2);
  });

  it('about two payments are two', () => {
    const inquire = createInquiryClient(inquiryPayment, createConfirmations(), testEnvironment(), () => undefined);
    void inquire(record)(new AbortController().signal);
    void inquire({ ...record, paymentRequestId: '__proto__' })(new AbortController().signal);
    expect(asked).toHaveLength(2);
  });

  it('the second asks by itself when the first is aborted or has no answer, and only once', async () => {
    const inquire = createInquiryClient(inquiryPayment, createConfirmations(), testEnvironment(), () => undefined);
    const first = new AbortController();
    const one = inquire(record)(first.signal);
    const others = [inquire(record)(new AbortController().signal), inquire(record)(new AbortController().signal)];
    first.abort();
    expect(await one).toEqual(NO_ANSWER);
    await vi.waitFor(() => {
      expect(asked).toHaveLength(2);
    });
    asked[1]?.({ paymentStatus: 'nobody knows' });
    await vi.waitFor(() => {
      expect(asked).toHaveLength(3);
    });
    asked[2]?.({ paymentStatus: 'FAIL' });
    expect((await Promise.all(others)).map(({ kind }) => kind).sort()).toEqual(['fail', 'none']);
    expect(asked).toHaveLength(3);
  });

  it('one that is aborted while it waits asks no more', async () => {
    const inquire = createInquiryClient(inquiryPayment, createConfirmations(), testEnvironment(), () => undefined);
    const second = new AbortController();
    const one = inquire(record)(new AbortController().signal);
    const two = inquire(record)(second.signal);
    second.abort();
    asked[0]?.({});
    expect([await one, await two]).toEqual([NO_ANSWER, NO_ANSWER]);
    expect(asked).toHaveLength(1);
  });

  it('an answer that comes after its question was aborted leaves the next one alone', async () => {
    const inquire = createInquiryClient(inquiryPayment, createConfirmations(), testEnvironment(), () => undefined);
    const first = new AbortController();
    void inquire(record)(first.signal);
    first.abort();
    const second = inquire(record)(new AbortController().signal);
    asked[0]?.({ paymentStatus: 'FAIL' });
    await new Promise((resolve) => void setTimeout(resolve));
    const third = inquire(record)(new AbortController().signal);
    expect(asked).toHaveLength(2);
    asked[1]?.({ paymentStatus: 'SUCCESS' });
    expect([(await second).kind, (await third).kind]).toEqual(['success', 'success']);
  });

  it('are two where there is no AbortController, since nobody knows when one is over', () => {
    const inquire = createInquiryClient(inquiryPayment, createConfirmations(), testEnvironment(), () => undefined);
    void inquire(record)(undefined as unknown as AbortSignal);
    void inquire(record)(undefined as unknown as AbortSignal);
    expect(asked).toHaveLength(2);
  });
});

it('the logger is told what was asked, what the answer was and how long it took, and why there was none', async () => {
  const log = vi.fn();
  let now = 5_000;
  const env = { ...testEnvironment(), elapsed: () => now };
  const inquiryPayment = vi.fn(() => {
    now += 250;
    return Promise.resolve<PaymentInquiry>({ paymentStatus: 'SUCCESS' });
  });
  await createInquiryClient(inquiryPayment, createConfirmations(), env, log)(record)(signal);
  inquiryPayment.mockRejectedValueOnce(new Error('down'));
  await createInquiryClient(inquiryPayment, createConfirmations(), env, log)(record)(signal);
  expect(log.mock.calls).toEqual([
    ['debug', 'inquiry.asked', { paymentRequestId: 'REQUEST' }, 'a'],
    ['info', 'inquiry.answered', { answer: 'success', ms: 250 }, 'a'],
    ['debug', 'inquiry.asked', { paymentRequestId: 'REQUEST' }, 'a'],
    ['warn', 'inquiry.failed', { message: expect.stringContaining('down') as string }, 'a'],
    ['info', 'inquiry.answered', { answer: 'none', ms: 0 }, 'a'],
  ]);
});
