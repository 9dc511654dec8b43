/**
 * The merchant's inquiryPayment as questions of ours: what it throws is no answer, and about one payment there is one request at a time.
 */
import { listen, type Environment } from '../core/environment';
import { deferred } from '../core/deferred';
import { describeThrown, type Log } from '../core/log';
import type { PendingRecord } from '../payments/records';
import { readAnswer } from '../core/response';
import type { CheckoutOptions, InquiryContext, PaymentSession } from '../types';
import type { Confirmations } from './confirmations';
import type { Ask } from './poll';
import { NO_ANSWER, readInquiry, type Answer } from './answer';

export type InquiryClient = (record: PendingRecord, session?: PaymentSession) => Ask;

export function createInquiryClient(
  inquiryPayment: NonNullable<CheckoutOptions['inquiryPayment']>,
  confirmations: Confirmations,
  env: Environment,
  log: Log,
): InquiryClient {
  return ({ attemptId, paymentRequestId, paymentSessionId }, session) => {
    const asked = confirmations(paymentRequestId);
    const send = (signal: AbortSignal): Promise<Answer> => {
      const begun = env.elapsed();
      log('debug', 'inquiry.asked', { paymentRequestId }, attemptId);
      const context: InquiryContext = {
        paymentRequestId,
        ...(paymentSessionId === '' ? {} : { paymentSessionId }),
        ...(session === undefined ? {} : { session }),
        signal,
      };
      return new Promise<unknown>((answer) => {
        answer(inquiryPayment(context));
      })
        .then(readAnswer)
        .then(
          (raw) => readInquiry(raw, paymentRequestId),
          (thrown: unknown) => {
            log('warn', 'inquiry.failed', { message: describeThrown(thrown) }, attemptId);
            return NO_ANSWER;
          },
        )
        .then((answer) => {
          log('info', 'inquiry.answered', { answer: answer.kind, ms: Math.round(env.elapsed() - begun) }, attemptId);
          return answer;
        });
    };
    const ask = (signal: AbortSignal | undefined): Promise<Answer> => {
      // Without AbortController nobody knows when a request is over.
      if (!signal) return send(signal as unknown as AbortSignal);
      const other = asked.request;
      // A resume() and a forced pay() may ask about the same payment: both get the one answer.
      if (other) return other.then((answer) => (answer.kind === 'none' && !signal.aborted ? ask(signal) : answer));
      const { promise: request, resolve } = deferred<Answer>();
      asked.request = request;
      const end = (answer: Answer): void => {
        stop();
        if (asked.request === request) asked.request = undefined;
        resolve(answer);
      };
      const stop = listen(signal, 'abort', () => {
        end(NO_ANSWER);
      });
      // The merchant's function may end the asking as it is called.
      void send(signal).then(end);
      return request;
    };
    return ask;
  };
}
