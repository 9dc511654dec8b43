/**
 * Payment sessions as Antom's server makes them: the real SDK opens them too, and they are worth nothing to Antom.
 */
import type { PaymentSession, SessionFault, SessionProduct } from 'antom-checkout-controller';

export interface SessionSpec {
  /** Default `cashier`. */
  readonly product?: SessionProduct | undefined;
  /** paymentMethodType. Default `GCASH` for the cashier, `CARD` for vaulting. */
  readonly method?: string | undefined;
  /** `value` in the currency's minor unit. Default 199.00 PHP. */
  readonly amount?: { readonly currency: string; readonly value: string } | undefined;
  /** ms until it expires. Default 3600000. */
  readonly expiresIn?: number | undefined;
  /** `null`: none, as createPaymentSession itself answers. Default: a new one. */
  readonly paymentRequestId?: string | null | undefined;
}

type Json = Record<string, unknown>;

interface Scene {
  readonly scene: string;
  readonly category: string;
  readonly method: string;
  readonly part4?: Json;
}

const REDIRECT = { action: { web: { signType: 'REDIRECT' }, wap: { signType: 'REDIRECT' } } };
const SCENES: Readonly<Record<SessionProduct, Scene>> = {
  cashier: { scene: 'CASHIER_PAYMENT', category: 'APM', method: 'GCASH' },
  vaulting: { scene: 'VAULTING', category: 'CARD', method: 'CARD' },
  easypay: { scene: 'EASY_PAY', category: 'WALLET', method: 'GCASH', part4: { action: {} } },
  autodebit: { scene: 'AUTO_DEBIT', category: 'WALLET', method: 'GCASH', part4: REDIRECT },
  'autodebit-pay': {
    scene: 'AUTO_DEBIT_PAY',
    category: 'WALLET',
    method: 'GCASH',
    part4: { action: { requireFastSdk: true }, authUrlInfo: { normalUrl: 'https://wallet.example/authorize' } },
  },
  element: { scene: 'ELEMENT_PAYMENT', category: 'ALL', method: 'CARD' },
  'checkout-page': { scene: 'CHECKOUT_PAYMENT', category: 'ALL', method: 'CARD' },
};
/** Methods that are asked for in a form of the cashier's. */
const CATEGORIES: Readonly<Record<string, string>> = { CARD: 'CARD', APPLEPAY: 'CARD', CARD_APPLE_PAY: 'CARD', GOOGLEPAY: 'CARD' };

let made = 0;
const known = new Map<string, PaymentSession>();

/**
 * A createPaymentSession answer with a `paymentRequestId`, as your server passes it on. No two are alike.
 *
 * @example
 * antom.server.givesSession(paymentSession({ product: 'element' }));
 */
export function paymentSession(spec: SessionSpec = {}): PaymentSession {
  return build(spec, {});
}

function build(spec: SessionSpec, overrides: Json): PaymentSession {
  made += 1;
  const number = String(made);
  const product = spec.product ?? 'cashier';
  const scene = SCENES[product] as Scene | undefined;
  if (!scene) throw new TypeError(`paymentSession(): product is one of ${Object.keys(SCENES).join(', ')}.`);
  const method = spec.method ?? scene.method;
  const id = spec.paymentRequestId === undefined ? `fake-payment-${number}` : spec.paymentRequestId;
  const wallet = method === 'APPLEPAY' || method === 'CARD_APPLE_PAY' || method === 'PAYPAL_CHECKOUT';
  const part4 = {
    paymentSessionConfig: {
      productScene: scene.scene,
      productSceneVersion: product === 'easypay' ? '2.0' : '1.0',
      paymentMethodCategoryType: (product === 'cashier' ? CATEGORIES[method] : undefined) ?? scene.category,
    },
    paymentSessionFactor: {
      paymentAmount: spec.amount ?? { currency: 'PHP', value: '19900' },
      ...(wallet ? { paymentMethodInfo: { paymentMethodType: method } } : {}),
    },
    paymentMethodInfoView: { paymentMethodType: method },
    securityConfig: {},
    extendInfo: `{"fake":${number}}`,
    clientId: 'SANDBOX_FAKE',
    ...scene.part4,
    ...overrides,
  };
  const session: PaymentSession = {
    paymentSessionData: join(part4),
    paymentSessionExpiryTime: expiry(spec.expiresIn ?? 3_600_000),
    paymentSessionId: `fake-session-${number}`,
    ...(id === null ? {} : { paymentRequestId: id }),
  };
  known.set(session.paymentSessionData, session);
  return session;
}

/** The session of that data, if the kit made it. */
export function knownSession(paymentSessionData: string): PaymentSession | undefined {
  return known.get(paymentSessionData);
}

export type BrokenSession = SessionFault['code'] | 'expired' | 'wrong-product' | 'refused-by-antom' | 'missing-payment-request-id';

/**
 * A session with one fault. Those that describeSession() calls fatal end as `session-invalid`; `expired` and `bad-expiry` open, since clients'
 * clocks lie; `wrong-product` is `session-mismatch` for a cashier; `refused-by-antom` is opened, and Antom's server says no to the SDK.
 */
export function brokenSession(fault: BrokenSession): PaymentSession | string {
  const session = paymentSession();
  const data = session.paymentSessionData;
  const parts = data.split('&&');
  const withData = (paymentSessionData: string): PaymentSession => ({ ...session, paymentSessionData });
  switch (fault) {
    case 'empty':
      return withData('');
    case 'not-a-session':
      // Another answer of the server's, with no session in it.
      return { message: 'ok' } as unknown as PaymentSession;
    case 'html':
      return '<!doctype html><html><body>502 Bad Gateway</body></html>';
    case 'json':
      return JSON.stringify(session);
    case 'percent-encoded':
      return withData(encodeURIComponent(data));
    case 'spaces':
      // What a form field makes of a plus sign. The readable part has one as well, so that the SDK refuses it.
      return withData(build({}, { extendInfo: '{"note":">>>>>>"}' }).paymentSessionData.replace(/\+/g, ' '));
    case 'missing-parts':
      return withData(parts.slice(1).join('&&'));
    case 'truncated':
      return withData(data.slice(0, data.length - 40));
    case 'unknown-product':
      return build({}, { paymentSessionConfig: { productScene: 'SOMETHING_NEW', paymentMethodCategoryType: 'APM' } });
    case 'missing-action':
      return build({ product: 'easypay' }, { action: undefined });
    case 'bad-expiry':
      return { ...session, paymentSessionExpiryTime: 'in an hour' };
    case 'expired':
      return paymentSession({ expiresIn: -60_000 });
    case 'wrong-product':
      return paymentSession({ product: 'vaulting' });
    case 'refused-by-antom':
      // Of the cashier's apps only the banks' leaves it to the page to say so.
      return build(
        { method: 'ONLINEBANKING_FPX' },
        {
          paymentSessionConfig: { productScene: 'CASHIER_PAYMENT', productSceneVersion: '1.0', paymentMethodCategoryType: 'BANK' },
          extendInfo: '{"refusedByAntom":true}',
        },
      );
    case 'missing-payment-request-id':
      return paymentSession({ paymentRequestId: null });
    default:
      throw new TypeError(`brokenSession(): there is no fault ${String(fault satisfies never)}.`);
  }
}

/** Three opaque parts, with a plus sign as most of Antom's signatures have one, and the readable one. */
function join(part4: unknown): string {
  const ascii = JSON.stringify(part4).replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return ['ANTOM-FAKE-SDK+UNvjVWnWPXJA4BgW+vfjsQj7PbOraafHY19X==', 'SG', '111', btoa(ascii)].join('&&');
}

/** Antom writes whole seconds. */
function expiry(ms: number): string {
  return new Date(Date.now() + ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
