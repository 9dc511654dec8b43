/** "Keeping attempts apart": one cashier at a time, and no signal of one attempt decides another. */
import { describe, expect, it, vi } from 'vitest';
import { pageLock } from '../../src/page/lock';
import type { PaymentSession } from '../../src/types';
import { createFakeSdk, type FakeCashier, type SdkVersion } from '../../src/testing/sdk/ams-checkout';
import { fakeServer, type FakeServer } from '../support/server';
import {
  applePaySession,
  errorOf,
  flush,
  isCashierShowing,
  jobs,
  libraryTimers,
  openShop,
  outcomeOf,
  pagehide,
  pageshow,
  pass,
  peek,
  rejectionOf,
  sdkNodes,
  uniqueSession,
  useShop,
  type Shop,
} from '../support/shop';

useShop();

describe('between two cashiers', () => {
  it('350 ms pass after the SDK closed its UI, so that its late clean-up never eats the next', async () => {
    const shop = openShop();
    const first = await shop.open();
    first.cashier.close();
    expect(await outcomeOf(first.result)).toMatchObject({ status: 'cancelled' });
    const second = shop.checkout.pay();
    expect(shop.checkout.state.phase).toBe('preparing');
    await pass(349);
    expect(shop.sdk.cashiers).toHaveLength(1);
    await pass(2);
    expect(shop.sdk.cashiers).toHaveLength(2);
    shop.sdk.cashier().launch();
    await pass(1_000);
    expect(isCashierShowing()).toBe(true);
    expect(shop.checkout.state.phase).toBe('open');
    expect(await peek(second)).toBe('pending');
  });

  it('the same after unmount()', async () => {
    const shop = openShop();
    await shop.open();
    shop.checkout.unmount();
    void shop.checkout.pay();
    await pass(349);
    expect(shop.sdk.cashiers).toHaveLength(1);
    await pass(2);
    expect(shop.sdk.cashiers).toHaveLength(2);
  });

  it('a pending createComponent of an unmounted attempt blocks the next until it has settled, and 350 ms more', async () => {
    const shop = openShop();
    shop.sdk.holdQuery = true;
    void shop.checkout.pay();
    await flush();
    shop.checkout.unmount();
    const second = shop.checkout.pay();
    await pass(5_000);
    expect(shop.sdk.cashiers).toHaveLength(1);
    shop.sdk.cashier().answerQuery();
    await pass(349);
    expect(shop.sdk.cashiers).toHaveLength(1);
    await pass(2);
    expect(shop.sdk.cashiers).toHaveLength(2);
    shop.sdk.cashier().answerQuery();
    shop.sdk.cashier().launch();
    await flush();
    expect(await peek(second)).toBe('pending');
    expect(shop.checkout.state.phase).toBe('open');
  });

  it('its query that fails late removes nothing of the next', async () => {
    const shop = openShop();
    shop.sdk.holdQuery = true;
    const first = shop.checkout.pay();
    await flush();
    shop.checkout.unmount();
    const second = shop.checkout.pay();
    await pass(3_000);
    shop.sdk.cashier().failQuery();
    await pass(400);
    expect(shop.sdk.cashiers).toHaveLength(2);
    shop.sdk.cashier().answerQuery();
    shop.sdk.cashier().launch();
    await pass(20_000);
    expect(isCashierShowing()).toBe(true);
    expect(await peek(second)).toBe('pending');
    expect(await outcomeOf(first)).toMatchObject({ status: 'abandoned' });
  });

  it('the wait has an end: component-busy after timeouts.component', async () => {
    const shop = openShop({ timeouts: { component: 5_000 } });
    shop.sdk.stuck = true;
    void shop.checkout.pay();
    await flush();
    shop.checkout.unmount();
    const session = shop.sessions[0];
    const second = shop.checkout.pay();
    await pass(4_900);
    expect(await peek(second)).toBe('pending');
    await pass(200);
    const { error, retry } = await errorOf(second);
    expect(error.code).toBe('component-busy');
    expect(error.retryable).toBe(true);
    expect(retry).toBe('same-session');
    expect(shop.sdk.cashiers).toHaveLength(1);
    expect(shop.sessions).toEqual([session]);
  });

  it('the wait is over when the lock is free: a session that takes longer than it is no component-busy', async () => {
    let answer!: (session: PaymentSession) => void;
    let first: PaymentSession | null = uniqueSession();
    const shop = openShop({
      createPaymentSession: () => {
        const session = first;
        first = null;
        return session
          ? Promise.resolve(session)
          : new Promise((resolve) => {
              answer = resolve;
            });
      },
    });
    const { cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_FAIL', { result: { paymentResultCode: 'ORDER_IS_CLOSED' } });
    const second = shop.checkout.pay();
    await pass(25_000);
    expect(await peek(second)).toBe('pending');
    answer(uniqueSession());
    await flush();
    expect(shop.sdk.cashiers).toHaveLength(2);
  });

  it('prepare() of another configuration does not wait for ever: component-busy after timeouts.component, and nobody is left waiting', async () => {
    const shop = openShop();
    shop.sdk.stuck = true;
    const first = shop.checkout.pay();
    await pass(30_000);
    expect((await errorOf(first)).error.code).toBe('component-timeout');
    const other = openShop({ fake: shop.sdk, locale: 'zh_CN' });
    const reason = rejectionOf(other.checkout.prepare());
    await pass(20_100);
    expect(await peek(reason)).toMatchObject({ code: 'component-busy' });
    expect(pageLock(window).waiting).toEqual([]);
  });

  it('unmount() and dispose() while waiting end the attempt at once', async () => {
    const shop = openShop();
    await shop.open();
    shop.checkout.unmount();
    const waiting = shop.checkout.pay();
    shop.checkout.unmount();
    expect(await outcomeOf(waiting)).toMatchObject({ status: 'abandoned', reason: 'unmounted', retry: 'same-session' });
    const again = shop.checkout.pay();
    shop.checkout.dispose();
    expect(await outcomeOf(again)).toMatchObject({ status: 'abandoned', reason: 'disposed' });
    await pass(1_000);
    expect(shop.sdk.cashiers).toHaveLength(1);
  });
});

describe('a late signal', () => {
  it('of a closed cashier while the next is waiting is only an event of the first', async () => {
    const shop = openShop();
    const first = await shop.open();
    first.cashier.close();
    await flush();
    const second = shop.checkout.pay();
    first.cashier.instance.emit({ code: 'SDK_PAYMENT_SUCCESSFUL' });
    await pass(100);
    first.cashier.instance.emit({ code: 'SDK_PAYMENT_FAIL', result: { paymentResultCode: 'CARD_EXPIRED' } });
    first.cashier.instance.hooks().onClose?.({});
    await pass(300);
    expect(await outcomeOf(first.result)).toMatchObject({ status: 'cancelled' });
    expect(await peek(second)).toBe('pending');
    const [{ attemptId } = { attemptId: '' }] = shop.events;
    expect(shop.events.filter(({ type }) => type === 'payment-succeeded')).toMatchObject([{ attemptId }]);
    expect(shop.events.filter(({ type }) => type === 'payment-failed')).toMatchObject([{ attemptId }]);
  });

  it('after the page is clean does not put the cashier back, and leaves the page clean', async () => {
    const shop = openShop();
    const { cashier } = await shop.open();
    shop.checkout.unmount();
    await pass(1_000);
    cashier.instance.emit({ code: 'SDK_START_OF_LOADING' });
    cashier.instance.error({ code: 'SDK_CREATECOMPONENT_ERROR' });
    await pass(1_000);
    expect(sdkNodes()).toEqual([]);
    expect(shop.checkout.state).toMatchObject({ phase: 'settled', outcome: { status: 'abandoned' } });
  });

  it('the code that an earlier cashier declared is not replayed when the next is closed', async () => {
    const shop = openShop();
    const first = await shop.open();
    first.cashier.declare('SDK_PAYMENT_SUCCESSFUL');
    first.cashier.noRetention();
    shop.checkout.unmount();
    await pass(400);
    const second = await shop.open();
    expect(second.cashier.instance).toBe(first.cashier.instance);
    second.cashier.close();
    expect(await outcomeOf(second.result)).toMatchObject({ status: 'cancelled' });
    expect(shop.events.map(({ type }) => type)).not.toContain('payment-succeeded');
  });

  it('the "leave?" dialog that an earlier cashier switched off asks again in the next', async () => {
    const shop = openShop();
    const first = await shop.open();
    first.cashier.noRetention();
    shop.checkout.unmount();
    await pass(400);
    const second = await shop.open();
    second.cashier.cross();
    await flush();
    expect(await peek(second.result)).toBe('pending');
  });

  it('a success replayed all the same at the moment of closing is not believed', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    // An SDK that keeps what was declared in another place.
    cashier.declare('SDK_PAYMENT_SUCCESSFUL');
    cashier.close();
    expect(await outcomeOf(result)).toMatchObject({ status: 'processing' });
  });
});

describe("Apple Pay's sheet", () => {
  it('keeps the lock after unmount() until it answers, and its late success decides nothing', async () => {
    const shop = openShop();
    const first = await shop.open({ session: applePaySession() });
    shop.checkout.unmount();
    expect(await outcomeOf(first.result)).toMatchObject({ status: 'abandoned' });
    const second = shop.checkout.pay({ order: 'other' });
    await pass(10_000);
    expect(shop.sdk.cashiers).toHaveLength(1);
    first.cashier.sheet('SDK_PAYMENT_SUCCESSFUL');
    await pass(400);
    expect(shop.sdk.cashiers).toHaveLength(2);
    expect(await peek(second)).toBe('pending');
    expect(await outcomeOf(first.result)).toMatchObject({ status: 'abandoned' });
    expect(shop.events.at(-2)).toMatchObject({ type: 'payment-succeeded', attemptId: (await outcomeOf(first.result)).attemptId });
  });

  it('that a popup in its place asks for keeps the lock too: what the buyer confirms there is still submitted', async () => {
    const shop = openShop({ fake: createFakeSdk('1.12.0'), inquiryPayment: fakeServer('ORDER_NOT_EXIST').inquiryPayment });
    await shop.open({ session: applePaySession(), order: 'a' });
    const frame = document.querySelector<HTMLIFrameElement>('#ams-component-container iframe');
    const source = frame?.contentWindow ?? null;
    window.dispatchEvent(new MessageEvent('message', { data: '{"context":{"event":"getApplePayToken"}}', source }));
    shop.checkout.unmount();
    await pass(1_000);
    const second = shop.checkout.pay({ order: 'a', session: uniqueSession() });
    await pass(20_100);
    expect((await errorOf(second)).error.code).toBe('component-busy');
    expect([source === null, shop.sdk.cashiers.length]).toEqual([false, 1]);
  });

  it('that never answers leaves component-busy, not a second sheet', async () => {
    const shop = openShop();
    await shop.open({ session: applePaySession() });
    shop.checkout.unmount();
    const second = shop.checkout.pay({ order: 'other', session: applePaySession() });
    await pass(20_100);
    expect((await errorOf(second)).error.code).toBe('component-busy');
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it.each<[string, (shop: Shop) => Promise<unknown>, SdkVersion?]>([
    [
      'createComponent was refused',
      async (shop) => {
        shop.sdk.createError = { code: 'SDK_CREATECOMPONENT_ERROR', message: 'Load resource timeout' };
        const result = shop.checkout.pay({ session: applePaySession(), order: 'a' });
        await flush();
        shop.sdk.createError = undefined;
        return outcomeOf(result);
      },
    ],
    [
      'the buyer closed what the SDK has opened as a popup',
      async (shop) => {
        const { cashier, result } = await shop.open({ session: applePaySession(), order: 'a' });
        cashier.instance.hooks().onClose?.({});
        return outcomeOf(result);
      },
    ],
    [
      'the page takes away the popup that 1.12.0 opens for it',
      async (shop) => {
        const { result } = await shop.open({ session: applePaySession(), order: 'a' });
        expect(isCashierShowing()).toBe(true);
        shop.checkout.unmount();
        return outcomeOf(result);
      },
      '1.12.0',
    ],
    [
      'the page takes it away before it has launched',
      async (shop) => {
        const result = shop.checkout.pay({ session: applePaySession(), order: 'a' });
        await flush();
        const cashier = shop.sdk.cashier();
        shop.checkout.unmount();
        cashier.launch();
        return outcomeOf(result);
      },
      '1.12.0',
    ],
    [
      'its popup has sent the buyer away, and the page is back',
      async (shop) => {
        const { cashier, result } = await shop.open({ session: applePaySession(), order: 'a' });
        cashier.redirect();
        await pass(400);
        pagehide(true);
        await pass(1_000);
        pageshow();
        return outcomeOf(result);
      },
      '1.12.0',
    ],
  ])('that never was one does not keep the lock: %s', async (_how, end, version) => {
    const shop = openShop({ fake: createFakeSdk(version) });
    await end(shop);
    await pass(1_000);
    await shop.open({ order: 'b' });
  });

  describe('after unmount() with inquiryPayment', () => {
    async function leftOpen(): Promise<{ server: FakeServer; shop: Shop; cashier: FakeCashier }> {
      const server = fakeServer('ORDER_NOT_EXIST');
      const shop = openShop({ inquiryPayment: server.inquiryPayment });
      const { cashier } = await shop.open({ session: applePaySession() });
      shop.checkout.unmount();
      await pass(1_000);
      return { server, shop, cashier };
    }

    it('ORDER_NOT_EXIST is not believed while it is open: what it answers is asked about, and no second payment opens', async () => {
      const { server, shop, cashier } = await leftOpen();
      const second = shop.checkout.pay({ session: uniqueSession() });
      await pass(3_000);
      expect(await peek(second)).toBe('pending');
      server.says('SUCCESS');
      cashier.sheet('SDK_PAYMENT_SUCCESSFUL');
      await pass(1_000);
      expect(await outcomeOf(second)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
      expect(shop.sdk.cashiers).toHaveLength(1);
    });

    it('one that is cancelled frees the order, and the next cashier opens', async () => {
      const { server, shop, cashier } = await leftOpen();
      void shop.checkout.pay({ session: uniqueSession() });
      await pass(1_000);
      cashier.sheet('SDK_PAYMENT_CANCEL');
      await pass(1_000);
      expect(server.asked).toHaveLength(2);
      expect(shop.sdk.cashiers).toHaveLength(2);
    });

    it('one that never answers is component-busy, and the order stays undecided', async () => {
      const { server, shop } = await leftOpen();
      const second = shop.checkout.pay({ session: uniqueSession() });
      await pass(20_100);
      expect((await errorOf(second)).error.code).toBe('component-busy');
      expect(shop.sdk.cashiers).toHaveLength(1);
      server.says('SUCCESS');
      expect(await peek(shop.checkout.pay())).toMatchObject({ status: 'succeeded' });
    });

    it('the wait for it ends with unmount(), as unknown, and what it answers opens nothing', async () => {
      const { server, shop, cashier } = await leftOpen();
      const second = shop.checkout.pay({ session: uniqueSession() });
      await pass(1_000);
      shop.checkout.unmount();
      expect(await outcomeOf(second)).toMatchObject({ status: 'unknown' });
      cashier.sheet('SDK_PAYMENT_CANCEL');
      await pass(1_000);
      expect(server.asked).toHaveLength(1);
      expect(shop.sdk.cashiers).toHaveLength(1);
    });

    it('resume() does not take ORDER_NOT_EXIST for its end either, until it has answered', async () => {
      const { shop, cashier } = await leftOpen();
      const resumed = shop.checkout.resume();
      await pass(5_000);
      expect(await peek(resumed)).toBe('pending');
      cashier.sheet('SDK_PAYMENT_CANCEL');
      await pass(5_000);
      expect(await peek(resumed)).toMatchObject({ status: 'cancelled' });
    });
  });

  it('no instance is built while it is open, though the page was unmounted', async () => {
    const shop = openShop();
    const first = await shop.open({ session: applePaySession() });
    shop.checkout.unmount();
    const other = openShop({ fake: shop.sdk, locale: 'zh_CN' });
    const reason = rejectionOf(other.checkout.prepare());
    await pass(19_900);
    expect(await peek(reason)).toBe('pending');
    await pass(200);
    expect(await reason).toMatchObject({ code: 'component-busy' });
    expect(shop.sdk.instances).toHaveLength(1);
    first.cashier.sheet('SDK_PAYMENT_CANCEL');
    await pass(400);
    await other.checkout.prepare();
    expect(shop.sdk.instances).toHaveLength(2);
  });
});

describe('one instance', () => {
  it('serves twenty payments of a page', { timeout: 30_000 }, async () => {
    const shop = openShop();
    for (let i = 0; i < 20; i += 1) {
      const { result, cashier } = await shop.open();
      cashier.close();
      expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled' });
      await pass(400);
    }
    expect(shop.sdk.instances).toHaveLength(1);
    expect(sdkNodes()).toEqual([]);
    expect(libraryTimers()).toBe(0);
  });

  it('serves two controllers with the same configuration, each hearing its own attempt only', async () => {
    const one = openShop();
    const two = openShop({ fake: one.sdk });
    const first = await one.open();
    first.cashier.close();
    await pass(400);
    const second = await two.open();
    second.cashier.emit('SDK_PAYMENT_PROCESSING');
    await flush();
    expect(one.sdk.instances).toHaveLength(1);
    expect(one.events.map(({ type }) => type)).toEqual(['loading-started', 'closed']);
    expect(two.events.map(({ type }) => type)).toEqual(['loading-started', 'payment-processing']);
    expect(await outcomeOf(second.result)).toMatchObject({ status: 'processing' });
  });

  it('sdkOptions hooks are those of the controller whose attempt is open', async () => {
    const mine = vi.fn();
    const theirs = vi.fn(() => {
      throw new Error('thrown by the shop');
    });
    const one = openShop({ sdkOptions: { onSizeChanged: mine } });
    const two = openShop({ fake: one.sdk, sdkOptions: { onSizeChanged: theirs } });
    (await one.open()).cashier.instance.hooks().onSizeChanged?.({ height: 1 });
    one.checkout.unmount();
    await pass(400);
    const { cashier } = await two.open();
    expect(() => cashier.instance.hooks().onSizeChanged?.({ height: 2 })).not.toThrow();
    expect(mine).toHaveBeenCalledExactlyOnceWith({ height: 1 });
    expect(theirs).toHaveBeenCalledExactlyOnceWith({ height: 2 });
  });

  it("is not built while another controller's attempt is open; prepare() waits", async () => {
    const one = openShop();
    const first = await one.open();
    const two = openShop({ fake: one.sdk, locale: 'zh_CN' });
    const prepared = two.checkout.prepare();
    await pass(10_000);
    expect(one.sdk.instances).toHaveLength(1);
    expect(await peek(prepared.then(() => 'prepared'))).toBe('pending');
    first.cashier.close();
    await pass(400);
    expect(await peek(prepared.then(() => 'prepared'))).toBe('prepared');
    expect(one.sdk.instances).toHaveLength(2);
  });

  it('is not built for a controller that was disposed of while it waited', async () => {
    const one = openShop();
    const first = await one.open();
    const two = openShop({ fake: one.sdk, locale: 'zh_CN' });
    const prepared = two.checkout.prepare().then(
      () => 'prepared',
      (reason: unknown) => reason,
    );
    await flush();
    two.checkout.dispose();
    first.cashier.close();
    await pass(400);
    expect(one.sdk.instances).toHaveLength(1);
    expect(await peek(prepared)).toMatchObject({ code: 'disposed' });
  });

  // CONTRACT "Keeping attempts apart": "no instance is built while an attempt is open on the page".
  it('is not built when a new attempt begins in the same task in which the lock became free', async () => {
    let fail: (reason: Error) => void = () => undefined;
    const one = openShop({
      createPaymentSession: () =>
        new Promise((_, reject) => {
          fail = reject;
        }),
    });
    await one.checkout.prepare();
    const result = one.checkout.pay();
    const two = openShop({ fake: one.sdk, locale: 'zh_CN' });
    void two.checkout.prepare();
    await flush();
    // The merchant's view offers the next payment as soon as the first has ended.
    let again = false;
    one.checkout.subscribe(() => {
      if (again || one.checkout.state.phase !== 'settled') return;
      again = true;
      void one.checkout.pay({ session: uniqueSession() });
    });
    fail(new Error('down'));
    await flush();
    expect(await errorOf(result)).toMatchObject({ error: { code: 'session-request-failed' } });
    expect(one.checkout.state.phase).toBe('opening');
    expect(one.sdk.instances).toHaveLength(1);
    one.checkout.dispose();
    await pass(1_000);
  });

  it('of another configuration replaces the first, whose preload frames and tracker go', async () => {
    const one = openShop();
    await one.checkout.prepare();
    expect(sdkNodes()).toHaveLength(3);
    const two = openShop({ fake: one.sdk, locale: 'zh_CN' });
    await two.checkout.prepare();
    expect(one.sdk.instances).toHaveLength(2);
    expect(sdkNodes()).toHaveLength(3);
    await one.checkout.prepare();
    expect(one.sdk.instances).toHaveLength(3);
  });
});

describe('two controllers of a page', () => {
  it("a second one's pay() while the first is open is component-busy, and harms nothing", async () => {
    const one = openShop();
    const first = await one.open();
    const two = openShop({ fake: one.sdk });
    const refused = two.checkout.pay();
    await flush();
    const { error, retry } = await errorOf(refused);
    expect(error.code).toBe('component-busy');
    expect(retry).toBe('new-session');
    expect(two.sessions).toHaveLength(0);
    expect(two.checkout.state).toMatchObject({ phase: 'settled', canPay: true });
    expect(isCashierShowing()).toBe(true);
    expect(await peek(first.result)).toBe('pending');
    first.cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    expect(await outcomeOf(first.result)).toMatchObject({ status: 'succeeded' });
    expect(two.events).toEqual([]);
  });

  it('unmount() and dispose() of the other one leave an open cashier alone', async () => {
    const one = openShop();
    const first = await one.open();
    const two = openShop({ fake: one.sdk });
    await two.checkout.pay();
    two.checkout.unmount();
    two.checkout.dispose();
    await pass(1_000);
    expect(isCashierShowing()).toBe(true);
    expect(await peek(first.result)).toBe('pending');
  });

  it('are kept apart while the first only fetches its session', async () => {
    const one = openShop({ createPaymentSession: () => new Promise(() => undefined) });
    void one.checkout.pay();
    await flush();
    const two = openShop({ fake: one.sdk });
    expect((await errorOf(two.checkout.pay())).error.code).toBe('component-busy');
    one.checkout.unmount();
    const result = two.checkout.pay();
    await pass(400);
    expect(two.sdk.cashiers).toHaveLength(1);
    expect(await peek(result)).toBe('pending');
  });
});

describe('unmount() at the worst moment', () => {
  const ended = async (shop: ReturnType<typeof openShop>): Promise<void> => {
    await pass(400);
    expect(isCashierShowing()).toBe(false);
    expect(sdkNodes()).toEqual([]);
    await pass(30_000);
    expect(isCashierShowing()).toBe(false);
    expect(shop.checkout.state).toMatchObject({ phase: 'settled', outcome: { status: 'abandoned' } });
  };

  it('right after a prepared pay() never leaves a cashier on the page', async () => {
    const shop = openShop();
    await shop.checkout.prepare({ session: true });
    const result = shop.checkout.pay();
    expect(shop.sdk.cashiers).toHaveLength(1);
    shop.checkout.unmount();
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned', reason: 'unmounted', retry: 'after-confirmation' });
    await ended(shop);
  });

  it('of an SDK that builds its UI seconds later takes that away in the next task', async () => {
    const shop = openShop();
    shop.sdk.buildDelay = 2_000;
    const result = shop.checkout.pay();
    await flush();
    shop.checkout.unmount();
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned' });
    const second = shop.checkout.pay();
    await pass(2_001);
    expect(isCashierShowing()).toBe(false);
    expect(document.body.hasAttribute('style')).toBe(false);
    expect(shop.sdk.cashiers).toHaveLength(1);
    shop.sdk.buildDelay = 0;
    await pass(400);
    expect(shop.sdk.cashiers).toHaveLength(2);
    expect(isCashierShowing()).toBe(true);
    expect(await peek(second)).toBe('pending');
    shop.checkout.unmount();
  });

  it('right after an unprepared pay() opens none', async () => {
    const shop = openShop();
    const result = shop.checkout.pay();
    shop.checkout.unmount();
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned', reason: 'unmounted', retry: 'new-session' });
    await ended(shop);
    expect(shop.sdk.cashiers).toHaveLength(0);
  });

  it('inside a loading-started listener never leaves a cashier on the page', async () => {
    const shop = openShop();
    shop.checkout.on((event) => {
      if (event.type === 'loading-started') shop.checkout.unmount();
    });
    void shop.checkout.pay();
    await flush();
    await ended(shop);
    expect(shop.sdk.cashier().promise).toBe('resolved');
  });

  it('inside a loading-started listener of an SDK that speaks synchronously', async () => {
    const shop = openShop();
    shop.checkout.on((event) => {
      if (event.type === 'loading-started') shop.checkout.unmount();
    });
    shop.sdk.duringCreate = (instance) => {
      instance.emit({ code: 'SDK_START_OF_LOADING' });
    };
    void shop.checkout.pay();
    await flush();
    await ended(shop);
  });

  // CONTRACT "Surface": "unmount(): ends the open attempt as 'abandoned', cleans the page". The attempt is over before createComponent.
  it.each(['preparing', 'creating-session', 'opening'])('in a subscriber that hears %s calls createComponent no more', async (phase) => {
    const shop = openShop({
      createPaymentSession: () =>
        new Promise((resolve) => {
          setTimeout(() => {
            resolve(uniqueSession());
          }, 100);
        }),
    });
    let at = '';
    shop.checkout.subscribe(() => {
      if (shop.checkout.state.phase !== phase || at !== '') return;
      at = phase;
      shop.checkout.unmount();
    });
    const result = shop.checkout.pay();
    await pass(100);
    expect(at).toBe(phase);
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned', reason: 'unmounted' });
    expect(shop.sdk.cashiers).toHaveLength(0);
    await pass(400);
    expect(libraryTimers()).toBe(0);
    await ended(shop);
  });

  it("by a listener that hears the buyer's close of the component leaves it clean", async () => {
    const shop = openShop();
    shop.checkout.on(() => {
      shop.checkout.unmount();
    });
    const result = shop.checkout.pay();
    await flush();
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned' });
    await ended(shop);
  });

  // Its UI stays until the second wave, so the buyer may still close it: the SDK then cleans up by page-wide ids once more.
  it('a cashier that unmount() could not take away and the buyer closes is waited for anew, and the page is clean', async () => {
    const shop = openShop();
    const { cashier } = await shop.open();
    shop.sdk.unmountError = new Error('broken');
    shop.checkout.unmount();
    void shop.checkout.pay();
    await pass(200);
    shop.sdk.unmountError = undefined;
    cashier.close();
    await pass(349);
    expect(shop.sdk.cashiers).toHaveLength(1);
    await pass(2);
    expect(shop.sdk.cashiers).toHaveLength(2);
  });

  it('an SDK whose unmount() throws keeps nothing from settling', async () => {
    const shop = openShop();
    const { result, cashier } = await shop.open();
    shop.sdk.unmountError = new Error('boom');
    shop.checkout.unmount();
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned' });
    expect(shop.logs.map(({ name }) => name)).toContain('sdk.unmount-threw');
    await pass(400);
    expect(isCashierShowing()).toBe(false);
    shop.sdk.unmountError = undefined;
    expect(cashier.instance.unmounts).toBeGreaterThan(0);
  });

  it('while createComponent throws synchronously', async () => {
    const shop = openShop({ fake: createFakeSdk('1.12.0') });
    shop.sdk.createError = new Error('boom');
    await shop.checkout.prepare({ session: true });
    const result = shop.checkout.pay();
    shop.checkout.unmount();
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned' });
    await jobs();
    await ended(shop);
  });
});
