/**
 * The SDK as far as we use it, by structure. Its own types are not imported: they add an index signature to `Window`.
 */
export type { SdkLoadRequest, SdkModule } from '../types/source';

export interface SdkInstance {
  createComponent(params: Readonly<Record<string, unknown>>): unknown;
  unmount(): void;
}

export type SdkClass = new (options: Record<string, unknown>) => SdkInstance;

/** What the SDK says, by whichever of its callbacks. Carries no attempt: see page/lock.ts. */
export type SdkSignal = { readonly channel: 'event' | 'error' | 'log'; readonly raw: unknown } | { readonly channel: 'close' };

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
