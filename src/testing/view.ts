/**
 * Whether the buyer sees the page: the browser's events for a page that goes, comes out of the back/forward cache, or is behind another.
 */
import type { PageWindow } from './sdk/nodes';

export interface PageView {
  /** Where the buyer is instead of the page. */
  readonly away: 'no' | 'left' | 'behind';
  /** The page goes into the back/forward cache. */
  leave(): void;
  /** Another app or tab is in front. */
  hide(): void;
  comeBack(): void;
  reset(): void;
}

export function createView(window: () => PageWindow): PageView {
  let away: PageView['away'] = 'no';
  /** What the test itself has put on the document. */
  const own = new Map<string, PropertyDescriptor | undefined>();
  const show = (state: 'visible' | 'hidden'): void => {
    const { document, Event } = window();
    if (state === 'hidden') {
      for (const [name, value] of [
        ['visibilityState', 'hidden'],
        ['hidden', true],
      ] as const) {
        const before = Object.getOwnPropertyDescriptor(document, name);
        if (before?.configurable === false) {
          throw new Error(`The test has fixed document.${name}, so the page cannot be hidden. Define it with configurable: true.`);
        }
        own.set(name, before);
        Object.defineProperty(document, name, { value, configurable: true });
      }
    } else {
      for (const [name, before] of own) {
        if (before) Object.defineProperty(document, name, before);
        else Reflect.deleteProperty(document, name);
      }
      own.clear();
    }
    document.dispatchEvent(new Event('visibilitychange'));
  };
  const transition = (type: 'pagehide' | 'pageshow'): void => {
    const target = window();
    // Not in every simulated browser.
    const event = new target.Event(type);
    Object.defineProperty(event, 'persisted', { value: true });
    target.dispatchEvent(event);
  };
  return {
    get away() {
      return away;
    },
    leave: () => {
      away = 'left';
      transition('pagehide');
    },
    hide: () => {
      show('hidden');
      away = 'behind';
    },
    comeBack: () => {
      const was = away;
      away = 'no';
      if (was === 'left') transition('pageshow');
      else if (was === 'behind') show('visible');
    },
    reset: () => {
      if (away === 'behind') show('visible');
      away = 'no';
    },
  };
}
