/** The one error of this entry, and its codes. No message ever holds a part of a key. */

/**
 * What went wrong.
 *
 * - `invalid-options`: an option of `createAntom()` or `checkoutRoutes()`. Remedy: the message names it.
 * - `invalid-key`: what was given is no RSA key of the right kind, or your own public key in the place of Antom's. Remedy: copy it again from
 *   Antom's dashboard (Developer > Quick start).
 * - `invalid-request`: a request that Antom would refuse or misread; nothing was sent. `faults` has a sentence for each field.
 * - `gateway-unreachable`: no connection to Antom, or it broke. What became of the call is not known: ask inquiryPayment, or call again with
 *   the same id.
 * - `gateway-timeout`: no answer within `timeout`. As above.
 * - `answer-unsigned`: there is no signature, or it is not Antom's: a proxy's page, another gateway, a wrong public key. As above.
 * - `answer-refused`: the answer cannot be believed for another reason, which the message names: its HTTP status, a redirect, another
 *   client's or another payment's answer, a time more than a day off, more than 1 MiB. As above.
 * - `notification-unsigned`: not Antom's signature over these bytes and this path, for your client. Answer 401. Cause, where it is Antom's after all: a body that
 *   was parsed and written again, a proxy that changes the path (`notifyPath`), a wrong public key.
 * - `notification-refused`: Antom's, but unreadable; the message says why. Answer 400.
 * - `notification-too-large`: more than 1 MiB. Nothing beyond it was read. Answer 413.
 * - `payment-mismatch`: of `checkoutRoutes()`, to `onError`: Antom, with its signature, tells of a payment that `expected()` does not know, or that a
 *   payment failed which you know as paid. Nothing was changed and nothing acknowledged; somebody has to look.
 */
export type AntomServerErrorCode =
  | 'invalid-options'
  | 'invalid-key'
  | 'invalid-request'
  | 'gateway-unreachable'
  | 'gateway-timeout'
  | 'answer-unsigned'
  | 'answer-refused'
  | 'notification-unsigned'
  | 'notification-refused'
  | 'notification-too-large'
  | 'payment-mismatch';

export class AntomServerError extends Error {
  readonly code: AntomServerErrorCode;
  /** One sentence for each field that is wrong: of `invalid-options` and `invalid-request`, else empty. */
  readonly faults: readonly string[];
  /** What the runtime's `fetch` said, where it said something. */
  readonly cause?: unknown;

  constructor(code: AntomServerErrorCode, message: string, more: { readonly faults?: readonly string[]; readonly cause?: unknown } = {}) {
    super(message);
    this.name = 'AntomServerError';
    this.code = code;
    this.faults = more.faults ?? [];
    if (more.cause !== undefined) this.cause = more.cause;
  }
}

/** Not by `instanceof` alone: a process may hold two copies of this entry, an ES module and a CommonJS one. */
export const isAntomServerError = (error: unknown): error is AntomServerError =>
  error instanceof Error && error.name === 'AntomServerError' && 'code' in error && typeof error.code === 'string';
