/**
 * Which of the SDK's products a controller opens.
 */
import type { SessionProduct } from './session';

/** One of the SDK's products: `cashier`, `element` … as this package exports them. Opaque: hand it to the option `product`. */
export interface Product {
  /** The sessions that it opens, as describeSession() names them. */
  readonly product: SessionProduct;
  /** @internal */
  readonly className: string;
}
