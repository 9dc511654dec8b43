/**
 * The place inside the page that mount() draws into: an element of ours in the merchant's container.
 *
 * The SDK empties what it draws into, finds it by selector, and says nothing when the page takes it away or moves it.
 */
import { removeNode, type Environment } from '../core/environment';
import { some } from '../core/list';
import type { Input } from '../outcome/input';

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
