/** The buyer presses Back and the page comes out of the back/forward cache as it was, its controller and its open promises with it. */
import { describe, expect, it } from 'vitest';
import { expectNoProblems, finishAnimations, goBack, useBrowser, whyLoadedAgain, type Visit } from './support/browser.ts';
import { eventTypes, furnishLab, openLab, outcomeOf, resume, sdkUi, startPay, waitForPhase, type LabOptions } from './support/lab.ts';
import { decide, orderStatus, remembered, type Asked, type Remembered } from './support/payments.ts';

const browser = useBrowser({ bfcache: true });

/** Back to the page with the lab, out of the cache. */
async function goBackToLab({ page }: Visit): Promise<void> {
  await goBack(page);
  expect(await whyLoadedAgain(page)).toBeUndefined();
  await page.waitForFunction(() => 'lab' in window);
}

/** What an overloaded machine does to a page that goes: whatever is due within 50 ms runs before the page is frozen. In the page. */
function runTimersBeforeTheFreeze(): void {
  const later = window.setTimeout.bind(window);
  window.addEventListener(
    'pagehide',
    () => {
      window.setTimeout = ((run: () => void, ms: number) => later(run, ms > 50 ? ms : 0)) as typeof window.setTimeout;
      window.addEventListener(
        'pageshow',
        () => {
          window.setTimeout = later;
        },
        { once: true },
      );
    },
    { once: true, capture: true },
  );
}

/** What the page has asked the server for, by its own account: of a page that is back, Playwright does not hear of every request. */
function askedBy({ page }: Visit): Promise<Asked[]> {
  return page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .flatMap((path) => {
        if (/^\/api\/(payment|vaulting)-sessions$/.test(path)) return ['session' as const];
        return path.startsWith('/api/payments/') ? ['inquiry' as const] : [];
      }),
  );
}

/** A page with a focused pay button. */
async function openShop(options: LabOptions): Promise<{ visit: Visit; asked: () => Promise<Asked[]> }> {
  const visit = await openLab(browser, { inquiry: true, ...options });
  const asked = (): Promise<Asked[]> => askedBy(visit);
  await visit.page.evaluate(() => {
    document.body.insertAdjacentHTML('beforeend', '<button id="pay">Pay</button>');
    document.getElementById('pay')?.focus();
  });
  return { visit, asked };
}

describe('after a redirect', () => {
  const again = 'auto=pay&delay=0';
  let first: Remembered;

  async function leaveAndComeBack(): Promise<{ visit: Visit; asked: () => Promise<Asked[]> }> {
    const shop = await openShop({ cashier: 'auto=redirect', options: { notRedirectAfterComplete: true, polling: { interval: 100 } } });
    await startPay(shop.visit);
    await shop.visit.page.waitForURL('**/redirect-target*');
    await goBackToLab(shop.visit);
    expect(await outcomeOf(shop.visit)).toMatchObject({ status: 'redirected', confirmedBy: null, retry: 'after-confirmation' });
    [first] = (await remembered(shop.visit.page)) as [Remembered];
    return shop;
  }

  it('pay() has settled as redirected, the page is clean, the controller can pay, and the payment is remembered', async () => {
    const { visit, asked } = await leaveAndComeBack();
    await visit.page.waitForFunction(() => document.querySelector('[id^="ams-"], [id^="asm-"]') === null);
    await visit.page.waitForFunction(() => !document.body.hasAttribute('style'));
    expect(await visit.page.evaluate(() => document.activeElement?.id)).toBe('pay');
    expect(await visit.page.evaluate(() => window.lab.main.checkout.state)).toMatchObject({
      phase: 'settled',
      busy: false,
      canPay: true,
      cashierVisible: false,
    });
    expect(first).toMatchObject({ paymentRequestId: (await outcomeOf(visit)).paymentRequestId });
    await expect.poll(asked).toEqual(['session']);
    expectNoProblems(visit);
  });

  it.each(['FAIL', 'CANCELLED'] as const)(
    'the server says %s: pay() asks first, then opens a new session, which can be paid',
    async (status) => {
      const { visit, asked } = await leaveAndComeBack();
      await decide(first, status);
      await startPay(visit, { cashier: again });
      const outcome = await outcomeOf(visit, 1);
      expect(outcome).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
      expect(outcome.paymentRequestId).not.toBe(first.paymentRequestId);
      await expect.poll(asked).toEqual(['session', 'inquiry', 'session', 'inquiry']);
      expect([await orderStatus(first), await orderStatus(outcome)]).toEqual(['failed', 'paid']);
      expect(await remembered(visit.page)).toEqual([]);
    },
  );

  it('the server says SUCCESS: pay() is succeeded with that payment, and nothing opens', async () => {
    const { visit, asked } = await leaveAndComeBack();
    await decide(first, 'SUCCESS');
    await startPay(visit, { cashier: again });
    expect(await outcomeOf(visit, 1)).toMatchObject({
      status: 'succeeded',
      confirmedBy: 'server',
      paymentRequestId: first.paymentRequestId,
    });
    await expect.poll(asked).toEqual(['session', 'inquiry']);
    expect(await remembered(visit.page)).toEqual([]);
    expect((await eventTypes(visit)).filter((type) => type === 'loading-started')).toHaveLength(1);
  });

  it('the server has not decided: pay() opens the same session again, so that it cannot charge twice', async () => {
    const { visit, asked } = await leaveAndComeBack();
    await startPay(visit, { cashier: again });
    expect(await outcomeOf(visit, 1)).toMatchObject({
      status: 'succeeded',
      confirmedBy: 'server',
      paymentRequestId: first.paymentRequestId,
    });
    await expect.poll(asked).toEqual(['session', 'inquiry', 'inquiry']);
    expect(await remembered(visit.page)).toEqual([]);
  });

  it('resume() works there too', async () => {
    const { visit, asked } = await leaveAndComeBack();
    await decide(first, 'SUCCESS');
    expect(await resume(visit)).toMatchObject({ status: 'succeeded', confirmedBy: 'server', paymentRequestId: first.paymentRequestId });
    await expect.poll(asked).toEqual(['session', 'inquiry']);
    expect(await remembered(visit.page)).toEqual([]);
  });
});

describe('after a link that the buyer followed while the cashier was open', () => {
  it('the attempt is open again, and its cashier takes the payment', async () => {
    const { visit, asked } = await openShop({ cashier: 'delay=0', options: { notRedirectAfterComplete: true } });
    await startPay(visit);
    await waitForPhase(visit, 'open');
    const [record] = await remembered(visit.page);
    // Playwright loses sight of the frames of a restored page, so the button is pressed where it was: by the mouse, through the browser.
    await visit.cashier.locator('[data-testid="pay"]:not([disabled])').waitFor();
    await finishAnimations(visit.page);
    const pay = (await visit.cashier.getByTestId('pay').boundingBox())!;

    await visit.page.evaluate(() => {
      const link = document.createElement('a');
      link.href = '/blank?elsewhere';
      document.body.append(link);
      link.click();
    });
    await visit.page.waitForURL('**/blank?elsewhere');
    await goBackToLab(visit);
    expect(
      await visit.page.evaluate(() => ({ phase: window.lab.main.checkout.state.phase, outcomes: window.lab.main.outcomes.length })),
    ).toEqual({ phase: 'open', outcomes: 0 });
    expect(await sdkUi(visit)).toContain('ams-component-container');

    await visit.page.mouse.click(pay.x + pay.width / 2, pay.y + pay.height / 2);
    const outcome = await outcomeOf(visit);
    expect(outcome).toMatchObject({ status: 'succeeded', confirmedBy: 'server', paymentRequestId: record?.paymentRequestId });
    await expect.poll(asked).toEqual(['session', 'inquiry']);
    expect(await orderStatus(outcome)).toBe('paid');
    expect(await remembered(visit.page)).toEqual([]);
    await visit.page.waitForFunction(() => document.querySelector('[id^="ams-"], [id^="asm-"]') === null);
  });
});

describe('while the server was being asked', () => {
  // The next question would be due long after this test: only the buyer's return asks.
  const shop = { session: { redirectPath: '/blank' }, options: { polling: { interval: 100_000 } } };

  it('a link, and Back: asked at once, and settled', async () => {
    const { visit, asked } = await openShop({ ...shop, cashier: 'auto=processing&delay=0' });
    // The first answer is in: one that is made later would already say SUCCESS.
    const answered = visit.page.waitForResponse(
      (response) => response.request().method() === 'GET' && response.url().includes('/api/payments/'),
    );
    await startPay(visit);
    await waitForPhase(visit, 'confirming');
    const [record] = await remembered(visit.page);
    await (await answered).finished();
    await expect.poll(asked).toContain('inquiry');
    await visit.page.goto('/blank?elsewhere');
    await decide(record!, 'SUCCESS');
    await goBackToLab(visit);
    expect(await outcomeOf(visit)).toMatchObject({
      status: 'succeeded',
      confirmedBy: 'server',
      paymentRequestId: record?.paymentRequestId,
    });
    // Once more than that where the closed cashier gave the page its focus back while the first question was under way.
    await expect.poll(async () => (await asked()).join()).toMatch(/^session,inquiry,inquiry(,inquiry)?$/);
    expect(await remembered(visit.page)).toEqual([]);
  });

  it("the SDK's jump: the page it jumps to has the result by resume(), and after Back the waiting pay() has it too, with the page clean", async () => {
    const { visit } = await openShop({ ...shop, cashier: 'auto=pay&delay=0&jumpdelay=500&server=processing' });
    // The component is still there as the page goes: taken away too early, it would cost the page its place in the cache.
    await visit.page.evaluate(runTimersBeforeTheFreeze);
    await startPay(visit);
    await visit.page.waitForURL(/\/blank\?.*paymentRequestId=demo_/);
    const [record, ...more] = await remembered(visit.page);
    expect(new URL(visit.page.url()).searchParams.get('paymentRequestId')).toBe(record?.paymentRequestId);
    expect(more).toEqual([]);
    await decide(record!, 'SUCCESS');
    await furnishLab(visit, { inquiry: true });
    expect(await resume(visit)).toMatchObject({ status: 'succeeded', confirmedBy: 'server', paymentRequestId: record?.paymentRequestId });

    await visit.page.evaluate(() => {
      Reflect.deleteProperty(window, 'lab');
    });
    await goBackToLab(visit);
    expect(await outcomeOf(visit)).toMatchObject({
      status: 'succeeded',
      confirmedBy: 'server',
      paymentRequestId: record?.paymentRequestId,
    });
    await visit.page.waitForFunction(() => document.querySelector('[id^="ams-"], [id^="asm-"]') === null);
    await visit.page.waitForFunction(() => !document.body.hasAttribute('style'));
    expect(await visit.page.evaluate(() => document.activeElement?.id)).toBe('pay');
  });
});
