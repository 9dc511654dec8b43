/**
 * The classes that inherit from the SDK's AMSCheckout: createComponent, mountComponent, unmount, and four callbacks that carry no attempt.
 *
 * The session picks the app that is opened, not the class (1.12.0, 1.47.2).
 */
import { own } from '../../core/read';
import { normalizeEvent } from '../../events/normalize';
import type { Driver, DriverCall } from '../driver';
import type { SdkInstance } from '../types';
import { isPopupShowing } from '../ui';
import { walletOf } from '../wallets';
import { inline, isValid, watchSheet } from './inline';
import { watchPayPal } from './paypal';
import { quietly } from './quiet';
import { callSafely, commonOptions, eventFor, translate } from './signals';

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
      const payPal = watchPayPal(call);
      const translation = translate(call, (event, raw) => payPal.hear(translation, event, raw));
      instance.route = translation.route;
      // Apple Pay's plugin prints its session in a promise job of this call (1.12.0, 1.47.2).
      const loud = walletOf(call.session) === 'sheet' ? quietly(call.env, params['sessionData']) : null;
      const unwatch = watchSheet(call);
      instance.stop = () => {
        unwatch();
        (loud ?? payPal.leave)();
      };
      let created: Promise<unknown>;
      try {
        forgetLast(api, slot);
        created = Promise.resolve(slot ? inline(api).mountComponent(params, `#${slot.id}`) : api.createComponent(params));
      } catch (thrown) {
        created = Promise.reject(thrown);
      }
      if (loud) created.then(loud, loud);
      if (payPal.drawn) created = created.then(() => payPal.drawn);
      created.then(translation.opened, translation.refused);
    },
    close: (instance, call) => {
      instance.stop();
      const app = componentApp(instance.api);
      // 1.12.0 gives up half-way where the page has removed the container, and then refuses the next createComponent.
      if (app && !isShowing(call)) app.app = null;
      instance.api.unmount();
      if (walletOf(call.session) === 'inline') call.emit({ type: 'gone' });
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
