/** A tag is released only when it is the version, and the changelog has it; the guide to it says what the workflow does. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(root + file, 'utf8');
const { faultsOf } = (await import(`${root}tools/check-release.mjs`)) as {
  faultsOf: (tag: string, manifest: object, changelog: string) => string[];
};
const ours = JSON.parse(read('package.json')) as {
  version: string;
  repository?: { url: string };
  engines: { node: string };
  scripts: Record<string, string>;
};

const MANIFEST = { version: '1.2.3', repository: { url: 'https://example.com' } };
const DATED = '# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-12-01\n\n## [1.2.2] - Unreleased\n\n### Open\n';

describe('a release', () => {
  test('is good when tag, version and changelog agree', () => {
    expect(faultsOf('v1.2.3', MANIFEST, DATED)).toEqual([]);
  });

  test.each([
    ['another tag', 'v1.2.4', MANIFEST, DATED],
    ['no section', 'v1.2.3', MANIFEST, '# Changelog\n'],
    ['no date', 'v1.2.3', MANIFEST, DATED.replace('2026-12-01', 'Unreleased')],
    ['something open', 'v1.2.3', MANIFEST, DATED.replace('2026-12-01', '2026-12-01\n\n### Open\n\n- It.')],
    ['no repository', 'v1.2.3', { version: '1.2.3' }, DATED],
    [
      'a prerelease, which npm would refuse only after all tests',
      'v1.2.3-beta.1',
      { ...MANIFEST, version: '1.2.3-beta.1' },
      DATED.replace('1.2.3', '1.2.3-beta.1'),
    ],
  ])('is refused with %s', (_what, tag, manifest, changelog) => {
    expect(faultsOf(tag, manifest, changelog)).toHaveLength(1);
  });

  test('the command says so by its exit code', () => {
    const run = (): string =>
      execFileSync(process.execPath, ['tools/check-release.mjs', 'v0.0.0'], { cwd: root, stdio: 'pipe', encoding: 'utf8' });
    expect(run).toThrow(/The tag is v0\.0\.0/);
  });
});

describe('the changelog', () => {
  const changelog = read('CHANGELOG.md');
  /** What is not released yet stands above every version. */
  const newestOf = (text: string): string | undefined => /^## \[(?!Unreleased\])(.+?)\]/m.exec(text)?.[1];

  test('has a section for the version of package.json, the newest one', () => {
    expect(newestOf(changelog)).toBe(ours.version);
    expect(newestOf(DATED)).toBe('1.2.3');
  });

  test('has the repository as open as long as package.json has none', () => {
    expect(/^- `repository` in package\.json\./m.test(changelog)).toBe(ours.repository === undefined);
  });
});

describe('the workflows', () => {
  const release = read('.github/workflows/release.yml');
  const guide = read('docs/releasing.md');
  const workflows = readdirSync(`${root}.github/workflows`).map((file) => ({ file, text: read(`.github/workflows/${file}`) }));
  const npmOf = (text: string): string[] => Array.from(text.matchAll(/npm (?:ci|test|run [\w:]+)/g), ([command]) => command);

  test('publish the tested tarball with provenance, and may write nothing else', () => {
    expect(release).toContain('npm publish ./*.tgz --provenance --access public');
    expect(Array.from(release.matchAll(/: write$/gm))).toHaveLength(1);
    expect(release).toMatch(/id-token: write/);
    expect(release.indexOf('tools/check-release.mjs')).toBeLessThan(release.indexOf('npm publish'));
  });

  test('have no token, and nothing that would write one: npm asks for one of its own by OIDC', () => {
    for (const { file, text } of workflows) expect(text, file).not.toMatch(/secrets\.|_TOKEN|registry-url/);
  });

  test("the release does what the guide's step 2 says, in the same order", () => {
    const [, step = ''] = /^2\. (`npm ci[^`]*`)/m.exec(guide) ?? [];
    expect(npmOf(step)).toEqual(npmOf(release));
  });

  test('the guide names the environment and the file that npm is told to trust', () => {
    expect(guide).toContain('--file release.yml --env npm --allow-publish');
    expect(release).toMatch(/^ {4}environment: npm$/m);
  });

  test.each(workflows)('$file uses what package.json has', ({ text }) => {
    expect(npmOf(text)).not.toEqual([]);
    for (const [, script = ''] of text.matchAll(/npm run ([\w:]+)/g)) expect(ours.scripts).toHaveProperty([script]);
  });

  test('pin every action by its full commit, with the version beside it, one commit per action', () => {
    const pins = workflows.flatMap(({ text }) => Array.from(text.matchAll(/uses: (.+)/g), ([, pin]) => pin!));
    expect(pins.length).toBeGreaterThan(5);
    for (const pin of pins) expect(pin).toMatch(/^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    const names = new Set(pins.map((pin) => pin.replace(/@.*/, '')));
    expect([...new Set(pins)].sort()).toHaveLength(names.size);
  });

  test('test every line of Node that package.json supports, and the rest on the oldest', () => {
    const ci = read('.github/workflows/ci.yml');
    const lines = /node: \[(.+)\]/.exec(ci)?.[1]?.split(', ') ?? [];
    expect(lines).toHaveLength(3);
    expect(ours.engines.node).toMatch(new RegExp(`^>=${lines[0]!}\\.`));
    for (const script of ['coverage', 'scenarios', 'examples'])
      expect(ci).toContain(`- run: npm run test:${script}\n        if: matrix.node == ${lines[0]!}\n`);
  });

  test('a push is tested as a release is', () => {
    expect([...new Set(npmOf(read('.github/workflows/ci.yml')))]).toEqual(npmOf(release));
  });

  test('every command that package.json has for tests is run by one of them', () => {
    const run = workflows.flatMap(({ text }) => npmOf(text)).join('\n');
    for (const script of Object.keys(ours.scripts).filter((name) => name.startsWith('test:'))) expect(run).toContain(`npm run ${script}`);
  });
});

describe('the issue forms', () => {
  test('send a reporter of a vulnerability to the repository of package.json, which is OWNER/REPOSITORY as long as it has none', () => {
    const repository = ours.repository?.url.replace(/^git\+|\.git$/g, '') ?? 'https://github.com/OWNER/REPOSITORY';
    expect(read('.github/ISSUE_TEMPLATE/config.yml')).toContain(`url: ${repository}/security/advisories/new\n`);
  });

  test.each(['bug.yml', 'question.yml'])('%s warns of session data and keys', (file) => {
    expect(read(`.github/ISSUE_TEMPLATE/${file}`)).toMatch(/[Nn]ever paste session data or keys/);
  });
});

describe('the guide', () => {
  test('names only commands that there are', () => {
    const named = Array.from(read('docs/releasing.md').matchAll(/npm run ([\w:-]+)/g), ([, script]) => script!);
    expect(named).not.toEqual([]);
    for (const script of named) expect(ours.scripts).toHaveProperty([script]);
  });
});
