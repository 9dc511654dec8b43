/** A checkout page: a form that pays, and what the buyer is told afterwards. */
import { CheckoutController, fromModule, type PaymentInquiry, type PaymentOutcome, type PaymentSession } from 'antom-checkout-controller';

const checkout = new CheckoutController({
  environment: 'sandbox',
  sdk: fromModule(() => import('@alipay/ams-checkout')),
  createPaymentSession: async ({ signal }) => {
    const response = await fetch('/api/payment-sessions', { method: 'POST', body: '{}', signal });
    return await response.json() as PaymentSession;
  },
  inquiryPayment: async ({ paymentRequestId, signal }) => {
    const response = await fetch(`/api/payments/${encodeURIComponent(paymentRequestId)}`, { signal });
    return await response.json() as PaymentInquiry;
  },
});

// A string that changes when what is paid changes: the cart and its total, for example.
const order = 'cart42:19900';

checkout.bind('#checkout', { pay: { order }, onOutcome: tell });

// The buyer may be back from the payment method's page.
void checkout.resume({ order }).then((outcome) => {
  if (outcome !== null) tell(outcome);
});

function tell(outcome: PaymentOutcome): void {
  const answer = document.querySelector('#answer');
  if (answer !== null) answer.textContent = messageFor(outcome);
}

/** Without a default arm: a status that a new major version adds is a type error here. */
function messageFor(outcome: PaymentOutcome): string {
  switch (outcome.status) {
    case 'succeeded': return 'Thank you. Your order is paid.';
    case 'processing':
    case 'unknown': return 'Your payment is being processed. Please do not pay again; we will write to you.';
    case 'redirected': return 'Please finish your payment where you were sent.';
    case 'failed': return 'This payment failed. Please try again, or pay another way.';
    case 'cancelled':
    case 'abandoned': return 'You have not paid yet.';
    case 'error': return `The cashier could not be opened (${outcome.error.code}).`;
  }
}
