/** PayPal in the page, and what it says after its form was left. */
import { cashier } from 'antom-checkout-controller';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { bring, shops } from '../support/product-players.ts';
import { cardSession, cashierSession, payPalSession } from '../support/product-sessions.ts';
import { open, stubPayPal } from '../support/forms.ts';
import { productShop, type ProductShop } from '../support/product-shop.ts';
import { SDK_VERSIONS, type SdkVersion } from '../support/real-sdk.ts';

const world = shops();
afterEach(() => {
  vi.unstubAllGlobals();
});
/** The first session is PayPal's, the others are `next`. */
function payPalThen(next: () => string): ProductShop {
  let n = 0;
  return productShop(
    world.open({ version: '1.47.2' }),
    () => {
      n += 1;
      return n === 1 ? payPalSession({ n }) : next();
    },
    { product: cashier, notRedirectAfterComplete: true },
  );
}
const settleQueries = async (shop: ProductShop): Promise<void> => {
  await shop.advance();
  shop.raw.answer();
  await shop.advance();
};

it.each(SDK_VERSIONS)('%s: mounted, drawn, approved', async (version) => {
  const shop = open(world, cashier, payPalSession, { version });
  const payPal = stubPayPal(shop);
  shop.mount();
  await settleQueries(shop);
  expect(payPal.scripts()).toHaveLength(1);
  expect(shop.checkout.state.phase).toBe('opening');
  payPal.load();
  await shop.advance();
  expect(shop.checkout.state.phase).toBe('open');
  shop.submit();
  await shop.advance();
  expect(shop.submits).toEqual([{ result: 'not-ready' }]);
  void payPal.configs[0]?.onApprove({ orderID: 'x' });
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'processing' }]);
  await shop.advance(400);
  expect(shop.raw.slot.innerHTML).toBe('');
  expect(payPal.scripts()).toEqual([]);
});

it('a script that does not load is component-failed', async () => {
  const shop = open(world, cashier, payPalSession);
  const payPal = stubPayPal(shop);
  shop.mount();
  await settleQueries(shop);
  payPal.scripts()[0]?.onerror?.('no');
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'component-failed' } }]);
  expect(shop.types()).toEqual(expect.arrayContaining(['setup-failed']));
});

it('a script that never answers ends by timeouts.component', async () => {
  const shop = open(world, cashier, payPalSession);
  stubPayPal(shop);
  shop.mount();
  await settleQueries(shop);
  await shop.advance(20_500);
  expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'component-timeout' } }]);
});

/** A PayPal form, its script loaded or not, that was left for a card form, which is open. */
async function leftForCard(isLoaded: boolean): Promise<{
  shop: ProductShop;
  payPal: ReturnType<typeof stubPayPal>;
  script: ReturnType<ReturnType<typeof stubPayPal>['scripts']>[number] | undefined;
}> {
  const shop = payPalThen(() => cardSession({ n: 2 }));
  const payPal = stubPayPal(shop);
  shop.mount({ order: 'paypal' });
  await settleQueries(shop);
  const script = payPal.scripts()[0];
  if (isLoaded) payPal.load();
  await shop.advance();
  shop.mount({ container: '#slot2', order: 'card', appearance: { showSubmitButton: false } });
  await shop.advance(1000);
  await bring(shop.raw);
  expect(shop.checkout.state.phase).toBe('open');
  return { shop, payPal, script };
}

it("the script of a PayPal form that was left fails while the card's form is open: the card's form stays", async () => {
  const { shop, script } = await leftForCard(false);
  script?.onerror?.('blocked');
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'abandoned', reason: 'replaced' }]);
  expect(shop.checkout.state.phase).toBe('open');
});

it("the script of a PayPal form that was left loads while the card's form is open: the card's form stays", async () => {
  const { shop, payPal, script } = await leftForCard(false);
  payPal.load(script);
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'abandoned', reason: 'replaced' }]);
  expect(shop.checkout.state.phase).toBe('open');
});

it("the script of a PayPal form that was left fails, and its handlers are somebody else's to call: the card's form stays", async () => {
  const shop = payPalThen(() => cardSession({ n: 2 }));
  const payPal = stubPayPal(shop);
  shop.mount({ order: 'paypal' });
  await settleQueries(shop);
  const onerror = payPal.scripts()[0]?.onerror as () => void;
  shop.mount({ container: '#slot2', order: 'card' });
  await shop.advance(1000);
  await bring(shop.raw);
  const { length } = shop.events;
  onerror();
  await shop.advance();
  expect(shop.raw.sdk.console.some(({ text }) => text.includes('Loading paypal sdk failed.'))).toBe(true);
  expect(shop.checkout.state.phase).toBe('open');
  expect(shop.events.slice(length)).toEqual([]);
});

it('buttons that cannot be drawn are component-failed, once', async () => {
  const shop = open(world, cashier, payPalSession);
  const payPal = stubPayPal(shop);
  Object.assign(shop.raw.sdk.window, {
    paypal: {
      Buttons: () => {
        throw new (shop.raw.sdk.window as unknown as { Error: typeof Error }).Error('no buttons here');
      },
    },
  });
  shop.mount();
  await settleQueries(shop);
  payPal.load();
  await shop.advance();
  expect(shop.outcomes).toMatchObject([
    { status: 'error', error: { code: 'component-failed', sdk: { message: 'Button render failed.' } } },
  ]);
  expect(shop.types().filter((type) => type === 'setup-failed')).toHaveLength(1);
});

it("PayPal's late approval of a form that was left does not act on a card form", async () => {
  const { shop, payPal } = await leftForCard(true);
  const { length } = shop.events;
  void payPal.configs[0]?.onApprove({ orderID: 'of the first' });
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'abandoned', reason: 'replaced', retry: 'after-confirmation' }]);
  expect(shop.checkout.state.phase).toBe('open');
  expect(shop.events.slice(length)).toEqual([]);
});

it("PayPal's late cancel of a form that was left does not end the card's form", async () => {
  const { shop, payPal } = await leftForCard(true);
  void payPal.configs[0]?.onCancel({ orderID: 'of the first' });
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'abandoned', reason: 'replaced' }]);
  expect(shop.checkout.state.phase).toBe('open');
});

it("PayPal's late words of a form that was left do not act on a card form, whichever they are", async () => {
  const { shop, payPal } = await leftForCard(true);
  const { length } = shop.events;
  const left = payPal.configs[0];
  void left?.onShippingChange({ city: 'of the first' });
  void left?.createOrder();
  await shop.advance();
  shop.raw.answer({ success: false });
  await shop.advance();
  expect(shop.checkout.state.phase).toBe('open');
  expect(shop.events.slice(length)).toEqual([]);
});

/** Two PayPal forms of one page: the first was left, the second is drawn. */
async function leftForPayPal(
  version: SdkVersion,
  asks: boolean,
  leave?: (payPal: ReturnType<typeof stubPayPal>, shop: ProductShop) => Promise<void>,
): Promise<{ shop: ProductShop; payPal: ReturnType<typeof stubPayPal> }> {
  const shop = open(world, cashier, payPalSession, { version, asks });
  const payPal = stubPayPal(shop);
  shop.mount({ order: 'first' });
  await settleQueries(shop);
  payPal.load();
  await shop.advance();
  await leave?.(payPal, shop);
  shop.mount({ container: '#slot2', order: 'second' });
  await shop.advance(1000);
  await settleQueries(shop);
  payPal.load();
  await shop.advance();
  expect(payPal.configs).toHaveLength(2);
  expect(shop.checkout.state).toMatchObject({ phase: 'open', order: 'second' });
  return { shop, payPal };
}
/** What the SDK says of each of two forms, with the same data from PayPal. */
const FROM_EITHER = [
  ['of the first', 0],
  ['of the second', 1],
] as const;

describe.each(SDK_VERSIONS)('%s: a PayPal form after one that was left', (version) => {
  it('the SDK says the same of both, to the newest instance: nothing tells whose word it is', async () => {
    const { shop, payPal } = await leftForPayPal(version, false);
    const { length } = shop.events;
    for (const config of payPal.configs) void config.onShippingChange({ city: 'x' });
    await shop.advance();
    const said = shop.events.slice(length).map(({ raw }) => raw);
    expect(said).toHaveLength(2);
    expect(said[0]).toEqual(said[1]);
  });

  it.each(FROM_EITHER)('an approval %s is unknown, and told as what it is', async (_, form) => {
    const { shop, payPal } = await leftForPayPal(version, false);
    void payPal.configs[form]?.onApprove({ orderID: 'x' });
    await shop.advance();
    expect(shop.types().at(-1)).toBe('payment-approved');
    expect(shop.outcomes.at(-1)).toMatchObject({ status: 'unknown', retry: 'after-confirmation', order: 'second' });
  });

  it.each(FROM_EITHER)('an approval %s is what the server says of the second, and unknown where it does not know', async (_, form) => {
    for (const paymentStatus of ['SUCCESS', 'PROCESSING']) {
      const { shop, payPal } = await leftForPayPal(version, true);
      void payPal.configs[form]?.onApprove({ orderID: 'x' });
      await shop.advance();
      shop.inquiry = { paymentStatus };
      await shop.advance(121_000);
      expect(shop.asked.at(-1)).toBe('request-2');
      expect(shop.outcomes.at(-1)).toMatchObject({ status: paymentStatus === 'SUCCESS' ? 'succeeded' : 'unknown', order: 'second' });
    }
  });

  it.each(FROM_EITHER)('a cancel and an order that could not be made, %s, leave the form open', async (_, form) => {
    const { shop, payPal } = await leftForPayPal(version, false);
    const { length } = shop.events;
    void payPal.configs[form]?.onCancel({ orderID: 'x' });
    void payPal.configs[form]?.createOrder();
    await shop.advance();
    shop.raw.answer({ success: false });
    await shop.advance();
    expect(shop.checkout.state).toMatchObject({ phase: 'open', order: 'second' });
    expect(shop.events.slice(length)).toEqual([]);
  });

  it('one that ended by its own last word leaves nothing: the next approval is taken for the next form', async () => {
    for (const say of ['onApprove', 'onCancel'] as const) {
      const { shop, payPal } = await leftForPayPal(version, false, async ({ configs }, first) => {
        void configs[0]?.[say]({ orderID: 'x' });
        await first.advance(1000);
      });
      expect(shop.outcomes).toHaveLength(1);
      void payPal.configs[1]?.onApprove({ orderID: 'y' });
      await shop.advance();
      expect(shop.outcomes.at(-1)).toMatchObject({ status: 'processing', order: 'second' });
    }
  });
});

it("what a form that was left says while the next one's buttons are not there is nobody's", async () => {
  const shop = open(world, cashier, payPalSession);
  const payPal = stubPayPal(shop);
  shop.mount({ order: 'first' });
  await settleQueries(shop);
  payPal.load();
  await shop.advance();
  shop.mount({ container: '#slot2', order: 'second' });
  await shop.advance(1000);
  void payPal.configs[0]?.onApprove({ orderID: 'x' });
  void payPal.configs[0]?.onCancel({ orderID: 'x' });
  await shop.advance();
  expect(shop.checkout.state).toMatchObject({ phase: 'opening', order: 'second' });
  payPal.load();
  await shop.advance();
  expect(shop.checkout.state).toMatchObject({ phase: 'open', order: 'second' });
});

it("the page's own scripts of PayPal's keep their listeners; the SDK's loses them", async () => {
  const shop = open(world, cashier, payPalSession);
  const payPal = stubPayPal(shop);
  const { document } = shop.raw;
  const own = (): HTMLScriptElement => {
    const script = document.createElement('script');
    script.src = 'https://www.paypal.com/sdk/js?client-id=shop';
    script.onload = script.onerror = () => undefined;
    return document.body.appendChild(script);
  };
  const before = own();
  before.setAttribute('data-user-id-token', 'of the shop');
  shop.mount();
  await settleQueries(shop);
  const [, sdks] = payPal.scripts();
  const since = own();
  expect(payPal.scripts()).toEqual([before, sdks, since]);
  shop.checkout.unmount();
  await shop.advance(1000);
  for (const { onload, onerror } of [before, since]) expect([onload, onerror]).not.toContain(null);
  expect([sdks?.onload, sdks?.onerror]).toEqual([null, null]);
});

it('a PayPal form that is left while the SDK still asks its query: a late failure of that does not act on the next popup', async () => {
  const shop = payPalThen(() => cashierSession({ n: 2 }));
  stubPayPal(shop);
  shop.mount({ order: 'paypal' });
  await shop.advance(10);
  const open = shop.raw.sdk.requests.filter(({ operation }) => operation !== '');
  shop.checkout.unmount();
  await shop.advance(500);
  shop.pay({ order: 'card' });
  await shop.advance(500);
  for (const request of open) request.fail();
  await shop.advance(500);
  await bring(shop.raw);
  await shop.advance(500);
  expect(shop.outcomes).toMatchObject([{ status: 'abandoned' }]);
  expect(shop.checkout.state.phase).toBe('open');
  expect(shop.raw.sdk.apps()).toHaveLength(1);
});

it('an approval with a server is polled, and the slot that goes meanwhile changes nothing', async () => {
  const shop = open(world, cashier, payPalSession, { asks: true });
  const payPal = stubPayPal(shop);
  shop.mount();
  await settleQueries(shop);
  payPal.load();
  await shop.advance();
  void payPal.configs[0]?.onApprove({ orderID: 'x' });
  shop.raw.slot.remove();
  await shop.advance();
  expect(shop.checkout.state.phase).toBe('confirming');
  shop.inquiry = { paymentStatus: 'SUCCESS' };
  await shop.advance(2500);
  expect(shop.outcomes).toMatchObject([{ status: 'succeeded', confirmedBy: 'server' }]);
});
