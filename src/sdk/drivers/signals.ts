/**
 * The callbacks of a class and the promise of one call as one stream of signals.
 */
import { ownText } from '../../core/read';
import { normalizeEvent } from '../../events/normalize';
import type { SdkEvent, SdkOptions } from '../../types';
import type { DriverCall, InstanceConfig } from '../driver';
import type { SdkSignal } from '../types';

/** The constructor's options that all classes have, and their callbacks. */
export function commonOptions(config: InstanceConfig, emit: (signal: SdkSignal) => void): Record<string, unknown> {
  const { environment, locale, analytics } = config;
  return {
    environment,
    locale,
    ...(analytics ? { analytics } : {}),
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
  };
}

export interface Translation {
  readonly route: (signal: SdkSignal) => void;
  readonly opened: () => void;
  readonly refused: (raw: unknown) => void;
  readonly say: (event: SdkEvent, untrusted?: boolean) => void;
  /** The call has settled, either way. */
  readonly isSettled: () => boolean;
}

/** @param early hears of an event before anybody else; true: it is dealt with, and nobody else hears of it */
export function translate({ emit }: DriverCall, early: (event: SdkEvent, raw: unknown) => boolean): Translation {
  let settled = false;
  /** The task of an onClose: what comes in it is what a cashier declared for its close button (1.47.2 closeBtnFunc). */
  let closing = false;

  const say = (event: SdkEvent, untrusted = false): void => {
    emit({ type: isResult(event.type) ? 'result' : 'event', event, untrusted });
  };

  return {
    say,
    isSettled: () => settled,
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
          if (settled || isBenign(signal.raw)) say(normalizeEvent(signal.raw), true);
          else emit({ type: 'failed', raw: signal.raw, settled: false });
          break;
        case 'event': {
          const event = normalizeEvent(signal.raw);
          if (early(event, signal.raw)) return;
          if (!settled && !closing && event.type === 'setup-failed') emit({ type: 'failed', raw: signal.raw, settled: false });
          else say(event);
        }
      }
    },
    opened: () => {
      if (settled) return;
      settled = true;
      emit({ type: 'opened' });
    },
    refused: (raw) => {
      /* v8 ignore next -- no call is known to fail twice */
      if (settled) return;
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

/** An event of ours that stands for what the SDK said elsewhere, with that as its `raw`. */
export function eventFor(code: string, raw: unknown, fields: Readonly<Record<string, unknown>> = {}): SdkEvent {
  return Object.freeze({ ...normalizeEvent({ code, ...fields }), raw });
}

/** Thrown into the SDK's message handler, it would stop the SDK's own work. */
export function callSafely(hook: SdkOptions['onSizeChanged'], payload: unknown): void {
  try {
    hook?.(payload);
  } catch {
    // The merchant's own.
  }
}
