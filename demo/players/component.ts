/**
 * What Antom's apps tell the SDK besides a result, the same for the card form, EasyPay and AutoDebit: size, end of loading, what closing
 * means, and the jump after success.
 */
import type { Channel } from '../cashier/protocol.ts';
import { watchSize } from '../cashier/size.ts';
import type { Stage } from './stage.ts';

/** ms: the SDK lets a popup grow for 300 ms, and a press meanwhile hits something else than was aimed at. */
const OPENING_ANIMATION = 350;

export function announce(channel: Channel, stage: Stage): { readonly resized: (width: number, height: number) => void } {
  const { main, settings, payment, isInline, show, status, t } = stage;
  if (settings.retention !== undefined) channel.send('setAllowRetention', settings.retention);
  if (settings.declare !== undefined) {
    const eventResult = settings.declareResult === undefined ? {} : { paymentResultCode: settings.declareResult };
    const info = { popWindowEventInfo: { enableCallback: true, eventName: settings.declare, eventResult } };
    channel.send('declareEventCallbackInfo', settings.declare === 'none' ? {} : info);
  }
  // The texts of the SDK's "leave?" dialog. All four, because a missing one is shown as "undefined".
  channel.send('declareCheckoutInfo', {
    closeDialogData: {
      title: { text: t('leaveTitle') },
      message: { text: t('leaveMessage') },
      btnOK: { text: t('leaveStay') },
      btnCancel: { text: t('leaveGo') },
    },
  });
  const size = isInline
    ? null
    : watchSize(main, { width: payment.screenWidth, height: payment.pageHeight }, (next) => channel.send('onSizeChanged', next));
  // Inline the width is the container's.
  if (isInline) watchHeight(main, (height) => channel.send('onSizeChanged', { height }));
  channel.send('dismissLoading', {});
  show('waiting');
  setTimeout(
    () => {
      if (status() === 'waiting') show('ready');
    },
    isInline ? 0 : OPENING_ANIMATION,
  );
  return { resized: (width, height) => size?.resized({ width, height }) };
}

/** Tells the height of `element`, again whenever it changes. */
export function watchHeight(element: HTMLElement, send: (height: number) => void): void {
  new ResizeObserver(() => send(Math.ceil(element.getBoundingClientRect().height))).observe(element);
}

/** Antom's app, not the SDK, makes the jump to the merchant's page, unless it was told to stay. */
export function jumpAfterSuccess(channel: Channel, { payment, settings }: Stage): void {
  const { redirectUrl, stayAfterSuccess } = payment;
  if (stayAfterSuccess || !settings.jump || redirectUrl === null) return;
  setTimeout(() => channel.send('onRedirect', { normalUrl: redirectUrl }), settings.jumpDelay);
}
