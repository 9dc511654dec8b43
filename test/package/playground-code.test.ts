/** The playground's code compiles, in each way of use and for each product and option. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { JSDOM } from 'jsdom';
import { describe, expect, test } from 'vitest';
import { compileScript, parse } from 'vue/compiler-sfc';
import { codeFor } from '../../demo/shop/src/playground/code.ts';
import { readPlayground, WAYS, type PlaygroundSettings } from '../../demo/shop/src/playground/settings.ts';
import { CHOICES } from '../../demo/shop/src/products.ts';
import { faultsOf } from './support/virtual-program.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const settingsOf = (query: string): PlaygroundSettings => readPlayground(`?${query}`, 'en');
/** As it is at first, and with everything changed. */
const QUERIES = CHOICES.flatMap((product) => [
  `product=${product}`,
  `product=${product}&order=&inquiry=0&stay=0`,
  `product=${product}&order=${encodeURIComponent(`it's "1" & 2\\`)}&locale=ko_KR&leave=manual&prepare=script`,
]);

/** The texts of one integration as modules of a folder of their own. */
function modulesOf(folder: string, query: string, way: string): [string, string][] {
  return codeFor(settingsOf(`${query}&way=${way}`)).map(({ file, language, text }) => {
    if (language !== 'vue') return [`${folder}/${file}`, `${text}\nexport {};\n`];
    const { descriptor, errors } = parse(text, { filename: 'Pay.vue' });
    expect(errors).toEqual([]);
    return [`${folder}/pay.ts`, compileScript(descriptor, { id: 'playground', inlineTemplate: true }).content];
  });
}

const FOLDER = `${root}test/.playground/`;
const SDK = `${FOLDER}sdk.d.ts`;
const faultsIn = (modules: readonly (readonly [string, string])[]): string[] =>
  faultsOf({ files: new Map([...modules, [SDK, 'export class AMSCashierPayment {}']]), folder: FOLDER, sdk: SDK, options: { types: [] } });

describe('the code of the playground', () => {
  test('type-checks as modules, in React and in Vue', () => {
    const modules = ['spa', 'react', 'vue'].flatMap((way) =>
      QUERIES.flatMap((query, index) => modulesOf(`${FOLDER}${way}-${String(index)}`, query, way)),
    );
    expect(new Set(modules.map(([name]) => name)).size).toBeGreaterThan(100);
    expect(faultsIn(modules)).toEqual([]);
  });

  test('what does not exist is found', () => {
    expect(faultsIn([[`${FOLDER}x/checkout.ts`, "import { nothing } from 'antom-checkout-controller';\nnothing();"]])).not.toEqual([]);
  });

  test.each(QUERIES)('as HTML it is what was chosen (%s)', (query) => {
    const settings = settingsOf(query);
    const element = new JSDOM(codeFor({ ...settings, way: 'element' })[0]!.text).window.document.querySelector('antom-checkout')!;
    expect([element.getAttribute('environment'), element.getAttribute('order') ?? '']).toEqual(['sandbox', settings.order]);
    const { scripts } = new JSDOM(codeFor({ ...settings, way: 'script' })[0]!.text).window.document;
    // For pages without a build: nothing that they would have to compile.
    expect(scripts[1]!.text).not.toMatch(/=>|`|\b(const|let|async)\b/);
    expect(() => new Script(scripts[1]!.text)).not.toThrow();
    expect(scripts[1]!.text).toContain("environment: 'sandbox'");
  });

  test('each way has code', () => {
    for (const way of WAYS) expect(codeFor(settingsOf(`way=${way}`))[0]!.text).not.toBe('');
    expect(readFileSync(`${root}demo/README.md`, 'utf8')).toContain('/playground');
  });
});
