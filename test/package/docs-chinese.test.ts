/** A Chinese page has the headings of its English one, level by level, and the very same code. Each `docs/*.zh-CN.md` is found by itself. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { remark } from 'remark';
import { describe, expect, test } from 'vitest';
import { textsIn } from '../../tools/troubleshooting.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(root + file, 'utf8');

const PAIRS: readonly (readonly [english: string, chinese: string])[] = [
  'README.zh-CN.md',
  ...readdirSync(`${root}docs`)
    .filter((name) => name.endsWith('.zh-CN.md'))
    .map((name) => `docs/${name}`),
].map((chinese) => [chinese.replace('.zh-CN.md', '.md'), chinese]);

test('the troubleshooting pages lead to the Chinese one of each page that has one', () => {
  const { file } = textsIn('zh');
  for (const name of readdirSync(`${root}docs`).filter((one) => one.endsWith('.md') && !one.endsWith('.zh-CN.md'))) {
    const chinese = name.replace('.md', '.zh-CN.md');
    expect(file(name)).toBe(existsSync(`${root}docs/${chinese}`) ? chinese : name);
  }
});

interface Node {
  readonly type: string;
  readonly depth?: number;
  readonly lang?: string | null | undefined;
  readonly value?: string;
  readonly children?: readonly Node[];
}
const all = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(all)];
const nodesOf = (text: string, type: string): Node[] => all(remark().parse(text)).filter((node) => node.type === type);

const levelsOf = (text: string): string[] => nodesOf(text, 'heading').map(({ depth = 0 }) => '#'.repeat(depth));

/** The commands of a shell have comments for people; every other block is to be the same to the letter. */
const codeOf = (text: string): string[] =>
  nodesOf(text, 'code').map(({ lang, value = '' }) => `${lang ?? ''}\n${lang === 'sh' ? value.replace(/ +# .*$/gm, '') : value}`);

describe('what is compared', () => {
  const page = '# A\n\n```sh\nnpm test  # all\n```\n\n## B\n\n- x\n\n  ```js\n  pay(); // now\n  ```\n';

  test('are the headings by their levels, and the code with its comments, but not those of a shell', () => {
    expect(levelsOf(page)).toEqual(['#', '##']);
    expect(codeOf(page)).toEqual(['sh\nnpm test', 'js\npay(); // now']);
    expect(codeOf(page.replace('# all', '# 全部'))).toEqual(codeOf(page));
    expect(codeOf(page.replace('// now', '// 现在'))).not.toEqual(codeOf(page));
  });
});

describe.each(PAIRS)('%s and %s', (english, chinese) => {
  test('are both there', () => {
    expect([english, chinese].filter((file) => !existsSync(root + file))).toEqual([]);
  });

  test('have the same levels of headings in the same order', () => {
    expect(levelsOf(read(chinese))).toEqual(levelsOf(read(english)));
  });

  test('have the same code', () => {
    expect(codeOf(read(chinese))).toEqual(codeOf(read(english)));
  });
});

test.each(['README.md', 'README.zh-CN.md'])('%s has at most 150 lines', (file) => {
  expect(read(file).trimEnd().split('\n').length).toBeLessThanOrEqual(150);
});
