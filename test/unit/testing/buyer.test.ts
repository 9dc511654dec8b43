/** The kit's verbs, as a merchant's test uses them: real timers and fake ones, each way that a payment ends. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CheckoutController, element, type CheckoutOptions } from 'antom-checkout-controller';
import { fakeAntom, type FakeAntom, type FakeAntomOptions } from '../../../src/testing';

let antom: FakeAntom;
let checkout: CheckoutController;

function open(options: Partial<CheckoutOptions> = {}, kit: FakeAntomOptions = {}): void {
  antom = fakeAntom(kit);
  checkout = new CheckoutController({ ...antom.options, notRedirectAfterComplete: true, ...options });
}

afterEach(async () => {
  await antom.reset();
  vi.useRealTimers();
});

describe.each([
  ['real timers', (): void => undefined],
  [
    'fake timers',
    (): void => {
      vi.useFakeTimers();
    },
  ],
] as const)('%s', (_name, install) => {
  beforeEach(() => {
    install();
  });

  it('pays: succeeded by the server', async () => {
    open();
    const paid = checkout.pay({ order: 'cart42' });
    await antom.buyer.pays();
    expect(await paid).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
    expect(antom.server.sessions).toEqual([{ order: 'cart42' }]);
    expect(antom.server.inquiries).toEqual([{ paymentRequestId: (await paid).paymentRequestId }]);
  });

  it('closes: cancelled', async () => {
    open();
    const paid = checkout.pay();
    await antom.buyer.closes();
    expect(await paid).toMatchObject({ status: 'cancelled', retry: 'same-session' });
  });

  it('closes after paying: the server knows better', async () => {
    open();
    const paid = checkout.pay();
    await antom.buyer.closes({ afterPaying: true });
    expect(await paid).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
  });

  it('is declined: failed', async () => {
    open();
    const paid = checkout.pay();
    await antom.buyer.isDeclined('CARD_EXPIRED');
    expect(await paid).toMatchObject({ status: 'failed', paymentResultCode: 'CARD_EXPIRED' });
  });

  it('the SDK says success and the server FAIL: failed', async () => {
    open();
    const paid = checkout.pay();
    await antom.buyer.pays({ server: 'FAIL' });
    expect(await paid).toMatchObject({ status: 'failed', confirmedBy: 'server' });
  });

  it('is redirected and comes back, having paid at the method', async () => {
    open();
    const paid = checkout.pay();
    await antom.buyer.isRedirected();
    expect((await paid).status).toBe('redirected');
    await antom.buyer.pays();
    await antom.buyer.comesBack();
    expect(await checkout.pay()).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
  });

  it('a form in the page: filled in, declined, then paid', async () => {
    document.body.innerHTML = '<div id="form"></div>';
    open({ product: element });
    const paid = checkout.mount('#form');
    await antom.buyer.seesCashier();
    expect(await checkout.submit()).toMatchObject({ result: 'invalid' });
    await antom.buyer.fillsIn();
    const first = checkout.submit();
    await antom.buyer.isDeclined('CARD_EXPIRED');
    expect(await first).toMatchObject({ result: 'declined' });
    const second = checkout.submit();
    await antom.buyer.pays();
    expect(await second).toMatchObject({ result: 'ended' });
    expect(await paid).toMatchObject({ status: 'succeeded', confirmedBy: 'server' });
  });
});

it('a buyer who pays by themselves needs no verb', async () => {
  open({}, { buyer: 'pays' });
  expect(await checkout.pay()).toMatchObject({ status: 'succeeded' });
});
it('a verb that waits in vain says what it wanted, the phase, the story and what to do', async () => {
  vi.useFakeTimers();
  open();
  await expect(antom.buyer.pays()).rejects.toThrow(/buyer\.pays\(\): no cashier is open\.\nThe controller's phase: idle\./);
});
