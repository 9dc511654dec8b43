/**
 * What becomes of the results: `results.json`, the marked block of each README, and lines in the terminal.
 */
import type { Result, Table, Target } from './bench.ts';

/** One benchmark's part of results.json. */
export interface Part extends Omit<Result, 'targets'> {
  readonly title: string;
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
    measured: (part: Part) => `Measured on ${part.date} with ${withWhat(part)}.`,
    met: (met: number, of: number) => ` Targets met: ${String(met)} of ${String(of)}${met < of ? ' ([what stands in the way](bench/targets-not-met.md))' : ''}.`,
  },
  zh: {
    measured: (part: Part) => `测量于 ${part.date}，${withWhat(part)}。`,
    met: (met: number, of: number) => `达到目标：${String(met)} / ${String(of)}${met < of ? '（[原因](bench/targets-not-met.md)，英文）' : ''}。`,
  },
} as const;

const withWhat = ({ node, chromium }: Part): string => (chromium === null ? `Node ${node}` : `Node ${node}, Chromium ${chromium}`);

export const judge = (target: Target): JudgedTarget => ({ ...target, met: target.value <= target.limit });

/** 35517 as "35,517"; at most three decimals. */
export const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 3 });

/** What stands between the marks of a README. */
export function blockOf(results: Results, language: Language): string {
  const words = WORDS[language];
  return Object.values(results).map((part) => {
    const { title, table } = (language === 'zh' ? part.chinese : undefined) ?? part;
    const met = part.targets.filter((target) => target.met).length;
    const judged = part.targets.length === 0 ? '' : words.met(met, part.targets.length);
    return `### ${title}\n\n${markdown(table)}\n\n${words.measured(part)}${judged}\n`;
  }).join('\n');
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
  return column > 0 && rows.every((row) => /^([−-]?\d|[–-]?$)/.test(row[column] ?? ''));
}

/** The same for a terminal. */
export function plain(table: Table): string {
  const cells = table.map((row) => row.map((cell) => cell.replaceAll(/\*\*|`/g, '')));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  const [, ...rows] = cells;
  const pad = (cell: string, column: number): string => (isNumeric(rows, column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0));
  return cells.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}

/** A target and, where it is not met, the reason that bench/targets-not-met.md gives under the claim as its heading. */
export function verdict({ claim, value, limit, unit, met }: JudgedTarget, reasons: ReadonlyMap<string, string>): string {
  const line = `${met ? 'met    ' : 'NOT MET'}  ${claim}: ${number(value)} ${unit}, at most ${number(limit)}`;
  if (met) return line;
  const reason = reasons.get(claim) ?? 'No reason is written down in bench/targets-not-met.md yet.';
  return `${line}\n${reason.split('\n').map((text) => `         ${text}`).join('\n')}`;
}

/** The sections of bench/targets-not-met.md by their headings. */
export function reasonsIn(markdownText: string): Map<string, string> {
  return new Map(markdownText.split(/^## /m).slice(1).map((section) => {
    const [heading = '', ...text] = section.split('\n');
    return [heading.trim(), text.join('\n').trim()];
  }));
}
