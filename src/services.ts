/**
 * The parts that one controller works with, in a browser.
 */
import type { AttemptContext } from './attempt/context';
import { createInquiryClient } from './confirmation/client';
import { createConfirmations } from './confirmation/confirmations';
import type { Environment } from './core/environment';
import { some } from './core/list';
import type { Log } from './core/log';
import type { ResolvedOptions } from './options';
import { pageLock } from './page/lock';
import { createRepaymentGuard } from './payments/guard';
import { createPending } from './payments/records';
import { pageInstance } from './sdk/instance';
import { createLoader } from './sdk/loader';
import { driverFor } from './sdk/products';
import { createSessionCache } from './session/cache';

export function createServices(env: Environment, options: ResolvedOptions, log: Log): AttemptContext {
  const { inquiryPayment, environment, locale, analytics, sdkOptions, timeouts } = options;
  const hasInquiry = inquiryPayment !== undefined;
  const cache = createSessionCache(
    env,
    options.createPaymentSession,
    timeouts.session,
    (session) => driverFor(options.product, session).movesMoney && hasInquiry,
    log,
  );
  const confirmations = createConfirmations();
  return {
    env,
    lock: pageLock(env.window),
    instances: pageInstance(env.window),
    drivers: options.product,
    loader: createLoader(env, options.sdk, timeouts.sdk, log),
    cache,
    guard: createRepaymentGuard(
      cache,
      createPending(env, options.storage, log),
      hasInquiry,
      some(options.product, (driver) => driver.movesMoney),
    ),
    inquire: inquiryPayment ? createInquiryClient(inquiryPayment, confirmations, env, log) : null,
    confirmations,
    cadence: options.polling,
    config: { environment, locale, analytics, sdkOptions },
    leave: options.leave,
    componentTimeout: timeouts.component,
    log,
  };
}
