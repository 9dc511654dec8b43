/**
 * What happened, in the order in which it happened: the controller's log, its states and the SDK's events.
 */
import type { CheckoutController, CheckoutState, LogEntry } from 'antom-checkout-controller';
import { filter, glue, join, last, map, namesOf } from '../core/list';
import { clean, cleanDetails, note, withNewest, type TimelineEntry } from './journal';

export interface Timeline {
  /** Hand it to the controller as its `logger`. */
  readonly logger: (entry: LogEntry) => void;
  /** Notes every state and event of that controller. Returns the function that ends it. */
  readonly watch: (checkout: CheckoutController) => () => void;
  /** Oldest first; at most `limit`. */
  readonly entries: readonly TimelineEntry[];
  /** One line each, with the seconds since the first. */
  toString(): string;
  toJSON(): readonly TimelineEntry[];
}

/** @param options `limit`: how many entries are kept; default 200 */
export function createTimeline(options: { limit?: number | undefined } = {}): Timeline {
  const limit = Math.max(1, Math.floor(options.limit ?? 200));
  let entries: TimelineEntry[] = [];
  const keep = (entry: TimelineEntry): void => {
    const frozen = Object.freeze(entry);
    entries = withNewest(entries, frozen, limit);
    note(frozen);
  };
  return {
    logger: ({ level, name, at, attemptId, details }) => {
      keep({ at, source: 'log', name: clean(name), level, attemptId, details: cleanDetails(details) });
    },
    watch: (checkout) => {
      const state = (): void => {
        keep(entryOf(checkout.state));
      };
      state();
      const unsubscribe = checkout.subscribe(state);
      const off = checkout.on(({ type, code, paymentResultCode, at, attemptId }) => {
        const before = last(entries);
        // The logger of the same controller has it already.
        if (before?.source === 'log' && before.name === 'sdk.event' && before.details['code'] === code && before.attemptId === attemptId)
          return;
        keep({ at, source: 'event', name: type, attemptId, details: cleanDetails({ code, paymentResultCode }) });
      });
      return () => {
        unsubscribe();
        off();
      };
    },
    get entries() {
      return join(entries, []);
    },
    toString: () => linesOf(entries),
    toJSON: () => join(entries, []),
  };
}

function entryOf(state: CheckoutState): TimelineEntry {
  const { phase } = state;
  const common = { at: Date.now(), source: 'state', name: phase } as const;
  if (state.phase === 'idle' || state.phase === 'disposed') return { ...common, details: {} };
  const { attemptId } = state;
  if (state.phase !== 'settled') return { ...common, attemptId, details: {} };
  const { outcome } = state;
  const { status, retry } = outcome;
  const code = outcome.status === 'error' ? outcome.error.code : undefined;
  const reason = outcome.status === 'abandoned' ? outcome.reason : undefined;
  return { ...common, attemptId, details: cleanDetails({ status, retry, code, reason }) };
}

export function linesOf(entries: readonly TimelineEntry[]): string {
  const start = entries[0]?.at ?? 0;
  return glue(
    map(entries, ({ at, source, name, level, attemptId, details }) => {
      const said = map(namesOf(details), (key) => `${key}=${String(details[key])}`);
      return glue(
        filter(
          [
            `+${((at - start) / 1000).toFixed(3)}`,
            source,
            level ?? '',
            name,
            glue(said, ' '),
            attemptId === undefined ? '' : `(${attemptId})`,
          ],
          (part) => part !== '',
        ),
        ' ',
      );
    }),
    '\n',
  );
}
