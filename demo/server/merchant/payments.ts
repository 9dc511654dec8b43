/**
 * GET /api/payments/:paymentRequestId: asks Antom what became of a payment, and hands its answer to the page. What became of a card to be
 * saved, or of an agreement, is answered in the same words, so that the page has one question for every product.
 */
import type { Context } from 'hono';
import { fieldsOf } from '../../shared/json.ts';
import type { Fields } from '../../shared/json.ts';
import { isNoAnswer } from './antom.ts';
import type { Merchant, MerchantEnv } from './context.ts';
import type { Word } from './orders.ts';
import { tokenInquiry } from './token-inquiry.ts';

type PaymentsContext = Context<MerchantEnv, '/api/payments/:paymentRequestId'>;

export async function payments(c: PaymentsContext, merchant: Merchant): Promise<Response> {
  const paymentRequestId = c.req.param('paymentRequestId');
  if (!/^[\w-]{1,64}$/.test(paymentRequestId)) return c.json({ error: 'This is no paymentRequestId.' }, 400);
  const token = merchant.tokens.find(paymentRequestId);
  // A merchant with accounts would also ask here whether this order is the caller's.
  let answer: Fields;
  try {
    if (token !== null) return c.json(await tokenInquiry(merchant, token));
    answer = await merchant.antom().inquiryPayment({ paymentRequestId });
  } catch (error) {
    if (isNoAnswer(error)) return c.json({ error: error.message }, 502);
    throw error;
  }
  const word = wordOf(paymentRequestId, answer);
  // An order from before a restart is not in memory any more; Antom's answer is still good to show.
  const verdict = word === null ? 'taken' : merchant.orders.hear(word);
  if (verdict === 'other-amount' || verdict === 'contradicted') return c.json({ error: "Antom's answer does not fit this order." }, 502);
  return c.json(forThePage(answer));
}

/** By name: of a payment by card Antom's answer may hold the card's token, and what can be charged stays here. */
const PUBLIC_FIELDS = [
  'result',
  'paymentStatus',
  'paymentResultCode',
  'paymentResultMessage',
  'paymentRequestId',
  'paymentId',
  'paymentAmount',
  'paymentCreateTime',
  'paymentTime',
] as const;

function forThePage(answer: Fields): Fields {
  return Object.fromEntries(PUBLIC_FIELDS.map((name) => [name, answer[name]]));
}

/** Null while nothing is decided. */
function wordOf(paymentRequestId: string, answer: Fields): Word | null {
  const { currency, value } = fieldsOf(answer['paymentAmount']);
  const status = statusOf(answer['paymentStatus']);
  if (fieldsOf(answer['result'])['resultStatus'] !== 'S' || status === null) return null;
  const paymentId = answer['paymentId'];
  return {
    paymentRequestId,
    paymentId: typeof paymentId === 'string' ? paymentId : null,
    amount: { currency: String(currency), value: String(value) },
    status,
    by: 'inquiry',
  };
}

function statusOf(paymentStatus: unknown): Word['status'] | null {
  if (paymentStatus === 'SUCCESS') return 'paid';
  if (paymentStatus === 'PENDING') return 'pending';
  return paymentStatus === 'FAIL' || paymentStatus === 'CANCELLED' ? 'failed' : null;
}
