/**
 * What an attempt works with, and what it was asked to do.
 */
import type { Environment } from '../core/environment';
import type { Log } from '../core/log';
import type { InquiryClient } from '../confirmation/client';
import type { Cadence } from '../confirmation/poll';
import type { Confirmations } from '../confirmation/confirmations';
import type { PageLock } from '../page/lock';
import type { RepaymentGuard } from '../payments/guard';
import type { Driver, InstanceConfig } from '../sdk/driver';
import type { InstanceHolder } from '../sdk/instance';
import type { SdkLoader } from '../sdk/loader';
import type { SessionCache } from '../session/cache';
import type { CheckoutOptions, CheckoutState, PaymentSession, SdkEvent } from '../types';

/** What all attempts of a controller work with. */
export interface AttemptContext {
  readonly env: Environment;
  readonly lock: PageLock;
  readonly instances: InstanceHolder;
  /** At least one. */
  readonly drivers: readonly Driver[];
  readonly loader: SdkLoader;
  readonly cache: SessionCache;
  readonly config: InstanceConfig;
  readonly leave: NonNullable<CheckoutOptions['leave']>;
  /** ms */
  readonly componentTimeout: number;
  readonly guard: RepaymentGuard;
  /** Null where the merchant's server cannot be asked. */
  readonly inquire: InquiryClient | null;
  readonly confirmations: Confirmations;
  readonly cadence: Cadence;
  readonly log: Log;
}

export interface AttemptRequest {
  readonly id: string;
  /** What mount() draws into; null for pay(). */
  readonly container: Element | null;
  readonly order: string;
  readonly session: PaymentSession | string | undefined;
  readonly signal: AbortSignal | undefined;
  /** The merchant takes the risk of a second payment. */
  readonly force: boolean;
  /** The SDK's parameters without the session. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Whether the SDK is told to jump to paymentRedirectUrl after a success, so that the component outlives the attempt; undefined: as its product does. */
  readonly redirectsAfterSuccess: boolean | undefined;
  /** Takes the controller's last component off the page, where one outlives its attempt. */
  readonly clear: () => void;
}

export interface AttemptListeners {
  readonly state: (state: CheckoutState) => void;
  readonly event: (event: SdkEvent) => void;
}
