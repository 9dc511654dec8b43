/** A gateway with a manual clock, a merchant's keys to call it with, and a merchant's server that is a script. */
import { makeKeyPair, writePrivateKey, writePublicKey } from '../../../demo/server/antom/keys.ts';
import { CREATE_PAYMENT_SESSION, INQUIRY_PAYMENT } from '../../../demo/server/antom/protocol.ts';
import { signatureOf, verifySignature } from '../../../demo/server/antom/signature.ts';
import { createGateway } from '../../../demo/server/gateway/gateway.ts';
import type { Gateway } from '../../../demo/server/gateway/gateway.ts';
import type { Reply } from '../../../demo/server/gateway/notifications.ts';
import { createMerchant } from '../../../demo/server/merchant/merchant.ts';
import { manualClock } from './manual-clock.ts';
import type { ManualClock } from './manual-clock.ts';

export const CLIENT = 'SANDBOX_TEST';
export const ORIGIN = 'http://127.0.0.1:4173';
export const NOTIFY_URL = `${ORIGIN}/api/notify`;

const [merchant, antom] = await Promise.all([makeKeyPair(), makeKeyPair()]);
export const keys = { merchant, antom };

/** The demo's merchant by itself, with these keys. */
export const testMerchant = (): ReturnType<typeof createMerchant> =>
  createMerchant({
    settings: {
      clientId: CLIENT,
      privateKey: writePrivateKey(keys.merchant.privateKey),
      publicKey: writePublicKey(keys.antom.publicKey),
      notifyUrl: null,
    },
    gateway: () => ORIGIN,
    self: () => ORIGIN,
  });

export type Json = Record<string, unknown>;

export interface TestGateway {
  readonly gateway: Gateway;
  readonly clock: ManualClock;
  /** Notifications as they were sent, with the time on the clock. */
  readonly sent: { readonly url: string; readonly body: Json; readonly at: number }[];
  /** What the merchant's server answers from now on; undefined: nothing. */
  reply: (reply: Reply | undefined) => void;
  /** A signed call whose signed answer was verified. */
  call: (path: string, body: unknown) => Promise<Json>;
  /** The same with anything about the request changed. */
  raw: (path: string, body: string, headers?: Record<string, string | null>) => Promise<Json>;
  create: (change?: Json) => Promise<Json>;
  inquire: (paymentRequestId?: string) => Promise<Json>;
}

export const ACK: Reply = { status: 200, body: '{"result":{"resultCode":"SUCCESS","resultStatus":"S","resultMessage":"success"}}' };

export const request = (change: Json = {}): Json => ({
  productCode: 'CASHIER_PAYMENT',
  paymentRequestId: 'request-1',
  paymentAmount: { currency: 'HKD', value: '12800' },
  paymentMethod: { paymentMethodType: 'ALIPAY_HK' },
  paymentRedirectUrl: `${ORIGIN}/result`,
  paymentNotifyUrl: NOTIFY_URL,
  order: { orderAmount: { currency: 'HKD', value: '12800' }, referenceOrderId: 'order-1', orderDescription: 'Beans' },
  ...change,
});

export function testGateway({ notifyUrl }: { readonly notifyUrl?: string } = {}): TestGateway {
  const clock = manualClock();
  const sent: { url: string; body: Json; at: number }[] = [];
  let reply: Reply | undefined = ACK;
  const gateway = createGateway({
    clientId: CLIENT,
    merchantKey: merchant.publicKey,
    privateKey: antom.privateKey,
    clock,
    notifyUrl,
    post: (url, body) => {
      sent.push({ url, body: JSON.parse(body) as Json, at: clock.now() });
      return Promise.resolve(reply);
    },
  });

  async function raw(path: string, body: string, change: Record<string, string | null> = {}): Promise<Json> {
    const time = '1685599933871';
    const signed: Record<string, string | null> = {
      'client-id': CLIENT,
      'request-time': time,
      signature: signatureOf({ path, clientId: CLIENT, time, body }, merchant.privateKey),
    };
    const headers = Object.fromEntries(
      Object.entries({ ...signed, ...change }).filter((entry): entry is [string, string] => entry[1] !== null),
    );
    const response = await gateway.routes.request(`${ORIGIN}${path}`, { method: 'POST', headers, body });
    const text = await response.text();
    // Whatever the answer is, it is Antom's.
    verifySignature(
      { path, clientId: response.headers.get('client-id') ?? '', time: response.headers.get('response-time') ?? '', body: text },
      response.headers.get('signature'),
      antom.publicKey,
    );
    return JSON.parse(text) as Json;
  }
  const call = (path: string, body: unknown): Promise<Json> => raw(path, JSON.stringify(body));

  return {
    gateway,
    clock,
    sent,
    raw,
    call,
    reply(next) {
      reply = next;
    },
    create: (change) => call(CREATE_PAYMENT_SESSION, request(change)),
    inquire: (paymentRequestId = 'request-1') => call(INQUIRY_PAYMENT, { paymentRequestId }),
  };
}

export const codeOf = (answer: Json): unknown => (answer['result'] as Json)['resultCode'];
