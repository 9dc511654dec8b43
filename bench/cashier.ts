/**
 * From the click to the cashier, beside the seed guide's own sample, in one run: real SDK, real Chromium, fixed latencies.
 *
 * Every number is a median over ROUNDS visits, each in a fresh browser context (no cache, no storage); in every round the sample and the
 * library take turns, and which comes first alternates, so that whatever else the machine does hits both.
 *
 * Click to cashier: from the time stamp of the button's `click` (a real press of the mouse) to when the page hears from the cashier that it
 * was shown. The cashier says so right after it told the SDK its size and to end the loading animation; messages keep their order, so by then
 * the SDK has made it visible. The same for both sides.
 *
 * Blocking: the part of that time in which tasks of 50 ms and more (the browser's long tasks) kept the main thread.
 *
 * The library's script-tag file comes from the merchant's own server, which takes 50 ms for it; the page itself, which both have, comes at once.
 *
 * Saving: by how much a prepared click is sooner at the cashier than the sample's, as a share of the time that the session request takes.
 * The sample fetches the session after the click. A click that finds the session prepared has no such request to wait for, so it should save
 * nearly all of that time; what it saves less is what the library costs. A ratio of the two times would say more about the SDK's own work,
 * which both wait for, and about how slow the machine is.
 *
 * Page ready: from the navigation to the end of DOMContentLoaded. In both pages that is when the button works: their own scripts are
 * ordinary ones, and have run. `load`, which is in the raw numbers too, comes right after it in both.
 *
 * | scenario | the sample | the library |
 * | --- | --- | --- |
 * | cold | nothing is loaded before the click: the guide's lines, all on the click, in its order (page-sample-on-click.html) | `prepare: 'manual'` |
 * | cold, slow session | the same, and the session takes SLOW_SESSION | the same |
 * | opened and pressed at once | the sample as it is pasted, its button pressed once it works; time from the navigation | default options, likewise |
 * | prepared | the page has loaded, and the SDK's device fingerprinting is over | the same, by the default `prepare: 'idle'` |
 * | prepared with session | cannot: it fetches the session on the click, so its number is that of `prepared` | `prepare({ session: true })` |
 * | second attempt | after `prepared`: the buyer closes the cashier, and presses again when the SDK has cleaned up | the same |
 *
 * The sample's own script is a blocking tag, so as it is pasted no click can find it cold: the page does not react before the SDK has loaded
 * and its fingerprinting has begun. "cold" therefore gives both the same start, and "opened and pressed at once" takes the sample as it is.
 */
import type { Page } from 'playwright-core';
import type { Bench, Result, Table, Target } from './support/bench.ts';
import { inTurn, Numbers, press, untilPrepared, visiting, type Opening, type Raw, type Side } from './support/measure.ts';
import type { Visit, World } from './support/page-world.ts';

const LATENCIES = { shop: 50, cdn: 400, session: 300, cashier: 300, api: 150 };
const SLOW_SESSION = 1000;
const ROUNDS = 9;
/** ms: the browser reports tasks from this length on. One that it does not report counts as this long when two medians are compared. */
const LONG_TASK = 50;
/** ms: the SDK's clean-up of a closed cashier ends after 300. */
const CLEANED_UP = 500;

interface MeasuredWindow {
  readonly outcomes: readonly string[];
}
declare const window: Window & MeasuredWindow;

/** The buyer closes the cashier. */
async function cancel({ page }: Visit): Promise<void> {
  const cashier = await (await page.waitForSelector('#ams-component-container iframe')).contentFrame();
  await cashier?.evaluate('ends.close()');
  await page.waitForFunction(() => window.outcomes.length > 0 && document.getElementById('ams-component-container') === null);
  await page.waitForTimeout(CLEANED_UP);
}

/** The navigation to the end of DOMContentLoaded, and to the end of `load`. */
async function readiness(page: Page): Promise<{ readonly ready: number; readonly load: number }> {
  await page.waitForFunction(() => document.readyState === 'complete');
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        setTimeout(() => {
          const [entry] = window.performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
          resolve({ ready: entry?.domContentLoadedEventEnd ?? NaN, load: entry?.loadEventEnd ?? NaN });
        }, 0);
      }),
  );
}

const PASTED = { sample: '/page-sample.html', library: '/page-library.html' };
const COLD = { sample: '/page-sample-on-click.html', library: '/page-library.html?prepare=manual' };

async function round(world: World, numbers: Numbers, order: readonly Side[]): Promise<void> {
  const opened = (name: string, side: Side, { toCashier, blocking, free }: Opening): void => {
    numbers.add(name, side, toCashier);
    numbers.add(`${name}: free`, side, free);
    numbers.add(`${name}: blocking`, side, blocking);
  };
  for (const side of order) {
    await visiting(world, COLD[side], async ({ page }) => {
      opened('cold', side, await press(page));
    });
  }
  world.latencies.session = SLOW_SESSION;
  for (const side of order) {
    await visiting(world, COLD[side], async ({ page }) => {
      opened('cold, slow session', side, await press(page));
    });
  }
  world.latencies.session = LATENCIES.session;
  for (const side of order) {
    await visiting(world, PASTED[side], async ({ page }) => {
      const opening = await press(page);
      numbers.add('opened and pressed at once', side, opening.sinceNavigation);
      numbers.add('opened and pressed at once: from the click', side, opening.toCashier);
    });
  }
  for (const side of order) {
    await visiting(world, PASTED[side], async (visit) => {
      const { ready, load } = await readiness(visit.page);
      numbers.add('page ready', side, ready);
      numbers.add('page ready: load', side, load);
      await untilPrepared(visit.page, false);
      opened('prepared', side, await press(visit.page));
      await cancel(visit);
      opened('second attempt', side, await press(visit.page));
    });
  }
  await visiting(world, PASTED.library, async ({ page }) => {
    await untilPrepared(page, true);
    opened('prepared with session', 'library', await press(page));
  });
}

const notesOf = ({ sample, prepared, session }: Readonly<Record<'sample' | 'prepared' | 'session', number>>): string[] => [
  `Medians of ${String(ROUNDS)} rounds, ratios rounded to two digits, as the targets are. ` +
    `Saved is the sample's time less the library's, as a share of the ${String(LATENCIES.session)} ms of the session request. ` +
    `Of the prepared clicks, a task of 50 ms or more followed the sample's in ${String(sample)} of ${String(ROUNDS)} rounds, ` +
    `the library's in ${String(prepared)}, and in ${String(session)} where the session was prepared too.`,
  `The library's file has a latency of its own, ${String(LATENCIES.shop)} ms, as the merchant's static file that it is; the sample has no such file. ` +
    "The sample's page reacts only when the SDK is there and its fingerprinting under way, " +
    'the library\'s before that: a press so early waits for the SDK, as the row "from that press" shows.',
];

export interface CashierData {
  readonly latencies: typeof LATENCIES;
  readonly slowSession: number;
  readonly rounds: number;
  /** The machine's, before and after. One that is busy stretches every task, and makes long ones of short ones. */
  readonly load: { readonly before: number | undefined; readonly after: number | undefined };
  readonly ms: Raw;
}

/** What the raw numbers say. */
export function resultOf(data: CashierData): Result {
  const numbers = new Numbers(data.ms);
  /** The targets have two digits, and so has what is held against them. */
  const ratio = (name: string, reference = name): number =>
    Math.round((numbers.median(name, 'library') / numbers.median(reference, 'sample')) * 100) / 100;
  /** In percent of the session request. */
  const saving = (name: string, reference: string): number =>
    Math.round(((numbers.median(reference, 'sample') - numbers.median(name, 'library')) / data.latencies.session) * 100);
  const saved = saving('prepared with session', 'prepared');
  const savedAgain = saving('second attempt', 'second attempt');
  /** Of either kind of prepared click, the worse one. Below `floor` no length is known: see LONG_TASK. */
  const longTask = (floor?: number): number =>
    Math.max(numbers.median('prepared: blocking', 'library', floor), numbers.median('prepared with session: blocking', 'library', floor));

  const row = (title: string, sample: number, library: number, quotient = ''): readonly string[] => [
    title,
    String(Math.round(sample)),
    String(Math.round(library)),
    quotient,
  ];
  const compared = (title: string, name: string, reference = name): readonly string[] =>
    row(title, numbers.median(reference, 'sample'), numbers.median(name, 'library'), ratio(name, reference).toFixed(2));
  const table: Table = [
    ['ms', "the guide's sample", 'this library', 'ratio'],
    compared('Page ready', 'page ready'),
    compared("Click to cashier, nothing loaded (the guide's lines, all on the click)", 'cold'),
    compared('the same, and the session takes 1 s', 'cold, slow session'),
    compared('of that, until the SDK leaves the main thread free', 'cold, slow session: free'),
    compared('Click to cashier, SDK prepared', 'prepared'),
    compared('SDK and session prepared (the sample: SDK)', 'prepared with session', 'prepared'),
    compared('Click to cashier, again after a cancel', 'second attempt'),
    ['Of the session request, a prepared click saves', '', `${String(saved)} %`, ''],
    ['the same, again after a cancel', '', `${String(savedAgain)} %`, ''],
    compared('Page opened to cashier, pressed as soon as the page reacts', 'opened and pressed at once'),
    compared('the same, from that press', 'opened and pressed at once: from the click'),
    row(
      'Main thread blocked after the click, nothing loaded',
      numbers.median('cold: blocking', 'sample'),
      numbers.median('cold: blocking', 'library'),
    ),
    row('Main thread blocked after the click, prepared', numbers.median('prepared: blocking', 'sample'), longTask()),
  ];
  const blocked = (name: string, side: Side): number => (numbers.raw[`${name}: blocking`]?.[side] ?? []).filter((ms) => ms > 0).length;
  const longTasks = {
    sample: blocked('prepared', 'sample'),
    prepared: blocked('prepared', 'library'),
    session: blocked('prepared with session', 'library'),
  };
  const target = (claim: string, limit: number, name: string): Target => ({
    claim,
    value: ratio(name),
    limit,
    unit: "of the sample's time",
  });
  const saves = (claim: string, value: number): Target => ({ claim, value, limit: 95, unit: '% of the session request', atLeast: true });
  return {
    table,
    notes: notesOf(longTasks),
    figures: [
      {
        english: "Saved by a prepared click beside Antom's sample, as a share of the session request",
        chinese: '就绪后的点击比官方示例省去的时间，占会话请求时间的比例',
        value: `${String(saved)} %`,
      },
    ],
    targets: [
      saves('A prepared click saves the time of the session request', saved),
      saves('A second attempt after a cancel saves it too', savedAgain),
      target("The page is ready in 8 % of the sample's time", 0.08, 'page ready'),
      {
        claim: "A long task after a prepared click is no longer than the sample's, by the median",
        value: Math.round(longTask(LONG_TASK)),
        limit: Math.round(numbers.median('prepared: blocking', 'sample', LONG_TASK)),
        unit: 'ms',
      },
      target("A cold click opens the cashier no later than the sample's", 1, 'cold'),
      target('With a session server that takes 1 s, in 88 % of its time', 0.88, 'cold, slow session'),
      target('A buyer who presses as soon as the page reacts has the cashier no later', 1, 'opened and pressed at once'),
    ],
    data,
  };
}

export const bench: Bench = {
  title: 'Click to cashier',
  async run(progress) {
    return resultOf({
      latencies: LATENCIES,
      slowSession: SLOW_SESSION,
      rounds: ROUNDS,
      ...(await inTurn(LATENCIES, ROUNDS, round, progress)),
    });
  },
};
