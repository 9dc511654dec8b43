/** One attempt never decides another: reopening, double clicks, two controllers, late and replayed signals of the real SDK. */
import type { Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectNoProblems, press, useBrowser, type Visit } from './support/browser.ts';
import { holdClock, runUntil, withClock } from './support/clock.ts';
import { eventTypes, openLab, outcomeOf, sdkUi, startPay, waitForPhase } from './support/lab.ts';

const browser = useBrowser();

const clean = (visit: Visit): Promise<unknown> =>
  visit.page.waitForFunction(() => document.querySelector('[id^="ams-"], [id^="asm-"]') === null);
const cashierShown = (visit: Visit): Promise<void> => visit.cashier.getByTestId('cashier').waitFor();

describe('opening again', () => {
  it("right after the buyer closed the cashier: the SDK's late clean-up does not eat the new one", async () => {
    const visit = await openLab(browser, { before: withClock });
    const second = await visit.page.evaluate(async () => {
      const first = await window.lab.main.pay({ cashier: 'retention=0&auto=close' });
      void window.lab.main.pay({ cashier: 'delay=0&jump=0' });
      return first.status;
    });
    expect(second).toBe('cancelled');
    await visit.page.clock.fastForward(1_000);
    await waitForPhase(visit, 'open');
    // Long past every clean-up of the first one.
    await visit.page.clock.fastForward(2_000);
    expect(await sdkUi(visit)).toContain('ams-component-container');
    await press(visit, 'pay');
    expect(await outcomeOf(visit, 1)).toMatchObject({ status: 'succeeded' });
    expectNoProblems(visit);
  });

  it('right after unmount(), in the same task', async () => {
    const visit = await openLab(browser, { cashier: 'delay=0' });
    await startPay(visit);
    await waitForPhase(visit, 'open');
    await visit.page.evaluate(() => {
      window.lab.main.checkout.unmount();
      void window.lab.main.pay();
    });
    expect(await outcomeOf(visit, 0)).toMatchObject({ status: 'abandoned', reason: 'unmounted' });
    await waitForPhase(visit, 'open');
    await press(visit, 'processing');
    expect(await outcomeOf(visit, 1)).toMatchObject({ status: 'processing' });
    expectNoProblems(visit);
  });

  it('keeps one SDK instance: no second fingerprinting, no second tracker script', async () => {
    const visit = await openLab(browser, { cashier: 'retention=0&auto=close' });
    const instances = await visit.page.evaluate(async () => {
      const ids: (string | null)[] = [];
      window.lab.main.checkout.on((event) => {
        if (event.type !== 'loading-ended') return;
        const frame = document.querySelector<HTMLIFrameElement>('#ams-component-section iframe');
        ids.push(frame && new URL(frame.src).searchParams.get('instanceId'));
      });
      await window.lab.main.pay();
      await window.lab.main.pay();
      return ids;
    });
    expect(instances).toHaveLength(2);
    expect(new Set(instances).size).toBe(1);
    expect(instances[0]).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('calling pay() twice', () => {
  it('in one task gives one promise, one session request and one cashier', async () => {
    const visit = await openLab(browser, { cashier: 'delay=0' });
    const sessions: string[] = [];
    visit.page.on('request', (request) => {
      if (request.url().includes('/api/payment-sessions')) sessions.push(request.url());
    });
    const same = await visit.page.evaluate(() => {
      const { checkout, outcomes } = window.lab.main;
      const first = checkout.pay();
      void first.then((outcome) => outcomes.push(outcome));
      return first === checkout.pay();
    });
    expect(same).toBe(true);
    await press(visit, 'processing');
    await outcomeOf(visit);
    expect(sessions).toHaveLength(1);
    expect((await eventTypes(visit)).filter((type) => type === 'loading-started')).toHaveLength(1);
  });

  it('with another order while one is open is component-busy, and the open one goes on', async () => {
    const visit = await openLab(browser, { cashier: 'delay=0' });
    await startPay(visit, { order: 'a' });
    await waitForPhase(visit, 'open');
    const busy = await visit.page.evaluate(async () => {
      const outcome = await window.lab.main.checkout.pay({ order: 'b' });
      return outcome.status === 'error' ? outcome.error.code : outcome.status;
    });
    expect(busy).toBe('component-busy');
    await press(visit, 'processing');
    expect(await outcomeOf(visit)).toMatchObject({ status: 'processing' });
  });

  it('on two controllers, and the first, whose success waits for its jump, aborts the second as it begins: that one is abandoned, and nothing is in the page', async () => {
    const visit = await openLab(browser, { cashier: 'auto=pay&delay=0&jump=0' });
    await startPay(visit, { order: 'a' });
    expect(await outcomeOf(visit)).toMatchObject({ status: 'succeeded' });
    expect(await sdkUi(visit)).not.toEqual([]);
    const second = await visit.page.evaluate(async () => {
      const first = window.lab.main.checkout;
      const other = window.lab.make({ cashier: 'delay=0' });
      const controller = new AbortController();
      let aborted = 0;
      first.subscribe(() => {
        aborted += 1;
        controller.abort();
      });
      const outcome = await other.checkout.pay({ order: 'b', signal: controller.signal });
      return { outcome: { ...outcome }, aborted, phase: other.checkout.state.phase };
    });
    expect(second).toMatchObject({ outcome: { status: 'abandoned', reason: 'aborted' }, aborted: 1, phase: 'settled' });
    await clean(visit);
    expectNoProblems(visit);
  });

  it('on two controllers: the second is component-busy until the first has ended', async () => {
    const visit = await openLab(browser, { cashier: 'delay=0' });
    await startPay(visit);
    await waitForPhase(visit, 'open');
    const busy = await visit.page.evaluate(async () => {
      const other = window.lab.make({ cashier: 'auto=processing&delay=0' });
      Object.assign(window, { other });
      const outcome = await other.checkout.pay();
      return outcome.status === 'error' ? { code: outcome.error.code, events: other.events.length } : outcome.status;
    });
    expect(busy).toEqual({ code: 'component-busy', events: 0 });
    await press(visit, 'error');
    expect(await outcomeOf(visit)).toMatchObject({ status: 'unknown' });
    const after = await visit.page.evaluate(async () => {
      const { other } = window as unknown as { other: typeof window.lab.main };
      // Of the same order, which is undecided, it would be refused for another reason: confirming.test.ts.
      return (await other.checkout.pay({ order: 'another cart' })).status;
    });
    expect(after).toBe('processing');
    // Its events are its own.
    expect(await eventTypes(visit)).toEqual(['loading-started', 'loading-ended', 'payment-unknown']);
    expectNoProblems(visit);
  });
});

describe('two copies of the library on one page, by npm and by script tag', () => {
  it("agree on the one open cashier, and share the SDK's script and instance", async () => {
    const visit = await openLab(browser, { cashier: 'retention=0&delay=0' });
    await visit.page.addScriptTag({ url: '/dist/antom-checkout-controller.iife.min.js' });
    await startPay(visit);
    await waitForPhase(visit, 'open');
    const busy = await visit.page.evaluate(async () => {
      const { AntomCheckout } = window as unknown as { AntomCheckout: typeof window.lab.library };
      const frame = document.querySelector<HTMLIFrameElement>('#ams-component-section iframe');
      const url = new URL(frame?.src ?? '');
      const first = url.searchParams.get('instanceId');
      const other = new AntomCheckout.CheckoutController({
        environment: 'sandbox',
        locale: 'en_US',
        prepare: 'manual',
        sdk: AntomCheckout.fromCdn({ url: `${location.origin}/sdk/ams-checkout.min.js` }),
        createPaymentSession: async () => {
          const response = await fetch('/api/payment-sessions', { method: 'POST', body: '{}' });
          return (await response.json()) as { paymentSessionData: string };
        },
        componentParams: { elementProps: { elementLink: `${url.origin}/cashier/?auto=processing&delay=0` } },
      });
      const refused = await other.pay();
      window.lab.main.checkout.unmount();
      let second: string | null = null;
      other.on(({ type }) => {
        if (type !== 'loading-ended') return;
        second = new URL(document.querySelector<HTMLIFrameElement>('#ams-component-section iframe')?.src ?? '').searchParams.get(
          'instanceId',
        );
      });
      const paid = await other.pay({ order: 'another cart' });
      return {
        refused: refused.status === 'error' && refused.error.code,
        known: refused.status === 'error' && window.lab.library.isCheckoutError(refused.error),
        paid: paid.status,
        sameInstance: first === second,
        scripts: document.querySelectorAll('script[src$="/sdk/ams-checkout.min.js"]').length,
      };
    });
    expect(busy).toEqual({ refused: 'component-busy', known: true, paid: 'processing', sameInstance: true, scripts: 1 });
    expect(await outcomeOf(visit)).toMatchObject({ status: 'abandoned' });
    expectNoProblems(visit);
  });
});

describe('unmount()', () => {
  it('while the session is fetched: abandoned at once, nothing opens, and the next pay() joins the request', async () => {
    const visit = await openLab(browser, { cashier: 'auto=processing&delay=0' });
    const sessions: Route[] = [];
    await visit.page.route('**/api/payment-sessions', (route) => {
      sessions.push(route);
    });
    await startPay(visit);
    await waitForPhase(visit, 'creating-session');
    await visit.page.evaluate(() => {
      window.lab.main.checkout.unmount();
    });
    expect(await outcomeOf(visit)).toMatchObject({ status: 'abandoned', reason: 'unmounted' });
    expect(await sdkUi(visit)).toEqual([]);
    await startPay(visit);
    await waitForPhase(visit, 'creating-session');
    await sessions[0]?.continue();
    expect(await outcomeOf(visit, 1)).toMatchObject({ status: 'processing' });
    expect(sessions).toHaveLength(1);
    expectNoProblems(visit);
  });

  it('while the cashier is opening: abandoned, and the page is clean', async () => {
    const visit = await openLab(browser, { cashier: 'nolaunch=1' });
    await startPay(visit);
    await visit.page.locator('#ams-component-section iframe').waitFor({ state: 'attached' });
    await visit.page.evaluate(() => {
      window.lab.main.checkout.unmount();
    });
    expect(await outcomeOf(visit)).toMatchObject({ status: 'abandoned', reason: 'unmounted', retry: 'after-confirmation' });
    expect(await sdkUi(visit)).toEqual([]);
    await startPay(visit, { cashier: 'auto=processing&delay=0' });
    expect(await outcomeOf(visit, 1)).toMatchObject({ status: 'processing' });
    expectNoProblems(visit);
  });

  it('in the task that called createComponent: the UI that the SDK builds afterwards goes too', async () => {
    const visit = await openLab(browser, { cashier: 'delay=0' });
    const state = await visit.page.evaluate(async () => {
      const { main } = window.lab;
      const { checkout } = main;
      await checkout.prepare({ session: true });
      void main.pay();
      const phase = checkout.state.phase;
      checkout.unmount();
      return phase;
    });
    // Everything was prepared, so createComponent was called within pay().
    expect(state).toBe('opening');
    expect(await outcomeOf(visit)).toMatchObject({ status: 'abandoned' });
    await clean(visit);
    await startPay(visit);
    await waitForPhase(visit, 'open');
    await press(visit, 'processing');
    expect(await outcomeOf(visit, 1)).toMatchObject({ status: 'processing' });
    expectNoProblems(visit);
  });

  it('in a listener of the first event: the same', async () => {
    const visit = await openLab(browser, { cashier: 'delay=0', before: withClock });
    await visit.page.evaluate(() => {
      const { main } = window.lab;
      const { checkout } = main;
      const stop = checkout.on((event) => {
        if (event.type !== 'loading-started') return;
        stop();
        checkout.unmount();
      });
      void main.pay();
    });
    expect(await outcomeOf(visit)).toMatchObject({ status: 'abandoned' });
    await visit.page.clock.fastForward(400);
    await clean(visit);
    await visit.page.clock.fastForward(20_000);
    expect(await sdkUi(visit)).toEqual([]);
    expectNoProblems(visit);
  });

  it('by dispose(): abandoned, and pay() afterwards is the error "disposed"', async () => {
    const visit = await openLab(browser);
    await startPay(visit);
    await waitForPhase(visit, 'open');
    const later = await visit.page.evaluate(async () => {
      const { checkout } = window.lab.main;
      checkout.dispose();
      const outcome = await checkout.pay();
      return { phase: checkout.state.phase, code: outcome.status === 'error' ? outcome.error.code : outcome.status };
    });
    expect(later).toEqual({ phase: 'disposed', code: 'disposed' });
    expect(await outcomeOf(visit)).toMatchObject({ status: 'abandoned', reason: 'disposed' });
    await clean(visit);
  });

  it('by an AbortSignal: abandoned as aborted', async () => {
    const visit = await openLab(browser);
    await visit.page.evaluate(() => {
      const controller = new AbortController();
      Object.assign(window, {
        abort: () => {
          controller.abort();
        },
      });
      void window.lab.main.pay({ signal: controller.signal });
    });
    await waitForPhase(visit, 'open');
    await visit.page.evaluate(() => {
      (window as unknown as { abort: () => void }).abort();
    });
    expect(await outcomeOf(visit)).toMatchObject({ status: 'abandoned', reason: 'aborted' });
    await clean(visit);
  });
});

describe('what an earlier cashier left behind in the SDK', () => {
  it('its declared code is not replayed when the next cashier is closed, and the "leave?" dialog asks again', async () => {
    const visit = await openLab(browser);
    await startPay(visit, { cashier: 'retention=0&declare=SDK_PAYMENT_SUCCESSFUL' });
    await cashierShown(visit);
    await visit.page.evaluate(() => {
      window.lab.main.checkout.unmount();
    });
    await outcomeOf(visit);

    await startPay(visit, { cashier: '' });
    await waitForPhase(visit, 'open');
    await press(visit, 'close');
    await visit.page.locator('#ams-component-retention-leave').click();
    expect(await outcomeOf(visit, 1)).toMatchObject({ status: 'cancelled' });
    const types = await eventTypes(visit);
    expect(types).not.toContain('payment-succeeded');
    expect(types.slice(-1)).toEqual(['closed']);
  });

  it("a late message of its iframe is not the next one's result", async () => {
    const visit = await openLab(browser);
    await startPay(visit);
    await waitForPhase(visit, 'open');
    // The cashier's last words before it is taken off the page: they arrive after the unmount.
    await visit.page.evaluate(
      (cashierOrigin) => {
        const frame = document.querySelector<HTMLIFrameElement>('#ams-component-section iframe');
        const url = new URL(frame?.src ?? '');
        const data = JSON.stringify({
          name: 'APP_TO_SDK',
          instanceId: url.searchParams.get('instanceId'),
          context: { event: 'onEventCallback', data: { code: 'SDK_PAYMENT_SUCCESSFUL' } },
        });
        window.lab.main.checkout.unmount();
        void window.lab.main.pay();
        window.dispatchEvent(new MessageEvent('message', { data, origin: cashierOrigin }));
      },
      new URL((await visit.page.locator('#ams-component-section iframe').getAttribute('src')) ?? '').origin,
    );
    expect(await outcomeOf(visit, 0)).toMatchObject({ status: 'abandoned' });
    await waitForPhase(visit, 'open');
    expect(await visit.page.evaluate(() => window.lab.main.outcomes.length)).toBe(1);
  });
});

describe('an opening whose query request answers after it was unmounted', () => {
  const QUERY = 'https://imgs-sea-global.alipay.com/**';

  /** Without LOCAL_MOCK the SDK asks its API; the test holds the answers. */
  async function openWithQueries(): Promise<{ visit: Visit; queries: Route[] }> {
    const queries: Route[] = [];
    const visit = await openLab(browser, {
      query: 'lang=en',
      session: { category: 'BANK', method: 'ALIPAY_HK' },
      cashier: 'delay=0',
      before: async (page, context) => {
        await page.clock.install();
        await context.route(QUERY, (route) => {
          queries.push(route);
        });
      },
    });
    return { visit, queries };
  }

  const answer = (route: Route, origin: string): Promise<void> =>
    route.fulfill({
      contentType: 'application/json',
      headers: { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' },
      body: JSON.stringify({ success: true }),
    });

  async function untilQueries(visit: Visit, queries: readonly Route[], count: number): Promise<void> {
    await expect.poll(() => queries.length).toBe(count);
    expect(visit.page.isClosed()).toBe(false);
  }

  it('and fails: the next cashier waits for that, and is not removed by it', async () => {
    const { visit, queries } = await openWithQueries();
    await startPay(visit);
    await untilQueries(visit, queries, 1);
    await visit.page.evaluate(() => {
      window.lab.main.checkout.unmount();
    });
    expect(await outcomeOf(visit)).toMatchObject({ status: 'abandoned' });
    await startPay(visit);
    await visit.page.clock.fastForward(5_000);
    // Nothing may open while the SDK is still at work on the first one.
    expect(await visit.page.evaluate(() => window.lab.main.checkout.state.phase)).toBe('preparing');
    expect(await sdkUi(visit)).toEqual([]);

    await queries[0]?.abort();
    // Its clean-up comes 300 ms after the failure; the second opens after that.
    await visit.page.waitForFunction(() => window.lab.main.events.length > 0);
    await untilQueriesAfterCleanUp(visit, queries);
    await answer(queries[1] as Route, new URL(visit.page.url()).origin);
    await waitForPhase(visit, 'open');
    await visit.page.clock.fastForward(2_000);
    expect(await sdkUi(visit)).toContain('ams-component-container');
    await press(visit, 'processing');
    expect(await outcomeOf(visit, 1)).toMatchObject({ status: 'processing' });
  });

  async function untilQueriesAfterCleanUp(visit: Visit, queries: readonly Route[]): Promise<void> {
    // By the clock as it runs: a jump would let our timer overtake one that the SDK's sets later.
    await untilQueries(visit, queries, 2);
  }

  it('not before timeouts.component: the next pay() is component-busy instead of hanging', async () => {
    const { visit, queries } = await openWithQueries();
    await holdClock(visit.page);
    await startPay(visit);
    const opening = untilQueries(visit, queries, 1);
    await runUntil(visit.page, () => window.lab.main.events.length > 0);
    await opening;
    await visit.page.evaluate(() => {
      window.lab.main.checkout.unmount();
    });
    await outcomeOf(visit);
    const busy = await visit.page.evaluate(() => {
      const other = window.lab.make({ options: { timeouts: { component: 1_000 } } });
      window.lab.main = other;
      void other.pay({ order: 'another cart' });
      return other.outcomes.length;
    });
    expect(busy).toBe(0);
    await waitForPhase(visit, 'preparing');
    await visit.page.waitForFunction(() => 'AMSCashierPayment' in window);
    await visit.page.clock.runFor(1_000);
    expect(await outcomeOf(visit)).toMatchObject({ status: 'error', error: { code: 'component-busy' } });
    expect(queries).toHaveLength(1);
  });
});
