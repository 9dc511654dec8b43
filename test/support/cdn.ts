/** A page that the SDK is loaded into by a script tag, for unit tests: its tags, and what the browser says of them. */
import { afterEach, beforeEach, vi } from 'vitest';
import { pageLoad } from '../../src/sdk/script/load';
import { fromCdn, type CdnOptions } from '../../src/sdk/sources/cdn';
import { createLoader, type SdkLoader } from '../../src/sdk/loader';
import type { SdkClass } from '../../src/sdk/types';
import type { SdkSource } from '../../src/types';
import { testEnvironment } from './environment';
import { emptyRegistry } from './registry';
import { pass } from './shop';

export const NAME = 'AMSCashierPayment';
export const CDN = 'https://sdk.marmot-cloud.com/package/ams-checkout/1.47.2/dist/umd/ams-checkout.min.js';
export class Sdk {
  readonly name = 'the SDK';
}

/** A loader of one class. */
export interface ClassLoader {
  readonly peek: () => SdkClass | null;
  readonly load: () => Promise<SdkClass>;
}
export const loadsClass = (loaded: SdkLoader, className = NAME): ClassLoader => ({
  peek: () => loaded.peek(className),
  load: () => loaded.load(className),
});
export const loaderOf = (...sources: SdkSource[]): ClassLoader => loadsClass(createLoader(testEnvironment(), sources, 15_000));
export const loader = (options?: CdnOptions): ClassLoader => loaderOf(fromCdn(options));
/** No second try, where a test is about the first. */
export const once = (options?: CdnOptions): ClassLoader => loader({ retries: 0, ...options });
export const tags = (): HTMLScriptElement[] => Array.from(document.querySelectorAll('script'));
export const tag = (): HTMLScriptElement => {
  const [found, more] = tags();
  if (!found || more) throw new Error(`there are ${String(tags().length)} tags`);
  return found;
};

/** Puts a script of the page's own into it. */
export function addPageTag(src: string, nonce?: string): HTMLScriptElement {
  const own = document.createElement('script');
  own.src = src;
  if (nonce !== undefined) own.nonce = nonce;
  if (nonce !== undefined) own.setAttribute('nonce', nonce);
  document.head.appendChild(own);
  return own;
}

/** The script runs; `defines` what it puts on window. */
export function arrive(script: HTMLScriptElement, defines: Record<string, unknown> = { [NAME]: Sdk }): void {
  Object.assign(window, defines);
  script.dispatchEvent(new Event('load'));
}

/** The head of the SDK's UMD file (1.47.2), with a class for its content. Runs as the browser runs a script: with itself as currentScript. */
export function runUmd(script: HTMLScriptElement | null): void {
  Object.defineProperty(document, 'currentScript', { value: script, configurable: true });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- looks names up as a script does
  const run = new Function(
    'Sdk',
    `(function (e, n) {
    if ("object" == typeof exports && "object" == typeof module) module.exports = n();
    else if ("function" == typeof define && define.amd) define([], n);
    else { var t = n(); for (var r in t) ("object" == typeof exports ? exports : e)[r] = t[r]; }
  })(self, function () { return { ${NAME}: Sdk, Other: 1 }; });`,
  ) as (sdk: unknown) => void;
  run(Sdk);
  Object.defineProperty(document, 'currentScript', { value: null, configurable: true });
  script?.dispatchEvent(new Event('load'));
}
/** The script does not come. */
export async function fail(script: HTMLScriptElement): Promise<void> {
  script.dispatchEvent(new Event('error'));
  await pass(0);
}

/** What the browser's Resource Timing says of every URL; null: it has no entry. */
export function timing(responseStatus: number | null): void {
  Object.defineProperty(performance, 'getEntriesByName', {
    configurable: true,
    value: () => (responseStatus === null ? [] : [{ responseStatus, initiatorType: 'script' }]),
  });
}

export function violation(blockedURI: string, disposition = 'enforce', effectiveDirective = 'script-src-elem'): void {
  document.dispatchEvent(Object.assign(new Event('securitypolicyviolation'), { blockedURI, disposition, effectiveDirective }));
}

export function setReadyState(value: string): void {
  Object.defineProperty(document, 'readyState', { value, configurable: true });
}

/** Call at the top of a file: fake timers and a page without tags before each test, and after it the page's names as they were. */
export function useCdn(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    document.head.innerHTML = '';
    emptyRegistry();
  });

  afterEach(() => {
    pageLoad(window).pending.hidden?.restore();
    for (const name of [NAME, 'define', 'module', 'exports', 'trustedTypes']) Reflect.deleteProperty(window, name);
    Reflect.deleteProperty(document, 'readyState');
    Reflect.deleteProperty(document, 'currentScript');
    Reflect.deleteProperty(performance, 'getEntriesByName');
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
}
