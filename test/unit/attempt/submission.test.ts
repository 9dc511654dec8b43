/** Which events say that a form was submitted, and what becomes of an end that the merchant's storage brings as it is written to. */
import { expect, it, vi } from 'vitest';
import { createSubmission } from '../../../src/attempt/submission';
import type { Opened } from '../../../src/attempt/stages';
import type { Input } from '../../../src/outcome/input';
import type { Opening } from '../../../src/payments/guard';
import type { SdkEvent } from '../../../src/types';

/** Every type, so that a new one does not compile before it is placed. */
const SAYS_SUBMITTED: Readonly<Record<SdkEvent['type'], boolean>> = {
  'loading-started': false,
  'loading-ended': false,
  'payment-succeeded': true,
  'payment-processing': true,
  'payment-unknown': true,
  'payment-failed': true,
  'payment-retrying': true,
  'payment-authorized': true,
  'payment-challenged': true,
  'payment-approved': true,
  'payment-cancelled': false,
  'payment-warning': false,
  'shipping-changed': false,
  'form-invalid': false,
  'duplicate-submission': false,
  'submit-network-error': true,
  'back-to-merchant': false,
  'redirect-started': true,
  'redirect-requested': true,
  'redirect-failed': true,
  'setup-failed': false,
  closed: false,
  unrecognized: false,
};

const opened = (): Opened => ({ opening: null, component: { submitted: () => undefined } }) as unknown as Opened;
const event = (type: string): Input => ({ type: 'event', event: { type }, untrusted: false }) as unknown as Input;
const ENDED: Input = { type: 'ended', reason: 'unmounted' };

it.each(Object.entries(SAYS_SUBMITTED))('%s says that the form was submitted: %s', (type, says) => {
  const record = vi.fn(() => ({ again: () => undefined, done: () => undefined, undo: () => undefined }));
  const heard: Input[] = [];
  createSubmission(record, () => undefined).hear(event(type), opened(), (input) => heard.push(input));
  expect(record).toHaveBeenCalledTimes(says ? 1 : 0);
  expect(heard).toEqual([event(type)]);
});

it('a wallet’s sheet that the form has asked for says it too', () => {
  const record = vi.fn(() => ({ again: () => undefined, done: () => undefined, undo: () => undefined }));
  createSubmission(record, () => undefined).hear({ type: 'sheet' }, opened(), () => undefined);
  expect(record).toHaveBeenCalledTimes(1);
});

it('a form is recorded once, and its silence counts from each time that it is submitted', () => {
  const record = vi.fn(() => ({ again: () => undefined, done: () => undefined, undo: () => undefined }));
  const silence = vi.fn();
  const form = { opening: null, component: { submitted: silence } } as unknown as Opened;
  const submission = createSubmission(record, () => undefined);
  submission.submitted(form);
  submission.hear(event('payment-processing'), form, () => undefined);
  submission.submitted(form);
  expect(record).toHaveBeenCalledTimes(1);
  expect(silence.mock.calls).toEqual([[true], [true], [true]]);
});

it('an end that comes as the record is written waits, and comes last; of a press the record is taken back before it', () => {
  const told: string[] = [];
  const undo = (): void => {
    told.push('undone');
  };
  const record = (): Opening => {
    told.push(submission.holds(ENDED) ? 'held' : 'not held', submission.holds(event('closed')) ? 'held' : 'not held');
    return { again: () => undefined, done: () => undefined, undo };
  };
  const submission = createSubmission(record, (input) => told.push(input.type));
  submission.hear(event('payment-processing'), opened(), () => told.push('heard'));
  expect(told.splice(0)).toEqual(['held', 'not held', 'heard', 'ended']);
  submission.submitted(opened());
  expect(told.splice(0)).toEqual(['held', 'not held', 'undone', 'ended']);
  expect(submission.holds(ENDED)).toBe(false);
});

it('what was written is written again where it is gone by then, and an end that this brings takes back nothing', () => {
  const told: string[] = [];
  const submission = createSubmission(
    () => ({
      again: () => {
        told.push(submission.holds(ENDED) ? 'again, held' : 'again');
      },
      done: () => undefined,
      undo: () => {
        told.push('undone');
      },
    }),
    (input) => told.push(input.type),
  );
  const form = opened();
  submission.submitted(form);
  submission.hear(event('submit-challenge'), form, () => told.push('heard'));
  expect(told.splice(0)).toEqual(['again, held', 'heard', 'ended']);
  submission.submitted(form);
  expect(told).toEqual(['again, held', 'ended']);
});
