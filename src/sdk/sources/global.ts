/**
 * The SDK from a script tag that the page already has.
 */
import { listen } from '../../core/environment';
import { createScope } from '../../core/scope';
import type { SdkSource } from '../../types';
import { pageLoad } from '../script/load';
import { awaitArrival } from '../script/pending-tags';
import { awaitPageTag } from '../script/page-tag';
import { windowModule } from '../find-class';
import type { SdkModule } from '../types';
import { withTimeout } from '../loader';

/**
 * Uses the SDK that the page itself loads, as soon as its class is on `window`. Meanwhile `define` and `exports` of the page are hidden from
 * a script with the SDK's file name. When the page's `load` event has come and the SDK has not, a tag that is still loading is waited for.
 *
 * @remarks Errors: `sdk-global-missing` (no such class on `window` once the page has loaded), `sdk-load-timeout`.
 */
export function fromGlobal(): SdkSource {
  const name = "The page's own SDK script";
  return {
    name,
    peek: windowModule,
    load: (request) => {
      const { env } = request;
      const { window, document } = env;
      const state = pageLoad(window);
      const scope = createScope();
      const loaded = new Promise<SdkModule>((resolve) => {
        const finish = (): void => {
          scope.close();
          resolve(windowModule(window));
        };
        const pageLoaded = (): void => {
          const stop = awaitPageTag(env, '', state, pageLoaded);
          if (stop) scope.add(stop);
          else finish();
        };
        scope.add(awaitArrival(env, state.pending, { arrived: finish, address: '' }));
        if (document.readyState === 'complete') pageLoaded();
        else scope.add(listen(window, 'load', pageLoaded));
      });
      return withTimeout(request, name, loaded, () => {
        scope.close();
        return undefined;
      });
    },
  };
}
