/**
 * AMSVaulting: saves a card or a wallet, by popup or inline.
 */
import { amsCheckout } from './ams-checkout';

export const vaultingDriver = /* @__PURE__ */ amsCheckout({
  className: 'AMSVaulting',
  product: 'vaulting',
  surface: 'either',
  movesMoney: false,
  // Both versions take notRedirectAfterComplete as true for VAULTING_CARD, unless it is false (1.12.0, 1.47.2 plugin/component).
  redirects: false,
});
