/**
 * Asks the merchant's server until its answer is enough: cadence, hidden tab, offline, deadline.
 *
 * One request at a time. Pauses while the tab is hidden or offline, and asks at once when the buyer is back.
 */
import type { Environment } from '../environment';
import { attentiveTimer, isAttentive, onReturn } from '../page/presence';
import { NO_ANSWER, type Answer } from './inquiry';

/** One request; never rejects. */
export type Ask = (signal: AbortSignal) => Promise<Answer>;

export interface Cadence {
  /** ms between two requests. */
  readonly interval: number;
  /** ms of visible, online time after which `slowInterval` counts. */
  readonly slowAfter: number;
  readonly slowInterval: number;
  /** ms of visible, online time. Never falls before one finished try. */
  readonly timeout: number;
}

export interface Asking {
  /** Stops asking and answers with the last answer. */
  readonly conclude: () => void;
}

export interface Confirmation extends Asking {
  /** Asks at once, unless a request is under way. False where none is: it is over, or the buyer is away. */
  readonly poke: () => boolean;
}

/** ms; a request that takes longer has not answered. */
const REQUEST = 10_000;

export function confirm(env: Environment, ask: Ask, cadence: Cadence, isEnough: (answer: Answer) => boolean, done: (answer: Answer) => void, heard?: (answer: Answer) => void): Confirmation {
  let last: Answer = NO_ANSWER;
  let tried = false;
  let due = false;
  let slow = false;
  let over = false;
  /** The buyer came back while a request was under way, which may have failed for being away. */
  let again = false;
  let request: { abort(): void } | null = null;
  let cancelNext: (() => void) | null = null;

  const conclude = (): void => {
    if (over) return;
    over = true;
    stops.forEach((end) => { end(); });
    cancelNext?.();
    request?.abort();
    done(last);
  };
  const next = (): void => {
    cancelNext?.();
    cancelNext = null;
    if (over || !isAttentive(env)) return;
    again = request !== null;
    if (request) return;
    request = send(env, ask, (answer) => {
      request = null;
      tried = true;
      // A failed request takes nothing back of what was already known.
      if (answer.kind !== 'none') last = answer;
      heard?.(answer);
      if (over) return;
      if (isEnough(answer) || due) conclude();
      else if (again) next();
      else cancelNext = attentiveTimer(env, slow ? cadence.slowInterval : cadence.interval, next);
    });
  };

  const stops = [
    onReturn(env, next),
    attentiveTimer(env, cadence.slowAfter, () => { slow = true; }),
    attentiveTimer(env, cadence.timeout, () => {
      due = true;
      if (tried) conclude();
    }),
  ];
  // In a microtask: the merchant's callback may unmount, and must find the asking under way.
  void Promise.resolve().then(next);
  return {
    poke: () => {
      next();
      return !over && request !== null;
    },
    conclude,
  };
}

/** One request with its time limit. An aborted one answers no more. */
function send(env: Environment, ask: Ask, answered: (answer: Answer) => void): { abort(): void } {
  const controller = typeof AbortController === 'function' ? new AbortController() : null;
  let open = true;
  const end = (): boolean => {
    if (!open) return false;
    open = false;
    cancel();
    return true;
  };
  const cancel = env.setTimer(() => {
    /* v8 ignore next -- end() cancels this timer, so it never runs after it */
    if (!end()) return;
    controller?.abort();
    answered(NO_ANSWER);
  }, REQUEST);
  void Promise.resolve()
    .then(() => (open ? ask(controller?.signal as AbortSignal) : NO_ANSWER))
    .then((answer) => { if (end()) answered(answer); });
  return {
    abort: () => {
      /* v8 ignore else -- nobody has a request any more that has been answered; the compiler cannot know */
      if (end()) controller?.abort();
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
