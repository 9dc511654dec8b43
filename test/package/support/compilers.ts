/** Every TypeScript that the package's types are tried with, and what each says about a set of files. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type TypeScript from 'typescript';
import { repository } from './packed.ts';

export interface Diagnostic {
  readonly file: string;
  readonly code: string;
  readonly text: string;
}
export type Options = Readonly<Record<string, unknown>>;

export interface Compiler {
  readonly name: string;
  readonly version: string;
  /** What `moduleResolution: node10` needs besides; null where it is gone. */
  readonly node10: Options | null;
  /** All that is wrong with `files` of `folder` under `options`, which are as in a tsconfig.json. */
  compile(folder: string, files: readonly string[], options: Options): Promise<Diagnostic[]>;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The version that node_modules has under this name. */
const versionOf = (folder: string): string =>
  (JSON.parse(readFileSync(join(repository, 'node_modules', folder, 'package.json'), 'utf8')) as { version: string }).version;

/** By its API: TypeScript's own declarations are read once, not once per set of options, which halves the time. */
function byApi(name: string, folder: string, node10: Options): Compiler {
  type Host = TypeScript.CompilerHost;
  const own = new Map<string, ReturnType<Host['getSourceFile']>>();
  return {
    name,
    version: versionOf(folder),
    node10,
    compile: (where, files, options) => {
      const ts = createRequire(import.meta.url)(folder) as typeof TypeScript;
      const { options: parsed, fileNames, errors } = ts.parseJsonConfigFileContent({ compilerOptions: options, files }, ts.sys, where);
      const host = ts.createCompilerHost(parsed);
      const read = host.getSourceFile.bind(host);
      host.getSourceFile = (file, ...rest) => {
        if (!/^lib\.\w.*\.d\.ts$/.test(basename(file))) return read(file, ...rest);
        if (!own.has(file)) own.set(file, read(file, ...rest));
        return own.get(file);
      };
      const program = ts.createProgram({ rootNames: fileNames, options: parsed, host });
      return Promise.resolve(
        [...errors, ...ts.getPreEmitDiagnostics(program)].map((told) => ({
          file: told.file === undefined ? '' : basename(told.file.fileName),
          code: `TS${String(told.code)}`,
          text: oneLine(ts.flattenDiagnosticMessageText(told.messageText, ' ')),
        })),
      );
    },
  };
}

/** By its command: the native port has another API. */
function byCommand(name: string, folder: string): Compiler {
  let runs = 0;
  return {
    name,
    version: versionOf(folder),
    node10: null,
    compile: async (where, files, options) => {
      const config = join(where, `tsconfig.${name}.${String(runs++)}.json`);
      writeFileSync(config, JSON.stringify({ compilerOptions: options, files }));
      const tsc = join(repository, 'node_modules', folder, 'bin/tsc');
      // It exits with 1 or 2 when it finds something, and tells that on stdout.
      const { stdout } = await promisify(execFile)(process.execPath, [tsc, '--pretty', 'false', '-p', config], {
        cwd: where,
        maxBuffer: 1e8,
      }).catch((error: unknown) => {
        const { stdout: told = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string };
        if (told === '') throw new Error(`TypeScript ${name} did not run: ${stderr}`, { cause: error });
        return { stdout: told };
      });
      // `file(line,column): error TS1234: text`, then further lines of it, each indented. The configuration's errors have no file.
      return stdout
        .split(/\n(?=\S)/)
        .filter((entry) => entry.trim() !== '')
        .map((entry) => {
          const match = /^(?:(.+?)\(\d+,\d+\): )?error (TS\d+): ([\s\S]*)$/.exec(entry);
          if (match === null) throw new Error(`TypeScript ${name} said what is no diagnostic: ${entry}`);
          return { file: basename(match[1] ?? ''), code: match[2]!, text: oneLine(match[3]!) };
        });
    },
  };
}

export const COMPILERS: readonly Compiler[] = [
  byApi('5.4', 'typescript-5.4', {}),
  byApi('5.9', 'typescript-5.9', {}),
  byApi('6', 'typescript', { ignoreDeprecations: '6.0' }),
  byCommand('7', 'typescript-7'),
];
