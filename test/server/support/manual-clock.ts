/** A clock that stands still until it is moved. */
import type { Clock } from '../../../demo/server/clock.ts';

export interface ManualClock extends Clock {
  /** Runs what falls due within the next `ms`, in order, waiting for each task to end. */
  advance(ms: number): Promise<void>;
  /** How many timers are set. */
  pending(): number;
}

export const START = Date.parse('2026-01-01T00:00:00Z');

export function manualClock(): ManualClock {
  let now = START;
  let timers: { at: number; task: () => unknown }[] = [];
  return {
    now: () => now,
    wallTime: (time) => new Date(time),
    after(ms, task) {
      const timer = { at: now + Math.max(ms, 0), task };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    async advance(ms) {
      const end = now + ms;
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
        if (next === undefined) break;
        timers = timers.filter((other) => other !== next);
        now = Math.max(now, next.at);
        await next.task();
      }
      now = end;
    },
    pending: () => timers.length,
  };
}
