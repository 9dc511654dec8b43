/**
 * The packed types of ./react, ./vue, ./custom-element and ./server as a merchant's compiler sees them, beside the types of other packages: React 18's and 19's,
 * Vue 3.3's and the newest. Those packages' own declarations need newer built-ins than ours, which types.test.ts holds to the oldest; how each
 * entry is found by other ways of resolving modules is in tarball.test.ts.
 */
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { ELEMENT, REACT, SERVER, VUE, type Entry, type EntryCode } from '../types/merchant-views.ts';
import { COMPILERS, type Diagnostic, type Options } from './support/compilers.ts';
import { emptyFolder, install, repository } from './support/packed.ts';

interface Subject {
  readonly name: string;
  readonly entry: Entry;
  /** Packages of the app, by the name under which the repository has them. */
  readonly packages: Readonly<Record<string, string>>;
}
const SUBJECTS: readonly Subject[] = [
  { name: 'React 19', entry: REACT, packages: { '@types/react': '@types/react' } },
  { name: 'React 18', entry: REACT, packages: { '@types/react': 'types-react-18' } },
  { name: 'Vue', entry: VUE, packages: { vue: 'vue' } },
  { name: 'Vue 3.3', entry: VUE, packages: { vue: 'vue-3.3' } },
  { name: 'a custom element', entry: ELEMENT, packages: {} },
  { name: 'a server', entry: SERVER, packages: {} },
];

const OPTIONS: Options = {
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  types: [],
  target: 'es2022',
  lib: ['es2022', 'dom', 'dom.iterable'],
  module: 'esnext',
  moduleResolution: 'bundler',
  jsx: 'react-jsx',
  // What is wrong in our declarations is found by those that are compared below.
  skipLibCheck: false,
  skipDefaultLibCheck: true,
};
/** Ours. The others' are theirs to mend. */
const OUR_DECLARATIONS = /^(react|server|vue|custom-element)\.d\.ts$/;

const inOrder = (text: string): string => text.replace(/"[^"]+"(?: \| "[^"]+")+/g, (union) => union.split(' | ').sort().join(' | '));
const folderOf = (name: string): string => name.toLowerCase().replace(/\W/g, '-');
const nameOf = (kind: string, index: number, { jsx }: EntryCode): string => `${kind}-${String(index)}.${jsx ? 'tsx' : 'ts'}`;

const folder = emptyFolder('types-entries');
beforeAll(() => {
  for (const { name, entry, packages } of SUBJECTS) {
    const files: Record<string, string> = { 'package.json': '{ "private": true }' };
    for (const [kind, list] of Object.entries(entry))
      for (const [index, block] of (list as readonly EntryCode[]).entries()) files[nameOf(kind, index, block)] = block.code;
    const where = join(folder, folderOf(name));
    mkdirSync(where);
    install(where, inject('packed').content, { files });
    for (const [to, from] of Object.entries(packages)) {
      const link = join(where, 'node_modules', to);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(repository, 'node_modules', from), link, 'junction');
    }
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each(COMPILERS.map((compiler) => ({ compiler, name: compiler.name })))('TypeScript $name', ({ compiler }) => {
  describe.each(SUBJECTS)('$name', ({ name, entry }) => {
    let found: readonly Diagnostic[];
    beforeAll(async () => {
      const files = Object.entries(entry).flatMap(([kind, list]) =>
        (list as readonly EntryCode[]).map((block, index) => nameOf(kind, index, block)),
      );
      found = await compiler.compile(join(folder, folderOf(name)), files, OPTIONS);
    }, 240_000);
    const told = (kind: string, index: number, block: EntryCode): string[] =>
      found.filter(({ file }) => file === nameOf(kind, index, block)).map(({ code, text }) => `${code}: ${inOrder(text)}`);

    test('nothing is wrong in the declarations of the entry', () => {
      expect(found.filter(({ file }) => OUR_DECLARATIONS.test(file) || file === '')).toEqual([]);
    });

    test.each(entry.right.map((block, index) => ({ block, index, fact: block.fact })))('it takes $fact', ({ block, index }) => {
      expect(told('right', index, block)).toEqual([]);
    });

    test.each(entry.wrong.map((block, index) => ({ block, index, fact: block.fact })))('it refuses $fact', ({ block, index }) => {
      const faults = told('wrong', index, block);
      expect(faults).toEqual([expect.stringContaining(inOrder(block.says))]);
      expect(block.error).toContain(faults[0]!.split(':')[0]);
    });
  });
});
