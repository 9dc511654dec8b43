/**
 * One open component per page.
 *
 * The SDK's signals carry no attempt and its clean-up works by page-wide ids: a close button's second clean-up, 300 ms later,
 * deletes whatever `#ams-component-container` then is, and an unmounted createComponent whose query fails seconds later
 * removes the next cashier (1.47.2). So attempts are kept apart in time, here and nowhere else.
 */
import { add, each, take, without } from '../core/list';
import type { Environment } from '../core/environment';
import { CheckoutError } from '../core/errors';
import { shared } from './registry';

/** Plain data, so that two copies of this library can share it. */
export interface PageLock {
  /** The attempt that holds the lock. */
  owner: string | null;
  /** Settles when the SDK has finished with the last component. */
  cooldown: Promise<void> | null;
  /** Unmounts a component that outlives its attempt: after a success the SDK still has to jump. */
  keptForRedirect: (() => void) | null;
  /** Ends what holds the lock, where it is a form in the page that is not being paid; null while it must not be ended. */
  replace: (() => void) | null;
  /** Called when the lock may have become free. */
  waiting: (() => void)[];
}

export function pageLock(window: Window): PageLock {
  return shared(window, 'lock', () => ({ owner: null, cooldown: null, keptForRedirect: null, replace: null, waiting: [] }));
}

/**
 * Takes the lock for an attempt; false while another attempt holds it. A form in the page makes way unless it is being paid, and a
 * component that is kept for the redirect is unmounted.
 */
export function acquireLock(lock: PageLock, attemptId: string): boolean {
  if (lock.owner !== null) lock.replace?.();
  // Listeners of its end may have begun a payment.
  if (lock.owner !== null) return false;
  lock.owner = attemptId;
  lock.keptForRedirect?.();
  return true;
}

/** Gives the lock back. The next component opens only when `cooldown` has settled too. */
export function releaseLock(lock: PageLock, attemptId: string, cooldown: Promise<void> | null): void {
  if (lock.owner === attemptId) {
    lock.owner = null;
    lock.replace = null;
  }
  if (cooldown) coolDown(lock, cooldown);
  notifyLock(lock);
}

/** Nothing opens before `added` has settled as well. */
export function coolDown(lock: PageLock, added: Promise<void>): void {
  const earlier = lock.cooldown;
  const cooldown = earlier ? earlier.then(() => added) : added;
  lock.cooldown = cooldown;
  void cooldown.then(() => {
    if (lock.cooldown === cooldown) lock.cooldown = null;
    notifyLock(lock);
  });
}

/** True when nothing of an attempt is left on the page: an instance may be built. */
export function isLockFree(lock: PageLock): boolean {
  return lock.owner === null && lock.cooldown === null && lock.keptForRedirect === null;
}

/**
 * Asks `done` now and after every change of the lock, until it says true. Rejects with what `done` throws, and with `component-busy` when
 * nobody holds the lock and the SDK is not through with the last component within `patience` (ms).
 */
export function untilLock(env: Environment, lock: PageLock, patience: number, done: (free: boolean) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let cancel: (() => void) | null = null;
    const end = (settle: () => void): void => {
      cancel?.();
      settle();
    };
    const check = (): void => {
      try {
        if (done(isLockFree(lock))) end(resolve);
        else wait();
      } catch (thrown) {
        end(() => {
          reject(thrown);
        });
      }
    };
    const wait = (): void => {
      add(lock.waiting, check);
      // While an attempt is open it takes as long as its buyer does.
      if (lock.owner !== null) {
        cancel?.();
        cancel = null;
      } else {
        cancel ??= env.setTimer(() => {
          lock.waiting = without(lock.waiting, check);
          reject(stillAtWork());
        }, patience);
      }
    };
    check();
  });
}

export function lockedError(): CheckoutError {
  return new CheckoutError('component-busy', 'Another payment is open on this page.');
}

export function stillAtWork(): CheckoutError {
  return new CheckoutError('component-busy', 'The SDK is still at work on an earlier payment of this page.');
}

/** Lets those who wait look again; a microtask later, so that a payment which begins right when another ends comes first. */
export function notifyLock(lock: PageLock): void {
  const waiting = take(lock.waiting);
  if (waiting.length > 0)
    void Promise.resolve().then(() => {
      each(waiting, (check) => {
        check();
      });
    });
}
