/**
 * What a merchant does with each outcome. The switches are exhaustive: a new status in a major version fails to compile here.
 */
import type { PaymentOutcome, Retry } from 'antom-checkout-controller';
import type { TextKey } from './i18n.ts';
import type { Purpose } from './products.ts';

export type Tone = 'good' | 'wait' | 'bad' | 'calm';
export type Offer = 'ask-again' | 'retry' | 'pay-anyway' | 'new-order' | 'back' | 'pay-by-agreement';

export interface Advice {
  readonly tone: Tone;
  readonly title: TextKey;
  /** What the shop tells the buyer. */
  readonly text: TextKey;
  /** What the shop's own code does next. */
  readonly todo: readonly TextKey[];
  /** What the page suggests comes first. */
  readonly offers: readonly Offer[];
}

export function adviseOn(outcome: PaymentOutcome, purpose: Purpose = 'payment'): Advice {
  const { todo, offers } = byRetry(outcome.retry, todoOf(outcome, purpose));
  const more: readonly Offer[] = purpose === 'agreement' && outcome.status === 'succeeded' ? ['pay-by-agreement'] : [];
  return { ...byStatus(outcome), ...byPurpose(outcome, purpose), todo, offers: [...more, ...offers] };
}

/** Where nothing was to be paid, the buyer is not thanked for a payment. */
function byPurpose({ status }: PaymentOutcome, purpose: Purpose): Partial<Pick<Advice, 'title' | 'text'>> {
  if (purpose === 'payment') return {};
  switch (status) {
    case 'succeeded':
      return { title: `${purpose}.succeeded.title`, text: `${purpose}.succeeded.text` };
    case 'failed':
      return { title: `${purpose}.failed.title`, text: `${purpose}.failed.text` };
    case 'cancelled':
      return { text: 'cancelled.nothing.text' };
    default:
      return {};
  }
}

function byStatus(outcome: PaymentOutcome): Pick<Advice, 'tone' | 'title' | 'text'> {
  switch (outcome.status) {
    case 'succeeded':
      return outcome.confirmedBy === 'server'
        ? { tone: 'good', title: 'succeeded.server.title', text: 'succeeded.server.text' }
        : { tone: 'good', title: 'succeeded.title', text: 'succeeded.text' };
    case 'processing':
      return { tone: 'wait', title: 'processing.title', text: 'processing.text' };
    case 'unknown':
      return { tone: 'wait', title: 'unknown.title', text: 'unknown.text' };
    case 'redirected':
      return { tone: 'wait', title: 'redirected.title', text: 'redirected.text' };
    case 'failed':
      return { tone: 'bad', title: 'failed.title', text: 'failed.text' };
    case 'cancelled':
      if (outcome.confirmedBy === 'server') return { tone: 'calm', title: 'cancelled.server.title', text: 'cancelled.server.text' };
      return {
        tone: 'calm',
        title: 'cancelled.title',
        text: outcome.retry === 'after-confirmation' ? 'cancelled.undecided.text' : 'cancelled.text',
      };
    case 'abandoned':
      return { tone: 'calm', title: 'abandoned.title', text: reasonText(outcome.reason) };
    case 'error':
      return { tone: 'bad', title: 'error.title', text: 'error.text' };
    default:
      return outcome satisfies never;
  }
}

function reasonText(reason: Extract<PaymentOutcome, { status: 'abandoned' }>['reason']): TextKey {
  switch (reason) {
    case 'unmounted':
      return 'abandoned.unmounted';
    case 'navigated':
      return 'abandoned.navigated';
    case 'aborted':
      return 'abandoned.aborted';
    case 'disposed':
      return 'abandoned.disposed';
    case 'replaced':
      return 'abandoned.replaced';
    default:
      return reason satisfies never;
  }
}

function todoOf(outcome: PaymentOutcome, purpose: Purpose): readonly TextKey[] {
  switch (outcome.status) {
    case 'succeeded':
      if (purpose !== 'payment') return ['token.todo'];
      return [outcome.confirmedBy === 'server' ? 'succeeded.server.todo' : 'succeeded.todo'];
    case 'failed':
      return ['failed.todo'];
    case 'error':
      return ['error.todo'];
    case 'processing':
    case 'unknown':
    case 'redirected':
    case 'cancelled':
    case 'abandoned':
      return [];
    default:
      return outcome satisfies never;
  }
}

function byRetry(retry: Retry, todo: readonly TextKey[]): Pick<Advice, 'todo' | 'offers'> {
  switch (retry) {
    case 'none':
      return { todo, offers: ['new-order'] };
    case 'same-session':
      return { todo: [...todo, 'retry.same-session'], offers: ['retry', 'new-order'] };
    case 'new-session':
      return { todo: [...todo, 'retry.new-session'], offers: ['retry', 'new-order'] };
    case 'after-confirmation':
      return { todo: [...todo, 'retry.after-confirmation'], offers: ['ask-again', 'retry', 'pay-anyway', 'new-order'] };
    default:
      return retry satisfies never;
  }
}

/** What the page of paymentRedirectUrl offers: to pay is the checkout's business. */
export function offersOnReturn({ status, retry }: PaymentOutcome, purpose: Purpose): readonly Offer[] {
  if (status === 'succeeded') return purpose === 'agreement' ? ['pay-by-agreement', 'new-order'] : ['new-order'];
  return retry === 'after-confirmation' ? ['ask-again', 'back'] : ['back'];
}
