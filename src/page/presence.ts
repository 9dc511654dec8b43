/**
 * Whether the buyer is looking: timers that count only visible time.
 */
import { listen, type Environment } from '../environment';

/**
 * Runs once after the page has been visible for `ms` in all; the returned function cancels it.
 *
 * An app switch or another tab stops the clock: while the buyer is in the bank's app nothing can be concluded here.
 */
export function visibleTimer(env: Environment, ms: number, run: () => void): () => void {
  let left = ms;
  let since = 0;
  let cancelTimer: (() => void) | null = null;

  const pause = (): void => {
    if (!cancelTimer) return;
    cancelTimer();
    cancelTimer = null;
    left -= env.elapsed() - since;
  };
  const go = (): void => {
    if (cancelTimer || env.document.visibilityState === 'hidden') return;
    since = env.elapsed();
    cancelTimer = env.setTimer(() => {
      cancelTimer = null;
      stop();
      run();
    }, Math.max(0, left));
  };
  const stop = listen(env.document, 'visibilitychange', () => {
    if (env.document.visibilityState === 'hidden') pause();
    else go();
  });
  go();
  return () => {
    stop();
    cancelTimer?.();
    cancelTimer = null;
  };
}
