/**
 * One timer for everything that is due some day: it is set to the earliest of it, and again after each change.
 */
import type { Clock } from '../clock.ts';

export interface Agenda {
  /** Something has changed: look again when the next thing is due. */
  readonly update: () => void;
  readonly stop: () => void;
}

/** @param work Must begin with what changes `nextDue`, before anything that it waits for. */
export function createAgenda(clock: Clock, nextDue: () => number | null, work: () => Promise<void>): Agenda {
  let cancel: (() => void) | null = null;
  let stopped = false;

  function update(): void {
    cancel?.();
    cancel = null;
    if (stopped) return;
    const due = nextDue();
    if (due === null) return;
    cancel = clock.after(due - clock.now(), () => {
      const done = work();
      update();
      return done;
    });
  }
  return {
    update,
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}
