/** The buyer leaves: redirects that go somewhere and nowhere, SPA navigation, Back, and a page that swaps its DOM. */
import { devices } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { act, expectNoProblems, goBack, press, useBrowser, whyLoadedAgain, type Visit } from './support/browser.ts';
import { holdClock, runUntil, withClock } from './support/clock.ts';
import { eventTypes, openLab, outcomeOf, sdkUi, startPay, waitForPhase } from './support/lab.ts';

const browser = useBrowser({ bfcache: true });

const clean = (visit: Visit): Promise<unknown> =>
  visit.page.waitForFunction(() => document.querySelector('[id^="ams-"], [id^="asm-"]') === null);
const phase = (visit: Visit): Promise<string> => visit.page.evaluate(() => window.lab.main.checkout.state.phase);
const waitForEvent = (visit: Visit, type: string): Promise<unknown> =>
  visit.page.waitForFunction((wanted) => window.lab.main.events.some((event) => event.type === wanted), type);

/**
 * Pays, and keeps what the page told the merchant, events and outcome, and whether the browser took it to be sent. In the tab's own storage:
 * Playwright, which answers the requests, loses some of those that a page sends off as it goes.
 *
 * On an overloaded machine Chrome (156) drops a page now and then that it was to keep for Back, with what its listeners had to do: such a
 * test is run again, as one whose page is loaded again.
 */
async function payAndSend(visit: Visit): Promise<() => Promise<string>> {
  await visit.page.evaluate(() => {
    void window.lab.main.pay().then(({ status, retry }) => {
      const events = window.lab.main.events.map(({ type }) => type).filter((type) => !type.startsWith('loading-'));
      const taken = navigator.sendBeacon('/blank', status);
      sessionStorage.setItem('told', [...events, `=> ${status}, ${retry}, ${taken ? 'sent' : 'not sent'}`].join(' '));
    });
  });
  return async () => {
    await visit.page.waitForURL('**/redirect-target*');
    await visit.page.goto('/blank?LOCAL_MOCK=1');
    const told = await visit.page.evaluate(() => sessionStorage.getItem('told'));
    if (told === null) throw new Error('loaded again: the page was dropped as it went, or told the merchant nothing.');
    return told;
  };
}

describe('a redirect in this tab', () => {
  it('settles as redirected when the page goes, in time for the merchant to send it off', async () => {
    const visit = await openLab(browser, { cashier: 'auto=redirect' });
    const told = await payAndSend(visit);
    expect(await told()).toBe('redirect-started => redirected, after-confirmation, sent');
  });

  it('after Back, from the back/forward cache: settled, clean, and not open again', async () => {
    const visit = await openLab(browser, { cashier: 'auto=redirect' });
    await startPay(visit);
    await visit.page.waitForURL('**/redirect-target*');
    await goBack(visit.page);
    expect(await whyLoadedAgain(visit.page)).toBeUndefined();
    await visit.page.waitForFunction(() => 'lab' in window);
    expect(await outcomeOf(visit)).toMatchObject({ status: 'redirected' });
    expect(await phase(visit)).toBe('settled');
    await clean(visit);
    await visit.page.waitForFunction(() => !document.body.hasAttribute('style'));
  });

  it('with target _replace is the same', async () => {
    const visit = await openLab(browser, { cashier: 'auto=redirect-replace' });
    const told = await payAndSend(visit);
    expect(await told()).toBe('redirect-started => redirected, after-confirmation, sent');
  });

  it('after two launch errors, as on a desktop with an app link and a scheme, is the same', async () => {
    const visit = await openLab(browser, { cashier: 'auto=app-then-web' });
    const told = await payAndSend(visit);
    expect(await told()).toBe('redirect-failed redirect-failed redirect-started => redirected, after-confirmation, sent');
  });
});

describe("the SDK's jump after a success", () => {
  it('and Back from there, out of the back/forward cache: the old cashier is gone', async () => {
    const visit = await openLab(browser, { cashier: 'auto=pay&delay=0&jumpdelay=200' });
    await startPay(visit);
    await visit.page.waitForURL('**/result*');
    await goBack(visit.page);
    expect(await whyLoadedAgain(visit.page)).toBeUndefined();
    await visit.page.waitForFunction(() => 'lab' in window);
    expect(await outcomeOf(visit)).toMatchObject({ status: 'succeeded' });
    await clean(visit);
    expect(await visit.page.evaluate(() => window.lab.main.checkout.state.cashierVisible)).toBe(false);
    await visit.page.waitForFunction(() => !document.body.hasAttribute('style'));
  });
});

describe('a redirect to a new tab', () => {
  it('leaves the attempt open, and the result still comes', async () => {
    const visit = await openLab(browser, { cashier: 'delay=0', before: withClock });
    await startPay(visit);
    const [tab] = await Promise.all([visit.context.waitForEvent('page'), press(visit, 'new-tab')]);
    await tab.waitForURL('**/redirect-target*');
    await waitForEvent(visit, 'redirect-started');
    await visit.page.clock.fastForward(10_000);
    expect(await phase(visit)).toBe('open');
    await act(visit, 'processing');
    expect(await outcomeOf(visit)).toMatchObject({ status: 'processing' });
  });
});

describe('a redirect that leaves the page where it is', () => {
  it.each(['redirect-204', 'redirect-download'])('%s: redirected after 3 s, with the page clean', async (action) => {
    const visit = await openLab(browser, { cashier: `auto=${action}`, before: withClock });
    await startPay(visit);
    await waitForEvent(visit, 'redirect-started');
    await clean(visit);
    // That nothing ends before is told by test/unit: Playwright holds no clock while a navigation is tried.
    await visit.page.clock.fastForward(3_000);
    expect(await outcomeOf(visit)).toMatchObject({ status: 'redirected', retry: 'after-confirmation' });
    expect(await visit.page.evaluate(() => document.body.getAttribute('style'))).toBeNull();
    expectNoProblems(visit);
  });

  it('launch errors alone: redirect-failed after 8 s', async () => {
    const visit = await openLab(browser, { cashier: 'auto=launch-error', before: withClock });
    await holdClock(visit.page);
    await startPay(visit);
    await runUntil(visit.page, () => window.lab.main.events.some((event) => event.type === 'redirect-failed'));
    await visit.page.clock.runFor(7_000);
    expect(await phase(visit)).toBe('open');
    await visit.page.clock.runFor(2_000);
    expect(await outcomeOf(visit)).toMatchObject({ status: 'error', retry: 'after-confirmation', error: { code: 'redirect-failed' } });
    expectNoProblems(visit);
  });

  it('on a phone, with an app that does not open: the launch errors of 5 and 10 s end nothing, the redirect after them does', async () => {
    // The app link is tried by navigating to it: the demo answers with 204, as a phone without the app stays where it is. The page's clock
    // is left alone: Playwright's would move while a navigation is tried, and let one timer overtake another.
    const visit = await openLab(browser, { cashier: 'auto=app-then-web', context: { ...devices['iPhone 13'] } });
    const told = await payAndSend(visit);
    expect(await told()).toBe('redirect-failed redirect-failed redirect-started => redirected, after-confirmation, sent');
  });
});

describe('an SPA navigation', () => {
  const navigate: Record<string, () => void> = {
    pushState: () => {
      history.pushState(null, '', '/orders');
    },
    replaceState: () => {
      history.replaceState(null, '', '/account');
    },
    'a hash route': () => {
      location.hash = '#/account/cards';
    },
  };

  it('by pushState, replaceState or a hash route ends the attempt as abandoned, navigated', async () => {
    const visit = await openLab(browser);
    for (const [index, [name, go]] of Object.entries(navigate).entries()) {
      await startPay(visit);
      await waitForPhase(visit, 'open');
      await visit.page.evaluate(go);
      expect(await outcomeOf(visit, index), name).toMatchObject({ status: 'abandoned', reason: 'navigated', retry: 'after-confirmation' });
      await clean(visit);
    }
    expectNoProblems(visit);
  });

  it('by the Back button as well', async () => {
    const visit = await openLab(browser);
    await visit.page.evaluate(() => {
      history.pushState(null, '', '/blank/checkout');
    });
    await startPay(visit);
    await waitForPhase(visit, 'open');
    await visit.page.evaluate(() => {
      history.back();
    });
    expect(await outcomeOf(visit)).toMatchObject({ status: 'abandoned', reason: 'navigated' });
  });

  it('a query, an anchor and a state alone do not end it', async () => {
    const visit = await openLab(browser, { cashier: 'delay=0' });
    await startPay(visit);
    await waitForPhase(visit, 'open');
    await visit.page.evaluate(() => {
      history.pushState({ a: 1 }, '');
      history.pushState(null, '', '?coupon=1');
      location.hash = 'terms';
    });
    await press(visit, 'processing');
    expect(await outcomeOf(visit)).toMatchObject({ status: 'processing' });
  });

  it("without the Navigation API is seen too, and the merchant's own wrapper of history goes on working", async () => {
    const visit = await openLab(browser, {
      before: async (page) => {
        await page.addInitScript(() => {
          Object.defineProperty(window, 'navigation', { value: undefined });
          const calls: string[] = [];
          Object.assign(window, { calls });
          const push = history.pushState.bind(history);
          history.pushState = (data, unused, url) => {
            calls.push(String(url));
            push(data, unused, url);
          };
        });
      },
    });
    await startPay(visit);
    await waitForPhase(visit, 'open');
    await visit.page.evaluate(() => {
      history.pushState(null, '', '/orders');
    });
    expect(await outcomeOf(visit)).toMatchObject({ status: 'abandoned', reason: 'navigated' });
    await visit.page.evaluate(() => {
      history.pushState(null, '', '/later');
    });
    expect(await visit.page.evaluate(() => (window as unknown as { calls: string[] }).calls)).toEqual(['/orders', '/later']);
  });

  it('with leave: manual ends nothing', async () => {
    const visit = await openLab(browser, { cashier: 'delay=0', options: { leave: 'manual' } });
    await startPay(visit);
    await waitForPhase(visit, 'open');
    await visit.page.evaluate(() => {
      history.pushState(null, '', '/orders');
    });
    await press(visit, 'processing');
    expect(await outcomeOf(visit)).toMatchObject({ status: 'processing' });
  });
});

describe('the page goes away without a redirect', () => {
  it('and comes back from the back/forward cache: the attempt is still open, and its result still comes', async () => {
    const visit = await openLab(browser, { cashier: 'delay=0' });
    await startPay(visit);
    await waitForPhase(visit, 'open');
    const { origin, searchParams } = new URL((await visit.page.locator('#ams-component-section iframe').getAttribute('src')) ?? '');
    await visit.page.goto('/blank?elsewhere');
    await goBack(visit.page);
    expect(await whyLoadedAgain(visit.page)).toBeUndefined();
    await visit.page.waitForFunction(() => 'lab' in window);
    expect(await phase(visit)).toBe('open');
    expect(await visit.page.evaluate(() => window.lab.main.outcomes.length)).toBe(0);
    // Playwright loses sight of frames in a restored page, so the test speaks in the cashier's place.
    await visit.page.evaluate(
      ({ instanceId, from }) => {
        const data = JSON.stringify({
          name: 'APP_TO_SDK',
          instanceId,
          context: { event: 'onEventCallback', data: { code: 'SDK_PAYMENT_PROCESSING' } },
        });
        window.dispatchEvent(new MessageEvent('message', { data, origin: from }));
      },
      { instanceId: searchParams.get('instanceId'), from: origin },
    );
    expect(await outcomeOf(visit)).toMatchObject({ status: 'processing' });
    await clean(visit);
  });
});

describe('a page that removes the cashier', () => {
  const remove: Record<string, () => void> = {
    'its container': () => {
      document.getElementById('ams-component-container')?.remove();
    },
    'everything in the body': () => {
      document.body.innerHTML = '<h1>Another view</h1>';
    },
    'the body itself': () => {
      document.documentElement.replaceChild(document.createElement('body'), document.body);
    },
  };

  it.each(Object.keys(remove))('removing %s: component-failed after 8 s, the page clean, and the next payment opens', async (what) => {
    const visit = await openLab(browser, { before: withClock });
    await holdClock(visit.page);
    await startPay(visit);
    await runUntil(visit.page, () => window.lab.main.checkout.state.phase === 'open');
    await visit.page.evaluate(remove[what] as () => void);
    await visit.page.clock.runFor(7_000);
    expect(await phase(visit)).toBe('open');
    await visit.page.clock.runFor(2_000);
    expect(await outcomeOf(visit)).toMatchObject({ status: 'error', retry: 'after-confirmation', error: { code: 'component-failed' } });
    await visit.page.clock.runFor(400);
    expect(await sdkUi(visit)).toEqual([]);
    expect(await visit.page.evaluate(() => document.body.style.overflow)).toBe('');

    await startPay(visit, { cashier: 'delay=0' });
    await visit.page.clock.resume();
    await waitForPhase(visit, 'open');
    await act(visit, 'processing');
    expect(await outcomeOf(visit, 1)).toMatchObject({ status: 'processing' });
    expect(await eventTypes(visit)).not.toContain('setup-failed');
    expectNoProblems(visit);
  });
});
