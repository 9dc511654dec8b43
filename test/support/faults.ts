/**
 * One fault, injected into a real controller on a page whose SDK, CDN and server are scripted; and what became of it.
 *
 * Nothing here knows what should come out. What must hold whatever the fault is checked for every one: it settles, nothing is a success that
 * nobody said was one, the page is clean, no second payment while the first is undecided, and pay() works once the cause is gone.
 */
import { expect, vi } from 'vitest';
import type { CheckoutController } from '../../src/controller';
import type { InquiryContext, PaymentInquiry, PaymentOutcome, PaymentSession, PayOptions, StorageLike } from '../../src/types';
import { own } from '../../src/core/read';
import { createFakeSdk, type FakeCashier, type FakeInstance, type FakeSdk } from '../../src/testing/sdk/ams-checkout';
import { inquiryOf, memoryStorage, reloadPage, type Say } from './server';
import { flush, openShop, pass, sdkNodes, styleBody, uniqueSession, type Shop, type ShopOptions } from './shop';

/** The page, and everything on it that may be at fault. All of it may be changed at any time. */
export interface World {
  /** Of the page that is open now. */
  shop: Shop;
  checkout: CheckoutController;
  sdk: FakeSdk;
  /** What the merchant waits for. */
  result: Promise<PaymentOutcome | null>;
  /** createPaymentSession. */
  session: () => unknown;
  /** inquiryPayment's answers in order; the last one stays. */
  inquiry: (() => unknown)[];
  /** The CDN's answer to the nth tag. */
  cdn: (tag: HTMLScriptElement, n: number) => void;
  /** What the buyer does in the nth cashier. */
  buyer: (cashier: FakeCashier, world: World) => unknown;
  /** The page is loaded anew, with the storage that the last one left. */
  reload(): void;
  /** The sessions of every cashier so far, earlier pages' included. */
  opened(): readonly unknown[];
  /** The sessions that createPaymentSession has given so far. */
  readonly given: readonly unknown[];
}

export interface Fault {
  /** The first cell of its row. */
  readonly what: string;
  /** Of every page's controller. */
  readonly options?: ShopOptions | (() => ShopOptions);
  readonly pay?: PayOptions;
  /** With inquiryPayment. */
  readonly asks?: boolean;
  /** Injects it, before pay(). */
  readonly inject?: (world: World) => void;
  /** Right after pay(). */
  readonly then?: (world: World) => unknown;
  /** The outcome is that of another call, and the cashier is still open: what heals it closes that. */
  readonly leavesOpen?: boolean;
  /** Removes the cause; the SDK, the CDN, the server and the buyer are as they should be afterwards by themselves. */
  readonly heal?: (world: World) => unknown;
  /** What the server knows of the first payment once it can be asked. Default ORDER_NOT_EXIST. */
  readonly truth?: Say;
  /** What else must hold. */
  readonly also?: (world: World, outcome: PaymentOutcome) => void;
}

/** Cells of docs/faults.md. */
export interface Row {
  readonly fault: string;
  readonly outcome: string;
  readonly after: string;
  readonly retry: string;
  readonly second: string;
}

export const BODY = 'overflow: scroll !important;';
/** Of the page's clock. */
export const PATIENCE = 30 * 60_000;

export const say = (answer: Say) => (): PaymentInquiry => inquiryOf(answer);
export const never = (): Promise<never> => new Promise(() => undefined);
/** Launches and pays. */
export const pays = (cashier: FakeCashier): void => {
  cashier.launch();
  cashier.emit('SDK_PAYMENT_SUCCESSFUL');
};

/** Calls pay(), injects, waits, heals, pays again. */
export async function witness(fault: Fault): Promise<Row> {
  styleBody(BODY);
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  const { world, heard } = openWorld(fault);
  fault.inject?.(world);

  const begun = Date.now();
  world.result = world.checkout.pay(fault.pay);
  await fault.then?.(world);
  const { outcome, at } = await settle(world);
  expectTruth(outcome, heard, fault);
  expectRetry(outcome);
  fault.also?.(world, outcome);
  if (fault.leavesOpen !== true) {
    await pass(400);
    expectCleanPage();
  }

  const first = world.opened();
  heal(world, fault);
  await fault.heal?.(world);
  await pass(1000);
  expectCleanPage();
  const second = await payAgain(first, isDecided(outcome, fault), (options) => again(world, heard, fault, options));
  return { fault: fault.what, outcome: name(outcome), after: seconds(at - begun), retry: outcome.retry, second };
}

/** The cell of the next payment, and of a forced one where that is refused. `first` is what the SDK was given until then. */
export async function payAgain(
  first: readonly unknown[],
  decided: boolean,
  pay: (options: PayOptions) => Promise<{ outcome: PaymentOutcome; session: string; data: unknown }>,
): Promise<string> {
  const second = await pay({});
  // Another paymentRequestId could charge twice.
  if (first.length > 0 && !decided && second.data !== undefined) expect(first).toContain(second.data);
  const cell = tell(second.outcome, second.session);
  if (second.outcome.status === 'succeeded') return cell;
  // The rule against paying twice has the last word: the merchant may still overrule it.
  expect(second.outcome.retry).toBe('after-confirmation');
  const forced = await pay({ force: true });
  expect(forced.outcome.status).toBe('succeeded');
  return `${cell}; with \`force\` ${tell(forced.outcome, forced.session)}`;
}

// ── The page ─────────────────────────────────────────────────────────────────

/** Who said what, since the last pay(). */
export interface Heard {
  /** What the SDK told by onEventCallback. */
  events: unknown[];
  /** What the server answered, and about which payment. */
  inquiries: { readonly id: string; readonly answer: unknown }[];
}

function openWorld({ options = {}, asks = false }: Fault): { world: World; heard: Heard } {
  const heard: Heard = { events: [], inquiries: [] };
  const kept = memoryStorage();
  const sdks: FakeSdk[] = [];
  const given: unknown[] = [];
  let page = 0;

  const openPage = (): Pick<World, 'shop' | 'checkout' | 'sdk'> => {
    page += 1;
    const mine = page;
    const isOpen = (): boolean => mine === page;
    const storage = ofPage(kept, isOpen);
    const sdk = createFakeSdk();
    const instance = sdk.module.AMSCashierPayment.prototype as FakeInstance;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with `this` below
    const { emit } = instance;
    instance.emit = function (raw) {
      heard.events.push(raw);
      emit.call(this, raw);
    };
    const shop = openShop({
      fake: sdk,
      storage,
      notRedirectAfterComplete: true,
      createPaymentSession: () => {
        const asked = world.session() as Promise<PaymentSession>;
        asked.then(
          (session) => {
            given.push(dataOf(session));
          },
          () => undefined,
        );
        return asked;
      },
      ...(asks ? { inquiryPayment: asking(world, heard) } : {}),
      ...(typeof options === 'function' ? options() : options),
    });
    sdks.push(sdk);
    return { shop, checkout: shop.checkout, sdk };
  };

  const world: World = {
    ...({} as Pick<World, 'shop' | 'checkout' | 'sdk'>),
    result: Promise.resolve(null),
    session: () => Promise.resolve(uniqueSession()),
    inquiry: [say('SUCCESS')],
    cdn: (tag) => {
      delivers(world)(tag);
    },
    buyer: pays,
    given,
    opened: () => sdks.flatMap(({ cashiers }) => cashiers.map(({ params }) => params['sessionData'])),
    reload: () => {
      reloadPage();
      document.head.innerHTML = '';
      document.body.innerHTML = '<main></main>';
      styleBody(BODY);
      Object.assign(world, openPage());
    },
  };
  Object.assign(world, openPage());
  return { world, heard };
}

/** A page that is gone writes nothing more. */
export const ofPage = (kept: StorageLike, isOpen: () => boolean): StorageLike => ({
  getItem: (key) => kept.getItem(key),
  setItem: (key, value) => {
    if (isOpen()) kept.setItem(key, value);
  },
  removeItem: (key) => {
    if (isOpen()) kept.removeItem(key);
  },
});

/** inquiryPayment, by the script; what it answers is heard. */
export const asking =
  (world: Pick<World, 'inquiry'>, heard: Heard) =>
  (context: InquiryContext): Promise<PaymentInquiry> => {
    const answer = world.inquiry[0]!;
    if (world.inquiry.length > 1) world.inquiry = world.inquiry.slice(1);
    const given = Promise.resolve(answer());
    given.then(
      (inquiry) => {
        heard.inquiries.push({ id: context.paymentRequestId, answer: inquiry });
      },
      () => undefined,
    );
    return given as Promise<PaymentInquiry>;
  };

const delivers =
  (world: World) =>
  (tag: HTMLScriptElement): void => {
    Object.assign(window, world.sdk.module);
    tag.dispatchEvent(new Event('load'));
  };

const dataOf = (session: unknown): unknown => own(session, 'paymentSessionData');

/** From now on everything works; the server knows the first payment's truth until the next cashier is paid in. */
function heal(world: World, { truth = 'ORDER_NOT_EXIST' }: Fault): void {
  world.sdk.constructorError = undefined;
  Object.assign(world.sdk, { holdQuery: false, stuck: false, duringCreate: null, createError: undefined, unmountError: undefined });
  world.session = () => Promise.resolve(uniqueSession());
  world.inquiry = [say(truth)];
  world.cdn = delivers(world);
  world.buyer = (cashier) => {
    world.inquiry = [say('SUCCESS')];
    pays(cashier);
  };
}

const askedFor = new WeakSet<HTMLScriptElement>();
const met = new WeakSet<FakeCashier>();

/** Moves time on until the promise has settled; the CDN and the buyer do their part meanwhile. */
async function settle(world: World): Promise<{ outcome: PaymentOutcome; at: number }> {
  let settled: PaymentOutcome | null | undefined;
  let at = 0;
  let waitsFor: unknown;
  let tags = 0;
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    if (world.result !== waitsFor) {
      const current = world.result;
      waitsFor = current;
      void current.then((outcome) => {
        if (world.result !== current) return;
        settled = outcome;
        at = Date.now();
      });
    }
    await flush();
    if (settled !== undefined) {
      if (settled === null) throw new Error('resume() found nothing');
      return { outcome: settled, at };
    }
    let acted = false;
    for (const tag of Array.from(document.querySelectorAll<HTMLScriptElement>('script[src]'))) {
      if (askedFor.has(tag)) continue;
      askedFor.add(tag);
      tags += 1;
      acted = true;
      world.cdn(tag, tags);
    }
    for (const cashier of world.sdk.cashiers.slice()) {
      if (met.has(cashier)) continue;
      met.add(cashier);
      acted = true;
      await world.buyer(cashier, world);
    }
    if (!acted) await vi.advanceTimersToNextTimerAsync();
  }
  throw new Error(`nothing has settled in ${String(PATIENCE)} ms; the state is ${JSON.stringify(world.checkout.state)}`);
}

async function again(
  world: World,
  heard: Heard,
  fault: Fault,
  options: PayOptions,
): Promise<{ outcome: PaymentOutcome; session: string; data: unknown }> {
  const before = world.opened().length;
  const known = world.given.slice();
  heard.events = [];
  heard.inquiries = [];
  world.result = world.checkout.pay({ order: fault.pay?.order, ...options });
  const { outcome } = await settle(world);
  expectTruth(outcome, heard, fault);
  await pass(400);
  expectCleanPage();
  const [data, ...more] = world.opened().slice(before);
  expect(more).toEqual([]);
  return { outcome, data, session: data === undefined ? 'nothing opened' : known.includes(data) ? 'the same session' : 'a new session' };
}

// ── What must hold ───────────────────────────────────────────────────────────

/** A success has somebody who said so: the SDK by its very code, or, where there is a server, the server about this payment. */
function expectTruth(outcome: PaymentOutcome, heard: Heard, { asks = false }: Fault): void {
  if (outcome.status !== 'succeeded') return;
  expect(outcome.confirmedBy).toBe(asks ? 'server' : 'sdk');
  if (!asks) {
    expect(heard.events).toContainEqual({ code: 'SDK_PAYMENT_SUCCESSFUL' });
    return;
  }
  expectServerSaid(outcome, heard);
}

export function expectServerSaid(outcome: PaymentOutcome, { inquiries }: Heard): void {
  const mine = inquiries.filter(({ id }) => id === outcome.paymentRequestId).map(({ answer }) => answer as Record<string, unknown>);
  expect(
    mine.some(
      ({ paymentStatus, paymentRequestId: id, result }) =>
        paymentStatus === 'SUCCESS' &&
        (id === undefined || id === outcome.paymentRequestId) &&
        (result as { resultStatus: string }).resultStatus === 'S',
    ),
  ).toBe(true);
}

export function expectRetry({ status, retry }: PaymentOutcome): void {
  if (status === 'processing' || status === 'unknown' || status === 'redirected') expect(retry).toBe('after-confirmation');
  if (status === 'succeeded') expect(retry).toBe('none');
}

function expectCleanPage(): void {
  expect({ left: sdkNodes(), body: document.body.getAttribute('style') }).toEqual({ left: [], body: BODY });
}

/** No word of anybody's is missing for another payment. */
export function isDecided(outcome: PaymentOutcome, { asks = false, truth = 'ORDER_NOT_EXIST' }: Pick<Fault, 'asks' | 'truth'>): boolean {
  const isFinal = (status: string): boolean => ['succeeded', 'failed', 'cancelled'].includes(status);
  if (!asks) return isFinal(outcome.status);
  return (
    (isFinal(outcome.status) && outcome.confirmedBy === 'server') || ['SUCCESS', 'FAIL', 'CANCELLED', 'ORDER_NOT_EXIST'].includes(truth)
  );
}

// ── Cells ────────────────────────────────────────────────────────────────────

export function name(outcome: PaymentOutcome): string {
  const status = `\`${outcome.status}\``;
  switch (outcome.status) {
    case 'succeeded':
    case 'failed':
    case 'cancelled':
      return `${status} by ${outcome.confirmedBy}`;
    case 'abandoned':
      return `${status} \`${outcome.reason}\``;
    case 'error': {
      const { code, details } = outcome.error;
      const why = details['reason'] ?? details['fault'];
      return `[\`${code}\`](errors.md#${code})${typeof why === 'string' ? ` (${why})` : ''}`;
    }
    default:
      return status;
  }
}

export const tell = (outcome: PaymentOutcome, session: string): string => `${name(outcome)}, ${session}`;
export const seconds = (ms: number): string => (ms === 0 ? 'at once' : `${String(Math.round(ms / 100) / 10)} s`);
