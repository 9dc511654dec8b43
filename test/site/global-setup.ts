/** The built site, served as any static host would, and a Chromium. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';
import type { TestProject } from 'vitest/node';
import { ensureChromium } from '../browser/support/chromium.ts';

const site = fileURLToPath(new URL('../../site', import.meta.url));

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(`${site}/dist/index.html`))
    throw new Error('The site is not built: run "npm run docs:build" first, or "npm run test:site", which does.');
  const server = await preview({
    root: site,
    configFile: false,
    logLevel: 'silent',
    // A page that is not there is none.
    appType: 'mpa',
    build: { outDir: 'dist' },
    preview: { host: '127.0.0.1', port: 0, strictPort: true },
  });
  // What test/browser/support opens is the site here.
  project.provide('demoUrl', server.resolvedUrls!.local[0]!.replace(/\/$/, ''));
  project.provide('chromiumPath', await ensureChromium());
  return () => server.close();
}
