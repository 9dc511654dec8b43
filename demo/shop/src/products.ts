/**
 * Antom's products as this shop offers them: which one a controller opens, where it is drawn, and what a session of it is for.
 */
import { autoDebit, autoDebitPay, cashier, checkoutPage, easyPay, element, vaulting } from 'antom-checkout-controller';
import type { Appearance, Product } from 'antom-checkout-controller';
import { otherOrigin } from '../../shared/origins.ts';
import { PRODUCTS, VAULTING } from '../../shared/products.ts';

export const CHOICES = ['cashier', 'card', 'element', 'checkoutPage', 'easyPay', 'autoDebit', 'autoDebitPay', 'vaulting'] as const;
export type Choice = (typeof CHOICES)[number];
export const isChoice = (value: unknown): value is Choice => (CHOICES as readonly unknown[]).includes(value);

/** What a session is for: the texts say of a saved card no more than that it is saved. */
export type Purpose = 'payment' | 'card' | 'agreement';

interface Offer {
  readonly opens: Product;
  /** `popup`: pay(). `inline`: mount(), in the shop's own page. */
  readonly surface: 'popup' | 'inline';
  readonly purpose: Purpose;
  /** The buyer chooses a wallet before it is opened. */
  readonly asksForWallet: boolean;
  /** What it draws has a pay button of its own, so the shop draws none. */
  readonly hasOwnButton: boolean;
  /** For the engineer: what this is in the SDK. */
  readonly sdkClass: string;
}

const popup = { surface: 'popup', purpose: 'payment', asksForWallet: true, hasOwnButton: false } as const;
const inline = { surface: 'inline', purpose: 'payment', asksForWallet: false, hasOwnButton: false } as const;

export const OFFERS: Readonly<Record<Choice, Offer>> = {
  cashier: { ...popup, opens: cashier, sdkClass: 'AMSCashierPayment' },
  card: { ...inline, opens: cashier, sdkClass: 'AMSCashierPayment' },
  element: { ...inline, opens: element, sdkClass: 'AMSElement' },
  checkoutPage: { ...inline, opens: checkoutPage, hasOwnButton: true, sdkClass: 'AMSCheckoutPage' },
  easyPay: { ...popup, opens: easyPay, sdkClass: 'AMSEasyPay' },
  autoDebit: { ...popup, opens: autoDebit, purpose: 'agreement', sdkClass: 'AMSAutoDebit' },
  autoDebitPay: { ...popup, opens: autoDebitPay, asksForWallet: false, sdkClass: 'AMSAutoDebitPay' },
  vaulting: { ...inline, opens: vaulting, purpose: 'card', sdkClass: 'AMSVaulting' },
};

export const THEMES = ['default', 'night', 'agateGreen', 'shop'] as const;
export type Theme = (typeof THEMES)[number];
export const isTheme = (value: unknown): value is Theme => (THEMES as readonly unknown[]).includes(value);

/** Three of Antom's themes, and this shop's own colours. Only the Payment Element has them. */
const ELEMENT_APPEARANCE: Readonly<Record<Theme, Appearance>> = {
  default: { theme: 'default' },
  night: { theme: 'night' },
  agateGreen: { theme: 'agateGreen' },
  shop: {
    theme: 'default',
    variables: {
      'content-primary': '#2a201a',
      'content-secondary': '#6a5c52',
      'background-primary': '#fff8ef',
      'border-primary': '#d8c3ad',
      'action-normal': '#9c3a15',
      'radius-module': '14px',
      'radius-component': '10px',
    },
  },
};

export function appearanceOf(choice: Choice, theme: Theme): Appearance | undefined {
  if (choice === 'element') return ELEMENT_APPEARANCE[theme];
  // The shop's own button submits the form.
  return OFFERS[choice].surface === 'inline' && !OFFERS[choice].hasOwnButton ? { showSubmitButton: false } : undefined;
}

/**
 * Only for a demo without network: the SDK opens a local page in place of Antom's hosted app. Each product has another door for that.
 * All are refused in `prod`. EasyPay's is in the session.
 */
export function localPage(choice: Choice, query: string): Readonly<Record<string, unknown>> {
  const player = choice === 'vaulting' ? VAULTING.player : PRODUCTS[choice].player;
  if (player === null || choice === 'easyPay') return {};
  const url = new URL(player, otherOrigin(new URL(location.href)));
  // The library moves the SDK's own query there.
  if (choice === 'autoDebit' || choice === 'checkoutPage') return { localLink: url.href };
  url.search = query;
  if (choice === 'element') return { debugProps: { isDebug: true, localLink: url.href, local_mock: true } };
  return { elementProps: { elementLink: url.href } };
}
