/**
 * Which file of the repository is which page of the site, and where a link of one leads.
 *
 * A page that is not translated stands in the Chinese navigation too, in English: it is borrowed.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { remark } from 'remark';
import { anchorsOf } from '../tools/anchors.ts';
import { entries, repository, root } from './entries.ts';

export interface Page {
  /** In the site, `zh/spa.md`. */
  readonly path: string;
  /** In the repository, `docs/spa.zh-CN.md`. */
  readonly file: string;
  readonly language: 'en' | 'zh';
  readonly borrowed: boolean;
}

const CHINESE = /\.zh-CN\.md$/;
const NAMES: Readonly<Record<string, string>> = {
  'README.md': 'index.md',
  'docs/README.md': 'documentation.md',
  // docs/security.md is another one.
  'SECURITY.md': 'security-policy.md',
};

const markdownIn = (folder: string): string[] =>
  readdirSync(root + folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => folder + name);
const readmesIn = (folder: string): string[] =>
  readdirSync(root + folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${folder}${name}/README.md`)
    .filter((file) => existsSync(root + file));

/** Every file that is a page. */
const files = ['', 'docs/'].flatMap(markdownIn).concat(['bench/README.md', 'demo/README.md', 'examples/README.md'], readmesIn('examples/'));
const isTranslated = (file: string): boolean => files.includes(file.replace(/\.md$/, '.zh-CN.md'));

/** Of an English file. */
const pathOf = (file: string): string =>
  NAMES[file] ??
  file
    .replace(/^docs\//, '')
    .replace(/\/README\.md$/, '.md')
    .replace(/^[A-Z]+\.md$/, (name) => name.toLowerCase());

export const pages: readonly Page[] = files.flatMap((file): Page[] => {
  if (CHINESE.test(file)) return [{ path: `zh/${pathOf(file.replace(CHINESE, '.md'))}`, file, language: 'zh', borrowed: false }];
  const page: Page = { path: pathOf(file), file, language: 'en', borrowed: false };
  return isTranslated(file) ? [page] : [page, { ...page, path: `zh/${page.path}`, language: 'zh', borrowed: true }];
});

/**
 * Where a link of `page` leads in the site. Null: to a file that is no page, while there is no repository that could be linked to.
 * @throws when there is no such file
 */
export function targetOf(page: Pick<Page, 'file' | 'language' | 'borrowed'>, url: string, home = repository): string | null {
  if (/^[a-z][a-z+.-]*:|^[#/]/i.test(url)) return url;
  const [, path = '', anchor = ''] = /^([^#]*)(.*)$/.exec(url) ?? [];
  const named = posix.join(posix.dirname(page.file), decodeURIComponent(path)).replace(/\/$/, '');
  if (!existsSync(root + named)) throw new Error(`${page.file} links to ${url}, which is not there.`);
  const isFolder = statSync(root + named).isDirectory();
  const file = isFolder ? `${named}/README.md` : named;
  const report = /^docs\/api-report\/(.+)\.api\.md$/.exec(file)?.[1];
  if (report !== undefined) return `/${page.language === 'zh' ? 'zh/' : ''}api/${report}.md`;
  if (!files.includes(file)) return home === null ? null : `${home}/${isFolder ? 'tree' : 'blob'}/main/${named}${anchor}`;
  if (CHINESE.test(file)) return `/zh/${pathOf(file.replace(CHINESE, '.md'))}${anchor}`;
  // A translated page that links to the English one of another translated page means that one.
  const isEnglish = page.language === 'en' || (!page.borrowed && isTranslated(file));
  if (isEnglish) return `/${pathOf(file)}${anchor}`;
  return `/zh/${pathOf(file)}${isTranslated(file) ? translated(anchor, file) : anchor}`;
}

/** The same heading of the Chinese page, which has as many in the same order: test/package/docs-chinese.test.ts. */
function translated(anchor: string, file: string): string {
  const at = anchorsOf(read(file)).indexOf(decodeURIComponent(anchor.slice(1)));
  return at < 0 ? '' : `#${anchorsOf(read(file.replace(/\.md$/, '.zh-CN.md')))[at] ?? ''}`;
}

interface Point {
  readonly offset?: number | undefined;
}
interface Node {
  readonly type: string;
  readonly url?: string;
  readonly position?: { readonly start: Point; readonly end: Point } | undefined;
  readonly children?: readonly Node[];
}
const all = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(all)];
const startOf = (node: Node | undefined): number => node?.position?.start.offset ?? 0;
const endOf = (node: Node | undefined): number => node?.position?.end.offset ?? 0;

/** The Markdown with other addresses: what `target` answers with null loses its link and keeps its text. */
export function withTargets(markdown: string, target: (url: string, isImage: boolean) => string | null): string {
  let text = markdown;
  // From the last to the first, so that the offsets stay right.
  const linking = all(remark().parse(markdown)).filter(({ type }) => ['link', 'image', 'definition'].includes(type));
  for (const node of linking.sort((a, b) => startOf(b) - startOf(a))) {
    const { type, url = '', children = [] } = node;
    const to = target(url, type === 'image');
    if (to === url) continue;
    if (to === null) {
      text = text.slice(0, startOf(node)) + text.slice(startOf(children[0]), endOf(children.at(-1))) + text.slice(endOf(node));
      continue;
    }
    // The address stands behind what is shown, which may be the same words.
    const from = text.indexOf(url, children.length > 0 ? endOf(children.at(-1)) : text.indexOf(']', startOf(node)));
    if (from < 0 || from >= endOf(node)) throw new Error(`${url} is not written as it is meant.`);
    text = text.slice(0, from) + to + text.slice(from + url.length);
  }
  return text;
}

export const titleOf = (markdown: string): string => /^# (.+)$/m.exec(markdown)?.[1]?.replaceAll('`', '') ?? '';
export const read = (file: string): string => readFileSync(root + file, 'utf8');

export interface Group {
  /** As the head of its table in docs/README.md. */
  readonly name: string;
  readonly rows: readonly Row[];
}
export interface Row {
  /** What one comes for. */
  readonly about: string;
  /** English paths of the pages. */
  readonly paths: readonly string[];
}

/** What docs/README.md lists, in its order, each page once. Navigation and llms.txt are made from it. */
export function contentsOf(markdown = read('docs/README.md')): Group[] {
  const index = { file: 'docs/README.md', language: 'en', borrowed: false } as const;
  const seen = new Set(['index.md', ...entries.map(({ page }) => `api/${page}.md`)]);
  const [tables = ''] = markdown.split(/^## /m);
  return Array.from(tables.matchAll(/^\| (.+) \| \|\n\| --- \| --- \|\n((?:\|.*\n)+)/gm), ([, name = '', rows = '']) => ({
    name,
    rows: Array.from(rows.matchAll(/^\| (.*?) \| (.*) \|$/gm), ([, about = '', links = '']) => ({
      about,
      paths: Array.from(links.matchAll(/\]\(([^)#]+)[^)]*\)/g), ([, url = '']) => targetOf(index, url)?.slice(1) ?? '').filter((path) => {
        const isNew = !/^$|^zh\//.test(path) && !seen.has(path);
        if (isNew) seen.add(path);
        return isNew;
      }),
    })).filter(({ paths }) => paths.length > 0),
  }));
}
