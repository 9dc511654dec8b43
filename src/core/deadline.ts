/**
 * What ends once: by itself, or at its deadline, whichever comes first.
 */
import type { Environment } from './environment';

/**
 * Returns what ends it: runs `work` where nothing has ended it before, and takes the deadline back.
 *
 * @param ms until the deadline
 * @param late the end that the deadline brings
 */
export function startDeadline(env: Environment, ms: number, late: () => void): (work: () => void) => void {
  let over = false;
  const end = (work: () => void): void => {
    if (over) return;
    over = true;
    cancel();
    work();
  };
  const cancel = env.setTimer(() => {
    end(late);
  }, ms);
  return end;
}
