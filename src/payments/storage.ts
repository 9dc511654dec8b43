/**
 * Web Storage that may be missing, denied, full or somebody else's.
 */
import type { Environment } from '../core/environment';
import type { CheckoutOptions, StorageLike } from '../types';

export function openStore(env: Environment, storage: NonNullable<CheckoutOptions['storage']>): StorageLike | null {
  try {
    switch (storage) {
      case 'none':
        return null;
      // Reading the property itself throws where storage is denied.
      case 'session':
        return env.window.sessionStorage;
      case 'local':
        return env.window.localStorage;
      default:
        return storage;
    }
  } catch {
    return null;
  }
}
