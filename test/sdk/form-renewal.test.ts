/** A form that is drawn again: calls from within, and what is left of the old one. */
import { cashier, element } from 'antom-checkout-controller';
import { afterEach, expect, it, vi } from 'vitest';
import { shops } from '../support/product-players.ts';
import { cardSession, elementSession } from '../support/product-sessions.ts';
import { drawElement, expiringIn, open, reply } from '../support/forms.ts';

const world = shops();
afterEach(() => {
  vi.unstubAllGlobals();
});

it('submit() from the logger as the old form is closed settles, and leaves no record of a session that is gone', async () => {
  const items = new Map<string, string>();
  let armed = true;
  const { shop } = await drawElement(world, {
    fields: expiringIn(60_000),
    storage: {
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => void items.set(key, value),
      removeItem: (key) => void items.delete(key),
    },
    logger: ({ name }) => {
      if (armed && name === 'component.closing') {
        armed = false;
        shop.submit();
      }
    },
  });
  await shop.advance(62_000);
  await shop.drawn();
  expect(shop.sessions).toHaveLength(2);
  expect(shop.submits).toEqual([{ result: 'not-ready' }]);
  expect([...items.values()].join()).not.toContain('request-1');
  shop.submit();
  await shop.advance();
  reply(shop.raw.sdk.app(), { status: 'SUCCESS' });
  await shop.advance();
  expect(shop.submits[1]).toMatchObject({ result: 'ended', outcome: { status: 'succeeded' } });
});

it.each(['unmount', 'dispose', 'mount', 'pay'] as const)('%s() from within createPaymentSession during a renewal', async (how) => {
  let calls = 0;
  const shop = open(world, [element, cashier], elementSession, {
    createPaymentSession: () => {
      calls += 1;
      if (calls === 2) {
        if (how === 'mount') shop.mount({ container: '#slot2', order: 'other' });
        else if (how === 'pay') shop.pay({ order: 'other' });
        else shop.checkout[how]();
      }
      return Promise.resolve({
        paymentSessionData: (how === 'pay' && calls > 1 ? cardSession : elementSession)({ n: calls }),
        paymentRequestId: `r${String(calls)}`,
        ...(calls === 1 ? expiringIn(60_000) : {}),
      });
    },
  });
  shop.mount();
  await shop.drawn();
  await shop.advance(62_000);
  expect(shop.outcomes).toMatchObject([{ status: 'abandoned' }]);
  if (how === 'mount' || how === 'pay') {
    await shop.drawn();
    expect(shop.checkout.state.phase).toBe('open');
  }
  expect(shop.raw.slot.innerHTML).toBe('');
});

it('a renewal whose request fails is an error, once, and the page is clean', async () => {
  let calls = 0;
  const shop = open(world, element, elementSession, {
    createPaymentSession: () => {
      calls += 1;
      return calls === 1
        ? Promise.resolve({ paymentSessionData: elementSession(), paymentRequestId: 'r1', ...expiringIn(60_000) })
        : Promise.reject(new Error('no'));
    },
  });
  shop.mount();
  await shop.drawn();
  await shop.advance(62_000);
  expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'session-request-failed' }, retry: 'new-session' }]);
  expect(shop.raw.slot.innerHTML).toBe('');
});

it('options.session without createPaymentSession: session-expired', async () => {
  const shop = open(world, element, elementSession, { createPaymentSession: undefined });
  shop.mount({ session: { paymentSessionData: elementSession(), paymentRequestId: 'r1', ...expiringIn(60_000) } });
  await shop.drawn();
  await shop.advance(62_000);
  expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'session-expired' }, retry: 'new-session' }]);
});

it('a forced mount() whose session expires is renewed: the merchant takes the risk', async () => {
  const { shop } = await drawElement(world, { fields: expiringIn(100_000) });
  shop.submit();
  await shop.advance();
  shop.checkout.unmount();
  await shop.advance(500);
  shop.mount({ force: true });
  await shop.drawn();
  expect(shop.sessions).toHaveLength(2);
  await shop.advance(101_000);
  await shop.drawn();
  expect(shop.sessions).toHaveLength(3);
  expect(shop.checkout.state.phase).toBe('open');
});

it('ten renewals leave no more than one', async () => {
  const shop = open(world, element, elementSession, {
    createPaymentSession: () =>
      Promise.resolve({
        paymentSessionData: elementSession({ n: Math.random() }),
        paymentRequestId: 'r',
        paymentSessionExpiryTime: new Date(1_800_000_000_000 + shop.raw.sdk.clock.now + 60_000).toISOString(),
      }),
  });
  shop.mount();
  await shop.drawn();
  const counts: number[] = [];
  for (let i = 0; i < 4; i += 1) {
    await shop.advance(60_500);
    await shop.drawn();
    await shop.advance(500);
    counts.push(shop.raw.sdk.listeners().length);
    expect(shop.raw.sdk.apps()).toHaveLength(1);
  }
  expect(counts[3]).toBe(counts[0]);
});

it('after a renewal the old session is opened by nobody', async () => {
  const { shop } = await drawElement(world, { asks: true, fields: expiringIn(60_000) });
  await shop.advance(62_000);
  const app = await shop.drawn();
  shop.submit();
  await shop.advance();
  reply(app, { status: 'PROCESSING' });
  shop.inquiry = { paymentStatus: 'SUCCESS' };
  await shop.advance(2500);
  expect(new Set(shop.asked)).toEqual(new Set(['request-2']));
  expect(shop.outcomes).toMatchObject([{ status: 'succeeded', paymentRequestId: 'request-2' }]);
});
