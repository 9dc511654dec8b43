/**
 * The buyer leaves: the document goes away, or an SPA navigates.
 */
import { listen, type Environment } from '../core/environment';
import { createScope } from '../core/scope';
import type { CheckoutOptions } from '../types';

export interface NavigationWatch {
  /** createComponent is being called: from here on any change of view counts. */
  readonly arm: () => void;
  readonly stop: () => void;
}

export interface NavigationHandlers {
  /** `pagehide`: this document is going away, perhaps into the back/forward cache. */
  readonly hide: () => void;
  /** The SPA went to another view. */
  readonly navigated: () => void;
}

// A router that finishes its own navigation right after the click must not end the payment it started.
const GRACE = 1000;

export function watchNavigation(
  env: Environment,
  leave: NonNullable<CheckoutOptions['leave']>,
  handlers: NavigationHandlers,
): NavigationWatch {
  const started = env.elapsed();
  let armed = false;
  let view = viewOf(env.window.location);

  const check = (): void => {
    if (leave === 'manual') return;
    if (typeof leave === 'function') {
      if (asks(leave, env.window.location.href)) handlers.navigated();
      return;
    }
    const now = viewOf(env.window.location);
    if (now === view) return;
    view = now;
    if (armed || env.elapsed() - started > GRACE) handlers.navigated();
  };

  const scope = createScope([listen(env.window, 'pagehide', handlers.hide), watchUrl(env.window, check)]);
  return {
    arm: () => {
      armed = true;
      view = viewOf(env.window.location);
    },
    stop: scope.close,
  };
}

/** The path, and the hash where it is a route. A query, an anchor or a slash at the end, which routers add and take away, is the same view. */
function viewOf({ pathname, hash }: Location): string {
  return pathname.replace(/\/+$/, '') + (/^#[/!]/.test(hash) ? hash.replace(/[#!/]+$/, '') : '');
}

function asks(leave: (url: URL) => boolean, href: string): boolean {
  try {
    return leave(new URL(href));
  } catch {
    // A predicate that throws has not said that the buyer left.
    return false;
  }
}

/** Calls `changed` after every same-document change of the URL. */
function watchUrl(window: Window, changed: () => void): () => void {
  const navigation = (window as { navigation?: EventTarget }).navigation;
  // Chrome 102, Safari 26.2, Firefox 147.
  if (navigation && typeof navigation.addEventListener === 'function') return listen(navigation, 'currententrychange', changed);

  return createScope([
    listen(window, 'popstate', changed),
    listen(window, 'hashchange', changed),
    wrapHistory(window.history, 'pushState', changed),
    wrapHistory(window.history, 'replaceState', changed),
  ]).close;
}

/** history's methods fire no event. A merchant's router may wrap them too, before or after us, so ours is only taken off when it is on top. */
function wrapHistory(history: History, method: 'pushState' | 'replaceState', changed: () => void): () => void {
  const inherited = !Object.prototype.hasOwnProperty.call(history, method);
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with `this` below
  const original = history[method];
  let active = true;
  const wrapped = function (this: History, ...args: Parameters<History['pushState']>): unknown {
    // A merchant's own patch may answer something.
    const answer = (original as (...given: typeof args) => unknown).apply(this, args);
    if (active) changed();
    return answer;
  };
  try {
    history[method] = wrapped;
  } catch {
    // A page that froze its history is only watched through popstate and hashchange.
    return () => undefined;
  }
  return () => {
    active = false;
    if (history[method] !== wrapped) return;
    if (inherited) delete (history as Partial<Pick<History, typeof method>>)[method];
    else history[method] = original;
  };
}
