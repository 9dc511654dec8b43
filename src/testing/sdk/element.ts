/**
 * A scripted AMSElement: the behaviour of @alipay/ams-checkout 1.47.2 that the controller has to live with (core/component/element),
 * pending answers that never come and the timer that outlives destroy() included. test/sdk holds the real SDK to the same facts.
 *
 * Timers are the page's own, so `vi.useFakeTimers()` moves them.
 */
import { notPlayed, type FakeSdkWorld } from './ams-checkout';
import type { App, Params } from './app';
import { createNodes, createTimers, type PageTimer, type PageWindow } from './nodes';
import { CONTAINER, setOverflow } from './popup';
import { readPart4, readSession } from './session';

interface ElementOptions {
  readonly sessionData?: unknown;
  readonly onEventCallback?: (raw: unknown) => void;
  readonly onError?: (raw: unknown) => void;
  readonly onClose?: (raw: unknown) => void;
  readonly loading?: { readonly onStartLoading?: () => void; readonly onEndLoading?: () => void };
}

/** One instance, and the remote form that it draws. */
export interface FakeForm {
  readonly session: string;
  readonly params: Params | null;
  /** The app is drawn: mount() resolves. */
  readonly launch: () => void;
  /** The app tells a size without its source: the SDK's timer is over, and mount() never settles. */
  readonly stall: () => void;
  /** mount() resolves with an error, its UI stays. */
  readonly refuse: (code: string) => void;
  /** How often submitPayment() has reached the app. */
  readonly submits: number;
  /** A submitPayment() that is not answered yet. */
  readonly awaits: boolean;
  /** The app answers the newest submitPayment(). */
  readonly answer: (answer: unknown) => void;
  /** submitPayment() rejects. */
  readonly reject: (reason: unknown) => void;
  /** The app posts a code. */
  readonly emit: (code: string, result?: unknown) => void;
  readonly valid: (isValid: boolean) => void;
  /** validateFields() rejects. */
  readonly refuseValidation: () => void;
  /** The app's own onDestroy: its UI goes without a word. */
  readonly vanish: () => void;
  readonly isDrawn: boolean;
  readonly destroyed: boolean;
  /** The same form as the buyer of the kit uses it. */
  readonly app: App;
}

export interface FakeElementSdk {
  readonly module: { readonly AMSElement: new (options: ElementOptions) => object };
  readonly forms: readonly FakeForm[];
  /** The newest; throws when there is none. */
  form(): FakeForm;
  /** The SDK's own timers that are still running. The driver clears one itself, which nobody tells us of. */
  readonly timers: number;
  /** Thrown by destroy(). */
  unmountError: unknown;
}

const LAUNCH_LIMIT = 10_000;
const UNUSABLE = 'An error occurred. The transaction cannot be initiated.';
const UI_STATE_ERROR = { code: 'UI_STATE_ERROR', message: UNUSABLE };
const PARAM_INVALID = { code: 'PARAM_INVALID', message: UNUSABLE };
/** What submitPayment() answers, by the code of the same meaning. */
const STATUSES: Readonly<Record<string, string>> = {
  SDK_PAYMENT_SUCCESSFUL: 'SUCCESS',
  SDK_PAYMENT_PROCESSING: 'PROCESSING',
  SDK_PAYMENT_PENDING: 'PENDING',
  SDK_PAYMENT_CANCEL: 'CANCELLED',
  SDK_PAYMENT_FAIL: 'FAIL',
  SDK_PAYMENT_ERROR: 'FAIL',
  SDK_FORM_VERIFICATION_FAILED: 'FAIL',
};

interface Settle {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

export function createFakeElementSdk(given: Partial<FakeSdkWorld> = {}): FakeElementSdk {
  const pageWindow = given.window ?? ((): PageWindow => window);
  const timers = given.timers ?? createTimers(pageWindow);
  const nodes = createNodes(pageWindow);
  const forms: FakeForm[] = [];
  /** The kit's form answers validateFields() by itself; that of a unit test waits for the test. */
  const answersItself = given.opened !== undefined;

  class AMSElement {
    readonly controller: { initTimeout: PageTimer | null | undefined; serviceMap: { EventCenter: { destroy: () => void } } };
    private status: 'ready' | 'busy' | 'destroyed' = 'ready';
    private ui: HTMLElement | null = null;
    private heard = true;
    private isLoading = false;
    private stopTimer: () => void = () => undefined;
    private settleMount: (answer: unknown) => void = () => undefined;
    private pending: Settle | null = null;
    private asked: Settle | null = null;
    private submits = 0;
    private params: Params | null = null;
    private complete = true;
    private launched = false;
    /** They stand for the two that the SDK leaves on the window: the instance's, and one for each thing it draws. */
    private readonly hear = (): void => undefined;
    private hearUi: () => void = () => undefined;
    private readonly form: FakeForm;

    constructor(private readonly options: ElementOptions) {
      const { sessionData } = options;
      if (!sessionData) {
        this.say({ code: 'SDK_CREATE_COMPONENT_ERROR', message: 'sessionData is empty' });
        throw Object.assign(new Error('sessionData is empty'), {
          name: 'InvalidElementConfigError',
          errors: [{ field: 'sessionData', message: 'sessionData is empty' }],
        });
      }
      nodes.tracker();
      pageWindow().addEventListener('message', this.hear);
      this.controller = {
        initTimeout: undefined,
        serviceMap: {
          EventCenter: {
            destroy: () => {
              this.heard = false;
              pageWindow().removeEventListener('message', this.hear);
            },
          },
        },
      };
      this.form = this.createForm(sessionData as string);
      forms.push(this.form);
    }

    mount(params: Params | undefined, selector: string): Promise<unknown> {
      return new Promise((resolve) => {
        const refuse = (error: unknown, event: unknown): void => {
          this.say(event);
          resolve({ error });
        };
        const failed = (message: string): unknown => ({ code: 'SDK_CREATE_COMPONENT_ERROR', message });
        const place = nodes.document.querySelector(selector);
        if (!place) {
          refuse(PARAM_INVALID, failed(`Element with selector ${selector} not found.`));
          return;
        }
        if (this.status !== 'ready') {
          const why = this.status === 'busy' ? 'SDK status error.' : 'Creating components in the destroyed state is forbidden.';
          refuse(UI_STATE_ERROR, failed(why));
          return;
        }
        this.params = params ?? {};
        this.settleMount = resolve;
        this.startTimer();
        this.setLoading(true);
        this.status = 'busy';
        nodes.tracker();
        const hear = (): void => undefined;
        pageWindow().addEventListener('message', hear);
        const inner = `${CONTAINER}-${selector.charAt(0) === '#' ? selector.slice(1) : selector}`;
        const fault = this.faultOf(params, inner);
        if (fault !== '') {
          resolve({ error: { ...PARAM_INVALID, context: '{}' } });
          this.say({ code: 'SDK_CREATEPAYMENT_PARAMETER_ERROR', message: fault });
          this.endTimer();
          this.setLoading(false);
          return;
        }
        if (!nodes.document.getElementById('ams-inline-component-style')) nodes.style('.ams-inline {}', 'ams-inline-component-style');
        this.hearUi = hear;
        this.ui = nodes.append('div', inner, place);
        nodes.append('iframe', `antom-sdk-web-app-${selector}`, this.ui);
        given.opened?.(this.form.app);
      });
    }

    /** Of two, the first never settles. */
    submitPayment(): Promise<unknown> {
      if (this.status !== 'busy') {
        return Promise.resolve({ status: 'FAIL', error: { ...UI_STATE_ERROR, needChangeSessionForRetry: false } });
      }
      this.submits += 1;
      this.setLoading(true);
      return new Promise((resolve, reject) => {
        this.pending = { resolve, reject };
        if (this.complete) this.form.app.submitted?.();
        else this.answer({ status: 'FAIL', error: { code: 'FORM_INVALID', message: 'The form is not complete.' } });
      }).then(
        (answer) => {
          this.setLoading(false);
          return answer;
        },
        (reason: unknown) => {
          this.setLoading(false);
          throw reason;
        },
      );
    }

    validateFields(): Promise<unknown> {
      if (this.controller.initTimeout || !this.ui) return Promise.resolve({ isValid: false });
      if (answersItself) return Promise.resolve({ isValid: this.complete });
      return new Promise((resolve, reject) => {
        this.asked = { resolve, reject };
      });
    }

    updatePayment(): never {
      throw notPlayed('AMSElement.updatePayment()');
    }

    destroy(): void {
      if (sdk.unmountError !== undefined) throw sdk.unmountError as Error;
      this.status = 'destroyed';
      this.removeUi();
    }

    private say(raw: unknown): void {
      this.options.onEventCallback?.(raw);
    }

    private setLoading(on: boolean): void {
      const { loading } = this.options;
      if (on === this.isLoading) return;
      if (!on) {
        loading?.onEndLoading?.();
        this.isLoading = false;
      } else if (loading?.onStartLoading) {
        this.isLoading = true;
        loading.onStartLoading();
      }
    }

    /** Why the session or the options cannot be used; an empty text where they can. */
    private faultOf(params: Params | undefined, inner: string): string {
      if (readPart4(this.options.sessionData) === null) return "Cannot read properties of null (reading 'extendInfo')";
      if (params?.['type'] !== 'payment') return "Cannot read properties of undefined (reading 'registerElementContainer')";
      return nodes.document.getElementById(inner) ? "Cannot read properties of undefined (reading 'appendChild')" : '';
    }

    private startTimer(): void {
      this.stopTimer();
      this.stopTimer = timers.later(
        () => {
          this.controller.initTimeout = null;
          this.setLoading(false);
          this.status = 'ready';
          this.say({ code: 'SDK_LAUNCH_PAYMENT_APP_ERROR', message: 'Load app time out' });
          this.removeOwn();
          this.settleMount({
            error: { code: 'INITIALIZE_WEB_TIMEOUT', message: 'An error occurred; the transaction cannot be initiated.' },
          });
        },
        LAUNCH_LIMIT,
        (handle) => {
          this.controller.initTimeout = handle;
        },
      );
    }

    private endTimer(): void {
      this.stopTimer();
      this.controller.initTimeout = null;
    }

    private removeOwn(): void {
      pageWindow().removeEventListener('message', this.hearUi);
      this.ui?.remove();
      this.ui = null;
    }

    /** With it goes every popup of the SDK's, whoever opened it. */
    private removeUi(): void {
      nodes.remove(CONTAINER);
      nodes.remove('ams-component-mask-close-block');
      nodes.remove('ams-component-loading');
      setOverflow(nodes.document.body, 'auto');
      nodes.remove('ams-component-mockup');
      nodes.remove('ams-component-retention');
      this.removeOwn();
    }

    private answer(answer: unknown): void {
      if (!this.ui || !this.heard) return;
      this.pending?.resolve(answer);
      this.pending = null;
    }

    private createForm(session: string): FakeForm {
      const isThere = (): boolean => this.ui !== null && this.heard;
      const paramsOf = (): Params | null => this.params;
      const state = (): { submits: number; awaits: boolean; drawn: boolean; destroyed: boolean; launched: boolean } => ({
        submits: this.submits,
        awaits: this.pending !== null,
        drawn: this.ui?.isConnected ?? false,
        destroyed: this.status === 'destroyed',
        launched: this.launched,
      });
      const place = (): Element | null => this.ui;

      const form: FakeForm = {
        session,
        get params() {
          return paramsOf();
        },
        launch: () => {
          if (!isThere()) return;
          this.launched = true;
          this.endTimer();
          this.settleMount({});
          this.setLoading(false);
        },
        stall: () => {
          this.endTimer();
        },
        refuse: (code) => {
          this.settleMount({ error: { code, message: 'refused' } });
        },
        get submits() {
          return state().submits;
        },
        get awaits() {
          return state().awaits;
        },
        answer: (answer) => {
          this.answer(answer);
        },
        reject: (reason) => {
          this.pending?.reject(reason);
          this.pending = null;
        },
        emit: (code, result) => {
          if (isThere()) this.say({ code, message: '', result });
        },
        valid: (isValid) => {
          this.asked?.resolve({ isValid });
        },
        refuseValidation: () => {
          this.asked?.reject(new Error('no'));
        },
        vanish: () => {
          if (!isThere()) return;
          this.setLoading(false);
          this.status = 'ready';
          this.removeUi();
        },
        get isDrawn() {
          return state().drawn;
        },
        get destroyed() {
          return state().destroyed;
        },
        get app() {
          return app;
        },
      };

      const app: App = {
        className: 'AMSElement',
        session,
        get params() {
          return paramsOf() ?? {};
        },
        surface: 'inline',
        ownButton: false,
        get phase() {
          const { drawn, launched } = state();
          if (!drawn) return 'gone';
          return launched ? 'drawn' : 'starting';
        },
        get awaitsAnswer() {
          return isThere() && form.awaits;
        },
        get place() {
          return isThere() ? place() : null;
        },
        start: () => {
          // Antom's server says no: the app shows why.
          if (readSession(session)?.refused === true) form.refuse('ORDER_IS_CLOSED');
          else form.launch();
        },
        says: (code, result) => {
          const status = STATUSES[code];
          if (app.awaitsAnswer && status !== undefined) form.answer(answerOf(status, code, result));
          else form.emit(code, result);
        },
        fill: (valid) => {
          this.complete = valid;
        },
        closes: null,
        submitted: null,
        redirects: ({ normalUrl = 'https://method.example/pay', target }) => {
          if (!isThere()) return;
          const say = (): void => {
            this.say({ code: 'SDK_CALL_URL_SUCCESS', message: `Successfully opened the app,NormalUrl: ${normalUrl}`, result: undefined });
          };
          if (target === '_blank') say();
          given.navigate?.(normalUrl, target ?? '_self');
          if (target === undefined) void Promise.resolve().then(say);
        },
        vanishes: () => {
          form.vanish();
        },
      };
      return form;
    }
  }

  const sdk: FakeElementSdk = {
    module: { AMSElement },
    forms,
    form: () => {
      const form = forms[forms.length - 1];
      if (!form) throw new Error('the SDK has no form yet');
      return form;
    },
    get timers() {
      return timers.pending;
    },
    unmountError: undefined,
  };
  return sdk;
}

/** A failure carries what the event of that code would have in its result. */
function answerOf(status: string, code: string, result: unknown): unknown {
  if (status !== 'FAIL') return { status };
  const { paymentResultCode, paymentResultMessage = '' } = (result ?? {}) as {
    paymentResultCode?: unknown;
    paymentResultMessage?: unknown;
  };
  switch (code) {
    case 'SDK_FORM_VERIFICATION_FAILED':
      return { status, error: { code: 'FORM_INVALID', message: paymentResultMessage } };
    case 'SDK_PAYMENT_ERROR':
      // What the SDK makes of an answer that it cannot read.
      return { status, error: { code: 'ERR_DATA_STRUCT_UNRECOGNIZED', message: UNUSABLE, context: '{}' } };
    default:
      return { status, error: { code: paymentResultCode ?? 'PROCESS_FAIL', message: paymentResultMessage } };
  }
}
