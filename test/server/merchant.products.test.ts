/** The merchant's server with every product, over HTTP: its sessions, what comes of them, what it is told and what it tells its page. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startDemo } from '../../demo/server/app.ts';
import type { Demo } from '../../demo/server/app.ts';
import { signatureOf } from '../../demo/server/antom/signature.ts';
import { OUTCOMES, PRODUCTS } from '../../demo/shared/products.ts';
import type { Product } from '../../demo/shared/products.ts';
import { CLIENT, keys, ORIGIN, testMerchant } from './support/gateway.ts';
import type { Json } from './support/gateway.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo();
}, 30_000);
afterAll(() => demo.close());

const CARD = { number: '5555555555554444', month: '09', year: '31' };

async function post(path: string, body: Json): Promise<{ status: number; body: Json }> {
  const response = await fetch(`${demo.url}${path}`, { method: 'POST', headers: { origin: demo.url }, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Json };
}
async function get(path: string): Promise<Json> {
  return (await (await fetch(`${demo.url}${path}`)).json()) as Json;
}
const session = async (body: Json, path = '/api/payment-sessions'): Promise<Json> => (await post(path, body)).body;
const save = (body: Json = {}): Promise<Json> => session(body, '/api/vaulting-sessions');
const metaOf = (answer: Json): Json =>
  JSON.parse(Buffer.from(String(answer['paymentSessionData']).split('&&')[3]!, 'base64').toString('utf8')) as Json;
/** As the local page does it. */
const pay = async ({ paymentSessionId }: Json, more: Json = {}): Promise<Json> =>
  (await post('/ams/demo/report', { paymentSessionId, event: 'pay', ...more })).body;
const inquiry = ({ paymentRequestId }: Json): Promise<Json> => get(`/api/payments/${String(paymentRequestId)}`);
const token = ({ paymentRequestId }: Json): Promise<Json> => get(`/api/tokens/${String(paymentRequestId)}`);
const SESSION = ['paymentRequestId', 'paymentSessionData', 'paymentSessionExpiryTime', 'paymentSessionId', 'result'];

describe('a session', () => {
  it.each(Object.keys(PRODUCTS) as Product[])('for %s has the same members as any other, and the scene of its product', async (product) => {
    const answer = await session({ product });
    expect(Object.keys(answer).sort()).toEqual(SESSION);
    expect(metaOf(answer)).toMatchObject({
      paymentSessionConfig: { productScene: PRODUCTS[product].productScene, paymentMethodCategoryType: PRODUCTS[product].category },
    });
  });

  it('to save a card has them too, with the vaultingRequestId as paymentRequestId', async () => {
    const answer = await save({ lang: 'zh' });
    expect(Object.keys(answer).sort()).toEqual(SESSION);
    expect(answer['paymentRequestId']).toMatch(/^demo_vaulting_/);
    expect(metaOf(answer)).toMatchObject({
      paymentSessionConfig: { productScene: 'VAULTING' },
      demo: { redirectUrl: `${demo.url}/result?LOCAL_MOCK=1&lang=zh&paymentRequestId=${String(answer['paymentRequestId'])}` },
    });
  });

  it.each<[string, Json]>([
    ['product', { product: 'vaulting' }],
    ['outcome', { outcome: 'lost' }],
    ['redirectPath', { redirectPath: '//evil.example' }],
  ])('is refused with a sentence about %s', async (name, body) => {
    expect(await post('/api/payment-sessions', body)).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining(name) as unknown },
    });
  });

  it('breaks as the scenarios say, also one to save a card', async () => {
    expect(String((await save({ scenario: 'session-three-part' }))['paymentSessionData']).split('&&')).toHaveLength(3);
    expect(await save({ scenario: 'server-f' })).toMatchObject({ result: { resultStatus: 'F' } });
    expect(metaOf(await save({ scenario: 'session-wrong-product' }))).toMatchObject({
      paymentSessionConfig: { productScene: 'CASHIER_PAYMENT' },
    });
    expect(metaOf(await session({ product: 'autoDebit', scenario: 'session-wrong-product' }))).toMatchObject({
      paymentSessionConfig: { productScene: 'VAULTING' },
    });
    const { paymentSessionExpiryTime } = await save({ expiresIn: -60 });
    expect(Date.parse(String(paymentSessionExpiryTime))).toBeLessThan(Date.now());
  });
});

describe.each(['card', 'element', 'checkoutPage', 'easyPay', 'autoDebitPay'] as const)('a payment by %s', (product) => {
  it('is paid by a try that the gateway takes, and the order is', async () => {
    const answer = await session({ product, items: [{ sku: 'cup', quantity: 2 }] });
    expect(await inquiry(answer)).toMatchObject({ result: { resultCode: 'ORDER_NOT_EXIST' } });
    expect(await pay(answer)).toMatchObject({ paymentStatus: 'SUCCESS' });
    expect(await inquiry(answer)).toMatchObject({ paymentStatus: 'SUCCESS', paymentAmount: { value: '19200' } });
    await vi.waitFor(async () => {
      expect(await get(`/api/orders/${String(answer['paymentRequestId'])}`)).toMatchObject({ status: 'paid', notifications: 1 });
    }, 120_000);
  });

  it.each(OUTCOMES)('ends as its session wishes: %s', async (outcome) => {
    const answer = await session({ product, outcome });
    const { paymentStatus, result, challenge, needsNewSession } = await pay(answer);
    const told = { paymentStatus, challenge, needsNewSession, resultStatus: (result as Json)['resultStatus'] };
    const undecided = { challenge: false, needsNewSession: false };
    expect(told).toEqual(
      {
        paid: { ...undecided, paymentStatus: 'SUCCESS', resultStatus: 'S' },
        'declined-once': { ...undecided, paymentStatus: 'PROCESSING', resultStatus: 'F' },
        declined: { ...undecided, paymentStatus: 'PROCESSING', resultStatus: 'F' },
        'new-session': { challenge: false, needsNewSession: true, paymentStatus: 'FAIL', resultStatus: 'F' },
        challenge: { challenge: true, needsNewSession: false, paymentStatus: 'PROCESSING', resultStatus: 'U' },
        later: { ...undecided, paymentStatus: 'PROCESSING', resultStatus: 'U' },
        days: { ...undecided, paymentStatus: 'PENDING', resultStatus: 'U' },
        unknown: { ...undecided, paymentStatus: 'PROCESSING', resultStatus: 'U' },
      }[outcome],
    );
    expect(await inquiry(answer)).toMatchObject({ paymentStatus });
  });
});

describe('a card that is saved', () => {
  it('is known by inquiryPayment of the page, and by the notification; its token stays with the server', async () => {
    const answer = await save();
    expect(await inquiry(answer)).toEqual({
      result: expect.objectContaining({ resultCode: 'ORDER_NOT_EXIST' }) as unknown,
      paymentRequestId: answer['paymentRequestId'],
    });
    expect(await token(answer)).toMatchObject({ kind: 'vaulting', status: 'open', card: null });
    await pay(answer, { card: CARD });
    expect(await inquiry(answer)).toMatchObject({ paymentStatus: 'SUCCESS', paymentRequestId: answer['paymentRequestId'] });
    await vi.waitFor(async () => {
      expect(await token(answer)).toEqual({
        requestId: answer['paymentRequestId'],
        kind: 'vaulting',
        status: 'saved',
        card: { brand: 'MASTERCARD', maskedCardNo: '************4444', expiryMonth: '09', expiryYear: '31' },
        settledBy: expect.stringMatching(/notification|inquiry/) as unknown,
        notifications: 1,
      });
    }, 120_000);
    expect(JSON.stringify([await inquiry(answer), await token(answer)])).not.toContain('demo_token');
  });

  it('may be declined and saved then; and refused for good', async () => {
    const twice = await save({ outcome: 'declined-once' });
    await pay(twice, { card: CARD });
    expect(await inquiry(twice)).toMatchObject({ paymentStatus: 'PROCESSING', paymentResultCode: 'DO_NOT_HONOR' });
    await pay(twice, { card: CARD });
    expect(await inquiry(twice)).toMatchObject({ paymentStatus: 'SUCCESS' });
    const refused = await save({ outcome: 'new-session' });
    await pay(refused, { card: CARD });
    expect(await inquiry(refused)).toMatchObject({ paymentStatus: 'FAIL', paymentResultCode: 'ORDER_IS_CLOSED' });
    expect(await token(refused)).toMatchObject({ status: 'failed', card: null });
  });
});

describe('an agreement', () => {
  it("is known by the notification, and inquiryPayment of the page is answered from the merchant's own record", async () => {
    const answer = await session({ product: 'autoDebit' });
    expect(answer['paymentRequestId']).toMatch(/^demo_agreement_/);
    // Nobody can be asked: the notification may be on its way.
    expect(await inquiry(answer)).toMatchObject({ paymentStatus: 'PROCESSING' });
    await pay(answer);
    await vi.waitFor(async () => {
      expect(await inquiry(answer)).toMatchObject({ paymentStatus: 'SUCCESS' });
    }, 120_000);
    expect(await token(answer)).toMatchObject({ kind: 'agreement', status: 'saved', settledBy: 'notification', notifications: 1 });
  });

  it('that was not made for ten seconds is none', async () => {
    const answer = await session({ product: 'autoDebit' });
    await inquiry(answer);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_000 });
    try {
      expect(await inquiry(answer)).toMatchObject({ result: { resultCode: 'ORDER_NOT_EXIST' } });
    } finally {
      vi.useRealTimers();
    }
  });

  it('pays a later order without a page of ours', async () => {
    const agreement = await session({ product: 'autoDebit' });
    await pay(agreement);
    await vi.waitFor(async () => {
      expect(await token(agreement)).toMatchObject({ status: 'saved' });
    }, 120_000);
    const answer = await session({ product: 'autoDebitPay', agreement: agreement['paymentRequestId'] });
    const page = await fetch((metaOf(answer)['authUrlInfo'] as { normalUrl: string }).normalUrl);
    expect(await page.text()).toContain('data-status="CONFIRMED"');
    expect(await inquiry(answer)).toMatchObject({ paymentStatus: 'PROCESSING' });
    await post('/ams/demo/report', { paymentSessionId: answer['paymentSessionId'], event: 'confirm', passed: true });
    expect(await inquiry(answer)).toMatchObject({ paymentStatus: 'SUCCESS' });
  });
});

it('knows no card and no agreement that nobody asked for', async () => {
  expect((await fetch(`${demo.url}/api/tokens/unheard-of`)).status).toBe(404);
});

describe('a notification of', () => {
  let merchant: ReturnType<typeof testMerchant>;
  beforeEach(() => {
    merchant = testMerchant();
    merchant.tokens.open('vaulting', 'vaulting-1');
    merchant.tokens.open('agreement', 'agreement-1');
  });

  const S = { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' };
  const F = { resultCode: 'DO_NOT_HONOR', resultStatus: 'F', resultMessage: 'no' };
  const saved = {
    result: S,
    vaultingRequestId: 'vaulting-1',
    paymentMethodDetail: { paymentMethodType: 'CARD', card: { cardToken: 'T', brand: 'VISA', maskedCardNo: '***1111', secret: 1 } },
  };
  const agreed = { authorizationNotifyType: 'TOKEN_CREATED', result: S, authState: 'agreement-1', accessToken: 'A' };

  async function send(body: Json, key = keys.antom.privateKey): Promise<number> {
    const text = JSON.stringify(body);
    const signed = { path: '/api/notify', clientId: CLIENT, time: '1685599933871', body: text };
    const response = await merchant.routes.request(`${ORIGIN}/api/notify`, {
      method: 'POST',
      headers: { 'client-id': CLIENT, 'request-time': signed.time, signature: signatureOf(signed, key) },
      body: text,
    });
    return response.status;
  }

  it('a saved card is taken, as often as it comes, and of the card only what may be shown', async () => {
    expect([await send(saved), await send(saved)]).toEqual([200, 200]);
    expect(merchant.tokens.find('vaulting-1')).toMatchObject({ status: 'saved', token: 'T', settledBy: 'notification', notifications: 2 });
    expect(merchant.tokens.find('vaulting-1')?.card).not.toHaveProperty('secret');
    expect(merchant.tokens.find('vaulting-1')?.card).not.toHaveProperty('cardToken');
  });

  it('a card that was refused is taken, and the opposite then is not', async () => {
    expect(await send({ ...saved, result: F })).toBe(200);
    expect(merchant.tokens.find('vaulting-1')).toMatchObject({ status: 'failed', token: null });
    expect(await send(saved)).toBe(409);
  });

  it('an agreement is taken', async () => {
    expect(await send(agreed)).toBe(200);
    expect(merchant.tokens.find('agreement-1')).toMatchObject({ status: 'saved', token: 'A' });
  });

  it.each<[string, Json, number]>([
    ['a card of nobody', { ...saved, vaultingRequestId: 'vaulting-2' }, 404],
    ['a card by the id of an agreement', { ...saved, vaultingRequestId: 'agreement-1' }, 404],
    ['a card without a token', { ...saved, paymentMethodDetail: {} }, 400],
    ['a card whose result decides nothing', { ...saved, result: { resultStatus: 'U' } }, 400],
    ['a card whose id is a number', { ...saved, vaultingRequestId: 1 }, 400],
    ['an agreement of nobody', { ...agreed, authState: 'agreement-2' }, 404],
    ['an agreement that was cancelled', { ...agreed, authorizationNotifyType: 'TOKEN_CANCELED' }, 400],
    ['an agreement without a token', { ...agreed, accessToken: '' }, 400],
    ['an agreement without its authState', { ...agreed, authState: undefined }, 400],
    ['an agreement that failed', { ...agreed, result: F }, 400],
  ])('%s is refused, and nothing changes', async (_, body, status) => {
    expect(await send(body)).toBe(status);
    for (const id of ['vaulting-1', 'agreement-1']) expect(merchant.tokens.find(id)).toMatchObject({ status: 'open', notifications: 0 });
  });

  it.each([
    ['a card', saved],
    ['an agreement', agreed],
  ])('%s that is not signed by Antom is refused', async (_, body) => {
    expect(await send(body, keys.merchant.privateKey)).toBe(401);
    for (const id of ['vaulting-1', 'agreement-1']) expect(merchant.tokens.find(id)).toMatchObject({ status: 'open' });
  });
});
