/**
 * What the library and the imitated SDK leave on a page, and how it is taken away between two tests.
 *
 * The library gives a page back 350 ms after a payment's end. A test does not wait for that: its clean-up is cancelled here and done at once.
 */
import type { Environment } from '../core/environment';
import { liveControllers, type LiveController } from '../page/live';
import { pageLock } from '../page/lock';
import { shared } from '../page/registry';
import type { PageWindow } from './sdk/nodes';
import { createView, type PageView } from './view';

/** Where the library remembers started payments. */
const RECORDS = 'antom-checkout-controller.pending';
const UI =
  '[id^="ams-component-"],[id^="ams-checkout-component-"],[id^="antom-sdk-web-app"],#ams-inline-component-style,' +
  'script[data-tracker][type="text/plain"],[id^="callapp_iframe_"]';
const STYLES = /^\s*\.ams-(component-container|popupmodal|inline)/;

export interface TestPage {
  /** The controllers of this page. */
  readonly live: readonly LiveController[];
  readonly view: PageView;
  /** Ends every payment, and leaves the page as it was before the first. */
  clear(): void;
}

const pages = new WeakMap<Window, TestPage>();

/** One for all kits of a page: they share the page. */
export function testPage(window: PageWindow): TestPage {
  let page = pages.get(window);
  if (!page) {
    page = createTestPage(window);
    pages.set(window, page);
  }
  return page;
}

function createTestPage(window: PageWindow): TestPage {
  const adopted = new Set<Environment>();
  const running = new Set<() => void>();
  let overflow: { value: string; priority: string } | null = null;

  const liveOnes = (): LiveController[] => {
    const found: LiveController[] = [];
    for (const { reference } of liveControllers(window).list) {
      const controller = reference.deref();
      if (controller && controller.state.phase !== 'disposed') found.push(controller);
    }
    return found;
  };

  const adopt = (env: Environment): void => {
    // A script in the head has no body yet.
    const style = (window.document.body as HTMLElement | null)?.style;
    overflow ??= style ? { value: style.getPropertyValue('overflow'), priority: style.getPropertyPriority('overflow') } : null;
    adopted.add(env);
    const setTimer = env.setTimer.bind(env);
    const mine: Environment['setTimer'] = (run, ms) => {
      // Its controller was disposed of: what its promises still begin is nobody's.
      if (!adopted.has(env)) return () => undefined;
      const cancel = setTimer(() => {
        running.delete(stop);
        run();
      }, ms);
      const stop = (): void => {
        running.delete(stop);
        cancel();
      };
      running.add(stop);
      return stop;
    };
    Object.assign(env, { setTimer: mine });
  };
  const live = liveControllers(window);
  // Those that were made before the kit.
  for (const { env } of live.list) {
    const found = env.deref();
    if (found) adopt(found);
  }
  const earlier = live.made;
  live.made = (env) => {
    // Another copy of the kit.
    earlier?.(env);
    adopt(env);
  };

  return {
    get live() {
      return liveOnes();
    },
    view: createView(() => window),
    clear: () => {
      const { document } = window;
      for (const controller of liveOnes()) controller.dispose();
      for (const cancel of Array.from(running)) cancel();
      adopted.clear();
      Object.assign(pageLock(window), { owner: null, cooldown: null, keptForRedirect: null, replace: null, waiting: [] });
      Object.assign(
        shared(window, 'instance', () => ({})),
        { instance: null },
      );
      Object.assign(
        shared(window, 'unstored', () => ({})),
        { unstored: [] },
      );
      for (const node of Array.from(document.querySelectorAll(UI))) node.remove();
      for (const style of Array.from(document.querySelectorAll('head style'))) if (STYLES.test(style.textContent)) style.remove();
      const { body } = document;
      if (overflow && /^(hidden|auto)$/.test(body.style.overflow)) {
        body.style.removeProperty('overflow');
        if (overflow.value !== '') body.style.setProperty('overflow', overflow.value, overflow.priority);
        if (body.getAttribute('style') === '') body.removeAttribute('style');
      }
      overflow = null;
      for (const storage of ['sessionStorage', 'localStorage'] as const) {
        try {
          window[storage].removeItem(RECORDS);
        } catch {
          // A test that denies storage has none.
        }
      }
    },
  };
}
