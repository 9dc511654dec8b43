/** A paymentSessionData for each product: part 4 is all that the SDK reads of it. */
import { makeSessionData, merge, type Json } from './sessions.ts';

/** `overrides` are merged into part 4, objects member by member. */
export type SessionBuilder = (overrides?: Json) => string;

function builder(productScene: string, paymentMethodCategoryType: string, part4: Json = {}): SessionBuilder {
  const base = merge({ paymentSessionConfig: { productScene, paymentMethodCategoryType, productSceneVersion: '1.0' } }, part4);
  return (overrides = {}) => makeSessionData(merge(base, overrides));
}

const method = (paymentMethodType: string): Json => ({ paymentMethodInfoView: { paymentMethodType } });
/** A wallet's plugin is picked by a second place. */
const wallet = (paymentMethodType: string, factor: Json = {}): Json => ({
  ...method(paymentMethodType),
  paymentSessionFactor: { ...factor, paymentMethodInfo: { paymentMethodType } },
});
/** AMSAutoDebit reads one of the two, by the device. */
const SIGNED: Json = { web: { signType: 'REDIRECT' }, wap: { signType: 'REDIRECT' } };

/** For AMSCashierPayment. */
export const cashierSession = builder('CASHIER_PAYMENT', 'APM');
export const cardSession = builder('CASHIER_PAYMENT', 'CARD', method('CARD'));
/** Antom's server may want a script of the acquirer's in the page, against fraud. The SDK loads it before it opens the app (1.47.2). */
export const FRAUD_SCRIPT = 'https://static.acquirer.test/fraud.js';
export const fraudScriptSession = builder('CASHIER_PAYMENT', 'CARD', {
  ...method('CARD'),
  paymentSessionFactor: { frontModulesToBeLoaded: [{ acquirerName: 'AIRWALLEX', scriptUrl: FRAUD_SCRIPT }], paymentRequestId: 'request' },
});
export const bankSession = builder('CASHIER_PAYMENT', 'BANK', method('ONLINEBANKING_FPX'));
export const payPalSession = builder('CASHIER_PAYMENT', 'APM', wallet('PAYPAL_CHECKOUT'));
export const applePaySession = builder(
  'CASHIER_PAYMENT',
  'CARD',
  wallet('APPLEPAY', {
    paymentAmount: { currency: 'USD', value: '1.00' },
    merchantInfo: { registeredCountry: 'US', merchantName: 'shop' },
    extendInfo: { supportedNetworks: ['visa'], merchantCapabilities: ['supports3DS'] },
  }),
);

/** For AMSVaulting: its server calls it vaultingSessionData. */
export const vaultingSession = builder('VAULTING', 'CARD', method('CARD'));

/** For AMSEasyPay. `action` must be an object; `extendInfo.checkoutInfo` may name the app's address. */
export const easyPaySession = builder('EASY_PAY', 'WALLET', { paymentSessionConfig: { productSceneVersion: '2.0' } });
/** For AMSAutoDebit. */
export const autoDebitSession = builder('AUTO_DEBIT', 'WALLET', { action: SIGNED });
/** For AMSAutoDebitPay. Anything else is rejected. */
export const autoDebitPaySession = builder('AUTO_DEBIT_PAY', 'WALLET', redirecting('https://bank.test/pay'));

/** Overrides for a session that sends the buyer away without showing an app. */
export function redirecting(normalUrl: string, more: Json = {}): Json {
  return { action: { requireFastSdk: true }, authUrlInfo: { normalUrl, ...more } };
}

/** For AMSElement. */
export const elementSession = builder('ELEMENT_PAYMENT', 'ALL');
/** updatePayment() wants `connectFactor` in both sessions, with equal enableConnect. */
export const updatableSession = builder('ELEMENT_PAYMENT', 'ALL', { connectFactor: { enableConnect: false } });
/** For AMSCheckoutPage. */
export const checkoutPageSession = builder('CHECKOUT_PAYMENT', 'ALL');
