/** The buyer comes back to a new page: from the payment method's page, after a reload, on another device. */
import { describe, expect, it } from 'vitest';
import { expectNoProblems, press, useBrowser, type Visit } from './support/browser.ts';
import { pastDeadline, withClock } from './support/clock.ts';
import {
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
import { decide, orderStatus, remembered, watchServer, type Asked } from './support/payments.ts';

const browser = useBrowser();

const BLANK = '/blank?LOCAL_MOCK=1';

describe('after a redirect in the same tab, on the page of paymentRedirectUrl', () => {
  const shop: LabOptions = {
    inquiry: true,
    cashier: 'auto=redirect',
    session: { redirectPath: '/blank' },
    options: { polling: { interval: 100 } },
  };

  async function leaveForTheMethod(): Promise<Visit> {
    const visit = await openLab(browser, { ...shop, before: withClock });
    await startPay(visit);
    await visit.page.waitForURL('**/redirect-target*');
    return visit;
  }
  async function comeBack({ page }: Visit, button: 'approve' | 'cancel' | 'back'): Promise<void> {
    await page.getByTestId(button).click();
    await page.waitForURL(/\/blank\?.*paymentRequestId=demo_/);
  }
  /** resume() of a payment that the server does not decide before the deadline. */
  async function undecided(visit: Visit): Promise<PlainOutcome | null> {
    const asked = watchServer(visit.context);
    const outcome = resume(visit);
    await expect.poll(() => asked.length).toBeGreaterThan(1);
    return pastDeadline(visit.page, outcome);
  }
  /** As a router does that drops the query: what is left is what the browser remembers. */
  const dropQuery = ({ page }: Visit): Promise<void> =>
    page.evaluate((path) => {
      history.replaceState(null, '', path);
    }, BLANK);

  it.each([
    ['approve', { status: 'succeeded', confirmedBy: 'server', retry: 'none', inquiry: { paymentStatus: 'SUCCESS' } }],
    ['cancel', { status: 'cancelled', confirmedBy: 'server', retry: 'new-session', inquiry: { paymentStatus: 'CANCELLED' } }],
  ] as const)("%s: resume() finds the remembered payment and has the server's word for it, once", async (button, outcome) => {
    const visit = await leaveForTheMethod();
    await comeBack(visit, button);
    await dropQuery(visit);
    const [record] = await remembered(visit.page);
    await furnishLab(visit, shop);
    expect(await resume(visit)).toMatchObject({ ...outcome, paymentRequestId: record?.paymentRequestId });
    expect(await remembered(visit.page)).toEqual([]);
    expect(await resume(visit)).toBeNull();
    expectNoProblems(visit);
  });

  it('undecided: confirming, processing at the deadline, still remembered; the next resume() has the result', async () => {
    const visit = await leaveForTheMethod();
    await comeBack(visit, 'back');
    await dropQuery(visit);
    const [record] = await remembered(visit.page);
    await furnishLab(visit, shop);
    expect(await undecided(visit)).toMatchObject({
      status: 'processing',
      confirmedBy: null,
      retry: 'after-confirmation',
      paymentRequestId: record?.paymentRequestId,
    });
    expect(await visit.page.evaluate(() => window.lab.main.phases)).toEqual(['confirming', 'settled']);
    expect(await remembered(visit.page)).toEqual([record]);

    await decide(record!, 'SUCCESS');
    expect(await resume(visit)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    expect(await remembered(visit.page)).toEqual([]);
  });

  it("with the browser's memory lost: the paymentRequestId of the address is enough, and without it there is nothing", async () => {
    const visit = await leaveForTheMethod();
    await comeBack(visit, 'approve');
    await visit.page.evaluate(() => {
      sessionStorage.clear();
    });
    await furnishLab(visit, shop);
    expect(await resume(visit)).toMatchObject({
      status: 'succeeded',
      confirmedBy: 'server',
      paymentRequestId: new URL(visit.page.url()).searchParams.get('paymentRequestId'),
    });
    await dropQuery(visit);
    expect(await resume(visit)).toBeNull();
  });

  it.each<[string, (visit: Visit) => Promise<unknown>]>([
    [
      'Back to the cart',
      ({ page }) =>
        page
          .evaluate(() => {
            history.go(-2);
          })
          .catch(() => undefined),
    ],
    ['a new page of the cart in the same tab', ({ page }) => page.goto(`${BLANK}&cart`)],
  ])('paid, then %s: pay() of that order is succeeded, asks for no session and opens nothing', async (_how, toTheCart) => {
    const cart: LabOptions = { ...shop, order: 'cart1:12800' };
    const visit = await openLab(browser, cart);
    const asked = watchServer(visit.context);
    await startPay(visit);
    await visit.page.waitForURL('**/redirect-target*');
    await comeBack(visit, 'approve');
    await furnishLab(visit, cart);
    expect(await resume(visit)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });

    await toTheCart(visit);
    await visit.page.waitForFunction(
      () => !location.search.includes('paymentRequestId') && location.pathname === '/blank' && document.readyState === 'complete',
    );
    await furnishLab(visit, cart);
    await startPay(visit);
    expect(await outcomeOf(visit)).toMatchObject({ status: 'succeeded', confirmedBy: 'server', retry: 'none' });
    expect(asked).toEqual(['session', 'inquiry']);
    expect(await sdkUi(visit)).toEqual([]);
    expectNoProblems(visit);
  });

  it('on another device: the same, and an undecided payment is remembered there from then on', async () => {
    const visit = await leaveForTheMethod();
    await comeBack(visit, 'back');
    const [record] = await remembered(visit.page);
    const other = await browser.open(visit.page.url(), { before: withClock });
    const asked = watchServer(other.context);
    await furnishLab(other, shop);
    expect(await undecided(other)).toMatchObject({ status: 'processing', paymentRequestId: record?.paymentRequestId });
    await dropQuery(other);
    await startPay(other);
    expect(await outcomeOf(other, 1)).toMatchObject({ status: 'processing', paymentRequestId: record?.paymentRequestId });
    expect(asked).not.toContain('session');

    await decide(record!, 'SUCCESS');
    expect(await resume(other)).toMatchObject({ status: 'succeeded', confirmedBy: 'server', paymentRequestId: record?.paymentRequestId });
  });
});

/** A cashier that stands open, and what its page asked for. */
async function openCashier(given: LabOptions): Promise<{ visit: Visit; asked: readonly Asked[] }> {
  const visit = await openLab(browser, given);
  const asked = watchServer(visit.context);
  await visit.page.evaluate(() => {
    void window.lab.main.pay().then(({ status }) => {
      localStorage.setItem('settled', status);
    });
  });
  await waitForPhase(visit, 'open');
  return { visit, asked };
}

describe('after a reload with the cashier open', () => {
  const shop: LabOptions = { inquiry: true, cashier: 'delay=0', options: { notRedirectAfterComplete: true } };

  async function reload(visit: Visit): Promise<void> {
    await visit.page.reload();
    expect(await visit.page.evaluate(() => localStorage.getItem('settled')), 'the page that went away settled nothing').toBeNull();
    await furnishLab(visit, shop);
  }

  it('and nothing submitted: resume() is cancelled by the server, and forgets it', async () => {
    const { visit } = await openCashier(shop);
    await reload(visit);
    expect(await remembered(visit.page)).toHaveLength(1);
    expect(await resume(visit)).toMatchObject({
      status: 'cancelled',
      confirmedBy: 'server',
      retry: 'new-session',
      inquiry: { result: { resultCode: 'ORDER_NOT_EXIST' } },
    });
    expect(await remembered(visit.page)).toEqual([]);
    expectNoProblems(visit);
  });

  it('and paid by phone: resume() is succeeded by the server', async () => {
    const { visit } = await openCashier(shop);
    await payByPhone(visit);
    await reload(visit);
    expect(await resume(visit)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    expect(await remembered(visit.page)).toEqual([]);
  });

  it('and nothing submitted: pay() asks first, then opens a new session, which can be paid', async () => {
    const { visit, asked } = await openCashier(shop);
    const [first] = await remembered(visit.page);
    await reload(visit);
    await startPay(visit);
    await press(visit, 'pay');
    const outcome = await outcomeOf(visit);
    expect(outcome).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    expect(asked).toEqual(['session', 'inquiry', 'session', 'inquiry']);
    expect(outcome.paymentRequestId).not.toBe(first?.paymentRequestId);
    expect([await orderStatus(first!), await orderStatus(outcome)]).toEqual(['open', 'paid']);
    expect(await remembered(visit.page)).toEqual([]);
    expectNoProblems(visit);
  });

  it('and paid by phone: pay() is succeeded with that payment, and nothing opens', async () => {
    const { visit, asked } = await openCashier(shop);
    const [first] = await remembered(visit.page);
    await payByPhone(visit);
    await reload(visit);
    await startPay(visit);
    expect(await outcomeOf(visit)).toMatchObject({ status: 'succeeded', confirmedBy: 'server', paymentRequestId: first?.paymentRequestId });
    expect(asked).toEqual(['session', 'inquiry']);
    expect(await sdkUi(visit)).toEqual([]);
  });

  it('and submitted: pay() is processing as long as the server says so; once it has failed, a new session opens', async () => {
    const { visit, asked } = await openCashier(shop);
    const [first] = await remembered(visit.page);
    await decide(first!, 'PROCESSING');
    await reload(visit);
    for (const index of [0, 1]) {
      await startPay(visit);
      expect(await outcomeOf(visit, index)).toMatchObject({
        status: 'processing',
        retry: 'after-confirmation',
        paymentRequestId: first?.paymentRequestId,
      });
    }
    expect(asked).toEqual(['session', 'inquiry', 'inquiry']);
    expect(await sdkUi(visit)).toEqual([]);

    await decide(first!, 'FAIL');
    await startPay(visit);
    await press(visit, 'pay');
    const outcome = await outcomeOf(visit, 2);
    expect(outcome).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    expect(outcome.paymentRequestId).not.toBe(first?.paymentRequestId);
    expect([await orderStatus(first!), await orderStatus(outcome)]).toEqual(['failed', 'paid']);
  });
});
