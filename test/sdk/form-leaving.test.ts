/** Redirects, pagehide, pageshow, SPA navigation, and a slot that is taken away or moved at bad moments. */
import { cashier, checkoutPage, element, vaulting } from 'antom-checkout-controller';
import { afterEach, expect, it, vi } from 'vitest';
import { shops } from '../support/product-players.ts';
import { cardSession, checkoutPageSession, elementSession, vaultingSession } from '../support/product-sessions.ts';
import { drawCard, drawElement, open, reply } from '../support/forms.ts';
import type { ProductShop } from '../support/product-shop.ts';

const world = shops();
afterEach(() => {
  vi.unstubAllGlobals();
});
const fire = (shop: ProductShop, type: string, persisted = false): void => {
  const { window } = shop.raw.sdk;
  const event = new (window as unknown as { Event: typeof Event }).Event(type);
  Object.assign(event, { persisted });
  window.dispatchEvent(event);
};

it('element: redirect, then pagehide is redirected; the page that comes back is clean', async () => {
  const { shop, app } = await drawElement(world);
  shop.submit();
  await shop.advance();
  app.send('onEventCallback', { code: 'SDK_CALL_URL_SUCCESS' });
  fire(shop, 'pagehide', true);
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'redirected' }]);
  expect(shop.submits).toMatchObject([{ result: 'ended' }]);
  fire(shop, 'pageshow', true);
  await shop.advance(400);
  expect(shop.raw.slot.innerHTML).toBe('');
});

it('element: a slow redirect, whose page goes after five seconds, is redirected', async () => {
  const { shop, app } = await drawElement(world);
  shop.submit();
  await shop.advance();
  app.send('onEventCallback', { code: 'SDK_CALL_URL_SUCCESS' });
  await shop.advance(5000);
  fire(shop, 'pagehide', true);
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'redirected' }]);
});

it('pagehide and pageshow without a redirect leave a form as it is', async () => {
  const { shop, app } = await drawElement(world);
  fire(shop, 'pagehide', true);
  fire(shop, 'pageshow', true);
  await shop.advance();
  expect(shop.checkout.state.phase).toBe('open');
  shop.submit();
  await shop.advance();
  fire(shop, 'pagehide', true);
  fire(shop, 'pageshow', true);
  reply(app, { status: 'SUCCESS' });
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'succeeded' }]);
});

it.each(['not submitted', 'submitted', 'confirming'] as const)('SPA navigation, %s', async (when) => {
  const { shop, app } = await drawElement(world, { asks: when === 'confirming' });
  if (when !== 'not submitted') shop.submit();
  await shop.advance();
  if (when === 'confirming') reply(app, { status: 'PROCESSING' });
  await shop.advance();
  shop.raw.sdk.window.history.pushState({}, '', '/other');
  shop.raw.slot.remove();
  await shop.advance();
  if (when === 'confirming') {
    expect(shop.checkout.state.phase).toBe('confirming');
    shop.inquiry = { paymentStatus: 'SUCCESS' };
    await shop.advance(2500);
    expect(shop.outcomes).toMatchObject([{ status: 'succeeded' }]);
  } else {
    expect(shop.outcomes).toMatchObject([
      { status: 'abandoned', reason: 'navigated', retry: when === 'submitted' ? 'after-confirmation' : 'same-session' },
    ]);
  }
});

it('the slot goes in the same task as a result: the result counts', async () => {
  for (const order of ['result first', 'slot first']) {
    const { shop, app } = await drawElement(world);
    shop.submit();
    await shop.advance();
    const result = (): void => app.send('onEventCallback', { code: 'SDK_PAYMENT_SUCCESSFUL' });
    if (order === 'result first') result();
    shop.raw.slot.replaceChildren();
    if (order === 'slot first') result();
    await shop.advance();
    expect(shop.outcomes).toMatchObject([{ status: 'succeeded' }]);
  }
});

it('the slot goes while the form opens: abandoned, and another mount() opens', async () => {
  for (const [product, session] of [
    [element, elementSession],
    [cashier, cardSession],
    [vaulting, vaultingSession],
  ] as const) {
    const shop = open(world, product, session);
    shop.mount();
    await shop.advance(100);
    shop.raw.slot.replaceChildren();
    await shop.advance();
    expect(shop.outcomes).toMatchObject([{ status: 'abandoned', reason: 'unmounted', retry: 'same-session' }]);
    shop.mount();
    shop.raw.answer();
    for (let i = 0; i < 40 && shop.checkout.state.phase === 'preparing'; i += 1) await shop.advance(500);
    await shop.drawn();
    expect(shop.checkout.state.phase).toBe('open');
  }
});

it('an ancestor that is moved while the form opens: drawn again', async () => {
  const { shop } = await drawCard(world);
  shop.checkout.unmount();
  await shop.advance(1000);
  shop.mount();
  await shop.advance(1000);
  const wrap = shop.raw.document.createElement('section');
  shop.raw.document.body.appendChild(wrap);
  wrap.appendChild(shop.raw.slot);
  await shop.advance(500);
  shop.raw.answer();
  for (let i = 0; i < 40 && shop.checkout.state.phase === 'preparing'; i += 1) await shop.advance(500);
  await shop.drawn();
  expect(shop.checkout.state.phase).toBe('open');
  expect(shop.raw.slot.children).toHaveLength(1);
});

it('a form that is moved twice, and submitted, pays once', async () => {
  const { shop } = await drawElement(world);
  shop.raw.slot2.appendChild(shop.raw.slot);
  await shop.advance(10);
  shop.raw.document.body.appendChild(shop.raw.slot);
  await shop.advance(1000);
  const app = await shop.drawn();
  shop.submit();
  await shop.advance();
  reply(app, { status: 'SUCCESS' });
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'succeeded' }]);
  expect(shop.sessions).toHaveLength(1);
});

it('moved while its renewal waits for the focus: one form, one more session', async () => {
  const { shop, app } = await drawElement(world, { fields: { paymentSessionExpiryTime: new Date(1_800_000_060_000).toISOString() } });
  app.iframe.focus();
  await shop.advance(61_000);
  shop.raw.slot2.appendChild(shop.raw.slot);
  await shop.advance(1000);
  await shop.drawn();
  await shop.advance(1000);
  expect(shop.raw.sdk.apps()).toHaveLength(1);
  expect(shop.checkout.state.phase).toBe('open');
  expect(shop.sessions.length).toBeLessThanOrEqual(2);
});

it('a listener of redirect-started that unmounts keeps the checkout page from being sent away, or the outcome is redirected', async () => {
  const shop = open(world, checkoutPage, checkoutPageSession);
  shop.mount();
  await shop.advance();
  const app = shop.raw.sdk.app();
  shop.checkout.on(({ type }) => {
    if (type === 'redirect-started') shop.checkout.unmount();
  });
  app.post(JSON.stringify({ context: { event: 'onRedirect', data: { normalUrl: 'https://bank.test/' }, eventCallbackId: 'x' } }), {
    source: app.iframe.contentWindow,
  });
  await shop.advance(100);
  expect(shop.outcomes).toMatchObject([{ status: 'abandoned', retry: 'after-confirmation' }]);
});

it('vaulting without a paymentRequestId: an undecided inline form opens only its own session again', async () => {
  const shop = open(world, vaulting, vaultingSession, { asks: true, fields: { paymentRequestId: undefined } });
  shop.mount();
  const app = await shop.drawn();
  app.send('onEventCallback', { code: 'SDK_PAYMENT_PROCESSING' });
  await shop.advance(1000);
  expect(shop.outcomes).toMatchObject([{ status: 'processing' }]);
  shop.mount();
  await shop.advance();
  expect(shop.outcomes[1]).toMatchObject({ status: 'error', error: { code: 'payment-unconfirmed' } });
  expect(shop.asked).toEqual([]);
});

it('a paid order is not drawn again, force draws a new session', async () => {
  const { shop } = await drawElement(world);
  shop.checkout.unmount();
  await shop.advance(500);
  shop.mount({ order: 'a' });
  const form = await shop.drawn();
  shop.submit();
  await shop.advance();
  reply(form, { status: 'SUCCESS' });
  await shop.advance(500);
  shop.mount({ order: 'a' });
  await shop.advance();
  expect(shop.outcomes.at(-1)).toMatchObject({ status: 'succeeded' });
  expect(shop.raw.slot.innerHTML).toBe('');
  const { length } = shop.sessions;
  shop.mount({ order: 'a', force: true });
  await shop.drawn();
  expect(shop.sessions).toHaveLength(length + 1);
});

it('an AbortSignal ends a form at every point', async () => {
  for (const ms of [0, 1, 400, -1]) {
    const shop = open(world, element, elementSession);
    const controller = new AbortController();
    shop.mount({ signal: controller.signal });
    if (ms < 0) {
      await shop.drawn();
      shop.submit();
      await shop.advance();
    } else await shop.advance(ms);
    controller.abort();
    await shop.advance(400);
    expect(shop.outcomes).toMatchObject([
      { status: 'abandoned', reason: 'aborted', retry: ms < 0 ? 'after-confirmation' : (expect.stringMatching(/session/) as string) },
    ]);
    expect(shop.raw.slot.innerHTML).toBe('');
  }
});
