// The module of docs/spa.md, as it stands there.
import { CheckoutController, fromCdn, fromModule } from 'antom-checkout-controller';

export const checkout = new CheckoutController({
  environment: 'sandbox', // or 'prod'
  sdk: [fromModule(() => import('@alipay/ams-checkout')), fromCdn()],
  createPaymentSession: ({ order, signal }) => fetch('/api/payment-sessions', { method: 'POST', body: JSON.stringify({ order }), signal }),
  inquiryPayment: ({ paymentRequestId, signal }) => fetch(`/api/payments/${encodeURIComponent(paymentRequestId)}`, { signal }),
});
