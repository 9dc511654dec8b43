/**
 * One load of the SDK's script, from the first tag to the class: retries, who waits for it, and what is left when nobody does.
 */
import { removeNode } from '../../core/environment';
import type { CheckoutError, ErrorDetails } from '../../core/errors';
import { deferred } from '../../core/deferred';
import { add, each } from '../../core/list';
import { redactUrl } from '../../core/log';
import { createScope } from '../../core/scope';
import { shared } from '../../page/registry';
import { diagnose, isPassing, offline, refusedByTrustedTypes, takenOff } from './diagnose';
import { awaitArrival, isHere, keepPending, retire, type PendingTags } from './pending-tags';
import { absolute, awaitPageTag, mayRun } from './page-tag';
import { windowModule } from '../find-class';
import type { SdkLoadRequest, SdkModule } from '../types';
import { createTag, watchTag, type TagEnd, type TagOptions, type Trust } from './tag';

export interface LoadOptions extends TagOptions {
  /**
   * Further tries after a failure that may pass, about 0.5 s, 1 s, 2 s … later. Default 2. Each bypasses caches by a query
   * parameter, except with `integrity`.
   */
  retries?: number | undefined;
}

/** Shared by the copies of this library on the page. */
export interface LoadState {
  /** The load under way. */
  current: Load | null;
  readonly pending: PendingTags;
  /** Tags of the page's that brought nothing. */
  readonly dead: Element[];
  /** Addresses at which a tag failed: a broken answer may sit in a cache, so later ones bypass it. */
  readonly failed: Record<string, boolean | undefined>;
  readonly trust: Trust;
}

export function pageLoad(window: Window): LoadState {
  return shared(window, 'load', () => ({
    current: null,
    pending: { tags: [], waits: [], hidden: null },
    dead: [],
    failed: {},
    trust: { policy: null },
  }));
}

export interface Load {
  readonly url: string;
  readonly done: Promise<SdkModule>;
  /** One more waits, and is called for each try that fails from now on. */
  readonly join: (tryFailed: SdkLoadRequest['tryFailed']) => void;
  /** One of them waits no longer. Returns why nothing came, or what is known of it. */
  readonly leave: () => CheckoutError | ErrorDetails;
}

/** ms before the first further try; doubles with each. */
const BACKOFF = 500;

export function startLoad({ env, className }: SdkLoadRequest, url: string, options: LoadOptions, state: LoadState): Load {
  const { window, document } = env;
  const begun = env.elapsed();
  const scope = createScope();
  const reports: SdkLoadRequest['tryFailed'][] = [];
  let waiting = 0;
  let attempts = 0;
  let script: HTMLScriptElement | null = null;
  const done = deferred<SdkModule>();
  // Everybody may have given up.
  done.promise.catch(() => undefined);

  const facts = (): ErrorDetails => ({ url: redactUrl(url), attempts, elapsed: Math.round(env.elapsed() - begun) });
  const end = (): void => {
    state.current = null;
    scope.close();
  };
  const isThere = (): boolean => isHere(env, state.pending, className);
  const fail = (error: CheckoutError): void => {
    state.failed[url] = true;
    each(reports, (report) => {
      report?.(error);
    });
    if (isPassing(error) && attempts <= (options.retries ?? 2)) {
      scope.add(env.setTimer(insert, BACKOFF * Math.pow(2, attempts - 1) * (0.75 + Math.random() / 2)));
      return;
    }
    end();
    done.reject(error);
  };
  const insert = (): void => {
    if (isThere()) return;
    attempts += 1;
    let tag: HTMLScriptElement;
    try {
      tag = createTag(env, state.failed[url] && options.integrity === undefined ? bypassingCaches(url) : url, options, state.trust);
    } catch (thrown) {
      fail(refusedByTrustedTypes(facts(), thrown));
      return;
    }
    const ended = (how: TagEnd): void => {
      state.pending.hidden?.collect(className);
      retire(env, state.pending, tag);
      if (isThere()) return;
      const error = diagnose(env, how, tag, className, facts());
      removeNode(tag);
      // Unless it was given up.
      if (state.current !== load) return;
      script = null;
      fail(error);
    };
    script = tag;
    // Also after it was given up: a script that comes late is used.
    keepPending(env, state.pending, { tag, isAwaited: () => state.current === load, stop: watchTag(env, tag, ended) });
    try {
      document.head.appendChild(tag);
    } catch {
      // A page that watches over its head may refuse it.
      ended('failed');
    }
  };

  const load: Load = {
    url,
    done: done.promise,
    join: (tryFailed) => {
      waiting += 1;
      add(reports, tryFailed);
    },
    leave: () => {
      waiting -= 1;
      const removed = script !== null && script.parentNode === null;
      if (waiting === 0) {
        end();
        state.failed[url] = true;
        if (script) removeNode(script);
      }
      if (removed) return takenOff(facts());
      if (!window.navigator.onLine) return offline(facts());
      return script ? { ...facts(), reason: mayRun(script) ? 'stalled' : 'parked' } : facts();
    },
  };
  state.current = load;
  const arrived = (): void => {
    end();
    done.resolve(windowModule(window));
  };
  const address = absolute(document, url);
  scope.add(awaitArrival(env, state.pending, { arrived, address }));
  const stop = awaitPageTag(env, address, state, insert);
  if (stop) scope.add(stop);
  else insert();
  return load;
}

function bypassingCaches(url: string): string {
  const address = url.replace(/#.*/, '');
  const joint = address.indexOf('?') < 0 ? '?' : '&';
  return `${address}${joint}antom-checkout-retry=${Date.now().toString(36)}${url.slice(address.length)}`;
}
