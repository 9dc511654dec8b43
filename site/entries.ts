/** The package's entries that have types, as package.json exports them: what the API reference is made of. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
/** What is made on the way to the site. Not in git. */
export const work = `${root}.cache/site/`;

interface Manifest {
  readonly name: string;
  readonly description: string;
  readonly repository?: { readonly url: string };
  readonly exports: Readonly<Record<string, Target>>;
}
type Target = string | { readonly [condition: string]: Target };

export const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Manifest;

export interface Entry {
  /** As it is imported. */
  readonly name: string;
  /** Of its page in `api/`, the same as of its report in docs/api-report. */
  readonly page: string;
  /** Relative to the repository. */
  readonly types: string;
}

/** The first declarations that an `import` finds. */
function typesOf(target: Target | undefined): string | undefined {
  if (typeof target !== 'object') return undefined;
  const { types, import: imported, default: other } = target;
  if (typeof types === 'string') return types;
  return typesOf(imported) ?? typesOf(other);
}

export const entries: readonly Entry[] = Object.entries(manifest.exports).flatMap(([subpath, target]) => {
  const types = typesOf(target);
  if (types === undefined) return [];
  const name = subpath.slice(2);
  return [
    {
      name: name === '' ? manifest.name : `${manifest.name}/${name}`,
      page: name === '' ? 'index' : name.replaceAll('/', '-'),
      types: types.slice(2),
    },
  ];
});

/** Where the files are that are no page of the site; null as long as package.json names no repository. */
export const repository = manifest.repository?.url.replace(/^git\+|\.git$/g, '') ?? null;
