/** The page of a model run: many pages in one test, each beginning fresh, each able to end as a reload ends it, with nothing of the old one left to run. */
import { vi } from 'vitest';
import { reloadPage } from './server';

interface PendingTag {
  readonly target: EventTarget;
  readonly type: string;
  readonly listener: EventListenerOrEventListenerObject;
  readonly remove: () => void;
}
let pending: PendingTag[] = [];
let observers: MutationObserver[] = [];

type Add = EventTarget['addEventListener'];
type Remove = EventTarget['removeEventListener'];

/** Both methods of an event target, with a list kept of who listens. `own` is the target where the method is called without one. */
function watched(add: Add, remove: Remove, own?: EventTarget): { addEventListener: Add; removeEventListener: Remove } {
  const same =
    (target: EventTarget, type: string, listener: unknown) =>
    (entry: PendingTag): boolean =>
      entry.target === target && entry.type === type && entry.listener === listener;
  return {
    addEventListener: function (
      this: EventTarget | undefined,
      type: string,
      listener: EventListenerOrEventListenerObject,
      options?: AddEventListenerOptions | boolean,
    ): void {
      const target = own ?? this ?? window;
      if (!pending.some(same(target, type, listener)))
        pending.push({
          target,
          type,
          listener,
          remove: () => {
            remove.call(target, type, listener, options);
          },
        });
      add.call(target, type, listener, options);
    },
    removeEventListener: function (
      this: EventTarget | undefined,
      type: string,
      listener: EventListenerOrEventListenerObject,
      options?: EventListenerOptions | boolean,
    ): void {
      const target = own ?? this ?? window;
      const is = same(target, type, listener);
      pending = pending.filter((entry) => !is(entry));
      remove.call(target, type, listener, options);
    },
  };
}

/** Keeps a list of what outlives a page in one test: listeners and observers. Returns the function that ends it. */
export function watchPage(): () => void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with their target
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  // Vitest's window has copies of its own, bound to jsdom's.
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with their target
  const { addEventListener: add, removeEventListener: remove, MutationObserver: Observer } = window;
  Object.assign(EventTarget.prototype, watched(addEventListener, removeEventListener));
  Object.assign(window, watched(add, remove, window));
  window.MutationObserver = class extends Observer {
    constructor(callback: MutationCallback) {
      super(callback);
      observers.push(this);
    }
  };
  return () => {
    Object.assign(EventTarget.prototype, { addEventListener, removeEventListener });
    Object.assign(window, { addEventListener: add, removeEventListener: remove, MutationObserver: Observer });
  };
}

/** Node's AbortSignal, which has nothing of jsdom's. */
export function watchSignal(signal: AbortSignal): AbortSignal {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with their target
  const { addEventListener, removeEventListener } = signal;
  return Object.assign(signal, watched(addEventListener, removeEventListener, signal));
}

/** Listeners that are still there, other than those of single elements. */
export function listenersLeft(): string[] {
  return pending
    .filter(({ target }) => !(target instanceof Node) || target === document)
    .map(({ type }) => type)
    .sort();
}

/** A document that has just been loaded. Timers, listeners and wrapped functions of the one before are dead, as after a reload. */
export function freshPage(url: string, bodyStyle: string): void {
  // jsdom's selector engine adds listeners of its own the first time it is asked.
  document.querySelector('main');
  vi.clearAllTimers();
  pending.splice(0).forEach(({ remove }) => {
    remove();
  });
  observers.forEach((observer) => {
    observer.disconnect();
  });
  observers = [];
  Reflect.deleteProperty(history, 'pushState');
  Reflect.deleteProperty(history, 'replaceState');
  history.replaceState(null, '', url);
  reloadPage();
  document.head.innerHTML = '';
  document.body.innerHTML = '<main><button id="pay">Pay</button></main>';
  document.body.removeAttribute('style');
  if (bodyStyle !== '') document.body.setAttribute('style', bodyStyle);
}
