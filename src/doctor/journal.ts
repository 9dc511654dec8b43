/**
 * What timelines of this page have heard, for a diagnosis that comes later. Redacted as it is written.
 */
import type { LogEntry } from 'antom-checkout-controller';
import { add, each, filter, namesOf } from '../core/list';
import { redact } from '../core/log';

export interface TimelineEntry {
  /** ms since the epoch */
  readonly at: number;
  /** `log`: an entry of the controller's logger. `state`, `event`: what watch() has seen. */
  readonly source: 'log' | 'state' | 'event';
  readonly name: string;
  readonly level?: LogEntry['level'] | undefined;
  readonly attemptId?: string | undefined;
  /** Redacted: no session data, and addresses without their query. */
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}

const MOST = 300;
let entries: TimelineEntry[] = [];

export function note(entry: TimelineEntry): void {
  entries = withNewest(entries, entry, MOST);
}

/** At most `limit` entries: the oldest ones go. */
export function withNewest(list: TimelineEntry[], entry: TimelineEntry, limit: number): TimelineEntry[] {
  add(list, entry);
  return list.length > limit ? filter(list, (_entry, index) => index >= list.length - limit) : list;
}

export function heard(): readonly TimelineEntry[] {
  return entries;
}

export function forget(): void {
  entries = [];
}

/** A text without session data, and without the query of the addresses in it. */
export function clean(text: string): string {
  return redact(text.replace(/([a-z][a-z0-9+.-]*:\/\/[^\s"'<>?#]*)[?#][^\s"'<>]*/gi, '$1'));
}

/** What can be written down of details, which may be anybody's. */
export function cleanDetails(details: unknown): TimelineEntry['details'] {
  const cleaned: Record<string, string | number | boolean | null> = {};
  if (typeof details !== 'object' || details === null) return cleaned;
  try {
    each(namesOf(details), (name) => {
      const value = (details as Record<string, unknown>)[name];
      switch (typeof value) {
        case 'string':
          cleaned[name] = clean(value);
          break;
        case 'number':
        case 'boolean':
          cleaned[name] = value;
          break;
        case 'object':
          if (value === null) cleaned[name] = null;
          else if (Array.isArray(value)) cleaned[name] = `${String(value.length)} entries`;
          break;
        case 'undefined':
        case 'function':
        case 'symbol':
        case 'bigint':
          break;
      }
    });
  } catch {
    // A getter that throws: what was read by then is kept.
  }
  return cleaned;
}
