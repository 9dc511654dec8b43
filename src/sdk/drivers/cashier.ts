/**
 * AMSCashierPayment: the popup cashier.
 */
import { amsCheckout } from './ams-checkout';

// Marked, so that a page which imports fromCdn alone does not carry the drivers.
export const cashierDriver = /* @__PURE__ */ amsCheckout({
  className: 'AMSCashierPayment',
  product: 'cashier',
  surface: 'popup',
  movesMoney: true,
});
