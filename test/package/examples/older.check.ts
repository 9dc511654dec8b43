/**
 * The unit tests of the React and Vue entries, on the packed package, with the oldest React and Vue that they support. Those tests need the
 * package, Testing Library and the framework alone.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, test } from 'vitest';
import { NAME, repository } from '../support/packed.ts';
import { ENV, installCopies, ofRepository, work } from './apps.ts';

const run = promisify(execFile);

const OLDER = [
  { name: 'React 18', tests: 'react', beside: ['@testing-library/react'], framework: { react: 'react-18', 'react-dom': 'react-dom-18' } },
  { name: 'Vue 3.3', tests: 'vue', beside: ['pinia'], framework: { vue: 'vue-3.3' } },
] as const;

describe.each(OLDER)('$name', ({ name, tests, beside, framework }) => {
  test('the unit tests pass', { timeout: 240_000 }, async () => {
    const folder = join(work, tests);
    const modules = join(folder, 'node_modules');
    mkdirSync(modules, { recursive: true });
    installCopies(folder, beside);
    for (const [to, from] of Object.entries(framework)) {
      rmSync(join(modules, to), { recursive: true, force: true });
      cpSync(ofRepository(from), join(modules, to), { recursive: true });
    }
    cpSync(inject('packed').content, join(modules, NAME), { recursive: true });
    symlinkSync(ofRepository('vitest'), join(modules, 'vitest'), 'junction');
    cpSync(join(repository, 'test/unit', tests), join(folder, 'tests'), { recursive: true });
    cpSync(join(repository, 'test/unit/framework.ts'), join(folder, 'framework.ts'));
    const version = `import { expect, test } from 'vitest';\nimport { version } from '${tests}';\ntest('version', () => expect('${name}').toContain(version.slice(0, ${tests === 'vue' ? '3' : '2'})));\n`;
    writeFileSync(join(folder, 'tests/version.test.ts'), version);
    const config = { test: { environment: 'jsdom', include: ['tests/**/*.test.{ts,tsx}'], testTimeout: 240_000 } };
    writeFileSync(join(folder, 'vitest.config.mjs'), `export default ${JSON.stringify(config)};\n`);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { jsx: 'react-jsx' } }));
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');

    const told = await run(process.execPath, [join(ofRepository('vitest'), 'vitest.mjs'), 'run', '--reporter=json'], {
      cwd: folder,
      env: ENV,
      maxBuffer: 1e8,
    }).catch((error: unknown) => error as { readonly stdout: string; readonly stderr: string });
    const report = JSON.parse(/^\{.*\}$/ms.exec(told.stdout)?.[0] ?? '{}') as {
      numPassedTests?: number;
      testResults?: { message: string; assertionResults: { status: string; fullName: string; failureMessages: string[] }[] }[];
    };
    const failed = report.testResults?.flatMap(({ message, assertionResults }) => [
      ...(message === '' ? [] : [message]),
      ...assertionResults
        .filter(({ status }) => status === 'failed')
        .map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages.join('\n')}`),
    ]);
    expect(failed, told.stderr).toEqual([]);
    expect(report.numPassedTests).toBeGreaterThan(20);
  });
});
