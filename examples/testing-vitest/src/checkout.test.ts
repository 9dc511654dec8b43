import { CheckoutController, element } from 'antom-checkout-controller';
import { brokenSession, fakeAntom } from 'antom-checkout-controller/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { showCheckout } from './checkout';

const antom = fakeAntom();
const order = 'cart42:19900';
let checkout: CheckoutController;

// The kit does this by itself where afterEach is a global; Vitest has none without `globals`.
afterEach(() => antom.reset());

const show = (options: Partial<ConstructorParameters<typeof CheckoutController>[0]> = {}): void => {
  document.body.innerHTML = '<main></main>';
  checkout = new CheckoutController({ ...antom.options, ...options });
  showCheckout(document.querySelector('main')!, checkout, order);
};
const press = (selector = 'form button'): void => {
  document.querySelector<HTMLButtonElement>(selector)!.click();
};
const told = (): string | null => document.querySelector('[role="status"]')!.textContent;
const isOffered = (selector: string): boolean => !document.querySelector<HTMLElement>(selector)!.hidden;

describe('the popup', () => {
  beforeEach(() => {
    show();
  });

  test('paid', async () => {
    press();
    await antom.buyer.pays();
    await vi.waitFor(() => expect(told()).toBe('Thank you. Your order is paid.'));
    expect(isOffered('form')).toBe(false);
    expect(antom.server.sessions).toEqual([{ order }]);
  });

  test('declined, then paid', async () => {
    press();
    await antom.buyer.isDeclined();
    await vi.waitFor(() => expect(told()).toBe('This payment failed. Please try again.'));
    press();
    await antom.buyer.pays();
    await vi.waitFor(() => expect(told()).toBe('Thank you. Your order is paid.'));
  });

  test('closed', async () => {
    press();
    await antom.buyer.closes();
    await vi.waitFor(() => expect(told()).toBe('You have not paid yet.'));
    expect(isOffered('form')).toBe(true);
  });

  test('redirected and back', async () => {
    press();
    await antom.buyer.isRedirected();
    await vi.waitFor(() => expect(told()).toBe('Please finish your payment where you were sent.'));
    await antom.buyer.pays();
    await antom.buyer.comesBack();
    await checkout.resume({ order });
    expect(told()).toBe('Thank you. Your order is paid.');
  });

  test('left waiting: no second payment is offered, and the question is', async () => {
    press();
    await antom.buyer.isLeftWaiting();
    await vi.waitFor(() => expect(told()).toMatch(/not decided yet/));
    expect([isOffered('form'), isOffered('#check')]).toEqual([false, true]);
    antom.server.answers('SUCCESS');
    press('#check');
    await vi.waitFor(() => expect(told()).toBe('Thank you. Your order is paid.'));
  });

  test('the SDK reports a success that the server denies', async () => {
    press();
    await antom.buyer.pays({ server: 'FAIL' });
    await vi.waitFor(() => expect(told()).toBe('This payment failed. Please try again.'));
  });

  test('a blocked SDK', async () => {
    antom.faults.sdk('sdk-blocked-by-csp');
    press();
    await vi.waitFor(() => expect(told()).toBe('The cashier could not be opened (sdk-blocked-by-csp).'));
    expect(isOffered('form')).toBe(true);
  });

  test('a server that answers a page of HTML', async () => {
    antom.server.givesSession(brokenSession('html'));
    press();
    await vi.waitFor(() => expect(told()).toBe('The cashier could not be opened (session-invalid).'));
  });
});

describe('a form in the page', () => {
  test('filled in with a mistake, declined, paid', async () => {
    show({ product: element });
    void checkout.mount('#card', { order });
    await antom.buyer.fillsIn(false);
    expect(await checkout.submit()).toMatchObject({ result: 'invalid' });

    await antom.buyer.fillsIn();
    press(); // bind() submits the form that is open
    await antom.buyer.isDeclined('CARD_EXPIRED');
    await vi.waitFor(() => expect(told()).toBe('The card was declined. Please try another one.'));

    press();
    await antom.buyer.pays();
    await vi.waitFor(() => expect(told()).toBe('Thank you. Your order is paid.'));
  });
});
