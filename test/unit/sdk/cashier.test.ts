/** The driver of AMSCashierPayment, as the part alone. What it relies on in the real SDK is in test/sdk. */
import { expect, it, vi } from 'vitest';
import { cashierDriver } from '../../../src/sdk/drivers/cashier';

it('an SDK that keeps nothing of an earlier cashier is opened and closed all the same', async () => {
  const instance = { createComponent: vi.fn(() => 'opened'), unmount: vi.fn() };
  const params = { sessionData: 'x' };
  expect(await cashierDriver.open(instance, params)).toBe('opened');
  expect(instance.createComponent).toHaveBeenCalledWith(params);
  cashierDriver.close(instance, document);
  expect(instance.unmount).toHaveBeenCalledTimes(1);
});
