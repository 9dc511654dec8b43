/**
 * What of the state the page's markup and CSS see.
 */
import type { CheckoutState, PaymentOutcome } from 'antom-checkout-controller';
import { each, has, some } from '../core/list';
import { isOf } from './markup';

const set = (host: Element, name: string, value: string | undefined): void => {
  if (value === undefined) host.removeAttribute(name);
  else if (host.getAttribute(name) !== value) host.setAttribute(name, value);
};

/** Without it CSS has `aria-busy`. */
export function internalsOf(host: HTMLElement): ElementInternals | null {
  return typeof host.attachInternals === 'function' ? host.attachInternals() : null;
}

export function reflect(host: Element, internals: ElementInternals | null, state: CheckoutState, outcome: PaymentOutcome | null): void {
  set(host, 'data-phase', state.phase);
  set(host, 'data-outcome', outcome?.status);
  set(host, 'aria-busy', state.busy ? 'true' : undefined);
  try {
    internals?.states[state.busy ? 'add' : 'delete']('busy');
  } catch {
    // Chrome before 125 knows only names with two hyphens.
  }
  const declined = state.phase === 'open' && state.surface === 'inline' && state.declined !== undefined;
  const words = [state.phase, outcome?.status, declined ? 'declined' : undefined];
  each(host.querySelectorAll<HTMLElement>('[data-when]'), (node) => {
    if (!isOf(host, node)) return;
    const hidden = !some((node.getAttribute('data-when') as string).split(/\s+/), (word) => has(words, word));
    if (node.hidden !== hidden) node.hidden = hidden;
  });
}
