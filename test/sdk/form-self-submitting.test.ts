/** An app that submits by itself, as Apple Pay does inside the element: what is remembered, and what is owed. */
import { cashier, easyPay, element } from 'antom-checkout-controller';
import { afterEach, expect, it, vi } from 'vitest';
import { shops } from '../support/product-players.ts';
import { cashierSession, easyPaySession, elementSession } from '../support/product-sessions.ts';
import { drawElement, open } from '../support/forms.ts';

const world = shops();
afterEach(() => {
  vi.unstubAllGlobals();
});
function memory(hook: (method: string) => void): {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  items: Map<string, string>;
} {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => {
      items.set(key, value);
      hook('set');
    },
    removeItem: (key) => {
      items.delete(key);
      hook('remove');
    },
  };
}

it('a success of an app that submitted by itself is the outcome, although the storage ends the attempt as it is written', async () => {
  let armed = true;
  const storage = memory(() => {
    if (armed) shop.checkout.unmount();
    armed = false;
  });
  const { shop, app } = await drawElement(world, { storage });
  app.send('onEventCallback', { code: 'SDK_PAYMENT_SUCCESSFUL' });
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'succeeded' }]);
});

it('an undecided result of an app that submitted by itself is remembered, although the storage ends the attempt as it is written', async () => {
  let armed = true;
  const storage = memory(() => {
    if (armed) shop.checkout.unmount();
    armed = false;
  });
  const { shop, app } = await drawElement(world, { storage });
  app.send('onEventCallback', { code: 'SDK_PAYMENT_PROCESSING' });
  await shop.advance();
  expect([...storage.items.values()].join()).toContain('request-1');
  expect(shop.outcomes[0]?.retry).toBe('after-confirmation');
});

it('a launch error of an app that submitted by itself owes a confirmation, and the server is asked', async () => {
  const { shop, app } = await drawElement(world, { asks: true });
  shop.inquiry = { paymentStatus: 'SUCCESS' };
  app.send('onEventCallback', { code: 'SDK_LAUNCH_PAYMENT_APP_ERROR' });
  await shop.advance(9000);
  expect(shop.asked).toEqual(['request-1']);
  expect(shop.outcomes).toMatchObject([{ status: 'succeeded' }]);
});

it('storage that throws changes nothing', async () => {
  const fail = (): never => {
    throw new Error('storage');
  };
  const { shop, app } = await drawElement(world, { storage: { getItem: fail, setItem: fail, removeItem: fail } });
  shop.submit();
  await shop.advance();
  app.send('onEventCallback', { code: 'SDK_PAYMENT_PROCESSING' });
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'processing' }]);
  shop.mount();
  await shop.advance();
  expect(shop.outcomes[1]).toMatchObject({ status: 'error', error: { code: 'payment-unconfirmed' } });
});

it('an attempt that the storage ends while an answer of "invalid" is undone answers "ended"', async () => {
  let armed = false;
  const storage = memory(() => {
    if (armed) shop.checkout.unmount();
    armed = false;
  });
  const { shop, app } = await drawElement(world, { storage });
  shop.submit();
  await shop.advance();
  armed = true;
  app.send('onEventCallback', { code: 'SDK_FORM_VERIFICATION_FAILED' });
  await shop.advance();
  expect(shop.outcomes).toMatchObject([{ status: 'abandoned', retry: 'same-session' }]);
  expect([...storage.items.values()].join()).not.toContain('request-1');
  expect(shop.submits).toMatchObject([{ result: 'ended' }]);
});

it('an EasyPay attempt that the storage ends before it opens leaves nothing: no frame, no listener', async () => {
  let armed = true;
  const storage = memory((method) => {
    if (armed && method === 'set') shop.checkout.unmount();
  });
  const shop = open(world, easyPay, easyPaySession, { storage });
  const attempt = async (): Promise<number> => {
    shop.pay();
    await shop.advance(1000);
    return shop.raw.sdk.listeners().length;
  };
  const first = await attempt();
  const second = await attempt();
  expect(shop.outcomes.map(({ status }) => status)).toEqual(['abandoned', 'abandoned']);
  expect(second).toBe(first);
  expect(shop.raw.document.querySelectorAll('iframe')).toHaveLength(0);
  armed = false;
});

it('1.12.0, which has no AMSElement: a controller of element and cashier still opens a cashier session', async () => {
  const shop = open(world, [element, cashier], cashierSession, { version: '1.12.0' });
  shop.pay();
  await shop.drawn();
  expect(shop.checkout.state.phase).toBe('open');
  expect(shop.outcomes).toEqual([]);
});

it('1.12.0: an element session is sdk-global-missing, and settles', async () => {
  const shop = open(world, [cashier, element], elementSession, { version: '1.12.0' });
  shop.mount();
  await shop.advance(40_000);
  expect(shop.outcomes).toMatchObject([{ status: 'error', error: { code: 'sdk-global-missing' } }]);
});
