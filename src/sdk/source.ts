/**
 * Where the SDK comes from, with fallback order: each source in turn, each failure kept.
 */
import { CheckoutError, isCheckoutError, type ErrorDetails } from '../errors';
import { describeThrown } from '../log';
import type { Environment } from '../environment';
import { pageRegistry } from '../registry';
import type { SdkSource } from '../types';
import { disarmAll, isHere, onArrival } from './live';
import { findClass, type SdkClass, type SdkLoadRequest, type SdkModule } from './shape';

export interface SdkLoader {
  /** The SDK's class if it is at hand; costs no task. */
  peek(): SdkClass | null;
  /**
   * Asks the sources in order; concurrent callers share one load, and a call after a failure starts again from the first.
   * Rejects with the last source's CheckoutError; with several sources, `details.sources` has each one's.
   */
  load(): Promise<SdkClass>;
}

export function createLoader(env: Environment, sources: readonly SdkSource[], className: string, timeout: number): SdkLoader {
  let pending: Promise<SdkClass> | null = null;
  /** A script that was given up may come after another source has delivered: one page, one SDK. */
  let delivered: SdkClass | null = null;

  const look = (source: SdkSource): SdkClass | null => {
    try {
      return findClass(source.peek(env.window), className);
    } catch {
      // A source of the merchant's own; what is wrong with it shows when it is asked to load.
      return null;
    }
  };

  const peek = (): SdkClass | null => delivered ?? sources.reduce<SdkClass | null>((found, source) => found ?? look(source), null);

  const ask = (index: number, failures: readonly CheckoutError[]): Promise<SdkClass> => {
    // What an earlier source was given up for may have come meanwhile.
    const found = peek();
    if (found) return Promise.resolve(found);
    const source = sources[index];
    if (!source) return Promise.reject(summary(sources, failures));
    return loadFrom(source, { env, className, timeout }).catch((thrown: unknown) =>
      ask(index + 1, failures.concat(isCheckoutError(thrown) ? thrown : loadFailed(source.name, thrown))));
  };

  return {
    peek,
    load: () => {
      if (!pending) {
        const { live } = pageRegistry(env.window).load;
        let stop!: () => void;
        const clear = (): void => {
          stop();
          pending = null;
        };
        pending = new Promise((resolve, reject) => {
          // A script that was given up may come while a later source is asked.
          stop = onArrival(live, () => {
            const found = peek();
            if (found) resolve(found);
          });
          ask(0, []).then(resolve, reject);
        });
        pending.then((found) => {
          delivered = found;
          clear();
          // From a module, it is not on the page: what others wait for goes on.
          if (!isHere(env, live, className)) disarmAll(env, live, false);
        }, clear);
      }
      return pending;
    },
  };
}

function loadFrom(source: SdkSource, request: SdkLoadRequest): Promise<SdkClass> {
  // Through a promise, so that a source that throws is treated like one that rejects.
  return new Promise<SdkModule>((resolve) => { resolve(source.load(request)); }).then((module) => {
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
  const last = failures[failures.length - 1] ?? new CheckoutError('invalid-options', 'There is no source for the SDK.');
  if (failures.length < 2) return last;
  return new CheckoutError(last.code, last.message, {
    cause: last,
    details: { ...last.details, sources: failures.map((failure, i) => ({ source: sources[i]?.name, code: failure.code, message: failure.message, details: failure.details })) },
  });
}

/**
 * Rejects with `sdk-load-timeout` when `work` takes longer than the request allows.
 *
 * @param giveUp makes way for the next call; answers what else is known, or with an error that says more than the timeout
 */
export function withTimeout<T>(request: SdkLoadRequest, source: string, work: Promise<T>, giveUp: () => CheckoutError | ErrorDetails | undefined = () => undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = request.env.setTimer(() => {
      const known = giveUp();
      reject(isCheckoutError(known) ? known : new CheckoutError('sdk-load-timeout', `${source} did not load within ${String(request.timeout)} ms.`, {
        details: { source, timeout: request.timeout, ...known },
      }));
    }, request.timeout);
    work.then(
      (value) => { cancel(); resolve(value); },
      (thrown: unknown) => { cancel(); reject(thrown); },
    );
  });
}

export function classMissing(source: string, className: string): CheckoutError {
  return new CheckoutError('sdk-global-missing', `${source} loaded, but it has no ${className}.`, { details: { source, className } });
}
