/**
 * `npm run links`: asks every address that the Markdown files link to, and fails where one is dead. Not a part of `npm test`, which needs no
 * network; links within the repository are test/package/docs-links.test.ts's.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { remark } from 'remark';

const root = fileURLToPath(new URL('..', import.meta.url));
const AT_ONCE = 6;
const TIMEOUT = 30_000;

/** `alive` is null where the server does not let a program ask: then somebody must look. `said` is its status, or what kept it from answering. */
export interface Answer {
  readonly url: string;
  readonly alive: boolean | null;
  readonly said: number | string;
}

interface Node {
  readonly type: string;
  readonly url?: string;
  readonly children?: readonly Node[];
}
const all = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(all)];

/** The addresses outside of the repository that a page links to, without their fragments. */
export function externalLinksOf(markdown: string): string[] {
  const nodes = all(remark().parse(markdown)).filter(({ type }) => ['link', 'image', 'definition'].includes(type));
  return [...new Set(nodes.map(({ url = '' }) => url.replace(/#.*$/, '')).filter((url) => /^https?:/i.test(url)))];
}

/** A server that cannot do HEAD may still have the page, and one that stumbles gets a second chance. */
export async function ask(url: string, timeout = TIMEOUT): Promise<Answer> {
  let said: Answer['said'] = '';
  for (const method of ['HEAD', 'GET', 'GET']) {
    try {
      const { ok, status, body } = await fetch(url, {
        method,
        signal: AbortSignal.timeout(timeout),
        headers: { 'user-agent': 'Mozilla/5.0 (link check)' },
      });
      await body?.cancel();
      said = status;
      if (ok) return { url, alive: true, said };
      if (method === 'GET' && [401, 403, 429].includes(status)) return { url, alive: null, said };
    } catch (error) {
      // What fetch failed of is in its cause, which has a code alone where a name has several addresses.
      const { message, cause } = error as Error & { readonly cause?: NodeJS.ErrnoException };
      said = [cause?.message, cause?.code, message].find((text) => text !== undefined && text !== '') ?? 'no answer';
    }
  }
  return { url, alive: false, said };
}

export async function askAll(urls: readonly string[]): Promise<Answer[]> {
  const waiting = [...urls];
  const answers: Answer[] = [];
  const worker = async (): Promise<void> => {
    for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) answers.push(await ask(url));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return answers.sort((a, b) => urls.indexOf(a.url) - urls.indexOf(b.url));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
    cwd: root,
    encoding: 'utf8',
  }).split('\n');
  const pages = new Map<string, string[]>();
  for (const file of tracked.filter((name) => name !== '' && existsSync(root + name))) {
    for (const url of externalLinksOf(readFileSync(root + file, 'utf8'))) pages.set(url, [...(pages.get(url) ?? []), file]);
  }
  const answers = await askAll([...pages.keys()]);
  for (const { url, alive, said } of answers) {
    const verdict = alive === null ? 'LOOK' : alive ? 'ok' : 'DEAD';
    console.log(`${verdict.padEnd(4)} ${url}${alive === true ? '' : ` (${String(said)}), in ${pages.get(url)?.join(', ') ?? ''}`}`);
  }
  const count = (wanted: boolean | null): string => String(answers.filter(({ alive }) => alive === wanted).length);
  if (answers.every(({ said }) => typeof said === 'string')) console.log('No server answered at all: is there a network?');
  console.log(`${count(true)} links answer, ${count(false)} are dead, ${count(null)} let no program ask.`);
  process.exitCode = answers.length === 0 || answers.some(({ alive }) => alive === false) ? 1 : 0;
}
