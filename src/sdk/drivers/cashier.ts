/**
 * AMSCashierPayment: the popup cashier.
 */
import { ownText } from '../../core/read';
import type { Driver, SdkInstance } from '../types';

/** What an SDK instance keeps of the last cashier (1.12.0 and 1.47.2, plugin/component). test/sdk turns red when it moves. */
interface ComponentApp {
  app?: unknown;
  _multipleCallbackEvents?: unknown;
  _isRetention?: unknown;
}

/**
 * A cashier's declared close code and its "leave?" dialog outlive it on a reused instance: the next cashier, closed without a
 * word, would replay even SDK_PAYMENT_SUCCESSFUL. Both fields go back to what the constructor gave them.
 */
function forget(instance: SdkInstance): void {
  const app = componentApp(instance);
  if (!app) return;
  app._multipleCallbackEvents = undefined;
  app._isRetention = true;
}

function componentApp(instance: SdkInstance): ComponentApp | null | undefined {
  return (instance as { _componentApp?: ComponentApp | null })._componentApp;
}

function isShowing(document: Document): boolean {
  return document.getElementById('ams-component-container') !== null;
}

export const cashierDriver: Driver = {
  className: 'AMSCashierPayment',
  open: (instance, params) => {
    forget(instance);
    return Promise.resolve(instance.createComponent(params));
  },
  close: (instance, document) => {
    const app = componentApp(instance);
    // 1.12.0 gives up half-way where the page has removed the container, and then refuses the next createComponent.
    if (app && !isShowing(document)) app.app = null;
    instance.unmount();
  },
  isShowing,
  // A message of the cashier's frame that is not JSON, from an extension or a dev server (1.47.2 constant/index.js NOT_JSON_FORMAT).
  isBenign: (raw) => ownText(raw, 'message') === 'The message string should conform to the json format',
};
