/**
 * Event storm: 10,000 SDK events in a row through a real controller. What an event costs, and proof that none is lost or reordered.
 *
 * In a process of its own (support/storm-page.ts), so that neither the other benchmarks' heap nor their globals take part.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Bench, Table } from './support/bench.ts';
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

interface Words {
  readonly head: readonly [when: string, told: string, straight: string, ours: string, ratio: string];
  readonly notes: readonly string[];
  readonly open: string;
  readonly success: string;
  readonly failure: string;
  readonly across: string;
  readonly of: (told: string, sent: string) => string;
}

const ENGLISH: Words = {
  head: ['10,000 events a round', 'told once, unchanged, in turn', 'µs for one: parsed and told', 'through the controller', 'ratio'],
  notes: [
    "In Node with jsdom and the scripted SDK of the unit tests, no browser: microseconds are this machine's, medians of 11 rounds. " +
      'An event that is lost, told twice, changed or told out of its turn ends the run with an error that names it, so this target is met or there is no result.',
  ],
  open: 'while the cashier is open',
  success: 'after a success, results that contradict it among them',
  failure: 'after a failure, while the cashier is taken off the page',
  across: 'a result in their midst, each event in a task of its own',
  of: (told, sent) => `${told} of ${sent}`,
};
const CHINESE: Words = {
  head: ['每轮一万个事件', '各一次、未改变、按顺序', '每个事件微秒数：解析并直接回调', '经过控制器', '比值'],
  notes: [
    '在 Node 中以 jsdom 和单元测试的脚本化 SDK 测得，未使用浏览器：微秒数取决于这台机器，为 11 轮的中位数。' +
      '任何事件丢失、重复、被改变或次序颠倒，都会使运行以指明该事件的错误终止，因此这一目标要么达到，要么没有结果。',
  ],
  open: '收银台打开期间',
  success: '成功之后（包含与之矛盾的结果）',
  failure: '失败之后，收银台正在移除',
  across: '结果出现在中途，每个事件各占一个任务',
  of: (told, sent) => `${told} / ${sent}`,
};

function tableOf({ open, success, failure, across }: StormReport, words: Words): Table {
  const proved = (when: string, { sent, told }: Proof): string[] => [when, words.of(number(told), number(sent))];
  const row = (when: string, cost: Cost): string[] => [
    ...proved(when, cost),
    cost.rawMedian.toFixed(1),
    cost.oursMedian.toFixed(1),
    cost.ratio.toFixed(1),
  ];
  return [
    words.head,
    row(words.open, open),
    row(words.success, success),
    row(words.failure, failure),
    [...proved(words.across, across), '', '', ''],
  ];
}

export const bench: Bench = {
  title: 'Event storm',
  run: async (progress) => {
    progress('10,000 events a round, in four situations: half a minute');
    const report = await runPage();
    const { open, success, failure, across } = report;
    const missing = [open, success, failure, across].reduce((sum, { sent, told }) => sum + sent - told, 0);
    return {
      table: tableOf(report, ENGLISH),
      notes: ENGLISH.notes,
      chinese: { title: '事件风暴', table: tableOf(report, CHINESE), notes: CHINESE.notes },
      // More than none has already ended the run, with an error that says which.
      targets: [{ claim: 'No event is lost, told twice, changed or told out of its turn', value: missing, limit: 0, unit: 'events' }],
      data: report,
    };
  },
};
