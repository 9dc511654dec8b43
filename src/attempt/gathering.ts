/**
 * What an attempt needs before it can open: the SDK's class and instance, the session, and the page to itself. They come in whatever order.
 */
import type { Scope } from '../core/scope';
import { notifyLock, stillAtWork } from '../page/lock';
import { buildInstance, ensureInstance, type BuiltInstance } from '../sdk/instance';
import { driverFor, firstClass, onlyDriver } from '../sdk/products';
import type { Driver } from '../sdk/driver';
import type { SdkClass } from '../sdk/types';
import type { CachedSession } from '../session/cache';
import { describeSession } from '../session/describe';
import type { PaymentSession } from '../types';
import type { AttemptContext } from './context';

export interface GatheringParts {
  readonly order: string;
  /** Until the outcome. */
  readonly scope: Scope;
  /** The attempt still waits for what is gathered. */
  readonly isPreparing: () => boolean;
  readonly enter: (phase: 'preparing' | 'creating-session') => void;
  readonly fail: (thrown: unknown) => void;
  /** All is there. `build` makes or finds the SDK's instance, for those parameters. */
  readonly ready: (driver: Driver, session: CachedSession, build: (params: Readonly<Record<string, unknown>>) => BuiltInstance) => void;
}

export interface Gathering {
  /** Begins with the SDK alone, so that its download and fingerprinting hide what else is asked for meanwhile. */
  readonly load: () => void;
  /** The session too: the merchant's, else the order's own. */
  readonly proceed: (session: PaymentSession | string | undefined) => void;
  /** Once more, with that session. */
  readonly again: (session: CachedSession) => void;
  readonly session: () => CachedSession | null;
  /** Built for the page, whether or not it was opened. */
  readonly instance: () => BuiltInstance | null;
}

export function createGathering(context: AttemptContext, parts: GatheringParts): Gathering {
  const { env, lock, drivers, loader, cache, config, componentTimeout } = context;
  const { order, scope, isPreparing, enter, fail } = parts;
  /** Known with the session, where the controller opens several products. */
  let driver = onlyDriver(drivers);
  let instance: BuiltInstance | null = null;
  let session: CachedSession | null = null;
  /** The class that is being loaded. */
  let loading: string | null = null;
  let waitsForLock = false;

  const className = (): string => driver?.className ?? firstClass(drivers);
  const findClass = (): SdkClass | null => loader.peek(className());

  const load = (): void => {
    const wanted = className();
    if (findClass() || loading === wanted) return;
    loading = wanted;
    loader.load(wanted).then(
      () => {
        loading = null;
        step();
      },
      (thrown: unknown) => {
        loading = null;
        // While an earlier payment is asked about nothing is lost yet.
        if (isPreparing()) fail(thrown);
      },
    );
  };

  /** Goes as far as it can; called again whenever something that was missing has come. */
  const step = (): void => {
    if (!isPreparing()) return;
    try {
      advance();
    } catch (thrown) {
      fail(thrown);
    }
  };

  const advance = (): void => {
    if (session) driver = driverFor(drivers, describeSession(session.session));
    const sdkClass = findClass();
    if (!sdkClass) {
      enter('preparing');
      load();
      return;
    }
    if (lock.cooldown) {
      enter('preparing');
      awaitLock(lock.cooldown);
      return;
    }
    // Of another class where the session that came instead is for another product.
    if (instance?.sdkClass !== sdkClass) instance = null;
    if (driver?.lifetime(sdkClass) === 'page' && !instance) {
      instance = ensureInstance(env, context.instances, driver, sdkClass, config);
      notifyLock(lock);
    }
    if (session && driver) {
      const chosen = driver;
      parts.ready(chosen, session, (params) => instance ?? buildInstance(env, chosen, sdkClass, config, params));
    } else {
      enter('creating-session');
    }
  };

  const awaitLock = (cooldown: Promise<void>): void => {
    if (!waitsForLock) {
      waitsForLock = true;
      const cancel = scope.add(
        env.setTimer(() => {
          /* v8 ignore else -- where one cooldown has followed another, the first one's timer finds the attempt open */
          if (lock.cooldown && isPreparing()) fail(stillAtWork());
        }, componentTimeout),
      );
      void cooldown.then(() => {
        if (lock.cooldown) return;
        waitsForLock = false;
        cancel();
      });
    }
    void cooldown.then(step);
  };

  return {
    load,
    proceed: (given) => {
      // A load that failed while an earlier payment was asked about is tried once more.
      load();
      try {
        session = given === undefined ? cache.peek(order) : cache.accept(order, given);
      } catch (thrown) {
        fail(thrown);
        return;
      }
      if (!session) {
        cache.get(order).then((found) => {
          session = found;
          step();
        }, fail);
      }
      step();
    },
    again: (renewed) => {
      session = renewed;
      instance = null;
      step();
    },
    session: () => session,
    instance: () => instance,
  };
}
