/**
 * Size: what a page downloads for each entry of the library, and for its peers, all through the same bundler call in the same run.
 * The targets are the limits in package.json, one for each entry: gzipped bytes, which only ever go down.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import type { Bench, Figure, Table, Target } from './support/bench.ts';
import { brotliLength, deflaterProbe, gzipLength } from './support/compress.ts';
import { number } from './support/report.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const peersFolder = fileURLToPath(new URL('.', import.meta.url));

/** What an app's bundler would not bundle with the library. */
const SDK = '@alipay/ams-checkout';
const EXTERNAL = ['react', 'react-dom', 'vue', SDK];
/** A subpath entry uses the package's main one, which is measured by itself. */
const OWN = 'antom-checkout-controller';

/** One thing that a page might import. */
export interface Item {
  /** The package or file. */
  readonly name: string;
  /** What of it is imported. */
  readonly imports: string;
  /** The module that is bundled, or null where the file counts as it is. */
  readonly code: string | null;
  readonly file?: string;
  /** Where the code's imports are resolved from. */
  readonly folder: string;
  /** Default: EXTERNAL. */
  readonly external?: readonly string[];
}

export interface Bytes {
  readonly minified: number;
  readonly gzip: number;
  readonly brotli: number;
}

export interface Size extends Bytes {
  readonly name: string;
  readonly imports: string;
  /** Of the minified code: two equal ones have equal sizes on every machine. */
  readonly sha256: string;
  /** With code splitting, where dynamic imports make a difference: what the page loads at first, and all there is. */
  readonly split: { readonly first: Bytes; readonly all: Bytes } | null;
}

export interface SizesData {
  readonly ours: readonly Size[];
  readonly peers: readonly Size[];
  /** See compress.ts. */
  readonly deflaterProbe: number;
}

const EVERYTHING = '*';
const LOADER = 'fromCdn';
const CONTROLLER = 'CheckoutController';
const SCRIPT = 'antom-checkout-controller.iife.min.js';
/** It holds the library too. */
const ELEMENT = 'antom-checkout-element.iife.min.js';
const DOCTOR = 'antom-checkout-doctor.iife.min.js';

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, unknown>>;
  /** Gzipped bytes by entry: see `entryOf`. */
  readonly sizeLimits: Readonly<Record<string, number>>;
}
const readManifest = (): Manifest => JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as Manifest;

/** The library: its loader, its controller, every entry of its package.json as a whole, and its script-tag files. */
export function ourItems(): Item[] {
  const manifest = readManifest();
  const main = './dist/index.js';
  const items: Item[] = [LOADER, CONTROLLER].map((imports) => ({
    name: manifest.name,
    imports,
    code: `export { ${imports} } from '${main}'`,
    folder: root,
  }));
  for (const [path, conditions] of Object.entries(manifest.exports)) {
    const file = moduleOf(conditions);
    if (file !== null)
      items.push({
        name: `${manifest.name}${path.slice(1)}`,
        imports: EVERYTHING,
        code: `export * from '${file}'`,
        folder: root,
        external: path === '.' ? EXTERNAL : [...EXTERNAL, OWN, 'node:url'],
      });
  }
  for (const name of [SCRIPT, ELEMENT, DOCTOR]) items.push({ name, imports: EVERYTHING, code: null, file: `dist/${name}`, folder: root });
  return items;
}

/** The ES module of one entry of `exports`, or null where it has none (patterns, package.json). */
function moduleOf(conditions: unknown): string | null {
  if (typeof conditions !== 'object' || conditions === null) return null;
  const { import: esm, default: any } = conditions as { import?: unknown; default?: unknown };
  const found: unknown = typeof esm === 'object' && esm !== null ? (esm as { default?: unknown }).default : (esm ?? any);
  return typeof found === 'string' ? found : null;
}

/** Each as its own guide imports it. */
const PEERS: readonly (readonly [packageName: string, imports: string, code?: string])[] = [
  ['@googlemaps/js-api-loader', 'setOptions, importLibrary'],
  ['@stripe/stripe-js', 'loadStripe'],
  ['@paypal/paypal-js/sdk-v6', 'loadCoreSdkScript'],
  ['@checkout.com/checkout-web-components', 'loadCheckoutWebComponents'],
  ['@fingerprint/agent', 'start'],
  ['@stripe/react-stripe-js', 'Elements, PaymentElement, useElements, useStripe'],
  ['@adyen/adyen-web', 'AdyenCheckout'],
  ['nanostores', 'atom'],
  ['ky', 'ky', "export { default } from 'ky'"],
  ['@tanstack/query-core', 'QueryClient'],
];

function peerItems(): Item[] {
  const { dependencies } = JSON.parse(readFileSync(`${peersFolder}/package.json`, 'utf8')) as { dependencies: Record<string, string> };
  return PEERS.map(([from, imports, code]) => {
    const installed = Object.entries(dependencies).find(([name]) => from === name || from.startsWith(`${name}/`));
    if (!installed) throw new Error(`bench/package.json does not have ${from}`);
    return {
      name: `${from} ${installed[1]}`,
      imports,
      code: code ?? `export { ${imports} } from '${from}'`,
      folder: peersFolder,
    };
  });
}

/** What the library wraps and the page loads either way: by the guide's script tag, or from npm. */
function sdkItems(): Item[] {
  const folder = `${root}/node_modules/${SDK}`;
  const { version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as { version: string };
  const name = `${SDK} ${version}`;
  return [
    { name: `${name}, its script-tag file`, imports: EVERYTHING, code: null, file: 'dist/umd/ams-checkout.min.js', folder },
    { name, imports: 'AMSCashierPayment', code: `export { AMSCashierPayment } from '${SDK}'`, folder: root, external: [] },
  ];
}

export async function measure(item: Item): Promise<Size> {
  if (item.code === null) {
    const text = readFileSync(`${item.folder}/${item.file ?? ''}`, 'utf8');
    return { name: item.name, imports: item.imports, ...bytesOf([text]), sha256: hashOf([text]), split: null };
  }
  const [one] = (await bundle(item, item.code, false)).files.values();
  const text = one ?? '';
  const parts = await bundle(item, item.code, true);
  const first = parts.first.map((path) => parts.files.get(path) ?? '');
  const all = [...parts.files.values()];
  return {
    name: item.name,
    imports: item.imports,
    ...bytesOf([text]),
    sha256: hashOf([text]),
    split: all.length === first.length ? null : { first: bytesOf(first), all: bytesOf(all) },
  };
}

interface Bundled {
  /** Code by path. */
  readonly files: ReadonlyMap<string, string>;
  /** The entry and what it imports statically. */
  readonly first: readonly string[];
}

/** `esbuild --bundle --minify --format=esm`, as an app would be built. */
async function bundle(item: Item, contents: string, splitting: boolean): Promise<Bundled> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: item.folder },
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: 'esm',
    splitting,
    external: [...(item.external ?? EXTERNAL)],
    outdir: 'bundled',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const paths = Object.keys(metafile.outputs);
  const files = new Map(
    paths.map((path) => [path, outputFiles.find((file) => file.path.replaceAll('\\', '/').endsWith(path))?.text ?? '']),
  );
  const entry = paths.find((path) => metafile.outputs[path]?.entryPoint === '<stdin>');
  if (entry === undefined) throw new Error(`esbuild gave no entry for ${item.name}`);
  return { files, first: staticallyFrom(metafile, entry) };
}

function staticallyFrom(metafile: Metafile, entry: string): string[] {
  const found = [entry];
  // Grows while it is walked.
  for (const path of found) {
    for (const { path: next, kind, external } of metafile.outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && external !== true && !found.includes(next)) found.push(next);
    }
  }
  return found;
}

/** Files are compressed one by one, as a server does. */
function bytesOf(texts: readonly string[]): Bytes {
  const sum = (length: (text: string) => number): number => texts.reduce((total, text) => total + length(text), 0);
  return { minified: sum((text) => Buffer.byteLength(text)), gzip: sum(gzipLength), brotli: sum(brotliLength) };
}

function hashOf(texts: readonly string[]): string {
  return createHash('sha256').update(texts.join('\n')).digest('hex');
}

/** The sizes of the built library alone; they need none of the peers. */
export async function measureOurs(): Promise<Size[]> {
  if (!existsSync(`${root}/dist/index.js`)) throw new Error('dist/ is not there: run "npm run build" first.');
  return Promise.all(ourItems().map(measure));
}

/** The peers' and the SDK's; the peers are installed by bench/package.json. */
export async function measurePeers(progress: (line: string) => void = () => undefined): Promise<Size[]> {
  const peers: Size[] = [];
  for (const item of [...peerItems(), ...sdkItems()]) {
    progress(`bundling ${item.name}`);
    peers.push(await measure(item));
  }
  return peers;
}

const HEAD = ['package', 'what is imported', 'one file', 'split: at first', 'split: in all'];
const NOTES = [
  'The last two rows are the SDK that the library drives: the page loads it with the library and without. ' +
    "What `fromCdn` does for its bytes that PayPal's loader does not is in [the two loaders](#the-two-loaders).",
];

function tableOf(ours: readonly Size[], peers: readonly Size[]): Table {
  // The columns of code splitting, only where it makes a difference.
  const columns = [...ours, ...peers].some(({ split }) => split !== null) ? 5 : 3;
  const row = ({ name, imports, gzip, split }: Size, mark: string): string[] => [
    `${mark}${name}${mark}`,
    imports === EVERYTHING ? 'everything' : `\`${imports}\``,
    number(gzip),
    number(split?.first.gzip ?? gzip),
    number(split?.all.gzip ?? gzip),
  ];
  return [HEAD, ...ours.map((size) => row(size, '**')), ...peers.map((size) => row(size, ''))].map((cells) => cells.slice(0, columns));
}

export function figuresOf(ours: readonly Size[]): Figure[] {
  const gzip = (fits: (size: Size) => boolean): string => {
    const found = ours.find(fits);
    if (!found) throw new Error('a figure names something that was not measured');
    return `${number(found.gzip)} B`;
  };
  return [
    {
      english: 'Script-tag file, minified and gzipped',
      chinese: 'script 标签文件，压缩并 gzip',
      value: gzip(({ name }) => name === SCRIPT),
    },
    {
      english: 'ES module, everything, bundled by esbuild and gzipped',
      chinese: 'ES 模块，全部导入，由 esbuild 打包并 gzip',
      value: gzip(({ name, imports }) => name === OWN && imports === EVERYTHING),
    },
  ];
}

/** The name of an entry in `sizeLimits`: a file or package that is imported as a whole, or the names that are imported of the package. */
export const entryOf = ({ name, imports }: Pick<Size, 'name' | 'imports'>): string => (imports === EVERYTHING ? name : `{ ${imports} }`);

export const readLimits = (): Manifest['sizeLimits'] => readManifest().sizeLimits;

export function targetsOf(ours: readonly Size[]): Target[] {
  const limits = readLimits();
  return ours.map((size) => ({
    claim: `\`${entryOf(size)}\` keeps its size limit`,
    value: size.gzip,
    // An entry without a limit meets none.
    limit: limits[entryOf(size)] ?? 0,
    unit: 'B',
  }));
}

/** A sentence for each entry that is above its limit. */
export function overLimit(ours: readonly Pick<Size, 'name' | 'imports' | 'gzip'>[], limits: Manifest['sizeLimits']): string[] {
  return ours.flatMap((size) => {
    const entry = entryOf(size);
    const limit = limits[entry];
    if (limit === undefined) return [`${entry} has no limit: package.json needs one under "sizeLimits", ${number(size.gzip)} at most.`];
    if (size.gzip <= limit) return [];
    return [
      `${entry} has ${number(size.gzip)} B, ${number(size.gzip - limit)} B above its limit of ${number(limit)} B in package.json. ` +
        'Limits only ever go down: make the entry smaller.',
    ];
  });
}

export const bench: Bench = {
  title: 'Size (bytes, minified and gzipped)',
  run: async (progress) => {
    progress('bundling the library');
    const ours = await measureOurs();
    const peers = await measurePeers(progress);
    const data: SizesData = { ours, peers, deflaterProbe: deflaterProbe() };
    return {
      table: tableOf(ours, peers),
      notes: NOTES,
      figures: figuresOf(ours),
      targets: targetsOf(ours),
      data,
    };
  },
};
