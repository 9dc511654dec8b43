/**
 * The entry `./server` in whatever runs this file: Node, Deno, Bun. It makes keys, answers for Antom, and prints what it saw as one line of JSON.
 *
 *     node any-runtime.mjs, deno run any-runtime.mjs, bun any-runtime.mjs
 *
 * where `antom-checkout-controller` is installed.
 */
import { AntomServerError, checkoutRoutes, createAntom, signature } from 'antom-checkout-controller/server';

const base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
async function makePair() {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(
    { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ['sign', 'verify'],
  );
  return {
    privateKey: base64(await crypto.subtle.exportKey('pkcs8', privateKey)),
    publicKey: base64(await crypto.subtle.exportKey('spki', publicKey)),
  };
}

const clientId = 'SANDBOX_ANY';
const [merchant, antom] = [await makePair(), await makePair()];

/** What Antom answers; `forged`: by somebody else's key. */
let forged = false;
const answer = async (url) => {
  const path = new URL(url).pathname;
  const body = JSON.stringify(
    path.endsWith('inquiryPayment')
      ? {
          result: { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success.' },
          paymentStatus: 'SUCCESS',
          paymentRequestId: 'r1',
          paymentAmount: { currency: 'HKD', value: '100' },
        }
      : {
          result: { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success.' },
          paymentSessionData: 'data',
          paymentSessionId: 'id',
        },
  );
  const time = new Date().toISOString();
  const signed = await signature({ path, clientId, time, body }, (forged ? merchant : antom).privateKey);
  return new Response(body, { headers: { 'client-id': clientId, 'response-time': time, signature: signed } });
};

const server = createAntom({
  clientId,
  privateKey: merchant.privateKey,
  publicKey: antom.publicKey,
  environment: 'sandbox',
  fetch: (input) => answer(input instanceof Request ? input.url : String(input)),
});
const request = {
  paymentRequestId: 'r1',
  order: { orderAmount: { currency: 'HKD', value: '100' }, orderDescription: 'one', referenceOrderId: 'o1' },
  paymentAmount: { currency: 'HKD', value: '100' },
  paymentMethod: { paymentMethodType: 'ALIPAY_HK' },
  paymentRedirectUrl: 'https://shop.example/result',
  paymentNotifyUrl: 'https://shop.example/notify',
  productCode: 'CASHIER_PAYMENT',
};
const codeOf = (work) =>
  work.then(
    () => 'believed',
    (error) => (error instanceof AntomServerError ? error.code : String(error)),
  );

const payments = [];
const routes = checkoutRoutes(server, {
  order: () => Promise.resolve(request),
  mayAsk: () => Promise.resolve(true),
  expected: () => Promise.resolve({ currency: 'HKD', value: '100' }),
  onError: () => undefined,
  onPayment: ({ status }) => {
    payments.push(status);
    return Promise.resolve();
  },
});
const session = await routes.session(new Request('https://shop.example/api/payment-sessions', { method: 'POST', body: '{"order":"o1"}' }));
const inquiry = await routes.inquiry(new Request('https://shop.example/api/payments/r1'));
const notification = JSON.stringify({
  notifyType: 'PAYMENT_RESULT',
  result: { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' },
  paymentRequestId: 'r1',
  paymentId: 'p1',
  paymentAmount: { currency: 'HKD', value: '100' },
});
const notify = async (key) => {
  const time = new Date().toISOString();
  const signed = await signature({ path: '/notify', clientId, time, body: notification }, key);
  const headers = { 'client-id': clientId, 'request-time': time, signature: signed, 'content-type': 'application/json' };
  return (await routes.notify(new Request('https://shop.example/notify', { method: 'POST', headers, body: notification }))).status;
};
const notified = [await notify(antom.privateKey), await notify(merchant.privateKey)];
forged = true;
const seen = {
  session: [session.status, (await session.json()).paymentRequestId],
  inquiry: [inquiry.status, (await inquiry.json()).paymentStatus],
  notified,
  payments: [...new Set(payments)],
  forged: await codeOf(server.inquiryPayment({ paymentRequestId: 'r1' })),
};
console.log(JSON.stringify(seen));
