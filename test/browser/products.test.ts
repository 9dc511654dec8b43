/** Every product of the SDK in the built shop: local pages play Antom's apps over the real SDK, and every remote host is refused. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectNoProblems, useBrowser } from './support/browser.ts';
import { withClock } from './support/clock.ts';
import { declined, fillCard, message, openProduct, outcome, phase, press, ready, type ProductVisit } from './support/products.ts';

const browser = useBrowser();

const confirmedBy = ({ page }: ProductVisit): Promise<string | null> => page.getByTestId('outcome').getAttribute('data-confirmed-by');
const sessions = ({ asked }: ProductVisit): number => asked.filter((what) => what === 'session').length;
/** Elements in the form's place. */
const inPlace = ({ page }: ProductVisit): Promise<number> => page.locator('[data-testid="form"] *').count();
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-testid]')?.dataset['testid'] ?? '');

describe('a form in the page', () => {
  it.each([
    ['card', 'en', 1440],
    ['element', 'zh', 390],
    ['checkoutPage', 'en', 390],
    ['vaulting', 'zh', 1440],
  ] as const)('%s is drawn by itself, in the language %s, and fits a window %i px wide', async (product, lang, width) => {
    const visit = await openProduct(browser, product, `lang=${lang}`, { context: { viewport: { width, height: 900 } } });
    await visit.page.getByTestId(`lang-${lang}`).click();
    await ready(visit);
    await phase(visit, 'open');
    const shown = await visit.player.locator('label').first().textContent();
    expect(/\p{Script=Han}/u.test(shown ?? '')).toBe(lang === 'zh');
    expect(await visit.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(
      await visit.page.evaluate(() => document.querySelector('[data-testid="form"] iframe')?.getBoundingClientRect().height),
    ).toBeGreaterThan(300);
    expectNoProblems(visit);
  });

  it.each(['card', 'element', 'vaulting'] as const)(
    '%s: declined, then paid with the same session and the same form; the shop’s own button submits',
    async (product) => {
      const visit = await openProduct(browser, product, 'outcome=declined-once&stay=1');
      await ready(visit);
      await fillCard(visit);
      await press(visit);
      await declined(visit, 'DO_NOT_HONOR');
      expect(await message(visit).textContent()).toContain('DO_NOT_HONOR');
      // What was typed is still there.
      expect(await visit.player.getByTestId('card-number').inputValue()).toBe('4111 1111 1111 1111');
      await press(visit);
      await outcome(visit, 'succeeded');
      expect(await confirmedBy(visit)).toBe('server');
      expect(await message(visit).textContent()).toBe('');
      if (product !== 'vaulting') expect(sessions(visit)).toBe(1);
      expect(await inPlace(visit)).toBe(0);
      expectNoProblems(visit);
    },
  );

  it.each(['card', 'element', 'vaulting'] as const)('%s: a form that is not filled in stays, and says what is wrong', async (product) => {
    const visit = await openProduct(browser, product);
    await ready(visit);
    await press(visit);
    await visit.page.getByText('Please correct the fields that are marked.').waitFor();
    await visit.player.locator('[data-testid="card-number"][aria-invalid="true"]').waitFor();
    expect(await message(visit).getAttribute('data-declined')).toBeNull();
    await phase(visit, 'open');
  });

  it('a saved card is shown as the shop’s server has it', async () => {
    const visit = await openProduct(browser, 'vaulting', 'stay=1');
    await ready(visit);
    await fillCard(visit);
    await press(visit);
    await outcome(visit, 'succeeded');
    await visit.page.locator('[data-testid="token"][data-status="card"]').waitFor();
    expect(await visit.page.getByTestId('token').textContent()).toContain('1111');
    await visit.page.getByTestId('new-order').click();
    await ready(visit);
  });

  it.each(['new-session', 'unknown'] as const)(
    'a card that ends as %s: the attempt ends, and the form comes again when asked for',
    async (wish) => {
      const visit = await openProduct(browser, 'card', `outcome=${wish}&stay=1`);
      await ready(visit);
      await fillCard(visit);
      await press(visit);
      await outcome(visit, wish === 'unknown' ? 'succeeded' : 'failed');
      expect(await confirmedBy(visit)).toBe('server');
      await visit.page.getByTestId(wish === 'unknown' ? 'new-order' : 'retry').click();
      await ready(visit);
      expect(sessions(visit)).toBe(2);
    },
  );

  it('the Payment Element has the theme that was chosen, and is drawn again in another', async () => {
    const visit = await openProduct(browser, 'element', 'theme=night');
    const theme = (): Promise<string | undefined> => visit.player.locator('html').evaluate((root) => root.dataset['theme']);
    await ready(visit);
    expect(await theme()).toBe('night');
    await visit.page.getByTestId('theme').selectOption('shop');
    await visit.player.locator('html[data-theme="default"]').waitFor();
    await ready(visit);
    expect(await visit.player.locator('html').evaluate((root) => getComputedStyle(root).getPropertyValue('--accent'))).toBe('#9c3a15');
    // The first form was never submitted, so its session is good for the second.
    expect(sessions(visit)).toBe(1);
  });

  it('the Checkout Page is paid by its own button', async () => {
    const visit = await openProduct(browser, 'checkoutPage', 'outcome=declined-once');
    await ready(visit);
    expect(await visit.page.getByTestId('pay').count()).toBe(0);
    await fillCard(visit);
    await visit.player.getByTestId('pay').click();
    await declined(visit, 'DO_NOT_HONOR');
    await visit.player.getByTestId('pay').click();
    await outcome(visit, 'succeeded');
    expect(await confirmedBy(visit)).toBe('server');
    expectNoProblems(visit);
  });
});

describe('3-D Secure', () => {
  it.each(['card', 'vaulting', 'checkoutPage'] as const)('%s: asked in the form’s own frame, passed', async (product) => {
    const visit = await openProduct(browser, product, 'outcome=challenge&stay=1');
    await ready(visit);
    await fillCard(visit);
    await (product === 'checkoutPage' ? visit.player.getByTestId('pay').click() : press(visit));
    await visit.player.getByTestId('challenge-approve').click();
    await outcome(visit, 'succeeded');
  });

  it('card: refused, and the buyer may try another card in the same session', async () => {
    const visit = await openProduct(browser, 'card', 'outcome=challenge&stay=1');
    await ready(visit);
    await fillCard(visit);
    await press(visit);
    await visit.player.getByTestId('challenge-refuse').click();
    await declined(visit, 'USER_PAYMENT_VERIFICATION_FAILED');
    await press(visit);
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
    expect(await visit.page.locator('iframe').count()).toBe(0);
  });
});

describe('a redirect and back', () => {
  it.each([
    ['element', 'approve', 'succeeded'],
    ['checkoutPage', 'approve', 'succeeded'],
    ['element', 'cancel', 'cancelled'],
  ] as const)('%s by wallet, %s: the page of the return asks the server, %s', async (product, press_, status) => {
    const visit = await openProduct(browser, product, 'outcome=challenge');
    await ready(visit);
    await visit.player.getByTestId('method-wallet').check();
    await (product === 'checkoutPage' ? visit.player.getByTestId('pay').click() : press(visit));
    await visit.page.waitForURL('**/redirect-target*');
    await visit.page.getByTestId(press_).click();
    await visit.page.waitForURL('**/result*');
    await outcome(visit, status);
    expect(await confirmedBy(visit)).toBe('server');
  });

  it('a card form jumps to the page of the return after success', async () => {
    const visit = await openProduct(browser, 'card', 'cashier=jumpdelay%3D0');
    await ready(visit);
    await fillCard(visit);
    await press(visit);
    await visit.page.waitForURL('**/result*');
    await outcome(visit, 'succeeded');
  });

  it('EasyPay: the wallet’s own page, then paid', async () => {
    const visit = await openProduct(browser, 'easyPay', 'outcome=challenge');
    await press(visit);
    await ready(visit);
    await visit.player.getByTestId('pay').click();
    await visit.page.waitForURL('**/redirect-target*');
    await visit.page.getByTestId('approve').click();
    await visit.page.waitForURL('**/result*');
    await outcome(visit, 'succeeded');
  });

  it('AutoDebit: agreed, then the first payment by that agreement', async () => {
    const visit = await openProduct(browser, 'autoDebit', 'stay=1');
    expect(await visit.page.getByTestId('product-autoDebitPay').isDisabled()).toBe(true);
    await press(visit);
    await ready(visit);
    await visit.player.getByTestId('pay').click();
    await outcome(visit, 'succeeded');
    await visit.page.locator('[data-testid="token"][data-status="agreement"]').waitFor();
    await visit.page.getByTestId('pay-by-agreement').click();
    expect(await visit.page.getByTestId('product-autoDebitPay').isChecked()).toBe(true);
    const request = visit.page.waitForRequest('**/api/payment-sessions');
    await press(visit);
    expect((await request).postDataJSON()).toMatchObject({ product: 'autoDebitPay', agreement: expect.stringMatching(/^demo_agreement_/) });
    await visit.page.waitForURL('**/redirect-target*');
    await visit.page.getByTestId('approve').click();
    await visit.page.waitForURL('**/result*');
    await outcome(visit, 'succeeded');
  });
});

describe('a popup of another product', () => {
  it.each(['easyPay', 'autoDebit'] as const)('%s: declined, then done; nothing is left of it', async (product) => {
    const visit = await openProduct(browser, product, 'outcome=declined-once&stay=1');
    await press(visit);
    await ready(visit);
    await visit.player.getByTestId('pay').click();
    await outcome(visit, 'failed');
    await visit.page.getByTestId('retry').click();
    await ready(visit);
    await visit.player.getByTestId('pay').click();
    await outcome(visit, 'succeeded');
    await visit.page.locator('#ams-component-container').waitFor({ state: 'detached' });
    expectNoProblems(visit);
  });

  it.each(['easyPay', 'autoDebit'] as const)('%s: closed by the buyer is cancelled', async (product) => {
    const visit = await openProduct(browser, product, 'cashier=retention%3D0');
    await press(visit);
    await ready(visit);
    if (product === 'autoDebit')
      await visit.player
        .locator('body')
        .evaluate(() =>
          (window as never as { demoPlayer: { send(name: string, data: unknown): void } }).demoPlayer.send('setAllowRetention', false),
        );
    await visit.player.getByTestId('close').click();
    await outcome(visit, 'cancelled');
  });
});

it('a session that expires while the buyer types is replaced once they look elsewhere, and paid with its successor', async () => {
  const visit = await openProduct(browser, 'card', 'expires=120&stay=1', { before: withClock });
  await ready(visit);
  await visit.player.getByTestId('card-number').pressSequentially('4111');
  const second = visit.page.waitForRequest('**/api/payment-sessions');
  await visit.page.clock.fastForward(121_000);
  await second;
  // The form is still the one that is being typed into.
  expect(await visit.player.getByTestId('card-number').inputValue()).toBe('4111');
  await visit.player.getByTestId('card-number').pressSequentially('11');
  expect(await visit.player.getByTestId('card-number').inputValue()).toBe('411111');
  await visit.page.getByTestId('product-card').focus();
  await visit.player
    .locator('[data-testid="card-number"]:placeholder-shown, [data-testid="card-number"][value=""], [data-testid="card-number"]')
    .waitFor();
  await expect.poll(() => visit.player.getByTestId('card-number').inputValue()).toBe('');
  await ready(visit);
  await fillCard(visit);
  await press(visit);
  await outcome(visit, 'succeeded');
  expect(sessions(visit)).toBe(2);
});

describe('what a form leaves', () => {
  const traces = (page: Page): Promise<unknown> =>
    page.evaluate(() => ({
      nodes: [...document.querySelectorAll('[id^="ams-"], [id^="asm-"], [id^="antom-checkout"], iframe')].map(
        ({ id, tagName }) => id || tagName,
      ),
      style: document.body.getAttribute('style') ?? '',
    }));

  it.each(['card', 'element', 'checkoutPage', 'vaulting'] as const)(
    '%s: nothing in the page after another product was chosen',
    async (product) => {
      const visit = await openProduct(browser, product);
      await ready(visit);
      await visit.page.getByTestId('product-cashier').check();
      await visit.page.getByTestId('form').waitFor({ state: 'detached' });
      await expect.poll(() => traces(visit.page)).toEqual({ nodes: [], style: '' });
      expectNoProblems(visit);
    },
  );

  it('nothing in the page, and in its place, after unmount()', async () => {
    const visit = await openProduct(browser, 'element');
    await ready(visit);
    await visit.page.evaluate(() => window.demo?.checkout.unmount());
    await expect.poll(() => traces(visit.page)).toEqual({ nodes: [], style: '' });
    expect(await inPlace(visit)).toBe(0);
  });

  it('one form after another in one page', async () => {
    const visit = await openProduct(browser, 'card');
    await ready(visit);
    for (const product of ['element', 'vaulting', 'checkoutPage', 'card'] as const) {
      await visit.page.getByTestId(`product-${product}`).check();
      await visit.page.locator(`[data-testid="form"][data-product="${product}"] iframe`).waitFor();
      await ready(visit);
      expect(await visit.page.locator('iframe:visible').count()).toBe(1);
    }
    expectNoProblems(visit);
  });
});

describe('the focus', () => {
  it('stays on the switch while forms come and go by keyboard', async () => {
    const visit = await openProduct(browser, 'cashier');
    await visit.page.getByTestId('product-cashier').focus();
    for (const product of ['card', 'element', 'checkoutPage'] as const) {
      await visit.page.keyboard.press('ArrowDown');
      expect(await focused(visit.page)).toBe(`product-${product}`);
      await visit.page.locator(`[data-testid="form"][data-product="${product}"] iframe`).waitFor();
      await phase(visit, 'open');
      expect(await focused(visit.page)).toBe(`product-${product}`);
    }
  });

  it('goes to the field that is wrong, and to the outcome', async () => {
    const visit = await openProduct(browser, 'card', 'stay=1');
    await ready(visit);
    await press(visit);
    await visit.player.locator('[data-testid="card-number"]:focus').waitFor();
    await fillCard(visit);
    await press(visit);
    await outcome(visit, 'succeeded');
    await expect.poll(() => focused(visit.page)).toBe('outcome');
  });

  it('stays on the button of a try that was declined', async () => {
    const visit = await openProduct(browser, 'card', 'outcome=declined');
    await ready(visit);
    await fillCard(visit);
    await press(visit);
    await declined(visit, 'DO_NOT_HONOR');
    expect(await focused(visit.page)).toBe('pay');
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

  /** Messages that a window of the shop's has had from `origin`. */
  const heard = (page: Page): Promise<number> => page.evaluate(() => (window as unknown as { heard: number }).heard);
  const listen = (page: Page, origin: string): Promise<void> =>
    page.evaluate((from) => {
      const counting = window as unknown as { heard: number };
      counting.heard = 0;
      addEventListener('message', (event) => {
        if (event.origin === new URL(from).origin && event.data !== 'last') return;
        if (event.data === 'last') counting.heard += 1;
      });
    }, origin);

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
    await listen(visit.page, foreignUrl);
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
    await listen(visit.page, foreignUrl);
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
      await listen(page, from);
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
