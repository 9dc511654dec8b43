/**
 * What the cashier can do, each as the messages that Antom's cashier app would send for it.
 */
import type { Payment } from './payment.ts';
import type { Channel } from './protocol.ts';
import type { Settings } from './settings.ts';

export const ACTIONS = [
  'pay', 'fail', 'processing', 'error', 'cancel', 'close', 'redirect', 'redirect-replace', 'redirect-204', 'redirect-download',
  'new-tab', 'app-then-web', 'launch-error', 'garbage', 'stop',
] as const;
export type Action = (typeof ACTIONS)[number];
export const isAction = (value: string): value is Action => (ACTIONS as readonly string[]).includes(value);

export interface Stage {
  readonly channel: Channel;
  readonly settings: Settings;
  readonly payment: () => Payment;
  /** The code that is chosen for Fail; `none` for no code. */
  readonly resultCode: () => string;
  readonly show: (status: Status, code?: string) => void;
}

export type Status = 'waiting' | 'ready' | 'working' | 'done' | 'jumping' | 'stopped';

export function perform(action: Action, stage: Stage): void {
  const { channel, settings } = stage;
  const redirect = (data: Readonly<Record<string, unknown>>): void => channel.send('onRedirect', data);
  switch (action) {
    case 'pay':
      return later(stage, 'SDK_PAYMENT_SUCCESSFUL', 'SUCCESS', () => jump(stage));
    case 'fail':
      return later(stage, 'SDK_PAYMENT_FAIL', stage.resultCode());
    case 'processing':
      return later(stage, 'SDK_PAYMENT_PROCESSING', 'PAYMENT_IN_PROCESS');
    case 'error':
      return later(stage, 'SDK_PAYMENT_ERROR', 'UNKNOWN_EXCEPTION');
    case 'cancel':
      return report(stage, 'SDK_PAYMENT_CANCEL', 'none');
    case 'close':
      return channel.send('onClose', {});
    case 'redirect':
      return redirect({ normalUrl: methodPage(stage) });
    case 'redirect-replace':
      return redirect({ normalUrl: methodPage(stage), target: '_replace' });
    case 'redirect-204':
      return redirect({ normalUrl: new URL('/no-content', location.href).href });
    case 'redirect-download':
      return redirect({ normalUrl: new URL('/download', location.href).href });
    case 'new-tab':
      return redirect({ normalUrl: methodPage(stage), target: '_blank' });
    case 'app-then-web':
      return redirect({ applinkUrl: new URL('/no-content', location.href).href, schemeUrl: 'antomdemo://pay', normalUrl: methodPage(stage) });
    case 'launch-error':
      return redirect({ schemeUrl: 'antomdemo://pay' });
    case 'garbage':
      return channel.sendRaw('this is not JSON');
    case 'stop':
      channel.mute();
      return stage.show('stopped');
    default:
      return action satisfies never;
  }

  function later(on: Stage, code: string, resultCode: string, then?: () => void): void {
    on.show('working');
    setTimeout(() => {
      report(on, code, resultCode);
      then?.();
    }, settings.delay);
  }
}

export function report({ channel, show }: Stage, code: string, paymentResultCode: string): void {
  const result = paymentResultCode === 'none' ? {} : { paymentResultCode, paymentResultMessage: `${paymentResultCode} (demo)` };
  channel.send('onEventCallback', { code, message: 'Sent by the demo cashier.', result });
  show('done', code);
}

/** Antom's cashier app, not the SDK, makes the jump to paymentRedirectUrl, by the redirect that it makes every other jump by. */
function jump(stage: Stage): void {
  const { redirectUrl, stayAfterSuccess } = stage.payment();
  if (stayAfterSuccess || !stage.settings.jump || redirectUrl === null) return;
  stage.show('jumping');
  setTimeout(() => stage.channel.send('onRedirect', { normalUrl: redirectUrl }), stage.settings.jumpDelay);
}

function methodPage({ payment, settings }: Stage): string {
  const url = new URL('/redirect-target', location.href);
  const { redirectUrl } = payment();
  url.searchParams.set('lang', settings.language);
  if (redirectUrl !== null) url.searchParams.set('return', redirectUrl);
  return url.href;
}
