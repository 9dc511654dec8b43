/**
 * The SDK from npm, through a dynamic import of the merchant's bundler.
 */
import { CheckoutError } from '../errors';
import type { SdkSource } from '../types';
import { findClass, type SdkModule } from './shape';
import { loadFailed, withTimeout } from './source';

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
  if (typeof load !== 'function') throw new CheckoutError('invalid-options', "fromModule() needs a function that imports the SDK: () => import('@alipay/ams-checkout').");
  const name = 'The SDK module';
  let loaded: SdkModule | null = null;
  let pending: Promise<SdkModule> | null = null;

  const start = (): Promise<SdkModule> => {
    const work = Promise.resolve()
      .then(load)
      .then((module) => {
        loaded = unwrap(module);
        return loaded;
      })
      .catch((thrown: unknown) => {
        // A failed load must not poison the next call.
        if (pending === work) pending = null;
        throw loadFailed(name, thrown);
      });
    return work;
  };

  return {
    name,
    peek: () => loaded,
    load: (request) => {
      // A module without the class is not kept: the next call asks for it anew.
      if (loaded && !findClass(loaded, request.className)) pending = null;
      pending ??= start();
      return withTimeout(request, name, pending, () => { pending = null; return undefined; });
    },
  };
}

/** Bundlers that go through CommonJS put the exports under `default`. */
function unwrap(module: unknown): SdkModule {
  const exports = (typeof module === 'object' && module !== null ? module : {}) as SdkModule;
  const inner = exports['default'];
  return { ...(typeof inner === 'object' && inner !== null ? inner : {}), ...exports };
}
