/**
 * The package as npm would publish it, and folders in which it is installed. They lie outside of the repository: nothing in them
 * can find a file that is not in the tarball.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const NAME = 'antom-checkout-controller';
export const repository = fileURLToPath(new URL('../../../', import.meta.url));

interface Conditions {
  readonly types?: string;
  readonly default?: string;
}
export interface Manifest {
  readonly version: string;
  readonly sideEffects: boolean | readonly string[];
  readonly exports: Readonly<Record<string, string | (Conditions & { readonly import?: Conditions; readonly require?: Conditions })>>;
}

export interface Packed {
  readonly folder: string;
  readonly tarball: string;
  readonly content: string;
}

/** Packs what is built. @throws with one sentence, when nothing is. */
export function pack(): Packed {
  if (!existsSync(join(repository, 'dist/index.js'))) {
    throw new Error(
      'The package\'s tests pack the built files, and dist/index.js is not there: run "npm run build" first, or "npm test", which does.',
    );
  }
  const folder = emptyFolder('packed');
  // The build is the command's before this one; prepack would do it again.
  const told = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: repository,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename }] = JSON.parse(told) as [{ filename: string }];
  execFileSync('tar', ['-xzf', filename], { cwd: folder });
  return { folder, tarball: join(folder, filename), content: join(folder, 'package') };
}

export function manifestOf(content: string): Manifest {
  return JSON.parse(readFileSync(join(content, 'package.json'), 'utf8')) as Manifest;
}

/** Without links in its path: compilers and bundlers tell real paths. */
export function emptyFolder(what: string): string {
  return mkdtempSync(join(realpathSync(tmpdir()), `antom-checkout-${what}-`));
}

/** Writes files into a folder, and installs the package there; the SDK and other packages are those of the repository. */
export function install(
  folder: string,
  content: string,
  { files = {}, also = [] }: { readonly files?: Readonly<Record<string, string>>; readonly also?: readonly string[] } = {},
): void {
  const modules = join(folder, 'node_modules');
  cpSync(content, join(modules, NAME), { recursive: true });
  for (const name of also) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(repository, 'node_modules', name), join(modules, name), 'junction');
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
