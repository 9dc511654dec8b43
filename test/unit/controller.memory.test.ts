/** What a controller holds of the payments before: nothing. A page that stays open for a day pays often. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CheckoutController, element } from 'antom-checkout-controller';
import { afterEach, expect, it } from 'vitest';
import { fakeAntom, paymentSession } from '../../src/testing';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const antom = fakeAntom();
afterEach(() => antom.reset());

/** Jobs and timers that are due, so that nothing on the stack holds what is to go. */
const nextTask = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve));

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
  await expect
    .poll(async () => {
      await nextTask();
      collectGarbage();
      return signals.slice(0, 3).map((signal) => signal.deref() !== undefined);
    })
    .toEqual([false, false, false]);
});
