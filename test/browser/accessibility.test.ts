/** The demo's pages by axe-core, with each of Antom's products drawn or opened: the shop, the player in its frame, and the merchant page's card form. */
import type { Frame, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { faults } from './support/axe.ts';
import { useBrowser } from './support/browser.ts';
import { fillCard, openProduct, press, ready } from './support/products.ts';

const browser = useBrowser();

async function playerOf(page: Page, selector: string): Promise<Frame> {
  const frame = await (await page.waitForSelector(selector)).contentFrame();
  if (frame === null) throw new Error('The player has no document.');
  return frame;
}

describe('axe-core finds no fault in the shop', () => {
  it.each([
    ['card', 'en'],
    ['element', 'zh'],
    ['checkoutPage', 'en'],
    ['vaulting', 'zh'],
  ] as const)('with %s drawn (%s), filled in, and after it', async (product, lang) => {
    const visit = await openProduct(browser, product, `lang=${lang}&stay=1`);
    const { page } = visit;
    await ready(visit);
    expect(await faults(page)).toEqual([]);
    const player = await playerOf(page, '[data-testid="form"] iframe');
    expect(await faults(player)).toEqual([]);
    // Marked fields, and what is said of them.
    await (product === 'checkoutPage' ? visit.player.getByTestId('pay').click() : press(visit));
    await visit.player.locator('[data-testid="card-number"][aria-invalid="true"]').waitFor();
    expect(await faults(player)).toEqual([]);
    await fillCard(visit);
    await (product === 'checkoutPage' ? visit.player.getByTestId('pay').click() : press(visit));
    await page.locator('[data-testid="outcome"][data-status="succeeded"]').waitFor();
    expect(await faults(page)).toEqual([]);
  });

  it.each(['easyPay', 'autoDebit'] as const)('with %s open', async (product) => {
    const visit = await openProduct(browser, product, 'stay=1');
    await press(visit);
    await ready(visit);
    expect(await faults(visit.page)).toEqual([]);
    expect(await faults(await playerOf(visit.page, '#ams-component-section iframe'))).toEqual([]);
  });
});

it('axe-core finds no fault in the merchant page with a card form', async () => {
  const { page } = await browser.open('/merchant/card/?lang=en');
  await page.locator('[data-testid="outcome"][data-status="form"]').waitFor();
  expect(await faults(page)).toEqual([]);
  expect(await faults(await playerOf(page, '#card iframe'))).toEqual([]);
});
