/**
 * The controllers of this page that were not disposed of, and the triggers that are bound: for the test kit, which ends the controllers
 * between two tests, and for the doctor.
 *
 * They are listed weakly, so that the lists keep nothing alive that is forgotten; an engine without WeakRef has none.
 */
import type { Environment } from '../core/environment';
import { add, filter, without } from '../core/list';
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
  /** What bind() was given, as long as it is bound. */
  bound: (WeakReference<Element> | null)[];
}

export function liveControllers(window: Window): LiveList {
  return shared(window, 'live', () => ({ list: [], made: null, bound: [] }));
}

export function listController(env: Environment, controller: LiveController): void {
  const live = liveControllers(env.window);
  const reference = weakly(env, controller);
  if (!reference) return;
  live.made?.(env);
  live.list = filter(live.list, ({ reference }) => {
    const { phase } = reference.deref()?.state ?? { phase: 'disposed' };
    return phase !== 'disposed';
  });
  add(live.list, { reference, env: weakly(env, env) as WeakReference<Environment> });
}

/** Returns the function that takes it off the list. */
export function listTrigger(env: Environment, trigger: Element): () => void {
  const live = liveControllers(env.window);
  const reference = weakly(env, trigger);
  add(live.bound, reference);
  return () => {
    live.bound = without(live.bound, reference);
  };
}

function weakly<T extends object>({ window }: Environment, target: T): WeakReference<T> | null {
  const { WeakRef } = window as { WeakRef?: new <T>(target: T) => WeakReference<T> };
  return WeakRef ? new WeakRef(target) : null;
}
