/**
 * What becomes of the results: `results.json`, the marked block of each README, and lines in the terminal.
 */
import type { Result, Table, Target } from './bench.ts';

/** One benchmark's part of results.json. */
export interface Part extends Omit<Result, 'targets'> {
  readonly title: string;
  /** When the run began that this was measured in: parts with the same one are of one run. */
  readonly run: string;
  /** sha256 of the script-tag file: which build of the library was measured. */
  readonly build: string;
  readonly date: string;
  readonly node: string;
  /** Null where no browser took part. */
  readonly chromium: string | null;
  readonly targets: readonly JudgedTarget[];
}

export interface JudgedTarget extends Target {
  readonly met: boolean;
}

export type Results = Readonly<Record<string, Part>>;
export type Language = 'en' | 'zh';

const START = '<!-- bench:start -->';
const END = '<!-- bench:end -->';

const WORDS = {
  en: {
    oneRun: (build: string) => `All of it was measured in one run, of one build (sha256 of the script-tag file: \`${build}…\`).`,
    severalRuns:
      'These tables are of different runs; those that do not say otherwise are of the same build. `npm run bench` measures all of them in one.',
    otherBuild: (build: string) => ` **Of an earlier build** (\`${build}…\`).`,
    measured: (part: Part) => `Measured on ${part.date} with ${withWhat(part)}.`,
    met: (met: number, of: number) => ` Targets met: ${String(met)} of ${String(of)}.`,
  },
  zh: {
    oneRun: (build: string) => `以下全部数据来自同一次运行、同一构建（script 标签文件的 sha256：\`${build}…\`）。`,
    severalRuns: '以下各表来自不同的运行；未另行说明的，均为同一构建。`npm run bench` 会在一次运行中测量全部。',
    otherBuild: (build: string) => `**来自较早的构建**（\`${build}…\`）。`,
    measured: (part: Part) => `测量于 ${part.date}，${withWhat(part)}。`,
    met: (met: number, of: number) => `达到目标：${String(met)} / ${String(of)}。`,
  },
} as const;

const withWhat = ({ node, chromium }: Part): string => (chromium === null ? `Node ${node}` : `Node ${node}, Chromium ${chromium}`);

export const judge = (target: Target): JudgedTarget => ({
  ...target,
  met: target.atLeast ? target.value >= target.limit : target.value <= target.limit,
});

/** 35517 as "35,517"; at most three decimals. */
export const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 3 });

/** Enough of a hash to tell two builds apart. */
const short = (build: string): string => build.slice(0, 12);

/** What stands between the marks of a README. The first part, whose sizes the tests hold to the current build, is the measure of the others. */
export function blockOf(results: Results, language: Language): string {
  const words = WORDS[language];
  const parts = Object.values(results);
  const build = parts[0]?.build ?? '';
  const isOneRun = parts.every((part) => part.run === parts[0]?.run && part.build === build);
  const sections = parts.map((part) => {
    const { title, table, notes = [] } = (language === 'zh' ? part.chinese : undefined) ?? part;
    const met = part.targets.filter((target) => target.met).length;
    const judged = part.targets.length === 0 ? '' : words.met(met, part.targets.length);
    const other = part.build === build ? '' : words.otherBuild(short(part.build));
    return `${[`### ${title}`, markdown(table), ...notes, `${words.measured(part)}${judged}${other}`].join('\n\n')}\n`;
  });
  return [`${isOneRun ? words.oneRun(short(build)) : words.severalRuns}\n`, ...sections].join('\n');
}

/** @throws when the marks are not there, once each */
export function withBlock(readme: string, block: string): string {
  const [before, between, ...more] = readme.split(START);
  const [, after, ...still] = (between ?? '').split(END);
  if (before === undefined || after === undefined || more.length > 0 || still.length > 0) {
    throw new Error(`The README needs ${START} and ${END}, once each and in this order.`);
  }
  return `${before}${START}\n\n${block}\n${END}${after}`;
}

export function markdown([head = [], ...rows]: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = `| ${head.map((_, column) => (isNumeric(rows, column) ? '---:' : '---')).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** Numbers, perhaps with a unit, stand at the right. */
function isNumeric(rows: Table, column: number): boolean {
  return column > 0 && rows.every((row) => /^([+−-]?\d|[–-]?$)/.test(row[column] ?? ''));
}

/** The same for a terminal. */
export function plain(table: Table): string {
  const cells = table.map((row) => row.map((cell) => cell.replaceAll(/\*\*|`/g, '')));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const [, ...rows] = cells;
  const pad = (cell: string, column: number): string =>
    isNumeric(rows, column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return cells.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}

/** One line for the terminal: the claim, what was measured, and what was wanted. */
export const verdict = ({ claim, value, limit, unit, atLeast, met }: JudgedTarget): string =>
  `${met ? 'met    ' : 'NOT MET'}  ${claim}: ${number(value)} ${unit}, ${atLeast ? 'at least' : 'at most'} ${number(limit)}`;
