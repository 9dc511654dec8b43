/**
 * AMSCashierPayment: the popup cashier.
 */
import { amsCheckout } from './ams-checkout';

export const cashierDriver = amsCheckout({ className: 'AMSCashierPayment', product: 'cashier', surface: 'popup', movesMoney: true });
