/** Taking a component off the page, as the part alone. With the SDK's own clean-ups it is in controller.apart.test.ts. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closeComponent, type Closing } from '../../../src/attempt/closing';
import { testEnvironment } from '../../support/environment';
import { pass } from '../../support/shop';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => {
  document.body.innerHTML = '';
  vi.useRealTimers();
});

/** The SDK says something as many promise jobs after the last clean-up; what it finds when another component may open. */
async function signalled(jobs: number): Promise<{ cooled: boolean; lateUnmounts: number; nextIsThere: boolean }> {
  const next = document.createElement('div');
  next.id = 'ams-component-container';
  let cooled = false;
  let lateUnmounts = 0;
  let restored = false;
  const signal = async (): Promise<void> => {
    for (let i = 0; i < jobs; i += 1) await Promise.resolve();
    closing.stir();
  };
  const closing: Closing = closeComponent(testEnvironment(), {
    unmount: () => { if (cooled) lateUnmounts += 1; },
    tidy: {
      unmount: (work) => { work(); },
      restore: () => {
        if (!restored) void signal();
        restored = true;
      },
      keepView: () => undefined,
      stop: () => undefined,
    },
    failed: () => undefined,
    created: Promise.resolve(),
    answered: Promise.resolve(),
  });
  void closing.cooled.then(() => {
    cooled = true;
    document.body.appendChild(next);
  });
  await pass(60_000);
  return { cooled, lateUnmounts, nextIsThere: next.isConnected };
}

it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])('a signal %i promise jobs after the last clean-up neither keeps the slot for ever nor takes away what opens next', async (jobs) => {
  expect(await signalled(jobs)).toEqual({ cooled: true, lateUnmounts: 0, nextIsThere: true });
});
