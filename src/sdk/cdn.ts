/**
 * The SDK from Antom's CDN, through a script tag.
 */
import { listen, removeNode, type Environment } from '../environment';
import { CheckoutError } from '../errors';
import { redactUrl } from '../log';
import { pageRegistry } from '../registry';
import type { SdkSource } from '../types';
import { windowModule } from './global';
import type { SdkModule } from './shape';
import { classMissing, withTimeout } from './source';

/** The newest SDK version this library is tested with. */
export const SDK_VERSION = '1.47.2';

export interface CdnOptions {
  /** SDK version on Antom's CDN; each is immutable. Default: the newest that this library is tested with, 1.47.2. */
  version?: string | undefined;
  /** Another address, for example your own mirror. Takes precedence over `version`. */
  url?: string | undefined;
  /** Subresource Integrity. Pin `version` or `url` with it. */
  integrity?: string | undefined;
  /** CSP nonce for the script element. */
  nonce?: string | undefined;
  /** Default `anonymous` when `integrity` is given, else none. */
  crossOrigin?: 'anonymous' | 'use-credentials' | undefined;
  /** ms; default: the controller's `timeouts.sdk`. */
  timeout?: number | undefined;
}

/** Part of the page registry: loads under way, by URL, so that concurrent callers share one tag. */
export type PendingLoads = Record<string, PendingLoad | undefined>;

interface PendingLoad {
  readonly done: Promise<SdkModule>;
  /** Forgets the load and takes the tag away. If the script arrives after all, the global it defines is used. */
  readonly giveUp: () => void;
}

/**
 * Loads the SDK's UMD file from Antom's CDN. Concurrent callers, other copies of this library included, share one tag; a failed
 * load leaves no tag and the next call tries anew. A page that already has the SDK's global keeps it.
 *
 * @remarks Errors: `sdk-load-failed` (network, ad blocker, wrong URL, integrity), `sdk-offline`, `sdk-load-timeout`,
 * `sdk-global-missing` (the script ran without defining the class).
 */
export function fromCdn(options: CdnOptions = {}): SdkSource {
  const url = options.url ?? `https://sdk.marmot-cloud.com/package/ams-checkout/${options.version ?? SDK_VERSION}/dist/umd/ams-checkout.min.js`;
  const name = redactUrl(url);
  return {
    name,
    peek: windowModule,
    load: (request) => {
      const { env, className } = request;
      if (className in env.window) return Promise.resolve(windowModule(env.window));
      const loads = pageRegistry(env.window).loads;
      const load = (loads[url] ??= insert(env, className, url, options, loads));
      return withTimeout({ ...request, timeout: options.timeout ?? request.timeout }, name, load.done, load.giveUp);
    },
  };
}

function insert(env: Environment, className: string, url: string, options: CdnOptions, loads: PendingLoads): PendingLoad {
  const { window, document } = env;
  const script = createTag(document, url, options);
  const giveUp = (): void => {
    delete loads[url];
    removeNode(script);
  };
  const done = new Promise<SdkModule>((resolve, reject) => {
    const fail = (error: CheckoutError): void => {
      giveUp();
      reject(error);
    };
    const stop = [
      listen(script, 'load', () => {
        settle();
        delete loads[url];
        if (className in window) resolve(windowModule(window));
        else fail(classMissing(redactUrl(url), className));
      }),
      listen(script, 'error', () => {
        settle();
        fail(scriptError(window, url));
      }),
    ];
    const settle = (): void => { stop.forEach((remove) => { remove(); }); };
    document.head.appendChild(script);
  });
  return { done, giveUp };
}

function createTag(document: Document, url: string, options: CdnOptions): HTMLScriptElement {
  const script = document.createElement('script');
  script.async = true;
  if (options.integrity !== undefined) script.integrity = options.integrity;
  if (options.nonce !== undefined) script.nonce = options.nonce;
  // Without CORS the browser cannot check the integrity of a script from another origin.
  const crossOrigin = options.crossOrigin ?? (options.integrity === undefined ? undefined : 'anonymous');
  if (crossOrigin !== undefined) script.crossOrigin = crossOrigin;
  script.src = url;
  return script;
}

function scriptError(window: Window, url: string): CheckoutError {
  const details = { url: redactUrl(url) };
  if (!window.navigator.onLine) {
    return new CheckoutError('sdk-offline', 'The SDK could not be loaded because the browser is offline.', { details });
  }
  return new CheckoutError('sdk-load-failed', `The SDK's script could not be loaded from ${redactUrl(url)}.`, {
    details: { ...details, reason: 'unknown' },
  });
}
