/** The entry for servers, in Node: what is true of it over days, and with whoever stands at the other end of a request. */
import { describe, expect, it, vi } from 'vitest';
import { checkoutRoutes, createAntom } from 'antom-checkout-controller/server';
import { writePrivateKey, writePublicKey } from '../../demo/server/antom/keys.ts';
import { settler } from '../../src/server/settle.ts';
import { CLIENT, keys } from './support/gateway.ts';

const AMOUNT = { currency: 'HKD', value: '19900' };
const antom = createAntom({
  clientId: CLIENT,
  privateKey: writePrivateKey(keys.merchant.privateKey),
  publicKey: writePublicKey(keys.antom.publicKey),
  environment: 'sandbox',
  fetch: () => Promise.reject(new Error('Nobody is asked.')),
});

describe('without known', () => {
  it.each([
    ['FAIL', 'SUCCESS', 'mismatch'],
    ['PENDING', 'PENDING', 'taken'],
  ] as const)('a process that has seen ten thousand paid payments still remembers %s', async (first, second, verdict) => {
    const heard: string[] = [];
    const settle = settler({
      expected: () => Promise.resolve(AMOUNT),
      onPayment: ({ paymentRequestId, status }) => {
        heard.push(`${paymentRequestId} ${status}`);
        return Promise.resolve();
      },
    });
    const say = (paymentRequestId: string, status: 'SUCCESS' | 'FAIL' | 'PENDING'): Promise<unknown> =>
      settle({ paymentRequestId, status, paymentId: null, paymentAmount: AMOUNT }, null);
    for (let at = 0; at < 10_000; at += 1) await say(`paid-${String(at)}`, 'SUCCESS');
    await say('newest', first);
    await say('another', first);
    heard.length = 0;
    expect(await say('newest', second)).toBe(verdict);
    expect(heard).toEqual(verdict === 'mismatch' ? ['newest MISMATCH'] : []);
  });
});

describe('a body that never ends', () => {
  it.each(['notify', 'inquiry'] as const)('is given up after 10 s by %s, and the request is answered', async (name) => {
    vi.useFakeTimers();
    const cancelled = vi.fn();
    const routes = checkoutRoutes(antom, {
      order: () => Promise.reject(new Error('unused')),
      mayAsk: () => Promise.resolve(true),
      expected: () => Promise.resolve(null),
      onPayment: () => Promise.resolve(),
      onError: () => undefined,
    });
    const endless = new ReadableStream({ pull: () => new Promise(() => undefined), cancel: cancelled });
    const request = new Request('http://localhost/api/x', { method: 'POST', body: endless, duplex: 'half' } as RequestInit);
    const answer = routes[name](request);
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await answer).status).toBeGreaterThanOrEqual(400);
    vi.useRealTimers();
    expect(cancelled).toHaveBeenCalledOnce();
  });
});
