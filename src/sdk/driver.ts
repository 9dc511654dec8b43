/**
 * How one SDK class is built, opened and closed: one file in drivers/ for each. Nothing outside of sdk/ knows a class.
 */
import type { SdkEvent, SdkOptions, SessionDescription, SessionProduct } from '../types';
import type { SdkInstance, SdkSignal } from './types';

/** What an instance is built with. */
export interface InstanceConfig {
  readonly environment: string;
  readonly locale: string;
  readonly analytics: { readonly enabled: boolean } | undefined;
  readonly sdkOptions: SdkOptions;
}

/** What the SDK said of one call, by whichever of its channels: a promise, onError, onEventCallback, onClose. */
export type DriverSignal =
  /** The buyer has the component. */
  | { readonly type: 'opened' }
  /** It could not be opened. One failure may come by several channels; `settled`: by the call's own promise, the last of them. */
  | { readonly type: 'failed'; readonly raw: unknown; readonly settled: boolean }
  /** `untrusted`: it came by a channel that brings no results. */
  | { readonly type: 'event' | 'result'; readonly event: SdkEvent; readonly untrusted: boolean }
  | { readonly type: 'closed' }
  | { readonly type: 'log'; readonly raw: unknown };

/** One component that is to be opened. */
export interface DriverCall {
  readonly document: Document;
  /** createComponent's parameters, the session among them. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly emit: (signal: DriverSignal) => void;
}

/** An instance of the SDK with the place to which its callbacks, fixed at construction, are routed. */
export interface RoutedInstance {
  readonly api: SdkInstance;
  route: (signal: SdkSignal) => void;
}

export interface Driver {
  readonly className: string;
  readonly product: SessionProduct;
  /** `page`: one instance for all attempts. `attempt`: a fresh one each time, thrown away at close. */
  readonly lifetime: 'page' | 'attempt';
  readonly surface: 'popup' | 'inline' | 'either';
  /** `provisional`: without a server a success is `processing`. */
  readonly successIs: 'final' | 'provisional';
  readonly movesMoney: boolean;
  /** The component has a pay button of its own. */
  readonly ownButton: boolean;
  /** What a session's payment method makes of the component: a sheet of the system's, or a wallet that is drawn inline only. */
  wallet(session: SessionDescription): 'sheet' | 'inline' | null;
  /** The constructor's options. `hooks` answers with the merchant's callbacks of the attempt that is open. */
  construct(config: InstanceConfig, emit: (signal: SdkSignal) => void, hooks: () => SdkOptions): Record<string, unknown>;
  /** Within the caller's task. What it throws is a failure to open. */
  open(instance: RoutedInstance, call: DriverCall): void;
  /** Nothing of that call can act later, except for what the SDK's own clean-up still does. */
  close(instance: RoutedInstance, document: Document): void;
  /** True while the SDK's UI is in the document. */
  isShowing(document: Document): boolean;
}
