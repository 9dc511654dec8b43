/** The test kit in a browser, before an unchanged page: the demo's merchant page, with the kit's script as an init script. */
import { describe, expect, it } from 'vitest';
import { expectNoProblems, useBrowser, type Visit } from './support/browser.ts';

const browser = useBrowser();
const script = new URL('../../dist/testing/antom-fake-sdk.iife.js', import.meta.url).pathname;
const outcome = (visit: Visit): ReturnType<Visit['page']['locator']> => visit.page.getByTestId('outcome');
const fake = (visit: Visit, what: string): Promise<void> => visit.page.getByRole('button', { name: `Fake cashier: ${what}` }).click();

describe('a page of script tags', () => {
  const open = (paymentStatus: string): Promise<Visit> =>
    browser.open('/merchant/?stay=1', {
      before: async (page) => {
        await page.addInitScript({ path: script });
        // The merchant's server is the test's as well.
        await page.route('**/api/payments/*', (route) =>
          route.fulfill({
            json: {
              result: { resultStatus: 'S' },
              paymentRequestId: new URL(route.request().url()).pathname.split('/').pop(),
              paymentStatus,
            },
          }),
        );
      },
    });

  it.each([
    ['pay', 'SUCCESS', 'succeeded'],
    ['decline', 'FAIL', 'failed'],
    ['close', 'CANCELLED', 'cancelled'],
  ])('loads no SDK, and "Fake cashier: %s" ends its payment, of which the server says %s, as %s', async (what, paymentStatus, status) => {
    const visit = await open(paymentStatus);
    await visit.page.getByTestId('buy').click();
    await fake(visit, what);
    await expect.poll(() => outcome(visit).getAttribute('data-status')).toBe(status);
    const scripts = await visit.page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    expect(scripts.filter((name) => name.includes('/sdk/'))).toEqual([]);
    await visit.page.waitForFunction(() => document.querySelector('[id^="ams-component"]') === null);
    expectNoProblems(visit);
  });

  it('within a frame, as Cypress has the page, the script is run where window.Cypress is', async () => {
    const visit = await open('SUCCESS');
    const names = await visit.page.evaluate(async (address) => {
      const text = await (await fetch(address)).text();
      return [false, true].map((isCypress) => {
        const frame = document.body.appendChild(document.createElement('iframe'));
        const win = frame.contentWindow as unknown as { Cypress?: object; eval(code: string): void; AMSCashierPayment?: unknown };
        if (isCypress) win.Cypress = {};
        win.eval(text);
        return typeof win.AMSCashierPayment;
      });
    }, '/dist/testing/antom-fake-sdk.iife.js');
    expect(names).toEqual(['undefined', 'function']);
  });

  it('the story of the page can be read from the test, and the cashier can be used by keyboard', async () => {
    const visit = await open('CANCELLED');
    await visit.page.getByTestId('buy').click();
    await visit.page.getByRole('dialog', { name: 'Fake cashier' }).waitFor();
    expect(await visit.page.evaluate(() => document.activeElement?.textContent)).toBe('Fake cashier: pay');
    const story = await visit.page.evaluate(() => (window as unknown as { fakeAntom: { story: string[] } }).fakeAntom.story);
    expect(story.at(-1)).toBe('The cashier was drawn.');
    await visit.page.keyboard.press('Tab');
    await visit.page.keyboard.press('Tab');
    await visit.page.keyboard.press('Enter');
    await expect.poll(() => outcome(visit).getAttribute('data-status')).toBe('cancelled');
  });
});
