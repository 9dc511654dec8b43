// By hand: the SDK's own types would add an index signature to Window for all tests.
import type { CheckoutController } from 'antom-checkout-controller';

export declare const checkout: CheckoutController;
