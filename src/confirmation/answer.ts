/**
 * What the merchant's server says of a payment. Pure.
 *
 * Nothing unknown ever counts as success: an answer that is not understood is no answer.
 */
import { own } from '../core/read';
import type { PaymentInquiry } from '../types';

export type Answer =
  | { readonly kind: 'success' | 'fail' | 'cancelled' | 'processing' | 'pending' | 'not-found'; readonly inquiry: PaymentInquiry }
  | { readonly kind: 'none' };

export const NO_ANSWER: Answer = { kind: 'none' };

/**
 * Antom's inquiryPayment: `result` only says that the call worked, `paymentStatus` is the payment. ORDER_NOT_EXIST comes until the
 * buyer has submitted.
 * @see https://global.alipay.com/docs/ac/ams/paymentri_online
 */
export function readInquiry(raw: unknown, paymentRequestId: string): Answer {
  if (typeof raw !== 'object' || raw === null) return NO_ANSWER;
  const inquiry = raw as PaymentInquiry;
  try {
    // Read plainly: a member that cannot be read must not count as absent.
    const { result, paymentRequestId: id } = inquiry;
    if (id !== undefined && id !== paymentRequestId) return NO_ANSWER;
    if (result !== undefined && own(result, 'resultStatus') !== 'S') {
      return own(result, 'resultCode') === 'ORDER_NOT_EXIST' ? { kind: 'not-found', inquiry } : NO_ANSWER;
    }
  } catch {
    return NO_ANSWER;
  }
  switch (own(raw, 'paymentStatus')) {
    case 'SUCCESS':
      return { kind: 'success', inquiry };
    case 'FAIL':
      return { kind: 'fail', inquiry };
    case 'CANCELLED':
      return { kind: 'cancelled', inquiry };
    case 'PROCESSING':
      return { kind: 'processing', inquiry };
    case 'PENDING':
      return { kind: 'pending', inquiry };
    default:
      return NO_ANSWER;
  }
}
