/** One payment, one outcome: the cashier's codes, closing it, and failures to open it. Real SDK, real Chromium, the built dist/index.js. */
import type { BrowserContext } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { expectNoProblems, press, useBrowser } from './support/browser.ts';
import { withClock } from './support/clock.ts';
import { eventTypes, openLab, outcomeOf, sdkUi, startPay, waitForPhase } from './support/lab.ts';

const browser = useBrowser();

describe('the cashier reports a result', () => {
  it.each([
    ['processing', 'processing', 'payment-processing'],
    ['error', 'unknown', 'payment-unknown'],
  ])('%s ends the attempt as %s and takes the cashier off the page', async (action, status, type) => {
    const visit = await openLab(browser, { cashier: 'delay=0' });
    await startPay(visit);
    await press(visit, action);
    expect(await outcomeOf(visit)).toMatchObject({ status, retry: 'after-confirmation' });
    expect(await eventTypes(visit)).toEqual(['loading-started', 'loading-ended', type]);
    await visit.page.locator('#ams-component-container').waitFor({ state: 'detached' });
    expectNoProblems(visit);
  });

  it("success leaves the cashier open for the SDK's jump, which then takes the buyer to paymentRedirectUrl", async () => {
    const visit = await openLab(browser, { cashier: 'auto=pay&delay=0&jumpdelay=600000', before: withClock });
    await startPay(visit);
    expect(await outcomeOf(visit)).toMatchObject({ status: 'succeeded', confirmedBy: 'sdk', retry: 'none' });
    expect(await sdkUi(visit)).toContain('ams-component-container');
    // The jump is the test's to make: the page goes away while its clock moves.
    await visit.page.clock.fastForward(600_000).catch(() => undefined);
    await visit.page.waitForURL('**/result*');
  });

  it('success with notRedirectAfterComplete ends clean', async () => {
    const visit = await openLab(browser, { cashier: 'auto=pay&delay=0', options: { notRedirectAfterComplete: true } });
    await startPay(visit);
    expect(await outcomeOf(visit)).toMatchObject({ status: 'succeeded' });
    await visit.page.waitForFunction(() => document.querySelector('[id^="ams-"], [id^="asm-"]') === null);
    expect(await visit.page.evaluate(() => window.lab.main.checkout.state.cashierVisible)).toBe(false);
    expectNoProblems(visit);
  });

  it('unmount() after a success takes the waiting cashier off the page', async () => {
    const visit = await openLab(browser, { cashier: 'auto=pay&delay=0&jump=0' });
    await startPay(visit);
    await outcomeOf(visit);
    await visit.page.evaluate(() => {
      window.lab.main.checkout.unmount();
    });
    await visit.page.waitForFunction(() => document.querySelector('[id^="ams-"], [id^="asm-"]') === null);
    expect(await visit.page.evaluate(() => window.lab.main.checkout.state.cashierVisible)).toBe(false);
  });

  it('a failure means what its result code says: try again, with a new session, or nobody knows', async () => {
    const visit = await openLab(browser);
    const expected: readonly (readonly [code: string, outcome: object])[] = [
      ['USER_BALANCE_NOT_ENOUGH', { status: 'failed', retry: 'same-session', paymentResultCode: 'USER_BALANCE_NOT_ENOUGH' }],
      ['ORDER_IS_CLOSED', { status: 'failed', retry: 'new-session', paymentResultCode: 'ORDER_IS_CLOSED' }],
      ['PAYMENT_IN_PROCESS', { status: 'unknown', retry: 'after-confirmation' }],
      ['none', { status: 'unknown', retry: 'after-confirmation' }],
    ];
    for (const [index, [code, outcome]] of expected.entries()) {
      await startPay(visit, { cashier: `auto=fail&delay=0&resultcode=${code}`, force: true });
      expect(await outcomeOf(visit, index), code).toMatchObject(outcome);
    }
    expectNoProblems(visit);
  });

  it('a code that nobody knows is an event and ends nothing', async () => {
    const visit = await openLab(browser, { cashier: 'autoresult=SDK_NEVER_SEEN' });
    await startPay(visit);
    await visit.page.waitForFunction(() => window.lab.main.events.some((event) => event.type === 'unrecognized'));
    expect(await visit.page.evaluate(() => window.lab.main.checkout.state.phase)).toBe('open');
  });

  it('a message that is not JSON ends nothing', async () => {
    const visit = await openLab(browser, { cashier: 'auto=garbage' });
    await startPay(visit);
    await visit.page.waitForFunction(() => window.lab.main.events.some((event) => event.type === 'setup-failed'));
    expect(await visit.page.evaluate(() => window.lab.main.checkout.state.phase)).toBe('open');
    await press(visit, 'processing');
    expect(await outcomeOf(visit)).toMatchObject({ status: 'processing' });
  });
});

describe('the buyer closes the cashier', () => {
  it('with nothing or something declared: one outcome, after "closed" and the declared event', async () => {
    const visit = await openLab(browser);
    const expected: readonly (readonly [declared: string, outcome: object, events: string[]])[] = [
      ['', { status: 'cancelled', retry: 'same-session' }, ['closed']],
      ['SDK_PAYMENT_CANCEL', { status: 'cancelled', retry: 'same-session' }, ['closed', 'payment-cancelled']],
      ['SDK_PAYMENT_PROCESSING', { status: 'processing', retry: 'after-confirmation' }, ['closed', 'payment-processing']],
      // A replay of an earlier cashier's success would look the same.
      ['SDK_PAYMENT_SUCCESSFUL', { status: 'processing', retry: 'after-confirmation' }, ['closed', 'payment-succeeded']],
      ['', { status: 'cancelled' }, ['closed']],
    ];
    for (const [index, [declared, outcome, events]] of expected.entries()) {
      await startPay(visit, { cashier: `retention=0&auto=close${declared === '' ? '' : `&declare=${declared}`}`, force: true });
      expect(await outcomeOf(visit, index), declared).toMatchObject(outcome);
      const heard = await eventTypes(visit);
      expect(heard.slice(heard.lastIndexOf('loading-ended') + 1), declared).toEqual(events);
    }
    expect(await visit.page.evaluate(() => window.lab.main.outcomes.length)).toBe(expected.length);
    expectNoProblems(visit);
  });

  it('through the SDK\'s "leave?" dialog: nothing while it asks, then cancelled', async () => {
    const visit = await openLab(browser, { cashier: 'declare=SDK_PAYMENT_CANCEL' });
    await startPay(visit);
    await press(visit, 'close');
    await visit.page.locator('#ams-component-retention-leave').waitFor();
    expect(await visit.page.evaluate(() => window.lab.main.checkout.state.phase)).toBe('open');
    await visit.page.locator('#ams-component-retention-leave').click();
    expect(await outcomeOf(visit)).toMatchObject({ status: 'cancelled' });
    await visit.page.waitForFunction(() => document.querySelector('[id^="ams-"], [id^="asm-"]') === null);
  });
});

describe('the cashier cannot be opened', () => {
  it('with a damaged session: session-invalid, with what is wrong in the message, and nothing in the page', async () => {
    const visit = await openLab(browser);
    const damaged: readonly (readonly [scenario: string, message: RegExp])[] = [
      ['session-three-part', /part/i],
      ['session-truncated', /truncated|cut/i],
      ['session-spaces', /space/i],
      ['session-encoded', /percent/i],
      ['session-empty', /empty/i],
    ];
    for (const [scenario, message] of damaged) {
      await visit.page.evaluate((given) => {
        window.lab.main = window.lab.make({ session: { scenario: given } });
      }, scenario);
      await startPay(visit);
      const outcome = await outcomeOf(visit);
      expect(outcome, scenario).toMatchObject({ status: 'error', error: { code: 'session-invalid' } });
      expect(outcome.error?.message, scenario).toMatch(message);
      expect((await eventTypes(visit)).filter((type) => type === 'setup-failed').length, scenario).toBeLessThanOrEqual(1);
      expect(await sdkUi(visit), scenario).toEqual([]);
    }
    expectNoProblems(visit);
  });

  it("server-f: session-request-failed with the server's code", async () => {
    const visit = await openLab(browser, { session: { scenario: 'server-f' } });
    await startPay(visit);
    expect(await outcomeOf(visit)).toMatchObject({
      status: 'error',
      retry: 'new-session',
      error: { code: 'session-request-failed', message: expect.stringContaining('PAYMENT_AMOUNT_EXCEED_LIMIT') as unknown },
    });
  });

  it('a cashier that never launches: the SDK gives up after 15 s, one error, one setup-failed event', async () => {
    const visit = await openLab(browser, { cashier: 'nolaunch=1', before: withClock });
    await startPay(visit);
    await visit.page.locator('#ams-component-section iframe').waitFor({ state: 'attached' });
    await visit.page.clock.fastForward(15_000);
    expect(await outcomeOf(visit)).toMatchObject({
      status: 'error',
      retry: 'after-confirmation',
      error: { code: 'component-failed', sdk: { code: 'SDK_CREATECOMPONENT_ERROR', message: 'Load resource timeout' } },
    });
    expect(await eventTypes(visit)).toEqual(['loading-started', 'setup-failed']);
    await visit.page.clock.fastForward(400);
    expect(await sdkUi(visit)).toEqual([]);
    expectNoProblems(visit);
  });

  it("timeouts.component is shorter than the SDK's patience: component-timeout, and the page is clean", async () => {
    const visit = await openLab(browser, { cashier: 'nolaunch=1', options: { timeouts: { component: 300 } } });
    await startPay(visit);
    expect(await outcomeOf(visit)).toMatchObject({ status: 'error', retry: 'after-confirmation', error: { code: 'component-timeout' } });
    await visit.page.waitForFunction(() => document.querySelector('[id^="ams-"], [id^="asm-"]') === null);
    expectNoProblems(visit);
  });

  it('a cashier that launches and then says nothing stays open until the page ends it', async () => {
    const visit = await openLab(browser, { cashier: 'silent=1' });
    await startPay(visit);
    await waitForPhase(visit, 'open');
    await visit.page.evaluate(() => {
      window.lab.main.checkout.unmount();
    });
    expect(await outcomeOf(visit)).toMatchObject({ status: 'abandoned', reason: 'unmounted', retry: 'after-confirmation' });
  });
});

describe('the oldest SDK that is supported, 1.12.0', () => {
  /** It knows no elementLink: the demo's cashier answers in the place of Antom's. */
  const playAntom = (context: BrowserContext): Promise<unknown> =>
    context.route('https://ac.alipay.com/**', async (route) => {
      const file = new URL(route.request().url()).pathname.replace(/^.*\//, '');
      const response = await fetch(`${inject('demoUrl')}/cashier/${file.endsWith('.html') ? '' : file}`);
      await route.fulfill({
        status: response.status,
        contentType: response.headers.get('content-type') ?? 'text/plain',
        body: await response.text(),
      });
    });

  it('takes one payment after another', async () => {
    const visit = await openLab(browser, {
      sdk: '/sdk/1.12.0/ams-checkout.min.js',
      before: async (_, context) => {
        await playAntom(context);
      },
    });
    await startPay(visit);
    await press(visit, 'fail');
    expect(await outcomeOf(visit)).toMatchObject({ status: 'failed', retry: 'same-session' });
    await startPay(visit);
    await press(visit, 'close');
    await visit.page.locator('#ams-component-retention-leave').click();
    expect(await outcomeOf(visit, 1)).toMatchObject({ status: 'cancelled' });
    await startPay(visit);
    await press(visit, 'processing');
    expect(await outcomeOf(visit, 2)).toMatchObject({ status: 'processing' });
    await visit.page.locator('#ams-component-container').waitFor({ state: 'detached' });
    expect(await visit.page.evaluate(() => document.body.getAttribute('style'))).toBeNull();
    expectNoProblems(visit);
  });
});
