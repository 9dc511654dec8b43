/**
 * A scripted AMSCashierPayment: the behaviour of @alipay/ams-checkout 1.47.2 that the controller has to pending with (../shared/SDK-FACTS.md,
 * esm/core and esm/plugin/component), double reports, late clean-ups and memory of earlier cashiers included.
 *
 * A test plays the remote cashier, the buyer's clicks and the SDK's network by hand, through `FakeSdk` and `FakeCashier`. Timers are the
 * page's own, so `vi.useFakeTimers()` moves them. test/sdk holds the real SDK to the same facts.
 */

export type Raw = unknown;

/** What the SDK calls; the names are the SDK's. */
interface Callbacks {
  readonly onEventCallback?: (raw: Raw) => void;
  readonly onError?: (raw: Raw) => void;
  readonly onClose?: (raw: Raw) => void;
  readonly onLog?: (raw: Raw) => void;
  readonly onSizeChanged?: (raw: Raw) => void;
  readonly onPaymentMethodSelected?: (raw: Raw) => void;
  readonly onBeforeSubmit?: (raw: Raw) => unknown;
}

export interface FakeInstance {
  readonly options: Readonly<Record<string, unknown>>;
  createComponent(params: Readonly<Record<string, unknown>>): unknown;
  unmount(): void;
  /** The plugin's fields, of which the controller resets two. */
  readonly _componentApp: { _multipleCallbackEvents: unknown; _isRetention: boolean };
  /** How often the controller called unmount(). */
  readonly unmounts: number;
  /** Says something on a callback whether or not anybody should: for strays and replays. */
  emit(raw: Raw): void;
  error(raw: Raw): void;
  log(raw: Raw): void;
  hooks(): Callbacks;
}

/** One call of createComponent, and the remote cashier it opened. */
export interface FakeCashier {
  readonly instance: FakeInstance;
  readonly params: Readonly<Record<string, unknown>>;
  /** 'pending' until createComponent's promise has settled. */
  readonly promise: 'pending' | 'resolved' | 'rejected';
  /** The cashier app has started: createComponent resolves. */
  readonly launch: () => void;
  /** The SDK's query request ends. Only with `sdk.holdQuery`; a failure rejects createComponent and cleans the page 300 ms later. */
  readonly answerQuery: () => void;
  readonly failQuery: () => void;
  /** The cashier posts a code. Heard while the instance listens to messages: not before its UI is there, not after its clean-up. */
  readonly emit: (code: string, fields?: Readonly<Record<string, unknown>>) => void;
  /** The same with any payload. */
  readonly post: (raw: Raw) => void;
  /** The cashier says which code its close button means. */
  readonly declare: (code: string, result?: unknown) => void;
  /** The cashier switches the "leave?" dialog off. */
  readonly noRetention: () => void;
  /** The buyer closes, the dialog switched off: onClose, then the declared code if there is one. */
  readonly close: (options?: { readonly declared?: string; readonly result?: unknown }) => void;
  /** The buyer clicks the cross; with the dialog on nothing is said. */
  readonly cross: () => void;
  /** The buyer clicks "Leave" in the dialog. */
  readonly leave: () => void;
  /** The cashier sends the buyer to the method, as on a desktop. */
  readonly redirect: (data?: Redirect) => void;
  /** On a phone: the app of the scheme is tried; nothing is heard until `appOpened` or `appMissing`. */
  readonly callApp: (scheme: string) => void;
  readonly appOpened: () => void;
  readonly appMissing: () => void;
  /** Apple Pay: the sheet reports, whatever became of the component. */
  readonly sheet: (code: string, fields?: Readonly<Record<string, unknown>>) => void;
}

export interface Redirect {
  readonly normalUrl?: string;
  readonly applinkUrl?: string;
  readonly schemeUrl?: string;
  readonly target?: '_blank';
}

export interface FakeSdk {
  /** What `import('@alipay/ams-checkout')` gives. */
  readonly module: { readonly AMSCashierPayment: new (options: Record<string, unknown>) => FakeInstance };
  readonly instances: readonly FakeInstance[];
  readonly cashiers: readonly FakeCashier[];
  /** The last instance; throws when there is none. */
  instance(): FakeInstance;
  /** The cashier of the last createComponent; throws when there is none. */
  cashier(): FakeCashier;
  /** The SDK's own timers that are still running. */
  readonly timers: number;
  /** Where the SDK sent this tab, and what it opened in new ones. */
  readonly navigations: readonly string[];
  readonly tabs: readonly string[];
  /** Thrown by the constructor. */
  constructorError: unknown;
  /** The query request stays unanswered until the cashier's `answerQuery` or `failQuery`. */
  holdQuery: boolean;
  /** ms that createComponent spends on a method's own script before it builds its UI (1.47.2 loadChannelPneumaticControl: up to 3 s). */
  buildDelay: number;
  /** createComponent does nothing and never settles. */
  stuck: boolean;
  /** Runs inside createComponent, before it returns: an SDK that speaks synchronously. */
  duringCreate: ((instance: FakeInstance) => void) | null;
  /** Thrown by createComponent. */
  createError: unknown;
  /** Thrown by unmount(). */
  unmountError: unknown;
}

const PARAMETER_ERROR = { code: 'SDK_CREATEPAYMENT_PARAMETER_ERROR' };
const ABNORMAL = { ...PARAMETER_ERROR, message: 'Abnormal response data, interface failure, or unsupported payment method' };
const SINGLETON = { code: 'SDK_CREATECOMPONENT_ERROR', message: 'Only one component can be rendered simultaneously' };
export const LOAD_TIMEOUT = { code: 'SDK_CREATECOMPONENT_ERROR', message: 'Load resource timeout' };
/** What a cashier's frame that is no JSON becomes. */
export const NOT_JSON = { code: 'SDK_INTERNAL_ERROR', message: 'The message string should conform to the json format' };

const CONTAINER = 'ams-component-container';
const PRELOADED = ['ams-checkout-component-CASHIER_PAYMENT_CARD-1.0', 'ams-checkout-component-CASHIER_PAYMENT_APM-1.0'];
const LOAD_LIMIT = 15_000;
const SECOND_CLEANUP = 300;

/** @param version 1.12.0 reports a launch timeout by two channels instead of three, and names launch errors otherwise. */
export function createFakeSdk(version: '1.47.2' | '1.12.0' = '1.47.2'): FakeSdk {
  const instances: FakeInstance[] = [];
  const cashiers: FakeCashier[] = [];
  const navigations: string[] = [];
  const tabs: string[] = [];
  let timers = 0;

  const later = (run: () => void, ms: number): (() => void) => {
    timers += 1;
    let pending = true;
    const done = (): void => {
      if (pending) {
        pending = false;
        timers -= 1;
      }
    };
    const handle = setTimeout(() => {
      done();
      run();
    }, ms);
    return () => {
      clearTimeout(handle);
      done();
    };
  };

  class AMSCashierPayment implements FakeInstance {
    readonly _componentApp: FakeInstance['_componentApp'] = { _multipleCallbackEvents: undefined, _isRetention: true };
    readonly options: Readonly<Record<string, unknown>>;
    unmounts = 0;
    /** A component counts as open. */
    open = false;
    /** The window listener for the cashier's messages is on. */
    listening = false;
    private resolveLoad: (() => void) | null = null;
    private readonly stopPreload: () => void;

    constructor(options: Record<string, unknown>) {
      if (sdk.constructorError !== undefined) throw sdk.constructorError as Error;
      for (const name of ['onError', 'onPaymentMethodSelected', 'onSizeChanged', 'onLog', 'onEventCallback', 'onClose', 'onBeforeSubmit']) {
        if (options[name] && typeof options[name] !== 'function') throw new Error('Parameter type should be function');
      }
      this.options = options;
      instances.push(this);
      for (const id of PRELOADED) append('iframe', id);
      append('script', '').setAttribute('data-tracker', '');
      this.stopPreload = later(removePreloads, 10_000);
    }

    hooks(): Callbacks {
      return this.options;
    }
    emit(raw: Raw): void {
      this.hooks().onEventCallback?.(raw);
    }
    error(raw: Raw): void {
      this.hooks().onError?.(raw);
    }
    log(raw: Raw): void {
      this.hooks().onLog?.(raw);
    }

    createComponent(params: Readonly<Record<string, unknown>>): unknown {
      this.stopPreload();
      removePreloads();
      const cashier = createCashier(this, params);
      cashiers.push(cashier.driver);
      sdk.duringCreate?.(this);
      if (sdk.createError !== undefined) throw sdk.createError as Error;
      if (sdk.stuck) return new Promise(() => undefined);
      const work = Promise.resolve()
        .then(() => check(params['sessionData']))
        .catch((reason: unknown) => {
          this.error(reason);
          throw reason;
        })
        .then((meta) => {
          if (isApplePay(meta)) return undefined;
          if (sdk.buildDelay === 0) return this.build(cashier);
          return new Promise<void>((resolve) => {
            later(resolve, sdk.buildDelay);
          }).then(() => this.build(cashier));
        });
      work.then(
        () => {
          cashier.settle('resolved');
        },
        () => {
          cashier.settle('rejected');
        },
      );
      return work;
    }

    /** appendIframeNodes. */
    private build(cashier: CashierParts): Promise<void> {
      if (this.open) {
        this.error(SINGLETON);
        return Promise.reject(SINGLETON);
      }
      this.open = true;
      this.emit({ code: 'SDK_START_OF_LOADING' });
      buildUi(this, cashier);
      this.listening = true;
      const load = new Promise<void>((resolve, reject) => {
        this.resolveLoad = resolve;
        cashier.launch = resolve;
        later(() => {
          reject(LOAD_TIMEOUT);
        }, LOAD_LIMIT);
      }).catch((reason: unknown) => {
        this.error(reason);
        if (version === '1.47.2') this.emit(reason);
        throw reason;
      });
      const query = sdk.holdQuery ? cashier.query : Promise.resolve();
      return Promise.all([query, load])
        .then(() => undefined)
        .catch((reason: unknown) => {
          this.open = false;
          this.cleanContainer(false);
          throw reason;
        });
    }

    /** The SDK's clean-up: half of it now, the other half 300 ms later unless at once is asked for. */
    cleanContainer(atOnce: boolean): void {
      removeById('ams-component-mask-close-block');
      removeById('ams-component-loading');
      this.resolveLoad?.();
      this.open = false;
      if (atOnce) this.cleanElement();
      else
        later(() => {
          this.cleanElement();
        }, SECOND_CLEANUP);
    }

    private cleanElement(): void {
      removeById(CONTAINER);
      // The SDK's own try and catch: without a body the rest is left undone.
      if (!(document.body as HTMLElement | null)) return;
      // A browser's style.overflow = 'auto' also drops the priority; jsdom's does not.
      document.body.style.removeProperty('overflow');
      document.body.style.overflow = 'auto';
      removeById('ams-component-mockup');
      removeById('ams-component-retention');
      this.listening = false;
    }

    unmount(): void {
      this.unmounts += 1;
      if (sdk.unmountError !== undefined) throw sdk.unmountError as Error;
      this.cleanContainer(true);
    }
  }

  interface CashierParts {
    readonly driver: FakeCashier;
    readonly query: Promise<void>;
    launch: () => void;
    readonly settle: (how: 'resolved' | 'rejected') => void;
  }

  function createCashier(instance: AMSCashierPayment, params: Readonly<Record<string, unknown>>): CashierParts {
    let promise: FakeCashier['promise'] = 'pending';
    let answer: () => void = () => undefined;
    let fail: (reason: Error) => void = () => undefined;
    const query = new Promise<void>((resolve, reject) => {
      answer = resolve;
      fail = reject;
    });
    query.catch(() => undefined);
    const app = instance._componentApp;

    const sayClose = (): void => {
      instance.hooks().onClose?.({});
    };
    /** handleDeclarePopWindowCallback: whichever cashier declared it. */
    const sayDeclared = (): void => {
      const declared = app._multipleCallbackEvents as
        { popWindowEventInfo: { eventName: string; eventResult: unknown } } | null | undefined;
      if (declared)
        instance.emit({ code: declared.popWindowEventInfo.eventName, result: { result: declared.popWindowEventInfo.eventResult ?? {} } });
    };
    const cross = (): void => {
      if (app._isRetention) {
        document.getElementById('ams-component-retention')?.classList.add('ams-component-retention-show');
        return;
      }
      instance.cleanContainer(false);
      sayClose();
      sayDeclared();
    };
    const launchError = (): void => {
      instance.emit({ code: version === '1.47.2' ? 'SDK_LAUNCH_PAYMENT_APP_ERROR' : 'SDK_CALL_URL_ERROR', message: 'Failed to open app' });
    };
    const launchSuccess = (url: string): void => {
      instance.emit({ code: 'SDK_CALL_URL_SUCCESS', message: `Successfully opened the app,NormalUrl: ${url}` });
    };

    const driver: FakeCashier = {
      instance,
      params,
      get promise() {
        return promise;
      },
      launch: () => {
        parts.launch();
      },
      answerQuery: () => {
        answer();
      },
      failQuery: () => {
        instance.error({ code: 'SDK_CREATECOMPONENT_ERROR' });
        fail({ success: false } as unknown as Error);
      },
      emit: (code, fields = {}) => {
        driver.post({ code, ...fields });
      },
      post: (raw) => {
        if (instance.listening) instance.emit(raw);
      },
      declare: (eventName, eventResult) => {
        app._multipleCallbackEvents = { popWindowEventInfo: { enableCallback: true, eventName, eventResult } };
      },
      noRetention: () => {
        app._isRetention = false;
      },
      close: ({ declared, result } = {}) => {
        driver.noRetention();
        if (declared !== undefined) driver.declare(declared, result);
        cross();
      },
      cross,
      leave: () => {
        sayClose();
        document.getElementById('ams-component-retention')?.classList.remove('ams-component-retention-show');
        instance.cleanContainer(false);
        sayDeclared();
      },
      redirect: ({ normalUrl = 'https://method.example/pay', applinkUrl, schemeUrl, target } = {}) => {
        if (target === '_blank') {
          launchSuccess(normalUrl);
          tabs.push(normalUrl);
          return;
        }
        instance.cleanContainer(false);
        void Promise.resolve().then(() => {
          if (applinkUrl !== undefined) launchError();
          if (schemeUrl !== undefined) launchError();
          navigations.push(normalUrl);
          launchSuccess(normalUrl);
        });
      },
      callApp: (scheme) => {
        instance.cleanContainer(false);
        append('iframe', 'callapp_iframe_1').setAttribute('src', scheme);
        append('a', '').setAttribute('href', scheme);
      },
      appOpened: () => {
        launchSuccess('');
        launchSuccess('');
      },
      appMissing: launchError,
      sheet: (code, fields = {}) => {
        instances[instances.length - 1]?.emit({ code, ...fields });
      },
    };
    const parts: CashierParts = {
      driver,
      query,
      launch: () => undefined,
      settle: (how) => {
        promise = how;
      },
    };
    return parts;
  }

  /** createBaseElement, createRetentionPopup, createMockup, renderPopupLoading. */
  function buildUi(instance: AMSCashierPayment, cashier: CashierParts): void {
    if (!document.getElementById(CONTAINER)) {
      const style = document.createElement('style');
      style.textContent = '.ams-component-container-mobile {\n  width: 100%;\n}';
      document.head.appendChild(style);
      const section = document.createElement('div');
      section.id = 'ams-component-section';
      const frame = createFrame();
      frame.id = 'ams-checkout-component-desktop';
      section.appendChild(frame);
      append('div', CONTAINER).appendChild(section);
    }
    const leave = document.createElement('div');
    leave.id = 'ams-component-retention-leave';
    leave.addEventListener('click', cashier.driver.leave);
    append('div', 'ams-component-retention').appendChild(leave);
    document.body.style.removeProperty('overflow');
    document.body.style.overflow = 'hidden';
    append('div', 'ams-component-mockup');
    if (version === '1.47.2') append('div', 'ams-component-mask-close-block').addEventListener('click', cashier.driver.cross);
    append('div', 'ams-component-loading');
    instance.open = true;
  }

  const sdk: FakeSdk = {
    module: { AMSCashierPayment },
    instances,
    cashiers,
    navigations,
    tabs,
    instance: () => last(instances, 'instance'),
    cashier: () => last(cashiers, 'cashier'),
    get timers() {
      return timers;
    },
    constructorError: undefined,
    holdQuery: false,
    buildDelay: 0,
    stuck: false,
    duringCreate: null,
    createError: undefined,
    unmountError: undefined,
  };
  return sdk;
}

function last<T>(list: readonly T[], what: string): T {
  const item = list[list.length - 1];
  if (item === undefined) throw new Error(`the SDK has no ${what} yet`);
  return item;
}

/**
 * An element that says it is an iframe. jsdom makes a whole window for every real one in the document, 10 ms each, and nobody in the
 * unit tests looks into one; the real SDK's frames are real in test/sdk and test/browser.
 */
const createFrame = (): HTMLElement => document.createElementNS('http://www.w3.org/2000/svg', 'iframe') as unknown as HTMLElement;

function append(tag: string, id: string): HTMLElement {
  const node = tag === 'iframe' ? createFrame() : document.createElement(tag);
  if (id !== '') node.id = id;
  document.body.appendChild(node);
  return node;
}

function removeById(id: string): void {
  document.getElementById(id)?.remove();
}

function removePreloads(): void {
  PRELOADED.forEach(removeById);
}

/** parseSessionData and handleParams: the fourth part, or the rejection that the SDK gives. */
function check(sessionData: unknown): unknown {
  if (typeof sessionData !== 'string' || sessionData === '') throw PARAMETER_ERROR as unknown as Error;
  try {
    const meta: unknown = JSON.parse(atob(sessionData.split('&&')[3] ?? ''));
    if (typeof (meta as { paymentSessionConfig?: { productScene?: unknown } }).paymentSessionConfig?.productScene === 'string') return meta;
  } catch {
    // Refused below, as the SDK does.
  }
  throw ABNORMAL as unknown as Error;
}

function isApplePay(meta: unknown): boolean {
  const factor = (meta as { paymentSessionFactor?: { paymentMethodInfo?: { paymentMethodType?: unknown } } }).paymentSessionFactor;
  return factor?.paymentMethodInfo?.paymentMethodType === 'APPLEPAY';
}
