/** What the merchant's inquiryPayment is called with, and what its answers and its failures count as. */
import { expect, it, vi } from 'vitest';
import { createInquirer } from '../../../src/attempt/inquirer';
import { testEnvironment } from '../../support/environment';
import { NO_ANSWER } from '../../../src/attempt/inquiry';
import type { PaymentInquiry, PaymentSession } from '../../../src/types';

const record = { attemptId: 'a', paymentRequestId: 'REQUEST', paymentSessionId: 'SESSION', order: '', at: 0 };
const session: PaymentSession = { paymentSessionData: 'data' };
const { signal } = new AbortController();

it.each([
  ['both ids and the session', record, session, { paymentRequestId: 'REQUEST', paymentSessionId: 'SESSION', session, signal }],
  ['no session where there is none at hand', record, undefined, { paymentRequestId: 'REQUEST', paymentSessionId: 'SESSION', signal }],
  ['no paymentSessionId where the session had none', { ...record, paymentSessionId: '' }, undefined, { paymentRequestId: 'REQUEST', signal }],
])('it is called with %s', async (_what, about, having, context) => {
  const inquiryPayment = vi.fn(() => Promise.resolve<PaymentInquiry>({ paymentStatus: 'SUCCESS' }));
  expect(await createInquirer(inquiryPayment, testEnvironment(), () => undefined)(about, having)(signal)).toEqual({ kind: 'success', inquiry: { paymentStatus: 'SUCCESS' } });
  expect(inquiryPayment.mock.calls).toStrictEqual([[context]]);
});

it.each<[string, () => Promise<PaymentInquiry>]>([
  ['rejects', () => Promise.reject(new Error('down'))],
  ['throws', () => { throw new Error('down'); }],
  ['answers for another payment', () => Promise.resolve({ paymentRequestId: 'ANOTHER', paymentStatus: 'SUCCESS' })],
])('one that %s has not answered', async (_what, inquiryPayment) => {
  expect(await createInquirer(inquiryPayment, testEnvironment(), () => undefined)(record)(signal)).toEqual(NO_ANSWER);
});
