/**
 * What a merchant does with each outcome. The switches are exhaustive: a new status in a major version fails to compile here.
 */
import type { PaymentOutcome, Retry } from 'antom-checkout-controller';
import type { TextKey } from './i18n.ts';

export type Tone = 'good' | 'wait' | 'bad' | 'calm';
export type Offer = 'retry' | 'pay-anyway' | 'new-order';

export interface Advice {
  readonly tone: Tone;
  readonly title: TextKey;
  /** What the shop tells the buyer. */
  readonly text: TextKey;
  /** What the shop's own code does next. */
  readonly todo: readonly TextKey[];
  readonly offers: readonly Offer[];
  /** Whether the first offer is what the page should suggest. */
  readonly inviting: boolean;
}

export function adviseOn(outcome: PaymentOutcome): Advice {
  return { ...byStatus(outcome), ...byRetry(outcome.retry, todoOf(outcome)) };
}

function byStatus(outcome: PaymentOutcome): Pick<Advice, 'tone' | 'title' | 'text'> {
  switch (outcome.status) {
    case 'succeeded':
      return { tone: 'good', title: 'succeeded.title', text: 'succeeded.text' };
    case 'processing':
      return { tone: 'wait', title: 'processing.title', text: 'processing.text' };
    case 'unknown':
      return { tone: 'wait', title: 'unknown.title', text: 'unknown.text' };
    case 'redirected':
      return { tone: 'wait', title: 'redirected.title', text: 'redirected.text' };
    case 'failed':
      return { tone: 'bad', title: 'failed.title', text: 'failed.text' };
    case 'cancelled':
      return { tone: 'calm', title: 'cancelled.title', text: 'cancelled.text' };
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
    default:
      return reason satisfies never;
  }
}

function todoOf(outcome: PaymentOutcome): readonly TextKey[] {
  switch (outcome.status) {
    case 'succeeded':
      return ['succeeded.todo'];
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

function byRetry(retry: Retry, todo: readonly TextKey[]): Pick<Advice, 'todo' | 'offers' | 'inviting'> {
  switch (retry) {
    case 'none':
      return { todo, offers: ['new-order'], inviting: true };
    case 'same-session':
      return { todo: [...todo, 'retry.same-session'], offers: ['retry', 'new-order'], inviting: true };
    case 'new-session':
      return { todo: [...todo, 'retry.new-session'], offers: ['retry', 'new-order'], inviting: true };
    case 'after-confirmation':
      return { todo: [...todo, 'retry.after-confirmation'], offers: ['retry', 'pay-anyway', 'new-order'], inviting: false };
    default:
      return retry satisfies never;
  }
}
