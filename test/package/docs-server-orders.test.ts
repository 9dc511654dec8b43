/** The orders of docs/server.md, by themselves: what a word that comes late, or again, does to an order that is paid. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { docsModules } from './support/docs-modules.ts';

interface Orders {
  readonly addOrder: (order: object) => unknown;
  readonly findOrder: (id: string) => { paid: boolean; readonly payments: Map<string, string | null> };
  readonly write: (report: { paymentRequestId: string; status: 'SUCCESS' | 'FAIL' | 'PENDING' | 'MISMATCH' }) => void;
}

const ordersOf = (page: string): Orders => docsModules([page], {})('orders') as unknown as Orders;

describe.each(['server.md', 'server.zh-CN.md'])('docs/%s', (page) => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each(['PENDING', 'FAIL'] as const)(
    'a %s that another process held up takes nothing back, and nobody refunds the one payment',
    (late) => {
      const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
      const { addOrder, findOrder, write } = ordersOf(page);
      addOrder({ id: 'cart1', buyer: 'ann', amount: { currency: 'HKD', value: '19900' }, method: 'ALIPAY_HK' });
      findOrder('cart1').payments.set('p1', null);
      // The first is the process whose known() read before the success was written; the last is Antom's repeat of the success.
      for (const status of ['SUCCESS', late, 'SUCCESS'] as const) write({ paymentRequestId: 'p1', status });
      expect(findOrder('cart1')).toMatchObject({ paid: true, payments: new Map([['p1', 'paid']]) });
      expect(log.mock.calls).toEqual(late === 'FAIL' ? [['Somebody has to look at payment p1.']] : []);
    },
  );

  it('a second payment of the order is told, and so is a MISMATCH of a paid one', () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { addOrder, findOrder, write } = ordersOf(page);
    addOrder({ id: 'cart1', buyer: 'ann', amount: { currency: 'HKD', value: '19900' }, method: 'ALIPAY_HK' });
    for (const paymentRequestId of ['p1', 'p2']) findOrder('cart1').payments.set(paymentRequestId, null);
    for (const paymentRequestId of ['p1', 'p2', 'p2']) write({ paymentRequestId, status: 'SUCCESS' });
    expect(log.mock.calls).toEqual([['Order cart1 was paid twice. Refund payment p2.']]);
    write({ paymentRequestId: 'p1', status: 'MISMATCH' });
    expect(log).toHaveBeenCalledTimes(2);
  });
});
