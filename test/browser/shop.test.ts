/** The built demo, driven as a buyer and a merchant's engineer would: the shop (npm import) and the merchant page (script tag). */
import { describe, expect, it } from 'vitest';
import { act, expectNoProblems, press, tryAgain, useBrowser, type Visit } from './support/browser.ts';
import { outcome } from './support/products.ts';
import { holdClock, runUntil, withClock } from './support/clock.ts';

const browser = useBrowser();

const attributeOf = (visit: Visit, name: string): Promise<string | null> => visit.page.getByTestId('outcome').getAttribute(name);
const timeline = (visit: Visit): Promise<(string | null)[]> =>
  visit.page.getByTestId('event').evaluateAll((entries) => entries.map((entry) => entry.getAttribute('data-type')));
const pay = (visit: Visit): Promise<void> => visit.page.getByTestId('pay').click();
const cashierGone = (visit: Visit): Promise<void> => visit.page.locator('#ams-component-container').waitFor({ state: 'detached' });

describe('the shop', () => {
  it("takes a payment with everything as a buyer's browser has it, and the SDK jumps to the result page", async () => {
    const visit = await browser.open('/?lang=en', { fingerprinting: true });
    await pay(visit);
    await press(visit, 'pay');
    await outcome(visit, 'succeeded');
    expect(await attributeOf(visit, 'data-retry')).toBe('none');
    await visit.page.waitForURL('**/result*');
    // Tracker, configuration, risk, preload: all refused, and the payment worked.
    expect(new Set(visit.refused.map((url) => new URL(url).hostname))).toContain('gw.alipayobjects.com');
    expectNoProblems(visit);
  });

  it('shows the timeline, the outcome and what to do next', async () => {
    const visit = await browser.open('/?lang=en&stay=1');
    await pay(visit);
    await press(visit, 'processing');
    await visit.page.getByTestId('stop-waiting').click();
    await outcome(visit, 'processing');
    expect(await timeline(visit)).toEqual(expect.arrayContaining(['loading-started', 'loading-ended', 'payment-processing']));
    expect(await attributeOf(visit, 'data-retry')).toBe('after-confirmation');
    await visit.page.locator('[data-testid="phase"][data-phase="settled"]').waitFor();
    await cashierGone(visit);
    expectNoProblems(visit);
  });

  it('lets the buyer try a failed payment again with the same session', async () => {
    const visit = await browser.open('/?lang=en&stay=1');
    const sessions: string[] = [];
    visit.page.on('request', (request) => {
      if (request.url().includes('/api/payment-sessions')) sessions.push(request.url());
    });
    await pay(visit);
    await press(visit, 'fail');
    await outcome(visit, 'failed');
    expect(await attributeOf(visit, 'data-retry')).toBe('same-session');
    await tryAgain(visit);
    await press(visit, 'pay');
    await outcome(visit, 'succeeded');
    expect(sessions).toHaveLength(1);
    expectNoProblems(visit);
  });

  it('a cashier closed with the declared cancel ticked, and closed without: cancelled both times', async () => {
    const visit = await browser.open('/?lang=en');
    await pay(visit);
    await visit.cashier.getByTestId('ask-before-leaving').setChecked(false);
    await visit.cashier.getByTestId('declare-cancel').setChecked(true);
    await press(visit, 'close');
    await outcome(visit, 'cancelled');
    expect(await timeline(visit)).toEqual(expect.arrayContaining(['closed', 'payment-cancelled']));
    await tryAgain(visit);
    await visit.cashier.getByTestId('ask-before-leaving').setChecked(false);
    await visit.cashier.getByTestId('declare-cancel').setChecked(false);
    await press(visit, 'close');
    await outcome(visit, 'cancelled');
    expectNoProblems(visit);
  });

  it('a double click on Pay opens one cashier with one session', async () => {
    const visit = await browser.open('/?lang=en&stay=1');
    const sessions: string[] = [];
    visit.page.on('request', (request) => {
      if (request.url().includes('/api/payment-sessions')) sessions.push(request.url());
    });
    await visit.page.getByTestId('pay').dblclick();
    await press(visit, 'pay');
    await outcome(visit, 'succeeded');
    expect(sessions).toHaveLength(1);
    expect((await timeline(visit)).filter((type) => type === 'loading-started')).toHaveLength(1);
  });

  it("goes to the payment method's page and back to the result page", async () => {
    const visit = await browser.open('/?lang=en');
    await pay(visit);
    await act(visit, 'redirect');
    await visit.page.waitForURL('**/redirect-target*');
    await visit.page.getByTestId('approve').click();
    await visit.page.waitForURL('**/result*');
    expect(new URL(visit.page.url()).hostname).toBe('localhost');
  });

  it.each([
    ['server-500', 'error', { 'data-error-code': 'session-request-failed' }],
    ['server-refused', 'error', { 'data-error-code': 'session-request-failed' }],
    ['server-html', 'error', { 'data-error-code': 'session-invalid' }],
    ['server-null', 'error', { 'data-error-code': 'session-invalid' }],
    ['session-wrong-product', 'error', { 'data-error-code': 'session-mismatch' }],
    ['sdk-blocked', 'error', { 'data-error-code': 'sdk-load-failed' }],
    ['sdk-wrong-script', 'error', { 'data-error-code': 'sdk-global-missing' }],
  ] as const)('scenario %s ends as %s', async (scenario, status, attributes) => {
    const visit = await browser.open(`/?lang=en&scenario=${scenario}`);
    await pay(visit);
    await outcome(visit, status);
    for (const [name, value] of Object.entries(attributes)) expect(await attributeOf(visit, name)).toBe(value);
    expect(await visit.page.locator('#ams-component-container').count()).toBe(0);
    expect(visit.ourProblems().filter(({ kind }) => kind === 'uncaught')).toEqual([]);
  });

  it.each([
    ['page-unmount', 'unmounted'],
    ['page-abort', 'aborted'],
  ])('scenario %s ends as abandoned, %s', async (scenario, reason) => {
    const visit = await browser.open(`/?lang=en&scenario=${scenario}`, { before: withClock });
    // The scenario acts 2 s after the cashier has opened.
    await holdClock(visit.page);
    await pay(visit);
    await runUntil(visit.page, () => document.querySelector('[data-testid="phase"][data-phase="open"]'));
    await visit.page.clock.runFor(2_000);
    await outcome(visit, 'abandoned');
    expect(await attributeOf(visit, 'data-reason')).toBe(reason);
    await visit.page.clock.runFor(400);
    await cashierGone(visit);
    expectNoProblems(visit);
  });

  it('scenario cashier-no-launch ends as an error when the SDK gives up', async () => {
    const visit = await browser.open('/?lang=en&scenario=cashier-no-launch', { before: withClock });
    await pay(visit);
    await visit.page.locator('#ams-component-section iframe').waitFor({ state: 'attached' });
    await visit.page.clock.fastForward(15_000);
    await outcome(visit, 'error');
    expect(await attributeOf(visit, 'data-error-code')).toBe('component-failed');
  });

  it('scenario page-navigate: the SPA leaves, the attempt is abandoned and the cashier goes with it', async () => {
    const visit = await browser.open('/?lang=en&scenario=page-navigate');
    await pay(visit);
    await visit.page.waitForURL('**/orders*');
    await visit.page.locator('[data-testid="last-outcome"][data-status="abandoned"][data-reason="navigated"]').waitFor();
    await cashierGone(visit);
    expectNoProblems(visit);
  });

  it('scenario page-remove-dom: the attempt ends by itself', async () => {
    const visit = await browser.open('/?lang=en&scenario=page-remove-dom', { before: withClock });
    // The scenario acts 2 s after the cashier has opened.
    await holdClock(visit.page);
    await pay(visit);
    await runUntil(visit.page, () => document.querySelector('[data-testid="phase"][data-phase="open"]'));
    await visit.page.clock.runFor(2_000);
    await cashierGone(visit);
    await visit.page.clock.runFor(8_000);
    await outcome(visit, 'error');
    expect(await attributeOf(visit, 'data-error-code')).toBe('component-failed');
  });

  it('works by keyboard alone, and moves the focus to the outcome', async () => {
    const visit = await browser.open('/?lang=en&stay=1');
    await visit.page.getByTestId('pay').focus();
    await visit.page.keyboard.press('Enter');
    await act(visit, 'pay');
    await outcome(visit, 'succeeded');
    await visit.page.waitForFunction(
      () => document.activeElement?.closest('[data-testid="outcome"]') !== null && document.activeElement !== document.body,
    );
  });

  it.each([390, 1440])('fits a window %i px wide, in Chinese too', async (width) => {
    const visit = await browser.open('/?lang=zh', { context: { viewport: { width, height: 844 } } });
    await visit.page.getByTestId('pay').waitFor();
    expect(await visit.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await visit.page.evaluate(() => document.documentElement.lang)).toMatch(/^zh/);
  });

  it('in Chinese says of every English sentence that it is English, and of no Chinese one', async () => {
    const visit = await browser.open('/?lang=zh&cashier=auto%3Dfail%26delay%3D0%26server%3Dfail');
    /** Text of the page but for names and values, with the language that it is said to be in. */
    const texts = (): Promise<{ text: string; lang: string }[]> =>
      visit.page.evaluate(() => {
        const found: { text: string; lang: string }[] = [];
        const walker = document.createTreeWalker(document.getElementById('app') as Element, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const { data, parentElement } = walker.currentNode as Text;
          if (parentElement?.closest('code, dl') === null)
            found.push({ text: data, lang: parentElement.closest<HTMLElement>('[lang]')?.lang ?? '' });
        }
        return found;
      });
    const english = /[a-z]{2,} [a-z]{2,} [a-z]{2,}/i;
    const expectRightLanguages = async (sentence: RegExp): Promise<void> => {
      const all = await texts();
      expect(all.filter(({ text, lang }) => english.test(text) && lang !== 'en')).toEqual([]);
      expect(all.filter(({ text, lang }) => /\p{Script=Han}/u.test(text) && lang !== 'zh-CN')).toEqual([]);
      expect(all.map(({ text }) => text).filter((text) => sentence.test(text))).toHaveLength(1);
    };
    await pay(visit);
    await outcome(visit, 'failed');
    await expectRightLanguages(/^Sent by the demo cashier\.$/);
    await visit.page.getByTestId('new-order').click();
    await visit.page.getByTestId('scenario').selectOption('server-500');
    await pay(visit);
    await outcome(visit, 'error');
    await expectRightLanguages(/^提示：$/);
  });

  it('keeps its language on the way to the script-tag page and back', async () => {
    const visit = await browser.open('/?lang=zh');
    await visit.page.getByTestId('link-merchant').click();
    await visit.page.locator('html[lang="zh-CN"] [data-testid="buy"]').waitFor();
    await visit.page.locator('#shop').click();
    await visit.page.locator('html[lang="zh-CN"] [data-testid="pay"]').waitFor();
  });
});

describe('the merchant page', () => {
  it('takes a payment with the script-tag file of dist', async () => {
    const visit = await browser.open('/merchant/?stay=1');
    await visit.page.getByTestId('buy').click();
    await press(visit, 'pay');
    await outcome(visit, 'succeeded');
    await cashierGone(visit);
    expectNoProblems(visit);
  });

  it('a double click takes one payment', async () => {
    const visit = await browser.open('/merchant/?stay=1');
    const sessions: string[] = [];
    visit.page.on('request', (request) => {
      if (request.url().includes('/api/payment-sessions')) sessions.push(request.url());
    });
    await visit.page.getByTestId('buy').dblclick();
    await press(visit, 'pay');
    await outcome(visit, 'succeeded');
    expect(sessions).toHaveLength(1);
    expectNoProblems(visit);
  });
});
