/**
 * Where the SDK comes from, with fallback order: each source in turn, each failure kept.
 */
import { CheckoutError, isCheckoutError, type ErrorDetails } from '../core/errors';
import type { Environment } from '../core/environment';
import { add, each, last, map, some } from '../core/list';
import { describeThrown, type Log } from '../core/log';
import { createScope } from '../core/scope';
import type { SdkSource } from '../types';
import { pageLoad } from './script/load';
import { awaitArrival, neutraliseAll, isHere, watchPage } from './script/pending-tags';
import { findClass, windowModule } from './find-class';
import type { SdkClass, SdkLoadRequest, SdkModule } from './types';

export interface SdkLoader {
  /** The class if it is at hand; costs no task. */
  peek(className: string): SdkClass | null;
  /**
   * Asks the sources in order; concurrent callers of a class share one load, and a call after a failure starts again from the first.
   * Rejects with the last source's CheckoutError; with several sources, `details.sources` has each one's.
   */
  load(className: string): Promise<SdkClass>;
}

export function createLoader(env: Environment, sources: readonly SdkSource[], timeout: number, log: Log = () => undefined): SdkLoader {
  const { pending: tags } = pageLoad(env.window);
  const pending = Object.create(null) as Record<string, Promise<SdkClass> | undefined>;
  /** A script that was given up may come after another source has delivered: one page, one SDK. */
  const delivered = Object.create(null) as Record<string, SdkClass | undefined>;

  const peek = (className: string): SdkClass | null => {
    let found = delivered[className] ?? null;
    each(sources, (source) => {
      try {
        found ??= findClass(source.peek(env.window), className);
      } catch {
        // A source of the merchant's own; what is wrong with it shows when it is asked to load.
      }
    });
    return found;
  };

  const start = (className: string): Promise<SdkClass> =>
    new Promise((resolve, reject) => {
      const failures: CheckoutError[] = [];
      const scope = createScope();
      let over = false;
      let source: SdkSource | undefined;
      let begun = 0;
      let attempts = 0;

      const facts = (): Record<string, unknown> => ({ source: source?.name, attempts, ms: Math.round(env.elapsed() - begun) });
      const end = (): void => {
        over = true;
        scope.close();
      };
      const deliver = (found: SdkClass): void => {
        if (over) return;
        end();
        delivered[className] = found;
        if (source) log('info', 'sdk.loaded', facts());
        resolve(found);
        // From a module, it is not on the page: what others wait for goes on.
        if (!isHere(env, tags, className)) neutraliseAll(env, tags, false);
      };
      /** By whichever tag it came, and for whichever source: what an earlier one was given up for may come while a later one is asked. */
      const look = (): void => {
        const found = peek(className);
        if (found) deliver(found);
      };
      const ask = (): void => {
        look();
        if (over) return;
        source = sources[failures.length];
        if (!source) {
          end();
          reject(summary(sources, failures));
          return;
        }
        const { name } = source;
        begun = env.elapsed();
        attempts = 1;
        log('debug', 'sdk.loading', { source: name });
        const tryFailed = ({ code, details }: CheckoutError): void => {
          attempts += 1;
          log('warn', 'sdk.try-failed', { source: name, code, ...details });
        };
        loadFrom(source, { env, className, timeout, tryFailed }).then(deliver, (thrown: unknown) => {
          if (over) return;
          const error = isCheckoutError(thrown) ? thrown : loadFailed(name, thrown);
          add(failures, error);
          log('warn', 'sdk.load-failed', { ...facts(), code: error.code, ...error.details });
          ask();
        });
      };

      scope.add(awaitArrival(env, tags, { arrived: look }));
      if (some(sources, (one) => one.peek === windowModule)) scope.add(watchPage(env, tags, className, look));
      ask();
    });

  return {
    peek,
    load: (className) => {
      const current = pending[className];
      if (current) return current;
      const clear = (): void => {
        pending[className] = undefined;
      };
      const started = start(className);
      pending[className] = started;
      started.then(clear, clear);
      return started;
    },
  };
}

function loadFrom(source: SdkSource, request: SdkLoadRequest): Promise<SdkClass> {
  // Through a promise, so that a source that throws is treated like one that rejects.
  return new Promise<SdkModule>((resolve) => {
    resolve(source.load(request));
  }).then((module) => {
    const found = findClass(module, request.className);
    if (found) return found;
    throw classMissing(source.name, request.className);
  });
}

export function loadFailed(source: string, cause: unknown): CheckoutError {
  return new CheckoutError('sdk-load-failed', `${source} could not be loaded: ${describeThrown(cause)}`, {
    cause,
    details: { source, reason: 'unknown' },
  });
}

function summary(sources: readonly SdkSource[], failures: readonly CheckoutError[]): CheckoutError {
  const final = last(failures) ?? new CheckoutError('invalid-options', 'There is no source for the SDK.');
  if (failures.length < 2) return final;
  return new CheckoutError(final.code, final.message, {
    cause: final,
    details: {
      ...final.details,
      sources: map(failures, (failure, i) => ({
        source: sources[i]?.name,
        code: failure.code,
        message: failure.message,
        details: failure.details,
      })),
    },
  });
}

/**
 * Rejects with `sdk-load-timeout` when `work` takes longer than the request allows.
 *
 * @param giveUp makes way for the next call; answers what else is known, or with an error that says more than the timeout
 */
export function withTimeout<T>(
  request: SdkLoadRequest,
  source: string,
  work: Promise<T>,
  giveUp: () => CheckoutError | ErrorDetails | undefined = () => undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = request.env.setTimer(() => {
      const known = giveUp();
      reject(
        isCheckoutError(known)
          ? known
          : new CheckoutError('sdk-load-timeout', `${source} did not load within ${String(request.timeout)} ms.`, {
              details: { source, timeout: request.timeout, ...known },
            }),
      );
    }, request.timeout);
    work.then(
      (value) => {
        cancel();
        resolve(value);
      },
      (thrown: unknown) => {
        cancel();
        reject(thrown);
      },
    );
  });
}

export function classMissing(source: string, className: string): CheckoutError {
  return new CheckoutError('sdk-global-missing', `${source} loaded, but it has no ${className}.`, { details: { source, className } });
}
