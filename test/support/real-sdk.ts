/**
 * The shipped UMD file of @alipay/ams-checkout in a jsdom window, with the test playing everything the SDK talks to:
 * the cashier app in its iframe, its timers, its network.
 *
 * Nothing leaves the process: jsdom loads no resources here, and XMLHttpRequest is a stub that the test answers.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TextDecoder, TextEncoder } from 'node:util';
import { Script } from 'node:vm';
import { JSDOM, VirtualConsole } from 'jsdom';

export type SdkVersion = '1.47.2' | '1.12.0';
/** Both versions on npm; the controller promises to work with each. */
export const SDK_VERSIONS: readonly SdkVersion[] = ['1.47.2', '1.12.0'];

const UMD_FILES: Readonly<Record<SdkVersion, string>> = {
  '1.47.2': '../../node_modules/@alipay/ams-checkout/dist/umd/ams-checkout.min.js',
  '1.12.0': '../../node_modules/ams-checkout-1.12.0/dist/umd/ams-checkout.min.js',
};

/** The path of the shipped file, for whoever serves it. */
export function sdkFile(version: SdkVersion): string {
  return fileURLToPath(new URL(UMD_FILES[version], import.meta.url));
}

export type SdkCallback = (value: unknown) => void;

/** What a merchant passes to the constructor. Loose on purpose: wrong types are part of what is tested. */
export interface SdkConstructorOptions {
  readonly environment?: unknown;
  readonly locale?: unknown;
  readonly onEventCallback?: unknown;
  readonly onError?: unknown;
  readonly onClose?: unknown;
}

export interface SdkInstance {
  createComponent(params: Readonly<Record<string, unknown>>): Promise<unknown>;
  unmount(): void;
  /** What the instance made of the options. */
  readonly options: { readonly env: { readonly environment: string } };
  /** Undocumented; the controller resets two of its fields between attempts. */
  readonly _componentApp: { _multipleCallbackEvents: unknown; _isRetention: unknown };
}

export type SdkClass = new (options: SdkConstructorOptions) => SdkInstance;

/** What reached the merchant, in order, whichever way it came. */
export interface Signal {
  readonly channel: 'onEventCallback' | 'onError' | 'onClose' | 'resolved' | 'rejected' | 'navigation' | 'window.open';
  readonly value: unknown;
}

/** One message of the SDK to its cashier. */
export interface CashierMessage {
  readonly event: string;
  readonly data: unknown;
  /** The eventCallbackId of a question: the answer carries it. */
  readonly id: string | undefined;
}

/** Where a message claims to come from, when it is not the app that posts it. */
export interface MessageSender {
  readonly origin?: string;
  readonly source?: Window | null;
}

/** The remote cashier app of one attempt, played by the test. Keeps working after the SDK has removed its iframe, as a late message does. */
export interface FakeCashier {
  readonly iframe: HTMLIFrameElement;
  readonly url: URL;
  readonly origin: string;
  readonly instanceId: string;
  /** What the SDK has posted to this iframe. */
  readonly received: readonly CashierMessage[];
  /** `answers` is the id of the message that this one answers. */
  send(event: string, data?: unknown, answers?: string): void;
  /** Posts anything, for messages that are not of the protocol. */
  post(data: unknown, from?: MessageSender): void;
}

/** One call of the page's console. */
export interface ConsoleLine {
  readonly method: string;
  /** Its arguments, objects as JSON. */
  readonly text: string;
}

export interface SdkRequest {
  readonly method: string;
  readonly url: string;
  readonly operation: string;
  readonly body: string;
  /** `headers` as in `{ 'Result-Status': '4001' }`, which is how Antom's gateway says that it failed. */
  respond(json: unknown, options?: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> }): void;
  fail(how?: 'network' | 'timeout'): void;
}

export interface LiveListener {
  readonly target: 'window' | 'document';
  readonly type: string;
}

/** Timers that run only when the test says so. */
export interface ManualClock {
  /** Runs what falls due within `ms`, with the promise jobs after each timer. */
  advance(ms: number): Promise<void>;
  readonly pending: number;
  /** ms since the window was opened. */
  readonly now: number;
}

/** An instance with a journal of everything it told the merchant. */
export interface Merchant {
  readonly instance: SdkInstance;
  readonly journal: Signal[];
  /** createComponent with a session and, from 1.47.2 on, a local cashier; its end goes into the journal too. */
  open(session?: string, params?: Readonly<Record<string, unknown>>): Promise<'resolved' | 'rejected'>;
  /** The codes of `onEventCallback`, in order. */
  codes(): unknown[];
}

export interface SdkWindow {
  readonly version: SdkVersion;
  readonly window: Window & typeof globalThis;
  readonly Sdk: SdkClass;
  readonly clock: ManualClock;
  readonly requests: readonly SdkRequest[];
  /** The SDK's export of that name, wherever it put it. */
  global(name: string): unknown;
  /** Builds an instance whose three callbacks write into one journal. */
  merchant(options?: SdkConstructorOptions): Merchant;
  /** The cashier that is in the page now. */
  cashier(): FakeCashier;
  hasCashier(): boolean;
  /** The apps of every product that are in the page now, in order of the document: iframes with an address, without those that only preload. */
  apps(): FakeCashier[];
  /** The one app in the page, or the one with `part` in its address. */
  app(part?: string): FakeCashier;
  /** Hears navigations and window.open(), as a merchant's journal does. */
  watch(hear: (signal: Signal) => void): void;
  /** What the page's console was told. */
  readonly console: readonly ConsoleLine[];
  /** What was thrown and not caught in listeners of the page: window.onerror would hear it. */
  readonly errors: readonly unknown[];
  /** Listeners on window and document added since the window opened and not removed. */
  listeners(): LiveListener[];
  /** Own enumerable properties of window that were not there before the SDK ran or before `mark()`. */
  newProperties(): string[];
  mark(): void;
  /** Lets every promise job that is due run, and no timer of the page. */
  settle(): Promise<void>;
  close(): void;
}

export interface OpenSdkWindowOptions {
  readonly version?: SdkVersion;
  readonly url?: string;
  readonly userAgent?: string;
  /** What the body holds. */
  readonly body?: string;
  /** Runs before the SDK is evaluated. */
  readonly before?: (window: Window & typeof globalThis) => void;
}

/** With LOCAL_MOCK=1 in the page's address the SDK asks its query API nothing. */
export const MOCK_URL = 'http://localhost/?LOCAL_MOCK=1';
/** Without it: the SDK's requests appear in `requests`. */
export const PLAIN_URL = 'http://localhost/';
/** Where the cashier of these tests claims to pending; nothing is fetched. */
export const CASHIER_LINK = 'http://cashier.localhost/app.html';
export const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1';
export const DESKTOP = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** A paymentSessionData as Antom makes it: three opaque parts and a readable one. */
export function sessionData(
  options: { category?: string; method?: string; version?: string; factor?: Readonly<Record<string, unknown>> } = {},
): string {
  const part4 = {
    paymentSessionConfig: {
      productScene: 'CASHIER_PAYMENT',
      paymentMethodCategoryType: options.category ?? 'APM',
      productSceneVersion: options.version ?? '1.0',
    },
    paymentSessionFactor: { paymentAmount: { currency: 'PHP', value: '19900' }, ...options.factor },
    paymentMethodInfoView: { paymentMethodType: options.method ?? 'GCASH' },
    clientId: 'SANDBOX_5X0000000000',
  };
  return `opaque&&SG&&111&&${Buffer.from(JSON.stringify(part4), 'utf8').toString('base64')}`;
}

/** The lines of the console that have the session, as a whole or its first three parts, which are what is opaque in it. */
export function linesWith(session: string, { console }: Pick<SdkWindow, 'console'>): readonly ConsoleLine[] {
  const opaque = session.split('&&').slice(0, 3).join('&&');
  return console.filter(({ text }) => text.includes(opaque));
}

const compiled = new Map<SdkVersion, Script>();

function compile(version: SdkVersion): Script {
  let script = compiled.get(version);
  if (script === undefined) {
    script = new Script(readFileSync(sdkFile(version), 'utf8'), { filename: `ams-checkout-${version}.js` });
    compiled.set(version, script);
  }
  return script;
}

export const nextNodeTask = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

interface Timer {
  at: number;
  order: number;
  run: () => void;
  every: number | null;
}

export function installClock(window: Window & typeof globalThis): ManualClock {
  const timers = new Map<number, Timer>();
  let now = 0;
  let count = 0;
  const add =
    (every: boolean) =>
    (handler: TimerHandler, delay = 0, ...args: unknown[]): number => {
      const wait = Math.max(0, delay || 0);
      count += 1;
      const run = (): void => {
        if (typeof handler !== 'function') throw new TypeError('only functions are scheduled in these tests');
        // The DOM types hand timers over as Function.
        (handler as (...values: unknown[]) => void)(...args);
      };
      timers.set(count, { at: now + wait, order: count, run, every: every ? Math.max(1, wait) : null });
      return count;
    };
  const remove = (id?: number): void => {
    if (id !== undefined) timers.delete(id);
  };
  Object.assign(window, { setTimeout: add(false), setInterval: add(true), clearTimeout: remove, clearInterval: remove });

  const due = (until: number): [number, Timer] | undefined =>
    [...timers].filter(([, timer]) => timer.at <= until).sort(([, a], [, b]) => a.at - b.at || a.order - b.order)[0];

  return {
    get pending() {
      return timers.size;
    },
    get now() {
      return now;
    },
    async advance(ms) {
      const until = now + ms;
      await nextNodeTask();
      for (let next = due(until); next !== undefined; next = due(until)) {
        const [id, timer] = next;
        now = timer.at;
        if (timer.every === null) timers.delete(id);
        else timer.at += timer.every;
        timer.run();
        await nextNodeTask();
      }
      now = until;
    },
  };
}

function installNetwork(window: Window & typeof globalThis): SdkRequest[] {
  const requests: SdkRequest[] = [];

  /** As much of XMLHttpRequest as axios and the SDK's risk module use. */
  class StubRequest extends window.EventTarget {
    readyState = 0;
    status = 0;
    statusText = '';
    responseText = '';
    response = '';
    responseURL = '';
    timeout = 0;
    withCredentials = false;
    readonly upload = new window.EventTarget();
    onreadystatechange: (() => void) | null = null;
    onload: (() => void) | null = null;
    onloadend: (() => void) | null = null;
    onerror: ((event: unknown) => void) | null = null;
    onabort: (() => void) | null = null;
    ontimeout: (() => void) | null = null;
    private method = '';
    private url = '';
    private readonly headers = new Map<string, string>();
    private answerHeaders = 'content-type: application/json\r\n';

    open(method: string, url: string): void {
      this.method = method;
      this.url = url;
      this.readyState = 1;
    }
    setRequestHeader(name: string, value: string): void {
      this.headers.set(name.toLowerCase(), value);
    }
    getAllResponseHeaders(): string {
      return this.answerHeaders;
    }
    getResponseHeader(): string | null {
      return null;
    }
    abort(): void {
      this.onabort?.();
    }

    send(body?: unknown): void {
      requests.push({
        method: this.method,
        url: this.url,
        operation: this.headers.get('operation-type') ?? '',
        body: typeof body === 'string' ? body : '',
        respond: (json, answer = {}) => {
          for (const [name, value] of Object.entries(answer.headers ?? {})) this.answerHeaders += `${name}: ${value}\r\n`;
          this.end(answer.status ?? 200, JSON.stringify(json));
        },
        fail: (how = 'network') => {
          if (how === 'timeout') this.ontimeout?.();
          else this.end(0, '');
        },
      });
    }

    private end(status: number, text: string): void {
      this.status = status;
      this.readyState = 4;
      this.response = text;
      this.responseText = text;
      this.responseURL = status === 0 ? '' : this.url;
      this.onreadystatechange?.();
      if (status === 0) this.onerror?.(new window.Event('error'));
      else this.onload?.();
      this.onloadend?.();
    }
  }

  Object.defineProperty(window, 'XMLHttpRequest', { value: StubRequest, configurable: true, writable: true });
  return requests;
}

/** Counts what stays attached to window and document; elements go with their listeners. */
export function watchListeners(window: Window & typeof globalThis): LiveListener[] {
  const pending: (LiveListener & { readonly listener: unknown })[] = [];
  const name = (target: EventTarget): LiveListener['target'] | null => {
    if (target === window) return 'window';
    return target === window.document ? 'document' : null;
  };
  for (const target of [window, window.document]) {
    const add = target.addEventListener.bind(target);
    const remove = target.removeEventListener.bind(target);
    const where = name(target);
    if (where === null) continue;
    target.addEventListener = (
      type: string,
      listener: EventListenerOrEventListenerObject,
      options?: boolean | AddEventListenerOptions,
    ): void => {
      add(type, listener, options);
      if (!pending.some((entry) => entry.target === where && entry.type === type && entry.listener === listener)) {
        pending.push({ target: where, type, listener });
      }
    };
    target.removeEventListener = (
      type: string,
      listener: EventListenerOrEventListenerObject,
      options?: boolean | EventListenerOptions,
    ): void => {
      remove(type, listener, options);
      const index = pending.findIndex((entry) => entry.target === where && entry.type === type && entry.listener === listener);
      if (index >= 0) pending.splice(index, 1);
    };
  }
  return pending;
}

const SCENES = ['CASHIER_PAYMENT', 'VAULTING', 'EASY_PAY', 'AUTO_DEBIT', 'AUTO_DEBIT_PAY', 'ELEMENT_PAYMENT', 'CHECKOUT_PAYMENT'];

/** What jsdom lacks or would do over the network. */
function furnish(window: Window & typeof globalThis, userAgent: string): void {
  Object.defineProperty(window.navigator, 'userAgent', { value: userAgent, configurable: true });
  Object.assign(window, { TextDecoder, TextEncoder });
  // Antom's own switch for device fingerprinting (WebGL, audio, workers), which jsdom cannot do; it holds until the next fetch.
  window.localStorage.setItem(
    'antomSDKConfigKey',
    JSON.stringify({ pl_sec: SCENES.map((product) => ({ product, platform: 'Web', enable: false })) }),
  );
  window.localStorage.setItem('antomSDKConfiglastCallTime', String(Date.now()));
  // For sessions that start it all the same: a scene that the risk module does not know.
  for (const scene of SCENES) {
    window.localStorage.setItem(`AMSSDK_SECURITY_CONFIG_${scene}`, JSON.stringify({ appName: 'none', h5gateway: 'none' }));
  }
}

/** Every message that the SDK posts into an iframe, by the iframe. */
function watchPosts(window: Window & typeof globalThis): (iframe: HTMLIFrameElement) => CashierMessage[] {
  const posts = new WeakMap<HTMLIFrameElement, CashierMessage[]>();
  const prototype = window.HTMLIFrameElement.prototype;
  const accessor = Object.getOwnPropertyDescriptor(prototype, 'contentWindow');
  if (accessor?.get === undefined) throw new Error('jsdom no longer defines HTMLIFrameElement.prototype.contentWindow as an accessor');
  Object.defineProperty(prototype, 'contentWindow', {
    configurable: true,
    get(this: HTMLIFrameElement): unknown {
      const inner: unknown = accessor.get?.call(this);
      if (typeof inner !== 'object' || inner === null) return inner;
      const log = posts.get(this) ?? [];
      posts.set(this, log);
      Object.defineProperty(inner, 'postMessage', {
        configurable: true,
        value: (message: unknown) => {
          const parsed: unknown = typeof message === 'string' ? JSON.parse(message) : message;
          const context = (parsed as { context?: { event?: unknown; data?: unknown; eventCallbackId?: string } }).context;
          log.push({ event: String(context?.event), data: context?.data, id: context?.eventCallbackId });
        },
      });
      return inner;
    },
  });
  // Reading the accessor patches the iframe's window, so that its first message is caught too.
  return (iframe) => (iframe.contentWindow === null ? [] : (posts.get(iframe) ?? []));
}

/** Opens a page, runs the SDK in it, and hands out the strings to pull. */
export function openSdkWindow(options: OpenSdkWindowOptions = {}): SdkWindow {
  const version = options.version ?? '1.47.2';
  const journals = new Set<Pick<Signal[], 'push'>>();
  const tell = (signal: Signal): void => {
    for (const journal of journals) journal.push(signal);
  };
  const lines: ConsoleLine[] = [];
  const errors: unknown[] = [];

  const virtualConsole = new VirtualConsole();
  // jsdom does not navigate: it reports that it would have.
  virtualConsole.on('jsdomError', (error) => {
    if (/navigation/i.test(error.message)) tell({ channel: 'navigation', value: undefined });
    if ('type' in error && error.type === 'unhandled-exception') errors.push(error.cause);
  });
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    virtualConsole.on(method, (...args: unknown[]) => {
      lines.push({ method, text: args.map(printed).join(' ') });
    });
  }

  const dom = new JSDOM(`<!doctype html><html><head></head><body>${options.body ?? '<main>shop</main>'}</body></html>`, {
    url: options.url ?? MOCK_URL,
    runScripts: 'outside-only',
    pretendToBeVisual: true,
    virtualConsole,
  });
  const window = dom.window as unknown as Window & typeof globalThis;
  furnish(window, options.userAgent ?? DESKTOP);
  const clock = installClock(window);
  const requests = installNetwork(window);
  const pending = watchListeners(window);
  const postsTo = watchPosts(window);
  window.open = (url?: string | URL) => {
    tell({ channel: 'window.open', value: String(url) });
    return null;
  };
  options.before?.(window);

  let known = new Set(Object.keys(window));
  compile(version).runInContext(dom.getInternalVMContext());
  const globals = window as unknown as Readonly<Record<string, unknown>>;
  const Sdk = globals['AMSCashierPayment'] as SdkClass;

  const frame = (): HTMLIFrameElement | null => window.document.querySelector<HTMLIFrameElement>('#ams-component-section iframe');

  const play = (iframe: HTMLIFrameElement): FakeCashier => {
    const url = new URL(iframe.src);
    const instanceId = url.searchParams.get('instanceId') ?? '';
    const received = postsTo(iframe);
    const post = (data: unknown, from: MessageSender = {}): void => {
      window.dispatchEvent(new window.MessageEvent('message', { data, origin: url.origin, ...from }));
    };
    return {
      iframe,
      url,
      origin: url.origin,
      instanceId,
      received,
      post,
      send: (event, data, answers) => {
        post(JSON.stringify({ name: 'APP_TO_SDK', instanceId, context: { event, data, eventCallbackId: answers } }));
      },
    };
  };

  const apps = (): FakeCashier[] =>
    [...window.document.querySelectorAll('iframe')].filter(({ src }) => src !== '' && !/isPreload=true/.test(src)).map(play);

  return {
    version,
    window,
    Sdk,
    clock,
    requests,
    global: (name) => globals[name],
    merchant(constructorOptions = {}) {
      const journal: Signal[] = [];
      journals.add(journal);
      const note =
        (channel: Signal['channel']): SdkCallback =>
        (value) => {
          journal.push({ channel, value });
        };
      const instance = new Sdk({
        environment: 'sandbox',
        locale: 'en_US',
        onEventCallback: note('onEventCallback'),
        onError: note('onError'),
        onClose: note('onClose'),
        ...constructorOptions,
      });
      return {
        instance,
        journal,
        open: (session = sessionData(), params = {}) =>
          instance
            .createComponent({
              sessionData: session,
              appearance: { showLoading: true },
              elementProps: { elementLink: CASHIER_LINK },
              ...params,
            })
            .then(
              (value): 'resolved' => {
                journal.push({ channel: 'resolved', value });
                return 'resolved';
              },
              (value: unknown): 'rejected' => {
                journal.push({ channel: 'rejected', value });
                return 'rejected';
              },
            ),
        codes: () => journal.filter((signal) => signal.channel === 'onEventCallback').map((signal) => code(signal.value)),
      };
    },
    cashier() {
      const iframe = frame();
      if (iframe === null) throw new Error('the SDK has no cashier in the page');
      return play(iframe);
    },
    apps,
    app(part = '') {
      const [found, another] = apps().filter(({ url }) => url.href.includes(part));
      if (found === undefined || another !== undefined) {
        throw new Error(`the SDK has ${found === undefined ? 'no app' : 'several apps'} in the page: ${part}`);
      }
      return found;
    },
    watch: (hear) => {
      journals.add({
        push: (signal: Signal) => {
          hear(signal);
          return 0;
        },
      });
    },
    console: lines,
    errors,
    hasCashier: () => frame() !== null,
    listeners: () => pending.map(({ target, type }) => ({ target, type })),
    newProperties: () => Object.keys(window).filter((key) => !known.has(key)),
    mark: () => {
      known = new Set(Object.keys(window));
    },
    settle: nextNodeTask,
    close: () => {
      journals.clear();
      window.close();
    },
  };
}

function printed(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return value === undefined ? 'undefined' : JSON.stringify(value);
  } catch {
    return String(value);
  }
}

/** The `code` of whatever the SDK sent. */
export function code(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'code' in value ? value.code : undefined;
}

/** The journal without values: what came, in which order. */
export function outline(journal: readonly { readonly channel: string; readonly value: unknown }[]): string[] {
  return journal.map(({ channel, value }) => {
    const label = code(value);
    return typeof label === 'string' ? `${channel} ${label}` : channel;
  });
}
