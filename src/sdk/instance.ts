/**
 * One SDK instance per page.
 *
 * Every `new` starts about a second of device fingerprinting, adds a tracker script and two preload iframes, and clears a
 * page-wide bus, which cuts off the Apple Pay callbacks of earlier instances (1.47.2). So one instance is kept as long as the
 * configuration stays the same, and its callbacks, fixed at construction, are routed to the attempt that last opened a component.
 */
import { listOf, removeNode, type Environment } from '../environment';
import { CheckoutError } from '../errors';
import { describeThrown } from '../log';
import type { SdkOptions } from '../types';
import type { SdkClass, SdkInstance, SdkSignal } from './shape';

export interface InstanceConfig {
  readonly environment: string;
  readonly locale: string;
  readonly analytics: { readonly enabled: boolean } | undefined;
  readonly sdkOptions: SdkOptions;
}

export interface BuiltInstance {
  readonly key: string;
  readonly sdkClass: SdkClass;
  readonly api: SdkInstance;
  /** Where signals go. Set by the attempt that opens a component. */
  route: (signal: SdkSignal) => void;
  /** The callbacks of the controller whose attempt is open. */
  hooks: SdkOptions;
  /** Nodes that the constructor added: preload iframes and the tracker's script. */
  readonly nodes: Element[];
}

/** Part of the page registry. */
export interface InstanceHolder {
  instance: BuiltInstance | null;
}

/** The page's instance if it fits. */
export function findInstance(holder: InstanceHolder, sdkClass: SdkClass, config: InstanceConfig): BuiltInstance | null {
  const instance = holder.instance;
  return instance && instance.sdkClass === sdkClass && instance.key === keyOf(config) ? instance : null;
}

/**
 * The page's instance, built if need be. Only while no other attempt is open or cooling: see attempt/slot.ts.
 * @throws CheckoutError `storage-blocked` | `sdk-internal`
 */
export function ensureInstance(env: Environment, holder: InstanceHolder, sdkClass: SdkClass, config: InstanceConfig): BuiltInstance {
  const found = findInstance(holder, sdkClass, config);
  if (found) return found;
  if (holder.instance) removeNodes(holder.instance);
  holder.instance = null;
  const built = build(env, sdkClass, config);
  holder.instance = built;
  return built;
}

/** Takes away what the constructor left in the page. A script element that is gone still runs. */
export function removeNodes(instance: BuiltInstance): void {
  // Nothing refers to them any more: the browser can let go of their windows.
  instance.nodes.splice(0).forEach(removeNode);
}

function keyOf(config: InstanceConfig): string {
  const { environment, locale, analytics, sdkOptions } = config;
  // A registered onBeforeSubmit makes the SDK wait for its answer, so its presence is configuration.
  return JSON.stringify([environment, locale, analytics?.enabled, sdkOptions.securityRegion, typeof sdkOptions.onBeforeSubmit]);
}

function build(env: Environment, sdkClass: SdkClass, config: InstanceConfig): BuiltInstance {
  const route = (signal: SdkSignal): void => { built?.route(signal); };
  const options: Record<string, unknown> = {
    environment: config.environment,
    locale: config.locale,
    onEventCallback: (raw: unknown) => { route({ channel: 'event', raw }); },
    onError: (raw: unknown) => { route({ channel: 'error', raw }); },
    onLog: (raw: unknown) => { route({ channel: 'log', raw }); },
    onClose: () => { route({ channel: 'close' }); },
    onSizeChanged: (payload: unknown) => { callSafely(built?.hooks.onSizeChanged, payload); },
    onPaymentMethodSelected: (payload: unknown) => { callSafely(built?.hooks.onPaymentMethodSelected, payload); },
  };
  if (config.analytics) options['analytics'] = config.analytics;
  if (config.sdkOptions.securityRegion !== undefined) options['securityRegion'] = config.sdkOptions.securityRegion;
  if (config.sdkOptions.onBeforeSubmit) options['onBeforeSubmit'] = (payload: unknown) => built?.hooks.onBeforeSubmit?.(payload);

  let built: BuiltInstance | null = null;
  const before = injectable(env.document);
  // The constructor is synchronous, so whatever is new after it is the SDK's and nobody else's.
  const added = (): Element[] => injectable(env.document).filter((node) => before.indexOf(node) < 0);
  let api: SdkInstance;
  try {
    api = new sdkClass(options);
  } catch (thrown) {
    added().forEach(removeNode);
    throw constructorError(thrown);
  }
  built = { key: keyOf(config), sdkClass, api, route: () => undefined, hooks: config.sdkOptions, nodes: added() };
  return built;
}

function injectable(document: Document): Element[] {
  return listOf(document.querySelectorAll('iframe,script'));
}

function callSafely(hook: ((payload: unknown) => void) | undefined, payload: unknown): void {
  try {
    hook?.(payload);
  } catch {
    // Thrown into the SDK's message handler, it would stop the SDK's own work.
  }
}

function constructorError(thrown: unknown): CheckoutError {
  // Reading a denied localStorage throws a DOMException of this name in every engine.
  if (typeof thrown === 'object' && thrown !== null && 'name' in thrown && thrown.name === 'SecurityError') {
    return new CheckoutError('storage-blocked', 'The browser denies localStorage, and the SDK cannot start without it.', { cause: thrown });
  }
  return new CheckoutError('sdk-internal', `The SDK's constructor threw: ${describeThrown(thrown)}`, { cause: thrown });
}
