/**
 * From a press, or from the navigation, to what the press opens: what the benchmarks in a browser measure alike.
 */
import { loadavg } from 'node:os';
import type { Page } from 'playwright-core';
import { openWorld, type Visit, type World } from './page-world.ts';

/** ms without a long task after which the SDK's fingerprinting counts as over. */
const QUIET = 1000;

export const SIDES = ['sample', 'library'] as const;
export type Side = (typeof SIDES)[number];

export interface Opening {
  /** ms from the click. */
  readonly toCashier: number;
  /** ms from the navigation. */
  readonly sinceNavigation: number;
  /** ms of long tasks between click and cashier. */
  readonly blocking: number;
  /** ms from the click to the end of the last of them, 0 where there is none. */
  readonly free: number;
}

/** What page-probe.js keeps. */
interface Probe {
  readonly clicks: readonly number[];
  readonly shown: readonly number[];
  readonly longTasks: readonly { readonly startTime: number; readonly duration: number }[];
  flush(): void;
}
interface MeasuredWindow {
  readonly probe: Probe;
  readonly checkout: { prepare(options?: { session?: boolean }): Promise<void> };
}
declare const window: Window & MeasuredWindow;

export async function press(page: Page): Promise<Opening> {
  const earlier = await page.evaluate(() => window.probe.shown.length);
  const box = await page.locator('#checkout button').boundingBox();
  if (box === null) throw new Error('The page has no button.');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForFunction((count) => window.probe.shown.length > count, earlier);
  // A long task is reported after it has ended.
  return page.evaluate(
    () =>
      new Promise<Opening>((resolve) => {
        setTimeout(() => {
          const { probe } = window;
          probe.flush();
          const from = probe.clicks[probe.clicks.length - 1] ?? NaN;
          const to = probe.shown[probe.shown.length - 1] ?? NaN;
          const blocking = probe.longTasks
            .map(({ startTime, duration }) => Math.min(to, startTime + duration) - Math.max(from, startTime))
            .filter((overlap) => overlap > 0)
            .reduce((sum, overlap) => sum + overlap, 0);
          const free = probe.longTasks
            .filter(({ startTime }) => startTime < to)
            .reduce((last, { startTime, duration }) => Math.max(last, startTime + duration - from), 0);
          resolve({ toCashier: to - from, sinceNavigation: to, blocking, free });
        }, 200);
      }),
  );
}

/** Until the SDK's instance is there and its fingerprinting over; with `session`, that too. */
export async function untilPrepared(page: Page, session: boolean): Promise<void> {
  await page.waitForFunction(() => document.readyState === 'complete');
  // By the library's name: `checkout` is the form too, as its id makes it a property of the window.
  await page.evaluate((wanted) => ('AntomCheckout' in window ? window.checkout.prepare({ session: wanted }) : undefined), session);
  const since = await page.evaluate(() => performance.now());
  await page.waitForFunction(
    ([quiet, begun]) => {
      const { probe } = window;
      probe.flush();
      const busy = probe.longTasks.reduce((last, { startTime, duration }) => Math.max(last, startTime + duration), begun);
      return performance.now() - busy > quiet;
    },
    [QUIET, since] as const,
    { polling: 100 },
  );
}

/** Raw numbers by scenario, one per round. */
export type Raw = Record<string, Record<Side, number[]>>;

export class Numbers {
  constructor(readonly raw: Raw = {}) {}

  add(name: string, side: Side, value: number): void {
    (this.raw[name] ??= { sample: [], library: [] })[side].push(Math.round(value * 10) / 10);
  }

  /** @param floor what is less counts as this */
  median(name: string, side: Side, floor = -Infinity): number {
    const sorted = (this.raw[name]?.[side] ?? []).map((value) => Math.max(floor, value)).sort((one, other) => one - other);
    const middle = sorted.length >> 1;
    const upper = sorted[middle] ?? NaN;
    return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
  }
}

export async function visiting(world: World, path: string, work: (visit: Visit) => Promise<void>): Promise<void> {
  const visit = await world.visit(path);
  try {
    await work(visit);
  } finally {
    await visit.close();
  }
}

/** Round by round, each side first in turn, so that whatever else the machine does hits both. */
export async function inTurn(
  latencies: Parameters<typeof openWorld>[0],
  rounds: number,
  round: (world: World, numbers: Numbers, order: readonly Side[]) => Promise<void>,
  progress: (line: string) => void,
): Promise<{ readonly load: { readonly before: number; readonly after: number }; readonly ms: Raw }> {
  const begun = Date.now();
  const [before = NaN] = loadavg();
  const world = await openWorld(latencies);
  const numbers = new Numbers();
  try {
    for (let index = 0; index < rounds; index += 1) {
      await round(world, numbers, index % 2 === 0 ? SIDES : [...SIDES].reverse());
      progress(`round ${String(index + 1)} of ${String(rounds)}, ${String(Math.round((Date.now() - begun) / 1000))} s`);
    }
  } finally {
    await world.close();
  }
  const [after = NaN] = loadavg();
  return { load: { before, after }, ms: numbers.raw };
}
