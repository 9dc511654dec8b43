// @vitest-environment jsdom
// The example of docs/testing.md for a controller in a module, as it stands there.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { checkout } from './checkout';

const { FakeCashier } = vi.hoisted(() => {
  class FakeCashier {
    static last: FakeCashier;
    constructor(private readonly options: { onEventCallback: (event: object) => void; onClose: () => void }) {
      FakeCashier.last = this;
    }
    createComponent(): Promise<void> {
      document.body.append(Object.assign(document.createElement('div'), { id: 'ams-component-container' }));
      return Promise.resolve();
    }
    unmount(): void {
      document.getElementById('ams-component-container')?.remove();
    }
    says(code: string): void {
      this.options.onEventCallback({ code });
    }
    closes(): void {
      this.unmount();
      this.options.onClose();
    }
  }
  return { FakeCashier };
});

// What `import('@alipay/ams-checkout')` in checkout.ts is given.
vi.mock('@alipay/ams-checkout', () => ({ AMSCashierPayment: FakeCashier }));

const paymentSessionData = ['', 'SG', '111', btoa(JSON.stringify({ paymentSessionConfig: { productScene: 'CASHIER_PAYMENT' } }))].join('&&');
let inquiry: object;
let order: string;

beforeEach(({ task }) => {
  order = task.name; // the controller outlives the test, so each test pays an order of its own
  vi.stubGlobal('fetch', (address: string) =>
    Promise.resolve(Response.json(address === '/api/payment-sessions' ? { paymentSessionData, paymentRequestId: crypto.randomUUID() } : inquiry)));
});
afterEach(() => { checkout.unmount(); });

const isOpen = () => vi.waitUntil(() => checkout.state.phase === 'open', { timeout: 5000 });

test('the outcome is what the server says', async () => {
  inquiry = { paymentStatus: 'SUCCESS' };
  const outcome = checkout.pay({ order });
  await isOpen();
  FakeCashier.last.says('SDK_PAYMENT_SUCCESSFUL');
  expect(await outcome).toMatchObject({ status: 'succeeded', confirmedBy: 'server', order });
});

test('a cashier that was closed opens again', async () => {
  inquiry = { result: { resultStatus: 'F', resultCode: 'ORDER_NOT_EXIST' } };
  const outcome = checkout.pay({ order });
  await isOpen();
  FakeCashier.last.closes();
  expect(await outcome).toMatchObject({ status: 'cancelled', retry: 'same-session', order });
  void checkout.pay({ order });
  await isOpen();
});
