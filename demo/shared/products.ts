/**
 * Antom's products as the demo offers them: what a session of each is asked for, and which local page plays its hosted app.
 */
export interface ProductFacts {
  /** createPaymentSession's `productCode`: money now, or by an agreement with the buyer. */
  readonly productCode: 'CASHIER_PAYMENT' | 'AGREEMENT_PAYMENT';
  /** `paymentSessionConfig` of the session: by these two the SDK picks the app. */
  readonly productScene: string;
  readonly category: string;
  /** Path of the local page; null: the product has no page, the buyer is sent on at once. */
  readonly player: string | null;
}

/** What createPaymentSession makes a session for. */
export const PRODUCTS = {
  cashier: { productCode: 'CASHIER_PAYMENT', productScene: 'CASHIER_PAYMENT', category: 'APM', player: '/cashier/' },
  card: { productCode: 'CASHIER_PAYMENT', productScene: 'CASHIER_PAYMENT', category: 'CARD', player: '/players/card/' },
  element: { productCode: 'CASHIER_PAYMENT', productScene: 'ELEMENT_PAYMENT', category: 'ALL', player: '/players/element/' },
  checkoutPage: { productCode: 'CASHIER_PAYMENT', productScene: 'CHECKOUT_PAYMENT', category: 'ALL', player: '/players/checkout-page/' },
  easyPay: { productCode: 'AGREEMENT_PAYMENT', productScene: 'EASY_PAY', category: 'WALLET', player: '/players/easypay/' },
  autoDebit: { productCode: 'AGREEMENT_PAYMENT', productScene: 'AUTO_DEBIT', category: 'WALLET', player: '/players/autodebit/' },
  autoDebitPay: { productCode: 'AGREEMENT_PAYMENT', productScene: 'AUTO_DEBIT_PAY', category: 'WALLET', player: null },
} as const satisfies Record<string, ProductFacts>;

/** What createVaultingSession makes a session for. */
export const VAULTING = { productScene: 'VAULTING', category: 'CARD', player: '/players/card/' } as const;

export type Product = keyof typeof PRODUCTS;
export const isProduct = (value: unknown): value is Product => typeof value === 'string' && Object.keys(PRODUCTS).includes(value);

/** What becomes of a session when the buyer pays. With the popup cashier (`cashier`) the buyer chooses that in the cashier. */
export const OUTCOMES = ['paid', 'declined-once', 'declined', 'new-session', 'challenge', 'later', 'days', 'unknown'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const isOutcome = (value: unknown): value is Outcome => (OUTCOMES as readonly unknown[]).includes(value);

/** Card numbers that mean something here, whatever the session says; every other number does what the session says. */
export const TEST_CARDS = [
  { number: '4111111111111111', outcome: null },
  { number: '4000000000003220', outcome: 'challenge' },
  { number: '4000000000000002', outcome: 'declined' },
  { number: '4000000000000069', outcome: 'new-session' },
  { number: '4000000000000077', outcome: 'later' },
] as const satisfies readonly { readonly number: string; readonly outcome: Outcome | null }[];

export type TestCard = (typeof TEST_CARDS)[number];
