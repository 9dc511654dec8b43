import { CheckoutController, type CheckoutState, type SdkSource } from 'antom-checkout-controller';

/** A string that changes when what is paid changes. */
const order = 'cart42:19900';

export function startCheckout(sdk: SdkSource): void {
  const checkout = new CheckoutController({
    environment: import.meta.env.VITE_ANTOM_ENVIRONMENT,
    sdk,
    createPaymentSession: ({ signal }) => fetch('/api/payment-sessions', { method: 'POST', body: JSON.stringify({ order }), signal }),
    inquiryPayment: ({ paymentRequestId, signal }) => fetch(`/api/payments/${encodeURIComponent(paymentRequestId)}`, { signal }),
    // The page says the result itself.
    notRedirectAfterComplete: true,
  });
  const status = document.querySelector('[role="status"]')!;
  checkout.subscribe(() => {
    status.textContent = messageFor(checkout.state);
  });
  checkout.bind(document.querySelector('form')!, { pay: { order } });
}

function messageFor(state: CheckoutState): string {
  if (state.phase !== 'settled') return '';
  const { outcome } = state;
  switch (outcome.status) {
    case 'succeeded':
      return 'Thank you. Your order is paid.';
    case 'failed':
      return 'This payment failed. Please try again.';
    case 'error':
      return `The cashier could not be opened (${outcome.error.code}).`;
    default:
      return 'You have not paid yet.';
  }
}
