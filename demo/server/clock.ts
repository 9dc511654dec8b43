/**
 * The gateway's time. A demo may let it run faster (DEMO_CLOCK_SCALE=60: a minute in a second), tests move it by hand.
 */
export interface Clock {
  /** ms since the epoch, by this clock. */
  readonly now: () => number;
  /** Runs `task` after `ms` of this clock; the answer takes that back. */
  readonly after: (ms: number, task: () => unknown) => () => void;
  /** What a wall clock will show at `time`: what is told to others must be true by their clocks. */
  readonly wallTime: (time: number) => Date;
}

/** setTimeout takes no more; a longer wait is simply looked at again. */
const LONGEST = 2 ** 31 - 1;

export function scaledClock(scale = 1): Clock {
  const start = Date.now();
  return {
    now: () => start + Math.round((Date.now() - start) * scale),
    after(ms, task) {
      const timer = setTimeout(task, Math.min(Math.max(ms, 0) / scale, LONGEST));
      return () => clearTimeout(timer);
    },
    wallTime: (time) => new Date(start + (time - start) / scale),
  };
}

/** ISO 8601 as Antom writes it, without a fraction of a second. */
export const isoSeconds = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z');
