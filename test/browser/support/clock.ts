/**
 * A page's clock in the test's hand. Playwright's runs on by itself once it is installed, so on a busy machine a second or ten go by between
 * two lines of a test: where one says what has not happened yet, hold the clock first.
 */
import type { Page } from 'playwright-core';

/** For `before`: the page and its frames have a clock that the test can move. */
export const withClock = async (page: Page): Promise<void> => {
  await page.clock.install();
};

/**
 * From now on the clock stands still, but for `runUntil` and what the test moves it by. At a test's beginning, since it jumps once: by a
 * minute, which no session's expiry minds.
 */
export async function holdClock(page: Page): Promise<void> {
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 60_000);
}

/** Lets a held clock run, in small steps, until `happened` says so in the page: it then stands where that happened. */
export async function runUntil(page: Page, happened: () => unknown): Promise<void> {
  while (!(await page.evaluate(happened))) await page.clock.runFor(20);
}

/** Moves a clock that runs past the deadline of confirming, for what comes only then. Once the server has been asked more than once. */
export async function pastDeadline<T>(page: Page, awaited: Promise<T>): Promise<T> {
  const isOver = (): Promise<boolean> => Promise.race([awaited.then(() => true), page.clock.fastForward(5_000).then(() => false)]);
  while (!(await isOver()));
  return awaited;
}
