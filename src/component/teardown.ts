/**
 * Takes a component off the page for good, and knows when the SDK is through with it.
 *
 * unmount() alone is not enough (1.12.0, 1.47.2): called while createComponent is still starting, the SDK goes on and builds its
 * UI afterwards; an SDK-side close cleans up again 300 ms later; and a pending createComponent may clean up whenever it settles.
 */
import type { Environment } from '../core/environment';
import { SECOND_WAVE } from '../sdk/ui';
import { removeUi, type PageSnapshot } from './page-snapshot';

export interface TeardownParts {
  /** Calls the SDK's unmount(). */
  readonly unmount: () => void;
  readonly snapshot: PageSnapshot;
  /** The page could not be left as it was found. */
  readonly failed: (thrown: unknown) => void;
  /** Resolves when createComponent has settled, either way. */
  readonly created: Promise<void>;
  /** Resolves when a payment sheet that unmount() does not close has answered. */
  readonly answered: Promise<void>;
}

export interface Teardown {
  /** Resolves when another component may open. */
  readonly cooldown: Promise<void>;
  /** A signal came from the dead component: it is still at work, so it is unmounted again after its task, and its clean-up is awaited once more. */
  readonly onLateSignal: () => void;
}

export function tearDown(env: Environment, parts: TeardownParts): Teardown {
  let over = false;
  let isRepeating = false;
  let cleanup: Promise<void> | null = null;
  let cleaned!: () => void;
  let cancel: () => void = () => undefined;
  // Whatever a page does to make this fail, the lock must become free again.
  const safely = (work: () => void): void => {
    try {
      work();
    } catch (thrown) {
      parts.failed(thrown);
    }
  };
  const clear = (): void => {
    safely(() => {
      parts.snapshot.unmount(parts.unmount);
    });
  };
  /**
   * Resolves when the SDK's second wave is over, and undone. Each call starts the time again, with a timer of its own: in a tab whose
   * timers are late, one that was set before the SDK's would overtake it.
   */
  const awaitCleanup = (): Promise<void> => {
    cleanup ??= new Promise((resolve) => {
      cleaned = resolve;
    });
    cancel();
    cancel = env.setTimer(() => {
      // A signal during the work begins another wait, with a promise of its own.
      const done = cleaned;
      cleanup = null;
      safely(() => {
        removeUi(env.document);
        parts.snapshot.restore();
      });
      done();
    }, SECOND_WAVE);
    return cleanup;
  };
  const onLateSignal = (): void => {
    if (over) return;
    void awaitCleanup();
    if (isRepeating) return;
    isRepeating = true;
    env.setTimer(() => {
      isRepeating = false;
      clear();
    }, 0);
  };

  /** Ends in the very job that finds the page clean: a signal later than that is nobody's. */
  const untilClean = (): Promise<void> | undefined => {
    if (cleanup) return cleanup.then(untilClean);
    over = true;
    parts.snapshot.stop();
    return undefined;
  };

  clear();
  onLateSignal();
  const cooldown = parts.created
    .then(() => {
      clear();
      return Promise.all([awaitCleanup(), parts.answered]);
    })
    .then(untilClean);
  return { cooldown, onLateSignal };
}
