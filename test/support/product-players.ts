/** What the tests of the other products than the popup share: instances of any class with one journal, and the apps' usual steps. */
import { afterAll, afterEach, beforeAll } from 'vitest';
import {
  openSdkWindow,
  outline,
  PLAIN_URL,
  type CashierMessage,
  type FakeCashier,
  type OpenSdkWindowOptions,
  type SdkRequest,
  type SdkWindow,
} from './real-sdk.ts';

/** As much of an SDK instance's event centre as closing needs. */
export interface EventCentre {
  /** `append`: the listeners that are there stay. */
  listen(name: string, hear: (data: unknown) => void, append?: boolean): void;
  unlisten(name: string): void;
  emit(name: string, data?: unknown): void;
  destroy(): void;
}

type Params = Readonly<Record<string, unknown>>;

/** AMSCashierPayment, AMSVaulting, AMSAutoDebitPay; in 1.12.0 also AMSEasyPay and AMSAutoDebit. */
export interface ComponentApi {
  createComponent(params: Params): Promise<unknown>;
  mountComponent(params: Params, selector: unknown): Promise<unknown>;
  submit(data?: unknown): Promise<unknown>;
  /** Only AMSCashierPayment of 1.47.2. */
  validateFields?(): Promise<unknown>;
  canMakePayments(method?: string, subMethod?: string): Promise<unknown>;
  unmount(): void;
  readonly _componentApp: { _selector: unknown };
}

/** AMSEasyPay and AMSAutoDebit of 1.47.2. */
export interface CoreApi {
  createComponent(params?: Params): unknown;
  unmount(): void;
  readonly core: { getServiceProvider(): { getService(name: 'EventCenter'): EventCentre } };
}

export interface ElementApi {
  mount(options: Params | undefined, selector: unknown): Promise<unknown>;
  submitPayment(): Promise<unknown>;
  validateFields(): Promise<unknown>;
  updatePayment(session: string): Promise<unknown>;
  destroy(): void;
  readonly controller: { initTimeout: number | null | undefined; readonly serviceMap: { readonly EventCenter: EventCentre } };
}

export interface PageApi {
  mountComponent(params: Params | undefined, selector: unknown): Promise<unknown>;
  unmount(): void;
  readonly iframe: HTMLIFrameElement | null;
  eventListenerWrapper: (event: MessageEvent) => void;
}

/** The classes of 1.47.2 that the tests build; 1.12.0 lacks the last three. */
export interface Apis {
  AMSCashierPayment: ComponentApi;
  AMSVaulting: ComponentApi;
  AMSEasyPay: CoreApi;
  AMSAutoDebit: CoreApi;
  AMSAutoDebitPay: ComponentApi;
  AMSElement: ElementApi;
  AMSCheckoutPage: PageApi;
}

/** What came, in order: callbacks by their option's name, calls as `mount resolved`. */
export interface Note {
  readonly channel: string;
  readonly value: unknown;
}

/** As much of a window with an SDK as a shop needs: the real one's, or the imitation's. */
export type ShopWindow = Pick<SdkWindow, 'window' | 'clock' | 'requests' | 'global' | 'watch' | 'listeners' | 'settle'>;

export interface Shop<Sdk extends ShopWindow = SdkWindow> {
  readonly sdk: Sdk;
  readonly document: Document;
  readonly journal: Note[];
  /** Says what it hears under that name. */
  note(channel: string): (value?: unknown) => void;
  /** An instance whose callbacks write into the journal. */
  build<Name extends keyof Apis>(className: Name, options?: Params): Apis[Name];
  /** The same for a class of the component family, whatever its name. */
  component(className: string, options?: Params): ComponentApi;
  /** Writes how the call ends: `name resolved`, `rejected`, `returned` or `threw`. */
  call(name: string, run: () => unknown): void;
  /** The journal's outline since it was last asked. */
  said(): string[];
  /** The newest entry's value. */
  last(): unknown;
  /** Answers the SDK's queries that are open. */
  answer(json?: unknown): void;
  failQueries(): void;
  advance(ms?: number): Promise<void>;
  /** The merchant's containers. */
  readonly slot: HTMLElement;
  readonly slot2: HTMLElement;
  ids(): string[];
  styles(): string[];
  /** Listeners on window that hear messages. */
  messageListeners(): number;
}

/** What a query of every product accepts as a yes. */
export const YES = { success: true, paymentMethods: [{}], orderAmountView: {}, paymentAmountView: {} };

export const SLOT = '#slot';
export const SLOT_2 = '#slot2';
export const SHOP_BODY = '<main>shop</main><div id="slot"></div><div id="slot2"></div>';

function openShop(options: OpenSdkWindowOptions): Shop {
  return shopIn(openSdkWindow({ url: PLAIN_URL, body: SHOP_BODY, ...options }));
}

/** The shop on a page that is open already. */
export function shopIn<Sdk extends ShopWindow>(sdk: Sdk): Shop<Sdk> {
  const { document } = sdk.window;
  const journal: Note[] = [];
  const answered = new Set<SdkRequest>();
  let read = 0;
  const note =
    (channel: string) =>
    (value?: unknown): void => {
      journal.push({ channel, value });
    };
  sdk.watch((signal) => journal.push(signal));
  const each = (act: (request: SdkRequest) => void): void => {
    for (const request of sdk.requests) {
      if (request.operation === '' || answered.has(request)) continue;
      answered.add(request);
      act(request);
    }
  };
  const element = (selector: string): HTMLElement => {
    const found = document.querySelector<HTMLElement>(selector);
    if (found === null) throw new Error(`the page has no ${selector}`);
    return found;
  };
  const construct = (className: string, constructorOptions: Params): unknown => {
    const Sdk = sdk.global(className) as new (all: Params) => unknown;
    return new Sdk({
      environment: 'sandbox',
      locale: 'en_US',
      onEventCallback: note('onEventCallback'),
      onError: note('onError'),
      onClose: note('onClose'),
      ...constructorOptions,
    });
  };
  return {
    sdk,
    document,
    journal,
    note,
    build: (className, constructorOptions = {}) => construct(className, constructorOptions) as Apis[typeof className],
    component: (className, constructorOptions = {}) => construct(className, constructorOptions) as ComponentApi,
    call(name, run) {
      try {
        const result = run();
        if (isThenable(result)) result.then(note(`${name} resolved`), note(`${name} rejected`));
        else note(`${name} returned`)(result);
      } catch (error) {
        note(`${name} threw`)(error);
      }
    },
    said() {
      const fresh = journal.slice(read);
      read = journal.length;
      return outline(fresh);
    },
    last: () => journal.at(-1)?.value,
    answer: (json = YES) => each((request) => request.respond(json)),
    failQueries: () => each((request) => request.fail()),
    async advance(ms = 0) {
      await sdk.clock.advance(ms);
      await sdk.settle();
      await sdk.settle();
    },
    get slot() {
      return element(SLOT);
    },
    get slot2() {
      return element(SLOT_2);
    },
    ids: () =>
      [...document.querySelectorAll('[id]')].map(({ id }) => id).filter((id) => /^(ams|asm|antom)/.test(id) && !/_PAY|-1\.0$/.test(id)),
    styles: () => [...document.querySelectorAll('style')].map((style) => (style.id === '' ? `.${firstClass(style)}` : `#${style.id}`)),
    messageListeners: () => sdk.listeners().filter(({ target, type }) => target === 'window' && type === 'message').length,
  };
}

function firstClass(style: HTMLStyleElement): string {
  return /^[@.#]?([\w-]+)/.exec(style.textContent.trim())?.[1] ?? '';
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

/**
 * Called once at the top of a test file. `rejections` are the SDK's own that nobody handles: a page reports them as unhandledrejection, and
 * they are known by being none of this realm's errors. The test's own still fail the run.
 */
export function shops(): { readonly open: (options?: OpenSdkWindowOptions) => Shop; readonly rejections: unknown[] } {
  const opened: Shop[] = [];
  const rejections: unknown[] = [];
  let others: NodeJS.UnhandledRejectionListener[] = [];
  const hear = (reason: unknown, promise: Promise<unknown>): void => {
    // jsdom has no WebGL, which the risk module expects.
    if (/WebGL/.test(String(reason))) return;
    if (!(reason instanceof Error)) rejections.push(reason);
    else for (const other of others) other(reason, promise);
  };
  beforeAll(() => {
    others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', hear);
  });
  afterEach(async () => {
    for (const { sdk } of opened) await sdk.settle();
    for (const { sdk } of opened.splice(0)) sdk.close();
    rejections.length = 0;
  });
  afterAll(() => {
    process.removeListener('unhandledRejection', hear);
    for (const other of others) process.on('unhandledRejection', other);
  });
  return {
    open: (options = {}) => {
      const shop = openShop(options);
      opened.push(shop);
      return shop;
    },
    rejections,
  };
}

/** Launch, query and size: the app is on the screen. */
export async function bring(shop: Shop, which?: FakeCashier): Promise<FakeCashier> {
  await shop.advance();
  const app = which ?? shop.sdk.app();
  shop.answer();
  await shop.advance();
  app.send('onLaunch', {});
  await shop.advance();
  app.send('onSizeChanged', { height: 420, width: 380, source: 'payment' });
  app.send('dismissLoading', {});
  await shop.advance();
  return app;
}

/** What a policy of the page or a blocker does to a script that the SDK wants. */
export function blockScript({ document, sdk }: Shop, src: string): void {
  const script = [...document.scripts].find((one) => one.src === src);
  if (script === undefined) throw new Error(`the SDK asked for no ${src}`);
  script.dispatchEvent(new sdk.window.Event('error'));
}

/** The newest message of that name that the app has received. */
export function asked(app: FakeCashier, event: string): CashierMessage {
  const message = app.received.filter((received) => received.event === event).at(-1);
  if (message === undefined) throw new Error(`the app was not sent ${event}: ${app.received.map((received) => received.event).join()}`);
  return message;
}

/** Promise jobs only, no task and no timer. */
export async function promiseJobs(): Promise<void> {
  for (let job = 0; job < 100; job += 1) await Promise.resolve();
}
