/**
 * A started payment, remembered across page loads: what resume() and the next pay() need, and no session data.
 */
import type { Environment } from './environment';
import { own } from './own';
import { pageRegistry } from './registry';
import { openStore } from './store';
import type { CheckoutOptions, StorageLike } from './types';

type Storage = NonNullable<CheckoutOptions['storage']>;

export interface PendingRecord {
  readonly attemptId: string;
  /** '' where the session had none. */
  readonly paymentRequestId: string;
  readonly paymentSessionId: string;
  readonly order: string;
  /** ms since the epoch */
  readonly at: number;
}

export interface PendingStore {
  write(record: PendingRecord): void;
  remove(fits: (record: PendingRecord) => boolean): void;
  /** The newest record that fits, of the last 7 days. */
  readonly newest: (fits: (record: PendingRecord) => boolean) => PendingRecord | null;
}

/** Part of the page registry: what a storage would not take must still hold as long as the page lives, whichever controller asks. */
export interface Unstored {
  readonly storage: Storage;
  readonly records: readonly PendingRecord[];
}

const KEY = 'antom-checkout-controller.pending';
/** Changes when the shape does; content of another version is not ours to read. */
const VERSION = 1;
const LIFETIME = 7 * 24 * 3_600_000;
/** More started payments than that in one browser are not this shop's buyer; and storage is small. */
const MOST = 20;
const LONGEST_TEXT = 256;

export function createPending(env: Environment, storage: Storage): PendingStore {
  const store = openStore(env, storage);
  // With `none` nothing is remembered beyond the controller.
  const memory: { unstored: readonly Unstored[] } = storage === 'none' ? { unstored: [] } : pageRegistry(env.window);
  const isMine = (entry: Unstored): boolean => entry.storage === storage;

  const read = (): PendingRecord[] => (memory.unstored.filter(isMine)[0]?.records ?? [])
    .concat(parse(store))
    // Either way: a clock that was wrong then may be right now.
    .filter((record) => Math.abs(env.now() - record.at) < LIFETIME)
    .sort((a, b) => a.at - b.at);

  const save = (all: readonly PendingRecord[]): void => {
    const kept = all.slice(-MOST);
    try {
      if (kept.length === 0) store?.removeItem(KEY);
      else store?.setItem(KEY, JSON.stringify({ version: VERSION, records: kept.map(storable) }));
    } catch {
      // Denied or full: storage still has what it had before.
    }
    const stored = parse(store);
    const records = kept.filter((record) => !stored.some((other) => other.attemptId === record.attemptId));
    memory.unstored = memory.unstored.filter((entry) => !isMine(entry)).concat(records.length > 0 ? { storage, records } : []);
  };

  return {
    write: (record) => { save(read().filter((other) => other.attemptId !== record.attemptId).concat(record)); },
    remove: (fits) => {
      const records = read();
      const rest = records.filter((record) => !fits(record));
      if (rest.length !== records.length) save(rest);
    },
    newest: (fits) => {
      const fitting = read().filter(fits);
      return fitting[fitting.length - 1] ?? null;
    },
  };
}

/** True for a record of that order, also where storage holds only a long order's digest. */
export function isOf(record: PendingRecord, order: string): boolean {
  return record.order === order || record.order === digest(order);
}

/** True for what storage holds of an order that is too long for it. */
export function isDigest(order: string): boolean {
  return order.length > 200 && /^[^]{200}#\d+#[0-9a-z]+$/.test(order);
}

function storable(record: PendingRecord): PendingRecord {
  return { ...record, order: digest(record.order) };
}

/** A long order as a text that is short and still its own. */
function digest(order: string): string {
  if (order.length <= LONGEST_TEXT) return order;
  let hash = 5381;
  for (let i = 0; i < order.length; i++) hash = (hash * 33 + order.charCodeAt(i)) % 4_294_967_296;
  return `${order.slice(0, 200)}#${String(order.length)}#${hash.toString(36)}`;
}

function parse(store: StorageLike | null): PendingRecord[] {
  try {
    const text = store?.getItem(KEY) ?? '';
    if (text === '' || text.length > MOST * LONGEST_TEXT * 5) return [];
    const content: unknown = JSON.parse(text);
    const records = own(content, 'records');
    if (own(content, 'version') !== VERSION || !Array.isArray(records)) return [];
    return records.filter(isRecord);
  } catch {
    return [];
  }
}

function isRecord(value: unknown): value is PendingRecord {
  const texts = ['attemptId', 'paymentRequestId', 'paymentSessionId', 'order'].map((key) => own(value, key));
  return texts.every((text) => typeof text === 'string' && text.length <= LONGEST_TEXT) && typeof own(value, 'at') === 'number';
}
