/** bind() on the demo's merchant page: a form, by mouse and keyboard, there and back. */
import { describe, expect, it } from 'vitest';
import { act, expectNoProblems, press, useBrowser, type Visit } from './support/browser.ts';

const browser = useBrowser({ bfcache: true });

const buy = (visit: Visit): ReturnType<Visit['page']['locator']> => visit.page.getByTestId('buy');
const outcome = (visit: Visit, status: string): Promise<void> => visit.page.locator(`[data-testid="outcome"][data-status="${status}"]`).waitFor();

/** What a form and its button are made of, apart from the SDK's doing. */
const formOf = (visit: Visit): Promise<string> => visit.page.evaluate(() => document.getElementById('order')?.outerHTML ?? '');

describe('the merchant page', () => {
  it('pays once on Enter, is busy meanwhile, and is exactly as it was once the buyer has closed the cashier', async () => {
    const visit = await browser.open('/merchant/?cashier=retention%3D0');
    const before = await formOf(visit);
    const sessions: string[] = [];
    visit.page.on('request', (request) => { if (request.url().includes('/api/payment-sessions')) sessions.push(request.url()); });
    await visit.page.getByTestId('quantity').focus();
    await visit.page.keyboard.press('Enter');
    await visit.page.keyboard.press('Enter');
    await visit.page.locator('form[aria-busy="true"]').waitFor();
    expect(await buy(visit).isDisabled()).toBe(true);
    await press(visit, 'close');
    await outcome(visit, 'cancelled');
    expect(await formOf(visit)).toBe(before);
    expect(sessions).toHaveLength(1);
    await visit.page.waitForFunction(() => document.activeElement === document.querySelector('[data-testid="quantity"]'));
    expectNoProblems(visit);
  });

  it('a button that had the focus has it again', async () => {
    const visit = await browser.open('/merchant/?cashier=retention%3D0');
    await buy(visit).focus();
    await visit.page.keyboard.press('Space');
    await press(visit, 'close');
    await outcome(visit, 'cancelled');
    await visit.page.waitForFunction(() => document.activeElement === document.querySelector('[data-testid="buy"]'));
  });

  it('leaves a form that the browser finds invalid to the browser', async () => {
    const visit = await browser.open('/merchant/');
    await visit.page.getByTestId('quantity').fill('0');
    await buy(visit).click();
    expect(await visit.page.evaluate(() => document.querySelector(':invalid')?.getAttribute('data-testid') ?? document.querySelector('input:invalid')?.getAttribute('name'))).toBeTruthy();
    expect(await visit.page.locator('form[aria-busy]').count()).toBe(0);
  });

  it('stays disabled while the buyer is at the payment method, and is usable after Back', async () => {
    const visit = await browser.open('/merchant/?cashier=retention%3D0');
    const before = await formOf(visit);
    await buy(visit).click();
    await act(visit, 'redirect');
    await visit.page.waitForURL(/redirect-target/);
    await visit.page.evaluate(() => { history.back(); });
    await outcome(visit, 'redirected');
    await visit.page.waitForFunction((form) => document.getElementById('order')?.outerHTML === form, before);
    expect(await buy(visit).isEnabled()).toBe(true);
  });

  it('comes back from the payment method with the server\'s answer', async () => {
    const visit = await browser.open('/merchant/?cashier=retention%3D0');
    await buy(visit).click();
    await act(visit, 'redirect');
    await visit.page.waitForURL(/redirect-target/);
    await visit.page.getByText(/approve/i).first().click();
    await visit.page.waitForURL(/\/merchant\//);
    await outcome(visit, 'succeeded');
    expectNoProblems(visit);
  });
});
