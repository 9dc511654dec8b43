/**
 * What becomes of the results: `results.json`, the marked block of bench/README.md and of each README, and lines in the terminal.
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
type Language = 'english' | 'chinese';

const START = '<!-- bench:start -->';
const END = '<!-- bench:end -->';

const withWhat = ({ node, chromium }: Part): string => (chromium === null ? `Node ${node}` : `Node ${node}, Chromium ${chromium}`);

export const judge = (target: Target): JudgedTarget => ({
  ...target,
  met: target.atLeast ? target.value >= target.limit : target.value <= target.limit,
});

/** 35517 as "35,517"; at most three decimals. */
export const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 3 });

/** Enough of a hash to tell two builds apart. */
const short = (build: string): string => build.slice(0, 12);

/** Every table, for bench/README.md. The first part, whose sizes the tests hold to the current build, is the measure of the others. */
function tablesOf(results: Results): string {
  const parts = Object.values(results);
  const build = parts[0]?.build ?? '';
  const isOneRun = parts.every((part) => part.run === parts[0]?.run && part.build === build);
  const sections = parts.map((part) => {
    const { title, table, notes = [], targets } = part;
    const unmet = targets.filter(({ met }) => !met);
    const measured = [
      `Measured on ${part.date} with ${withWhat(part)}.`,
      ...(targets.length === 0 ? [] : [`Targets met: ${String(targets.length - unmet.length)} of ${String(targets.length)}.`]),
      ...(part.build === build ? [] : [`**Of an earlier build** (\`${short(part.build)}…\`).`]),
    ].join(' ');
    const missed = unmet.length === 0 ? [] : [`Not met:\n\n${unmet.map((target) => `- ${held(target)}`).join('\n')}`];
    return `${[`### ${title}`, markdown(table), ...notes, measured, ...missed].join('\n\n')}\n`;
  });
  const runs = isOneRun
    ? `All of it was measured in one run, of one build (sha256 of the script-tag file: \`${short(build)}…\`).`
    : 'These tables are of different runs; those that do not say otherwise are of the same build. `npm run bench` measures all of them in one.';
  return [`${runs}\n`, ...sections].join('\n');
}

/** The few numbers of a README. */
function figuresOf(results: Results, language: Language): string {
  const figures = Object.values(results).flatMap((part) => part.figures ?? []);
  const head = language === 'chinese' ? ['测量项', '数值'] : ['measured', 'value'];
  return `${markdown([head, ...figures.map((figure) => [figure[language], figure.value])])}\n`;
}

/** What stands between the marks, by file. */
export const blocksOf = (results: Results): Readonly<Record<string, string>> => ({
  'bench/README.md': tablesOf(results),
  'README.md': figuresOf(results, 'english'),
  'README.zh-CN.md': figuresOf(results, 'chinese'),
});

/** @throws when the marks are not there, once each */
export function withBlock(page: string, block: string): string {
  const [before, between, ...more] = page.split(START);
  const [, after, ...still] = (between ?? '').split(END);
  if (before === undefined || after === undefined || more.length > 0 || still.length > 0) {
    throw new Error(`The page needs ${START} and ${END}, once each and in this order.`);
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

const held = ({ claim, value, limit, unit, atLeast }: JudgedTarget): string =>
  `${claim}: ${number(value)} ${unit}, ${atLeast ? 'at least' : 'at most'} ${number(limit)}`;

/** One line for the terminal. */
export const verdict = (target: JudgedTarget): string => `${target.met ? 'met    ' : 'NOT MET'}  ${held(target)}`;
