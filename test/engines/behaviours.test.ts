/** The same payments in every engine: the built library, the real SDK, real presses. docs/engines.md lists where. */
import { describe, expect } from 'vitest';
import type { Form } from './support/bench.ts';
import { FEATURES, type Engine } from './support/catalogue.ts';
import { useEngine, type Shop } from './support/stage.ts';

const { behaviour, engine } = useEngine();

/** The buyer presses the page's Pay button and then one of the cashier's. */
async function payAndPress({ page }: Shop, action: string): Promise<void> {
  await page.press('pay-now');
  await page.press(action, 'cashier');
}

const opened = ({ page }: Shop): Promise<unknown> =>
  page.waitFor('the cashier is open', () => window.bench.events.indexOf('loading-ended') >= 0);

/** Until its fields can be filled in: with a card that the gateway takes as the session says. */
const fillIn = ({ page }: Shop): Promise<unknown> =>
  page.waitFor(
    'the form is filled in',
    () => {
      const cards = document.querySelector<HTMLSelectElement>('[data-testid="test-card"]');
      if (cards === null || cards.disabled) return false;
      cards.value = '4111111111111111';
      cards.dispatchEvent(new Event('change'));
      return true;
    },
    undefined,
    'cashier',
  );

/** The Checkout Page has a button of its own. */
const submit = ({ page }: Shop, form: Form): Promise<void> =>
  form === 'checkoutPage' ? page.press('pay', 'cashier') : page.press('submit');

async function mount(shop: Shop): Promise<void> {
  await shop.page.evaluate(() => {
    window.bench.mount();
  });
  await shop.page.waitFor('the form is open', () => {
    const { state } = window.bench.checkout;
    // Says why it never will be.
    if (state.phase === 'settled' && state.outcome.status === 'error') throw new Error(state.outcome.error.message);
    return state.phase === 'open';
  });
  await fillIn(shop);
}

const FORMS = [
  ['the card form', 'card'],
  ['the Payment Element', 'element'],
  ['the Checkout Page', 'checkoutPage'],
] as const satisfies readonly (readonly [string, Form])[];

describe(engine.title, () => {
  behaviour('has and lacks what the catalogue says', async ({ page, ...shop }) => {
    await shop.openBare();
    const lacks = await page.evaluate(
      (names) =>
        names.filter(
          (name) =>
            name.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], window) === undefined,
        ),
      FEATURES,
    );
    expect(lacks).toEqual(engine.lacks);
  });

  behaviour('a payment: pressed in the cashier, succeeded, and the page is as it was', async (shop) => {
    await shop.open({ options: { notRedirectAfterComplete: true }, query: 'delay=0' });
    await payAndPress(shop, 'pay');
    expect(await shop.outcome()).toMatchObject({ status: 'succeeded', confirmedBy: 'sdk', retry: 'none' });
    await shop.clean();
    expect(await shop.page.evaluate(() => window.bench.events)).toEqual(['loading-started', 'loading-ended', 'payment-succeeded']);
  });

  behaviour(
    'the same by the npm build as a module',
    async (shop) => {
      await shop.open({ build: 'module', options: { notRedirectAfterComplete: true }, query: 'delay=0' });
      await payAndPress(shop, 'pay');
      expect(await shop.outcome()).toMatchObject({ status: 'succeeded' });
      await shop.clean();
    },
    ({ modules }) => modules,
  );

  behaviour("the SDK's jump after a success takes the buyer to paymentRedirectUrl", async (shop) => {
    await shop.open({ query: 'delay=0&jumpdelay=100', session: { redirectPath: '/blank?paid' } });
    await payAndPress(shop, 'pay');
    await shop.page.waitFor('the buyer is there', () => location.search.indexOf('paid') >= 0);
    expect(await shop.page.evaluate(() => JSON.parse(sessionStorage.getItem('last-words') ?? '') as unknown)).toMatchObject({
      status: 'succeeded',
    });
  });

  behaviour('with inquiryPayment the server has the last word', async (shop) => {
    await shop.open({ query: 'delay=0&server=none', inquiry: true, options: { notRedirectAfterComplete: true } });
    await shop.page.press('pay-now');
    await opened(shop);
    await shop.decide('CANCELLED');
    await shop.page.press('pay', 'cashier');
    expect(await shop.outcome()).toMatchObject({ status: 'cancelled', confirmedBy: 'server' });
    await shop.clean();
  });

  behaviour('closing the cashier is cancelled, and the next payment opens the same session', async (shop) => {
    await shop.open({ query: 'delay=0&retention=0', options: { notRedirectAfterComplete: true } });
    await payAndPress(shop, 'close');
    expect(await shop.outcome()).toMatchObject({ status: 'cancelled', retry: 'same-session' });
    await shop.clean();
    await payAndPress(shop, 'pay');
    expect(await shop.outcome(1)).toMatchObject({ status: 'succeeded' });
    expect(await shop.page.evaluate(() => window.bench.sessions.length)).toBe(1);
  });

  behaviour('a failure has its result code', async (shop) => {
    await shop.open({ query: 'delay=0&resultcode=ORDER_IS_CLOSED' });
    await payAndPress(shop, 'fail');
    expect(await shop.outcome()).toMatchObject({ status: 'failed', paymentResultCode: 'ORDER_IS_CLOSED', retry: 'new-session' });
    await shop.clean();
  });

  behaviour('processing is processing, and cannot be paid again unconfirmed', async (shop) => {
    await shop.open({ query: 'delay=0' });
    await payAndPress(shop, 'processing');
    expect(await shop.outcome()).toMatchObject({ status: 'processing', retry: 'after-confirmation' });
    await shop.clean();
    await shop.page.press('pay-now');
    expect(await shop.outcome(1)).toMatchObject({ status: 'error', error: { code: 'payment-unconfirmed' } });
  });

  behaviour("without the SDK's file pay() is sdk-load-failed, and once it is there the next pay() succeeds", async (shop) => {
    const sdk = shop.shelf.vacancy();
    await shop.open({ sdk, query: 'delay=0', options: { notRedirectAfterComplete: true } });
    await shop.page.press('pay-now');
    expect(await shop.outcome()).toMatchObject({ status: 'error', error: { code: 'sdk-load-failed' } });
    shop.shelf.put(sdk);
    await payAndPress(shop, 'pay');
    expect(await shop.outcome(1)).toMatchObject({ status: 'succeeded' });
  });

  behaviour(
    'a script that is not the SDK, one that throws and one that is taken off the page are told apart, each at its first try',
    async (shop) => {
      const told = async (script: string | null): Promise<unknown> => {
        const sdk = script === null ? shop.shelf.held : shop.shelf.vacancy();
        if (script !== null) shop.shelf.put(sdk, script);
        await shop.open({ sdk, options: { timeouts: { sdk: 3000 } } });
        await shop.page.press('pay-now');
        if (script === null)
          await shop.page.waitFor(
            'its tag is taken off',
            (address) => {
              const tag = document.querySelector(`script[src="${address}"]`);
              tag?.remove();
              return tag !== null;
            },
            sdk,
          );
        const { error } = await shop.outcome();
        await shop.page.evaluate(() => {
          window.bench.uncaught.length = 0;
        });
        return error;
      };
      expect(await told('window.somethingElse = true;')).toMatchObject({ code: 'sdk-global-missing', reason: 'absent', attempts: 1 });
      expect(await told('throw new Error("broken on its way");')).toMatchObject({
        code: 'sdk-global-missing',
        reason: 'threw',
        attempts: 1,
      });
      expect(await told(null)).toMatchObject({ code: 'sdk-load-failed', reason: 'removed', attempts: 1 });
    },
  );

  behaviour("a Content Security Policy that refuses the SDK's script is told, at its first try", async (shop) => {
    await shop.open({ sdk: shop.shelf.sdk });
    await shop.page.evaluate(() => {
      const policy = document.createElement('meta');
      policy.httpEquiv = 'Content-Security-Policy';
      policy.content = "script-src 'self' 'unsafe-inline' 'unsafe-eval'";
      document.head.appendChild(policy);
    });
    await shop.page.press('pay-now');
    expect((await shop.outcome()).error).toMatchObject({ code: 'sdk-blocked-by-csp', attempts: 1 });
  });

  behaviour('a double click is one payment: one session, the same promise', async (shop) => {
    await shop.open({ query: 'delay=0', options: { notRedirectAfterComplete: true } });
    await shop.page.press('pay-now', 'page', 2);
    await shop.page.press('pay', 'cashier');
    expect(await shop.outcome(1)).toMatchObject({ status: 'succeeded' });
    expect(
      await shop.page.evaluate(() => {
        const { pressed, sessions } = window.bench;
        return { presses: pressed.length, same: pressed[0] === pressed[1], sessions: sessions.length };
      }),
    ).toEqual({ presses: 2, same: true, sessions: 1 });
  });

  behaviour('unmount() is abandoned, the page is as it was, and the next payment opens', async (shop) => {
    await shop.open({ query: 'delay=0', options: { notRedirectAfterComplete: true } });
    await shop.page.press('pay-now');
    await opened(shop);
    await shop.page.evaluate(() => {
      window.bench.checkout.unmount();
    });
    expect(await shop.outcome()).toMatchObject({ status: 'abandoned', reason: 'unmounted' });
    await shop.clean();
    await payAndPress(shop, 'pay');
    expect(await shop.outcome(1)).toMatchObject({ status: 'succeeded' });
    await shop.clean();
  });

  behaviour("an aborted signal is abandoned; where the engine has no AbortController, a polyfill's", async (shop) => {
    await shop.open();
    await shop.page.evaluate(() => {
      let abort: () => void;
      let signal: AbortSignal;
      if ('AbortController' in window) {
        const controller = new AbortController();
        signal = controller.signal;
        abort = () => {
          controller.abort();
        };
      } else {
        const target = Object.assign(document.createElement('i'), { aborted: false });
        signal = target as unknown as AbortSignal;
        abort = () => {
          target.aborted = true;
          target.dispatchEvent(new Event('abort'));
        };
      }
      Object.assign(window, { abort });
      void window.bench.pay({ signal });
    });
    await opened(shop);
    await shop.page.evaluate(() => {
      (window as unknown as { abort(): void }).abort();
    });
    expect(await shop.outcome()).toMatchObject({ status: 'abandoned', reason: 'aborted' });
    await shop.clean();
  });

  behaviour('an SPA navigation by pushState, by a hash route and by Back is abandoned', async (shop) => {
    await shop.open();
    const ways = [
      () => {
        history.pushState(null, '', '/orders');
      },
      () => {
        location.hash = '#/account';
      },
      () => {
        history.back();
      },
    ];
    for (const [index, way] of ways.entries()) {
      await shop.page.press('pay-now');
      await shop.page.waitFor('the cashier is open', () => window.bench.checkout.state.phase === 'open');
      await shop.page.evaluate(way);
      expect(await shop.outcome(index)).toMatchObject({ status: 'abandoned', reason: 'navigated', retry: 'after-confirmation' });
      await shop.clean();
    }
  });

  behaviour(
    'a redirect settles as the page goes',
    async (shop) => {
      await shop.open({ query: 'delay=0' });
      await payAndPress(shop, 'redirect');
      await shop.page.waitFor(
        "the method's page is there",
        () => location.pathname === '/redirect-target' && document.readyState === 'complete',
      );
      await shop.goBack();
      expect(await shop.page.evaluate(() => JSON.parse(sessionStorage.getItem('last-words') ?? '') as unknown)).toMatchObject({
        status: 'redirected',
        retry: 'after-confirmation',
      });
    },
    ({ hearsRedirectsLate }) => hearsRedirectsLate !== true,
  );

  behaviour('after a redirect and Back the page is as it was, and the next payment opens', async (shop) => {
    await shop.open({ query: 'delay=0&server=none', inquiry: true, options: { notRedirectAfterComplete: true } });
    await shop.page.press('pay-now');
    await opened(shop);
    await shop.decide('CANCELLED');
    await shop.page.press('redirect', 'cashier');
    await shop.page.waitFor(
      "the method's page is there",
      () => location.pathname === '/redirect-target' && document.readyState === 'complete',
    );
    await shop.goBack();
    await shop.clean();
    const [outcomes, events] = await shop.page.evaluate(() => [window.bench.outcomes.length, window.bench.events.length]);
    await shop.page.press('pay-now');
    await shop.page.waitFor('another cashier is open', (seen) => window.bench.events.slice(seen).indexOf('loading-ended') >= 0, events);
    await shop.decide('SUCCESS');
    await shop.page.press('pay', 'cashier');
    expect(await shop.outcome(outcomes)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    await shop.clean();
  });

  behaviour("after a reload resume() has the server's answer", async (shop) => {
    await shop.open({ query: 'server=none', inquiry: true });
    await shop.page.press('pay-now');
    await opened(shop);
    await shop.decide('SUCCESS');
    await shop.reload();
    await shop.page.evaluate(() => {
      window.bench.resume();
    });
    expect(await shop.outcome()).toMatchObject({ status: 'succeeded', confirmedBy: 'server', retry: 'none' });
  });

  behaviour('a bound form pays by its button, which is disabled meanwhile and then as it was', async (shop) => {
    await shop.open({ query: 'delay=0', options: { notRedirectAfterComplete: true } });
    await shop.page.evaluate(() => {
      window.bench.bindForm();
    });
    const form = (): Promise<string> => shop.page.evaluate(() => document.querySelector('form')?.outerHTML ?? '');
    const before = await form();
    await shop.page.press('buy');
    await opened(shop);
    expect(await shop.page.evaluate(() => document.querySelector('form')?.getAttribute('aria-busy'))).toBe('true');
    expect(await shop.page.evaluate(() => document.querySelector<HTMLButtonElement>('[data-testid="buy"]')?.disabled)).toBe(true);
    await shop.page.press('pay', 'cashier');
    expect(await shop.outcome()).toMatchObject({ status: 'succeeded' });
    expect(await form()).toBe(before);
    await shop.clean();
  });

  behaviour("beside RequireJS the SDK is found, and the page's own modules load meanwhile and afterwards", async (shop) => {
    await shop.open({
      sdk: shop.shelf.held,
      query: 'delay=0',
      options: { notRedirectAfterComplete: true },
      before: [shop.shelf.requireJs],
    });
    await shop.page.press('pay-now');
    await shop.held(1);
    // From a blob, not from the network: now and then Chromium 64 sends no request while another script hangs.
    const requireModule = (): Promise<unknown> =>
      shop.page.evaluate(
        () =>
          new Promise<string>((resolve, reject) => {
            const load = (
              window as unknown as { require: (urls: string[], done: (found: string) => void, failed: (error: Error) => void) => void }
            ).require;
            load(
              [URL.createObjectURL(new Blob(['define([], function () { return "a module of the page"; });'], { type: 'text/javascript' }))],
              resolve,
              reject,
            );
          }),
      );
    expect(await requireModule()).toBe('a module of the page');
    shop.shelf.release();
    await shop.page.press('pay', 'cashier');
    expect(await shop.outcome()).toMatchObject({ status: 'succeeded' });
    expect(await requireModule()).toBe('a module of the page');
    expect(await shop.page.evaluate(() => 'amd' in (window as unknown as { define: object }).define)).toBe(true);
  });

  behaviour('a script that comes after it was given up is used, and the one asked for meanwhile never runs', async (shop) => {
    await shop.open({ sdk: shop.shelf.held, query: 'delay=0', options: { notRedirectAfterComplete: true, timeouts: { sdk: 4000 } } });
    await shop.page.evaluate(() => {
      void window.bench.pay();
    });
    await shop.held(1);
    expect(await shop.outcome()).toMatchObject({ status: 'error', error: { code: 'sdk-load-timeout' } });
    await shop.page.evaluate(() => {
      void window.bench.pay();
    });
    // Its tag, not its request, for the same reason as above.
    await shop.page.waitFor(
      'it was asked for again',
      (address) => document.querySelector(`script[src^="${address}"]`) !== null,
      shop.shelf.held,
    );
    shop.shelf.release();
    await shop.page.press('pay', 'cashier');
    expect(await shop.outcome(1)).toMatchObject({ status: 'succeeded' });
    shop.shelf.release();
    // A script of the same size that is asked for now comes after it.
    await shop.load(shop.shelf.sdk);
    expect(await shop.page.evaluate(() => (window as unknown as { sdkRuns: number }).sdkRuns)).toBe(1);
  });

  const hasElements = ({ lacks }: Engine): boolean => lacks.indexOf('customElements') < 0;
  const ELEMENT = '<antom-checkout><button data-testid="pay-now">Pay</button></antom-checkout>';
  const elementTells = ({ page }: Shop, ...statuses: string[]): Promise<unknown> =>
    page.waitFor('the element has told how it ended', (wanted) => window.told.join() === wanted, statuses.join());
  const elementIsOpen = ({ page }: Shop): Promise<unknown> =>
    page.waitFor('the cashier is open', () => document.querySelector('antom-checkout[data-phase="open"]') !== null);

  behaviour(
    'the element antom-checkout: pressed, paid, told, and the page is as it was',
    async (shop) => {
      await shop.openElement(ELEMENT, { query: 'delay=0' });
      await payAndPress(shop, 'pay');
      await elementTells(shop, 'succeeded');
      await shop.clean();
    },
    hasElements,
  );

  behaviour(
    'the element antom-checkout: a decline is told and shown, the next press pays, and the page goes to succeeded-url',
    async (shop) => {
      await shop.openElement(ELEMENT.replace('<button', '<p data-when="failed">Failed</p><button'), { query: 'delay=0' });
      await shop.page.evaluate(() => {
        document.querySelector('antom-checkout')?.setAttribute('succeeded-url', '/blank?thanks');
      });
      const isSaid = (): Promise<boolean> => shop.page.evaluate(() => !(document.querySelector('[data-when]') as HTMLElement).hidden);
      expect(await isSaid()).toBe(false);
      await payAndPress(shop, 'fail');
      await elementTells(shop, 'failed');
      expect(await isSaid()).toBe(true);
      await shop.clean();
      await payAndPress(shop, 'pay');
      await shop.page.waitFor('the page has gone there', () => location.search === '?thanks');
    },
    hasElements,
  );

  behaviour(
    'the element antom-checkout: taken away while the cashier is open, the payment goes on, and the element that is gone tells its outcome',
    async (shop) => {
      await shop.openElement(ELEMENT, { query: 'delay=0' });
      await shop.page.press('pay-now');
      await elementIsOpen(shop);
      await shop.page.evaluate(() => {
        document.querySelector('antom-checkout')?.remove();
      });
      await shop.page.press('pay', 'cashier');
      await elementTells(shop, 'succeeded');
      await shop.clean();
    },
    hasElements,
  );

  behaviour(
    'the element antom-checkout: moved while the cashier is open, it goes on there',
    async (shop) => {
      await shop.openElement(`${ELEMENT}<section></section>`, { query: 'delay=0' });
      await shop.page.press('pay-now');
      await elementIsOpen(shop);
      await shop.page.evaluate(() => {
        document.querySelector('section')?.appendChild(document.querySelector('antom-checkout') as Element);
      });
      await shop.page.press('cancel', 'cashier');
      await elementTells(shop, 'cancelled');
      await shop.clean();
      await payAndPress(shop, 'pay');
      await elementTells(shop, 'cancelled', 'succeeded');
    },
    hasElements,
  );

  behaviour('the element antom-checkout without its script: the form around it posts', async (shop) => {
    await shop.openElement(`<form action="/blank"><input name="order" value="a1">${ELEMENT}</form>`, { scripted: false });
    await shop.page.press('pay-now');
    await shop.page.waitFor('the form was sent', () => location.search === '?order=a1');
  });

  behaviour('with nothing added to the engine, a payment with a scripted SDK', async (shop) => {
    await shop.open({ sdk: shop.shelf.fakeSdk });
    await shop.page.press('pay-now');
    await shop.page.waitFor('the SDK was asked', () => 'fakeSdk' in window && window.fakeSdk.cashiers.length > 0);
    await shop.page.evaluate(() => {
      window.fakeSdk.cashier().launch();
    });
    await shop.page.waitFor('the cashier is open', () => window.bench.checkout.state.phase === 'open');
    await shop.page.evaluate(() => {
      window.fakeSdk.cashier().emit('SDK_PAYMENT_PROCESSING');
    });
    expect(await shop.outcome()).toMatchObject({ status: 'processing' });
    await shop.clean();
    const lacks = await shop.page.evaluate(() => typeof Object.entries);
    expect(lacks).toBe((engine.lacks as readonly string[]).indexOf('Object.entries') < 0 ? 'function' : 'undefined');
  });

  behaviour('what the SDK asks of other hosts is refused on this machine', async (shop) => {
    await shop.open({ query: 'delay=0', options: { notRedirectAfterComplete: true } });
    await payAndPress(shop, 'pay');
    await shop.outcome();
    expect([...shop.refused]).toContain('gw.alipayobjects.com');
  });

  for (const [title, form] of FORMS) {
    const stay = { notRedirectAfterComplete: true };
    const answers = ({ page }: Shop): Promise<readonly string[]> => page.evaluate(() => window.bench.answers);

    behaviour(`${title} in the page: filled in, submitted, succeeded, and the page is as it was`, async (shop) => {
      await shop.open({ form, options: stay });
      await mount(shop);
      await submit(shop, form);
      expect(await shop.outcome()).toMatchObject({ status: 'succeeded', confirmedBy: 'sdk', retry: 'none' });
      await shop.clean();
      expect(await answers(shop)).toEqual(form === 'checkoutPage' ? [] : ['ended']);
    });

    behaviour(`${title}: a try is declined, the form stays as it is, and the next try succeeds`, async (shop) => {
      await shop.open({ form, session: { outcome: 'declined-once' }, options: stay });
      await mount(shop);
      await submit(shop, form);
      await shop.page.waitFor('the try is declined', () => {
        const { state } = window.bench.checkout;
        return state.phase === 'open' && state.surface === 'inline' && state.declined !== undefined;
      });
      await submit(shop, form);
      expect(await shop.outcome()).toMatchObject({ status: 'succeeded' });
      expect(await answers(shop)).toEqual(form === 'checkoutPage' ? [] : ['declined', 'ended']);
      expect(await shop.page.evaluate(() => window.bench.sessions.length)).toBe(1);
      await shop.clean();
    });

    behaviour(`${title}: unmount() is abandoned, and nothing of it stays in the page`, async (shop) => {
      await shop.open({ form, options: stay });
      await mount(shop);
      await shop.page.evaluate(() => {
        window.bench.checkout.unmount();
      });
      expect(await shop.outcome()).toMatchObject({ status: 'abandoned', reason: 'unmounted' });
      await shop.clean();
    });

    behaviour(`${title}: a second payment leaves no more behind than the first`, async (shop) => {
      await shop.open({ form, options: stay });
      const left: Record<string, number>[] = [];
      for (const attempt of [0, 1]) {
        await mount(shop);
        await submit(shop, form);
        expect(await shop.outcome(attempt)).toMatchObject({ status: 'succeeded' });
        await shop.clean();
        left.push(
          await shop.page.evaluate(() => {
            const counted: Record<string, number> = {};
            Array.prototype.forEach.call(document.querySelectorAll('*'), ({ nodeName, id }: Element) => {
              const name = `${nodeName} ${id}`;
              counted[name] = (counted[name] ?? 0) + 1;
            });
            return counted;
          }),
        );
      }
      expect(left[1]).toEqual(left[0]);
    });
  }
});
