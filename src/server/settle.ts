/**
 * What Antom says of a payment, held against what is expected and what is known: it is taken once, a repeat changes nothing, and an older word
 * takes nothing back.
 */
import { AntomServerError } from './errors';
import { own } from './fields';
import type { PaymentNotification } from './notification-types';
import type { Amount } from './requests';
import type { CheckoutRoutes, PaymentReport } from './routes-types';

export interface Word extends Omit<PaymentReport, 'status'> {
  readonly status: 'SUCCESS' | 'FAIL' | 'PENDING';
}

/** `contradicted`: known as paid, and told as failed. */
export type Verdict = 'taken' | 'unknown' | 'mismatch' | 'contradicted';

type Known = 'paid' | 'failed' | 'pending' | null;
export type Settle = (word: Word, notification: PaymentNotification | null) => Promise<Verdict>;

/** How many payments one process remembers without `known`. */
const REMEMBERED = 10_000;
const KNOWN_AS = { SUCCESS: 'paid', FAIL: 'failed', PENDING: 'pending' } as const;

export function settler({ expected, known, onPayment }: Pick<CheckoutRoutes, 'expected' | 'known' | 'onPayment'>): Settle {
  const memory = new Map<string, Known>();
  const inTurn = queues();

  const recall = async (id: string): Promise<Known> => {
    const state: unknown = (known === undefined ? memory.get(id) : await known(id)) ?? null;
    if (state === null || state === 'paid' || state === 'failed' || state === 'pending') return state;
    throw new AntomServerError('invalid-options', "known() must answer 'paid', 'failed', 'pending' or null.");
  };

  async function settle(word: Word, notification: PaymentNotification | null): Promise<Verdict> {
    const { paymentRequestId, paymentAmount, status } = word;
    const amount = readAmount(await expected(paymentRequestId));
    if (amount === null) return 'unknown';
    // A failure moved no money, and an inquiry may tell of it without an amount.
    const fits =
      paymentAmount === null ? status === 'FAIL' : paymentAmount.currency === amount.currency && paymentAmount.value === amount.value;
    const before = await recall(paymentRequestId);
    if (!fits || (before === 'failed' && status === 'SUCCESS')) {
      await onPayment({ ...word, status: 'MISMATCH' }, notification);
      return 'mismatch';
    }
    if (before === 'paid' && status === 'FAIL') return 'contradicted';
    // A repeat; or late: still pending, of what is over.
    if (before === KNOWN_AS[status] || before === 'paid' || before === 'failed') return 'taken';
    await onPayment(word, notification);
    remember(paymentRequestId, KNOWN_AS[status]);
    return 'taken';
  }

  function remember(id: string, state: Known): void {
    if (known !== undefined) return;
    memory.delete(id);
    memory.set(id, state);
    // The oldest is forgotten: its repeat would be handed over once more, which onPayment takes.
    if (memory.size > REMEMBERED) for (const oldest of memory.keys()) return void memory.delete(oldest);
  }

  return ({ paymentRequestId, status, paymentId, paymentAmount }, notification) =>
    inTurn(paymentRequestId, () => settle({ paymentRequestId, status, paymentId, paymentAmount }, notification));
}

/** A wrong answer of the shop's own must not make every payment a mismatch, and never a success. */
function readAmount(amount: unknown): Amount | null {
  if (amount === null || amount === undefined) return null;
  const [currency, value] = [own(amount, 'currency'), own(amount, 'value')];
  if (typeof currency === 'string' && typeof value === 'string') return { currency, value };
  throw new AntomServerError('invalid-options', 'expected() must answer { currency, value } with two strings, or null.');
}

/** One task after another for each id; a task that fails does not stop the next one. */
function queues(): <T>(id: string, task: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (id, task) => {
    const run = (last.get(id) ?? Promise.resolve()).then(task, task);
    const end = run
      .catch(() => undefined)
      .then(() => {
        if (last.get(id) === end) last.delete(id);
      });
    last.set(id, end);
    return run;
  };
}
