/** A submitted form that is silent: the server is asked beside it, and only for as long as that has a reason. */
import { cashier } from 'antom-checkout-controller';
import { afterEach, expect, it, vi } from 'vitest';
import { bring, shops } from '../support/product-players.ts';
import type { ProductShop } from '../support/product-shop.ts';
import { cardSession } from '../support/product-sessions.ts';
import { drawCard, drawElement, expiringIn, open, reply } from '../support/forms.ts';

const world = shops();
afterEach(() => {
  vi.unstubAllGlobals();
});

it('a decline ends the asking beside: a FAIL of the server about the very try that was declined does not end the form', async () => {
  const { shop, app } = await drawElement(world, { asks: true });
  shop.inquiry = { paymentStatus: 'PROCESSING' };
  shop.submit();
  await shop.advance(61_000);
  expect(shop.asked).toHaveLength(1);
  reply(app, { status: 'FAIL', error: { code: 'RISK_REJECT', message: '' } });
  await shop.advance();
  expect(shop.submits).toMatchObject([{ result: 'declined' }]);
  shop.inquiry = { paymentStatus: 'FAIL' };
  // There was a word: the next silence is a minute long.
  await shop.advance(30_000);
  expect(shop.asked).toHaveLength(1);
  // The buyer takes long over the next card.
  await shop.advance(300_000);
  expect(shop.asked.length).toBeGreaterThan(1);
  expect(shop.outcomes).toEqual([]);
  shop.submit();
  await shop.advance();
  const { length } = shop.asked;
  await shop.advance(59_000);
  expect(shop.asked).toHaveLength(length);
  // Of the next try it is the end.
  await shop.advance(2000);
  expect(shop.outcomes).toMatchObject([{ status: 'failed', confirmedBy: 'server' }]);
});

it('a form with its own button, whose press nobody tells: a FAIL of the server about the try that was declined does not end it', async () => {
  const { shop, app } = await drawCard(world, { asks: true, appearance: {} });
  shop.inquiry = { paymentStatus: 'FAIL' };
  app.send('onEventCallback', { code: 'SDK_PAYMENT_FAIL', result: { paymentResultCode: 'RISK_REJECT' } });
  await shop.advance(300_000);
  expect(shop.asked.length).toBeGreaterThan(1);
  expect(shop.checkout.state).toMatchObject({ phase: 'open', declined: { paymentResultCode: 'RISK_REJECT' } });
  shop.inquiry = { paymentStatus: 'SUCCESS' };
  await shop.advance(60_000);
  expect(shop.outcomes).toMatchObject([{ status: 'succeeded', confirmedBy: 'server' }]);
});

/** Declined with a code, and then silent for so long that the server was asked, which says FAIL. */
async function declinedAndAskedAbout(): Promise<ProductShop> {
  const { shop, app } = await drawElement(world, { asks: true });
  shop.submit();
  await shop.advance();
  reply(app, { status: 'FAIL', error: { code: 'RISK_REJECT', message: '' } });
  shop.inquiry = { paymentStatus: 'FAIL' };
  await shop.advance(70_000);
  return shop;
}

it.each(['SUCCESS', 'CANCELLED'] as const)('after a decline %s of the server ends the form all the same', async (paymentStatus) => {
  const shop = await declinedAndAskedAbout();
  expect(shop.outcomes).toEqual([]);
  shop.inquiry = { paymentStatus };
  await shop.advance(60_000);
  expect(shop.outcomes).toMatchObject([{ status: paymentStatus === 'SUCCESS' ? 'succeeded' : 'cancelled', confirmedBy: 'server' }]);
});

it('a decline about which the server was asked leaves the session to be drawn again', async () => {
  const shop = await declinedAndAskedAbout();
  expect(shop.asked.length).toBeGreaterThan(0);
  shop.inquiry = { paymentStatus: 'PROCESSING' };
  shop.checkout.unmount();
  await shop.advance(1000);
  expect(shop.outcomes).toMatchObject([{ status: 'abandoned', retry: 'after-confirmation' }]);
  shop.mount();
  await shop.advance();
  await bring(shop.raw);
  await shop.advance();
  expect(shop.checkout.state.phase).toBe('open');
  expect(shop.sessions).toHaveLength(1);
});

it('a decline without a code is asked about, and FAIL ends it', async () => {
  const { shop, app } = await drawElement(world, { asks: true });
  shop.submit();
  await shop.advance();
  app.send('onEventCallback', { code: 'SDK_SUBMIT_NETWORK_ERROR' });
  await shop.advance();
  expect(shop.submits).toEqual([{ result: 'declined' }]);
  shop.inquiry = { paymentStatus: 'FAIL' };
  await shop.advance(70_000);
  expect(shop.outcomes).toMatchObject([{ status: 'failed', confirmedBy: 'server' }]);
});

it('an answer that is under way as the form is declined does not end it', async () => {
  let answer: (inquiry: { paymentStatus: string }) => void = () => undefined;
  const { shop, app } = await drawElement(world, {
    inquiryPayment: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  });
  shop.submit();
  await shop.advance(61_000);
  reply(app, { status: 'FAIL', error: { code: 'RISK_REJECT', message: '' } });
  await shop.advance();
  answer({ paymentStatus: 'FAIL' });
  await shop.advance();
  expect(shop.submits).toMatchObject([{ result: 'declined' }]);
  expect(shop.outcomes).toEqual([]);
});

it('a form whose first submit was invalid after a minute is not asked about any more', async () => {
  const { shop, app } = await drawElement(world, { asks: true });
  shop.inquiry = { paymentStatus: 'PROCESSING' };
  shop.submit();
  await shop.advance(61_000);
  reply(app, { status: 'FAIL', error: { code: 'FORM_INVALID', message: '' } });
  await shop.advance();
  const { length } = shop.asked;
  await shop.advance(60_000);
  expect(shop.asked).toHaveLength(length);
  shop.inquiry = { paymentStatus: 'CANCELLED' };
  await shop.advance(20_000);
  expect(shop.outcomes).toEqual([]);
});

it('a result that comes while the server is asked beside is the one that counts, and both settle once', async () => {
  const { shop, app } = await drawElement(world, { asks: true });
  shop.inquiry = { paymentStatus: 'PROCESSING' };
  shop.submit();
  await shop.advance(61_000);
  reply(app, { status: 'SUCCESS' });
  shop.inquiry = { paymentStatus: 'SUCCESS' };
  await shop.advance(3000);
  expect(shop.outcomes).toMatchObject([{ status: 'succeeded', confirmedBy: 'server' }]);
  expect(shop.submits).toHaveLength(1);
  const { length } = shop.asked;
  await shop.advance(60_000);
  expect(shop.asked).toHaveLength(length);
});

it('a listener that unmounts as the server has answered beside', async () => {
  const { shop } = await drawElement(world, { asks: true });
  shop.submit();
  shop.inquiry = { paymentStatus: 'SUCCESS' };
  const stop = shop.checkout.subscribe(() => {
    shop.checkout.unmount();
    stop();
  });
  await shop.advance(62_000);
  expect(shop.outcomes).toHaveLength(1);
  expect(shop.submits).toHaveLength(1);
});

it('unmount while the server is asked beside stops the asking', async () => {
  const { shop } = await drawElement(world, { asks: true });
  shop.inquiry = { paymentStatus: 'PROCESSING' };
  shop.submit();
  await shop.advance(61_000);
  shop.checkout.unmount();
  await shop.advance(100);
  const { length } = shop.asked;
  await shop.advance(60_000);
  expect(shop.asked).toHaveLength(length);
  expect(shop.outcomes).toMatchObject([{ status: 'abandoned', retry: 'after-confirmation' }]);
});

it('the expiry of a submitted form asks as after a close, and without an answer is unknown', async () => {
  const { shop } = await drawElement(world, { asks: true, fields: expiringIn(60_000) });
  shop.inquiry = { paymentStatus: 'PROCESSING' };
  shop.submit();
  await shop.advance(121_000);
  expect(shop.checkout.state.phase).toBe('confirming');
  await shop.advance(10_000);
  expect(shop.outcomes).toMatchObject([{ status: 'unknown', retry: 'after-confirmation' }]);
  expect(shop.submits).toHaveLength(1);
});

it('renewal fetches nothing while an earlier payment of the order is undecided', async () => {
  const shop = open(world, cashier, cardSession, { asks: true, fields: expiringIn(100_000), appearance: { showSubmitButton: false } });
  shop.inquiry = { paymentStatus: 'PROCESSING' };
  shop.mount();
  await shop.drawn();
  shop.submit();
  await shop.advance();
  shop.checkout.unmount();
  await shop.advance(500);
  shop.mount();
  await shop.advance();
  await shop.drawn();
  expect(shop.asked).toEqual(['request-1']);
  expect(shop.sessions).toHaveLength(1);
  await shop.advance(100_000);
  expect(shop.sessions).toHaveLength(1);
  expect(shop.outcomes[1]).toMatchObject({ status: 'error', error: { code: 'session-expired' } });
});
