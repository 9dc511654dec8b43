import { fromCdn } from 'antom-checkout-controller';
import { startCheckout } from './page';

startCheckout(fromCdn());
