/**
 * notifyPayment, notifyVaulting, notifyAuthorization: tells the merchant's server what became of a payment, a card to be saved or an
 * agreement, again and again until it has understood.
 */
import { createHash } from 'node:crypto';
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
      // Antom has a word for an agreement that was made, and none for one that was not.
      if (order.notifyUrl === null || (order.kind === 'agreement' && order.status !== 'SUCCESS')) return;
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
  switch (order.kind) {
    case 'payment':
      return {
        notifyType: order.status === 'PENDING' ? 'PAYMENT_PENDING' : 'PAYMENT_RESULT',
        result: resultOf(order),
        paymentRequestId: order.paymentRequestId,
        paymentId: order.paymentId,
        paymentAmount: order.amount,
        paymentCreateTime: isoSeconds(clock.wallTime(order.submittedAt ?? order.createdAt)),
        ...(order.status === 'SUCCESS' && order.decidedAt !== null && { paymentTime: isoSeconds(clock.wallTime(order.decidedAt)) }),
      };
    case 'vaulting':
      return {
        result: resultOf(order),
        vaultingRequestId: order.paymentRequestId,
        vaultingCreateTime: isoSeconds(clock.wallTime(order.decidedAt ?? order.createdAt)),
        paymentMethodDetail: methodDetailOf(order),
      };
    case 'agreement':
      return {
        authorizationNotifyType: 'TOKEN_CREATED',
        result: resultOf(order),
        authState: order.paymentRequestId,
        accessToken: tokenOf(order),
      };
    default:
      return order.kind satisfies never;
  }
}

/** The card that was saved, with the token by which the merchant may charge it. */
export const methodDetailOf = (order: Order): unknown => ({
  paymentMethodType: 'CARD',
  card: { ...order.card, ...(order.status === 'SUCCESS' && { cardToken: tokenOf(order) }) },
});

/** The same for the same order, without being kept: a session's id is nobody's to guess. */
const tokenOf = ({ paymentSessionId }: Order): string =>
  `demo_token_${createHash('sha256').update(paymentSessionId).digest('hex').slice(0, 40)}`;

/** S is "paid" in a PAYMENT_RESULT and "still pending" in a PAYMENT_PENDING. */
function resultOf({ status, resultCode }: Order): Result {
  if (status === 'SUCCESS' || status === 'PENDING') return { ...RESULTS.success, resultMessage: 'success' };
  return { resultCode: resultCode ?? 'PROCESS_FAIL', resultStatus: 'F', resultMessage: `${status} (demo)` };
}
