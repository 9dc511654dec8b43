/** A checkout page: a form that pays, and what the buyer is told afterwards. */
import { CheckoutController, fromModule } from 'antom-checkout-controller';

const checkout = new CheckoutController({
  environment: 'sandbox',
  sdk: fromModule(() => import(/* webpackChunkName: "ams-checkout" */ '@alipay/ams-checkout')),
  createPaymentSession: ({ signal }) =>
    fetch('/api/payment-sessions', { method: 'POST', body: '{}', signal }).then((response) => response.json()),
  inquiryPayment: ({ paymentRequestId, signal }) =>
    fetch(`/api/payments/${encodeURIComponent(paymentRequestId)}`, { signal }).then((response) => response.json()),
});

// A string that changes when what is paid changes: the cart and its total, for example.
const order = 'cart42:19900';

checkout.bind('#checkout', { pay: { order }, onOutcome: tell });

// The buyer may be back from the payment method's page.
checkout.resume({ order }).then((outcome) => {
  if (outcome) tell(outcome);
});

const MESSAGES = {
  succeeded: 'Thank you. Your order is paid.',
  processing: 'Your payment is being processed. Please do not pay again; we will write to you.',
  unknown: 'Your payment is being processed. Please do not pay again; we will write to you.',
  redirected: 'Please finish your payment where you were sent.',
  failed: 'This payment failed. Please try again, or pay another way.',
  cancelled: 'You have not paid yet.',
  abandoned: 'You have not paid yet.',
  error: 'The cashier could not be opened.',
};

function tell(outcome) {
  document.querySelector('#answer').textContent = MESSAGES[outcome.status];
}
