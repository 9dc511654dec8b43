/**
 * `tsx demo/server/main.ts`: the demo on port 4173 or the next free one, or on exactly the port that PORT names.
 *
 * `--keys` prints what another merchant's server needs to use this demo's gateway; `--notify URL` sends that server's notifications to URL.
 * Further settings come from the environment or from `.env` beside package.json: see .env.example.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startDemo } from './app.ts';
import { scaledClock } from './clock.ts';
import { keysText } from './keys-text.ts';
import { readAntomSettings, readNotifyUrl, SettingsError } from './merchant/settings.ts';
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
  const { keys, notify } = readArguments();
  const antom = readAntomSettings(process.env);
  if (antom !== null && (keys || notify !== null)) {
    throw new SettingsError(
      '--keys and --notify are about the stand-in for Antom, and ANTOM_CLIENT_ID, ANTOM_PRIVATE_KEY and ANTOM_PUBLIC_KEY name another gateway: unset them.',
    );
  }
  const demo = await startDemo({
    port,
    tries: given === undefined ? 50 : 0,
    antom,
    clock: scaledClock(scale),
    database: process.env['DEMO_DATABASE'],
    notifyUrl: notify,
  });
  console.log(`${demo.url}/`);
  console.log(
    antom === null
      ? 'Shop, merchant page (/merchant/) and a cashier that needs no network. Stop with Ctrl+C.'
      : `Shop and merchant page (/merchant/); payments go to ${antom.gateway}. Stop with Ctrl+C.`,
  );
  if (keys && demo.standIn !== null) console.log(keysText(demo.standIn.environment, demo.cashierOrigin));
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

function readArguments(): { readonly keys: boolean; readonly notify: string | null } {
  let values: { readonly keys?: boolean; readonly notify?: string };
  try {
    ({ values } = parseArgs({ options: { keys: { type: 'boolean' }, notify: { type: 'string' } } }));
  } catch (error) {
    throw new SettingsError(`${error instanceof Error ? error.message : String(error)} The arguments are --keys and --notify URL.`);
  }
  return { keys: values.keys ?? false, notify: values.notify === undefined ? null : readNotifyUrl(values.notify) };
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
