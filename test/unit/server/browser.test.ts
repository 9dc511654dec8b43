// @vitest-environment node
/** What a browser's bundle gets instead: the names, and one sentence. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as entry from '../../../src/server';

it('throws one sentence when it is loaded', async () => {
  await expect(import('../../../src/server/browser')).rejects.toThrow(
    /^antom-checkout-controller\/server signs with your private key, so it belongs on a server: import it in no file that a browser loads\.$/,
  );
});

it('has every name of the entry, so that a build does not stop with another sentence', () => {
  const source = readFileSync(new URL('../../../src/server/browser.ts', import.meta.url), 'utf8');
  expect(Array.from(source.matchAll(/^export const (\w+)/gm), ([, name]) => name).sort()).toEqual(Object.keys(entry).sort());
});
