/**
 * The payments that the server is being asked about, one entry each: whoever else asks about that payment gets the answers that come anyway.
 */
import type { Answer } from './answer';
import type { Asking } from './poll';

export interface SharedPoll extends Asking {
  /** The server's next answer, asked for at once; null where the poll has ended before it. */
  readonly next: () => Promise<Answer | null>;
}

export interface Asked {
  /** Under way; answers at the latest when it is aborted. */
  request: Promise<Answer> | undefined;
  /** Of a resume(). */
  poll: SharedPoll | undefined;
}

/** The entry of a paymentRequestId. */
export type Confirmations = (paymentRequestId: string) => Asked;

export function createConfirmations(): Confirmations {
  const asked = Object.create(null) as Record<string, Asked | undefined>;
  return (paymentRequestId) => (asked[paymentRequestId] ??= { request: undefined, poll: undefined });
}
