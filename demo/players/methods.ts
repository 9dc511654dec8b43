/**
 * The list of payment methods that the Payment Element and the Checkout Page show: a card, or the session's wallet.
 */
import { h } from '../cashier/dom.ts';
import { cardForm } from './card-form.ts';
import type { Card } from './cards.ts';
import type { Stage } from './stage.ts';

export interface Methods {
  readonly element: HTMLElement;
  /** The card, null for the wallet; or the form is not filled in, and says so. */
  readonly read: () => { readonly card: Card | null } | 'wrong';
  readonly focusWrong: () => void;
}

export function methodList({ t, wallet: method }: Stage): Methods {
  const fields = cardForm(t);
  const option = (
    value: string,
    label: string,
    content: HTMLElement,
  ): { readonly input: HTMLInputElement; readonly element: HTMLElement } => {
    const input = h('input', { type: 'radio', name: 'method', value, 'data-testid': `method-${value}` });
    return { input, element: h('div', { class: 'method' }, h('label', {}, input, label), content) };
  };
  const card = option('card', t('byCard'), fields.element);
  const hint = h('p', { class: 'note' }, t('walletHint', { method }));
  const byWallet = option('wallet', method, hint);
  const update = (): void => {
    fields.element.hidden = !card.input.checked;
    hint.hidden = card.input.checked;
  };
  card.input.checked = true;
  for (const { input } of [card, byWallet]) input.addEventListener('change', update);
  update();
  return {
    element: h('fieldset', { class: 'methods' }, h('legend', {}, t('methods')), card.element, byWallet.element),
    read() {
      if (byWallet.input.checked) return { card: null };
      const checked = fields.read();
      return 'wrong' in checked ? 'wrong' : checked;
    },
    focusWrong: fields.focusWrong,
  };
}
