/**
 * AMSAutoDebitPay: a redirect to the wallet, never a UI (1.47.2).
 */
import { amsCheckout } from './ams-checkout';

export const autoDebitPayDriver = /* @__PURE__ */ amsCheckout({
  className: 'AMSAutoDebitPay',
  product: 'autodebit-pay',
  surface: 'popup',
  movesMoney: true,
  redirects: true,
});
