/** What the SDK's channels become, one by one. How attempts end is in controller.outcomes.test.ts. */
import { describe, expect, it } from 'vitest';
import { applePaySession, errorOf, flush, openShop, outcomeOf, pass, useShop } from '../../support/shop';

useShop();

describe("Apple Pay's sheet, which unmount() does not close", () => {
  it.each<[string, boolean]>([
    ['SDK_PAYMENT_SUCCESSFUL', true],
    ['SDK_PAYMENT_PROCESSING', true],
    ['SDK_PAYMENT_ERROR', true],
    ['SDK_PAYMENT_FAIL', true],
    ['SDK_PAYMENT_CANCEL', true],
    ['SDK_PAYMENT_RETRY', false],
    ['SDK_START_OF_LOADING', false],
    ['SDK_SOMETHING_NEW', false],
  ])('%s lets another payment open: %s', async (code, opens) => {
    const shop = openShop();
    const { result, cashier } = await shop.open({ session: applePaySession(), order: 'a' });
    shop.checkout.unmount();
    expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned' });
    void shop.checkout.pay({ order: 'b' });
    await pass(5_000);
    expect(shop.sdk.cashiers).toHaveLength(1);
    cashier.sheet(code);
    await pass(5_000);
    expect(shop.sdk.cashiers).toHaveLength(opens ? 2 : 1);
    cashier.sheet('SDK_PAYMENT_CANCEL');
    await pass(1_000);
  });
});

it('a success that comes as an error is no success', async () => {
  const shop = openShop();
  const { result, cashier } = await shop.open();
  cashier.instance.error({ code: 'SDK_PAYMENT_SUCCESSFUL' });
  expect(await outcomeOf(result)).toMatchObject({ status: 'processing', confirmedBy: null });
});

describe('createComponent', () => {
  it("that rejects with a code of the SDK's is told as that code", async () => {
    const shop = openShop();
    const refused = { code: 'SDK_CREATECOMPONENT_ERROR', message: 'no' };
    shop.sdk.createError = refused;
    const result = shop.checkout.pay();
    await flush();
    expect((await errorOf(result)).error).toMatchObject({ code: 'component-failed', sdk: refused });
    expect(shop.events).toMatchObject([{ type: 'setup-failed', code: 'SDK_CREATECOMPONENT_ERROR', message: 'no', raw: refused }]);
  });

  it.each<[string, unknown, string]>([
    ['a string', 'out of order', 'out of order'],
    ['an error', new Error('out of order'), 'out of order'],
    ['nothing', null, ''],
  ])("that throws %s is told as a failure of the SDK's own, with what was thrown", async (_what, thrown, message) => {
    const shop = openShop();
    shop.sdk.createError = thrown;
    const result = shop.checkout.pay();
    await flush();
    expect((await errorOf(result)).error).toMatchObject({ code: 'sdk-internal', sdk: { code: 'SDK_INTERNAL_ERROR', message } });
    expect(shop.events).toMatchObject([{ type: 'setup-failed', code: 'SDK_INTERNAL_ERROR', raw: thrown }]);
  });
});

it('what the SDK logs goes to the logger, with its code and message, and is neither an event nor an end', async () => {
  const shop = openShop();
  const { cashier } = await shop.open();
  const before = shop.events.length;
  cashier.instance.log({ code: 'sdk_event', message: 'something', more: 1 });
  cashier.instance.log({});
  expect(shop.logs.filter(({ name }) => name === 'sdk.log')).toMatchObject([
    { level: 'debug', details: { code: 'sdk_event', message: 'something' } },
    { level: 'debug', details: { message: '' } },
  ]);
  expect(shop.events).toHaveLength(before);
  expect(shop.checkout.state.phase).toBe('open');
});

it('an SDK whose unmount() throws is a warning to the logger, and the payment ends all the same', async () => {
  const shop = openShop();
  const { result } = await shop.open();
  shop.sdk.unmountError = new Error('cannot');
  shop.checkout.unmount();
  expect(await outcomeOf(result)).toMatchObject({ status: 'abandoned' });
  expect(shop.logs.filter(({ name }) => name === 'sdk.unmount-threw')[0]).toMatchObject({ level: 'warn', details: { message: 'cannot' } });
  shop.sdk.unmountError = undefined;
});
