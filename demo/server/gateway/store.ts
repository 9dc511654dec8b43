/**
 * The gateway's orders and notifications in SQLite, and nothing but their rows: what they mean is decided elsewhere.
 *
 * node-sqlite3-wasm is SQLite as WebAssembly inside the npm package, so that nothing is compiled or downloaded. Its calls are
 * synchronous: between two of them no other request gets a turn.
 */
import { createRequire } from 'node:module';
import type { Database as DatabaseClass, NormalQueryResult, SQLiteValue } from 'node-sqlite3-wasm';
import type { Amount } from '../../shared/amount.ts';
import { parseJson } from '../../shared/json.ts';
import type { CardDetail, FinalStatus } from '../antom/protocol.ts';
import type { OrderStatus } from './state.ts';

// CommonJS without names that Node could see from outside.
const { Database } = createRequire(import.meta.url)('node-sqlite3-wasm') as { Database: typeof DatabaseClass };

/** A vaulting and an agreement give the merchant a token in place of money; they live and end as payments do. */
export type OrderKind = 'payment' | 'vaulting' | 'agreement';

export interface Order {
  readonly kind: OrderKind;
  /** Of a vaulting its vaultingRequestId, of an agreement its authState: the stand-in keeps all three apart by their merchant only. */
  readonly paymentRequestId: string;
  readonly paymentSessionId: string;
  readonly paymentId: string;
  /** The request as it was read, to know a repetition from another request with the same id. */
  readonly request: string;
  /** createPaymentSession's answer, to repeat it. */
  readonly answer: string;
  /** Null: nothing is paid. */
  readonly amount: Amount | null;
  readonly notifyUrl: string | null;
  readonly status: OrderStatus;
  readonly resultCode: string | null;
  /** ms, by the gateway's clock, as all times here. */
  readonly createdAt: number;
  readonly sessionExpiresAt: number;
  readonly submittedAt: number | null;
  readonly decidedAt: number | null;
  /** When an undecided order is closed. */
  readonly closesAt: number | null;
  /** A decision that is to be made later: the cashier's "the server takes its time". */
  readonly planned: Plan | null;
  /** The card of the last try. */
  readonly card: CardDetail | null;
}

export interface Plan {
  readonly status: FinalStatus;
  readonly resultCode: string | null;
  readonly at: number;
}

export type OrderChange = Partial<Pick<Order, 'status' | 'resultCode' | 'submittedAt' | 'decidedAt' | 'closesAt' | 'planned' | 'card'>>;

export interface Notification {
  readonly id: number;
  readonly url: string;
  readonly body: string;
  /** How often it has been sent. */
  readonly attempts: number;
  /** Null: acknowledged, or given up. */
  readonly nextAt: number | null;
  readonly acknowledged: boolean;
}

export interface Store {
  readonly insert: (order: Order) => void;
  readonly byRequestId: (id: string) => Order | null;
  readonly byPaymentId: (id: string) => Order | null;
  readonly bySessionId: (id: string) => Order | null;
  readonly update: (paymentRequestId: string, change: OrderChange) => void;
  /** Orders with a plan or a closing time that has come. */
  readonly dueOrders: (now: number) => Order[];
  readonly addNotification: (paymentRequestId: string, url: string, body: string, nextAt: number) => void;
  readonly notificationsOf: (paymentRequestId: string) => Notification[];
  readonly dueNotifications: (now: number) => Notification[];
  readonly updateNotification: (id: number, change: Pick<Notification, 'attempts' | 'nextAt' | 'acknowledged'>) => void;
  /** The next moment at which anything is due. */
  readonly nextDue: () => number | null;
  readonly close: () => void;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS orders (
    payment_request_id TEXT PRIMARY KEY,
    payment_session_id TEXT NOT NULL UNIQUE,
    payment_id TEXT NOT NULL UNIQUE,
    request TEXT NOT NULL,
    answer TEXT NOT NULL,
    currency TEXT NOT NULL,
    value TEXT NOT NULL,
    notify_url TEXT,
    status TEXT NOT NULL,
    result_code TEXT,
    created_at INTEGER NOT NULL,
    session_expires_at INTEGER NOT NULL,
    submitted_at INTEGER,
    decided_at INTEGER,
    closes_at INTEGER,
    planned_status TEXT,
    planned_code TEXT,
    planned_at INTEGER,
    kind TEXT NOT NULL DEFAULT 'payment',
    card TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS notifications (
    id INTEGER PRIMARY KEY,
    payment_request_id TEXT NOT NULL REFERENCES orders,
    url TEXT NOT NULL,
    body TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER,
    acknowledged INTEGER NOT NULL DEFAULT 0
  ) STRICT;
`;

/** What a file of an earlier version lacks. */
const ADDED = { kind: "TEXT NOT NULL DEFAULT 'payment'", card: 'TEXT' };

/**
 * @param onChange Called after whatever may have changed `nextDue`.
 * @param file Default: in memory, gone with the process.
 */
export function openStore(onChange: () => void, file = ':memory:'): Store {
  const db = new Database(file);
  db.exec(SCHEMA);
  const present = (db.all('PRAGMA table_info(orders)') as NormalQueryResult[]).map(({ name }) => name);
  for (const [name, type] of Object.entries(ADDED)) if (!present.includes(name)) db.exec(`ALTER TABLE orders ADD COLUMN ${name} ${type}`);

  const orders = (where: string, values: SQLiteValue[]): Order[] =>
    (db.all(`SELECT * FROM orders WHERE ${where}`, values) as NormalQueryResult[]).map(toOrder);
  const order = (where: string, value: string): Order | null => orders(where, [value])[0] ?? null;
  const notifications = (where: string, values: SQLiteValue[]): Notification[] =>
    (db.all(`SELECT * FROM notifications WHERE ${where} ORDER BY id`, values) as NormalQueryResult[]).map(toNotification);

  return {
    insert(entry) {
      const columns = { ...fixedColumns(entry), ...changingColumns(entry) };
      const names = Object.keys(columns);
      db.run(`INSERT INTO orders (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`, Object.values(columns));
    },
    byRequestId: (id) => order('payment_request_id = ?', id),
    byPaymentId: (id) => order('payment_id = ?', id),
    bySessionId: (id) => order('payment_session_id = ?', id),
    update(paymentRequestId, change) {
      const columns = changingColumns(change);
      const assignments = Object.keys(columns).map((name) => `${name} = ?`);
      db.run(`UPDATE orders SET ${assignments.join(', ')} WHERE payment_request_id = ?`, [...Object.values(columns), paymentRequestId]);
      onChange();
    },
    dueOrders: (now) => orders('planned_at <= ? OR closes_at <= ?', [now, now]),
    addNotification(paymentRequestId, url, body, nextAt) {
      db.run('INSERT INTO notifications (payment_request_id, url, body, next_at) VALUES (?, ?, ?, ?)', [
        paymentRequestId,
        url,
        body,
        nextAt,
      ]);
      onChange();
    },
    notificationsOf: (paymentRequestId) => notifications('payment_request_id = ?', [paymentRequestId]),
    dueNotifications: (now) => notifications('next_at <= ?', [now]),
    updateNotification(id, { attempts, nextAt, acknowledged }) {
      db.run('UPDATE notifications SET attempts = ?, next_at = ?, acknowledged = ? WHERE id = ?', [
        attempts,
        nextAt,
        acknowledged ? 1 : 0,
        id,
      ]);
      onChange();
    },
    nextDue() {
      const row = db.get(`SELECT MIN(at) AS at FROM (
        SELECT MIN(planned_at) AS at FROM orders UNION ALL
        SELECT MIN(closes_at) FROM orders UNION ALL
        SELECT MIN(next_at) FROM notifications)`) as NormalQueryResult | null;
      return numberOrNull(row?.['at']);
    },
    close: () => db.close(),
  };
}

type Columns = Readonly<Record<string, SQLiteValue>>;

const fixedColumns = (order: Order): Columns => ({
  kind: order.kind,
  payment_request_id: order.paymentRequestId,
  payment_session_id: order.paymentSessionId,
  payment_id: order.paymentId,
  request: order.request,
  answer: order.answer,
  // Empty for none, since the columns take no NULL in files of an earlier version.
  currency: order.amount?.currency ?? '',
  value: order.amount?.value ?? '',
  notify_url: order.notifyUrl,
  created_at: order.createdAt,
  session_expires_at: order.sessionExpiresAt,
});

function changingColumns({ status, resultCode, submittedAt, decidedAt, closesAt, planned, card }: OrderChange): Columns {
  return {
    ...(status !== undefined && { status }),
    ...(resultCode !== undefined && { result_code: resultCode }),
    ...(submittedAt !== undefined && { submitted_at: submittedAt }),
    ...(decidedAt !== undefined && { decided_at: decidedAt }),
    ...(closesAt !== undefined && { closes_at: closesAt }),
    ...(planned !== undefined && {
      planned_status: planned?.status ?? null,
      planned_code: planned?.resultCode ?? null,
      planned_at: planned?.at ?? null,
    }),
    ...(card !== undefined && { card: card === null ? null : JSON.stringify(card) }),
  };
}

function toOrder(row: NormalQueryResult): Order {
  const plannedAt = numberOrNull(row['planned_at']);
  const currency = text(row['currency']);
  const card = textOrNull(row['card']);
  return {
    // Written from the same types, by this file alone: these, the card and the status.
    kind: text(row['kind']) as OrderKind,
    paymentRequestId: text(row['payment_request_id']),
    paymentSessionId: text(row['payment_session_id']),
    paymentId: text(row['payment_id']),
    request: text(row['request']),
    answer: text(row['answer']),
    amount: currency === '' ? null : { currency, value: text(row['value']) },
    notifyUrl: textOrNull(row['notify_url']),
    status: text(row['status']) as OrderStatus,
    resultCode: textOrNull(row['result_code']),
    createdAt: Number(row['created_at']),
    sessionExpiresAt: Number(row['session_expires_at']),
    submittedAt: numberOrNull(row['submitted_at']),
    decidedAt: numberOrNull(row['decided_at']),
    closesAt: numberOrNull(row['closes_at']),
    planned:
      plannedAt === null
        ? null
        : { status: text(row['planned_status']) as FinalStatus, resultCode: textOrNull(row['planned_code']), at: plannedAt },
    card: card === null ? null : (parseJson(card) as CardDetail),
  };
}

const toNotification = (row: NormalQueryResult): Notification => ({
  id: Number(row['id']),
  url: text(row['url']),
  body: text(row['body']),
  attempts: Number(row['attempts']),
  nextAt: numberOrNull(row['next_at']),
  acknowledged: row['acknowledged'] === 1,
});

const textOrNull = (value: SQLiteValue | undefined): string | null => (typeof value === 'string' ? value : null);
const text = (value: SQLiteValue | undefined): string => textOrNull(value) ?? '';
const numberOrNull = (value: SQLiteValue | undefined): number | null =>
  typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null;
