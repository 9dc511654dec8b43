/** The SDK sends the buyer to the payment method's app on the phone; the page stays alive behind it, and the buyer comes back to it. */
import { devices, type Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useBrowser, type Problem, type Visit } from './support/browser.ts';
import { holdClock, runUntil } from './support/clock.ts';
import { eventTypes, openLab, outcomeOf, sdkUi, startPay, waitForPhase, type LabOptions } from './support/lab.ts';
import { decide, remembered, requestsSeen, watchServer, type Asked } from './support/payments.ts';

const browser = useBrowser();

/**
 * Headless Chromium calls every tab visible, also one behind another and in a minimized window. So the page's visibility is played:
 * the SDK and the library read these two properties and hear this one event.
 */
async function playVisibility(page: Page): Promise<void> {
  await page.clock.install();
  await page.addInitScript(() => {
    let hidden = false;
    Object.defineProperty(document, 'hidden', { get: () => hidden });
    Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') });
    // The headless browser's own window keeps the focus, which a page behind an app has not.
    document.hasFocus = () => !hidden;
    Object.assign(window, {
      setHidden: (value: boolean) => {
        hidden = value;
        document.dispatchEvent(new Event('visibilitychange'));
      },
    });
  });
}
const setHidden = ({ page }: Visit, value: boolean): Promise<void> =>
  page.evaluate((given) => {
    (window as unknown as { setHidden: (hidden: boolean) => void }).setHidden(given);
  }, value);
/** Chromium on a desktop has no app for the intent, and says so on the console. */
const uncaught = (visit: Visit): Problem[] => visit.ourProblems().filter(({ kind }) => kind === 'uncaught');
const phase = ({ page }: Visit): Promise<string> => page.evaluate(() => window.lab.main.checkout.state.phase);

const heard = ({ page }: Visit, type: string): Promise<unknown> =>
  page.waitForFunction((wanted) => window.lab.main.events.some((event) => event.type === wanted), type);

interface Shop {
  readonly visit: Visit;
  readonly asked: readonly Asked[];
}

/** The SDK has called the app by its scheme (Android: by an intent), and its own UI is gone. */
async function callApp(device: string, given: LabOptions): Promise<Shop> {
  const visit = await openLab(browser, { ...given, cashier: 'auto=launch-error', context: { ...devices[device] }, before: playVisibility });
  const asked = watchServer(visit.context);
  // The SDK gives the app up after some seconds of the page's clock.
  await holdClock(visit.page);
  await startPay(visit);
  await runUntil(visit.page, () => document.querySelector('[id^="callapp_iframe_"]') !== null);
  await runUntil(visit.page, () => document.querySelector('[id^="ams-"], [id^="asm-"]') === null);
  return { visit, asked };
}

/** And the app has come to the front. */
async function switchToApp(device: string, given: LabOptions): Promise<Shop> {
  const shop = await callApp(device, given);
  await setHidden(shop.visit, true);
  await heard(shop.visit, 'redirect-started');
  return shop;
}

describe.each(['Pixel 7', 'iPhone 13'])('back from the app, on a %s', (device) => {
  it('without inquiryPayment: redirected, 3 s after the buyer is back and not before', async () => {
    const { visit } = await switchToApp(device, {});
    await visit.page.clock.runFor(60_000);
    expect(await phase(visit)).toBe('open');
    await setHidden(visit, false);
    await visit.page.clock.runFor(2_000);
    expect(await phase(visit)).toBe('open');
    await visit.page.clock.runFor(1_100);
    expect(await outcomeOf(visit)).toMatchObject({ status: 'redirected', confirmedBy: null, retry: 'after-confirmation' });
    expect(await eventTypes(visit)).not.toContain('redirect-failed');
    expect(await sdkUi(visit)).toEqual([]);
    expect(uncaught(visit)).toEqual([]);
  });

  it('with inquiryPayment: nothing is asked while the app is in front, and at once when the buyer is back', async () => {
    // The next question would be due long after this test: only the buyer's return asks.
    const { visit, asked } = await switchToApp(device, {
      inquiry: true,
      options: { polling: { interval: 400_000, slowInterval: 400_000 } },
    });
    const [record] = await remembered(visit.page);
    await visit.page.clock.runFor(60_000);
    await requestsSeen(visit.page);
    expect(asked).toEqual(['session']);

    await setHidden(visit, false);
    await visit.page.clock.runFor(3_100);
    await waitForPhase(visit, 'confirming');
    await expect.poll(() => asked).toEqual(['session', 'inquiry']);

    // Away again while the server is being asked.
    await setHidden(visit, true);
    await visit.page.clock.runFor(300_000);
    await requestsSeen(visit.page);
    expect(asked).toEqual(['session', 'inquiry']);
    expect(await phase(visit)).toBe('confirming');

    await decide(record!, 'SUCCESS');
    await setHidden(visit, false);
    expect(await outcomeOf(visit)).toMatchObject({
      status: 'succeeded',
      confirmedBy: 'server',
      paymentRequestId: record?.paymentRequestId,
    });
    expect(asked).toEqual(['session', 'inquiry', 'inquiry']);
    expect(await remembered(visit.page)).toEqual([]);
    expect(uncaught(visit)).toEqual([]);
  });

  it('an app that came to the front only after the SDK had given it up: succeeded, since the server says so', async () => {
    const { visit, asked } = await callApp(device, { inquiry: true });
    const [record] = await remembered(visit.page);
    await visit.page.clock.runFor(5_100);
    await heard(visit, 'redirect-failed');
    await setHidden(visit, true);
    await decide(record!, 'SUCCESS');
    await visit.page.clock.runFor(60_000);
    await requestsSeen(visit.page);
    expect(asked).toEqual(['session']);
    await setHidden(visit, false);
    await visit.page.clock.runFor(8_100);
    expect(await outcomeOf(visit)).toMatchObject({
      status: 'succeeded',
      confirmedBy: 'server',
      paymentRequestId: record?.paymentRequestId,
    });
    expect(await remembered(visit.page)).toEqual([]);
  });
});
