/** Believes a notification or refuses it, and says in one word what it is about. */
import type { AntomResult } from './answers';
import { fromUtf8 } from './bytes';
import { AntomServerError } from './errors';
import { isFields, own, parseJson, text, type Fields } from './fields';
import type { Incoming } from './incoming';
import type { Notification } from './notification-types';
import { faultOf, type SignatureFault } from './signature';
import { readTime } from './time';

/**
 * The answer that ends a notification's repetitions, as JSON with status 200. Antom sends it up to eight times within a day until it reads this.
 * @see https://docs.antom.com/ac/ams/paymentrn_online
 */
export const ACKNOWLEDGED = {
  result: { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' },
} as const;

const refuse = (message: string): AntomServerError => new AntomServerError('notification-refused', message);

export async function readNotification({ paths, header, body }: Incoming, clientId: string, publicKey: CryptoKey): Promise<Notification> {
  const time = header('request-time') ?? '';
  const signed = header('signature');
  // Which client it is for is part of what is signed: with ours in its place, another's signature does not fit either.
  if (header('client-id') !== clientId) throw new AntomServerError('notification-unsigned', 'Client-Id is missing, or not yours.');
  let fault: SignatureFault = 'missing';
  for (const path of paths) {
    fault = await faultOf({ path, clientId, time, body }, signed, publicKey);
    if (fault !== 'mismatch') break;
  }
  if (fault !== null) throw new AntomServerError('notification-unsigned', UNSIGNED[fault]);
  if (readTime(time) === null) throw refuse('Request-Time is no time.');
  const fields = parseJson(fromUtf8(body) ?? '');
  if (!isFields(fields)) throw refuse('The body is not a JSON object.');
  return told(fields);
}

const UNSIGNED = {
  missing: 'There is no Signature header.',
  malformed: 'The Signature header cannot be read.',
  mismatch:
    "The signature is not Antom's over these bytes and this path. notifyPath names the path of paymentNotifyUrl where the two differ.",
} as const;

const has = (fields: Fields, name: string): boolean => (own(fields, name) ?? null) !== null;

/** Which one it is, its fields say: notifyVaulting has no type. */
function told(fields: Fields): Notification {
  const result = own(fields, 'result');
  const basics = { result: result as AntomResult, body: fields };
  const status = own(result, 'resultStatus');
  const notifyType = own(fields, 'notifyType');
  // First: what says that it is about a payment is never taken for something else, whatever else it carries.
  if (notifyType !== 'PAYMENT_RESULT' && notifyType !== 'PAYMENT_PENDING') {
    if (has(fields, 'vaultingRequestId')) return vaulting(fields, basics, status);
    if (has(fields, 'authorizationNotifyType')) return authorization(fields, basics);
    return { about: 'other', notifyType: text(fields, 'notifyType'), ...basics };
  }

  const paymentRequestId = text(fields, 'paymentRequestId');
  const amount = own(fields, 'paymentAmount');
  const [currency, value] = [own(amount, 'currency'), own(amount, 'value')];
  if (paymentRequestId === null) throw refuse('paymentRequestId is missing.');
  if (typeof currency !== 'string' || typeof value !== 'string') throw refuse('paymentAmount is missing.');
  // U, or a letter still to be invented, decides nothing.
  if (status !== 'S' && status !== 'F') throw refuse('result.resultStatus is neither S nor F.');
  return {
    about: 'payment',
    status: status === 'F' ? 'FAIL' : notifyType === 'PAYMENT_RESULT' ? 'SUCCESS' : 'PENDING',
    paymentRequestId,
    paymentId: text(fields, 'paymentId'),
    paymentAmount: { currency, value },
    ...basics,
  };
}

type Basics = Pick<Notification, 'result' | 'body'>;

function vaulting(fields: Fields, basics: Basics, status: unknown): Notification {
  const vaultingRequestId = text(fields, 'vaultingRequestId');
  const cardToken = text(own(own(fields, 'paymentMethodDetail'), 'card'), 'cardToken');
  if (vaultingRequestId === null) throw refuse('vaultingRequestId is missing.');
  if (status !== 'S' && status !== 'F') throw refuse('result.resultStatus is neither S nor F.');
  if (status === 'S' && cardToken === null) throw refuse('paymentMethodDetail.card.cardToken is missing.');
  return {
    about: 'vaulting',
    status: status === 'S' ? 'SUCCESS' : 'FAIL',
    vaultingRequestId,
    cardToken: status === 'S' ? cardToken : null,
    ...basics,
  };
}

function authorization(fields: Fields, basics: Basics): Notification {
  const authorizationNotifyType = text(fields, 'authorizationNotifyType');
  if (authorizationNotifyType === null) throw refuse('authorizationNotifyType is missing.');
  if (authorizationNotifyType === 'TOKEN_CREATED') {
    if (own(basics.result, 'resultStatus') !== 'S') throw refuse('result.resultStatus is not S.');
    if (text(fields, 'authState') === null) throw refuse('authState is missing.');
    if (text(fields, 'accessToken') === null) throw refuse('accessToken is missing.');
  }
  return {
    about: 'authorization',
    authorizationNotifyType,
    authState: text(fields, 'authState'),
    accessToken: text(fields, 'accessToken'),
    ...basics,
  };
}
