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
  const show = (state: 'visible' | 'hidden'): void => {
    const { document, Event } = window();
    if (state === 'hidden') {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    } else {
      Reflect.deleteProperty(document, 'visibilityState');
      Reflect.deleteProperty(document, 'hidden');
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
      away = 'behind';
      show('hidden');
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
