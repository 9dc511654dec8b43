/**
 * What is remembered of a payment in a form once that can have been submitted; a popup is remembered before it opens.
 *
 * The merchant's storage may end the attempt as it is written to. That end waits until it is known what was written.
 */
import type { Input } from '../outcome/input';
import type { Opening } from '../payments/guard';
import type { CachedSession } from '../session/cache';
import type { SdkEvent } from '../types';
import type { Opened } from './stages';

/** The events that only a form which was submitted sends: some are submitted by a button of their own that nobody has told us of. */
export const isOfSubmitted = ({ type }: SdkEvent): boolean => /^(payment-(?!cancelled|warning)|submit-|redirect-)/.test(type);

export interface Submission {
  /** The form in the page can have been submitted from here on, by a press. The merchant's storage may have ended the attempt. */
  readonly submitted: (opened: Opened) => void;
  /** Remembers a form of which the SDK says that it was submitted; then `next`, and last an end that the storage has brought. */
  readonly hear: (input: Input, opened: Opened, next: (input: Input) => void) => void;
  /** True for an end that has to wait. */
  readonly holds: (input: Input) => boolean;
}

/** @param record writes it */
export function createSubmission(record: (session: CachedSession) => Opening, dispatch: (input: Input) => void): Submission {
  let writing = false;
  let held: Input | null = null;

  const write = (opened: Opened): void => {
    opened.component.submitted(true);
    writing = true;
    try {
      if (opened.opening) opened.opening.again();
      else opened.opening = record(opened.session);
    } finally {
      writing = false;
    }
  };

  /** The end that has waited comes now. */
  const release = (first?: () => void): void => {
    const input = held;
    if (!input) return;
    held = null;
    first?.();
    dispatch(input);
  };

  return {
    submitted: (opened) => {
      const isFirst = opened.opening === null;
      write(opened);
      release(() => {
        if (!isFirst) return;
        // Only what was written now can have brought it.
        const opening = opened.opening as Opening;
        opened.opening = null;
        opening.undo();
      });
    },
    hear: (input, opened, next) => {
      if (input.type === 'sheet' || (input.type === 'event' && isOfSubmitted(input.event))) write(opened);
      next(input);
      release();
    },
    holds: (input) => {
      if (!writing || input.type !== 'ended') return false;
      held = input;
      return true;
    },
  };
}
