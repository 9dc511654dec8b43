/**
 * The controllers of this page, the one that is looked at, and what it was made with.
 */
import type { CheckoutState } from 'antom-checkout-controller';
import type { Environment } from '../../core/environment';
import { add, each, filter, first, glue, has, last, map } from '../../core/list';
import { own } from '../../core/read';
import { liveControllers } from '../../page/live';
import { known, type Facts } from './facts';

/** What a controller says of itself, as far as it can be read: it may be of another copy of this library. */
export interface Checked {
  readonly checkout: object | null;
  readonly state: CheckoutState | null;
  readonly environment: string | null;
  readonly storage: Facts['storage'];
  /** Of the SDK, one for each product. */
  readonly classNames: readonly string[];
  readonly products: readonly string[];
  /** Where the SDK is loaded from, absolute; null where it comes from a module, or nobody knows. */
  readonly sdkUrl: string | null;
  readonly sourceNames: readonly string[];
  readonly createPaymentSession: ((context: object) => unknown) | null;
  readonly inquiryPayment: ((context: object) => unknown) | null;
}

export function readController({ window, document }: Environment, given: unknown): Checked {
  const checkout = typeof given === 'object' && given !== null ? given : (last(liveOnes(window)) ?? null);
  const options = own(checkout, 'options');
  const list = (name: string): readonly unknown[] => {
    const value = own(options, name);
    return Array.isArray(value) ? (value as unknown[]) : [];
  };
  const texts = (name: string, member: string): string[] =>
    filter(
      map(list(name), (entry) => known(() => (entry as Record<string, unknown>)[member])),
      (text): text is string => typeof text === 'string',
    ) as string[];
  const callback = (name: string): ((context: object) => unknown) | null => {
    const value = own(options, name);
    return typeof value === 'function' ? (value as (context: object) => unknown) : null;
  };
  const environment = own(options, 'environment');
  const storage = own(options, 'storage');
  const sourceNames = texts('sdk', 'name');
  return {
    checkout,
    state: known(() => (checkout as { readonly state?: CheckoutState } | null)?.state),
    environment: typeof environment === 'string' ? environment : null,
    storage: storage === 'session' || storage === 'local' || storage === 'none' ? storage : storage ? 'own' : null,
    classNames: texts('product', 'className'),
    products: texts('product', 'product'),
    sdkUrl: known(() => {
      const address = first(sourceNames, (name) => /^(https?:)?\/|^[^ ]+\.m?js$/.test(name));
      if (address === undefined) return null;
      const anchor = document.createElement('a');
      anchor.href = address;
      return anchor.href;
    }),
    sourceNames,
    createPaymentSession: callback('createPaymentSession'),
    inquiryPayment: callback('inquiryPayment'),
  };
}

/** Oldest first; none in an engine without WeakRef. */
export function liveOnes(window: Window): object[] {
  const found: object[] = [];
  each(known(() => liveControllers(window).list) ?? [], ({ reference }) => {
    const controller = known(() => reference.deref());
    if (controller && known(() => controller.state.phase) !== 'disposed') add(found, controller);
  });
  return found;
}

export function controllerFacts({ window }: Environment, checked: Checked): Partial<Facts> {
  const { checkout, state, environment, storage, products, inquiryPayment } = checked;
  const live = liveOnes(window);
  const hasWeakRef = known(() => typeof (window as { WeakRef?: unknown }).WeakRef === 'function') === true;
  return {
    controllers: hasWeakRef || live.length > 0 ? live.length : null,
    copies: hasWeakRef || live.length > 0 ? copiesOf(window, live) : null,
    disposed: checkout === null ? null : state?.phase === 'disposed',
    environment,
    storage,
    products: products.length > 0 ? glue(products, ', ') : null,
    hasInquiry: environment === null ? null : inquiryPayment !== null,
    resumed:
      live.length > 0 ? filter(live, (one) => known(() => (one as { state: CheckoutState }).state.phase) !== 'idle').length > 0 : null,
  };
}

/** Each copy has a class of its own; one that cannot be understood has another name on `window`. */
function copiesOf(window: Window, live: readonly object[]): number {
  const classes: unknown[] = [];
  each(live, (one) => {
    const itsClass = known(() => (one as { constructor?: unknown }).constructor);
    if (!has(classes, itsClass)) add(classes, itsClass);
  });
  const registries = known(
    () => filter(Object.getOwnPropertySymbols(window), (symbol) => /\(antom-checkout-controller\/\d+\)/.test(String(symbol))).length,
  );
  return Math.max(classes.length, Number(registries));
}
