/** The sizes that bench/results.json and the READMEs show are those of this build. Only ours: the peers are not installed by `npm ci`. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { measureOurs, type Size, type SizesData } from '../../bench/sizes.ts';
import { deflaterProbe } from '../../bench/support/compress.ts';
import { blockOf, withBlock, type Language, type Part } from '../../bench/support/report.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(`${root}/${file}`, 'utf8');
const results = JSON.parse(read('bench/results.json')) as Record<string, Part> & { sizes: Part };
const written = results.sizes.data as SizesData;

/** Fails with what to do about it. */
const REDO = 'The built files have other sizes than those written down. Run: npm run bench -- sizes';
/** Distributions' Nodes deflate a little differently: see bench/support/compress.ts. */
const sameDeflater = deflaterProbe() === written.deflaterProbe;

/** What no deflater has a say in. */
const codeOf = ({ name, imports, minified, sha256 }: Size): unknown => ({ name, imports, minified, sha256 });
/** Every compressed length of one entry: in one file, and with code splitting. */
const lengthsOf = ({ gzip, brotli, split }: Size): number[] =>
  [gzip, brotli, ...(split ? [split.first.gzip, split.first.brotli, split.all.gzip, split.all.brotli] : [])];

describe('the sizes in bench/results.json', () => {
  let ours: Size[] = [];
  beforeAll(async () => { ours = await measureOurs(); });

  test('are of the very code that this build has', () => {
    expect(ours.map(codeOf), REDO).toEqual(written.ours.map(codeOf));
  });

  test(sameDeflater ? 'are true to the byte' : 'are true within one percent: this Node deflates unlike the one that measured, to the byte they cannot be compared', () => {
    const now = ours.map(lengthsOf);
    const then = written.ours.map(lengthsOf);
    if (sameDeflater) expect(now, REDO).toEqual(then);
    else now.forEach((lengths, i) => { lengths.forEach((length, j) => { expect(Math.abs(length / then[i]![j]! - 1), REDO).toBeLessThan(0.01); }); });
  });

  test('stand in the table and in the targets', () => {
    const shown = results.sizes.table.map((row) => row[2]!.replaceAll(',', ''));
    expect(shown.slice(1, written.ours.length + 1), REDO).toEqual(written.ours.map(({ gzip }) => String(gzip)));
    for (const { value } of results.sizes.targets) expect(written.ours.map(({ gzip }) => gzip), REDO).toContain(value);
  });
});

describe('the READMEs', () => {
  test.each<[string, Language]>([['README.md', 'en'], ['README.zh-CN.md', 'zh']])('%s shows what bench/results.json says', (file, language) => {
    const readme = read(file);
    expect(readme, 'Run: npm run bench -- sizes').toBe(withBlock(readme, blockOf(results, language)));
  });
});
