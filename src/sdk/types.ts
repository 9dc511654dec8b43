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
