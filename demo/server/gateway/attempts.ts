/**
 * What the buyer's bank or wallet says to one try of paying, as a pure table: the session's wish, or a test card's.
 */
import { TEST_CARDS } from '../../shared/products.ts';
import type { Outcome } from '../../shared/products.ts';
import type { CardDetail, PaymentStatus } from '../antom/protocol.ts';

export interface Card {
  /** Digits only. */
  readonly number: string;
  /** Two digits each. */
  readonly month: string;
  readonly year: string;
}

export interface Attempt {
  readonly outcome: Outcome;
  /** Else with the wallet of the session. */
  readonly isByCard: boolean;
  /** A try of this order has failed before. */
  readonly wasDeclined: boolean;
  /** The buyer has taken the further step: 3-D Secure, or the wallet's page. */
  readonly isConfirmed: boolean;
}

export type Verdict =
  | { readonly kind: 'decide'; readonly status: PaymentStatus; readonly resultCode: string | null; readonly after: number }
  | { readonly kind: 'decline'; readonly resultCode: string }
  | { readonly kind: 'challenge' };

/** ms of the gateway's clock, for what is decided later. */
const LATER = 5000;

const decide = (status: PaymentStatus, resultCode: string | null = null, after = 0): Verdict => ({
  kind: 'decide',
  status,
  resultCode,
  after,
});

export function verdictOf({ outcome, isByCard, wasDeclined, isConfirmed }: Attempt): Verdict {
  const declined: Verdict = { kind: 'decline', resultCode: isByCard ? 'DO_NOT_HONOR' : 'USER_BALANCE_NOT_ENOUGH' };
  switch (outcome) {
    case 'paid':
      return decide('SUCCESS');
    case 'declined-once':
      return wasDeclined ? decide('SUCCESS') : declined;
    case 'declined':
      return declined;
    case 'new-session':
      return decide('FAIL', 'ORDER_IS_CLOSED');
    case 'challenge':
      return isConfirmed ? decide('SUCCESS') : { kind: 'challenge' };
    case 'later':
    case 'unknown':
      return decide('SUCCESS', null, LATER);
    case 'days':
      return decide('PENDING');
    default:
      return outcome satisfies never;
  }
}

/** A test card's own outcome; null for any other card. */
export const outcomeOfCard = (card: Card | null): Outcome | null =>
  TEST_CARDS.find(({ number }) => number === card?.number)?.outcome ?? null;

/** All that is kept of a card. */
export const detailOf = ({ number, month, year }: Card): CardDetail => ({
  brand: number.startsWith('4') ? 'VISA' : number.startsWith('5') ? 'MASTERCARD' : 'OTHER',
  maskedCardNo: `${'*'.repeat(number.length - 4)}${number.slice(-4)}`,
  expiryMonth: month,
  expiryYear: year,
});
