/**
 * Every file of the package: ESM and CommonJS in ES2018 syntax, types for both, and the script-tag file in ES5 syntax.
 * The SDK is in none of them.
 */
import { fileURLToPath } from 'node:url';
import { babel } from '@rollup/plugin-babel';
import terser from '@rollup/plugin-terser';
import dts from 'rollup-plugin-dts';
import esbuild from 'rollup-plugin-esbuild';

const input = 'src/index.ts';
const strip = (target = 'es2018') => esbuild({ target, tsconfig: 'tsconfig.json' });
/** What runs on servers and in tests needs no older one. */
const NODE_20 = 'es2022';

/** A subpath entry: ES module, CommonJS, types for both. The package's public entry stays outside: one page has one library. */
const entry = (name, source, target, banner = '') => {
  const external = ['antom-checkout-controller', 'node:url', 'react', 'vue'];
  return [
    {
      input: source,
      external,
      plugins: [strip(target)],
      output: [
        { file: `dist/${name}.js`, format: 'es', sourcemap: true, banner },
        { file: `dist/${name}.cjs`, format: 'cjs', sourcemap: true, banner },
      ],
    },
    { input: source, external, plugins: [dts()], output: [{ file: `dist/${name}.d.ts` }, { file: `dist/${name}.d.cts` }] },
  ];
};

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

/**
 * Of the files that pay: Chromium compiles every function while it loads the script, beside the page, instead of each at its first call, which for most
 * of them is the buyer's press (V8's explicit compile hints, Chrome 136). Elsewhere it is a comment.
 */
const paying = (ecma) => terser({ ecma, format: { preamble: '//# allFunctionsCalledOnLoad' } });

/** For the files that have to bring along what they use of the library. */
const ownLibrary = {
  name: 'own-library',
  resolveId: (id) => (id === 'antom-checkout-controller' ? fileURLToPath(new URL(input, import.meta.url)) : null),
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
      { ...script, file: 'dist/antom-checkout-controller.iife.min.js', plugins: [paying(5)] },
    ],
  },
  {
    input,
    plugins: [dts()],
    output: [{ file: 'dist/index.d.ts' }, { file: 'dist/index.d.cts' }],
  },
  // The second one is what a browser's bundle gets: one sentence.
  ...entry('server', 'src/server/index.ts', NODE_20),
  entry('server.browser', 'src/server/browser.ts', 'es2018')[0],
  // Whoever has React 18 or Vue 3 has ES2020. Bundlers with server components read the directive in the first line.
  ...entry('react', 'src/react/index.ts', 'es2020', '"use client";'),
  ...entry('vue', 'src/vue/index.ts', 'es2020'),
  ...entry('custom-element', 'src/custom-element/index.ts', 'es2018'),
  {
    input: 'src/custom-element/script.ts',
    plugins: [ownLibrary, strip()],
    // No older syntax: without classes there are no custom elements.
    output: { file: 'dist/antom-checkout-element.iife.min.js', format: 'iife', sourcemap: true, plugins: [paying(2018)] },
  },
  ...entry('doctor', 'src/doctor/index.ts', 'es2018'),
  {
    input: 'src/doctor/index.ts',
    plugins: [ownLibrary, strip(), es5()],
    output: {
      ...script,
      name: 'AntomDoctor',
      footer: 'window.AntomDoctor = AntomDoctor;',
      file: 'dist/antom-checkout-doctor.iife.min.js',
      plugins: [terser({ ecma: 5 })],
    },
  },
  ...entry('testing/index', 'src/testing/index.ts', NODE_20),
  ...entry('testing/node', 'src/testing/node.ts', NODE_20),
  ...entry('testing/ams-checkout', 'src/testing/ams-checkout.ts', NODE_20),
  {
    input: 'src/testing/script.ts',
    plugins: [ownLibrary, strip(NODE_20)],
    output: { file: 'dist/testing/antom-fake-sdk.iife.js', format: 'iife', sourcemap: true },
  },
];
