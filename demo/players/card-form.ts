/**
 * The fields of a card, with a label each and a sentence under what is wrong.
 */
import { h } from '../cashier/dom.ts';
import { TEST_CARDS } from '../shared/products.ts';
import type { TestCard } from '../shared/products.ts';
import { check, showNumber } from './cards.ts';
import type { CardField, Checked, Typed } from './cards.ts';
import type { TextKey, Translate } from './texts.ts';

export interface CardForm {
  readonly element: HTMLElement;
  /** What has been typed. Marks what is wrong. */
  readonly read: () => Checked;
  /** To the first field that is marked. */
  readonly focusWrong: () => void;
}

interface Field {
  readonly input: HTMLInputElement;
  readonly element: HTMLElement;
  readonly mark: (isWrong: boolean) => void;
}

const FIELDS: readonly (readonly [CardField, TextKey, Readonly<Record<string, string>>])[] = [
  ['number', 'wrongNumber', { autocomplete: 'cc-number', inputmode: 'numeric', maxlength: '23' }],
  ['expiry', 'wrongExpiry', { autocomplete: 'cc-exp', inputmode: 'numeric', maxlength: '7' }],
  ['cvc', 'wrongCvc', { autocomplete: 'cc-csc', inputmode: 'numeric', maxlength: '4' }],
  ['name', 'wrongName', { autocomplete: 'cc-name', maxlength: '64' }],
];

const LABELS: Readonly<Record<NonNullable<TestCard['outcome']> | 'paid', TextKey>> = {
  paid: 'cardPaid',
  challenge: 'cardChallenge',
  declined: 'cardDeclined',
  'new-session': 'cardNewSession',
  later: 'cardLater',
};

export function cardForm(t: Translate): CardForm {
  const fields = Object.fromEntries(
    FIELDS.map(([name, wrong, attributes]) => [name, field(name, t(name), t(wrong), attributes)]),
  ) as Record<CardField, Field>;
  const typed = (): Typed => ({
    number: fields.number.input.value,
    expiry: fields.expiry.input.value,
    cvc: fields.cvc.input.value,
    name: fields.name.input.value,
  });
  const wrongNow = (): readonly CardField[] => {
    const checked = check(typed(), new Date());
    return 'wrong' in checked ? checked.wrong : [];
  };
  fields.number.input.addEventListener('change', () => {
    fields.number.input.value = showNumber(fields.number.input.value);
  });
  for (const [name, { input, mark }] of Object.entries(fields)) {
    // What was marked is taken back as soon as it is right; nothing is marked while it is being typed for the first time.
    input.addEventListener('input', () => {
      if (input.getAttribute('aria-invalid') === 'true') mark(wrongNow().includes(name as CardField));
    });
  }

  const tests = h(
    'select',
    { id: 'test-card', 'data-testid': 'test-card' },
    h('option', { value: '' }, t('testCardNone')),
    ...TEST_CARDS.map(({ number, outcome }) => h('option', { value: number }, `${number.slice(-4)} – ${t(LABELS[outcome ?? 'paid'])}`)),
  );
  tests.addEventListener('change', () => {
    if (tests.value === '') return;
    const filled: Typed = { number: showNumber(tests.value), expiry: '12/34', cvc: '123', name: 'Lantern Buyer' };
    for (const [name, { input, mark }] of Object.entries(fields)) {
      input.value = filled[name as CardField];
      mark(false);
    }
  });

  return {
    element: h(
      'div',
      { class: 'card-form' },
      ...Object.values(fields).map(({ element }) => element),
      h('p', { class: 'test-card' }, h('label', { for: 'test-card' }, t('testCard')), tests),
      h('p', { class: 'note' }, t('demoOnly')),
    ),
    read() {
      const checked = check(typed(), new Date());
      const wrong = 'wrong' in checked ? checked.wrong : [];
      for (const [name, { mark }] of Object.entries(fields)) mark(wrong.includes(name as CardField));
      return checked;
    },
    focusWrong() {
      Object.values(fields)
        .find(({ input }) => input.getAttribute('aria-invalid') === 'true')
        ?.input.focus();
    },
  };
}

function field(name: CardField, label: string, wrong: string, attributes: Readonly<Record<string, string>>): Field {
  const id = `card-${name}`;
  const input = h('input', { id, 'data-testid': id, required: '', 'aria-describedby': `${id}-wrong`, ...attributes });
  // Always there, so that a screen reader knows it before it speaks.
  const message = h('span', { id: `${id}-wrong`, class: 'wrong' });
  return {
    input,
    element: h('p', { class: `field ${name}` }, h('label', { for: id }, label), input, message),
    mark(isWrong) {
      if (isWrong) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
      message.textContent = isWrong ? wrong : '';
    },
  };
}
