/**
 * What has to be undone, on every path, once: listeners, timers, observers, patched properties.
 */
import { each, has, join, without } from './list';

export interface Scope {
  /** Undone when the scope is closed; at once, if it is. Returns what undoes it before that. */
  readonly add: (undo: () => void) => () => void;
  /** Undoes everything, in the order in which it was added. A second call does nothing. */
  readonly close: () => void;
}

/** @param from what is in it from the beginning */
export function createScope(from: readonly (() => void)[] = []): Scope {
  let undos: readonly (() => void)[] = [];
  let closed = false;
  const scope: Scope = {
    add: (undo) => {
      const once = (): void => {
        if (!has(undos, once)) return;
        undos = without(undos, once);
        undo();
      };
      undos = join(undos, [once]);
      if (closed) once();
      return once;
    },
    close: () => {
      closed = true;
      each(undos, (undo) => {
        try {
          undo();
        } catch {
          // A page that has frozen what is to be undone must not keep the rest.
        }
      });
    },
  };
  each(from, scope.add);
  return scope;
}
