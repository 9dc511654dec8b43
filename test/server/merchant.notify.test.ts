/** The merchant's notify endpoint: believes Antom alone, does nothing twice, and answers as Antom requires. */
import { beforeEach, describe, expect, it } from 'vitest';
import { signatureOf } from '../../demo/server/antom/signature.ts';
import type { MerchantOrder } from '../../demo/server/merchant/orders.ts';
import { CLIENT, keys, ORIGIN, testMerchant } from './support/gateway.ts';
import type { Json } from './support/gateway.ts';

type TestMerchant = ReturnType<typeof testMerchant>;
let merchant: TestMerchant;
beforeEach(() => {
  merchant = testMerchant();
  merchant.orders.open('request-1', { currency: 'HKD', value: '12800' });
});

const PATH = '/api/notify';
const order = (): MerchantOrder => merchant.orders.find('request-1')!;
const UNTOUCHED = { status: 'open', settledBy: null, notifications: 0, paymentId: null };

const notification = (change: Json = {}): Json => ({
  notifyType: 'PAYMENT_RESULT',
  result: { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' },
  paymentRequestId: 'request-1',
  paymentId: '2020010123456789',
  paymentAmount: { value: '12800', currency: 'HKD' },
  paymentCreateTime: '2020-01-01T12:01:00+08:30',
  paymentTime: '2020-01-01T12:01:01+08:30',
  ...change,
});
const PENDING = { notifyType: 'PAYMENT_PENDING', paymentTime: undefined };
const FAILED = { result: { resultCode: 'ORDER_IS_CLOSED', resultStatus: 'F', resultMessage: 'closed' } };

function headersFor(
  body: string | Uint8Array,
  { key = keys.antom.privateKey, path = PATH, clientId = CLIENT, time = '1685599933871' } = {},
): Record<string, string> {
  return { 'client-id': clientId, 'request-time': time, signature: signatureOf({ path, clientId, time, body }, key) };
}

async function post(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>): Promise<{ status: number; text: string }> {
  const response = await merchant.routes.request(`${ORIGIN}${PATH}`, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}
const send = (change: Json = {}): Promise<{ status: number; text: string }> => {
  const body = JSON.stringify(notification(change));
  return post(body, headersFor(body));
};

describe('a good notification', () => {
  it('is taken, and answered with exactly what Antom requires', async () => {
    expect(await send()).toEqual({ status: 200, text: '{"result":{"resultCode":"SUCCESS","resultStatus":"S","resultMessage":"success"}}' });
    expect(order()).toMatchObject({ status: 'paid', settledBy: 'notification', paymentId: '2020010123456789', notifications: 1 });
  });

  it('is verified over the bytes as they came: spaces, order, escapes and letters that are not ASCII', async () => {
    for (const body of [
      JSON.stringify(notification({ memo: '灯笼咖啡 ☕' }), null, 2),
      JSON.stringify(notification()).replaceAll('/', '\\/').replace('success', '\\u0073uccess'),
      `${JSON.stringify(notification())}\n`,
    ])
      expect((await post(body, headersFor(body))).status).toBe(200);
  });

  it('may say that the payment is pending, and later that it is paid', async () => {
    expect((await send(PENDING)).status).toBe(200);
    expect(order()).toMatchObject({ status: 'pending', settledBy: null });
    expect((await send()).status).toBe(200);
    expect(order()).toMatchObject({ status: 'paid' });
  });

  it('may say that it failed', async () => {
    expect((await send(FAILED)).status).toBe(200);
    expect(order()).toMatchObject({ status: 'failed', settledBy: 'notification' });
  });
});

describe('the same again', () => {
  it('is acknowledged every time and changes nothing: Antom repeats what it believes lost', async () => {
    await send();
    const first = order();
    for (let n = 0; n < 7; n += 1) expect((await send()).status).toBe(200);
    expect(order()).toEqual({ ...first, notifications: 8 });
  });

  it("at once, as from two of Antom's machines, too", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => send()));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(order()).toMatchObject({ status: 'paid', notifications: 10 });
  });

  it('an old "pending" that is replayed after "paid" takes nothing back', async () => {
    const body = JSON.stringify(notification(PENDING));
    const headers = headersFor(body);
    await post(body, headers);
    await send();
    expect((await post(body, headers)).status).toBe(200);
    expect(order().status).toBe('paid');
  });

  it('the opposite is not acknowledged: a person has to look', async () => {
    await send();
    expect((await send(FAILED)).status).toBe(409);
    expect(order()).toMatchObject({ status: 'paid', notifications: 1 });
  });

  it('after an inquiry has settled the order it is only counted', async () => {
    merchant.orders.hear({
      paymentRequestId: 'request-1',
      paymentId: 'p',
      amount: { currency: 'HKD', value: '12800' },
      status: 'paid',
      by: 'inquiry',
    });
    await send();
    expect(order()).toMatchObject({ status: 'paid', settledBy: 'inquiry', notifications: 1 });
  });
});

describe('is refused, and nothing changes', () => {
  const body = JSON.stringify(notification());
  const without = (name: string): Record<string, string> =>
    Object.fromEntries(Object.entries(headersFor(body)).filter(([key]) => key !== name));

  it.each<[string, string, Record<string, string>]>([
    ['unsigned', body, without('signature')],
    ['without Client-Id', body, without('client-id')],
    ['without Request-Time', body, without('request-time')],
    ["signed with the merchant's own key", body, headersFor(body, { key: keys.merchant.privateKey })],
    ['signed for another path', body, headersFor(body, { path: '/api/other' })],
    ['for another client', body, headersFor(body, { clientId: 'SANDBOX_OTHER' })],
    ['with a changed amount', body.replace('12800', '1280'), headersFor(body)],
    ['with a changed id', body.replace('request-1', 'request-2'), headersFor(body)],
    ['with one more space', `${body} `, headersFor(body)],
    ['written anew', JSON.stringify(JSON.parse(body), null, 1), headersFor(body)],
    ['empty', '', headersFor(body)],
    ['with the time of another', body, { ...headersFor(body), 'request-time': '1685599933872' }],
    ['with a signature that is none', body, { ...headersFor(body), signature: 'signature' }],
    ['with an undecodable signature', body, { ...headersFor(body), signature: 'algorithm=RSA256,keyVersion=1,signature=%' }],
    ['with half a signature', body, { ...headersFor(body), signature: headersFor(body)['signature']!.slice(0, 100) }],
  ])('%s: 401', async (_, text, headers) => {
    expect((await post(text, headers)).status).toBe(401);
    expect(order()).toMatchObject(UNTOUCHED);
  });

  it.each<[string, Json | string, number]>([
    ['not JSON', 'paid!', 400],
    ['a list', '[]', 400],
    ['without a type', { notifyType: undefined }, 400],
    ['of another type', { notifyType: 'REFUND_RESULT' }, 400],
    ['with a result that decides nothing', { result: { resultStatus: 'U' } }, 400],
    ['without a result', { result: undefined }, 400],
    ['without an amount', { paymentAmount: undefined }, 400],
    ['with an amount that is a number', { paymentAmount: { currency: 'HKD', value: 12800 } }, 400],
    ['of another amount', { paymentAmount: { currency: 'HKD', value: '1' } }, 409],
    ['in another currency', { paymentAmount: { currency: 'PHP', value: '12800' } }, 409],
    ['of an unknown order', { paymentRequestId: 'request-2' }, 404],
    ['of an order that is a word of JavaScript', { paymentRequestId: '__proto__' }, 404],
  ])('well signed but %s', async (_, change, status) => {
    const text = typeof change === 'string' ? change : JSON.stringify(notification(change));
    expect((await post(text, headersFor(text))).status).toBe(status);
    expect(order()).toMatchObject(UNTOUCHED);
  });

  it('larger than any notification: 413', async () => {
    const text = JSON.stringify(notification({ memo: 'x'.repeat(70_000) }));
    expect((await post(text, { ...headersFor(text), 'content-length': String(text.length) })).status).toBe(413);
    expect(order()).toMatchObject(UNTOUCHED);
  });
});
