/**
 * Says at the end what ran where, and holds docs/engines.md to it: after a run of everything it must say the same, and
 * `UPDATE_ENGINES_DOC=1 npm run test:engines` writes it.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Reporter, TestModule } from 'vitest/node';
import { ENGINES, engineNamed, PARSERS, type Engine, type EngineName, type ParserName } from './catalogue.ts';

const PAGE = fileURLToPath(new URL('../../../docs/engines.md', import.meta.url));

interface Ran {
  version: string;
  readonly passed: Set<string>;
  failed: number;
  restarts: number;
}

export default class EnginesReport implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const ran = new Map<string, Ran>();
    const behaviours = new Set<string>();
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const meta = test.meta();
        const name = meta.engine ?? module.project.name;
        const entry = ran.get(name) ?? { version: '', passed: new Set<string>(), failed: 0, restarts: 0 };
        ran.set(name, entry);
        if (meta.version !== undefined) entry.version = meta.version;
        if (meta.restarted !== undefined) entry.restarts += 1;
        const { state } = test.result();
        if (state === 'passed') entry.passed.add(test.name);
        if (state === 'failed') entry.failed += 1;
        if (engineNamed(name) !== undefined) behaviours.add(test.name);
      }
    }
    const lines = [...ran].map(
      ([name, { version, passed, failed, restarts }]) =>
        `  ${titleOf(name)} ${version}: ${passed.size} passed${failed > 0 ? `, ${failed} FAILED` : ''}${restarts > 0 ? `, driver started ${restarts} time(s) more` : ''}`,
    );
    process.stderr.write(`\nWhat ran:\n${lines.join('\n')}\n`);

    const isWhole =
      [...Object.keys(ENGINES), ...Object.keys(PARSERS)].every((name) => (ran.get(name)?.passed.size ?? 0) > 0) &&
      [...ran.values()].every(({ failed }) => failed === 0);
    if (!isWhole) return;
    const text = pageOf(ran, [...behaviours]);
    const name = relative(process.cwd(), PAGE);
    if (process.env['UPDATE_ENGINES_DOC'] === '1') {
      writeFileSync(PAGE, text);
      process.stderr.write(`${name} is written.\n`);
    } else if (!existsSync(PAGE) || steady(readFileSync(PAGE, 'utf8')) !== steady(text)) {
      process.stderr.write(`${name} does not say what ran: "UPDATE_ENGINES_DOC=1 npm run test:engines" writes it.\n`);
      process.exitCode = 1;
    }
  }
}

const titleOf = (name: string): string => engineNamed(name)?.title ?? (name in PARSERS ? PARSERS[name as ParserName].title : name);

function pageOf(ran: ReadonlyMap<string, Ran>, behaviours: readonly string[]): string {
  const engines = Object.entries(ENGINES) as [EngineName, Engine][];
  const rows = engines.map(([name, { title, standsFor, lacks, modules, keepsPages, sdkNeedsHelp }]) => [
    title,
    ran.get(name)?.version ?? '',
    standsFor,
    modules ? 'script tag, npm' : 'script tag',
    sdkNeedsHelp
      ? 'real, after `Object.entries`, `Object.values`, `TextDecoder` and `URL.searchParams` were added for it; a scripted one without'
      : 'real',
    lacks.map((feature) => `\`${feature}\``).join(' ') || '–',
    keepsPages ? 'yes' : 'no',
  ]);
  const parsers = Object.entries(PARSERS).map(([name, { title, standsFor }]) => [title, ran.get(name)?.version ?? '', standsFor]);
  const ticks = behaviours.map((behaviour) => [behaviour, ...engines.map(([name]) => (ran.get(name)?.passed.has(behaviour) ? '✓' : '–'))]);
  return `# Engines

Written by \`UPDATE_ENGINES_DOC=1 npm run test:engines\`, from what ran.

The built files take payments with the real SDK (@alipay/ams-checkout 1.47.2), by presses in a cashier that plays Antom's, on this machine alone:

${table(['engine', 'version', 'stands for', 'builds', 'SDK', 'lacks', 'Back keeps the page'], rows)}

The script-tag build is also parsed and loaded, without a page, by engines older than any of these:

${table(['engine', 'version', 'stands for'], parsers)}

What ran where:

${table(['behaviour', ...engines.map(([, { title }]) => title)], ticks)}

An engine that passes here is no proof for the browser it stands for, and QtWebKit lacks more than the Safari of its years does: a failure
there is a question, a pass is strong. Not covered: Safari itself on iOS 11 to 15, and WebViews inside other apps.
`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Without the versions that a security update of Debian's changes: nothing here depends on them. */
function steady(page: string): string {
  const floating = (Object.values(ENGINES) as Engine[]).filter(({ floats }) => floats === true).map(({ title }) => title);
  return page
    .split('\n')
    .map((line) => (floating.some((title) => line.startsWith(`| ${title} | `)) ? line.replace(/^(\| [^|]+\| )[^|]+/, '$1') : line))
    .join('\n');
}
