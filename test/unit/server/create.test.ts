// @vitest-environment node
/** createAntom(): its options, what is sent, and which answers are believed. */
import { describe, expect, it, vi } from 'vitest';
import { verifySignature } from '../../../demo/server/antom/signature';
import { AntomServerError, createAntom, type Antom, type AntomOptions } from '../../../src/server';
import { CLOCK } from '../../../src/server/gateway';
import {
  codeOf,
  holdsNoKey,
  NOW,
  OPTIONS,
  pairs,
  rejection,
  S,
  SESSION,
  signedHeaders,
  texts,
  world,
  type Json,
  type Signed,
} from './support/world';

const INQUIRY = { result: S, paymentStatus: 'SUCCESS', paymentRequestId: 'request-1', paymentAmount: { currency: 'HKD', value: '12800' } };
const ask = (antom: Antom): Promise<unknown> => antom.inquiryPayment({ paymentRequestId: 'request-1' });
const DAY = 86_400_000;

describe('options', () => {
  const made = (change: Json): AntomServerError => {
    try {
      createAntom({ ...OPTIONS, ...change });
    } catch (error) {
      return error as AntomServerError;
    }
    throw new Error('It was made.');
  };

  it.each<[string, Json, RegExp]>([
    ['no client id', { clientId: undefined }, /clientId is empty: is its environment variable set/],
    ['an empty client id', { clientId: '' }, /clientId is empty: is its environment variable set/],
    ['a client id that is no string', { clientId: 5 }, /clientId is not a client id/],
    ['a key as the client id', { clientId: texts.privateKey }, /clientId is not a client id/],
    ['a client id with a line break', { clientId: 'SANDBOX\r\nX-Evil: 1' }, /clientId is not a client id/],
    ['no environment', { environment: undefined }, /environment must be/],
    ['production in capitals', { environment: 'PROD' }, /environment must be/],
    ["the sandbox's client in production", { environment: 'prod' }, /is one of the sandbox/],
    ['a gateway in the clear', { gateway: 'http://open-sea-global.alipay.com' }, /gateway must be/],
    ['a gateway that only begins like this machine', { gateway: 'http://localhost.evil.example' }, /gateway must be/],
    ['a gateway with a path', { gateway: 'https://gateway.example/ams' }, /gateway must be/],
    ['a gateway with a password', { gateway: 'https://me:secret@gateway.example' }, /gateway must be/],
    ['a gateway that is no address', { gateway: 'sandbox' }, /gateway must be/],
    ['an empty gateway', { gateway: '' }, /gateway must be/],
    ['no time at all', { timeout: 0 }, /timeout must be/],
    ['a timeout that is no number', { timeout: '8000' }, /timeout must be/],
    ['a timeout that is NaN', { timeout: NaN }, /timeout must be/],
    ['a fetch that is none', { fetch: 'fetch' }, /fetch must be/],
    ['a notifyPath with its host', { notifyPath: 'https://shop.example/notify' }, /notifyPath must be/],
    ['a notifyPath with a line break', { notifyPath: '/notify\nx' }, /notifyPath must be/],
  ])('%s is named', (_, change, says) => {
    const { code, message, faults } = made(change);
    expect(code).toBe('invalid-options');
    expect(message).toMatch(says);
    expect(faults).toHaveLength(1);
    expect(holdsNoKey(message)).toBe(true);
  });

  it('all faults are named at once', () => {
    expect(made({ clientId: '', timeout: -1, gateway: 1 }).faults).toHaveLength(3);
  });

  it('what is plainly no key throws at once', () => {
    expect(made({ privateKey: 'x' })).toMatchObject({ name: 'AntomServerError', code: 'invalid-key' });
    expect(made({ publicKey: texts.privateKey })).toMatchObject({ code: 'invalid-key' });
    expect(made({ publicKey: texts.ownPublicKey }).message).toMatch(/^publicKey belongs to privateKey: /);
    expect(holdsNoKey(made({ publicKey: texts.ownPublicKey }).message)).toBe(true);
  });

  it('what only WebCrypto finds out rejects each call, and nothing is sent', async () => {
    const der = Buffer.from(texts.privateKey, 'base64');
    der.fill(0, 300, der.length);
    const { antom, sent } = world({ privateKey: der.toString('base64') });
    expect(await codeOf(ask(antom))).toBe('invalid-key');
    expect(await codeOf(ask(antom))).toBe('invalid-key');
    expect(sent).toEqual([]);
  });

  it('are read by own members: a polluted prototype sets none', async () => {
    const prototype = Object.prototype as unknown as Json;
    prototype['gateway'] = 'https://evil.example';
    try {
      const rest = Object.fromEntries(Object.entries(OPTIONS).filter(([name]) => name !== 'gateway')) as unknown as AntomOptions;
      const { antom, sent, answers } = world({ ...rest });
      answers(INQUIRY);
      await ask(antom);
      expect(new URL(sent[0]!.url).origin).toBe('https://gateway.example');
      const fetch = vi.fn(() => Promise.reject(new Error('no network')));
      await codeOf(ask(createAntom({ ...rest, fetch })));
      expect((fetch.mock.calls as unknown as [string][])[0]![0]).toMatch(/^https:\/\/open-sea-global\.alipay\.com\//);
    } finally {
      delete prototype['gateway'];
    }
  });

  it("without a fetch, the runtime's is used, as it is when it is called, and by no object", async () => {
    const fetch = vi.fn(function (this: unknown) {
      expect(this).toBeUndefined();
      return Promise.reject(new Error('no network'));
    });
    const antom = createAntom(OPTIONS);
    vi.stubGlobal('fetch', fetch);
    expect(await codeOf(ask(antom))).toBe('gateway-unreachable');
    expect(fetch).toHaveBeenCalledOnce();
    vi.unstubAllGlobals();
  });

  it("without a gateway it is Asia's; a machine of ones own may be called in the clear", async () => {
    const { antom, sent, answers } = world({ gateway: undefined });
    answers(INQUIRY);
    await ask(antom);
    expect(sent[0]!.url).toBe('https://open-sea-global.alipay.com/ams/sandbox/api/v1/payments/inquiryPayment');
    expect(() => createAntom({ ...OPTIONS, gateway: 'http://127.0.0.1:4173/' })).not.toThrow();
    expect(() => createAntom({ ...OPTIONS, gateway: 'http://[::1]:4173' })).not.toThrow();
  });
});

describe('a call', () => {
  it('is signed over what is sent, and asks for nothing that an edge runtime refuses', async () => {
    const { antom, sent, answers } = world();
    answers(INQUIRY);
    await ask(antom);
    const [{ url, init }] = sent as [(typeof sent)[number]];
    expect(url).toBe('https://gateway.example/ams/sandbox/api/v1/payments/inquiryPayment');
    expect(Object.keys(init).sort()).toEqual(['body', 'headers', 'method', 'redirect', 'signal']);
    expect(init).toMatchObject({ method: 'POST', redirect: 'manual' });
    const { 'client-id': clientId = '', 'request-time': time = '', signature } = init.headers;
    expect(time).toBe(String(NOW));
    expect(() => {
      verifySignature({ path: new URL(url).pathname, clientId, time, body: init.body }, signature, pairs.merchant.publicKey);
    }).not.toThrow();
  });

  it("goes to production's path in production", async () => {
    const { antom, sent } = world({ environment: 'prod', clientId: '5X00000000000000' });
    await codeOf(ask(antom));
    expect(sent[0]!.url).toBe('https://gateway.example/ams/api/v1/payments/inquiryPayment');
  });

  it('takes any API by what follows /v1/', async () => {
    const { antom, sent, answers } = world();
    answers({ result: S, refundStatus: 'SUCCESS' });
    expect(await antom.call('payments/inquiryRefund', { refundRequestId: 'r' })).toMatchObject({ refundStatus: 'SUCCESS' });
    expect(sent[0]!.url).toMatch(/\/v1\/payments\/inquiryRefund$/);
  });

  it.each([
    '',
    'refund',
    '/payments/refund',
    'payments/../../x',
    'payments/refund?x=1',
    'payments//refund',
    'https://evil.example/x',
    '//evil.example/x',
  ])('refuses the API %j, and sends nothing', async (api) => {
    const { antom, sent } = world();
    expect(await codeOf(antom.call(api, {}))).toBe('invalid-request');
    expect(sent).toEqual([]);
  });

  it('imports the keys once', async () => {
    const importKey = vi.spyOn(crypto.subtle, 'importKey');
    const { antom, answers } = world();
    answers(INQUIRY);
    await Promise.all([ask(antom), ask(antom), ask(antom)]);
    expect(importKey).toHaveBeenCalledTimes(2);
    importKey.mockRestore();
  });
});

describe('an answer', () => {
  it('that is right is handed over, whatever its result says', async () => {
    const { antom, answers } = world();
    answers(INQUIRY);
    expect(await ask(antom)).toEqual(INQUIRY);
    for (const result of [
      { resultStatus: 'F', resultCode: 'ORDER_NOT_EXIST' },
      { resultStatus: 'U', resultCode: 'UNKNOWN_EXCEPTION' },
    ]) {
      answers({ result });
      expect(await ask(antom)).toEqual({ result });
    }
  });

  it('may be a day off, in milliseconds and in ISO 8601', async () => {
    const { antom, answers } = world();
    for (const time of [
      String(NOW - DAY),
      String(NOW + DAY),
      '2025-12-31T08:00:01.5+08:00',
      '2026-01-01T01:00:00Z',
      '2026-01-01T08:00:00+0800',
    ]) {
      answers(INQUIRY, { time });
      expect(await ask(antom)).toEqual(INQUIRY);
    }
  });

  it.each<[string, Signed]>([
    ['without a signature', { headers: { signature: null } }],
    ['with a signature that cannot be read', { headers: { signature: 'signature' } }],
    ["with the merchant's own signature", { key: pairs.merchant.privateKey }],
    ["with a stranger's signature", { key: pairs.stranger.privateKey }],
    ['of another API', { path: '/ams/sandbox/api/v1/payments/refund' }],
    ["of production's API", { path: '/ams/api/v1/payments/inquiryPayment' }],
    ['signed for another client', { clientId: 'SANDBOX_OTHER' }],
    ['with the time of another', { headers: { 'response-time': String(NOW + 1) } }],
    ['without a time', { headers: { 'response-time': null } }],
  ])('%s is not believed', async (_, signed) => {
    const { antom, answers } = world();
    answers(INQUIRY, signed);
    const { code, message } = await rejection(ask(antom));
    expect(code).toBe('answer-unsigned');
    expect(message).toMatch(/^Antom's answer cannot be believed: .*\(application\/json\)\. /);
  });

  it.each<[string, Signed, RegExp]>([
    ['that is more than a day old', { time: String(NOW - DAY - 1) }, /more than a day off/],
    ['from more than a day ahead', { time: String(NOW + DAY + 1) }, /more than a day off/],
    ['of seconds', { time: '1767225600' }, /is no time/],
    ['of a day without a zone', { time: '2026-01-01T00:00:00' }, /is no time/],
    ['of a day that there is not', { time: '2026-13-01T00:00:00Z' }, /is no time/],
    ['of words', { time: 'now' }, /is no time/],
    ['that names another client', { headers: { 'client-id': 'SANDBOX_OTHER' } }, /for another client/],
    ['that names no client', { headers: { 'client-id': null } }, /for another client/],
  ])('%s is refused', async (_, signed, says) => {
    const { antom, answers } = world();
    answers(INQUIRY, signed);
    const { code, message } = await rejection(ask(antom));
    expect(code).toBe('answer-refused');
    expect(message).toMatch(says);
  });

  it.each<[string, Json | string]>([
    ['no JSON', 'SUCCESS'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['without a result', { paymentStatus: 'SUCCESS' }],
    ['with a result that is a string', { result: 'S' }],
    ['with a status that is none', { result: { resultStatus: 'OK' } }],
    ['with a result of its prototype', '{"__proto__":{"result":{"resultStatus":"S"}},"paymentStatus":"SUCCESS"}'],
  ])('well signed but %s is refused', async (_, body) => {
    const { antom, answers } = world();
    answers(body);
    expect(await rejection(ask(antom))).toMatchObject({
      code: 'answer-refused',
      message: expect.stringContaining('it has no result') as unknown,
    });
  });

  it('well signed but no UTF-8 is refused', async () => {
    const { antom, answers } = world();
    const body = Uint8Array.of(0x7b, 0xff, 0x7d);
    answers(({ url }) => new Response(body, { headers: signedHeaders('response-time', body, new URL(url).pathname) }));
    expect(await codeOf(ask(antom))).toBe('answer-refused');
  });

  it.each<[string, Json]>([
    ['another payment', { ...INQUIRY, paymentRequestId: 'request-2' }],
    ['no payment, where it says S', { result: S, paymentStatus: 'SUCCESS' }],
    ['a payment by a list', { ...INQUIRY, paymentRequestId: ['request-1'] }],
    ['a failed question of another payment', { result: { resultStatus: 'F', resultCode: 'X' }, paymentRequestId: 'request-2' }],
  ])('about %s is refused: a signature does not bind it to the request', async (_, body) => {
    const { antom, answers } = world();
    answers(body);
    expect(await codeOf(ask(antom))).toBe('answer-refused');
  });

  it("about the payment by Antom's id is taken, and about another one is not", async () => {
    const { antom, answers } = world();
    answers({ ...INQUIRY, paymentId: 'p1' });
    expect(await antom.inquiryPayment({ paymentId: 'p1' })).toMatchObject({ paymentStatus: 'SUCCESS' });
    expect(await codeOf(antom.inquiryPayment({ paymentId: 'p2' }))).toBe('answer-refused');
  });

  it('of another refund is refused', async () => {
    const { antom, answers } = world();
    const refund = { refundRequestId: 'r1', paymentId: 'p1', refundAmount: { currency: 'HKD', value: '100' } };
    answers({ result: S, refundRequestId: 'r1', paymentId: 'p1', refundId: 'x' });
    expect(await antom.call('payments/refund', refund)).toMatchObject({ refundId: 'x' });
    expect(await codeOf(antom.call('payments/refund', { ...refund, refundRequestId: 'r2' }))).toBe('answer-refused');
  });

  it.each([301, 302, 307, 308])('%i is a redirect, which is not followed', async (status) => {
    const { antom, answers, sent } = world();
    answers(() => new Response(null, { status, headers: { location: 'https://evil.example/' } }));
    expect(await rejection(ask(antom))).toMatchObject({ code: 'answer-refused', message: expect.stringContaining('redirect') as unknown });
    expect(sent).toHaveLength(1);
  });

  it('of a runtime that hides a redirect is one too', async () => {
    const { antom, answers } = world();
    answers(() => ({ status: 0, type: 'opaqueredirect', body: null, headers: new Headers() }) as Response);
    expect((await rejection(ask(antom))).message).toContain('redirect');
  });

  it.each([201, 204, 400, 500, 503])('with the HTTP status %i is refused, also a signed one', async (status) => {
    const { antom, answers } = world();
    const body = status === 204 ? null : JSON.stringify(INQUIRY);
    answers(({ url }) => new Response(body, { status, headers: signedHeaders('response-time', body ?? '', new URL(url).pathname) }));
    expect((await rejection(ask(antom))).message).toContain(`HTTP status is ${String(status)}`);
  });

  it("that is a proxy's page is named by its type, and not quoted", async () => {
    const { antom, answers } = world();
    answers(() => new Response('<h1>secret</h1>', { headers: { 'content-type': 'text/html' } }));
    const { code, message } = await rejection(ask(antom));
    expect([code, message.includes('text/html'), message.includes('secret')]).toEqual(['answer-unsigned', true, false]);
  });

  it('without a type and a body is unsigned', async () => {
    const { antom, answers } = world();
    answers(() => new Response(null));
    expect((await rejection(ask(antom))).message).toContain('(no content type)');
  });

  it('above 1 MiB is not read on', async () => {
    const { antom, answers } = world();
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    answers(() => new Response(endless));
    expect(await rejection(ask(antom))).toMatchObject({
      code: 'answer-refused',
      message: expect.stringContaining('1048576 bytes') as unknown,
    });
    expect(pulled).toBeLessThan(25);
  });
});

describe('no answer', () => {
  it('that comes after all, too late, is heard by nobody', async () => {
    const { antom, answers, clock } = world();
    let breakOff: (reason: Error) => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      answers(() => {
        resolve();
        return new Promise<Response>((_, reject) => {
          breakOff = reject;
        });
      });
    });
    const told = rejection(ask(antom));
    await asked;
    clock.ring();
    expect((await told).code).toBe('gateway-timeout');
    breakOff(new Error('reset'));
  });

  it('is one with another status, whose body will not be cancelled', async () => {
    const { antom, answers } = world();
    answers(() => new Response(new ReadableStream({ cancel: () => Promise.reject(new Error('no')) }), { status: 500 }));
    expect(await codeOf(ask(antom))).toBe('answer-refused');
  });

  it('is gateway-unreachable, with what fetch said', async () => {
    const { antom, answers } = world();
    const cause = new TypeError('connection refused');
    answers(() => Promise.reject(cause));
    expect(await rejection(ask(antom))).toMatchObject({
      code: 'gateway-unreachable',
      cause,
      message: expect.stringContaining('did not answer') as unknown,
    });
  });

  it('is gateway-unreachable where it breaks off', async () => {
    const { antom, answers } = world();
    answers(
      () =>
        new Response(
          new ReadableStream({
            start: (controller) => {
              controller.error(new Error('reset'));
            },
          }),
        ),
    );
    expect(await codeOf(ask(antom))).toBe('gateway-unreachable');
  });

  it.each(['before its headers', 'within its body'])('within the time is gateway-timeout: %s', async (when) => {
    const { antom, answers, clock } = world({ timeout: 1234 });
    let aborted = false;
    const answered = new Promise<void>((asked) => {
      answers(({ init }) => {
        init.signal!.addEventListener('abort', () => {
          aborted = true;
        });
        asked();
        // It does not look at the signal.
        return when === 'before its headers' ? new Promise<Response>(() => undefined) : new Response(new ReadableStream());
      });
    });
    const told = rejection(ask(antom));
    await answered;
    clock.ring();
    expect(await told).toMatchObject({
      code: 'gateway-timeout',
      message: 'The gateway at https://gateway.example did not answer within 1234 ms.',
    });
    expect([aborted, clock.waits]).toEqual([true, [1234]]);
  });

  it('is waited for 8 s by default, and the timer is taken back once there is one', async () => {
    const { antom, answers, clock } = world();
    answers(INQUIRY);
    await ask(antom);
    expect(clock.waits).toEqual([8000]);
    expect(() => {
      clock.ring();
    }).not.toThrow();
  });

  it("the runtime's own clock and timers are used else", () => {
    vi.useFakeTimers({ now: NOW });
    const task = vi.fn();
    CLOCK.after(10, task);
    CLOCK.after(20, task)();
    vi.advanceTimersByTime(50);
    expect([CLOCK.now(), task.mock.calls.length]).toEqual([NOW + 50, 1]);
    vi.useRealTimers();
  });
});

describe('a session', () => {
  it('has the paymentRequestId of its request', async () => {
    const { antom, answers } = world();
    const answer = { paymentSessionData: 'a&&b&&c&&d', paymentSessionExpiryTime: '2026-01-01T01:00:00Z', paymentSessionId: 's', result: S };
    answers(answer);
    expect(await antom.createPaymentSession(SESSION)).toEqual({ ...answer, paymentRequestId: 'request-1' });
  });

  it('that was refused keeps its result', async () => {
    const { antom, answers } = world();
    const result = { resultStatus: 'F', resultCode: 'PARAM_ILLEGAL' };
    answers({ result });
    expect(await antom.createPaymentSession(SESSION)).toEqual({ result, paymentRequestId: 'request-1' });
  });

  it('of an agreement has none', async () => {
    const { antom, answers } = world();
    answers({ paymentSessionData: 'x', result: S });
    const request = {
      productCode: 'AGREEMENT_PAYMENT',
      agreementInfo: { authState: 'a' },
      paymentMethod: { paymentMethodType: 'GCASH' },
      paymentRedirectUrl: 'https://shop.example/',
    } as const;
    expect(await antom.createPaymentSession(request)).toEqual({ paymentSessionData: 'x', result: S });
  });

  it('to save a card has the names that the page reads, and its id', async () => {
    const { antom, answers } = world();
    answers({ vaultingSessionData: 'x', vaultingSessionExpiryTime: 't', vaultingSessionId: 's', result: S });
    expect(await antom.createVaultingSession({ paymentMethodType: 'CARD', vaultingRequestId: 'v' })).toEqual({
      vaultingSessionData: 'x',
      vaultingSessionExpiryTime: 't',
      vaultingSessionId: 's',
      paymentSessionData: 'x',
      paymentSessionExpiryTime: 't',
      paymentSessionId: 's',
      vaultingRequestId: 'v',
      result: S,
    });
    answers({ result: { resultStatus: 'F', resultCode: 'X' } });
    expect(await antom.createVaultingSession({ paymentMethodType: 'CARD', vaultingRequestId: 'v' })).toEqual({
      vaultingRequestId: 'v',
      result: { resultStatus: 'F', resultCode: 'X' },
    });
  });
});
