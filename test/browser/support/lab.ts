/**
 * An empty page with the library's built file and the real SDK, for what the shop cannot show: two controllers, 20 payments in
 * a row, what the page looked like before. `window.lab` holds them.
 */
import type {
  CheckoutController,
  CheckoutEvent,
  CheckoutOptions,
  LogEntry,
  PaymentInquiry,
  PaymentOutcome,
  PayOptions,
  ResumeOptions,
} from 'antom-checkout-controller';
import type * as Library from 'antom-checkout-controller';
import { inject } from 'vitest';
import { act, type DemoBrowser, type Visit, type VisitOptions } from './browser.ts';

/** What a controller of the lab is made with: data only, because it crosses into the page. */
export interface LabOptions {
  /** Query of the cashier's address, for example `auto=pay&delay=0`. */
  readonly cashier?: string;
  /** Address of the SDK's UMD file on the demo's server. Default: the newest. */
  readonly sdk?: string;
  /** Body of the session request. */
  readonly session?: Readonly<Record<string, unknown>>;
  /** Gives the controller `inquiryPayment`. A text is the query of that request, for example `scenario=inquiry-down&for=1000`. */
  readonly inquiry?: boolean | string;
  /** What `pay()` and `resume()` of the lab name where the test names no other. */
  readonly order?: string;
  /** Functions among them where a lab is made in the page itself. */
  readonly options?: Partial<
    Pick<
      CheckoutOptions,
      | 'createPaymentSession'
      | 'inquiryPayment'
      | 'prepare'
      | 'leave'
      | 'timeouts'
      | 'locale'
      | 'notRedirectAfterComplete'
      | 'analytics'
      | 'polling'
    >
  > & {
    readonly storage?: 'session' | 'local' | 'none';
  };
}

export interface LabController {
  readonly checkout: CheckoutController;
  readonly events: CheckoutEvent[];
  readonly phases: string[];
  readonly outcomes: PaymentOutcome[];
  readonly logs: LogEntry[];
  /** Hears each entry as well. */
  onLog?: (entry: LogEntry) => void;
  /** pay(), its outcome kept in `outcomes`. `cashier`: another query for this payment. */
  pay(options?: PayOptions & { cashier?: string }): Promise<PaymentOutcome>;
  /** resume(), its outcome kept in `outcomes` too; null is not. */
  resume(options?: ResumeOptions): Promise<PaymentOutcome | null>;
}

export interface Lab {
  readonly library: typeof Library;
  make(options?: LabOptions): LabController;
  /** The controllers made, the first one also as `lab.main`. */
  main: LabController;
}

declare global {
  interface Window {
    lab: Lab;
  }
}

/** Runs in the page. */
function setUp(cashierOrigin: string): void {
  const library = (window as unknown as { antomModule: typeof Library }).antomModule;
  const link = (query: string): string => `${cashierOrigin}/cashier/?${query}`;
  const make = ({
    cashier = '',
    sdk = '/sdk/ams-checkout.min.js',
    session = {},
    inquiry = false,
    order,
    options = {},
  }: LabOptions = {}): LabController => {
    const events: CheckoutEvent[] = [];
    const phases: string[] = [];
    const outcomes: PaymentOutcome[] = [];
    const logs: LogEntry[] = [];
    const checkout = new library.CheckoutController({
      environment: 'sandbox',
      locale: 'en_US',
      prepare: 'manual',
      sdk: library.fromCdn({ url: `${location.origin}${sdk}` }),
      createPaymentSession: async () => {
        const response = await fetch('/api/payment-sessions', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(session),
        });
        return (await response.json()) as Library.PaymentSession;
      },
      ...(inquiry === false
        ? {}
        : {
            inquiryPayment: async ({ paymentRequestId, signal }: Library.InquiryContext) => {
              const response = await fetch(`/api/payments/${paymentRequestId}?${inquiry === true ? '' : inquiry}`, { signal });
              return (await response.json()) as PaymentInquiry;
            },
          }),
      componentParams: { elementProps: { elementLink: link(cashier) } },
      logger: (entry) => {
        logs.push(entry);
        made.onLog?.(entry);
      },
      ...options,
    });
    checkout.on((event) => {
      events.push(event);
    });
    checkout.subscribe(() => {
      phases.push(checkout.state.phase);
    });
    const named = order === undefined ? {} : { order };
    const made: LabController = {
      checkout,
      events,
      phases,
      outcomes,
      logs,
      async resume(given) {
        const outcome = await checkout.resume({ ...named, ...given });
        if (outcome !== null) outcomes.push(outcome);
        return outcome;
      },
      async pay({ cashier: query, ...rest } = {}) {
        const outcome = await checkout.pay({
          ...named,
          ...rest,
          ...(query === undefined ? {} : { componentParams: { elementProps: { elementLink: link(query) } } }),
        });
        outcomes.push(outcome);
        return outcome;
      },
    };
    return made;
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
export async function furnishLab(
  { page }: Pick<Visit, 'page'>,
  { cashier, sdk, session, inquiry, order, options }: LabOptions = {},
): Promise<void> {
  await page.addScriptTag({ type: 'module', content: "import * as library from '/dist/index.js'; window.antomModule = library;" });
  await page.waitForFunction(() => 'antomModule' in window);
  await page.evaluate(setUp, inject('cashierOrigin'));
  const made: LabOptions = {
    ...(cashier === undefined ? {} : { cashier }),
    ...(sdk === undefined ? {} : { sdk }),
    ...(session === undefined ? {} : { session }),
    ...(inquiry === undefined ? {} : { inquiry }),
    ...(order === undefined ? {} : { order }),
    ...(options === undefined ? {} : { options }),
  };
  await page.evaluate((given) => {
    window.lab.main = window.lab.make(given);
  }, made);
}

/** An outcome as JSON: its error's code and texts, which do not survive the way out of the page by themselves. */
export interface PlainOutcome {
  readonly status: PaymentOutcome['status'];
  readonly retry: string;
  readonly confirmedBy: 'server' | 'sdk' | null;
  readonly reason?: string;
  readonly attemptId: string;
  readonly paymentRequestId?: string;
  readonly paymentSessionId?: string;
  readonly inquiry?: PaymentInquiry;
  readonly error?: { readonly code: string; readonly message: string; readonly sdk?: { readonly code: string; readonly message: string } };
  readonly paymentResultCode?: string;
}

/** Waits for the n-th outcome of the page's main controller (from 0). */
export async function outcomeOf({ page }: Pick<Visit, 'page'>, index = 0): Promise<PlainOutcome> {
  const handle = await page.waitForFunction((wanted) => {
    const outcome = window.lab.main.outcomes[wanted];
    if (outcome === undefined) return null;
    if (outcome.status !== 'error') return { ...outcome };
    const { code, message, sdk } = outcome.error;
    return { ...outcome, error: { code, message, ...(sdk === undefined ? {} : { sdk }) } };
  }, index);
  return (await handle.jsonValue()) as unknown as PlainOutcome;
}

/** Starts a payment without waiting for its end. */
export async function startPay(
  { page }: Pick<Visit, 'page'>,
  options: { cashier?: string; order?: string; force?: boolean } = {},
): Promise<void> {
  await page.evaluate((given) => {
    void window.lab.main.pay(given);
  }, options);
}

/** The buyer scans a code and pays by phone: the gateway knows, the SDK hears nothing of it. */
export async function payByPhone(visit: Visit): Promise<void> {
  await act(visit, 'phone');
  await visit.cashier.locator('[data-testid="cashier"][data-status="done"]').waitFor();
}

/** resume() to its end; null when it found nothing. */
export async function resume(
  visit: Pick<Visit, 'page'>,
  options: { paymentRequestId?: string; order?: string } = {},
): Promise<PlainOutcome | null> {
  const index = await visit.page.evaluate(
    async (given) => ((await window.lab.main.resume(given)) === null ? null : window.lab.main.outcomes.length - 1),
    options,
  );
  return index === null ? null : outcomeOf(visit, index);
}

export async function waitForPhase({ page }: Pick<Visit, 'page'>, phase: string): Promise<void> {
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
