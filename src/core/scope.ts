/**
 * What has to be undone, on every path, once: listeners, timers, observers, patched properties.
 */
import { add, each, take } from './list';

export interface Scope {
  /** Undone when the scope is closed; at once, if it is. */
  readonly add: (undo: () => void) => void;
  /** Undoes everything, in the order in which it was added. A second call does nothing. */
  readonly close: () => void;
}

export function createScope(): Scope {
  const undos: (() => void)[] = [];
  let closed = false;
  return {
    add: (undo) => {
      if (closed) undo();
      else add(undos, undo);
    },
    close: () => {
      closed = true;
      each(take(undos), (undo) => {
        undo();
      });
    },
  };
}
