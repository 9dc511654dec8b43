/**
 * The SDK as far as we use it, by structure. Its own types are not imported: they add an index signature to `Window`.
 */
export type { SdkLoadRequest, SdkModule } from '../types/source';

type Params = Readonly<Record<string, unknown>>;

export interface SdkInstance {
  createComponent(params: Params): unknown;
  validateFields?(): unknown;
  unmount(): void;
}

/** Of the classes that draw inside the page each has some of these: see drivers/. */
export interface InlineInstance extends SdkInstance {
  canMakePayments(method: string): unknown;
  mountComponent(params: Params, selector: string): unknown;
  mount(params: Params, selector: string): unknown;
  submit(data?: unknown): unknown;
  submitPayment(): unknown;
  destroy(): void;
}

export type SdkClass = new (options: Record<string, unknown>) => SdkInstance;

/** What the SDK says, by whichever of its callbacks. Carries no attempt: see page/lock.ts. */
export type SdkSignal = { readonly channel: 'event' | 'error' | 'log'; readonly raw: unknown } | { readonly channel: 'close' };
