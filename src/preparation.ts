/**
 * Gets the SDK ready before the buyer pays, so that pay() opens the cashier within the click.
 */
import type { AttemptContext } from './attempt/context';
import { first } from './core/list';
import { describeThrown } from './core/log';
import type { ResolvedOptions } from './options';
import { whenIdle } from './page/idle';
import { isLockFree, untilLock } from './page/lock';
import { ensureInstance, findInstance } from './sdk/instance';
import { firstClass, onlyDriver } from './sdk/products';
import type { InlineInstance, SdkClass } from './sdk/types';

/** Loads the class and builds the page's instance. @param alive throws when nobody needs it any more */
export function prepareInstance(
  { env, drivers, loader, lock, instances, config, componentTimeout }: AttemptContext,
  alive: () => void,
): Promise<void> {
  const driver = onlyDriver(drivers);
  const className = firstClass(drivers);
  const found = loader.peek(className);
  return (found ? Promise.resolve(found) : loader.load(className)).then((sdkClass) => {
    // Of several products the session chooses, and what is built for one attempt only costs nothing.
    if (driver?.lifetime(sdkClass) !== 'page') return undefined;
    return untilLock(env, lock, componentTimeout, (free) => {
      alive();
      // A new instance cuts off the callbacks of one that is in use: see sdk/instance.ts.
      if (free) ensureInstance(env, instances, driver, sdkClass, config);
      return findInstance(instances, sdkClass, config) !== null;
    });
  });
}

/** What the SDK says of a payment method on this device; false where it cannot be asked without harm to an open payment. */
export function canMakePayment(services: AttemptContext, method: string, alive: () => void): Promise<boolean> {
  const { env, drivers, loader, lock, instances, config } = services;
  const className = firstClass(drivers);
  return loader.load(className).then(() => {
    alive();
    const driver = first(drivers, (one) => {
      const sdkClass = loader.peek(one.className);
      return sdkClass !== null && one.lifetime(sdkClass) === 'page';
    });
    if (!driver) return false;
    const sdkClass = loader.peek(driver.className) as SdkClass;
    const found = findInstance(instances, sdkClass, config);
    if (!found && !isLockFree(lock)) return false;
    const { api } = found ?? ensureInstance(env, instances, driver, sdkClass, config);
    // A promise in 1.47.2 and 1.12.0.
    return Promise.resolve((api as InlineInstance).canMakePayments(method)).then((can) => can === true);
  });
}

/** prepareInstance() when the page is idle, as far as the option `prepare` asks for it. Returns what ends the wait. */
export function prepareWhenIdle(services: AttemptContext, prepare: ResolvedOptions['prepare'], alive: () => void): () => void {
  const { env, drivers, loader, log } = services;
  if (prepare === 'manual') return () => undefined;
  return whenIdle(env, () => {
    const work = prepare === 'script' ? loader.load(firstClass(drivers)) : prepareInstance(services, alive);
    // pay() tries again and reports it then.
    work.catch((thrown: unknown) => {
      log('warn', 'prepare.failed', { message: describeThrown(thrown) });
    });
  });
}
