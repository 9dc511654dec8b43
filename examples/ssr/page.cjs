'use strict';
/** page.js as a framework's compiler hands it to a CommonJS server. */
const { createElement, useSyncExternalStore } = require('react');
const { CheckoutController, fromModule } = require('antom-checkout-controller');

const checkout = new CheckoutController({
  environment: 'sandbox',
  sdk: fromModule(() => import('@alipay/ams-checkout')),
  createPaymentSession: ({ order, signal }) => fetch('/api/payment-sessions', { method: 'POST', body: JSON.stringify({ order }), signal }),
});

/** What a server renders, and the browser when it hydrates that: a constant, since the live state may have moved on by then. */
const IDLE = { phase: 'idle', busy: false, canPay: true, cashierVisible: false };

function Page() {
  const { canPay, phase } = useSyncExternalStore(
    checkout.subscribe,
    () => checkout.state,
    () => IDLE,
  );
  return createElement('button', { disabled: !canPay, 'data-phase': phase, onClick: () => checkout.pay({ order: 'cart42:19900' }) }, 'Pay');
}

module.exports = { checkout, default: Page };
