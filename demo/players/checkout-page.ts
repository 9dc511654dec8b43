/**
 * The Checkout Page: a whole checkout in a frame. It has its session in its address, and knows no handshake.
 */
import { h } from '../cashier/dom.ts';
import { parseUrl } from '../shared/origins.ts';
import { methodList } from './methods.ts';
import { away, walletPage } from './redirect.ts';
import { actionButton, popupHeader, tryToPay } from './stage.ts';
import type { Stage } from './stage.ts';
import { askInPlace } from './step.ts';
import { BACK_TO_MERCHANT, eventOf } from './told.ts';
import type { EventCallback } from './told.ts';

export function playCheckoutPage(stage: Stage): void {
  const { main, t, amount } = stage;
  const methods = methodList(stage);
  const header = popupHeader(stage, () => tell(BACK_TO_MERCHANT));
  header.querySelector('button')?.remove();
  const form = h(
    'form',
    { class: 'box', novalidate: '', 'aria-labelledby': 'title' },
    h('h1', { id: 'title' }, t('titleCheckout')),
    h('p', { class: 'sum' }, h('span', {}, t('amount')), h('strong', { 'data-testid': 'amount' }, amount)),
    methods.element,
    h('button', { type: 'submit', class: 'pay', 'data-testid': 'pay' }, t('pay', { amount })),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  const back = actionButton('back', t('back'), 'quiet wide', () => tell(BACK_TO_MERCHANT));
  back.dataset['always'] = '';
  main.append(header, form, h('div', { class: 'box foot' }, stage.line, back));
  stage.show('ready');

  async function submit(): Promise<void> {
    if (stage.status() !== 'ready') return;
    const read = methods.read();
    if (read === 'wrong') {
      stage.show('ready', t('fix'), 'bad');
      methods.focusWrong();
      return;
    }
    const told = await tryToPay(stage, read.card, () => (read.card === null ? leave() : askInPlace(stage, form)));
    const event = eventOf(told);
    if (event !== null) tell(event);
  }

  function leave(): Promise<boolean> {
    post(stage, {
      name: 'APP_TO_SDK',
      context: { event: 'onRedirect', data: { normalUrl: walletPage(stage) }, eventCallbackId: 'redirect' },
    });
    return away(stage);
  }

  /** Only codes that begin with SDK_PAYMENT get through; what the buyer did not bring to an end is told by nothing. */
  function tell(event: EventCallback): void {
    if (/^SDK_PAYMENT/.test(event.code)) post(stage, event);
  }
}

/** To the page that frames this one: the address tells nothing of it, so it is the one that the browser names. */
function post({ payment }: Stage, message: unknown): void {
  const shop = parseUrl(document.referrer) ?? parseUrl(payment.redirectUrl ?? '');
  if (shop !== null) window.parent.postMessage(JSON.stringify(message), shop.origin);
}
