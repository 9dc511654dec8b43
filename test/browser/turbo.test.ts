/** bind() in a page with the real Turbo, which submits forms by fetch and follows links by itself. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { expectNoProblems, press, useBrowser, type Visit } from './support/browser.ts';
import { openLab, outcomeOf, waitForPhase } from './support/lab.ts';
import { requestsSeen, watchServer, type Asked } from './support/payments.ts';

const browser = useBrowser();
const TURBO = fileURLToPath(new URL('../../node_modules/@hotwired/turbo/dist/turbo.es2017-umd.js', import.meta.url));

const FORM = '<form id="checkout" action="/redirect-target" method="post"><input name="name"> <button id="pay">Pay</button></form>';
const OTHER = '<form id="search" action="/redirect-target"><button id="find">Find</button></form>';

interface Shop {
  readonly visit: Visit;
  readonly asked: readonly Asked[];
  readonly submits: readonly string[];
}

/** Something is bound in a page with Turbo, which is loaded before or after. */
async function openShop(html: string, trigger: string, when: 'before' | 'after'): Promise<Shop> {
  const visit = await openLab(browser, { cashier: 'retention=0&delay=0' });
  const submits: string[] = [];
  // By fetch, or as a navigation.
  visit.context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/redirect-target') submits.push(request.resourceType());
  });
  const bind = (): Promise<void> =>
    visit.page.evaluate((selector) => {
      window.lab.main.checkout.bind(selector, {
        onOutcome: (outcome) => {
          window.lab.main.outcomes.push(outcome);
        },
      });
    }, trigger);
  await visit.page.evaluate((text) => {
    document.body.insertAdjacentHTML('beforeend', text);
  }, html);
  if (when === 'before') await bind();
  await visit.page.addScriptTag({ path: TURBO });
  if (when === 'after') await bind();
  return { visit, asked: watchServer(visit.context), submits };
}
const marked = ({ page }: Visit): Promise<number> => page.evaluate(() => document.querySelectorAll('[data-turbo]').length);

describe.each(['before', 'after'] as const)('bound %s Turbo is there', (when) => {
  it.each([
    ['a form', `${FORM}${OTHER}`, '#checkout'],
    ["its button, in a frame of Turbo's", `<turbo-frame id="frame">${FORM}</turbo-frame>${OTHER}`, '#pay'],
    // Turbo fetches ahead what the mouse is over.
    ['a link', `<a id="pay" data-turbo-prefetch="false" href="/redirect-target">Pay</a>${OTHER}`, '#pay'],
  ])("%s opens the cashier, Turbo and the browser submit nothing; what is not bound is still Turbo's", async (_what, html, trigger) => {
    const { visit, asked, submits } = await openShop(html, trigger, when);
    await visit.page.click('#pay');
    await waitForPhase(visit, 'open');
    expect(await marked(visit)).toBe(0);
    await press(visit, 'close');
    expect(await outcomeOf(visit)).toMatchObject({ status: 'cancelled' });
    await requestsSeen(visit.page);
    expect([asked, submits]).toEqual([['session'], []]);
    expectNoProblems(visit);
    await visit.page.click('#find');
    await expect.poll(() => submits).toEqual(['fetch']);
  });
});

describe('a bound form whose author', () => {
  it("has given it to Turbo is Turbo's, and pays nothing", async () => {
    const { visit, asked, submits } = await openShop(FORM.replace('<form', '<form data-turbo="true"'), '#checkout', 'after');
    await visit.page.click('#pay');
    await expect.poll(() => submits).toEqual(['fetch']);
    expect(asked).toEqual([]);
  });
});
