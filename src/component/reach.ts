/**
 * Whether the buyer can reach the cashier.
 *
 * The SDK puts it into the body, and there a page's own modal takes the pointer from it: Radix and its like by `pointer-events: none` on
 * the body, which can be undone for the SDK's nodes alone; a native modal dialog and `inert` in a way that cannot.
 */
import type { Environment } from '../core/environment';
import { each } from '../core/list';
import { obstacleOf, type Obstacle } from '../page/obstacle';
import { UI } from '../sdk/ui';

export interface ReachWatch {
  /** Looks again. */
  readonly look: () => void;
  readonly stop: () => void;
}

/** `unreachable` is called once, when the cashier is on the page and what keeps the buyer from it cannot be cured. */
export function watchReach(env: Environment, unreachable: (reason: Obstacle) => void): ReachWatch {
  const { document, window } = env;
  let reported = false;
  const isDead = (element: Element): boolean => window.getComputedStyle(element).pointerEvents === 'none';
  const look = (): void => {
    const nodes = document.querySelectorAll<HTMLElement>(UI);
    if (nodes.length === 0) return;
    if (isDead(document.body)) {
      each(nodes, (node) => {
        // Inherited. The nodes are the SDK's and go with it.
        if (isDead(node)) node.style.setProperty('pointer-events', 'auto', 'important');
      });
    }
    if (reported) return;
    const reason = obstacleOf(env);
    if (!reason) return;
    reported = true;
    unreachable(reason);
  };
  const observer = new window.MutationObserver(look);
  const options = { attributes: true, attributeFilter: ['style', 'class', 'inert'] };
  observer.observe(document.body, { ...options, childList: true });
  observer.observe(document.documentElement, options);
  return {
    look,
    stop: () => {
      observer.disconnect();
    },
  };
}
