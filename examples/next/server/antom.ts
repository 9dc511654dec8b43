/**
 * The server's part of the checkout: three functions of a `Request`, which the route handlers of app/api export.
 */
import {
  checkoutRoutes,
  createAntom,
  type Antom,
  type CreatePaymentSessionRequest,
  type RouteHandlers,
} from 'antom-checkout-controller/server';
import { nameOf, orderOf, orderOfPayment, type Order } from './orders';

const { SHOP_URL: shop = 'http://localhost:3000' } = process.env;
const KNOWN = { SUCCESS: 'paid', FAIL: 'failed', PENDING: 'pending' } as const;

/** Made at the first request: `next build` loads the route handlers too, and need not have the keys. */
let routes: RouteHandlers | undefined;
const made = (): RouteHandlers => (routes ??= makeRoutes());

export const session = (request: Request) => made().session(request);
export const inquiry = (request: Request) => made().inquiry(request);
export const notify = (request: Request) => made().notify(request);

function makeRoutes(): RouteHandlers {
  const { ANTOM_CLIENT_ID = '', ANTOM_PRIVATE_KEY = '', ANTOM_PUBLIC_KEY = '', ANTOM_GATEWAY } = process.env;
  const antom = createAntom({
    clientId: ANTOM_CLIENT_ID,
    privateKey: ANTOM_PRIVATE_KEY,
    publicKey: ANTOM_PUBLIC_KEY,
    environment: 'sandbox',
    gateway: ANTOM_GATEWAY,
  });
  return checkoutRoutes(antom, {
    async order(request) {
      const { order: name } = ((await request.json().catch(() => null)) ?? {}) as { order?: unknown };
      const order = orderOf(buyerOf(request), String(name));
      if (!order) throw Response.json({ code: 'no-order' }, { status: 404 });
      // No second payment before the first is decided, whoever opened it, on whichever device.
      for (const [payment, state] of order.paid ? [] : order.payments)
        if (state !== 'failed' && !(await isOver(antom, order, payment)) && !order.paid)
          throw Response.json({ code: 'undecided' }, { status: 409 });
      if (order.paid) throw Response.json({ code: 'paid' }, { status: 409 });
      const paymentRequestId = crypto.randomUUID();
      // Before Antom knows it: a notification may be faster than the answer.
      order.payments.set(paymentRequestId, null);
      return requestFor(order, paymentRequestId);
    },
    mayAsk: async (paymentRequestId, request) => orderOfPayment(paymentRequestId)?.buyer === buyerOf(request),
    expected: async (paymentRequestId) => orderOfPayment(paymentRequestId)?.amount ?? null,
    known: async (paymentRequestId) => orderOfPayment(paymentRequestId)?.payments.get(paymentRequestId) ?? null,
    async onPayment({ paymentRequestId, status }) {
      const order = orderOfPayment(paymentRequestId);
      if (!order || status === 'MISMATCH') {
        console.error(`Look at payment ${paymentRequestId}: another amount, or a success after a failure.`);
        return;
      }
      // known() was asked before, and another process may have written since: what is paid stays paid.
      if (status === 'PENDING' && order.payments.get(paymentRequestId) === 'paid') return;
      order.payments.set(paymentRequestId, KNOWN[status]);
      // Paid already, by another payment? Here is where you see it, and refund this one.
      if (status === 'SUCCESS') order.paid = true;
    },
  });
}

function requestFor(order: Order, paymentRequestId: string): CreatePaymentSessionRequest {
  return {
    productCode: 'CASHIER_PAYMENT',
    ...(order.method === null ? { productScene: 'ELEMENT_PAYMENT' } : { paymentMethod: { paymentMethodType: order.method } }),
    paymentRequestId,
    paymentAmount: order.amount,
    order: { orderAmount: order.amount, referenceOrderId: order.id, orderDescription: 'Order' },
    paymentRedirectUrl: `${shop}/result?${new URLSearchParams({ order: nameOf(order), paymentRequestId })}`,
    paymentNotifyUrl: process.env.ANTOM_NOTIFY_URL ?? `${shop}/api/notify`,
  };
}

/** Nobody has submitted it, or it failed. A success is written down here too: its notification may be lost. */
async function isOver(antom: Antom, order: Order, paymentRequestId: string): Promise<boolean> {
  const { paymentStatus, paymentAmount, result } = await antom.inquiryPayment({ paymentRequestId });
  const { currency, value } = (paymentAmount ?? {}) as { currency?: string; value?: string };
  if (paymentStatus === 'SUCCESS' && currency === order.amount.currency && value === order.amount.value) {
    order.payments.set(paymentRequestId, 'paid');
    order.paid = true;
  }
  return result.resultCode === 'ORDER_NOT_EXIST' || paymentStatus === 'FAIL' || paymentStatus === 'CANCELLED';
}

/** In your shop: the account of the session cookie. */
const buyerOf = (request: Request): string | null => /(?:^|; )buyer=([\w-]+)/.exec(request.headers.get('cookie') ?? '')?.[1] ?? null;
