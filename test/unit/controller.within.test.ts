/** The page's own code that runs in the middle of the library's work: a storage, a getter, a focus listener that does something itself. */
import { describe, expect, it, vi } from 'vitest';
import { createPending } from '../../src/payments/records';
import { fromModule } from '../../src/sdk/sources/module';
import type { PaymentOutcome, PaymentSession } from '../../src/types';
import { testEnvironment } from '../support/environment';
import { fakeServer, memoryStorage, reloadPage, type FakeServer } from '../support/server';
import {
  errorOf,
  flush,
  isCashierShowing,
  openShop,
  outcomeOf,
  pass,
  peek,
  uniqueSession,
  useShop,
  type Shop,
  type ShopOptions,
} from '../support/shop';

useShop();

/** A storage that does something of its own, once, when it is used: the first time, or the `nth`. */
function meddling(name: 'getItem' | 'setItem', meddle: () => void, nth = 1): NonNullable<ShopOptions['storage']> {
  const storage = memoryStorage();
  const plain = storage[name].bind(storage) as (...args: unknown[]) => never;
  let uses = 0;
  return Object.assign(storage, {
    [name]: (...args: unknown[]) => {
      uses += 1;
      if (uses === nth) meddle();
      return plain(...args);
    },
  });
}

/** An earlier page of the shop has opened a payment and gone. */
async function leftBehind(options: ShopOptions): Promise<void> {
  const shop = openShop(options);
  await shop.open();
  shop.checkout.dispose();
  await pass(1_000);
  reloadPage();
}

it("a storage that begins another controller's payment: this one holds the page already, and that one is component-busy", async () => {
  const other = openShop();
  let second: Promise<PaymentOutcome> | undefined;
  const shop = openShop({
    storage: meddling('getItem', () => {
      second ??= other.checkout.pay();
    }),
  });
  void shop.checkout.pay();
  expect((await errorOf(second as Promise<PaymentOutcome>)).error.code).toBe('component-busy');
  await flush();
  expect(other.sdk.cashiers).toHaveLength(0);
  expect(shop.sdk.cashiers).toHaveLength(1);
});

it('a storage that disposes of the controller while it looks whether the order is paid: nothing opens', async () => {
  const shop = openShop({
    storage: meddling('getItem', () => {
      shop.checkout.dispose();
    }),
  });
  expect((await errorOf(shop.checkout.pay({ order: 'a' }))).error.code).toBe('disposed');
  await flush();
  expect(shop.sdk.cashiers).toHaveLength(0);
});

it.each([2, 3, 4, 5])(
  'a storage that ends the payment as it is read the %i. time leaves no payment open, and nothing that was opened stays',
  async (nth) => {
    let used = false;
    const shop = openShop({
      storage: meddling(
        'getItem',
        () => {
          used = true;
          shop.checkout.unmount();
        },
        nth,
      ),
    });
    const result = shop.checkout.pay({ order: 'a' });
    await pass(1_000);
    expect(used).toBe(true);
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned', reason: 'unmounted' });
    expect(shop.checkout.state.busy).toBe(false);
    expect(isCashierShowing()).toBe(false);
    await shop.open({ order: 'a', force: true });
    expect(shop.checkout.state.phase).toBe('open');
  },
);

it.each(['unmount', 'dispose'] as const)(
  'a storage that calls %s() as what the server said of an earlier payment is written down: no other cashier opens',
  async (method) => {
    const server = fakeServer('PROCESSING', 'FAIL');
    const storage = memoryStorage();
    const plain = storage.setItem.bind(storage);
    let armed = false;
    const shop = openShop({ inquiryPayment: server.inquiryPayment, storage });
    const meddle = (): void => {
      if (!armed) return;
      armed = false;
      shop.checkout[method]();
    };
    Object.assign(storage, {
      setItem: (key: string, value: string) => {
        plain(key, value);
        meddle();
      },
      removeItem: (key: string) => {
        Reflect.deleteProperty(storage.content, key);
        meddle();
      },
    });
    const { result, cashier } = await shop.open({ order: 'a' });
    cashier.emit('SDK_PAYMENT_PROCESSING');
    await flush();
    shop.checkout.unmount();
    await outcomeOf(result);
    await pass(1_000);
    armed = true;
    const again = shop.checkout.pay({ order: 'a' });
    await pass(1_000);
    expect(armed).toBe(false);
    expect(await outcomeOf(again)).toMatchObject({ status: 'abandoned' });
    expect(shop.sdk.cashiers).toHaveLength(1);
    expect(isCashierShowing()).toBe(false);
  },
);

it('a storage that disposes of the controller while it resumes a payment: nobody is asked, and it stays disposed', async () => {
  const server = fakeServer('SUCCESS');
  const shop = openShop({
    inquiryPayment: server.inquiryPayment,
    storage: meddling('getItem', () => {
      shop.checkout.dispose();
    }),
  });
  const result = shop.checkout.resume({ paymentRequestId: 'from another device' });
  await pass(1_000);
  expect(await peek(result)).toMatchObject({ status: 'error', error: { code: 'disposed' } });
  expect(server.asked).toHaveLength(0);
  expect(shop.states.map(({ phase }) => phase)).toEqual(['disposed']);
});

it('a session that cannot be read, while a payment is open, is an error, and the payment goes on', async () => {
  const shop = openShop();
  const { result } = await shop.open();
  const session = Object.defineProperty({} as PaymentSession, 'paymentSessionData', {
    get: () => {
      throw new Error('no');
    },
  });
  expect((await errorOf(shop.checkout.pay({ session }))).error).toMatchObject({ code: 'sdk-internal', cause: { message: 'no' } });
  expect(await peek(result)).toBe('pending');
  expect(shop.checkout.state.phase).toBe('open');
});

it('a signal that cannot be listened to is an error, and the next payment opens', async () => {
  const shop = openShop();
  const signal = {
    aborted: false,
    addEventListener: () => {
      throw new Error('no');
    },
    removeEventListener: () => undefined,
  } as unknown as AbortSignal;
  expect((await errorOf(shop.checkout.pay({ signal }))).error).toMatchObject({ code: 'sdk-internal', cause: { message: 'no' } });
  await shop.open();
  expect(shop.checkout.state.phase).toBe('open');
});

it('a signal that aborts as it is listened to ends the payment, and nothing of it stays', async () => {
  let listeners = 0;
  const signal = {
    aborted: false,
    addEventListener: (_type: string, abort: () => void) => {
      listeners += 1;
      abort();
    },
    removeEventListener: () => {
      listeners -= 1;
    },
  } as unknown as AbortSignal;
  const shop = openShop();
  expect(await outcomeOf(shop.checkout.pay({ signal }))).toMatchObject({ status: 'abandoned', reason: 'aborted' });
  await pass(1_000);
  expect(listeners).toBe(0);
  expect(shop.sdk.cashiers).toHaveLength(0);
});

it("a focus listener that pays, when an earlier cashier gives the focus back: the state is the new payment's, and its cashier waits for the SDK's clean-up", async () => {
  const button = document.getElementById('pay') as HTMLElement;
  const shop = openShop();
  button.focus();
  const { cashier } = await shop.open();
  cashier.emit('SDK_PAYMENT_SUCCESSFUL');
  await flush();
  button.blur();
  let again: ReturnType<typeof shop.checkout.pay> | null = null;
  button.addEventListener('focus', () => {
    again ??= shop.checkout.pay();
  });
  shop.checkout.unmount();
  expect(again).not.toBeNull();
  expect(shop.checkout.state).toMatchObject({ busy: true });
  await flush();
  expect(shop.sdk.cashiers).toHaveLength(1);
  await pass(1_000);
  expect(shop.sdk.cashiers).toHaveLength(2);
  shop.sdk.cashier().launch();
  await pass(1_000);
  expect(shop.checkout.state.phase).toBe('open');
  expect(isCashierShowing()).toBe(true);
});

it('a storage that ends the payment as its record is written: nothing opens, and the next payment does', async () => {
  const shop = openShop({
    storage: meddling('setItem', () => {
      shop.checkout.unmount();
    }),
  });
  expect(await outcomeOf(shop.checkout.pay())).toMatchObject({ status: 'abandoned', reason: 'unmounted', retry: 'same-session' });
  await pass(1_000);
  expect(shop.sdk.cashiers).toHaveLength(0);
  await shop.open();
  expect(shop.checkout.state.phase).toBe('open');
});

it('an SDK that fails to load while the server is asked about an earlier payment is loaded again once a cashier may open', async () => {
  const storage = memoryStorage();
  await leftBehind({ storage, inquiryPayment: fakeServer('down').inquiryPayment });
  const server = fakeServer('silent');
  const sdk = openShop().sdk;
  const load = vi.fn(() => Promise.resolve<unknown>(sdk.module)).mockRejectedValueOnce(new Error('chunk missing'));
  const shop = openShop({ storage, inquiryPayment: server.inquiryPayment, fake: sdk, sdk: fromModule(load) });
  const result = shop.checkout.pay();
  await flush();
  expect(load).toHaveBeenCalledTimes(1);
  server.asked[0]?.answer('ORDER_NOT_EXIST');
  await flush();
  expect(load).toHaveBeenCalledTimes(2);
  expect(sdk.cashiers).toHaveLength(1);
  expect(await peek(result)).toBe('pending');
});

// CONTRACT "Safe to call again": without an id only the same kept session reopens, "else `error` `payment-unconfirmed`".
it('behind a payment that the server says has failed, an older one that nobody can ask about still stands in the way', async () => {
  const storage = memoryStorage();
  const remembered = createPending(testEnvironment(), storage);
  const record = { attemptId: 'older', paymentRequestId: '', paymentSessionId: '', order: '', at: Date.now() - 2_000 };
  remembered.write(record);
  remembered.write({ ...record, attemptId: 'newer', paymentRequestId: 'newer', at: Date.now() - 1_000 });
  const server = fakeServer('FAIL');
  const shop = openShop({ storage, inquiryPayment: server.inquiryPayment });
  const result = shop.checkout.pay();
  await pass(1_000);
  expect(server.asked).toHaveLength(1);
  expect(await errorOf(result)).toMatchObject({ error: { code: 'payment-unconfirmed' }, retry: 'after-confirmation' });
  expect(shop.sdk.cashiers).toHaveLength(0);
});

it('a given session that is spent, on a page without createPaymentSession, is session-request-failed', async () => {
  const server = fakeServer('down');
  const shop = openShop({ inquiryPayment: server.inquiryPayment, createPaymentSession: undefined as never });
  const session = uniqueSession();
  const { result } = await shop.open({ session });
  shop.checkout.unmount();
  expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned' });
  await pass(1_000);
  server.says('FAIL');
  const again = shop.checkout.pay({ session });
  await pass(1_000);
  expect(await errorOf(again)).toMatchObject({ error: { code: 'session-request-failed' }, retry: 'new-session' });
  expect(shop.sdk.cashiers).toHaveLength(1);
});

it('an SDK that calls onClose twice in one task is cancelled once, and closed once', async () => {
  const shop = openShop();
  const { result, cashier } = await shop.open();
  const { onClose } = cashier.instance.hooks();
  onClose?.({});
  onClose?.({});
  expect(await outcomeOf(result)).toMatchObject({ status: 'cancelled' });
  expect(shop.events.filter(({ type }) => type === 'closed')).toHaveLength(1);
});

describe('a storage that unmounts as the record of a next cashier is written', () => {
  /** An undecided payment that the server calls PROCESSING, and a storage that unmounts at the next word it is given. */
  async function armed(): Promise<{ shop: Shop; server: FakeServer; content: Readonly<Record<string, string>> }> {
    const server = fakeServer('PROCESSING');
    const { content, ...storage } = memoryStorage();
    let isArmed = false;
    const shop = openShop({
      inquiryPayment: server.inquiryPayment,
      storage: {
        ...storage,
        setItem: (key, value) => {
          storage.setItem(key, value);
          if (!isArmed) return;
          isArmed = false;
          shop.checkout.unmount();
        },
      },
    });
    await shop.open();
    shop.checkout.unmount();
    await pass(1_000);
    isArmed = true;
    return { shop, server, content };
  }

  it.each([false, true])(
    '(force: %s): nothing opens, and the earlier payment is still asked about, also when its session is too old',
    async (force) => {
      const { shop, server, content } = await armed();
      const before = JSON.stringify(content);
      const again = shop.checkout.pay({ force });
      await pass(1_000);
      expect(await outcomeOf(again)).toMatchObject({ status: 'abandoned' });
      expect(shop.sdk.cashiers).toHaveLength(1);
      expect(JSON.stringify(content)).toBe(before);
      await pass(3_600_000);
      const asked = server.asked.length;
      expect(await peek(shop.checkout.pay())).toMatchObject({ status: 'processing' });
      expect(server.asked).toHaveLength(asked + 1);
      expect(shop.sdk.cashiers).toHaveLength(1);
    },
  );
});

describe("while another payment's success waits for the SDK's jump, whose component goes as the next one begins", () => {
  /** A's subscriber does something to B as B begins. */
  async function begun(does: (b: Shop, controller: AbortController) => void): Promise<{ b: Shop; result: Promise<PaymentOutcome> }> {
    const a = openShop();
    const { cashier } = await a.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await pass(1_000);
    const b = openShop({ fake: a.sdk });
    const controller = new AbortController();
    let done = false;
    a.checkout.subscribe(() => {
      if (done) return;
      done = true;
      does(b, controller);
    });
    const result = b.checkout.pay({ signal: controller.signal });
    await pass(1_000);
    expect(done).toBe(true);
    return { b, result };
  }

  it('an abort from there ends it, and no cashier opens', async () => {
    const { b, result } = await begun((_b, controller) => {
      controller.abort();
    });
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned', reason: 'aborted' });
    expect(b.sdk.cashiers).toHaveLength(1);
    expect(b.sessions).toHaveLength(0);
  });

  it.each(['unmount', 'dispose'] as const)('%s() from there ends it, and leaves no listener and no wrapped history', async (how) => {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- only compared
    const { pushState } = history;
    const { b, result } = await begun((other) => {
      other.checkout[how]();
    });
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned', reason: how === 'unmount' ? 'unmounted' : 'disposed' });
    expect(b.sdk.cashiers).toHaveLength(1);
    // eslint-disable-next-line @typescript-eslint/unbound-method -- only compared
    expect(history.pushState).toBe(pushState);
    expect(Object.prototype.hasOwnProperty.call(history, 'pushState')).toBe(false);
  });

  it('an SPA navigation from there is within the second after pay(), and the payment goes on', async () => {
    const { b, result } = await begun(() => {
      history.pushState(null, '', '/elsewhere');
    });
    expect(await peek(result)).toBe('pending');
    expect(b.sdk.cashiers).toHaveLength(2);
  });

  it('a second pay() from there joins it', async () => {
    let second: Promise<PaymentOutcome> | undefined;
    const { b, result } = await begun((other) => {
      second = other.checkout.pay();
    });
    expect(second).toBe(result);
    expect(b.sdk.cashiers).toHaveLength(2);
  });

  it("another controller's payment that begins as the focus comes back has the page, and this one is component-busy", async () => {
    const shop = openShop();
    const other = openShop({ fake: shop.sdk });
    document.getElementById('pay')?.focus();
    const { cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await pass(11_000);
    (document.activeElement as HTMLElement | null)?.blur();
    document.getElementById('pay')?.addEventListener(
      'focus',
      () => {
        void other.checkout.pay();
      },
      { once: true },
    );
    expect((await errorOf(shop.checkout.pay())).error.code).toBe('component-busy');
    await pass(1_000);
    expect(shop.sdk.cashiers).toHaveLength(2);
    expect(other.checkout.state.busy).toBe(true);
  });

  it('the same with one controller: a listener that unmounts as the focus comes back ends the payment that begins', async () => {
    const shop = openShop();
    document.getElementById('pay')?.focus();
    const { cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await pass(11_000);
    (document.activeElement as HTMLElement | null)?.blur();
    document.getElementById('pay')?.addEventListener(
      'focus',
      () => {
        shop.checkout.unmount();
      },
      { once: true },
    );
    const result = shop.checkout.pay();
    await pass(1_000);
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned', reason: 'unmounted' });
    expect(shop.sdk.cashiers).toHaveLength(1);
  });
});
