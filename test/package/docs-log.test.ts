/** docs/logging.md lists every log entry's name, and no other. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const sources = readdirSync(new URL('src', root), { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts'));

test('the log entries of docs/logging.md are those of src', () => {
  const written = sources.flatMap((name) =>
    Array.from(readFileSync(new URL(`src/${name}`, root), 'utf8').matchAll(/\blog\([^;]*?'([a-z]+\.[a-z-]+)'/g), ([, entry]) => entry),
  );
  const [, table = ''] = /\| entry \| level \| says \|\n(.*?)\n\n/s.exec(readFileSync(new URL('docs/logging.md', root), 'utf8')) ?? [];
  const listed = table
    .split('\n')
    .slice(1)
    .flatMap((row) => Array.from((row.split('|')[1] ?? '').matchAll(/`([\w.-]+)`/g), ([, entry]) => entry));
  expect(written.length).toBeGreaterThan(5);
  expect(listed.sort()).toEqual([...new Set(written)].sort());
});
