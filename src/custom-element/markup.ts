/**
 * What is read of the markup.
 */
type Button = HTMLButtonElement | HTMLInputElement;

/** Those that send their form somewhere of their own are left alone, as bind() leaves them. */
const LEFT_ALONE = '[type=reset],[formaction],[formmethod],[formtarget],[data-antom=no],[data-antom=no] *,[data-antom=form] *';

// eslint-disable-next-line @typescript-eslint/prefer-nullish-coalescing -- templates leave empty attributes, which say nothing
export const attribute = (host: Element, name: string): string | undefined => host.getAttribute(name) || undefined;

/** Not of another <antom-checkout> within this one. */
export const isOf = (host: Element, node: Element): boolean => (node.parentElement as Element).closest(host.localName) === host;

export const payButtons = (host: Element): Button[] =>
  Array.from(host.querySelectorAll<Button>('button,input[type=submit],input[type=image]')).filter(
    (button) => !button.matches(LEFT_ALONE) && isOf(host, button),
  );

/** The place that an inline product is drawn into. */
export function placeOf(host: Element): Element | null {
  const place = host.querySelector('[data-antom=form]');
  return place && isOf(host, place) ? place : null;
}

/** The form around the element, else the first one in it. */
export const formOf = (host: Element): HTMLFormElement | null => host.closest('form') ?? host.querySelector('form');

/** The order that is paid: the attribute, else the form's own field of that name. */
export function orderOf(host: Element, form: HTMLFormElement | null): string | undefined {
  const order = attribute(host, 'order') ?? (form && new FormData(form).get('order'));
  return typeof order === 'string' && order !== '' ? order : undefined;
}

/** Undefined where there is none, null where it is no address of a page: `javascript:` would run in this one. */
export function succeededUrl(host: Element): URL | null | undefined {
  const value = attribute(host, 'succeeded-url');
  try {
    const url = value === undefined ? value : new URL(value, document.baseURI);
    return !url || /^https?:$/.test(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/** The page's token against forged requests. */
export const csrfToken = (host: Element): string | undefined =>
  document.getElementsByTagName('meta').namedItem(String(attribute(host, 'csrf-meta')))?.content;
