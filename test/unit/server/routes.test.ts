// @vitest-environment node
/** checkoutRoutes(): what the page and Antom are answered, and what the shop hears: each payment once, with its amount, and nothing taken back. */
import { describe, expect, it, vi } from 'vitest';
import {
  ACKNOWLEDGED,
  AntomServerError,
  checkoutRoutes,
  type CheckoutRoutes,
  type PaymentReport,
  type RouteHandlers,
} from '../../../src/server';
import { settler } from '../../../src/server/settle';
import { notification, NOTIFY, notifyRequest, ORIGIN, pairs, S, SESSION, world, type Json, type Signed, type World } from './support/world';

const AMOUNT = { currency: 'HKD', value: '12800' };
const FAILED = { resultStatus: 'F', resultCode: 'ORDER_IS_CLOSED' };
const PENDING = { notifyType: 'PAYMENT_PENDING' };

interface Shop extends World {
  readonly routes: RouteHandlers;
  /** What onPayment was called with. */
  readonly heard: PaymentReport[];
  readonly errors: unknown[];
}

function shop(change: Partial<CheckoutRoutes> = {}): Shop {
  const all = world();
  const heard: PaymentReport[] = [];
  const errors: unknown[] = [];
  const routes = checkoutRoutes(all.antom, {
    order: () => Promise.resolve(SESSION),
    mayAsk: () => Promise.resolve(true),
    expected: (id) => Promise.resolve(id === 'request-1' ? AMOUNT : null),
    onPayment: (result) => {
      heard.push(result);
      return Promise.resolve();
    },
    onError: (error) => errors.push(error),
    ...change,
  });
  return { ...all, routes, heard, errors };
}

const send = async ({ routes }: Shop, change: Json = {}, signed: Signed = {}): Promise<number> =>
  (await routes.notify(notifyRequest(notification(change), signed))).status;
const statuses = ({ heard }: Shop): string[] => heard.map(({ status }) => status);
const get = (path: string): Request => new Request(ORIGIN + path);
const INQUIRY = { result: S, paymentStatus: 'SUCCESS', paymentRequestId: 'request-1', paymentId: 'p', paymentAmount: AMOUNT };
const inquire = async (world: Shop, path = '/api/payments/request-1'): Promise<{ status: number; body: Json }> => {
  const response = await world.routes.inquiry(get(path));
  return { status: response.status, body: (await response.json()) as Json };
};

describe('options', () => {
  it('that are no functions are named', () => {
    const { antom } = world();
    const wrong = { order: 'x', mayAsk: undefined, expected: 1, onPayment: null, known: {}, onNotification: 1, onError: 1 };
    expect(() => checkoutRoutes(antom, wrong as unknown as CheckoutRoutes)).toThrow(AntomServerError);
    try {
      checkoutRoutes(antom, wrong as unknown as CheckoutRoutes);
    } catch (error) {
      expect((error as AntomServerError).faults).toHaveLength(7);
    }
  });
});

describe('notify', () => {
  it('takes a payment once, and answers exactly what Antom wants', async () => {
    const all = shop();
    const response = await all.routes.notify(notifyRequest(notification()));
    expect([response.status, await response.text()]).toEqual([
      200,
      '{"result":{"resultCode":"SUCCESS","resultStatus":"S","resultMessage":"success"}}',
    ]);
    expect(ACKNOWLEDGED.result.resultCode).toBe('SUCCESS');
    expect(all.heard).toEqual([{ paymentRequestId: 'request-1', status: 'SUCCESS', paymentId: '2020010123456789', paymentAmount: AMOUNT }]);
    expect(all.errors).toEqual([]);
  });

  it('hands the notification over', async () => {
    const onPayment = vi.fn(() => Promise.resolve());
    await send(shop({ onPayment }));
    expect(onPayment).toHaveBeenCalledWith(expect.anything(), expect.objectContaining({ about: 'payment', body: notification() }));
  });

  it('acknowledges all of eight repeats, and the shop hears of one', async () => {
    const all = shop();
    for (let time = 0; time < 8; time += 1) expect(await send(all)).toBe(200);
    expect(statuses(all)).toEqual(['SUCCESS']);
  });

  it('acknowledges ten at once, and the shop hears of one', async () => {
    const all = shop();
    expect(await Promise.all(Array.from({ length: 10 }, () => send(all)))).toEqual(Array.from({ length: 10 }, () => 200));
    expect(statuses(all)).toEqual(['SUCCESS']);
  });

  it('takes PENDING, then SUCCESS; a PENDING that comes late takes nothing back', async () => {
    const all = shop();
    expect(await send(all, PENDING)).toBe(200);
    expect(await send(all, PENDING)).toBe(200);
    expect(await send(all)).toBe(200);
    expect(await send(all, PENDING)).toBe(200);
    expect(statuses(all)).toEqual(['PENDING', 'SUCCESS']);
  });

  it('a FAIL after a SUCCESS is not acknowledged, changes nothing, and is told to a person', async () => {
    const all = shop();
    await send(all);
    expect(await send(all, { result: FAILED })).toBe(409);
    expect(await send(all, { ...PENDING, result: FAILED })).toBe(409);
    expect(statuses(all)).toEqual(['SUCCESS']);
    expect(all.errors).toMatchObject([{ code: 'payment-mismatch' }, { code: 'payment-mismatch' }]);
  });

  it('a SUCCESS after a FAIL is a MISMATCH: money has moved, and nothing is shipped by itself', async () => {
    const all = shop();
    expect(await send(all, { result: FAILED })).toBe(200);
    expect(await send(all)).toBe(409);
    expect(statuses(all)).toEqual(['FAIL', 'MISMATCH']);
  });

  it.each<[string, Json]>([
    ['another amount', { paymentAmount: { currency: 'HKD', value: '1' } }],
    ['a hundred times the amount', { paymentAmount: { currency: 'HKD', value: '1280000' } }],
    ['the amount with a zero before it', { paymentAmount: { currency: 'HKD', value: '012800' } }],
    ['another currency', { paymentAmount: { currency: 'PHP', value: '12800' } }],
    ['another amount of a pending payment', { ...PENDING, paymentAmount: { currency: 'HKD', value: '1' } }],
  ])('%s is a MISMATCH, not acknowledged, and the right one is still taken', async (_, change) => {
    const all = shop();
    expect(await send(all, change)).toBe(409);
    expect(statuses(all)).toEqual(['MISMATCH']);
    expect(await send(all)).toBe(200);
    expect(statuses(all)).toEqual(['MISMATCH', 'SUCCESS']);
  });

  it.each(['request-2', '__proto__', 'constructor', ''])(
    'of an unknown payment %j is not acknowledged, and told to a person',
    async (paymentRequestId) => {
      const all = shop();
      expect(await send(all, { paymentRequestId })).toBe(paymentRequestId === '' ? 400 : 404);
      expect([all.heard, all.errors.length]).toEqual([[], 1]);
    },
  );

  it.each<[string, Signed, number]>([
    ['unsigned', { headers: { signature: null } }, 401],
    ["with the merchant's own signature", { key: pairs.merchant.privateKey }, 401],
    ['for another client', { headers: { 'client-id': 'X' } }, 401],
  ])('%s is refused before anything of the shop is called', async (_, signed, status) => {
    const expected = vi.fn(() => Promise.resolve(AMOUNT));
    const all = shop({ expected });
    expect(await send(all, {}, signed)).toBe(status);
    expect([expected.mock.calls.length, all.heard, all.errors.length]).toEqual([0, [], 1]);
  });

  it('above 1 MiB is answered 413', async () => {
    expect(await send(shop(), { memo: 'x'.repeat(1_100_000) })).toBe(413);
  });

  it.each(['onPayment', 'expected', 'known'] as const)(
    'is answered 500 where %s fails, so that Antom sends it again, and the next one is taken',
    async (name) => {
      let isDown = true;
      const heard: string[] = [];
      const fail = <T>(answer: T): Promise<T> =>
        isDown ? Promise.reject(new Error('the database, with its password')) : Promise.resolve(answer);
      const all = shop({
        onPayment: async ({ status }) => {
          if (name === 'onPayment') await fail(null);
          heard.push(status);
        },
        ...(name === 'expected' && { expected: () => fail(AMOUNT) }),
        ...(name === 'known' && { known: () => fail(null) }),
      });
      const response = await all.routes.notify(notifyRequest(notification()));
      expect([response.status, (await response.text()).includes('password')]).toEqual([500, false]);
      expect([all.errors.length, heard]).toEqual([1, []]);
      isDown = false;
      expect(await send(all)).toBe(200);
      expect(heard).toEqual(['SUCCESS']);
    },
  );

  it('one that fails does not keep others that wait from being taken', async () => {
    let times = 0;
    const all = shop({ onPayment: () => ((times += 1) === 1 ? Promise.reject(new Error('down')) : Promise.resolve()) });
    expect((await Promise.all([send(all), send(all), send(all)])).sort()).toEqual([200, 200, 500]);
    expect(times).toBe(2);
  });

  it('what was thrown goes to console.error, and a log that fails changes no answer', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { antom } = world();
    const rest = { order: () => Promise.resolve(SESSION), mayAsk: () => Promise.resolve(true), expected: () => Promise.resolve(AMOUNT) };
    const down = new Error('down');
    const { notify } = checkoutRoutes(antom, { ...rest, onPayment: () => Promise.reject(down) });
    expect((await notify(notifyRequest(notification()))).status).toBe(500);
    expect(log).toHaveBeenCalledWith(down);
    log.mockRestore();
    const all = shop({
      onError: () => {
        throw new Error('full');
      },
    });
    expect(await send(all, {}, { headers: { signature: null } })).toBe(401);
  });

  it.each<[string, unknown]>([
    ['a number as its value', { currency: 'HKD', value: 12800 }],
    ['no currency', { value: '12800' }],
    ['a string', '12800'],
  ])('an expected() that answers %s is a mistake of the shop, and no mismatch', async (_, answer) => {
    const all = shop({ expected: () => Promise.resolve(answer as typeof AMOUNT) });
    expect(await send(all)).toBe(500);
    expect([all.heard, all.errors]).toMatchObject([[], [{ code: 'invalid-options' }]]);
  });

  it('is a POST', async () => {
    const response = await shop().routes.notify(get(NOTIFY));
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('known', () => {
  it('recognises repeats and late notifications after a restart', async () => {
    const known = { state: 'paid' as 'paid' | 'failed' | 'pending' | null };
    const all = shop({ known: () => Promise.resolve(known.state) });
    expect([await send(all), await send(all, PENDING), await send(all, { result: FAILED })]).toEqual([200, 200, 409]);
    expect(all.heard).toEqual([]);
    known.state = 'failed';
    expect([await send(all, { result: FAILED }), await send(all, PENDING)]).toEqual([200, 200]);
    expect(all.heard).toEqual([]);
    known.state = 'pending';
    expect([await send(all, PENDING), await send(all)]).toEqual([200, 200]);
    expect(statuses(all)).toEqual(['SUCCESS']);
  });

  it('is believed, and not a memory of the process', async () => {
    const all = shop({ known: () => Promise.resolve(null) });
    await send(all);
    await send(all);
    expect(statuses(all)).toEqual(['SUCCESS', 'SUCCESS']);
  });

  it('may answer undefined for nothing; a word that is none is a mistake of the shop', async () => {
    expect(await send(shop({ known: () => Promise.resolve(undefined as unknown as null) }))).toBe(200);
    const all = shop({ known: () => Promise.resolve('SUCCESS' as 'paid') });
    expect(await send(all)).toBe(500);
    expect(all.heard).toEqual([]);
  });
});

it('of many words about one payment at once, one is handed over, after the other', async () => {
  const heard: string[] = [];
  let isBusy = false;
  const settle = settler({
    expected: () => Promise.resolve(AMOUNT),
    onPayment: async ({ status }) => {
      expect(isBusy).toBe(false);
      isBusy = true;
      await Promise.resolve();
      heard.push(status);
      isBusy = false;
    },
  });
  const say = (status: 'SUCCESS' | 'PENDING'): Promise<unknown> =>
    settle({ paymentRequestId: 'request-1', status, paymentId: null, paymentAmount: AMOUNT }, null);
  expect(await Promise.all([say('PENDING'), say('SUCCESS'), say('SUCCESS'), say('PENDING'), say('SUCCESS')])).toEqual(
    Array.from({ length: 5 }, () => 'taken'),
  );
  expect(heard).toEqual(['PENDING', 'SUCCESS']);
});

it('without known, the last ten thousand payments are remembered', async () => {
  const heard: string[] = [];
  const settle = settler({
    expected: () => Promise.resolve(AMOUNT),
    onPayment: ({ paymentRequestId }) => {
      heard.push(paymentRequestId);
      return Promise.resolve();
    },
  });
  const settled = (paymentRequestId: string): Promise<unknown> =>
    settle({ paymentRequestId, status: 'SUCCESS', paymentId: null, paymentAmount: AMOUNT }, null);
  await settled('first');
  for (let at = 0; at < 10_000; at += 1) await settled(`request-${String(at)}`);
  await settled('request-0');
  expect(heard).toHaveLength(10_001);
  await settled('first');
  expect(heard.filter((id) => id === 'first')).toHaveLength(2);
});

describe('other notifications', () => {
  const SAVED = { vaultingRequestId: 'v', result: S, paymentMethodDetail: { card: { cardToken: 't' } } };
  const sendSaved = (all: Shop): Promise<Response> => all.routes.notify(notifyRequest(SAVED));

  it('are not acknowledged where nobody takes them', async () => {
    expect((await sendSaved(shop())).status).toBe(422);
  });

  it('are handed over, acknowledged, or answered as the shop wants', async () => {
    const onNotification = vi.fn(() => Promise.resolve<unknown>(undefined));
    const all = shop({ onNotification });
    expect(await (await sendSaved(all)).json()).toEqual(ACKNOWLEDGED);
    expect(onNotification).toHaveBeenCalledWith(expect.objectContaining({ about: 'vaulting', cardToken: 't' }));
    onNotification.mockResolvedValue(new Response('', { status: 404 }));
    expect((await sendSaved(all)).status).toBe(404);
    onNotification.mockRejectedValue(new Error('down'));
    expect((await sendSaved(all)).status).toBe(500);
  });
});

describe('inquiry', () => {
  it("answers the page with Antom's words, and the shop hears of the payment once", async () => {
    const all = shop();
    all.answers(INQUIRY);
    expect(await inquire(all)).toEqual({ status: 200, body: INQUIRY });
    expect(await inquire(all)).toEqual({ status: 200, body: INQUIRY });
    expect(all.heard).toEqual([{ paymentRequestId: 'request-1', status: 'SUCCESS', paymentId: 'p', paymentAmount: AMOUNT }]);
    expect(await send(all)).toBe(200);
    expect(all.heard).toHaveLength(1);
  });

  it('tells the shop that no notification brought it', async () => {
    const onPayment = vi.fn(() => Promise.resolve());
    const all = shop({ onPayment });
    all.answers(INQUIRY);
    await inquire(all);
    expect(onPayment).toHaveBeenCalledWith(expect.anything(), null);
  });

  it('keeps from the page what can be charged, and what it does not know', async () => {
    const all = shop();
    all.answers({ ...INQUIRY, paymentResultInfo: { cardToken: 'secret' }, paymentTime: 't', new: 1 });
    expect((await inquire(all)).body).toEqual({ ...INQUIRY, paymentTime: 't' });
  });

  it.each<[string, Json, string[]]>([
    ['FAIL', { paymentStatus: 'FAIL' }, ['FAIL']],
    ['FAIL without an amount', { paymentStatus: 'FAIL', paymentAmount: undefined }, ['FAIL']],
    ['CANCELLED', { paymentStatus: 'CANCELLED' }, ['FAIL']],
    ['PENDING', { paymentStatus: 'PENDING' }, ['PENDING']],
    ['PROCESSING', { paymentStatus: 'PROCESSING' }, []],
    ['a status that is new', { paymentStatus: 'PAID' }, []],
    ['a status that is a word of JavaScript', { paymentStatus: 'constructor' }, []],
    ['no status', { paymentStatus: undefined }, []],
    ['SUCCESS in an answer that says F', { result: FAILED }, []],
    ['SUCCESS in an answer that says U', { result: { resultStatus: 'U', resultCode: 'X' } }, []],
  ])('%s is passed on, and the shop hears %j of it', async (_, change, told) => {
    const all = shop();
    all.answers({ ...INQUIRY, ...change });
    expect((await inquire(all)).status).toBe(200);
    expect(statuses(all)).toEqual(told);
  });

  it.each<[string, Json]>([
    ['another amount', { paymentAmount: { currency: 'HKD', value: '1' } }],
    ['another currency', { paymentAmount: { currency: 'PHP', value: '12800' } }],
    ['no amount', { paymentAmount: undefined }],
    ['an amount that is a number', { paymentAmount: { currency: 'HKD', value: 12800 } }],
  ])('a SUCCESS with %s is no answer to the page, and a MISMATCH to the shop', async (_, change) => {
    const all = shop();
    all.answers({ ...INQUIRY, ...change });
    const { status, body } = await inquire(all);
    expect([status, body['code'], 'paymentStatus' in body]).toEqual([502, 'mismatch', false]);
    expect(statuses(all)).toEqual(['MISMATCH']);
  });

  it('a FAIL of what is known as paid is no answer to the page', async () => {
    const all = shop({ known: () => Promise.resolve('paid') });
    all.answers({ ...INQUIRY, paymentStatus: 'FAIL' });
    expect(await inquire(all)).toMatchObject({ status: 502, body: { code: 'contradicted' } });
    expect([all.heard, all.errors]).toMatchObject([[], [{ code: 'payment-mismatch' }]]);
  });

  it('a success that the shop could not write down is none to the page', async () => {
    const all = shop({ onPayment: () => Promise.reject(new Error('down')) });
    all.answers(INQUIRY);
    expect((await inquire(all)).status).toBe(500);
  });

  it.each<[string, () => Shop, number]>([
    ['unsigned', () => withAnswer({ headers: { signature: null } }), 502],
    ['of another client', () => withAnswer({ headers: { 'client-id': 'X' } }), 502],
    ['old', () => withAnswer({ time: '1577836800000' }), 502],
  ])('an answer that is %s is none, and the shop hears nothing', async (_, make, status) => {
    const all = make();
    expect((await inquire(all)).status).toBe(status);
    expect([all.heard, all.errors.length]).toEqual([[], 1]);
  });
  function withAnswer(signed: Signed): Shop {
    const all = shop();
    all.answers(INQUIRY, signed);
    return all;
  }

  it('a gateway that is down, or slow, is a 502, or a 504', async () => {
    const all = shop();
    all.answers(() => Promise.reject(new Error('refused')));
    expect(await inquire(all)).toMatchObject({ status: 502, body: { code: 'gateway-unreachable' } });
    const asked = new Promise<void>((resolve) => {
      all.answers(() => {
        resolve();
        return new Promise<Response>(() => undefined);
      });
    });
    const late = inquire(all);
    await asked;
    all.clock.ring();
    expect(await late).toMatchObject({ status: 504, body: { code: 'gateway-timeout' } });
  });

  describe('asks nothing of Antom', () => {
    it.each<[string, unknown]>([
      ['false', false],
      ['undefined', undefined],
      ['a word', 'no'],
      ['1', 1],
    ])('where mayAsk answers %s, and tells a stranger as much as of a payment that there is not', async (_, answer) => {
      const all = shop({ mayAsk: () => Promise.resolve(answer as boolean) });
      const stranger = await inquire(all);
      expect(stranger).toMatchObject({ status: 404 });
      expect(await inquire(all, '/api/payments/request-2')).toEqual(stranger);
      expect(all.sent).toEqual([]);
    });

    it('where mayAsk fails', async () => {
      const all = shop({ mayAsk: () => Promise.reject(new Error('down')) });
      expect([(await inquire(all)).status, all.sent]).toEqual([500, []]);
    });

    it.each([
      '/api/payments/',
      '/api/payments/a%20b',
      '/api/payments/%E0%A4%A',
      `/api/payments/${'x'.repeat(65)}`,
      '/api/payments/%E8%AE%A2',
      '/api/payments/request-2',
    ])('for %s', async (path) => {
      const all = shop();
      expect([(await inquire(all, path)).status, all.sent]).toEqual([404, []]);
    });
  });

  describe('finds the id', () => {
    const asked = async (request: Request, mayAsk: CheckoutRoutes['mayAsk'] = () => Promise.resolve(true)): Promise<unknown> => {
      const all = shop({ mayAsk, expected: (id) => Promise.resolve(/^request-[12]$/.test(id) ? AMOUNT : null) });
      all.answers(({ init }) => {
        all.answers({ ...INQUIRY, ...(JSON.parse(init.body) as Json) });
        return new Response(null, { status: 500 });
      });
      await all.routes.inquiry(request);
      return (JSON.parse(all.sent[0]?.init.body ?? '{}') as Json)['paymentRequestId'];
    };
    const post = (path: string, body: string): Request => new Request(ORIGIN + path, { method: 'POST', body });

    it.each<[string, () => Request, string | undefined]>([
      ['in the path', () => get('/api/payments/request-1'), 'request-1'],
      ['in the path, with a slash after it', () => get('/api/payments/request-1/'), 'request-1'],
      ['in the path, encoded', () => get('/api/payments/request%2D1'), 'request-1'],
      ['in the query', () => get('/api/inquiry?paymentRequestId=request-1'), 'request-1'],
      ['in a JSON body', () => post('/api/inquiry', '{"paymentRequestId":"request-1"}'), 'request-1'],
      ['nowhere in a body that is none', () => post('/api/inquiry', 'request-1'), undefined],
      [
        'nowhere in a body that is not UTF-8',
        () => new Request(`${ORIGIN}/api/inquiry`, { method: 'POST', body: Uint8Array.of(0xff) }),
        undefined,
      ],
      ['nowhere in a body of a prototype', () => post('/api/inquiry', '{"__proto__":{"paymentRequestId":"request-1"}}'), undefined],
      [
        'nowhere in a body that is too large',
        () => post('/api/inquiry', `{"x":"${'x'.repeat(1_100_000)}","paymentRequestId":"request-1"}`),
        undefined,
      ],
      ['in the path, whatever the query says', () => get('/api/payments/request-1?paymentRequestId=request-2'), 'request-1'],
      ['in the path, whatever the body says', () => post('/api/payments/request-1', '{"paymentRequestId":"request-2"}'), 'request-1'],
    ])('%s', async (_, request, id) => {
      expect(await asked(request())).toBe(id);
    });

    it('and mayAsk is asked of that very one', async () => {
      const mayAsk = vi.fn(() => Promise.resolve(true));
      const request = get('/api/payments/request-2?paymentRequestId=request-1');
      await asked(request, mayAsk);
      expect(mayAsk.mock.calls).toEqual([['request-2', request]]);
    });

    it('not in a body that a framework has read', async () => {
      const request = post('/api/payments/request-1', '{}');
      await request.text();
      expect(await asked(request)).toBe('request-1');
    });
  });

  it('is a GET or a POST', async () => {
    const response = await shop().routes.inquiry(new Request(`${ORIGIN}/api/payments/request-1`, { method: 'DELETE' }));
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });
});

describe('session', () => {
  const post = (all: Shop, init: RequestInit = {}): Promise<Response> =>
    all.routes.session(new Request(`${ORIGIN}/api/payment-sessions`, { method: 'POST', body: '{}', ...init }));

  it("hands Antom's answer on, and is kept by no cache", async () => {
    const all = shop();
    all.answers({ paymentSessionData: 'x', result: S });
    const response = await post(all);
    expect(await response.json()).toEqual({ paymentSessionData: 'x', result: S, paymentRequestId: 'request-1' });
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
  });

  it('hands a refusal of Antom on: the page reads its result', async () => {
    const all = shop();
    all.answers({ result: FAILED });
    const response = await post(all);
    expect([response.status, await response.json()]).toEqual([200, { result: FAILED, paymentRequestId: 'request-1' }]);
  });

  it('answers what order() throws, where that is a Response', async () => {
    const all = shop({ order: () => Promise.reject(Response.json({ code: 'paid' }, { status: 409 })) });
    const response = await post(all);
    expect([response.status, await response.json(), all.sent, all.errors]).toEqual([409, { code: 'paid' }, [], []]);
  });

  it.each<[string, () => Promise<typeof SESSION>]>([
    ['throws', () => Promise.reject(new Error('the database, with its password'))],
    ['throws a string', () => Promise.reject('password')],
    [
      'throws what only looks like an error of ours',
      () => Promise.reject(Object.assign(new Error('password'), { name: 'AntomServerError', code: 'password' })),
    ],
    [
      'makes a request that Antom would refuse',
      () => Promise.resolve({ ...SESSION, paymentRequestId: 'password!订' } as unknown as typeof SESSION),
    ],
  ])('is a 500 that tells nothing, and goes to the log, where order() %s', async (_, order) => {
    const all = shop({ order });
    const response = await post(all);
    expect([response.status, (await response.text()).includes('password')]).toEqual([500, false]);
    expect([all.sent, all.errors.length]).toEqual([[], 1]);
  });

  it('is a 502 where the answer cannot be believed', async () => {
    const all = shop();
    all.answers({ paymentSessionData: 'x', result: S }, { key: pairs.stranger.privateKey });
    const response = await post(all);
    expect([response.status, ((await response.json()) as Json)['code']]).toEqual([502, 'answer-unsigned']);
  });

  it('refuses a body that promises more than 1 MiB', async () => {
    const order = vi.fn(() => Promise.resolve(SESSION));
    expect((await post(shop({ order }), { headers: { 'content-length': '1048577' } })).status).toBe(413);
    expect(order).not.toHaveBeenCalled();
  });
});

describe('what a shop does wrong', () => {
  it('an onPayment() that never settles is answered 500 after 10 s; the next one is heard', async () => {
    vi.useFakeTimers();
    let calls = 0;
    let isCalled = (): void => undefined;
    const called = new Promise<void>((resolve) => (isCalled = resolve));
    const all = shop({
      onPayment: () => {
        calls += 1;
        isCalled();
        return calls === 1 ? new Promise<never>(() => undefined) : Promise.resolve();
      },
    });
    const first = send(all);
    await called;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await first).toBe(500);
    expect(await send(all)).toBe(200);
    expect(all.errors.map(String)).toEqual(['Error: known(), expected() or onPayment() has not settled within 10000 ms.']);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it('what was given up while it read says nothing later, and takes back nothing', async () => {
    vi.useFakeTimers();
    const heard: string[] = [];
    const state: { now: 'paid' | null } = { now: null };
    let isSlow = true;
    const settle = settler({
      expected: () => Promise.resolve(AMOUNT),
      known: () => {
        const { now } = state;
        if (!isSlow) return Promise.resolve(now);
        isSlow = false;
        return new Promise((resolve) => setTimeout(resolve, 12_000, now));
      },
      onPayment: ({ status }) => {
        heard.push(status);
        state.now = 'paid';
        return Promise.resolve();
      },
    });
    const say = (status: 'SUCCESS' | 'FAIL'): Promise<unknown> =>
      settle({ paymentRequestId: 'request-1', status, paymentId: null, paymentAmount: AMOUNT }, null).catch(() => 'given up');
    const slow = say('FAIL');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await slow).toBe('given up');
    expect(await say('SUCCESS')).toBe('taken');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(heard).toEqual(['SUCCESS']);
    expect(await say('FAIL')).toBe('contradicted');
    vi.useRealTimers();
  });

  it('a call that was given up and settles later does not turn what is paid into pending', async () => {
    vi.useFakeTimers();
    const heard: string[] = [];
    const settle = settler({
      expected: () => Promise.resolve(AMOUNT),
      onPayment: ({ status }) => {
        heard.push(status);
        return status === 'PENDING' ? new Promise((resolve) => setTimeout(resolve, 12_000)) : Promise.resolve();
      },
    });
    const say = (status: 'SUCCESS' | 'FAIL' | 'PENDING'): Promise<unknown> =>
      settle({ paymentRequestId: 'request-1', status, paymentId: null, paymentAmount: AMOUNT }, null).catch(() => 'given up');
    const pending = say('PENDING');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await pending).toBe('given up');
    expect(await say('SUCCESS')).toBe('taken');
    await vi.advanceTimersByTimeAsync(5_000);
    expect([await say('FAIL'), await say('SUCCESS')]).toEqual(['contradicted', 'taken']);
    expect(heard).toEqual(['PENDING', 'SUCCESS']);
    vi.useRealTimers();
  });

  it('what waits for one that never settles has its turn after 10 s, or is given up then', async () => {
    vi.useFakeTimers();
    let calls = 0;
    const settle = settler({
      expected: () => Promise.resolve(AMOUNT),
      onPayment: () => ((calls += 1) <= 2 ? new Promise<never>(() => undefined) : Promise.resolve()),
    });
    const say = (): Promise<unknown> =>
      settle({ paymentRequestId: 'request-1', status: 'SUCCESS', paymentId: null, paymentAmount: AMOUNT }, null).catch(String);
    const never = say();
    await vi.advanceTimersByTimeAsync(4_000);
    const second = say();
    const third = say();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(await never).toBe('Error: known(), expected() or onPayment() has not settled within 10000 ms.');
    expect(calls).toBe(2);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(await third).toBe('Error: An earlier call has not settled within 10000 ms.');
    await vi.advanceTimersByTimeAsync(6_000);
    expect(await second).toBe('Error: known(), expected() or onPayment() has not settled within 10000 ms.');
    expect([await say(), calls]).toEqual(['taken', 3]);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it.each<[string, Partial<CheckoutRoutes>, (all: Shop) => Promise<Response>]>([
    ['order', { order: () => new Promise<never>(() => undefined) }, (all) => all.routes.session(new Request(ORIGIN, { method: 'POST' }))],
    ['mayAsk', { mayAsk: () => new Promise<never>(() => undefined) }, (all) => all.routes.inquiry(get('/api/payments/request-1'))],
    ['expected', { expected: () => new Promise<never>(() => undefined) }, (all) => all.routes.inquiry(get('/api/payments/request-1'))],
  ])('%s() that never settles is answered 500 after 10 s', async (name, wrong, ask) => {
    vi.useFakeTimers();
    const all = shop(wrong);
    const answer = ask(all);
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await answer).status).toBe(500);
    expect(all.errors.map(String)).toEqual([`Error: ${name}() has not settled within 10000 ms.`]);
    vi.useRealTimers();
  });

  it('a mismatch is told once of the inquiries that a page goes on making, and of each notification', async () => {
    const all = shop();
    all.answers({ ...INQUIRY, paymentAmount: { currency: 'USD', value: '1' } });
    for (let i = 0; i < 3; i += 1) expect((await inquire(all)).status).toBe(502);
    expect(statuses(all)).toEqual(['MISMATCH']);
    for (let i = 0; i < 2; i += 1) await send(all, { paymentAmount: { currency: 'USD', value: '1' } });
    expect(statuses(all)).toEqual(['MISMATCH', 'MISMATCH', 'MISMATCH']);
    all.answers({ ...INQUIRY, paymentAmount: { currency: 'USD', value: '2' } });
    await inquire(all);
    expect(statuses(all)).toHaveLength(4);
  });

  it('an onError() that rejects changes nothing', async () => {
    for (const onError of [
      () => Promise.reject(new Error('the log is down')),
      () => {
        throw new Error('the log is down');
      },
    ]) {
      expect(await send(shop({ onError }), { result: { resultStatus: 'U' } })).toBe(400);
    }
  });

  it.each(['expected', 'onPayment'] as const)('a Response that %s() throws is not handed out, and goes to the log', async (name) => {
    const all = shop({ [name]: () => Promise.reject(new Response('internal', { status: 200 })) });
    const response = await all.routes.notify(notifyRequest(notification({})));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('internal: ');
    expect(all.errors).toHaveLength(1);
  });
});

it.each(['vaultingRequestId', 'authorizationNotifyType'])('a PAYMENT_RESULT with %s beside it is about the payment', async (name) => {
  for (const value of ['V', null]) {
    const all = shop({ onNotification: () => Promise.resolve() });
    expect(await send(all, { [name]: value })).toBe(200);
    expect(statuses(all)).toEqual(['SUCCESS']);
  }
});

it('an inquiry whose address names the payment is answered without its body, which may never end', async () => {
  const all = shop();
  all.answers(INQUIRY);
  const endless = new ReadableStream({ pull: () => new Promise(() => undefined) });
  const request = new Request(`${ORIGIN}/api/payments/request-1`, { method: 'POST', body: endless, duplex: 'half' } as RequestInit);
  expect((await all.routes.inquiry(request)).status).toBe(200);
});

it('an inquiry whose body breaks off names no payment', async () => {
  const all = shop();
  const broken = new ReadableStream({ start: (stream) => stream.error(new Error('gone')) });
  const request = new Request(`${ORIGIN}/api/inquiry`, { method: 'POST', body: broken, duplex: 'half' } as RequestInit);
  expect((await all.routes.inquiry(request)).status).toBe(404);
  expect(all.errors).toEqual([]);
});

it.each(['notify', 'inquiry'] as const)(
  'a body that never ends is given up after 10 s by %s, and the request is answered',
  async (name) => {
    vi.useFakeTimers();
    const cancelled = vi.fn();
    const endless = new ReadableStream({ pull: () => new Promise(() => undefined), cancel: cancelled });
    const answer = shop().routes[name](new Request(`${ORIGIN}/api/x`, { method: 'POST', body: endless, duplex: 'half' } as RequestInit));
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await answer).status).toBeGreaterThanOrEqual(400);
    vi.useRealTimers();
    expect(cancelled).toHaveBeenCalledOnce();
  },
);

describe('a stranger', () => {
  it.each(['request-1', 'nobody'])('learns nothing of %s by an id of their own in the query', async (guess) => {
    const all = shop({
      expected: (id) => Promise.resolve(id === 'request-1' || id === 'own' ? AMOUNT : null),
      mayAsk: (id) => Promise.resolve(id === 'own'),
    });
    const asked = await all.routes.inquiry(get(`/api/payments/${guess}?paymentRequestId=own`));
    // Both go on to their own payment, and so nothing tells them apart.
    expect(asked.status).toBe((await all.routes.inquiry(get('/api/payments/nobody?paymentRequestId=own'))).status);
  });

  it('asks for two ids at the most, however many stand in the query', async () => {
    const ids: string[] = [];
    const all = shop({
      expected: (id) => {
        ids.push(id);
        return Promise.resolve(null);
      },
    });
    await all.routes.inquiry(get(`/api/payments/x?${'paymentRequestId=a&'.repeat(800)}`));
    expect(ids).toEqual(['x', 'a']);
  });
});

describe('without known', () => {
  /** Says a word about a payment; `heard` is what the shop is told. */
  function process(): { say: (id: string, status: 'SUCCESS' | 'PENDING' | 'FAIL') => Promise<unknown>; heard: string[] } {
    const heard: string[] = [];
    const settle = settler({
      expected: () => Promise.resolve(AMOUNT),
      onPayment: ({ paymentRequestId, status }) => {
        heard.push(`${paymentRequestId} ${status}`);
        return Promise.resolve();
      },
    });
    return { say: (paymentRequestId, status) => settle({ paymentRequestId, status, paymentId: null, paymentAmount: AMOUNT }, null), heard };
  }

  it('a paid payment is the last to be forgotten', async () => {
    const { say, heard } = process();
    await say('paid', 'SUCCESS');
    for (let i = 0; i < 10_050; i += 1) await say(`other-${String(i)}`, 'PENDING');
    expect(await say('paid', 'FAIL')).toBe('contradicted');
    expect(heard.filter((line) => line.startsWith('paid'))).toEqual(['paid SUCCESS']);
    // Where all are paid, the oldest goes.
    for (let i = 0; i < 10_050; i += 1) await say(`more-${String(i)}`, 'SUCCESS');
    await say('paid', 'SUCCESS');
    expect(heard.filter((line) => line.startsWith('paid'))).toEqual(['paid SUCCESS', 'paid SUCCESS']);
  });

  it.each([
    ['FAIL', 'SUCCESS', 'mismatch'],
    ['PENDING', 'PENDING', 'taken'],
  ] as const)('a process that has seen ten thousand paid payments still remembers %s', async (first, second, verdict) => {
    const { say, heard } = process();
    for (let at = 0; at < 10_000; at += 1) await say(`paid-${String(at)}`, 'SUCCESS');
    await say('newest', first);
    await say('another', first);
    heard.length = 0;
    expect(await say('newest', second)).toBe(verdict);
    expect(heard).toEqual(verdict === 'mismatch' ? ['newest MISMATCH'] : []);
  });
});

it('of ten thousand mismatches, the first is told again', async () => {
  let told = 0;
  const settle = settler({
    expected: () => Promise.resolve(AMOUNT),
    onPayment: () => {
      told += 1;
      return Promise.resolve();
    },
  });
  const settled = (at: number): Promise<unknown> =>
    settle(
      { paymentRequestId: `request-${String(at)}`, status: 'SUCCESS', paymentId: null, paymentAmount: { currency: 'HKD', value: '1' } },
      null,
    );
  for (let at = 0; at <= 10_000; at += 1) await settled(at);
  expect(told).toBe(10_001);
  await settled(10_000);
  expect(told).toBe(10_001);
  await settled(0);
  expect(told).toBe(10_002);
});
