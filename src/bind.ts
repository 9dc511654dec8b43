/**
 * A form or a button that pays: guards double clicks, shows that it is busy, gets ready when the buyer is about to use it.
 */
import { listen, listOf, type Environment } from './environment';
import { CheckoutError } from './errors';
import type { BindOptions, CheckoutEvent, CheckoutState, PaymentOutcome, PayOptions, PrepareOptions } from './types';

/** What a trigger needs of its controller. */
export interface Payer {
  readonly pay: (options?: PayOptions) => Promise<PaymentOutcome>;
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

/** @throws CheckoutError `invalid-options` when there is no such element */
export function bindTrigger(env: Environment, payer: Payer, given: Element | string, options: BindOptions): () => void {
  const trigger = find(env.document, given);
  const form = formOf(trigger);
  /** Makes the trigger what it was; null while it can be used. */
  let restore: (() => void) | null = null;
  /** The outcome after which the page is about to go, so that the trigger stays as it is. */
  let held: PaymentOutcome | null = null;
  let bound = true;
  /** unmount() was called since the payment began. */
  let unmounted = false;
  let clicked: EventTarget | null = null;
  let prepared: string | null = null;

  const payOptions = (): PayOptions => (typeof options.pay === 'function' ? options.pay() : options.pay) ?? {};
  const release = (): void => {
    restore?.();
    restore = null;
    held = null;
  };
  const start = (event: Event): void => {
    event.preventDefault();
    // Somebody else's payment has its own listener for the outcome.
    if (restore || payer.isPaying()) return;
    unmounted = false;
    // First, so that the attempt knows what had the focus.
    const result = payer.pay(payOptions());
    // A listener of the page's may have unbound by now.
    if (bound) restore = markBusy(env.document, trigger, trigger === form ? submitButtons(form).filter((button) => !goesElsewhere(button)) : [trigger]);
    void result.then((outcome) => {
      prepared = null;
      if (!bound) return;
      if (isPageGoing(outcome, payer.state()) && !unmounted) held = outcome;
      else release();
      payer.guard(() => options.onOutcome?.(outcome));
    });
  };
  const submitted = (event: Event): void => {
    // A form inside the form, as frameworks can make it.
    if (event.target !== form) return;
    const by = (event as SubmitEvent).submitter ?? clicked;
    clicked = null;
    const isOurs = trigger === form ? !goesElsewhere(by) : by === trigger;
    // Prevented: by the page's own check of the form, for example.
    if (isOurs && !event.defaultPrevented) start(event);
  };
  /** Safari before 15.4 does not say which button submits; the click comes first, also where Enter submits. */
  const noteButton = ({ target }: Event): void => {
    clicked = form && (submitButtons(form).filter((button) => button.contains(target as Node))[0] ?? null);
    // The submit follows within this task, if one does.
    if (clicked) env.setTimer(() => { clicked = null; }, 0);
  };
  const pressed = (event: Event): void => { if (!event.defaultPrevented) start(event); };
  const intend = (): void => {
    if (restore) return;
    payer.guard(() => {
      const { order = '' } = payOptions();
      if (prepared === order) return;
      prepared = order;
      // pay() tries again, and says what is wrong.
      payer.prepare({ session: options.session, order }).catch(() => { prepared = null; });
    });
  };

  const stops = [
    // Passive, so that scrolling which begins on the trigger does not wait. Old browsers take the object for `capture`.
    ...INTENT.map((type) => listen(trigger, type, intend, { passive: true })),
    ...(form ? [listen(form, 'submit', submitted), listen(env.document, 'click', noteButton, true)] : [listen(trigger, 'click', pressed)]),
    listen(env.window, 'pageshow', (event) => { if (held && (event as PageTransitionEvent).persisted) release(); }),
    payer.onUnmount(() => {
      unmounted = true;
      if (held) release();
    }),
    // The buyer closed the cashier instead of waiting for the jump.
    payer.subscribe(() => { if (held?.status === 'succeeded' && !isPageGoing(held, payer.state())) release(); }),
    ...(options.onEvent ? [payer.on(options.onEvent)] : []),
  ];
  return () => {
    if (!bound) return;
    bound = false;
    stops.forEach((stop) => { stop(); });
    release();
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
  throw new CheckoutError('invalid-options', typeof given === 'string'
    ? `bind(): no element of the page matches ${JSON.stringify(given.slice(0, 80))}. Bind once the element is there.`
    : 'bind(): the trigger must be an element or a selector.');
}

/** The form whose submit is the trigger's: browsers check a form's fields before they submit it, and Enter submits it too. */
function formOf(trigger: Element): HTMLFormElement | null {
  if (trigger.tagName === 'FORM') return trigger as HTMLFormElement;
  const { form, type } = trigger as Partial<HTMLButtonElement>;
  return form && (type === 'submit' || type === ('image' as string)) ? form : null;
}

function submitButtons(form: HTMLFormElement): HTMLElement[] {
  // `elements` leaves out images that submit.
  const buttons = (Array.prototype.slice.call(form.elements) as Element[]).concat(listOf(form.querySelectorAll('input[type=image]'))) as HTMLButtonElement[];
  return buttons.filter((button) => button.form === form && /^(submit|image)$/.test(button.type));
}

/** A button that sends the form somewhere of its own. */
function goesElsewhere(button: EventTarget | null): boolean {
  return button !== null && ['formaction', 'formmethod', 'formtarget'].some((name) => (button as Element).hasAttribute(name));
}

/** After these the page goes to another one: what pays must not be usable in between. */
function isPageGoing(outcome: PaymentOutcome, state: CheckoutState): boolean {
  return outcome.status === 'redirected' || (outcome.status === 'succeeded' && state.phase === 'settled' && state.outcome === outcome && state.cashierVisible);
}

/** Returns what undoes it. */
function markBusy(document: Document, trigger: Element, buttons: readonly Element[]): () => void {
  const focused = document.activeElement;
  const undo = buttons.map((button) => ('disabled' in button ? mark(button, 'disabled', '') : mark(button, 'aria-disabled', 'true'))).concat(mark(trigger, 'aria-busy', 'true'));
  return () => {
    undo.forEach((work) => { work(); });
    // It went with `disabled`.
    const now = document.activeElement;
    if (focused && buttons.indexOf(focused) >= 0 && (now === null || now === document.body)) (focused as HTMLElement).focus({ preventScroll: true });
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
