/**
 * What the merchant's server is asked about a payment that was opened: after the SDK's result, and beside a form that is silent.
 */
import { NO_ANSWER, type Answer } from '../confirmation/answer';
import { confirm, type Asking, type Cadence } from '../confirmation/poll';
import { isEnough, UNSAID, verdictOn, type ConfirmationPlan, type Verdict } from '../confirmation/resolve';
import type { InquiryClient } from '../confirmation/client';
import { ownText } from '../core/read';
import { LONGEST_TIMER } from '../page/activity';
import type { PendingRecord } from '../payments/records';
import type { PaymentSession } from '../types';
import type { AttemptContext } from './context';
import type { Opened } from './stages';

/** How long an answer of PROCESSING is asked about after a close (visible, online ms). */
const AFTER_CLOSE = 6000;

export interface Questions {
  /** It was submitted, and has an id to ask by. */
  readonly canAsk: (opened: Opened | null) => opened is Opened;
  /** Asks until the server's answer is enough, or time is up. */
  readonly ask: (opened: Opened, plan: ConfirmationPlan, done: (verdict: Verdict) => void) => Asking;
  /** A form was submitted and is silent, or the buyer is back at it: an end that only the server knows of is told. */
  readonly askBeside: (opened: Opened, done: (verdict: Verdict) => void) => void;
  readonly stopBeside: (opened: Opened) => void;
}

export function createQuestions(
  { env, inquire, cadence, cache }: AttemptContext,
  recordOf: (session: PaymentSession) => PendingRecord,
): Questions {
  /** @param heard what an answer counts as */
  const poll = (
    { session: { session } }: Opened,
    plan: ConfirmationPlan,
    pace: Partial<Cadence>,
    heard: (answer: Answer) => Answer,
    done: (verdict: Verdict) => void,
  ): Asking => {
    const record = recordOf(session);
    const ask = (inquire as InquiryClient)(record, session);
    return confirm(
      env,
      (signal) => ask(signal).then(heard),
      { ...cadence, ...pace },
      (answer) => isEnough(answer, plan.mode),
      (answer) => {
        const verdict = verdictOn(answer, plan);
        // Whatever the outcome is called: the payment is over, and its session with it.
        if (verdict.decided && answer.kind !== 'not-found') cache.spent(record.paymentRequestId);
        done(verdict);
      },
    );
  };
  const canAsk = (opened: Opened | null): opened is Opened =>
    inquire !== null && opened !== null && opened.opening !== null && ownText(opened.session.session, 'paymentRequestId') !== undefined;

  return {
    canAsk,
    ask: (opened, plan, done) => poll(opened, plan, plan.mode === 'poll' ? {} : { timeout: AFTER_CLOSE }, (answer) => answer, done),
    askBeside: (opened, done) => {
      if (!canAsk(opened) || opened.beside) return;
      const pace = { interval: cadence.slowInterval, timeout: LONGEST_TIMER };
      // While a decline stands, FAIL is of that try: nobody knows of the next press yet, by a button of its own it may be under way.
      const news = (answer: Answer): Answer =>
        answer.kind === 'fail' && opened.declined !== null && opened.declined.paymentResultCode !== undefined ? NO_ANSWER : answer;
      const beside = poll(opened, UNSAID, pace, news, (verdict) => {
        if (opened.beside === beside && verdict.decided) done(verdict);
      });
      opened.beside = beside;
    },
    stopBeside: (opened) => {
      const { beside } = opened;
      opened.beside = null;
      beside?.conclude();
    },
  };
}
