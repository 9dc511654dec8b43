// @vitest-environment node
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';
import { JSDOM } from 'jsdom';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { CheckoutError, isCheckoutError, type CheckoutErrorCode } from '../../../src/core/errors';
import { ERROR_CODES, RETRYABLE } from '../../support/error-codes';

// Babel brings no types.
const { transformSync } = createRequire(import.meta.url)('@babel/core') as {
  readonly transformSync: (code: string, options: Readonly<Record<string, unknown>>) => { code: string };
};

describe('each code', () => {
  test.each(ERROR_CODES)('%s says what to do', (code) => {
    const { hint } = new CheckoutError(code, 'message');
    expect(hint).toMatch(/^[A-Z].{20,}\.$/);
  });

  test('no two codes say the same', () => {
    expect(new Set(ERROR_CODES.map((code) => new CheckoutError(code, '').hint)).size).toBe(ERROR_CODES.length);
  });

  test.each(Object.entries(RETRYABLE))('%s is retryable: %s', (code, retryable) => {
    expect(new CheckoutError(code as CheckoutErrorCode, 'message').retryable).toBe(retryable);
  });
});

describe('a CheckoutError', () => {
  const cause = new Error('card 4111 1111 1111 1111');
  const error = new CheckoutError('component-failed', 'It did not open.', {
    cause,
    sdk: { code: 'SDK_CREATECOMPONENT_ERROR', message: 'Load resource timeout' },
    details: { elapsed: 15000 },
  });

  test('it is an Error and a CheckoutError with a stack', () => {
    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(CheckoutError);
    expect(error.stack).toContain('errors.test');
    expect(String(error)).toBe('CheckoutError: It did not open.');
  });

  test('it carries what it was made with', () => {
    expect(error.cause).toBe(cause);
    expect(error.sdk).toEqual({ code: 'SDK_CREATECOMPONENT_ERROR', message: 'Load resource timeout' });
    expect(error.details).toEqual({ elapsed: 15000 });
  });

  test('without particulars it has no sdk member and empty details', () => {
    const bare = new CheckoutError('disposed', 'It was disposed of.');
    expect('sdk' in bare).toBe(false);
    expect(bare.details).toEqual({});
    expect(bare.cause).toBeUndefined();
  });

  test('as JSON it leaves out the cause, the stack and what the SDK said', () => {
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'CheckoutError',
      code: 'component-failed',
      message: 'It did not open.',
      hint: error.hint,
      retryable: false,
      details: { elapsed: 15000 },
    });
    expect(JSON.stringify({ outcome: { error } })).not.toContain('4111');
  });
});

describe('isCheckoutError', () => {
  test('it knows an error of another frame and another copy of the library, where instanceof fails', () => {
    const frame = new JSDOM('', { runScripts: 'outside-only' }).window;
    const Foreign = frame.eval(`(function () { ${commonJs()}; return exports.CheckoutError; })()`) as typeof CheckoutError;
    const foreign = new Foreign('disposed', 'It was disposed of.');
    expect(foreign instanceof CheckoutError).toBe(false);
    expect(foreign instanceof Error).toBe(false);
    expect(isCheckoutError(foreign)).toBe(true);
  });

  test('it knows a plain object that was an error before it crossed a boundary', () => {
    expect(isCheckoutError(JSON.parse(JSON.stringify(new CheckoutError('disposed', 'x'))))).toBe(true);
  });

  test('it knows an error with a code of a later version', () => {
    expect(isCheckoutError({ name: 'CheckoutError', code: 'a-code-of-tomorrow', hint: 'Wait.' })).toBe(true);
  });

  const OTHERS: readonly unknown[] = [
    null,
    undefined,
    0,
    'CheckoutError',
    Symbol('CheckoutError'),
    [],
    {},
    () => undefined,
    new Error('x'),
    new TypeError('x'),
    CheckoutError,
    { code: 'SDK_INTERNAL_ERROR', message: 'x' },
    { name: 'CheckoutError' },
    { name: 'CheckoutError', code: 1, hint: 'x' },
    { name: 'CheckoutError', code: 'disposed' },
    { name: 'Error', code: 'disposed', hint: 'x' },
  ];
  test.each(OTHERS.map((value) => ({ value })))('it does not take anything else for one (%#)', ({ value }) => {
    expect(isCheckoutError(value)).toBe(false);
  });
});

// Under ES5 classes `super()` gives a new Error without our prototype; the constructor puts it back.
describe.each([
  ['strict', {}],
  ['loose', { superIsCallableConstructor: true, setClassMethods: true }],
])('lowered to ES5 (%s)', (_name, assumptions) => {
  const presets = [['@babel/preset-env', { targets: { ie: '11' }, modules: false }]];
  const { code } = transformSync(commonJs(), { configFile: false, babelrc: false, assumptions, presets });
  const Lowered = runInThisContext(`(function () { ${code}; return exports.CheckoutError; })()`) as typeof CheckoutError;

  test('no class is left, and none of the helpers that wrap a native one', () => {
    expect(code).not.toMatch(/\bclass\s+CheckoutError\b|wrapNativeSuper/);
    expect(code.length).toBeGreaterThan(1000);
  });

  test('instanceof, message, name and methods work', () => {
    const error = new Lowered('sdk-offline', 'The browser is offline.', { details: { attempts: 2 } });
    expect(error).toBeInstanceOf(Lowered);
    expect(error).toBeInstanceOf(Error);
    expect(isCheckoutError(error)).toBe(true);
    expect(error.toJSON()).toMatchObject({
      name: 'CheckoutError',
      code: 'sdk-offline',
      message: 'The browser is offline.',
      retryable: true,
      details: { attempts: 2 },
    });
  });
});

/** src/core/errors.ts without its types, as the body of a function that fills `exports`. */
function commonJs(): string {
  const source = readFileSync(`${import.meta.dirname}/../../../src/core/errors.ts`, 'utf8');
  const options = { target: ts.ScriptTarget.ES2018, module: ts.ModuleKind.CommonJS };
  return `var exports = {};\n${ts.transpileModule(source, { compilerOptions: options }).outputText}`;
}
