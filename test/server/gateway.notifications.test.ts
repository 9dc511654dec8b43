/** notifyPayment: what is sent, when it is repeated, and what ends the repetitions. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RETRY_AFTER } from '../../demo/server/gateway/notifications.ts';
import type { Reply } from '../../demo/server/gateway/notifications.ts';
import { ACK, NOTIFY_URL, testGateway } from './support/gateway.ts';
import type { TestGateway } from './support/gateway.ts';
import { START } from './support/manual-clock.ts';

const DAY = 24 * 3_600_000;
const MINUTES = [0, 2, 12, 22, 82, 202, 562, 1462];
let test: TestGateway;
let session: string;
beforeEach(async () => {
  test = testGateway();
  session = String((await test.create())['paymentSessionId']);
});
afterEach(() => {
  test.gateway.close();
});

const succeed = (): void => {
  test.gateway.payments.decide(session, { status: 'SUCCESS', resultCode: null, after: 0 });
};
const minutes = (): number[] => test.sent.map(({ at }) => (at - START) / 60_000);

it('is sent at once, with what the guide shows, and once only when it is acknowledged', async () => {
  succeed();
  await test.clock.advance(2 * DAY);
  expect(minutes()).toEqual([0]);
  expect(test.sent[0]).toMatchObject({
    url: NOTIFY_URL,
    body: {
      notifyType: 'PAYMENT_RESULT',
      result: { resultCode: 'SUCCESS', resultStatus: 'S', resultMessage: 'success' },
      paymentRequestId: 'request-1',
      paymentAmount: { value: '12800', currency: 'HKD' },
      paymentCreateTime: '2026-01-01T00:00:00Z',
      paymentTime: '2026-01-01T00:00:00Z',
    },
  });
  expect(test.gateway.notificationsOf('request-1')).toMatchObject([{ attempts: 1, nextAt: null, acknowledged: true }]);
});

it('is repeated seven times within 24 and a half hours, and then given up', async () => {
  test.reply(undefined);
  succeed();
  await test.clock.advance(3 * DAY);
  expect(minutes()).toEqual(MINUTES);
  expect(RETRY_AFTER).toHaveLength(8);
  expect(new Set(test.sent.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect(test.gateway.notificationsOf('request-1')).toMatchObject([{ attempts: 8, nextAt: null, acknowledged: false }]);
  expect(test.clock.pending()).toBe(0);
});

it.each([1, 2, 3, 4, 5, 6, 7])('ends with the acknowledgement of number %i', async (number) => {
  test.reply({ status: 503, body: '' });
  succeed();
  await test.clock.advance(MINUTES[number - 1]! * 60_000 - 1);
  test.reply(ACK);
  await test.clock.advance(3 * DAY);
  expect(minutes()).toEqual(MINUTES.slice(0, number));
});

describe('what does not acknowledge', () => {
  it.each<[string, Reply]>([
    ['an empty 200', { status: 200, body: '' }],
    ['OK', { status: 200, body: 'OK' }],
    ['an HTML page', { status: 200, body: '<html></html>' }],
    ['null', { status: 200, body: 'null' }],
    ['the result without its frame', { status: 200, body: '{"resultCode":"SUCCESS","resultStatus":"S"}' }],
    ['a result F', { status: 200, body: '{"result":{"resultCode":"SUCCESS","resultStatus":"F"}}' }],
    ['another code', { status: 200, body: '{"result":{"resultCode":"OK","resultStatus":"S"}}' }],
    ['the right body with a 500', { ...ACK, status: 500 }],
    ['the right body with a 201', { ...ACK, status: 201 }],
  ])('%s', async (_, reply) => {
    test.reply(reply);
    succeed();
    await test.clock.advance(2 * 60_000);
    expect(minutes()).toEqual([0, 2]);
  });
});

it('tells of a pending payment first and of its result later, each until it is acknowledged', async () => {
  test.reply(undefined);
  test.gateway.payments.decide(session, { status: 'PENDING', resultCode: null, after: 0 });
  await test.clock.advance(60_000);
  succeed();
  test.reply(ACK);
  await test.clock.advance(DAY);
  expect(
    test.sent.map(({ body, at }) => [(at - START) / 60_000, body['notifyType'], (body['result'] as { resultStatus: string }).resultStatus]),
  ).toEqual([
    [0, 'PAYMENT_PENDING', 'S'],
    [1, 'PAYMENT_RESULT', 'S'],
    [2, 'PAYMENT_PENDING', 'S'],
  ]);
});

it('is not sent when no address was given', async () => {
  const other = await test.create({ paymentRequestId: 'request-2', paymentNotifyUrl: undefined });
  test.gateway.payments.decide(String(other['paymentSessionId']), { status: 'FAIL', resultCode: null, after: 0 });
  await test.clock.advance(DAY);
  expect(test.sent).toEqual([]);
});

it('does not trip over an answer that comes when the gateway is gone', async () => {
  succeed();
  const sending = test.clock.advance(0);
  test.gateway.close();
  await expect(sending).resolves.toBeUndefined();
});
