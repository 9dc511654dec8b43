/**
 * What keeps the buyer from everything that is in the body, and cannot be cured: a native modal dialog, or `inert`.
 */
import type { Environment } from '../core/environment';

export type Obstacle = 'modal-dialog' | 'inert';

export function obstacleOf({ document, window }: Environment): Obstacle | null {
  try {
    if (document.querySelector('html[inert],body[inert]')) return 'inert';
    // What is in the middle of the window, or its backdrop: that of a modal dialog, whichever tree it is in.
    const x = window.innerWidth / 2;
    const y = window.innerHeight / 2;
    let hit: Element | null = null;
    // A shadow tree with nothing there answers with its host.
    for (let found = document.elementFromPoint(x, y), depth = 0; found && found !== hit && depth < 20; depth += 1) {
      hit = found;
      found = hit.shadowRoot && hit.shadowRoot.elementFromPoint(x, y);
    }
    for (
      let node: Node | null = hit;
      node;
      node = (node as Element).assignedSlot ?? node.parentNode ?? (node as Partial<ShadowRoot>).host ?? null
    ) {
      if (node.nodeName === 'DIALOG' && (node as Element).matches(':modal')) return 'modal-dialog';
    }
  } catch {
    // Before Chrome 105, Safari 15.6 and Firefox 103 there is no :modal to ask by.
  }
  return null;
}
