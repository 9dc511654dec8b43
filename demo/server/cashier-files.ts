/**
 * Pages, scripts and styles that play Antom's hosted apps. They are bundled in memory when the server starts, so that they need no build
 * step of their own.
 */
import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { fileFromDemo } from './paths.ts';

export interface CashierFiles {
  readonly html: string;
  readonly script: string;
  readonly style: string;
}

export const bundleCashier = (): Promise<CashierFiles> => bundle('cashier', 'cashier.css');
/** One page for all of them: it is told which it is. */
export const bundlePlayers = (): Promise<CashierFiles> => bundle('players', 'players.css');

async function bundle(folder: string, style: string): Promise<CashierFiles> {
  const result = await build({
    entryPoints: [fileFromDemo(`${folder}/main.ts`)],
    bundle: true,
    write: false,
    format: 'esm',
    // The cashier must never be the reason why a payment cannot be tried in an old browser.
    target: 'es2017',
    logLevel: 'silent',
  });
  return {
    html: await readFile(fileFromDemo(`${folder}/index.html`), 'utf8'),
    style: await readFile(fileFromDemo(`${folder}/${style}`), 'utf8'),
    script: result.outputFiles[0]?.text ?? '',
  };
}
