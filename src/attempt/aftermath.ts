/**
 * The page after an attempt: a component that waits for the SDK's jump, and what is cleaned only once the page is back.
 */
import { deferred } from '../core/deferred';
import { listen, type Environment } from '../core/environment';
import { createScope } from '../core/scope';
import { settledState } from '../outcome/outcome';
import { shownTimer } from '../page/activity';
import { releaseLock, type PageLock } from '../page/lock';
import { removeNodes, type BuiltInstance } from '../sdk/instance';
import type { CheckoutState } from '../types';
import { openedIn, type Opened, type Stage } from './stages';

/** Of visible time after `pagehide`: the page stays, and with the SDK's second wave it is still clean within 400 ms (ms). */
const STILL_HERE = 40;

export interface AftermathParts {
  readonly env: Environment;
  readonly lock: PageLock;
  /** The attempt's. */
  readonly id: string;
  readonly believesHidden: () => boolean;
  readonly stage: () => Stage;
  readonly to: (stage: Stage) => void;
  readonly instance: () => BuiltInstance | null;
  readonly close: (opened: Opened) => Promise<void>;
  readonly shown: (state: CheckoutState) => void;
}

export interface Aftermath {
  /** Returns what ends it. */
  readonly keepForRedirect: (opened: Opened) => () => void;
  /** Takes a component that is kept off the page, and does what waits for the page's return. */
  readonly unmount: () => void;
  /** Does it once the page is back, or does not go after all. */
  readonly onReturn: (work: () => void) => void;
  readonly clean: () => void;
}

export function createAftermath({ env, lock, id, believesHidden, stage, to, instance, close, shown }: AftermathParts): Aftermath {
  let dueOnReturn: (() => void) | null = null;

  const unmount = (): void => {
    dueOnReturn?.();
    const ended = stage();
    if (ended.at !== 'settled' || !ended.kept) return;
    to({ ...ended, kept: null });
    lock.keptForRedirect = null;
    // It cools from before the focus comes back: a listener of the page's may pay, and waits then.
    const cooling = deferred();
    releaseLock(lock, id, cooling.promise);
    ended.kept();
    clean();
    cooling.resolve();
    shown(settledState(id, ended.outcome, false));
  };

  /**
   * What is to be cleaned when the buyer leaves is cleaned when the page is back: an iframe that goes away in `pagehide`, or later but
   * before the page is frozen, makes Chrome (156) evict it from the back/forward cache and drop what its listeners still had to do.
   * A page that goes is hidden right after `pagehide`; one that is not, stays.
   */
  const onReturn = (work: () => void): void => {
    openedIn(stage())?.component.stopWatching();
    const waiting = createScope();
    const run = (): void => {
      waiting.close();
      dueOnReturn = null;
      work();
    };
    // Capturing: the merchant's own pageshow finds a clean page.
    waiting.add(listen(env.window, 'pageshow', run, true));
    waiting.add(shownTimer(env, STILL_HERE, run, believesHidden()));
    dueOnReturn = run;
  };

  const clean = (): void => {
    const opened = openedIn(stage());
    const built = instance();
    // Built for this attempt but never opened: its preload iframes would stay for 10 s.
    if (!opened && built) removeNodes(built);
    releaseLock(lock, id, opened && close(opened));
  };

  return {
    keepForRedirect: ({ component }) => {
      component.stopWatching();
      lock.keptForRedirect = unmount;
      // Back from paymentRedirectUrl must not show the old cashier.
      const stop = listen(env.window, 'pagehide', () => {
        onReturn(unmount);
      });
      releaseLock(lock, id, null);
      return stop;
    },
    unmount,
    onReturn,
    clean,
  };
}
