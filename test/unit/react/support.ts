/** What every test of the React entry begins with. */
import { cleanup } from '@testing-library/react';
import { afterEach, beforeEach, expect, vi, type Mock } from 'vitest';
import { antom } from '../framework';

export { antom, cameBack, controller, countListeners, heard } from '../framework';

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

/** A visibility that the document reports. */
export const setHidden = (hidden: boolean): void => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(hidden ? 'hidden' : 'visible');
  document.dispatchEvent(new Event('visibilitychange'));
};

export const pageshow = (persisted: boolean): void => {
  window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted }));
};
