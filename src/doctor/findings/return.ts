/**
 * The way back: the page that a buyer returns to.
 */
import { when, type Row } from './row';

export const RETURN: readonly Row[] = [
  {
    id: 'D601',
    stage: 'return',
    level: 'warning',
    title: 'A payment is remembered, and nothing here has asked about it',
    remedy: 'Call `resume()` on every page that a buyer may come back to, the checkout above all, and show its outcome.',
    symptoms: ['paid-but-failed', 'twice'],
    seen: ({ remembered, resumed }) =>
      when(
        Number(remembered) > 0 && resumed === false,
        `${String(remembered)} started before this page was loaded, and no controller here has called \`resume()\` or \`pay()\`.`,
      ),
  },
  {
    id: 'D602',
    stage: 'return',
    level: 'warning',
    title: 'The address names a payment, and nothing here has asked about it',
    remedy: 'Call `resume()` on the page of `paymentRedirectUrl`: it takes the `paymentRequestId` of the address.',
    symptoms: ['paid-but-failed'],
    seen: ({ addressNamesPayment, resumed, remembered }) =>
      when(
        addressNamesPayment === true && resumed === false && Number(remembered) === 0,
        'The address has `paymentRequestId`, and no controller here has called `resume()`.',
      ),
  },
];
