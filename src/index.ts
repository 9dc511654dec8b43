/**
 * The public surface. What is not here is internal on purpose: the attempt, the drivers and the page registry may change any day.
 */
export { CheckoutController } from './controller';
export { CheckoutError, isCheckoutError } from './errors';
export { normalizeEvent } from './events/normalize';
export { resolveLocale } from './locale';
export { fromCdn, SDK_VERSION } from './sdk/cdn';
export { fromGlobal } from './sdk/global';
export { fromModule } from './sdk/module';
export { describeSession } from './session/describe';
export type { CdnOptions } from './sdk/cdn';
export type { CheckoutErrorCode, ErrorDetails, SdkFailure } from './errors';
export type * from './types';
