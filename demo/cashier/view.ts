/**
 * The cashier's page: what a buyer sees, and under it the buttons that only a demo has.
 */
import { formatAmount } from '../shared/money.ts';
import type { Action, Status } from './actions.ts';
import { h } from './dom.ts';
import type { Payment } from './payment.ts';
import { resultCodeOptions } from './result-codes.ts';
import type { Language, Translate } from './texts.ts';

export interface ViewOptions {
  readonly main: HTMLElement;
  readonly payment: Payment;
  readonly language: Language;
  readonly t: Translate;
  readonly resultCode: string;
  readonly declared: boolean;
  readonly asks: boolean;
  readonly onAction: (action: Action) => void;
  readonly onDeclare: (declared: boolean) => void;
  readonly onAsk: (asks: boolean) => void;
}

export interface View {
  readonly resultCode: () => string;
  readonly show: (status: Status, code?: string) => void;
}

export function renderView(options: ViewOptions): View {
  const { main, payment, t, language } = options;
  const amount = payment.amount === null ? '–' : formatAmount(payment.amount, language === 'zh' ? 'zh-CN' : 'en');

  const button = (action: Action, label: string = t(action), className = 'quiet'): HTMLButtonElement => {
    const element = h('button', { type: 'button', class: className, 'data-testid': action }, label);
    element.addEventListener('click', () => options.onAction(action));
    return element;
  };
  const check = (id: string, label: string, checked: boolean, onChange: (checked: boolean) => void): HTMLLabelElement => {
    const box = h('input', { type: 'checkbox', 'data-testid': id });
    box.checked = checked;
    box.addEventListener('change', () => onChange(box.checked));
    return h('label', { class: 'check' }, box, label);
  };

  const close = button('close', '', 'close');
  close.setAttribute('aria-label', t('close'));
  const pay = button('pay', t('pay', { amount }), 'pay');
  const select = h('select', { id: 'result-code', 'data-testid': 'result-code' }, ...resultCodeOptions(t, options.resultCode));
  const status = h('p', { class: 'status', role: 'status' });

  main.textContent = '';
  main.append(
    h(
      'header',
      {},
      h('span', { class: 'mark', 'aria-hidden': 'true' }, payment.merchant.slice(0, 1)),
      h('p', { class: 'payee' }, h('small', {}, t('payTo')), h('strong', { 'data-testid': 'merchant' }, payment.merchant)),
      close,
    ),
    h(
      'section',
      { class: 'due' },
      h('h1', {}, h('small', {}, t('amount')), h('span', { 'data-testid': 'amount' }, amount)),
      h(
        'dl',
        {},
        h('div', {}, h('dt', {}, t('method')), h('dd', { 'data-testid': 'method' }, payment.method)),
        h('div', {}, h('dt', {}, t('reference')), h('dd', { class: 'reference' }, payment.reference)),
      ),
      pay,
      status,
    ),
    h(
      'section',
      { class: 'tests', 'aria-labelledby': 'tests' },
      h('h2', { id: 'tests' }, t('tests'), ' ', h('small', {}, t('testsHint'))),
      h('div', { class: 'fail' }, h('label', { for: 'result-code' }, t('resultCode')), select, button('fail')),
      h(
        'div',
        { class: 'endings' },
        ...(
          [
            'phone',
            'processing',
            'error',
            'cancel',
            'redirect',
            'redirect-204',
            'new-tab',
            'redirect-download',
            'redirect-replace',
            'app-then-web',
            'launch-error',
            'garbage',
            'stop',
          ] as const
        ).map((action) => button(action)),
      ),
      h(
        'fieldset',
        {},
        h('legend', {}, t('onClose')),
        check('declare-cancel', t('declareCancel'), options.declared, options.onDeclare),
        check('ask-before-leaving', t('askBeforeLeaving'), options.asks, options.onAsk),
      ),
    ),
  );

  return {
    resultCode: () => select.value,
    show(next, code) {
      main.dataset['status'] = next === 'jumping' || next === 'paid' ? 'done' : next;
      main.setAttribute('aria-busy', String(next === 'working'));
      const dead = next === 'waiting' || next === 'stopped';
      for (const element of main.querySelectorAll<HTMLButtonElement>('button, select, input')) element.disabled = dead;
      pay.disabled = next !== 'ready';
      status.textContent = sentence(next, code);
    },
  };

  function sentence(next: Status, code: string | undefined): string {
    switch (next) {
      case 'waiting':
      case 'ready':
        return '';
      case 'working':
        return t('working');
      case 'done':
        return t('done', { code: code ?? '' });
      case 'jumping':
        return t('jumping');
      case 'paid':
        return t('paid');
      case 'stopped':
        return t('stopped');
      default:
        return next satisfies never;
    }
  }
}
