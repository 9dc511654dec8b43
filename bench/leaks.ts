/**
 * What 100 payments leave in one page, beside the seed guide's own sample doing the same: real SDK, real Chromium.
 *
 * Each payment: a session, a cashier, which the buyer closes or pays in, in turn; then the page may take the next. Both sides have one SDK
 * instance for all of them, and `notRedirectAfterComplete`, so that the page stays. Both run at the same time, in pages of their own.
 *
 * The page is counted after payments 2, 51 and 100, each time after the SDK's own timers have run out (the longest, its limit for a cashier to
 * launch, is 15 s; by then its fingerprinting is over too, and the frames that it warms up the cache with are gone) and after garbage collection.
 * Whatever can be counted must be the same number after 2 and after 100; what the library has more of than the sample all the while is told too.
 *
 * The heap too: told is the slope of the straight line through the three counts, in bytes per payment. For that V8 runs without its
 * optimizing compilers and makes what it notes about a function when it first runs; otherwise it goes on compiling and noting for dozens of
 * payments, which weighs far more than what a payment may leave. The console's memory of what the SDK logs is the debugger's, and emptied first.
 */
import type { Bench, Result } from './support/bench.ts';
import { COUNTED, signed, slope, STEADY_HEAP, takeSettledCensus, TIMERS, type Census } from './support/census.ts';
import { openWorld, type World } from './support/page-world.ts';

const COUNTED_AFTER = [2, 51, 100];
type Side = 'sample' | 'library';

interface MeasuredWindow {
  prepare(): Promise<void>;
  payOnce(): Promise<string>;
}
declare const window: Window & MeasuredWindow;

async function payments(world: World, side: Side, progress: (line: string) => void): Promise<Census[]> {
  const visit = await world.visit(`/page-leaks.html?side=${side}`);
  const { page, context } = visit;
  const cdp = await context.newCDPSession(page);
  await page.evaluate(() => window.prepare());
  const censuses: Census[] = [];
  let paid = 0;
  for (const until of COUNTED_AFTER) {
    const ends = await page.evaluate(async (count) => {
      const statuses: string[] = [];
      for (let index = 0; index < count; index += 1) statuses.push(await window.payOnce());
      return statuses;
    }, until - paid);
    const odd = ends.findIndex((status, index) => status !== ((paid + index) % 2 === 0 ? 'cancelled' : 'succeeded'));
    if (odd >= 0) throw new Error(`${side}: payment ${String(paid + odd + 1)} ended as ${String(ends[odd])}.`);
    paid = until;
    await page.waitForFunction(() => document.querySelector('[id^="ams-"], [id^="asm-"]') === null);
    await page.waitForTimeout(TIMERS);
    censuses.push(await takeSettledCensus(page, cdp));
    progress(`${side}: ${String(paid)} payments`);
  }
  await visit.close();
  return censuses;
}

/** Why the library has more of something than the sample, though no more with each payment. */
const CAUSES: Partial<Record<keyof Census, string>> = {
  properties: 'its record of the page under a Symbol, which all copies of the library share',
};

export interface LeaksData {
  readonly countedAfter: readonly number[];
  readonly censuses: Readonly<Record<Side, readonly Census[]>>;
}

/** What the counts say. */
export function resultOf(data: LeaksData): Result {
  const { countedAfter, censuses } = data;
  const growth = (side: Side, name: keyof Census): number => (censuses[side].at(-1)?.[name] ?? NaN) - (censuses[side][0]?.[name] ?? NaN);
  const heap = (side: Side): number =>
    Math.round(slope(censuses[side].map((census, index) => [countedAfter[index] ?? NaN, census.heap] as const)));
  const counted = Object.entries(COUNTED) as (readonly [keyof Census, string])[];
  const more = counted
    .map(([name, title]) => ({
      title,
      by: (censuses.library[0]?.[name] ?? NaN) - (censuses.sample[0]?.[name] ?? NaN),
      cause: CAUSES[name],
    }))
    .filter(({ by }) => by > 0)
    .map(({ title, by, cause }) => `${title.toLowerCase()} ${signed(by)} (${cause ?? 'nobody knows yet why'}); `)
    .join('');
  const heapBy = `${signed(Math.round(((censuses.library[0]?.heap ?? NaN) - (censuses.sample[0]?.heap ?? NaN)) / 1000))} kB`;
  const left = { sample: signed(growth('sample', 'elements')), library: signed(growth('library', 'elements')) };
  return {
    table: [
      ['from payment 2 to payment 100', "the guide's sample", 'this library'],
      ...counted.map(([name, title]) => [title, signed(growth('sample', name)), signed(growth('library', name))]),
      ['Heap after garbage collection, bytes per payment', signed(heap('sample')), signed(heap('library'))],
    ],
    notes: [`What the library has more of than the sample after payment 2 already: ${more}heap ${heapBy}.`],
    figures: [
      {
        english: `Elements that payments 3 to 100 leave in the page (Antom's sample: ${left.sample})`,
        chinese: `第 3 到第 100 次支付在页面中留下的元素（官方示例：${left.sample}）`,
        value: left.library,
      },
    ],
    targets: [
      ...counted.map(([name, title]) => ({
        claim: `${title}: no growth from payment 2 to 100`,
        value: growth('library', name),
        limit: 0,
        unit: 'more',
      })),
      { claim: 'The heap does not grow from payment 2 to 100', value: heap('library'), limit: 0, unit: 'B per payment' },
    ],
    data,
  };
}

export const bench: Bench = {
  title: 'Leaks: 100 payments in one page',
  async run(progress) {
    const side = async (name: Side): Promise<Census[]> => {
      // One each: the cashiers' ends are told by turn.
      const world = await openWorld({ shop: 0, cdn: 0, session: 0, cashier: 0, api: 0 }, [STEADY_HEAP]);
      world.ends = ['close', 'success'];
      try {
        return await payments(world, name, progress);
      } finally {
        await world.close();
      }
    };
    const [sample, library] = [side('sample'), side('library')];
    // Where one fails, the other has closed its browser before that is told.
    await Promise.allSettled([sample, library]);
    return resultOf({ countedAfter: COUNTED_AFTER, censuses: { sample: await sample, library: await library } });
  },
};
