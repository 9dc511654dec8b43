/**
 * What every player needs: the payment it is about, the gateway, and a status line that says what is going on.
 */
import { h } from '../cashier/dom.ts';
import { readPayment } from '../cashier/payment.ts';
import type { Payment } from '../cashier/payment.ts';
import { isRecord } from '../cashier/protocol.ts';
import type { Settings } from '../cashier/settings.ts';
import { isMethod, METHODS } from '../shared/catalogue.ts';
import { formatAmount } from '../shared/money.ts';
import type { Card } from './cards.ts';
import { openGateway } from './gateway.ts';
import type { Gateway } from './gateway.ts';
import type { TextKey, Translate } from './texts.ts';
import { mayTryAgain } from './told.ts';
import type { Told } from './told.ts';

/** Of a sentence: colour is not all that tells it. */
export type Tone = 'good' | 'bad' | 'plain';
export type Status = 'waiting' | 'ready' | 'working' | 'done';

export interface Stage {
  readonly main: HTMLElement;
  readonly settings: Settings;
  readonly t: Translate;
  readonly payment: Payment;
  readonly gateway: Gateway;
  /** As buyers know it. */
  readonly wallet: string;
  /** Empty when nothing is paid. */
  readonly amount: string;
  readonly isInline: boolean;
  /** The page draws the button by which the form is submitted. */
  readonly hasOwnButton: boolean;
  /** As the merchant gave it. */
  readonly appearance: unknown;
  /** A live region. */
  readonly line: HTMLElement;
  readonly status: () => Status;
  /** Buttons and fields are disabled but for `ready`. */
  readonly show: (status: Status, sentence?: string, tone?: Tone) => void;
}

export function openStage(main: HTMLElement, settings: Settings, t: Translate, data: unknown): Stage {
  const payment = readPayment(data, settings.language);
  const root = isRecord(data) ? data : {};
  const appearance = isRecord(root['appearance']) ? root['appearance'] : {};
  const line = h('p', { class: 'status', role: 'status', 'data-testid': 'message' });
  let status: Status = 'waiting';
  main.textContent = '';
  return {
    main,
    settings,
    t,
    payment,
    gateway: openGateway(payment),
    wallet: isMethod(payment.method) ? METHODS[payment.method].name : payment.method,
    amount: payment.amount === null ? '' : formatAmount(payment.amount, settings.language === 'zh' ? 'zh-CN' : 'en'),
    isInline: root['renderDisplayType'] === 'inline',
    hasOwnButton: appearance['showSubmitButton'] !== false,
    appearance,
    line,
    status: () => status,
    show(next, sentence = '', tone = 'plain') {
      status = next;
      main.dataset['status'] = next;
      main.setAttribute('aria-busy', String(next === 'working'));
      for (const element of main.querySelectorAll<HTMLButtonElement>('button, input, select'))
        element.disabled = next !== 'ready' && element.dataset['always'] === undefined;
      line.textContent = sentence;
      line.dataset['tone'] = tone;
    },
  };
}

/** One try from the press to what it came to. `step`: takes the buyer through the further step, and says whether it was passed. */
export async function tryToPay(stage: Stage, card: Card | null, step: () => Promise<boolean>): Promise<Told> {
  const { gateway, show, t } = stage;
  const focused = document.activeElement;
  show('working', t('working'));
  let told = await gateway.pay(card);
  if (told.kind === 'challenge') {
    const passed = await step();
    show('working', t('working'));
    told = await gateway.confirm(passed);
  }
  show(mayTryAgain(told) ? 'ready' : 'done', sentenceOf(told, stage), toneOf(told));
  // What was pressed was disabled meanwhile, and lost the focus.
  if (document.activeElement === document.body && focused instanceof HTMLElement) focused.focus();
  return told;
}

const PAID: Readonly<Record<Payment['kind'], TextKey>> = { payment: 'paid', vaulting: 'saved', agreement: 'agreed' };

function toneOf({ kind }: Told): Tone {
  if (kind === 'paid') return 'good';
  return kind === 'declined' || kind === 'step-refused' || kind === 'unreachable' ? 'bad' : 'plain';
}

function sentenceOf(told: Told, { t, payment }: Stage): string {
  switch (told.kind) {
    case 'paid':
      return t(PAID[payment.kind]);
    case 'declined':
      return t(told.needsNewSession ? 'closed' : 'declined', { code: told.resultCode });
    case 'step-refused':
      return t('stepRefused');
    case 'undecided':
    case 'unknown':
    case 'unreachable':
      return t(told.kind);
    case 'challenge':
      return '';
    default:
      return told satisfies never;
  }
}

export function actionButton(id: string, label: string, className: string, onClick: () => void): HTMLButtonElement {
  const element = h('button', { type: 'button', class: className, 'data-testid': id }, label);
  element.addEventListener('click', onClick);
  return element;
}

/** The head of a popup: to whom, and the way out. */
export function popupHeader({ t, payment }: Stage, onClose: () => void): HTMLElement {
  const close = actionButton('close', '', 'close', onClose);
  close.setAttribute('aria-label', t('close'));
  // The way out is open in every state.
  close.dataset['always'] = '';
  return h(
    'header',
    {},
    h('span', { class: 'mark', 'aria-hidden': 'true' }, payment.merchant.slice(0, 1)),
    h('p', { class: 'payee' }, h('small', {}, t('payTo')), h('strong', { 'data-testid': 'merchant' }, payment.merchant)),
    close,
  );
}
