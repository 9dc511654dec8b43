/**
 * The payments that are being asked about, each by one poll: whoever else asks about that payment gets that poll's answers.
 */
import type { Answer } from './answer';
import type { Asking } from './poll';

export interface SharedPoll extends Asking {
  /** The server's next answer, asked for at once; null where the poll has ended before it. */
  readonly next: () => Promise<Answer | null>;
}

export interface Confirmations {
  /** A poll has begun. Returns what is called when it has ended. */
  readonly add: (paymentRequestId: string, poll: SharedPoll) => () => void;
  readonly of: (paymentRequestId: string) => SharedPoll | null;
}

export function createConfirmations(): Confirmations {
  const polls = Object.create(null) as Record<string, SharedPoll | undefined>;
  return {
    add: (paymentRequestId, poll) => {
      polls[paymentRequestId] = poll;
      return () => {
        polls[paymentRequestId] = undefined;
      };
    },
    of: (paymentRequestId) => polls[paymentRequestId] ?? null,
  };
}
