/** Every product of the SDK in the built shop: local pages play Antom's apps over the real SDK, and every remote host is refused. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNoProblems, tryAgain, useBrowser } from './support/browser.ts';
import { pastDeadline, withClock } from './support/clock.ts';
import { declined, fillCard, message, openProduct, outcome, phase, press, ready, type ProductVisit } from './support/products.ts';

const browser = useBrowser();

const confirmedBy = ({ page }: ProductVisit): Promise<string | null> => page.getByTestId('outcome').getAttribute('data-confirmed-by');
const sessions = ({ asked }: ProductVisit): number => asked.filter((what) => what === 'session').length;
/** Elements in the form's place. */
const inPlace = ({ page }: ProductVisit): Promise<number> => page.locator('[data-testid="form"] *').count();
/** What of the SDK's is in the page, and what it has done to the body. */
const traces = (page: Page): Promise<unknown> =>
  page.evaluate(() => ({
    nodes: [...document.querySelectorAll('[id^="ams-"]:not(style), [id^="asm-"], [id^="antom-checkout"], iframe')].map(
      ({ id, tagName }) => id || tagName,
    ),
    style: document.body.getAttribute('style') ?? '',
  }));
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-testid]')?.dataset['testid'] ?? '');

/** In the language and the width that were asked for, as high as its content. */
async function looksRight(visit: ProductVisit, lang: string, width: number): Promise<void> {
  const label = await visit.player.locator('h1').first().textContent();
  expect(/\p{Script=Han}/u.test(label ?? '')).toBe(lang === 'zh');
  expect(await visit.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  const height = await visit.player.locator('html').evaluate((root) => [innerHeight, root.scrollHeight]);
  expect(height[0]).toBeGreaterThanOrEqual(height[1] ?? 0);
}

describe('a form in the page, with the shop’s own button', () => {
  it.each([
    ['card', 'en', 390],
    ['element', 'zh', 1440],
    ['vaulting', 'zh', 390],
  ] as const)(
    '%s (%s, %i px): fields to correct, declined, then paid with the same session and what was typed',
    async (product, lang, width) => {
      const visit = await openProduct(browser, product, `lang=${lang}&outcome=declined-once&stay=1`, {
        context: { viewport: { width, height: 900 } },
      });
      await ready(visit);
      await looksRight(visit, lang, width);

      await press(visit);
      await visit.player.locator('[data-testid="card-number"][aria-invalid="true"]:focus').waitFor();
      await expect
        .poll(() => message(visit).textContent())
        .toBe(lang === 'zh' ? '请更正标出的字段。' : 'Please correct the fields that are marked.');
      await phase(visit, 'open');

      await fillCard(visit);
      await press(visit);
      await declined(visit, 'DO_NOT_HONOR');
      expect(await message(visit).textContent()).toContain('DO_NOT_HONOR');
      expect(await message(visit).getAttribute('role')).toBe('status');
      expect(await focused(visit.page)).toBe('pay');
      expect(await visit.player.getByTestId('card-number').inputValue()).toBe('4111 1111 1111 1111');

      await press(visit);
      await outcome(visit, 'succeeded');
      expect(await confirmedBy(visit)).toBe('server');
      await expect.poll(() => focused(visit.page)).toBe('outcome');
      expect(await message(visit).textContent()).toBe('');
      expect(sessions(visit)).toBe(1);
      expect(await inPlace(visit)).toBe(0);
      if (product === 'vaulting') {
        await visit.page.locator('[data-testid="token"][data-status="card"]').waitFor();
        expect(await visit.page.getByTestId('token').textContent()).toContain('1111');
      }
      expectNoProblems(visit);

      // The next order has a form of its own.
      await visit.page.getByTestId('new-order').click();
      await ready(visit);
      expect(sessions(visit)).toBe(2);
    },
  );

  it.each(['later', 'unknown'] as const)('the Payment Element, decided %s: the shop asks its server until it is paid', async (when) => {
    const visit = await openProduct(browser, 'element', `outcome=${when}&stay=1`);
    await ready(visit);
    await fillCard(visit);
    await press(visit);
    await outcome(visit, 'succeeded');
    expect(await confirmedBy(visit)).toBe('server');
    expect(sessions(visit)).toBe(1);
    await expect.poll(() => traces(visit.page)).toEqual({ nodes: [], style: '' });
    expectNoProblems(visit);
  });

  it('the Payment Element, not decided for days: processing once the shop has asked long enough, and not to be paid again', async () => {
    const visit = await openProduct(browser, 'element', 'outcome=days&stay=1', { before: withClock });
    await ready(visit);
    await fillCard(visit);
    const asked = visit.page.waitForResponse('**/api/payments/*');
    await press(visit);
    await (await asked).finished();
    await pastDeadline(visit.page, outcome(visit, 'processing'));
    expect(await visit.page.getByTestId('outcome').getAttribute('data-retry')).toBe('after-confirmation');
    expect(sessions(visit)).toBe(1);
    await expect.poll(() => traces(visit.page)).toEqual({ nodes: [], style: '' });
    expectNoProblems(visit);
  });

  it('a try after which the session is over ends the attempt; the next form has a new session', async () => {
    const visit = await openProduct(browser, 'element', 'outcome=new-session&stay=1');
    await ready(visit);
    await fillCard(visit);
    await press(visit);
    await outcome(visit, 'failed');
    expect(await confirmedBy(visit)).toBe('server');
    await tryAgain(visit);
    await ready(visit);
    expect(sessions(visit)).toBe(2);
  });

  it('the Payment Element has the theme that was chosen, and is drawn again in another', async () => {
    const visit = await openProduct(browser, 'element', 'theme=night');
    const root = visit.player.locator('html');
    await ready(visit);
    expect(await root.getAttribute('data-theme')).toBe('night');
    await visit.page.getByTestId('theme').selectOption('shop');
    await visit.player.locator('html[data-theme="default"]').waitFor();
    await ready(visit);
    expect(await root.evaluate((element) => getComputedStyle(element).getPropertyValue('--accent'))).toBe('#9c3a15');
    // The first form was never submitted, so its session is good for the second.
    expect(sessions(visit)).toBe(1);
  });
});

it.each([
  ['en', 1440],
  ['zh', 390],
] as const)('the Checkout Page (%s, %i px): declined, then paid by its own button', async (lang, width) => {
  const visit = await openProduct(browser, 'checkoutPage', `lang=${lang}&outcome=declined-once`, {
    context: { viewport: { width, height: 900 } },
  });
  await ready(visit);
  await looksRight(visit, lang, width);
  expect(await visit.page.getByTestId('pay').count()).toBe(0);
  await fillCard(visit);
  await visit.player.getByTestId('pay').click();
  await declined(visit, 'DO_NOT_HONOR');
  await visit.player.getByTestId('pay').click();
  await outcome(visit, 'succeeded');
  expect(await confirmedBy(visit)).toBe('server');
  expectNoProblems(visit);
});

describe('a popup of another product', () => {
  it.each([
    ['easyPay', 'en', 1440],
    ['autoDebit', 'zh', 390],
  ] as const)('%s (%s, %i px): closed, declined, then done; nothing is left of it', async (product, lang, width) => {
    const visit = await openProduct(browser, product, `lang=${lang}&outcome=declined-once&stay=1`, {
      context: { viewport: { width, height: 900 } },
    });
    await press(visit);
    await ready(visit);
    await looksRight(visit, lang, width);
    await visit.player.locator('body').evaluate(() => {
      const { demoPlayer } = window as unknown as { demoPlayer: { send(event: string, data: unknown): void } };
      // No question before it closes.
      demoPlayer.send('setAllowRetention', false);
    });
    await visit.player.getByTestId('close').click();
    await outcome(visit, 'cancelled');

    await tryAgain(visit);
    await ready(visit);
    await visit.player.getByTestId('pay').click();
    await outcome(visit, 'failed');

    await tryAgain(visit);
    await ready(visit);
    await visit.player.getByTestId('pay').click();
    await outcome(visit, 'succeeded');
    await expect.poll(() => traces(visit.page)).toEqual({ nodes: [], style: '' });
    expectNoProblems(visit);
  });
});

describe('3-D Secure', () => {
  it.each(['card', 'checkoutPage'] as const)('%s: asked in its own frame; refused, and passed with the next try', async (product) => {
    const visit = await openProduct(browser, product, 'outcome=challenge&stay=1');
    const pay = (): Promise<void> => (product === 'checkoutPage' ? visit.player.getByTestId('pay').click() : press(visit));
    await ready(visit);
    await fillCard(visit);
    await pay();
    await visit.player.getByTestId('challenge-refuse').click();
    await declined(visit, 'USER_PAYMENT_VERIFICATION_FAILED');
    await pay();
    await visit.player.getByTestId('challenge-approve').click();
    await outcome(visit, 'succeeded');
    expect(sessions(visit)).toBe(1);
  });

  it('the Payment Element: asked in a window of the SDK’s over the shop, passed', async () => {
    const visit = await openProduct(browser, 'element', 'outcome=challenge&stay=1');
    await ready(visit);
    await fillCard(visit);
    await press(visit);
    await visit.page.frameLocator('iframe[src*="/players/challenge/"]').getByTestId('challenge-approve').click();
    await outcome(visit, 'succeeded');
    await expect.poll(() => traces(visit.page)).toEqual({ nodes: [], style: '' });
  });
});

describe('a redirect and back', () => {
  it.each([
    ['element', 'approve', 'succeeded'],
    ['checkoutPage', 'approve', 'succeeded'],
    ['element', 'cancel', 'cancelled'],
  ] as const)("%s by a wallet's page, there %s: the shop asks its server, %s", async (product, answer, status) => {
    const visit = await openProduct(browser, product, 'outcome=challenge');
    await ready(visit);
    await visit.player.getByTestId('method-wallet').check();
    await (product === 'checkoutPage' ? visit.player.getByTestId('pay').click() : press(visit));
    await visit.page.waitForURL('**/redirect-target*');
    await visit.page.getByTestId(answer).click();
    await visit.page.waitForURL('**/result*');
    await outcome(visit, status);
    expect(await confirmedBy(visit)).toBe('server');
  });

  it("EasyPay by a wallet's page: paid", async () => {
    const visit = await openProduct(browser, 'easyPay', 'outcome=challenge');
    await press(visit);
    await ready(visit);
    await visit.player.getByTestId('pay').click();
    await visit.page.waitForURL('**/redirect-target*');
    await visit.page.getByTestId('approve').click();
    await visit.page.waitForURL('**/result*');
    await outcome(visit, 'succeeded');
  });

  it('AutoDebit: agreed, and AutoDebitPay is the first payment by that agreement', async () => {
    const visit = await openProduct(browser, 'autoDebit');
    expect(await visit.page.getByTestId('product-autoDebitPay').isDisabled()).toBe(true);
    await press(visit);
    await ready(visit);
    await visit.player.getByTestId('pay').click();
    // By the SDK's jump after success.
    await visit.page.waitForURL('**/result*');
    await outcome(visit, 'succeeded');
    await visit.page.locator('[data-testid="token"][data-status="agreement"]').waitFor();
    await visit.page.getByTestId('pay-by-agreement').click();
    expect(await visit.page.getByTestId('product-autoDebitPay').isChecked()).toBe(true);
    const request = visit.page.waitForRequest('**/api/payment-sessions');
    await press(visit);
    expect((await request).postDataJSON()).toMatchObject({
      product: 'autoDebitPay',
      agreement: expect.stringMatching(/^demo_agreement_/) as unknown,
    });
    await visit.page.waitForURL('**/redirect-target*');
    await visit.page.getByTestId('approve').click();
    await visit.page.waitForURL('**/result*');
    await outcome(visit, 'succeeded');
  });
});

it.each(['card', 'element'] as const)(
  '%s: a session that expires while the buyer types is replaced once they look elsewhere, and paid with its successor',
  async (product) => {
    const visit = await openProduct(browser, product, 'expires=120&stay=1', { before: withClock });
    const number = visit.player.getByTestId('card-number');
    await ready(visit);
    await number.pressSequentially('4111');
    const second = visit.page.waitForResponse('**/api/payment-sessions');
    await visit.page.clock.fastForward(121_000);
    await (await second).finished();
    // The form is still the one that is being typed into.
    await number.pressSequentially('11');
    expect(await number.inputValue()).toBe('411111');
    await visit.page.getByTestId(`product-${product}`).focus();
    await expect.poll(() => number.inputValue()).toBe('');
    await ready(visit);
    await fillCard(visit);
    await press(visit);
    await outcome(visit, 'succeeded');
    expect(sessions(visit)).toBe(2);
  },
);

describe('what a form leaves', () => {
  it('one after another in one page by keyboard, then a popup: the focus stays on the switch, and nothing is left', async () => {
    const visit = await openProduct(browser, 'cashier');
    await visit.page.getByTestId('product-cashier').focus();
    for (const product of ['card', 'element', 'checkoutPage'] as const) {
      await visit.page.keyboard.press('ArrowDown');
      await visit.page.locator(`[data-testid="form"][data-product="${product}"] iframe`).waitFor();
      await phase(visit, 'open');
      expect(await focused(visit.page)).toBe(`product-${product}`);
      expect(await visit.page.locator('[data-testid="form"] iframe').count()).toBe(1);
    }
    await visit.page.keyboard.press('ArrowDown');
    expect(await focused(visit.page)).toBe('product-easyPay');
    await expect.poll(() => traces(visit.page)).toEqual({ nodes: [], style: '' });
    expectNoProblems(visit);
  });

  it.each(['card', 'element', 'checkoutPage'] as const)('%s: nothing in the page and in its place after unmount()', async (product) => {
    const visit = await openProduct(browser, product);
    await ready(visit);
    await visit.page.evaluate(() => window.demo?.checkout.unmount());
    await expect.poll(() => traces(visit.page)).toEqual({ nodes: [], style: '' });
    expect(await inPlace(visit)).toBe(0);
  });
});

describe('the Checkout Page under attack', () => {
  let foreign: Server;
  let foreignUrl = '';
  beforeAll(async () => {
    foreign = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>Elsewhere</title>');
    });
    await new Promise<void>((resolve) => {
      foreign.listen(0, '127.0.0.1', resolve);
    });
    foreignUrl = `http://127.0.0.1:${String((foreign.address() as AddressInfo).port)}/`;
  });
  afterAll(() => {
    foreign.closeAllConnections();
    foreign.close();
  });

  const JAVASCRIPT = 'javascript:void(window.ran = location.origin)';
  const forgeries = (): unknown[] => [
    JSON.stringify({ code: 'SDK_PAYMENT_SUCCESSFUL', result: { forged: true } }),
    JSON.stringify({ code: 'SDK_PAYMENT_CANCEL' }),
    ...['normalUrl', 'schemeUrl', 'applinkUrl'].flatMap((field) =>
      [JAVASCRIPT, foreignUrl].map((url) => JSON.stringify({ context: { event: 'onRedirect', data: { [field]: url } } })),
    ),
    'not JSON',
    'null',
    JSON.stringify({ code: 7 }),
    { code: 'SDK_PAYMENT_SUCCESSFUL' },
  ];

  /** How many attackers have come to their last word. */
  const heard = (page: Page): Promise<number> => page.evaluate(() => (window as unknown as { heard: number }).heard);
  const listen = (page: Page): Promise<void> =>
    page.evaluate(() => {
      const counting = window as unknown as { heard: number };
      counting.heard = 0;
      addEventListener('message', ({ data }) => {
        if (data === 'last') counting.heard += 1;
      });
    });

  const nothingReachedTheShop = async (visit: ProductVisit, address: string, errors: readonly string[]): Promise<void> => {
    expect(visit.page.url()).toBe(address);
    expect(await visit.page.evaluate(() => (window as unknown as { ran?: string }).ran)).toBeUndefined();
    expect(await visit.page.evaluate(() => window.demo?.events.map(({ type }) => type))).toEqual([]);
    expect(await visit.page.evaluate(() => window.demo?.outcomes.length)).toBe(0);
    await phase(visit, 'open');
    expect(errors).toEqual([]);
    expectNoProblems(visit);
  };
  /** It still believes its own page. */
  const stillPays = async (visit: ProductVisit): Promise<void> => {
    await fillCard(visit);
    await visit.player.getByTestId('pay').click();
    await outcome(visit, 'succeeded');
  };

  it('from a frame of another origin in the shop: nothing reaches the shop', async () => {
    const visit = await openProduct(browser, 'checkoutPage');
    await ready(visit);
    await listen(visit.page);
    const address = visit.page.url();
    const frame = await frameIn(visit.page.mainFrame(), foreignUrl);
    await frame.evaluate((all) => {
      for (const one of all) parent.postMessage(one, '*');
      parent.postMessage('last', '*');
    }, forgeries());
    await expect.poll(() => heard(visit.page)).toBe(1);
    await nothingReachedTheShop(visit, address, []);
    await stillPays(visit);
  });

  it('from a frame nested in the Checkout Page itself: nothing reaches the shop', async () => {
    const visit = await openProduct(browser, 'checkoutPage');
    await ready(visit);
    await listen(visit.page);
    const address = visit.page.url();
    const player = visit.page.frames().find((frame) => frame.url().includes('/players/checkout-page/'));
    for (const origin of [foreignUrl, new URL('/blank', player?.url()).href]) {
      const nested = await frameIn(player as Frame, origin);
      await nested.evaluate((all) => {
        for (const one of all) top?.postMessage(one, '*');
        top?.postMessage('last', '*');
      }, forgeries());
    }
    await expect.poll(() => heard(visit.page)).toBe(2);
    await nothingReachedTheShop(visit, address, []);
    await stillPays(visit);
  });

  it.each(['another origin', "the Checkout Page's own origin"])(
    'from the window that opened the shop, of %s: nothing reaches the shop',
    async (whose) => {
      const visit = await openProduct(browser, 'checkoutPage');
      await ready(visit);
      const player = visit.page.frames().find((frame) => frame.url().includes('/players/checkout-page/'));
      const from = whose === 'another origin' ? foreignUrl : new URL('/blank', player?.url()).href;
      const opener = await visit.context.newPage();
      await opener.goto(from);
      const opened = visit.context.waitForEvent('page');
      await opener.evaluate((shop) => {
        (window as unknown as { shop: Window | null }).shop = window.open(shop);
      }, visit.page.url());
      const page = await opened;
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      const second: ProductVisit = { ...visit, page, player: page.frameLocator('[data-testid="form"] iframe') };
      await ready(second);
      expect(await page.evaluate(() => window.opener !== null)).toBe(true);
      await listen(page);
      const address = page.url();
      await opener.evaluate((all) => {
        const { shop } = window as unknown as { shop: Window };
        for (const one of all) shop.postMessage(one, '*');
        shop.postMessage('last', '*');
      }, forgeries());
      await expect.poll(() => heard(page)).toBe(1);
      await nothingReachedTheShop(second, address, errors);
      await stillPays(second);
    },
  );

  it('its own page may send the buyer to http(s) addresses only', async () => {
    const visit = await openProduct(browser, 'checkoutPage');
    await ready(visit);
    const address = visit.page.url();
    const player = visit.page.frames().find((frame) => frame.url().includes('/players/checkout-page/'));
    await player?.evaluate((url) => {
      parent.postMessage(JSON.stringify({ context: { event: 'onRedirect', data: { normalUrl: url } } }), '*');
    }, JAVASCRIPT);
    await visit.page.locator('[data-testid="event"][data-type="setup-failed"]').waitFor();
    expect(visit.page.url()).toBe(address);
    expect(await visit.page.evaluate(() => (window as unknown as { ran?: string }).ran)).toBeUndefined();
    await phase(visit, 'open');
  });
});

async function frameIn(parent: Frame, url: string): Promise<Frame> {
  const handle = await parent.evaluateHandle(
    (src) =>
      new Promise<HTMLIFrameElement>((resolve) => {
        const frame = document.createElement('iframe');
        frame.src = src;
        frame.onload = () => resolve(frame);
        document.body.append(frame);
      }),
    url,
  );
  const frame = await handle.contentFrame();
  if (frame === null) throw new Error('no frame');
  return frame;
}

describe('the merchant page by script tag', () => {
  it('a card form inside the page: declined, then paid, by the button that bind() was given; another quantity is another form', async () => {
    const visit = await browser.open('/merchant/card/?stay=1&outcome=declined-once&lang=en');
    const { page } = visit;
    const player = page.frameLocator('#card iframe');
    const said = (status: string): Promise<void> => page.locator(`[data-testid="outcome"][data-status="${status}"]`).waitFor();
    await said('form');
    const sessionsMade: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/api/payment-sessions')) sessionsMade.push(request.postData() ?? '');
    });
    const drawn = page.waitForResponse('**/api/payment-sessions');
    await page.getByTestId('quantity').fill('2');
    await page.getByTestId('quantity').press('Tab');
    await drawn;
    await said('form');
    expect(sessionsMade.map((body) => (JSON.parse(body) as { items: unknown }).items)).toEqual([[{ sku: 'beans', quantity: 2 }]]);

    await player.locator('[data-testid="player"][data-status="ready"]').waitFor();
    await player.getByTestId('test-card').selectOption('4111111111111111');
    await page.getByTestId('buy').click();
    await said('declined');
    await page.locator('[data-testid="buy"]:not([disabled])').click();
    await said('succeeded');
    expect(sessionsMade).toHaveLength(1);
    expect(await page.locator('#card *').count()).toBe(0);
    expectNoProblems(visit);
  });
});
