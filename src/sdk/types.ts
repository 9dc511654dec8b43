/**
 * The SDK as far as we use it, by structure. Its own types are not imported: they add an index signature to `Window`.
 */
import type { SdkModule } from '../types/source';

export type { SdkLoadRequest, SdkModule } from '../types/source';

export interface SdkInstance {
  createComponent(params: Readonly<Record<string, unknown>>): unknown;
  unmount(): void;
}

export type SdkClass = new (options: Record<string, unknown>) => SdkInstance;

/** What the SDK says, by whichever of its callbacks. Carries no attempt: see page/lock.ts. */
export type SdkSignal =
  | { readonly channel: 'event' | 'error' | 'log'; readonly raw: unknown }
  | { readonly channel: 'close' };

/** How one SDK class is opened and closed. One file in drivers/ each; the attempt knows only this. */
export interface Driver {
  readonly className: string;
  /** Calls createComponent on an instance that has forgotten what earlier cashiers declared. Rejects with whatever the SDK did. */
  open(instance: SdkInstance, params: Readonly<Record<string, unknown>>): Promise<unknown>;
  close(instance: SdkInstance, document: Document): void;
  /** True while the SDK's UI is in the document. */
  isShowing(document: Document): boolean;
  /** True for a signal of the error channel that is no failure of the component. */
  isBenign(raw: unknown): boolean;
}

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
