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
/** How long a form may be silent after it was submitted before the server is asked beside it (visible ms). */
const SILENT = 60_000;
/** How long a cashier may stay open past its session's expiry (ms). */
const PAST_EXPIRY = 60_000;

export interface Watchdog {
  /** An event of the SDK's. */
  readonly onEvent: (event: SdkEvent) => void;
  /** createComponent has settled: from here on a missing UI counts even if it was never seen. */
  readonly settled: () => void;
  /** Whether a form in the page may have been submitted: then its silence counts. */
  readonly submitted: (may: boolean) => void;
  readonly stop: () => void;
}

export interface WatchdogOptions {
  readonly isShowing: () => boolean;
  /** False for Apple Pay and PayPal, which draw nothing of the SDK's. */
  readonly hasUi: boolean;
  /** It is drawn inside the page. */
  readonly inline: boolean;
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
  let cancelReturned: (() => void) | null = null;
  let cancelSilent: (() => void) | null = null;

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

  const forgetLaunch = (): void => {
    launchError = null;
    cancelLaunch?.();
    cancelLaunch = null;
  };

  const again = (): void => {
    cancelGone?.();
    cancelGone = null;
    look();
  };

  const listenToSilence = (): void => {
    cancelSilent?.();
    cancelSilent = visibleTimer(
      env,
      SILENT,
      () => {
        report({ type: 'silent' });
      },
      options.believesHidden,
    );
  };
  /** What is drawn in the page may outlive a redirect that did not leave it. */
  const awaitReturn = (): void => {
    cancelReturned?.();
    cancelReturned = visibleTimer(
      env,
      STAYED,
      () => {
        if (!options.isShowing()) return;
        redirecting = false;
        again();
        report({ type: 'redirect-returned' });
      },
      options.believesHidden,
    );
  };

  const observer = new env.window.MutationObserver(look);
  observer.observe(env.document, { childList: true, subtree: true });
  const stopExpiry = env.setTimer(
    () => {
      report({ type: 'session-expired' });
    },
    Math.min(options.expiresIn + PAST_EXPIRY, LONGEST_TIMER),
  );
  const stopStale = options.inline
    ? env.setTimer(
        () => {
          report({ type: 'session-stale' });
        },
        Math.min(options.expiresIn, LONGEST_TIMER),
      )
    : () => undefined;

  return {
    onEvent: (event) => {
      if (stopped) return;
      if (cancelSilent) listenToSilence();
      switch (event.type) {
        case 'redirect-started':
        case 'redirect-requested':
          redirecting = true;
          forgetLaunch();
          again();
          if (options.inline) awaitReturn();
          break;
        case 'redirect-failed':
          // Before a success on desktop (1.47.2: up to two), instead of one on mobile; the last error counts.
          forgetLaunch();
          launchError = { code: event.code, message: event.message ?? '' };
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
          // Of a form that stays: that press is over, and its launch error with it.
          if (event.type === 'payment-failed') forgetLaunch();
          // Any other event of the SDK breaks the silence.
          if (cancelGone && !redirecting) again();
      }
    },
    settled: () => {
      expectUi = true;
      look();
    },
    submitted: (may) => {
      cancelSilent?.();
      cancelSilent = null;
      if (may && !stopped) listenToSilence();
    },
    stop: () => {
      stopped = true;
      observer.disconnect();
      stopExpiry();
      stopStale();
      cancelReturned?.();
      cancelSilent?.();
      cancelLaunch?.();
      cancelGone?.();
    },
  };
}
