/** The SDK keeps some of its instances for good (1.47.2: listeners on window, a registry of services). They keep no attempt of ours. */
import { autoDebit, easyPay, element } from 'antom-checkout-controller';
import { it } from 'vitest';
import { expectForgotten } from '../support/garbage.ts';
import { shops } from '../support/product-players.ts';
import { autoDebitSession, easyPaySession, elementSession } from '../support/product-sessions.ts';
import { productShop } from '../support/product-shop.ts';

const world = shops();

it.each([
  ['element', element, elementSession],
  ['easyPay', easyPay, easyPaySession],
  ['autoDebit', autoDebit, autoDebitSession],
] as const)('%s: an ended attempt is forgotten once another one has ended', async (name, product, makeSession) => {
  const shop = productShop(world.open({ version: '1.47.2' }), makeSession, { product });
  // The attempt has it, and nothing else does.
  const signals: WeakRef<AbortSignal>[] = [];
  const once = async (order: string): Promise<void> => {
    const { signal } = new AbortController();
    signals.push(new WeakRef(signal));
    if (name === 'element') shop.mount({ order, signal });
    else shop.pay({ order, signal });
    await shop.drawn();
    shop.checkout.unmount();
    // Until no timer of the SDK's runs any more.
    await shop.advance(20_000);
  };
  for (let at = 0; at < 3; at += 1) await once(`order:${String(at)}`);
  await expectForgotten(signals.slice(0, 2));
});
