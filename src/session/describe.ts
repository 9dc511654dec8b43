/**
 * describeSession: what can be read from a payment session, and what is wrong with it.
 */
import { add } from '../core/list';
import { own } from '../core/read';
import type { PaymentSession, SessionDescription } from '../types';
import { dataFaults, fault } from './diagnose';
import { amountOf, methodOf, parseIso, productOf, readPart4 } from './parse';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * Product, method, amount and expiry of a session, and its faults. Pure and total: what is not a session is a fatal fault.
 *
 * @param session Antom's createPaymentSession answer, or its paymentSessionData alone.
 */
export function describeSession(session: PaymentSession | string): SessionDescription {
  const data: unknown = typeof session === 'string' ? session : own(session, 'paymentSessionData');
  const meta = typeof data === 'string' ? readPart4(data) : null;
  const product = productOf(own(own(meta, 'paymentSessionConfig'), 'productScene'));
  const method = methodOf(meta);
  const amount = amountOf(meta);
  const expiryText = own(session, 'paymentSessionExpiryTime') ?? undefined;
  const expiry = parseIso(expiryText);

  const faults = dataFaults(data, meta, product);
  if (expiryText !== undefined && expiry === undefined) add(faults, fault('bad-expiry', false));

  const description: Writable<SessionDescription> = { faults };
  if (product !== undefined) description.product = product;
  if (method !== undefined) description.method = method;
  if (amount !== undefined) description.amount = amount;
  if (expiry !== undefined) description.expiry = expiry;
  return description;
}
