/**
 * AMSEasyPay and AMSAutoDebit of 1.47.2, scripted (esm/foundation): popups that report nothing while they open, and whose timers outlive
 * unmount(). In 1.12.0 both are of the AMSCheckout family.
 *
 * Everything goes over an event centre, as in the SDK: what the app sends is an event, and whoever listens can be taken off it.
 */
import type { FakeSdkWorld } from './ams-checkout';
import type { App, Params, Redirect } from './app';
import { createNodes, createTimers, type PageWindow } from './nodes';
import {
  CLOSE,
  CONTAINER,
  drawAround,
  drawSection,
  LOADING,
  MASK_CLOSE,
  MOCKUP,
  RETENTION,
  RETENTION_SHOWN,
  SECTION,
  setOverflow,
} from './popup';
import { dig, readPart4 } from './session';

interface CoreOptions {
  readonly onEventCallback?: (raw: unknown) => void;
  readonly onError?: (raw: unknown) => void;
  readonly onClose?: () => void;
}

/** One popup. */
export interface FakeCoreApp {
  readonly app: App;
  /** The app posts an event. Heard while its instance has a popup and its event centre is not destroyed. */
  readonly send: (event: string, data?: unknown) => void;
}

export interface FakeCoreSdk {
  readonly module: Readonly<Record<'AMSEasyPay' | 'AMSAutoDebit', new (options: CoreOptions) => object>>;
  readonly apps: readonly FakeCoreApp[];
  /** Thrown by unmount(). */
  unmountError: unknown;
}

type Listener = (data: unknown) => void;

interface EventCenter {
  listen(name: string, run: Listener, append?: boolean): void;
  unlisten(name: string, run?: Listener): void;
  emit(name: string, data?: unknown): void;
  destroy(): void;
}

const PRELOAD = 'EASY_PAY_WALLET_PAY';
const LAUNCH_LIMIT = 15_000;
const PRELOAD_LIMIT = 10_000;
const SECOND_CLEANUP = 300;

export function createFakeCore(given: Partial<FakeSdkWorld> = {}): FakeCoreSdk {
  const pageWindow = given.window ?? ((): PageWindow => window);
  const { later } = given.timers ?? createTimers(pageWindow);
  const nodes = createNodes(pageWindow);
  const apps: FakeCoreApp[] = [];
  /** The SDK remembers it for the page, not for the instance. */
  let preloaded = false;

  const preload = (): void => {
    if (preloaded) return;
    preloaded = true;
    nodes.append('iframe', PRELOAD);
    later(() => {
      nodes.remove(PRELOAD);
    }, PRELOAD_LIMIT);
  };

  class Core {
    readonly center: EventCenter;
    /** The app's messages are heard: it has been added, and no clean-up has come since. */
    private frames = 0;
    private destroyed = false;
    private declared = false;
    private retention = true;
    private frame: Element | null = null;
    private readonly listeners: Record<string, Listener[]> = {};
    /** Stands for the one that the SDK leaves on the window. */
    private readonly hear = (): void => undefined;

    constructor(
      readonly className: 'AMSEasyPay' | 'AMSAutoDebit',
      private readonly options: CoreOptions,
    ) {
      nodes.tracker();
      // Without options it throws here, as the SDK does when it reads them.
      Object.keys(options);
      pageWindow().addEventListener('message', this.hear);
      this.center = {
        listen: (name, run, append = false) => {
          this.listeners[name] = append ? [...(this.listeners[name] ?? []), run] : [run];
        },
        unlisten: (name, run) => {
          if (run) this.listeners[name] = (this.listeners[name] ?? []).filter((listener) => listener !== run);
          else this.listeners[name] = [];
        },
        emit: (name, data) => {
          for (const listener of this.listeners[name] ?? []) listener(data);
        },
        destroy: () => {
          this.destroyed = true;
          this.frames = 0;
          pageWindow().removeEventListener('message', this.hear);
        },
      };
      this.listenForGood();
      if (className === 'AMSEasyPay') preload();
    }

    private listenForGood(): void {
      const { center, options } = this;
      center.listen('onRedirect', (data) => {
        const { normalUrl = '', applinkUrl = '', schemeUrl = '', target } = data as Redirect;
        this.redirect(normalUrl, applinkUrl, schemeUrl, target);
        this.clean(false);
      });
      center.listen('onDestroy', () => {
        this.clean(true);
      });
      center.listen('onCloseCallback', () => {
        options.onClose?.();
      });
      center.listen('onEventCallback', (data) => {
        options.onEventCallback?.(data);
      });
      center.listen('onError', (data) => {
        options.onError?.(data);
      });
      center.listen('declareEventCallbackInfo', (data) => {
        this.declared = dig(data, 'popWindowEventInfo', 'enableCallback') === true;
      });
      center.listen('dismissLoading', () => {
        nodes.remove(LOADING);
      });
      center.listen('onSizeChanged', () => {
        nodes.remove(LOADING);
      });
    }

    say(raw: unknown): void {
      this.center.emit('onEventCallback', raw);
    }

    /** A rejection of it is the caller's to hear. */
    async start(sessionData: unknown, params: Params): Promise<void> {
      if (!sessionData) throw new Error('paymentSession is empty');
      const part4 = readPart4(sessionData);
      if (part4 === null) throw new TypeError("Cannot read properties of null (reading 'extendInfo')");
      const scene = dig(part4, 'paymentSessionConfig', 'productScene');
      const easy = this.className === 'AMSEasyPay';
      // The session of another product: nobody is there who could show it.
      if (scene !== (easy ? 'EASY_PAY' : 'AUTO_DEBIT')) return;
      const hasAction = typeof dig(part4, 'action') === 'object';
      // Caught, and written to the console.
      if (easy && !hasAction) return;
      const parts = this.createApp(sessionData as string, params);
      if (isFast(part4, easy)) {
        await Promise.resolve();
        parts.open('redirect');
        this.leave(part4, params, sessionData as string);
        return;
      }
      this.awaitLaunch(parts, hasAction);
      await Promise.resolve();
      this.draw(parts);
    }

    /** Renders the app when it has launched; the timer is not stopped by any clean-up. */
    private awaitLaunch(parts: AppParts, hasAction: boolean): void {
      const launched = new Promise<void>((resolve, reject) => {
        const stop = later(() => {
          reject(new Error('Load resource timeout'));
        }, LAUNCH_LIMIT);
        this.center.listen('onLaunch', () => {
          stop();
          parts.launched();
          resolve();
        });
      });
      const query = hasAction
        ? Promise.resolve()
        : Promise.reject(new TypeError("Cannot destructure property 'web' of 'action' as it is undefined."));
      Promise.all([launched, query]).catch((reason: unknown) => {
        const { message } = reason as Error;
        this.center.emit('onDestroy', {});
        this.say({ code: 'SDK_INTERNAL_ERROR', ...(this.className === 'AMSEasyPay' ? { result: { message } } : { message }) });
      });
    }

    private leave(part4: unknown, params: Params, sessionData: string): void {
      const url = (name: string): string | undefined => dig(part4, 'authUrlInfo', name) as string | undefined;
      // The SDK prints its options, the session among them.
      pageWindow().console.log('sdk', { ...params, paymentSession: sessionData });
      if (this.className === 'AMSEasyPay' && params['isNativeAppWebview'] === true) {
        const redirectUrls = { normalUrl: url('normalUrl') ?? '', schemeUrl: url('schemeUrl') ?? '', applinkUrl: url('applinkUrl') ?? '' };
        this.say({ code: 'SDK_REDIRECT', result: { redirectUrls } });
      } else this.redirect(url('normalUrl'), url('applinkUrl'), url('schemeUrl'));
    }

    /** On a desktop, where an app is not tried. */
    private redirect(
      normalUrl: string | undefined,
      applinkUrl: string | undefined,
      schemeUrl: string | undefined,
      target?: '_blank',
    ): void {
      if (normalUrl === undefined || normalUrl === '') {
        const message = `Failed to open app,applinkUrl: ${String(applinkUrl)} schemeUrl: ${String(schemeUrl)} normalUrl: ${String(normalUrl)}`;
        this.say({ code: 'SDK_LAUNCH_PAYMENT_APP_ERROR', message });
        return;
      }
      this.say({ code: 'SDK_CALL_URL_SUCCESS', message: `Successfully opened the app,NormalUrl: ${normalUrl}` });
      given.navigate?.(normalUrl, target ?? '_self');
    }

    private draw(parts: AppParts): void {
      const { document } = nodes;
      this.frames += 1;
      const frame = nodes.append('iframe', 'antom-sdk-web-app');
      frame.remove();
      this.frame = frame;
      this.center.listen('onClose', () => {
        this.cross(true);
      });
      this.center.listen('setAllowRetention', (data) => {
        if (typeof data === 'boolean') this.retention = data;
      });
      // What a second opening of the instance runs into.
      if (document.getElementById(CONTAINER)) throw new TypeError("Cannot read properties of undefined (reading 'appendChild')");
      this.retention = true;
      const cross = (): void => {
        this.cross(false);
      };
      drawSection(nodes, cross).appendChild(frame);
      drawAround(nodes, {
        leave: () => {
          document.getElementById(RETENTION)?.classList.remove(RETENTION_SHOWN);
          this.close(false);
        },
        mask: cross,
      });
      parts.frame = frame;
      parts.open('popup');
    }

    /** The close button, or the app's onClose. */
    private cross(byApp: boolean): void {
      if (this.retention) nodes.document.getElementById(RETENTION)?.classList.add(RETENTION_SHOWN);
      else this.close(byApp);
    }

    private close(byApp: boolean): void {
      this.center.emit('onCloseCallback', {});
      if (this.declared && !byApp) this.say({ code: 'SDK_PAYMENT_CANCEL', result: { result: {} } });
      this.clean(false);
    }

    /** cleanRender: half of it at once, the rest too or 300 ms later. */
    clean(atOnce: boolean): void {
      const { document } = nodes;
      nodes.remove(MASK_CLOSE);
      nodes.remove(LOADING);
      // The container's height is read for an animation, whether or not it is there.
      if (this.frame && !document.getElementById(CONTAINER)) {
        throw new TypeError("Cannot read properties of null (reading 'style')");
      }
      const rest = (): void => {
        nodes.remove(CONTAINER);
        this.frame = null;
        this.frames = 0;
        setOverflow(document.body, 'auto');
        nodes.remove(MOCKUP);
        nodes.remove(RETENTION);
      };
      if (atOnce) rest();
      else later(rest, SECOND_CLEANUP);
    }

    private createApp(session: string, params: Params): AppParts {
      let surface: App['surface'] = 'popup';
      let started = false;
      const isThere = (): boolean => parts.frame?.isConnected === true;
      const send = (event: string, data?: unknown): void => {
        if (!this.destroyed && this.frames > 0) this.center.emit(event, data);
      };
      const { className } = this;
      const app: App = {
        className,
        session,
        params,
        get surface() {
          return surface;
        },
        ownButton: true,
        get phase() {
          if (!isThere()) return 'gone';
          return started ? 'drawn' : 'starting';
        },
        awaitsAnswer: false,
        get place() {
          return isThere() ? nodes.document.getElementById(SECTION) : null;
        },
        start: () => {
          send('onLaunch', {});
          // In the task after the one in which it is rendered, as the app's message is one of its own.
          later(() => {
            send('onSizeChanged', { height: 420, width: 380 });
            send('dismissLoading', {});
          }, 0);
        },
        says: (code, result) => {
          send('onEventCallback', result === undefined ? { code } : { code, result });
        },
        fill: () => undefined,
        closes: () => {
          if (!isThere()) return;
          send('setAllowRetention', false);
          nodes.document.getElementById(CLOSE)?.click();
        },
        submitted: null,
        redirects: (to) => {
          send('onRedirect', { normalUrl: 'https://method.example/pay', ...to });
        },
        vanishes: () => {
          nodes.remove(CONTAINER);
        },
      };
      const parts: AppParts = {
        frame: null,
        open: (kind) => {
          surface = kind;
          apps.push({ app, send });
          given.opened?.(app);
        },
        launched: () => {
          started = true;
        },
      };
      return parts;
    }
  }

  interface AppParts {
    frame: Element | null;
    readonly open: (surface: App['surface']) => void;
    readonly launched: () => void;
  }

  const servicesOf = (core: Core): object => ({ getServiceProvider: () => ({ getService: () => core.center }) });
  const startedBy = new WeakMap<object, Core>();
  const coreOf = (api: object): Core => startedBy.get(api) as Core;

  const unmount = (core: Core): void => {
    if (sdk.unmountError !== undefined) throw sdk.unmountError as Error;
    core.clean(true);
  };

  class AMSEasyPay {
    readonly core: object;
    constructor(options: CoreOptions) {
      const core = new Core('AMSEasyPay', options);
      startedBy.set(this, core);
      this.core = servicesOf(core);
    }
    createComponent(params: Params): void {
      // The SDK leaves the rejection to the page's unhandledrejection.
      coreOf(this)
        .start(sessionOf(params), params)
        .catch(() => undefined);
    }
    unmount(): void {
      unmount(coreOf(this));
    }
  }

  class AMSAutoDebit {
    readonly core: object;
    constructor(options: CoreOptions) {
      const core = new Core('AMSAutoDebit', options);
      startedBy.set(this, core);
      this.core = servicesOf(core);
    }
    async createComponent(params: Params): Promise<void> {
      const core = coreOf(this);
      try {
        await core.start(sessionOf(params), params);
      } catch (reason) {
        core.say({ code: 'SDK_CREATEPAYMENT_PARAMETER_ERROR', message: (reason as Error).message });
        core.clean(true);
      }
    }
    unmount(): void {
      unmount(coreOf(this));
    }
  }

  const sdk: FakeCoreSdk = { module: { AMSEasyPay, AMSAutoDebit }, apps, unmountError: undefined };
  return sdk;
}

function sessionOf(params: Params): unknown {
  const { sessionData, paymentSessionData } = params;
  return sessionData === undefined || sessionData === '' ? paymentSessionData : sessionData;
}

/** A session that sends the buyer to the method's page without any UI. */
function isFast(part4: unknown, easy: boolean): boolean {
  if (dig(part4, 'action', 'requireFastSdk') !== true) return false;
  if (easy) return !dig(part4, 'action', 'autoDebitWithToken');
  return (
    dig(part4, 'paymentSessionConfig', 'paymentMethodCategoryType') === 'WALLET' && dig(part4, 'action', 'web', 'signType') === 'REDIRECT'
  );
}
