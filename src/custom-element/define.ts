/**
 * Defines <antom-checkout>, unless another copy of this file has. The classic file is made of this.
 */
import { CheckoutElement } from './element';
import type { AntomCheckoutElementConstructor } from './types';

const NAME = 'antom-checkout';
/** None on a server, null in a browser extension's content script. */
const registry = typeof customElements === 'undefined' ? null : customElements;
if (registry?.get(NAME) === undefined) registry?.define(NAME, CheckoutElement);

/** The class that the page has, so that `instanceof` is right in every copy. */
export const defined = (registry?.get(NAME) ?? CheckoutElement) as unknown as AntomCheckoutElementConstructor;
