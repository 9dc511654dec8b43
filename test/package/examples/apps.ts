/** Apps outside of the repository, with the packed package and other packages installed by npm. The folders end with the test file. */
import { execFile } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, inject } from 'vitest';
import { emptyFolder, NAME, repository } from '../support/packed.ts';

const run = promisify(execFile);
export const work = emptyFolder('examples');
export const SDK = '@alipay/ams-checkout';
afterAll(() => {
  rmSync(work, { recursive: true, force: true });
});

/** The app's npm is not the one that runs this: without that one's settings, and with a cache of its own, so that nothing comes from elsewhere. */
export const ENV: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_ENV$|VITEST)/i.test(name))),
  npm_config_cache: join(work, '.npm'),
};
export const npm = (folder: string, ...args: string[]): Promise<{ stdout: string; stderr: string }> =>
  run('npm', args, { cwd: folder, env: ENV, maxBuffer: 1e8 });
/** `npm install` of our tarball and of packages that are there already, by their folders. */
export const install = (folder: string, ...packages: string[]): Promise<{ stdout: string; stderr: string }> =>
  npm(
    folder,
    'install',
    '--offline',
    '--no-save',
    '--no-package-lock',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=warn',
    inject('packed').tarball,
    ...packages,
  );
export const ofRepository = (name: string): string => join(repository, 'node_modules', name);

export interface App {
  readonly folder: string;
  readonly scripts: Readonly<Record<string, string>>;
}

/** A copy of the example with all that its package.json asks for, in the versions that it asks for: ours is the tarball, the others are the repository's. */
export async function copyOf(example: string): Promise<App> {
  const folder = join(work, example);
  cpSync(join(repository, 'examples', example), folder, { recursive: true });
  const { dependencies, devDependencies, scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as App & {
    readonly dependencies?: object;
    readonly devDependencies?: object;
  };
  await install(
    folder,
    ...Object.keys({ ...dependencies, ...devDependencies })
      .filter((name) => name !== NAME)
      .map(ofRepository),
  );
  // Fails when a version is another one, a peer's too.
  await npm(folder, 'ls');
  return { folder, scripts };
}
