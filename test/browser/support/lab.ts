/**
 * An empty page with the library's built file and the real SDK, for what the shop cannot show: two controllers, 20 payments in
 * a row, what the page looked like before. `window.lab` holds them.
 */
import type { CheckoutController, CheckoutEvent, CheckoutOptions, PaymentOutcome, PayOptions } from 'antom-checkout-controller';
import type * as Library from 'antom-checkout-controller';
import { inject } from 'vitest';
import type { DemoBrowser, Visit, VisitOptions } from './browser.ts';

/** What a controller of the lab is made with: data only, because it crosses into the page. */
export interface LabOptions {
  /** Query of the cashier's address, for example `auto=pay&delay=0`. */
  readonly cashier?: string;
  /** Address of the SDK's UMD file on the demo's server. Default: the newest. */
  readonly sdk?: string;
  /** Body of the session request. */
  readonly session?: Readonly<Record<string, unknown>>;
  readonly options?: Partial<Pick<CheckoutOptions, 'prepare' | 'leave' | 'timeouts' | 'locale' | 'notRedirectAfterComplete' | 'analytics'>>;
}

export interface LabController {
  readonly checkout: CheckoutController;
  readonly events: CheckoutEvent[];
  readonly phases: string[];
  readonly outcomes: PaymentOutcome[];
  /** pay(), its outcome kept in `outcomes`. `cashier`: another query for this payment. */
  pay(options?: PayOptions & { cashier?: string }): Promise<PaymentOutcome>;
}

export interface Lab {
  readonly library: typeof Library;
  make(options?: LabOptions): LabController;
  /** The controllers made, the first one also as `lab.main`. */
  main: LabController;
}

declare global {
  interface Window { lab: Lab }
}

/** Runs in the page. */
function setUp(cashierOrigin: string): void {
  const library = (window as unknown as { antomModule: typeof Library }).antomModule;
  const link = (query: string): string => `${cashierOrigin}/cashier/?${query}`;
  const make = ({ cashier = '', sdk = '/sdk/ams-checkout.min.js', session = {}, options = {} }: LabOptions = {}): LabController => {
    const events: CheckoutEvent[] = [];
    const phases: string[] = [];
    const outcomes: PaymentOutcome[] = [];
    const checkout = new library.CheckoutController({
      environment: 'sandbox',
      locale: 'en_US',
      prepare: 'manual',
      sdk: library.fromCdn({ url: `${location.origin}${sdk}` }),
      createPaymentSession: async () => {
        const response = await fetch('/api/payment-sessions', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(session) });
        return await response.json() as Library.PaymentSession;
      },
      componentParams: { elementProps: { elementLink: link(cashier) } },
      ...options,
    });
    checkout.on((event) => { events.push(event); });
    checkout.subscribe(() => { phases.push(checkout.state.phase); });
    return {
      checkout, events, phases, outcomes,
      async pay({ cashier: query, ...rest } = {}) {
        const outcome = await checkout.pay({
          ...rest,
          ...(query === undefined ? {} : { componentParams: { elementProps: { elementLink: link(query) } } }),
        });
        outcomes.push(outcome);
        return outcome;
      },
    };
  };
  const main = make();
  window.lab = { library, make, main };
}

export interface LabVisitOptions extends VisitOptions, LabOptions {
  /** Query of the page; LOCAL_MOCK=1 keeps the SDK from asking its query API. */
  readonly query?: string;
  readonly html?: string;
}

/** Opens the empty page with a controller in `window.lab.main`. */
export async function openLab(browser: DemoBrowser, options: LabVisitOptions = {}): Promise<Visit> {
  const visit = await browser.open(`/blank?${options.query ?? 'LOCAL_MOCK=1'}`, options);
  await furnishLab(visit, options);
  return visit;
}

/** Puts the lab into a page of the demo's origin; again after a navigation. */
export async function furnishLab({ page }: Visit, { cashier, sdk, session, options }: LabOptions = {}): Promise<void> {
  await page.addScriptTag({ type: 'module', content: "import * as library from '/dist/index.js'; window.antomModule = library;" });
  await page.waitForFunction(() => 'antomModule' in window);
  await page.evaluate(setUp, inject('cashierOrigin'));
  const made: LabOptions = {
    ...(cashier === undefined ? {} : { cashier }),
    ...(sdk === undefined ? {} : { sdk }),
    ...(session === undefined ? {} : { session }),
    ...(options === undefined ? {} : { options }),
  };
  await page.evaluate((given) => { window.lab.main = window.lab.make(given); }, made);
}

/** An outcome as JSON: its error's code and texts, which do not survive the way out of the page by themselves. */
export interface PlainOutcome {
  readonly status: PaymentOutcome['status'];
  readonly retry: string;
  readonly reason?: string;
  readonly attemptId: string;
  readonly error?: { readonly code: string; readonly message: string; readonly sdk?: { readonly code: string; readonly message: string } };
  readonly paymentResultCode?: string;
}

/** Waits for the n-th outcome of the page's main controller (from 0). */
export async function outcomeOf({ page }: Visit, index = 0, timeout = 15_000): Promise<PlainOutcome> {
  const handle = await page.waitForFunction((wanted) => {
    const outcome = window.lab.main.outcomes[wanted];
    if (outcome === undefined) return null;
    if (outcome.status !== 'error') return { ...outcome };
    const { code, message, sdk } = outcome.error;
    return { ...outcome, error: { code, message, ...(sdk === undefined ? {} : { sdk }) } };
  }, index, { timeout });
  return await handle.jsonValue() as unknown as PlainOutcome;
}

/** Starts a payment without waiting for its end. */
export async function startPay({ page }: Visit, options: { cashier?: string; order?: string; force?: boolean } = {}): Promise<void> {
  await page.evaluate((given) => { void window.lab.main.pay(given); }, options);
}

export async function waitForPhase({ page }: Visit, phase: string): Promise<void> {
  await page.waitForFunction((wanted) => window.lab.main.checkout.state.phase === wanted, phase);
}

/** The types of the events that the merchant heard. */
export function eventTypes({ page }: Visit): Promise<string[]> {
  return page.evaluate(() => window.lab.main.events.map((event) => event.type));
}

/** Ids of the SDK's UI in the page. */
export function sdkUi({ page }: Visit): Promise<string[]> {
  return page.evaluate(() => [...document.querySelectorAll('[id^="ams-"], [id^="asm-"]')].map((element) => element.id));
}
