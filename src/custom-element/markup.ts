/**
 * What is read of the markup.
 */

/** Templates leave empty attributes, which say nothing. */
export function attribute(host: Element, name: string): string | undefined {
  const value = host.getAttribute(name);
  return value === null || value === '' ? undefined : value;
}

/** Not of another <antom-checkout> within this one. */
export const isOf = (host: Element, node: Element): boolean => node.parentElement?.closest(host.localName) === host;

/** Frameworks write a boolean out. */
export const wantsResume = (host: Element): boolean => host.hasAttribute('resume') && host.getAttribute('resume') !== 'false';

/** The form around the element, else the first one in it. */
export function formOf(host: Element): HTMLFormElement | null {
  return host.closest('form') ?? host.querySelector('form');
}

/** The place that an inline product is drawn into. */
export function placeOf(host: Element): Element | undefined {
  const place = host.querySelector('[data-antom="form"]');
  return place && isOf(host, place) ? place : undefined;
}

/** The order that is paid: the attribute, else the form's own field of that name. */
export function orderOf(host: Element, form: HTMLFormElement | null): string | undefined {
  const named = attribute(host, 'order');
  if (named !== undefined) return named;
  const field = form && new FormData(form).get('order');
  return typeof field === 'string' && field !== '' ? field : undefined;
}

/** Undefined where there is none, null where it is no address of a page: `javascript:` would run in this one. */
export function succeededUrl(host: Element): URL | null | undefined {
  const value = attribute(host, 'succeeded-url');
  if (value === undefined) return undefined;
  try {
    const url = new URL(value, host.ownerDocument.baseURI);
    return /^https?:$/.test(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/** The page's token against forged requests. */
export function csrfToken(host: Element, name: string): string | undefined {
  const meta = host.ownerDocument.getElementsByTagName('meta').namedItem(name);
  return meta?.content === '' ? undefined : meta?.content;
}
