/**
 * The classes that inherit from the SDK's AMSCheckout: createComponent, mountComponent, unmount, and four callbacks that carry no attempt.
 *
 * The session picks the app that is opened, not the class (1.12.0, 1.47.2).
 */
import { each, some } from '../../core/list';
import { own, ownText } from '../../core/read';
import { normalizeEvent } from '../../events/normalize';
import type { SdkEvent } from '../../types';
import type { Driver, DriverCall } from '../driver';
import type { SdkInstance } from '../types';
import { isPopupShowing } from '../ui';
import { walletOf } from '../wallets';
import { inline, isValid } from './inline';
import { quietly } from './quiet';
import { callSafely, commonOptions, eventFor, translate, type Translation } from './signals';

/** What an SDK instance keeps of the last component (1.12.0 and 1.47.2, plugin/component). test/sdk turns red when it moves. */
interface ComponentApp {
  app?: unknown;
  _multipleCallbackEvents?: unknown;
  _isRetention?: unknown;
  _selector?: unknown;
}

/** What the classes of this family differ in. */
type Kind = Pick<Driver, 'className' | 'product' | 'surface' | 'movesMoney' | 'redirects'>;

export function amsCheckout(kind: Kind): Driver {
  return {
    ...kind,
    lifetime: () => 'page',
    successIs: 'final',
    ownButton: ({ params, session }) => walletOf(session) === 'inline' || own(params['appearance'], 'showSubmitButton') !== false,
    wallet: walletOf,
    construct: (config, emit, hooks) => {
      const { sdkOptions } = config;
      const options: Record<string, unknown> = {
        ...commonOptions(config, emit),
        onSizeChanged: (payload: unknown) => {
          callSafely(hooks().onSizeChanged, payload);
        },
        onPaymentMethodSelected: (payload: unknown) => {
          callSafely(hooks().onPaymentMethodSelected, payload);
        },
      };
      if (sdkOptions.securityRegion !== undefined) options['securityRegion'] = sdkOptions.securityRegion;
      if (sdkOptions.onBeforeSubmit) options['onBeforeSubmit'] = (payload: unknown) => hooks().onBeforeSubmit?.(payload);
      return options;
    },
    open: (instance, call) => {
      const { api } = instance;
      const { params, slot } = call;
      const wallet = walletOf(call.session);
      const translation = translate(call, (event, raw) => isLeftPayPals(call, event, raw) || isPayPalBroken(translation, call, event, raw));
      instance.route = translation.route;
      // Apple Pay's plugin prints its session in a promise job of this call (1.12.0, 1.47.2).
      const loud = wallet === 'sheet' ? quietly(call.env, params['sessionData'] as string) : null;
      if (loud) instance.stop = loud;
      let created: Promise<unknown>;
      try {
        forgetLast(api, slot);
        created = Promise.resolve(slot ? inline(api).mountComponent(params, `#${slot.id}`) : api.createComponent(params));
      } catch (thrown) {
        created = Promise.reject(thrown);
      }
      if (loud) created.then(loud, loud);
      if (slot && wallet === 'inline') {
        const { drawn, stop } = whenDrawn(call, slot);
        instance.stop = stop;
        created = created.then(() => drawn);
      }
      created.then(translation.opened, translation.refused);
    },
    close: (instance, call) => {
      instance.stop();
      const app = componentApp(instance.api);
      // 1.12.0 gives up half-way where the page has removed the container, and then refuses the next createComponent.
      if (app && !isShowing(call)) app.app = null;
      instance.api.unmount();
      if (walletOf(call.session) === 'inline') {
        leavePayPal(call);
        call.emit({ type: 'gone' });
      }
    },
    isShowing,
    submit: ({ api }, call, data) => {
      // PayPal's buttons are its own.
      if (walletOf(call.session) === 'inline') {
        call.emit({ type: 'not-ready' });
        return;
      }
      // It was submitted, and nobody can read what came of it.
      const tellUnknown = (raw: unknown): void => {
        call.emit({ type: 'result', event: eventFor('SDK_PAYMENT_ERROR', raw), untrusted: true });
      };
      new Promise((resolve) => {
        resolve(inline(api).submit(data));
      }).then(
        // The answer has come as an event, right before the promise settles with it (1.12.0, 1.47.2).
        (raw) => {
          const { type } = normalizeEvent(raw);
          if (type === 'unrecognized' || type === 'setup-failed') tellUnknown(raw);
        },
        tellUnknown,
      );
    },
    validate: ({ api }) =>
      // 1.12.0 has no validateFields(): the form says what is wrong when it is submitted.
      typeof api.validateFields === 'function' ? Promise.resolve(api.validateFields()).then(isValid) : Promise.resolve(true),
  };
}

function isShowing({ env, slot }: DriverCall): boolean {
  return slot ? env.document.contains(slot) && slot.childElementCount > 0 : isPopupShowing(env.document);
}

/**
 * A component's declared close code and its "leave?" dialog outlive it on a reused instance: the next cashier, closed without a
 * word, would replay even SDK_PAYMENT_SUCCESSFUL. So does the place it was drawn into: the next popup would go into that. All go back
 * to what the constructor gave them.
 */
function forgetLast(api: SdkInstance, slot: Element | null): void {
  const app = componentApp(api);
  if (!app) return;
  app._multipleCallbackEvents = undefined;
  app._isRetention = true;
  if (!slot) app._selector = '#ams-component-section';
}

function componentApp(api: SdkInstance): ComponentApp | null | undefined {
  return (api as { _componentApp?: ComponentApp | null })._componentApp;
}

/** A PayPal form was left on this page: its callbacks and its script outlive it, and reach whichever instance is the newest (1.12.0, 1.47.2). */
let payPalWasLeft = false;

function leavePayPal({ env }: DriverCall): void {
  payPalWasLeft = true;
  each(env.document.querySelectorAll<HTMLScriptElement>('body > script[src^="https://www.paypal.com/sdk/js?"]'), (script) => {
    script.onload = null;
    script.onerror = null;
  });
}

/** What only PayPal's plugin says, while another method is open. */
function isLeftPayPals({ session }: DriverCall, { type }: SdkEvent, raw: unknown): boolean {
  if (!payPalWasLeft || walletOf(session) === 'inline') return false;
  switch (type) {
    case 'payment-approved':
    case 'shipping-changed':
      return true;
    case 'payment-cancelled':
      return own(own(raw, 'result'), 'orderId') !== undefined;
    case 'payment-failed':
      return isScriptFailure(raw) || ownText(raw, 'message') === 'Create order failed.';
    default:
      return false;
  }
}

function isScriptFailure(raw: unknown): boolean {
  const message = ownText(raw, 'message');
  return message === 'Loading paypal sdk failed.' || message === 'Button render failed.';
}

/** PayPal's plugin resolves before anything is there, and says that its script failed in the clothes of a result (1.47.2 plugin/paypal). */
function isPayPalBroken({ isSettled, refused }: Translation, { session, emit }: DriverCall, event: SdkEvent, raw: unknown): boolean {
  if (walletOf(session) !== 'inline' || event.type !== 'payment-failed') return false;
  if (!isScriptFailure(raw)) return false;
  const failure = { code: 'SDK_CREATECOMPONENT_ERROR', message: ownText(raw, 'message') };
  if (isSettled()) emit({ type: 'broken', raw: failure });
  else refused(failure);
  return true;
}

/** Resolves when PayPal's script has put its buttons into the slot, beside or in the place of the SDK's animation. */
function whenDrawn({ env }: DriverCall, slot: Element): { drawn: Promise<void>; stop: () => void } {
  let observer: MutationObserver | null = null;
  const drawn = new Promise<void>((resolve) => {
    const look = (): void => {
      if (some(slot.children, (child) => child.className !== 'paypal-loading')) resolve();
    };
    observer = new env.window.MutationObserver(look);
    observer.observe(slot, { childList: true, subtree: true });
    look();
  });
  return {
    drawn,
    stop: () => {
      observer?.disconnect();
    },
  };
}
