'use client';
/** A page with a pay button, imported by the server and by the browser's bundle. In Next.js this is app/checkout/page.js. */
import { createElement, useSyncExternalStore } from 'react';
import { CheckoutController, fromModule } from 'antom-checkout-controller';

// Constructed on the server too, where it stays idle: nothing is loaded, no timer runs.
export const checkout = new CheckoutController({
  environment: 'sandbox',
  sdk: fromModule(() => import('@alipay/ams-checkout')),
  createPaymentSession: ({ signal }) =>
    fetch('/api/payment-sessions', { method: 'POST', body: '{}', signal }).then((response) => response.json()),
});

const state = () => checkout.state;

export default function Page() {
  const { busy, phase } = useSyncExternalStore(checkout.subscribe, state, state);
  return createElement('button', { disabled: busy, 'data-phase': phase, onClick: () => checkout.pay({ order: 'cart42:19900' }) }, 'Pay');
}
