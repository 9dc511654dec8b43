/**
 * The place inside the page that mount() draws into: an element of ours in the merchant's container.
 *
 * The SDK empties what it draws into, finds it by selector, and says nothing when the page takes it away or moves it.
 */
import { removeNode, rootOf, type Environment } from '../core/environment';
import { CheckoutError } from '../core/errors';
import { some } from '../core/list';
import type { Input } from '../outcome/input';

/** @throws CheckoutError `invalid-options` | `container-missing` */
export function findContainer({ document }: Environment, given: unknown): Element {
  let found: unknown = given;
  if (typeof given === 'string') {
    try {
      found = document.querySelector(given);
    } catch {
      throw new CheckoutError('invalid-options', `mount(): "${given.slice(0, 80)}" is no valid selector.`);
    }
    if (found === null) throw missing('not-found', `mount(): no element of the page matches "${given.slice(0, 80)}".`);
  }
  if (typeof found !== 'object' || found === null || (found as Partial<Element>).nodeType !== 1)
    throw new CheckoutError('invalid-options', 'mount(): the container must be an element or a selector.');
  checkContainer(found as Element);
  return found as Element;
}

/** Also when a session has come meanwhile. @throws CheckoutError `container-missing` */
export function checkContainer(container: Element): void {
  const root = rootOf(container);
  if (root.nodeType === 11 && 'host' in root) throw missing('shadow-tree', 'mount(): the container is inside a shadow tree, where the SDK finds nothing.');
  if (root.nodeType !== 9) throw missing('detached', 'mount(): the container is not in the document.');
}

function missing(reason: string, message: string): CheckoutError {
  return new CheckoutError('container-missing', message, { details: { reason } });
}

export interface Slot {
  readonly element: HTMLElement;
  /** Tells when the page takes the slot away or moves it, until the returned function is called. */
  readonly watch: (report: (input: Input) => void) => () => void;
  readonly remove: () => void;
}

export function createSlot({ document, window }: Environment, container: Element, id: string): Slot {
  const element = document.createElement('div');
  element.id = `antom-checkout-${id}`;
  container.appendChild(element);
  /** The page inside: another one once the iframe has been taken out of the document and put back. */
  const inner = (): unknown => element.querySelector('iframe')?.contentWindow ?? null;
  return {
    element,
    watch: (report) => {
      let seen: unknown = null;
      const observer = new window.MutationObserver((records) => {
        if (!document.contains(element)) {
          report({ type: 'slot-removed' });
          return;
        }
        const now = inner();
        const wasMoved = some(records, ({ removedNodes }) => some(removedNodes, (node) => node.contains(element)));
        if (wasMoved && seen !== null && now !== seen) report({ type: 'slot-moved' });
        seen = now;
      });
      observer.observe(document, { childList: true, subtree: true });
      seen = inner();
      return () => {
        observer.disconnect();
      };
    },
    remove: () => {
      removeNode(element);
    },
  };
}
