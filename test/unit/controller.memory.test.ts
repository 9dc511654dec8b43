/** What a controller holds of the payments before: nothing. A page that stays open for a day pays often. */
import { CheckoutController, element } from 'antom-checkout-controller';
import { afterEach, it } from 'vitest';
import { fakeAntom, paymentSession } from '../../src/testing';
import { expectForgotten } from '../support/garbage';

const antom = fakeAntom();
afterEach(() => antom.reset());

it.each(['popup', 'inline'] as const)('%s: an ended attempt is forgotten once another one has ended', async (surface) => {
  if (surface === 'inline') antom.server.givesSession(paymentSession({ product: 'element' }));
  const checkout = new CheckoutController({ ...antom.options, ...(surface === 'inline' ? { product: element } : {}) });
  // The attempt has it, and nothing else does.
  const signals: WeakRef<AbortSignal>[] = [];
  const payOnce = async (order: string): Promise<void> => {
    const { signal } = new AbortController();
    signals.push(new WeakRef(signal));
    if (surface === 'popup') void checkout.pay({ order, signal });
    else void checkout.mount(document.body, { order, signal });
    await antom.buyer.seesCashier();
    if (surface === 'popup') await antom.buyer.closes();
    else checkout.unmount();
  };
  for (let at = 0; at < 4; at += 1) await payOnce(`order:${String(at)}`);
  await expectForgotten(signals.slice(0, 3));
});
