/**
 * The merchant's server: what it says of a payment.
 */
import { ended, failedAs, seconds, when, type Row } from './row';

/** ms */
const SLOW = 3000;
/** Kept sessions are judged by minutes (ms). */
const CLOCK = 120_000;

export const SERVER: readonly Row[] = [
  {
    id: 'D501',
    stage: 'server',
    level: 'info',
    title: "Outcomes are the SDK's word alone",
    remedy:
      'Give the controller `inquiryPayment`: then the outcome is what your server knows, after a closed popup and a redirect too (docs/server.md).',
    symptoms: ['paid-but-failed', 'twice'],
    seen: ({ hasInquiry, controllers }) =>
      when(hasInquiry === false, `The ${Number(controllers) > 1 ? 'newest ' : ''}controller has no \`inquiryPayment\`.`),
  },
  {
    id: 'D502',
    stage: 'server',
    level: 'fatal',
    title: 'The inquiry answers about another payment',
    remedy:
      'Ask Antom about the `paymentRequestId` that `inquiryPayment` is called with, and hand over that answer. Look for a value that is kept between two requests.',
    symptoms: ['paid-but-failed'],
    needs: 'probe',
    seen: ({ inquiry }) =>
      when(inquiry === 'another id', 'The answer has another `paymentRequestId` than was asked for: it counts as none.'),
  },
  {
    id: 'D503',
    stage: 'server',
    level: 'fatal',
    title: 'The inquiry answers `result` without `paymentStatus`',
    remedy: "Hand over Antom's whole answer. `result` only says that the call worked; `paymentStatus` is the payment.",
    symptoms: ['paid-but-failed'],
    needs: 'probe',
    seen: ({ inquiry }) => when(inquiry === 'only result', 'The answer has `result`, and no `paymentStatus`: it counts as none.'),
  },
  {
    id: 'D504',
    stage: 'server',
    level: 'fatal',
    title: 'The inquiry gives no answer that can be used',
    remedy:
      "Let your inquiry endpoint answer with Antom's inquiryPayment answer as JSON, unchanged. ORDER_NOT_EXIST is an answer too: do not make an error of it.",
    symptoms: ['paid-but-failed', 'loading'],
    seen: ({ inquiry }) => when(!!inquiry && inquiry !== 'another id' && inquiry !== 'only result', `The last answer: ${inquiry ?? ''}.`),
  },
  {
    id: 'D505',
    stage: 'server',
    level: 'warning',
    title: 'Some questions to your server failed',
    remedy: "Look at your server's log: the library asks again, so that the payment was confirmed, but later.",
    symptoms: ['loading', 'some-buyers'],
    needs: 'timeline',
    seen: ({ inquiriesFailed, inquiry }) =>
      when(Number(inquiriesFailed) > 0 && inquiry === '', `${String(inquiriesFailed)} had no answer that could be used.`),
  },
  {
    id: 'D506',
    stage: 'server',
    level: 'warning',
    title: 'The inquiry is slow',
    remedy: 'The buyer waits for it. Answer from what a notification has already told your server, and give the call to Antom a timeout.',
    symptoms: ['loading'],
    seen: ({ inquiryMs }) => when(Number(inquiryMs) > SLOW, `The last answer took ${seconds(inquiryMs)}.`),
  },
  {
    id: 'D507',
    stage: 'server',
    level: 'warning',
    title: 'The clock of this device is off',
    remedy:
      "Set the clock. If it is your server's that is wrong, Antom refuses its requests. A buyer with a wrong clock can pay; only kept sessions are judged wrongly.",
    symptoms: ['some-buyers', 'refused'],
    needs: 'probe',
    seen: ({ clockOff }) =>
      when(
        Math.abs(Number(clockOff)) > CLOCK,
        `It is ${seconds(Math.abs(Number(clockOff)))} ${Number(clockOff) > 0 ? 'ahead of' : 'behind'} the server's.`,
      ),
  },
  {
    id: 'D508',
    stage: 'server',
    level: 'warning',
    title: 'An earlier payment of this order is not decided',
    remedy: 'Give the controller `inquiryPayment`, so that `pay()` asks about it. If it was another purchase, give each its own `order`.',
    symptoms: ['twice', 'refused'],
    seen: (facts) => when(failedAs(facts, 'payment-unconfirmed'), ended(facts)),
  },
  {
    id: 'D509',
    stage: 'server',
    level: 'warning',
    title: 'The payment has no result yet',
    remedy: "Do not let the buyer pay again. Ask later by `resume()`, and wait for Antom's notification on your server: it may take days.",
    symptoms: ['paid-but-failed', 'loading'],
    seen: ({ lastStatus }) => when(lastStatus === 'processing' || lastStatus === 'unknown', `The outcome is \`${lastStatus ?? ''}\`.`),
  },
];
