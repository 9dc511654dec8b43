/** Type-aware rules for everything, and for src the arrows of tools/rooms.mjs. */
import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { rooms } from './tools/rooms.mjs';

export default tseslint.config(
  {
    ignores: [
      'dist',
      'demo/dist',
      'site/dist',
      'coverage',
      '.cache',
      'examples',
      'bench/support/*.js',
      'demo/merchant-page/*.js',
      'reports',
    ],
  },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['*.mjs', 'vitest.config.ts'] }, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      // The ES5 build has neither startsWith nor includes to rely on; dot-notation would hide which names come from the SDK.
      '@typescript-eslint/prefer-string-starts-ends-with': 'off',
      '@typescript-eslint/prefer-includes': 'off',
      '@typescript-eslint/prefer-for-of': 'off',
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/prefer-find': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // Arrow bodies that return nothing are how listeners are written here.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/prefer-optional-chain': 'off',
    },
  },
  {
    files: ['src/**'],
    // Runs in tests, with engines of today and built-ins as they came.
    ignores: ['src/testing/**'],
    rules: {
      // Syntax is lowered for old engines, built-ins are not: Android 5.0's WebView 37 and iOS 11 have none of these, or not all.
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression > MemberExpression.callee[property.name=/^(startsWith|endsWith|includes|find|findIndex|finally|allSettled|replaceAll|flat|flatMap|padStart|repeat|assign|entries|values|fromEntries|matchAll|at)$/]',
          message: 'Not in every engine that the script-tag build supports.',
        },
        {
          selector:
            'CallExpression > MemberExpression.callee[property.name=/^(forEach|map|filter|some|every|reduce|reduceRight|concat|push|pop|shift|unshift|splice|sort|reverse)$/]',
          message: 'A page may have replaced Array.prototype: list.ts has the functions.',
        },
        {
          selector: 'ArrayPattern, ForOfStatement, ArrayExpression > SpreadElement, CallExpression > SpreadElement',
          message: "It runs the page's Array.prototype[Symbol.iterator]: read by index, or use list.ts.",
        },
      ],
      'no-restricted-globals': [
        'error',
        'Reflect',
        'Proxy',
        'globalThis',
        'queueMicrotask',
        'URLSearchParams',
        'WeakRef',
        'BigInt',
        'fetch',
      ],
    },
  },
  // Runs in Node 20, Deno, Bun and edge runtimes, in no page: what a page may lack or have changed is as it should be.
  { files: ['src/server/**'], rules: { 'no-restricted-syntax': 'off', 'no-restricted-globals': 'off' } },
  // Where React 18 or Vue 3 runs, these are there and unchanged: both use them themselves.
  { files: ['src/{adapters,react,vue}/**'], rules: { 'no-restricted-syntax': 'off', 'no-restricted-globals': 'off' } },
  // Engines with custom elements have these, and nothing here decides about money: the core does.
  {
    files: ['src/custom-element/**'],
    rules: { 'no-restricted-syntax': 'off', 'no-restricted-globals': ['error', 'globalThis', 'queueMicrotask', 'WeakRef', 'BigInt'] },
  },
  rooms,
  {
    files: ['test/**', 'demo/**', 'bench/**', 'site/**', 'tools/**', '*.mjs', 'vitest.config.ts'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  { files: ['**/*.mjs'], ...tseslint.configs.disableTypeChecked },
);
