/**
 * A payment session: what is wrong with it, and for whom it was made. Nothing of its data leaves this file.
 */
import { describeSession } from 'antom-checkout-controller';
import { glue, map } from '../../core/list';
import { own, ownText } from '../../core/read';
import { readPart4 } from '../../session/parse';
import { known, type Facts } from './facts';
import { isRegion, type Region } from './hosts';

/** Of `undefined` nothing is known; all else is looked at. */
export function sessionFacts(session: unknown, now: number): Partial<Facts> {
  if (session === undefined) return {};
  const { faults, product, method, expiry } = describeSession(session as string);
  return {
    sessionFaults: glue(
      map(faults, ({ code }) => code),
      ', ',
    ),
    sessionProduct: product ?? null,
    sessionMethod: method ?? null,
    sessionEnvironment: known(() => environmentOf(session)),
    sessionExpiresIn: expiry === undefined ? null : Math.round(expiry - now),
    // A string is the data alone.
    sessionHasId: typeof session === 'string' ? null : ownText(session, 'paymentRequestId') !== undefined,
  };
}

export function regionOf(session: unknown): Region | null {
  const region = dataOf(session).split('&&')[1];
  return isRegion(region) ? region : null;
}

/** By the client id of its readable part: those of the sandbox have a prefix, and of others only Antom's usual form is trusted. */
function environmentOf(session: unknown): string | null {
  const clientId = ownText(readPart4(dataOf(session)), 'clientId') ?? '';
  if (/^SANDBOX_/.test(clientId)) return 'sandbox';
  return /^5[0-9A-Z]{12,}$/.test(clientId) ? 'prod' : null;
}

function dataOf(session: unknown): string {
  const data = typeof session === 'string' ? session : own(session, 'paymentSessionData');
  return typeof data === 'string' ? data : '';
}
