/** The packed package under the eyes of publint, Are the Types Wrong and three bundlers. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build as esbuild } from 'esbuild';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { rollup } from 'rollup';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import webpack from 'webpack';
import { emptyFolder, install, manifestOf, NAME, repository } from './support/packed.ts';

const { tarball, content } = inject('packed');
const manifest = manifestOf(content);

describe('publint', () => {
  test('has nothing to say, not even a suggestion', async () => {
    const data = Uint8Array.from(readFileSync(tarball));
    const { messages, pkg } = await publint({ pack: { tarball: data.buffer }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg as Record<string, unknown>, { color: false }))).toEqual([]);
  });
});

describe('Are the Types Wrong', () => {
  interface Resolution {
    readonly resolution?: { readonly fileName: string; readonly isTypeScript: boolean; readonly isJson: boolean };
    readonly isWildcard?: boolean;
  }
  interface Told {
    readonly analysis: { readonly entrypoints: Record<string, { readonly resolutions: Record<string, Resolution> }> };
    readonly problems?: Record<string, unknown>;
  }
  let told: Told;

  beforeAll(async () => {
    const cli = join(repository, 'node_modules/@arethetypeswrong/cli/dist/index.js');
    // It exits with 1 when it finds something; what it found is in its answer all the same.
    const answer = await promisify(execFile)(process.execPath, [cli, tarball, '--format', 'json', '--profile', 'strict'], {
      maxBuffer: 1e8,
    }).catch((error: unknown) => error as { readonly stdout: string });
    told = JSON.parse(answer.stdout) as Told;
  }, 60_000);

  test('finds no problem', () => {
    expect(told.problems).toEqual({});
  });

  test('finds types for every entry in every resolution mode', () => {
    const { entrypoints } = told.analysis;
    expect(Object.keys(entrypoints).sort()).toEqual(Object.keys(manifest.exports).sort());
    for (const [entry, { resolutions }] of Object.entries(entrypoints)) {
      expect(Object.keys(resolutions).sort(), entry).toEqual(['bundler', 'node10', 'node16-cjs', 'node16-esm']);
      for (const [mode, { resolution, isWildcard }] of Object.entries(resolutions)) {
        if (isWildcard === true) continue; // Files to be copied, not modules.
        expect(resolution?.isTypeScript === true || resolution?.isJson === true, `${entry} in ${mode}`).toBe(true);
      }
    }
  });
});

describe('the exports map', () => {
  const conditional = Object.entries(manifest.exports).flatMap(([entry, target]) =>
    typeof target === 'string'
      ? []
      : [
          [entry, target] as const,
          ...(['import', 'require'] as const).flatMap((name) =>
            target[name] === undefined ? [] : [[`${entry} ${name}`, target[name]] as const],
          ),
        ],
  );

  test('has types before everything else, wherever it has them', () => {
    const withTypes = conditional.filter(([, conditions]) => conditions.types !== undefined);
    expect(withTypes.length).toBeGreaterThan(0);
    for (const [entry, conditions] of withTypes) expect(Object.keys(conditions)[0], entry).toBe('types');
  });

  test('names files that are in the tarball', () => {
    const named = conditional.flatMap(([, { types, default: code }]) => [types, code]).filter((file) => file !== undefined);
    expect(named).toContain('./dist/index.js');
    expect(named.filter((file) => !existsSync(join(content, file)))).toEqual([]);
  });
});

describe('what a bundle holds', () => {
  const folder = emptyFolder('bundles');
  /** Texts that are in the built controller, and that no minifier changes. */
  const OF_THE_CONTROLLER = ['createComponent', 'SDK_CREATE', 'invalid-options', 'paymentSessionData', 'pagehide'];
  const ENTRIES: Readonly<Record<string, string>> = {
    'the-controller.ts': `import { CheckoutController } from '${NAME}'; console.log(CheckoutController);`,
    'resolve-locale.ts': `import { resolveLocale } from '${NAME}'; console.log(resolveLocale(['de-DE']));`,
    'a-type.ts': `import { type PaymentOutcome } from '${NAME}'; export const status = (outcome: PaymentOutcome) => outcome.status; console.log(status);`,
    'nothing-used.ts': `import { CheckoutController, fromCdn, normalizeEvent } from '${NAME}'; console.log('mine');`,
    'bare-import.ts': `import '${NAME}'; console.log('mine');`,
  };

  /** As JavaScript: each bundler gets what a TypeScript compiler would hand it (a type import is gone by then). */
  const asScript = async (entry: string): Promise<string> => {
    const file = join(folder, entry.replace('.ts', '.js'));
    await esbuild({
      entryPoints: [join(folder, entry)],
      outfile: file,
      logLevel: 'silent',
      tsconfigRaw: '{"compilerOptions":{"verbatimModuleSyntax":true}}',
    });
    return file;
  };

  const byEsbuild = async (entry: string): Promise<string> => {
    const { outputFiles } = await esbuild({
      entryPoints: [join(folder, entry)],
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
      logLevel: 'silent',
    });
    return outputFiles[0]!.text;
  };

  /** Without reading `sideEffects`: what is left out is left out because the code itself is without effects. */
  const byRollup = async (entry: string): Promise<string> => {
    const dist = join(folder, 'node_modules', NAME, 'dist/index.js');
    const bundle = await rollup({
      input: await asScript(entry),
      logLevel: 'silent',
      plugins: [{ name: 'package', resolveId: (id) => (id === NAME ? dist : null) }],
    });
    const { output } = await bundle.generate({ format: 'es' });
    return output.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('');
  };

  /** webpack marks what is not used and its minifier drops it. The whole controller need not be minified to be found: that takes seconds. */
  const byWebpack = async (entry: string): Promise<string> => {
    const name = `${entry}.webpack.js`;
    const input = await asScript(entry);
    const stats = await new Promise<webpack.Stats>((resolve, reject) => {
      webpack(
        {
          mode: 'production',
          context: folder,
          entry: input,
          output: { path: folder, filename: name },
          optimization: { minimize: entry !== 'the-controller.ts' },
        },
        (error, done) => {
          if (done === undefined) reject(error ?? new Error('webpack said nothing'));
          else resolve(done);
        },
      );
    });
    if (stats.hasErrors()) throw new Error(stats.toString());
    return readFileSync(join(folder, name), 'utf8');
  };

  beforeAll(() => {
    install(folder, content, { files: ENTRIES });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('the package is marked as free of side effects, but for the files that define the element', () => {
    expect(manifest.sideEffects).toEqual([
      './dist/custom-element.js',
      './dist/custom-element.cjs',
      './dist/antom-checkout-element.iife.min.js',
    ]);
  });

  describe.each([
    ['esbuild', byEsbuild],
    ['rollup, which is not told that there are no side effects', byRollup],
    ['webpack', byWebpack],
  ] as const)('by %s', (_name, bundle) => {
    const held = (code: string): string[] => OF_THE_CONTROLLER.filter((text) => code.includes(text));

    test('the controller is in it when it is used, so that the facts below can fail', async () => {
      expect(held(await bundle('the-controller.ts'))).toEqual(OF_THE_CONTROLLER);
    });

    test('resolveLocale brings in nothing of the controller', async () => {
      const code = await bundle('resolve-locale.ts');
      expect(code).toContain('zh_HK');
      expect(held(code)).toEqual([]);
    });

    test.each(['a-type.ts', 'nothing-used.ts', 'bare-import.ts'])('%s brings in nothing at all', async (entry) => {
      const code = await bundle(entry);
      expect(code).toContain('console.log');
      expect(held(code)).toEqual([]);
      expect(code.length).toBeLessThan(150);
    });
  });
});
