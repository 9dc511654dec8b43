/** bind(): on the demo's merchant page a form, by mouse and keyboard, there and back; on an empty page what makes it prepare. */
import { describe, expect, inject, it } from 'vitest';
import { act, expectNoProblems, goBack, press, useBrowser, whyLoadedAgain, type Visit } from './support/browser.ts';
import { openLab } from './support/lab.ts';

const browser = useBrowser({ bfcache: true });

const buy = (visit: Visit): ReturnType<Visit['page']['locator']> => visit.page.getByTestId('buy');
const outcome = (visit: Visit, status: string): Promise<void> =>
  visit.page.locator(`[data-testid="outcome"][data-status="${status}"]`).waitFor();

const said = (visit: Visit): Promise<string | null> => visit.page.getByTestId('outcome').textContent();

/** Keeps the page's requests of this kind waiting until the returned function is called. */
async function hold({ page }: Visit, requests: string): Promise<() => void> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(requests, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/** What a form and its button are made of, apart from the SDK's doing. */
const formOf = (visit: Visit): Promise<string> => visit.page.evaluate(() => document.getElementById('order')?.outerHTML ?? '');

describe('the merchant page', () => {
  it('pays once on Enter, is busy meanwhile, and is exactly as it was once the buyer has closed the cashier', async () => {
    const visit = await browser.open('/merchant/?cashier=retention%3D0');
    const before = await formOf(visit);
    const sessions: string[] = [];
    visit.page.on('request', (request) => {
      if (request.url().includes('/api/payment-sessions')) sessions.push(request.url());
    });
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
    expect(
      await visit.page.evaluate(
        () =>
          document.querySelector(':invalid')?.getAttribute('data-testid') ?? document.querySelector('input:invalid')?.getAttribute('name'),
      ),
    ).toBeTruthy();
    expect(await visit.page.locator('form[aria-busy]').count()).toBe(0);
  });

  it('stays disabled while the buyer is at the payment method, and is usable after Back', async () => {
    const visit = await browser.open('/merchant/?cashier=retention%3D0');
    const before = await formOf(visit);
    await buy(visit).click();
    await act(visit, 'redirect');
    await visit.page.waitForURL(/redirect-target/);
    await goBack(visit.page);
    expect(await whyLoadedAgain(visit.page)).toBeUndefined();
    await outcome(visit, 'redirected');
    await visit.page.waitForFunction((form) => document.getElementById('order')?.outerHTML === form, before);
    expect(await buy(visit).isEnabled()).toBe(true);
  });

  it("comes back from the payment method with the server's answer, and says that it asks", async () => {
    const visit = await browser.open('/merchant/?lang=en&cashier=retention%3D0');
    await buy(visit).click();
    await act(visit, 'redirect');
    await visit.page.waitForURL(/redirect-target/);
    const answer = await hold(visit, '**/api/payments/**');
    await visit.page.getByTestId('approve').click();
    await visit.page.waitForURL(/\/merchant\//);
    await outcome(visit, 'asking');
    expect(await said(visit)).toBe('Asking the shop …');
    answer();
    await outcome(visit, 'succeeded');
    expectNoProblems(visit);
  });

  it('says what is under way in place of the last outcome, and its button looks busy', async () => {
    const visit = await browser.open('/merchant/?lang=en&stay=1&cashier=retention%3D0%26delay%3D0');
    const session = await hold(visit, '**/api/payment-sessions');
    await buy(visit).click();
    await outcome(visit, 'busy');
    expect(await said(visit)).toBe('Payment under way …');
    expect(await buy(visit).evaluate((button) => getComputedStyle(button).cursor)).toBe('progress');
    session();
    await press(visit, 'close');
    await outcome(visit, 'cancelled');
    expect(await said(visit)).toBe('You closed the cashier.');

    await buy(visit).click();
    await visit.cashier.locator('[data-testid="cashier"][data-status="ready"]').waitFor();
    expect(await said(visit)).toBe('Payment under way …');
    const answer = await hold(visit, '**/api/payments/**');
    await press(visit, 'pay');
    await outcome(visit, 'asking');
    answer();
    await outcome(visit, 'succeeded');
    expect(await said(visit)).toBe('Paid. Thank you!');
  });

  it('is Chinese around the Chinese cashier of a Chinese browser, there and back', async () => {
    const visit = await browser.open('/merchant/?cashier=retention%3D0', { context: { locale: 'zh-CN' } });
    const words = (): Promise<string> =>
      visit.page.evaluate(
        () =>
          `${document.documentElement.lang} ${document.title} ${document.body.innerText} ${document.getElementById('outcome')?.textContent ?? ''}`,
      );
    // Names and amounts are the same in both.
    const english = /[a-z]{2,} [a-z]{2,}/i;
    expect(await words()).toMatch(/^zh-CN /);
    expect(await words()).not.toMatch(english);
    await buy(visit).click();
    await outcome(visit, 'busy');
    expect(await words()).not.toMatch(english);
    expect(await visit.cashier.locator('html[lang="zh-CN"] [data-testid="pay"]').textContent()).toContain('支付');
    await act(visit, 'redirect');
    await visit.page.waitForURL(/redirect-target/);
    await visit.page.getByTestId('approve').click();
    await visit.page.waitForURL(/\/merchant\//);
    await outcome(visit, 'succeeded');
    expect(await words()).toMatch(/^zh-CN /);
    expect(await words()).not.toMatch(english);
  });

  it("has two files of script, its own and the library's, and ten lines that use the library", async () => {
    const html = await (await fetch(`${inject('demoUrl')}/merchant/?LOCAL_MOCK=1`)).text();
    const scripts = Array.from(html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g), ([, attributes = '', code = '']) => ({
      attributes,
      code,
    }));
    expect(scripts.filter(({ attributes }) => attributes !== '').map(({ attributes }) => attributes)).toEqual([
      ' src="page.js"',
      ' src="/dist/antom-checkout-controller.iife.min.js"',
    ]);
    const [last, ...others] = scripts.reverse();
    const own = await (await fetch(`${inject('demoUrl')}/merchant/page.js`)).text();
    expect(last?.code.trim().split('\n').length).toBeLessThanOrEqual(10);
    for (const name of ['AntomCheckout', 'checkout.']) {
      expect(last?.code).toContain(name);
      expect(own + others.map(({ code }) => code).join()).not.toContain(name);
    }
    const visit = await browser.open('/merchant/');
    const ours = await visit.page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => new URL(name).pathname)
        .filter((path) => path.startsWith('/dist/')),
    );
    expect(ours).toEqual(['/dist/antom-checkout-controller.iife.min.js']);
  });
});

describe('a trigger on a page that prepares nothing by itself', () => {
  it.each<[how: string, intend: (visit: Visit) => Promise<void>, focus: string]>([
    ['under the mouse', ({ page }) => page.hover('#trigger'), ''],
    ['reached by keyboard', ({ page }) => page.keyboard.press('Tab'), 'trigger'],
  ])('%s brings the SDK before it is pressed', async (_how, intend, focus) => {
    const visit = await openLab(browser, { options: { prepare: 'manual' } });
    const isHere = (): Promise<boolean> => visit.page.evaluate(() => 'AMSCashierPayment' in window);
    await visit.page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<p>Beans</p><button id="trigger">Pay</button>');
      window.lab.main.checkout.bind('#trigger', {});
    });
    // The mouse is elsewhere, and a round trip later nothing has been asked for.
    await visit.page.evaluate(() => fetch('/no-content').then(() => undefined));
    expect(await visit.page.evaluate(() => document.querySelector('script[src*="ams-checkout"]'))).toBeNull();
    await intend(visit);
    await expect.poll(isHere).toBe(true);
    expect(await visit.page.evaluate(() => ({ phases: window.lab.main.phases, focus: document.activeElement?.id ?? '' }))).toEqual({
      phases: [],
      focus,
    });
    expectNoProblems(visit);
  });
});
