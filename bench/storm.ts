/**
 * Event storm: 10,000 SDK events in a row through a real controller. What an event costs, and proof that none is lost or reordered.
 *
 * In a process of its own (support/storm-page.ts), so that neither the other benchmarks' heap nor their globals take part.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Bench, Result, Table } from './support/bench.ts';
import { number } from './support/report.ts';
import type { Cost, Proof, StormReport } from './support/storm-page.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** ms; a minute is enough on a slow machine. */
const LIMIT = 300_000;

function runPage(): Promise<StormReport> {
  if (!existsSync(`${root}/dist/index.js`)) throw new Error('dist/ is not there: run "npm run build" first.');
  return new Promise((resolve, reject) => {
    // A forced collection before each measurement keeps one round's garbage out of the next one's time.
    const args = ['--expose-gc', '--import', 'tsx', 'bench/support/storm-page.ts'];
    execFile(process.execPath, args, { cwd: root, timeout: LIMIT }, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr.trim() === '' ? error.message : stderr.trim()));
      else resolve(JSON.parse(stdout) as StormReport);
    });
  });
}

const NOTES = [
  "In Node with jsdom and the scripted SDK of the unit tests, no browser: microseconds are this machine's, medians of 11 rounds. " +
    'An event that is lost, told twice, changed or told out of its turn ends the run with an error that names it, so this target is met or there is no result.',
];

function tableOf({ open, success, failure, across }: StormReport): Table {
  const proved = (when: string, { sent, told }: Proof): string[] => [when, `${number(told)} of ${number(sent)}`];
  const row = (when: string, cost: Cost): string[] => [
    ...proved(when, cost),
    cost.rawMedian.toFixed(1),
    cost.oursMedian.toFixed(1),
    cost.ratio.toFixed(1),
  ];
  return [
    ['10,000 events a round', 'told once, unchanged, in turn', 'µs for one: parsed and told', 'through the controller', 'ratio'],
    row('while the cashier is open', open),
    row('after a success, results that contradict it among them', success),
    row('after a failure, while the cashier is taken off the page', failure),
    [...proved('a result in their midst, each event in a task of its own', across), '', '', ''],
  ];
}

export function resultOf(report: StormReport): Result {
  const { open, success, failure, across } = report;
  const all: readonly Proof[] = [open, success, failure, across];
  const sent = all.reduce((sum, proof) => sum + proof.sent, 0);
  const missing = all.reduce((sum, proof) => sum + proof.sent - proof.told, 0);
  return {
    table: tableOf(report),
    notes: NOTES,
    figures: [
      {
        english: `SDK events that were lost, told twice, changed or told out of turn, of ${number(sent)}`,
        chinese: `${number(sent)} 个 SDK 事件中丢失、重复、被改动或顺序有误的事件`,
        value: number(missing),
      },
    ],
    // More than none has already ended the run, with an error that says which.
    targets: [{ claim: 'No event is lost, told twice, changed or told out of its turn', value: missing, limit: 0, unit: 'events' }],
    data: report,
  };
}

export const bench: Bench = {
  title: 'Event storm',
  run: async (progress) => {
    progress('10,000 events a round, in four situations: half a minute');
    return resultOf(await runPage());
  },
};
