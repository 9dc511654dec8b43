'use client';
/** A page with a pay button, imported by the server and by the browser's bundle. In Next.js this is app/checkout/page.js. */
import { createElement, useSyncExternalStore } from 'react';
import { CheckoutController, fromModule } from 'antom-checkout-controller';

// Constructed on the server too, where it stays idle: nothing is loaded, no timer runs.
export const checkout = new CheckoutController({
  environment: 'sandbox',
  sdk: fromModule(() => import('@alipay/ams-checkout')),
  createPaymentSession: ({ order, signal }) => fetch('/api/payment-sessions', { method: 'POST', body: JSON.stringify({ order }), signal }),
});

/** What a server renders, and the browser when it hydrates that: a constant, since the live state may have moved on by then. */
const IDLE = { phase: 'idle', busy: false, canPay: true, cashierVisible: false };

export default function Page() {
  const { canPay, phase } = useSyncExternalStore(
    checkout.subscribe,
    () => checkout.state,
    () => IDLE,
  );
  return createElement('button', { disabled: !canPay, 'data-phase': phase, onClick: () => checkout.pay({ order: 'cart42:19900' }) }, 'Pay');
}
