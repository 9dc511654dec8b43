/**
 * Every class of one version of the SDK as one module, as `import('@alipay/ams-checkout')` gives it. What is exported and not played is
 * there too, and says so by name when it is constructed or called.
 */
import { createFakeSdk, notPlayed, type FakeSdk, type FakeSdkWorld, type SdkVersion } from './ams-checkout';
import { constantsOf } from './constants';
import { createFakeCheckoutPage, type FakeCheckoutPageSdk } from './checkout-page';
import { createFakeCore, type FakeCoreSdk } from './core';
import { createFakeElementSdk, type FakeElementSdk } from './element';
import { createTimers, type PageWindow } from './nodes';

/** The versions that test/sdk/imitation.test.ts holds the imitation to. */
export const IMITATED: readonly SdkVersion[] = ['1.47.2', '1.12.0'];

export interface Imitation {
  readonly version: SdkVersion;
  /** What `import('@alipay/ams-checkout')` gives. */
  readonly module: Readonly<Record<string, unknown>>;
  /** AMSCashierPayment, AMSVaulting, AMSAutoDebitPay; in 1.12.0 also AMSEasyPay and AMSAutoDebit. */
  readonly family: FakeSdk;
  /** The rest is of 1.47.2: in 1.12.0 their classes are not exported. */
  readonly core: FakeCoreSdk;
  readonly element: FakeElementSdk;
  readonly checkoutPage: FakeCheckoutPageSdk;
  /** The SDK's timers that are still to run. */
  readonly timers: number;
  /** Cancels them: the page is another test's. */
  readonly cancelTimers: () => void;
  /** From now on unmount() and destroy() throw it; undefined: they work. */
  readonly refuseToClose: (error: unknown) => void;
}

/** Of AMSCheckout, and so of everything that inherits from it: what a page could call and no page has a reason to. */
const INTERNAL =
  'parameterInitAndCheck pluginAppendIframe savePreviousChannel registerBusAbility createComponentProcess preloadComponent ' +
  'clearPreloadIframe mountComponentProcess preInitSecurity initSecurity _getSecuritySDKByProductScene _newSecuritySDKByScene ' +
  'getSecurityConfigStorage _setOptions _setEnv _setMode _initEvent _registerPlugin _getPlugin _redirect _overrideSubscription ' +
  'getBusActionNames';

interface NotPlayed {
  /** Classes whose constructor throws. */
  readonly classes: readonly string[];
  /** Methods of the AMSCheckout family. */
  readonly internal: string;
  /** Static methods, by class. */
  readonly statics: Readonly<Record<string, string>>;
}

const NOT_PLAYED: Readonly<Record<SdkVersion, NotPlayed>> = {
  '1.47.2': {
    classes: ['AMSCheckout', 'AntomElement', 'AddressElement'],
    internal: `${INTERNAL} _validateFields _sendMessageToAPP`,
    statics: {
      AMSCashierPayment: 'preload',
      AMSVaulting: 'preload',
      AMSAutoDebitPay: 'preload',
      AMSEasyPay: 'preload',
      AMSAutoDebit: 'preload',
    },
  },
  '1.12.0': { classes: ['AMSCheckout'], internal: INTERNAL, statics: {} },
};

export function createImitation(version: SdkVersion = '1.47.2', given: Partial<FakeSdkWorld> = {}): Imitation {
  const timers = given.timers ?? createTimers(given.window ?? ((): PageWindow => window));
  const world: Partial<FakeSdkWorld> = { ...given, timers };
  const family = createFakeSdk(version, world);
  const core = createFakeCore(world);
  const element = createFakeElementSdk(world);
  const checkoutPage = createFakeCheckoutPage(world);
  const { classes, internal, statics } = NOT_PLAYED[version];

  const module: Record<string, unknown> = {
    ...constantsOf(version),
    ...family.module,
    ...(version === '1.47.2' ? { ...core.module, ...element.module, ...checkoutPage.module } : {}),
  };
  for (const name of Object.keys(family.module)) refuseMethods(prototypeOf(module[name]), name, internal);
  for (const name of classes) module[name] = refusedClass(name);
  for (const name of Object.keys(statics)) refuseMethods(module[name], name, statics[name] ?? '');
  module['default'] = module['AMSCheckout'];

  return {
    version,
    module,
    family,
    core,
    element,
    checkoutPage,
    get timers() {
      return timers.pending;
    },
    cancelTimers: timers.cancelAll,
    refuseToClose: (error) => {
      family.unmountError = error;
      core.unmountError = error;
      element.unmountError = error;
      checkoutPage.unmountError = error;
    },
  };
}

function refusedClass(name: string): unknown {
  return function () {
    throw notPlayed(`new ${name}()`);
  };
}

function refuseMethods(target: unknown, className: string, names: string): void {
  for (const name of names.split(' ')) {
    Object.defineProperty(target, name, {
      configurable: true,
      writable: true,
      value: () => {
        throw notPlayed(`${className}.${name}()`);
      },
    });
  }
}

function prototypeOf(constructor: unknown): unknown {
  return (constructor as { prototype: unknown }).prototype;
}
