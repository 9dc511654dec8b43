/**
 * A saved card in Antom's `paymentMethodDetail`: its token, and what may be shown of it.
 */
import { fieldsOf, isFields } from '../../shared/json.ts';
import type { Fields } from '../../shared/json.ts';

export function tokenOf(paymentMethodDetail: unknown): string | null {
  const { cardToken } = fieldsOf(fieldsOf(paymentMethodDetail)['card']);
  return typeof cardToken === 'string' && cardToken !== '' ? cardToken : null;
}

/** By name: whatever else Antom adds one day is not shown unseen. */
export function cardOf(paymentMethodDetail: unknown): Fields | null {
  const { card } = fieldsOf(paymentMethodDetail);
  if (!isFields(card)) return null;
  const { brand, maskedCardNo, expiryMonth, expiryYear } = card;
  return { brand, maskedCardNo, expiryMonth, expiryYear };
}
