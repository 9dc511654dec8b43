// @vitest-environment node
/** readNotification(): Antom is believed, over the raw bytes, and nobody else. */
import { describe, expect, it } from 'vitest';
import type { NotificationRequest } from '../../../src/server';
import { LIMIT } from '../../../src/server/body';
import {
  CLIENT,
  codeOf,
  NOTIFY,
  notification,
  notifyRequest,
  ORIGIN,
  pairs,
  rejection,
  S,
  signedHeaders,
  world,
  type Json,
  type Signed,
} from './support/world';

const { antom } = world();
const read = (body: Json | string | Uint8Array, signed: Signed & { readonly url?: string } = {}): Promise<unknown> =>
  antom.readNotification(notifyRequest(body, signed));
const FAILED = { resultStatus: 'F', resultCode: 'ORDER_IS_CLOSED' };

describe('a notification of a payment', () => {
  it.each([
    ['PAYMENT_RESULT', S, 'SUCCESS'],
    ['PAYMENT_RESULT', FAILED, 'FAIL'],
    ['PAYMENT_PENDING', S, 'PENDING'],
    ['PAYMENT_PENDING', FAILED, 'FAIL'],
  ])('%s with %j says %s', async (notifyType, result, status) => {
    expect(await read(notification({ notifyType, result }))).toEqual({
      about: 'payment',
      status,
      paymentRequestId: 'request-1',
      paymentId: '2020010123456789',
      paymentAmount: { currency: 'HKD', value: '12800' },
      result,
      body: notification({ notifyType, result }),
    });
  });

  it('is verified over the bytes as they came: spaces, escapes, letters that are not ASCII', async () => {
    for (const body of [
      JSON.stringify(notification({ memo: '灯笼咖啡 ☕' }), null, 2),
      JSON.stringify(notification()).replaceAll('/', '\\/').replace('success', '\\u0073uccess'),
      `${JSON.stringify(notification())}\n`,
    ])
      expect(await read(body)).toMatchObject({ status: 'SUCCESS' });
  });

  it('may be old, since repeats come for a day, and a server may be down for longer; its time is ISO 8601 or milliseconds', async () => {
    for (const time of ['1577836800000', '2020-01-01T12:01:01+08:30'])
      expect(await read(notification(), { time })).toMatchObject({ status: 'SUCCESS' });
  });

  it('comes with a paymentId or without', async () => {
    expect(await read(notification({ paymentId: undefined }))).toMatchObject({ paymentId: null });
  });
});

describe('is unsigned', () => {
  const body = JSON.stringify(notification());
  it.each<[string, string, Signed & { readonly url?: string }]>([
    ['without a signature', body, { headers: { signature: null } }],
    ["with the merchant's own signature", body, { key: pairs.merchant.privateKey }],
    ['signed for another path', body, { path: '/api/other' }],
    ['signed for another client', body, { clientId: 'SANDBOX_OTHER', headers: { 'client-id': CLIENT } }],
    ['with the time of another', body, { headers: { 'request-time': '1685599933871' } }],
    ['without a time', body, { headers: { 'request-time': null } }],
    ['with a signature that is none', body, { headers: { signature: 'signature' } }],
    ['without a client', body, { headers: { 'client-id': null } }],
    ['that names another client', body, { headers: { 'client-id': 'SANDBOX_OTHER' } }],
    ['that names its client twice', body, { headers: { 'client-id': `${CLIENT}, ${CLIENT}` } }],
    ['with another query', body, { path: `${NOTIFY}?shop=1`, url: `${ORIGIN}${NOTIFY}?shop=2` }],
  ])('%s', async (_, text, signed) => {
    expect(await codeOf(read(text, signed))).toBe('notification-unsigned');
  });

  it.each<[string, (text: string) => string]>([
    ['a changed amount', (text) => text.replace('12800', '1280')],
    ['a changed id', (text) => text.replace('request-1', 'request-2')],
    ['one more space', (text) => `${text} `],
    ['a byte less', (text) => text.slice(0, -1)],
    ['a second amount behind the first', (text) => text.replace('}', ',"paymentAmount":{"currency":"HKD","value":"1"}}')],
    ['nothing', () => ''],
    ['itself, written again', (text) => JSON.stringify(JSON.parse(text), null, 1)],
  ])('with %s in its body', async (_, change) => {
    const request = new Request(ORIGIN + NOTIFY, {
      method: 'POST',
      headers: signedHeaders('request-time', body, NOTIFY),
      body: change(body),
    });
    expect(await codeOf(antom.readNotification(request))).toBe('notification-unsigned');
  });

  it('where the border between its time and its body was moved', async () => {
    // The content that is signed is the same: POST path, client, "…871", ".", "{…".
    const [head = '', tail = ''] = body.split('+08:30');
    const moved = new Request(ORIGIN + NOTIFY, {
      method: 'POST',
      headers: { ...signedHeaders('request-time', body, NOTIFY, { time: '1685599933871' }), 'request-time': `1685599933871.${head}+08:30` },
      body: tail,
    });
    expect(await codeOf(antom.readNotification(moved))).toMatch(/^notification-(unsigned|refused)$/);
  });
});

describe('is refused', () => {
  it.each<[string, Signed]>([['Request-Time', { time: 'yesterday' }]])('with another %s, however it is signed', async (name, signed) => {
    const { code, message } = await rejection(read(notification(), signed));
    expect([code, message.includes(name)]).toEqual(['notification-refused', true]);
  });

  it.each<[string, Json | string | Uint8Array]>([
    ['not JSON', 'paid!'],
    ['a list', '[]'],
    ['null', 'null'],
    ['not UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d)],
    ['with a result that decides nothing', notification({ result: { resultStatus: 'U' } })],
    ['without a result', notification({ result: undefined })],
    ['with a result that is a word', notification({ result: 'S' })],
    [
      'with a result of its prototype',
      '{"notifyType":"PAYMENT_RESULT","paymentRequestId":"r","paymentAmount":{"currency":"HKD","value":"1"},"__proto__":{"result":{"resultStatus":"S"}}}',
    ],
    ['without an id', notification({ paymentRequestId: undefined })],
    ['with an id that is a list', notification({ paymentRequestId: ['request-1'] })],
    ['without an amount', notification({ paymentAmount: undefined })],
    ['with an amount that is a number', notification({ paymentAmount: { currency: 'HKD', value: 12800 } })],
    ['of a vaulting without an id', { vaultingRequestId: 7, result: S }],
    ['of a vaulting that decides nothing', { vaultingRequestId: 'v', result: { resultStatus: 'U' } }],
    ['of a saved card without its token', { vaultingRequestId: 'v', result: S, paymentMethodDetail: { card: {} } }],
    ['of an authorization without a type', { authorizationNotifyType: '', result: S }],
    ['of an agreement that failed', { authorizationNotifyType: 'TOKEN_CREATED', result: FAILED, authState: 'a', accessToken: 't' }],
    ['of an agreement without its state', { authorizationNotifyType: 'TOKEN_CREATED', result: S, accessToken: 't' }],
    ['of an agreement without its token', { authorizationNotifyType: 'TOKEN_CREATED', result: S, authState: 'a' }],
  ])('well signed but %s', async (_, body) => {
    expect(await codeOf(read(body))).toBe('notification-refused');
  });

  it('that is no POST', async () => {
    expect(await codeOf(antom.readNotification(new Request(ORIGIN + NOTIFY)))).toBe('notification-refused');
  });
});

describe('other notifications', () => {
  it('of a saved card have its token, and of one that failed none', async () => {
    const saved = { vaultingRequestId: 'v', result: S, paymentMethodDetail: { card: { cardToken: 't', brand: 'VISA' } } };
    expect(await read(saved)).toEqual({
      about: 'vaulting',
      status: 'SUCCESS',
      vaultingRequestId: 'v',
      cardToken: 't',
      result: S,
      body: saved,
    });
    expect(await read({ ...saved, result: FAILED })).toMatchObject({ status: 'FAIL', cardToken: null });
  });

  it('of an agreement have its token; other kinds of it need none', async () => {
    const made = { authorizationNotifyType: 'TOKEN_CREATED', result: S, authState: 'a', accessToken: 't' };
    expect(await read(made)).toMatchObject({ about: 'authorization', authState: 'a', accessToken: 't' });
    expect(await read({ authorizationNotifyType: 'TOKEN_CANCELED', accessToken: 't' })).toMatchObject({
      about: 'authorization',
      authState: null,
    });
  });

  it('of what this library does not know are handed over whole', async () => {
    const refund = { notifyType: 'REFUND_RESULT', result: S, refundStatus: 'SUCCESS' };
    expect(await read(refund)).toEqual({ about: 'other', notifyType: 'REFUND_RESULT', result: S, body: refund });
    expect(await read({ result: S })).toMatchObject({ about: 'other', notifyType: null });
  });
});

describe('the path', () => {
  it('is signed with its query, as Antom documents it, or without, as its samples do', async () => {
    const url = `${ORIGIN}${NOTIFY}?shop=2`;
    expect(await read(notification(), { url, path: `${NOTIFY}?shop=2` })).toMatchObject({ status: 'SUCCESS' });
    expect(await read(notification(), { url, path: NOTIFY })).toMatchObject({ status: 'SUCCESS' });
  });

  it("is Antom's, where a proxy changes it on its way", async () => {
    const behind = world({ notifyPath: '/shop/api/notify' }).antom;
    expect(await behind.readNotification(notifyRequest(notification(), { path: '/shop/api/notify' }))).toMatchObject({ status: 'SUCCESS' });
    expect(await codeOf(behind.readNotification(notifyRequest(notification())))).toBe('notification-unsigned');
    // Its query may be signed or not, as everywhere.
    const queried = world({ notifyPath: '/shop/api/notify?shop=1' }).antom;
    for (const path of ['/shop/api/notify?shop=1', '/shop/api/notify'])
      expect(await queried.readNotification(notifyRequest(notification(), { path }))).toMatchObject({ status: 'SUCCESS' });
  });

  it('of an address without one is a slash', async () => {
    expect(await antom.readNotification(record(notification(), { url: 'https://shop.example' }, { path: '/' }))).toMatchObject({
      status: 'SUCCESS',
    });
  });
});

function record(body: Json, change: Partial<Record<keyof NotificationRequest, unknown>> = {}, signed: Signed = {}): NotificationRequest {
  const text = JSON.stringify(body);
  return {
    method: 'POST',
    url: NOTIFY,
    headers: signedHeaders('request-time', text, signed.path ?? NOTIFY, signed),
    body: text,
    ...change,
  } as NotificationRequest;
}

describe('from a framework without Request', () => {
  const text = JSON.stringify(notification());
  const right = signedHeaders('request-time', text, NOTIFY);

  it.each<[string, Partial<Record<keyof NotificationRequest, unknown>>]>([
    ['a string', {}],
    ['a Buffer', { body: Buffer.from(text) }],
    ['a whole address', { url: `http://127.0.0.1:3000${NOTIFY}#x` }],
    ['headers in capitals', { headers: Object.fromEntries(Object.entries(right).map(([name, value]) => [name.toUpperCase(), value])) }],
    ['headers as lists of one', { headers: Object.fromEntries(Object.entries(right).map(([name, value]) => [name, [value]])) }],
    ['Headers', { headers: new Headers(right) }],
    ['a method in small letters', { method: 'post' }],
  ])('it is read with %s', async (_, change) => {
    expect(await antom.readNotification(record(notification(), change))).toMatchObject({ status: 'SUCCESS' });
  });

  it.each<[string, Partial<Record<keyof NotificationRequest, unknown>>, string]>([
    ['a parsed body', { body: notification() }, 'notification-refused'],
    ['no body', { body: undefined }, 'notification-refused'],
    ['no method', { method: undefined }, 'notification-refused'],
    ['no address', { url: undefined }, 'notification-refused'],
    ['no headers', { headers: undefined }, 'notification-refused'],
    ['headers that are a string', { headers: 'signature: x' }, 'notification-refused'],
    ['empty headers', { headers: {} }, 'notification-unsigned'],
    ['headers of a prototype', { headers: Object.create(right) as unknown }, 'notification-unsigned'],
    ['two signatures', { headers: { ...right, signature: [right['signature'], right['signature']] } }, 'notification-unsigned'],
    ['two signatures in two spellings', { headers: { ...right, Signature: right['signature'] } }, 'notification-unsigned'],
    ['two clients', { headers: { ...right, 'client-id': [CLIENT, CLIENT] } }, 'notification-unsigned'],
    ['a signature that is a number', { headers: { ...right, signature: 7 } }, 'notification-unsigned'],
    ['more than 1 MiB', { body: 'x'.repeat(LIMIT + 1) }, 'notification-too-large'],
  ])('it is refused with %s', async (_, change, code) => {
    expect(await codeOf(antom.readNotification(record(notification(), change)))).toBe(code);
  });

  it.each([undefined, null, 'POST', []])('%j is none', async (request) => {
    expect(await codeOf(antom.readNotification(request as unknown as NotificationRequest))).toBe('notification-refused');
  });
});

describe('a body', () => {
  it('of 1 MiB is read', async () => {
    const text = JSON.stringify(notification({ memo: '' }));
    const body = text.replace('"memo":""', `"memo":"${'x'.repeat(LIMIT - text.length)}"`);
    expect(body.length).toBe(LIMIT);
    expect(await read(body)).toMatchObject({ status: 'SUCCESS' });
  });

  it('that promises more is not read at all', async () => {
    let pulled = false;
    const body = new ReadableStream(
      { pull: () => void (pulled = true), cancel: () => Promise.reject(new Error('no')) },
      { highWaterMark: 0 },
    );
    const request = new Request(ORIGIN + NOTIFY, {
      method: 'POST',
      headers: { 'content-length': String(LIMIT + 1) },
      body,
      duplex: 'half',
    } as RequestInit);
    expect(await codeOf(antom.readNotification(request))).toBe('notification-too-large');
    expect(pulled).toBe(false);
    const empty = {
      method: 'POST',
      url: NOTIFY,
      headers: new Headers({ 'content-length': '9999999' }),
      body: null,
      bodyUsed: false,
      arrayBuffer: () => undefined,
    };
    expect(await codeOf(antom.readNotification(empty as unknown as Request))).toBe('notification-too-large');
  });

  it('that has more than it promises, and never ends, is read up to 1 MiB', async () => {
    let pulled = 0;
    const body = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
      cancel: () => Promise.reject(new Error('no')),
    });
    const request = new Request(ORIGIN + NOTIFY, { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect(await codeOf(antom.readNotification(request))).toBe('notification-too-large');
    expect(pulled).toBeLessThan(25);
  });

  it('that breaks off is refused', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) });
    expect(
      await codeOf(antom.readNotification(new Request(ORIGIN + NOTIFY, { method: 'POST', body, duplex: 'half' } as RequestInit))),
    ).toBe('notification-refused');
  });

  it('that is not there is unsigned', async () => {
    expect(await codeOf(antom.readNotification(new Request(ORIGIN + NOTIFY, { method: 'POST' })))).toBe('notification-unsigned');
  });

  it('that was read before, or is being read, is named as the mistake', async () => {
    const used = notifyRequest(notification());
    await used.text();
    expect((await rejection(antom.readNotification(used))).message).toContain('was read before');
    const locked = notifyRequest(notification());
    locked.body!.getReader();
    expect((await rejection(antom.readNotification(locked))).message).toContain('was read before');
  });
});
