/**
 * What the components need of Preact: the settings, the view, and a controller's state.
 */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { useSyncExternalStore } from 'preact/compat';
import type { CheckoutController, CheckoutState } from 'antom-checkout-controller';
import type { ShopConfig } from './config.ts';
import { elsewhere, readSettings, searchWith } from './settings.ts';
import type { Settings } from './settings.ts';

/** A controller is a store as React defines one: `subscribe` and an immutable `state`. */
export function useCheckoutState(checkout: CheckoutController): CheckoutState {
  return useSyncExternalStore(checkout.subscribe, () => checkout.state);
}

export function useSettings(config: ShopConfig): [Settings, (change: Partial<Settings>) => void] {
  const [settings, setSettings] = useState(() => readSettings(location.search, navigator.language, config));
  const change = useCallback((changed: Partial<Settings>) => {
    setSettings((before) => {
      const next = { ...before, ...changed };
      // Only the query changes: to the controller that is not a navigation.
      history.replaceState(history.state, '', location.pathname + searchWith(location.search, next) + location.hash);
      return next;
    });
  }, []);
  return [settings, change];
}

export type Path = '/' | '/orders' | '/result';

/** Nothing but history.pushState: the controller notices by itself that the buyer left the checkout. */
export function useRouter(): [Path, (path: Path) => void] {
  const [path, setPath] = useState(currentPath);
  useEffect(() => {
    const onPopState = (): void => setPath(currentPath());
    addEventListener('popstate', onPopState);
    return () => removeEventListener('popstate', onPopState);
  }, []);
  const go = useCallback((next: Path) => {
    if (next === currentPath()) return;
    history.pushState(null, '', next + elsewhere(location.search));
    setPath(next);
    scrollTo(0, 0);
  }, []);
  return [path, go];
}

const currentPath = (): Path => (location.pathname === '/orders' || location.pathname === '/result' ? location.pathname : '/');
