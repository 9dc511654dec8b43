/**
 * Takes a component off the page for good, and knows when the SDK is through with it.
 *
 * unmount() alone is not enough (1.12.0, 1.47.2): called while createComponent is still starting, the SDK goes on and builds its
 * UI afterwards; an SDK-side close cleans up again 300 ms later; and a pending createComponent may clean up whenever it settles.
 */
import type { Environment } from '../environment';
import { removeUi, type Tidy } from '../page/tidy';

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
  readonly cooled: Promise<void>;
  /** A signal came from the dead component: it is still at work, so it is unmounted again after its task, and its clean-up awaited anew. */
  readonly stir: () => void;
}

export function closeComponent(env: Environment, parts: ClosingParts): Closing {
  let over = false;
  let stirred = false;
  /** The last sign that the SDK is at work, on the elapsed() clock. */
  let last = env.elapsed();
  let resting: Promise<void> | null = null;
  // Whatever a page does to make tidying fail, the slot must become free again.
  const safely = (work: () => void): void => {
    try {
      work();
    } catch (thrown) {
      parts.failed(thrown);
    }
  };
  const clear = (): void => { safely(() => { parts.tidy.unmount(parts.unmount); }); };
  /** Resolves when the SDK's second wave after the last sign is over, and undone. */
  const rest = (): Promise<void> => (resting ??= new Promise((resolve) => {
    const wait = (): void => {
      const left = last + SECOND_WAVE - env.elapsed();
      if (left > 0) {
        env.setTimer(wait, left);
        return;
      }
      resting = null;
      safely(() => {
        removeUi(env.document);
        parts.tidy.restore();
      });
      resolve();
    };
    wait();
  }));
  const stir = (): void => {
    if (over) return;
    last = env.elapsed();
    void rest();
    if (stirred) return;
    stirred = true;
    env.setTimer(() => {
      stirred = false;
      if (!over) clear();
    }, 0);
  };

  clear();
  stir();
  const cooled = parts.created
    .then(() => {
      clear();
      last = env.elapsed();
    })
    .then(() => parts.answered)
    .then(rest)
    .then(() => {
      over = true;
      parts.tidy.stop();
    });
  return { cooled, stir };
}
