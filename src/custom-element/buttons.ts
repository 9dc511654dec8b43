/**
 * Which buttons pay, and what of them is bound.
 */
import { rootOf } from '../core/environment';
import { add, each, every, filter, first, has } from '../core/list';
import { isOf } from './markup';

type Button = HTMLButtonElement | HTMLInputElement;

const BUTTONS = 'button,input[type=submit],input[type=image]';
/** Those that send their form somewhere of their own are left alone, as bind() leaves them. */
const OTHERS = '[type=reset],[formaction],[formmethod],[formtarget]';
const NOT_OURS = '[data-antom="no"],[data-antom="no"] *,[data-antom="form"] *';

const buttonsIn = (root: Node): Button[] =>
  filter((root as ParentNode).querySelectorAll<Button>(BUTTONS), (button) => !button.matches(OTHERS));

/** The form that the button submits. */
const submitted = (button: Button): HTMLFormElement | null => (button.type === 'button' ? null : button.form);

export function payButtons(host: Element): Button[] {
  return filter(buttonsIn(host), (button) => !button.matches(NOT_OURS) && isOf(host, button));
}

/**
 * The form where all of its buttons pay, since then every way to submit it does, `requestSubmit()` included. Else each button by itself:
 * bind() pays by its submit, so the browser checks the fields first, and Enter presses it.
 */
export function triggersOf(host: Element): Element[] {
  const ours = payButtons(host);
  const triggers: Element[] = [];
  each(ours, (button) => {
    const form = submitted(button);
    const isWhole = form && every(buttonsIn(rootOf(host)), (other) => submitted(other) !== form || has(ours, other));
    const trigger = isWhole ? form : button;
    if (!has(triggers, trigger)) add(triggers, trigger);
  });
  return triggers;
}

/** The pay button of a click or a submit, if it is one of this element's. A button that submits a form counts when that is submitted. */
export function pressed(host: Element, event: Event): Button | undefined {
  const target = event.composedPath()[0];
  const { submitter } = event as SubmitEvent;
  return first(payButtons(host), (button) => {
    const form = submitted(button);
    if (event.type === 'click') return !form && button.contains(target as Node) && !button.matches(':disabled');
    // By script, or in Safari before 15.4, nobody says by which button.
    return form === target && (submitter ? button === submitter : has(triggersOf(host), target));
  });
}
