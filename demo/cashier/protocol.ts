/**
 * The wire between a cashier app and the SDK: JSON strings by postMessage (esm/plugin/component/index.js, `_handleAppMessage`).
 */
export type AppEvent =
  | 'onLaunch'
  | 'onSizeChanged'
  | 'dismissLoading'
  | 'onEventCallback'
  | 'onRedirect'
  | 'onClose'
  | 'setAllowRetention'
  | 'declareEventCallbackInfo'
  | 'declareCheckoutInfo';

export interface SdkMessage {
  readonly event: string;
  readonly data: unknown;
  /** Of a message that wants an answer, or is one. */
  readonly id?: string;
}

export interface Channel {
  /** Any event name, so that tests can say what no cashier says. */
  readonly send: (event: AppEvent | (string & {}), data?: unknown, id?: string) => void;
  readonly sendRaw: (text: string) => void;
  readonly sent: SdkMessage[];
  readonly received: SdkMessage[];
  /** From here on nothing is sent, whatever happens. */
  readonly mute: () => void;
}

interface ChannelOptions {
  readonly instanceId: string;
  readonly merchantOrigin: string;
  readonly onMessage: (message: SdkMessage) => void;
}

export function openChannel({ instanceId, merchantOrigin, onMessage }: ChannelOptions): Channel {
  const sent: SdkMessage[] = [];
  const received: SdkMessage[] = [];
  let muted = false;
  const post = (text: string): void => {
    if (!muted) window.parent.postMessage(text, merchantOrigin);
  };

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source !== window.parent || event.origin !== merchantOrigin || typeof event.data !== 'string') return;
    const message = parse(event.data, instanceId);
    if (message === null) return;
    received.push(message);
    onMessage(message);
  });

  return {
    sent,
    received,
    send(event, data, id) {
      if (!muted) sent.push({ event, data, ...(id !== undefined && { id }) });
      post(JSON.stringify({ name: 'APP_TO_SDK', instanceId, context: { event, data, eventCallbackId: id } }));
    },
    sendRaw: post,
    mute: () => {
      muted = true;
    },
  };
}

function parse(text: string, instanceId: string): SdkMessage | null {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(message) || message['name'] !== 'SDK_TO_APP' || message['instanceId'] !== instanceId) return null;
  const context = message['context'];
  if (!isRecord(context) || typeof context['event'] !== 'string') return null;
  const id = context['eventCallbackId'];
  return { event: context['event'], data: context['data'], ...(typeof id === 'string' && { id }) };
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
