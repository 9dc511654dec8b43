/** What npm would publish, as other programs see it: syntax, exports, contents. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { JSDOM } from 'jsdom';
import { describe, expect, inject, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(`${root}/${file}`, 'utf8');
const node = (...args: string[]): string => execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
const checkSyntax = (...args: string[]): string => node('node_modules/es-check/lib/cli/index.js', ...args);

const NAMES = [
  'CheckoutController',
  'CheckoutError',
  'SDK_VERSION',
  'autoDebit',
  'autoDebitPay',
  'cashier',
  'checkoutPage',
  'describeSession',
  'easyPay',
  'element',
  'fromCdn',
  'fromGlobal',
  'fromModule',
  'isCheckoutError',
  'normalizeEvent',
  'resolveLocale',
  'vaulting',
];
/** `<antom-checkout>` as it is packed. */
const ELEMENT = ['dist/custom-element.js', 'dist/custom-element.cjs', 'dist/antom-checkout-element.iife.min.js'] as const;
const SCRIPTS = ['dist/antom-checkout-controller.iife.js', 'dist/antom-checkout-controller.iife.min.js'];

describe('syntax', () => {
  test('the script-tag files are ES5', () => {
    expect(() => checkSyntax('es5', ...SCRIPTS)).not.toThrow();
  });

  test('the ES module is ES2018 and is not ES5, so that the check above can fail', () => {
    expect(() => checkSyntax('es2018', '--module', 'dist/index.js')).not.toThrow();
    expect(() => checkSyntax('es5', '--module', 'dist/index.js')).toThrow();
  });

  test('the files of <antom-checkout> are ES2018, and no ES5: a class extends HTMLElement', () => {
    const [module, ...classic] = ELEMENT;
    expect(() => checkSyntax('es2018', '--module', module)).not.toThrow();
    expect(() => checkSyntax('es2018', ...classic)).not.toThrow();
    expect(() => checkSyntax('es5', ...classic)).toThrow();
  });

  test.each(['dist/react.js', 'dist/react.cjs'])('%s says "use client" before anything else', (file) => {
    expect(read(file)).toMatch(/^["']use client["'];/);
  });
});

describe('exports', () => {
  test('an ES module in plain Node gets every public name, without a window', () => {
    const names = node(
      '--input-type=module',
      '-e',
      'import * as m from "antom-checkout-controller"; console.log(JSON.stringify(Object.keys(m)))',
    );
    expect(JSON.parse(names)).toEqual(NAMES);
  });

  test('require in plain Node gets the same names', () => {
    const names = node(
      '--input-type=commonjs',
      '-e',
      'console.log(JSON.stringify(Object.keys(require("antom-checkout-controller")).sort()))',
    );
    expect(JSON.parse(names)).toEqual(NAMES);
  });

  test.each([
    ['import', 'module', 'import { AntomCheckoutElement } from "antom-checkout-controller/custom-element";'],
    ['require', 'commonjs', 'const { AntomCheckoutElement } = require("antom-checkout-controller/custom-element");'],
  ])('%s of <antom-checkout> in plain Node throws nothing and defines nothing', (_, type, line) => {
    const told = node(`--input-type=${type}`, '-e', `${line} console.log(typeof AntomCheckoutElement, typeof customElements);`);
    expect(told.trim()).toBe('function undefined');
  });

  test('the classic file of <antom-checkout> defines it and adds nothing to window', () => {
    const { window } = new JSDOM('', { runScripts: 'outside-only' });
    const before = Object.getOwnPropertyNames(window);
    window.eval(read(ELEMENT[2]));
    expect(Object.getOwnPropertyNames(window).filter((name) => !before.includes(name))).toEqual([]);
    expect(window.customElements.get('antom-checkout')).toBeTypeOf('function');
  });

  test('a controller made on a server stays idle, and pay() answers not-in-browser', () => {
    const answer = node(
      '--input-type=module',
      '-e',
      `
      import { CheckoutController } from 'antom-checkout-controller';
      const checkout = new CheckoutController({ environment: 'prod', createPaymentSession: async () => 'never asked' });
      console.log(checkout.state.phase, (await checkout.pay()).error.code, (await checkout.prepare().catch((e) => e)).code);
    `,
    );
    expect(answer.trim()).toBe('idle not-in-browser not-in-browser');
  });

  test.each(SCRIPTS)('%s puts the same names under AntomCheckout and nothing else on window', (file) => {
    const { window } = new JSDOM('', { runScripts: 'outside-only' });
    const before = Object.getOwnPropertyNames(window);
    window.eval(read(file));
    const added = Object.getOwnPropertyNames(window).filter((name) => !before.includes(name));
    expect(added).toEqual(['AntomCheckout']);
    expect(Object.keys(window['AntomCheckout'] as object).sort()).toEqual(NAMES);
  });

  test.each(SCRIPTS)('%s makes errors that are Errors and CheckoutErrors', (file) => {
    const { window } = new JSDOM('', { runScripts: 'outside-only' });
    window.eval(read(file));
    const answer: unknown = window.eval(`
      try { new AntomCheckout.CheckoutController({}); } catch (e) { [e instanceof Error, e instanceof AntomCheckout.CheckoutError, e.code, typeof e.toJSON] }
    `);
    expect(Array.from(answer as ArrayLike<unknown>)).toEqual([true, true, 'invalid-options', 'function']);
  });
});

describe('contents', () => {
  test.each(['dist/index.js', 'dist/index.cjs', ...SCRIPTS])('%s does not hold the SDK', (file) => {
    // The SDK alone has 1,275 kB; the readable script is 257 kB.
    expect(statSync(`${root}/${file}`).size).toBeLessThan(280_000);
    expect(read(file)).not.toMatch(/apdid|from ['"]@alipay|require\(['"]@alipay/);
  });

  test.each(['dist/index.d.ts', 'dist/index.d.cts'])('%s imports nothing and adds nothing to Window', (file) => {
    const types = read(file);
    expect(types).not.toMatch(/^import |require\(|declare global|interface Window/m);
    expect(types).toContain('class CheckoutController');
    expect(types).not.toMatch(/\bEnvironment\b|SdkLoadRequest/);
  });

  test.each(['dist/index.js', 'dist/index.cjs', ...SCRIPTS])('%s has a source map', (file) => {
    expect(existsSync(`${root}/${file}.map`)).toBe(true);
    expect(read(file)).toMatch(/\/\/# sourceMappingURL=\S+\.map\s*$/);
  });

  test('there is no runtime dependency', () => {
    const manifest = JSON.parse(read('package.json')) as Record<string, unknown>;
    expect(manifest['dependencies']).toBeUndefined();
    const optional = { optional: true };
    expect(manifest['peerDependenciesMeta']).toEqual({ '@alipay/ams-checkout': optional, react: optional, vue: optional });
  });

  test('npm would publish the builds, the sources, the documentation with the examples and the server that it links to, and no tests', () => {
    const files = readdirSync(inject('packed').content, { recursive: true, encoding: 'utf8' });
    expect(files).toEqual(
      expect.arrayContaining([
        'dist/index.js',
        'dist/index.cjs',
        'dist/index.d.ts',
        'dist/index.d.cts',
        ...SCRIPTS,
        'README.md',
        'README.zh-CN.md',
        'CHANGELOG.md',
        'LICENSE',
      ]),
    );
    const folders = /^(dist|src|docs|examples|demo\/server|demo\/shared)(\/|$)/;
    // The rest of demo/ and bench/ is what the documentation links to: docs-links.test.ts.
    const others =
      /^(demo|demo\/README\.md|bench|bench\/README\.md|\.env\.example|README\.md|README\.zh-CN\.md|CHANGELOG\.md|LICENSE|package\.json|custom-elements\.json)$/;
    expect(files.filter((path) => !folders.test(path) && !others.test(path))).toEqual([]);
  });
});
