/**
 * How one SDK class is built, opened and closed: one file in drivers/ for each. Nothing outside of sdk/ knows a class.
 */
import type { Environment } from '../core/environment';
import type { Product, SdkEvent, SdkOptions, SessionDescription, SubmitData } from '../types';
import type { SdkClass, SdkInstance, SdkSignal } from './types';

/** What an instance is built with. */
export interface InstanceConfig {
  readonly environment: string;
  readonly locale: string;
  readonly analytics: { readonly enabled: boolean } | undefined;
  readonly sdkOptions: SdkOptions;
}

/** What the SDK said of one call, by whichever of its channels: a promise, onError, onEventCallback, onClose, submitPayment's answer. */
export type DriverSignal =
  /** The buyer has the component. */
  | { readonly type: 'opened' }
  /** It could not be opened. One failure may come by several channels; `settled`: by the call's own promise, the last of them. */
  | { readonly type: 'failed'; readonly raw: unknown; readonly settled: boolean }
  /** It was open and cannot go on: the SDK has taken its UI away, or could not fill it. */
  | { readonly type: 'broken'; readonly raw: unknown }
  /** `untrusted`: it came by a channel that brings no results, or another component on the page may have said it. */
  | { readonly type: 'event' | 'result'; readonly event: SdkEvent; readonly untrusted: boolean }
  /** The form asks for a wallet's sheet: what the buyer confirms there is paid, whether or not the form is still in the page. */
  | { readonly type: 'sheet' }
  /** What was to be submitted has not been: the form is not ready for it. */
  | { readonly type: 'not-ready' }
  | { readonly type: 'closed' }
  /** It was closed, and its call will not settle any more: nothing of it can act later. */
  | { readonly type: 'gone' }
  | { readonly type: 'log'; readonly raw: unknown };

/** One component that is to be opened. */
export interface DriverCall {
  readonly env: Environment;
  /** The SDK's parameters, the session among them. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly session: SessionDescription;
  /** The element that it is drawn into: empty, ours, with an id. Null for a popup. */
  readonly slot: HTMLElement | null;
  readonly emit: (signal: DriverSignal) => void;
}

/** An instance of the SDK with the place to which its callbacks, fixed at construction, are routed. */
export interface RoutedInstance {
  readonly api: SdkInstance;
  route: (signal: SdkSignal) => void;
  /** Ends what the last open() has begun beside the SDK. May be called several times. */
  stop: () => void;
}

export interface Driver extends Product {
  readonly surface: 'popup' | 'inline' | 'either';
  /** `provisional`: without a server a success is `processing`. */
  readonly successIs: 'final' | 'provisional';
  /** The SDK jumps to paymentRedirectUrl after a success where `notRedirectAfterComplete` is not set. */
  readonly redirects: boolean;
  /** False where sessions have no paymentRequestId to ask by. */
  readonly movesMoney: boolean;
  /** `page`: one instance for all attempts. `attempt`: a fresh one each time, thrown away at close. */
  lifetime(sdkClass: SdkClass): 'page' | 'attempt';
  /** The component has a pay button of its own. */
  ownButton(call: Pick<DriverCall, 'params' | 'session'>): boolean;
  /** What a session's payment method makes of the component: a sheet of the system's, or a wallet that is drawn inline only. */
  wallet(session: SessionDescription): 'sheet' | 'inline' | null;
  /** Why a session must not be opened in that environment, where it must not. */
  refuse?(sessionData: string, environment: string): string | null;
  /** The constructor's options. `hooks` answers with the merchant's callbacks of the attempt that is open. */
  construct(
    config: InstanceConfig,
    emit: (signal: SdkSignal) => void,
    hooks: () => SdkOptions,
    params: Readonly<Record<string, unknown>>,
  ): Record<string, unknown>;
  /** Within the caller's task. What it throws is a failure to open. */
  open(instance: RoutedInstance, call: DriverCall): void;
  /** Nothing of that call can act later, except for what the SDK's own clean-up still does. May be called several times. */
  close(instance: RoutedInstance, call: DriverCall): void;
  /** True while the SDK's UI is in the document. */
  isShowing(call: DriverCall): boolean;
  /** The page's own button. Its answer is a signal. */
  submit?(instance: RoutedInstance, call: DriverCall, data: SubmitData): void;
  validate?(instance: RoutedInstance, call: DriverCall): Promise<boolean>;
}
