/**
 * Reads the body of createPaymentSession. What is wrong with it becomes PARAM_ILLEGAL.
 */
import { isCurrency, isMinorUnits } from '../../shared/amount.ts';
import type { Amount } from '../../shared/amount.ts';
import { fieldsOf } from '../../shared/json.ts';
import type { Fields } from '../../shared/json.ts';
import { isLoopback, parseUrl } from '../../shared/origins.ts';

export interface CreateRequest {
  readonly paymentRequestId: string;
  readonly amount: Amount;
  readonly method: string;
  readonly redirectUrl: string;
  readonly notifyUrl: string | null;
  readonly referenceOrderId: string;
  /** Only this stand-in takes these: what kind of session it is to make. Antom knows that from the contract and the method. */
  readonly demo: DemoWishes;
}

export interface DemoWishes {
  readonly category: string;
  readonly productScene: string;
}

export class IllegalParameter extends Error {}

/** `notifyUrl`: for a request that names no notify address, or one off this machine; null: such an address is refused. */
export function readCreateRequest(body: unknown, notifyUrl: string | null = null): CreateRequest {
  const fields = fieldsOf(body);
  const order = fieldsOf(fields['order']);
  if (fields['productCode'] !== 'CASHIER_PAYMENT') throw new IllegalParameter('productCode is not CASHIER_PAYMENT');
  const amount = readAmount(fields, 'paymentAmount');
  readAmount(order, 'orderAmount');
  text(order, 'orderDescription', 256);
  return {
    paymentRequestId: text(fields, 'paymentRequestId', 64),
    amount,
    method: text(fieldsOf(fields['paymentMethod']), 'paymentMethodType', 64),
    redirectUrl: webAddress(fields, 'paymentRedirectUrl').href,
    notifyUrl: fields['paymentNotifyUrl'] === undefined ? notifyUrl : notifyAddress(fields, notifyUrl),
    referenceOrderId: text(order, 'referenceOrderId', 64),
    demo: readWishes(fieldsOf(fields['demo'])),
  };
}

/** This stand-in never sends anything off the machine, so it says at once that it will not. */
function notifyAddress(fields: Fields, instead: string | null): string {
  const url = webAddress(fields, 'paymentNotifyUrl');
  if (isLoopback(url)) return url.href;
  if (instead === null) throw new IllegalParameter('paymentNotifyUrl is not on this machine, and the stand-in sends nothing elsewhere');
  return instead;
}

function readWishes(fields: Fields): DemoWishes {
  return {
    category: typeof fields['category'] === 'string' ? fields['category'] : 'APM',
    productScene: typeof fields['productScene'] === 'string' ? fields['productScene'] : 'CASHIER_PAYMENT',
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
