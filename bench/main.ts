/**
 * `npm run bench` runs every benchmark, `npm run bench -- sizes storm` the named ones.
 *
 * Writes results.json, the tables of bench/README.md and the figures of both READMEs, says of each target whether it is met, and lists them all at the end. A target that is
 * not met is a result, not a failure: the exit status is 0 when everything that was asked for could be measured, of one build.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findChromium } from '../test/browser/support/chromium.ts';
import type { Bench } from './support/bench.ts';
import { blocksOf, judge, plain, verdict, withBlock, type JudgedTarget, type Part, type Results } from './support/report.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const resultsFile = `${root}/bench/results.json`;

/** When this run began, to the second. */
const RUN = new Date().toISOString().slice(0, 19);

interface Entry {
  readonly load: () => Promise<{ readonly bench: Bench }>;
  readonly browser: boolean;
}

/** In the order in which they run and are written. */
const BENCHES: Readonly<Record<string, Entry>> = {
  sizes: { load: () => import('./sizes.ts'), browser: false },
  parts: { load: () => import('./parts.ts'), browser: false },
  storm: { load: () => import('./storm.ts'), browser: false },
  server: { load: () => import('./server.ts'), browser: false },
  cashier: { load: () => import('./cashier.ts'), browser: true },
  forms: { load: () => import('./forms.ts'), browser: true },
  leaks: { load: () => import('./leaks.ts'), browser: true },
  'form-leaks': { load: () => import('./form-leaks.ts'), browser: true },
};

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function wanted(): [name: string, entry: Entry][] {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));
  if (unknown.length > 0) {
    say(`There is no benchmark called ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}.`);
    process.exit(1);
  }
  return Object.entries(BENCHES).filter(([name]) => names.length === 0 || names.includes(name));
}

/** Says what it runs and why. */
function npm(why: string, ...args: string[]): void {
  say(`${why}: npm ${args.join(' ')}`);
  const { status } = spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status === 0) return;
  say(`"npm ${args.join(' ')}" failed, so nothing was measured.`);
  process.exit(1);
}

function getReady(): void {
  // A peer may ask for a newer Node than ours, but it is only bundled and never run.
  if (!existsSync(`${root}/bench/node_modules`)) npm('The peers are not installed yet', 'ci', '--prefix', 'bench', '--engine-strict=false');
  if (!existsSync(`${root}/dist/index.js`)) npm('dist/ is not built yet', 'run', '--silent', 'build', '--', '--silent');
}

function chromiumVersion(): string | null {
  const path = findChromium();
  if (path === null) return null;
  return /[\d.]+/.exec(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout)?.[0] ?? null;
}

/** Of the script-tag file: another build of the library has another one. */
function buildHash(): string {
  return createHash('sha256')
    .update(readFileSync(`${root}/dist/antom-checkout-controller.iife.min.js`))
    .digest('hex');
}

async function measure(name: string, { load, browser }: Entry): Promise<Part> {
  const { bench } = await load();
  say(`\n${name}: ${bench.title}`);
  if (buildHash() !== build) throw new Error('dist/ was built anew since this run began: its parts would be of different builds.');
  const { table, notes, figures, targets, data } = await bench.run((line) => {
    say(`  ${line}`);
  });
  if (buildHash() !== build) throw new Error('dist/ was built anew meanwhile: nobody knows which build this was.');
  return {
    title: bench.title,
    run: RUN,
    build,
    date: new Date().toISOString().slice(0, 10),
    node: process.versions.node,
    chromium: browser ? chromiumVersion() : null,
    table,
    ...(notes ? { notes } : {}),
    ...(figures ? { figures } : {}),
    targets: targets.map(judge),
    data,
  };
}

const readResults = (): Results => (existsSync(resultsFile) ? (JSON.parse(readFileSync(resultsFile, 'utf8')) as Results) : {});

/** Two spaces, and lists of plain values on one line: JSON strings have no line breaks, so only layout is touched. */
function layOut(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll(/\[\s+[^[\]{}]*?\s+\]/g, (list) =>
    list.replaceAll(/\n\s*/g, ' ').replace('[ ', '[').replace(/ \]$/, ']'),
  );
}

/** Part by part, so that a later failure does not lose what was measured. Read anew each time: a run of another part may have written. */
function keep(name: string, part: Part): void {
  const known = { ...readResults(), [name]: part };
  const results = Object.fromEntries(Object.keys(BENCHES).flatMap((key) => (known[key] ? [[key, known[key]]] : [])));
  writeFileSync(resultsFile, `${layOut(results)}\n`);
  for (const [file, block] of Object.entries(blocksOf(results))) {
    const path = `${root}/${file}`;
    writeFileSync(path, withBlock(readFileSync(path, 'utf8'), block));
  }
}

function tell(part: Part): void {
  say(`\n${plain(part.table)}\n`);
  part.notes?.forEach((note) => {
    say(`${note}\n`);
  });
  part.targets.forEach((target) => {
    say(verdict(target));
  });
}

const entries = wanted();
getReady();
const build = buildHash();
const failed: string[] = [];
const judged: JudgedTarget[] = [];
for (const [name, entry] of entries) {
  try {
    const part = await measure(name, entry);
    keep(name, part);
    tell(part);
    judged.push(...part.targets);
  } catch (thrown) {
    failed.push(name);
    say(`\n${name} could not be measured: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
  }
}
const whole = entries.length === Object.keys(BENCHES).length && failed.length === 0;
const measured = entries
  .map(([name]) => name)
  .filter((name) => !failed.includes(name))
  .join(', ');
say(`\n${whole ? 'All targets, in one run' : `The targets of ${measured}`} (build ${build.slice(0, 12)}…):\n`);
judged.forEach((target) => {
  say(verdict(target));
});
say(`\nTargets met: ${String(judged.filter(({ met }) => met).length)} of ${String(judged.length)}`);
say(
  failed.length === 0
    ? `Written: bench/results.json, ${Object.keys(blocksOf(readResults())).join(', ')}`
    : `Not measured: ${failed.join(', ')}`,
);
// A benchmark may leave timers behind.
process.exit(failed.length === 0 ? 0 : 1);
