/** A checkout page: a form that pays, and what the buyer is told afterwards. */
import { CheckoutController, fromModule, type CheckoutState, type PaymentOutcome } from 'antom-checkout-controller';

const checkout = new CheckoutController({
  environment: 'sandbox',
  sdk: fromModule(() => import('@alipay/ams-checkout')),
  createPaymentSession: ({ order, signal }) => fetch('/api/payment-sessions', { method: 'POST', body: JSON.stringify({ order }), signal }),
  inquiryPayment: ({ paymentRequestId, signal }) => fetch(`/api/payments/${encodeURIComponent(paymentRequestId)}`, { signal }),
});

// A string that changes when what is paid changes: the cart and its total, for example.
const order = 'cart42:19900';

const form = find<HTMLFormElement>('#checkout');
const check = find<HTMLButtonElement>('#check');

checkout.subscribe(draw);
checkout.bind(form, { pay: { order } });
check.addEventListener('click', () => {
  void checkout.resume({ order });
});

// The buyer may be back from the payment method's page.
void checkout.resume({ order });

function draw(): void {
  const { state } = checkout;
  const outcome = state.phase === 'settled' ? state.outcome : null;
  const isUndecided = outcome?.status === 'processing' || outcome?.status === 'unknown';
  find('#answer').textContent = messageFor(state);
  // Nothing is left to pay, or nobody knows yet: then the page offers to ask, not to pay.
  form.hidden = isUndecided || outcome?.retry === 'none';
  check.hidden = !isUndecided;
}

function messageFor(state: CheckoutState): string {
  if (state.phase === 'confirming') return 'We are asking for the result of your payment. This can take a few minutes.';
  return state.phase === 'settled' ? messageOf(state.outcome) : '';
}

/** Without a default arm: a status that a new major version adds is a type error here. */
function messageOf(outcome: PaymentOutcome): string {
  switch (outcome.status) {
    case 'succeeded':
      return 'Thank you. Your order is paid.';
    case 'processing':
    case 'unknown':
      return 'Your payment is not decided yet. Please do not pay again; we will write to you.';
    case 'redirected':
      return 'Please finish your payment where you were sent.';
    case 'failed':
      return 'This payment failed. Please try again, or pay another way.';
    case 'cancelled':
    case 'abandoned':
      return 'You have not paid yet.';
    case 'error':
      return `The cashier could not be opened (${outcome.error.code}).`;
  }
}

function find<Kind extends HTMLElement>(selector: string): Kind {
  const found = document.querySelector<Kind>(selector);
  if (found === null) throw new Error(`The page has no ${selector}.`);
  return found;
}
