/** Modules that are on no disk, type-checked against the library's own types. */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const ENTRIES = ['server', 'doctor', 'react', 'vue', 'custom-element', 'testing'];

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  jsx: ts.JsxEmit.ReactJSX,
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
};

export interface Asked {
  /** By path, all within `folder`, which ends with a slash. */
  readonly files: ReadonlyMap<string, string>;
  readonly folder: string;
  /** The file of them that declares the SDK. */
  readonly sdk: string;
  readonly options: ts.CompilerOptions;
  readonly isLenient?: (file: string, fault: ts.Diagnostic) => boolean;
}

/** Every fault of every file, as `file:line text`, the file's path being that within `folder`. */
export function faultsOf({ files, folder, sdk, options: more, isLenient = () => false }: Asked): string[] {
  const options: ts.CompilerOptions = {
    ...OPTIONS,
    ...more,
    paths: {
      'antom-checkout-controller': [`${root}src/index.ts`],
      ...Object.fromEntries(ENTRIES.map((entry) => [`antom-checkout-controller/${entry}`, [`${root}src/${entry}/index.ts`]])),
      'antom-checkout-controller/testing/node': [`${root}src/testing/node.ts`],
      '@alipay/ams-checkout': [sdk],
    },
  };
  const host = ts.createCompilerHost(options);
  const disk = { fileExists: host.fileExists.bind(host), readFile: host.readFile.bind(host), getSourceFile: host.getSourceFile.bind(host) };
  host.fileExists = (name) => files.has(name) || disk.fileExists(name);
  host.readFile = (name) => files.get(name) ?? disk.readFile(name);
  host.getSourceFile = (name, version, ...rest) => {
    const text = files.get(name);
    return text === undefined ? disk.getSourceFile(name, version, ...rest) : ts.createSourceFile(name, text, version, true);
  };
  host.directoryExists = (name) => name.startsWith(folder.slice(0, -1)) || ts.sys.directoryExists(name);
  const program = ts.createProgram(Array.from(files.keys()), options, host);
  return Array.from(files.keys()).flatMap((name) => {
    const source = program.getSourceFile(name);
    if (!source) return [`${name} was not looked at`];
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      .filter((fault) => !isLenient(name, fault))
      .map((fault) => {
        const { line } = source.getLineAndCharacterOfPosition(fault.start ?? 0);
        return `${name.slice(folder.length)}:${String(line + 1)} ${ts.flattenDiagnosticMessageText(fault.messageText, ' ')}`;
      });
  });
}
