'use strict';
/** page.js as a framework's compiler hands it to a CommonJS server. */
const { createElement, useSyncExternalStore } = require('react');
const { CheckoutController, fromModule } = require('antom-checkout-controller');

const checkout = new CheckoutController({
  environment: 'sandbox',
  sdk: fromModule(() => import('@alipay/ams-checkout')),
  createPaymentSession: ({ signal }) =>
    fetch('/api/payment-sessions', { method: 'POST', body: '{}', signal }).then((response) => response.json()),
});

const state = () => checkout.state;

function Page() {
  const { busy, phase } = useSyncExternalStore(checkout.subscribe, state, state);
  return createElement('button', { disabled: busy, 'data-phase': phase, onClick: () => checkout.pay({ order: 'cart42:19900' }) }, 'Pay');
}

module.exports = { checkout, default: Page };
