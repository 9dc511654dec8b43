/**
 * What the cashier can do, each as the messages that Antom's cashier app would send for it.
 */
import type { Payment } from './payment.ts';
import type { Channel } from './protocol.ts';
import type { Reporter } from './report.ts';
import type { Settings } from './settings.ts';
import { reportOf } from './truth.ts';

export const ACTIONS = [
  'pay',
  'fail',
  'processing',
  'error',
  'cancel',
  'close',
  'redirect',
  'redirect-replace',
  'redirect-204',
  'redirect-download',
  'new-tab',
  'app-then-web',
  'launch-error',
  'phone',
  'garbage',
  'stop',
] as const;
export type Action = (typeof ACTIONS)[number];
export const isAction = (value: string): value is Action => (ACTIONS as readonly string[]).includes(value);

export interface Stage {
  readonly channel: Channel;
  readonly settings: Settings;
  readonly payment: () => Payment;
  /** Tells the gateway. */
  readonly tell: Reporter;
  /** The code that is chosen for Fail; `none` for no code. */
  readonly resultCode: () => string;
  readonly show: (status: Status, code?: string) => void;
}

export type Status = 'waiting' | 'ready' | 'working' | 'done' | 'jumping' | 'paid' | 'stopped';

export function perform(action: Action, stage: Stage): void {
  const { channel, settings } = stage;
  // The order exists as soon as there is an address to go to. Told before leaving: Chrome keeps no page with an unanswered request in
  // its back/forward cache.
  const redirect = (data: Readonly<Record<string, unknown>>): void =>
    tellThen(stage, 'redirect', null, () => channel.send('onRedirect', data));
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
      return finish(stage, 'SDK_PAYMENT_CANCEL', 'none');
    case 'close':
      return tellThen(stage, 'onClose', null, () => channel.send('onClose', {}));
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
      return redirect({
        applinkUrl: new URL('/no-content', location.href).href,
        schemeUrl: 'antomdemo://pay',
        normalUrl: methodPage(stage),
      });
    case 'launch-error':
      return redirect({ schemeUrl: 'antomdemo://pay' });
    case 'phone':
      // The SDK hears nothing: the buyer scanned a code and paid elsewhere.
      return tellThen(stage, 'SDK_PAYMENT_SUCCESSFUL', null, () => stage.show('paid'));
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
    // From the press on the order exists; it is decided when the SDK is told.
    if (settings.server !== 'none') void on.tell({ event: 'submit' });
    setTimeout(() => finish(on, code, resultCode, then), settings.delay);
  }
}

/** Tells the gateway, then the SDK. A success that the gateway does not take, because the order is closed, is a failure. */
export function finish(stage: Stage, code: string, resultCode: string, then?: () => void): void {
  tellThen(stage, code, resultCode === 'none' ? null : resultCode, (refusal) => {
    if (refusal !== null && code === 'SDK_PAYMENT_SUCCESSFUL' && stage.settings.server === null) {
      report(stage, 'SDK_PAYMENT_FAIL', refusal);
      return;
    }
    report(stage, code, resultCode);
    then?.();
  });
}

/** `then` runs in this task when the gateway is told nothing: a close, above all, must not come late. */
function tellThen({ settings, tell }: Stage, code: string, resultCode: string | null, then: (refusal: string | null) => void): void {
  const truth = reportOf(code, resultCode, settings);
  if (truth === null) then(null);
  else void tell(truth).then(then);
}

function report({ channel, show }: Stage, code: string, paymentResultCode: string): void {
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
  const { redirectUrl, reportUrl, sessionId } = payment();
  url.searchParams.set('lang', settings.language);
  if (redirectUrl !== null) url.searchParams.set('return', redirectUrl);
  if (reportUrl !== null && sessionId !== null) {
    url.searchParams.set('report', reportUrl);
    url.searchParams.set('session', sessionId);
  }
  return url.href;
}
