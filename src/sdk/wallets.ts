/**
 * Payment methods that the SDK hands to a plugin of their own.
 */
import { has } from '../core/list';
import type { SessionDescription } from '../types';

/**
 * `sheet`: Apple Pay's, a sheet of the system instead of a cashier, which `unmount()` does not close and which reports success on an
 * unknown answer too (1.47.2; 1.12.0 knew it by the other name). `inline`: PayPal, whose plugin only answers to mountComponent
 * (plugin/const.js, 1.47.2).
 */
export function walletOf({ method }: SessionDescription): 'sheet' | 'inline' | null {
  if (has(['APPLEPAY', 'CARD_APPLE_PAY'], method)) return 'sheet';
  return has(['PAYPAL_CHECKOUT', 'PAYPAL_VAULT', 'PAYPAL_PAYLATER'], method) ? 'inline' : null;
}
