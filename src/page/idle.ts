/**
 * When the page has nothing better to do.
 */
import { listen, type Environment } from '../core/environment';

/** Runs once when the page has loaded and the browser is idle. */
export function whenIdle(env: Environment, run: () => void): () => void {
  const { window, document } = env;
  const idle = (): (() => void) => {
    if (typeof window.requestIdleCallback !== 'function' || typeof window.cancelIdleCallback !== 'function') return env.setTimer(run, 200);
    const handle = window.requestIdleCallback(run, { timeout: 2000 });
    return () => {
      window.cancelIdleCallback(handle);
    };
  };
  if (document.readyState === 'complete') return idle();
  let stop = listen(window, 'load', () => {
    stop();
    stop = idle();
  });
  return () => {
    stop();
  };
}
