/** A checkout page: a form that pays, and what the buyer is told afterwards. */
import { CheckoutController, fromModule } from 'antom-checkout-controller';

const checkout = new CheckoutController({
  environment: 'sandbox',
  sdk: fromModule(() => import(/* webpackChunkName: "ams-checkout" */ '@alipay/ams-checkout')),
  createPaymentSession: ({ order, signal }) => fetch('/api/payment-sessions', { method: 'POST', body: JSON.stringify({ order }), signal }),
  inquiryPayment: ({ paymentRequestId, signal }) => fetch(`/api/payments/${encodeURIComponent(paymentRequestId)}`, { signal }),
});

// A string that changes when what is paid changes: the cart and its total, for example.
const order = 'cart42:19900';

const MESSAGES = {
  succeeded: 'Thank you. Your order is paid.',
  processing: 'Your payment is not decided yet. Please do not pay again; we will write to you.',
  unknown: 'Your payment is not decided yet. Please do not pay again; we will write to you.',
  redirected: 'Please finish your payment where you were sent.',
  failed: 'This payment failed. Please try again, or pay another way.',
  cancelled: 'You have not paid yet.',
  abandoned: 'You have not paid yet.',
  error: 'The cashier could not be opened.',
};

function draw() {
  const { state } = checkout;
  const outcome = state.phase === 'settled' ? state.outcome : null;
  const isUndecided = outcome !== null && (outcome.status === 'processing' || outcome.status === 'unknown');
  let message = outcome ? MESSAGES[outcome.status] : '';
  if (state.phase === 'confirming') message = 'We are asking for the result of your payment. This can take a few minutes.';
  document.querySelector('#answer').textContent = message;
  // Nothing is left to pay, or nobody knows yet: then the page offers to ask, not to pay.
  document.querySelector('#checkout').hidden = isUndecided || (outcome !== null && outcome.retry === 'none');
  document.querySelector('#check').hidden = !isUndecided;
}

checkout.subscribe(draw);
checkout.bind('#checkout', { pay: { order } });
document.querySelector('#check').addEventListener('click', () => {
  checkout.resume({ order });
});

// The buyer may be back from the payment method's page.
checkout.resume({ order });
