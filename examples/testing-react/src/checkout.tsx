import { useSyncExternalStore } from 'react';
import type { CheckoutController, CheckoutState } from 'antom-checkout-controller';

/** The payment is the controller's: this shows it and starts it, and may come and go. */
export function Checkout({ checkout, order }: { checkout: CheckoutController; order: string }) {
  const state = useSyncExternalStore(checkout.subscribe, () => checkout.state);
  return (
    <>
      <button disabled={!state.canPay} aria-busy={state.busy} onClick={() => void checkout.pay({ order })}>
        Pay
      </button>
      <p role="status">{messageFor(state)}</p>
    </>
  );
}

function messageFor(state: CheckoutState): string {
  if (state.phase === 'confirming') return 'We are asking for the result of your payment.';
  if (state.phase !== 'settled') return '';
  switch (state.outcome.status) {
    case 'succeeded':
      return 'Thank you. Your order is paid.';
    case 'failed':
      return 'This payment failed. Please try again.';
    default:
      return 'Nothing is paid yet.';
  }
}
