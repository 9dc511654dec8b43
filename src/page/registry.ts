/**
 * What the copies of this library on a page share, under one `Symbol.for` key of `window`.
 *
 * The SDK's DOM ids and its bus are page-wide, so some state must be too: a merchant's page may hold two bundles that each bring this
 * library, or a bundle and the script tag. Each tenant owns its section and its shape; this file knows none of them.
 */

// The number changes when any section's shape does: copies that cannot understand each other must not try.
const NAME = 'antom-checkout-controller/2';
// Android 5.0's WebView 37 has no Symbol.
const KEY = typeof Symbol === 'function' ? Symbol.for(NAME) : NAME;

type Sections = Record<string, object | undefined>;

/** The page's section `name`, made by `create` at the first call of any copy. */
export function shared<T extends object>(window: Window, name: string, create: () => T): T {
  const holder = window as unknown as Record<symbol | string, Sections | undefined>;
  let sections = holder[KEY];
  if (!sections) {
    sections = Object.create(null) as Sections;
    Object.defineProperty(window, KEY, { value: sections });
  }
  return (sections[name] ??= create()) as T;
}
