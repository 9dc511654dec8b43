/**
 * Gets the SDK ready before the buyer pays, so that pay() opens the cashier within the click.
 */
import type { AttemptContext } from './attempt/context';
import { describeThrown } from './core/log';
import type { ResolvedOptions } from './options';
import { whenIdle } from './page/idle';
import { untilLock } from './page/lock';
import { ensureInstance, findInstance } from './sdk/instance';

/** Loads the class and builds the page's instance. @param alive throws when nobody needs it any more */
export function prepareInstance(
  { env, driver, loader, lock, instances, config, componentTimeout }: AttemptContext,
  alive: () => void,
): Promise<void> {
  const found = loader.peek(driver.className);
  return (found ? Promise.resolve(found) : loader.load(driver.className)).then((sdkClass) =>
    untilLock(env, lock, componentTimeout, (free) => {
      alive();
      // A new instance cuts off the callbacks of one that is in use: see sdk/instance.ts.
      if (free) ensureInstance(env, instances, driver, sdkClass, config);
      return findInstance(instances, sdkClass, config) !== null;
    }),
  );
}

/** The same when the page is idle, as far as the option `prepare` asks for it. Returns what ends the wait. */
export function prepareWhenIdle(services: AttemptContext, prepare: ResolvedOptions['prepare'], alive: () => void): () => void {
  const { env, driver, loader, log } = services;
  if (prepare === 'manual') return () => undefined;
  return whenIdle(env, () => {
    const work = prepare === 'script' ? loader.load(driver.className) : prepareInstance(services, alive);
    // pay() tries again and reports it then.
    work.catch((thrown: unknown) => {
      log('warn', 'prepare.failed', { message: describeThrown(thrown) });
    });
  });
}
