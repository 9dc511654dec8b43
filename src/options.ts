/**
 * Checks what the merchant passed and fills in the defaults.
 */
import { add, each, every, glue, has, join } from './core/list';
import {
  checker,
  isBoolean,
  isDuration,
  isFunction,
  isId,
  isObject,
  isObjectOrFunction,
  isOneOf,
  isString,
  report,
  type Checker,
} from './core/validate';
import { resolveLocale, SDK_LOCALES } from './locale';
import { own } from './core/read';
import type { Driver } from './sdk/driver';
import { cashierDriver } from './sdk/drivers/cashier';
import { namesOf as productNames, neverDrawn, type Surface } from './sdk/products';
import { fromCdn } from './sdk/sources/cdn';
import type {
  BindOptions,
  CheckoutOptions,
  PayOptions,
  PaymentSession,
  PrepareOptions,
  ResumeOptions,
  SdkLocale,
  SdkOptions,
  SdkSource,
  SessionContext,
  StorageLike,
} from './types';

export interface ResolvedOptions {
  readonly environment: 'sandbox' | 'prod';
  /** At least one. */
  readonly product: readonly Driver[];
  readonly createPaymentSession: ((context: SessionContext) => Promise<PaymentSession | string | Response>) | undefined;
  readonly sdk: readonly SdkSource[];
  readonly locale: SdkLocale;
  readonly analytics: { readonly enabled: boolean } | undefined;
  readonly prepare: 'idle' | 'script' | 'manual';
  readonly leave: 'auto' | 'manual' | ((url: URL) => boolean);
  /** ms */
  readonly timeouts: { readonly sdk: number; readonly session: number; readonly component: number };
  readonly inquiryPayment: CheckoutOptions['inquiryPayment'];
  /** ms */
  readonly polling: { readonly interval: number; readonly slowAfter: number; readonly slowInterval: number; readonly timeout: number };
  readonly storage: 'session' | 'local' | 'none' | StorageLike;
  readonly logger: CheckoutOptions['logger'];
  readonly sdkOptions: SdkOptions;
  readonly component: ComponentOptions;
}

/** What createComponent gets besides the session. */
export interface ComponentOptions {
  readonly appearance: CheckoutOptions['appearance'];
  readonly notRedirectAfterComplete: boolean | undefined;
  readonly componentParams: Readonly<Record<string, unknown>>;
}

/** @throws CheckoutError `invalid-options` */
export function resolveOptions(options: CheckoutOptions): ResolvedOptions {
  const check = checker(options, 'options');
  const environment = check('environment', isOneOf('sandbox', 'prod'), '"sandbox" or "prod"', true) as 'sandbox' | 'prod';
  const timeouts = checker(check('timeouts', isObject, 'an object'), 'options.timeouts', check.faults);
  const sdkOptions = checker(check('sdkOptions', isObject, 'an object'), 'options.sdkOptions', check.faults);
  const analytics = check('analytics', isObject, 'an object') as { enabled: boolean } | undefined;
  if (analytics) checker(analytics, 'options.analytics', check.faults)('enabled', isBoolean, 'true or false', true);
  const sdk = check('sdk', isSources, 'made by fromCdn(), fromModule() or fromGlobal(), or an array of these') as
    SdkSource | SdkSource[] | undefined;
  const locale = check('locale', (value) => value === 'auto' || has(SDK_LOCALES, value), `"auto" or one of ${glue(SDK_LOCALES, ', ')}`) as
    SdkLocale | 'auto' | undefined;
  const polling = checker(check('polling', isObject, 'an object'), 'options.polling', check.faults);
  const ms = (from: Checker, name: string, fallback: number): number =>
    (from(name, isDuration, 'a number of ms above 0') as number | undefined) ?? fallback;
  const product = check('product', isProducts, 'a product of this package (cashier, element …), or an array of these') as
    Driver | Driver[] | undefined;

  const resolved: ResolvedOptions = {
    environment,
    product: product === undefined ? [cashierDriver] : Array.isArray(product) ? join(product, []) : [product],
    createPaymentSession: check('createPaymentSession', isFunction, 'a function') as ResolvedOptions['createPaymentSession'],
    sdk: sdk === undefined ? [fromCdn()] : Array.isArray(sdk) ? join(sdk, []) : [sdk],
    locale: locale === undefined || locale === 'auto' ? resolveLocale(browserLanguages()) : locale,
    analytics: analytics && { enabled: analytics.enabled },
    prepare:
      (check('prepare', isOneOf('idle', 'script', 'manual'), '"idle", "script" or "manual"') as ResolvedOptions['prepare'] | undefined) ??
      'idle',
    leave: (check('leave', isLeave, '"auto", "manual" or a function') as ResolvedOptions['leave'] | undefined) ?? 'auto',
    timeouts: { sdk: ms(timeouts, 'sdk', 15_000), session: ms(timeouts, 'session', 30_000), component: ms(timeouts, 'component', 20_000) },
    inquiryPayment: check('inquiryPayment', isFunction, 'a function') as CheckoutOptions['inquiryPayment'],
    polling: {
      interval: ms(polling, 'interval', 2_000),
      slowAfter: ms(polling, 'slowAfter', 60_000),
      slowInterval: ms(polling, 'slowInterval', 10_000),
      timeout: ms(polling, 'timeout', 120_000),
    },
    storage:
      (check('storage', isStorage, '"session", "local", "none" or an object with getItem, setItem and removeItem') as
        ResolvedOptions['storage'] | undefined) ?? 'session',
    logger: check('logger', isFunction, 'a function') as CheckoutOptions['logger'],
    sdkOptions: {
      securityRegion: sdkOptions('securityRegion', isOneOf('US', 'SG', 'DE'), '"US", "SG" or "DE"') as SdkOptions['securityRegion'],
      onBeforeSubmit: sdkOptions('onBeforeSubmit', isFunction, 'a function') as SdkOptions['onBeforeSubmit'],
      onSizeChanged: sdkOptions('onSizeChanged', isFunction, 'a function') as SdkOptions['onSizeChanged'],
      onPaymentMethodSelected: sdkOptions('onPaymentMethodSelected', isFunction, 'a function') as SdkOptions['onPaymentMethodSelected'],
    },
    component: componentOptions(check, environment),
  };
  report('new CheckoutController()', check.faults);
  return resolved;
}

export interface ResolvedPay {
  readonly session: PaymentSession | string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly order: string | undefined;
  readonly force: boolean;
  /** Where mount() draws; null for pay(). */
  readonly container: Element | null;
  readonly component: ComponentOptions;
}

/** @throws CheckoutError `invalid-options` */
export function resolvePay(
  options: PayOptions | undefined,
  defaults: ResolvedOptions,
  surface: Surface = 'popup',
): Omit<ResolvedPay, 'container'> {
  const check = checker(options, 'options');
  const given = componentOptions(check, defaults.environment);
  const resolved: Omit<ResolvedPay, 'container'> = {
    session: check('session', isSessionLike, 'a session object or its paymentSessionData') as ResolvedPay['session'],
    signal: check('signal', isSignal, 'an AbortSignal') as AbortSignal | undefined,
    order: check('order', isString, 'a string') as string | undefined,
    force: check('force', isBoolean, 'true or false') === true,
    component: {
      appearance: given.appearance ?? defaults.component.appearance,
      notRedirectAfterComplete: given.notRedirectAfterComplete ?? defaults.component.notRedirectAfterComplete,
      componentParams: { ...defaults.component.componentParams, ...given.componentParams },
    },
  };
  const caller = surface === 'popup' ? 'pay()' : 'mount()';
  if (own(options, 'container') !== undefined) add(check.faults, 'options.container does not exist: call mount(container)');
  if (neverDrawn(defaults.product, surface)) {
    const other = surface === 'popup' ? 'mount()' : 'pay()';
    add(check.faults, `the controller opens ${productNames(defaults.product)}, by ${other}`);
  }
  if (resolved.session === undefined && !defaults.createPaymentSession) {
    add(check.faults, 'options.session is needed, since the controller has no createPaymentSession');
  }
  report(caller, check.faults);
  return resolved;
}

/** @throws CheckoutError `invalid-options` */
export function resolvePrepare(
  options: PrepareOptions | undefined,
  defaults: ResolvedOptions,
): { readonly session: boolean; readonly order: string | undefined } {
  const check = checker(options, 'options');
  const session = check('session', isBoolean, 'true or false') === true;
  const order = check('order', isString, 'a string') as string | undefined;
  if (session && !defaults.createPaymentSession) add(check.faults, 'options.session needs createPaymentSession in the controller');
  report('prepare()', check.faults);
  return { session, order };
}

/** @throws CheckoutError `invalid-options` */
export function resolveBind(options: BindOptions | undefined): BindOptions {
  const check = checker(options, 'options');
  const resolved: BindOptions = {
    onOutcome: check('onOutcome', isFunction, 'a function') as BindOptions['onOutcome'],
    onEvent: check('onEvent', isFunction, 'a function') as BindOptions['onEvent'],
    pay: check('pay', isObjectOrFunction, 'an object or a function') as BindOptions['pay'],
    session: check('session', isBoolean, 'true or false') as boolean | undefined,
  };
  report('bind()', check.faults);
  return resolved;
}

/** @throws CheckoutError `invalid-options` */
export function resolveResume(options: ResumeOptions | undefined): ResumeOptions {
  const check = checker(options, 'options');
  const resolved: ResumeOptions = {
    paymentRequestId: check('paymentRequestId', isId, 'a string that is not empty') as string | undefined,
    order: check('order', isString, 'a string') as string | undefined,
    signal: check('signal', isSignal, 'an AbortSignal') as AbortSignal | undefined,
  };
  report('resume()', check.faults);
  return resolved;
}

/** createComponent's parameters as the SDK names them. What the merchant did not set is left to the SDK's defaults. */
export function componentParameters({ appearance, notRedirectAfterComplete, componentParams }: ComponentOptions): Record<string, unknown> {
  return {
    ...componentParams,
    ...(appearance === undefined ? {} : { appearance }),
    ...(notRedirectAfterComplete === undefined ? {} : { notRedirectAfterComplete }),
  };
}

function componentOptions(check: Checker, environment: string): ComponentOptions {
  // Copies, so that what was checked is what the SDK gets.
  const componentParams = { ...(check('componentParams', isObject, 'an object') as Record<string, unknown> | undefined) };
  const { elementProps, localLink } = componentParams;
  // They make the SDK trust any page as its own (1.47.2): for local demos and tests only.
  if (environment === 'prod') {
    each(['elementProps.elementLink', 'debugProps', 'localLink'], (path) => {
      const dot = path.indexOf('.');
      const name = dot < 0 ? path : path.slice(0, dot);
      const member = dot < 0 ? undefined : path.slice(dot + 1);
      const value = componentParams[name];
      // Also an inherited one: the SDK reads it as well.
      if ((member === undefined ? value : (value as Record<string, unknown> | null | undefined)?.[member]) !== undefined)
        add(check.faults, `componentParams.${path} is refused when environment is "prod"`);
    });
  } else if (localLink !== undefined && !(typeof localLink === 'string' && LOOPBACK.test(localLink))) {
    add(check.faults, 'componentParams.localLink must be an address of this machine (http://localhost …)');
  }
  if (isObject(elementProps)) componentParams['elementProps'] = { ...(elementProps as object) };
  return {
    appearance: check('appearance', isObject, 'an object') as ComponentOptions['appearance'],
    notRedirectAfterComplete: check('notRedirectAfterComplete', isBoolean, 'true or false') as boolean | undefined,
    componentParams,
  };
}

const LOOPBACK = /^https?:\/\/(localhost|[a-z0-9-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?([/?#]|$)/i;
const isLeave = (value: unknown): boolean => value === 'auto' || value === 'manual' || isFunction(value);
const isSessionLike = (value: unknown): boolean => isString(value) || isObject(value);
const hasMethods = (value: unknown, ...names: string[]): boolean =>
  every(names, (name) => isFunction((value as Record<string, unknown>)[name]));
// By shape: an AbortSignal of another frame is one too.
const isSignal = (value: unknown): boolean =>
  isObject(value) && hasMethods(value, 'addEventListener', 'removeEventListener') && isBoolean((value as AbortSignal).aborted);
const isStorage = (value: unknown): boolean =>
  isOneOf('session', 'local', 'none')(value) || (isObject(value) && hasMethods(value, 'getItem', 'setItem', 'removeItem'));
const isProduct = (value: unknown): boolean =>
  isObject(value) && hasMethods(value, 'open', 'close') && isId((value as { className?: unknown }).className);
const isProducts = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 && every(value, isProduct) : isProduct(value));
const isSource = (value: unknown): boolean => isObject(value) && hasMethods(value, 'load', 'peek');
const isSources = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 && every(value, isSource) : isSource(value));

function browserLanguages(): readonly string[] {
  if (typeof navigator === 'undefined') return [];
  // Safari before iOS 11.1 and old WebViews have no navigator.languages.
  const { languages, language } = navigator as Partial<Navigator>;
  return languages ?? (language === undefined ? [] : [language]);
}
