/**
 * What of the state the page's markup and CSS see.
 */
import type { CheckoutState, PaymentOutcome } from 'antom-checkout-controller';
import { isOf } from './markup';

/** Only what is another value: a page that watches the attribute and writes one of the element's would never come to rest. */
const set = (host: Element, name: string, value: string | undefined): void => {
  if (host.getAttribute(name) === (value ?? null)) return;
  if (value) host.setAttribute(name, value);
  else host.removeAttribute(name);
};

export function reflect(
  host: Element,
  internals: ElementInternals | undefined,
  state: CheckoutState,
  outcome: PaymentOutcome | null,
  isForeign: boolean,
): void {
  const { phase, busy } = state;
  set(host, 'data-phase', phase);
  set(host, 'data-outcome', isForeign ? undefined : outcome?.status);
  set(host, 'aria-busy', busy ? 'true' : undefined);
  try {
    internals?.states[busy ? 'add' : 'delete']('busy');
  } catch {
    // Chrome before 125 knows only names with two hyphens, and others none. CSS has `aria-busy`.
  }
  // What is said of it is said by that other element: "Thank you" would be wrong here.
  const shown = isForeign ? ['idle'] : [phase, outcome?.status, (state as { readonly declined?: unknown }).declined && 'declined'];
  for (const node of host.querySelectorAll<HTMLElement>('[data-when]')) {
    const isHidden = !(node.dataset['when'] as string).split(/\s+/).some((word) => shown.indexOf(word) >= 0);
    if (node.hidden !== isHidden && isOf(host, node)) node.hidden = isHidden;
  }
}
