/**
 * AMSEasyPay and AMSAutoDebit of 1.47.2: another core, promises that say nothing, and timers that outlive unmount(). In 1.12.0 both
 * are of the AMSCheckout family.
 */
import { own } from '../../core/read';
import { readPart4 } from '../../session/parse';
import type { SdkEvent } from '../../types';
import type { Driver, DriverCall, RoutedInstance } from '../driver';
import type { InlineInstance, SdkClass, SdkInstance } from '../types';
import { isPopupShowing } from '../ui';
import { amsCheckout } from './ams-checkout';
import { withLocalLink } from './local-link';
import { quietly } from './quiet';
import { translate } from './signals';

/** How long the SDK may take to begin with a session before it counts as ignored (ms). It begins within the call's own task. */
const IGNORED = 1000;

/** The SDK's own bus, page-wide services aside (1.47.2 foundation/service/event-center). */
interface EventCenter {
  listen(name: string, run: () => void, append: boolean): void;
  unlisten(name: string): void;
  destroy(): void;
}

export function coreDriver(kind: Pick<Driver, 'className' | 'product' | 'movesMoney'>): Driver {
  const old = amsCheckout({ ...kind, surface: 'popup', redirects: true });
  return {
    ...old,
    lifetime: (sdkClass) => (isOld(sdkClass) ? 'page' : 'attempt'),
    open: (instance, call) => {
      const center = eventCenter(instance.api);
      if (center) openCore(instance, center, call);
      else old.open(instance, call);
    },
    close: (instance, call) => {
      const center = eventCenter(instance.api);
      if (center) closeCore(instance, center, call);
      else old.close(instance, call);
    },
  };
}

/** Only the AMSCheckout family can be drawn inline. */
function isOld({ prototype }: SdkClass): boolean {
  return typeof (prototype as Partial<InlineInstance>).mountComponent === 'function';
}

function eventCenter(api: SdkInstance): EventCenter | null {
  const { core } = api as { core?: { getServiceProvider(): { getService(name: string): EventCenter } } };
  return core ? core.getServiceProvider().getService('EventCenter') : null;
}

/** Such a session sends the buyer to the method's page or app without any UI. */
function isFast(params: DriverCall['params']): boolean {
  return own(own(readPart4(String(params['sessionData'])), 'action'), 'requireFastSdk') === true;
}

function openCore(instance: RoutedInstance, center: EventCenter, call: DriverCall): void {
  const { env, params, emit } = call;
  const translation = translate(call, (event) => isEnd(event));
  /** Of 1.47.2's failures some come while it opens, some have taken its UI away. */
  const isEnd = (event: SdkEvent): boolean => {
    const { code, type } = event;
    // Fast sessions go to the method's page without any UI.
    if (type === 'redirect-started' || type === 'redirect-requested' || type === 'redirect-failed') translation.opened();
    if (type !== 'setup-failed') return false;
    const failure = { code, message: event.message ?? '' };
    if (!translation.isSettled()) translation.refused(failure);
    else if (code === 'SDK_INTERNAL_ERROR') emit({ type: 'broken', raw: failure });
    else return false;
    return true;
  };
  instance.route = translation.route;
  withLocalLink(instance.api, params);
  const loud = quietly(env, params['sessionData']);
  // Launch and query are behind it when the app has rendered. Appended to the SDK's own listeners.
  center.listen('onSizeChanged', translation.opened, true);
  center.listen('dismissLoading', translation.opened, true);
  const stopWaiting = env.setTimer(() => {
    loud();
    if (translation.isSettled() || isPopupShowing(env.document)) return;
    // On a phone it calls the wallet's app meanwhile, and says so when the page is hidden, or after 5 s that there is none.
    if (isFast(params)) translation.opened();
    else translation.refused({ code: 'SDK_CREATEPAYMENT_PARAMETER_ERROR', message: 'The SDK ignored this session.' });
  }, IGNORED);
  instance.stop = () => {
    stopWaiting();
    loud();
  };
  // AutoDebit's promise resolves whatever happens; EasyPay has none.
  new Promise((resolve) => {
    resolve(instance.api.createComponent(params));
  }).catch(translation.refused);
}

/**
 * unmount() before launch leaves a timer of 15 s, and a late query, that take whatever popup is open then off the page and speak
 * (1.47.2): their listeners go first.
 */
function closeCore(instance: RoutedInstance, center: EventCenter, { env, emit }: DriverCall): void {
  instance.stop();
  center.unlisten('onDestroy');
  center.unlisten('onEventCallback');
  center.unlisten('onError');
  center.unlisten('onCloseCallback');
  if (!isPopupShowing(env.document)) {
    // unmount() reads the container's style and gives up half-way where there is none.
    const standIn = env.document.createElement('div');
    standIn.id = 'ams-component-container';
    env.document.body.appendChild(standIn);
  }
  try {
    instance.api.unmount();
  } finally {
    // Nor does destroy() forget ours.
    center.unlisten('onSizeChanged');
    center.unlisten('dismissLoading');
    center.destroy();
    emit({ type: 'gone' });
  }
}
