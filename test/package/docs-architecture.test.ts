/** docs/architecture.md names every file of src/, and no other. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);

test('the map of docs/architecture.md has every file of src, and none that is gone', () => {
  const map = /```\nsrc\/\n([\s\S]*?)```/.exec(readFileSync(new URL('docs/architecture.md', root), 'utf8'))?.[1] ?? '';
  const named = Array.from(map.matchAll(/[\w-]+\.ts\b/g), ([name]) => name).sort();
  const files = readdirSync(new URL('src', root), { recursive: true })
    .map((path) => String(path).replace(/^.*[/\\]/, ''))
    .filter((name) => name.endsWith('.ts'))
    .sort();
  expect(named).toEqual(files);
});
