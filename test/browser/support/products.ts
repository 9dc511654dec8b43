/** The shop with one of Antom's products chosen: its form or popup, played by a local page, and what the shop says of it. */
import type { FrameLocator, Locator } from 'playwright-core';
import type { PaymentOutcome } from 'antom-checkout-controller';
import type { Choice } from '../../../demo/shop/src/products.ts';
import type { DemoBrowser, Visit, VisitOptions } from './browser.ts';
import { watchServer, type Asked } from './payments.ts';

export interface ProductVisit extends Visit {
  /** The player in the page, or in the popup. */
  readonly player: FrameLocator;
  readonly asked: readonly Asked[];
}

export async function openProduct(browser: DemoBrowser, product: Choice, query = '', options: VisitOptions = {}): Promise<ProductVisit> {
  let asked: readonly Asked[] = [];
  const search = new URLSearchParams({ lang: 'en', product });
  for (const [name, value] of new URLSearchParams(query)) search.set(name, value);
  const visit = await browser.open(`/?${search}`, {
    ...options,
    before: async (page, context) => {
      asked = watchServer(context);
      await context.addInitScript(switchEveryFingerprintOff);
      await options.before?.(page, context);
    },
  });
  const isInline = ['card', 'element', 'checkoutPage', 'vaulting'].includes(product);
  return { ...visit, asked, player: visit.page.frameLocator(isInline ? '[data-testid="form"] iframe' : '#ams-component-section iframe') };
}

/** As Antom's configuration server would, for each product. Runs in the page. */
function switchEveryFingerprintOff(): void {
  try {
    const scenes = ['CASHIER_PAYMENT', 'VAULTING', 'EASY_PAY', 'AUTO_DEBIT', 'AUTO_DEBIT_PAY', 'ELEMENT_PAYMENT', 'CHECKOUT_PAYMENT'];
    const off = scenes.map((product) => ({ product, platform: 'Web', enable: false }));
    localStorage.setItem('antomSDKConfigKey', JSON.stringify({ pl_sec: off }));
  } catch {
    // A page without storage.
  }
}

/**
 * The app is ready, in view, and drawn. It is a site of its own, so Chromium draws it only when it is in view, and drops what the
 * mouse does there until its first frame: a click that follows the scrolling at once would be lost.
 */
export async function ready({ player }: ProductVisit): Promise<void> {
  await player.locator('[data-testid="player"][data-status="ready"]').waitFor();
  await player.owner().scrollIntoViewIfNeeded();
  await player.getByTestId('player').evaluate(
    () =>
      new Promise<void>((resolve) => {
        new PerformanceObserver(() => resolve()).observe({ type: 'paint', buffered: true });
      }),
  );
}

/** By the select of the player, as a visitor of the demo would. */
export const fillCard = async ({ player }: ProductVisit, number = '4111111111111111'): Promise<void> => {
  await player.getByTestId('test-card').selectOption(number);
};

/** The shop's own button. */
export const press = ({ page }: Visit): Promise<void> => page.locator('[data-testid="pay"][aria-disabled="false"]').click();

export const outcome = ({ page }: Visit, status: PaymentOutcome['status']): Promise<void> =>
  page.locator(`[data-testid="outcome"][data-status="${status}"]`).waitFor();

export const declined = ({ page }: Visit, code: string): Promise<void> =>
  page.locator(`[data-testid="form-message"][data-declined="${code}"]`).waitFor();

export const message = ({ page }: Visit): Locator => page.getByTestId('form-message');

export const phase = ({ page }: Visit, name: string): Promise<void> =>
  page.locator(`[data-testid="phase"][data-phase="${name}"]`).waitFor();
