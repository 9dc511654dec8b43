/**
 * Every link of the Markdown files leads somewhere: to a file that is there, to a heading that it has. Those to other hosts are asked by
 * `npm run links`, which is tried here on a server of its own.
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { remark } from 'remark';
import remarkValidateLinks from 'remark-validate-links';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { anchorsOf as readAnchors } from '../../tools/anchors.ts';
import { ask, askAll, externalLinksOf } from '../../tools/links.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What git knows or is about to: no node_modules, nothing that is built. */
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split(
  '\n',
);
const pages = tracked.filter((file) => file.endsWith('.md') && existsSync(join(root, file)));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Node {
  readonly type: string;
  readonly url?: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}
const parse = (text: string): Node => remark().parse(text);
const all = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(all)];
const anchors = new Map<string, ReadonlySet<string>>();
const anchorsOf = (page: string): ReadonlySet<string> => {
  const known = anchors.get(page) ?? new Set(readAnchors(read(page)));
  anchors.set(page, known);
  return known;
};
/** Links of a page to other files of the repository. */
const linksOf = (page: string): string[] =>
  all(parse(read(page))).flatMap(({ type, url = '' }) =>
    ['link', 'image', 'definition'].includes(type) && !/^[a-z]+:|^#/.test(url) ? [url] : [],
  );

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
    const file = await remark()
      .use(remarkValidateLinks, { repository: false, root })
      .process({ path: join(root, page), value: read(page) });
    expect(file.messages.map(({ reason }) => reason)).toEqual([]);
  });

  test.each(pages)('%s has no dead one to another file', (page) => {
    expect(linksOf(page).flatMap((link) => faultOf(page, link))).toEqual([]);
  });

  test('no page of the packed package has a dead one to another file', () => {
    const { content } = inject('packed');
    const packed = readdirSync(content, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
    const packedPages = packed.filter((file) => file.endsWith('.md') && pages.includes(file));
    expect(packedPages).toEqual(expect.arrayContaining(['README.md', 'README.zh-CN.md', 'docs/README.md', 'docs/spa.md']));
    const dead = packedPages.flatMap((page) =>
      linksOf(page)
        .map((link) => join(dirname(page), decodeURIComponent(link).replace(/#.*$/, '')))
        .filter((file) => !existsSync(join(content, file)))
        .map((file) => `${page}: ${file}`),
    );
    expect(dead).toEqual([]);
  });

  test('every page of docs/, and what each other folder says about itself, is in the index', () => {
    const linked = linksOf('docs/README.md').map((link) => join('docs', link.replace(/#.*$/, '')));
    expect(pages.filter((page) => /^docs\/|^[^/]+\/README\.md$/.test(page) && page !== 'docs/README.md' && !linked.includes(page))).toEqual(
      [],
    );
  });
});

describe('links to other hosts', () => {
  const asked: string[] = [];
  const answers: Readonly<Record<string, RequestListener>> = {
    '/there': (_request, response) => response.end(),
    '/gone': (_request, response) => response.writeHead(404).end(),
    '/no-head': (request, response) => response.writeHead(request.method === 'HEAD' ? 405 : 200).end(),
    '/stumbles': (_request, response) => response.writeHead(asked.filter((path) => path === '/stumbles').length < 3 ? 503 : 200).end(),
    '/browsers-only': (_request, response) => response.writeHead(403).end(),
    '/moved': (_request, response) => response.writeHead(301, { location: '/there' }).end(),
    '/silent': () => undefined,
  };
  let server: Server;
  let host: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url!);
      answers[request.url!]!(request, response);
    }).listen(0, 'localhost');
    await once(server, 'listening');
    host = `http://localhost:${String((server.address() as AddressInfo).port)}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test.each([
    ['/there', true, 200],
    ['/gone', false, 404],
    ['/no-head', true, 200],
    ['/stumbles', true, 200],
    ['/browsers-only', null, 403],
    ['/moved', true, 200],
  ])('%s is alive: %s', async (path, alive, said) => {
    expect(await ask(host + path)).toEqual({ url: host + path, alive, said });
  });

  test('one that never answers is dead, and so is one where nobody listens', async () => {
    expect(await ask(`${host}/silent`, 50)).toMatchObject({ alive: false, said: expect.stringMatching(/timeout/) as string });
    const closed = createServer().listen(0, 'localhost');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    expect(await ask(`http://localhost:${String(port)}/`)).toMatchObject({
      alive: false,
      said: expect.stringMatching(/ECONNREFUSED/) as string,
    });
  });

  test('each is asked, however many there are, and told in the order of the pages', async () => {
    const urls = Array.from({ length: 20 }, (_, i) => `${host}/${i % 3 === 0 ? 'gone' : 'there'}?${String(i)}`);
    for (const url of urls) Object.assign(answers, { [url.slice(host.length)]: answers[/\/\w+/.exec(url.slice(host.length))![0]] });
    expect((await askAll(urls)).map(({ url, alive }) => ({ url, alive }))).toEqual(urls.map((url, i) => ({ url, alive: i % 3 !== 0 })));
  });

  test('the links of a page are found in every form, without their fragments and once each', () => {
    const page =
      '[a](https://a.example/x#y) [a](https://a.example/x) ![b](http://b.example/b.png) <https://c.example/>\n\n[d]\n\n[d]: https://d.example/\n\n`https://no.example` [here](docs/x.md) [mail](mailto:a@b.example)\n';
    expect(externalLinksOf(page)).toEqual(['https://a.example/x', 'http://b.example/b.png', 'https://c.example/', 'https://d.example/']);
  });
});
