/**
 * POST /api/notify: Antom tells the result of a payment, a card that was saved or an agreement that was made. Nobody else may, nothing
 * happens twice, and the amount must be the order's.
 *
 * What cannot be taken is answered with a 4xx, so that Antom repeats it; a lost notification would be a paid order that nobody ships.
 */
import type { Context } from 'hono';
import { ACKNOWLEDGED, AntomServerError } from 'antom-checkout-controller/server';
import type { Notification } from 'antom-checkout-controller/server';
import type { Merchant, MerchantEnv } from './context.ts';
import type { Verdict, Word } from './orders.ts';
import { cardOf } from './saved-card.ts';
import type { TokenVerdict, TokenWord } from './tokens.ts';

export async function notify(c: Context<MerchantEnv>, { antom, orders, tokens }: Merchant): Promise<Response> {
  let notification: Notification;
  try {
    notification = await antom().readNotification(c.req.raw);
  } catch (error) {
    if (error instanceof AntomServerError) return c.json({ error: error.message }, error.code === 'notification-unsigned' ? 401 : 400);
    throw error;
  }
  const word = wordOf(notification);
  if (word === null) return c.json({ error: 'This server takes payments, cards and agreements only.' }, 400);
  const verdict = 'kind' in word ? tokens.hear(word) : orders.hear(word);
  return verdict === 'taken' ? c.json(ACKNOWLEDGED) : c.json({ error: REFUSALS[verdict].error }, REFUSALS[verdict].status);
}

const REFUSALS = {
  'unknown-order': { status: 404, error: 'No order has this paymentRequestId.' },
  'other-amount': { status: 409, error: "paymentAmount is not this order's." },
  'unknown-request': { status: 404, error: 'No card and no agreement has been asked for by this id.' },
  contradicted: { status: 409, error: 'This has been settled the other way.' },
} as const satisfies Record<Exclude<Verdict | TokenVerdict, 'taken'>, { status: number; error: string }>;

const STATUSES = { SUCCESS: 'paid', FAIL: 'failed', PENDING: 'pending' } as const;

/** Null for what this server has no use for. */
function wordOf(notification: Notification): Word | TokenWord | null {
  switch (notification.about) {
    case 'payment': {
      const { paymentRequestId, paymentId, paymentAmount: amount, status } = notification;
      return { paymentRequestId, paymentId, amount, status: STATUSES[status], by: 'notification' };
    }
    case 'vaulting': {
      const { vaultingRequestId: requestId, cardToken: token, status, body } = notification;
      const isSaved = status === 'SUCCESS';
      const card = isSaved ? cardOf(body['paymentMethodDetail']) : null;
      return { kind: 'vaulting', requestId, by: 'notification', status: isSaved ? 'saved' : 'failed', token, card };
    }
    case 'authorization': {
      const { authorizationNotifyType, authState, accessToken: token } = notification;
      if (authorizationNotifyType !== 'TOKEN_CREATED' || authState === null) return null;
      return { kind: 'agreement', requestId: authState, by: 'notification', status: 'saved', token, card: null };
    }
    case 'other':
      return null;
    default:
      return notification satisfies never;
  }
}
