/**
 * The SDK from a script tag that the page already has.
 */
import { listen } from '../environment';
import type { SdkSource } from '../types';
import type { SdkModule } from './shape';
import { withTimeout } from './source';

/**
 * Uses the SDK that the page itself loads. Waits for the page's `load` event when the tag has not run yet.
 *
 * @remarks Errors: `sdk-global-missing` (no such class on `window` once the page has loaded), `sdk-load-timeout`.
 */
export function fromGlobal(): SdkSource {
  const name = "The page's own SDK script";
  return {
    name,
    peek: windowModule,
    load: (request) => {
      const { window, document } = request.env;
      if (document.readyState === 'complete' || request.className in window) return Promise.resolve(windowModule(window));
      let stop!: () => void;
      const loaded = new Promise<SdkModule>((resolve) => {
        stop = listen(window, 'load', () => {
          stop();
          resolve(windowModule(window));
        });
      });
      return withTimeout(request, name, loaded, () => { stop(); return undefined; });
    },
  };
}

/** The SDK's UMD file puts its exports on `window` without a namespace. */
export function windowModule(window: Window): SdkModule {
  return window as unknown as SdkModule;
}
