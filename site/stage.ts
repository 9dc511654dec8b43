/**
 * Lays out the pages of the site as VitePress reads them: the files of the repository at their addresses in the site, with their links led there. The
 * text is not changed, so docs/ stays what GitHub shows.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { entries, root, work } from './entries.ts';
import { pages, read, targetOf, withTargets, type Page } from './pages.ts';

export const staged = `${work}pages/`;
/** What typedoc has written, see api.ts. */
export const api = `${work}api/`;
/** The pictures of the pages. */
const PICTURES = 'docs/assets';

const BORROWED = '> 本页尚无中文版，以下为英文原文。';

/** Its language is said to screen readers. */
const borrowed = (markdown: string): string =>
  markdown.replace(/^(# .+)\n([\s\S]*)$/m, `$1\n\n${BORROWED}\n\n<div lang="en">\n$2\n</div>\n`);

function contentOf(page: Page): string {
  const markdown = withTargets(read(page.file), (url, isImage) => {
    if (!isImage || /^[a-z]+:/.test(url)) return targetOf(page, url);
    return posix.relative(posix.dirname(page.path), posix.join(posix.dirname(page.file), url).replace(/^docs\//, ''));
  });
  return page.borrowed ? borrowed(markdown) : markdown;
}

/** Writes what has changed, so that a dev server loads no other page again, and takes away what is no page any more. */
export function stage(): void {
  const contents = new Map(pages.map((page) => [page.path, contentOf(page)]));
  for (const { page } of entries) {
    const markdown = readFileSync(`${api}${page}.md`, 'utf8');
    contents.set(`api/${page}.md`, markdown);
    contents.set(`zh/api/${page}.md`, borrowed(markdown));
  }
  for (const [path, content] of contents) {
    const file = staged + path;
    if (existsSync(file) && readFileSync(file, 'utf8') === content) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  for (const path of readdirSync(staged, { recursive: true, encoding: 'utf8' })) {
    if (path.endsWith('.md') && !contents.has(path.replaceAll('\\', '/'))) rmSync(staged + path);
  }
  if (existsSync(root + PICTURES)) cpSync(root + PICTURES, join(staged, 'assets'), { recursive: true });
}
