/**
 * `antom-checkout-controller/testing/ams-checkout`: a module to alias `@alipay/ams-checkout` to, for pages that are run by hand, such as
 * Storybook or a development server. Its cashier is three real buttons.
 */
import { createWorld } from './fake-antom';

const world = createWorld({ cashier: 'visible' }, true);
const member = (name: string): unknown => world.classes[name];

export const AMSCashierPayment = member('AMSCashierPayment');
export const AMSVaulting = member('AMSVaulting');
export const AMSEasyPay = member('AMSEasyPay');
export const AMSAutoDebit = member('AMSAutoDebit');
export const AMSAutoDebitPay = member('AMSAutoDebitPay');
export const AMSElement = member('AMSElement');
export const AMSCheckoutPage = member('AMSCheckoutPage');
export const AMSCheckout = member('AMSCheckout');
export const AntomElement = member('AntomElement');
export const AddressElement = member('AddressElement');
