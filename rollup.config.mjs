/**
 * Every file of the package: ESM and CommonJS in ES2018 syntax, types for both, and the script-tag file in ES5 syntax.
 * The SDK is in none of them.
 */
import { babel } from '@rollup/plugin-babel';
import terser from '@rollup/plugin-terser';
import dts from 'rollup-plugin-dts';
import esbuild from 'rollup-plugin-esbuild';

const input = 'src/index.ts';
const strip = (target = 'es2018') => esbuild({ target, tsconfig: 'tsconfig.json' });

/** A subpath entry: ES module, CommonJS, types for both. */
const entry = (name, source, target) => [
  {
    input: source,
    plugins: [strip(target)],
    output: [
      { file: `dist/${name}.js`, format: 'es', sourcemap: true },
      { file: `dist/${name}.cjs`, format: 'cjs', sourcemap: true },
    ],
  },
  { input: source, plugins: [dts()], output: [{ file: `dist/${name}.d.ts` }, { file: `dist/${name}.d.cts` }] },
];

// Syntax only: what an engine must bring along at run time is Promise, and the library guards the rest.
const es5 = () =>
  babel({
    babelHelpers: 'bundled',
    extensions: ['.ts'],
    configFile: false,
    presets: [['@babel/preset-env', { targets: { ie: 11 }, modules: false, loose: true }]],
  });

const script = {
  format: 'iife',
  name: 'AntomCheckout',
  sourcemap: true,
  // A sandbox that evaluates the file within a function, as qiankun does, makes a `var` a local one: the page's own window gets it too.
  footer: 'window.AntomCheckout = AntomCheckout;',
};

export default [
  {
    input,
    plugins: [strip()],
    output: [
      { file: 'dist/index.js', format: 'es', sourcemap: true },
      { file: 'dist/index.cjs', format: 'cjs', sourcemap: true },
    ],
  },
  {
    input,
    plugins: [strip(), es5()],
    output: [
      { ...script, file: 'dist/antom-checkout-controller.iife.js' },
      { ...script, file: 'dist/antom-checkout-controller.iife.min.js', plugins: [terser({ ecma: 5 })] },
    ],
  },
  {
    input,
    plugins: [dts()],
    output: [{ file: 'dist/index.d.ts' }, { file: 'dist/index.d.cts' }],
  },
  // Node 20 and what is as new. The second one is what a browser's bundle gets: one sentence.
  ...entry('server', 'src/server/index.ts', 'es2022'),
  entry('server.browser', 'src/server/browser.ts', 'es2018')[0],
];
