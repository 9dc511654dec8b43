/** Once for the run: makes sure of the engines that were asked for, starts each and says its version. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { engineNamed, PARSERS } from './catalogue.ts';
import { openGate } from './gate.ts';
import { oneMoreStart } from './once-more.ts';
import { ensureTarball } from './packages.ts';

const LIBRARY = fileURLToPath(new URL('../../../dist/antom-checkout-controller.iife.min.js', import.meta.url));

export default async function setup(root: TestProject): Promise<void> {
  if (!existsSync(LIBRARY))
    throw new Error(
      'The engine tests drive built files, and dist is not there: run "npm run build" first, or "npm run test:engines", which does.',
    );
  const engines: Record<string, { executable: string; version: string }> = {};
  const gate = await openGate();
  for (const { name } of root.vitest.projects) {
    if (name === 'syntax') {
      for (const [parser, { title, standsFor, tarball }] of Object.entries(PARSERS)) {
        engines[parser] = { executable: await ensureTarball(tarball), version: tarball.spec };
        process.stderr.write(`${title} of ${tarball.spec} (${standsFor})\n`);
      }
    }
    const engine = engineNamed(name);
    if (engine === undefined) continue;
    const executable = await engine.ensure();
    // A start that fails ends what it had started.
    const driver = await oneMoreStart()(
      () => engine.start(executable, gate),
      (reason) => {
        process.stderr.write(`${engine.title}: the driver died at its first start and is started once more: ${reason}\n`);
      },
    );
    await driver.close();
    engines[name] = { executable, version: driver.version };
    process.stderr.write(`${engine.title} ${driver.version} (${engine.standsFor})\n`);
  }
  gate.close();
  root.provide('engines', engines);
}
