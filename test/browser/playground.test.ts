/** The playground: each option runs, the address has all of them, and the code is that of what runs. */
import { describe, expect, it } from 'vitest';
import { faults } from './support/axe.ts';
import { expectNoProblems, press, useBrowser, type Visit } from './support/browser.ts';
import { outcome } from './support/products.ts';

const browser = useBrowser();

const open = (query: string, width = 1440): Promise<Visit> =>
  browser.open(`/playground?${query}`, {
    context: { viewport: { width, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] },
  });
const codeOf = async ({ page }: Visit): Promise<string> => {
  const code = page.getByTestId('code');
  await code.first().waitFor();
  return (await code.allTextContents()).join('\n');
};

describe('the playground', () => {
  it('pays by the keyboard alone, and tells what happens', async () => {
    const visit = await open('lang=en');
    const { page } = visit;
    await page.getByTestId('pay').focus();
    await page.keyboard.press('Enter');
    await press(visit, 'pay');
    await outcome(visit, 'succeeded');
    const kinds = await page
      .locator('[data-testid="timeline"] li')
      .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['kind']));
    expect(kinds).toEqual(expect.arrayContaining(['call', 'state', 'event', 'outcome']));
    // The order is paid: a second press opens nothing, another order does.
    await page.getByTestId('pay').click();
    await outcome(visit, 'succeeded');
    await page.getByTestId('new-order').click();
    await page.getByTestId('pay').click();
    await press(visit, 'fail');
    await outcome(visit, 'failed');
    expectNoProblems(visit);
  });

  it('what the server answers is what was chosen', async () => {
    const visit = await open('lang=en&session=server-500');
    await visit.page.getByTestId('pay').click();
    await outcome(visit, 'error');
    expect(await visit.page.getByTestId('outcome').getAttribute('data-error-code')).toBe('session-request-failed');
    await visit.page.getByTestId('session').selectOption('normal');
    await visit.page.getByTestId('inquiry').uncheck();
    await visit.page.getByTestId('pay').click();
    await press(visit, 'pay');
    await outcome(visit, 'succeeded');
    expect(await visit.page.getByTestId('outcome').getAttribute('data-confirmed-by')).toBe('sdk');
  });

  it('every option is in the address, and a page opened by it has them all', async () => {
    const visit = await open('lang=en');
    const { page } = visit;
    await page.getByTestId('product').selectOption('easyPay');
    await page.getByTestId('order').fill("it's:1");
    for (const [name, value] of [
      ['locale', 'ko_KR'],
      ['leave', 'manual'],
      ['prepare', 'script'],
      ['session', 'server-slow'],
      ['answer', 'inquiry-down'],
      ['outcome-wish', 'declined'],
    ] as const)
      await page.getByTestId(name).selectOption(value);
    await page.getByTestId('inquiry').uncheck();
    await page.getByTestId('stay').uncheck();
    await page.getByTestId('way-vue').click();
    const code = await codeOf(visit);
    const { search } = new URL(page.url());
    const shared = await open(search.slice(1));
    expect(await codeOf(shared)).toBe(code);
    expect(code).toContain("order: 'it\\'s:1'");
    for (const [name, value] of [
      ['product', 'easyPay'],
      ['locale', 'ko_KR'],
      ['session', 'server-slow'],
      ['answer', 'inquiry-down'],
      ['outcome-wish', 'declined'],
    ] as const)
      expect(await shared.page.getByTestId(name).inputValue()).toBe(value);
  });

  it('the code is copied, and a screen reader hears of it', async () => {
    const visit = await open('lang=en&way=element');
    await visit.page.getByTestId('copy-index.html').click();
    await visit.page.getByTestId('copied').getByText('index.html is copied.').waitFor();
    expect(await visit.page.evaluate(() => navigator.clipboard.readText())).toBe(await codeOf(visit));
  });

  it('a buyer who comes back from the payment method finds the same options and the outcome', async () => {
    const visit = await open('lang=en&order=back:1&leave=manual');
    await visit.page.getByTestId('pay').click();
    await press(visit, 'redirect');
    await visit.page.waitForURL('**/redirect-target*');
    await visit.page.getByTestId('approve').click();
    await visit.page.waitForURL('**/playground*');
    await outcome(visit, 'succeeded');
    expect([await visit.page.getByTestId('order').inputValue(), await visit.page.getByTestId('leave').inputValue()]).toEqual([
      'back:1',
      'manual',
    ]);
  });

  it('a form is drawn, and submitted by the page’s button', async () => {
    const visit = await open('lang=en&product=element');
    const { page } = visit;
    await page.getByTestId('draw').click();
    const player = page.frameLocator('[data-testid="form"] iframe');
    await player.locator('[data-testid="player"][data-status="ready"]').waitFor();
    await player.getByTestId('test-card').selectOption('4111111111111111');
    await page.getByTestId('pay').click();
    await outcome(visit, 'succeeded');
    expectNoProblems(visit);
  });

  it.each([
    ['en', 1440],
    ['zh', 390],
  ] as const)('axe-core finds no fault in it, and nothing is wider than the page (%s, %i px)', async (lang, width) => {
    const visit = await open(`lang=${lang}`, width);
    const { page } = visit;
    await page.getByTestId('pay').waitFor();
    expect(await faults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
});
