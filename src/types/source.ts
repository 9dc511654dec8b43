/**
 * Where the SDK comes from.
 */
import type { Environment } from '../core/environment';
import type { CheckoutError } from '../core/errors';

/** The SDK's exports by name, wherever they were found. */
export type SdkModule = Readonly<Record<string, unknown>>;

/** What a source is asked for. */
export interface SdkLoadRequest {
  readonly env: Environment;
  /** ms */
  readonly timeout: number;
  /** The class that the product needs. */
  readonly className: string;
  /** Hears of each try that failed, whether another follows or not. */
  readonly tryFailed?: ((error: CheckoutError) => void) | undefined;
}

/** Where the SDK comes from: made by `fromCdn`, `fromModule` or `fromGlobal`. */
export interface SdkSource {
  readonly name: string;
  /** @internal */
  load(request: SdkLoadRequest): Promise<SdkModule>;
  /** The SDK if it is here already, so that a prepared `pay()` needs no further task. @internal */
  peek(window: Window): SdkModule | null;
  /** Opens the connection, when the controller is made. @internal */
  preconnect?(env: Environment): void;
}
