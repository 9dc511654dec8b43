/**
 * How the last payment ended, or where it hangs: by the controller's state, else by what a timeline has heard.
 */
import type { CheckoutState } from 'antom-checkout-controller';
import { filter, has, last } from '../../core/list';
import { own, ownText } from '../../core/read';
import { clean, type TimelineEntry } from '../journal';
import { known, type Facts } from './facts';

/** Log entries that say how something ended. After those of GOOD an earlier failure is no longer the last thing that is known. */
const BAD = ['attempt.settled', 'sdk.load-failed', 'session.failed'];
const GOOD = ['sdk.loaded', 'component.opened'];

export function lastFacts(state: CheckoutState | null, entries: readonly TimelineEntry[], now: number): Partial<Facts> {
  return {
    ...endingOf(state, entries),
    phase: state && state.phase,
    lastRetry: state?.phase === 'settled' ? state.outcome.retry : null,
    ...silence(state, entries, now),
    ...requestsOf(entries),
  };
}

type Ending = Pick<Facts, 'lastStatus' | 'lastCode' | 'lastReason' | 'lastMessage' | 'lastSource' | 'lastDirective'>;
const NONE: Ending = { lastStatus: null, lastCode: null, lastReason: null, lastMessage: null, lastSource: null, lastDirective: null };

function endingOf(state: CheckoutState | null, entries: readonly TimelineEntry[]): Ending {
  if (state?.phase === 'settled') {
    const { outcome } = state;
    if (outcome.status !== 'error')
      return { ...NONE, lastStatus: outcome.status, lastReason: outcome.status === 'abandoned' ? outcome.reason : null };
    const { error } = outcome;
    const { details } = error;
    const said = own(error, 'sdk');
    return {
      lastStatus: 'error',
      lastCode: ownText(error, 'code') ?? null,
      lastReason:
        ownText(details, 'fault') ?? ownText(details, 'reason') ?? ownText(details, 'resultCode') ?? ownText(said, 'code') ?? null,
      lastMessage: clean(ownText(said, 'message') ?? known(() => error.message) ?? ''),
      lastSource: ownText(details, 'source') ?? null,
      lastDirective: ownText(details, 'directive') ?? null,
    };
  }
  const ending = last(filter(entries, ({ name, source }) => source === 'log' && (has(BAD, name) || has(GOOD, name))));
  if (!ending || has(GOOD, ending.name)) return NONE;
  const { name, details } = ending;
  const text = (key: string): string | null => {
    const value = details[key];
    return typeof value === 'string' ? value : null;
  };
  return {
    lastStatus: name === 'attempt.settled' ? text('status') : 'error',
    lastCode: text('code'),
    lastReason: text('reason'),
    lastMessage: text('message'),
    lastSource: text('source'),
    lastDirective: text('directive'),
  };
}

/** Of a payment that is open: what the SDK said last, and how long ago. */
function silence(state: CheckoutState | null, entries: readonly TimelineEntry[], now: number): Pick<Facts, 'silentSince' | 'silentFor'> {
  const attemptId = state && (state.phase === 'opening' || state.phase === 'open') ? state.attemptId : null;
  const newest = last(
    filter(entries, (entry) => entry.attemptId === attemptId && (entry.source === 'event' || entry.name === 'sdk.event')),
  );
  if (!newest) return { silentSince: null, silentFor: null };
  const type = newest.source === 'event' ? newest.name : newest.details['type'];
  return { silentSince: String(type), silentFor: now - newest.at };
}

/** How the merchant's server has answered. A request that failed is told first, and then as an answer that is none. */
function requestsOf(entries: readonly TimelineEntry[]): Partial<Facts> {
  const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  const isNone = ({ details }: TimelineEntry): boolean => details['answer'] === 'none';
  const answers = filter(entries, ({ name }) => name === 'inquiry.answered');
  const newest = last(answers);
  const told = last(filter(entries, ({ name }) => name === 'inquiry.failed' || name === 'inquiry.answered').slice(0, -1));
  const why = told?.name === 'inquiry.failed' ? String(told.details['message']) : 'the answer was not understood, `probe` says why';
  return {
    sessionMs: number(last(filter(entries, ({ name }) => name === 'session.received'))?.details['ms']),
    inquiry: newest ? (isNone(newest) ? `failed: ${why}` : '') : null,
    inquiryMs: number(newest?.details['ms']),
    inquiriesFailed: newest ? filter(answers, isNone).length : null,
  };
}
