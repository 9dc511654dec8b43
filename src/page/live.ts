/**
 * The controllers of this page that were not disposed of: for the test kit, which ends them between two tests.
 *
 * They are listed weakly, so that the list keeps no forgotten controller alive; an engine without WeakRef has none.
 */
import type { Environment } from '../core/environment';
import { add, filter } from '../core/list';
import { shared } from './registry';

/** What another copy of this library may do with one. */
export interface LiveController {
  dispose(): void;
  readonly state: { readonly phase: string };
}

interface WeakReference<T> {
  deref(): T | undefined;
}

interface Listed {
  readonly reference: WeakReference<LiveController>;
  readonly env: WeakReference<Environment>;
}

export interface LiveList {
  list: Listed[];
  /** Is told of the environment of each controller that is made: by it the test kit can cancel what a payment has left to do. */
  made: ((env: Environment) => void) | null;
}

export function liveControllers(window: Window): LiveList {
  return shared(window, 'live', () => ({ list: [], made: null }));
}

export function listController(env: Environment, controller: LiveController): void {
  const { WeakRef } = env.window as { WeakRef?: new <T>(target: T) => WeakReference<T> };
  if (!WeakRef) return;
  const live = liveControllers(env.window);
  live.made?.(env);
  live.list = filter(live.list, ({ reference }) => {
    const { phase } = reference.deref()?.state ?? { phase: 'disposed' };
    return phase !== 'disposed';
  });
  add(live.list, { reference: new WeakRef(controller), env: new WeakRef(env) });
}
