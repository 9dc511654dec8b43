/**
 * EasyPay and AutoDebit: the buyer agrees that the merchant may charge a wallet, with a payment or without one.
 */
import { h } from '../cashier/dom.ts';
import type { Channel, SdkMessage } from '../cashier/protocol.ts';
import { sizeOf } from './card.ts';
import { announce, jumpAfterSuccess } from './component.ts';
import { away, walletPage } from './redirect.ts';
import { actionButton, popupHeader, tryToPay } from './stage.ts';
import type { Stage } from './stage.ts';
import { eventOf } from './told.ts';

export function playWallet(channel: Channel, stage: Stage): (message: SdkMessage) => void {
  const { main, t, payment, amount, wallet: method } = stage;
  const { merchant } = payment;
  const isAgreement = payment.kind === 'agreement';
  main.append(
    popupHeader(stage, () => channel.send('onClose', {})),
    h(
      'section',
      { class: 'box', 'aria-labelledby': 'title' },
      h('h1', { id: 'title' }, t(isAgreement ? 'titleDebit' : 'titleEasy', { method })),
      h('p', {}, t(isAgreement ? 'debitText' : 'easyText', { merchant, method })),
      ...(isAgreement ? [] : [h('p', { class: 'sum' }, h('span', {}, t('amount')), h('strong', { 'data-testid': 'amount' }, amount))]),
      actionButton('pay', isAgreement ? t('agree') : t('agreePay', { amount }), 'pay', () => void submit()),
      actionButton('wallet-page', t('walletPage', { method }), 'quiet wide', () => void stage.gateway.submit().then(leave)),
      stage.line,
    ),
  );
  const size = announce(channel, stage);

  async function submit(): Promise<void> {
    if (stage.status() !== 'ready') return;
    // The further step of a wallet is its own page: the buyer leaves, and the result is found on the way back.
    const told = await tryToPay(stage, null, () => {
      leave();
      return away(stage);
    });
    const event = eventOf(told);
    if (event !== null) channel.send('onEventCallback', event);
    if (told.kind === 'paid') jumpAfterSuccess(channel, stage);
  }

  function leave(): void {
    channel.send('onRedirect', { normalUrl: walletPage(stage) });
  }

  return ({ event, data }) => {
    if (event === 'renderResize') size.resized(...sizeOf(data));
  };
}
