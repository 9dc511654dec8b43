/**
 * Whether the buyer is here: timers that count only the time in which something can be concluded.
 *
 * The browser's hints may lie. `visibilityState` is `hidden` for good in some Electron windows and WebViews, `navigator.onLine` false
 * behind some VPN adapters and in Android WebViews without the permission. So a hint may delay, it never decides and is never waited
 * for without end.
 */
import { listen, type Environment } from '../core/environment';
import { createScope } from '../core/scope';

/** A condition of the page, and the events after which it may have changed. */
interface Condition {
  holds(env: Environment): boolean;
  watch(env: Environment, changed: () => void): () => void;
}

/** setTimeout wraps around above this and would fire at once (ms, 24 days). */
export const LONGEST_TIMER = 2_147_483_647;

/** A document that has the focus is seen, whatever it reports. */
export function isVisible({ document }: Environment): boolean {
  return document.visibilityState !== 'hidden' || document.hasFocus();
}

/** By `visibilityState` alone: a page that goes into the back/forward cache still has the focus (Chrome 156). */
const SHOWN: Condition = {
  holds: ({ document }) => document.visibilityState !== 'hidden',
  watch: (env, changed) => listen(env.document, 'visibilitychange', changed),
};

const VISIBLE: Condition = {
  holds: isVisible,
  watch: ({ document, window }, changed) =>
    createScope([listen(document, 'visibilitychange', changed), listen(window, 'focus', changed), listen(window, 'blur', changed)]).close,
};

/** Visible and online: the server can be asked and somebody waits for the answer. */
const ATTENTIVE: Condition = {
  holds: (env) => isVisible(env) && env.window.navigator.onLine,
  watch: (env, changed) =>
    createScope([VISIBLE.watch(env, changed), listen(env.window, 'online', changed), listen(env.window, 'offline', changed)]).close,
};

/**
 * Runs once after the page has been visible for `ms` in all; the returned function cancels it.
 *
 * An app switch or another tab stops the clock: while the buyer is in the bank's app nothing can be concluded here.
 *
 * @param believed false: the page reports that it is hidden although it is not, and all time counts
 */
export function visibleTimer(env: Environment, ms: number, run: () => void, believed = true): () => void {
  return believed ? conditionalTimer(env, VISIBLE, ms, run) : env.setTimer(run, ms);
}

/** The same for a page that may be going away, whose focus says nothing. */
export function shownTimer(env: Environment, ms: number, run: () => void, believed: boolean): () => void {
  return believed ? conditionalTimer(env, SHOWN, ms, run) : env.setTimer(run, ms);
}

/**
 * The same for time that is visible and online; after `atMost` ms it runs whatever the hints say.
 *
 * @param run gets how late it is (ms): a page that was frozen meanwhile runs its timers when it is back.
 */
export function attentiveTimer(env: Environment, ms: number, run: (late: number) => void, atMost: number): () => void {
  const begun = env.elapsed();
  const longest = Math.min(atMost, LONGEST_TIMER);
  const fall = (late: number): void => {
    stop();
    stopWaiting();
    run(late);
  };
  const stop = conditionalTimer(env, ATTENTIVE, ms, fall);
  const stopWaiting = env.setTimer(() => {
    fall(env.elapsed() - begun - longest);
  }, longest);
  return () => {
    stop();
    stopWaiting();
  };
}

export function isAttentive(env: Environment): boolean {
  return ATTENTIVE.holds(env);
}

/** Calls `back` whenever the buyer may have come back: visible, online; and restored from the back/forward cache or focused, whatever the hints say. */
export function onReturn(env: Environment, back: () => void): () => void {
  const { document, window } = env;
  const hinted = (): void => {
    if (isAttentive(env)) back();
  };
  return createScope([
    listen(document, 'visibilitychange', hinted),
    listen(window, 'online', hinted),
    listen(window, 'pageshow', back),
    listen(window, 'focus', back),
  ]).close;
}

function conditionalTimer(env: Environment, condition: Condition, ms: number, run: (late: number) => void): () => void {
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
    cancelTimer = env.setTimer(
      () => {
        cancelTimer = null;
        stop();
        run(env.elapsed() - since - left);
      },
      Math.max(0, left),
    );
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
