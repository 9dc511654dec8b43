/**
 * Reads the bodies of createPaymentSession and createVaultingSession. What is wrong with one becomes PARAM_ILLEGAL.
 */
import { isCurrency, isMinorUnits } from '../../shared/amount.ts';
import type { Amount } from '../../shared/amount.ts';
import { fieldsOf } from '../../shared/json.ts';
import type { Fields } from '../../shared/json.ts';
import { isLoopback, parseUrl } from '../../shared/origins.ts';
import { isOutcome, PRODUCTS, VAULTING } from '../../shared/products.ts';
import type { Outcome, ProductFacts } from '../../shared/products.ts';
import type { OrderKind } from './store.ts';

export interface CreateRequest {
  readonly kind: OrderKind;
  /** Of a vaulting: `vaultingRequestId`. Of an agreement, which has no payment: `agreementInfo.authState`. */
  readonly paymentRequestId: string;
  /** Null: nothing is paid. */
  readonly amount: Amount | null;
  readonly method: string;
  readonly redirectUrl: string;
  readonly notifyUrl: string | null;
  readonly productScene: string;
  /** Null for a vaulting. */
  readonly referenceOrderId: string | null;
  /** Only this stand-in takes these: what Antom knows from the contract and the method, and what the buyer's bank would decide. */
  readonly demo: DemoWishes;
}

export interface DemoWishes {
  readonly category: string;
  readonly outcome: Outcome;
  /** Query string for the address of a page that the session names (EASY_PAY). */
  readonly player: string;
}

export class IllegalParameter extends Error {}

const SCENES: readonly ProductFacts[] = Object.values(PRODUCTS);

/** `notifyUrl`: for a request that names no notify address, or one off this machine; null: such an address is refused. */
export function readCreateRequest(body: unknown, notifyUrl: string | null = null): CreateRequest {
  const fields = fieldsOf(body);
  const product = readProduct(fields);
  const order = fieldsOf(fields['order']);
  const demo = fieldsOf(fields['demo']);
  const isAgreement = product.productScene === PRODUCTS.autoDebit.productScene;
  const common = {
    method: readMethod(fields, product),
    redirectUrl: webAddress(fields, 'paymentRedirectUrl').href,
    notifyUrl: notifyAddress(fields, 'paymentNotifyUrl', notifyUrl),
    productScene: sceneOf(demo, product.productScene),
    demo: readWishes(demo, product.category),
  };
  if (isAgreement) {
    const paymentRequestId = text(fieldsOf(fields['agreementInfo']), 'authState', 256);
    return { kind: 'agreement', paymentRequestId, amount: null, referenceOrderId: null, ...common };
  }
  const amount = readAmount(fields, 'paymentAmount');
  readAmount(order, 'orderAmount');
  text(order, 'orderDescription', 256);
  return {
    kind: 'payment',
    paymentRequestId: text(fields, 'paymentRequestId', 64),
    amount,
    referenceOrderId: text(order, 'referenceOrderId', 64),
    ...common,
  };
}

export function readVaultingRequest(body: unknown, notifyUrl: string | null = null): CreateRequest {
  const fields = fieldsOf(body);
  const demo = fieldsOf(fields['demo']);
  if (fields['paymentMethodType'] !== 'CARD') throw new IllegalParameter('paymentMethodType is not CARD');
  return {
    kind: 'vaulting',
    paymentRequestId: text(fields, 'vaultingRequestId', 64),
    amount: null,
    method: 'CARD',
    // Antom requires it for some methods only; the cashier needs somewhere to go.
    redirectUrl: fields['redirectUrl'] === undefined ? '' : webAddress(fields, 'redirectUrl').href,
    notifyUrl: notifyAddress(fields, 'vaultingNotificationUrl', notifyUrl),
    productScene: sceneOf(demo, VAULTING.productScene),
    referenceOrderId: null,
    demo: readWishes(demo, VAULTING.category),
  };
}

/** The scene may be left out, as it is for the popup cashier; Antom takes it then from the method and the contract. */
function readProduct(fields: Fields): ProductFacts {
  const { productCode, productScene = productCode === 'CASHIER_PAYMENT' ? PRODUCTS.cashier.productScene : undefined } = fields;
  if (!SCENES.some((product) => product.productCode === productCode))
    throw new IllegalParameter('productCode is neither CASHIER_PAYMENT nor AGREEMENT_PAYMENT');
  const product = SCENES.find((facts) => facts.productCode === productCode && facts.productScene === productScene);
  if (product === undefined) throw new IllegalParameter(`productScene is none that productCode ${String(productCode)} has`);
  return product;
}

/** In the Payment Element and the Checkout Page the buyer chooses: beside a card there is this wallet, or the one that the request names. */
function readMethod({ paymentMethod }: Fields, { productScene }: ProductFacts): string {
  const isChosenLater = productScene === PRODUCTS.element.productScene || productScene === PRODUCTS.checkoutPage.productScene;
  return paymentMethod === undefined && isChosenLater ? 'ALIPAY_HK' : text(fieldsOf(paymentMethod), 'paymentMethodType', 64);
}

/** What no API would make: a session of a product that nobody asked for. */
const sceneOf = ({ productScene }: Fields, asked: string): string => (typeof productScene === 'string' ? productScene : asked);

/** This stand-in never sends anything off the machine, so it says at once that it will not. */
function notifyAddress(fields: Fields, name: string, instead: string | null): string | null {
  if (fields[name] === undefined) return instead;
  const url = webAddress(fields, name);
  if (isLoopback(url)) return url.href;
  if (instead === null) throw new IllegalParameter(`${name} is not on this machine, and the stand-in sends nothing elsewhere`);
  return instead;
}

function readWishes({ category, outcome, player }: Fields, usual: string): DemoWishes {
  return {
    category: typeof category === 'string' ? category : usual,
    outcome: isOutcome(outcome) ? outcome : 'paid',
    player: typeof player === 'string' ? player : '',
  };
}

function readAmount(fields: Fields, name: string): Amount {
  const { currency, value } = fieldsOf(fields[name]);
  if (!isCurrency(currency) || !isMinorUnits(value)) throw new IllegalParameter(`${name} is not a currency and a string of digits`);
  return { currency, value };
}

function text(fields: Fields, name: string, longest: number): string {
  const value = fields[name];
  if (typeof value !== 'string' || value === '' || value.length > longest)
    throw new IllegalParameter(`${name} is not a string of 1 to ${longest} characters`);
  return value;
}

function webAddress(fields: Fields, name: string): URL {
  const url = parseUrl(text(fields, name, 2048));
  if (url === null || !/^https?:$/.test(url.protocol)) throw new IllegalParameter(`${name} is not a web address`);
  return url;
}
