/**
 * What Antom would refuse or misread is refused before it is sent, with a sentence for each field. Only what Antom documents is checked.
 */
import { Checks } from './check';
import { AntomServerError } from './errors';
import { isFields, own, parseJson, type Fields } from './fields';

type Check = (request: Fields, checks: Checks) => void;

/** By the API's name, as `call()` takes it. */
const CHECKS: Readonly<Record<string, Check>> = {
  'payments/inquiryPayment': eitherId,
  'payments/cancel': eitherId,
  'payments/refund': (request, checks) => {
    checks.id(request, 'refundRequestId');
    checks.id(request, 'paymentId');
    checks.amount(request, 'refundAmount');
    checks.words(request, 'refundReason', 256, false);
    checks.id(request, 'referenceRefundId', { required: false });
    checks.address(request, 'refundNotifyUrl', { required: false, longest: 1024 });
  },
  'payments/createPaymentSession': session,
  'vaults/createVaultingSession': (request, checks) => {
    checks.id(request, 'paymentMethodType');
    checks.id(request, 'vaultingRequestId');
    checks.address(request, 'vaultingNotificationUrl', { required: false });
    checks.address(request, 'redirectUrl', { required: false, web: false });
  },
};

/** What is sent: the request as JSON, and what can be read from that. */
export interface Outgoing {
  readonly json: string;
  readonly sent: Fields;
}

/** @throws AntomServerError `invalid-request` */
export function prepare(api: string, request: unknown, isChecked: boolean): Outgoing {
  let json: string;
  try {
    json = JSON.stringify(request);
  } catch (cause) {
    throw new AntomServerError('invalid-request', `The request of ${api} is not JSON: it holds a BigInt or itself.`, { cause });
  }
  // What is checked is what is sent: not a getter, a toJSON() or an inherited member that says one thing now and another later.
  const sent = parseJson(json);
  if (!isFields(sent)) throw new AntomServerError('invalid-request', `The request of ${api} is not an object.`);
  const checks = new Checks();
  if (isChecked && Object.prototype.hasOwnProperty.call(CHECKS, api)) CHECKS[api]?.(sent, checks);
  const { faults } = checks;
  if (faults.length > 0)
    throw new AntomServerError('invalid-request', `The request of ${api} was not sent. ${faults.join(' ')}`, { faults });
  return { json, sent };
}

function eitherId(request: Fields, checks: Checks): void {
  const ids = ['paymentRequestId', 'paymentId'].filter((name) => own(request, name) !== undefined);
  // With both Antom takes paymentId, and the other one may be of another payment.
  if (ids.length !== 1) checks.faults.push('Exactly one of paymentRequestId and paymentId must be given.');
  for (const name of ids) checks.id(request, name);
}

const SCENES: Readonly<Record<string, readonly string[]>> = {
  CASHIER_PAYMENT: ['CASHIER_PAYMENT', 'ELEMENT_PAYMENT', 'CHECKOUT_PAYMENT'],
  AGREEMENT_PAYMENT: ['EASY_PAY', 'AUTO_DEBIT', 'AUTO_DEBIT_PAY'],
};

function session(request: Fields, checks: Checks): void {
  const code = own(request, 'productCode');
  const scene = own(request, 'productScene');
  checks.oneOf(request, 'productCode', Object.keys(SCENES));
  if (typeof code === 'string' && Object.prototype.hasOwnProperty.call(SCENES, code))
    checks.oneOf(request, 'productScene', own(SCENES, code) as readonly string[], false);
  checks.address(request, 'paymentRedirectUrl', { web: false });
  checks.address(request, 'paymentNotifyUrl', { required: false });
  const isAgreement = code === 'AGREEMENT_PAYMENT' && (scene === undefined || scene === 'AUTO_DEBIT');
  // In these the buyer chooses the method.
  const method = checks.object(request, 'paymentMethod', scene !== 'ELEMENT_PAYMENT' && scene !== 'CHECKOUT_PAYMENT');
  if (method !== null) {
    checks.id(method, 'paymentMethod.paymentMethodType');
    checks.id(method, 'paymentMethod.paymentMethodId', { required: false, longest: 128 });
  }
  const agreement = checks.object(request, 'agreementInfo', isAgreement);
  if (agreement !== null) checks.id(agreement, 'agreementInfo.authState', { longest: 256 });
  if (!isAgreement) payment(request, checks);
}

function payment(request: Fields, checks: Checks): void {
  checks.id(request, 'paymentRequestId');
  checks.amount(request, 'paymentAmount');
  const order = checks.object(request, 'order');
  if (order === null) return;
  checks.amount(order, 'order.orderAmount');
  checks.id(order, 'order.referenceOrderId');
  checks.words(order, 'order.orderDescription', 256);
  checks.list(order, 'order.goods', 100).forEach((goods, at) => {
    const path = `order.goods[${String(at)}]`;
    if (!isFields(goods)) {
      checks.faults.push(`${path} must be an object.`);
      return;
    }
    checks.id(goods, `${path}.referenceGoodsId`);
    checks.words(goods, `${path}.goodsName`, 256);
  });
}
