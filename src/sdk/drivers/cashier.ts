/**
 * AMSCashierPayment: the popup cashier.
 */
import { ownText } from '../../own';
import type { Driver, SdkInstance } from '../shape';

/** What an SDK instance keeps of the last cashier (1.12.0 and 1.47.2, plugin/component). test/sdk turns red when it moves. */
interface ComponentApp {
  _multipleCallbackEvents?: unknown;
  _isRetention?: unknown;
}

/**
 * A cashier's declared close code and its "leave?" dialog outlive it on a reused instance: the next cashier, closed without a
 * word, would replay even SDK_PAYMENT_SUCCESSFUL. Both fields go back to what the constructor gave them.
 */
function forget(instance: SdkInstance): void {
  const app = (instance as { _componentApp?: ComponentApp | null })._componentApp;
  if (!app) return;
  app._multipleCallbackEvents = undefined;
  app._isRetention = true;
}

export const cashierDriver: Driver = {
  className: 'AMSCashierPayment',
  open: (instance, params) => {
    forget(instance);
    return Promise.resolve(instance.createComponent(params));
  },
  close: (instance) => { instance.unmount(); },
  isShowing: (document) => document.getElementById('ams-component-container') !== null,
  // A message of the cashier's frame that is not JSON, from an extension or a dev server (1.47.2 constant/index.js NOT_JSON_FORMAT).
  isStray: (raw) => ownText(raw, 'message') === 'The message string should conform to the json format',
};
