/** The test kit as it is published: its entries in plain Node, and its marker in no file that a shop could ship. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const node = (...args: string[]): string => execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }).trim();

test.each([
  ['testing', ['IMITATES', 'brokenSession', 'fakeAntom', 'paymentSession']],
  ['testing/node', ['brokenSession', 'fakeAntomScript', 'paymentSession']],
])('antom-checkout-controller/%s has its names in plain Node, as ES module and by require', (entry, names) => {
  const specifier = `antom-checkout-controller/${entry}`;
  const esm = node('--input-type=module', '-e', `import * as m from "${specifier}"; console.log(Object.keys(m).sort().join())`);
  const cjs = node('--input-type=commonjs', '-e', `console.log(Object.keys(require("${specifier}")).sort().join())`);
  expect(esm.split(',')).toEqual(names);
  expect(cjs.split(',')).toEqual(names);
});

test('fakeAntomScript is a file, by import and by require', () => {
  const print = 'console.log(m.fakeAntomScript)';
  const esm = node('--input-type=module', '-e', `import * as m from "antom-checkout-controller/testing/node"; ${print}`);
  const cjs = node('--input-type=commonjs', '-e', `const m = require("antom-checkout-controller/testing/node"); ${print}`);
  expect(esm).toBe(cjs);
  expect(existsSync(esm)).toBe(true);
});

test('antom-checkout-controller/testing/ams-checkout exports every class of the SDK, and can be loaded on a server', () => {
  const names = node(
    '--input-type=module',
    '-e',
    'import * as m from "antom-checkout-controller/testing/ams-checkout"; console.log(Object.keys(m).filter((n) => typeof m[n] === "function").sort().join())',
  );
  const real = JSON.parse(
    node(
      '--input-type=module',
      '-e',
      `import { JSDOM } from "jsdom"; import { readFileSync } from "node:fs";
       const { window } = new JSDOM("", { runScripts: "outside-only", url: "https://shop.test/" });
       const before = new Set(Object.keys(window));
       window.eval(readFileSync("node_modules/@alipay/ams-checkout/dist/umd/ams-checkout.min.js", "utf8"));
       console.log(JSON.stringify(Object.keys(window).filter((n) => !before.has(n) && /^(AMS|Antom|Address)/.test(n) && typeof window[n] === "function").sort()));
       process.exit();`,
    )
      // The SDK prints, too.
      .split('\n')
      .at(-1)!,
  ) as string[];
  expect(real.length).toBeGreaterThan(5);
  for (const name of real) expect(names.split(',')).toContain(name);
});

test('the marker ANTOM-FAKE-SDK is in every file of the kit that plays the SDK, and in no other built file', () => {
  const marked = readdirSync(`${root}/dist`, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(js|cjs)$/.test(file) && readFileSync(`${root}/dist/${file}`, 'utf8').includes('ANTOM-FAKE-SDK'))
    .sort();
  expect(marked).toEqual([
    'testing/ams-checkout.cjs',
    'testing/ams-checkout.js',
    'testing/antom-fake-sdk.iife.js',
    'testing/index.cjs',
    'testing/index.js',
    'testing/node.cjs',
    'testing/node.js',
  ]);
});
