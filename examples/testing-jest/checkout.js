/** A pay button and what the buyer is told. The controller is given: in production one for your server, in a test one of the kit's. */
exports.showCheckout = (root, checkout, order) => {
  root.innerHTML = '<form><button>Pay</button></form><p role="status"></p>';
  const told = root.querySelector('[role="status"]');
  checkout.bind(root.querySelector('form'), { pay: { order } });
  checkout.subscribe(() => {
    const { state } = checkout;
    if (state.phase === 'confirming') told.textContent = 'We are asking for the result of your payment.';
    else told.textContent = state.phase === 'settled' ? state.outcome.status : '';
  });
};
