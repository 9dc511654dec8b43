/**
 * A merchant's page for unit tests: a controller, a fake SDK, a journal of what the merchant hears, and a guard that looks whether the
 * page was left as it was found.
 */
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { CheckoutController } from '../../src/controller';
import { fromModule } from '../../src/sdk/sources/module';
import type { CheckoutEvent, CheckoutOptions, CheckoutState, LogEntry, PaymentOutcome, PaymentSession, PayOptions } from '../../src/types';
import type { Library } from './hostile';
import { createFakeSdk, type FakeCashier, type FakeSdk } from '../../src/testing/sdk/ams-checkout';
import { emptyRegistry } from './registry';
import { makeSession, makeSessionData } from './sessions';

export interface Shop {
  readonly checkout: CheckoutController;
  readonly sdk: FakeSdk;
  /** What `on` told. */
  readonly events: CheckoutEvent[];
  /** `state` after every change. */
  readonly states: CheckoutState[];
  readonly logs: LogEntry[];
  /** The sessions that createPaymentSession gave, in order. */
  readonly sessions: PaymentSession[];
  /** pay(), until the cashier has launched. */
  open(options?: PayOptions): Promise<OpenPayment>;
}

export interface OpenPayment {
  readonly result: Promise<PaymentOutcome>;
  readonly cashier: FakeCashier;
}

export interface ShopOptions extends Partial<CheckoutOptions> {
  /** Default: a fake SDK of its own. */
  readonly fake?: FakeSdk;
  /** Default: the library as the test's own realm has it. */
  readonly library?: Library;
}

const shops: Shop[] = [];

export function openShop({ fake, library = { CheckoutController, fromModule }, ...options }: ShopOptions = {}): Shop {
  const sdk = fake ?? createFakeSdk();
  const events: CheckoutEvent[] = [];
  const states: CheckoutState[] = [];
  const logs: LogEntry[] = [];
  const sessions: PaymentSession[] = [];
  const checkout = new library.CheckoutController({
    environment: 'sandbox',
    sdk: library.fromModule(() => Promise.resolve(sdk.module)),
    createPaymentSession: () => {
      const session = uniqueSession();
      sessions.push(session);
      return Promise.resolve(session);
    },
    prepare: 'manual',
    // A test that means two page loads says so.
    storage: 'none',
    logger: (entry) => {
      logs.push(entry);
    },
    ...options,
  });
  checkout.on((event) => {
    events.push(event);
  });
  checkout.subscribe(() => {
    states.push(checkout.state);
  });
  const shop: Shop = {
    checkout,
    sdk,
    events,
    states,
    logs,
    sessions,
    open: async (payOptions) => {
      const before = sdk.cashiers.length;
      const result = checkout.pay(payOptions);
      await flush();
      if (sdk.cashiers.length === before) throw new Error(`pay() opened no cashier; the state is ${JSON.stringify(checkout.state)}`);
      const cashier = sdk.cashier();
      cashier.launch();
      await flush();
      return { result, cashier };
    },
  };
  shops.push(shop);
  return shop;
}

let made = 0;

/** A session whose data is unlike any other's, as Antom's are. */
export function uniqueSession(overrides: Record<string, unknown> = {}): PaymentSession {
  made += 1;
  return makeSession({ paymentSessionData: makeSessionData({ extendInfo: `{"n":${String(made)}}` }), ...overrides });
}

/** createPaymentSession that answers when the test does. */
export function slowSessions(): { readonly asked: ((session: PaymentSession) => void)[]; readonly create: () => Promise<PaymentSession> } {
  const asked: ((session: PaymentSession) => void)[] = [];
  return { asked, create: () => new Promise((resolve) => asked.push(resolve)) };
}

/** A session for Apple Pay's sheet. */
export function applePaySession(): PaymentSession {
  return uniqueSession({
    paymentSessionData: makeSessionData({
      paymentSessionConfig: { paymentMethodCategoryType: 'CARD' },
      paymentSessionFactor: { paymentMethodInfo: { paymentMethodType: 'APPLEPAY' } },
    }),
  });
}

/** Runs every promise job and every timer that is due now. */
export async function flush(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

export async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

/** The outcome if the promise has settled, else 'pending'. Moves no timer. */
export async function peek<T>(promise: Promise<T>): Promise<T | 'pending'> {
  const pending = new Promise<'pending'>((resolve) => {
    void jobs().then(() => {
      resolve('pending');
    });
  });
  return Promise.race([promise, pending]);
}

/** Runs promise jobs only. */
export async function jobs(): Promise<void> {
  for (let i = 0; i < 50; i += 1) await Promise.resolve();
}

/** The outcome, which must be there by now. */
export async function outcomeOf(promise: Promise<PaymentOutcome>): Promise<PaymentOutcome> {
  const outcome = await peek(promise);
  if (outcome === 'pending') throw new Error('the attempt is still open');
  return outcome;
}

/** The error of an `error` outcome, which it must be. */
export async function errorOf(promise: Promise<PaymentOutcome>): Promise<PaymentOutcome & { status: 'error' }> {
  const outcome = await outcomeOf(promise);
  if (outcome.status !== 'error') throw new Error(`the outcome is ${outcome.status}`);
  return outcome;
}

/** What a promise rejects with, which it must do. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('the promise has resolved');
    },
    (reason: unknown) => reason,
  );
}

// ── The page ─────────────────────────────────────────────────────────────────

let merchantStyle = '';

/** The merchant's own style on the body, which must be there again in the end. */
export function styleBody(css: string): void {
  document.body.setAttribute('style', css);
  merchantStyle = css;
}

/** Everything of the SDK's in the page. */
export function sdkNodes(): string[] {
  const nodes = document.querySelectorAll('[id^="ams-"],[data-tracker],head style:not([data-merchant])');
  return Array.from(nodes, (node) => (node.id === '' ? node.tagName.toLowerCase() : node.id));
}

export function isCashierShowing(): boolean {
  return document.getElementById('ams-component-container') !== null;
}

/** A hidden tab has no focus either; jsdom would go on reporting that of an element. */
export function setVisibility(state: 'visible' | 'hidden'): void {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
  if (state === 'hidden') Object.defineProperty(document, 'hasFocus', { value: () => false, configurable: true });
  else Reflect.deleteProperty(document, 'hasFocus');
  document.dispatchEvent(new Event('visibilitychange'));
}

/** The document goes away, or into the back/forward cache. */
export function pagehide(persisted = false): void {
  window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted }));
}

export function pageshow(): void {
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
}

interface PendingTag {
  readonly target: EventTarget;
  readonly type: string;
  readonly listener: unknown;
}
let pending: PendingTag[] = [];

/** Listeners that were added since the test began and are still there, other than those of single elements. */
export function liveListeners(): string[] {
  return pending
    .filter(({ target }) => !(target instanceof Node) || target === document)
    .map(({ type }) => type)
    .sort();
}

function watchListeners(): () => void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with `this` below
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  // Vitest's window has copies of its own, bound to jsdom's.
  // eslint-disable-next-line @typescript-eslint/unbound-method -- only put back
  const { addEventListener: add, removeEventListener: remove } = window;
  EventTarget.prototype.addEventListener = function (
    this: EventTarget | undefined,
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: AddEventListenerOptions | boolean,
  ): void {
    const target = this ?? window;
    if (!pending.some((entry) => entry.target === target && entry.type === type && entry.listener === listener))
      pending.push({ target, type, listener });
    if (target === window) add(type, listener, options);
    else addEventListener.call(target, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (
    this: EventTarget | undefined,
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: AddEventListenerOptions | boolean,
  ): void {
    const target = this ?? window;
    pending = pending.filter((entry) => !(entry.target === target && entry.type === type && entry.listener === listener));
    if (target === window) remove(type, listener, options);
    else removeEventListener.call(target, type, listener, options);
  };
  window.addEventListener = EventTarget.prototype.addEventListener.bind(window);
  window.removeEventListener = EventTarget.prototype.removeEventListener.bind(window);
  return () => {
    Object.assign(EventTarget.prototype, { addEventListener, removeEventListener });
    Object.assign(window, { addEventListener: add, removeEventListener: remove });
  };
}

/** Timers of the library that are still running. */
export function libraryTimers(): number {
  const fakes = new Set(shops.map(({ sdk }) => sdk));
  return vi.getTimerCount() - Array.from(fakes).reduce((sum, sdk) => sum + sdk.timers, 0);
}

/**
 * Call at the top of a file: fake timers, a fresh page before each test, and after each test a look at what is left once every
 * controller was disposed of and a minute has passed.
 */
export function useShop(): void {
  let unwatch: () => void = () => undefined;

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-03-01T12:00:00Z') });
    // jsdom's selector engine adds listeners of its own the first time it is asked.
    document.querySelector('main');
    pending = [];
    unwatch = watchListeners();
    emptyRegistry();
    sessionStorage.clear();
    localStorage.clear();
    document.head.innerHTML = '';
    document.body.innerHTML = '<main><button id="pay">Pay</button></main>';
    document.body.removeAttribute('style');
    merchantStyle = '';
    history.replaceState(null, '', '/cart');
  });

  afterEach(async () => {
    shops.forEach(({ checkout }) => {
      checkout.dispose();
    });
    await pass(60_000);
    const left = {
      listeners: liveListeners(),
      timers: libraryTimers(),
      nodes: sdkNodes(),
      style: document.body.getAttribute('style') ?? '',
    };
    unwatch();
    shops.length = 0;
    Reflect.deleteProperty(document, 'visibilityState');
    Reflect.deleteProperty(document, 'hasFocus');
    Reflect.deleteProperty(window, 'AMSCashierPayment');
    // Of two attempts that end in the order they began, the first leaves its own below the other's.
    Reflect.deleteProperty(history, 'pushState');
    Reflect.deleteProperty(history, 'replaceState');
    vi.useRealTimers();
    vi.restoreAllMocks();
    expect(left).toEqual({ listeners: [], timers: 0, nodes: [], style: merchantStyle });
  });
}
