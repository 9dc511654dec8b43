/** The gateway's API: who may call it, what it refuses, and what it answers to the same request twice. No server: Hono's own request(). */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CREATE_PAYMENT_SESSION, INQUIRY_PAYMENT } from '../../demo/server/antom/protocol.ts';
import { signatureOf } from '../../demo/server/antom/signature.ts';
import { CLIENT, codeOf, keys, ORIGIN, request, testGateway } from './support/gateway.ts';
import type { Json, TestGateway } from './support/gateway.ts';

let test: TestGateway;
beforeEach(() => {
  test = testGateway();
});
afterEach(() => {
  test.gateway.close();
});

describe('who may call', () => {
  const body = JSON.stringify(request());
  const time = '1685599933871';
  const good = signatureOf({ path: CREATE_PAYMENT_SESSION, clientId: CLIENT, time, body }, keys.merchant.privateKey);

  it.each<[string, Record<string, string | null>, string]>([
    ['no Client-Id', { 'client-id': null }, 'INVALID_CLIENT'],
    ['another Client-Id', { 'client-id': 'SANDBOX_OTHER' }, 'INVALID_CLIENT'],
    ['no Request-Time', { 'request-time': null }, 'PARAM_ILLEGAL'],
    ['a Request-Time with blanks', { 'request-time': 'just now' }, 'PARAM_ILLEGAL'],
    ['another Request-Time', { 'request-time': '1685599933872' }, 'INVALID_SIGNATURE'],
    ['no Signature', { signature: null }, 'INVALID_SIGNATURE'],
    ['a Signature without parts', { signature: 'QUJD' }, 'INVALID_SIGNATURE'],
    ['an undecodable Signature', { signature: 'algorithm=RSA256,keyVersion=1,signature=%E0%A4%A' }, 'INVALID_SIGNATURE'],
    ['another algorithm', { signature: good.replace('RSA256', 'RSA1') }, 'INVALID_SIGNATURE'],
    [
      "Antom's own key",
      { signature: signatureOf({ path: CREATE_PAYMENT_SESSION, clientId: CLIENT, time, body }, keys.antom.privateKey) },
      'INVALID_SIGNATURE',
    ],
    [
      "another path's signature",
      { signature: signatureOf({ path: INQUIRY_PAYMENT, clientId: CLIENT, time, body }, keys.merchant.privateKey) },
      'INVALID_SIGNATURE',
    ],
  ])('not with %s, and nothing is kept of it', async (_, headers, code) => {
    expect(codeOf(await test.raw(CREATE_PAYMENT_SESSION, body, headers))).toBe(code);
    // The id is still free: the correct request has an answer of its own.
    expect(codeOf(await test.create())).toBe('SUCCESS');
  });

  it('not with a body that was changed on the way', async () => {
    const cheaper = body.replaceAll('12800', '128');
    expect(codeOf(await test.raw(CREATE_PAYMENT_SESSION, cheaper, { signature: good }))).toBe('INVALID_SIGNATURE');
  });

  it('with spaces after the commas', async () => {
    expect(codeOf(await test.raw(CREATE_PAYMENT_SESSION, body, { signature: good.replaceAll(',', ', ') }))).toBe('SUCCESS');
  });
});

describe('createPaymentSession', () => {
  it('answers as Antom does', async () => {
    const answer = await test.create();
    expect(Object.keys(answer).sort()).toEqual(['paymentSessionData', 'paymentSessionExpiryTime', 'paymentSessionId', 'result']);
    expect(answer['result']).toEqual({ resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success.' });
    expect(answer['paymentSessionExpiryTime']).toBe('2026-01-01T01:00:00Z');
    const parts = String(answer['paymentSessionData']).split('&&');
    expect(parts).toHaveLength(4);
    expect(JSON.parse(Buffer.from(parts[3]!, 'base64').toString('utf8'))).toMatchObject({
      paymentSessionConfig: { productScene: 'CASHIER_PAYMENT', paymentMethodCategoryType: 'APM' },
      paymentSessionFactor: { paymentAmount: { currency: 'HKD', value: '12800' } },
      demo: { paymentSessionId: answer['paymentSessionId'], reportUrl: `${ORIGIN}/ams/demo/report` },
    });
  });

  it.each<[string, Json]>([
    ['productCode', { productCode: 'AGREEMENT_PAYMENT' }],
    ['paymentRequestId', { paymentRequestId: '' }],
    ['paymentRequestId', { paymentRequestId: 'x'.repeat(65) }],
    ['paymentRequestId', { paymentRequestId: 1 }],
    ['paymentAmount', { paymentAmount: { currency: 'HKD', value: 12800 } }],
    ['paymentAmount', { paymentAmount: { currency: 'HKD', value: '128.00' } }],
    ['paymentAmount', { paymentAmount: { currency: 'hkd', value: '12800' } }],
    ['paymentAmount', { paymentAmount: { currency: 'HKD', value: '-1' } }],
    ['paymentMethodType', { paymentMethod: {} }],
    ['paymentRedirectUrl', { paymentRedirectUrl: 'javascript:alert(1)' }],
    ['paymentNotifyUrl', { paymentNotifyUrl: 'ftp://127.0.0.1/' }],
    ['paymentNotifyUrl is not on this machine', { paymentNotifyUrl: 'https://merchant.example/notify' }],
    ['orderAmount', { order: { referenceOrderId: 'order-1', orderDescription: 'Beans' } }],
    ['referenceOrderId', { order: { orderAmount: { currency: 'HKD', value: '1' }, orderDescription: 'Beans' } }],
  ])('names %s in PARAM_ILLEGAL', async (name, change) => {
    const answer = await test.create(change);
    expect(codeOf(answer)).toBe('PARAM_ILLEGAL');
    expect((answer['result'] as Json)['resultMessage']).toContain(name);
  });

  it.each(['', 'null', '[]', '{', '"text"'])('refuses the body %j', async (body) => {
    expect(codeOf(await test.raw(CREATE_PAYMENT_SESSION, body))).toBe('PARAM_ILLEGAL');
  });

  it('answers the same request with the same session', async () => {
    const first = await test.create();
    expect(await test.create()).toEqual(first);
  });

  it('refuses another request with the same paymentRequestId', async () => {
    await test.create();
    const cheaper = { currency: 'HKD', value: '1' };
    expect(codeOf(await test.create({ paymentAmount: cheaper }))).toBe('REPEAT_REQ_INCONSISTENT');
  });

  it('makes one order of many requests at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => test.create()));
    expect(new Set(answers.map((answer) => answer['paymentSessionId'])).size).toBe(1);
    const mixed = await Promise.all(
      [1, 2, 3, 4].map((n) => test.create({ paymentRequestId: 'request-2', paymentRedirectUrl: `${ORIGIN}/result?${n}` })),
    );
    expect(mixed.map(codeOf).sort()).toEqual(['REPEAT_REQ_INCONSISTENT', 'REPEAT_REQ_INCONSISTENT', 'REPEAT_REQ_INCONSISTENT', 'SUCCESS']);
  });

  it('refuses the id of an order that is over, and of a session that has expired', async () => {
    const { paymentSessionId } = await test.create();
    test.gateway.payments.decide(String(paymentSessionId), { status: 'SUCCESS', resultCode: null, after: 0 });
    expect(codeOf(await test.create())).toBe('ORDER_IS_CLOSED');
    await test.create({ paymentRequestId: 'request-2' });
    await test.clock.advance(3_600_000);
    expect(codeOf(await test.create({ paymentRequestId: 'request-2' }))).toBe('ORDER_IS_CLOSED');
  });
});

describe('inquiryPayment', () => {
  it('knows no order before the buyer has submitted it', async () => {
    expect(codeOf(await test.inquire())).toBe('ORDER_NOT_EXIST');
    await test.create();
    const answer = await test.inquire();
    expect(answer).toEqual({ result: { resultCode: 'ORDER_NOT_EXIST', resultStatus: 'F', resultMessage: 'The order does not exist.' } });
  });

  it('answers by either id, and prefers paymentId', async () => {
    const { paymentSessionId } = await test.create();
    test.gateway.payments.submit(String(paymentSessionId));
    const answer = await test.inquire();
    expect(answer).toMatchObject({
      paymentStatus: 'PROCESSING',
      paymentRequestId: 'request-1',
      paymentAmount: { currency: 'HKD', value: '12800' },
      paymentCreateTime: '2026-01-01T00:00:00Z',
    });
    expect(answer).not.toHaveProperty('paymentTime');
    expect(await test.call(INQUIRY_PAYMENT, { paymentId: answer['paymentId'], paymentRequestId: 'another' })).toEqual(answer);
  });

  it.each([{}, { paymentRequestId: '' }, { paymentRequestId: 5 }, { paymentId: {} }])('refuses %j', async (body) => {
    expect(codeOf(await test.call(INQUIRY_PAYMENT, body))).toBe('PARAM_ILLEGAL');
  });
});

it('says that it has no other API', async () => {
  expect(codeOf(await test.call('/ams/sandbox/api/v1/payments/refund', {}))).toBe('NO_INTERFACE_DEF');
});

describe("the cashier's reports", () => {
  const report = async (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    test.gateway.routes.request(`${ORIGIN}/ams/demo/report`, {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it.each([
    'not JSON',
    {},
    { paymentSessionId: 'x' },
    { paymentSessionId: 'x', event: 'steal' },
    { paymentSessionId: 'x', event: 'decide', status: 'PAID' },
    { paymentSessionId: 'x', event: 'decide', status: 'SUCCESS', after: -1 },
    { paymentSessionId: 'x', event: 'decline', resultCode: 7 },
  ])('are refused when they are none: %j', async (body) => {
    expect((await report(body)).status).toBe(400);
  });

  it('need the id of a session', async () => {
    expect((await report({ paymentSessionId: 'guessed', event: 'submit' })).status).toBe(409);
  });

  it('may come from pages of this machine only', async () => {
    const { paymentSessionId } = await test.create();
    const answer = await report({ paymentSessionId, event: 'submit' }, { origin: 'http://localhost:4173' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://localhost:4173');
    expect(
      (await report({ paymentSessionId, event: 'submit' }, { origin: 'https://evil.example' })).headers.get('access-control-allow-origin'),
    ).toBeNull();
  });
});
