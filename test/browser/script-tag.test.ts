/** The script-tag files of dist, not the sources: one global, and a payment by it. */
import type * as Library from 'antom-checkout-controller';
import { describe, expect, inject, it } from 'vitest';
import { expectNoProblems, useBrowser } from './support/browser.ts';

const browser = useBrowser();

type WithGlobal = Window & { readonly AntomCheckout: typeof Library };

describe.each(['antom-checkout-controller.iife.js', 'antom-checkout-controller.iife.min.js'])('dist/%s', (file) => {
  it('adds the global AntomCheckout and nothing else', async () => {
    const { page } = await browser.open('/blank?LOCAL_MOCK=1');
    const before = await page.evaluate(() => Object.getOwnPropertyNames(window));
    await page.addScriptTag({ url: `/dist/${file}` });
    const after = await page.evaluate(() => Object.getOwnPropertyNames(window));
    expect(after.filter((name) => !before.includes(name))).toEqual(['AntomCheckout']);
    expect(await page.evaluate(() => Object.keys((window as unknown as WithGlobal).AntomCheckout).sort())).toEqual([
      'CheckoutController',
      'CheckoutError',
      'SDK_VERSION',
      'autoDebit',
      'autoDebitPay',
      'cashier',
      'checkoutPage',
      'describeSession',
      'easyPay',
      'element',
      'fromCdn',
      'fromGlobal',
      'fromModule',
      'isCheckoutError',
      'normalizeEvent',
      'resolveLocale',
      'vaulting',
    ]);
  });

  it('takes a payment with the SDK that the page already has', async () => {
    const visit = await browser.open('/blank?LOCAL_MOCK=1');
    await visit.page.addScriptTag({ url: '/sdk/ams-checkout.min.js' });
    await visit.page.addScriptTag({ url: `/dist/${file}` });
    const outcome = await visit.page.evaluate(
      async (elementLink) => {
        const { AntomCheckout } = window as unknown as WithGlobal;
        const checkout = new AntomCheckout.CheckoutController({
          environment: 'sandbox',
          sdk: AntomCheckout.fromGlobal(),
          componentParams: { elementProps: { elementLink } },
          createPaymentSession: async () =>
            (await fetch('/api/payment-sessions', { method: 'POST', body: '{}' })).json() as Promise<Library.PaymentSession>,
        });
        const result = await checkout.pay({ notRedirectAfterComplete: true });
        return result.status === 'error' ? result.error.message : result.status;
      },
      `${inject('cashierOrigin')}/cashier/?auto=pay&delay=0`,
    );
    expect(outcome).toBe('succeeded');
    expectNoProblems(visit);
  });

  it('a bad option is a CheckoutError with a code that isCheckoutError knows', async () => {
    const { page } = await browser.open('/blank?LOCAL_MOCK=1');
    await page.addScriptTag({ url: `/dist/${file}` });
    const thrown = await page.evaluate(() => {
      const { CheckoutController, CheckoutError, isCheckoutError } = (window as unknown as WithGlobal).AntomCheckout;
      try {
        new CheckoutController({ environment: 'production' as 'prod' });
        return null;
      } catch (error) {
        return {
          known: isCheckoutError(error),
          instance: error instanceof CheckoutError,
          native: error instanceof Error,
          code: isCheckoutError(error) ? error.code : '',
        };
      }
    });
    expect(thrown).toEqual({ known: true, instance: true, native: true, code: 'invalid-options' });
  });
});
