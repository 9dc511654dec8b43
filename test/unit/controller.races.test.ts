/** The controller, where something else happens while the server is asked, the SDK is loaded or the page comes back. */
import { describe, expect, it } from 'vitest';
import { fromCdn } from '../../src/sdk/sources/cdn';
import { fromModule } from '../../src/sdk/sources/module';
import type { InquiryContext, PaymentInquiry, SdkSource, StorageLike } from '../../src/types';
import { tag } from '../support/cdn';
import { createFakeSdk } from '../../src/testing/sdk/ams-checkout';
import { fakeServer, memoryStorage, reloadPage, type FakeServer } from '../support/server';
import {
  errorOf,
  flush,
  jobs,
  openShop,
  outcomeOf,
  pagehide,
  pageshow,
  pass,
  peek,
  setVisibility,
  useShop,
  type Shop,
} from '../support/shop';

useShop();

type InquiryClient = (context: InquiryContext) => Promise<PaymentInquiry>;

/** The sessions that createComponent was called with, in order. */
const opened = (shop: Shop): unknown[] => shop.sdk.cashiers.map(({ params }) => params['sessionData']);

/** An earlier page of the shop has opened a payment and gone; the payment's id. */
async function leftBehind(storage: StorageLike, order?: string): Promise<string> {
  const shop = openShop({ storage, inquiryPayment: fakeServer('down').inquiryPayment });
  await shop.open(order === undefined ? {} : { order });
  shop.checkout.dispose();
  await pass(1_000);
  reloadPage();
  return String(shop.sessions[0]?.paymentRequestId);
}

/** The buyer has closed the cashier, and the server says `PROCESSING` or nothing. */
async function closed(inquiryPayment: InquiryClient): Promise<Shop> {
  const shop = openShop({ inquiryPayment });
  const { result, cashier } = await shop.open();
  cashier.close();
  await pass(6_500);
  expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled', retry: 'after-confirmation' });
  return shop;
}

/** One server for one payment, another for all others. */
const split =
  (paymentRequestId: string, its: FakeServer, others: FakeServer): InquiryClient =>
  (context) =>
    (context.paymentRequestId === paymentRequestId ? its : others).inquiryPayment(context);

describe('while pay() asks about an earlier payment whose outcome stays unknown, no second session is opened', () => {
  it('when prepare() replaces the kept session, which has become too old', async () => {
    const server = fakeServer('PROCESSING');
    const shop = await closed(server.inquiryPayment);
    await pass(3_600_000 - 35_000 - 6_500);
    server.asked.length = 0;
    server.says('silent');
    const again = shop.checkout.pay();
    await pass(6_000);
    await shop.checkout.prepare({ session: true });
    expect(server.asked).toHaveLength(1);
    server.asked[0]?.answer('PROCESSING');
    await pass(500);
    expect(await outcomeOf(again)).toMatchObject({ status: 'processing', retry: 'after-confirmation' });
    expect(shop.sdk.cashiers).toHaveLength(1);
  });

  it('when another payment of the order is decided', async () => {
    const server = fakeServer('PROCESSING');
    const shop = await closed(server.inquiryPayment);
    server.asked.length = 0;
    server.says('silent');
    void shop.checkout.resume({ paymentRequestId: 'older' });
    await flush();
    void shop.checkout.pay();
    await flush();
    server.asked.find(({ context }) => context.paymentRequestId === 'older')?.answer('FAIL');
    await pass(100);
    const mine = server.asked.filter(({ context }) => context.paymentRequestId !== 'older');
    expect(mine).toHaveLength(1);
    mine[0]?.answer('PROCESSING');
    await pass(500);
    expect(shop.sdk.cashiers).toHaveLength(2);
    expect(new Set(opened(shop)).size).toBe(1);
  });

  it("when a resume() of the order's payment before that ends", async () => {
    const storage = memoryStorage();
    const older = fakeServer('PROCESSING');
    const mine = fakeServer('PROCESSING');
    const shop = openShop({ storage, inquiryPayment: split(await leftBehind(storage), older, mine) });
    const resumed = shop.checkout.resume();
    await pass(100);
    const { result, cashier } = await shop.open({ force: true });
    cashier.close();
    await pass(6_600);
    expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled', retry: 'after-confirmation' });
    expect(await peek(resumed)).toBe('pending');
    mine.says('silent');
    older.says('FAIL');
    mine.asked.length = 0;
    // The older one, which resume() has found undecided once more, first.
    void shop.checkout.pay();
    await pass(2_500);
    expect(await peek(resumed)).toMatchObject({ status: 'failed' });
    expect(mine.asked).toHaveLength(1);
    mine.asked[mine.asked.length - 1]?.answer('PROCESSING');
    await pass(500);
    expect(shop.sdk.cashiers).toHaveLength(2);
    expect(new Set(opened(shop)).size).toBe(1);
  });
});

describe('resume() beside pay()', () => {
  it('that ends as failed leaves the session of a payment that was forced beside it', async () => {
    const storage = memoryStorage();
    await leftBehind(storage);
    const server = fakeServer('PROCESSING');
    const shop = openShop({ inquiryPayment: server.inquiryPayment, storage });
    const resumed = shop.checkout.resume();
    await pass(100);
    const { result, cashier } = await shop.open({ force: true });
    server.says('FAIL');
    await pass(3_000);
    expect(await peek(resumed)).toMatchObject({ status: 'failed' });
    server.says('ORDER_NOT_EXIST');
    cashier.close();
    await pass(500);
    expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled', retry: 'same-session' });
    void shop.checkout.pay();
    await pass(500);
    expect(shop.sdk.cashiers).toHaveLength(2);
    expect(new Set(opened(shop)).size).toBe(1);
  });

  it('asks no longer once the cashier of its payment is open again', async () => {
    const server = fakeServer('down');
    const shop = openShop({ inquiryPayment: server.inquiryPayment });
    const { result, cashier } = await shop.open();
    cashier.close();
    await pass(500);
    expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled' });
    server.says('PROCESSING');
    const resumed = shop.checkout.resume();
    await flush();
    void shop.checkout.pay();
    await pass(500);
    expect(shop.sdk.cashiers).toHaveLength(2);
    shop.sdk.cashier().launch();
    await flush();
    server.says('silent');
    await pass(2_500);
    shop.sdk.cashier().close();
    await pass(500);
    expect(server.most).toBe(1);
    expect(await peek(resumed)).toMatchObject({ status: 'processing', retry: 'after-confirmation' });
  });

  it('that is aborted leaves the asking to the pay() that waited for its answer', async () => {
    const storage = memoryStorage();
    await leftBehind(storage);
    const server = fakeServer('silent');
    const shop = openShop({ inquiryPayment: server.inquiryPayment, storage });
    const abort = new AbortController();
    void shop.checkout.resume({ signal: abort.signal });
    await pass(100);
    server.says('SUCCESS');
    const paid = shop.checkout.pay();
    await flush();
    abort.abort();
    await pass(500);
    expect(await outcomeOf(paid)).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    expect(shop.sdk.cashiers).toHaveLength(0);
  });

  it("does not put its end in the place of a newer payment's outcome", async () => {
    const storage = memoryStorage();
    const inquiryPayment = split(await leftBehind(storage, 'old'), fakeServer('PROCESSING'), fakeServer('SUCCESS'));
    const shop = openShop({ storage, notRedirectAfterComplete: true, inquiryPayment });
    const resumed = shop.checkout.resume();
    await pass(100);
    const { result, cashier } = await shop.open({ order: 'new' });
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await pass(500);
    const outcome = await outcomeOf(result);
    expect(outcome).toMatchObject({ status: 'succeeded' });
    await pass(121_000);
    expect(await peek(resumed)).toMatchObject({ status: 'processing' });
    expect(shop.checkout.state).toMatchObject({ phase: 'settled', outcome });
  });
});

describe('what is remembered of a payment', () => {
  it('is gone once the server has decided it, whatever order resume() was asked for', async () => {
    const storage = memoryStorage();
    const id = await leftBehind(storage, 'A');
    expect(JSON.stringify(storage.content)).toContain(id);
    const shop = openShop({ storage, inquiryPayment: fakeServer('SUCCESS').inquiryPayment });
    const resumed = shop.checkout.resume({ order: 'B', paymentRequestId: id });
    await pass(100);
    expect(await peek(resumed)).toMatchObject({ status: 'succeeded', order: 'A' });
    expect(JSON.stringify(storage.content)).not.toContain(id);
  });

  it('is written anew by an undecided outcome, though another page of the tab heard before that nothing was submitted', async () => {
    const storage = memoryStorage();
    const server = fakeServer('ORDER_NOT_EXIST');
    const first = openShop({ storage, inquiryPayment: server.inquiryPayment });
    const { result, cashier } = await first.open();
    pagehide(true);
    // Another page, with a window of its own.
    reloadPage();
    const second = openShop({ storage, inquiryPayment: server.inquiryPayment });
    const resumed = second.checkout.resume();
    await pass(100);
    expect(await peek(resumed)).toMatchObject({ status: 'cancelled' });
    second.checkout.dispose();
    // Back: the cashier is still open, and now the buyer submits.
    pageshow();
    server.says('PROCESSING');
    cashier.emit('SDK_PAYMENT_PROCESSING');
    await pass(121_000);
    expect(await outcomeOf(result)).toMatchObject({ status: 'processing' });
    first.checkout.dispose();
    await pass(1_000);
    reloadPage();
    const third = openShop({ storage, inquiryPayment: server.inquiryPayment });
    const paid = third.checkout.pay();
    await pass(500);
    expect(await outcomeOf(paid)).toMatchObject({ status: 'processing', retry: 'after-confirmation' });
    expect(third.sdk.cashiers).toHaveLength(0);
  });

  it('in a storage that can only be read is asked about, one payment after the other', async () => {
    // Two tabs wrote at the same time.
    const [one, two] = [memoryStorage(), memoryStorage()];
    const ids = [await leftBehind(one), await leftBehind(two)];
    const stored = [one, two].flatMap(({ content }) => Object.values(content)).map((text) => JSON.parse(text) as { records: unknown[] });
    const both = JSON.stringify({ ...stored[0], records: stored.flatMap(({ records }) => records) });
    const refuse = (): never => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const server = fakeServer('FAIL', 'SUCCESS');
    const shop = openShop({ storage: { getItem: () => both, setItem: refuse, removeItem: refuse }, inquiryPayment: server.inquiryPayment });
    const paid = shop.checkout.pay();
    await pass(500);
    expect(server.asked.map(({ context }) => context.paymentRequestId)).toEqual([...ids].reverse());
    expect(await outcomeOf(paid)).toMatchObject({ status: 'succeeded', paymentRequestId: ids[0] });
    expect(shop.sdk.cashiers).toHaveLength(0);
  });

  it('has no session that could be opened again once the server has CANCELLED it, also after an error', async () => {
    const server = fakeServer('CANCELLED');
    const shop = openShop({ inquiryPayment: server.inquiryPayment });
    const { result } = await shop.open();
    document.querySelectorAll('[id^="ams-component"]').forEach((node) => {
      node.remove();
    });
    await pass(8_500);
    expect((await errorOf(result)).error.code).toBe('component-failed');
    void shop.checkout.pay();
    await pass(500);
    expect(shop.sessions).toHaveLength(2);
    expect(new Set(opened(shop)).size).toBe(2);
  });
});

describe('a page that comes back', () => {
  it('asks again at once when the request that was under way failed for being away', async () => {
    const failing: (() => void)[] = [];
    const inquiryPayment = (): Promise<PaymentInquiry> =>
      new Promise((_resolve, reject) => {
        failing.push(() => {
          reject(new TypeError('Load failed'));
        });
      });
    const shop = openShop({ inquiryPayment });
    const { cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_PROCESSING');
    await flush();
    setVisibility('hidden');
    await pass(5_000);
    setVisibility('visible');
    failing[0]?.();
    await flush();
    expect(failing).toHaveLength(2);
  });

  it('from the back/forward cache can pay within its pageshow', async () => {
    const server = fakeServer('down');
    const shop = openShop({ inquiryPayment: server.inquiryPayment });
    const { result, cashier } = await shop.open();
    cashier.redirect();
    await jobs();
    pagehide(true);
    expect(await outcomeOf(result)).toMatchObject({ status: 'redirected' });
    pageshow();
    server.says('FAIL');
    const again = shop.checkout.pay();
    await pass(1_000);
    expect(await peek(again)).toBe('pending');
    expect(shop.sdk.cashiers).toHaveLength(2);
  });
});

describe('the SDK', () => {
  it('of a source whose load() throws is sdk-load-failed, and a later pay() settles too', async () => {
    const shop = openShop({
      sdk: {
        name: 'mine',
        peek: () => null,
        load: () => {
          throw new Error('not today');
        },
      },
    });
    for (let i = 0; i < 2; i += 1) {
      const result = shop.checkout.pay();
      await flush();
      expect((await errorOf(result)).error.code).toBe('sdk-load-failed');
      expect(shop.checkout.state.phase).toBe('settled');
    }
  });

  it('of a source whose peek() throws is loaded all the same', async () => {
    const { module } = createFakeSdk();
    const source: SdkSource = {
      name: 'mine',
      peek: () => {
        throw new Error('not today');
      },
      load: () => Promise.resolve(module),
    };
    const shop = openShop({ sdk: source });
    void shop.checkout.pay();
    await flush();
    expect(shop.checkout.state.phase).toBe('opening');
  });

  it("that a second source brought stays the one, when the first one's script was late", async () => {
    const npm = createFakeSdk();
    const cdn = createFakeSdk();
    const shop = openShop({ fake: npm, sdk: [fromCdn({ timeout: 1_000, retries: 0 }), fromModule(() => Promise.resolve(npm.module))] });
    const result = shop.checkout.pay();
    await flush();
    const late = tag();
    await pass(1_100);
    npm.cashier().launch();
    await flush();
    npm.cashier().close();
    await pass(1_000);
    expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled' });
    // In another document than it was made in, a script does not run.
    expect(late.ownerDocument).not.toBe(document);
    Object.assign(window, cdn.module);
    void shop.checkout.pay();
    await flush();
    expect([npm.cashiers.length, npm.instances.length, cdn.instances.length]).toEqual([2, 1, 0]);
  });

  it('that keeps logging after its cashier was closed does not hold up the next payment', async () => {
    const shop = openShop();
    const { cashier } = await shop.open();
    cashier.close();
    await flush();
    const heartbeat = setInterval(() => {
      shop.sdk.instance().log({ code: 'x', message: 'heartbeat' });
    }, 300);
    await pass(5_000);
    void shop.checkout.pay();
    await pass(1_000);
    clearInterval(heartbeat);
    expect(shop.sdk.cashiers).toHaveLength(2);
  });
});
