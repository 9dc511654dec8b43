/**
 * The kit's SDK as the globals of a page: for script-tag pages, and for browser tests of an unchanged build.
 */
import type { PageWindow } from './sdk/nodes';

/** Marks the classes, so that a second kit, or the doctor, can tell them from the real ones. */
export const MARKER = 'ANTOM-FAKE-SDK';

export function installGlobals(
  target: PageWindow,
  classes: Readonly<Record<string, unknown>>,
  ignored: (name: string) => void,
): () => void {
  const globals = target as unknown as Record<string, unknown>;
  for (const name of Object.keys(classes)) {
    // Of what the kit plays: constants have no mark, and another kit's classes may stand aside for these.
    const there = isFake(classes[name]) ? globals[name] : undefined;
    if (there !== undefined && !isFake(there)) {
      throw new Error(
        `${MARKER}: this page already has the real SDK (${name}). Install the kit before the page's scripts run: page.addInitScript({ path: fakeAntomScript }).`,
      );
    }
  }
  const before: [string, PropertyDescriptor | undefined][] = [];
  for (const name of Object.keys(classes)) {
    before.push([name, Object.getOwnPropertyDescriptor(target, name)]);
    Object.defineProperty(target, name, {
      configurable: true,
      enumerable: true,
      get: () => classes[name],
      // The page's own tag of the real SDK, which runs later.
      set: () => {
        ignored(name);
      },
    });
  }
  return () => {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(target, name, descriptor);
      else Reflect.deleteProperty(target, name);
    }
  };
}

export function isFake(value: unknown): boolean {
  return typeof value === 'function' && (value as { marker?: unknown }).marker === MARKER;
}
