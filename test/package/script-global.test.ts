/** The script-tag files set `AntomCheckout` on the window that they run in, also where a sandbox evaluates them within a function. */
import { readFileSync } from 'node:fs';
import { JSDOM, type DOMWindow } from 'jsdom';
import { describe, expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const FILES = ['dist/antom-checkout-controller.iife.js', 'dist/antom-checkout-controller.iife.min.js'];

interface Place {
  readonly page: DOMWindow;
  /** A sub-application's own window: writes stay in it, reads fall through to the page's. */
  readonly own: Record<string, unknown>;
}

/** qiankun's ProxySandbox, as much of it as a script can tell. */
function makePlace(): Place {
  const page = new JSDOM('<button></button>', { runScripts: 'outside-only' }).window;
  const added: Record<PropertyKey, unknown> = {};
  const own = new Proxy(added, {
    get: (_, name) => {
      if (name === Symbol.unscopables) return undefined;
      if (name === 'window' || name === 'self' || name === 'globalThis') return own;
      const value: unknown = name in added ? added[name] : (page as unknown as Record<PropertyKey, unknown>)[name];
      // The page's functions want the page's window for `this`.
      return typeof value === 'function' && /^(add|remove)EventListener$|Timeout$/.test(String(name))
        ? (value.bind(page) as unknown)
        : value;
    },
    has: (_, name) => name in added || name in page,
    set: (_, name, value: unknown) => {
      added[name] = value;
      return true;
    },
  });
  return { page, own };
}

/** import-html-entry's getExecutableScript, by which qiankun evaluates a sub-application's scripts, and what others do. */
const WAYS: Readonly<Record<string, (code: string) => string>> = {
  'in a function, with the proxied window in scope': (code) =>
    `(function (window, self, globalThis) { with (window) {;${code}\n} }).bind(own)(own, own, own);`,
  'in a function, the proxied window as a parameter': (code) =>
    `(function (window, self, globalThis) {;${code}\n}).bind(own)(own, own, own);`,
  'in a strict function': (code) => `(function (window, self, globalThis) { 'use strict';${code}\n})(own, own, own);`,
};

describe.each(FILES)('%s', (file) => {
  const code = readFileSync(new URL(file, root), 'utf8').replace(/\n\/\/# sourceMappingURL.*/, '');

  test.each(Object.entries(WAYS))('evaluated %s is on that window alone, and works there', (_way, wrap) => {
    const { page, own } = makePlace();
    page['own'] = own;
    for (let i = 0; i < 2; i += 1) page.eval(wrap(code));
    expect(Object.keys(own['AntomCheckout'] as object)).toContain('CheckoutController');
    expect('AntomCheckout' in page).toBe(false);
    const phase: unknown = page.eval(`(function (window) {
      var checkout = new own.AntomCheckout.CheckoutController({ environment: 'sandbox', prepare: 'manual' });
      checkout.bind('button')();
      return checkout.state.phase;
    })(own)`);
    expect(phase).toBe('idle');
  });

  test.each(['', "'use strict';"])("as a script of the page (%s) is on the page's window", (mode) => {
    const { window } = new JSDOM('', { runScripts: 'dangerously' });
    const script = window.document.createElement('script');
    script.textContent = `${mode}${code}`;
    window.document.head.append(script);
    expect(Object.keys(window['AntomCheckout'] as object)).toContain('CheckoutController');
  });
});
