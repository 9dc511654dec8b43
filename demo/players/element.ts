/**
 * The Payment Element: a list of methods inside the merchant's page, submitted by the merchant's button.
 */
import { h } from '../cashier/dom.ts';
import type { Channel, SdkMessage } from '../cashier/protocol.ts';
import { jumpAfterSuccess, watchHeight } from './component.ts';
import { methodList } from './methods.ts';
import { away, walletPage } from './redirect.ts';
import { tryToPay } from './stage.ts';
import type { Stage } from './stage.ts';
import { applyTheme } from './theme.ts';
import { INVALID_REPLY, replyOf } from './told.ts';
import type { ElementReply } from './told.ts';

export function playElement(channel: Channel, stage: Stage): (message: SdkMessage) => void {
  const { main, t } = stage;
  applyTheme(document.documentElement, stage.appearance);
  const methods = methodList(stage);
  let innerWindow: InnerWindow | null = null;
  let last: ElementReply | null = null;
  main.append(
    h(
      'form',
      { class: 'box', novalidate: '', 'aria-labelledby': 'title' },
      h('h1', { id: 'title', class: 'unseen' }, t('titleElement')),
      methods.element,
      stage.line,
    ),
  );
  main.querySelector('form')?.addEventListener('submit', (event) => event.preventDefault());
  // Without `source` the SDK's mount() never settles.
  watchHeight(main, (height) => channel.send('onSizeChanged', { height, source: 'payment' }));
  channel.send('onSizeChanged', { height: Math.ceil(main.getBoundingClientRect().height), source: 'payment' });
  stage.show('ready');

  async function submit(id: string): Promise<void> {
    // The answer is an event whose name is the id.
    const reply = (data: ElementReply): void => channel.send(id, { data });
    // A second press while the first is under way: the SDK keeps only one of them, and the first one's answer settles it.
    if (stage.status() === 'working') return;
    if (last !== null && stage.status() === 'done') return reply(last);
    const read = methods.read();
    if (read === 'wrong') {
      stage.show('ready', t('fix'), 'bad');
      methods.focusWrong();
      return reply(INVALID_REPLY);
    }
    const told = await tryToPay(stage, read.card, () => (read.card === null ? leave() : ask()));
    const answer = replyOf(told);
    if (answer !== null) reply((last = answer));
    if (told.kind === 'paid') jumpAfterSuccess(channel, stage);
  }

  function ask(): Promise<boolean> {
    innerWindow = openInnerWindow(stage, channel);
    return innerWindow.answer;
  }

  /** The page goes; nothing is answered. */
  function leave(): Promise<boolean> {
    channel.send('onRedirect', { normalUrl: walletPage(stage) });
    return away(stage);
  }

  return ({ event, id }) => {
    switch (event) {
      case 'submitPay':
        if (id !== undefined) void submit(id);
        break;
      case 'onValidate':
        if (id !== undefined) channel.send(id, { data: { isValid: methods.read() !== 'wrong' } });
        break;
      case 'popWindow':
        // The buyer closed the inner window.
        innerWindow?.close();
        break;
      case 'updatePayment':
        channel.send('updated', { success: true });
        break;
    }
  };
}

interface InnerWindow {
  readonly answer: Promise<boolean>;
  readonly close: () => void;
}

/** 3-D Secure in a window that the SDK opens over the shop; /players/challenge/ answers by a channel of the browser. */
function openInnerWindow({ payment, amount, settings }: Stage, channel: Channel): InnerWindow {
  const url = new URL('/players/challenge/', location.href);
  const name = `challenge-${Date.now()}-${Math.random().toString(36).slice(2)}`;
  for (const [key, value] of Object.entries({ answer: name, merchant: payment.merchant, amount, lang: settings.language }))
    url.searchParams.set(key, value);
  let end: (passed: boolean) => void = () => undefined;
  const answers = new BroadcastChannel(name);
  const answer = new Promise<boolean>((resolve) => {
    end = (passed) => {
      answers.close();
      resolve(passed);
    };
  });
  answers.addEventListener('message', (event: MessageEvent<unknown>) => {
    channel.send('popWindow', {});
    end(event.data === true);
  });
  channel.send('popupWindow', { url: url.href });
  return { answer, close: () => end(false) };
}
