/**
 * The SDK from Antom's CDN, through a script tag: one load per page, which all callers share.
 */
import { checker, isDuration, isId, isOneOf, report } from '../../core/validate';
import type { Environment } from '../../core/environment';
import type { CheckoutError, ErrorDetails } from '../../core/errors';
import { some } from '../../core/list';
import { redactUrl } from '../../core/log';
import type { SdkSource } from '../../types';
import { pageLoad, startLoad, type Load, type LoadOptions } from '../script/load';
import { windowModule } from '../find-class';
import type { SdkModule } from '../types';
import { withTimeout } from '../loader';
import { corsOf } from '../script/tag';

/** The newest SDK version this library is tested with. */
export const SDK_VERSION = '1.47.2';

export interface CdnOptions extends LoadOptions {
  /** SDK version on Antom's CDN; each is immutable. Default: the newest that this library is tested with, 1.47.2. */
  version?: string | undefined;
  /** Another address, for example your own mirror. Takes precedence over `version`. */
  url?: string | undefined;
  /** For all tries together, in ms; default: the controller's `timeouts.sdk`. */
  timeout?: number | undefined;
}

/**
 * Loads the SDK's UMD file from Antom's CDN. There is one load per page at a time, which all callers share, other copies of this
 * library and the page's own tag included; a failed load leaves no tag, and the next call tries again. A page that already has the SDK
 * keeps it, whatever its version: two on one page would share element ids and events.
 *
 * `define` and `exports` of the page are hidden from the SDK's script, so it works beside RequireJS; also from one that a consent manager
 * has made in place of ours. The class counts, by whichever tag it comes.
 *
 * @throws CheckoutError `invalid-options`
 * @remarks Errors of the load: `sdk-blocked-by-csp`, `sdk-offline`, `sdk-load-failed` (`details.reason`), `sdk-load-timeout`, `sdk-global-missing`
 * (the script ran without defining the class), each with `details.attempts`, `elapsed` (ms) and `url` (without its query).
 */
export function fromCdn(given?: CdnOptions): SdkSource {
  const options = checked(given);
  const url =
    options.url ?? `https://sdk.marmot-cloud.com/package/ams-checkout/${options.version ?? SDK_VERSION}/dist/umd/ams-checkout.min.js`;
  return {
    name: redactUrl(url),
    peek: windowModule,
    preconnect: (env) => {
      preconnect(env, url, options);
    },
    load: (request) => {
      const { window } = request.env;
      const state = pageLoad(window);
      let joined: Load | null = null;
      let over = false;
      const wanted = (): Promise<SdkModule> => {
        if (over) return Promise.resolve(windowModule(window));
        const load = state.current ?? startLoad(request, url, options, state);
        joined = load;
        load.join(request.tryFailed);
        // Another version is on its way: it is used, if it comes.
        return load.url === url ? load.done : load.done.catch(wanted);
      };
      const giveUp = (): CheckoutError | ErrorDetails | undefined => {
        over = true;
        return joined?.leave();
      };
      return withTimeout({ ...request, timeout: options.timeout ?? request.timeout }, redactUrl(url), wanted(), giveUp);
    },
  };
}

function checked(given: CdnOptions | undefined): CdnOptions {
  const check = checker(given, 'options');
  const text = (name: string): string | undefined => check(name, isId, 'a string that is not empty') as string | undefined;
  const options: CdnOptions = {
    version: text('version'),
    url: text('url'),
    integrity: text('integrity'),
    nonce: text('nonce'),
    crossOrigin: check(
      'crossOrigin',
      isOneOf('anonymous', 'use-credentials'),
      '"anonymous" or "use-credentials"',
    ) as CdnOptions['crossOrigin'],
    timeout: check('timeout', isDuration, 'a number of ms above 0') as number | undefined,
    retries: check('retries', isCount, 'a whole number from 0 to 10') as number | undefined,
  };
  report('fromCdn()', check.faults);
  return options;
}

const isCount = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 10 && value % 1 === 0;

/** Opens the connection before the SDK is asked for. */
function preconnect({ window, document }: Environment, url: string, options: CdnOptions): void {
  const origin = /^https?:\/\/[^/?#]+/.exec(url)?.[0];
  // A connection with CORS is another one.
  const cors = corsOf(options);
  const isThere = (link: Element): boolean => link.getAttribute('href') === origin && link.getAttribute('crossorigin') === (cors ?? null);
  if (origin === undefined || origin === window.location.origin || some(document.querySelectorAll('link[rel=preconnect]'), isThere)) return;
  const link = document.createElement('link');
  link.rel = 'preconnect';
  link.href = origin;
  if (cors !== undefined) link.crossOrigin = cors;
  document.head.appendChild(link);
}
