/**
 * The focus, in shadow trees too, and how it is given back.
 */
import { rootOf, type Environment } from '../core/environment';

/** What has the focus: of a shadow tree the element in it, not its host. */
export function focusedIn(root: Node): Element | null {
  const active = (root as Partial<DocumentOrShadowRoot>).activeElement ?? null;
  return (active?.shadowRoot && focusedIn(active.shadowRoot)) ?? active;
}

/**
 * Gives the focus back to `element` as soon as that can have it, unless anything else has taken it: a button that the page disables
 * while it pays is enabled only once the page has the outcome. Returns the function that ends the wait.
 */
export function refocus(env: Environment, element: Element): () => void {
  const { document } = env;
  const isFree = (): boolean => document.activeElement === null || document.activeElement === document.body;
  const look = (): void => {
    let waits = false;
    try {
      if (isFree()) (element as HTMLElement).focus({ preventScroll: true });
      waits = isFree();
    } finally {
      // Also where focus() throws: it would throw again at every change of the page.
      if (!waits) observer.disconnect();
    }
  };
  const observer = new env.window.MutationObserver(look);
  const watched = { attributes: true, attributeFilter: ['disabled', 'inert', 'hidden'], subtree: true };
  observer.observe(document, watched);
  observer.observe(rootOf(element), watched);
  look();
  return () => {
    observer.disconnect();
  };
}
