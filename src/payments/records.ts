/**
 * Started payments and paid orders, remembered across page loads: what resume() and the next pay() need, and no session data.
 */
import type { Environment } from '../core/environment';
import { add, each, every, filter, glue, has, join, last, map } from '../core/list';
import type { Log } from '../core/log';
import { own } from '../core/read';
import { digest, isOf, LONGEST } from '../outcome/order';
import { shared } from '../page/registry';
import { openStore } from './storage';
import type { CheckoutOptions } from '../types';

type Storage = NonNullable<CheckoutOptions['storage']>;

/** A started payment. */
export interface PendingRecord {
  readonly attemptId: string;
  /** '' where the session had none. */
  readonly paymentRequestId: string;
  readonly paymentSessionId: string;
  readonly order: string;
  /** ms since the epoch */
  readonly at: number;
  /** A card that is saved, or an agreement: it pays no order, and no payment waits for it. */
  readonly kind?: 'agreement';
  /** That it is of this order nobody says: a call named the order, and the page's address the payment. Never stored. */
  readonly guessed?: true;
}

export function isPayment(record: PendingRecord): boolean {
  return own(record, 'kind') !== 'agreement';
}

/** The member that says so of a new record. */
export function kindOf(pays: boolean): Pick<PendingRecord, 'kind'> {
  return pays ? {} : { kind: 'agreement' };
}

export function isGuessed(record: PendingRecord): boolean {
  return own(record, 'guessed') === true;
}

/** An order that has been paid, without the id of its payment, which nobody needs any more. */
export interface PaidOrder {
  readonly attemptId: string;
  readonly order: string;
  readonly confirmedBy: 'server' | 'sdk';
  /** ms since the epoch */
  readonly at: number;
}

export interface PendingStore {
  write(record: PendingRecord): void;
  remove(fits: (record: PendingRecord) => boolean): void;
  /** The newest record that fits, of the last 7 days. */
  readonly newest: (fits: (record: PendingRecord) => boolean) => PendingRecord | null;
  /** Remembers for 7 days that the order is paid. */
  pay(paid: Omit<PaidOrder, 'at'>): void;
  /** Whether and how the order was paid. */
  readonly paid: (order: string) => PaidOrder | null;
}

interface Content {
  readonly records: readonly PendingRecord[];
  readonly paid: readonly PaidOrder[];
}

/** What a storage would not take must still hold as long as the page lives, whichever controller asks. */
export interface Unstored extends Content {
  readonly storage: Storage;
}

const KEY = 'antom-checkout-controller.pending';
/** Changes when the shape does; content of another version is not ours to read. */
const VERSION = 1;
const LIFETIME = 7 * 24 * 3_600_000;
/**
 * More payments of either kind than that in one browser are not this shop's buyer; and storage is small. Each form with a button of its own is
 * remembered as soon as it is drawn, and none of them may push out a payment that is undecided.
 */
const MOST = 100;

/** Records that a storage would not take, by that storage. */
export function pageUnstored(window: Window): { unstored: readonly Unstored[] } {
  return shared(window, 'unstored', () => ({ unstored: [] }));
}

/** @param log gets what storage did not take: on another page nothing knows of that payment. */
export function createPending(env: Environment, storage: Storage, log: Log = () => undefined): PendingStore {
  const store = openStore(env, storage);
  // With `none` nothing is remembered beyond the controller.
  const memory = storage === 'none' ? { unstored: [] } : pageUnstored(env.window);
  const isMine = (entry: Unstored): boolean => entry.storage === storage;

  /** What it held when it last could be read: by a single read that fails nothing is lost. */
  let seen: string | null | undefined;
  const text = (): string | null | undefined => {
    try {
      return store?.getItem(KEY) ?? null;
    } catch {
      return undefined;
    }
  };

  /** What is remembered of the last 7 days, oldest first. `isSeen`: storage has just said so. */
  const read = (): Content & { readonly isSeen: boolean } => {
    const given = text();
    if (given !== undefined) seen = given;
    const stored = parse(seen);
    const unstored = filter(memory.unstored, isMine)[0];
    // Either way: a clock that was wrong then may be right now.
    const ofTheseDays = <T extends { readonly at: number }>(entries: readonly T[]): T[] =>
      byTime(filter(entries, ({ at }) => Math.abs(env.now() - at) < LIFETIME));
    return {
      records: ofTheseDays(join(unstored?.records ?? [], stored.records)),
      paid: ofTheseDays(join(unstored?.paid ?? [], stored.paid)),
      isSeen: given !== undefined,
    };
  };

  const change = (to: (content: Content) => Partial<Content>, attemptId?: string): void => {
    const before = read();
    const content = { ...before, ...to(before) };
    const records = newestOf(content.records);
    const paid = newestOf(content.paid);
    try {
      // What cannot be read must not be written over.
      if (before.isSeen) {
        if (records.length + paid.length === 0) store?.removeItem(KEY);
        else store?.setItem(KEY, toText({ records, paid }));
      }
    } catch {
      // Denied or full: storage still has what it had before.
    }
    const stored = parse(text() ?? seen);
    const unstored = { storage, records: missing(records, stored.records), paid: missing(paid, stored.paid) };
    const isAll = unstored.records.length + unstored.paid.length === 0;
    memory.unstored = join(
      filter(memory.unstored, (entry) => !isMine(entry)),
      isAll ? [] : [unstored],
    );
    if (!isAll && storage !== 'none')
      log('warn', 'record.not-stored', { storage: typeof storage === 'string' ? storage : 'own' }, attemptId);
  };

  return {
    write: (record) => {
      change(
        ({ records }) => ({
          records: join(
            filter(records, (other) => other.attemptId !== record.attemptId),
            [record],
          ),
        }),
        record.attemptId,
      );
    },
    remove: (fits) => {
      if (filter(read().records, fits)[0]) change(({ records }) => ({ records: filter(records, (record) => !fits(record)) }));
    },
    newest: (fits) => last(filter(read().records, fits)) ?? null,
    pay: (paid) => {
      change(
        (content) => ({
          paid: join(
            filter(content.paid, (other) => !isOf(other, paid.order)),
            [{ ...paid, at: env.now() }],
          ),
        }),
        paid.attemptId,
      );
    },
    paid: (order) => last(filter(read().paid, (entry) => isOf(entry, order))) ?? null,
  };
}

// ── As text ──────────────────────────────────────────────────────────────────

/**
 * JSON, but not by JSON.stringify: where a page has given `Array.prototype` a `toJSON`, as Prototype.js before 1.7 does, that writes what
 * JSON.parse does not read back, and a record that cannot be read back lets a second payment through.
 */
function toText({ records, paid }: Content): string {
  const list = (entries: readonly object[]): string => `[${glue(map(entries, entryText), ',')}]`;
  return `{"version":${String(VERSION)},"records":${list(records)},"paid":${list(paid)}}`;
}

const RECORD = ['attemptId', 'paymentRequestId', 'paymentSessionId', 'order'];
const PAID = ['attemptId', 'order', 'confirmedBy'];
const MEMBERS = ['attemptId', 'paymentRequestId', 'paymentSessionId', 'order', 'confirmedBy', 'kind'];

function entryText(entry: object): string {
  const members: string[] = [];
  each(MEMBERS, (name) => {
    const value = own(entry, name);
    if (typeof value === 'string') add(members, `${quote(name)}:${quote(name === 'order' ? digest(value) : value)}`);
  });
  return `{${glue(members, ',')},"at":${String(own(entry, 'at'))}}`;
}

function quote(text: string): string {
  return `"${text.replace(/[^ !#-[\]-~]/g, (char) => `\\u${(char.charCodeAt(0) + 0x10000).toString(16).slice(1)}`)}"`;
}

function parse(given: string | null | undefined): Content {
  try {
    const text = given ?? '';
    if (text === '' || text.length > 2 * MOST * LONGEST * 5 * 6) return { records: [], paid: [] };
    const content: unknown = JSON.parse(text);
    const list = <T>(name: string, names: readonly string[]): T[] => {
      const entries = own(content, name);
      return (Array.isArray(entries) ? filter(entries as unknown[], (entry) => isEntry(entry, names)) : []) as T[];
    };
    if (own(content, 'version') === VERSION)
      return {
        records: list('records', RECORD),
        paid: filter(list<PaidOrder>('paid', PAID), ({ confirmedBy }) => has(['server', 'sdk'], confirmedBy)),
      };
  } catch {
    // Not ours.
  }
  return { records: [], paid: [] };
}

function isEntry(value: unknown, names: readonly string[]): boolean {
  return (
    typeof own(value, 'at') === 'number' &&
    every(names, (name) => {
      const text = own(value, name);
      return typeof text === 'string' && text.length <= LONGEST;
    })
  );
}

// ── Lists of entries ─────────────────────────────────────────────────────────

/** Oldest first; Array.prototype.sort is the page's. */
function byTime<T extends { readonly at: number }>(entries: readonly T[]): T[] {
  const sorted: T[] = [];
  each(entries, (entry) => {
    const younger = filter(sorted, ({ at }) => at > entry.at);
    sorted.length -= younger.length;
    add(sorted, entry);
    each(younger, (other) => {
      add(sorted, other);
    });
  });
  return sorted;
}

function newestOf<T>(list: readonly T[]): T[] {
  return filter(list, (_item, index) => index >= list.length - MOST);
}

/** Those that did not come back as they were written. */
function missing<T extends object>(written: readonly T[], stored: readonly T[]): T[] {
  const texts = map(stored, entryText);
  return filter(written, (entry) => !has(texts, entryText(entry)));
}
