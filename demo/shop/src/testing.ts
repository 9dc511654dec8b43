/**
 * A handle for browser tests and for the console: `window.demo`.
 */
import type { CheckoutController, CheckoutEvent, PaymentOutcome } from 'antom-checkout-controller';
import type { Payments } from './payments.ts';

interface DemoHandle {
  checkout: CheckoutController;
  readonly events: CheckoutEvent[];
  readonly outcomes: PaymentOutcome[];
  order: string;
}

declare global {
  interface Window {
    demo?: DemoHandle;
  }
}

/** Returns the function that ends the listening. */
export function exposeForTests(checkout: CheckoutController, { order }: Payments): () => void {
  const demo: DemoHandle = (window.demo ??= { checkout, events: [], outcomes: [], order });
  demo.checkout = checkout;
  demo.order = order;
  const stops = [
    checkout.on((event) => demo.events.push(event)),
    checkout.subscribe(() => {
      const { state } = checkout;
      if (state.phase === 'settled' && demo.outcomes.at(-1) !== state.outcome) demo.outcomes.push(state.outcome);
    }),
  ];
  return () => stops.forEach((stop) => stop());
}
