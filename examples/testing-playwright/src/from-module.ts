/** The same page, with the SDK as a chunk of its own. A browser test cannot get between it and its chunk: `vite --mode fake` has another one. */
import { fromModule } from 'antom-checkout-controller';
import { startCheckout } from './page';

startCheckout(fromModule(() => import('@alipay/ams-checkout')));
