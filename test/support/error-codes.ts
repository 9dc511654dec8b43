/** The error codes, and which of them may be tried again with nothing changed. */
import type { CheckoutErrorCode } from '../../src/core/errors';

/** Every code of CONTRACT.md; the compiler keeps the list complete. True: the same call can succeed later. */
export const RETRYABLE: Record<CheckoutErrorCode, boolean> = {
  'invalid-options': false,
  'not-in-browser': false,
  disposed: false,
  'sdk-blocked-by-csp': false,
  'sdk-offline': true,
  'sdk-load-failed': true,
  'sdk-load-timeout': true,
  'sdk-global-missing': false,
  'session-request-failed': true,
  'session-timeout': true,
  'session-invalid': false,
  'session-mismatch': false,
  'session-expired': false,
  'component-busy': true,
  'component-failed': false,
  'component-timeout': false,
  'container-missing': false,
  'redirect-failed': false,
  'payment-unconfirmed': false,
  'storage-blocked': false,
  'sdk-internal': false,
};
export const ERROR_CODES = Object.keys(RETRYABLE) as CheckoutErrorCode[];
