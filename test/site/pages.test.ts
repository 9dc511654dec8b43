/** Which file is which page, and where the links of one lead. */
import { describe, expect, test } from 'vitest';
import { entries } from '../../site/entries.ts';
import { contentsOf, pages, targetOf, withTargets } from '../../site/pages.ts';
import { slug } from '../../tools/anchors.ts';

const at = (path: string): (typeof pages)[number] => pages.find((page) => page.path === path)!;

describe('the pages', () => {
  test('have an address of their own each, and one in Chinese', () => {
    const paths = pages.map(({ path }) => path);
    expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
    const english = paths.filter((path) => !path.startsWith('zh/'));
    expect(paths.filter((path) => path.startsWith('zh/')).sort()).toEqual(english.map((path) => `zh/${path}`).sort());
  });

  test('are translated, or borrowed from the English ones', () => {
    expect(at('zh/spa.md')).toMatchObject({ file: 'docs/spa.zh-CN.md', borrowed: false });
    expect(at('zh/faults.md')).toMatchObject({ file: 'docs/faults.md', borrowed: true });
  });

  test('of docs/README.md are in the navigation once each', () => {
    const listed = contentsOf().flatMap(({ rows }) => rows.flatMap(({ paths }) => paths));
    expect(new Set(listed).size).toBe(listed.length);
    expect(listed).toEqual(expect.arrayContaining(['script-tag.md', 'why.md', 'bench.md', 'examples.md', 'changelog.md']));
    expect(listed.filter((path) => pages.every((page) => page.path !== path))).toEqual([]);
  });

  test('of the API are the entries of package.json that have types', () => {
    expect(entries.slice(0, 3)).toEqual([
      { name: 'antom-checkout-controller', page: 'index', types: 'dist/index.d.ts' },
      { name: 'antom-checkout-controller/server', page: 'server', types: 'dist/server.d.ts' },
      { name: 'antom-checkout-controller/react', page: 'react', types: 'dist/react.d.ts' },
    ]);
    expect(entries.map(({ page }) => page)).toEqual(
      expect.arrayContaining(['vue', 'custom-element', 'doctor', 'testing', 'testing-node', 'testing-ams-checkout']),
    );
  });
});

describe('a link', () => {
  test.each([
    ['index.md', 'docs/outcomes.md#how', '/outcomes.md#how'],
    ['spa.md', '../README.md', '/index.md'],
    ['spa.md', 'spa.zh-CN.md', '/zh/spa.md'],
    ['server.md', '../examples/server', '/examples/server.md'],
    ['examples.md', 'vite', '/examples/vite.md'],
    ['documentation.md', 'api-report/testing-node.api.md', '/api/testing-node.md'],
    ['zh/spa.md', 'spa.md', '/spa.md'],
    ['zh/spa.md', 'errors.md#sdk-offline', '/zh/errors.md#sdk-offline'],
    ['zh/errors.md', 'outcomes.md', '/zh/outcomes.md'],
    ['zh/why.md', 'outcomes.md#when-it-is-asked', '/zh/outcomes.md#何时查询'],
    ['spa.md', '#react', '#react'],
    ['spa.md', 'https://react.dev/', 'https://react.dev/'],
  ])('of %s to %s leads to %s', (page, url, to) => {
    expect(targetOf(at(page), url)).toBe(to);
  });

  test('to a file that is no page leads to the repository, or is none while there is no repository', () => {
    expect(targetOf(at('server.md'), '../.env.example', null)).toBeNull();
    expect(targetOf(at('server.md'), '../.env.example', 'https://host/name')).toBe('https://host/name/blob/main/.env.example');
    expect(targetOf(at('server.md'), '../src/server', 'https://host/name')).toBe('https://host/name/tree/main/src/server');
  });

  test('to nothing is an error', () => {
    expect(() => targetOf(at('server.md'), 'nothing.md')).toThrow(/server\.md links to nothing\.md/);
  });

  test('is found wherever Markdown has one, and in no code', () => {
    const page = '| [a.md](a.md) | ![p](a.md "t") |\n\n`[a](a.md)`\n\n[ref]: a.md\n\n```md\n[a](a.md)\n```\n';
    expect(withTargets(page, () => '/b.md')).toBe(
      '| [a.md](/b.md) | ![p](/b.md "t") |\n\n`[a](a.md)`\n\n[ref]: /b.md\n\n```md\n[a](a.md)\n```\n',
    );
    expect(withTargets('See [`.env`](.env), and [b](b.md).', (url) => (url === '.env' ? null : url))).toBe('See `.env`, and [b](b.md).');
  });
});

test.each([
  ['What the `retry` says', 'what-the-retry-says'],
  ["The SDK's instance", 'the-sdks-instance'],
  ['何时查询（英文）？', '何时查询英文'],
  ['a — b', 'a--b'],
])('the anchor of "%s" is %s, as on GitHub', (heading, anchor) => {
  expect(slug(heading.replaceAll('`', ''))).toBe(anchor);
});
