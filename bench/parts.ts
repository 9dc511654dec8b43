/**
 * What each part of the library costs, and what it would save to build it otherwise: the whole and the loader alone, bundled as in sizes.ts
 * but from the sources, each as it is less what is left of it without that part, or built that way.
 *
 * A part that is taken out leaves its names, so that what uses them stays. No target: the table tells where a byte can be saved. None of the other builds is run: what one of them would break is not in the table.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import terser from '@rollup/plugin-terser';
import { build as bundle } from 'esbuild';
import { rollup } from 'rollup';
import ts from 'typescript';
import type { Bench, Table } from './support/bench.ts';
import { gzipLength } from './support/compress.ts';
import { number } from './support/report.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const src = fileURLToPath(new URL('../src', import.meta.url));

interface Variant {
  readonly name: string;
  /** Taken out. */
  readonly without?: readonly string[];
  /** Every sentence in the code is an empty text. */
  readonly wordless?: true;
  /** Properties with private names have short ones. */
  readonly shortened?: true;
  readonly target?: 'es2020';
  /** Minified by terser, three passes, instead of esbuild. */
  readonly terser?: true;
}

const LOADER = [
  'sdk/sources/cdn',
  'sdk/script/load',
  'sdk/script/page-tag',
  'sdk/script/tag',
  'sdk/script/pending-tags',
  'sdk/script/module-globals',
  'sdk/script/diagnose',
];
const CONFIRMING = [
  'confirmation/answer',
  'confirmation/resolve',
  'confirmation/poll',
  'confirmation/resume',
  'confirmation/unconfirmed',
  'confirmation/client',
  'page/activity',
];
const RECORDS = ['payments/guard', 'payments/records', 'payments/storage'];
const ATTEMPT = [
  'attempt/attempt',
  'outcome/decide',
  'outcome/retry',
  'outcome/outcome',
  'component/component',
  'component/teardown',
  'component/watchdog',
  'component/page-snapshot',
  'component/reach',
  'page/lock',
  'page/navigation',
  'sdk/instance',
  'sdk/drivers/cashier',
  'session/result-codes',
];
/** Needed by no page before the click. */
const LATER = [...ATTEMPT, ...LOADER, ...CONFIRMING, ...RECORDS, 'session/describe', 'session/parse', 'session/diagnose', 'session/cache'];

const AS_IT_IS: Variant = { name: 'as it is' };
const VARIANTS: readonly Variant[] = [
  {
    name: 'without one attempt, from click to outcome, and the clean page',
    without: ATTEMPT,
  },
  { name: 'without loading the SDK by script tag', without: LOADER },
  { name: 'without asking the server, and resume()', without: CONFIRMING },
  { name: 'without describeSession()', without: ['session/describe', 'session/parse', 'session/diagnose'] },
  { name: 'without checking options', without: ['options', 'core/validate'] },
  { name: 'without records of started payments', without: RECORDS },
  { name: 'without errors and their hints', without: ['core/errors'] },
  { name: 'without bind()', without: ['bind'] },
  { name: 'without events', without: ['events/catalogue', 'events/normalize'] },
  { name: 'without all of this that no page needs before the click', without: LATER },
  { name: 'every sentence of its messages taken out', wordless: true },
  { name: 'private names shortened, as many as can be', shortened: true },
  { name: 'minified by terser in three passes', terser: true },
  { name: 'ES2020 syntax instead of ES2018', target: 'es2020' },
  { name: 'the last four together', wordless: true, shortened: true, terser: true, target: 'es2020' },
];

/** One bundle. */
export interface Bundle {
  /** Null where terser was not asked. */
  readonly gzip: number | null;
  /** Of the code as esbuild gives it, before terser: two equal ones have equal sizes on every machine. */
  readonly sha256: string;
}

export interface Cost {
  readonly name: string;
  readonly whole: Bundle;
  readonly loader: Bundle;
}

export interface PartsData {
  /** The first is the library as it is. */
  readonly bundles: readonly Cost[];
}

const pathOf = (file: string): string => `${src}/${file}.ts`;

/** The names that a module exports, types aside. */
async function exportsOf(path: string): Promise<readonly string[]> {
  const { metafile } = await bundle({
    entryPoints: [path],
    format: 'esm',
    outdir: 'out',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  return Object.values(metafile.outputs)[0]?.exports ?? [];
}

async function bundled(imports: '*' | '{ fromCdn }', variant: Variant, names: RegExp, askTerser: boolean): Promise<Bundle> {
  const { without = [], target = 'es2018' } = variant;
  const gone = without.filter((file) => !existsSync(pathOf(file)));
  if (gone.length > 0) throw new Error(`bench/parts.ts takes out what src does not have: ${gone.join(', ')}`);
  const { outputFiles } = await bundle({
    stdin: { contents: `export ${imports} from './index.ts';`, resolveDir: src },
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: 'esm',
    target,
    write: false,
    logLevel: 'silent',
    ...(variant.shortened ? { mangleProps: names } : {}),
    plugins: [
      {
        name: 'variant',
        setup: (build) => {
          build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
            const file = path.slice(src.length + 1, -'.ts'.length).replaceAll('\\', '/');
            if (without.includes(file)) return { contents: (await exportsOf(path)).map((name) => `export let ${name};`).join('\n') };
            return variant.wordless ? { contents: wordless(readFileSync(path, 'utf8')), loader: 'ts' } : undefined;
          });
        },
      },
    ],
  });
  const text = outputFiles[0]?.text ?? '';
  const sha256 = createHash('sha256').update(text).digest('hex');
  if (!variant.terser) return { gzip: gzipLength(text), sha256 };
  return { gzip: askTerser ? gzipLength(await byTerser(text)) : null, sha256 };
}

async function byTerser(code: string): Promise<string> {
  const inMemory = { name: 'in memory', resolveId: (id: string) => id, load: () => code };
  const built = await rollup({ input: 'bundle.js', plugins: [inMemory] });
  const { output } = await built.generate({ format: 'es', plugins: [terser({ module: true, compress: { passes: 3 } })] });
  return output[0].code;
}

/** At least three words, and nothing that selectors or addresses are made of. */
const isSentence = (text: string): boolean => /[a-z]+[,:;]? [a-z']+[,:;]? [a-z']+/i.test(text) && !/[<>#=[\]]|:\/\//.test(text);

function wordless(source: string): string {
  const transform: ts.TransformerFactory<ts.SourceFile> = (context) => {
    const visit = (node: ts.Node): ts.Node => {
      const text = ts.isStringLiteralLike(node)
        ? node.text
        : ts.isTemplateExpression(node)
          ? [node.head, ...node.templateSpans.map(({ literal }) => literal)].map((piece) => piece.text).join('it')
          : '';
      return isSentence(text) ? ts.factory.createStringLiteral('') : ts.visitEachChild(node, visit, context);
    };
    return (file) => ts.visitEachChild(file, visit, context);
  };
  const {
    transformed: [file],
  } = ts.transform(ts.createSourceFile('source.ts', source, ts.ScriptTarget.ESNext), [transform]);
  return ts.createPrinter({ removeComments: true }).printFile(file!);
}

/** Names of properties that neither the package's types nor those of the language and the DOM have, and that no text of the sources is. */
function privateNames(): RegExp {
  const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
    // The entry for servers is in no page.
    .filter((file) => file.endsWith('.ts') && !/^server[/\\]/.test(file))
    .map((file) => readFileSync(`${src}/${file}`, 'utf8'));
  const libraries = fileURLToPath(new URL('.', import.meta.resolve('typescript')));
  const platform = readdirSync(libraries)
    .filter((file) => /^lib\.(dom|es5|es20\d\d.*)\.d\.ts$/.test(file))
    .map((file) => readFileSync(`${libraries}${file}`, 'utf8'));
  const taken = new Set([readFileSync(`${root}/dist/index.d.ts`, 'utf8'), ...platform].flatMap((text) => text.match(/[\w$]+/g) ?? []));
  const found = new Set<string>();
  for (const source of sources) {
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node)) taken.add(node.text);
      else if (
        (ts.isTypeElement(node) || ts.isClassElement(node) || ts.isObjectLiteralElement(node)) &&
        node.name &&
        ts.isIdentifier(node.name)
      )
        found.add(node.name.text);
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.ESNext));
  }
  return new RegExp(`^(${[...found].filter((name) => !taken.has(name)).join('|')})$`);
}

/**
 * All bundles of the current sources; the private names need dist/ too.
 *
 * @param askTerser takes seconds, and would make the same of the same
 */
export async function measureParts(askTerser: boolean): Promise<PartsData> {
  const names = privateNames();
  return {
    bundles: await Promise.all(
      [AS_IT_IS, ...VARIANTS].map(async (variant) => {
        const [whole, loader] = await Promise.all([
          bundled('*', variant, names, askTerser),
          bundled('{ fromCdn }', variant, names, askTerser),
        ]);
        return { name: variant.name, whole, loader };
      }),
    ),
  };
}

/** @param data with the bundles of AS_IT_IS and VARIANTS, in this order */
function tableOf({ bundles }: PartsData): Table {
  const bytes = (index: number, of: 'whole' | 'loader'): number => bundles[index]?.[of].gzip ?? NaN;
  const saved = (index: number, of: 'whole' | 'loader'): string => {
    const less = bytes(0, of) - bytes(index, of);
    return less === 0 ? '–' : number(less);
  };
  return [
    ['left out, or built otherwise', 'the whole: less by', '`fromCdn` alone: less by'],
    ...VARIANTS.map(({ name }, index) => [name, saved(index + 1, 'whole'), saved(index + 1, 'loader')]),
    [`**${AS_IT_IS.name}**`, number(bytes(0, 'whole')), number(bytes(0, 'loader'))],
  ];
}

export const bench: Bench = {
  title: 'What each part costs (bytes, minified and gzipped)',
  run: async () => {
    const data = await measureParts(true);
    return { table: tableOf(data), targets: [], data };
  },
};
