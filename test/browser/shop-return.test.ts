/** The shop when the SDK's word is not the last one: its server decides, the buyer leaves and comes back, and nobody pays twice. */
import type { CheckoutController, CheckoutEvent, PaymentOutcome } from 'antom-checkout-controller';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemo, type Demo } from '../../demo/server/app.ts';
import { manualClock, type ManualClock } from '../server/support/manual-clock.ts';
import {
  act,
  expectNoProblems,
  goBack,
  press,
  useBrowser,
  whyLoadedAgain,
  type DemoBrowser,
  type Visit,
  type VisitOptions,
} from './support/browser.ts';

/** A demo of this file's own: its gateway can be asked, and its clock stands still until it is moved. */
let demo: Demo;
let clock: ManualClock;
beforeAll(async () => {
  const manual = manualClock();
  // Pages compare a session's expiry with their own clock.
  clock = { ...manual, wallTime: (time) => new Date(Date.now() + time - manual.now()) };
  demo = await startDemo({ clock });
});
afterAll(() => demo.close());

declare global {
  interface Window {
    /** The shop's handle, see demo/README.md. */
    demo?: {
      readonly checkout: CheckoutController;
      readonly order: string;
      readonly outcomes: readonly PaymentOutcome[];
      readonly events: readonly CheckoutEvent[];
    };
  }
}

interface Shop extends Visit {
  /** The sessions that the gateway made for this visit, in order. */
  readonly sessions: { readonly paymentRequestId: string; readonly paymentSessionId: string }[];
}

async function open(browser: DemoBrowser, path: string, options: VisitOptions = {}): Promise<Shop> {
  const sessions: Shop['sessions'] = [];
  const visit = await browser.open(`${demo.url}${path}`, {
    ...options,
    before: async (page, context) => {
      page.on('response', (response) => {
        if (new URL(response.url()).pathname === '/api/payment-sessions')
          void response.json().then((session: Shop['sessions'][number]) => sessions.push(session));
      });
      await options.before?.(page, context);
    },
  });
  return { ...visit, sessions };
}

const shopWith = (browser: DemoBrowser, scenario: string, options?: VisitOptions): Promise<Shop> =>
  open(browser, `/?lang=en&stay=1&scenario=${scenario}`, options);

const gatewayOf = (): NonNullable<Demo['standIn']>['gateway'] => demo.standIn!.gateway;
/** What inquiryPayment would say. */
function statusOf(shop: Shop, index = 0): unknown {
  const answer = gatewayOf().payments.inquire({ paymentId: null, paymentRequestId: shop.sessions[index]?.paymentRequestId ?? '' });
  return answer['paymentStatus'] ?? answer.result.resultCode;
}
const decide = (shop: Shop, status: 'SUCCESS' | 'CANCELLED'): void => {
  gatewayOf().payments.decide(shop.sessions[0]!.paymentSessionId, { status, resultCode: null, after: 0 });
};

interface Shown {
  readonly status: string | null;
  readonly by: string | null;
  readonly retry: string | null;
}

/** The outcome card, when it shows that status. */
async function outcome(shop: Shop, status: string): Promise<Shown> {
  const card = shop.page.locator(`[data-testid="outcome"][data-status="${status}"]`);
  await card.waitFor();
  return { status, by: await card.getAttribute('data-confirmed-by'), retry: await card.getAttribute('data-retry') };
}
const byServer = (status: string, retry: string): Shown => ({ status, by: 'server', retry });
const undecided = (status: string): Shown => ({ status, by: null, retry: 'after-confirmation' });

/** Presses something that ends with a new outcome, and waits for that one. */
async function nextOutcome(shop: Shop, press: () => Promise<unknown>): Promise<string | undefined> {
  const before = await shop.page.evaluate(() => window.demo?.outcomes.length ?? 0);
  await press();
  await shop.page.waitForFunction((count) => (window.demo?.outcomes.length ?? 0) > count, before);
  return shop.page.evaluate(() => window.demo?.outcomes.at(-1)?.status);
}

const pay = (shop: Shop): Promise<void> => shop.page.getByTestId('pay').click();
const click = (shop: Shop, id: string): Promise<void> => shop.page.getByTestId(id).click();
const cashierOpen = (shop: Shop): Promise<void> => shop.page.locator('[data-testid="phase"][data-phase="open"]').waitFor();
const asking = (shop: Shop): Promise<void> => shop.page.locator('[data-testid="confirming"][data-asking="true"]').waitFor();
const orderOf = (shop: Shop): Promise<string | undefined> => shop.page.evaluate(() => window.demo?.order.split(':')[0]);
/** Whether this browser remembers the payment. */
const isRemembered = (shop: Shop, index = 0): Promise<boolean> =>
  shop.page.evaluate(
    (id) => Object.values(sessionStorage).some((value) => String(value).includes(id)),
    shop.sessions[index]!.paymentRequestId,
  );
/** The pay button can be pressed, and nothing of the SDK's lies over it. */
async function isUsable(shop: Shop): Promise<void> {
  await shop.page.locator('#ams-component-container').waitFor({ state: 'detached' });
  await shop.page.locator('[data-testid="pay"][aria-disabled="false"]').waitFor();
  await shop.page.waitForFunction(() => document.body.style.overflow === '');
}
async function payByPhone(shop: Shop): Promise<void> {
  await press(shop, 'phone');
  await shop.cashier.locator('[data-testid="cashier"][data-status="done"]').waitFor();
}
/** As a buyer does: the SDK asks whether to leave. */
async function close(shop: Shop): Promise<void> {
  await press(shop, 'close');
  await shop.page.locator('#ams-component-retention-leave').click();
}
const focusIsIn = (shop: Shop, id: string): Promise<unknown> =>
  shop.page.waitForFunction((testId) => document.activeElement?.closest(`[data-testid="${testId}"]`) != null, id);

const browser = useBrowser();

describe('the server has the last word', () => {
  it('paid by phone, then the cashier closed: paid, says the server', async () => {
    const shop = await shopWith(browser, 'confirm-phone');
    await pay(shop);
    await payByPhone(shop);
    await close(shop);
    expect(await outcome(shop, 'succeeded')).toEqual(byServer('succeeded', 'none'));
    expect(shop.sessions).toHaveLength(1);
    expect(statusOf(shop)).toBe('SUCCESS');
    expect(await isRemembered(shop)).toBe(false);
    await isUsable(shop);
    expectNoProblems(shop);
  });

  it('slower than the SDK: the shop says that it is asking, and paid only when the server does', async () => {
    const shop = await shopWith(browser, 'confirm-later');
    await pay(shop);
    await press(shop, 'pay');
    await asking(shop);
    expect(await shop.page.getByRole('status').filter({ hasText: 'Asking the shop’s server' }).count()).toBe(1);
    await shop.page.waitForResponse((response) => response.url().includes('/api/payments/'));
    expect(statusOf(shop)).toBe('PROCESSING');
    expect(await shop.page.getByTestId('outcome').count()).toBe(0);
    expect(await isRemembered(shop)).toBe(true);
    await clock.advance(5_000);
    expect(await outcome(shop, 'succeeded')).toEqual(byServer('succeeded', 'none'));
    expect(await shop.page.getByTestId('confirming').getAttribute('data-asking')).toBe('false');
    expect(await isRemembered(shop)).toBe(false);
    await isUsable(shop);
    expectNoProblems(shop);
  });

  it('SDK success, server FAIL: failed, and another try is another payment', async () => {
    const shop = await shopWith(browser, 'confirm-refused');
    await pay(shop);
    await press(shop, 'pay');
    expect(await outcome(shop, 'failed')).toEqual(byServer('failed', 'new-session'));
    expect(statusOf(shop)).toBe('FAIL');
    expect(await isRemembered(shop)).toBe(false);
    await isUsable(shop);
    await click(shop, 'retry');
    await cashierOpen(shop);
    expect(new Set(shop.sessions.map(({ paymentRequestId }) => paymentRequestId)).size).toBe(2);
    expect(statusOf(shop, 1)).toBe('ORDER_NOT_EXIST');
    expectNoProblems(shop);
  });

  it('SDK failure, server SUCCESS: paid, and the same cart again is another order', async () => {
    const shop = await shopWith(browser, 'confirm-rescued');
    await pay(shop);
    const order = await orderOf(shop);
    await press(shop, 'fail');
    expect(await outcome(shop, 'succeeded')).toEqual(byServer('succeeded', 'none'));
    expect(shop.sessions).toHaveLength(1);
    expect(statusOf(shop)).toBe('SUCCESS');
    expect(await isRemembered(shop)).toBe(false);
    await isUsable(shop);
    await pay(shop);
    await cashierOpen(shop);
    expect(await orderOf(shop)).not.toBe(order);
    expect(shop.sessions).toHaveLength(2);
    expectNoProblems(shop);
  });

  it('the payment takes days: processing, no second payment meanwhile, and paid when it is', async () => {
    const shop = await shopWith(browser, 'confirm-days');
    await pay(shop);
    await close(shop);
    expect(await outcome(shop, 'processing')).toEqual(undecided('processing'));
    expect(statusOf(shop)).toBe('PENDING');
    expect(await isRemembered(shop)).toBe(true);
    await isUsable(shop);
    expect(await nextOutcome(shop, () => pay(shop))).toBe('processing');
    expect(shop.sessions).toHaveLength(1);
    decide(shop, 'SUCCESS');
    expect(await nextOutcome(shop, () => click(shop, 'ask-again'))).toBe('succeeded');
    expect(await outcome(shop, 'succeeded')).toEqual(byServer('succeeded', 'none'));
    expect(await isRemembered(shop)).toBe(false);
    await isUsable(shop);
    expectNoProblems(shop);
  });

  it('a second click after a payment that nobody waited for: the server is asked, and nothing opens', async () => {
    const shop = await shopWith(browser, 'confirm-again');
    await pay(shop);
    await press(shop, 'processing');
    await asking(shop);
    await shop.page.getByTestId('stop-waiting').focus();
    await shop.page.keyboard.press('Enter');
    expect(await outcome(shop, 'processing')).toEqual(undecided('processing'));
    await focusIsIn(shop, 'outcome');
    expect(await isRemembered(shop)).toBe(true);
    await isUsable(shop);
    expect(await nextOutcome(shop, () => pay(shop))).toBe('processing');
    await clock.advance(20_000);
    expect(await nextOutcome(shop, () => pay(shop))).toBe('succeeded');
    expect(await outcome(shop, 'succeeded')).toEqual(byServer('succeeded', 'none'));
    expect(shop.sessions).toHaveLength(1);
    expect(await shop.page.evaluate(() => window.demo?.events.filter(({ type }) => type === 'loading-started').length)).toBe(1);
    expect(await isRemembered(shop)).toBe(false);
    await isUsable(shop);
    expectNoProblems(shop);
  });
});

describe('the inquiry endpoint', () => {
  const inquiries = (shop: Shop): number[] => {
    const answers: number[] = [];
    shop.page.on('response', (response) => {
      if (response.url().includes('/api/payments/')) answers.push(response.status());
    });
    return answers;
  };

  it('down for a while: the shop goes on asking, and it ends as paid', async () => {
    const shop = await shopWith(browser, 'inquiry-down');
    const answers = inquiries(shop);
    await pay(shop);
    await press(shop, 'pay');
    expect(await outcome(shop, 'succeeded')).toEqual(byServer('succeeded', 'none'));
    expect(answers[0]).toBe(503);
    expect(answers.at(-1)).toBe(200);
    expect(shop.sessions).toHaveLength(1);
    expect(await isRemembered(shop)).toBe(false);
    await isUsable(shop);
  });

  it('slow: paid when the answer is there', async () => {
    const shop = await shopWith(browser, 'inquiry-slow');
    await pay(shop);
    await press(shop, 'pay');
    await asking(shop);
    expect(await outcome(shop, 'succeeded')).toEqual(byServer('succeeded', 'none'));
    await isUsable(shop);
    expectNoProblems(shop);
  });

  it('answering with an error page: never paid, and no second payment', async () => {
    const shop = await shopWith(browser, 'inquiry-html');
    await pay(shop);
    const answered = shop.page.waitForResponse((response) => response.url().includes('/api/payments/'));
    await press(shop, 'pay');
    await answered;
    await click(shop, 'stop-waiting');
    expect(await outcome(shop, 'processing')).toEqual(undecided('processing'));
    expect(await isRemembered(shop)).toBe(true);
    await isUsable(shop);
    expect(await nextOutcome(shop, () => pay(shop))).toBe('unknown');
    expect(shop.sessions).toHaveLength(1);
    expect(await isRemembered(shop)).toBe(true);
    await isUsable(shop);
    expectNoProblems(shop);
  });

  it('never answering: the buyer may stop waiting, and it is not paid', async () => {
    const shop = await shopWith(browser, 'inquiry-never');
    await pay(shop);
    await press(shop, 'pay');
    await asking(shop);
    await click(shop, 'stop-waiting');
    expect(await outcome(shop, 'processing')).toEqual(undecided('processing'));
    expect(statusOf(shop)).toBe('SUCCESS');
    expect(await isRemembered(shop)).toBe(true);
    await isUsable(shop);
    expectNoProblems(shop);
  });
});

describe('a reload while the cashier is open', () => {
  it('before anything was paid: the same order, which may be paid', async () => {
    const shop = await shopWith(browser, 'return-reload');
    await click(shop, 'more-kettle');
    await pay(shop);
    await cashierOpen(shop);
    const order = await shop.page.evaluate(() => window.demo?.order);
    expect(await isRemembered(shop)).toBe(true);
    await shop.page.reload();
    expect(await outcome(shop, 'cancelled')).toEqual(byServer('cancelled', 'new-session'));
    expect(await shop.page.evaluate(() => window.demo?.order)).toBe(order);
    await focusIsIn(shop, 'outcome');
    expect(await isRemembered(shop)).toBe(false);
    await isUsable(shop);
    await pay(shop);
    await cashierOpen(shop);
    expect(shop.sessions).toHaveLength(2);
    expect(statusOf(shop, 0)).toBe('ORDER_NOT_EXIST');
    expectNoProblems(shop);
  });

  it('after it was paid by phone: paid, and the next load is another order', async () => {
    const shop = await shopWith(browser, 'return-reload');
    await pay(shop);
    await payByPhone(shop);
    const order = await orderOf(shop);
    await shop.page.reload();
    expect(await outcome(shop, 'succeeded')).toEqual(byServer('succeeded', 'none'));
    expect(await orderOf(shop)).toBe(order);
    expect(shop.sessions).toHaveLength(1);
    expect(await isRemembered(shop)).toBe(false);
    await isUsable(shop);
    await click(shop, 'more-cup');
    await shop.page.reload();
    await isUsable(shop);
    expect(await orderOf(shop)).not.toBe(order);
    expectNoProblems(shop);
  });

  it('while it is under way: the server is asked, and pay() opens nothing', async () => {
    const shop = await shopWith(browser, 'return-reload');
    await pay(shop);
    await cashierOpen(shop);
    gatewayOf().payments.submit(shop.sessions[0]!.paymentSessionId);
    await shop.page.reload();
    await asking(shop);
    expect(await shop.page.getByTestId('pay').getAttribute('aria-disabled')).toBe('true');
    await click(shop, 'stop-waiting');
    expect(await outcome(shop, 'processing')).toEqual(undecided('processing'));
    await isUsable(shop);
    expect(await nextOutcome(shop, () => pay(shop))).toBe('processing');
    expect(shop.sessions).toHaveLength(1);
    expect(await isRemembered(shop)).toBe(true);
    // Another order is free.
    await click(shop, 'new-order');
    await pay(shop);
    await cashierOpen(shop);
    expect(shop.sessions).toHaveLength(2);
    expectNoProblems(shop);
  });
});

describe.each([
  ['from the back/forward cache', true],
  ['by loading the page again', false],
])('Back after a redirect, %s', (_, bfcache) => {
  const own = useBrowser({ bfcache });

  async function leaveAndComeBack(meanwhile?: (shop: Shop) => void): Promise<Shop> {
    const shop = await shopWith(own, 'return-back');
    await pay(shop);
    await act(shop, 'redirect');
    await shop.page.waitForURL('**/redirect-target*');
    meanwhile?.(shop);
    await goBack(shop.page);
    await shop.page.waitForFunction(() => window.demo !== undefined);
    const again = await whyLoadedAgain(shop.page);
    expect(again === undefined, again).toBe(bfcache);
    return shop;
  }

  it('undecided: the server is asked before the buyer may pay again', async () => {
    const shop = await leaveAndComeBack();
    await asking(shop);
    await click(shop, 'stop-waiting');
    expect(await outcome(shop, 'processing')).toEqual(undecided('processing'));
    expect(await isRemembered(shop)).toBe(true);
    await isUsable(shop);
    if (bfcache) {
      // The page still has the session, and the same session cannot charge twice.
      await pay(shop);
      await cashierOpen(shop);
    } else {
      expect(await nextOutcome(shop, () => pay(shop))).toBe('processing');
      decide(shop, 'CANCELLED');
      await pay(shop);
      await cashierOpen(shop);
      expect(statusOf(shop, 1)).toBe('ORDER_NOT_EXIST');
    }
    expect(shop.sessions).toHaveLength(bfcache ? 1 : 2);
    expectNoProblems(shop);
  });

  it('paid meanwhile: paid, and nothing opens', async () => {
    const shop = await leaveAndComeBack((left) => decide(left, 'SUCCESS'));
    expect(await outcome(shop, 'succeeded')).toEqual(byServer('succeeded', 'none'));
    expect(shop.sessions).toHaveLength(1);
    expect(await isRemembered(shop)).toBe(false);
    await isUsable(shop);
    expectNoProblems(shop);
  });

  it('cancelled meanwhile: not paid, and the next try is a new payment', async () => {
    const shop = await leaveAndComeBack((left) => decide(left, 'CANCELLED'));
    expect(await outcome(shop, 'cancelled')).toEqual(byServer('cancelled', 'new-session'));
    expect(await isRemembered(shop)).toBe(false);
    await isUsable(shop);
    await pay(shop);
    await cashierOpen(shop);
    expect(shop.sessions).toHaveLength(2);
    expectNoProblems(shop);
  });
});

describe('the page of paymentRedirectUrl', () => {
  async function comeBack(answer: 'approve' | 'cancel' | 'back', query = '', options?: VisitOptions): Promise<Shop> {
    const shop = await open(browser, `/?lang=en&${query}`, options);
    await pay(shop);
    await act(shop, 'redirect');
    await shop.page.waitForURL('**/redirect-target*');
    await shop.page.getByTestId(answer).click();
    await shop.page.waitForURL('**/result*');
    return shop;
  }

  it('asks the server and shows paid, with the focus on it; the shop then has another order', async () => {
    const shop = await comeBack('approve');
    expect(await outcome(shop, 'succeeded')).toEqual(byServer('succeeded', 'none'));
    await focusIsIn(shop, 'outcome');
    expect(await shop.page.getByTestId('result').getAttribute('aria-busy')).toBe('false');
    const order = await shop.page.getByTestId('order-id').textContent();
    expect(await isRemembered(shop)).toBe(false);
    await click(shop, 'new-order');
    await isUsable(shop);
    expect(await orderOf(shop)).not.toBe(order);
    expect(new URL(shop.page.url()).searchParams.has('paymentRequestId')).toBe(false);
    expect(shop.sessions).toHaveLength(1);
    expectNoProblems(shop);
  });

  it('shows a cancelled payment as not paid; back in the shop the same order can be paid', async () => {
    const shop = await comeBack('cancel');
    expect(await outcome(shop, 'cancelled')).toEqual(byServer('cancelled', 'new-session'));
    const order = await shop.page.getByTestId('order-id').textContent();
    await click(shop, 'back');
    await isUsable(shop);
    expect(await orderOf(shop)).toBe(order);
    await pay(shop);
    await cashierOpen(shop);
    expect(shop.sessions).toHaveLength(2);
    expectNoProblems(shop);
  });

  it('an undecided payment: progress, processing at the deadline, and the buyer may ask again', async () => {
    const shop = await comeBack('back', '', {
      before: async (page) => {
        await page.clock.install();
      },
    });
    await asking(shop);
    expect(await shop.page.getByTestId('result').getAttribute('aria-busy')).toBe('true');
    expect(await shop.page.getByRole('status').filter({ hasText: 'Asking the shop’s server' }).count()).toBe(1);
    await shop.page.waitForResponse((response) => response.url().includes('/api/payments/'));
    await shop.page.clock.fastForward(120_000);
    expect(await outcome(shop, 'processing')).toEqual(undecided('processing'));
    await focusIsIn(shop, 'outcome');
    expect(await isRemembered(shop)).toBe(true);
    decide(shop, 'SUCCESS');
    await click(shop, 'ask-again');
    expect(await outcome(shop, 'succeeded')).toEqual(byServer('succeeded', 'none'));
    expect(await isRemembered(shop)).toBe(false);
    expectNoProblems(shop);
  });

  it("goes on with a server that is slower than the SDK, after the SDK's own jump", async () => {
    const shop = await open(browser, '/?lang=en&scenario=confirm-later');
    await pay(shop);
    await press(shop, 'pay');
    await shop.page.waitForURL('**/result*');
    await asking(shop);
    await clock.advance(5_000);
    expect(await outcome(shop, 'succeeded')).toEqual(byServer('succeeded', 'none'));
    expect(await isRemembered(shop)).toBe(false);
    expect(shop.sessions).toHaveLength(1);
    expectNoProblems(shop);
  });

  it('with an endpoint that is down for a while it is patient too', async () => {
    const shop = await comeBack('approve', 'scenario=inquiry-down');
    await asking(shop);
    expect(await outcome(shop, 'succeeded')).toEqual(byServer('succeeded', 'none'));
  });

  it('without a payment to ask about it says so, and that this says nothing', async () => {
    const shop = await open(browser, '/result?lang=zh');
    await shop.page.getByTestId('nothing-pending').waitFor();
    await focusIsIn(shop, 'nothing-pending');
    expect(await shop.page.getByTestId('outcome').count()).toBe(0);
    expectNoProblems(shop);
  });

  it('says it in Chinese too', async () => {
    const shop = await open(browser, '/?lang=zh');
    await pay(shop);
    await act(shop, 'redirect');
    await shop.page.waitForURL('**/redirect-target*');
    await shop.page.getByTestId('back').click();
    await asking(shop);
    expect(await shop.page.getByRole('status').filter({ hasText: '正在询问商店服务端' }).count()).toBe(1);
  });
});

describe("with Antom's sandbox", () => {
  it("no cashier of the demo's is named, and what only that can play is not offered", async () => {
    const shop = await open(browser, '/?lang=en&scenario=confirm-phone', {
      before: async (page) => {
        await page.route('**/api/config', (route) => route.fulfill({ json: { cashier: 'antom' } }));
      },
    });
    await shop.page.getByTestId('antom-note').waitFor();
    const offered = await shop.page
      .getByTestId('scenario')
      .locator('option')
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
    expect(offered).toEqual(expect.arrayContaining(['normal', 'return-back', 'inquiry-down', 'server-500', 'page-unmount']));
    expect(offered.filter((scenario) => /^(confirm|cashier)-/.test(scenario))).toEqual([]);
    expect(await shop.page.getByTestId('scenario').inputValue()).toBe('normal');
    await pay(shop);
    const address = await shop.page.locator('#ams-component-section iframe').getAttribute('src');
    expect(new URL(address ?? '').hostname).toMatch(/\.alipay\.com$/);
  });
});
