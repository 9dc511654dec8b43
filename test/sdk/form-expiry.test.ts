/** A session that expires while its form is open: renewed before it was submitted, unknown after. */
import { element } from 'antom-checkout-controller';
import { afterEach, expect, it, vi } from 'vitest';
import { shops } from '../support/product-players.ts';
import { elementSession } from '../support/product-sessions.ts';
import { drawElement, expiringIn, open, reply } from '../support/forms.ts';

const world = shops();
afterEach(() => {
  vi.unstubAllGlobals();
});

it('a buyer who goes on typing for more than a minute past the expiry keeps the form', async () => {
  const { shop, app } = await drawElement(world, { fields: expiringIn(60_000) });
  app.iframe.focus();
  await shop.advance(58_000 + 70_000);
  expect(shop.outcomes).toEqual([]);
  expect(shop.checkout.state.phase).toBe('open');
  // And then it is renewed.
  app.iframe.blur();
  shop.raw.sdk.window.dispatchEvent(new (shop.raw.sdk.window as unknown as { Event: typeof Event }).Event('focus'));
  await shop.advance(1000);
  await shop.drawn();
  expect(shop.sessions).toHaveLength(2);
  expect(shop.checkout.state.phase).toBe('open');
});

it('a session that expires while the first submit is under way, which turns out invalid, is renewed', async () => {
  const { shop, app } = await drawElement(world, { fields: expiringIn(60_000) });
  await shop.advance(57_000);
  shop.submit();
  await shop.advance(4000);
  reply(app, { status: 'FAIL', error: { code: 'FORM_INVALID', message: '' } });
  await shop.advance();
  expect(shop.submits).toEqual([{ result: 'invalid' }]);
  await shop.advance(1000);
  await shop.drawn();
  expect(shop.sessions).toHaveLength(2);
  await shop.advance(50_000);
  expect(shop.outcomes).toEqual([]);
  expect(shop.checkout.state.phase).toBe('open');
});

it('a form that was never submitted never owes a confirmation after its expiry', async () => {
  const { shop, app } = await drawElement(world, { fields: expiringIn(60_000) });
  app.iframe.focus();
  await shop.advance(300_000);
  for (const outcome of shop.outcomes) expect(outcome.retry).not.toBe('after-confirmation');
});

it('a new session that takes longer than a minute is awaited (timeouts.session is the limit)', async () => {
  let calls = 0;
  const shop = open(world, element, elementSession, {
    timeouts: { session: 120_000 },
    createPaymentSession: () => {
      calls += 1;
      const session = { paymentSessionData: elementSession({ n: calls }), paymentRequestId: `r${String(calls)}`, ...expiringIn(60_000) };
      return calls === 1 ? Promise.resolve(session) : new Promise(() => undefined);
    },
  });
  shop.mount();
  await shop.drawn();
  await shop.advance(125_000);
  expect(calls).toBe(2);
  expect(shop.outcomes).toEqual([]);
  await shop.advance(60_000);
  expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'session-timeout' }, retry: 'new-session' }]);
});

it('submit() during a renewal is not-ready, and draws the new one although the focus is in the form', async () => {
  const { shop, app } = await drawElement(world, { fields: expiringIn(60_000) });
  app.iframe.focus();
  await shop.advance(60_000);
  shop.submit();
  await shop.advance(1000);
  expect(shop.submits).toEqual([{ result: 'not-ready' }]);
  await shop.drawn();
  expect(shop.sessions).toHaveLength(2);
  shop.submit();
  await shop.advance();
  reply(shop.raw.sdk.app(), { status: 'SUCCESS' });
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'succeeded', paymentRequestId: 'request-2' }]);
});

it('a form that ends while its renewal waits for the focus leaves no listeners', async () => {
  const { shop, app } = await drawElement(world);
  shop.checkout.unmount();
  await shop.advance(1000);
  const before = shop.raw.sdk.listeners().length;
  expect(app.iframe.isConnected).toBe(false);
  const expiring = async (): Promise<void> => {
    shop.checkout.unmount();
    void shop.checkout.mount('#slot', {
      session: {
        paymentSessionData: elementSession({ n: Math.random() }),
        paymentRequestId: 'x',
        ...{ paymentSessionExpiryTime: new Date(1_800_000_000_000 + shop.raw.sdk.clock.now + 60_000).toISOString() },
      },
    });
    const form = await shop.drawn();
    form.iframe.focus();
    await shop.advance(61_000);
    shop.checkout.unmount();
    await shop.advance(1000);
  };
  await expiring();
  await expiring();
  expect(shop.raw.sdk.listeners().length).toBe(before);
});

it('a form that submitted by itself while its renewal was under way can be submitted again after it was declined', async () => {
  const { shop, app } = await drawElement(world, { fields: expiringIn(60_000) });
  app.iframe.focus();
  await shop.advance(59_500);
  await shop.advance(1000);
  // Apple Pay inside of the element: the app submits.
  app.send('onEventCallback', { code: 'SDK_PAYMENT_FAIL', result: { paymentResultCode: 'RISK_REJECT' } });
  await shop.advance();
  expect(shop.checkout.state).toMatchObject({ phase: 'open', declined: { paymentResultCode: 'RISK_REJECT' } });
  shop.submit();
  await shop.advance();
  expect(shop.submits).toEqual([]);
  expect(shop.checkout.state.phase).toBe('submitting');
});
