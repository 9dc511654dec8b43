/**
 * One world, two witnesses: what is true of a payment, and what the SDK and the server report of it. A test makes one of them lie, stay
 * silent or be late; by default both tell the truth.
 */
import {
  CheckoutError,
  type CheckoutOptions,
  type ErrorOutcome,
  type PaymentSession,
  type SdkSource,
  type SessionProduct,
} from 'antom-checkout-controller';
import { createBuyer, type BuyerActions, type FakeBuyer } from './buyer';
import { createClock, outsideAct, type AdvanceTimers } from './clock';
import { installGlobals, MARKER } from './install';
import { testPage, type TestPage } from './page';
import type { PageView } from './view';
import { createImitation } from './sdk/imitation';
import type { App } from './sdk/app';
import { createTimers, type PageWindow } from './sdk/nodes';
import { createServer, type FakeServer } from './server';
import { createStory } from './story';
import { showCashier } from './visible-cashier';

export interface FakeAntomOptions {
  /** Lets `ms` pass for a verb that waits. Default: the fake clock that the page's setTimeout has at that moment, else the real one. */
  readonly advanceTimers?: AdvanceTimers | undefined;
  /** `manual` (default): the test plays the buyer. `pays`, `closes`: the buyer does that by itself, each time. */
  readonly buyer?: 'manual' | 'pays' | 'closes' | undefined;
  /** `visible`: three real buttons in the place of Antom's app. Default `hidden`. */
  readonly cashier?: 'hidden' | 'visible' | undefined;
  /** The version whose behaviour is played. Default 1.47.2. */
  readonly sdkVersion?: '1.47.2' | '1.12.0' | undefined;
  /** Lets a controller for `prod` through, which is refused otherwise. */
  readonly allowProd?: boolean | undefined;
}

export type SdkFault = 'sdk-blocked-by-csp' | 'sdk-offline' | 'sdk-load-failed' | 'sdk-load-timeout' | 'sdk-global-missing';
/**
 * `never-starts`: the app does not start, and the SDK gives up after 15 s. `vanishes`: the page loses the cashier's elements. `is-silent`: the
 * SDK tells nothing of what happens. `refuses-to-close`: the SDK's unmount() throws.
 */
export type CashierFault = 'never-starts' | 'vanishes' | 'is-silent' | 'refuses-to-close';

export interface FakeAntom {
  /** Spread into CheckoutOptions: sandbox, the kit's SDK and server, no storage, nothing prepared, short polling. */
  readonly options: Pick<
    CheckoutOptions,
    'environment' | 'sdk' | 'createPaymentSession' | 'inquiryPayment' | 'storage' | 'prepare' | 'polling'
  >;
  /** The SDK alone, for a controller that has its own server calls. */
  readonly sdk: SdkSource;
  readonly buyer: FakeBuyer;
  readonly server: FakeServer;
  /** Until reset(). */
  readonly faults: { sdk(code: SdkFault): void; cashier(what: CashierFault): void };
  /** Everything that happened, one sentence each. */
  readonly story: readonly string[];
  /** Puts the kit's SDK on `window` as its script tag does; returns the function that takes it away. */
  install(target?: Window): () => void;
  /**
   * Ends every payment of the page, cancels its clean-up and does it at once, and forgets what happened. Registered with a global afterEach when
   * this module is imported, where there is one; call it yourself elsewhere (Vitest without `globals`).
   */
  reset(): Promise<void>;
}

const PRODUCTS: Readonly<Record<string, SessionProduct>> = {
  AMSCashierPayment: 'cashier',
  AMSVaulting: 'vaulting',
  AMSEasyPay: 'easypay',
  AMSAutoDebit: 'autodebit',
  AMSAutoDebitPay: 'autodebit-pay',
  AMSElement: 'element',
  AMSCheckoutPage: 'checkout-page',
};

const worlds = new Set<FakeAntom>();

/** Resets every world that was made: what a test runner's afterEach calls. */
export async function resetAll(): Promise<void> {
  for (const world of Array.from(worlds)) await world.reset();
}

/**
 * Antom, the buyer and the merchant's server, for tests of a checkout page.
 *
 * @example
 * const antom = fakeAntom();
 * const checkout = new CheckoutController({ ...antom.options });
 * const paid = checkout.pay();
 * await antom.buyer.pays();
 * expect(await paid).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
 */
export function fakeAntom(options: FakeAntomOptions = {}): FakeAntom {
  return createWorld(options, false);
}

/** With the SDK's exports by name. */
export interface World extends FakeAntom {
  readonly classes: Readonly<Record<string, unknown>>;
}

/** @param navigates the tab may be sent away: only where a browser test sees it go */
export function createWorld(options: FakeAntomOptions, navigates: boolean): World {
  const here = (): PageWindow => {
    if (typeof window === 'undefined')
      throw new Error(`${MARKER}: there is no window here. The kit needs a page: jsdom, happy-dom or a browser.`);
    return window;
  };
  const story = createStory();
  const clock = createClock(here, options.advanceTimers);
  const timers = createTimers(here);
  const view = (): PageView => page().view;
  const page = (): TestPage => testPage(here());
  // Before the first controller is made.
  if (typeof window !== 'undefined') page();
  const server = createServer(story, (ms, signal) => (ms > 0 ? later(ms, signal) : Promise.resolve()));
  const later = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      timers.later(resolve, ms);
      signal?.addEventListener('abort', () => {
        reject(new DOMException('The operation was aborted.', 'AbortError'));
      });
    });

  let test = 0;
  let current: App | null = null;
  let loading: SdkFault | null = null;
  /** How often the classes are on a window. */
  let installed = 0;
  let cashierFaults: CashierFault[] = [];
  /** What the buyer has chosen for a form that the page submits later. */
  const intentions = new Map<App, 'pay' | 'decline'>();

  const has = (fault: CashierFault): boolean => cashierFaults.indexOf(fault) >= 0;

  const imitation = createImitation(options.sdkVersion ?? '1.47.2', {
    window: here,
    timers,
    opened: (app) => {
      current = app;
      // A page that was loaded anew, or that the buyer came back to by themselves.
      view().reset();
      story.add(`The page opened ${app.className} (${app.surface}).`);
      if (app.surface === 'redirect') return;
      if (!app.ownButton) app.fill(false);
      if (!has('never-starts')) timers.later(() => start(app), 0);
    },
    navigate: (url, target) => {
      if (!navigates) return;
      if (target === '_self') here().location.assign(url);
      else here().open(url);
    },
  });

  const start = (app: App): void => {
    if (app.surface !== 'sheet' && app.phase !== 'starting') return;
    app.start();
    story.add('The cashier was drawn.');
    app.submitted = () => {
      story.add('The page submitted the form.');
      act(app);
    };
    if (options.cashier === 'visible') showCashier(app, choices);
    if (has('vanishes')) {
      story.add("The cashier's elements vanished from the page.");
      app.vanishes();
    }
    if (options.buyer === 'pays') choices.pay(app);
    else if (options.buyer === 'closes') choices.close(app);
  };

  /** What was chosen is done once the SDK can hear it. */
  const choices: BuyerActions['now'] = {
    pay: (app) => {
      choose(app, 'pay');
    },
    decline: (app) => {
      choose(app, 'decline');
    },
    close: (app) => {
      timers.later(() => {
        buyer.now.close(app);
      }, 0);
    },
  };
  const choose = (app: App, what: 'pay' | 'decline'): void => {
    intentions.set(app, what);
    app.fill(true);
    timers.later(() => {
      act(app);
    }, 0);
  };
  const act = (app: App): void => {
    const what = intentions.get(app);
    if (what === undefined || app.phase !== 'drawn' || !(app.ownButton || app.awaitsAnswer)) return;
    intentions.delete(app);
    // A second press of a paid cashier's button.
    if (!server.paymentOf(app.session).paid) buyer.now[what](app);
  };

  const buyer = createBuyer({
    clock,
    story,
    view,
    app: () => current,
    paymentOf: (data) => server.paymentOf(data),
    phases: () => page().live.map(({ state }) => phaseOf(state)),
    silent: () => has('is-silent'),
    test: () => test,
    navigates,
    looksHidden: () => view().away === 'no' && here().document.visibilityState === 'hidden',
  });

  const classes = guarded(imitation.module, options.allowProd === true);
  const sdk: SdkSource = {
    name: MARKER,
    peek: () => null,
    load: ({ className }) => {
      server.product = PRODUCTS[className] ?? server.product;
      if (loading !== null) {
        story.add(`The SDK did not load: ${loading}.`);
        return Promise.reject(new CheckoutError(loading, `${MARKER}: faults.sdk('${loading}') was asked for.`));
      }
      return Promise.resolve(classes);
    },
  };

  const world: World = {
    classes,
    options: {
      environment: 'sandbox',
      sdk,
      createPaymentSession: (context): Promise<PaymentSession | string> => server.createPaymentSession(context),
      inquiryPayment: (context) => server.inquiryPayment(context),
      storage: 'none',
      prepare: 'manual',
      polling: { interval: 20, slowInterval: 20, timeout: 400 },
    },
    sdk,
    buyer,
    server,
    faults: {
      sdk: (code) => {
        if (installed > 0) {
          throw new Error(
            `${MARKER}: faults.sdk() is for a controller with antom.sdk. What install() has put on window is there: give the controller sdk: antom.sdk for this test.`,
          );
        }
        loading = code;
      },
      cashier: (what) => {
        cashierFaults = cashierFaults.concat(what);
        if (what === 'refuses-to-close') imitation.refuseToClose(new Error(`${MARKER}: unmount() was told to throw.`));
        if (what === 'vanishes' && current?.phase === 'drawn') current.vanishes();
      },
    },
    story: story.lines,
    install: (target) => {
      const uninstall = installGlobals((target as PageWindow | undefined) ?? here(), classes, (name) => {
        story.add(`The page's own SDK script wanted to set ${name}, and was ignored.`);
      });
      let there = true;
      installed += 1;
      return () => {
        if (!there) return;
        there = false;
        installed -= 1;
        uninstall();
      };
    },
    // What ends here changes states that no test waits for.
    reset: () =>
      outsideAct(async () => {
        test += 1;
        if (typeof window === 'undefined') return;
        imitation.refuseToClose(undefined);
        try {
          page().clear();
          view().reset();
        } finally {
          timers.cancelAll();
          server.reset();
          intentions.clear();
          current = null;
          loading = null;
          cashierFaults = [];
        }
        // Promise jobs of what has just ended belong to this test, not to the next.
        for (let i = 0; i < 20; i += 1) await Promise.resolve();
        story.clear();
      }),
  };
  worlds.add(world);
  return world;
}

/** With the outcome, where there is one: it may be why no cashier opened. */
function phaseOf(state: { readonly phase: string; readonly outcome?: unknown }): string {
  const { status, error } = (state.outcome ?? {}) as Partial<ErrorOutcome>;
  if (status === undefined) return state.phase;
  return `${state.phase}, ${status}${error ? ` (${error.code}: ${error.message})` : ''}`;
}

/** The classes, each of which refuses `prod`. */
function guarded(module: Readonly<Record<string, unknown>>, allowProd: boolean): Readonly<Record<string, unknown>> {
  const classes: Record<string, unknown> = {};
  for (const name of Object.keys(module)) {
    classes[name] = module[name];
    if (!(name in PRODUCTS)) continue;
    const Original = module[name] as new (options: Record<string, unknown>) => object;
    classes[name] = class extends Original {
      static readonly marker = MARKER;
      constructor(options: Record<string, unknown>) {
        if (options['environment'] === 'prod' && !allowProd) {
          throw new Error(
            `${MARKER}: the test kit was opened with environment 'prod'. It charges nobody: use 'sandbox', or allowProd in a test.`,
          );
        }
        super(options);
      }
    };
  }
  return classes;
}
