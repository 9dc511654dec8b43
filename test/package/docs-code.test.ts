/**
 * Every code block of the documentation type-checks against the library's own types, so an example cannot name what does not exist.
 *
 * A block is a module of its own; what a fragment may take for granted is in `PRELUDE`. A block that begins with a comment naming its file
 * (`// checkout.ts`) can be imported by the others of its page. Plain JavaScript, also in HTML, is checked without null and implicit any. HTML
 * that loads no library goes on with the first block of its page that does. A Vue component is checked as the module that Vue makes of it.
 *
 * JSON is parsed, and a shell's commands are read by a shell and run only what package.json has. A block in another language than these is plain text,
 * or turns this red: nobody would check it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JSDOM } from 'jsdom';
import { remark } from 'remark';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { compileScript, parse } from 'vue/compiler-sfc';
import { faultsOf } from './support/virtual-program.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PAGES = [
  'README.md',
  'README.zh-CN.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...['bench', 'demo', 'examples', ...readdirSync(`${root}examples`).map((name) => `examples/${name}`)]
    .map((folder) => `${folder}/README.md`)
    .filter((page) => existsSync(root + page)),
  ...readdirSync(`${root}docs`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const PRELUDE = `
declare const AntomCheckout: typeof import('antom-checkout-controller');
declare const AntomDoctor: typeof import('antom-checkout-controller/doctor');
declare const checkout: import('antom-checkout-controller').CheckoutController;
declare const createPaymentSession: NonNullable<import('antom-checkout-controller').CheckoutOptions['createPaymentSession']>;
declare function show(what: unknown): void;
declare function report(entry: object): void;
declare const spinner: HTMLElement;

// Jest's, and what Playwright's test runner brings along.
declare const test: (name: string, run: () => Promise<void>) => void;
declare const expect: (actual: unknown) => any;
declare module '@playwright/test' {
  export const test: (name: string, run: (fixtures: { page: import('playwright-core').Page }) => Promise<void>) => void;
  export const expect: (actual: unknown) => any;
}
declare module '*.vue' {
  const component: import('vue').Component;
  export default component;
}
// Where create-next-app puts docs/server.md's checkout.ts.
declare module '@/lib/checkout' {
  export const session: (request: Request) => Promise<Response>;
  export const inquiry: typeof session;
  export const notify: typeof session;
}
// Nuxt's.
declare function defineNuxtPlugin(plugin: (nuxt: { vueApp: import('vue').App }) => void): unknown;
interface Window { AMSCashierPayment: any; AMSElement: any; AMSCheckoutPage: any }
declare module '@alipay/ams-checkout' { export class AMSCashierPayment {} }
`;

interface Block {
  readonly name: string;
  readonly language: string;
  readonly code: string;
}

interface Node {
  readonly type: string;
  readonly lang?: string | null | undefined;
  readonly value?: string;
  readonly children?: readonly Node[];
}
const all = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(all)];

function blocksOf(page: string, text: string): Block[] {
  const fenced = all(remark().parse(text)).filter(({ type, lang }) => type === 'code' && typeof lang === 'string');
  const blocks: Block[] = fenced.map(({ lang, value = '' }, i) => {
    const code = `${value}\n`;
    const file = /^\/\/ ([\w-]+)\.tsx?\n/.exec(code)?.[1];
    return { name: `${page.replace(/\W/g, '-')}/${file ?? `block-${String(i + 1)}`}`, language: lang!, code };
  });
  const html = blocks.filter(({ language }) => language === 'html');
  const loads = ({ code }: Block): boolean => /<script\b[^>]*\bsrc=/.test(code);
  const first = html.find(loads);
  if (first === undefined) return blocks;
  const rest = html.filter((block) => !loads(block));
  return [
    ...blocks.filter((block) => block !== first && !rest.includes(block)),
    { ...first, code: [first, ...rest].map(({ code }) => code).join('\n') },
  ];
}

/** What TypeScript is given of a block; null for what it does not check. */
function sourceOf({ name, language, code }: Block): readonly [name: string, text: string] | null {
  const module = (text: string): string => `${text}\nexport {};\n`;
  switch (language) {
    case 'ts':
      return [`${name}.ts`, module(code)];
    case 'tsx':
      return [`${name}.tsx`, module(code)];
    case 'js':
      return [`${name}.js`, module(code)];
    case 'html':
      return [`${name}.js`, module(scriptsOf(code))];
    case 'vue':
      return [`${name}.ts`, componentOf(code)];
    case 'json':
    case 'sh':
    case 'text':
      return null;
    default:
      throw new Error(`Nobody knows how to check ${language}.`);
  }
}

/** A component's module, with its template in it. */
function componentOf(code: string): string {
  const { descriptor, errors } = parse(code, { filename: 'documentation.vue' });
  if (errors.length > 0) throw new Error(errors.map(String).join('\n'));
  const { content: compiled } = compileScript(descriptor, { id: 'documentation', inlineTemplate: true });
  // As an editor checks it: each binding of the script is one constant of the template, so that a `v-if` narrows it, and `v-bind` takes any object.
  const names = new Set(Array.from(compiled.matchAll(/_unref\((\w+)\)/g), ([, name]) => name!));
  const content = compiled
    .replace(/_unref\((\w+)\)/g, 'unref_$1')
    .replace(/^return \(_ctx.*\{$/m, (start) => start + Array.from(names, (name) => `const unref_${name} = _unref(${name});`).join(''))
    .replace('guardReactiveProps as _guardReactiveProps, ', '')
    .concat('\ndeclare function _guardReactiveProps(props: object): Record<string, unknown>;\n');
  // What the script does not have is asked of an `any`.
  const unknown = /_ctx\.(?!\$)\w+/.exec(content)?.[0];
  if (unknown !== undefined) throw new Error(`The template names ${unknown.slice(5)}, which its script does not have.`);
  return content;
}

/** What a shell, or npm, would refuse of these commands, which are run in the page's folder or at the top. They are not run here. */
function faultsOfCommands(commands: string, page: string): string[] {
  const { stderr, status } = spawnSync('bash', ['-n'], { input: commands, encoding: 'utf8' });
  const manifests = ['package.json', `${dirname(page)}/package.json`].filter((file) => existsSync(root + file));
  const scripts = manifests.flatMap((file) =>
    Object.keys((JSON.parse(readFileSync(root + file, 'utf8')) as { scripts?: object }).scripts ?? {}),
  );
  const named = Array.from(commands.matchAll(/\bnpm (?:run (?:--silent )?([\w:-]+)|(test)\b)/g), ([, script, test]) => script ?? test!);
  return [
    ...(status === 0 ? [] : [stderr.trim()]),
    ...named.filter((script) => !scripts.includes(script)).map((script) => `There is no ${script}.`),
  ];
}

/** The program that a browser would run. */
function scriptsOf(html: string): string {
  return Array.from(new JSDOM(html).window.document.scripts, (script) => {
    if (!['', 'module', 'text/javascript'].includes(script.type))
      throw new Error(`Nobody knows how to check <script type="${script.type}">.`);
    return script.text;
  }).join('\n');
}

/** 2531, 18047: may be null. 7006, 7031: implicit any. 2339: what a selector finds is more than an Element. */
const LENIENT = new Set([2531, 18047, 7006, 7031]);
const isLenient = ({ code, messageText }: ts.Diagnostic): boolean =>
  LENIENT.has(code) || (code === 2339 && /on type '(HTML)?Element'/.test(ts.flattenDiagnosticMessageText(messageText, ' ')));

/** Every fault of every block, by page. */
function check(blocks: readonly Block[]): string[] {
  const folder = `${root}docs/.code/`;
  const files = new Map([
    [`${folder}prelude.d.ts`, PRELUDE],
    // These pages go on with the modules of another one.
    ...['testing', 'react', 'vue', 'doctor', 'troubleshooting', 'custom-element']
      .flatMap((page) => [`docs-${page}-md/`, `docs-${page}-zh-CN-md/`])
      .flatMap((page) =>
        ['checkout', 'payment-view'].map((name) => [`${folder}${page}${name}.ts`, `export * from '../docs-spa-md/${name}';`] as const),
      ),
    [`${folder}checkout.ts`, "export * from './docs-spa-md/checkout';"],
  ]);
  for (const block of blocks) {
    const source = sourceOf(block);
    if (source) files.set(folder + source[0], source[1]);
  }
  return faultsOf({
    files,
    folder,
    sdk: `${folder}prelude.d.ts`,
    options: { types: ['node'], allowJs: true, checkJs: true },
    isLenient: (file, fault) => file.endsWith('.js') && isLenient(fault),
  });
}

const BROKEN = [
  ...blocksOf(
    'a.md',
    "```ts\nimport { CheckoutController } from 'antom-checkout-controller';\nnew CheckoutController({ environment: 'test' });\n```\n",
  ),
  ...blocksOf('b.md', '```html\n<script>\n  checkout.paid();\n</script>\n```\n'),
  ...blocksOf('c.md', '```js\nconst outcome = await checkout.pay(\n```\n'),
  ...blocksOf('d.md', "```tsx\nimport { nothing } from './nowhere';\nexport const view = <p>{nothing}</p>;\n```\n"),
  ...blocksOf('e.md', '```html\n<script nonce="n">\n  checkout.paid();\n</script>\n```\n'),
  ...blocksOf(
    'f.md',
    '```html\n<script src="/x.js"></script>\n<script>function tell() {}</script>\n```\n\n```html\n<script>tel();</script>\n```\n',
  ),
  ...blocksOf(
    'h.md',
    '```vue\n<script setup lang="ts">\nconst pay = (): number => \'paid\';\n</script>\n<template><button @click="pay">Pay</button></template>\n```\n',
  ),
  ...blocksOf('i.md', '- x\n\n  ```js\n  checkout.paid();\n  ```\n'),
  ...blocksOf(
    'g.md',
    '```vue\n<script setup lang="ts">\nimport { useAntomCheckout } from "antom-checkout-controller/vue";\nconst { state } = useAntomCheckout();\n</script>\n\n<template><p>{{ state.phases }}</p></template>\n```\n',
  ),
];

const BROKEN_PAGES = ['a.md', 'b.md', 'c.md', 'd.md', 'e.md', 'f.md', 'g.md', 'h.md', 'i.md'];

describe('code blocks', () => {
  const pages = PAGES.map((page) => ({ page, blocks: blocksOf(page, readFileSync(root + page, 'utf8')) }));
  const faults = check([...pages.flatMap(({ blocks }) => blocks), ...BROKEN]);
  const of = (page: string): string[] => faults.filter((fault) => fault.startsWith(`${page.replace(/\W/g, '-')}/`));

  test.each(BROKEN_PAGES)('what does not compile is found (%s)', (page) => {
    expect(of(page)).not.toEqual([]);
  });

  test('a script that nobody can check is no block that compiles', () => {
    expect(() => sourceOf({ name: 'x', language: 'html', code: '<script type="text/babel">let x = <p/>;</script>' })).toThrow(
      /text\/babel/,
    );
    expect(() => sourceOf({ name: 'x', language: 'vue', code: '<template><p v-if="{{"></template>' })).toThrow();
    const component = '<script setup lang="ts">\nconst pay = (): void => {};\n</script>\n<template><button @click="pays" /></template>';
    expect(() => sourceOf({ name: 'x', language: 'vue', code: component })).toThrow(/pays/);
  });

  test.each(pages)('those of $page compile', ({ page }) => {
    expect(of(page)).toEqual([]);
  });

  test('nothing else is wrong with what they are given', () => {
    const known = [...PAGES, ...BROKEN_PAGES].flatMap(of);
    expect(faults.filter((fault) => !known.includes(fault))).toEqual([]);
  });

  test('a language that nobody checks is found, and a command that does not exist', () => {
    expect(() => sourceOf({ name: 'x', language: 'php', code: '<?php' })).toThrow(/php/);
    expect(faultsOfCommands('npm ci && npm run demo -- --keys # all\n', 'docs/a.md')).toEqual([]);
    expect(faultsOfCommands('npm run nothing\n', 'docs/a.md')).toEqual(['There is no nothing.']);
    expect(faultsOfCommands('if true; then\n', 'docs/a.md')).toHaveLength(1);
  });

  test.each(pages)('the commands of $page can be run', ({ page, blocks }) => {
    const commands = blocks.filter(({ language }) => language === 'sh').map(({ code }) => code);
    expect(commands.flatMap((code) => faultsOfCommands(code, page))).toEqual([]);
  });

  test('JSON blocks are JSON', () => {
    const blocks = pages.flatMap((page) => page.blocks).filter(({ language }) => language === 'json');
    expect(blocks.length).toBeGreaterThan(0);
    for (const { code } of blocks)
      expect(() => {
        JSON.parse(code);
      }).not.toThrow();
  });
});
