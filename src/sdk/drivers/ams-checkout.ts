/**
 * The classes that inherit from the SDK's AMSCheckout: createComponent, unmount, and four callbacks that carry no attempt.
 */
import { ownText } from '../../core/read';
import { normalizeEvent } from '../../events/normalize';
import type { Driver, DriverCall } from '../driver';
import type { SdkInstance, SdkSignal } from '../types';
import { walletOf } from '../wallets';
import { isPopupShowing } from '../ui';

/** What an SDK instance keeps of the last cashier (1.12.0 and 1.47.2, plugin/component). test/sdk turns red when it moves. */
interface ComponentApp {
  app?: unknown;
  _multipleCallbackEvents?: unknown;
  _isRetention?: unknown;
}

/** What the classes of this family differ in. */
type Kind = Pick<Driver, 'className' | 'product' | 'surface' | 'movesMoney'>;

export function amsCheckout(kind: Kind): Driver {
  return {
    ...kind,
    lifetime: 'page',
    successIs: 'final',
    ownButton: true,
    wallet: walletOf,
    construct: (config, emit, hooks) => {
      const { environment, locale, analytics, sdkOptions } = config;
      const options: Record<string, unknown> = {
        environment,
        locale,
        onEventCallback: (raw: unknown) => {
          emit({ channel: 'event', raw });
        },
        onError: (raw: unknown) => {
          emit({ channel: 'error', raw });
        },
        onLog: (raw: unknown) => {
          emit({ channel: 'log', raw });
        },
        onClose: () => {
          emit({ channel: 'close' });
        },
        onSizeChanged: (payload: unknown) => {
          callSafely(hooks().onSizeChanged, payload);
        },
        onPaymentMethodSelected: (payload: unknown) => {
          callSafely(hooks().onPaymentMethodSelected, payload);
        },
      };
      if (analytics) options['analytics'] = analytics;
      if (sdkOptions.securityRegion !== undefined) options['securityRegion'] = sdkOptions.securityRegion;
      if (sdkOptions.onBeforeSubmit) options['onBeforeSubmit'] = (payload: unknown) => hooks().onBeforeSubmit?.(payload);
      return options;
    },
    open: (instance, call) => {
      const translation = translate(call);
      instance.route = translation.route;
      let created: Promise<unknown>;
      try {
        forgetLastCashier(instance.api);
        created = Promise.resolve(instance.api.createComponent(call.params));
      } catch (thrown) {
        created = Promise.reject(thrown);
      }
      created.then(translation.opened, translation.refused);
    },
    close: ({ api }, document) => {
      const app = componentApp(api);
      // 1.12.0 gives up half-way where the page has removed the container, and then refuses the next createComponent.
      if (app && !isPopupShowing(document)) app.app = null;
      api.unmount();
    },
    isShowing: isPopupShowing,
  };
}

interface Translation {
  readonly route: (signal: SdkSignal) => void;
  readonly opened: () => void;
  readonly refused: (raw: unknown) => void;
}

/** The callbacks and the promise of one createComponent as one stream of signals. */
function translate({ emit }: DriverCall): Translation {
  let settled = false;
  /** The task of an onClose: what comes in it is what a cashier declared for its close button (1.47.2 closeBtnFunc). */
  let closing = false;

  const say = (raw: unknown, untrusted: boolean): void => {
    const event = normalizeEvent(raw);
    emit({ type: isResult(event.type) ? 'result' : 'event', event, untrusted });
  };

  return {
    route: (signal) => {
      switch (signal.channel) {
        case 'log':
          emit({ type: 'log', raw: signal.raw });
          break;
        case 'close':
          closing = true;
          void Promise.resolve().then(() => {
            closing = false;
          });
          emit({ type: 'closed' });
          break;
        case 'error':
          // No result comes this way (1.47.2); one that did would be taken for true only where the server confirms it.
          if (settled || isBenign(signal.raw)) say(signal.raw, true);
          else emit({ type: 'failed', raw: signal.raw, settled: false });
          break;
        case 'event':
          if (!settled && !closing && normalizeEvent(signal.raw).type === 'setup-failed')
            emit({ type: 'failed', raw: signal.raw, settled: false });
          else say(signal.raw, false);
      }
    },
    opened: () => {
      settled = true;
      emit({ type: 'opened' });
    },
    refused: (raw) => {
      emit({ type: 'failed', raw, settled: true });
      settled = true;
    },
  };
}

function isResult(type: string): boolean {
  switch (type) {
    case 'payment-succeeded':
    case 'payment-processing':
    case 'payment-unknown':
    case 'payment-failed':
    case 'payment-cancelled':
      return true;
    default:
      return false;
  }
}

/** A message of the cashier's frame that is not JSON, from an extension or a dev server (1.47.2 constant/index.js NOT_JSON_FORMAT). */
function isBenign(raw: unknown): boolean {
  return ownText(raw, 'message') === 'The message string should conform to the json format';
}

/**
 * A cashier's declared close code and its "leave?" dialog outlive it on a reused instance: the next cashier, closed without a
 * word, would replay even SDK_PAYMENT_SUCCESSFUL. Both fields go back to what the constructor gave them.
 */
function forgetLastCashier(api: SdkInstance): void {
  const app = componentApp(api);
  if (!app) return;
  app._multipleCallbackEvents = undefined;
  app._isRetention = true;
}

function componentApp(api: SdkInstance): ComponentApp | null | undefined {
  return (api as { _componentApp?: ComponentApp | null })._componentApp;
}

/** Thrown into the SDK's message handler, it would stop the SDK's own work. */
function callSafely(hook: ((payload: unknown) => void) | undefined, payload: unknown): void {
  try {
    hook?.(payload);
  } catch {
    // The merchant's own.
  }
}
