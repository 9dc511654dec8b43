/** Pages that have replaced what the language brings along, or whose browser says of itself what is not so. */
import { describe, expect, it } from 'vitest';
import { HOSTILE_PAGES } from '../support/hostile.ts';
import { press, useBrowser, type Visit } from './support/browser.ts';
import {
  furnishLab,
  openLab,
  outcomeOf,
  resume,
  sdkUi,
  startPay,
  waitForPhase,
  type LabOptions,
  type LabVisitOptions,
} from './support/lab.ts';
import { orderStatus, remembered, watchServer } from './support/payments.ts';

const browser = useBrowser();

const order = 'cart1:12800';
/** Short, so that a test which waits for the deadline takes seconds. */
const polling = { interval: 100, slowInterval: 100, timeout: 300 } as const;
const redirecting: LabOptions = {
  inquiry: true,
  order,
  cashier: 'auto=redirect',
  session: { redirectPath: '/blank' },
  options: { polling },
};

/** Runs that code in each of the shop's pages, before any other; not in the cashier, which is Antom's page. */
const inTheShop = (code: string): Pick<LabVisitOptions, 'before'> => ({
  before: (page) => page.addInitScript(`if (window === top && location.pathname === '/blank') { ${code} }`).then(() => undefined),
});
async function comeBack(visit: Visit, button: 'approve' | 'back'): Promise<void> {
  await visit.page.waitForURL('**/redirect-target*');
  await visit.page.getByTestId(button).click();
  await visit.page.waitForURL(/\/blank\?.*paymentRequestId=demo_/);
  // As a router does that drops the query: what is left is what the browser remembers.
  await visit.page.evaluate(() => {
    history.replaceState(null, '', '/blank?LOCAL_MOCK=1');
  });
}

describe('in a page with Prototype.js 1.6', () => {
  const prototype = inTheShop(HOSTILE_PAGES['Prototype.js 1.6'] ?? '');

  it('a payment succeeds, by the server', async () => {
    const visit = await openLab(browser, {
      ...prototype,
      inquiry: true,
      order,
      cashier: 'auto=pay&delay=0',
      options: { notRedirectAfterComplete: true, polling },
    });
    expect(await visit.page.evaluate(() => 'each' in Array.prototype)).toBe(true);
    await startPay(visit);
    const outcome = await outcomeOf(visit);
    expect(outcome).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    expect(await orderStatus(outcome)).toBe('paid');
    expect(await remembered(visit.page)).toEqual([]);
  });

  it('a payment that the server has not decided when the buyer comes back is found by resume(), and pay() of its order opens no second cashier', async () => {
    const visit = await openLab(browser, { ...prototype, ...redirecting });
    const asked = watchServer(visit.context);
    await startPay(visit);
    await comeBack(visit, 'back');
    await furnishLab(visit, redirecting);
    const resumed = await resume(visit);
    expect(resumed).toMatchObject({ status: 'processing', confirmedBy: null, retry: 'after-confirmation' });
    await startPay(visit);
    expect(await outcomeOf(visit, 1)).toMatchObject({
      status: 'processing',
      retry: 'after-confirmation',
      paymentRequestId: resumed?.paymentRequestId,
    });
    expect(asked.filter((what) => what === 'session')).toHaveLength(1);
    expect(await sdkUi(visit)).toEqual([]);
  });
});

describe.each([
  ['navigator.onLine is false for good', "Object.defineProperty(navigator, 'onLine', { get: function () { return false; } });"],
  [
    'the page is hidden for good, and never has the focus',
    `
    Object.defineProperty(document, 'visibilityState', { get: function () { return 'hidden'; } });
    Object.defineProperty(document, 'hidden', { get: function () { return true; } });
    document.hasFocus = function () { return false; };`,
  ],
])('where %s', (_what, code) => {
  const lying = inTheShop(code);

  it('a success succeeds, by the server', async () => {
    const visit = await openLab(browser, {
      ...lying,
      inquiry: true,
      order,
      cashier: 'auto=pay&delay=0',
      options: { notRedirectAfterComplete: true, polling },
    });
    await startPay(visit);
    expect(await outcomeOf(visit)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
  });

  it('a close settles', async () => {
    const visit = await openLab(browser, { ...lying, inquiry: true, order, cashier: 'retention=0&delay=0', options: { polling } });
    await startPay(visit);
    await waitForPhase(visit, 'open');
    await press(visit, 'close');
    expect(await outcomeOf(visit)).toMatchObject({ status: 'cancelled' });
  });

  it('resume() settles, also while the server has not decided', async () => {
    const visit = await openLab(browser, { ...lying, ...redirecting });
    await startPay(visit);
    await comeBack(visit, 'back');
    await furnishLab(visit, redirecting);
    expect(await resume(visit)).toMatchObject({ status: 'processing', confirmedBy: null });
    expect(await visit.page.evaluate(() => window.lab.main.checkout.state.phase)).toBe('settled');
  });

  it("resume() has the server's word", async () => {
    const visit = await openLab(browser, { ...lying, ...redirecting });
    await startPay(visit);
    await comeBack(visit, 'approve');
    await furnishLab(visit, redirecting);
    expect(await resume(visit)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
  });
});
