/**
 * The cashier's page, script and style. It is bundled in memory when the server starts, so that it needs no build step of its own.
 */
import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { fileFromDemo } from './paths.ts';

export interface CashierFiles {
  readonly html: string;
  readonly script: string;
  readonly style: string;
}

export async function bundleCashier(): Promise<CashierFiles> {
  const result = await build({
    entryPoints: [fileFromDemo('cashier/main.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    // The cashier must never be the reason why a payment cannot be tried in an old browser.
    target: 'es2017',
    logLevel: 'silent',
  });
  return {
    html: await readFile(fileFromDemo('cashier/index.html'), 'utf8'),
    style: await readFile(fileFromDemo('cashier/cashier.css'), 'utf8'),
    script: result.outputFiles[0]?.text ?? '',
  };
}
