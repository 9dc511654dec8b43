/** The driver of AMSCashierPayment, as the part alone. What it relies on in the real SDK is in test/sdk. */
import { expect, it, vi } from 'vitest';
import type { DriverSignal } from '../../../src/sdk/driver';
import { testEnvironment } from '../../support/environment';
import { cashierDriver } from '../../../src/sdk/drivers/cashier';

it('an SDK that keeps nothing of an earlier cashier is opened and closed all the same', async () => {
  const api = { createComponent: vi.fn(() => 'opened'), unmount: vi.fn() };
  const instance = { api, route: vi.fn(), stop: vi.fn() };
  const params = { sessionData: 'x' };
  const signals: DriverSignal[] = [];
  const call = {
    env: testEnvironment(),
    params,
    session: { faults: [] },
    slot: null,
    emit: (signal: DriverSignal) => signals.push(signal),
  };
  cashierDriver.open(instance, call);
  expect(api.createComponent).toHaveBeenCalledWith(params);
  await vi.waitFor(() => {
    expect(signals).toEqual([{ type: 'opened' }]);
  });
  cashierDriver.close(instance, call);
  expect(api.unmount).toHaveBeenCalledTimes(1);
});

it('an SDK whose own fields cannot be touched is a failure to open, by the promise, and not an exception', async () => {
  const api = { createComponent: vi.fn(() => 'opened'), unmount: vi.fn() };
  Object.defineProperty(api, '_componentApp', { value: Object.freeze({ _isRetention: false }) });
  const signals: DriverSignal[] = [];
  cashierDriver.open(
    { api, route: vi.fn(), stop: vi.fn() },
    { env: testEnvironment(), params: {}, session: { faults: [] }, slot: null, emit: (signal) => signals.push(signal) },
  );
  await vi.waitFor(() => {
    expect(signals).toMatchObject([{ type: 'failed', settled: true }]);
  });
});
