/**
 * The card form of AMSCashierPayment (CARD) and AMSVaulting: in a popup, or inside the merchant's page, submitted by its own button or by
 * the merchant's.
 */
import { h } from '../cashier/dom.ts';
import type { Channel, SdkMessage } from '../cashier/protocol.ts';
import { cardForm } from './card-form.ts';
import { announce, jumpAfterSuccess } from './component.ts';
import { popupHeader, tryToPay } from './stage.ts';
import type { Stage } from './stage.ts';
import { askInPlace } from './step.ts';
import { eventOf, INVALID_FORM, SUBMITTED_TWICE } from './told.ts';
import type { EventCallback } from './told.ts';

export function playCard(channel: Channel, stage: Stage): (message: SdkMessage) => void {
  const { main, t, payment, amount } = stage;
  const isVaulting = payment.kind === 'vaulting';
  const fields = cardForm(t);
  const title = h('h1', { id: 'title' }, t(isVaulting ? 'titleSave' : 'titleCard'));
  const form = h('form', { class: 'box', novalidate: '', 'aria-labelledby': 'title' }, title, fields.element);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  if (stage.hasOwnButton) {
    form.append(h('button', { type: 'submit', class: 'pay', 'data-testid': 'pay' }, isVaulting ? t('save') : t('pay', { amount })));
  }
  if (!stage.isInline) {
    main.append(popupHeader(stage, () => channel.send('onClose', {})));
  }
  main.append(form, stage.line);
  const size = announce(channel, stage);

  async function submit(id?: string): Promise<void> {
    const answer = (event: EventCallback): void => channel.send('onEventCallback', event, id);
    if (stage.status() !== 'ready') return answer(SUBMITTED_TWICE);
    const checked = fields.read();
    if ('wrong' in checked) {
      stage.show('ready', t('fix'), 'bad');
      fields.focusWrong();
      return answer(INVALID_FORM);
    }
    const told = await tryToPay(stage, checked.card, () => askInPlace(stage, form));
    const event = eventOf(told);
    if (event !== null) answer(event);
    if (told.kind === 'paid') jumpAfterSuccess(channel, stage);
  }

  return ({ event, data, id }) => {
    switch (event) {
      case 'validateFields': {
        const checked = fields.read();
        channel.send('validateFieldsResult', { isValid: 'card' in checked }, id);
        break;
      }
      case 'submitPay':
        void submit(id);
        break;
      case 'renderResize':
        size.resized(...sizeOf(data));
        break;
    }
  };
}

export function sizeOf(data: unknown): [width: number, height: number] {
  const { widthOfVisible, heightOfVisible } = Object(data) as Record<string, unknown>;
  return [Number(widthOfVisible), Number(heightOfVisible)];
}
