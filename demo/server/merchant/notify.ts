/**
 * POST /api/notify: Antom tells the result of a payment, a card that was saved or an agreement that was made. Nobody else may, nothing
 * happens twice, and the amount must be the order's.
 *
 * What cannot be taken is answered with a 4xx, so that Antom repeats it; a lost notification would be a paid order that nobody ships.
 */
import type { Context } from 'hono';
import { isCurrency, isMinorUnits } from '../../shared/amount.ts';
import { fieldsOf, parseJson } from '../../shared/json.ts';
import type { Fields } from '../../shared/json.ts';
import { ACKNOWLEDGED } from '../antom/protocol.ts';
import { SignatureError, verifySignature } from '../antom/signature.ts';
import type { Merchant, MerchantEnv } from './context.ts';
import type { Verdict, Word } from './orders.ts';
import { cardOf, tokenOf } from './saved-card.ts';
import type { TokenVerdict, TokenWord } from './tokens.ts';

export async function notify(c: Context<MerchantEnv>, { settings, orders, tokens }: Merchant): Promise<Response> {
  // The bytes as they came: parsed and written again they would be others, and the signature would not fit.
  const body = Buffer.from(await c.req.arrayBuffer());
  const { clientId, publicKey } = settings;
  if (c.req.header('client-id') !== clientId) return c.json({ error: 'Client-Id is missing or not ours.' }, 401);
  try {
    const path = new URL(c.req.url).pathname;
    verifySignature({ path, clientId, time: c.req.header('request-time') ?? '', body }, c.req.header('signature'), publicKey);
  } catch (error) {
    if (error instanceof SignatureError) return c.json({ error: error.message }, 401);
    throw error;
  }
  const word = readNotification(parseJson(body.toString('utf8')));
  if (typeof word === 'string') return c.json({ error: word }, 400);
  const verdict = 'kind' in word ? tokens.hear(word) : orders.hear(word);
  return verdict === 'taken' ? c.json(ACKNOWLEDGED) : c.json({ error: REFUSALS[verdict].error }, REFUSALS[verdict].status);
}

const REFUSALS = {
  'unknown-order': { status: 404, error: 'No order has this paymentRequestId.' },
  'other-amount': { status: 409, error: "paymentAmount is not this order's." },
  'unknown-request': { status: 404, error: 'No card and no agreement has been asked for by this id.' },
  contradicted: { status: 409, error: 'This has been settled the other way.' },
} as const satisfies Record<Exclude<Verdict | TokenVerdict, 'taken'>, { status: number; error: string }>;

/** A sentence when it is no notification that this server takes. Which one it is, its fields say: notifyVaulting has no type. */
function readNotification(body: unknown): Word | TokenWord | string {
  const fields = fieldsOf(body);
  if (fields['vaultingRequestId'] !== undefined) return readVaulting(fields);
  return fields['authorizationNotifyType'] !== undefined ? readAuthorization(fields) : readPayment(fields);
}

function readVaulting({ vaultingRequestId, paymentMethodDetail, result }: Fields): TokenWord | string {
  const { resultStatus } = fieldsOf(result);
  if (typeof vaultingRequestId !== 'string') return 'vaultingRequestId is missing.';
  if (resultStatus !== 'S' && resultStatus !== 'F') return 'result.resultStatus is neither S nor F.';
  const token = tokenOf(paymentMethodDetail);
  if (resultStatus === 'S' && token === null) return 'paymentMethodDetail.card.cardToken is missing.';
  const common = { kind: 'vaulting', requestId: vaultingRequestId, by: 'notification' } as const;
  return resultStatus === 'S'
    ? { ...common, status: 'saved', token, card: cardOf(paymentMethodDetail) }
    : { ...common, status: 'failed', token: null, card: null };
}

function readAuthorization({ authorizationNotifyType, authState, accessToken, result }: Fields): TokenWord | string {
  if (authorizationNotifyType !== 'TOKEN_CREATED') return 'authorizationNotifyType is not TOKEN_CREATED.';
  if (typeof authState !== 'string') return 'authState is missing.';
  if (fieldsOf(result)['resultStatus'] !== 'S') return 'result.resultStatus is not S.';
  if (typeof accessToken !== 'string' || accessToken === '') return 'accessToken is missing.';
  return { kind: 'agreement', requestId: authState, status: 'saved', token: accessToken, card: null, by: 'notification' };
}

function readPayment(fields: Fields): Word | string {
  const { notifyType, paymentRequestId, paymentId, paymentAmount, result } = fields;
  const { currency, value } = fieldsOf(paymentAmount);
  const { resultStatus } = fieldsOf(result);
  if (notifyType !== 'PAYMENT_RESULT' && notifyType !== 'PAYMENT_PENDING')
    return 'notifyType is neither PAYMENT_RESULT nor PAYMENT_PENDING.';
  if (typeof paymentRequestId !== 'string') return 'paymentRequestId is missing.';
  if (!isCurrency(currency) || !isMinorUnits(value)) return 'paymentAmount is missing.';
  // S is "paid" in the one type and "still pending" in the other. U, or a letter still to be invented, decides nothing.
  if (resultStatus !== 'S' && resultStatus !== 'F') return 'result.resultStatus is neither S nor F.';
  const good = notifyType === 'PAYMENT_RESULT' ? 'paid' : 'pending';
  return {
    paymentRequestId,
    paymentId: typeof paymentId === 'string' ? paymentId : null,
    amount: { currency, value },
    status: resultStatus === 'S' ? good : 'failed',
    by: 'notification',
  };
}
