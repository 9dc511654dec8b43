/**
 * How a verb lets time pass: by the test's fake clock where there is one now, else by the real one.
 */
import type { PageWindow } from './sdk/nodes';

export type AdvanceTimers = (ms: number) => unknown;

/** @sinonjs/fake-timers, which Vitest and Jest use, leaves its clock on each function that it replaces. */
interface FakeClock {
  tickAsync(ms: number): Promise<unknown>;
}

export interface Clock {
  /** Promise jobs, timers that are due, and `ms` more. */
  pass(ms: number): Promise<void>;
  /** False where `pass` waits by the real clock. */
  readonly isFake: boolean;
}

export function createClock(window: () => PageWindow, advanceTimers: AdvanceTimers | undefined): Clock {
  const fake = (): FakeClock | null => {
    const { setTimeout: marked } = window() as unknown as { setTimeout: { clock?: FakeClock; _isMockFunction?: boolean } };
    if (marked.clock) return marked.clock;
    if (marked._isMockFunction === true) {
      throw new Error(
        "The timers are faked in a way that cannot be moved from here (Jest's legacy ones?). Give fakeAntom({ advanceTimers }) the function that moves them.",
      );
    }
    return null;
  };
  return {
    pass: async (ms) => {
      if (advanceTimers) {
        await advanceTimers(ms);
        return;
      }
      const clock = fake();
      if (clock) await clock.tickAsync(ms);
      else await new Promise<void>((resolve) => window().setTimeout(resolve, ms));
    },
    get isFake() {
      return advanceTimers !== undefined || fake() !== null;
    },
  };
}

/**
 * Runs a verb outside of React's `act`: what it does is the browser's and the server's, and React would warn of every state that follows.
 * Testing Library's own asynchronous helpers do the same.
 */
export async function outsideAct<T>(run: () => Promise<T>): Promise<T> {
  const holder = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean };
  const before = holder.IS_REACT_ACT_ENVIRONMENT;
  if (before === undefined) return run();
  holder.IS_REACT_ACT_ENVIRONMENT = false;
  try {
    return await run();
  } finally {
    holder.IS_REACT_ACT_ENVIRONMENT = before;
  }
}
