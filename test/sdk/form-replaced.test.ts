/** Several mounts on a page: who makes way for whom, and that nobody is left without an end. */
import { cashier, element } from 'antom-checkout-controller';
import { afterEach, expect, it, vi } from 'vitest';
import { bring, shops } from '../support/product-players.ts';
import { cardSession, elementSession } from '../support/product-sessions.ts';
import { drawCard, drawElement, reply } from '../support/forms.ts';
import { productShop } from '../support/product-shop.ts';

const world = shops();
afterEach(() => {
  vi.unstubAllGlobals();
});
const aborted = (): AbortSignal => {
  const controller = new AbortController();
  controller.abort();
  return controller.signal;
};

it.each(['unmount', 'dispose'] as const)(
  'a mount() elsewhere whose signal is aborted already does not orphan the open form: %s() ends it',
  async (how) => {
    const { shop, app } = await drawElement(world);
    shop.mount({ container: '#slot2', signal: aborted() });
    await shop.advance();
    shop.checkout[how]();
    await shop.advance(1000);
    expect(app.iframe.isConnected).toBe(false);
    expect(shop.outcomes.map(({ status }) => status)).toEqual(['abandoned', 'abandoned']);
  },
);

it('a mount() elsewhere whose signal is aborted already leaves the open form usable', async () => {
  const { shop, app } = await drawElement(world);
  shop.mount({ container: '#slot2', signal: aborted() });
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'abandoned', reason: 'aborted' }]);
  expect(shop.checkout.state).toMatchObject({ phase: 'open', surface: 'inline' });
  shop.submit();
  await shop.advance();
  reply(app, { status: 'SUCCESS' });
  await shop.advance();
  expect(shop.submits).toMatchObject([{ result: 'ended', outcome: { status: 'succeeded' } }]);
});

it('the logger that disposes of the controller as another mount() begins ends the open form too', async () => {
  let armed = false;
  const { shop, app } = await drawElement(world, {
    logger: ({ name }) => {
      if (armed && name === 'attempt.started') shop.checkout.dispose();
    },
  });
  armed = true;
  shop.mount({ container: '#slot2' });
  await shop.advance(1000);
  expect(app.iframe.isConnected).toBe(false);
  expect(shop.outcomes).toHaveLength(2);
});

it('two controllers: a popup replaces an inline form that opens, and a submitted one makes it busy', async () => {
  const raw = world.open({ version: '1.47.2' });
  const inline = productShop(raw, () => elementSession(), { product: element, notRedirectAfterComplete: true });
  const popup = productShop(raw, () => cardSession(), { product: cashier, notRedirectAfterComplete: true });
  inline.mount();
  await inline.advance(100);
  popup.pay();
  await popup.advance(1000);
  expect(inline.outcomes).toMatchObject([{ status: 'abandoned', reason: 'replaced', retry: 'same-session' }]);
  await popup.drawn();
  expect(popup.checkout.state.phase).toBe('open');
  await popup.advance(20_000);
  expect(popup.checkout.state.phase).toBe('open');
  popup.checkout.unmount();
  await popup.advance(1000);
  inline.mount();
  await inline.drawn();
  inline.submit();
  await inline.advance();
  popup.pay();
  await popup.advance(1000);
  expect(popup.outcomes[1]).toMatchObject({ status: 'error', error: { code: 'component-busy' } });
  reply(raw.sdk.app(), { status: 'SUCCESS' });
  await inline.advance();
  expect(inline.outcomes[1]).toMatchObject({ status: 'succeeded' });
});

it('two controllers: a form that is kept for the jump makes way', async () => {
  const raw = world.open({ version: '1.47.2' });
  const inline = productShop(raw, () => elementSession(), { product: element });
  const popup = productShop(raw, () => cardSession(), { product: cashier, notRedirectAfterComplete: true });
  inline.mount();
  await inline.drawn();
  inline.submit();
  await inline.advance();
  reply(raw.sdk.app(), { status: 'SUCCESS' });
  await inline.advance();
  expect(inline.checkout.state).toMatchObject({ phase: 'settled', cashierVisible: true });
  popup.pay();
  await popup.advance(1000);
  expect(inline.checkout.state).toMatchObject({ phase: 'settled', cashierVisible: false });
  expect(raw.slot.innerHTML).toBe('');
  await popup.drawn();
  expect(popup.checkout.state.phase).toBe('open');
});

it('two controllers: one that is confirming makes the other busy', async () => {
  const raw = world.open({ version: '1.47.2' });
  const inline = productShop(raw, () => elementSession(), { product: element, asks: true, notRedirectAfterComplete: true });
  const popup = productShop(raw, () => cardSession(), { product: cashier, notRedirectAfterComplete: true });
  inline.mount();
  await inline.drawn();
  inline.submit();
  await inline.advance();
  reply(raw.sdk.app(), { status: 'PROCESSING' });
  await inline.advance();
  expect(inline.checkout.state.phase).toBe('confirming');
  popup.pay();
  await popup.advance();
  expect(popup.outcomes).toMatchObject([{ status: 'error', error: { code: 'component-busy' } }]);
  inline.submit();
  await inline.advance(200_000);
  expect(inline.submits).toMatchObject([{ result: 'ended' }, { result: 'ended' }]);
});

it('a declined form that is replaced owes a confirmation, and the same order opens only its session', async () => {
  const { shop, app } = await drawCard(world);
  shop.submit();
  await shop.advance();
  app.send('onEventCallback', { code: 'SDK_PAYMENT_FAIL', result: { paymentResultCode: 'RISK_REJECT' } });
  await shop.advance();
  shop.mount({ container: '#slot2' });
  await shop.advance(1000);
  expect(shop.outcomes).toMatchObject([{ status: 'abandoned', reason: 'replaced', retry: 'after-confirmation' }]);
  await bring(shop.raw);
  expect(shop.sessions).toHaveLength(1);
  expect(shop.checkout.state.phase).toBe('open');
});

it('a late answer of a replaced form acts on nobody', async () => {
  const { shop, app } = await drawElement(world);
  shop.mount({ container: '#slot2', order: 'other' });
  await shop.advance(1000);
  await shop.drawn();
  const { length } = shop.events;
  app.send('onSubmitPayCallback', { status: 'SUCCESS' });
  app.send('onEventCallback', { code: 'SDK_PAYMENT_SUCCESSFUL' });
  await shop.advance();
  expect(shop.outcomes).toHaveLength(1);
  expect(shop.events.slice(length)).toEqual([]);
});
