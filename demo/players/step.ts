/**
 * 3-D Secure, played: the question that the buyer's bank asks. In the form's own frame, or alone in the SDK's inner window.
 */
import { h } from '../cashier/dom.ts';
import type { Stage } from './stage.ts';
import type { Translate } from './texts.ts';

interface Question {
  readonly t: Translate;
  readonly merchant: string;
  /** Empty: nothing is paid. */
  readonly amount: string;
  /** Of the heading: 1 where the question is the whole page. */
  readonly level: 1 | 2;
}

/** The question as an element; `onAnswer` once. */
export function question({ t, merchant, amount, level }: Question, onAnswer: (passed: boolean) => void): HTMLElement {
  const heading = h(level === 1 ? 'h1' : 'h2', { id: 'challenge', tabindex: '-1' }, t('titleChallenge'));
  const answer = (id: string, label: string, className: string, passed: boolean): HTMLButtonElement => {
    const element = h('button', { type: 'button', class: className, 'data-testid': id }, label);
    element.addEventListener('click', () => onAnswer(passed), { once: true });
    return element;
  };
  return h(
    'section',
    { class: 'challenge', 'aria-labelledby': 'challenge', 'data-testid': 'challenge' },
    heading,
    h('p', {}, t(amount === '' ? 'challengeSave' : 'challengeText', { merchant, amount })),
    answer('challenge-approve', t('challengeYes'), 'pay', true),
    answer('challenge-refuse', t('challengeNo'), 'quiet', false),
  );
}

/** Asks in place of `form`, and gives its place back. */
export function askInPlace({ t, payment, amount, line }: Stage, form: HTMLElement): Promise<boolean> {
  return new Promise((resolve) => {
    const section = question({ t, merchant: payment.merchant, amount, level: 2 }, (passed) => {
      section.remove();
      form.hidden = false;
      resolve(passed);
    });
    line.textContent = '';
    form.hidden = true;
    form.before(section);
    section.querySelector('h2')?.focus();
  });
}
