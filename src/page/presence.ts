/**
 * Whether the buyer is here: timers that count only the time in which something can be concluded.
 */
import { listen, type Environment } from '../environment';

/** A condition of the page, and the events after which it may have changed. */
interface Condition {
  holds(env: Environment): boolean;
  watch(env: Environment, changed: () => void): () => void;
}

const VISIBLE: Condition = {
  holds: (env) => env.document.visibilityState !== 'hidden',
  watch: (env, changed) => listen(env.document, 'visibilitychange', changed),
};

/** Visible and online: the server can be asked and somebody waits for the answer. */
const ATTENTIVE: Condition = {
  holds: (env) => VISIBLE.holds(env) && env.window.navigator.onLine,
  watch: (env, changed) => {
    const stops = [VISIBLE.watch(env, changed), listen(env.window, 'online', changed), listen(env.window, 'offline', changed)];
    return () => { stops.forEach((stop) => { stop(); }); };
  },
};

/**
 * Runs once after the page has been visible for `ms` in all; the returned function cancels it.
 *
 * An app switch or another tab stops the clock: while the buyer is in the bank's app nothing can be concluded here.
 */
export function visibleTimer(env: Environment, ms: number, run: () => void): () => void {
  return conditionalTimer(env, VISIBLE, ms, run);
}

/** The same for time that is visible and online. */
export function attentiveTimer(env: Environment, ms: number, run: () => void): () => void {
  return conditionalTimer(env, ATTENTIVE, ms, run);
}

export function isAttentive(env: Environment): boolean {
  return ATTENTIVE.holds(env);
}

/** Calls `back` whenever the buyer may have come back: visible, online, restored from the back/forward cache, focused. */
export function onReturn(env: Environment, back: () => void): () => void {
  const { window } = env;
  const stops = [ATTENTIVE.watch(env, back), listen(window, 'pageshow', back), listen(window, 'focus', back)];
  return () => { stops.forEach((stop) => { stop(); }); };
}

function conditionalTimer(env: Environment, condition: Condition, ms: number, run: () => void): () => void {
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
    if (cancelTimer) return;
    since = env.elapsed();
    cancelTimer = env.setTimer(() => {
      cancelTimer = null;
      stop();
      run();
    }, Math.max(0, left));
  };
  const look = (): void => {
    if (condition.holds(env)) go();
    else pause();
  };
  const stop = condition.watch(env, look);
  look();
  return () => {
    stop();
    cancelTimer?.();
    cancelTimer = null;
  };
}
