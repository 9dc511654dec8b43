/**
 * Makes the SDK's UMD file put its exports on `window` on pages with RequireJS, or with CommonJS names as Electron has them.
 *
 * There the file would register itself as an anonymous AMD module, or fill `exports`, and set no global (1.47.2). So `define`
 * and `exports` are hidden, but from that script alone: other modules may run at any moment while it is under way.
 */
import { each, filter, first, has, namesOf } from '../../core/list';
import { own } from '../../core/read';
import type { SdkModule } from '../types';

export interface HiddenGlobals {
  /** Where `exports` could not be hidden (`var exports` cannot be redefined), moves what the SDK put there to `window`. */
  readonly collect: (className: string) => void;
  /** Leaves `define`, `module` and `exports` as the page has them by now. */
  readonly restore: () => void;
}

/** @param isHidden true while the SDK's own script runs */
export function hideModuleGlobals(window: Window, isHidden: () => boolean): HiddenGlobals {
  const page = window as unknown as Record<string, unknown>;
  const names = (): string[] => namesOf(page['exports'] as object);
  /** The SDK asks for `define` before it puts anything into `exports`: what is there by then is the page's. */
  const hiddenNow = (): boolean => {
    const hidden = isHidden();
    if (hidden && !exports) before = names();
    return hidden;
  };
  // A `var define`, as RequireJS has it, cannot be redefined; its `amd` can.
  const define = hide(page, 'define', hiddenNow) ?? hide(page['define'], 'amd', hiddenNow);
  const exports = hide(page, 'exports', isHidden);
  const moduleExports = own(page['module'], 'exports');
  let before = names();

  return {
    collect: (className) => {
      if (exports) return;
      const module = page['module'] as { exports?: unknown } | undefined;
      const filled = first([module?.exports, page['exports']], (holder) => typeof own(holder, className) === 'function') as
        Record<string, unknown> | undefined;
      if (!filled) return;
      // Either a new object in module.exports, or the page's own with more in it.
      const isNew = module !== undefined && filled === module.exports && filled !== moduleExports;
      each(
        filter(namesOf(filled), (name) => isNew || !has(before, name)),
        (name) => {
          page[name] = filled[name];
          if (!isNew) delete filled[name];
        },
      );
      if (isNew) module.exports = moduleExports;
    },
    restore: () => {
      define?.();
      exports?.();
    },
  };
}

/** Returns what undoes it, or null where the property cannot be redefined. */
function hide(holder: unknown, key: string, isHidden: () => boolean): (() => void) | null {
  if ((typeof holder !== 'object' && typeof holder !== 'function') || holder === null) return null;
  const target = holder as Record<string, unknown>;
  const before = Object.getOwnPropertyDescriptor(target, key);
  if (before && (!before.configurable || before.get)) return null;
  let value: unknown = before?.value;
  let present = before !== undefined;
  const get = (): unknown => {
    if (isHidden()) return undefined;
    // An element with that id is a global too.
    return present ? value : (Object.getPrototypeOf(target) as SdkModule)[key];
  };
  const set = (next: unknown): void => {
    if (before?.writable === false) return;
    value = next;
    present = true;
  };
  Object.defineProperty(target, key, { configurable: true, enumerable: before?.enumerable ?? false, get, set });
  return () => {
    // The page has redefined it itself.
    if (Object.getOwnPropertyDescriptor(target, key)?.get !== get) return;
    if (present)
      Object.defineProperty(target, key, {
        configurable: true,
        writable: before?.writable ?? true,
        enumerable: before?.enumerable ?? true,
        value,
      });
    else delete target[key];
  };
}
