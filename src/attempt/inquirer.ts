/**
 * The merchant's inquiryPayment as questions of ours: what it throws is no answer.
 */
import type { Environment } from '../environment';
import { describeThrown, type Log } from '../log';
import type { PendingRecord } from '../pending';
import type { CheckoutOptions, InquiryContext, PaymentSession } from '../types';
import type { Ask } from './confirm';
import { readAnswer } from '../response';
import { NO_ANSWER, readInquiry } from './inquiry';

export type Inquire = (record: PendingRecord, session?: PaymentSession) => Ask;

export function createInquirer(inquiryPayment: NonNullable<CheckoutOptions['inquiryPayment']>, env: Environment, log: Log): Inquire {
  return ({ attemptId, paymentRequestId, paymentSessionId }, session) => (signal) => {
    const begun = env.elapsed();
    log('debug', 'inquiry.asked', { paymentRequestId }, attemptId);
    const context: InquiryContext = {
      paymentRequestId,
      ...(paymentSessionId === '' ? {} : { paymentSessionId }),
      ...(session === undefined ? {} : { session }),
      signal,
    };
    return new Promise<unknown>((answer) => { answer(inquiryPayment(context)); })
      .then(readAnswer)
      .then((raw) => readInquiry(raw, paymentRequestId), (thrown: unknown) => {
        log('warn', 'inquiry.failed', { message: describeThrown(thrown) }, attemptId);
        return NO_ANSWER;
      })
      .then((answer) => {
        log('info', 'inquiry.answered', { answer: answer.kind, ms: Math.round(env.elapsed() - begun) }, attemptId);
        return answer;
      });
  };
}
