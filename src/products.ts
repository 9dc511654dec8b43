/**
 * The products that a controller can be given. Each brings its driver, and a page carries only those that it names.
 */
import { autoDebitDriver } from './sdk/drivers/auto-debit';
import { autoDebitPayDriver } from './sdk/drivers/auto-debit-pay';
import { cashierDriver } from './sdk/drivers/cashier';
import { checkoutPageDriver } from './sdk/drivers/checkout-page';
import { easyPayDriver } from './sdk/drivers/easy-pay';
import { elementDriver } from './sdk/drivers/element';
import { vaultingDriver } from './sdk/drivers/vaulting';
import type { Product } from './types';

/** One payment method (AMSCashierPayment): `pay()` opens its popup, `mount()` draws it into the page. The default. */
export const cashier: Product = cashierDriver;
/** Saves a card or a wallet (AMSVaulting): `pay()` or `mount()`. */
export const vaulting: Product = vaultingDriver;
/** A wallet that is bound with the first payment (AMSEasyPay): `pay()`. */
export const easyPay: Product = easyPayDriver;
/** An agreement to be charged later (AMSAutoDebit): `pay()`. */
export const autoDebit: Product = autoDebitDriver;
/** The first payment of such an agreement (AMSAutoDebitPay, since SDK 1.47): `pay()` sends the buyer to the wallet. */
export const autoDebitPay: Product = autoDebitPayDriver;
/** All methods in one form (AMSElement, since SDK 1.47): `mount()`, and the page's own button calls `submit()`. */
export const element: Product = elementDriver;
/** Antom's whole checkout page in a frame (AMSCheckoutPage, since SDK 1.47): `mount()`. */
export const checkoutPage: Product = checkoutPageDriver;
