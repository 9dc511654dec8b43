/** What every test of the React entry begins with. It needs the package alone, so that it also runs on the packed one with React 18. */
import { cleanup } from '@testing-library/react';
import { CheckoutController, type CheckoutOptions, type PaymentOutcome } from 'antom-checkout-controller';
import { fakeAntom, type FakeAntom } from 'antom-checkout-controller/testing';
import { afterEach, beforeEach, expect, vi, type Mock } from 'vitest';

export const antom: FakeAntom = fakeAntom();

/** React says there what it does not like: an update outside of act(), a mismatch, a warning of an effect. */
let complaints: Mock;
beforeEach(() => {
  vi.useFakeTimers();
  complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(async () => {
  cleanup();
  await antom.reset();
  vi.useRealTimers();
  expect(complaints.mock.calls).toEqual([]);
  vi.restoreAllMocks();
});

/** An error that a test throws on purpose: React 18 prints it. */
export const forgetComplaints = (): void => {
  complaints.mockClear();
};

/** How many listeners the controller has, of state and of events. */
export const countListeners = (checkout: CheckoutController): (() => number) => {
  let count = 0;
  for (const name of ['subscribe', 'on'] as const) {
    const listen = checkout[name];
    vi.spyOn(checkout, name).mockImplementation((listener: () => void) => {
      const stop = listen(listener);
      count += 1;
      return () => {
        count -= 1;
        stop();
      };
    });
  }
  return () => count;
};

export const controller = (options: Partial<CheckoutOptions> = {}): CheckoutController =>
  new CheckoutController({ ...antom.options, ...options });

/** Collects outcomes by their status. */
export const heard = (): { readonly onOutcome: (outcome: PaymentOutcome) => void; readonly statuses: string[] } => {
  const statuses: string[] = [];
  return { onOutcome: ({ status }) => void statuses.push(status), statuses };
};

/** A visibility that the document reports. */
export const setHidden = (hidden: boolean): void => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(hidden ? 'hidden' : 'visible');
  document.dispatchEvent(new Event('visibilitychange'));
};

export const pageshow = (persisted: boolean): void => {
  window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted }));
};
