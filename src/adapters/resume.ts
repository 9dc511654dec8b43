/**
 * The page that the buyer comes back to: what the controller knows, and where that is nothing, what resume() answers. Asked once.
 */
import type { CheckoutController, CheckoutState, PaymentOutcome } from 'antom-checkout-controller';
import { attemptOf, ignore, isForm, isSame, type Stop } from './common';

/** Its public name is that of both entries. */
export type AntomResume =
  { readonly status: 'asking' | 'nothing'; readonly outcome: null } | { readonly status: 'settled'; readonly outcome: PaymentOutcome };

/** Which payment. */
export interface Question {
  readonly checkout: CheckoutController;
  readonly order: string | undefined;
  readonly paymentRequestId: string | undefined;
}

export interface ResumeOptions {
  onOutcome?: ((outcome: PaymentOutcome) => void) | undefined;
}

export const ASKING: AntomResume = Object.freeze({ status: 'asking', outcome: null });
const NOTHING: AntomResume = Object.freeze({ status: 'nothing', outcome: null });

export interface Resume {
  /** The same reference until something changes. */
  readonly view: (question: Question) => AntomResume;
  /** While the view is there. */
  readonly connect: (question: Question, listener: () => void) => Stop;
}

export function createResume(latest: () => ResumeOptions): Resume {
  let asked: Question | null = null;
  let shown = ASKING;
  let listener = ignore;

  const isAsked = ({ checkout, order, paymentRequestId }: Question): boolean =>
    asked?.checkout === checkout && asked.order === order && asked.paymentRequestId === paymentRequestId;
  const show = (outcome: PaymentOutcome | null): void => {
    if (outcome && outcome === shown.outcome) return;
    shown = outcome ? settled(outcome) : NOTHING;
    listener();
    if (outcome) latest().onOutcome?.(outcome);
  };
  const ask = (question: Question): void => {
    asked = question;
    shown = ASKING;
    const outcome = known(question);
    if (outcome && isAnswer(outcome)) show(outcome);
    else request(question);
  };
  const request = (question: Question): void => {
    const { checkout, order, paymentRequestId } = question;
    const before = attemptOf(checkout.state);
    // Without a signal: the first of StrictMode's two mounts would end it for the second.
    void checkout.resume({ order, paymentRequestId }).then((answer) => {
      if (asked !== question) return;
      // What was under way has answered, and was about another payment. While the SDK's jump is due, `state` shows no other resume().
      const isOwn =
        !answer ||
        (answer.attemptId === before
          ? isAbout(answer, question)
          : paymentRequestId === undefined
            ? isSame(answer.order, order)
            : isSame(answer.paymentRequestId, paymentRequestId));
      if (!isOwn) request(question);
      else show(answer);
    });
  };
  /** Until it is asked; a view compares references. */
  let peeked = ASKING;

  return {
    view: (question) => {
      // A form is open, and resume() answers with its outcome: until then nothing is waiting.
      if (isAsked(question)) return shown === ASKING && isBesideForm(question.checkout.state) ? NOTHING : shown;
      const outcome = known(question);
      if (!outcome || !isAnswer(outcome)) return ASKING;
      return outcome === peeked.outcome ? peeked : (peeked = settled(outcome));
    },
    connect: (question, changed) => {
      listener = changed;
      if (!isAsked(question)) ask(question);
      const stop = question.checkout.subscribe(() => {
        const outcome = known(question);
        if (outcome && shown !== ASKING) show(outcome);
        else listener();
      });
      return () => {
        stop();
        listener = ignore;
      };
    },
  };
}

function settled(outcome: PaymentOutcome): AntomResume {
  return Object.freeze({ status: 'settled', outcome });
}

/** What the controller has of that payment. */
function known(question: Question): PaymentOutcome | null {
  const { state } = question.checkout;
  return state.phase === 'settled' && isAbout(state.outcome, question) ? state.outcome : null;
}

/** Open, or just submitted: what hides it while something is asked would take it away from the buyer. */
function isBesideForm(state: CheckoutState): boolean {
  return isForm(state) || state.phase === 'submitting';
}

/** As resume() chooses. */
function isAbout(outcome: PaymentOutcome, { order, paymentRequestId }: Question): boolean {
  const id = paymentRequestId ?? (order === undefined ? new URLSearchParams(location.search).get('paymentRequestId') : null);
  return (order === undefined || outcome.order === order) && (!id || outcome.paymentRequestId === id);
}

/** The others were left open by the page, and the server may know more by now. */
function isAnswer({ status, retry }: PaymentOutcome): boolean {
  return retry !== 'after-confirmation' || status === 'processing' || status === 'unknown';
}
