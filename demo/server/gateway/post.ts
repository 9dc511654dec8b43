/**
 * Sends a notification over HTTP, signed as Antom does. Only to this machine, and a redirect is not followed: it could lead elsewhere.
 */
import type { KeyObject } from 'node:crypto';
import { isLoopback } from '../../shared/origins.ts';
import { signatureOf } from '../antom/signature.ts';
import type { Post } from './notifications.ts';

/** ms for the merchant's server to answer. */
const PATIENCE = 10_000;

export function signedPost(clientId: string, privateKey: KeyObject): Post {
  return async (address, body) => {
    const url = new URL(address);
    if (!isLoopback(url)) return undefined;
    const time = String(Date.now());
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=UTF-8',
          'client-id': clientId,
          'request-time': time,
          signature: signatureOf({ path: url.pathname, clientId, time, body }, privateKey),
        },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE),
      });
      return { status: response.status, body: await response.text() };
    } catch {
      // Down, too slow, or redirected: it is sent again.
      return undefined;
    }
  };
}
