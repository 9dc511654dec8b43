/** The life of an order at the gateway, with a clock that is moved by hand. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PAYMENT_STATUSES } from '../../demo/server/antom/protocol.ts';
import type { PaymentStatus } from '../../demo/server/antom/protocol.ts';
import type { Decision } from '../../demo/server/gateway/payments.ts';
import { isFinal, mayBecome } from '../../demo/server/gateway/state.ts';
import type { OrderStatus } from '../../demo/server/gateway/state.ts';
import { testGateway } from './support/gateway.ts';
import type { TestGateway } from './support/gateway.ts';

const MINUTE = 60_000;
let test: TestGateway;
let session: string;
beforeEach(async () => {
  test = testGateway();
  session = String((await test.create())['paymentSessionId']);
});
afterEach(() => {
  test.gateway.close();
});

const decide = (status: PaymentStatus, more: Partial<Decision> = {}) =>
  test.gateway.payments.decide(session, { status, resultCode: null, after: 0, ...more });
const status = async (): Promise<unknown> => (await test.inquire())['paymentStatus'] ?? 'CREATED';

const WAYS: Readonly<Record<OrderStatus, () => void>> = {
  CREATED: () => undefined,
  PROCESSING: () => {
    test.gateway.payments.submit(session);
  },
  PENDING: () => {
    decide('PENDING');
  },
  SUCCESS: () => {
    decide('SUCCESS');
  },
  FAIL: () => {
    decide('FAIL');
  },
  CANCELLED: () => {
    decide('CANCELLED');
  },
};

describe('every decision in every state', () => {
  const states = Object.keys(WAYS) as OrderStatus[];
  it.each(states.flatMap((from) => PAYMENT_STATUSES.map((to) => [from, to] as const)))('%s, told %s', async (from, to) => {
    WAYS[from]();
    expect(await status()).toBe(from);
    const answer = decide(to);
    // A decision submits what nobody had submitted, so from CREATED everything can be reached.
    const reached = from === 'CREATED' || mayBecome(from, to) ? to : from;
    expect(await status()).toBe(reached);
    expect(answer.accepted).toBe(!isFinal(from) || from === to);
  });
});

it('a final order stays as it is, whatever happens then', async () => {
  decide('SUCCESS');
  decide('FAIL');
  test.gateway.payments.decline(session, 'ORDER_IS_CLOSED');
  test.gateway.payments.submit(session);
  await test.clock.advance(8 * 24 * 60 * MINUTE);
  expect(await status()).toBe('SUCCESS');
  expect(test.clock.pending()).toBe(0);
});

describe('an order that nobody pays', () => {
  it('is closed 14 minutes after it was submitted', async () => {
    await test.clock.advance(5 * MINUTE);
    test.gateway.payments.submit(session);
    await test.clock.advance(14 * MINUTE - 1);
    expect(await status()).toBe('PROCESSING');
    await test.clock.advance(1);
    expect(await test.inquire()).toMatchObject({ paymentStatus: 'FAIL', paymentResultCode: 'ORDER_IS_CLOSED' });
    expect(test.sent.map(({ body }) => body)).toMatchObject([
      { notifyType: 'PAYMENT_RESULT', result: { resultStatus: 'F', resultCode: 'ORDER_IS_CLOSED' } },
    ]);
    expect(decide('SUCCESS')).toMatchObject({ accepted: false, result: { resultCode: 'ORDER_IS_CLOSED' }, paymentStatus: 'FAIL' });
  });

  it('may be pending for seven days', async () => {
    decide('PENDING');
    await test.clock.advance(7 * 24 * 60 * MINUTE - 1);
    expect(await status()).toBe('PENDING');
    await test.clock.advance(1);
    expect(await status()).toBe('FAIL');
    expect(test.sent.map(({ body }) => body['notifyType'])).toEqual(['PAYMENT_PENDING', 'PAYMENT_RESULT']);
  });

  it('that was never submitted is never closed, and never told', async () => {
    await test.clock.advance(8 * 24 * 60 * MINUTE);
    expect(await status()).toBe('CREATED');
    expect(test.sent).toEqual([]);
  });
});

describe('a session', () => {
  it('takes the buyer for an hour, and nobody after that', async () => {
    await test.clock.advance(60 * MINUTE - 1);
    expect(test.gateway.payments.submit(session).accepted).toBe(true);
    const late = String((await test.create({ paymentRequestId: 'request-2' }))['paymentSessionId']);
    await test.clock.advance(60 * MINUTE);
    expect(test.gateway.payments.submit(late)).toMatchObject({
      accepted: false,
      result: { resultCode: 'ORDER_IS_CLOSED' },
      paymentStatus: 'CREATED',
    });
    expect((await test.inquire('request-2'))['result']).toMatchObject({ resultCode: 'ORDER_NOT_EXIST' });
  });
});

describe('a try that failed', () => {
  it.each(['USER_BALANCE_NOT_ENOUGH', 'PAYMENT_IN_PROCESS', null])(
    'with %s may be followed by another in the same session',
    async (code) => {
      test.gateway.payments.decline(session, code);
      expect(await test.inquire()).toMatchObject({ paymentStatus: 'PROCESSING', paymentResultCode: code ?? 'PAYMENT_IN_PROCESS' });
      decide('SUCCESS');
      expect(await test.inquire()).toMatchObject({ paymentStatus: 'SUCCESS', paymentResultCode: 'SUCCESS' });
    },
  );

  it.each(['PAYMENT_AMOUNT_EXCEED_LIMIT', 'A_CODE_NEVER_SEEN'])('with %s was the last', async (code) => {
    test.gateway.payments.decline(session, code);
    expect(await test.inquire()).toMatchObject({ paymentStatus: 'FAIL', paymentResultCode: code });
    expect(decide('SUCCESS').accepted).toBe(false);
  });
});

describe('a decision that is to come later', () => {
  it('comes when it was planned for', async () => {
    decide('SUCCESS', { after: 5000 });
    await test.clock.advance(4999);
    expect(await status()).toBe('PROCESSING');
    await test.clock.advance(1);
    expect(await test.inquire()).toMatchObject({ paymentStatus: 'SUCCESS', paymentTime: '2026-01-01T00:00:05Z' });
    expect(test.sent).toHaveLength(1);
  });

  it('does not come after the order was closed', async () => {
    decide('SUCCESS', { after: 20 * MINUTE });
    await test.clock.advance(30 * MINUTE);
    expect(await status()).toBe('FAIL');
  });

  it('gives way to an earlier one', async () => {
    decide('SUCCESS', { after: 5000 });
    decide('CANCELLED');
    await test.clock.advance(10_000);
    expect(await status()).toBe('CANCELLED');
  });
});
