/** What a language model reads of the site: `llms.txt` (llmstxt.org), every page as the Markdown that it was made of, and the guides in one file. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { entries, manifest } from './entries.ts';
import { contentsOf, pages, titleOf } from './pages.ts';
import { staged } from './stage.ts';

const HEADS: Readonly<Record<string, string>> = { 'to do': 'Guides', 'to look up': 'Reference', 'to change it': 'Optional' };

export function writeLlms(outDir: string, base: string): void {
  const read = (path: string): string => readFileSync(staged + path, 'utf8');
  const line = (path: string, about: string): string => `- [${titleOf(read(path))}](${base}${path})${about === '' ? '' : `: ${about}`}`;
  const groups = contentsOf().map(({ name, rows }) => ({
    head: HEADS[name] ?? name,
    lines: rows.flatMap(({ about, paths }) => paths.map((path) => line(path, about))),
    paths: rows.flatMap(({ paths }) => paths),
  }));
  const optional = groups.filter(({ head }) => head === 'Optional');
  const guides = groups.filter((group) => !optional.includes(group));
  const api = { head: 'API', lines: entries.map(({ page }) => line(`api/${page}.md`, '')) };
  const sections = [{ head: 'Start', lines: [line('index.md', '')] }, ...guides, api, ...optional];
  const text = sections.map(({ head, lines }) => `## ${head}\n\n${lines.join('\n')}\n`).join('\n');
  writeFileSync(`${outDir}/llms.txt`, `# ${manifest.name}\n\n> ${manifest.description}\n\n${text}`);

  const markdown = [...pages.filter(({ borrowed }) => !borrowed).map(({ path }) => path), ...entries.map(({ page }) => `api/${page}.md`)];
  for (const path of markdown) cpSync(staged + path, `${outDir}/${path}`);
  writeFileSync(`${outDir}/llms-full.txt`, ['index.md', ...guides.flatMap(({ paths }) => paths)].map(read).join('\n---\n\n'));
}
