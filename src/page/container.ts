/**
 * The merchant's element that mount() draws into.
 */
import { rootOf, type Environment } from '../core/environment';
import { CheckoutError } from '../core/errors';

/** @throws CheckoutError `invalid-options` | `container-missing` */
export function findContainer(env: Environment, given: unknown): Element {
  let found: unknown = given;
  if (typeof given === 'string') {
    try {
      found = env.document.querySelector(given);
    } catch {
      throw new CheckoutError('invalid-options', `mount(): "${given.slice(0, 80)}" is no valid selector.`);
    }
    if (found === null) throw missing('not-found', `mount(): no element of the page matches "${given.slice(0, 80)}".`);
  }
  if (typeof found !== 'object' || found === null || (found as Partial<Element>).nodeType !== 1)
    throw new CheckoutError('invalid-options', 'mount(): the container must be an element or a selector.');
  checkContainer(env, found as Element);
  return found as Element;
}

/** Also when a session has come meanwhile. @throws CheckoutError `container-missing` */
export function checkContainer({ document }: Environment, container: Element): void {
  const root = rootOf(container);
  if (root.nodeType === 11 && 'host' in root)
    throw missing('shadow-tree', 'mount(): the container is inside a shadow tree, where the SDK finds nothing.');
  // Another document's, a frame's say, is in no place that the SDK looks into either.
  if (root !== document) throw missing('detached', 'mount(): the container is not in the document.');
}

function missing(reason: string, message: string): CheckoutError {
  return new CheckoutError('container-missing', message, { details: { reason } });
}
