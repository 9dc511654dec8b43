/**
 * The SDK from Antom's CDN, through a script tag: one load per page, with retries.
 */
import { checker, isDuration, isId, isOneOf, report } from '../check';
import { listen, listOf, removeNode, type Environment } from '../environment';
import { CheckoutError, type ErrorDetails } from '../errors';
import { redactUrl } from '../log';
import { pageRegistry } from '../registry';
import type { SdkSource } from '../types';
import { blame, isPassing, refusedByTrustedTypes } from './blame';
import { windowModule } from './global';
import { disarmAll, keepLive, retire, type LiveTags } from './live';
import { findClass, type SdkLoadRequest, type SdkModule } from './shape';
import { withTimeout } from './source';
import { corsOf, createTag, watchTag, type TagEnd, type TagOptions, type Trust } from './tag';

/** The newest SDK version this library is tested with. */
export const SDK_VERSION = '1.47.2';

export interface CdnOptions extends TagOptions {
  /** SDK version on Antom's CDN; each is immutable. Default: the newest that this library is tested with, 1.47.2. */
  version?: string | undefined;
  /** Another address, for example your own mirror. Takes precedence over `version`. */
  url?: string | undefined;
  /** For all tries together, in ms; default: the controller's `timeouts.sdk`. */
  timeout?: number | undefined;
  /**
   * Further tries after a failure that may pass, about 0.5 s, 1 s, 2 s … later. Default 2. Each bypasses caches by a query
   * parameter, except with `integrity`.
   */
  retries?: number | undefined;
}

/** Part of the page registry: what all copies of this library on the page share. */
export interface LoadState {
  /** The load under way. */
  current: Load | null;
  readonly live: LiveTags;
  /** Tags of the page's that brought nothing. */
  readonly dead: Element[];
  /** Addresses at which a tag failed: a broken answer may sit in a cache, so later ones bypass it. */
  readonly failed: Record<string, boolean | undefined>;
  readonly trust: Trust;
}

interface Load {
  readonly url: string;
  readonly done: Promise<SdkModule>;
  /** The class is there, by whichever tag. */
  readonly arrived: () => void;
  /** One more waits. */
  readonly join: () => void;
  /** One of them waits no longer. Returns why nothing came, or what is known of it. */
  readonly leave: () => CheckoutError | ErrorDetails;
}

/**
 * Loads the SDK's UMD file from Antom's CDN. There is one load per page at a time, which all callers share, other copies of this
 * library and the page's own tag included; a failed load leaves no tag, and the next call tries anew. A page that already has the SDK
 * keeps it, whatever its version: two on one page would share element ids and events.
 *
 * `define` and `exports` of the page are hidden from the SDK's script, so it works beside RequireJS.
 *
 * @throws CheckoutError `invalid-options`
 * @remarks Errors of the load: `sdk-blocked-by-csp`, `sdk-offline`, `sdk-load-failed` (`details.reason`), `sdk-load-timeout`, `sdk-global-missing`
 * (the script ran without defining the class), each with `details.attempts`, `elapsed` (ms) and `url` (without its query).
 */
export function fromCdn(given?: CdnOptions): SdkSource {
  const options = checked(given);
  const url = options.url ?? `https://sdk.marmot-cloud.com/package/ams-checkout/${options.version ?? SDK_VERSION}/dist/umd/ams-checkout.min.js`;
  return {
    name: redactUrl(url),
    peek: windowModule,
    preconnect: (env) => { preconnect(env, url, options); },
    load: (request) => {
      const { env, className } = request;
      const state = pageRegistry(env.window).load;
      let joined: Load | null = null;
      let over = false;
      const wanted = (): Promise<SdkModule> => {
        if (over || findClass(env.window, className)) return Promise.resolve(windowModule(env.window));
        const load = state.current ?? startLoad(request, url, options, state);
        joined = load;
        load.join();
        // Another version is on its way: it is used, if it comes.
        return load.url === url ? load.done : load.done.catch(wanted);
      };
      const giveUp = (): CheckoutError | ErrorDetails | undefined => {
        over = true;
        return joined?.leave();
      };
      return withTimeout({ ...request, timeout: options.timeout ?? request.timeout }, redactUrl(url), wanted(), giveUp).catch((thrown: unknown) => {
        // By whatever way it came.
        if (findClass(env.window, className)) return windowModule(env.window);
        throw thrown;
      });
    },
  };
}

function checked(given: CdnOptions | undefined): CdnOptions {
  const check = checker(given, 'options');
  const text = (name: string): string | undefined => check(name, isId, 'a text that is not empty') as string | undefined;
  const options: CdnOptions = {
    version: text('version'),
    url: text('url'),
    integrity: text('integrity'),
    nonce: text('nonce'),
    crossOrigin: check('crossOrigin', isOneOf('anonymous', 'use-credentials'), '"anonymous" or "use-credentials"') as CdnOptions['crossOrigin'],
    timeout: check('timeout', isDuration, 'a number of ms above 0') as number | undefined,
    retries: check('retries', isCount, 'a whole number from 0 to 10') as number | undefined,
  };
  report('fromCdn()', check.faults);
  return options;
}

const isCount = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 10 && value % 1 === 0;

/** ms before the first further try; doubles with each. */
const BACKOFF = 500;
/** How long a tag of the page's own is waited for where nothing tells whether it is still loading (ms). */
const GRACE = 3000;

function startLoad({ env, className }: SdkLoadRequest, url: string, options: CdnOptions, state: LoadState): Load {
  const { window, document } = env;
  const begun = env.elapsed();
  const stops: (() => void)[] = [];
  let waiting = 0;
  let attempts = 0;
  let script: HTMLScriptElement | null = null;
  let resolve!: (module: SdkModule) => void;
  let reject!: (error: CheckoutError) => void;
  const done = new Promise<SdkModule>((onResolve, onReject) => { resolve = onResolve; reject = onReject; });
  // Everybody may have given up.
  done.catch(() => undefined);

  const facts = (): ErrorDetails => ({ url: redactUrl(url), attempts, elapsed: Math.round(env.elapsed() - begun) });
  const end = (): void => {
    state.current = null;
    stops.splice(0).forEach((stop) => { stop(); });
  };
  /** True when the class is there, by whichever tag. */
  const isHere = (): boolean => {
    if (!findClass(window, className)) return false;
    disarmAll(env, state.live);
    state.current?.arrived();
    return true;
  };
  const fail = (error: CheckoutError): void => {
    state.failed[url] = true;
    if (isPassing(error) && attempts <= (options.retries ?? 2)) {
      stops.push(env.setTimer(insert, BACKOFF * Math.pow(2, attempts - 1) * (0.75 + Math.random() / 2)));
      return;
    }
    end();
    reject(error);
  };
  const insert = (): void => {
    if (isHere()) return;
    attempts += 1;
    let tag: HTMLScriptElement;
    try {
      tag = createTag(env, state.failed[url] && options.integrity === undefined ? bypassingCaches(url) : url, options, state.trust);
    } catch (thrown) {
      fail(refusedByTrustedTypes(facts(), thrown));
      return;
    }
    const ended = (how: TagEnd): void => {
      state.live.veil?.collect(className);
      retire(state.live, tag);
      if (isHere()) return;
      const error = blame(env, how, tag, className, facts());
      removeNode(tag);
      // Unless it was given up.
      if (state.current !== load) return;
      script = null;
      fail(error);
    };
    script = tag;
    // Also after it was given up: a script that comes late is used.
    keepLive(env, state.live, tag, watchTag(env, tag, ended));
    try {
      document.head.appendChild(tag);
    } catch {
      // A page that watches over its head may refuse it.
      ended('failed');
    }
  };

  const load: Load = {
    url,
    done,
    arrived: () => {
      end();
      resolve(windowModule(window));
    },
    join: () => { waiting += 1; },
    leave: () => {
      waiting -= 1;
      if (waiting > 0 || state.current !== load) return facts();
      end();
      state.failed[url] = true;
      const removed = script !== null && script.parentNode === null;
      if (script) removeNode(script);
      return removed
        ? new CheckoutError('sdk-load-failed', 'The tag of the SDK was taken off the page.', { details: { ...facts(), reason: 'removed' } })
        : facts();
    },
  };
  state.current = load;
  const theirs = findTag(document, url, state);
  if (theirs) {
    let passed = false;
    const passBy = (): void => {
      if (passed || isHere()) return;
      passed = true;
      state.dead.push(theirs);
      insert();
    };
    // Watched to the end: it may come after ours was added, and then ours must not run.
    stops.push(watchTag(env, theirs, () => { if (!isHere()) passBy(); }), untilSurelyOver(env, theirs, passBy));
  } else {
    insert();
  }
  return load;
}

/** A tag for the SDK that the page itself has, and that may still bring it. */
function findTag(document: Document, url: string, { live, dead }: LoadState): HTMLScriptElement | undefined {
  const anchor = document.createElement('a');
  anchor.href = url;
  return (listOf(document.querySelectorAll('script[src]')) as HTMLScriptElement[]).filter((tag) =>
    // In an SVG it is no text.
    typeof tag.src === 'string'
      && (tag.src === anchor.href || /\/ams-checkout(\.min)?\.js$/.test(redactUrl(tag.src)))
      && !live.tags.some((entry) => entry.tag === tag)
      && dead.indexOf(tag) < 0)[0];
}

/** Calls `over` when a tag of the page's must have run or failed. */
function untilSurelyOver(env: Environment, tag: HTMLScriptElement, over: () => void): () => void {
  const { window, document } = env;
  const isFetched = (): boolean => typeof window.performance.getEntriesByName === 'function'
    && (window.performance.getEntriesByName(tag.src) as PerformanceResourceTiming[]).some(({ initiatorType }) => initiatorType === 'script');
  let cancel: () => void = () => undefined;
  const wait = (ms: number): void => {
    cancel = env.setTimer(() => {
      // Until the page has loaded, a script that has not come yet is on its way, or waits for its turn.
      if (document.readyState === 'complete' || isFetched()) over();
      else wait(GRACE);
    }, ms);
  };
  wait(document.readyState === 'complete' && isFetched() ? 0 : GRACE);
  // A page's load event waits for its scripts.
  const stop = document.readyState === 'complete' ? () => undefined : listen(window, 'load', over);
  return () => {
    cancel();
    stop();
  };
}

function bypassingCaches(url: string): string {
  const [address = '', fragment] = url.split('#');
  const joint = address.indexOf('?') < 0 ? '?' : '&';
  return `${address}${joint}antom-checkout-retry=${Date.now().toString(36)}${fragment === undefined ? '' : `#${fragment}`}`;
}

/** Opens the connection before the SDK is asked for. */
function preconnect({ window, document }: Environment, url: string, options: CdnOptions): void {
  const origin = /^https?:\/\/[^/?#]+/.exec(url)?.[0];
  if (origin === undefined || origin === window.location.origin || listOf(document.querySelectorAll('link[rel=preconnect]')).some((link) => link.getAttribute('href') === origin)) return;
  const link = document.createElement('link');
  link.rel = 'preconnect';
  link.href = origin;
  // A connection with CORS is another one.
  const cors = corsOf(options);
  if (cors !== undefined) link.crossOrigin = cors;
  document.head.appendChild(link);
}
