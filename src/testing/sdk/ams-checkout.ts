/**
 * The classes that inherit from the SDK's AMSCheckout, scripted: what @alipay/ams-checkout 1.47.2 and 1.12.0 do as far as a controller sees
 * it (esm/core and esm/plugin/component), double reports, late clean-ups and memory of earlier cashiers included.
 *
 * Whoever holds `FakeSdk` and `FakeCashier` plays the remote cashier, the buyer's clicks and the SDK's network. Timers are the page's own.
 * test/sdk/imitation.test.ts holds it to the real SDK, fact by fact.
 */
import type { App, Opened, Params, Redirect } from './app';
import { CONTAINER, drawAround, drawSection, LOADING, MASK_CLOSE, MOCKUP, RETENTION, RETENTION_SHOWN, SECTION, setOverflow } from './popup';
import { createNodes, createTimers, type PageTimers, type PageWindow } from './nodes';
import { ABNORMAL, checkSession, PARAMETER_ERROR, type SessionMeta } from './session';

export type { Redirect };
export type Raw = unknown;
export type SdkVersion = '1.47.2' | '1.12.0';

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
  createComponent(params: Params): unknown;
  mountComponent(params: Params, selector: unknown): unknown;
  submit(data?: unknown): Promise<unknown>;
  canMakePayments(method?: string): Promise<boolean>;
  unmount(): void;
  /** The plugin's fields, of which the controller resets three. */
  readonly _componentApp: { _multipleCallbackEvents: unknown; _isRetention: boolean; _selector: unknown };
  /** How often the controller called unmount(). */
  readonly unmounts: number;
  /** Says something on a callback whether or not anybody should: for strays and replays. */
  emit(raw: Raw): void;
  error(raw: Raw): void;
  log(raw: Raw): void;
  hooks(): Callbacks;
}

/** One call of createComponent or mountComponent, and the remote cashier it opened. */
export interface FakeCashier {
  readonly instance: FakeInstance;
  readonly params: Params;
  /** 'pending' until the call's promise has settled. */
  readonly promise: 'pending' | 'resolved' | 'rejected';
  /** The cashier app has started: the call resolves. */
  readonly launch: () => void;
  /** The SDK's query request ends. Only with `sdk.holdQuery`; a failure rejects createComponent and cleans the page 300 ms later. */
  readonly answerQuery: () => void;
  readonly failQuery: () => void;
  /** The cashier posts a code. Heard while the instance listens to messages: not before its UI is there, not after its clean-up. */
  readonly emit: (code: string, fields?: Params) => void;
  /** The same with any payload. */
  readonly post: (raw: Raw) => void;
  /** The newest submit() that waits is answered: the event first, then its promise, with the same object. */
  readonly answer: (raw: Raw) => void;
  /** The data of each submit(). */
  readonly submits: readonly unknown[];
  readonly awaits: boolean;
  /** The cashier says which code its close button means. */
  readonly declare: (code: string, result?: unknown) => void;
  /** The cashier switches the "leave?" dialog off. */
  readonly noRetention: () => void;
  /** The buyer closes, the dialog switched off: onClose, then the declared code if there is one. */
  readonly close: (options?: { readonly declared?: string | undefined; readonly result?: unknown }) => void;
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
  readonly sheet: (code: string, fields?: Params) => void;
}

type FamilyClass = new (options: Record<string, unknown>) => FakeInstance;

export interface FakeSdk {
  /** What `import('@alipay/ams-checkout')` gives, as far as this family goes. */
  readonly module: { readonly AMSCashierPayment: FamilyClass } & Readonly<Record<string, FamilyClass>>;
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

/** What the imitation is part of. */
export interface FakeSdkWorld {
  readonly window: () => PageWindow;
  readonly timers: PageTimers;
  readonly opened: Opened;
  readonly navigate: (url: string, target: '_blank' | '_self') => void;
}

const SINGLETON = { code: 'SDK_CREATECOMPONENT_ERROR', message: 'Only one component can be rendered simultaneously' };
export const LOAD_TIMEOUT = { code: 'SDK_CREATECOMPONENT_ERROR', message: 'Load resource timeout' };
/** What a cashier's frame that is no JSON becomes. */
export const NOT_JSON = { code: 'SDK_INTERNAL_ERROR', message: 'The message string should conform to the json format' };

/** Where the plugin's constructor would draw. */
const POPUP_PLACE = `#${SECTION}`;
const LOAD_LIMIT = 15_000;
const VALIDATE_LIMIT = 15_000;
const PRELOAD_LIMIT = 10_000;
const SECOND_CLEANUP = 300;

/** The method that is a sheet of the system's; by the other's name each version opens its card form (test/sdk/apple-pay). */
export const APPLE_PAY: Readonly<Record<SdkVersion, string>> = { '1.47.2': 'APPLEPAY', '1.12.0': 'CARD_APPLE_PAY' };
/** The classes, and the app that each loads ahead. In 1.12.0 EasyPay and AutoDebit belong to this family too. */
const CLASSES: Readonly<Record<SdkVersion, Readonly<Record<string, readonly string[]>>>> = {
  '1.47.2': {
    AMSCashierPayment: ['CASHIER_PAYMENT_CARD-1.0', 'CASHIER_PAYMENT_APM-1.0'],
    AMSVaulting: ['VAULTING_CARD-1.0'],
    AMSAutoDebitPay: [],
  },
  '1.12.0': {
    AMSCashierPayment: ['CASHIER_PAYMENT_CARD-1.0', 'CASHIER_PAYMENT_APM-1.0'],
    AMSVaulting: ['CASHIER_PAYMENT_CARD-1.0'],
    AMSEasyPay: ['EASY_PAY_WALLET-1.0'],
    AMSAutoDebit: ['AUTO_DEBIT_WALLET-1.0'],
  },
};

/** They have to be functions. */
const CALLBACKS: Readonly<Record<SdkVersion, readonly string[]>> = {
  '1.47.2': ['onError', 'onPaymentMethodSelected', 'onSizeChanged', 'onLog', 'onEventCallback', 'onClose', 'onBeforeSubmit'],
  '1.12.0': ['onError', 'onPaymentMethodSelected', 'onSizeChanged', 'onLog', 'onEventCallback', 'onClose'],
};

export function createFakeSdk(version: SdkVersion = '1.47.2', given: Partial<FakeSdkWorld> = {}): FakeSdk {
  const pageWindow = given.window ?? ((): PageWindow => window);
  const timers = given.timers ?? createTimers(pageWindow);
  const opened = given.opened ?? ((): void => undefined);
  const nodes = createNodes(pageWindow);
  const later: PageTimers['later'] = (run, ms) => timers.later(run, ms);
  const instances: FakeInstance[] = [];
  const cashiers: FakeCashier[] = [];
  const navigations: string[] = [];
  const tabs: string[] = [];

  const go = (url: string): void => {
    navigations.push(url);
    given.navigate?.(url, '_self');
  };

  function familyClass(className: string, preloads: readonly string[]): FamilyClass {
    const preloaded = preloads.map((app) => `ams-checkout-component-${app}`);
    const removePreloads = (): void => {
      for (const id of preloaded) nodes.remove(id);
    };

    class Member extends Family {
      private readonly stopPreload: () => void;

      constructor(options: Record<string, unknown>) {
        super(className, options);
        for (const id of preloaded) nodes.append('iframe', id);
        nodes.tracker();
        this.stopPreload = later(removePreloads, PRELOAD_LIMIT);
      }

      protected override stopPreloads(): void {
        this.stopPreload();
        removePreloads();
      }
    }
    // Only AMSCashierPayment of 1.47.2 has it.
    if (className === 'AMSCashierPayment' && version === '1.47.2') {
      Object.defineProperty(Member.prototype, 'validateFields', {
        configurable: true,
        writable: true,
        value: function (this: Family) {
          return this.validate();
        },
      });
    }
    return Member;
  }

  class Family implements FakeInstance {
    readonly _componentApp: FakeInstance['_componentApp'] = {
      _multipleCallbackEvents: undefined,
      _isRetention: true,
      _selector: POPUP_PLACE,
    };
    readonly options: Readonly<Record<string, unknown>>;
    unmounts = 0;
    /** A component counts as open. */
    open = false;
    /** Stands for the window's listener for the cashier's messages. */
    private readonly hear = (): void => undefined;
    current: CashierParts | null = null;
    private resolveLoad: (() => void) | null = null;

    constructor(
      readonly className: string,
      options: Record<string, unknown>,
    ) {
      if (sdk.constructorError !== undefined) throw sdk.constructorError as Error;
      for (const name of CALLBACKS[version]) {
        if (options[name] && typeof options[name] !== 'function') throw new Error('Parameter type should be function');
      }
      this.options = options;
      instances.push(this);
    }

    /** The cashier's messages are heard. */
    get listening(): boolean {
      return this.isListening;
    }
    private isListening = false;
    private setListening(on: boolean): void {
      this.isListening = on;
      if (on) pageWindow().addEventListener('message', this.hear);
      else pageWindow().removeEventListener('message', this.hear);
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

    createComponent(params: Params): unknown {
      return this.start(params, false);
    }

    mountComponent(params: Params, selector: unknown): unknown {
      return this.start(params, true, selector);
    }

    canMakePayments(method?: string): Promise<boolean> {
      return Promise.resolve(method !== 'ApplePay' || 'ApplePaySession' in pageWindow());
    }

    submit(data?: unknown): Promise<unknown> {
      const cashier = this.current;
      if (!cashier || !this.open) {
        return Promise.reject(new Error('Component not created or current browser compatibility issue, not supported'));
      }
      return cashier.submit(data);
    }

    validate(): Promise<{ isValid: boolean }> {
      const cashier = this.current;
      if (!cashier || !this.open) return Promise.resolve({ isValid: false });
      return new Promise((resolve) => {
        const stop = later(() => {
          resolve({ isValid: false });
        }, VALIDATE_LIMIT);
        cashier.validate((isValid) => {
          stop();
          resolve({ isValid });
        });
      });
    }

    protected stopPreloads(): void {
      // Of the class that knows them.
    }

    private start(params: Params, inline: boolean, selector?: unknown): unknown {
      this.stopPreloads();
      const cashier = createCashier(this, params, inline);
      cashiers.push(cashier.driver);
      sdk.duringCreate?.(this);
      if (sdk.createError !== undefined) throw sdk.createError as Error;
      if (sdk.stuck) return new Promise(() => undefined);
      const work = this.className === 'AMSAutoDebitPay' ? this.leaveAtOnce(cashier, params) : this.show(cashier, params, inline, selector);
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

    private show(cashier: CashierParts, params: Params, inline: boolean, selector: unknown): Promise<void> {
      return Promise.resolve()
        .then(() => {
          const meta = checkSession(params['sessionData']);
          if (meta.scene === 'ELEMENT_PAYMENT' && version === '1.47.2') {
            throw { ...PARAMETER_ERROR, message: 'unsupported payment method' } as unknown as Error;
          }
          return meta;
        })
        .catch((reason: unknown) => {
          this.error(reason);
          throw reason;
        })
        .then((meta) => {
          cashier.meta = meta;
          if (meta.wallet === APPLE_PAY[version] && !inline) {
            opened(cashier.app);
            return undefined;
          }
          if (meta.wallet === 'PAYPAL_CHECKOUT' && inline) throw notPlayed("PayPal's buttons (mount() of a PAYPAL_CHECKOUT session)");
          if (sdk.buildDelay === 0) return this.build(cashier, inline, selector);
          return new Promise<void>((resolve) => {
            later(resolve, sdk.buildDelay);
          }).then(() => this.build(cashier, inline, selector));
        });
    }

    /** AMSAutoDebitPay: no UI at all. */
    private leaveAtOnce(cashier: CashierParts, params: Params): Promise<void> {
      if (this.open) {
        this.error(SINGLETON);
        return Promise.reject(SINGLETON);
      }
      this.open = true;
      return Promise.resolve().then(() => {
        const meta = checkSession(params['sessionData']);
        if (!meta.fast) throw { ...ABNORMAL, message: `${ABNORMAL.message}.` } as unknown as Error;
        cashier.meta = meta;
        opened(cashier.app);
        this.cleanContainer(false);
        // The call has resolved by then: the SDK tries two other addresses first.
        later(() => {
          const { normalUrl } = meta;
          if (normalUrl === undefined) this.emit(callUrlError({}));
          else {
            go(normalUrl);
            this.emit(callUrlSuccess(normalUrl));
          }
        }, 0);
      });
    }

    /** appendIframeNodes. */
    private build(cashier: CashierParts, inline: boolean, selector: unknown): Promise<void> {
      if (this.open) {
        this.error(SINGLETON);
        return Promise.reject(SINGLETON);
      }
      this.open = true;
      this.current = cashier;
      if (selector !== undefined && selector !== null && selector !== '') this._componentApp._selector = selector;
      this.emit({ code: 'SDK_START_OF_LOADING' });
      if (inline) {
        const place = inlinePlace(this._componentApp._selector);
        this.setListening(true);
        if (!place) return this.buildNowhere();
        buildInline(place);
      } else {
        buildPopup(cashier, this._componentApp._selector);
        this.setListening(true);
      }
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
      if (cashier.meta?.refused === true) cashier.driver.failQuery();
      const query = sdk.holdQuery || cashier.meta?.refused === true ? cashier.query : Promise.resolve();
      opened(cashier.app);
      return Promise.all([query, load])
        .then(() => undefined)
        .catch((reason: unknown) => {
          this.open = false;
          this.cleanContainer(false);
          throw reason;
        });
    }

    /** In a container that is not there. */
    private buildNowhere(): Promise<void> {
      if (version === '1.47.2') {
        this.cleanContainer(false);
        const message = `Failed to execute 'querySelector' on 'Document': #${CONTAINER} is not a valid selector`;
        return Promise.reject({ ...PARAMETER_ERROR, message });
      }
      // It gives up half-way: the instance counts as open, and the timer of its app runs on.
      later(() => {
        this.error(LOAD_TIMEOUT);
      }, LOAD_LIMIT);
      return Promise.reject(new TypeError("Cannot read properties of null (reading 'appendChild')"));
    }

    /** The SDK's clean-up: half of it now, the other half 300 ms later unless at once is asked for. */
    cleanContainer(atOnce: boolean): void {
      nodes.remove(MASK_CLOSE);
      nodes.remove(LOADING);
      this.resolveLoad?.();
      this.open = false;
      if (atOnce) this.cleanElement();
      else
        later(() => {
          this.cleanElement();
        }, SECOND_CLEANUP);
    }

    private cleanElement(): void {
      const selector = this._componentApp._selector;
      // The SDK's own try and catch: with a selector that is no CSS, or without a body, the rest is left undone.
      try {
        // Its own container is emptied, whatever else the page has in it.
        const place = typeof selector === 'string' ? nodes.document.querySelector(selector) : null;
        if (place) place.innerHTML = '';
      } catch {
        return;
      }
      nodes.remove(CONTAINER);
      const body = nodes.document.body as HTMLElement | null;
      if (!body) return;
      setOverflow(body, 'auto');
      nodes.remove(MOCKUP);
      nodes.remove(RETENTION);
      this.setListening(false);
    }

    unmount(): void {
      this.unmounts += 1;
      if (sdk.unmountError !== undefined) {
        // What a test counts on the window afterwards is not to be the imitation's.
        pageWindow().removeEventListener('message', this.hear);
        throw sdk.unmountError as Error;
      }
      this.cleanContainer(true);
    }
  }

  interface CashierParts {
    readonly driver: FakeCashier;
    readonly app: App;
    readonly query: Promise<void>;
    readonly inline: boolean;
    meta: SessionMeta | null;
    launch: () => void;
    readonly settle: (how: 'resolved' | 'rejected') => void;
    readonly submit: (data: unknown) => Promise<unknown>;
    readonly validate: (answer: (isValid: boolean) => void) => void;
  }

  function createCashier(instance: Family, params: Params, inline: boolean): CashierParts {
    let promise: FakeCashier['promise'] = 'pending';
    let answer: () => void = () => undefined;
    let fail: (reason: Error) => void = () => undefined;
    const query = new Promise<void>((resolve, reject) => {
      answer = resolve;
      fail = reject;
    });
    query.catch(() => undefined);
    const remembered = instance._componentApp;
    const submits: unknown[] = [];
    const waiting: ((raw: Raw) => void)[] = [];
    let complete = true;
    let started = false;

    const sayClose = (): void => {
      instance.hooks().onClose?.({});
    };
    /** handleDeclarePopWindowCallback: whichever cashier declared it. */
    const sayDeclared = (): void => {
      const declared = remembered._multipleCallbackEvents as
        { popWindowEventInfo: { eventName: string; eventResult: unknown } } | null | undefined;
      if (declared)
        instance.emit({ code: declared.popWindowEventInfo.eventName, result: { result: declared.popWindowEventInfo.eventResult ?? {} } });
    };
    const cross = (): void => {
      // The buyer's way out of a form in the page is the page's own.
      if (remembered._isRetention) {
        nodes.document.getElementById(RETENTION)?.classList.add(RETENTION_SHOWN);
        return;
      }
      instance.cleanContainer(false);
      sayClose();
      sayDeclared();
    };
    const launchError = (to: Redirect = {}): void => {
      instance.emit(callUrlError(to));
    };
    const launchSuccess = (url: string): void => {
      instance.emit(callUrlSuccess(url));
    };
    const isCurrent = (): boolean => instance.current === parts && instance.open;

    const driver: FakeCashier = {
      instance,
      params,
      get promise() {
        return promise;
      },
      launch: () => {
        started = true;
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
      answer: (raw) => {
        if (!instance.listening) return;
        const settle = waiting.pop();
        instance.emit(raw);
        settle?.(raw);
      },
      submits,
      get awaits() {
        return waiting.length > 0 && isCurrent();
      },
      declare: (eventName, eventResult) => {
        remembered._multipleCallbackEvents = { popWindowEventInfo: { enableCallback: true, eventName, eventResult } };
      },
      noRetention: () => {
        remembered._isRetention = false;
      },
      close: ({ declared, result } = {}) => {
        driver.noRetention();
        if (declared !== undefined) driver.declare(declared, result);
        cross();
      },
      cross,
      leave: () => {
        sayClose();
        nodes.document.getElementById(RETENTION)?.classList.remove(RETENTION_SHOWN);
        instance.cleanContainer(false);
        sayDeclared();
      },
      redirect: ({ normalUrl = 'https://method.example/pay', applinkUrl, schemeUrl, target } = {}) => {
        if (target === '_blank') {
          launchSuccess(normalUrl);
          tabs.push(normalUrl);
          given.navigate?.(normalUrl, '_blank');
          return;
        }
        instance.cleanContainer(false);
        void Promise.resolve().then(() => {
          const to = { normalUrl, applinkUrl: applinkUrl ?? '', schemeUrl: schemeUrl ?? '' };
          if (to.applinkUrl !== '') launchError(to);
          if (to.schemeUrl !== '') launchError(to);
          go(normalUrl);
          launchSuccess(normalUrl);
        });
      },
      callApp: (scheme) => {
        instance.cleanContainer(false);
        nodes.append('iframe', 'callapp_iframe_1').setAttribute('src', scheme);
        nodes.append('a', '').setAttribute('href', scheme);
      },
      appOpened: () => {
        launchSuccess('');
        launchSuccess('');
      },
      appMissing: () => {
        launchError();
      },
      sheet: (code, fields = {}) => {
        instances[instances.length - 1]?.emit({ code, ...fields });
      },
    };

    const surface = (): App['surface'] => {
      if (instance.className === 'AMSAutoDebitPay') return 'redirect';
      if (inline) return 'inline';
      return parts.meta?.wallet === APPLE_PAY[version] ? 'sheet' : 'popup';
    };
    const app: App = {
      className: instance.className,
      session: String(params['sessionData']),
      params,
      get surface() {
        return surface();
      },
      ownButton: !inline || (params['appearance'] as { showSubmitButton?: unknown } | undefined)?.showSubmitButton !== false,
      get phase() {
        // The sheet is the system's, and closes with its answer.
        if (surface() === 'sheet') return 'drawn';
        if (surface() === 'redirect' || (started && !isCurrent())) return 'gone';
        if (!isCurrent()) return instance.current === parts ? 'gone' : 'starting';
        return started ? 'drawn' : 'starting';
      },
      get awaitsAnswer() {
        return driver.awaits;
      },
      get place() {
        if (!isCurrent()) return null;
        const section = nodes.document.getElementById(inline ? CONTAINER : SECTION);
        return section;
      },
      start: () => {
        driver.launch();
        // In the task after the one in which the call resolves, as the app's message is one of its own.
        later(() => {
          if (!isCurrent()) return;
          nodes.remove(LOADING);
          driver.emit('SDK_END_OF_LOADING', { message: '' });
        }, 0);
      },
      says: (code, result) => {
        const raw = result === undefined ? { code } : { code, result };
        if (surface() === 'sheet') driver.sheet(code, result === undefined ? {} : { result });
        else if (driver.awaits) driver.answer(raw);
        else driver.post(raw);
      },
      fill: (valid) => {
        complete = valid;
      },
      closes: inline
        ? null
        : () => {
            driver.close();
          },
      submitted: null,
      redirects: (to) => {
        driver.redirect(to);
      },
      vanishes: () => {
        nodes.remove(CONTAINER);
      },
    };

    const parts: CashierParts = {
      driver,
      app,
      query,
      inline,
      meta: null,
      launch: () => undefined,
      settle: (how) => {
        promise = how;
      },
      submit: (data) =>
        new Promise((resolve) => {
          submits.push(data);
          waiting.push(resolve);
          if (!complete) driver.answer({ code: 'SDK_FORM_VERIFICATION_FAILED' });
          else app.submitted?.();
        }),
      validate: (reply) => {
        // The app of the kit always answers.
        reply(complete);
      },
    };
    return parts;
  }

  function buildPopup(cashier: CashierParts, selector: unknown): void {
    const { cross, leave } = cashier.driver;
    if (!nodes.document.getElementById(CONTAINER)) drawSection(nodes, cross);
    const place = nodes.document.querySelector(String(selector));
    if (!place) throw { ...PARAMETER_ERROR, message: `${String(selector)} is not a valid selector` } as unknown as Error;
    nodes.append('iframe', 'ams-checkout-component-desktop', place);
    drawAround(nodes, { leave, mask: version === '1.47.2' ? cross : null });
  }

  /** The container; the styles come first, and the second of them only where the selector can be read. */
  function inlinePlace(selector: unknown): Element | null {
    if (!nodes.document.getElementById('ams-inline-component-style')) nodes.style('.ams-inline {}', 'ams-inline-component-style');
    const place = nodes.document.querySelector(selector as string);
    nodes.style('.ams-popupmodal {}');
    return place;
  }

  function buildInline(place: Element): void {
    const container = nodes.append('div', CONTAINER, place);
    nodes.append('div', LOADING, container);
    nodes.append('iframe', 'ams-checkout-component-desktop', container);
  }

  function callUrlError({ applinkUrl = '', schemeUrl = '', normalUrl = '' }: Redirect): Raw {
    return {
      code: version === '1.47.2' ? 'SDK_LAUNCH_PAYMENT_APP_ERROR' : 'SDK_CALL_URL_ERROR',
      message: `Failed to open app,applinkUrl: ${applinkUrl} schemeUrl: ${schemeUrl} normalUrl: ${normalUrl}`,
    };
  }

  const classes: Record<string, FamilyClass> = {};
  for (const name of Object.keys(CLASSES[version])) classes[name] = familyClass(name, CLASSES[version][name] ?? []);
  const sdk: FakeSdk = {
    module: classes as FakeSdk['module'],
    instances,
    cashiers,
    navigations,
    tabs,
    instance: () => last(instances, 'instance'),
    cashier: () => last(cashiers, 'cashier'),
    get timers() {
      return timers.pending;
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

function callUrlSuccess(url: string): Raw {
  return { code: 'SDK_CALL_URL_SUCCESS', message: `Successfully opened the app,NormalUrl: ${url}` };
}

/** What the kit does not play says so, instead of being silent. */
export function notPlayed(what: string): Error {
  return new Error(`antom-checkout-controller/testing does not play ${what}.`);
}

function last<T>(list: readonly T[], what: string): T {
  const item = list[list.length - 1];
  if (item === undefined) throw new Error(`the SDK has no ${what} yet`);
  return item;
}
