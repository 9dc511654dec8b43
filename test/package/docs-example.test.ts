// @vitest-environment jsdom
// The example of docs/testing.md, as it stands there.
import { CheckoutController, fromModule, type PaymentInquiry } from 'antom-checkout-controller';
import { expect, test, vi } from 'vitest';

/** As much of AMSCashierPayment as a payment needs. */
class FakeCashier {
  static last: FakeCashier;
  private readonly options: { onEventCallback: (event: object) => void; onClose: () => void };

  constructor(options: FakeCashier['options']) {
    this.options = options;
    FakeCashier.last = this;
  }
  createComponent(): Promise<void> {
    const cashier = document.createElement('div');
    cashier.id = 'ams-component-container'; // a cashier that is gone without a word counts as failed
    document.body.append(cashier);
    return Promise.resolve();
  }
  unmount(): void {
    document.getElementById('ams-component-container')?.remove();
  }
  says(code: string, result: object = {}): void {
    this.options.onEventCallback({ code, result });
  }
  closes(): void {
    this.unmount();
    this.options.onClose();
  }
}

/** Four parts; the last one is read before anything opens. */
const paymentSessionData = ['', 'SG', '111', btoa(JSON.stringify({ paymentSessionConfig: { productScene: 'CASHIER_PAYMENT' } }))].join('&&');
let sessions = 0;

/** Your page, with a server that answers `inquiry`. */
function openShop(inquiry: PaymentInquiry): CheckoutController {
  return new CheckoutController({
    environment: 'sandbox',
    sdk: fromModule(() => Promise.resolve({ AMSCashierPayment: FakeCashier })),
    createPaymentSession: () => Promise.resolve({ paymentSessionData, paymentRequestId: `request-${(sessions += 1)}` }),
    inquiryPayment: () => Promise.resolve(inquiry),
    polling: { interval: 10, timeout: 50 },
    storage: 'none',
  });
}
const isOpen = (checkout: CheckoutController) => vi.waitUntil(() => checkout.state.phase === 'open', { timeout: 5000 });

test("the server's word counts, not the SDK's", async () => {
  const checkout = openShop({ paymentStatus: 'FAIL' });
  const outcome = checkout.pay();
  await isOpen(checkout);
  FakeCashier.last.says('SDK_PAYMENT_SUCCESSFUL');
  expect(await outcome).toMatchObject({ status: 'failed', confirmedBy: 'server' });
});

test('a buyer who has paid by phone and closes the cashier has paid', async () => {
  const checkout = openShop({ paymentStatus: 'SUCCESS' });
  const outcome = checkout.pay();
  await isOpen(checkout);
  FakeCashier.last.closes();
  expect(await outcome).toMatchObject({ status: 'succeeded' });
});

test('an undecided payment opens no second one', async () => {
  const checkout = openShop({ paymentStatus: 'PENDING' });
  const outcome = checkout.pay();
  await isOpen(checkout);
  FakeCashier.last.says('SDK_PAYMENT_PROCESSING');
  expect(await outcome).toMatchObject({ status: 'processing', retry: 'after-confirmation' });

  const before = sessions;
  expect(await checkout.pay()).toMatchObject({ status: 'processing' });
  expect(sessions).toBe(before);
});
