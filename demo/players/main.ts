/**
 * Plays one of Antom's hosted apps to the real SDK, whichever the page is for. The popup cashier is in ../cashier.
 */
import { openChannel } from '../cashier/protocol.ts';
import type { Channel, SdkMessage } from '../cashier/protocol.ts';
import { readSettings } from '../cashier/settings.ts';
import { playCard } from './card.ts';
import { playChallenge } from './challenge.ts';
import { playCheckoutPage } from './checkout-page.ts';
import { playElement } from './element.ts';
import { dataFromAddress } from './session-data.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';
import { translator } from './texts.ts';
import { playWallet } from './wallet.ts';

/** For tests: what the SDK has sent and been sent. */
declare global {
  interface Window {
    demoPlayer?: Pick<Channel, 'send' | 'sent' | 'received'>;
  }
}

type Play = (channel: Channel, stage: Stage) => (message: SdkMessage) => void;
const COMPONENTS: Readonly<Record<string, Play>> = {
  card: playCard,
  element: playElement,
  easypay: playWallet,
  autodebit: playWallet,
};

const settings = readSettings(location.search);
const t = translator(settings.language);
const main = document.querySelector('main') ?? document.body;
const player = main.dataset['player'] ?? '';
document.documentElement.lang = settings.language === 'zh' ? 'zh-CN' : 'en';
document.title = t('titleCheckout');

const play = COMPONENTS[player];
const data = player === 'checkout-page' ? dataFromAddress(location.search) : undefined;
if (window.parent === window) alone();
else if (player === 'challenge') playChallenge(main, t);
else if (data !== undefined) playCheckoutPage(openStage(main, settings, t, data));
else if (play !== undefined && settings.instanceId !== null) launch(settings.instanceId, play);
else alone();

function launch(instanceId: string, start: Play): void {
  let hear: ((message: SdkMessage) => void) | null = null;
  const channel = openChannel({
    instanceId,
    merchantOrigin: settings.merchantOrigin,
    onMessage(message) {
      if (message.event !== 'renderComponent') hear?.(message);
      else if (!settings.silent) hear = start(channel, openStage(main, settings, t, message.data));
    },
  });
  window.demoPlayer = { send: channel.send, sent: channel.sent, received: channel.received };
  // A page that is only loaded ahead says nothing.
  if (settings.launch && !/[?&]isPreload=true/.test(location.search)) setTimeout(() => channel.send('onLaunch', {}), settings.launchDelay);
}

function alone(): void {
  main.textContent = t('alone');
  main.className = 'alone';
}
