/**
 * `tsx demo/server/main.ts`: the demo on port 4173 or the next free one, or on exactly the port that PORT names.
 */
import { startDemo } from './app.ts';

const given = process.env['PORT'];
const port = Number(given ?? 4173);
if (!Number.isInteger(port) || port < 0 || port > 65_535) fail(`PORT must be a port number, not ${JSON.stringify(given)}.`);

try {
  const demo = await startDemo({ port, tries: given === undefined ? 50 : 0 });
  console.log(`${demo.url}/`);
  console.log(`Shop, merchant page (/merchant/) and a cashier that needs no network. Stop with Ctrl+C.`);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
