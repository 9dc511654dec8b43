/** What the tests of the React and the Vue entry share. It needs the package alone, so that they also run on the packed one with the oldest of each. */
import { CheckoutController, type CheckoutOptions, type PaymentOutcome } from 'antom-checkout-controller';
import { fakeAntom, type FakeAntom } from 'antom-checkout-controller/testing';
import { vi } from 'vitest';

export const antom: FakeAntom = fakeAntom();

export const controller = (options: Partial<CheckoutOptions> = {}): CheckoutController =>
  new CheckoutController({ ...antom.options, ...options });

/** Collects outcomes by their status. */
export const heard = (): { readonly onOutcome: (outcome: PaymentOutcome) => void; readonly statuses: string[] } => {
  const statuses: string[] = [];
  return { onOutcome: ({ status }) => void statuses.push(status), statuses };
};

/** How many listeners the controller has, of state and of events. */
export const countListeners = (checkout: CheckoutController): (() => number) => {
  let count = 0;
  for (const name of ['subscribe', 'on'] as const) {
    const listen = checkout[name];
    vi.spyOn(checkout, name).mockImplementation((listener: () => void) => {
      const stop = listen(listener);
      count += 1;
      return () => {
        count -= 1;
        stop();
      };
    });
  }
  return () => count;
};

/** The buyer was sent away and has paid there; the page is loaded again: a new controller, with what the browser remembers. */
export async function cameBack(order = 'a:1'): Promise<CheckoutController> {
  const before = controller({ storage: 'session' });
  void before.pay({ order });
  await antom.buyer.isRedirected();
  await antom.buyer.pays();
  return controller({ storage: 'session' });
}
