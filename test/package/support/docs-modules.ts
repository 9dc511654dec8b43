/** The code blocks of documentation pages as modules: each begins with a comment that names its file. */
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { compileScript, parse } from 'vue/compiler-sfc';

interface Block {
  readonly name: string;
  readonly loader: string;
  readonly code: string;
}

/** In CommonJS. */
function compiled({ name, loader, code }: Block): string {
  let source = code;
  if (loader === 'vue') {
    const { descriptor, errors } = parse(code, { filename: name });
    if (errors.length > 0) throw new Error(errors.map(String).join('\n'));
    source = compileScript(descriptor, { id: name, inlineTemplate: true }).content;
  }
  return ts.transpileModule(source, {
    fileName: `block.${loader === 'tsx' ? 'tsx' : 'ts'}`,
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, jsx: ts.JsxEmit.ReactJSX },
  }).outputText;
}

/**
 * @param pages of docs/; the first one that has a module counts
 * @param given what the blocks import and the pages do not have, such as `./checkout` and `react`
 */
export function docsModules(pages: readonly string[], given: Readonly<Record<string, unknown>>): (name: string) => Record<string, unknown> {
  const blocks = pages.flatMap((page) =>
    Array.from(
      readFileSync(`${process.cwd()}/docs/${page}`, 'utf8').matchAll(
        /^```(tsx?|vue)\n(?:\/\/|<!--) ([\w-]+(?:\.vue)?)(?:\.tsx?)?(?: -->)?\n([\s\S]*?)^```$/gm,
      ),
      ([, loader, name, code]): Block => ({ loader: loader!, name: name!, code: code! }),
    ),
  );
  const modules = new Map<string, Record<string, unknown>>();
  const load = (name: string): unknown => {
    if (name in given) return given[name];
    const file = name.replace(/^\.\//, '');
    const known = modules.get(file);
    if (known) return known;
    const block = blocks.find((candidate) => candidate.name === file);
    if (!block) throw new Error(`Neither ${pages.join(', ')} nor the test has ${name}.`);
    const exports: Record<string, unknown> = {};
    modules.set(file, exports);
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- runs the documentation
    (new Function('exports', 'require', compiled(block)) as (exports: object, require: (name: string) => unknown) => void)(exports, load);
    return exports;
  };
  return (name) => load(`./${name}`) as Record<string, unknown>;
}
