/**
 * The public surface. What is not here is internal on purpose: the attempt, the drivers and the page registry may change any day.
 */
export { CheckoutController } from './controller';
export { CheckoutError, isCheckoutError } from './core/errors';
export { normalizeEvent } from './events/normalize';
export { resolveLocale } from './locale';
export { fromCdn, SDK_VERSION } from './sdk/sources/cdn';
export { fromGlobal } from './sdk/sources/global';
export { fromModule } from './sdk/sources/module';
export { autoDebit, autoDebitPay, cashier, checkoutPage, easyPay, element, vaulting } from './products';
export { describeSession } from './session/describe';
export type { CdnOptions } from './sdk/sources/cdn';
export type { CheckoutErrorCode, ErrorDetails, SdkFailure } from './core/errors';
export type * from './types';
