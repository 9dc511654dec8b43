import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { CheckoutController } from 'antom-checkout-controller';
import { fakeAntom } from 'antom-checkout-controller/testing';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Checkout } from './checkout';

const antom = fakeAntom();
const order = 'cart42:19900';

// React complains there of a change of state that nobody waited for. Here nobody needs act(), and it has nothing to say.
const complaints = vi.spyOn(console, 'error');
afterAll(() => expect(complaints).not.toHaveBeenCalled());

beforeEach(() => {
  // That they also run by themselves is for user-event, which would hang otherwise.
  vi.useFakeTimers({ shouldAdvanceTime: true });
  render(<Checkout checkout={new CheckoutController({ ...antom.options })} order={order} />);
});
afterEach(() => {
  vi.useRealTimers();
});

const pay = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Pay' });
const told = () => screen.getByRole('status').textContent;

test('paid', async () => {
  fireEvent.click(pay());
  await antom.buyer.pays();
  expect(told()).toBe('Thank you. Your order is paid.');
});

test('declined: the buyer may try again', async () => {
  fireEvent.click(pay());
  expect(pay().disabled).toBe(true);
  await antom.buyer.isDeclined();
  expect(told()).toBe('This payment failed. Please try again.');
  fireEvent.click(pay());
  await antom.buyer.pays();
  expect(told()).toBe('Thank you. Your order is paid.');
});

test('closed, by a buyer who uses user-event', async () => {
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
  await user.click(pay());
  await antom.buyer.closes();
  expect(told()).toBe('Nothing is paid yet.');
});

test('the component goes while the cashier is open: the payment goes on', async () => {
  fireEvent.click(pay());
  await antom.buyer.seesCashier();
  expect(pay().getAttribute('aria-busy')).toBe('true');
  cleanup();
  await antom.buyer.pays();
  expect(antom.server.inquiries).toHaveLength(1);
});

test('a test that ends while the cashier is open leaves nothing behind', async () => {
  fireEvent.click(pay());
  await antom.buyer.seesCashier();
  expect(pay().getAttribute('aria-busy')).toBe('true');
});
