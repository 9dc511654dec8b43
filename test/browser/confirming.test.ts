/** The merchant's server has the last word, and until it has spoken nobody pays a second time. Real SDK, real requests. */
import { describe, expect, it } from 'vitest';
import { expectNoProblems, press, useBrowser, type Visit } from './support/browser.ts';
import { pastDeadline, withClock } from './support/clock.ts';
import {
  eventTypes,
  furnishLab,
  openLab,
  outcomeOf,
  payByPhone,
  resume,
  sdkUi,
  startPay,
  waitForPhase,
  type LabOptions,
  type PlainOutcome,
} from './support/lab.ts';
import { decide, orderStatus, remembered, watchServer, type Asked, type Remembered } from './support/payments.ts';

const browser = useBrowser();

const clean = (visit: Visit): Promise<unknown> =>
  visit.page.waitForFunction(() => document.querySelector('[id^="ams-"], [id^="asm-"]') === null);
const stay = { notRedirectAfterComplete: true } as const;

async function openShop(options: LabOptions): Promise<{ visit: Visit; asked: readonly Asked[] }> {
  const visit = await openLab(browser, { inquiry: true, before: withClock, ...options });
  return { visit, asked: watchServer(visit.context) };
}
/** Asks often, so that a test need not wait for the next question. */
const eager = { ...stay, polling: { interval: 100 } } as const;
/** The outcome of a payment that the server does not decide before the deadline. */
async function undecided({ visit, asked }: { visit: Visit; asked: readonly Asked[] }): Promise<PlainOutcome> {
  await waitForPhase(visit, 'confirming');
  await expect.poll(() => asked.filter((what) => what === 'inquiry').length).toBeGreaterThan(1);
  return pastDeadline(visit.page, outcomeOf(visit));
}
const sessions = (asked: readonly Asked[]): number => asked.filter((what) => what === 'session').length;

describe("the server's word counts, whatever the SDK says", () => {
  it('paid by phone, then the popup closed: succeeded', async () => {
    const { visit } = await openShop({ cashier: 'retention=0' });
    await startPay(visit);
    await payByPhone(visit);
    await press(visit, 'close');
    const outcome = await outcomeOf(visit);
    expect(outcome).toMatchObject({ status: 'succeeded', confirmedBy: 'server', retry: 'none', inquiry: { paymentStatus: 'SUCCESS' } });
    expect((await eventTypes(visit)).at(-1)).toBe('closed');
    expect(await orderStatus(outcome)).toBe('paid');
    await clean(visit);
    expectNoProblems(visit);
  });

  it('closed with nothing submitted: cancelled, forgotten, and the same session opens again without a question', async () => {
    const { visit, asked } = await openShop({ cashier: 'retention=0&auto=close' });
    await startPay(visit);
    const first = await outcomeOf(visit);
    expect(first).toMatchObject({ status: 'cancelled', retry: 'same-session' });
    expect(await remembered(visit.page)).toEqual([]);
    await startPay(visit, { cashier: 'auto=processing&delay=0&server=success' });
    expect(await outcomeOf(visit, 1)).toMatchObject({ status: 'succeeded', paymentRequestId: first.paymentRequestId });
    // One question after each of the two cashiers.
    expect(asked).toEqual(['session', 'inquiry', 'inquiry']);
  });

  it('slower than the SDK: confirming until it has decided, with the page clean meanwhile', async () => {
    const { visit, asked } = await openShop({
      cashier: 'auto=pay&delay=0&server=processing',
      options: { ...stay, polling: { interval: 100 } },
    });
    await startPay(visit);
    await waitForPhase(visit, 'confirming');
    await clean(visit);
    await expect.poll(() => asked.filter((what) => what === 'inquiry').length).toBeGreaterThan(2);
    expect(await visit.page.evaluate(() => window.lab.main.outcomes.length)).toBe(0);
    const [record] = await remembered(visit.page);
    await decide(record!, 'SUCCESS');
    expect(await outcomeOf(visit)).toMatchObject({
      status: 'succeeded',
      confirmedBy: 'server',
      paymentRequestId: record?.paymentRequestId,
    });
    expect(await remembered(visit.page)).toEqual([]);
    expectNoProblems(visit);
  });

  it.each([
    ['fail', { status: 'failed', confirmedBy: 'server', retry: 'new-session', paymentResultCode: 'USER_BALANCE_NOT_ENOUGH' }],
    ['cancelled', { status: 'cancelled', confirmedBy: 'server', retry: 'new-session' }],
  ])(
    'SDK success, server "%s": the server is right, the cashier that waited for its jump is gone, and the next payment takes a new session',
    async (server, outcome) => {
      const { visit, asked } = await openShop({ cashier: `auto=pay&delay=0&jump=0&server=${server}` });
      await startPay(visit);
      const first = await outcomeOf(visit);
      expect(first).toMatchObject(outcome);
      await clean(visit);
      expect(await orderStatus(first)).toBe('failed');
      await startPay(visit, { cashier: 'auto=processing&delay=0&server=success' });
      const second = await outcomeOf(visit, 1);
      expect(second).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
      expect(second.paymentRequestId).not.toBe(first.paymentRequestId);
      expect(sessions(asked)).toBe(2);
    },
  );

  it('SDK failure, server SUCCESS: succeeded', async () => {
    const { visit } = await openShop({ cashier: 'auto=fail&delay=0&resultcode=RISK_REJECT&server=success' });
    await startPay(visit);
    expect(await outcomeOf(visit)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
  });

  it('down for a while: asked again until it answers', async () => {
    const { visit, asked } = await openShop({
      inquiry: 'scenario=inquiry-down&for=1000',
      cashier: 'auto=pay&delay=0',
      options: { ...stay, polling: { interval: 200 } },
    });
    await startPay(visit);
    expect(await outcomeOf(visit)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    expect(asked.filter((what) => what === 'inquiry').length).toBeGreaterThan(1);
    expect(await remembered(visit.page)).toEqual([]);
  });

  it('in a page that stood still past the deadline: it is asked once more afterwards, and its word counts', async () => {
    const visit = await openLab(browser, {
      inquiry: true,
      cashier: 'auto=pay&delay=0&server=processing',
      options: { ...stay, polling: { interval: 100, timeout: 5_000 } },
    });
    // Headless Chromium (156) runs the timers of a page that is set to be frozen. One that is halted does what a frozen one does: on its
    // return every timer is late.
    const cdp = await visit.context.newCDPSession(visit.page);
    await cdp.send('Debugger.enable');
    const halted = new Promise<string>((resolve) => {
      cdp.once('Debugger.paused', ({ callFrames }) => {
        resolve(callFrames[0]?.callFrameId ?? '');
      });
    });
    await cdp.send('Runtime.evaluate', {
      expression: `{
      const { logs } = lab.main;
      // Once the first answer is there.
      logs.push = (entry) => {
        if (entry.name !== 'inquiry.answered') return;
        delete logs.push;
        debugger;
      };
      void lab.main.pay();
    }`,
    });
    const callFrameId = await halted;
    // By the browser's own clock: longer than the deadline, and so long that it is late.
    await new Promise((resolve) => {
      setTimeout(resolve, 7_000);
    });
    const { result } = await cdp.send('Debugger.evaluateOnCallFrame', {
      callFrameId,
      returnByValue: true,
      expression: "JSON.parse(sessionStorage.getItem('antom-checkout-controller.pending')).records[0]",
    });
    await decide(result.value as Remembered, 'SUCCESS');
    await cdp.send('Debugger.resume');
    expect(await outcomeOf(visit)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
  });

  it('an HTML page with status 200 is no answer: processing at the deadline, and the payment is remembered', async () => {
    const shop = await openShop({ inquiry: 'scenario=inquiry-html', cashier: 'auto=pay&delay=0', options: eager });
    const { visit } = shop;
    await startPay(visit);
    expect(await undecided(shop)).toMatchObject({ status: 'processing', confirmedBy: null, retry: 'after-confirmation' });
    expect(await remembered(visit.page)).toHaveLength(1);
  });

  it("once it is confirmed, the SDK's jump takes the buyer to paymentRedirectUrl", async () => {
    const { visit } = await openShop({ cashier: 'auto=pay&delay=0&jumpdelay=600000', session: { redirectPath: '/blank' } });
    await visit.page.evaluate(() => {
      void window.lab.main.pay().then(({ status, confirmedBy }) => {
        sessionStorage.setItem('outcome', `${status} by ${String(confirmedBy)}`);
      });
    });
    await visit.page.waitForFunction(() => sessionStorage.getItem('outcome') !== null);
    // The jump is the test's to make: the page goes away while its clock moves.
    await visit.page.clock.fastForward(600_000).catch(() => undefined);
    await visit.page.waitForURL(/\/blank\?.*paymentRequestId=demo_/);
    expect(await visit.page.evaluate(() => sessionStorage.getItem('outcome'))).toBe('succeeded by server');
    expect(await remembered(visit.page)).toEqual([]);
  });
});

describe('no second paymentRequestId before the first is decided', () => {
  it.each([
    ['processing', 'auto=processing&delay=0'],
    ['unknown', 'auto=error&delay=0'],
    ['processing', 'auto=processing&delay=0&server=pending'],
  ])('after %s (%s): pay() opens nothing, however often, until the server says FAIL', async (status, cashier) => {
    const shop = await openShop({ cashier, options: eager });
    const { visit, asked } = shop;
    await startPay(visit);
    const first = await undecided(shop);
    expect(first).toMatchObject({ status, confirmedBy: null, retry: 'after-confirmation' });
    for (const index of [1, 2, 3]) {
      await startPay(visit);
      expect(await outcomeOf(visit, index)).toMatchObject({
        status: 'processing',
        retry: 'after-confirmation',
        paymentRequestId: first.paymentRequestId,
      });
    }
    expect(sessions(asked)).toBe(1);
    await clean(visit);
    expect((await eventTypes(visit)).filter((type) => type === 'loading-started')).toHaveLength(1);

    await decide(first, 'FAIL');
    await startPay(visit, { cashier: 'auto=pay&delay=0' });
    const last = await outcomeOf(visit, 4);
    expect(last).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    expect(last.paymentRequestId).not.toBe(first.paymentRequestId);
    expect([await orderStatus(first), await orderStatus(last)]).toEqual(['failed', 'paid']);
    expect(sessions(asked)).toBe(2);
    expectNoProblems(visit);
  });

  it('while the server cannot be reached: pay() is unknown and opens nothing; another order is free', async () => {
    const shop = await openShop({ order: 'cart1:12800', inquiry: 'scenario=inquiry-html', cashier: 'auto=pay&delay=0', options: eager });
    const { visit, asked } = shop;
    await startPay(visit);
    const first = await undecided(shop);
    await startPay(visit);
    expect(await pastDeadline(visit.page, outcomeOf(visit, 1))).toMatchObject({
      status: 'unknown',
      retry: 'after-confirmation',
      paymentRequestId: first.paymentRequestId,
    });
    expect(sessions(asked)).toBe(1);
    await startPay(visit, { order: 'cart2:12800' });
    await waitForPhase(visit, 'confirming');
    expect((await pastDeadline(visit.page, outcomeOf(visit, 2))).paymentRequestId).not.toBe(first.paymentRequestId);
    expect(sessions(asked)).toBe(2);
  });

  it('after unmount() of a cashier that the buyer has paid by phone: pay() is succeeded and opens nothing', async () => {
    const { visit, asked } = await openShop({ cashier: '' });
    await startPay(visit);
    await waitForPhase(visit, 'open');
    await payByPhone(visit);
    await visit.page.evaluate(() => {
      window.lab.main.checkout.unmount();
    });
    expect(await outcomeOf(visit)).toMatchObject({ status: 'abandoned', reason: 'unmounted', retry: 'after-confirmation' });
    await startPay(visit);
    expect(await outcomeOf(visit, 1)).toMatchObject({
      status: 'succeeded',
      confirmedBy: 'server',
      paymentRequestId: (await outcomeOf(visit)).paymentRequestId,
    });
    expect(asked).toEqual(['session', 'inquiry']);
  });

  it('a second click while the server is asked gets the same promise, and a second controller on the page opens nothing', async () => {
    const { visit, asked } = await openShop({ cashier: 'auto=processing&delay=0', options: { ...stay, polling: { interval: 100 } } });
    await startPay(visit);
    await waitForPhase(visit, 'confirming');
    const second = await visit.page.evaluate(async () => {
      const { main } = window.lab;
      const other = window.lab.make({ inquiry: true });
      const outcome = await other.pay();
      return {
        samePromise: main.checkout.pay() === main.checkout.pay(),
        other: outcome.status === 'error' ? outcome.error.code : outcome.status,
      };
    });
    expect(second).toEqual({ samePromise: true, other: 'component-busy' });
    expect(sessions(asked)).toBe(1);
    const [record] = await remembered(visit.page);
    await decide(record!, 'SUCCESS');
    expect(await outcomeOf(visit)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
  });
});

describe('without inquiryPayment nobody can decide an undecided payment', () => {
  const shop: LabOptions = { order: 'cart1:12800', cashier: 'auto=processing&delay=0', options: stay };

  it('pay() is refused, in this page and after a reload, and resume() is unknown; another order and force are not refused', async () => {
    const { visit, asked } = await openShop({ ...shop, inquiry: false });
    await startPay(visit);
    const first = await outcomeOf(visit);
    expect(first).toMatchObject({ status: 'processing', confirmedBy: null });
    const refused = { status: 'error', retry: 'after-confirmation', error: { code: 'payment-unconfirmed' } };
    await startPay(visit);
    expect(await outcomeOf(visit, 1)).toMatchObject(refused);

    await visit.page.reload();
    await furnishLab(visit, shop);
    expect(await resume(visit)).toMatchObject({
      status: 'unknown',
      confirmedBy: null,
      retry: 'after-confirmation',
      paymentRequestId: first.paymentRequestId,
    });
    await startPay(visit);
    expect(await outcomeOf(visit, 1)).toMatchObject(refused);
    expect(await sdkUi(visit)).toEqual([]);
    expect(sessions(asked)).toBe(1);

    await startPay(visit, { order: 'cart2:12800' });
    expect(await outcomeOf(visit, 2)).toMatchObject({ status: 'processing' });
    await startPay(visit, { force: true });
    expect(await outcomeOf(visit, 3)).toMatchObject({ status: 'processing' });
    expect(sessions(asked)).toBe(3);
    expectNoProblems(visit);
  });

  it('a second controller on the page is refused the same order too', async () => {
    const { visit, asked } = await openShop({ ...shop, inquiry: false });
    await startPay(visit);
    expect(await outcomeOf(visit)).toMatchObject({ status: 'processing' });
    await visit.page.evaluate((given) => {
      window.lab.main = window.lab.make(given);
    }, shop);
    await startPay(visit);
    expect(await outcomeOf(visit)).toMatchObject({ status: 'error', error: { code: 'payment-unconfirmed' } });
    expect(sessions(asked)).toBe(1);
  });
});
