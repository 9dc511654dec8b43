/**
 * Whether any listener of the page refuses an event, wherever and whenever it was registered.
 *
 * A listener of ours sees the event first and then adds one at the end of its path, which so is the last to run: there
 * `defaultPrevented` is what all of the page says. An event that is stopped on its way never gets there. It is prevented as it is stopped,
 * since what the browser does with it follows its dispatch at once, and decided in a task of its own, when every listener has run.
 */
import { listen, rootOf, type Environment } from '../core/environment';
import { add, each, has, map, without } from '../core/list';
import { createScope } from '../core/scope';

/** What the event passes through, innermost first; null in engines that do not say (before Chrome 53, Safari 10). */
export function pathOf(event: Event): EventTarget[] | null {
  return typeof event.composedPath === 'function' ? event.composedPath() : null;
}

/**
 * Calls `accepted` for each event that `concerns` picks and nobody refuses, in the event's own task unless it was stopped. What the
 * browser would do with that event is prevented by then. Returns the function that ends it.
 */
export function onAccepted(
  env: Environment,
  target: Element,
  type: string,
  concerns: (event: Event) => boolean,
  accepted: () => void,
): () => void {
  let active = true;
  let seen: Event[] = [];
  const see = (event: Event): void => {
    if (event.defaultPrevented || has(seen, event) || !concerns(event)) return;
    add(seen, event);
    const unmark = keepFromTurbo(target);
    decide(env, event, (refused) => {
      seen = without(seen, event);
      unmark();
      if (refused || !active) return;
      event.preventDefault();
      accepted();
    });
  };
  // A submit does not leave its shadow tree, and a form that was moved there since is listened to by itself.
  const scope = createScope(map<EventTarget, () => void>([env.window, rootOf(target), target], (from) => listen(from, type, see, true)));
  return () => {
    active = false;
    scope.close();
  };
}

/**
 * Turbo 7 and 8 take every submit that is not refused by then, and every click on a link, and stop it; not of an element that says so
 * (`elementIsNavigatable`). Where the page says something else, it means that.
 */
function keepFromTurbo(target: Element): () => void {
  const name = 'data-turbo';
  if (target.hasAttribute(name)) return () => undefined;
  target.setAttribute(name, 'false');
  // Not what a listener has set since.
  return () => {
    if (target.getAttribute(name) === 'false') target.removeAttribute(name);
  };
}

function decide(env: Environment, event: Event, decided: (refused: boolean) => void): void {
  const prevent = methodOf(event, 'preventDefault');
  /** It will not get to the end of its path: prevented by us, so that the page's own refusals are noted here. */
  let held = false;
  let refused = false;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else says that it was stopped before we saw it
  let stopped = event.cancelBubble;
  let release: () => void = () => undefined;

  const hold = (): void => {
    const { currentTarget } = event;
    // No target: its dispatch is over, and what the browser does with it is done.
    if (held || !currentTarget || event.defaultPrevented) return;
    held = true;
    prevent();
    // The page's listeners ask each other by it.
    Object.defineProperty(event, 'defaultPrevented', { configurable: true, get: () => refused });
    release = noteHandler(event, currentTarget, () => {
      refused = true;
    });
  };
  each(['stopPropagation', 'stopImmediatePropagation'] as const, (name) => {
    const stop = methodOf(event, name);
    event[name] = () => {
      stopped = true;
      hold();
      stop();
    };
  });
  Object.defineProperty(event, 'cancelBubble', {
    configurable: true,
    get: () => stopped,
    set: (on) => {
      if (on) event.stopPropagation();
    },
  });
  event.preventDefault = () => {
    refused = held;
    prevent();
  };
  Object.defineProperty(event, 'returnValue', {
    configurable: true,
    get: () => !event.defaultPrevented,
    set: (value) => {
      if (value === false) event.preventDefault();
    },
  });

  const end = (): void => {
    unlisten();
    cancel();
    release();
    // One that was neither held nor got to its end has been stopped by other means: it is the browser's.
    decided(event.defaultPrevented || !(held || arrived));
  };
  let arrived = false;
  const path = pathOf(event);
  const unlisten = listen((path && path[path.length - 1]) ?? env.window, event.type, (last) => {
    if (last !== event) return;
    arrived = true;
    end();
  });
  const cancel = env.setTimer(end, 0);
  if (stopped || !event.bubbles) hold();
}

function methodOf(event: Event, name: 'preventDefault' | 'stopPropagation' | 'stopImmediatePropagation'): () => void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with `this` below
  const method = event[name];
  return () => {
    method.call(event);
  };
}

/** `form.onsubmit = () => false` refuses without a call, which an event that is already prevented does not show. */
function noteHandler(event: Event, currentTarget: EventTarget, refuse: () => void): () => void {
  const target = currentTarget as unknown as Record<string, unknown>;
  const name = `on${event.type}`;
  const handler = target[name];
  if (typeof handler !== 'function') return () => undefined;
  const noting = function (this: unknown, given: Event): unknown {
    const answer: unknown = handler.call(this, given);
    if (answer === false && given === event) refuse();
    return answer;
  };
  target[name] = noting;
  return () => {
    if (target[name] === noting) target[name] = handler;
  };
}
