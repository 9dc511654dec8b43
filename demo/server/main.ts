/**
 * `tsx demo/server/main.ts`: the demo on port 4173 or the next free one, or on exactly the port that PORT names.
 *
 * Further settings come from the environment or from `.env` beside package.json: see .env.example.
 */
import { existsSync } from 'node:fs';
import { startDemo } from './app.ts';
import { scaledClock } from './clock.ts';
import { readAntomSettings } from './merchant/settings.ts';
import { fileFromRepository } from './paths.ts';

// What the environment already has, wins.
const file = fileFromRepository('.env');
if (existsSync(file)) process.loadEnvFile(file);

const given = process.env['PORT'];
const port = Number(given ?? 4173);
if (!Number.isInteger(port) || port < 0 || port > 65_535) fail(`PORT must be a port number, not ${JSON.stringify(given)}.`);
const scale = Number(process.env['DEMO_CLOCK_SCALE'] ?? 1);
if (!(scale > 0 && scale <= 100_000)) fail('DEMO_CLOCK_SCALE must be a number above 0, for example 60: a minute in a second.');

try {
  const antom = readAntomSettings(process.env);
  const demo = await startDemo({
    port,
    tries: given === undefined ? 50 : 0,
    antom,
    clock: scaledClock(scale),
    database: process.env['DEMO_DATABASE'],
  });
  console.log(`${demo.url}/`);
  console.log(antom === null
    ? 'Shop, merchant page (/merchant/) and a cashier that needs no network. Stop with Ctrl+C.'
    : `Shop and merchant page (/merchant/); payments go to ${antom.gateway}. Stop with Ctrl+C.`);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
