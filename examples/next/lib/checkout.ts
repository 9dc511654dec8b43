/**
 * The controller: made once, in a module, and by no component. It opens two of Antom's products; the session that the server makes says which.
 */
import { cashier, CheckoutController, element, fromCdn, fromModule } from 'antom-checkout-controller';

export const checkout = new CheckoutController({
  environment: 'sandbox',
  product: [cashier, element],
  sdk: [fromModule(() => import('@alipay/ams-checkout')), fromCdn()],
  createPaymentSession: ({ order, signal }) => fetch('/api/payment-sessions', { method: 'POST', body: JSON.stringify({ order }), signal }),
  inquiryPayment: ({ paymentRequestId, signal }) => fetch(`/api/payments/${encodeURIComponent(paymentRequestId)}`, { signal }),
  // The button and the form get the SDK ready; the other pages do without it.
  prepare: 'manual',
  // The router leads to the result. After a redirect the buyer comes to it by paymentRedirectUrl.
  notRedirectAfterComplete: true,
});
