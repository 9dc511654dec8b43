/**
 * Every file of the package: ESM and CommonJS in ES2018 syntax, types for both, and the script-tag file in ES5 syntax.
 * The SDK is in none of them.
 */
import { babel } from '@rollup/plugin-babel';
import terser from '@rollup/plugin-terser';
import dts from 'rollup-plugin-dts';
import esbuild from 'rollup-plugin-esbuild';

const input = 'src/index.ts';
const strip = () => esbuild({ target: 'es2018', tsconfig: 'tsconfig.json' });

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
];
