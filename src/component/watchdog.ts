/**
 * What the SDK does not say: watches the open cashier for ends that come without a signal.
 *
 * A redirect answered with 204 or a download, an app that never opened, a page that removed the cashier's nodes, a session that
 * ran out (SDK-1.47.2 is silent in all of them).
 */
import type { Environment } from '../core/environment';
import type { SdkFailure } from '../core/errors';
import { LONGEST_TIMER, visibleTimer } from '../page/activity';
import type { SdkEvent } from '../types';
import type { Input } from '../outcome/input';

/** After a redirect with the SDK's UI gone: how long the page may stay before the buyer counts as sent (visible ms). */
const STAYED = 3000;
/** How long the SDK's UI may be gone, or a launch error stand, with no further signal (visible ms). */
const SILENCE_LIMIT = 8000;
/** How long a cashier may stay open past its session's expiry (ms). */
const PAST_EXPIRY = 60_000;

export interface Watchdog {
  /** An event of the SDK's. */
  readonly onEvent: (event: SdkEvent) => void;
  /** createComponent has settled: from here on a missing UI counts even if it was never seen. */
  readonly settled: () => void;
  readonly stop: () => void;
}

export interface WatchdogOptions {
  readonly isShowing: () => boolean;
  /** False for Apple Pay and PayPal, which draw nothing of the SDK's. */
  readonly hasUi: boolean;
  /** ms until the session expires. */
  readonly expiresIn: number;
  /** `visibilityState` can be believed. */
  readonly believesHidden: boolean;
}

export function startWatchdog(env: Environment, options: WatchdogOptions, report: (input: Input) => void): Watchdog {
  let stopped = false;
  let expectUi = false;
  let redirecting = false;
  let launchError: SdkFailure | null = null;
  let cancelLaunch: (() => void) | null = null;
  let cancelGone: (() => void) | null = null;

  const look = (): void => {
    if (stopped || !options.hasUi) return;
    const showing = options.isShowing();
    if (showing) expectUi = true;
    if (showing || !expectUi) {
      cancelGone?.();
      cancelGone = null;
    } else {
      cancelGone ??= visibleTimer(
        env,
        redirecting ? STAYED : SILENCE_LIMIT,
        () => {
          // A standing launch error has its own timer and its own name.
          if (redirecting) report({ type: 'redirect-stayed' });
          else if (!launchError) report({ type: 'vanished' });
        },
        options.believesHidden,
      );
    }
  };

  const again = (): void => {
    cancelGone?.();
    cancelGone = null;
    look();
  };

  const observer = new env.window.MutationObserver(look);
  observer.observe(env.document, { childList: true, subtree: true });
  const stopExpiry = env.setTimer(
    () => {
      report({ type: 'session-expired' });
    },
    Math.min(options.expiresIn + PAST_EXPIRY, LONGEST_TIMER),
  );

  return {
    onEvent: (event) => {
      if (stopped) return;
      switch (event.type) {
        case 'redirect-started':
        case 'redirect-requested':
          redirecting = true;
          launchError = null;
          cancelLaunch?.();
          cancelLaunch = null;
          again();
          break;
        case 'redirect-failed':
          // Before a success on desktop (1.47.2: up to two), instead of one on mobile; the last error counts.
          launchError = { code: event.code, message: event.message ?? '' };
          cancelLaunch?.();
          cancelLaunch = visibleTimer(
            env,
            SILENCE_LIMIT,
            () => {
              /* v8 ignore else -- a redirect that clears the error cancels this timer too; the compiler cannot know */
              if (launchError) report({ type: 'launch-failed', failure: launchError });
            },
            options.believesHidden,
          );
          break;
        default:
          // Any other event of the SDK breaks the silence.
          if (cancelGone && !redirecting) again();
      }
    },
    settled: () => {
      expectUi = true;
      look();
    },
    stop: () => {
      stopped = true;
      observer.disconnect();
      stopExpiry();
      cancelLaunch?.();
      cancelGone?.();
    },
  };
}
