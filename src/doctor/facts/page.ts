/**
 * The document and the browser: frame, storage, hints, names of module systems.
 */
import type { Environment } from '../../core/environment';
import { add, filter, glue, some } from '../../core/list';
import { redactUrl } from '../../core/log';
import { known, type Facts, type StorageState } from './facts';

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i;
/** Of a sandboxed frame: its origin and storage, the cashier's forms, the method's page in a window, and in this one. */
const SANDBOX = ['allow-same-origin', 'allow-forms', 'allow-popups', 'allow-top-navigation'];

interface WithPolicy {
  readonly permissionsPolicy?: { allowsFeature(name: string): boolean };
  readonly featurePolicy?: { allowsFeature(name: string): boolean };
}

export function pageFacts(env: Environment): Partial<Facts> {
  const { window, document } = env;
  const framed = known(() => window.top !== window.self);
  return {
    browser: true,
    page: known(() => redactUrl(window.location.href)),
    userAgent: known(() => window.navigator.userAgent),
    localHost: known(() => LOOPBACK.test(window.location.hostname)),
    secureContext: known(() => window.isSecureContext),
    framed,
    opaqueOrigin: known(() => window.origin === 'null'),
    sandboxLacks: framed === true ? known(() => sandboxLacks(window.frameElement)) : null,
    paymentAllowed: known(() => {
      const { permissionsPolicy, featurePolicy } = document as WithPolicy;
      return (permissionsPolicy ?? featurePolicy)?.allowsFeature('payment');
    }),
    localStorage: known(() => tryStorage(() => window.localStorage)),
    sessionStorage: known(() => tryStorage(() => window.sessionStorage)),
    online: known(() => window.navigator.onLine),
    moduleGlobals: known(() => moduleGlobals(window)),
    library: known(() => libraryOf(window)),
  };
}

/** Its script-tag files, by the names that they are published with. */
function libraryOf(window: Window): Facts['library'] {
  if ('AntomCheckout' in window) return 'here';
  const tags = window.document.querySelectorAll<HTMLScriptElement>('script[src]');
  return some(tags, ({ src }) => /\/antom-checkout-(controller|element)\.iife(\.min)?\.js$/.test(redactUrl(src))) ? 'tag' : null;
}

/** Null where the frame is of another origin or has no sandbox. */
function sandboxLacks(frame: Element | null): string | null {
  const sandbox = frame?.getAttribute('sandbox') ?? null;
  if (sandbox === null) return null;
  // Also `allow-top-navigation-by-user-activation`.
  return glue(
    filter(SANDBOX, (token) => sandbox.toLowerCase().indexOf(token) < 0),
    ' ',
  );
}

/** As the SDK uses it: it writes and does not look whether it may. */
function tryStorage(open: () => Storage | null): StorageState {
  const key = 'antom-checkout-controller.doctor';
  let storage: Storage | null;
  try {
    storage = open();
  } catch {
    return 'denied';
  }
  if (!storage) return 'missing';
  let value = key;
  while (value.length < 1000) value += value;
  try {
    storage.setItem(key, value);
    const kept = storage.getItem(key) === value;
    storage.removeItem(key);
    return kept ? 'works' : 'denied';
  } catch (thrown) {
    return /quota/i.test(String((thrown as Partial<Error>).name)) && storage.length > 0 ? 'full' : 'denied';
  }
}

/** What makes the SDK's UMD file set no global (1.47.2). */
function moduleGlobals(window: Window): string {
  const { define, exports, module } = window as unknown as Record<string, unknown>;
  /** An element with that id is a global too. */
  const isNames = (value: unknown): value is object => typeof value === 'object' && value !== null && !('nodeType' in value);
  const found: string[] = [];
  if (typeof define === 'function' && (define as { amd?: unknown }).amd) add(found, 'define.amd');
  if (isNames(exports)) add(found, 'exports');
  if (isNames(module) && isNames((module as { exports?: unknown }).exports)) add(found, 'module.exports');
  return glue(found, ', ');
}
