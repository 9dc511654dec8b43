// @vitest-environment jsdom
/** The code of docs/spa.md that is the same for every framework runs as it stands there. React's and Vue's is in docs-react and docs-vue. */
import * as library from 'antom-checkout-controller';
import { CheckoutController, type CheckoutOptions, type CheckoutState, type PaymentOutcome } from 'antom-checkout-controller';
import { fakeAntom } from 'antom-checkout-controller/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { docsModules } from './support/docs-modules.ts';

const antom = fakeAntom();
const ORDER = 'cart42:19900';

interface Page {
  readonly checkout: CheckoutController;
  readonly IDLE: CheckoutState;
  readonly follow: (order: string, show: (payment: CheckoutState, canPay: boolean) => void) => () => void;
  readonly comeBack: (order: string) => Promise<boolean>;
  readonly goBack: (order: string) => void;
  readonly stopWaiting: () => void;
  readonly textOf: (state: CheckoutState) => string;
  readonly offerOf: (outcome: PaymentOutcome | null) => string;
}
function open(options: Partial<CheckoutOptions> = {}): Page {
  const checkout = new CheckoutController({ ...antom.options, notRedirectAfterComplete: true, ...options });
  const module = docsModules(['spa.md'], { 'antom-checkout-controller': library, './checkout': { checkout } });
  return { checkout, ...module('follow'), ...module('come-back'), ...module('waiting'), ...module('payment-view') } as Page;
}
const outcomeOf = ({ checkout: { state } }: Page): PaymentOutcome | null => (state.phase === 'settled' ? state.outcome : null);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(async () => {
  sessionStorage.clear();
  await antom.reset();
  vi.useRealTimers();
});
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

describe('a view that follows', () => {
  test('shows its own order, and of another one only that nothing else can be paid meanwhile', async () => {
    const page = open();
    const mine: string[] = [];
    const other: string[] = [];
    page.follow(ORDER, ({ phase }, canPay) => mine.push(`${phase} ${String(canPay)}`));
    page.follow('tea:100', ({ phase }, canPay) => other.push(`${phase} ${String(canPay)}`));
    void page.checkout.pay({ order: ORDER });
    await antom.buyer.isDeclined();
    expect([mine[0], mine.at(-1)]).toEqual(['idle true', 'settled true']);
    expect(mine).toContain('open false');
    expect(new Set(other)).toEqual(new Set(['idle true', 'idle false']));
  });

  test('that goes is told nothing more, and the payment goes on', async () => {
    const page = open();
    const show = vi.fn();
    const stop = page.follow(ORDER, show);
    void page.checkout.pay({ order: ORDER });
    await antom.buyer.seesCashier();
    stop();
    const before = show.mock.calls.length;
    await antom.buyer.pays();
    expect([show.mock.calls.length, outcomeOf(page)?.status]).toEqual([before, 'succeeded']);
  });

  test('has the state of a server as a constant', () => {
    const { IDLE, checkout } = open({ prepare: 'manual' });
    expect(IDLE).toEqual(checkout.state);
  });
});

describe('what the page offers', () => {
  test('is to pay, to ask where nobody knows yet, and nothing where the order is paid', async () => {
    const page = open();
    expect(page.offerOf(null)).toBe('pay');
    void page.checkout.pay({ order: ORDER });
    await antom.buyer.isDeclined();
    expect(page.offerOf(outcomeOf(page))).toBe('pay');
    void page.checkout.pay({ order: ORDER });
    antom.server.answers('PROCESSING');
    await antom.buyer.pays({ sdk: 'processing' });
    expect(page.textOf(page.checkout.state)).toBe('We are asking for the result of your payment. This can take a few minutes.');
    page.stopWaiting();
    expect(page.offerOf(outcomeOf(page))).toBe('check');
    antom.server.answers('SUCCESS');
    await Promise.all([page.checkout.resume({ order: ORDER }), pass(1000)]);
    expect([page.offerOf(outcomeOf(page)), page.textOf(page.checkout.state)]).toEqual(['nothing', 'Thank you. Your order is paid.']);
  });
});

describe('coming back', () => {
  test('to a page that is loaded asks the server', async () => {
    const before = open({ storage: 'session' });
    void before.checkout.pay({ order: ORDER });
    await antom.buyer.isRedirected();
    await antom.buyer.pays();
    const page = open({ storage: 'session' });
    const [isThere] = await Promise.all([page.comeBack(ORDER), pass(1000)]);
    expect([isThere, outcomeOf(page)?.status]).toEqual([true, 'succeeded']);
  });

  test('by the router after a payment asks nobody', async () => {
    const page = open();
    void page.checkout.pay({ order: ORDER });
    await antom.buyer.pays();
    const asked = antom.server.inquiries.length;
    expect(await page.comeBack(ORDER)).toBe(true);
    expect(antom.server.inquiries).toHaveLength(asked);
  });

  test('where nothing was started finds nothing', async () => {
    const [isThere] = await Promise.all([open().comeBack(ORDER), pass(1000)]);
    expect(isThere).toBe(false);
  });
});

test('while the server is asked, the buyer may go back to the cashier of this page, or stop waiting', async () => {
  const page = open();
  antom.server.answers('PROCESSING');
  void page.checkout.pay({ order: ORDER });
  await antom.buyer.isRedirected();
  await antom.buyer.comesBack();
  const resumed = page.checkout.resume();
  expect(page.checkout.state.phase).toBe('confirming');
  page.goBack(ORDER);
  await antom.buyer.seesCashier();
  expect(await resumed).toMatchObject({ status: 'processing' });
  expect(antom.server.sessions).toHaveLength(1);
  await antom.buyer.isLeftWaiting();
  expect(page.checkout.state.phase).toBe('confirming');
  page.stopWaiting();
  expect(outcomeOf(page)).toMatchObject({ status: 'processing', order: ORDER });
});
