/**
 * The two requests to the merchant's server that attributes describe.
 */
import type { InquiryContext, SessionContext } from 'antom-checkout-controller';
import { attribute, csrfToken } from './markup';

/** As it is written, and as a template that encodes addresses leaves it. */
const PLACE = /\{paymentRequestId\}|%7BpaymentRequestId%7D/gi;

export const asksAbout = (url: string): boolean => url.search(PLACE) >= 0;

/** As the browser writes it: of a file its name. */
function urlencoded(fields: FormData): URLSearchParams {
  const params = new URLSearchParams();
  // eslint-disable-next-line no-restricted-syntax -- FormData's own, not an array's
  fields.forEach((value, name) => {
    params.append(name, typeof value === 'string' ? value : value.name);
  });
  return params;
}

/** What the form would send, to see whether the buyer has changed something. */
export const textOf = (form: HTMLFormElement): string => urlencoded(new FormData(form)).toString();

function init(host: Element, signal: AbortSignal, more: RequestInit): RequestInit {
  const credentials = attribute(host, 'credentials') as RequestCredentials | undefined;
  // A stored answer would say for ever what it said first.
  return { cache: 'no-store', signal, ...(credentials === undefined ? {} : { credentials }), ...more };
}

/** POST to `session-url`: the form as it would be sent, with `order`; without a form JSON. */
export function requestSession(
  host: Element,
  url: string,
  form: HTMLFormElement | null,
  { order, signal }: SessionContext,
): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  const meta = attribute(host, 'csrf-meta');
  const header = attribute(host, 'csrf-header');
  const token = meta === undefined ? undefined : csrfToken(host, meta);
  // Both are there at a press, or nothing is paid.
  if (token !== undefined && header !== undefined) headers[header] = token;
  let body: BodyInit;
  if (form) {
    const fields = new FormData(form);
    if (order !== undefined && !fields.has('order')) fields.append('order', order);
    // An attribute, since a field may be called `enctype`.
    const isMultipart = /^multipart\/form-data$/i.test(form.getAttribute('enctype') ?? '');
    body = isMultipart ? fields : urlencoded(fields);
  } else {
    headers['content-type'] = 'application/json';
    body = JSON.stringify({ order });
  }
  return fetch(url, init(host, signal, { method: 'POST', headers, body }));
}

/** GET of `inquiry-url`. */
export function requestInquiry(host: Element, url: string, { paymentRequestId, signal }: InquiryContext): Promise<Response> {
  const address = url.replace(PLACE, () => encodeURIComponent(paymentRequestId));
  return fetch(address, init(host, signal, { headers: { accept: 'application/json' } }));
}
