/**
 * Every finding, in the order of a payment. `npm run reference` makes docs/troubleshooting.md of it.
 */
import { join } from '../../core/list';
import { CASHIER } from './cashier';
import { PAGE } from './page';
import { RETURN } from './return';
import type { Row } from './row';
import { SDK } from './sdk';
import { SERVER } from './server';
import { SESSION } from './session';

export const FINDINGS: readonly Row[] = join(join(join(PAGE, SDK), join(SESSION, CASHIER)), join(SERVER, RETURN));
