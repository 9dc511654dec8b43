/**
 * The SDK's class, in a module or on `window`.
 */
import type { SdkClass, SdkModule } from './types';

/** The SDK's UMD file puts its exports on `window` without a namespace. */
export function windowModule(window: Window): SdkModule {
  return window as unknown as SdkModule;
}

/** A class under `name` in a module or on `window`. */
export function findClass(holder: unknown, name: string): SdkClass | null {
  const found = member(holder, name);
  return typeof found === 'function' ? (found as SdkClass) : null;
}

/** A member, its own or not; `undefined` also where reading it throws, as a strict module mock does for a name it does not have. */
export function member(holder: unknown, name: string): unknown {
  try {
    return (holder as Record<string, unknown> | null | undefined)?.[name];
  } catch {
    return undefined;
  }
}
