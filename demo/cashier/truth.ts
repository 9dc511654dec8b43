/**
 * What the server knows when the SDK is told something: the same, unless `server` and `serverafter` in the address say otherwise.
 */
import type { Report } from './report.ts';

export const SERVER_WORDS = ['none', 'processing', 'pending', 'success', 'fail', 'cancelled'] as const;
export type ServerWord = (typeof SERVER_WORDS)[number];
export const isServerWord = (value: string): value is ServerWord => (SERVER_WORDS as readonly string[]).includes(value);

export interface Truth {
  /** Null: the server knows what the SDK is told. */
  readonly server: ServerWord | null;
  /** ms by which the server's decision comes later than the SDK's code. */
  readonly serverAfter: number;
}

/** Null: there is nothing to report. */
export function reportOf(code: string, resultCode: string | null, { server, serverAfter }: Truth): Report | null {
  if (server === 'none') return null;
  if (server !== null) return { event: 'decide', status: server.toUpperCase(), after: serverAfter };
  switch (code) {
    case 'SDK_PAYMENT_SUCCESSFUL':
      return { event: 'decide', status: 'SUCCESS', after: serverAfter };
    case 'SDK_PAYMENT_FAIL':
      return serverAfter > 0 && resultCode !== null
        ? { event: 'decide', status: 'FAIL', resultCode, after: serverAfter }
        : { event: 'decline', resultCode };
    case 'SDK_PAYMENT_PROCESSING':
    case 'SDK_PAYMENT_ERROR':
    case 'redirect':
      return { event: 'submit' };
    default:
      // Closed, or cancelled before anything was submitted: the server never hears of it.
      return null;
  }
}
