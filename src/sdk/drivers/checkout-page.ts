/**
 * AMSCheckoutPage (1.47.2): Antom's whole checkout page in a frame.
 *
 * As shipped it believes every window: any frame, opener or tab that has a handle on the shop's can report a success, throw into the
 * page, or send the shop to an address of its choice, `javascript:` included, which then runs in the shop's origin. So its listener
 * is replaced before it is registered, by one that asks where a message comes from; a version where that cannot be done is refused.
 */
import { add, each, namesOf } from '../../core/list';
import { own, ownText } from '../../core/read';
import type { Driver } from '../driver';
import { hasFrame, inline } from './inline';
import { quietly } from './quiet';
import { commonOptions, eventFor, translate, type Translation } from './signals';

/** 1.47.2 core/component/ckp. test/sdk turns red when it moves. */
interface Guarded {
  eventListenerWrapper?: (event: { readonly data: string }) => void;
  readonly iframe?: HTMLIFrameElement | null;
}

export const checkoutPageDriver: Driver = {
  className: 'AMSCheckoutPage',
  product: 'checkout-page',
  surface: 'inline',
  successIs: 'final',
  redirects: true,
  movesMoney: true,
  lifetime: () => 'attempt',
  ownButton: () => true,
  wallet: () => null,
  construct: (config, emit, _hooks, params) => {
    const options = commonOptions(config, emit);
    const localLink = ownText(params, 'localLink');
    // The address of its page is the one thing that this class reads from an unknown environment.
    return localLink === undefined ? options : { ...options, environment: localLink };
  },
  open: (instance, call) => {
    const { env, params } = call;
    // It is drawn inline only.
    const slot = call.slot as HTMLElement;
    const page = instance.api as unknown as Guarded;
    const translation = translate(call, ({ code }) => code === '');
    const heard = page.eventListenerWrapper;
    const refuse = (): void => {
      translation.refused({ code: 'SDK_INTERNAL_ERROR', message: 'This version of AMSCheckoutPage cannot be guarded.' });
    };
    if (typeof heard !== 'function') {
      refuse();
      return;
    }
    instance.route = translation.route;
    const guard = (event: { readonly data: string }): void => {
      const data = accepted(page, event as MessageEvent, translation);
      if (data) heard({ data });
    };
    page.eventListenerWrapper = guard;
    // Its frame is as high as what it is in.
    slot.style.height = '100%';
    const loud = quietly(env, params['sessionData']);
    try {
      const isGuarded = hearsBy(guard, env.window, () => {
        inline(instance.api).mountComponent(params, `#${slot.id}`);
      });
      if (isGuarded) translation.opened();
      else refuse();
    } catch (thrown) {
      translation.refused({ code: 'SDK_CREATECOMPONENT_ERROR', message: ownText(thrown, 'message') });
    } finally {
      loud();
    }
  },
  close: ({ api }, { emit }) => {
    api.unmount();
    emit({ type: 'gone' });
  },
  isShowing: hasFrame,
};

/** Whether that listener alone gets the window's messages by what `mount` does. Another one is not registered. */
function hearsBy(guard: unknown, window: Window, mount: () => void): boolean {
  const name = 'addEventListener';
  const holder = window as unknown as Record<string, (...given: unknown[]) => void>;
  const before = Object.getOwnPropertyDescriptor(window, name);
  const real = holder[name] as (typeof holder)[string];
  const heard: unknown[] = [];
  const value = (type: unknown, listener: unknown, options: unknown): void => {
    if (type === 'message') add(heard, listener);
    if (type !== 'message' || listener === guard) real.call(window, type, listener, options);
  };
  Object.defineProperty(window, name, { value, configurable: true, writable: true });
  try {
    mount();
  } finally {
    if (before) Object.defineProperty(window, name, before);
    else delete holder[name];
  }
  return heard.length === 1 && heard[0] === guard;
}

/** A message of its own frame, with http(s) addresses only, as JSON; null for any other. */
function accepted({ iframe }: Guarded, event: MessageEvent, { say }: Translation): string | null {
  if (!iframe || event.source !== iframe.contentWindow || event.origin !== new URL(iframe.src).origin) return null;
  let message: unknown;
  try {
    message = JSON.parse(event.data as string);
  } catch {
    return null;
  }
  if (typeof message !== 'object' || message === null) return null;
  const code = ownText(message, 'code');
  const context = own(message, 'context');
  const name = ownText(context, 'event') ?? '';
  if (name.indexOf('onRedirect') !== 0) return JSON.stringify({ code, message: own(message, 'message'), result: own(message, 'result') });
  const data = own(context, 'data');
  const safe: Record<string, string> = {};
  each(['normalUrl', 'applinkUrl', 'schemeUrl'], (field) => {
    const url = ownText(data, field);
    if (url !== undefined && /^https?:\/\//i.test(url)) safe[field] = url;
  });
  if (namesOf(safe).length === 0) {
    say(eventFor('SDK_CREATECOMPONENT_ERROR', message, { message: 'A redirect to something else than an http(s) address was dropped.' }));
    return null;
  }
  say(eventFor('SDK_CALL_URL_SUCCESS', message));
  return JSON.stringify({ context: { event: name, data: safe, eventCallbackId: own(context, 'eventCallbackId') } });
}
