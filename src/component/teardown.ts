/**
 * Takes a component off the page for good, and knows when the SDK is through with it.
 *
 * unmount() alone is not enough (1.12.0, 1.47.2): called while createComponent is still starting, the SDK goes on and builds its
 * UI afterwards; an SDK-side close cleans up again 300 ms later; and a pending createComponent may clean up whenever it settles.
 */
import type { Environment } from '../core/environment';
import { removeUi, type Tidy } from './page-snapshot';

/** The SDK's second clean-up comes after 300 ms (1.47.2 cleanContainer). */
const SECOND_WAVE = 350;

export interface ClosingParts {
  /** Calls the SDK's unmount(). */
  readonly unmount: () => void;
  readonly tidy: Tidy;
  /** Tidying threw. */
  readonly failed: (thrown: unknown) => void;
  /** Resolves when createComponent has settled, either way. */
  readonly created: Promise<void>;
  /** Resolves when a payment sheet that unmount() does not close has answered. */
  readonly answered: Promise<void>;
}

export interface Closing {
  /** Resolves when another component may open. */
  readonly cooldown: Promise<void>;
  /** A signal came from the dead component: it is still at work, so it is unmounted again after its task, and its clean-up awaited anew. */
  readonly stir: () => void;
}

export function closeComponent(env: Environment, parts: ClosingParts): Closing {
  let over = false;
  let stirred = false;
  let resting: Promise<void> | null = null;
  let rested!: () => void;
  let cancel: () => void = () => undefined;
  // Whatever a page does to make tidying fail, the lock must become free again.
  const safely = (work: () => void): void => {
    try {
      work();
    } catch (thrown) {
      parts.failed(thrown);
    }
  };
  const clear = (): void => { safely(() => { parts.tidy.unmount(parts.unmount); }); };
  /**
   * Resolves when the SDK's second wave is over, and undone. Each call starts the time anew, with a timer of its own: in a tab whose
   * timers are late, one that was set before the SDK's would overtake it.
   */
  const rest = (): Promise<void> => {
    resting ??= new Promise((resolve) => { rested = resolve; });
    cancel();
    cancel = env.setTimer(() => {
      // A signal during the work begins another rest, with a promise of its own.
      const done = rested;
      resting = null;
      safely(() => {
        removeUi(env.document);
        parts.tidy.restore();
      });
      done();
    }, SECOND_WAVE);
    return resting;
  };
  const stir = (): void => {
    if (over) return;
    void rest();
    if (stirred) return;
    stirred = true;
    env.setTimer(() => {
      stirred = false;
      clear();
    }, 0);
  };

  /** Ends in the very job that finds it rested: a signal later than that is nobody's. */
  const untilRested = (): Promise<void> | undefined => {
    if (resting) return resting.then(untilRested);
    over = true;
    parts.tidy.stop();
    return undefined;
  };

  clear();
  stir();
  const cooldown = parts.created
    .then(() => {
      clear();
      return Promise.all([rest(), parts.answered]);
    })
    .then(untilRested);
  return { cooldown, stir };
}
