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

/** Part of the page registry: plain data, so that two copies of this library can share it. */
export interface SlotState {
  /** The attempt that holds the slot. */
  owner: string | null;
  /** Settles when the SDK has finished with the last component. */
  cooling: Promise<void> | null;
  /** Unmounts a component that outlives its attempt: after a success the SDK still has to jump. */
  lingering: (() => void) | null;
  /** Called when the slot may have become free. */
  waiting: (() => void)[];
}

/** Takes the slot for an attempt; false while another attempt holds it. A component that lingers is unmounted. */
export function takeSlot(slot: SlotState, attemptId: string): boolean {
  if (slot.owner !== null) return false;
  slot.owner = attemptId;
  slot.lingering?.();
  return true;
}

/** Gives the slot back. The next component opens only when `cooled` has settled too. */
export function releaseSlot(slot: SlotState, attemptId: string, cooled: Promise<void> | null): void {
  if (slot.owner === attemptId) slot.owner = null;
  if (cooled) coolSlot(slot, cooled);
  wakeSlot(slot);
}

function coolSlot(slot: SlotState, cooled: Promise<void>): void {
  const earlier = slot.cooling;
  const cooling = earlier ? earlier.then(() => cooled) : cooled;
  slot.cooling = cooling;
  void cooling.then(() => {
    if (slot.cooling === cooling) slot.cooling = null;
    wakeSlot(slot);
  });
}

/** True when nothing of an attempt is left on the page: an instance may be built. */
export function isSlotFree(slot: SlotState): boolean {
  return slot.owner === null && slot.cooling === null && slot.lingering === null;
}

/**
 * Asks `done` now and after every change of the slot, until it says true. Rejects with what `done` throws, and with `component-busy` when
 * nobody holds the slot and the SDK is not through with the last component within `patience` (ms).
 */
export function untilSlot(env: Environment, slot: SlotState, patience: number, done: (free: boolean) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let cancel: (() => void) | null = null;
    const end = (settle: () => void): void => {
      cancel?.();
      settle();
    };
    const check = (): void => {
      try {
        if (done(isSlotFree(slot))) end(resolve);
        else wait();
      } catch (thrown) {
        end(() => { reject(thrown); });
      }
    };
    const wait = (): void => {
      add(slot.waiting, check);
      // While an attempt is open it takes as long as its buyer does.
      if (slot.owner !== null) {
        cancel?.();
        cancel = null;
      } else {
        cancel ??= env.setTimer(() => {
          slot.waiting = without(slot.waiting, check);
          reject(stillAtWork());
        }, patience);
      }
    };
    check();
  });
}

export function stillAtWork(): CheckoutError {
  return new CheckoutError('component-busy', 'The SDK is still at work on an earlier payment of this page.');
}

/** Lets those who wait look again; a microtask later, so that a payment which begins right when another ends comes first. */
export function wakeSlot(slot: SlotState): void {
  const waiting = take(slot.waiting);
  if (waiting.length > 0) void Promise.resolve().then(() => { each(waiting, (check) => { check(); }); });
}
