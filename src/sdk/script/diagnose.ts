/**
 * Why a script did not bring the SDK: as exact as the browser allows.
 */
import type { Environment } from '../../core/environment';
import { CheckoutError, type ErrorDetails } from '../../core/errors';
import { last } from '../../core/list';
import { POLICY, type TagEnd } from './tag';

/** @param facts what every error of a load has: `url`, `attempts`, `elapsed` */
export function diagnose(
  { window }: Environment,
  end: TagEnd,
  script: HTMLScriptElement,
  className: string,
  facts: ErrorDetails,
): CheckoutError {
  const where = String(facts['url']);
  switch (end) {
    case 'csp':
      return new CheckoutError('sdk-blocked-by-csp', `The page's Content-Security-Policy refused the script from ${where}.`, {
        details: facts,
      });
    case 'ran':
    case 'threw':
      return new CheckoutError(
        'sdk-global-missing',
        end === 'threw' ? `The script from ${where} threw while it ran.` : `The script from ${where} ran, but there is no ${className}.`,
        { details: { ...facts, className, reason: end === 'threw' ? 'threw' : 'absent' } },
      );
    case 'failed': {
      const status = statusOf(window, script.src);
      // A hint that may lie: it names the error, and decides nothing. An answer says that the network works.
      if (!status && !window.navigator.onLine) return offline(facts);
      const reason = reasonFor(window, script, status);
      return new CheckoutError('sdk-load-failed', `The SDK's script could not be loaded from ${where}${TEXTS[reason]}.`, {
        details: { ...facts, reason, ...(status ? { status } : {}) },
      });
    }
  }
}

export function refusedByTrustedTypes(facts: ErrorDetails, cause: unknown): CheckoutError {
  return new CheckoutError('sdk-blocked-by-csp', `The page enforces Trusted Types and does not allow the policy "${POLICY}".`, {
    cause,
    details: { ...facts, directive: 'require-trusted-types-for' },
  });
}

export function offline(facts: ErrorDetails): CheckoutError {
  return new CheckoutError('sdk-offline', 'The SDK could not be loaded because the browser is offline.', { details: facts });
}

/** No event reported a failure: a tag off the page fires none. */
export function takenOff(facts: ErrorDetails): CheckoutError {
  return new CheckoutError('sdk-load-failed', 'The tag of the SDK was taken off the page.', { details: { ...facts, reason: 'removed' } });
}

/** True where the same request may well succeed a moment later. */
export function isPassing({ code, details }: CheckoutError): boolean {
  const { reason, status } = details;
  return code === 'sdk-offline' || (code === 'sdk-load-failed' && !(reason === 'http' && (status as number) < 500 && status !== 429));
}

const TEXTS = {
  network: ': the network, a proxy or an ad blocker refused it',
  http: ': the server answered with an error',
  integrity: ': its content does not match the integrity',
  removed: ': its tag was taken off the page',
  unknown: '',
};

function reasonFor(window: Window, script: HTMLScriptElement, status: number | undefined): keyof typeof TEXTS {
  if (status && status >= 400) return 'http';
  // Or it was cut off on its way: to the browser that is the same.
  if (status && script.integrity) return 'integrity';
  if (status) return 'network';
  // Of another origin without CORS the browser tells nothing, whatever happened.
  const readable = script.crossOrigin !== null || script.src.indexOf(`${window.location.origin}/`) === 0;
  if (status === 0 && readable) return 'network';
  return script.parentNode ? 'unknown' : 'removed';
}

/** 0: no response, or one that may not be read; undefined: the browser does not say (Resource Timing, Chrome 109, Firefox 109). */
function statusOf({ performance }: Window, url: string): number | undefined {
  if (typeof performance.getEntriesByName !== 'function') return undefined;
  return last(performance.getEntriesByName(url) as (PerformanceEntry & { responseStatus?: number })[])?.responseStatus;
}
