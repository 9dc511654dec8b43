/** What `logger` hears: a payment can be followed from the press to the clean page, and nothing of the session or the buyer is in it. */
import { describe, expect, it, vi } from 'vitest';
import type { LogEntry } from '../../src/types';
import { fakeServer, memoryStorage } from '../support/server';
import { errorOf, flush, isCashierShowing, openShop, outcomeOf, pass, useShop, type Shop } from '../support/shop';

useShop();

const told = ({ logs }: Shop, ...levels: LogEntry['level'][]): string[] =>
  logs
    .filter(({ level }) => levels.length === 0 || levels.includes(level))
    .map(({ name, details = {} }) => {
      const { phase, type, answer, status, code } = details;
      return [name, phase, type, answer, status, code].filter((part) => typeof part === 'string' && !part.startsWith('SDK_')).join(' ');
    });

describe('a payment that the server confirms', () => {
  it('is told from the press to the clean page', async () => {
    const shop = openShop({ inquiryPayment: fakeServer('PROCESSING', 'SUCCESS').inquiryPayment, notRedirectAfterComplete: true });
    const { result, cashier } = await shop.open({ order: 'cart1' });
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await pass(3_000);
    await outcomeOf(result);
    expect(told(shop)).toEqual([
      'attempt.started',
      'sdk.loading',
      'session.requested',
      'attempt.phase preparing',
      'session.received',
      'sdk.loaded',
      'attempt.phase opening',
      'component.opening',
      'sdk.event loading-started',
      'component.opened',
      'attempt.phase open',
      'component.closing',
      'attempt.phase confirming',
      'sdk.event payment-succeeded',
      'inquiry.asked',
      'inquiry.answered processing',
      'component.closed',
      'inquiry.asked',
      'inquiry.answered success',
      'attempt.settled succeeded',
    ]);
    const component = shop.logs.filter(({ name }) => /^(attempt|component)\./.test(name) && name !== 'attempt.settled');
    expect(component.map(({ level, name, details }) => [level, name, details])).toEqual([
      ['info', 'attempt.started', undefined],
      ['debug', 'attempt.phase', { phase: 'preparing' }],
      ['debug', 'attempt.phase', { phase: 'opening' }],
      ['info', 'component.opening', { product: 'cashier', method: 'GCASH' }],
      ['info', 'component.opened', { ms: 0 }],
      ['debug', 'attempt.phase', { phase: 'open' }],
      ['debug', 'component.closing', undefined],
      ['debug', 'attempt.phase', { phase: 'confirming' }],
      ['debug', 'component.closed', { ms: 350 }],
    ]);
    // Each entry of the attempt carries its id.
    const { attemptId } = await outcomeOf(result);
    for (const entry of shop.logs.filter(({ name }) => !/^(sdk\.load|session\.)/.test(name))) expect(entry.attemptId).toBe(attemptId);
    expect(shop.logs.find(({ name }) => name === 'session.received')?.details).toEqual({
      ms: 0,
      product: 'cashier',
      method: 'GCASH',
      lifetime: expect.any(Number) as number,
    });
    expect(shop.logs.find(({ name }) => name === 'attempt.settled')).toMatchObject({
      level: 'info',
      details: { status: 'succeeded', retry: 'none', confirmedBy: 'server', ms: 2_000 },
    });
  });

  it("holds nothing of the session's data", async () => {
    const shop = openShop({ storage: memoryStorage() });
    const { cashier } = await shop.open({ order: 'somebody@mail.example' });
    cashier.post({ code: shop.sessions[0]?.paymentSessionData, result: { paymentResultCode: 'X' } });
    cashier.close();
    await pass(1_000);
    const text = JSON.stringify(shop.logs);
    expect(text).not.toContain(shop.sessions[0]?.paymentSessionData);
    expect(text).not.toContain(shop.sessions[0]?.paymentSessionData.split('&&')[3]?.slice(0, 80));
    expect(text).not.toContain('somebody@mail.example');
  });
});

it('what goes wrong is told at warn, with its code', async () => {
  const shop = openShop({ createPaymentSession: () => Promise.reject(new Error('503')) });
  const result = shop.checkout.pay();
  await flush();
  await errorOf(result);
  expect(told(shop, 'warn', 'error')).toEqual(['session.failed session-request-failed', 'attempt.settled error session-request-failed']);
});

it('a server that cannot be asked is told at warn, and so is a record that storage does not take', async () => {
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new Error('QuotaExceededError');
    },
    removeItem: () => undefined,
  };
  const shop = openShop({ inquiryPayment: fakeServer('down').inquiryPayment, storage: full });
  const { cashier } = await shop.open();
  cashier.close();
  await pass(1_000);
  expect(told(shop, 'warn', 'error')).toEqual(expect.arrayContaining(['record.not-stored', 'inquiry.failed']));
  expect(shop.logs.find(({ name }) => name === 'record.not-stored')?.details).toEqual({ storage: 'own' });
});

it("of the browser's own storage the entry says which it was", async () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  const shop = openShop({ storage: 'session' });
  const { cashier } = await shop.open();
  cashier.close();
  await pass(1_000);
  expect(shop.logs.find(({ name }) => name === 'record.not-stored')).toMatchObject({ level: 'warn', details: { storage: 'session' } });
});

it("a cashier that the buyer cannot reach is told once, with the payment's id", async () => {
  document.body.setAttribute('inert', '');
  const shop = openShop();
  const { cashier, result } = await shop.open();
  await pass(1_000);
  document.body.removeAttribute('inert');
  cashier.close();
  await pass(1_000);
  const { attemptId } = await outcomeOf(result);
  expect(shop.logs.filter(({ name }) => name === 'cashier.unreachable')).toMatchObject([
    { level: 'warn', attemptId, details: { reason: 'inert' } },
  ]);
});

it('an end by the page names its reason', async () => {
  const shop = openShop();
  await shop.open();
  shop.checkout.unmount();
  await pass(1_000);
  expect(shop.logs.find(({ name }) => name === 'attempt.settled')?.details).toMatchObject({ status: 'abandoned', reason: 'unmounted' });
});

describe('a logger that does something of its own', () => {
  it.each([
    'attempt.started',
    'session.requested',
    'attempt.phase',
    'sdk.loaded',
    'component.opening',
    'component.opened',
    'sdk.event',
    'component.closing',
    'attempt.settled',
  ])('as it hears %s: unmount() ends the payment once, and the page is clean', async (name) => {
    let shop: Shop | null = null;
    shop = openShop({
      logger: (entry) => {
        if (entry.name === name) shop?.checkout.unmount();
      },
    });
    const result = shop.checkout.pay();
    await pass(10);
    const { cashiers } = shop.sdk;
    cashiers[0]?.launch();
    await flush();
    cashiers[0]?.close();
    await pass(1_000);
    expect((await outcomeOf(result)).status).toBe(['component.closing', 'attempt.settled'].includes(name) ? 'cancelled' : 'abandoned');
    expect(shop.states.filter(({ phase }) => phase === 'settled')).toHaveLength(1);
    expect(shop.states.at(-1)?.phase).toBe('settled');
  });

  it.each(['component.closing', 'attempt.phase'])(
    'as it hears %s once the SDK has reported a result: unmount() settles as at the deadline, and the next payment is not kept waiting',
    async (name) => {
      const server = fakeServer('silent');
      let shop: Shop | null = null;
      let armed = false;
      shop = openShop({
        inquiryPayment: server.inquiryPayment,
        logger: (entry) => {
          if (armed && entry.name === name) shop?.checkout.unmount();
        },
      });
      const { result, cashier } = await shop.open({ order: 'a' });
      armed = true;
      cashier.emit('SDK_PAYMENT_PROCESSING');
      await pass(1_000);
      expect(await outcomeOf(result)).toMatchObject({ status: 'processing' });
      expect(shop.checkout.state).toMatchObject({ phase: 'settled', busy: false });
      expect(shop.states.filter(({ phase }) => phase === 'settled')).toHaveLength(1);
      armed = false;
      const { cashier: next } = await shop.open({ order: 'b' });
      expect(next).not.toBe(cashier);
    },
  );

  it('as it hears attempt.settled of a success that waits for the redirect: unmount() takes the cashier away', async () => {
    let shop: Shop | null = null;
    shop = openShop({
      logger: ({ name }) => {
        if (name === 'attempt.settled') shop?.checkout.unmount();
      },
    });
    const { cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await pass(1_000);
    expect(shop.checkout.state).toMatchObject({ phase: 'settled', cashierVisible: false });
    expect(isCashierShowing()).toBe(false);
  });

  it('as it hears component.closing of a kept cashier that the buyer has closed: unmount() leaves the last state settled', async () => {
    const server = fakeServer('silent');
    let shop: Shop | null = null;
    shop = openShop({
      inquiryPayment: server.inquiryPayment,
      logger: ({ name }) => {
        if (name === 'component.closing') shop?.checkout.unmount();
      },
    });
    const { cashier } = await shop.open();
    cashier.emit('SDK_PAYMENT_SUCCESSFUL');
    await flush();
    cashier.close();
    await pass(1_000);
    expect(shop.states.at(-1)).toMatchObject({ phase: 'settled', busy: false });
  });

  it('as it hears session.requested: pay() joins, and one session is asked for', async () => {
    let shop: Shop | null = null;
    let asked = 0;
    shop = openShop({
      createPaymentSession: () => {
        asked += 1;
        return new Promise(() => undefined);
      },
      logger: ({ name }) => {
        if (name === 'session.requested') void shop?.checkout.pay();
      },
    });
    void shop.checkout.pay();
    await pass(10);
    expect(asked).toBe(1);
  });
});
