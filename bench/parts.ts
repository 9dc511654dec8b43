/**
 * What each part of the library costs: the whole, bundled as in sizes.ts but from the sources, less the whole without that part.
 *
 * A part that is taken out leaves its names, so that what uses them stays. No target: the table is the ground for
 * targets-not-met.md, and tells where a byte can be saved.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import type { Bench } from './support/bench.ts';
import { gzipLength } from './support/compress.ts';
import { number } from './support/report.ts';

const src = fileURLToPath(new URL('../src', import.meta.url));

const LOADER = ['sdk/cdn', 'sdk/load', 'sdk/page-tag', 'sdk/tag', 'sdk/live', 'sdk/umd', 'sdk/blame'];
const CONFIRMING = ['attempt/inquiry', 'attempt/confirm', 'attempt/resume', 'attempt/earlier', 'attempt/inquirer', 'page/presence'];
const RECORDS = ['attempt/ledger', 'pending', 'store'];
const ATTEMPT = ['attempt/attempt', 'attempt/decide', 'attempt/component', 'attempt/closing', 'attempt/watch', 'attempt/slot', 'attempt/outcome',
  'page/tidy', 'page/leaving', 'sdk/instance', 'sdk/drivers/cashier', 'session/result-codes'];

const PARTS: readonly (readonly [name: string, files: readonly string[]])[] = [
  ['one attempt, from click to outcome, and the clean page', ATTEMPT],
  ['loading the SDK by script tag', LOADER],
  ['asking the server, resume()', CONFIRMING],
  ['describeSession()', ['session/describe']],
  ['checking options', ['options', 'check']],
  ['records of started payments', RECORDS],
  ['errors with their hints', ['errors']],
  ['bind()', ['bind']],
  ['events', ['events/catalogue', 'events/normalize']],
];
const LATER = ['everything above that no page needs before the click', [...ATTEMPT, ...LOADER, ...CONFIRMING, ...RECORDS, 'session/describe', 'session/keeper']] as const;

async function sizeWithout(files: readonly string[]): Promise<number> {
  const { outputFiles } = await bundle({
    entryPoints: [`${src}/index.ts`],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2018',
    write: false,
    logLevel: 'silent',
    plugins: [{
      name: 'taken out',
      setup: (build) => {
        build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
          const file = path.slice(src.length + 1, -'.ts'.length).replaceAll('\\', '/');
          if (!files.includes(file)) return undefined;
          const names = [...readFileSync(path, 'utf8').matchAll(/^export (?:function|const|class) (\w+)/gm)].map(([, name]) => name);
          return { contents: names.map((name) => `export const ${name} = globalThis.${name};`).join('\n') };
        });
      },
    }],
  });
  return gzipLength(outputFiles[0]?.text ?? '');
}

export const bench: Bench = {
  title: 'What each part costs (bytes, minified and gzipped)',
  run: async () => {
    const whole = await sizeWithout([]);
    const rows: (readonly [string, number])[] = [];
    for (const [name, files] of [...PARTS, LATER]) rows.push([name, whole - await sizeWithout(files)]);
    return {
      table: [['part', 'the whole is smaller without it by'], ...rows.map(([name, bytes]) => [name, number(bytes)]), ['**the whole**', number(whole)]],
      chinese: {
        title: '各部分的大小（字节，压缩并 gzip）',
        table: [['部分', '去掉后减少'], ...rows.map(([name, bytes]) => [name, number(bytes)]), ['**全部**', number(whole)]],
      },
      targets: [],
      data: { whole, without: Object.fromEntries(rows) },
    };
  },
};
