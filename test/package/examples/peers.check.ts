/** What bench/results.json says of the peers and of the SDK is true: they are installed as bench/ pins them, bundled and measured again. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { measurePeers, type Size, type SizesData } from '../../../bench/sizes.ts';
import { codeOf, deflatesAlike, expectLengths } from '../support/sizes.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { sizes } = JSON.parse(readFileSync(`${root}/bench/results.json`, 'utf8')) as { sizes: { data: SizesData; table: string[][] } };
const REDO = 'Run: npm run bench -- sizes parts';

describe('the peers in bench/results.json', () => {
  let now: Size[] = [];
  beforeAll(async () => {
    // A peer may ask for a newer Node than ours, but it is only bundled and never run.
    if (!existsSync(`${root}/bench/node_modules`))
      execFileSync('npm', ['ci', '--prefix', 'bench', '--engine-strict=false'], { cwd: root, shell: process.platform === 'win32' });
    now = await measurePeers();
  });

  test('are of the very code that is pinned', () => {
    expect(now.map(codeOf), REDO).toEqual(sizes.data.peers.map(codeOf));
  });

  test('have the lengths that are written down', () => {
    const lengths = (list: readonly Size[]): number[] => list.map(({ gzip }) => gzip);
    expectLengths(lengths(now), lengths(sizes.data.peers), deflatesAlike(sizes.data), REDO);
  });

  test('stand in the table', () => {
    expect(
      sizes.table.slice(1 + sizes.data.ours.length).map((row) => row[2]!.replaceAll(',', '')),
      REDO,
    ).toEqual(sizes.data.peers.map(({ gzip }) => String(gzip)));
  });
});
