/**
 * The server's part of a checkout: three functions of a `Request`. The frameworks' files beside this one only give them addresses.
 *
 * The orders are in memory here. In your shop they are a table, and each function below is a transaction that locks the order's row.
 */
import { checkoutRoutes, createAntom } from 'antom-checkout-controller/server';

const shop = process.env.SHOP_URL ?? 'http://localhost:3000';

const antom = createAntom({
  clientId: process.env.ANTOM_CLIENT_ID,
  privateKey: process.env.ANTOM_PRIVATE_KEY,
  publicKey: process.env.ANTOM_PUBLIC_KEY,
  environment: 'sandbox',
  gateway: process.env.ANTOM_GATEWAY,
});

/** By id: { amount, method, buyer, paid, payments: Map from paymentRequestId to what is known of it }. */
export const orders = new Map();

const orderOf = (paymentRequestId) => [...orders.values()].find(({ payments }) => payments.has(paymentRequestId));
/** In your shop: the account of the session cookie. */
const buyerOf = (request) => request.headers.get('x-buyer') ?? 'guest';

/** Nobody has submitted it, or it failed. A success is written down here too: its notification may be lost. */
async function isOver(paymentRequestId) {
  const { paymentStatus, paymentAmount, result } = await antom.inquiryPayment({ paymentRequestId });
  const order = orderOf(paymentRequestId);
  if (paymentStatus === 'SUCCESS' && paymentAmount?.currency === order.amount.currency && paymentAmount.value === order.amount.value) {
    order.payments.set(paymentRequestId, 'paid');
    order.paid = true;
  }
  return result.resultCode === 'ORDER_NOT_EXIST' || paymentStatus === 'FAIL' || paymentStatus === 'CANCELLED';
}

export const { session, inquiry, notify } = checkoutRoutes(antom, {
  async order(request) {
    const { order: id } = (await request.json().catch(() => null)) ?? {};
    const order = orders.get(id);
    if (order === undefined || order.buyer !== buyerOf(request)) throw Response.json({ code: 'no-order' }, { status: 404 });
    // No second payment before the first is decided, whoever opened it, on whichever device.
    for (const [payment, state] of order.paid ? [] : order.payments)
      if (state !== 'failed' && !(await isOver(payment)) && !order.paid) throw Response.json({ code: 'undecided' }, { status: 409 });
    if (order.paid) throw Response.json({ code: 'paid' }, { status: 409 });
    const paymentRequestId = crypto.randomUUID();
    // Before Antom knows it: a notification may be faster than the answer.
    order.payments.set(paymentRequestId, null);
    return {
      productCode: 'CASHIER_PAYMENT',
      paymentRequestId,
      paymentAmount: order.amount,
      paymentMethod: { paymentMethodType: order.method },
      paymentRedirectUrl: `${shop}/result?order=${id}`,
      paymentNotifyUrl: process.env.ANTOM_NOTIFY_URL ?? `${shop}/api/notify`,
      order: { orderAmount: order.amount, referenceOrderId: id, orderDescription: 'Order' },
    };
  },
  mayAsk: async (paymentRequestId, request) => orderOf(paymentRequestId)?.buyer === buyerOf(request),
  expected: async (paymentRequestId) => orderOf(paymentRequestId)?.amount ?? null,
  known: async (paymentRequestId) => orderOf(paymentRequestId)?.payments.get(paymentRequestId) ?? null,
  async onPayment({ paymentRequestId, status }) {
    const order = orderOf(paymentRequestId);
    // known() was asked before, and another process may have written since: what is paid stays paid.
    if (status === 'PENDING' && order.payments.get(paymentRequestId) === 'paid') return;
    switch (status) {
      case 'SUCCESS':
        order.payments.set(paymentRequestId, 'paid');
        // A second payment of a paid order is to be refunded: here is where you see it.
        order.paid = true;
        break;
      case 'FAIL':
        order.payments.set(paymentRequestId, 'failed');
        break;
      case 'PENDING':
        order.payments.set(paymentRequestId, 'pending');
        break;
      case 'MISMATCH':
        console.error(`Look at payment ${paymentRequestId}: another amount, or a success after a failure.`);
    }
  },
});
