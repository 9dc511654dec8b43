/** The table of how a form ends stands in docs/inline.md and docs/outcomes.md, word for word. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const tableOf = (page: string): string =>
  /<!-- inline -->\n([\s\S]*?)<!-- \/inline -->/.exec(readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8'))?.[1] ?? '';

test('docs/inline.md and docs/outcomes.md have the same table', () => {
  expect(tableOf('inline.md').split('\n').length).toBeGreaterThan(15);
  expect(tableOf('outcomes.md')).toBe(tableOf('inline.md'));
});

test('docs/outcomes.zh-CN.md has as many rows', () => {
  const chinese = readFileSync(new URL('../../docs/outcomes.zh-CN.md', import.meta.url), 'utf8');
  const section = /\n## 页面内的表单\n([\s\S]*?)\n## /.exec(chinese)?.[1] ?? '';
  const rows = (text: string): number => text.split('\n').filter((line) => line.startsWith('| ')).length;
  expect(rows(section)).toBe(rows(tableOf('inline.md')));
});
