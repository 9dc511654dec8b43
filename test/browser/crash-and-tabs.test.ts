/** The tab with the open cashier is lost, or is not the only one: a crash, a closed tab, a duplicate. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { press, useBrowser, type Visit } from './support/browser.ts';
import { furnishLab, openLab, outcomeOf, payByPhone, resume, startPay, waitForPhase, type LabOptions } from './support/lab.ts';
import { decide, remembered, watchServer, type Asked, type Remembered } from './support/payments.ts';

const browser = useBrowser();

const BLANK = '/blank?LOCAL_MOCK=1';

/** A cashier that stands open, what its page asked for, and what it remembers. */
async function openCashier(given: LabOptions): Promise<{ visit: Visit; asked: readonly Asked[]; record: Remembered }> {
  const visit = await openLab(browser, given);
  const asked = watchServer(visit.context);
  await visit.page.evaluate(() => {
    void window.lab.main.pay().then(({ status }) => {
      localStorage.setItem('settled', status);
    });
  });
  await waitForPhase(visit, 'open');
  const [record] = (await remembered(visit.page, given.options?.storage === 'local' ? 'localStorage' : 'sessionStorage')) as [Remembered];
  return { visit, asked, record };
}

describe('after the tab crashed', () => {
  /**
   * A page that crashed is lost to Playwright, but the tab is not to the buyer, who reloads it. So the test speaks to the tab itself.
   * Returns what evaluates an expression there, in a page of that path.
   */
  async function reloadCrashed({ page, context }: Visit, path: string): Promise<(expression: string) => Promise<unknown>> {
    const {
      targetInfo: { targetId },
    } = await (await context.newCDPSession(page)).send('Target.getTargetInfo');
    const url = new URL(path, page.url()).href;
    // Playwright would hold the requests of the new page for a page that it has given up. It loads nothing of the SDK's.
    await context.unrouteAll();
    const crash = page.waitForEvent('crash');
    await page.goto('chrome://crash').catch(() => undefined);
    await crash;

    const cdp = await browser.browser().newBrowserCDPSession();
    const { sessionId } = await cdp.send('Target.attachToTarget', { targetId, flatten: false });
    let id = 0;
    const heard = (fits: (message: { id?: number; method?: string }) => boolean): Promise<unknown> =>
      new Promise((resolve) => {
        cdp.on('Target.receivedMessageFromTarget', ({ message }) => {
          const parsed = JSON.parse(message) as { id?: number; method?: string; result?: unknown };
          if (fits(parsed)) resolve(parsed.result);
        });
      });
    const send = async (method: string, params: object): Promise<unknown> => {
      id += 1;
      const own = id;
      const answer = heard((message) => message.id === own);
      await cdp.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) });
      return answer;
    };
    const loaded = heard(({ method }) => method === 'Page.frameStoppedLoading');
    // Not waited for: a crashed tab answers only half before there is a page in it again.
    void send('Page.enable', {});
    await send('Page.navigate', { url });
    await loaded;
    return async (expression) =>
      ((await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })) as { result: { value?: unknown } }).result
        .value;
  }

  it('and was reloaded: the payment is still remembered, and resume() has the result', async () => {
    const { visit, record } = await openCashier({ inquiry: true });
    await payByPhone(visit);
    const evaluate = await reloadCrashed(visit, BLANK);
    expect(
      await evaluate(`import('/dist/index.js').then(({ CheckoutController }) => {
      const inquiryPayment = ({ paymentRequestId }) => fetch('/api/payments/' + paymentRequestId).then((response) => response.json());
      return new CheckoutController({ environment: 'sandbox', prepare: 'manual', inquiryPayment }).resume();
    })`),
    ).toMatchObject({ status: 'succeeded', confirmedBy: 'server', paymentRequestId: record.paymentRequestId });
    expect(await evaluate('localStorage.getItem("settled")')).toBeNull();
  });
});

describe('in another tab of the same browser', () => {
  const shop: LabOptions = {
    inquiry: true,
    cashier: 'delay=0',
    options: { storage: 'local', notRedirectAfterComplete: true, polling: { interval: 100 } },
  };

  async function openTab(visit: Visit): Promise<{ page: Page }> {
    const page = await visit.context.newPage();
    await page.goto(BLANK);
    await furnishLab({ page }, shop);
    return { page };
  }

  it('after the first one was closed: resume() has the result', async () => {
    const { visit, record } = await openCashier(shop);
    await payByPhone(visit);
    const tab = await openTab(visit);
    await visit.page.close();
    expect(await resume(tab)).toMatchObject({ status: 'succeeded', confirmedBy: 'server', paymentRequestId: record.paymentRequestId });
    expect(await remembered(tab.page, 'localStorage')).toEqual([]);
  });

  it('while the first one awaits the result: pay() opens nothing, and both have the one result', async () => {
    const { visit, asked, record } = await openCashier({
      ...shop,
      cashier: 'delay=0&server=processing',
      options: { ...shop.options, polling: { interval: 100 } },
    });
    await press(visit, 'pay');
    await waitForPhase(visit, 'confirming');
    const tab = await openTab(visit);
    await startPay(tab);
    expect(await outcomeOf(tab)).toMatchObject({ status: 'processing', paymentRequestId: record.paymentRequestId });

    const resumed = resume(tab);
    // Once the first one has the result, nothing is pending any more.
    await waitForPhase(tab, 'confirming');
    await decide(record, 'SUCCESS');
    expect(await resumed).toMatchObject({ status: 'succeeded', confirmedBy: 'server', paymentRequestId: record.paymentRequestId });
    await visit.page.waitForFunction(() => localStorage.getItem('settled') === 'succeeded');
    expect(asked.filter((what) => what === 'session')).toHaveLength(1);
    expect(await remembered(visit.page, 'localStorage')).toEqual([]);
  });

  it('a duplicate of the tab has a copy of sessionStorage: resume() finds the payment there too', async () => {
    const { visit, record } = await openCashier({ inquiry: true });
    await payByPhone(visit);
    // A tab opened by script starts with a copy, as a duplicated one does.
    const [page] = await Promise.all([
      visit.context.waitForEvent('page'),
      visit.page.evaluate(() => {
        window.open(location.href);
      }),
    ]);
    await page.waitForLoadState();
    await furnishLab({ page }, { inquiry: true });
    expect(await resume({ page })).toMatchObject({ status: 'succeeded', confirmedBy: 'server', paymentRequestId: record.paymentRequestId });
  });
});
