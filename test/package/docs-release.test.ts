/** A tag is released only when it is the version, and the changelog has it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(root + file, 'utf8');
const { faultsOf } = (await import(`${root}tools/check-release.mjs`)) as { faultsOf: (tag: string, manifest: object, changelog: string) => string[] };

const MANIFEST = { version: '1.2.3', repository: { url: 'https://example.com' } };
const DATED = '# Changelog\n\n## [1.2.3] - 2026-12-01\n';

describe('a release', () => {
  test('is good when tag, version and changelog agree', () => {
    expect(faultsOf('v1.2.3', MANIFEST, DATED)).toEqual([]);
  });

  test.each([
    ['another tag', 'v1.2.4', MANIFEST, DATED],
    ['no section', 'v1.2.3', MANIFEST, '# Changelog\n'],
    ['no date', 'v1.2.3', MANIFEST, DATED.replace('2026-12-01', 'Unreleased')],
    ['no repository', 'v1.2.3', { version: '1.2.3' }, DATED],
  ])('is refused with %s', (_what, tag, manifest, changelog) => {
    expect(faultsOf(tag, manifest, changelog)).toHaveLength(1);
  });

  test('the command says so by its exit code', () => {
    const run = (): string => execFileSync(process.execPath, ['tools/check-release.mjs', 'v0.0.0'], { cwd: root, stdio: 'pipe', encoding: 'utf8' });
    expect(run).toThrow(/The tag is v0\.0\.0/);
  });
});

describe('the changelog', () => {
  test('has a section for the version of package.json, the newest one', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(/^## \[(.+?)\]/m.exec(read('CHANGELOG.md'))?.[1]).toBe(version);
  });
});

describe('the workflows', () => {
  const release = read('.github/workflows/release.yml');

  test('publish the tested tarball with provenance, and may write nothing else', () => {
    expect(release).toContain('npm publish ./*.tgz --provenance --access public');
    expect(Array.from(release.matchAll(/: write$/gm))).toHaveLength(1);
    expect(release).toMatch(/id-token: write/);
    expect(release.indexOf('tools/check-release.mjs')).toBeLessThan(release.indexOf('npm publish'));
  });

  test('use what package.json has, and actions by their major version', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const workflow of [release, read('.github/workflows/ci.yml')]) {
      for (const [, script = ''] of workflow.matchAll(/npm run ([\w:]+)/g)) expect(scripts).toHaveProperty([script]);
      for (const [, action = ''] of workflow.matchAll(/uses: (\S+)/g)) expect(action).toMatch(/^actions\/[\w-]+@v\d+$/);
    }
  });
});
