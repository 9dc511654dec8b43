/** Every link of every built page leads to a page, a heading or a file of the site. Those to other hosts are `npm run links`'. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const dist = fileURLToPath(new URL('../../site/dist/', import.meta.url));
const htmls = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.html'));

/** As Vue writes them: always in double quotes. */
const valuesOf = (html: string, name: string): string[] =>
  Array.from(html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g')), ([, value = '']) =>
    value.replaceAll('&amp;', '&').replaceAll('&#39;', "'"),
  );
const read = (file: string): string => readFileSync(dist + file, 'utf8');
const idsOf = new Map(htmls.map((file) => [file, new Set(valuesOf(read(file), 'id'))]));

function faultOf(page: string, link: string): string | null {
  const [path = '', anchor = ''] = decodeURIComponent(link).split('#');
  const named = path === '' ? page : posix.join('.', path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(page), path));
  const file = named === '.' || named.endsWith('/') ? posix.join(named, 'index.html') : named;
  if (!existsSync(dist + file)) return `${page}: ${link} is not there`;
  return anchor === '' || idsOf.get(file)?.has(anchor) === true ? null : `${page}: ${link} has no such heading`;
}

const linksOf = (page: string): string[] =>
  [...valuesOf(read(page), 'href'), ...valuesOf(read(page), 'src')].filter((link) => !/^([a-z]+:|\/\/)/.test(link));

describe('the links of the site', () => {
  test('are looked at, and a dead one is found', () => {
    expect(htmls).toEqual(expect.arrayContaining(['index.html', 'outcomes.html', 'zh/index.html', 'zh/outcomes.html', 'api/index.html']));
    expect(linksOf('index.html')).toContain('/outcomes.html');
    expect(faultOf('index.html', '/outcomes.html#with-inquirypayment')).toBeNull();
    expect(faultOf('index.html', '/outcomes.html#nowhere')).toMatch(/no such heading/);
    expect(faultOf('zh/spa.html', './nothing.html')).toMatch(/not there/);
  });

  test.each(htmls)('lead somewhere in %s', (page) => {
    expect(
      linksOf(page)
        .map((link) => faultOf(page, link))
        .filter((fault) => fault !== null),
    ).toEqual([]);
  });

  test('keep no Markdown address of the repository', () => {
    expect(
      htmls.flatMap((page) =>
        valuesOf(read(page), 'href')
          .filter((link) => !link.startsWith('http') && /(^|\/)\.\.\/|\.md(#|$)/.test(link))
          .map((link) => `${page}: ${link}`),
      ),
    ).toEqual([]);
  });
});
