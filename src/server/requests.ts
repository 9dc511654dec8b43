/**
 * What Antom's API is asked with: the fields that most shops need, by name and with their limits. Every other field of Antom's reference may be
 * added; it is sent as it is.
 * @see https://docs.antom.com/ac/ams/api
 */

/** An amount of money. */
export interface Amount {
  /** ISO 4217, three capitals. */
  readonly currency: string;
  /**
   * A whole number of the currency's minor unit, as a string of 1 to 16 digits without a zero before them: `12800` is HKD 128.00, and, since
   * JPY and KRW have no minor unit, KRW 12,800.
   */
  readonly value: string;
}

export interface Buyer {
  /** Yours. */
  readonly referenceBuyerId?: string | undefined;
  readonly buyerEmail?: string | undefined;
  readonly buyerPhoneNo?: string | undefined;
  readonly [field: string]: unknown;
}

export interface Goods {
  /** Yours: up to 64 characters, none of them Chinese. */
  readonly referenceGoodsId: string;
  /** Up to 256 characters, none of them Chinese. */
  readonly goodsName: string;
  readonly goodsUnitAmount?: Amount | undefined;
  /** A whole number as a string. */
  readonly goodsQuantity?: string | undefined;
  readonly [field: string]: unknown;
}

export interface Order {
  /** The whole order's; not compared with `paymentAmount`, since a discount may lie between them. */
  readonly orderAmount: Amount;
  /** Yours: up to 64 characters, none of them Chinese. What customer service finds the order by. */
  readonly referenceOrderId: string;
  /** For the buyer's records: up to 256 characters, none of them Chinese, since some payment methods (QRIS, Mastercard) take none. */
  readonly orderDescription: string;
  readonly buyer?: Buyer | undefined;
  /** Up to 100. */
  readonly goods?: readonly Goods[] | undefined;
  readonly [field: string]: unknown;
}

export interface PaymentMethod {
  /** `CARD`, `ALIPAY_HK`, `GCASH` …: up to 64 characters. */
  readonly paymentMethodType: string;
  /** The token of a saved card or of an agreement: up to 128 characters. It can be charged, so it never goes to a browser. */
  readonly paymentMethodId?: string | undefined;
  readonly [field: string]: unknown;
}

export interface AgreementInfo {
  /** Yours, and new for each agreement: up to 256 characters. notifyAuthorization names it. */
  readonly authState: string;
  /** The buyer's login at the payment method: up to 64 characters. */
  readonly userLoginId?: string | undefined;
  readonly [field: string]: unknown;
}

/** What every session is asked for with. */
interface SessionBasics {
  /** Where the buyer comes back to: up to 2048 characters. Not a page of success: the page asks what became of the payment. */
  readonly paymentRedirectUrl: string;
  /** Where Antom sends notifyPayment: up to 2048 characters. Default: the address in Antom's dashboard. Its path and query are signed. */
  readonly paymentNotifyUrl?: string | undefined;
  /** ISO 8601, at most an hour ahead. Default: an hour after the session was made. */
  readonly paymentSessionExpiryTime?: string | undefined;
  /** For a contract with more than one currency of settlement, and for EasyPay. */
  readonly settlementStrategy?: { readonly settlementCurrency: string; readonly [field: string]: unknown } | undefined;
  readonly [field: string]: unknown;
}

interface PaymentBasics extends SessionBasics {
  /** Yours, and new for each payment: up to 64 characters, none of them Chinese. Store it with the order before you send it. */
  readonly paymentRequestId: string;
  /** From your price list, never from the browser. */
  readonly paymentAmount: Amount;
  readonly order: Order;
}

/** A payment now: `cashier`, and with a `productScene` `element` and `checkoutPage`. */
export interface PaymentSessionRequest extends PaymentBasics {
  readonly productCode: 'CASHIER_PAYMENT';
  /** `ELEMENT_PAYMENT` for `element`, `CHECKOUT_PAYMENT` for `checkoutPage`; without it, the cashier. */
  readonly productScene?: 'CASHIER_PAYMENT' | 'ELEMENT_PAYMENT' | 'CHECKOUT_PAYMENT' | undefined;
  /** Required by the cashier; the Payment Element and the Checkout Page let the buyer choose. */
  readonly paymentMethod?: PaymentMethod | undefined;
}

/** A payment by a wallet, now and by one press later: `easyPay`; by an agreement that was made before: `autoDebitPay`. */
export interface EasyPaySessionRequest extends PaymentBasics {
  readonly productCode: 'AGREEMENT_PAYMENT';
  readonly productScene: 'EASY_PAY' | 'AUTO_DEBIT_PAY';
  readonly paymentMethod: PaymentMethod;
  /** For the buyer's first payment by EasyPay. */
  readonly agreementInfo?: AgreementInfo | undefined;
}

/** An agreement without a payment: `autoDebit`. */
export interface AutoDebitSessionRequest extends SessionBasics {
  readonly productCode: 'AGREEMENT_PAYMENT';
  readonly productScene?: 'AUTO_DEBIT' | undefined;
  readonly agreementInfo: AgreementInfo;
  readonly paymentMethod: PaymentMethod;
}

/**
 * createPaymentSession, for each product of the page's library.
 * @see https://docs.antom.com/ac/ams/session_cashier, createpaymentsession_easypay and session_autodebit
 */
export type CreatePaymentSessionRequest = PaymentSessionRequest | EasyPaySessionRequest | AutoDebitSessionRequest;

/**
 * createVaultingSession: saves a card without a payment.
 * @see https://docs.antom.com/ac/ams/vaulting_session
 */
export interface CreateVaultingSessionRequest {
  /** `CARD`. */
  readonly paymentMethodType: string;
  /** Yours, and new for each card: up to 64 characters, none of them Chinese. */
  readonly vaultingRequestId: string;
  /** Where Antom sends notifyVaulting, with the card's token: up to 2048 characters. */
  readonly vaultingNotificationUrl?: string | undefined;
  /** Where the buyer comes back to: up to 2048 characters. */
  readonly redirectUrl?: string | undefined;
  readonly [field: string]: unknown;
}

/**
 * inquiryPayment, by either id: up to 64 characters.
 * @see https://docs.antom.com/ac/ams/paymentri_online
 */
export type InquiryPaymentRequest =
  | { readonly paymentRequestId: string; readonly paymentId?: undefined }
  | { readonly paymentId: string; readonly paymentRequestId?: undefined };

/**
 * payments/cancel, by either id: up to 64 characters. What was paid by then is given back.
 * @see https://docs.antom.com/ac/ams/paymentc_online
 */
export type CancelRequest = InquiryPaymentRequest;

/**
 * payments/refund, the whole or a part of what was paid.
 * @see https://docs.antom.com/ac/ams/refund_online
 */
export interface RefundRequest {
  /** Yours: up to 64 characters. Idempotent: after a timeout or `resultStatus` U call again with the same one, or it may be refunded twice. */
  readonly refundRequestId: string;
  /** Antom's, from notifyPayment or inquiryPayment. */
  readonly paymentId: string;
  /** In the payment's currency. */
  readonly refundAmount: Amount;
  /** Up to 256 characters, none of them Chinese. */
  readonly refundReason?: string | undefined;
  /** Up to 1024 characters. */
  readonly refundNotifyUrl?: string | undefined;
  /** Yours, for your books: up to 64 characters. */
  readonly referenceRefundId?: string | undefined;
  readonly [field: string]: unknown;
}
