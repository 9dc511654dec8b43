/**
 * What is remembered of a payment before money can move: of a popup before it opens, of a form when it is submitted.
 *
 * The merchant's storage may end the attempt as it is written to. That end waits until it is known what was written.
 */
import type { Input } from '../outcome/input';
import type { Opening } from '../payments/guard';
import type { CachedSession } from '../session/cache';
import type { SdkEvent } from '../types';
import type { Opened } from './stages';

export interface Submission {
  /** Of a popup. Null where the merchant's storage has ended the attempt. */
  readonly remember: (session: CachedSession) => Opening | null;
  /** The form in the page can have been submitted from here on, by a press. The merchant's storage may have ended the attempt. */
  readonly submitted: (opened: Opened) => void;
  /** Remembers a form of which the SDK says that it was submitted; then `next`, and last an end that the storage has brought. */
  readonly hear: (input: Input, opened: Opened, next: (input: Input) => void) => void;
  /** True for an end that has to wait. */
  readonly holds: (input: Input) => boolean;
}

/** @param record writes it */
export function createSubmission(
  record: (session: CachedSession) => Opening,
  isOver: () => boolean,
  dispatch: (input: Input) => void,
): Submission {
  let writing = false;
  let held: Input | null = null;

  const write = (opened: Opened): void => {
    opened.component.submitted(true);
    if (opened.opening) return;
    writing = true;
    try {
      opened.opening = record(opened.session);
    } finally {
      writing = false;
    }
  };

  const takeHeld = (): Input | null => {
    const input = held;
    held = null;
    return input;
  };

  return {
    remember: (session) => {
      const opening = record(session);
      if (!isOver()) return opening;
      opening.undo();
      return null;
    },
    submitted: (opened) => {
      write(opened);
      const ended = takeHeld();
      if (!ended) return;
      // Only what was written now can have brought it.
      const opening = opened.opening as Opening;
      opened.opening = null;
      opening.undo();
      dispatch(ended);
    },
    hear: (input, opened, next) => {
      if (input.type === 'event' && isOfSubmitted(input.event)) write(opened);
      next(input);
      const ended = takeHeld();
      if (ended) dispatch(ended);
    },
    holds: (input) => {
      if (!writing || input.type !== 'ended') return false;
      held = input;
      return true;
    },
  };
}

/** Events that only a form which was submitted sends: some are submitted by a button of their own that nobody has told us of. */
function isOfSubmitted({ type }: SdkEvent): boolean {
  switch (type) {
    case 'payment-succeeded':
    case 'payment-processing':
    case 'payment-unknown':
    case 'payment-failed':
    case 'payment-retrying':
    case 'payment-authorized':
    case 'payment-challenged':
    case 'payment-approved':
    case 'submit-network-error':
    case 'redirect-started':
    case 'redirect-requested':
    case 'redirect-failed':
      return true;
    default:
      return false;
  }
}
