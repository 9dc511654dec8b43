/**
 * AMSCashierPayment: pay() opens its popup, mount() draws it into the page.
 */
import { amsCheckout } from './ams-checkout';

// Marked, here and in the other products, so that a page carries only those that it names.
export const cashierDriver = /* @__PURE__ */ amsCheckout({
  className: 'AMSCashierPayment',
  product: 'cashier',
  surface: 'either',
  movesMoney: true,
  redirects: true,
});
