/**
 * The controller: made once, in a module, and by no component. It opens two of Antom's products; the session that the server makes says which.
 */
import { cashier, CheckoutController, element, fromCdn, fromModule } from 'antom-checkout-controller';

export const checkout = new CheckoutController({
  environment: 'sandbox',
  product: [cashier, element],
  sdk: [fromModule(() => import('@alipay/ams-checkout')), fromCdn()],
  createPaymentSession: ({ order, signal }) =>
    fetch('/api/payment-sessions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      // Your server knows by the order which product's session to make. The demo's server has no orders, and is told.
      body: JSON.stringify({ order, product: order?.endsWith(':form') ? 'element' : 'cashier' }),
      signal,
    }),
  inquiryPayment: ({ paymentRequestId, signal }) => fetch(`/api/payments/${encodeURIComponent(paymentRequestId)}`, { signal }),
  // The button and the form get the SDK ready; the result page does without it.
  prepare: 'manual',
  // The router leads to the result. After a redirect the buyer comes to it by paymentRedirectUrl.
  notRedirectAfterComplete: true,
});
