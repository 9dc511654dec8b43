/* A file of its own, since a Content-Security-Policy that allows the page's files refuses a script inside the page. ES5: nothing compiles it. */
var MESSAGES = {
  succeeded: 'Thank you. Your order is paid.',
  processing: 'Your payment is not decided yet. Please do not pay again; we will write to you.',
  unknown: 'Your payment is not decided yet. Please do not pay again; we will write to you.',
  redirected: 'Please finish your payment where you were sent.',
  failed: 'This payment failed. Please try again, or pay another way.',
  cancelled: 'You have not paid yet.',
  abandoned: 'You have not paid yet.',
  error: 'The cashier could not be opened.',
};

// A string that changes when what is paid changes: the cart and its total, for example.
var order = 'cart42:19900';

var checkout = new AntomCheckout.CheckoutController({
  environment: 'sandbox',
  createPaymentSession: function (context) {
    return fetch('/api/payment-sessions', { method: 'POST', body: JSON.stringify({ order: context.order }) });
  },
  inquiryPayment: function (payment) {
    return fetch('/api/payments/' + encodeURIComponent(payment.paymentRequestId));
  },
});

function draw() {
  var state = checkout.state;
  var outcome = state.phase === 'settled' ? state.outcome : null;
  var undecided = outcome !== null && (outcome.status === 'processing' || outcome.status === 'unknown');
  var message = outcome ? MESSAGES[outcome.status] : '';
  if (state.phase === 'confirming') message = 'We are asking for the result of your payment. This can take a few minutes.';
  document.getElementById('answer').textContent = message;
  // Nothing is left to pay, or nobody knows yet: then the page offers to ask, not to pay.
  document.getElementById('checkout').hidden = undecided || (outcome !== null && outcome.retry === 'none');
  document.getElementById('check').hidden = !undecided;
}

checkout.subscribe(draw);
checkout.bind('#checkout', { pay: { order: order } });
document.getElementById('check').addEventListener('click', function () {
  checkout.resume({ order: order });
});

// The buyer may be back from the payment method's page.
checkout.resume({ order: order });
