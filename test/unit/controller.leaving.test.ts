/** unmount, dispose, AbortSignal and SPA navigation in every phase, with what `retry` and `reason` then say. */
import { describe, expect, it } from 'vitest';
import { fromModule } from '../../src/sdk/sources/module';
import type { AbandonReason, CheckoutOptions, PaymentOutcome, PaymentSession } from '../../src/types';
import {
  flush,
  isCashierShowing,
  liveListeners,
  openShop,
  outcomeOf,
  pass,
  peek,
  sdkNodes,
  uniqueSession,
  useShop,
  type Shop,
} from '../support/shop';

useShop();

interface Started {
  readonly shop: Shop;
  readonly result: Promise<PaymentOutcome>;
  readonly abort: AbortController;
}
const never = <T>(): Promise<T> => new Promise(() => undefined);

/** How to bring a payment into each phase, and whether createComponent was called by then. */
const phases: [string, boolean, (options?: Partial<CheckoutOptions>) => Promise<Started>][] = [
  ['the SDK is loading', false, async (options) => begin({ sdk: fromModule(never), ...options })],
  ['the session is being fetched', false, async (options) => begin({ createPaymentSession: () => never<PaymentSession>(), ...options })],
  [
    'it waits for the last cashier to be gone',
    false,
    async (options) => {
      const shop = openShop(options);
      await shop.open();
      shop.checkout.unmount();
      return start(shop);
    },
  ],
  ['it is opening', true, async (options) => begin({ ...options })],
  [
    'it is open',
    true,
    async (options) => {
      const started = await begin(options ?? {});
      started.shop.sdk.cashier().launch();
      await flush();
      expect(started.shop.checkout.state.phase).toBe('open');
      return started;
    },
  ],
];

async function begin(options: Partial<CheckoutOptions>): Promise<Started> {
  return start(openShop(options));
}

async function start(shop: Shop): Promise<Started> {
  const abort = new AbortController();
  const result = shop.checkout.pay({ signal: abort.signal });
  await flush();
  return { shop, result, abort };
}

const endings: [AbandonReason, (started: Started) => void | Promise<void>][] = [
  [
    'unmounted',
    ({ shop }) => {
      shop.checkout.unmount();
    },
  ],
  [
    'disposed',
    ({ shop }) => {
      shop.checkout.dispose();
    },
  ],
  [
    'aborted',
    ({ abort }) => {
      abort.abort();
    },
  ],
  [
    'navigated',
    async () => {
      await pass(1_001);
      history.pushState(null, '', '/elsewhere');
    },
  ],
];

describe.each(phases)('while %s', (name, created, bring) => {
  it.each(endings.filter(([reason]) => !(name.startsWith('it waits') && reason === 'navigated')))(
    '%s: abandoned, and the page is clean',
    async (reason, end) => {
      const started = await bring();
      expect(started.shop.checkout.state.busy).toBe(true);
      await end(started);
      const outcome = await outcomeOf(started.result);
      expect(outcome).toMatchObject({ status: 'abandoned', confirmedBy: null, reason });
      if (created) expect(outcome.retry).toBe('after-confirmation');
      else expect(['same-session', 'new-session']).toContain(outcome.retry);
      await pass(400);
      expect(isCashierShowing()).toBe(false);
      expect(liveListeners()).toEqual([]);
      expect(sdkNodes()).toEqual([]);
      expect(started.shop.checkout.state.phase).toBe(reason === 'disposed' ? 'disposed' : 'settled');
    },
  );

  it('a query, an anchor or the same path is no navigation', async () => {
    const { result } = await bring();
    if (!name.startsWith('it waits')) await pass(1_001);
    history.pushState(null, '', '/cart?step=2');
    history.replaceState(null, '', '/cart?step=2#summary');
    history.pushState(null, '', '/cart');
    window.dispatchEvent(new PopStateEvent('popstate'));
    expect(await peek(result)).toBe('pending');
  });

  it('leave: manual leaves it to the merchant', async () => {
    const { result } = await bring({ leave: 'manual' });
    history.pushState(null, '', '/elsewhere');
    await flush();
    expect(await peek(result)).toBe('pending');
  });
});

describe('after it has settled', () => {
  it.each(endings)('%s changes nothing', async (_reason, end) => {
    const shop = openShop();
    const abort = new AbortController();
    const { result, cashier } = await shop.open({ signal: abort.signal });
    cashier.emit('SDK_PAYMENT_CANCEL');
    const outcome = await outcomeOf(result);
    await end({ shop, result, abort });
    expect(await outcomeOf(result)).toBe(outcome);
    expect(outcome.status).toBe('cancelled');
  });

  it('the signal of the last payment does not end the next', async () => {
    const shop = openShop();
    const abort = new AbortController();
    const first = await shop.open({ signal: abort.signal });
    first.cashier.close();
    await pass(400);
    const second = await shop.open();
    abort.abort();
    expect(await peek(second.result)).toBe('pending');
  });
});

describe('a signal that is aborted already', () => {
  it('is abandoned at once, asks for no session and loads nothing', async () => {
    const shop = openShop();
    const result = shop.checkout.pay({ signal: AbortSignal.abort() });
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned', reason: 'aborted', retry: 'new-session' });
    await pass(1_000);
    expect(shop.sessions).toHaveLength(0);
    expect(shop.sdk.instances).toHaveLength(0);
    expect(shop.events).toEqual([]);
  });
});

describe('SPA navigation before createComponent', () => {
  it('within 1 s of pay() does not count: a router may finish what the click began', async () => {
    const shop = openShop({ createPaymentSession: () => never<PaymentSession>() });
    const result = shop.checkout.pay();
    await pass(900);
    history.pushState(null, '', '/checkout');
    expect(await peek(result)).toBe('pending');
    await pass(20_000);
    expect(await peek(result)).toBe('pending');
    history.pushState(null, '', '/elsewhere');
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned', reason: 'navigated' });
  });

  it('the view is the one in which createComponent was called', async () => {
    const shop = openShop({
      createPaymentSession: () =>
        new Promise((resolve) => {
          setTimeout(() => {
            resolve(uniqueSession());
          }, 500);
        }),
    });
    const result = shop.checkout.pay();
    await pass(100);
    history.pushState(null, '', '/checkout');
    await pass(500);
    expect(shop.checkout.state.phase).toBe('opening');
    history.replaceState(null, '', '/checkout?paying');
    expect(await peek(result)).toBe('pending');
    history.replaceState(null, '', '/cart');
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned', reason: 'navigated' });
  });

  it('right after createComponent counts, however soon after pay()', async () => {
    const shop = openShop();
    const result = shop.checkout.pay();
    await flush();
    history.pushState(null, '', '/elsewhere');
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned', reason: 'navigated', retry: 'after-confirmation' });
  });
});

describe('routes in the hash', () => {
  it.each(['#/thanks', '#!thanks', '#!/thanks'])('%s is another view', async (hash) => {
    const shop = openShop();
    const { result } = await shop.open();
    history.pushState(null, '', hash);
    expect(await outcomeOf(result)).toMatchObject({ reason: 'navigated' });
  });

  it('leaving a hash route for none is another view', async () => {
    history.replaceState(null, '', '/#/checkout');
    const shop = openShop();
    const { result } = await shop.open();
    history.pushState(null, '', '/');
    expect(await outcomeOf(result)).toMatchObject({ reason: 'navigated' });
  });

  it('is heard by hashchange too', async () => {
    const shop = openShop();
    const { result } = await shop.open();
    location.hash = '#/thanks';
    await pass(10);
    expect(await outcomeOf(result)).toMatchObject({ reason: 'navigated' });
  });

  it('#thanks, an anchor, is the same view', async () => {
    const shop = openShop();
    const { result } = await shop.open();
    location.hash = '#thanks';
    await pass(10);
    expect(await peek(result)).toBe('pending');
  });
});

describe('leave as a function', () => {
  it('ends the attempt where it returns true, and gets the new URL', async () => {
    const seen: string[] = [];
    const shop = openShop({
      leave: (url) => {
        seen.push(url.href);
        return url.searchParams.has('bye');
      },
    });
    const { result } = await shop.open();
    history.pushState(null, '', '/elsewhere');
    expect(await peek(result)).toBe('pending');
    history.pushState(null, '', '/cart?bye');
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned', reason: 'navigated' });
    expect(seen.map((href) => href.replace(location.origin, ''))).toEqual(['/elsewhere', '/cart?bye']);
  });

  it("that throws has not said that the buyer left, and does not break the merchant's router", async () => {
    const shop = openShop({
      leave: () => {
        throw new Error('thrown by the shop');
      },
    });
    const { result } = await shop.open();
    expect(() => {
      history.pushState(null, '', '/elsewhere');
    }).not.toThrow();
    expect(await peek(result)).toBe('pending');
    expect(location.pathname).toBe('/elsewhere');
  });

  it('is asked before createComponent too', async () => {
    const shop = openShop({ leave: () => true, createPaymentSession: () => never<PaymentSession>() });
    const result = shop.checkout.pay();
    await flush();
    history.pushState(null, '', '/cart?x');
    expect(await outcomeOf(result)).toMatchObject({ reason: 'navigated' });
  });
});

describe('a cashier that navigates nowhere is left in peace', () => {
  it('by a listener that navigates at loading-started: the attempt is abandoned and the page clean', async () => {
    const shop = openShop();
    shop.checkout.on((event) => {
      if (event.type === 'loading-started') history.pushState(null, '', '/elsewhere');
    });
    const result = shop.checkout.pay();
    await flush();
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned', reason: 'navigated' });
    await pass(400);
    expect(isCashierShowing()).toBe(false);
    shop.sdk.cashier().launch();
  });
});
