/** <antom-checkout> on pages as a CMS makes them: the classic file, the real SDK, and not a line of script unless a test says so. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContext } from 'playwright-core';
import ts from 'typescript';
import { describe, expect, inject, it } from 'vitest';
import { faults } from './support/axe.ts';
import { expectNoProblems, press, useBrowser, type Visit } from './support/browser.ts';
import { bodyOf, fileIn, playForms, playNetwork, SHOP } from './support/network.ts';
import { decide, remembered } from './support/payments.ts';

const browser = useBrowser();
const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const FILE = 'antom-checkout-element.iife.min.js';
const SCRIPT = `<script src="/${FILE}"></script>`;

interface Cms extends Visit {
  /** Headers and bodies of the session requests. */
  readonly sessions: { readonly headers: Readonly<Record<string, string>>; readonly body: string }[];
  /** Addresses that a form was posted to. */
  readonly posted: string[];
}

/** The shop's page with that body. */
async function open(body: string, head = SCRIPT, more?: (context: BrowserContext) => Promise<void>): Promise<Cms> {
  const sessions: Cms['sessions'] = [];
  const posted: string[] = [];
  const built = fileIn([root('dist')]);
  const html = `<!doctype html><html lang="en"><head><title>Shop</title><link rel="icon" href="data:,">${head}</head><body><main><h1>Order</h1>${body}</main></body></html>`;
  const visit = await browser.open(`${SHOP}/`, {
    before: async (page, context) => {
      await playNetwork(context, (path) => (path.endsWith('.js') ? built(path) : { contentType: 'text/html', body: html }));
      await more?.(context);
      page.on('request', (request) => {
        const body = request.postData() ?? '';
        if (request.url().endsWith('/api/payment-sessions')) sessions.push({ headers: request.headers(), body });
        else if (request.method() === 'POST' && request.url().startsWith(`${SHOP}/checkout`)) posted.push(body);
      });
    },
  });
  return { ...visit, sessions, posted };
}

const ELEMENT = `<antom-checkout environment="sandbox" session-url="/api/payment-sessions" inquiry-url="/api/payments/{paymentRequestId}" succeeded-url="/thanks"
  csrf-meta="csrf-token" csrf-header="X-CSRF-Token">
  <button>Pay</button>
  <div role="status"><p data-when="cancelled" hidden>You have not paid yet.</p></div>
</antom-checkout>`;
const FORM = `<form action="/checkout" method="post"><label>Name <input name="name" required></label> <input type="hidden" name="order" value="cart42:19900">${ELEMENT}</form>`;
const HEAD = `<meta name="csrf-token" content="t0ken">${SCRIPT}`;

/** The cashier of this network does not reach the gateway, which so is told by the test. */
async function pay(visit: Visit): Promise<void> {
  await visit.page.locator('antom-checkout[data-phase="open"]').waitFor();
  await decide((await remembered(visit.page)).at(-1)!, 'SUCCESS');
  await press(visit, 'pay');
}

/** The SDK asks whether the buyer means it. */
async function close(visit: Visit): Promise<void> {
  await press(visit, 'close');
  await visit.page.locator('#ams-component-retention-leave').click();
}

describe('a form, without a line of script', () => {
  it('by keyboard alone: the browser asks for the missing field, Enter pays once, and after a close the focus is where it was', async () => {
    const visit = await open(FORM, HEAD);
    const { page } = visit;
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.querySelector('input:invalid') !== null)).toBe(true);
    expect(visit.sessions).toEqual([]);
    await page.keyboard.type('Ann');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.locator('antom-checkout[data-phase="open"][aria-busy="true"]').waitFor();
    await close(visit);
    await page.getByText('You have not paid yet.').waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'name');
    expect(visit.sessions.map(({ body }) => body)).toEqual(['name=Ann&order=cart42%3A19900']);
    expect(visit.sessions[0]?.headers).toMatchObject({ 'x-csrf-token': 't0ken' });
    await page.keyboard.press('Enter');
    await pay(visit);
    await page.waitForURL('**/thanks');
    expect(visit.posted).toEqual([]);
    expectNoProblems(visit);
  });

  it('no script at all: the form is posted', async () => {
    const visit = await open(FORM, '');
    await visit.page.getByLabel('Name').fill('Ann');
    await visit.page.getByRole('button', { name: 'Pay' }).click();
    await visit.page.waitForURL('**/checkout');
    expect(visit.posted).toEqual(['name=Ann&order=cart42%3A19900']);
  });

  it('axe-core finds no fault, before a payment and after it', async () => {
    const visit = await open(FORM, HEAD);
    expect(await faults(visit.page)).toEqual([]);
    await visit.page.getByLabel('Name').fill('Ann');
    await visit.page.getByRole('button', { name: 'Pay' }).click();
    await close(visit);
    await visit.page.getByText('You have not paid yet.').waitFor();
    await visit.page.waitForFunction(() => document.querySelector('[id^="ams-"]') === null);
    expect(await faults(visit.page)).toEqual([]);
  });

  it('defined twice it is one element, moved while the cashier is open it goes on, and its CSS state is told', async () => {
    const visit = await open(`${FORM}<section></section>`, HEAD + SCRIPT);
    const { page } = visit;
    await page.getByLabel('Name').fill('Ann');
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.locator('antom-checkout:state(busy)').waitFor();
    await page.locator('antom-checkout[data-phase="open"]').waitFor();
    await page.evaluate(() => {
      document.querySelector('section')?.append(document.querySelector('form') as HTMLFormElement);
    });
    await pay(visit);
    await page.waitForURL('**/thanks');
    expect(visit.sessions).toHaveLength(1);
    expectNoProblems(visit);
  });
});

it('a card form in the page: declined, then paid with the same session', async () => {
  const demo = inject('demoUrl');
  let sessions = 0;
  // Chromium refuses a page that a test has made up the frame of this machine.
  const visit = await browser.open('/blank?LOCAL_MOCK=1', {
    before: async (_page, context) => {
      await context.route(`${demo}/api/payment-sessions`, async (route) => {
        sessions += 1;
        await route.continue({ headers: { ...route.request().headers(), 'content-type': 'application/json' }, postData: bodyOf(route) });
      });
    },
  });
  const { page } = visit;
  await page.evaluate(
    (elementLink) => {
      document.body.innerHTML = `
      <form action="/checkout" method="post"><input type="hidden" name="product" value="card"><input type="hidden" name="outcome" value="declined-once">
        <antom-checkout environment="sandbox" sdk-url="/sdk/ams-checkout.min.js" session-url="/api/payment-sessions" inquiry-url="/api/payments/{paymentRequestId}" succeeded-url="/blank?thanks">
          <div data-antom="form"></div><button>Pay</button><p data-when="declined" hidden>Declined</p>
        </antom-checkout></form>`;
      // A local page in the place of Antom's card form; before the element is defined.
      Object.assign(document.querySelector('antom-checkout') as Element, {
        options: { componentParams: { elementProps: { elementLink } } },
      });
    },
    `${inject('cashierOrigin')}/players/card/?`,
  );
  await page.addScriptTag({ url: `/dist/${FILE}` });
  const player = page.frameLocator('[data-antom="form"] iframe');
  await player.locator('[data-testid="player"][data-status="ready"]').waitFor();
  await player.getByTestId('test-card').selectOption('4111111111111111');
  await page.getByRole('button', { name: 'Pay' }).click();
  await page.getByText('Declined').waitFor();
  await page.getByRole('button', { name: 'Pay' }).click();
  await page.waitForURL('**/blank?thanks');
  expect(sessions).toBe(1);
  expectNoProblems(visit);
});

it('attributes that are wrong are told to the page, and nothing is loaded, printed or posted', async () => {
  const visit = await open(
    `<form action="/checkout" method="post"><antom-checkout environment="live"><button>Pay</button></antom-checkout></form>`,
  );
  const message = visit.page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('antom-outcome', ({ detail }) => {
          resolve((detail as { error: Error }).error.message);
        });
      }),
  );
  await visit.page.getByRole('button', { name: 'Pay' }).click();
  expect(await message).toContain('environment must be "sandbox" or "prod", not "live"; session-url is missing');
  expect([visit.posted, visit.problems]).toEqual([[], []]);
});

describe('docs/custom-element.md, as it stands there', () => {
  const guide = readFileSync(root('docs/custom-element.md'), 'utf8');
  const [form = '', inline = '', script = ''] = Array.from(guide.matchAll(/```(?:html|ts)\n([\s\S]*?)```/g), ([, code]) => code!);

  it('the first block in an empty page says that a payment failed, pays, and leads to the thanks', async () => {
    const visit = await open(form, '');
    const { page } = visit;
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.locator('antom-checkout[data-phase="open"]').waitFor();
    await decide((await remembered(page)).at(-1)!, 'FAIL');
    await press(visit, 'fail');
    await page.getByText('This payment failed. Please try again.').waitFor();
    expect(await page.locator('[role=status] :visible').count()).toBe(1);
    await page.getByRole('button', { name: 'Pay' }).click();
    await pay(visit);
    await page.waitForURL('**/thanks');
    expect([visit.sessions.map(({ body }) => body), visit.posted]).toEqual([['order=cart42%3A19900', 'order=cart42%3A19900'], []]);
    expectNoProblems(visit);
  });

  it('the form in the page is declined, says so, and is paid', async () => {
    const demo = inject('demoUrl');
    const visit = await open(inline, SCRIPT, async (context) => {
      await playForms(context, demo);
      await context.route(`${SHOP}/api/element-sessions`, async (route) => {
        const body = JSON.stringify({ ...(JSON.parse(bodyOf(route)) as object), product: 'element' });
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch(`${demo}/api/payment-sessions`, { method: 'POST', headers, body });
        await route.fulfill({ contentType: 'application/json', body: await answer.text() });
      });
    });
    const { page } = visit;
    const player = page.frameLocator('[data-antom="form"] iframe');
    const submit = async (card: string): Promise<void> => {
      await player.locator('[data-testid="player"][data-status="ready"]').waitFor();
      await player.getByTestId('test-card').selectOption(card);
      await page.getByRole('button', { name: 'Pay' }).click();
    };
    await submit('4000000000000002');
    await page.getByText('This was declined. Please try another way.').waitFor();
    await submit('4111111111111111');
    await page.locator('antom-checkout[data-outcome="succeeded"]').waitFor();
    expect(visit.posted).toEqual([]);
    expectNoProblems(visit);
  });

  it('the script, as a module beside the markup of the first, hears of the success', async () => {
    const shown: string[] = [];
    const imports = { 'antom-checkout-controller': '/index.js', 'antom-checkout-controller/custom-element': '/custom-element.js' };
    const module = ts.transpileModule(script, { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 } });
    const visit = await open(
      form.replace(/<script.*/, `<script type="module">${module.outputText}</script>`),
      `<script type="importmap">${JSON.stringify({ imports })}</script>`,
      async (context) => {
        await context.exposeFunction('show', (what: string) => shown.push(what));
      },
    );
    await visit.page.locator('antom-checkout[data-phase="idle"]').waitFor();
    await visit.page.getByRole('button', { name: 'Pay' }).click();
    await pay(visit);
    await visit.page.waitForURL('**/thanks');
    expect(shown).toEqual(['Thank you.']);
    expectNoProblems(visit);
  });
});
