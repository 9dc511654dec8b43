/**
 * The SDK's instances: of most classes one per page.
 *
 * Every `new` starts about a second of device fingerprinting, adds a tracker script and two preload iframes, and clears a
 * page-wide bus, which cuts off the Apple Pay callbacks of earlier instances (1.47.2). So one instance is kept as long as the
 * configuration stays the same, and its callbacks, fixed at construction, are routed to the attempt that last opened a component.
 */
import { removeNode, type Environment } from '../core/environment';
import { CheckoutError } from '../core/errors';
import { each, filter, has, join, take } from '../core/list';
import { describeThrown } from '../core/log';
import { shared } from '../page/registry';
import type { SdkOptions } from '../types';
import type { Driver, InstanceConfig, RoutedInstance } from './driver';
import type { SdkClass, SdkInstance } from './types';

export interface BuiltInstance extends RoutedInstance {
  readonly key: string;
  readonly sdkClass: SdkClass;
  /** The callbacks of the controller whose attempt is open. */
  hooks: SdkOptions;
  /** Nodes that the constructor added: preload iframes and the tracker's script. */
  readonly nodes: Element[];
}

export interface InstanceHolder {
  instance: BuiltInstance | null;
}

export function pageInstance(window: Window): InstanceHolder {
  return shared(window, 'instance', () => ({ instance: null }));
}

/** The page's instance if it fits. */
export function findInstance(holder: InstanceHolder, sdkClass: SdkClass, config: InstanceConfig): BuiltInstance | null {
  const instance = holder.instance;
  return instance && instance.sdkClass === sdkClass && instance.key === keyOf(config) ? instance : null;
}

/**
 * The page's instance, built if need be. Only while no other attempt is open or cooling: see page/lock.ts.
 * @throws CheckoutError `storage-blocked` | `sdk-internal`
 */
export function ensureInstance(
  env: Environment,
  holder: InstanceHolder,
  driver: Driver,
  sdkClass: SdkClass,
  config: InstanceConfig,
): BuiltInstance {
  const found = findInstance(holder, sdkClass, config);
  if (found) return found;
  if (holder.instance) removeNodes(holder.instance);
  holder.instance = null;
  const built = buildInstance(env, driver, sdkClass, config, {});
  holder.instance = built;
  return built;
}

/** Takes away what the constructor left in the page. A script element that is gone still runs. */
export function removeNodes(instance: BuiltInstance): void {
  // Nothing refers to them any more: the browser can let go of their windows.
  each(take(instance.nodes), removeNode);
}

function keyOf(config: InstanceConfig): string {
  const { environment, locale, analytics, sdkOptions } = config;
  // A registered onBeforeSubmit makes the SDK wait for its answer, so its presence is configuration.
  return `${environment} ${locale} ${String(analytics?.enabled)} ${String(sdkOptions.securityRegion)} ${typeof sdkOptions.onBeforeSubmit}`;
}

/**
 * An instance for one attempt, thrown away at its end: of the classes for which that costs nothing and a second opening does harm.
 * @throws CheckoutError `storage-blocked` | `sdk-internal`
 */
export function buildInstance(
  env: Environment,
  driver: Driver,
  sdkClass: SdkClass,
  config: InstanceConfig,
  params: Readonly<Record<string, unknown>>,
): BuiltInstance {
  let built: BuiltInstance | null = null;
  const options = driver.construct(
    config,
    (signal) => {
      built?.route(signal);
    },
    () => built?.hooks ?? {},
    params,
  );
  const before = injectable(env.document);
  // The constructor is synchronous, so whatever is new after it is the SDK's and nobody else's.
  const added = (): Element[] => filter(injectable(env.document), (node) => !has(before, node));
  let api: SdkInstance;
  try {
    api = new sdkClass(options);
  } catch (thrown) {
    each(added(), removeNode);
    throw (
      storageBlocked(env, thrown) ??
      new CheckoutError('sdk-internal', `The SDK's constructor threw: ${describeThrown(thrown)}`, { cause: thrown })
    );
  }
  const nothing = (): void => undefined;
  built = { key: keyOf(config), sdkClass, api, route: nothing, stop: nothing, hooks: config.sdkOptions, nodes: added() };
  return built;
}

function injectable(document: Document): Element[] {
  return join(document.querySelectorAll('iframe,script'), []);
}

/**
 * Why the SDK threw, if it is the storage: it writes to localStorage in its constructor and in createComponent, and lets what that throws
 * through (1.12.0, 1.47.2). Denied, full, and `null` in a WebView all throw otherwise, so the storage itself is tried.
 */
export function storageBlocked({ window }: Environment, cause: unknown): CheckoutError | null {
  const key = 'antom-checkout-controller.probe';
  // More than the SDK writes at once.
  let value = key;
  while (value.length < 1000) value += value;
  try {
    const { localStorage } = window;
    localStorage.setItem(key, value);
    localStorage.removeItem(key);
    return null;
  } catch {
    return new CheckoutError('storage-blocked', 'localStorage cannot be written to here, and the SDK does not start without it.', {
      cause,
    });
  }
}
