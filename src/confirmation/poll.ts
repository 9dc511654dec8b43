/**
 * Asks the merchant's server until its answer is enough: cadence, hidden tab, offline, deadline.
 *
 * One request at a time. Asks slowly while the tab is hidden or offline, and at once when the buyer is back. The first question is
 * always asked: the browser's hints may lie.
 */
import { startDeadline } from '../core/deadline';
import type { Environment } from '../core/environment';
import { attentiveTimer, isAttentive, onReturn } from '../page/activity';
import { NO_ANSWER, type Answer } from './answer';

/** One request; never rejects. */
export type Ask = (signal: AbortSignal) => Promise<Answer>;

export interface Cadence {
  /** ms between two requests. */
  readonly interval: number;
  /** ms of visible, online time after which `slowInterval` counts. */
  readonly slowAfter: number;
  /** Also between two requests while the tab is hidden or offline. */
  readonly slowInterval: number;
  /** ms of visible, online time; falls after five times that in any case. Never before one finished try, nor, where the page was hidden or frozen by then, before one more. */
  readonly timeout: number;
}

export interface Asking {
  /** Stops asking and answers with the last answer. */
  readonly conclude: () => void;
}

export interface Confirmation extends Asking {
  /** Asks at once, unless a request is under way. False where none is, because it is over. */
  readonly poke: () => boolean;
}

/** ms; a request that takes longer has not answered. */
const REQUEST = 10_000;
/** ms; a timer that is later than that slept. */
const LATE = 1_000;
/** The deadline falls at the latest after this many times its length. */
const PATIENCE = 5;

export function confirm(
  env: Environment,
  ask: Ask,
  cadence: Cadence,
  isEnough: (answer: Answer) => boolean,
  done: (answer: Answer) => void,
  heard?: (answer: Answer) => void,
): Confirmation {
  let last: Answer = NO_ANSWER;
  let tried = false;
  /** The page has been visible and online since this began, so that its hints are no mere lies. */
  let seen = false;
  let due = false;
  let slow = false;
  let over = false;
  /** The buyer came back while a request was under way, which may have failed for being away. */
  let again = false;
  let request: { abort(): void } | null = null;
  let cancelNext: () => void = () => undefined;

  const conclude = (): void => {
    if (over) return;
    over = true;
    stopReturn();
    stopSlow();
    stopDeadline();
    cancelNext();
    request?.abort();
    done(last);
  };
  const next = (): void => {
    cancelNext();
    if (over) return;
    seen ||= isAttentive(env);
    again = request !== null;
    if (request) return;
    request = send(env, ask, (answer) => {
      request = null;
      tried = true;
      // A failed request takes nothing back of what was already known.
      if (answer.kind !== 'none') last = answer;
      heard?.(answer);
      if (over) return;
      if (isEnough(answer) || (due && !again)) conclude();
      else if (again) next();
      else cancelNext = env.setTimer(next, slow || !isAttentive(env) ? cadence.slowInterval : cadence.interval);
    });
  };

  const stopReturn = onReturn(env, next);
  const stopSlow = attentiveTimer(
    env,
    cadence.slowAfter,
    () => {
      slow = true;
    },
    cadence.slowAfter * PATIENCE,
  );
  const stopDeadline = attentiveTimer(
    env,
    cadence.timeout,
    (late) => {
      due = true;
      // In a page that was frozen until now, or is hidden, the last answer is old: one more is waited for. Of a buyer who has only left
      // it is the one that the return asks for, or the next that is due.
      if (tried && late < LATE && isAttentive(env)) conclude();
      else if (!seen || late >= LATE) next();
    },
    cadence.timeout * PATIENCE,
  );
  // In a microtask: the merchant's callback may unmount, and must find the asking under way.
  void Promise.resolve().then(next);
  return {
    poke: () => {
      next();
      return !over;
    },
    conclude,
  };
}

/** One request with its time limit. An aborted one answers no more. */
function send(env: Environment, ask: Ask, answered: (answer: Answer) => void): { abort(): void } {
  const controller = typeof AbortController === 'function' ? new AbortController() : null;
  let wanted = true;
  const abort = (): void => {
    wanted = false;
    controller?.abort();
  };
  const end = startDeadline(env, REQUEST, () => {
    abort();
    answered(NO_ANSWER);
  });
  void Promise.resolve()
    .then(() => (wanted ? ask(controller?.signal as AbortSignal) : NO_ANSWER))
    .then((answer) => {
      end(() => {
        answered(answer);
      });
    });
  return {
    abort: () => {
      end(abort);
    },
  };
}

/** Asks once, at once, whether or not the buyer is looking. */
export function askOnce(env: Environment, ask: Ask, done: (answer: Answer) => void): Asking {
  let over = false;
  const request = send(env, ask, (answer) => {
    over = true;
    done(answer);
  });
  return {
    conclude: () => {
      if (over) return;
      over = true;
      request.abort();
      done(NO_ANSWER);
    },
  };
}
