/** Ends that come without a signal, as the part alone. In an attempt they are in controller.outcomes.test.ts and controller.leaving.test.ts. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Input } from '../../../src/outcome/input';
import { startWatchdog, type Watchdog, type WatchdogOptions } from '../../../src/component/watchdog';
import { normalizeEvent } from '../../../src/events/normalize';
import { testEnvironment } from '../../support/environment';
import { pass } from '../../support/shop';

let watchdog: Watchdog;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  watchdog.stop();
  expect(vi.getTimerCount()).toBe(0);
  document.body.innerHTML = '';
  vi.useRealTimers();
});

const onEvent = (code: string, message?: string): void => {
  watchdog.onEvent(normalizeEvent({ code, ...(message === undefined ? {} : { message }) }));
};

/** A cashier whose UI comes and goes with `show`, and what is reported of it. */
function open(options: Partial<WatchdogOptions> = {}): { reports: Input[]; show: (showing: boolean) => Promise<void> } {
  const ui = document.createElement('div');
  const reports: Input[] = [];
  watchdog = startWatchdog(
    testEnvironment(),
    { isShowing: () => ui.isConnected, hasUi: true, inline: false, expiresIn: 3_600_000, believesHidden: true, ...options },
    (input) => {
      reports.push(input);
    },
  );
  return {
    reports,
    show: async (showing) => {
      if (showing) document.body.appendChild(ui);
      else ui.remove();
      await pass(0);
    },
  };
}

it('a UI that was there and is gone for 8 s has vanished', async () => {
  const { reports, show } = open();
  await show(true);
  await pass(60_000);
  await show(false);
  await pass(7_999);
  expect(reports).toEqual([]);
  await pass(1);
  expect(reports).toEqual([{ type: 'vanished' }]);
});

it('a UI that is there again in time has not vanished', async () => {
  const { reports, show } = open();
  await show(true);
  await show(false);
  await pass(7_999);
  await show(true);
  await pass(60_000);
  expect(reports).toEqual([]);
});

it('a UI that was never there is missed only once createComponent has settled', async () => {
  const { reports, show } = open();
  await show(false);
  await pass(60_000);
  expect(reports).toEqual([]);
  watchdog.settled();
  await pass(8_000);
  expect(reports).toEqual([{ type: 'vanished' }]);
});

it("a wallet without a UI of the SDK's is never missed", async () => {
  const { reports } = open({ hasUi: false });
  watchdog.settled();
  await pass(60_000);
  expect(reports).toEqual([]);
});

it("a word of the SDK's begins the 8 s anew", async () => {
  const { reports, show } = open();
  await show(true);
  await show(false);
  await pass(5_000);
  onEvent('SDK_PAYMENT_RETRY');
  await pass(7_999);
  expect(reports).toEqual([]);
  await pass(1);
  expect(reports).toEqual([{ type: 'vanished' }]);
});

it.each(['SDK_CALL_URL_SUCCESS', 'SDK_REDIRECT'])(
  '%s with the UI gone for 3 s is a redirect that stayed, whatever else the SDK says meanwhile',
  async (code) => {
    const { reports, show } = open();
    await show(true);
    onEvent(code);
    await show(false);
    await pass(2_000);
    onEvent('SDK_END_OF_LOADING');
    await pass(999);
    expect(reports).toEqual([]);
    await pass(1);
    expect(reports).toEqual([{ type: 'redirect-stayed' }]);
  },
);

it.each([
  ['Failed to launch', 'Failed to launch'],
  [undefined, ''],
])('a launch error that stands for 8 s is reported with its message: %s', async (message, told) => {
  const { reports, show } = open();
  await show(true);
  onEvent('SDK_LAUNCH_PAYMENT_APP_ERROR', message);
  // Gone in the same moment: one fault, one report.
  await show(false);
  await pass(7_999);
  expect(reports).toEqual([]);
  await pass(1);
  expect(reports).toEqual([{ type: 'launch-failed', failure: { code: 'SDK_LAUNCH_PAYMENT_APP_ERROR', message: told } }]);
});

it('the last of two launch errors counts, and a success takes both back', async () => {
  const { reports, show } = open();
  await show(true);
  onEvent('SDK_CALL_URL_ERROR');
  await pass(5_000);
  onEvent('SDK_LAUNCH_PAYMENT_APP_ERROR');
  await pass(7_999);
  expect(reports).toEqual([]);
  onEvent('SDK_CALL_URL_SUCCESS');
  await pass(60_000);
  expect(reports).toEqual([]);
});

it.each([
  [1_000, 61_000],
  [40 * 86_400_000, 2_147_483_647],
])('a session with %i ms left has run out after %i ms', async (expiresIn, after) => {
  const { reports } = open({ expiresIn });
  await pass(after - 1);
  expect(reports).toEqual([]);
  await pass(1);
  expect(reports).toEqual([{ type: 'session-expired' }]);
});

it('stopped, it hears and reports nothing more', async () => {
  const { reports, show } = open();
  await show(true);
  onEvent('SDK_LAUNCH_PAYMENT_APP_ERROR');
  watchdog.stop();
  onEvent('SDK_LAUNCH_PAYMENT_APP_ERROR');
  onEvent('SDK_CALL_URL_SUCCESS');
  await show(false);
  watchdog.settled();
  expect(vi.getTimerCount()).toBe(0);
  expect(reports).toEqual([]);
});

it('what is drawn in the page and goes within the 3 s after a redirect has not been returned to', async () => {
  const { reports, show } = open({ inline: true });
  await show(true);
  onEvent('SDK_CALL_URL_SUCCESS');
  await pass(1_000);
  await show(false);
  await pass(2_000);
  expect(reports).toEqual([]);
  await pass(1_000);
  expect(reports).toEqual([{ type: 'redirect-stayed' }]);
});
