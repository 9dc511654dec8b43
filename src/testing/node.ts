/**
 * `antom-checkout-controller/testing/node`: what a browser test needs on its own side, in Node.
 */
import { fileURLToPath } from 'node:url';

export { brokenSession, paymentSession } from './sessions';
export type { BrokenSession, SessionSpec } from './sessions';

/**
 * The path of the kit as a classic script.
 *
 * @example
 * await page.addInitScript({ path: fakeAntomScript });
 * await page.getByRole('button', { name: 'Pay' }).click();
 * await page.getByRole('button', { name: 'Fake cashier: pay' }).click();
 */
export const fakeAntomScript: string = fileURLToPath(new URL('./antom-fake-sdk.iife.js', import.meta.url));
