/**
 * No entry of the library is above its size limit, and what bench/results.json and the READMEs say of sizes and parts is of this build.
 * Only the library's own sizes are measured again: the peers are not installed by `npm ci`; `npm run test:examples` measures them.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { resultOf as cashierOf, type CashierData } from '../../bench/cashier.ts';
import { resultOf as leaksOf, type LeaksData } from '../../bench/leaks.ts';
import { measureParts, type Bundle, type PartsData } from '../../bench/parts.ts';
import { entryOf, figuresOf, measureOurs, overLimit, readLimits, targetsOf, type Size, type SizesData } from '../../bench/sizes.ts';
import { resultOf as stormOf } from '../../bench/storm.ts';
import { blocksOf, judge, withBlock, type Part } from '../../bench/support/report.ts';
import type { StormReport } from '../../bench/support/storm-page.ts';
import { codeOf, deflatesAlike, expectLengths } from './support/sizes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(`${root}/${file}`, 'utf8');
const results = JSON.parse(read('bench/results.json')) as Record<string, Part> &
  Readonly<Record<'sizes' | 'parts' | 'storm' | 'cashier' | 'leaks', Part>>;
const written = results.sizes.data as SizesData;
const writtenParts = results.parts.data as PartsData;

/** Fails with what to do about it. */
const REDO = 'The library has other sizes than those written down. Run: npm run bench -- sizes parts';
const sameDeflater = deflatesAlike(written);
const ASIDE = sameDeflater
  ? 'are true to the byte'
  : 'are true within one percent: this Node deflates unlike the one that measured, to the byte they cannot be compared';

/** Every compressed length of one entry: in one file, and with code splitting. */
const lengthsOf = ({ gzip, brotli, split }: Size): number[] => [
  gzip,
  brotli,
  ...(split ? [split.first.gzip, split.first.brotli, split.all.gzip, split.all.brotli] : []),
];

let ours: Size[] = [];
beforeAll(async () => {
  ours = await measureOurs();
});

describe('the size limits in package.json', () => {
  const limits = readLimits();

  test('are kept by every entry', () => {
    // The lengths of another deflater are held against bench/results.json below.
    expect(overLimit(sameDeflater ? ours : written.ours, limits)).toEqual([]);
  });

  test('are of the entries that there are', () => {
    expect(Object.keys(limits).sort()).toEqual(ours.map(entryOf).sort());
  });

  test('name the entry that is above its limit, and by how much', () => {
    const [loader] = ours as [Size];
    const limit = limits['{ fromCdn }']!;
    expect(overLimit([{ ...loader, gzip: limit }], limits)).toEqual([]);
    expect(overLimit([{ ...loader, gzip: limit + 97 }], limits)).toEqual([
      expect.stringMatching(/^\{ fromCdn \} has [\d,]+ B, 97 B above its limit of [\d,]+ B in package\.json\. Limits only ever go down/),
    ]);
    expect(overLimit([loader], {})).toEqual([expect.stringContaining('{ fromCdn } has no limit')]);
  });
});

describe('the sizes in bench/results.json', () => {
  test('are of the very code that this build has', () => {
    expect(ours.map(codeOf), REDO).toEqual(written.ours.map(codeOf));
    const build = createHash('sha256').update(read('dist/antom-checkout-controller.iife.min.js')).digest('hex');
    expect([results.sizes.build, results.parts.build], REDO).toEqual([build, build]);
  });

  test(ASIDE, () => {
    expect(ours.length, REDO).toBe(written.ours.length);
    ours.forEach((size, index) => {
      expectLengths(lengthsOf(size), lengthsOf(written.ours[index]!), sameDeflater, REDO);
    });
  });

  test('stand in the table', () => {
    const shown = results.sizes.table.map((row) => row[2]!.replaceAll(',', ''));
    expect(shown.slice(1, written.ours.length + 1), REDO).toEqual(written.ours.map(({ gzip }) => String(gzip)));
  });

  test('are held against the targets, each as it is, and are the figures', () => {
    const now = sameDeflater ? ours : written.ours;
    expect(results.sizes.figures, REDO).toEqual(figuresOf(now));
    expect(results.sizes.targets, REDO).toEqual(targetsOf(now).map(judge));
  });
});

describe('what bench/results.json says each part costs', () => {
  let now: PartsData = { bundles: [] };
  beforeAll(async () => {
    now = await measureParts(false);
  });
  const all = ({ bundles }: PartsData): Bundle[] => bundles.flatMap(({ whole, loader }) => [whole, loader]);

  test('is of the very sources', () => {
    const codes = ({ bundles }: PartsData): unknown => bundles.map(({ name, whole, loader }) => [name, whole.sha256, loader.sha256]);
    expect(codes(now), REDO).toEqual(codes(writtenParts));
  });

  test(ASIDE, () => {
    const then = all(writtenParts);
    // Terser, which takes its time, is not asked: it makes the same of the same.
    const pairs = all(now).flatMap(({ gzip }, index) => (gzip === null ? [] : [[gzip, then[index]!.gzip!] as const]));
    expect(pairs.length).toBeGreaterThan(20);
    expectLengths(
      pairs.map(([length]) => length),
      pairs.map(([, length]) => length),
      sameDeflater,
      REDO,
    );
  });

  test('stands in the table', () => {
    const [as, ...variants] = writtenParts.bundles.map(({ whole, loader }) => [whole.gzip!, loader.gzip!] as const);
    const saved = (bytes: number): string => (bytes === 0 ? '–' : String(bytes));
    const rows = results.parts.table.slice(1).map((row) => row.slice(1).map((cell) => cell.replaceAll(',', '')));
    expect(rows, REDO).toEqual([...variants.map(([whole, loader]) => [saved(as![0] - whole), saved(as![1] - loader)]), as!.map(String)]);
  });
});

test.each([
  ['storm', () => stormOf(results.storm.data as StormReport)],
  ['cashier', () => cashierOf(results.cashier.data as CashierData)],
  ['leaks', () => leaksOf(results.leaks.data as LeaksData)],
] as const)('bench/results.json says of %s what its raw numbers say', (part, measured) => {
  const { table, notes, figures, targets } = measured();
  expect(results[part]).toMatchObject({ table, notes, figures, targets: targets.map(judge) });
});

test('every size in kB that stands in a sentence is a measured one', () => {
  const measured = new Set([...written.ours, ...written.peers].map(({ gzip }) => String(Math.round(gzip / 1000))));
  const files = [
    'README.md',
    'README.zh-CN.md',
    'CHANGELOG.md',
    ...readdirSync(`${root}/docs`)
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
    'src/core/errors.ts',
    'src/sdk/sources/module.ts',
  ];
  const said = files.flatMap((file) => Array.from(read(file).matchAll(/(\d+) kB/g), ([, size]) => `${file}: ${size!}`));
  expect(said.length).toBeGreaterThan(4);
  expect(said.filter((line) => !measured.has(line.replace(/^.*: /, '')))).toEqual([]);
});

describe('between its marks', () => {
  test.each(Object.entries(blocksOf(results)))('%s shows what bench/results.json says', (file, block) => {
    const page = read(file);
    expect(page, 'Run: npm run bench -- sizes parts').toBe(withBlock(page, block));
  });

  test('a README has five numbers', () => {
    expect(Object.values(results).flatMap(({ figures = [] }) => figures)).toHaveLength(5);
  });
});
