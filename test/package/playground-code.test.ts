/** The playground's code compiles, in each way of use and for each product and option. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { JSDOM } from 'jsdom';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { compileScript, parse } from 'vue/compiler-sfc';
import { codeFor } from '../../demo/shop/src/playground/code.ts';
import { readPlayground, WAYS, type PlaygroundSettings } from '../../demo/shop/src/playground/settings.ts';
import { CHOICES } from '../../demo/shop/src/products.ts';

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

function faultsOf(files: ReadonlyMap<string, string>): string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
    jsx: ts.JsxEmit.ReactJSX,
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    noEmit: true,
    paths: {
      'antom-checkout-controller': [`${root}src/index.ts`],
      'antom-checkout-controller/react': [`${root}src/react/index.ts`],
      'antom-checkout-controller/vue': [`${root}src/vue/index.ts`],
      '@alipay/ams-checkout': [`${root}test/sdk.d.ts`],
    },
  };
  const host = ts.createCompilerHost(options);
  const disk = { fileExists: host.fileExists.bind(host), readFile: host.readFile.bind(host), getSourceFile: host.getSourceFile.bind(host) };
  const all = new Map([...files, [`${root}test/sdk.d.ts`, 'export class AMSCashierPayment {}']]);
  host.fileExists = (name) => all.has(name) || disk.fileExists(name);
  host.readFile = (name) => all.get(name) ?? disk.readFile(name);
  host.getSourceFile = (name, version, ...rest) => {
    const text = all.get(name);
    return text === undefined ? disk.getSourceFile(name, version, ...rest) : ts.createSourceFile(name, text, version, true);
  };
  host.directoryExists = (name) => name.startsWith(`${root}test/playground`) || ts.sys.directoryExists(name);
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files.keys()].flatMap((name) => {
    const source = program.getSourceFile(name)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${name.slice(root.length)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  });
}

describe('the code of the playground', () => {
  test('type-checks as modules, in React and in Vue', () => {
    const files = new Map(
      ['spa', 'react', 'vue'].flatMap((way) =>
        QUERIES.flatMap((query, index) => modulesOf(`${root}test/playground-${way}-${String(index)}`, query, way)),
      ),
    );
    expect(files.size).toBeGreaterThan(100);
    expect(faultsOf(files)).toEqual([]);
  });

  test('what does not exist is found', () => {
    expect(
      faultsOf(new Map([[`${root}test/playground-x/checkout.ts`, "import { nothing } from 'antom-checkout-controller';\nnothing();"]])),
    ).not.toEqual([]);
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
