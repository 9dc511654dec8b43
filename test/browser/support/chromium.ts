/**
 * Finds a Chromium for the browser tests, and installs Debian's package where that is possible. Never skips silently.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The usual places, the open-source build first. */
function candidates(): string[] {
  const { env, platform } = process;
  if (platform === 'darwin') {
    return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) => [
      join(folder, 'Chromium.app/Contents/MacOS/Chromium'),
      join(folder, 'Google Chrome.app/Contents/MacOS/Google Chrome'),
    ]);
  }
  if (platform === 'win32') {
    return [env['LOCALAPPDATA'], env['PROGRAMFILES'], env['PROGRAMFILES(X86)']].flatMap((folder) =>
      folder === undefined ? [] : [join(folder, 'Chromium/Application/chrome.exe'), join(folder, 'Google/Chrome/Application/chrome.exe')],
    );
  }
  const folders = [
    ...(env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''),
    '/usr/bin',
    '/usr/local/bin',
    '/snap/bin',
    '/opt/google/chrome',
  ];
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
}

/**
 * The path of a Chromium or Chrome, or null.
 * @throws when CHROMIUM_PATH names a file that is not there: a typo must not fall back to another browser.
 */
export function findChromium(): string | null {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH is set to "${named}", and there is no such file.`);
  }
  return candidates().find((path) => existsSync(path)) ?? null;
}

/** True on Debian and its children, where this process may install packages. */
function mayInstall(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
}

/** Runs a command with its output on stderr, where progress belongs. */
function run(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', process.stderr.fd, process.stderr.fd],
    });
    child.once('error', () => resolve(-1));
    child.once('close', (status) => resolve(status ?? -1));
  });
}

/** The path of a Chromium, installed first if need be. */
export async function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found !== null) return found;
  if (mayInstall()) {
    process.stderr.write("The browser tests need Chromium: installing Debian's package (about 190 MB, half a minute).\n");
    // A failed update need not stop the install: the package may be in the cache.
    await run('apt-get', ['update', '-q']);
    const status = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']);
    const installed = findChromium();
    if (installed !== null) return installed;
    throw new Error(
      `The browser tests need Chromium, and "apt-get install chromium" did not provide it (exit status ${status}): install Chromium or Chrome, or set CHROMIUM_PATH to its executable.`,
    );
  }
  throw new Error(
    'The browser tests need Chromium and found none: install Chromium or Chrome (Debian, Ubuntu: "sudo apt-get install chromium"; macOS: "brew install --cask chromium"), or set CHROMIUM_PATH to its executable.',
  );
}
