/**
 * The gateway's API over HTTP, as a merchant's server sees it: signed requests in, signed answers out, always with status 200.
 */
import type { KeyObject } from 'node:crypto';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { fieldsOf, isFields, parseJson } from '../../shared/json.ts';
import type { Fields } from '../../shared/json.ts';
import {
  API,
  CREATE_PAYMENT_SESSION,
  CREATE_VAULTING_SESSION,
  illegal,
  INQUIRE_VAULTING,
  INQUIRY_PAYMENT,
  RESULTS,
} from '../antom/protocol.ts';
import { SignatureError, signatureOf, verifySignature } from '../antom/signature.ts';
import { IllegalParameter, readCreateRequest, readVaultingRequest } from './create-request.ts';
import type { Addresses, Answer, Payments } from './payments.ts';
import { GO_PATH, REPORT_PATH } from './report.ts';

interface Context {
  readonly payments: Payments;
  readonly clientId: string;
  readonly merchantKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly notifyUrl: string | null;
}

export function gatewayApi({ payments, clientId, merchantKey, privateKey, notifyUrl }: Context): Hono {
  const api = new Hono();
  api.post(`${API}/*`, bodyLimit({ maxSize: 64 * 1024 }), async (c) => {
    const { pathname: path, origin } = new URL(c.req.url);
    const raw = Buffer.from(await c.req.arrayBuffer());
    const body = JSON.stringify(check(path, raw, c.req.raw.headers) ?? answer(path, raw, origin));
    const time = String(Date.now());
    return c.body(body, 200, {
      'content-type': 'application/json; charset=UTF-8',
      'client-id': clientId,
      'response-time': time,
      signature: signatureOf({ path, clientId, time, body }, privateKey),
    });
  });
  return api;

  /** Why the request is not from the merchant whom we know; null when it is. */
  function check(path: string, body: Buffer, headers: Headers): Answer | null {
    const time = headers.get('request-time') ?? '';
    if (headers.get('client-id') !== clientId) return { result: RESULTS.invalidClient };
    if (!/^[\w:.+-]{1,40}$/.test(time)) return { result: illegal('Request-Time is missing or no time') };
    try {
      verifySignature({ path, clientId, time, body }, headers.get('signature'), merchantKey);
      return null;
    } catch (error) {
      if (!(error instanceof SignatureError)) throw error;
      return { result: { ...RESULTS.invalidSignature, resultMessage: `The signature is invalid. ${error.message}` } };
    }
  }

  function answer(path: string, raw: Buffer, origin: string): Answer {
    const body = parseJson(raw.toString('utf8'));
    if (!isFields(body)) return { result: illegal('the body is not a JSON object') };
    const addresses = { reportUrl: new URL(REPORT_PATH, origin).href, goUrl: new URL(GO_PATH, origin).href };
    switch (path) {
      case CREATE_PAYMENT_SESSION:
        return create(readCreateRequest, body, addresses);
      case CREATE_VAULTING_SESSION:
        return create(readVaultingRequest, body, addresses);
      case INQUIRY_PAYMENT:
        return inquire(body);
      case INQUIRE_VAULTING:
        return inquireVaulting(body);
      default:
        return { result: RESULTS.noInterface };
    }
  }

  function create(read: typeof readCreateRequest, body: Fields, addresses: Addresses): Answer {
    try {
      return payments.create(read(body, notifyUrl), addresses);
    } catch (error) {
      if (error instanceof IllegalParameter) return { result: illegal(error.message) };
      throw error;
    }
  }

  function inquire(body: Fields): Answer {
    const { paymentId = null, paymentRequestId = null } = fieldsOf(body);
    if (!isStringOrNull(paymentId) || !isStringOrNull(paymentRequestId) || (paymentId ?? paymentRequestId ?? '') === '') {
      return { result: illegal('paymentRequestId and paymentId cannot both be missing') };
    }
    return payments.inquire({ paymentId, paymentRequestId });
  }

  function inquireVaulting({ vaultingRequestId }: Fields): Answer {
    return typeof vaultingRequestId === 'string' && vaultingRequestId !== ''
      ? payments.inquireVaulting(vaultingRequestId)
      : { result: illegal('vaultingRequestId is missing') };
  }
}

const isStringOrNull = (value: unknown): value is string | null => typeof value === 'string' || value === null;
