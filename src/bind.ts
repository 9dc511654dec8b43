/**
 * A form or a button that pays: guards double clicks, shows that it is busy, gets ready when the buyer is about to use it.
 */
import { listen, rootOf, type Environment } from './core/environment';
import { CheckoutError } from './core/errors';
import { each, filter, first, has, join, map, some } from './core/list';
import { own } from './core/read';
import { createScope } from './core/scope';
import { isObject } from './core/validate';
import { focusedIn, refocus } from './page/focus';
import { isVisible, visibleTimer } from './page/activity';
import { listTrigger } from './page/live';
import { onAccepted, pathOf } from './page/refusal';
import type { BindOptions, CheckoutEvent, CheckoutState, PaymentOutcome, PayOptions, PrepareOptions, SubmitResult } from './types';

/** What a trigger needs of its controller. */
export interface Payer {
  readonly pay: (options?: PayOptions) => Promise<PaymentOutcome>;
  readonly submit: () => Promise<SubmitResult>;
  /** A form in the page is open, and not of another order than that: a press submits it. */
  readonly isForm: (order?: unknown) => boolean;
  readonly prepare: (options?: PrepareOptions) => Promise<void>;
  readonly on: (listener: (event: CheckoutEvent) => void) => () => void;
  readonly subscribe: (listener: () => void) => () => void;
  readonly state: () => CheckoutState;
  /** An attempt is open. */
  readonly isPaying: () => boolean;
  /** Calls `listener` when the page calls unmount(). */
  readonly onUnmount: (listener: () => void) => () => void;
  /** Runs a callback of the merchant's. */
  readonly guard: (call: () => void) => void;
}

/** Each may come first, by mouse, keyboard or finger; Safari before 13 has no pointer events. */
const INTENT = ['pointerenter', 'mouseenter', 'focusin', 'touchstart'];

/** How long a page that was left for a redirect may be visible before its trigger is usable again: a 204, "stay on page", the app and back (ms). */
const STILL_HERE = 3000;
/** How long after the end the trigger may still get its focus back: the page enables it when it has the outcome (ms). */
const REFOCUS = 350;

/** @throws CheckoutError `invalid-options` when there is no such element */
export function bindTrigger(env: Environment, given: Element | string, options: BindOptions, payer: Payer): () => void {
  const trigger = find(env.document, given);
  const form = formOf(trigger);
  /** Makes the trigger what it was; null while it can be used. */
  let restore: (() => () => void) | null = null;
  /** The outcome after which the page is about to go, so that the trigger stays as it is. */
  let held: PaymentOutcome | null = null;
  let unhold: () => void = () => undefined;
  let endWait: () => void = () => undefined;
  let bound = true;
  /** unmount() was called since the payment began. */
  let unmounted = false;
  /** `visibilityState` can be believed: it was not `hidden` while the buyer pressed. */
  let believesHidden = true;
  let clicked: EventTarget | null = null;
  let prepared: string | null = null;

  const payOptions = (): PayOptions => (typeof options.pay === 'function' ? options.pay() : options.pay) ?? {};
  const release = (): void => {
    unhold();
    held = null;
    if (!restore) return;
    endWait();
    endWait = restore();
    restore = null;
    env.setTimer(endWait, REFOCUS);
  };
  const hold = (outcome: PaymentOutcome): void => {
    held = outcome;
    // A press asks the server first, so it is safe; the page that never goes must not keep a dead button.
    if (outcome.status === 'redirected') unhold = visibleTimer(env, STILL_HERE, release, believesHidden);
  };
  const start = (): void => {
    if (restore) return;
    const isBusy = payer.isPaying() && payer.state().busy;
    // Somebody else's payment has its own listener for the outcome.
    if (isBusy && !payer.isForm()) return;
    const given = payOptions();
    // What is no object of options is refused by pay(), and an untouched form of another order makes way for it.
    const isForm = isObject(given) && payer.isForm(own(given, 'order'));
    if (isBusy && !isForm) return;
    unmounted = false;
    believesHidden = isVisible(env);
    // First, so that the attempt knows what had the focus.
    const result = isForm ? payer.submit().then((answer) => (answer.result === 'ended' ? answer.outcome : null)) : payer.pay(given);
    // A listener of the page's may have unbound by now.
    if (bound)
      restore = markBusy(env, trigger, trigger === form ? filter(submitButtons(form), (button) => !goesElsewhere(button)) : [trigger]);
    void result.then((outcome) => {
      prepared = null;
      if (!bound) return;
      if (!outcome) {
        // There is something to correct, or the form is not ready: the next press tries again.
        release();
        return;
      }
      if (isPageGoing(outcome, payer.state()) && !unmounted) hold(outcome);
      else release();
      payer.guard(() => options.onOutcome?.(outcome));
    });
  };
  const isOurSubmit = (event: Event): boolean => {
    // Not that of a form inside the form, as frameworks can make it.
    if (innermost(event) !== form) return false;
    const by = (event as SubmitEvent).submitter ?? clicked;
    return trigger === form ? !goesElsewhere(by) : by === trigger;
  };
  const isOurClick = (event: Event): boolean => {
    const path = pathOf(event);
    // A click on what is inside a disabled button still passes through it.
    return (path ? has(path, trigger) : trigger.contains(event.target as Node)) && !trigger.matches(':disabled');
  };
  /** Safari before 15.4 does not say which button submits; the click comes first, also where Enter submits. */
  const noteButton = (event: Event): void => {
    const target = innermost(event) as Node;
    clicked = (form && first(submitButtons(form), (button) => button.contains(target))) ?? null;
    // The submit follows within this task, if one does.
    if (clicked)
      env.setTimer(() => {
        clicked = null;
      }, 0);
  };
  const intend = (): void => {
    if (restore || payer.isForm()) return;
    payer.guard(() => {
      const { order = '' } = payOptions();
      if (prepared === order) return;
      prepared = order;
      // pay() tries again, and says what is wrong.
      payer.prepare({ session: options.session, order }).catch(() => {
        prepared = null;
      });
    });
  };

  // Passive, so that scrolling which begins on the trigger does not wait. Old browsers take the object for `capture`.
  const scope = createScope(map(INTENT, (type) => listen(trigger, type, intend, { passive: true })));
  scope.add(listTrigger(env, trigger));
  if (form) scope.add(listen(env.window, 'click', noteButton, true));
  scope.add(form ? onAccepted(env, form, 'submit', isOurSubmit, start) : onAccepted(env, trigger, 'click', isOurClick, start));
  scope.add(
    listen(env.window, 'pageshow', (event) => {
      if (held && (event as PageTransitionEvent).persisted) release();
    }),
  );
  scope.add(
    payer.onUnmount(() => {
      unmounted = true;
      if (held) release();
    }),
  );
  // The buyer closed the cashier instead of waiting for the jump.
  scope.add(
    payer.subscribe(() => {
      if (held?.status === 'succeeded' && !isPageGoing(held, payer.state())) release();
    }),
  );
  if (options.onEvent) scope.add(payer.on(options.onEvent));
  return () => {
    bound = false;
    scope.close();
    release();
    endWait();
  };
}

function find(document: Document, given: Element | string): Element {
  let found: unknown = given;
  try {
    if (typeof given === 'string') found = document.querySelector(given);
  } catch {
    found = null;
  }
  if (typeof found === 'object' && found !== null && (found as Partial<Element>).nodeType === 1) return found as Element;
  throw new CheckoutError(
    'invalid-options',
    typeof given === 'string'
      ? `bind(): no element of the page matches "${given.slice(0, 80)}". Bind once the element is there.`
      : 'bind(): the trigger must be an element or a selector.',
  );
}

/**
 * The form whose submit is the trigger's: browsers check a form's fields before they submit it, and Enter submits it too. Of other elements
 * than the browser's own, `form` and `type` are whatever their author made them.
 */
function formOf(trigger: Element): HTMLFormElement | null {
  if (/^form$/i.test(trigger.tagName)) return trigger as HTMLFormElement;
  return isSubmit(trigger) ? trigger.form : null;
}

function isSubmit(element: Element): element is HTMLButtonElement {
  return /^(button|input)$/i.test(element.tagName) && /^(submit|image)$/.test((element as HTMLButtonElement).type);
}

function submitButtons(form: HTMLFormElement): HTMLButtonElement[] {
  // `elements` leaves out images that submit, and may be the name of a field.
  return filter(
    (rootOf(form) as ParentNode).querySelectorAll('button,input'),
    (element): element is HTMLButtonElement => isSubmit(element) && element.form === form,
  );
}

function innermost(event: Event): EventTarget | null {
  return pathOf(event)?.[0] ?? event.target;
}

/** A button that sends the form somewhere of its own. */
function goesElsewhere(button: EventTarget | null): boolean {
  return button !== null && some(['formaction', 'formmethod', 'formtarget'], (name) => (button as Element).hasAttribute(name));
}

/** After these the page goes to another one: what pays must not be usable in between. */
function isPageGoing(outcome: PaymentOutcome, state: CheckoutState): boolean {
  return (
    outcome.status === 'redirected' ||
    (outcome.status === 'succeeded' && state.phase === 'settled' && state.outcome === outcome && state.cashierVisible)
  );
}

/** Returns what undoes it, which returns what ends the wait for the focus. */
function markBusy(env: Environment, trigger: Element, buttons: readonly Element[]): () => () => void {
  const focused = focusedIn(rootOf(trigger));
  const undo = join(
    map(buttons, (button) => ('disabled' in button ? mark(button, 'disabled', '') : mark(button, 'aria-disabled', 'true'))),
    [mark(trigger, 'aria-busy', 'true')],
  );
  return () => {
    each(undo, (work) => {
      work();
    });
    // It went with `disabled`.
    return focused && has(buttons, focused) ? refocus(env, focused) : () => undefined;
  };
}

function mark(element: Element, name: string, value: string): () => void {
  const before = element.getAttribute(name);
  element.setAttribute(name, value);
  return () => {
    // The page has changed it since.
    if (element.getAttribute(name) !== value) return;
    if (before === null) element.removeAttribute(name);
    else element.setAttribute(name, before);
  };
}
