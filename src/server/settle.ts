/**
 * What Antom says of a payment, held against what is expected and what is known: it is taken once, a repeat changes nothing, and an older word
 * takes nothing back.
 */
import { AntomServerError } from './errors';
import { own } from './fields';
import { inTime } from './in-time';
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

/** How many payments one process remembers without `known`: of those that are paid, and again of the others. */
const REMEMBERED = 10_000;
const KNOWN_AS = { SUCCESS: 'paid', FAIL: 'failed', PENDING: 'pending' } as const;

export function settler({ expected, known, onPayment }: Pick<CheckoutRoutes, 'expected' | 'known' | 'onPayment'>): Settle {
  // Apart, so that neither pushes the other out: what is older than a success must not be taken for news, nor a success after a failure for one.
  const paid = new Map<string, Known>();
  const others = new Map<string, Known>();
  const remembered = (id: string): Known | undefined => paid.get(id) ?? others.get(id);
  const inTurn = queues();

  const recall = async (id: string): Promise<Known> => {
    const state: unknown = (known === undefined ? remembered(id) : await known(id)) ?? null;
    if (state === null || state === 'paid' || state === 'failed' || state === 'pending') return state;
    throw new AntomServerError('invalid-options', "known() must answer 'paid', 'failed', 'pending' or null.");
  };

  /** Of inquiries, which a page makes every few seconds: one of them is enough to have somebody look. */
  const mismatches = new Set<string>();

  async function settle(word: Word, notification: PaymentNotification | null, turn: Turn): Promise<Verdict> {
    const { paymentRequestId, paymentAmount, status } = word;
    const amount = readAmount(await expected(paymentRequestId));
    if (amount === null) return 'unknown';
    // A failure moved no money, and an inquiry may tell of it without an amount.
    const fits =
      paymentAmount === null ? status === 'FAIL' : paymentAmount.currency === amount.currency && paymentAmount.value === amount.value;
    const before = await recall(paymentRequestId);
    if (turn.isOver) throw new Error('It was given up.');
    if (!fits || (before === 'failed' && status === 'SUCCESS')) {
      const told = JSON.stringify([word, before]);
      if (notification || !mismatches.has(told)) await onPayment({ ...word, status: 'MISMATCH' }, notification);
      if (mismatches.size >= REMEMBERED) mismatches.clear();
      mismatches.add(told);
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
    const before = remembered(id);
    // By a call that was given up and has settled since: a later one has brought the end.
    if (known !== undefined || before === 'paid' || before === 'failed') return;
    others.delete(id);
    const memory = state === 'paid' ? paid : others;
    memory.set(id, state);
    // The oldest is forgotten.
    if (memory.size > REMEMBERED) memory.delete(memory.keys().next().value as string);
  }

  return ({ paymentRequestId, status, paymentId, paymentAmount }, notification) =>
    inTurn(paymentRequestId, (turn) => settle({ paymentRequestId, status, paymentId, paymentAmount }, notification, turn));
}

/** A wrong answer of the shop's own must not make every payment a mismatch, and never a success. */
function readAmount(amount: unknown): Amount | null {
  if (amount === null || amount === undefined) return null;
  const [currency, value] = [own(amount, 'currency'), own(amount, 'value')];
  if (typeof currency === 'string' && typeof value === 'string') return { currency, value };
  throw new AntomServerError('invalid-options', 'expected() must answer { currency, value } with two strings, or null.');
}

/** Once it is given up, others have their turns: what it has read is no longer so. */
interface Turn {
  readonly isOver: boolean;
}

/**
 * One task after another for each id; a task that fails does not stop the next one. One that does not settle is given up, and so is the wait
 * for it: each caller is answered, and Antom sends it again.
 */
function queues(): <T>(id: string, task: (turn: Turn) => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (id, task) => {
    const previous = last.get(id) ?? Promise.resolve();
    const turn = { isOver: false };
    const run = inTime(previous, 'An earlier call').then(() =>
      inTime(task(turn), 'known(), expected() or onPayment()', () => {
        turn.isOver = true;
      }),
    );
    const over = run.catch(() => undefined);
    const end = previous
      .then(() => over)
      .then(() => {
        if (last.get(id) === end) last.delete(id);
      });
    last.set(id, end);
    return run;
  };
}
