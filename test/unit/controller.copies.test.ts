/** Two copies of this library on one page, as two bundles bring them: one cashier at a time all the same. */
import { describe, expect, it, vi } from 'vitest';
import { errorOf, flush, isCashierShowing, openShop, outcomeOf, pass, uniqueSession, useShop } from '../support/shop';

useShop();

describe('two copies of this library', () => {
  async function secondCopy(): Promise<typeof import('../../src/controller')> {
    vi.resetModules();
    const copy = await import('../../src/controller');
    const { CheckoutController } = await import('../../src/controller');
    expect(copy.CheckoutController).toBe(CheckoutController);
    return copy;
  }

  it('agree about the lock: the second is component-busy while the first is open', async () => {
    const one = openShop();
    const first = await one.open();
    const { CheckoutController } = await secondCopy();
    expect(CheckoutController).not.toBe(one.checkout.constructor);
    const { fromModule } = await import('../../src/sdk/sources/module');
    const other = new CheckoutController({
      environment: 'sandbox',
      prepare: 'manual',
      sdk: fromModule(() => Promise.resolve(one.sdk.module)),
      createPaymentSession: () => Promise.resolve(uniqueSession()),
    });
    expect((await errorOf(other.pay())).error.code).toBe('component-busy');
    first.cashier.close();
    await flush();
    const second = other.pay();
    await pass(349);
    expect(one.sdk.cashiers).toHaveLength(1);
    await pass(2);
    expect(one.sdk.cashiers).toHaveLength(2);
    expect(one.sdk.instances).toHaveLength(1);
    one.sdk.cashier().launch();
    await flush();
    one.sdk.cashier().emit('SDK_PAYMENT_PROCESSING');
    expect(await outcomeOf(second)).toMatchObject({ status: 'processing' });
    expect(await outcomeOf(first.result)).toMatchObject({ status: 'cancelled' });
    expect(one.events.map(({ type }) => type)).toEqual(['loading-started', 'closed']);
    other.dispose();
  });

  it("a success of the first that waits for its jump is unmounted by the second's pay()", async () => {
    const one = openShop();
    const first = await one.open();
    first.cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await flush();
    const { CheckoutController } = await secondCopy();
    const { fromModule } = await import('../../src/sdk/sources/module');
    const other = new CheckoutController({
      environment: 'sandbox',
      prepare: 'manual',
      sdk: fromModule(() => Promise.resolve(one.sdk.module)),
      createPaymentSession: () => Promise.resolve(uniqueSession()),
    });
    void other.pay();
    await pass(1);
    expect(isCashierShowing()).toBe(false);
    expect(one.checkout.state).toMatchObject({ phase: 'settled', cashierVisible: false, outcome: { status: 'succeeded' } });
    await pass(400);
    expect(one.sdk.cashiers).toHaveLength(2);
    other.dispose();
    one.sdk.cashier().launch();
  });
});
