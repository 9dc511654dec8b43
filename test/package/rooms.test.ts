/** tools/rooms.mjs: every arrow between the rooms of src/ that is not in the table fails in the linter, and so does a circle. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { IMPURE, PURE, ROOMS, rooms } from '../../tools/rooms.mjs';

const root = new URL('../../', import.meta.url).pathname;
const names = Object.keys(ROOMS);
const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: true,
  overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } }, rooms],
});

const isFile = (room: string): boolean => room.endsWith('.ts');
/** A file of that room; it need not be there. */
const within = (room: string): string => (isFile(room) ? room : `${room}/anything.ts`);
/** One that is there, without its ending. */
const existing = (room: string): string => {
  if (isFile(room)) return room.replace(/\.ts$/, '');
  // Any; of core one that a pure file may import too.
  const [file = ''] = readdirSync(`${root}src/${room}`).filter((name) => name.endsWith('.ts') && !IMPURE.includes(`${room}/${name}`));
  return `${room}/${file.replace(/\.ts$/, '')}`;
};
const specifier = (from: string, to: string): string =>
  `${
    from
      .split('/')
      .slice(1)
      .map(() => '..')
      .join('/') || '.'
  }/${to}`;

async function complaints(from: string, to: string): Promise<string[]> {
  const [result] = await eslint.lintText(`import type { Anything } from '${specifier(from, to)}';\nexport type Other = Anything;\n`, {
    filePath: `${root}src/${from}`,
  });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId ?? 'fatal');
}

describe.each(names)('%s', (room) => {
  const may = ROOMS[room] ?? [];

  it.each(names.filter((other) => other !== room && !may.includes(other)))('does not import %s', async (other) => {
    expect(await complaints(within(room), existing(other))).toContain('import-x/no-restricted-paths');
  });

  it('imports what the table allows', async () => {
    for (const other of may) expect(await complaints(within(room), existing(other)), other).not.toContain('import-x/no-restricted-paths');
  });
});

test.each(PURE.flatMap((file) => IMPURE.map((from) => [file, from])))('%s is pure: it does not import %s', async (file, from) => {
  expect(await complaints(within(file), from.endsWith('.ts') ? from.replace(/\.ts$/, '') : existing(from))).toContain(
    'import-x/no-restricted-paths',
  );
});

test('nothing in src imports a package', async () => {
  const [result] = await eslint.lintText("import { h } from 'preact';\nexport const made = h;\n", {
    filePath: `${root}src/core/anything.ts`,
  });
  expect(result?.messages.map(({ ruleId }) => ruleId)).toContain('no-restricted-imports');
});

test('the table has every room of src, and none that is gone', () => {
  const here = readdirSync(`${root}src`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.name.endsWith('.ts'))
    .map(({ name }) => name)
    .sort();
  expect([...names].sort()).toEqual(here);
});

describe('a circle of imports', () => {
  let folder = '';
  beforeAll(() => {
    mkdirSync(`${root}.cache`, { recursive: true });
    folder = mkdtempSync(`${root}.cache/circle-`);
    mkdirSync(`${folder}/src`);
    writeFileSync(`${folder}/src/one.ts`, "import { two } from './two';\nexport const one = (): unknown => two;\n");
    writeFileSync(`${folder}/src/two.ts`, "import { one } from './one';\nexport const two = (): unknown => one;\n");
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('fails', async () => {
    const linter = new ESLint({
      cwd: folder,
      overrideConfigFile: true,
      overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } }, rooms],
    });
    const results = await linter.lintFiles(['src/one.ts']);
    expect(results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId))).toContain('import-x/no-cycle');
  });
});
