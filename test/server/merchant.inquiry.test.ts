/** What the demo's inquiry hands to the page of an answer that Antom's sandbox may give and the stand-in does not. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { signatureOf } from '../../demo/server/antom/signature.ts';
import { CLIENT, keys, ORIGIN, testMerchant } from './support/gateway.ts';
import type { Json } from './support/gateway.ts';

const AMOUNT = { currency: 'HKD', value: '19900' };
const S = { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' };

describe("the demo's inquiry", () => {
  let merchant: ReturnType<typeof testMerchant>;
  beforeEach(() => {
    merchant = testMerchant();
    merchant.orders.open('request-1', AMOUNT);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  async function inquire(answer: Json): Promise<{ status: number; body: Json }> {
    vi.stubGlobal('fetch', (url: string) => {
      const body = JSON.stringify({ result: S, paymentRequestId: 'request-1', ...answer });
      const time = String(Date.now());
      const signature = signatureOf({ path: new URL(url).pathname, clientId: CLIENT, time, body }, keys.antom.privateKey);
      return Promise.resolve(new Response(body, { headers: { 'client-id': CLIENT, 'response-time': time, signature } }));
    });
    const response = await merchant.routes.request(`${ORIGIN}/api/payments/request-1`);
    return { status: response.status, body: (await response.json()) as Json };
  }

  it('keeps the token of a card from the page', async () => {
    const { status, body } = await inquire({ paymentStatus: 'SUCCESS', paymentAmount: AMOUNT, paymentResultInfo: { cardToken: 'T' } });
    expect([status, body['paymentStatus'], merchant.orders.find('request-1')?.status]).toEqual([200, 'SUCCESS', 'paid']);
    expect(JSON.stringify(body)).not.toContain('cardToken');
  });
});
