/** The anchors that GitHub gives to headings. The site's are the same, so that one link fits both. */
import { remark } from 'remark';

/** Lower case, punctuation away, spaces to hyphens. */
export const slug = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replace(/ /g, '-');

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}
const all = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(all)];
const textOf = (node: Node): string => (node.value ?? '') + (node.children ?? []).map(textOf).join('');

/** Of each heading in its order, with a number for the second one of a name. */
export function anchorsOf(markdown: string): string[] {
  const found = new Set<string>();
  for (const heading of all(remark().parse(markdown)).filter(({ type }) => type === 'heading')) {
    const first = slug(textOf(heading));
    let anchor = first;
    for (let n = 1; found.has(anchor); n += 1) anchor = `${first}-${String(n)}`;
    found.add(anchor);
  }
  return [...found];
}
