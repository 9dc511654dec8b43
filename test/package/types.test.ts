/**
 * The packed package's types as a merchant's compiler sees them: four versions of TypeScript, every way of resolving modules, as
 * ES module and CommonJS, with nothing of the package's files exempt from checking.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { asFile, RIGHT, WRONG } from '../types/merchant-code.ts';
import { COMPILERS, type Compiler, type Diagnostic, type Options } from './support/compilers.ts';
import { emptyFolder, install, repository } from './support/packed.ts';

interface Mode {
  readonly name: string;
  readonly options: Options;
  readonly extensions: readonly string[];
}

/** The oldest built-ins that the types may ask for. */
const OLD = { target: 'es2015', lib: ['es2015', 'dom'] };
const NEW = { target: 'esnext', lib: ['esnext', 'dom'], noImplicitOverride: true };
const modesOf = ({ node10 }: Compiler): readonly Mode[] => [
  { name: 'node16', options: { ...OLD, module: 'node16', moduleResolution: 'node16' }, extensions: ['.mts', '.cts'] },
  {
    name: 'nodenext, newest built-ins',
    options: { ...NEW, module: 'nodenext', moduleResolution: 'nodenext' },
    extensions: ['.mts', '.cts'],
  },
  { name: 'bundler', options: { ...OLD, module: 'es2015', moduleResolution: 'bundler' }, extensions: ['.ts'] },
  ...(node10 === null
    ? []
    : [{ name: 'node10', options: { ...OLD, ...node10, module: 'commonjs', moduleResolution: 'node10' }, extensions: ['.ts'] }]),
];

const STRICT = {
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  types: [],
  // Our declarations are checked like the merchant's files. TypeScript's own are not, over and over.
  skipLibCheck: false,
  skipDefaultLibCheck: true,
};

/** The whole files of test/types: each line that must not compile says so there. */
const WHOLE = ['outcome', 'surface'];
const right = (index: number): string => `right-${String(index)}`;
const wrong = (index: number): string => `wrong-${String(index)}`;
const sources: Readonly<Record<string, string>> = {
  ...Object.fromEntries(WHOLE.map((name) => [name, readFileSync(join(repository, `test/types/${name}.test-d.ts`), 'utf8')])),
  ...Object.fromEntries(RIGHT.map((code, index) => [right(index), asFile(code)])),
  ...Object.fromEntries(WRONG.map((code, index) => [wrong(index), asFile(code)])),
};

/** The members of a union come in an order that is the compiler's own. */
const inOrder = (text: string): string => text.replace(/"[^"]+"(?: \| "[^"]+")+/g, (union) => union.split(' | ').sort().join(' | '));

const folder = emptyFolder('types');
beforeAll(() => {
  const files: Record<string, string> = { 'package.json': '{ "private": true }' };
  for (const [name, text] of Object.entries(sources)) for (const extension of ['.ts', '.mts', '.cts']) files[name + extension] = text;
  // The SDK is installed as well: its types put an index signature on Window for whoever imports them, and we do not.
  install(folder, inject('packed').content, { files, also: ['@alipay/ams-checkout'] });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

for (const compiler of COMPILERS) {
  describe(`TypeScript ${compiler.name}`, () => {
    const modes = modesOf(compiler);
    const files = modes.flatMap(({ name, extensions }) =>
      extensions.map((extension) => ({ mode: name, extension, where: `${extension} in ${name}` })),
    );
    const found = new Map<string, readonly Diagnostic[]>();

    beforeAll(async () => {
      for (const { name, options, extensions } of modes) {
        const names = Object.keys(sources).flatMap((source) => extensions.map((extension) => source + extension));
        found.set(name, await compiler.compile(folder, names, { ...STRICT, ...options }));
      }
    }, 120_000);

    const toldAbout = (source: string, mode: string): string[] =>
      found
        .get(mode)!
        .filter(({ file }) => file === source)
        .map(({ code, text }) => `${code}: ${inOrder(text)}`);

    test('is the version that it is called', () => {
      expect(`${compiler.version}.`.startsWith(`${compiler.name}.`)).toBe(true);
    });

    test("finds nothing wrong in the package's own declarations", () => {
      for (const { name } of modes)
        expect(
          found.get(name)!.filter(({ file }) => !(file.replace(/\.[mc]?ts$/, '') in sources)),
          name,
        ).toEqual([]);
    });

    test('refuses in the whole files just the lines that say so', () => {
      for (const { mode, extension, where } of files)
        for (const source of WHOLE) expect(toldAbout(source + extension, mode), `${source}${where}`).toEqual([]);
    });

    for (const [index, { fact }] of RIGHT.entries()) {
      test(`takes ${fact}`, () => {
        for (const { mode, extension, where } of files) expect(toldAbout(right(index) + extension, mode), where).toEqual([]);
      });
    }

    for (const [index, { fact, error, says }] of WRONG.entries()) {
      test(`refuses ${fact}`, () => {
        for (const { mode, extension, where } of files) {
          const told = toldAbout(wrong(index) + extension, mode);
          expect(told, where).toEqual([expect.stringContaining(inOrder(says))]);
          expect(error, where).toContain(told[0]!.split(':')[0]);
        }
      });
    }
  });
}
