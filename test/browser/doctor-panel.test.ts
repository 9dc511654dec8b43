/** The doctor in the demo: the panel of the shop and of the playground. */
import { describe, expect, it } from 'vitest';
import { faults } from './support/axe.ts';
import { press, useBrowser } from './support/browser.ts';

const browser = useBrowser();

describe("the shop's panel", () => {
  /** By the scenario of the picker: what the doctor says once the payment has ended. */
  it.each([
    ['server-500', 'D316', ''],
    ['server-refused', 'D316', ''],
    ['server-f', 'D316', ''],
    ['server-html', 'D303', ''],
    ['server-null', 'D301', ''],
    ['server-slow', 'D318', 'cashier'],
    ['session-three-part', 'D307', ''],
    ['session-truncated', 'D308', ''],
    ['session-spaces', 'D306', ''],
    ['session-encoded', 'D305', ''],
    ['session-wrong-product', 'D313', ''],
    ['session-empty', 'D302', ''],
    ['sdk-blocked', 'D204', ''],
    ['sdk-wrong-script', 'D206', ''],
    ['cashier-no-launch', 'D416', ''],
    ['page-unmount', 'D420', ''],
    ['page-abort', 'D420', ''],
    ['page-remove-dom', 'D417', ''],
    ['inquiry-html', 'D504', 'stop'],
    ['normal', null, ''],
  ] as const)('names what %s is', async (scenario, id, then) => {
    const visit = await browser.open(`/?lang=en&stay=1&scenario=${scenario}`);
    const { page } = visit;
    if (id !== null) {
      await page.getByTestId('pay').click();
      if (then === 'stop') {
        await press(visit, 'pay');
        await page.getByTestId('stop-waiting').click();
      }
      const over = then === 'cashier' ? '[data-testid="phase"][data-phase="open"]' : '[data-testid="phase"][data-phase="settled"]';
      await page.locator(over).waitFor({ state: 'attached' });
    }
    // By the keyboard's way: an open cashier lies above the panel.
    await page.getByTestId('ask-doctor').dispatchEvent('click');
    await page.locator('[data-testid="diagnosis"][data-asked="true"]').waitFor({ state: 'attached' });
    // Beside what is found, what happened can still be read.
    if (id !== null) expect((await page.getByTestId('timeline').boundingBox())?.height).toBeGreaterThan(60);
    const ids = await page.getByTestId('finding').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-id')));
    if (id === null) expect(ids).toEqual([]);
    else expect(ids).toContain(id);
  });

  it.each(['en', 'zh'])('is fetched when it is asked, and axe-core finds no fault in it (%s)', async (lang) => {
    const visit = await browser.open(`/?lang=${lang}&stay=1&scenario=session-empty`);
    const { page } = visit;
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(request.url()));
    await page.getByTestId('pay').click();
    await page.locator('[data-testid="phase"][data-phase="settled"]').waitFor();
    expect(fetched.filter((url) => /\/doctor-/.test(url))).toEqual([]);
    await page.getByTestId('ask-doctor').click();
    await page.locator('[data-testid="finding"][data-id="D302"]').waitFor();
    expect(fetched.filter((url) => /\/doctor-.*\.js/.test(url))).toHaveLength(1);
    expect(await faults(page)).toEqual([]);
  });

  it.each([
    ['en', 1440, 'The session is empty', "Antom's hosts do not answer", '/docs/csp.md', 'Troubleshooting'],
    ['zh', 390, '会话是空的', 'Antom 的主机没有应答', '/docs/csp.md', '故障排查'],
  ])('speaks the page’s language, and its links lead somewhere (%s, %i px)', async (lang, width, title, other, page, heading) => {
    const visit = await browser.open(`/?lang=${lang}&stay=1&scenario=session-empty`, { context: { viewport: { width, height: 900 } } });
    const sessions: string[] = [];
    visit.page.on('request', (request) => {
      if (request.url().endsWith('/api/payment-sessions')) sessions.push(request.method());
    });
    // By the keyboard: with probe a session is asked for, and what is wrong with it is known before anybody pays.
    await visit.page.getByTestId('ask-doctor-probe').focus();
    await visit.page.keyboard.press('Enter');
    const row = (id: string): ReturnType<typeof visit.page.locator> => visit.page.locator(`[data-testid="finding"][data-id="${id}"]`);
    await row('D302').getByText(title).waitFor();
    expect(sessions).toEqual(['POST']);
    // This machine's requests to them are refused.
    await row('D423').getByText(other).waitFor();
    const remedy = row('D423').locator(`a[href="${page}"]`);
    expect(await (await visit.page.request.get(String(await remedy.getAttribute('href')))).text()).toMatch(/^# /);
    expect(await faults(visit.page)).toEqual([]);
    expect(await visit.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    const [opened] = await Promise.all([
      visit.context.waitForEvent('page'),
      row('D302').locator('a[href^="/troubleshooting"]').press('Enter'),
    ]);
    await opened.getByRole('heading', { level: 1, name: heading }).waitFor();
    await opened.getByText(title).waitFor();
    expect(await opened.evaluate(() => document.activeElement?.id)).toBe('d302');
    expect(await faults(opened)).toEqual([]);
    expect(await opened.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });

  it('of the playground knows what its server answered', async () => {
    const { page } = await browser.open('/playground?lang=en&session=session-truncated');
    await page.getByTestId('pay').click();
    await page.locator('[data-testid="phase"][data-phase="settled"]').waitFor({ state: 'attached' });
    await page.getByTestId('ask-doctor').click();
    await page.locator('[data-testid="finding"][data-id="D308"]').waitFor();
    await page.getByTestId('session').selectOption('normal');
    await page.getByTestId('pay').click();
    await page.locator('[data-testid="phase"][data-phase="open"]').waitFor({ state: 'attached' });
    await page.getByTestId('ask-doctor').dispatchEvent('click');
    await page.getByTestId('diagnosis').getByText('finds nothing wrong').waitFor();
  });
});
