/** The doctor on real pages with the real SDK: a payment that is open or has ended. What made it so, and what the remedy changes. */
import { describe, expect, it } from 'vitest';
import type { PaymentInquiry } from 'antom-checkout-controller';
import { useBrowser, type Visit } from './support/browser.ts';
import { holdClock, runUntil, withClock } from './support/clock.ts';
import { diagnose, doctorPages, watch, type DoctorWindow } from './support/doctor.ts';
import { outcomeOf, resume, startPay, waitForPhase, type LabOptions } from './support/lab.ts';
import { decide, remembered } from './support/payments.ts';

const { openWatched } = doctorPages(useBrowser());
declare const window: DoctorWindow;
const stay = { notRedirectAfterComplete: true } as const;

/** Without the controllers that the lab itself has made. */
const ids = async (visit: Visit): Promise<readonly string[]> => (await diagnose(visit)).ids.filter((id) => id !== 'D114');
/** Another controller of the page, and the one that is looked at. */
async function make(visit: Visit, options: LabOptions): Promise<void> {
  await visit.page.evaluate((given) => {
    window.lab.main.checkout.dispose();
    window.lab.main = window.lab.make(given);
  }, options);
  await watch(visit);
}
const waitForEvent = (visit: Visit, type: string): Promise<unknown> =>
  visit.page.waitForFunction((wanted) => window.lab.main.events.some((event) => event.type === wanted), type);

describe('a cashier that says nothing', () => {
  it('after SDK_START_OF_LOADING is named once that is 16 s ago, and one that goes on is not', async () => {
    const visit = await openWatched({ inquiry: true, cashier: 'silent=1', before: withClock });
    await holdClock(visit.page);
    await startPay(visit);
    await runUntil(visit.page, () => window.lab.main.checkout.state.phase === 'open');
    await visit.page.clock.runFor(12_000);
    expect(await ids(visit)).not.toContain('D415');
    await visit.page.clock.runFor(5_000);
    const told = await diagnose(visit);
    expect(told.ids).toContain('D415');
    expect(told.seen['D415']).toMatch(/^SDK_START_OF_LOADING came \d\d\.\d s ago, and nothing since\.$/);
    await visit.page.evaluate(() => {
      window.lab.main.checkout.unmount();
    });
    await visit.page.clock.runFor(1_000);
    await startPay(visit, { cashier: 'delay=0', force: true });
    await runUntil(visit.page, () => window.lab.main.events.some((event) => event.type === 'loading-ended'));
    await visit.page.clock.runFor(17_000);
    expect(await ids(visit)).not.toContain('D415');
  });

  it('for a minute once it has loaded is told for information, until it is over', async () => {
    const visit = await openWatched({ inquiry: true, cashier: 'delay=0', before: withClock });
    await holdClock(visit.page);
    await startPay(visit);
    await runUntil(visit.page, () => window.lab.main.events.some((event) => event.type === 'loading-ended'));
    expect((await diagnose(visit)).infos).not.toContain('D422');
    await visit.page.clock.runFor(61_000);
    expect(await diagnose(visit)).toMatchObject({ ok: true, infos: expect.arrayContaining(['D422']) as string[] });
    await visit.page.evaluate(() => {
      window.lab.main.checkout.unmount();
    });
    expect((await diagnose(visit)).infos).not.toContain('D422');
  });
});

describe('a payment that is under way', () => {
  it('has disabled the button of its form, and hidden it once all is paid: neither is a finding', async () => {
    const visit = await openWatched({ inquiry: true, cashier: 'auto=pay&delay=0', options: stay, before: withClock });
    await holdClock(visit.page);
    await visit.page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<form id="checkout"><button id="pay">Pay</button></form>');
      window.lab.main.checkout.bind('#checkout');
      document.querySelector<HTMLButtonElement>('#pay')!.click();
    });
    const asked = async (): Promise<readonly string[]> => (await diagnose(visit, { trigger: '#pay' })).ids.filter((id) => id !== 'D114');
    await runUntil(visit.page, () => window.lab.main.checkout.state.busy);
    expect(await visit.page.locator('#pay').isDisabled()).toBe(true);
    expect(await asked()).toEqual([]);
    await runUntil(visit.page, () => window.lab.main.checkout.state.phase === 'settled');
    await visit.page.evaluate(() => {
      document.querySelector<HTMLElement>('#checkout')!.hidden = true;
    });
    expect(await asked()).toEqual([]);
  });

  it('is told for information, with what it waits for', async () => {
    const visit = await openWatched({ inquiry: true });
    await visit.page.evaluate(() => {
      window.lab.main.checkout.dispose();
      window.lab.main = window.lab.make({ inquiry: true, options: { createPaymentSession: () => new Promise(() => undefined) } });
    });
    await watch(visit);
    expect((await diagnose(visit)).infos).not.toContain('D424');
    await startPay(visit);
    await waitForPhase(visit, 'creating-session');
    expect(await diagnose(visit)).toMatchObject({ ok: true, facts: { phase: 'creating-session' } });
    expect((await diagnose(visit)).infos).toContain('D424');
    await visit.page.evaluate(() => {
      window.lab.main.checkout.unmount();
    });
    expect((await diagnose(visit)).infos).not.toContain('D424');
  });
});

describe('a payment that did not open', () => {
  it('because an option is wrong', async () => {
    const visit = await openWatched({ inquiry: true, cashier: 'delay=0' });
    await visit.page.evaluate(() => window.lab.main.pay({ order: 5 as unknown as string }));
    expect(await diagnose(visit)).toMatchObject({ ok: false, stage: 'page', seen: { D119: expect.stringContaining('order') as string } });
    await startPay(visit);
    await waitForPhase(visit, 'open');
    expect(await ids(visit)).toEqual([]);
  });

  it('because another one is open on the page', async () => {
    const visit = await openWatched({ inquiry: true, cashier: 'delay=0' });
    await startPay(visit);
    await waitForPhase(visit, 'open');
    await visit.page.evaluate(() => {
      Object.assign(window, { first: window.lab.main.checkout });
      window.lab.main = window.lab.make({ inquiry: true, cashier: 'delay=0', order: 'other' });
    });
    await watch(visit);
    await startPay(visit);
    await outcomeOf(visit);
    expect(await ids(visit)).toEqual(['D419']);
    await visit.page.evaluate(() => {
      (window as unknown as { first: NonNullable<typeof window.checkout> }).first.unmount();
    });
    await startPay(visit);
    await waitForPhase(visit, 'open');
    expect(await ids(visit)).toEqual([]);
  });

  it('because the page keeps the SDK from making its frame', async () => {
    const visit = await openWatched({ inquiry: true, cashier: 'delay=0' });
    await visit.page.evaluate(
      "document.createElement = function (name) { if (/iframe/i.test(name)) throw new TypeError('no frames here'); return Document.prototype.createElement.apply(document, arguments); }",
    );
    await startPay(visit);
    await waitForPhase(visit, 'settled');
    expect(await diagnose(visit)).toMatchObject({ ok: false, stage: 'cashier', ids: expect.arrayContaining(['D418']) as string[] });
    await visit.page.evaluate('delete document.createElement');
    await startPay(visit, { force: true });
    await waitForPhase(visit, 'open');
    expect(await ids(visit)).toEqual([]);
  });

  it('because the app of the method is not there; with another method it does', async () => {
    const visit = await openWatched({ cashier: 'auto=launch-error', before: withClock });
    await startPay(visit);
    await waitForEvent(visit, 'redirect-failed');
    await visit.page.clock.fastForward(9_000);
    expect(await outcomeOf(visit)).toMatchObject({ error: { code: 'redirect-failed' } });
    expect(await ids(visit)).toEqual(['D421']);
    await startPay(visit, { cashier: 'delay=0', force: true });
    await waitForPhase(visit, 'open');
    expect(await ids(visit)).toEqual([]);
  });
});

describe('what the server says', () => {
  it('is nothing without `inquiryPayment`, which is told for information', async () => {
    const visit = await openWatched({ cashier: 'delay=0' });
    expect((await diagnose(visit)).infos).toContain('D501');
    await make(visit, { inquiry: true });
    expect((await diagnose(visit)).infos).not.toContain('D501');
  });

  it.each([
    ['after a question that failed', 1, ['D505']],
    ['at once', 0, []],
  ])('came %s', async (_what, failures, expected) => {
    const visit = await openWatched({ before: withClock });
    await visit.page.evaluate((times) => {
      let asked = 0;
      window.lab.main.checkout.dispose();
      window.lab.main = window.lab.make({
        cashier: 'auto=pay&delay=0',
        options: {
          notRedirectAfterComplete: true,
          inquiryPayment: ({ paymentRequestId }) =>
            (asked += 1) <= times ? Promise.reject(new Error('down')) : fetch(`/api/payments/${paymentRequestId}`),
        },
      });
    }, failures);
    await watch(visit);
    await startPay(visit);
    await waitForEvent(visit, 'payment-succeeded');
    const isOver = (): Promise<boolean> => visit.page.evaluate(() => window.lab.main.outcomes.length > 0);
    while (!(await isOver())) await visit.page.clock.fastForward(1_000);
    expect(await outcomeOf(visit)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    // The page's clock, which brings the next question sooner, makes an answer slow as well.
    expect((await ids(visit)).filter((id) => id !== 'D506')).toEqual(expected);
    const { D505 = '' } = (await diagnose(visit)).seen;
    expect(D505).toBe(failures === 0 ? '' : '1 had no answer that could be used.');
  });

  it('cannot be understood: what made it so is told', async () => {
    const visit = await openWatched({ inquiry: true, cashier: 'auto=pay&delay=0', options: stay, before: withClock });
    await visit.page.route('**/api/payments/**', (route) => route.fulfill({ status: 500, body: 'no' }));
    await startPay(visit);
    await waitForEvent(visit, 'payment-succeeded');
    const isAsked = (): Promise<boolean> => visit.page.evaluate(() => window.lab.main.logs.some(({ name }) => name === 'inquiry.answered'));
    await expect.poll(isAsked).toBe(true);
    expect((await diagnose(visit)).seen['D504']).toMatch(/^The last answer: failed: /);
  });

  it('came late', async () => {
    const visit = await openWatched({ before: withClock });
    const pay = async (ms: number): Promise<void> => {
      await visit.page.evaluate((wait) => {
        window.lab.main.checkout.dispose();
        window.lab.main = window.lab.make({
          cashier: 'auto=pay&delay=0',
          options: {
            notRedirectAfterComplete: true,
            inquiryPayment: async ({ paymentRequestId }) => {
              if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
              return (await (await fetch(`/api/payments/${paymentRequestId}`)).json()) as PaymentInquiry;
            },
          },
        });
      }, ms);
      await watch(visit);
      await holdClock(visit.page);
      await startPay(visit);
      await runUntil(visit.page, () => window.lab.main.outcomes.length > 0);
    };
    await pay(4_000);
    expect(await ids(visit)).toEqual(['D506']);
    await pay(0);
    expect(await ids(visit)).toEqual([]);
  });

  it('is not known of an earlier payment of the order, and nobody can be asked', async () => {
    const visit = await openWatched({ order: 'cart1:12800', cashier: 'auto=processing&delay=0', options: stay });
    await startPay(visit);
    await outcomeOf(visit);
    await startPay(visit);
    expect(await outcomeOf(visit, 1)).toMatchObject({ error: { code: 'payment-unconfirmed' } });
    expect(await ids(visit)).toEqual(['D508']);
    const [record] = await remembered(visit.page);
    await decide(record!, 'SUCCESS');
    await make(visit, { order: 'cart1:12800', inquiry: true });
    await startPay(visit);
    expect(await outcomeOf(visit)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    expect(await ids(visit)).toEqual([]);
  });

  it('is not known yet, and is asked for again', async () => {
    const visit = await openWatched({ order: 'cart1:12800', cashier: 'auto=processing&delay=0', options: stay });
    await startPay(visit);
    expect(await outcomeOf(visit)).toMatchObject({ status: 'processing' });
    expect(await ids(visit)).toEqual(['D509']);
    const [record] = await remembered(visit.page);
    await decide(record!, 'SUCCESS');
    await make(visit, { order: 'cart1:12800', inquiry: true });
    expect(await resume(visit, { order: 'cart1:12800' })).toMatchObject({ status: 'succeeded' });
    expect(await ids(visit)).toEqual([]);
  });
});
