/** The answers of the routes, and what of an error may be told to whoever asked. */
import { isAntomServerError, type AntomServerErrorCode } from './errors';
import { own } from './fields';

export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  });
}

export const refusal = (status: number, code: string, message: string, headers?: Readonly<Record<string, string>>): Response =>
  json({ code, message }, status, headers);

const STATUS: Readonly<Record<AntomServerErrorCode, number>> = {
  'invalid-options': 500,
  'invalid-key': 500,
  'invalid-request': 500,
  'gateway-unreachable': 502,
  'gateway-timeout': 504,
  'answer-unsigned': 502,
  'answer-refused': 502,
  'notification-unsigned': 401,
  'notification-refused': 400,
  'notification-too-large': 413,
  'payment-mismatch': 409,
};

/** What the shop's own code threw stays in its log. */
export function failure(error: unknown): Response {
  const status = isAntomServerError(error) ? own(STATUS, error.code) : undefined;
  if (!isAntomServerError(error) || typeof status !== 'number') return refusal(500, 'internal', 'Something went wrong on this server.');
  return refusal(status, error.code, status === 500 ? 'This server cannot use Antom as it is set up; its log says why.' : error.message);
}

/** By what it can do: a framework may bring its own class. */
export const isResponse = (value: unknown): value is Response =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Response).status === 'number' &&
  typeof (value as Response).arrayBuffer === 'function';
