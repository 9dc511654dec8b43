/**
 * What 100 forms leave in one page, and 100 popups of EasyPay and AutoDebit, beside the SDK alone doing the same: real SDK, real Chromium.
 *
 * Each is drawn and taken off again by the page: `mount()` (`pay()` for a popup) and `unmount()`; by the SDK alone its own two calls, in
 * page-form-sample.html. Then the page may draw the next. Counted as in leaks.ts, after forms 2, 51 and 100; one product after the other, both
 * sides of one at the same time, in pages of their own.
 *
 * The SDK keeps each AMSElement, AMSEasyPay and AMSAutoDebit that was made, with its nodes, for as long as the page lives (1.47.2): nobody outside of
 * it can let go of them. So what grows is held to what grows by the SDK alone in the same run.
 */
import type { Bench, Result, Table } from './support/bench.ts';
import { COUNTED, signed, slope, STEADY_HEAP, takeSettledCensus, TIMERS, type Census } from './support/census.ts';
import { SIDES, type Side } from './support/measure.ts';
import { openWorld } from './support/page-world.ts';

const COUNTED_AFTER = [2, 51, 100];

const PRODUCTS = {
  card: 'Card form',
  element: 'Payment Element',
  checkoutPage: 'Checkout Page',
  easyPay: 'EasyPay',
  autoDebit: 'AutoDebit',
} as const;
type Product = keyof typeof PRODUCTS;
const NAMES = Object.keys(PRODUCTS) as Product[];

interface MeasuredWindow {
  drawOnce(): Promise<void>;
}
declare const window: Window & MeasuredWindow;

async function forms(side: Side, product: Product, progress: (line: string) => void): Promise<Census[]> {
  const world = await openWorld({ shop: 0, cdn: 0, session: 0, cashier: 0, api: 0 }, [STEADY_HEAP]);
  try {
    const { page, context } = await world.visit(`/page-form-${side}.html?product=${product}&probe=off`);
    const cdp = await context.newCDPSession(page);
    await page.waitForFunction(() => document.readyState === 'complete');
    const censuses: Census[] = [];
    let drawn = 0;
    for (const until of COUNTED_AFTER) {
      await page.evaluate(async (count) => {
        for (let index = 0; index < count; index += 1) await window.drawOnce();
      }, until - drawn);
      drawn = until;
      await page.waitForTimeout(TIMERS);
      censuses.push(await takeSettledCensus(page, cdp));
      progress(`${product}, ${side}: ${String(drawn)}`);
    }
    return censuses;
  } finally {
    await world.close();
  }
}

export interface FormLeaksData {
  readonly countedAfter: readonly number[];
  readonly censuses: Readonly<Record<Product, Readonly<Record<Side, readonly Census[]>>>>;
}

/** Bytes per form: any object that stays has more, with what it refers to. */
const NOISE = 100;

const KINDS = Object.entries(COUNTED) as (readonly [keyof typeof COUNTED, string])[];

/** What the counts say. */
export function resultOf({ countedAfter, censuses }: FormLeaksData): Result {
  const growth = (product: Product, side: Side, name: keyof Census): number => {
    const counts = censuses[product][side];
    return (counts.at(-1)?.[name] ?? NaN) - (counts[0]?.[name] ?? NaN);
  };
  const heap = (product: Product, side: Side): number =>
    Math.round(slope(censuses[product][side].map((census, index) => [countedAfter[index] ?? NaN, census.heap] as const)));
  const cell = (sample: number, library: number): string => `${signed(sample)} / ${signed(library)}`;
  const table: Table = [
    ['from form 2 to form 100: the SDK alone / this library', ...NAMES.map((product) => PRODUCTS[product])],
    ...KINDS.map(([name, title]) => [
      title,
      ...NAMES.map((product) => cell(growth(product, 'sample', name), growth(product, 'library', name))),
    ]),
    ['Heap after garbage collection, bytes per form', ...NAMES.map((product) => cell(heap(product, 'sample'), heap(product, 'library')))],
  ];
  return {
    table,
    targets: NAMES.flatMap((product) => [
      ...KINDS.map(([name, title]) => ({
        claim: `${PRODUCTS[product]}: ${title.toLowerCase()}: no growth from form 2 to 100 but the SDK's own`,
        value: growth(product, 'library', name),
        limit: Math.max(0, growth(product, 'sample', name)),
        unit: 'more',
      })),
      {
        claim: `${PRODUCTS[product]}: the heap does not grow from form 2 to 100 but by what the SDK keeps`,
        value: heap(product, 'library'),
        limit: Math.max(NOISE, heap(product, 'sample')),
        unit: 'B per form',
      },
    ]),
    data: { countedAfter, censuses },
  };
}

export const bench: Bench = {
  title: 'Leaks: 100 forms in one page',
  async run(progress) {
    const censuses: Partial<Record<Product, Record<Side, Census[]>>> = {};
    for (const product of NAMES) {
      const sides = SIDES.map((side) => forms(side, product, progress));
      // Where one fails, the other has closed its browser before that is told.
      await Promise.allSettled(sides);
      const [sample = [], library = []] = await Promise.all(sides);
      censuses[product] = { sample, library };
    }
    return resultOf({ countedAfter: COUNTED_AFTER, censuses: censuses as FormLeaksData['censuses'] });
  },
};
