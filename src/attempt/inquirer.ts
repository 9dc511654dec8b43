/**
 * The merchant's inquiryPayment as questions of ours: what it throws is no answer.
 */
import type { PendingRecord } from '../pending';
import type { CheckoutOptions, InquiryContext, PaymentSession } from '../types';
import type { Ask } from './confirm';
import { readAnswer } from '../response';
import { NO_ANSWER, readInquiry } from './inquiry';

export type Inquire = (record: PendingRecord, session?: PaymentSession) => Ask;

export function createInquirer(inquiryPayment: NonNullable<CheckoutOptions['inquiryPayment']>): Inquire {
  return ({ paymentRequestId, paymentSessionId }, session) => (signal) => {
    const context: InquiryContext = {
      paymentRequestId,
      ...(paymentSessionId === '' ? {} : { paymentSessionId }),
      ...(session === undefined ? {} : { session }),
      signal,
    };
    return new Promise<unknown>((answer) => { answer(inquiryPayment(context)); })
      .then(readAnswer)
      .then((raw) => readInquiry(raw, paymentRequestId), () => NO_ANSWER);
  };
}
