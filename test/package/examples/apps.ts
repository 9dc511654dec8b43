/** Apps outside of the repository, with the packed package and other packages installed by npm. The folders end with the test file. */
import { execFile } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
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

interface Manifest {
  readonly dependencies?: object;
  readonly devDependencies?: object;
  readonly optionalDependencies?: object;
  readonly peerDependencies?: object;
}
const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/**
 * The packages and all that they need, as folders of the app's own. npm installs a folder as a link to it, and Turbopack takes none that leads
 * out of the app.
 */
export function installCopies(folder: string, names: readonly string[]): void {
  const found = new Set(names.map(ofRepository));
  // A Set goes on to what is added meanwhile.
  for (const where of found) {
    const { dependencies, optionalDependencies, peerDependencies } = manifestOf(where);
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const needed = resolved(name, where);
      if (needed !== null) found.add(needed);
    }
  }
  for (const where of found) {
    const name = relative(ofRepository('.'), where);
    // What lies within another package comes with it.
    if (name.includes('node_modules')) continue;
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    copyFolder(where, join(folder, 'node_modules', name));
  }
}

/** As Node finds it. Null: it is optional, or for another system. */
function resolved(name: string, from: string): string | null {
  for (let where = from; `${where}/`.startsWith(repository); where = dirname(where)) {
    const candidate = join(where, 'node_modules', name);
    if (existsSync(candidate)) return candidate;
  }
  return null;
}

/** By hard links where the file system has them: Next.js alone has 200 MB. */
function copyFolder(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, target);
    else if (entry.isFile())
      try {
        linkSync(source, target);
      } catch {
        copyFileSync(source, target);
      }
  }
}

export interface App {
  readonly folder: string;
  readonly scripts: Readonly<Record<string, string>>;
}

/** A copy of the example with all that its package.json asks for, in the versions that it asks for: ours is the tarball, the others are the repository's. */
export async function copyOf(example: string, { copies = false } = {}): Promise<App> {
  const folder = join(work, example);
  cpSync(join(repository, 'examples', example), folder, { recursive: true });
  const { dependencies, devDependencies, scripts } = manifestOf(folder) as App & Manifest;
  const names = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => name !== NAME);
  if (copies) {
    installCopies(folder, names);
    // npm would ask its registry about the copies.
    cpSync(inject('packed').content, join(folder, 'node_modules', NAME), { recursive: true });
  } else await install(folder, ...names.map(ofRepository));
  // Fails when a version is another one, a peer's too.
  await npm(folder, 'ls');
  return { folder, scripts };
}
