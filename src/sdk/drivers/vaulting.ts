/**
 * AMSVaulting: saves a card or a wallet, by popup or inline.
 */
import { amsCheckout } from './ams-checkout';

export const vaultingDriver = /* @__PURE__ */ amsCheckout({
  className: 'AMSVaulting',
  product: 'vaulting',
  surface: 'either',
  movesMoney: false,
  // 1.47.2 takes notRedirectAfterComplete as true for VAULTING_CARD.
  redirects: false,
});
