/**
 * What is wrong with a payment session, before the SDK says only "Abnormal response data".
 *
 * Whether a fault is fatal is decided as the SDK decides it (1.47.2, core/component/index.js: parseSessionData, getComponentSign,
 * handleParams; 1.12.0 refuses in addition what has no paymentMethodCategoryType). Why it is broken is our guess, from what happens to
 * sessions on their way to the browser; docs/errors.md has the usual causes (session-invalid).
 */
import { add, some } from '../core/list';
import type { SessionFault, SessionProduct } from '../types';
import { own } from '../core/read';
import { isRefused } from './parse';

const CAUSES: Readonly<Record<SessionFault['code'], string>> = {
  'not-a-session': 'It has no paymentSessionData string.',
  empty: 'paymentSessionData is empty.',
  html: 'paymentSessionData is HTML, or was escaped for HTML (&amp; for &).',
  json: 'paymentSessionData is JSON, or an object turned into a string.',
  'percent-encoded': 'paymentSessionData is percent-encoded (%26 for &).',
  spaces: 'paymentSessionData has white space in it, as form decoding makes of a +.',
  'missing-parts': 'paymentSessionData has fewer than four parts joined by &&.',
  truncated: 'The fourth part of paymentSessionData cannot be read: it was cut short or changed.',
  'unknown-product': 'The fourth part of paymentSessionData names no product that this version knows (productScene).',
  'missing-action': 'The fourth part of paymentSessionData has no `action`, without which the SDK opens nothing and says nothing.',
  'bad-expiry': 'paymentSessionExpiryTime is not an ISO 8601 time with an offset.',
};

export function fault(code: SessionFault['code'], fatal: boolean): SessionFault {
  return { code, fatal, message: CAUSES[code] };
}

const PERCENT = /%[0-9a-f]{2}/i;

/** What is wrong with paymentSessionData. One of the faults is fatal exactly when the SDK refuses. */
export function dataFaults(data: unknown, meta: unknown, product: SessionProduct | undefined): SessionFault[] {
  if (typeof data !== 'string') return [fault('not-a-session', true)];
  if (/^\s*$/.test(data)) return [fault('empty', true)];
  const refused = isRefused(meta);
  if (/^\s*<|&amp;/i.test(data)) return [fault('html', refused)];
  // `\u0026` is how Java's Gson writes &: JSON that was cut out of its quotes instead of parsed.
  if (/^\s*[{["]|\\u00/i.test(data)) return [fault('json', refused)];

  const part4 = data.split('&&')[3];
  const faults: SessionFault[] = [];
  if (PERCENT.test(data)) {
    // atob knows no %, so one in part 4 is always fatal; before it, only where it hides the && that make the parts.
    add(faults, fault('percent-encoded', part4 ? PERCENT.test(part4) : /%(25)*26/.test(data)));
  }
  if (/\s/.test(data)) {
    // atob skips ASCII white space: where only the first part was hit, the SDK opens the session and Antom's server refuses it.
    add(faults, fault('spaces', refused && !!part4 && /\s/.test(part4)));
  }
  if (refused && !some(faults, (known) => known.fatal)) {
    add(faults, fault(!part4 ? 'missing-parts' : meta === null ? 'truncated' : 'unknown-product', true));
  } else if (!refused && product === undefined) {
    // Any other scene is opened: as the path of a cashier app, which the SDK then waits for 15 s.
    add(faults, fault('unknown-product', false));
  } else if (!refused && (product === 'easypay' || product === 'autodebit') && !own(meta, 'action')) {
    // 1.47.2: EasyPay says nothing at all, AutoDebit reports a TypeError's text as SDK_INTERNAL_ERROR.
    add(faults, fault('missing-action', true));
  }
  return faults;
}
