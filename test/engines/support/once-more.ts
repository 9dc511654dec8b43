/**
 * A driver that died says nothing about a page's behaviour: it is started once more, and the run says so. Everything else that fails has
 * failed, and is never tried again.
 */
import { DriverDied } from './engine.ts';

export interface Driven {
  /** False when the browser or its driver is gone; asked after a failure that is no DriverDied. Default: such a failure is the work's own. */
  readonly alive?: () => Promise<boolean>;
  /** Ends what is left, so that what comes next starts anew. Default: nothing is. */
  readonly end?: () => Promise<void>;
}

/** Does the work, and again if the driver died in it; `say` is told why. */
export type OnceMore = <Value>(work: () => Promise<Value>, say: (reason: string) => void) => Promise<Value>;

/** One more start is all that this has, however often it is called. */
export function oneMoreStart({ alive = () => Promise.resolve(true), end = () => Promise.resolve() }: Driven = {}): OnceMore {
  let spent = false;
  return async (work, say) => {
    try {
      return await work();
    } catch (error) {
      if (spent || !(error instanceof DriverDied || !(await alive()))) throw error;
      spent = true;
      say(error instanceof Error ? error.message : String(error));
      await end();
      return work();
    }
  };
}
