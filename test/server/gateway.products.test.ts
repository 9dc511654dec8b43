/** What the gateway knows of each product: the session, what comes of a try to pay, the inquiry and the notification. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database as DatabaseClass } from 'node-sqlite3-wasm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CREATE_VAULTING_SESSION, INQUIRE_VAULTING } from '../../demo/server/antom/protocol.ts';
import type { AttemptAnswer } from '../../demo/server/gateway/payments.ts';
import type { Card } from '../../demo/server/gateway/attempts.ts';
import { openStore } from '../../demo/server/gateway/store.ts';
import { TEST_CARDS } from '../../demo/shared/products.ts';
import type { Outcome } from '../../demo/shared/products.ts';
import { codeOf, NOTIFY_URL, ORIGIN, testGateway } from './support/gateway.ts';
import type { Json, TestGateway } from './support/gateway.ts';

let test: TestGateway;
beforeEach(() => {
  test = testGateway();
});
afterEach(() => {
  test.gateway.close();
});

const SHOP = 'http://localhost:4173';
const agreement = { productCode: 'AGREEMENT_PAYMENT', paymentRedirectUrl: `${SHOP}/result?lang=zh` };
const AGREES = { ...agreement, productScene: 'AUTO_DEBIT', agreementInfo: { authState: 'agreement-1' }, paymentRequestId: undefined };

const vaulting = (change: Json = {}): Promise<Json> =>
  test.call(CREATE_VAULTING_SESSION, {
    paymentMethodType: 'CARD',
    vaultingRequestId: 'vaulting-1',
    vaultingNotificationUrl: NOTIFY_URL,
    redirectUrl: `${ORIGIN}/result`,
    ...change,
  });
const inquireVaulting = (): Promise<Json> => test.call(INQUIRE_VAULTING, { vaultingRequestId: 'vaulting-1' });

/** Part 4, which is all that the SDK reads. */
const metaOf = (data: unknown): Json => JSON.parse(Buffer.from(String(data).split('&&')[3]!, 'base64').toString('utf8')) as Json;

const CARD: Card = { number: '5555555555554444', month: '09', year: '31' };
const pay = (session: unknown, card: Card | null = null): AttemptAnswer => test.gateway.payments.attempt(String(session), card);
/** A session whose buyer will meet with that. */
const wished = async (outcome: Outcome, change: Json = {}): Promise<string> =>
  String((await test.create({ demo: { outcome }, ...change }))['paymentSessionId']);

describe('a session of', () => {
  it.each<[string, Json, Json]>([
    ['CASHIER_PAYMENT without a scene', {}, { productScene: 'CASHIER_PAYMENT', paymentMethodCategoryType: 'APM' }],
    [
      'CASHIER_PAYMENT by card',
      { productScene: 'CASHIER_PAYMENT', demo: { category: 'CARD' } },
      { productScene: 'CASHIER_PAYMENT', paymentMethodCategoryType: 'CARD' },
    ],
    ['ELEMENT_PAYMENT', { productScene: 'ELEMENT_PAYMENT' }, { productScene: 'ELEMENT_PAYMENT', paymentMethodCategoryType: 'ALL' }],
    ['CHECKOUT_PAYMENT', { productScene: 'CHECKOUT_PAYMENT' }, { productScene: 'CHECKOUT_PAYMENT', paymentMethodCategoryType: 'ALL' }],
    [
      'EASY_PAY',
      { ...agreement, productScene: 'EASY_PAY' },
      { productScene: 'EASY_PAY', paymentMethodCategoryType: 'WALLET', productSceneVersion: '2.0' },
    ],
    ['AUTO_DEBIT', AGREES, { productScene: 'AUTO_DEBIT', paymentMethodCategoryType: 'WALLET' }],
    [
      'AUTO_DEBIT_PAY',
      { ...agreement, productScene: 'AUTO_DEBIT_PAY' },
      { productScene: 'AUTO_DEBIT_PAY', paymentMethodCategoryType: 'WALLET' },
    ],
  ])('%s says so where the SDK looks', async (_, change, config) => {
    const answer = await test.create(change);
    expect(codeOf(answer)).toBe('SUCCESS');
    expect(metaOf(answer['paymentSessionData'])).toMatchObject({ paymentSessionConfig: config });
  });

  it('EASY_PAY names the local page, on the loopback name that the shop does not have', async () => {
    const url = async (shop: string, id: string): Promise<unknown> => {
      const { paymentSessionData } = await test.create({
        ...agreement,
        paymentRequestId: id,
        productScene: 'EASY_PAY',
        paymentRedirectUrl: `${shop}/result`,
        demo: { player: 'jump=0' },
      });
      const { extendInfo } = metaOf(paymentSessionData);
      return (JSON.parse(String(extendInfo)) as { checkoutInfo: unknown }).checkoutInfo;
    };
    expect(await url('http://localhost:3000', 'a')).toEqual([
      { url: 'http://127.0.0.1:4173/players/easypay/?jump=0', minSDKVersion: '1.0.0' },
    ]);
    expect(await url('http://127.0.0.1:3000', 'b')).toMatchObject([{ url: 'http://localhost:4173/players/easypay/?jump=0' }]);
  });

  it('AUTO_DEBIT has the kinds of signing without which the app is not opened, and no amount', async () => {
    const meta = metaOf((await test.create(AGREES))['paymentSessionData']);
    expect(meta['action']).toEqual({ web: { signType: 'REDIRECT' }, wap: { signType: 'REDIRECT' } });
    expect(meta['paymentSessionFactor']).toEqual({});
    expect(meta['demo']).toMatchObject({ kind: 'agreement', paymentRequestId: 'agreement-1' });
  });

  it("AUTO_DEBIT_PAY sends the buyer to the wallet's page by way of the gateway, and the order exists from then on", async () => {
    const meta = metaOf((await test.create({ ...agreement, productScene: 'AUTO_DEBIT_PAY' }))['paymentSessionData']);
    expect(meta['action']).toEqual({ requireFastSdk: true });
    const { normalUrl } = meta['authUrlInfo'] as { normalUrl: string };
    expect(codeOf(await test.inquire())).toBe('ORDER_NOT_EXIST');
    const response = await test.gateway.routes.request(normalUrl);
    const target = new URL(String(response.headers.get('location')));
    expect(response.status).toBe(302);
    expect(target.origin + target.pathname).toBe(`${ORIGIN}/redirect-target`);
    expect(Object.fromEntries(target.searchParams)).toMatchObject({
      return: `${SHOP}/result?lang=zh`,
      report: `${ORIGIN}/ams/demo/report`,
      approve: 'confirm',
      lang: 'zh',
    });
    expect(await test.inquire()).toMatchObject({ paymentStatus: 'PROCESSING' });
    expect((await test.gateway.routes.request(`${ORIGIN}/ams/demo/go?session=guessed`)).status).toBe(404);
  });

  it.each<[string, Json]>([
    ['a scene that nobody knows', { productScene: 'FOO_BAR' }],
    ['a scene of the other productCode', { productScene: 'EASY_PAY' }],
    ['an agreement payment without a scene', { productCode: 'AGREEMENT_PAYMENT' }],
    ['an agreement without its authState', { ...AGREES, agreementInfo: {} }],
    ['an EASY_PAY without an amount', { ...agreement, productScene: 'EASY_PAY', paymentAmount: undefined }],
  ])('%s is not made: PARAM_ILLEGAL', async (_, change) => {
    expect(codeOf(await test.create(change))).toBe('PARAM_ILLEGAL');
  });
});

describe('a try to pay', () => {
  it('is a payment', async () => {
    expect(pay(await wished('paid'))).toMatchObject({ accepted: true, result: { resultStatus: 'S' }, paymentStatus: 'SUCCESS' });
    expect(await test.inquire()).toMatchObject({ paymentStatus: 'SUCCESS' });
    await test.clock.advance(0);
    expect(test.sent.map(({ body }) => body)).toMatchObject([{ notifyType: 'PAYMENT_RESULT', result: { resultStatus: 'S' } }]);
  });

  it('may be declined once, and the same session takes the next', async () => {
    const session = await wished('declined-once');
    expect(pay(session, CARD)).toMatchObject({
      result: { resultStatus: 'F', resultCode: 'DO_NOT_HONOR' },
      paymentStatus: 'PROCESSING',
      needsNewSession: false,
    });
    expect(pay(session, CARD)).toMatchObject({ result: { resultStatus: 'S' }, paymentStatus: 'SUCCESS' });
  });

  it('may be declined each time, by a wallet with the code of a wallet', async () => {
    const session = await wished('declined');
    const tries = [pay(session), pay(session)];
    expect(tries.map(({ result }) => result.resultCode)).toEqual(['USER_BALANCE_NOT_ENOUGH', 'USER_BALANCE_NOT_ENOUGH']);
    expect(await test.inquire()).toMatchObject({ paymentStatus: 'PROCESSING' });
  });

  it('may end the order, so that the next one needs a new session', async () => {
    const session = await wished('new-session');
    expect(pay(session)).toMatchObject({ accepted: true, result: { resultCode: 'ORDER_IS_CLOSED' }, needsNewSession: true });
    expect(pay(session)).toMatchObject({ accepted: false, needsNewSession: true });
    expect(await test.inquire()).toMatchObject({ paymentStatus: 'FAIL', paymentResultCode: 'ORDER_IS_CLOSED' });
  });

  it('may ask for a further step, which ends well or badly', async () => {
    const session = await wished('challenge');
    expect(pay(session, CARD)).toMatchObject({ challenge: true, paymentStatus: 'PROCESSING', result: { resultStatus: 'U' } });
    expect(test.gateway.payments.confirm(session, false)).toMatchObject({
      result: { resultCode: 'USER_PAYMENT_VERIFICATION_FAILED' },
      needsNewSession: false,
    });
    expect(pay(session, CARD).challenge).toBe(true);
    expect(test.gateway.payments.confirm(session, true)).toMatchObject({ result: { resultStatus: 'S' }, paymentStatus: 'SUCCESS' });
  });

  it.each(['later', 'unknown'] as const)(
    'may be %s, and is paid five seconds after; another press meanwhile changes nothing',
    async (outcome) => {
      const session = await wished(outcome);
      expect(pay(session)).toMatchObject({
        result: { resultStatus: 'U', resultCode: outcome === 'unknown' ? 'UNKNOWN_EXCEPTION' : 'PAYMENT_IN_PROCESS' },
        paymentStatus: 'PROCESSING',
      });
      await test.clock.advance(4000);
      expect(pay(session)).toMatchObject({ result: { resultCode: 'PAYMENT_IN_PROCESS' } });
      await test.clock.advance(1000);
      expect(await test.inquire()).toMatchObject({ paymentStatus: 'SUCCESS' });
    },
  );

  it('may take days', async () => {
    expect(pay(await wished('days'))).toMatchObject({ paymentStatus: 'PENDING', result: { resultStatus: 'U' } });
    expect(await test.inquire()).toMatchObject({ paymentStatus: 'PENDING' });
  });

  it.each(TEST_CARDS.filter(({ outcome }) => outcome !== null))(
    'with $number is $outcome, whatever the session wishes',
    async ({ number, outcome }) => {
      const [first, second] = [await wished('paid'), await wished(outcome!, { paymentRequestId: 'request-2' })];
      const told = ({ result, challenge, needsNewSession, paymentStatus }: AttemptAnswer): unknown => [
        result,
        challenge,
        needsNewSession,
        paymentStatus,
      ];
      expect(told(pay(first, { ...CARD, number }))).toEqual(told(pay(second, CARD)));
    },
  );
});

describe('what the apps report', () => {
  const report = async (body: Json): Promise<{ status: number; body: Json }> => {
    const response = await test.gateway.routes.request(`${ORIGIN}/ams/demo/report`, { method: 'POST', body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as Json };
  };

  it('is answered with what came of it', async () => {
    const paymentSessionId = await wished('challenge');
    expect(await report({ paymentSessionId, event: 'pay', card: CARD })).toMatchObject({ status: 200, body: { challenge: true } });
    expect(await report({ paymentSessionId, event: 'confirm', passed: true })).toMatchObject({ body: { paymentStatus: 'SUCCESS' } });
    expect(await report({ paymentSessionId, event: 'pay' })).toMatchObject({ status: 409, body: { needsNewSession: true } });
  });

  it.each<Json>([
    { event: 'pay', card: {} },
    { event: 'pay', card: { ...CARD, number: '4111 1111' } },
    { event: 'pay', card: { ...CARD, month: '13' } },
    { event: 'pay', card: { ...CARD, year: '2031' } },
    { event: 'confirm' },
    { event: 'confirm', passed: 'yes' },
  ])('is refused when it is none: %j', async (body) => {
    expect((await report({ paymentSessionId: await wished('paid'), ...body })).status).toBe(400);
    expect(codeOf(await test.inquire())).toBe('ORDER_NOT_EXIST');
  });
});

describe('a card that is to be saved', () => {
  it('has a session in the words of createVaultingSession', async () => {
    const answer = await vaulting();
    expect(Object.keys(answer).sort()).toEqual(['result', 'vaultingSessionData', 'vaultingSessionExpiryTime', 'vaultingSessionId']);
    expect(answer['vaultingSessionExpiryTime']).toBe('2026-01-01T01:00:00Z');
    expect(metaOf(answer['vaultingSessionData'])).toMatchObject({
      paymentSessionConfig: { productScene: 'VAULTING', paymentMethodCategoryType: 'CARD' },
      paymentMethodInfoView: { paymentMethodType: 'CARD' },
      demo: { kind: 'vaulting', paymentSessionId: answer['vaultingSessionId'], redirectUrl: `${ORIGIN}/result` },
    });
    expect(await vaulting()).toEqual(answer);
    expect(codeOf(await vaulting({ redirectUrl: `${ORIGIN}/other` }))).toBe('REPEAT_REQ_INCONSISTENT');
  });

  it.each<[string, Json]>([
    ['vaultingRequestId', { vaultingRequestId: undefined }],
    ['paymentMethodType', { paymentMethodType: 'ALIPAY_HK' }],
    ['vaultingNotificationUrl', { vaultingNotificationUrl: 'https://merchant.example/notify' }],
    ['redirectUrl', { redirectUrl: 'javascript:alert(1)' }],
  ])('names %s in PARAM_ILLEGAL', async (name, change) => {
    const answer = await vaulting(change);
    expect(codeOf(answer)).toBe('PARAM_ILLEGAL');
    expect((answer['result'] as Json)['resultMessage']).toContain(name);
  });

  it('is told by notifyVaulting and inquireVaulting, with a token and without the number', async () => {
    const { vaultingSessionId } = await vaulting();
    expect(codeOf(await inquireVaulting())).toBe('ORDER_NOT_EXIST');
    pay(vaultingSessionId, CARD);
    await test.clock.advance(0);
    const paymentMethodDetail = {
      paymentMethodType: 'CARD',
      card: {
        brand: 'MASTERCARD',
        maskedCardNo: '************4444',
        expiryMonth: '09',
        expiryYear: '31',
        cardToken: expect.stringMatching(/^demo_token_/) as unknown,
      },
    };
    expect(test.sent).toMatchObject([
      { url: NOTIFY_URL, body: { result: { resultStatus: 'S' }, vaultingRequestId: 'vaulting-1', paymentMethodDetail } },
    ]);
    expect(await inquireVaulting()).toMatchObject({ vaultingStatus: 'SUCCESS', vaultingRequestId: 'vaulting-1', paymentMethodDetail });
    expect(JSON.stringify([test.sent, await inquireVaulting()])).not.toContain(CARD.number);
  });

  it('may be refused, and is told without a token', async () => {
    const { vaultingSessionId } = await vaulting({ demo: { outcome: 'new-session' } });
    pay(vaultingSessionId, CARD);
    await test.clock.advance(0);
    expect(await inquireVaulting()).toMatchObject({ vaultingStatus: 'FAIL', vaultingResultCode: 'ORDER_IS_CLOSED' });
    expect(test.sent).toMatchObject([{ body: { result: { resultStatus: 'F' } } }]);
    expect(JSON.stringify(test.sent)).not.toContain('cardToken');
  });

  it('is never PENDING: undecided is PROCESSING, and no news', async () => {
    const { vaultingSessionId } = await vaulting({ demo: { outcome: 'days' } });
    pay(vaultingSessionId, CARD);
    await test.clock.advance(0);
    expect(await inquireVaulting()).toMatchObject({ vaultingStatus: 'PROCESSING' });
    expect(test.sent).toEqual([]);
  });

  it('is no payment: inquiryPayment does not know it, nor inquireVaulting a payment', async () => {
    pay((await vaulting())['vaultingSessionId'], CARD);
    pay(await wished('paid'));
    expect(codeOf(await test.inquire('vaulting-1'))).toBe('ORDER_NOT_EXIST');
    expect(codeOf(await test.call(INQUIRE_VAULTING, { vaultingRequestId: 'request-1' }))).toBe('ORDER_NOT_EXIST');
    expect(codeOf(await test.call(INQUIRE_VAULTING, {}))).toBe('PARAM_ILLEGAL');
  });
});

describe('an agreement', () => {
  it('is told by notifyAuthorization, with the access token', async () => {
    const { paymentSessionId } = await test.create(AGREES);
    pay(paymentSessionId);
    await test.clock.advance(0);
    expect(test.sent.map(({ body }) => body)).toMatchObject([
      {
        authorizationNotifyType: 'TOKEN_CREATED',
        authState: 'agreement-1',
        accessToken: expect.stringMatching(/^demo_token_/) as unknown,
        result: { resultStatus: 'S' },
      },
    ]);
  });

  it('that was refused is not told of: Antom has no word for it', async () => {
    const { paymentSessionId } = await test.create({ ...AGREES, demo: { outcome: 'new-session' } });
    expect(pay(paymentSessionId)).toMatchObject({ needsNewSession: true });
    await test.clock.advance(0);
    expect(test.sent).toEqual([]);
  });
});

it('a database from before there were products is read on, its orders as payments', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orders-'));
  const file = join(folder, 'orders.sqlite');
  try {
    const { Database } = createRequire(import.meta.url)('node-sqlite3-wasm') as { Database: typeof DatabaseClass };
    const old = new Database(file);
    old.exec(`CREATE TABLE orders (payment_request_id TEXT PRIMARY KEY, payment_session_id TEXT NOT NULL UNIQUE, payment_id TEXT NOT NULL UNIQUE,
      request TEXT NOT NULL, answer TEXT NOT NULL, currency TEXT NOT NULL, value TEXT NOT NULL, notify_url TEXT, status TEXT NOT NULL,
      result_code TEXT, created_at INTEGER NOT NULL, session_expires_at INTEGER NOT NULL, submitted_at INTEGER, decided_at INTEGER,
      closes_at INTEGER, planned_status TEXT, planned_code TEXT, planned_at INTEGER) STRICT;
      INSERT INTO orders VALUES ('request-1', 's', 'p', '{}', '{}', 'HKD', '12800', NULL, 'SUCCESS', 'SUCCESS', 1, 2, 1, 1, NULL, NULL, NULL, NULL)`);
    old.close();
    for (const time of [1, 2]) {
      const store = openStore(() => undefined, file);
      expect(store.byRequestId('request-1'), `opened ${time}`).toMatchObject({
        kind: 'payment',
        card: null,
        amount: { currency: 'HKD', value: '12800' },
        status: 'SUCCESS',
      });
      store.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
