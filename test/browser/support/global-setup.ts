/**
 * Once for the whole browser project: a Chromium, the built files, and the demo's server.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { ensureChromium } from './chromium.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The shop's origin, no slash at the end. */
    demoUrl: string;
    /** The origin of the cashier that belongs to it. */
    cashierOrigin: string;
    chromiumPath: string;
  }
}

/** What the tests open, and the command that makes it. */
const BUILT: readonly (readonly [file: string, command: string])[] = [
  ['dist/index.js', 'npm run build'],
  ['dist/antom-checkout-controller.iife.min.js', 'npm run build'],
  ['demo/dist/shop/index.html', 'npm run build:demo'],
];

const repository = new URL('../../../', import.meta.url);

/** demo/README.md. Imported by address, so that the demo keeps its own TypeScript configuration. */
interface DemoServer {
  startDemo(): Promise<{ readonly url: string; readonly cashierOrigin: string; close(): Promise<void> }>;
}

function requireBuild(): void {
  const missing = BUILT.filter(([file]) => !existsSync(fileURLToPath(new URL(file, repository))));
  if (missing.length === 0) return;
  const commands = [...new Set(missing.map(([, command]) => command))].join(' && ');
  throw new Error(
    `The browser tests drive built files, and ${missing.map(([file]) => file).join(', ')} is not there: run "${commands}" first, or "npm test", which does.`,
  );
}

/** Debian's wrapper script complains on stderr; only the version line is wanted. */
function versionOf(path: string): string {
  // Chrome on Windows has no --version.
  if (process.platform === 'win32') return path;
  return spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout.trim() || path;
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  requireBuild();
  const chromiumPath = await ensureChromium();
  process.stderr.write(`Browser tests run in ${versionOf(chromiumPath)}\n`);
  const server = (await import(new URL('demo/server/app.ts', repository).href)) as DemoServer;
  const demo = await server.startDemo();
  project.provide('demoUrl', demo.url);
  project.provide('cashierOrigin', demo.cashierOrigin);
  project.provide('chromiumPath', chromiumPath);
  return () => demo.close();
}
