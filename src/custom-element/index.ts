/**
 * `antom-checkout-controller/custom-element`: importing it defines <antom-checkout>. On a server nothing is defined.
 */
import { defined } from './define';
import type { AntomCheckoutElement as Instance, AntomCheckoutElementConstructor, AntomCheckoutEventMap } from './types';

export const AntomCheckoutElement: AntomCheckoutElementConstructor = defined;
export type AntomCheckoutElement = Instance;
export type { AntomCheckoutElementConstructor, AntomCheckoutEventMap };

declare global {
  interface HTMLElementTagNameMap {
    'antom-checkout': Instance;
  }
  // Of elements, the document and the window: the events bubble.
  interface GlobalEventHandlersEventMap {
    'antom-outcome': AntomCheckoutEventMap['antom-outcome'];
    'antom-event': AntomCheckoutEventMap['antom-event'];
    'antom-state': AntomCheckoutEventMap['antom-state'];
  }
}
