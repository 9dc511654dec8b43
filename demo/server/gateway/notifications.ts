/**
 * notifyPayment: tells the merchant's server what became of a payment, again and again until it has understood.
 */
import { fieldsOf, parseJson } from '../../shared/json.ts';
import { RESULTS } from '../antom/protocol.ts';
import type { Result } from '../antom/protocol.ts';
import { isoSeconds } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Order, Store } from './store.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** From one sending to the next, eight in all: 0, 2 and twice 10 minutes, 1, 2, 6 and 15 hours (seed, "asynchronous notification"). */
export const RETRY_AFTER: readonly number[] = [0, 2 * MINUTE, 10 * MINUTE, 10 * MINUTE, HOUR, 2 * HOUR, 6 * HOUR, 15 * HOUR];

/** What came back: undefined when nothing did. */
export interface Reply {
  readonly status: number;
  readonly body: string;
}

/** Sends a signed request. Never rejects. */
export type Post = (url: string, body: string) => Promise<Reply | undefined>;

export interface Notifications {
  readonly add: (order: Order) => void;
  /** Sends what is due; settles when all of it has been answered. */
  readonly sendDue: () => Promise<void>;
}

interface Context {
  readonly store: Store;
  readonly clock: Clock;
  readonly post: Post;
  /** A merchant's answer may come when the store has been closed. */
  readonly isClosed: () => boolean;
}

export function createNotifications({ store, clock, post, isClosed }: Context): Notifications {
  return {
    add(order) {
      if (order.notifyUrl === null) return;
      store.addNotification(
        order.paymentRequestId,
        order.notifyUrl,
        JSON.stringify(bodyOf(order, clock)),
        clock.now() + (RETRY_AFTER[0] ?? 0),
      );
    },
    async sendDue() {
      await Promise.all(
        store.dueNotifications(clock.now()).map(async ({ id, url, body, attempts }) => {
          const sent = attempts + 1;
          const wait = RETRY_AFTER[sent];
          // Written down before it is sent: if the process dies meanwhile, it is sent once more rather than once less.
          store.updateNotification(id, { attempts: sent, nextAt: wait === undefined ? null : clock.now() + wait, acknowledged: false });
          const reply = await post(url, body);
          if (isAcknowledgement(reply) && !isClosed()) store.updateNotification(id, { attempts: sent, nextAt: null, acknowledged: true });
        }),
      );
    },
  };
}

function isAcknowledgement(reply: Reply | undefined): boolean {
  if (reply?.status !== 200) return false;
  const { resultCode, resultStatus } = fieldsOf(fieldsOf(parseJson(reply.body))['result']);
  return resultCode === 'SUCCESS' && resultStatus === 'S';
}

function bodyOf(order: Order, clock: Clock): unknown {
  return {
    notifyType: order.status === 'PENDING' ? 'PAYMENT_PENDING' : 'PAYMENT_RESULT',
    result: resultOf(order),
    paymentRequestId: order.paymentRequestId,
    paymentId: order.paymentId,
    paymentAmount: order.amount,
    paymentCreateTime: isoSeconds(clock.wallTime(order.submittedAt ?? order.createdAt)),
    ...(order.status === 'SUCCESS' && order.decidedAt !== null && { paymentTime: isoSeconds(clock.wallTime(order.decidedAt)) }),
  };
}

/** S is "paid" in a PAYMENT_RESULT and "still pending" in a PAYMENT_PENDING. */
function resultOf({ status, resultCode }: Order): Result {
  if (status === 'SUCCESS' || status === 'PENDING') return { ...RESULTS.success, resultMessage: 'success' };
  return { resultCode: resultCode ?? 'PROCESS_FAIL', resultStatus: 'F', resultMessage: `${status} (demo)` };
}
