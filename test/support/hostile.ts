/**
 * The library in a page that has replaced or extended what the language brings along.
 *
 * It runs in a realm of its own, with built-ins of its own, so that what a page does to them does not reach the test's tools. The
 * document, the clock and the timers are the test's.
 */
import { execFileSync } from 'node:child_process';
import { createContext, runInContext, type Context } from 'node:vm';
import type { CheckoutController } from '../../src/controller';
import type { fromModule } from '../../src/sdk/sources/module';

export interface Library {
  readonly CheckoutController: typeof CheckoutController;
  readonly fromModule: typeof fromModule;
}

/** A Promise.prototype.then whose callbacks run when `schedule` lets `job` run. */
function thenBy(schedule: string): string {
  return `(function () {
    var then = Promise.prototype.then;
    Promise.prototype.then = function (good, bad) {
      var self = this;
      return new Promise(function (resolve, reject) {
        var wrap = function (run, settle) {
          return function (value) {
            var job = function () {
              if (typeof run !== 'function') return settle(value);
              try { resolve(run(value)); } catch (thrown) { reject(thrown); }
            };
            ${schedule}
          };
        };
        then.call(self, wrap(good, resolve), wrap(bad, reject));
      });
    };
  })();`;
}

/** What pages do, by name: code that runs in the page before the library. */
export const HOSTILE_PAGES: Readonly<Record<string, string>> = {
  'nothing special': '',

  // prototypejs.org 1.6, as Magento 1 ships it: the parts that other libraries trip over.
  'Prototype.js 1.6': `
    Array.prototype.toJSON = function () { return '[' + this.map(String).join(', ') + ']'; };
    String.prototype.toJSON = function () { return '"' + this + '"'; };
    Number.prototype.toJSON = function () { return String(this); };
    Array.prototype.reduce = function () { return this.length > 1 ? this : this[0]; };
    Array.prototype.each = Array.prototype.forEach = function (run, self) { run = run.bind(self); for (var i = 0; i < this.length; i++) run(this[i], i); return this; };
    Array.prototype.include = Array.prototype.includes = function (item) { return this.indexOf(item) !== -1; };
    Array.prototype.without = function () { var gone = Array.prototype.slice.call(arguments); return this.filter(function (item) { return gone.indexOf(item) < 0; }); };
    Array.prototype.find = Array.prototype.detect = function (fits) { for (var i = 0; i < this.length; i++) if (fits(this[i])) return this[i]; };
    Array.from = function (list) { var all = []; for (var i = 0; i < list.length; i++) all.push(list[i]); return all; };
    Object.keys = function (object) { var names = []; for (var name in object) names.push(name); return names; };
    Object.values = function (object) { var all = []; for (var name in object) all.push(object[name]); return all; };
    Function.prototype.bind = function () { var method = this, args = Array.prototype.slice.call(arguments), self = args.shift(); return function () { return method.apply(self, args.concat(Array.prototype.slice.call(arguments))); }; };`,

  'every method of Array.prototype broken': `
    Object.getOwnPropertyNames(Array.prototype).forEach(function (name) {
      if (typeof Array.prototype[name] === 'function' && name !== 'constructor' && name !== 'values') Array.prototype[name] = function () { throw new Error('Array.prototype.' + name + ' is the page\\'s own'); };
    });`,

  'Array.prototype extended': `
    Array.prototype.last = function () { return this[this.length - 1]; };
    Array.prototype.toJSON = function () { return null; };
    Array.prototype.records = [{ order: 'x' }];`,

  'Object.prototype extended': `
    Object.prototype.extend = function () { return this; };
    ['environment', 'order', 'session', 'force', 'product', 'paymentRequestId', 'paymentSessionId', 'paymentStatus', 'result',
      'code', 'records', 'version', 'status', 'ok', 'text', 'attemptId', 'outcome', 'error', 'cause', 'sdk', 'details',
      'decision', 'decided', 'about', 'jumps', 'pageHidden', 'opened', 'event', 'request', 'poll', 'guessed', 'declined',
      'reason', 'url', 'timeout', 'retries', 'nonce'].forEach(function (name) {
      Object.prototype[name] = 'from Object.prototype';
    });
    Object.prototype.toJSON = function () { return 'an object'; };`,

  'JSON.stringify replaced': `
    JSON.stringify = function () { return '"no"'; };`,

  'promises that answer a task later': thenBy('setTimeout(job, 0);'),

  // What zone.js does in principle: every callback is wrapped and runs from a queue of its own, which is drained after each task of the zone.
  'promises and timers wrapped as zone.js wraps them': `
    var queue = [], drain = function () { while (queue.length) queue.shift()(); }, native = Promise.prototype.then;
    ${thenBy('queue.push(job); if (queue.length === 1) native.call(Promise.resolve(), drain);')}
    var set = setTimeout, clear = clearTimeout;
    setTimeout = function (run, ms) { return { zone: true, handle: set(function () { run(); drain(); }, ms) }; };
    clearTimeout = function (task) { if (task && task.zone) clear(task.handle); };`,

  'timers that hand over how late they are': `
    var set = setTimeout;
    setTimeout = function (run, ms) { return set(function () { run(7, 'late'); }, ms); };`,
};

const OUTER = [
  'window',
  'document',
  'navigator',
  'performance',
  'Date',
  'AbortController',
  'MutationObserver',
  'TextDecoder',
  'URL',
  'atob',
];

const BUNDLE = `process.stdout.write(require('esbuild').buildSync({
  stdin: { contents: "import { CheckoutController } from './src/controller'; import { fromModule } from './src/sdk/sources/module'; globalThis.library = { CheckoutController, fromModule };", resolveDir: process.cwd(), loader: 'ts' },
  bundle: true, format: 'iife', target: 'es2018', write: false,
}).outputFiles[0].text)`;

let code: string | null = null;

/** The library as that page runs it. */
export function libraryIn(page: string): Library {
  // In a process of its own: esbuild does not run beside jsdom's globals.
  code ??= execFileSync(process.execPath, ['-e', BUNDLE], { encoding: 'utf8' });
  const realm: Context = createContext({});
  OUTER.forEach((name) => {
    Object.defineProperty(realm, name, { get: () => (globalThis as unknown as Record<string, unknown>)[name], configurable: true });
  });
  // The test's clock may be put in later.
  Object.assign(realm, {
    setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
    clearTimeout: (handle: number) => {
      clearTimeout(handle);
    },
  });
  runInContext(HOSTILE_PAGES[page] ?? '', realm);
  return runInContext(`${code}\nlibrary`, realm) as Library;
}
