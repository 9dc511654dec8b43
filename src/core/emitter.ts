/**
 * Listeners of one kind, called in the order in which they came. One that is added or removed while they are called counts from the next time.
 */
import { each, join, without } from './list';

export interface Emitter<T> {
  /** The same function may be added twice. Returns the function that removes it. */
  readonly on: (listener: (value: T) => void) => () => void;
  readonly emit: (value: T) => void;
  readonly clear: () => void;
}

/** @param guard what a listener throws is its business */
export function createEmitter<T>(guard: (call: () => void) => void): Emitter<T> {
  let listeners: readonly { readonly listener: (value: T) => void }[] = [];
  return {
    on: (listener) => {
      const entry = { listener };
      listeners = join(listeners, [entry]);
      return () => {
        listeners = without(listeners, entry);
      };
    },
    emit: (value) => {
      each(listeners, ({ listener }) => {
        guard(() => {
          listener(value);
        });
      });
    },
    clear: () => {
      listeners = [];
    },
  };
}
