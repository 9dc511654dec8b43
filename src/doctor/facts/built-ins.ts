/**
 * What of the language and the browser the page has replaced.
 */
import type { Environment } from '../../core/environment';
import { add, each, glue } from '../../core/list';
import { known, type Facts } from './facts';

/** By where they are on `window`. What monitoring tools wrap as a matter of course, such as fetch, is among them: the finding is for information. */
const LOOKED_AT = [
  'Promise',
  'Promise.prototype.then',
  'JSON.parse',
  'JSON.stringify',
  'Object.assign',
  'Object.keys',
  'Function.prototype.bind',
  'Array.from',
  'Array.prototype.concat',
  'Array.prototype.filter',
  'Array.prototype.find',
  'Array.prototype.forEach',
  'Array.prototype.includes',
  'Array.prototype.map',
  'Array.prototype.reduce',
  'Array.prototype.slice',
  'String.prototype.replace',
  'String.prototype.split',
  'EventTarget.prototype.addEventListener',
  'fetch',
  'postMessage',
  'setTimeout',
  'TextDecoder',
  'URL',
];

export function builtInFacts({ window }: Environment): Partial<Facts> {
  return {
    // What throws is broken too.
    jsonBroken: known(() => JSON.stringify({ list: [1, { text: 'a' }] })) !== '{"list":[1,{"text":"a"}]}',
    replacedBuiltIns: known(() => replaced(window)),
  };
}

function replaced(window: Window): string {
  const found: string[] = [];
  each(LOOKED_AT, (path) => {
    let value: unknown = window;
    each(path.split('.'), (name) => {
      value = (value as Record<string, unknown> | undefined)?.[name];
    });
    if (typeof value === 'function' && !/\[native code\]/.test(Function.prototype.toString.call(value))) add(found, path);
  });
  // What a page adds to it so shows in every `for … in` over a list.
  // eslint-disable-next-line @typescript-eslint/no-for-in-array -- it is what is looked for
  for (const name in []) add(found, `Array.prototype.${name}`);
  return glue(found, ', ');
}
