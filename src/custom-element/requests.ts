/**
 * The two requests to the merchant's server that attributes describe.
 */
import type { InquiryContext, SessionContext } from 'antom-checkout-controller';
import { attribute, csrfToken } from './markup';

/** As it is written, and as a template that encodes addresses leaves it. */
export const PLACE = /(\{|%7B)paymentRequestId(\}|%7D)/gi;

/** As the browser writes it: of a file its name. */
function urlencoded(fields: FormData): URLSearchParams {
  const params = new URLSearchParams();
  fields.forEach((value, name) => {
    params.append(name, typeof value === 'string' ? value : value.name);
  });
  return params;
}

/** What the form would send, to see whether the buyer has changed something. */
export const textOf = (fields: FormData): string => String(urlencoded(fields));

const request = (host: Element, url: string | undefined, signal: AbortSignal, more: RequestInit): Promise<Response> =>
  fetch(url as string, {
    // A stored answer would say for ever what it said first.
    cache: 'no-store',
    credentials: (attribute(host, 'credentials') ?? 'same-origin') as RequestCredentials,
    signal,
    ...more,
  });

/**
 * POST to `session-url`: the form as it would be sent, with `order`; without a form JSON.
 * @param fields what the form would send
 */
export function requestSession(
  host: Element,
  form: HTMLFormElement | null,
  fields: FormData | null,
  { order, signal }: SessionContext,
): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' };
  const token = csrfToken(host);
  // With a name: else it is a fault, and nothing is paid.
  if (token) headers[attribute(host, 'csrf-header') as string] = token;
  let body: BodyInit;
  if (fields) {
    // Its own field stays as the form would send it, unless pay() names another order: paid is what was asked for.
    if (order && (order !== (attribute(host, 'order') ?? fields.get('order')) || !fields.has('order'))) fields.set('order', order);
    // An attribute, since a field may be called `enctype`.
    body = /^multipart/i.test(form?.getAttribute('enctype') ?? '') ? fields : urlencoded(fields);
  } else {
    headers['content-type'] = 'application/json';
    body = JSON.stringify({ order });
  }
  return request(host, attribute(host, 'session-url'), signal, { method: 'POST', headers, body });
}

/** GET of `inquiry-url`. */
export const requestInquiry = (host: Element, { paymentRequestId, signal }: InquiryContext): Promise<Response> =>
  request(
    host,
    attribute(host, 'inquiry-url')?.replace(PLACE, () => encodeURIComponent(paymentRequestId)),
    signal,
    {},
  );
