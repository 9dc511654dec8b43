/** Every link of the Markdown files leads somewhere: to a file that is there, to a heading that it has. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { remark } from 'remark';
import remarkValidateLinks from 'remark-validate-links';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What git knows or is about to: no node_modules, nothing that is built. */
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split('\n');
const pages = tracked.filter((file) => file.endsWith('.md') && existsSync(join(root, file)));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Node { readonly type: string; readonly url?: string; readonly value?: string; readonly children?: readonly Node[] }
const parse = (text: string): Node => remark().parse(text);
const all = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(all)];
const textOf = (node: Node): string => (node.value ?? '') + (node.children ?? []).map(textOf).join('');
const anchors = new Map<string, ReadonlySet<string>>();
const anchorsOf = (page: string): ReadonlySet<string> => {
  const known = anchors.get(page) ?? readAnchors(read(page));
  anchors.set(page, known);
  return known;
};
/** GitHub's: lower case, punctuation away, spaces to hyphens, a number for the second one of a name. */
const readAnchors = (text: string): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const heading of all(parse(text)).filter(({ type }) => type === 'heading')) {
    const slug = textOf(heading).toLowerCase().replace(/[^\p{L}\p{N}\p{Pc}\- ]/gu, '').replace(/ /g, '-');
    let anchor = slug;
    for (let n = 1; found.has(anchor); n += 1) anchor = `${slug}-${String(n)}`;
    found.add(anchor);
  }
  return found;
};

/** Links of a page to other files of the repository. */
const linksOf = (page: string): string[] =>
  all(parse(read(page))).flatMap(({ type, url = '' }) => (['link', 'image', 'definition'].includes(type) && !/^[a-z]+:|^#/.test(url) ? [url] : []));

const faultOf = (page: string, link: string): string[] => {
  const [path = '', anchor] = decodeURIComponent(link).split('#');
  const target = relative(root, join(root, dirname(page), path));
  if (!existsSync(join(root, target))) return [`${link}: there is no such file`];
  if (!statSync(join(root, target)).isDirectory() && !tracked.includes(target)) return [`${link}: git does not know the file`];
  return anchor === undefined || anchorsOf(target).has(anchor) ? [] : [`${link}: there is no such heading`];
};

describe('links', () => {
  test('there are pages to look at, and a dead link is found', () => {
    expect(pages).toContain('docs/README.md');
    expect(faultOf('README.md', 'docs/outcomes.md#how-an-attempt-ends')).toEqual([]);
    expect(faultOf('README.md', 'docs/outcomes.md#nowhere')).toHaveLength(1);
    expect(faultOf('README.md', 'docs/nothing.md')).toHaveLength(1);
  });

  test.each(pages)('%s has no dead one within itself', async (page) => {
    const file = await remark().use(remarkValidateLinks, { repository: false, root }).process({ path: join(root, page), value: read(page) });
    expect(file.messages.map(({ reason }) => reason)).toEqual([]);
  });

  test.each(pages)('%s has no dead one to another file', (page) => {
    expect(linksOf(page).flatMap((link) => faultOf(page, link))).toEqual([]);
  });

  test('every page of docs/ is in its index', () => {
    const linked = linksOf('docs/README.md');
    expect(pages.filter((page) => /^docs\/[^/]+\.md$/.test(page) && page !== 'docs/README.md' && !linked.includes(page.slice('docs/'.length)))).toEqual([]);
  });
});
