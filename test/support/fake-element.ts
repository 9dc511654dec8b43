/**
 * A scripted AMSElement: the behaviour of @alipay/ams-checkout 1.47.2 that the controller has to live with (core/component/element),
 * pending answers that never come and the timer that outlives destroy() included. test/sdk holds the real SDK to the same facts.
 *
 * Timers are the page's own, so `vi.useFakeTimers()` moves them.
 */

type Params = Readonly<Record<string, unknown>>;

interface ElementOptions {
  readonly sessionData?: unknown;
  readonly onEventCallback?: (raw: unknown) => void;
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
}

export interface FakeElementSdk {
  readonly module: { readonly AMSElement: new (options: ElementOptions) => object };
  readonly forms: readonly FakeForm[];
  /** The newest; throws when there is none. */
  form(): FakeForm;
  /** The SDK's own timers that are still running. */
  readonly timers: number;
}

const LAUNCH_LIMIT = 10_000;

export function createFakeElementSdk(): FakeElementSdk {
  const forms: FakeForm[] = [];
  const running = new Set<unknown>();

  class AMSElement {
    readonly controller: { initTimeout: ReturnType<typeof setTimeout> | undefined; serviceMap: { EventCenter: { destroy: () => void } } };
    private ui: HTMLElement | null = null;
    private settleMount: (answer: unknown) => void = () => undefined;
    private pending: { resolve: (answer: unknown) => void; reject: (reason: unknown) => void } | null = null;
    private asked: ((answer: unknown) => void) | null = null;
    private unasked: ((reason: unknown) => void) | null = null;

    constructor(private readonly options: ElementOptions) {
      if (typeof options.sessionData !== 'string') throw new Error('InvalidElementConfigError');
      let heard = true;
      this.controller = {
        initTimeout: undefined,
        serviceMap: {
          EventCenter: {
            destroy: () => {
              heard = false;
            },
          },
        },
      };
      const state = { submits: 0, destroyed: false, params: null as Params | null };
      this.state = state;
      const isThere = (): boolean => this.ui !== null && heard;
      const ui = (): HTMLElement | null => this.ui;
      const pending = (): unknown => this.pending;
      forms.push({
        session: options.sessionData,
        get params() {
          return state.params;
        },
        launch: () => {
          if (!isThere()) return;
          this.stopTimer();
          this.options.loading?.onEndLoading?.();
          this.settleMount({});
        },
        stall: () => {
          this.stopTimer();
        },
        refuse: (code) => {
          this.stopTimer();
          this.settleMount({ error: { code, message: 'refused' } });
        },
        get submits() {
          return state.submits;
        },
        get awaits() {
          return pending() !== null;
        },
        answer: (answer) => {
          if (!isThere()) return;
          this.pending?.resolve(answer);
          this.pending = null;
        },
        reject: (reason) => {
          this.pending?.reject(reason);
          this.pending = null;
        },
        emit: (code, result) => {
          if (isThere()) this.options.onEventCallback?.({ code, ...(result === undefined ? {} : { result }) });
        },
        valid: (isValid) => {
          this.asked?.({ isValid });
        },
        refuseValidation: () => {
          this.unasked?.(new Error('no'));
        },
        vanish: () => {
          this.removeUi();
        },
        get isDrawn() {
          return ui()?.isConnected ?? false;
        },
        get destroyed() {
          return state.destroyed;
        },
      });
    }
    private readonly state: { submits: number; destroyed: boolean; params: Params | null };

    mount(params: Params, selector: string): Promise<unknown> {
      this.state.params = params;
      const container = document.querySelector(selector);
      if (!container) return Promise.resolve({ error: { code: 'PARAM_INVALID', message: 'no container' } });
      this.options.loading?.onStartLoading?.();
      const frame = document.createElement('div');
      // Not a real one: jsdom would make a window for it.
      frame.appendChild(Object.assign(document.createElementNS('http://www.w3.org/2000/svg', 'iframe'), { contentWindow: {} }));
      container.appendChild(frame);
      this.ui = frame;
      return new Promise((resolve) => {
        this.settleMount = resolve;
        const timer = setTimeout(() => {
          running.delete(timer);
          this.removeUi();
          this.options.onEventCallback?.({ code: 'SDK_LAUNCH_PAYMENT_APP_ERROR' });
          resolve({ error: { code: 'INITIALIZE_WEB_TIMEOUT', message: 'timeout' } });
        }, LAUNCH_LIMIT);
        running.add(timer);
        this.controller.initTimeout = timer;
      });
    }

    /** Of two, the first never settles. */
    submitPayment(): Promise<unknown> {
      if (!this.ui) return Promise.resolve({ status: 'FAIL', error: { code: 'UI_STATE_ERROR', message: '' } });
      this.state.submits += 1;
      this.options.loading?.onStartLoading?.();
      return new Promise((resolve, reject) => {
        this.pending = { resolve, reject };
      });
    }

    validateFields(): Promise<unknown> {
      return new Promise((resolve, reject) => {
        this.asked = resolve;
        this.unasked = reject;
      });
    }

    destroy(): void {
      this.state.destroyed = true;
      this.removeUi();
    }

    private removeUi(): void {
      this.ui?.remove();
      this.ui = null;
    }

    private stopTimer(): void {
      clearTimeout(this.controller.initTimeout);
      running.delete(this.controller.initTimeout);
    }
  }

  // The driver clears the timer itself, which nobody tells us of.
  return {
    module: { AMSElement },
    forms,
    form: () => {
      const form = forms.at(-1);
      if (!form) throw new Error('the SDK has no form yet');
      return form;
    },
    get timers() {
      return running.size;
    },
  };
}
