/**
 * mount() has been called, and the buyer has no form yet.
 */
import type { CheckoutState } from 'antom-checkout-controller';

export function isDrawing(state: CheckoutState): boolean {
  switch (state.phase) {
    case 'preparing':
    case 'creating-session':
    case 'opening':
      return state.surface === 'inline';
    default:
      return false;
  }
}
