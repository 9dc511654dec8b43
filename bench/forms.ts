/**
 * From a press, or from the navigation, to a form in the page, beside the SDK alone, in one run: real SDK, real Chromium, fixed latencies.
 *
 * The three products that are drawn inside the page: the cashier's card form, the Payment Element and the Checkout Page. Both sides have a page
 * with nothing in it but the form's place and a button; what a merchant writes for the SDK alone, by Antom's guides, is in
 * page-form-sample.html. Rounds, medians, contexts and who comes first are as in cashier.ts, and so is when a form counts as drawn: when
 * the page hears that from Antom's app, which says so right after it told the SDK its size. The Checkout Page has no such word for the SDK,
 * so it says so as soon as it runs.
 *
 * | scenario | the SDK alone | the library |
 * | --- | --- | --- |
 * | opened and drawn at once | the page draws as soon as it can; time from the navigation | the same, with `mount()` |
 * | prepared | the page has loaded, and the SDK's device fingerprinting is over; its button draws | the same, by the default `prepare: 'idle'` |
 * | prepared with session | cannot: it fetches the session on the press, so its number is that of `prepared` | `prepare({ session: true })` |
 *
 * The saving is that of cashier.ts: by how much a form whose session is prepared is drawn sooner than the SDK alone draws it, as a share of the
 * time that the session request takes.
 */
import type { Bench, Result, Target } from './support/bench.ts';
import { inTurn, Numbers, press, untilPrepared, visiting, type Raw, type Side } from './support/measure.ts';
import type { World } from './support/page-world.ts';

const LATENCIES = { shop: 50, cdn: 400, session: 300, cashier: 300, api: 150 };
const ROUNDS = 9;

const FORMS = { card: 'Card form', element: 'Payment Element', checkoutPage: 'Checkout Page' } as const;
type Form = keyof typeof FORMS;
const NAMES = Object.keys(FORMS) as Form[];

interface MeasuredWindow {
  readonly probe: { readonly shown: readonly number[] };
}
declare const window: Window & MeasuredWindow;

async function round(world: World, numbers: Numbers, order: readonly Side[]): Promise<void> {
  for (const form of NAMES) {
    const page = (side: Side): string => `/page-form-${side}.html?product=${form}`;
    for (const side of order) {
      await visiting(world, `${page(side)}&draw=load`, async (visit) => {
        await visit.page.waitForFunction(() => window.probe.shown.length > 0);
        numbers.add(`${form}, at once`, side, await visit.page.evaluate(() => window.probe.shown[0] ?? NaN));
      });
    }
    for (const side of order) {
      await visiting(world, page(side), async (visit) => {
        await untilPrepared(visit.page, false);
        numbers.add(`${form}, prepared`, side, (await press(visit.page)).toCashier);
      });
    }
    await visiting(world, page('library'), async (visit) => {
      await untilPrepared(visit.page, true);
      numbers.add(`${form}, prepared with session`, 'library', (await press(visit.page)).toCashier);
    });
  }
}

export interface FormsData {
  readonly latencies: typeof LATENCIES;
  readonly rounds: number;
  /** The machine's, before and after. */
  readonly load: { readonly before: number | undefined; readonly after: number | undefined };
  readonly ms: Raw;
}

/** What the raw numbers say. */
export function resultOf(data: FormsData): Result {
  const numbers = new Numbers(data.ms);
  /** The targets have two digits, and so has what is held against them. */
  const ratio = (name: string, reference = name): number =>
    Math.round((numbers.median(name, 'library') / numbers.median(reference, 'sample')) * 100) / 100;
  const saved = (form: Form): number =>
    Math.round(
      ((numbers.median(`${form}, prepared`, 'sample') - numbers.median(`${form}, prepared with session`, 'library')) /
        data.latencies.session) *
        100,
    );
  const compared = (title: string, name: string, reference = name): readonly string[] => [
    title,
    String(Math.round(numbers.median(reference, 'sample'))),
    String(Math.round(numbers.median(name, 'library'))),
    ratio(name, reference).toFixed(2),
  ];
  const target = (claim: string, name: string): Target => ({ claim, value: ratio(name), limit: 1, unit: "of the SDK's own time" });
  return {
    table: [
      ['ms', 'the SDK alone', 'this library', 'ratio'],
      ...NAMES.flatMap((form) => [
        compared(`${FORMS[form]}: page opened to form`, `${form}, at once`),
        compared(`${FORMS[form]}: press to form, SDK prepared`, `${form}, prepared`),
        compared(`${FORMS[form]}: SDK and session prepared (the SDK alone: SDK)`, `${form}, prepared with session`, `${form}, prepared`),
        [`${FORMS[form]}: of the session request, prepared with session saves`, '', `${String(saved(form))} %`, ''],
      ]),
    ],
    notes: [
      `Medians of ${String(data.rounds)} rounds, ratios rounded to two digits, as the targets are. Saved is the SDK's time less the library's, ` +
        `as a share of the ${String(data.latencies.session)} ms of the session request.`,
    ],
    targets: NAMES.flatMap((form) => [
      target(`${FORMS[form]}: a page that draws it as it opens has it no later than with the SDK alone`, `${form}, at once`),
      target(`${FORMS[form]}: a press draws it no later, SDK prepared`, `${form}, prepared`),
      {
        claim: `${FORMS[form]}: with the session prepared a press saves the time of its request`,
        value: saved(form),
        limit: 95,
        unit: '% of the session request',
        atLeast: true,
      },
    ]),
    data,
  };
}

export const bench: Bench = {
  title: 'A form in the page',
  async run(progress) {
    return resultOf({ latencies: LATENCIES, rounds: ROUNDS, ...(await inTurn(LATENCIES, ROUNDS, round, progress)) });
  },
};
