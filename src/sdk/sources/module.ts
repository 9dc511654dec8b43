/**
 * The SDK from npm, through a dynamic import of the merchant's bundler.
 */
import { CheckoutError } from '../../core/errors';
import type { SdkSource } from '../../types';
import { findClass, member } from '../find-class';
import type { SdkModule } from '../types';
import { loadFailed, withTimeout } from '../loader';

/**
 * Loads the SDK through your bundler, as a chunk of its own.
 *
 * Import it dynamically: the SDK is 417 kB gzipped and reads `window` at module top level, so a static import would slow every
 * page and break server rendering (1.47.2).
 *
 * @example
 * new CheckoutController({ environment: 'prod', sdk: fromModule(() => import('@alipay/ams-checkout')), createPaymentSession })
 *
 * @throws CheckoutError `invalid-options`
 * @remarks Errors of the load: `sdk-load-failed` (the import rejected), `sdk-load-timeout`, `sdk-global-missing` (the module has no such class).
 */
export function fromModule(load: () => Promise<unknown>): SdkSource {
  if (typeof load !== 'function')
    throw new CheckoutError('invalid-options', "fromModule() needs a function that imports the SDK: () => import('@alipay/ams-checkout').");
  const name = 'The SDK module';
  /** The classes that were found, by name: of the module itself nothing else is read, since a strict mock throws for what it does not have. */
  let found: SdkModule | null = null;
  let pending: Promise<{ readonly module: unknown }> | null = null;

  const start = (): NonNullable<typeof pending> => {
    const work = Promise.resolve()
      .then(load)
      .then((module) => ({ module }))
      .catch((thrown: unknown) => {
        // A failed load must not poison the next call.
        if (pending === work) pending = null;
        throw loadFailed(name, thrown);
      });
    return work;
  };

  return {
    name,
    peek: () => found,
    load: (request) => {
      const { className } = request;
      // A module without the class is not kept: the next call asks for it again.
      if (found && !findClass(found, className)) pending = null;
      pending ??= start();
      const work = pending.then(({ module }) => {
        // Bundlers that go through CommonJS put the exports under `default`.
        found = { ...found, [className]: findClass(module, className) ?? findClass(member(module, 'default'), className) };
        return found;
      });
      return withTimeout(request, name, work, () => {
        pending = null;
        return undefined;
      });
    },
  };
}
