/**
 * Plays Antom's cashier app to the real SDK: launches, is told what to show, and answers as the buyer (or a test) decides.
 */
import { finish, isAction, perform } from './actions.ts';
import type { Action, Stage, Status } from './actions.ts';
import { readPayment } from './payment.ts';
import { isRecord, openChannel } from './protocol.ts';
import type { SdkMessage } from './protocol.ts';
import { openReporter } from './report.ts';
import { readSettings } from './settings.ts';
import { watchSize } from './size.ts';
import { translator } from './texts.ts';
import { renderView } from './view.ts';

/**
 * ms: the SDK lets the popup grow for 300 ms. A press that lands meanwhile hits something else than what was aimed at, so the buttons
 * wait for its end.
 */
const OPENING_ANIMATION = 350;

/** For tests: everything that a press does, and any message that no button sends. */
interface DemoCashier {
  readonly act: (action: string) => void;
  readonly send: (event: string, data?: unknown) => void;
  readonly sent: readonly SdkMessage[];
  readonly received: readonly SdkMessage[];
}
declare global {
  interface Window {
    demoCashier?: DemoCashier;
  }
}

const settings = readSettings(location.search);
const t = translator(settings.language);
const main = document.querySelector('main') ?? document.body;
document.documentElement.lang = settings.language === 'zh' ? 'zh-CN' : 'en';
document.title = t('title');

if (settings.instanceId === null || window.parent === window) {
  main.textContent = t('alone');
  main.className = 'alone';
} else {
  launch(settings.instanceId);
}

function launch(instanceId: string): void {
  let size: ReturnType<typeof watchSize> | null = null;
  let stage: Stage | null = null;

  const channel = openChannel({
    instanceId,
    merchantOrigin: settings.merchantOrigin,
    onMessage({ event, data }) {
      if (event === 'renderComponent' && !settings.silent) render(data);
      if (event === 'renderResize' && isRecord(data))
        size?.resized({ width: Number(data['widthOfVisible']), height: Number(data['heightOfVisible']) });
    },
  });
  const act = (action: Action): void => {
    if (stage !== null) perform(action, stage);
  };
  window.demoCashier = {
    act: (action) => {
      if (isAction(action)) act(action);
    },
    send: channel.send,
    sent: channel.sent,
    received: channel.received,
  };
  if (settings.launch) setTimeout(() => channel.send('onLaunch', {}), settings.launchDelay);

  function render(data: unknown): void {
    const payment = readPayment(data, settings.language);
    const view = renderView({
      main,
      payment,
      t,
      language: settings.language,
      resultCode: settings.resultCode,
      declared: settings.declare !== undefined && settings.declare !== 'none',
      asks: settings.retention ?? true,
      onAction: act,
      onDeclare: (declared) => declare(declared ? (settings.declare ?? 'SDK_PAYMENT_CANCEL') : 'none'),
      onAsk: (asks) => channel.send('setAllowRetention', asks),
    });
    let shown: Status = 'waiting';
    const show: Stage['show'] = (status, code) => {
      shown = status;
      view.show(status, code);
    };
    stage = { channel, settings, payment: () => payment, tell: openReporter(payment), resultCode: view.resultCode, show };

    if (settings.retention !== undefined) channel.send('setAllowRetention', settings.retention);
    if (settings.declare !== undefined) declare(settings.declare);
    channel.send('declareCheckoutInfo', { closeDialogData: leaveDialog() });
    size ??= watchSize(main, { width: payment.screenWidth, height: payment.pageHeight }, (next) => channel.send('onSizeChanged', next));
    channel.send('dismissLoading', {});
    show('waiting');
    setTimeout(() => {
      if (shown === 'waiting') show('ready');
    }, OPENING_ANIMATION);
    setTimeout(() => {
      if (settings.auto !== null) act(settings.auto);
      if (settings.autoResult !== null && stage !== null) finish(stage, settings.autoResult, settings.resultCode);
    }, settings.after);
  }

  /** The event that the SDK sends by itself when the buyer closes the popup; an empty declaration takes back an earlier one. */
  function declare(code: string): void {
    const eventResult = settings.declareResult === undefined ? {} : { paymentResultCode: settings.declareResult };
    channel.send(
      'declareEventCallbackInfo',
      code === 'none' ? {} : { popWindowEventInfo: { enableCallback: true, eventName: code, eventResult } },
    );
  }
}

/** The texts of the SDK's "leave?" dialog. All four, because a missing one is shown as "undefined". */
function leaveDialog(): unknown {
  return {
    title: { text: t('leaveTitle') },
    message: { text: t('leaveMessage') },
    btnOK: { text: t('leaveStay') },
    btnCancel: { text: t('leaveGo') },
  };
}
