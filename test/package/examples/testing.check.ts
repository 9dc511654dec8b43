/**
 * The examples of the test kit, and the tests of docs/testing.md as they stand there: with the packed package, in apps of their own, each by
 * its own test runner.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { repository } from '../support/packed.ts';
import { copyOf, ENV, install, npm, ofRepository, work } from './apps.ts';

const run = promisify(execFile);
const read = (page: string): string => readFileSync(join(repository, page), 'utf8');

/** `npm test` of that folder, by its own runner. @returns what it said, with how many tests passed. Rejects when one failed. */
async function npmTest(folder: string, env: NodeJS.ProcessEnv = {}): Promise<{ readonly passed: number; readonly text: string }> {
  const { stdout, stderr } = await run('npm', ['test'], { cwd: folder, env: { ...ENV, NO_COLOR: '1', ...env }, maxBuffer: 1e8 }).catch(
    (error: unknown) => {
      const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
      throw new Error(`npm test failed in ${folder}:\n${stdout}\n${stderr}`);
    },
  );
  const text = stdout + stderr;
  return { passed: Number(/(?:Tests:? +|# pass )(\d+)/.exec(text)?.[1]), text };
}

test('the examples compile', async () => {
  await run(process.execPath, [ofRepository('typescript/bin/tsc'), '-p', 'examples'], { cwd: repository });
});

describe.each([
  ['testing-vitest', 18],
  ['testing-jest', 7],
  ['testing-react', 5],
])('examples/%s', (example, count) => {
  test('its tests pass', async () => {
    const { passed, text } = await npmTest((await copyOf(example)).folder);
    expect(passed).toBe(count);
    // React's complaints, and any other word to the console.
    expect(text).not.toMatch(/stderr|console\./);
  });
});

describe('examples/testing-playwright', () => {
  let folder: string;
  beforeAll(async () => {
    ({ folder } = await copyOf('testing-playwright'));
    await npm(folder, 'run', 'build');
  });

  test('its build has nothing of the kit', () => {
    const files = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' }).filter((file) => file.includes('.'));
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) expect(readFileSync(join(folder, 'dist', file), 'utf8'), file).not.toContain('ANTOM-FAKE-SDK');
  });

  test('its tests pass, on the build and on the development server', { timeout: 240_000 }, async () => {
    expect((await npmTest(folder, { CHROMIUM_PATH: inject('chromiumPath') })).passed).toBe(5);
  });
});

describe('docs/testing.md', () => {
  const guide = read('docs/testing.md');
  const blocks = Array.from(guide.matchAll(/^```(tsx?|js)\n([\s\S]*?)^```$/gm), ([, language, code]) => ({
    language: language!,
    code: code!,
  }));
  /** What `npm init` and `npm install` make, and the files. */
  const project = async (
    name: string,
    manifest: object,
    packages: readonly string[],
    files: Readonly<Record<string, string>>,
  ): Promise<string> => {
    const folder = join(work, name);
    mkdirSync(folder);
    for (const [file, text] of Object.entries({ 'package.json': JSON.stringify({ private: true, ...manifest }), ...files }))
      writeFileSync(join(folder, file), text);
    await install(folder, ...packages.map(ofRepository));
    expect(existsSync(join(folder, 'node_modules/antom-checkout-controller/dist/testing/index.js'))).toBe(true);
    return folder;
  };

  test('its first test runs when it is pasted into an empty Vitest project', async () => {
    const [first] = blocks;
    expect(first!.language).toBe('ts');
    const folder = await project('empty-vitest', { scripts: { test: 'vitest run' } }, ['vitest', 'jsdom'], {
      'checkout.test.ts': first!.code,
    });
    expect((await npmTest(folder)).passed).toBe(1);
  });

  test('its second one runs when it is pasted into an empty Jest project', async () => {
    const second = blocks[1]!;
    expect(second.language).toBe('js');
    const folder = await project('empty-jest', { scripts: { test: 'jest' } }, ['jest', 'jest-environment-jsdom'], {
      'checkout.test.js': second.code,
    });
    expect((await npmTest(folder)).passed).toBe(1);
  });

  test('its other tests run too, beside the modules of docs/spa.md', async () => {
    const others = blocks.slice(2).filter(({ code }) => code.includes("from 'vitest'"));
    expect(others).toHaveLength(3);
    const modules = Array.from(
      read('docs/spa.md').matchAll(/^```(tsx?)\n\/\/ ([\w-]+)\.tsx?\n([\s\S]*?)^```$/gm),
      ([, language, name, code]) => [`${name!}.${language!}`, code!],
    );
    const folder = await project(
      'vitest',
      { scripts: { test: 'vitest run' } },
      ['vitest', 'jsdom', 'react', 'react-dom', '@testing-library/react', '@testing-library/dom', '@alipay/ams-checkout'],
      {
        ...(Object.fromEntries(modules) as Record<string, string>),
        ...Object.fromEntries(others.map(({ language, code }, i) => [`${String(i)}.test.${language}`, code])),
      },
    );
    const { passed, text } = await npmTest(folder);
    expect(passed).toBeGreaterThanOrEqual(3);
    expect(text).not.toMatch(/stderr/);
  });
});
