/**
 * The merchant's part: all that a shop writes to take a payment with antom-checkout-controller.
 */
import { CheckoutController, fromCdn, fromModule } from 'antom-checkout-controller';
import type { InquiryContext, PaymentInquiry, PaymentSession, SdkSource, SessionContext } from 'antom-checkout-controller';
import type { Item, Method } from '../../shared/catalogue.ts';
import type { Outcome } from '../../shared/products.ts';
import { isInquiryScenario, isServerScenario } from '../../shared/scenarios.ts';
import type { Scenario } from '../../shared/scenarios.ts';
import { keepForDoctor } from './doctor.ts';
import { OFFERS } from './products.ts';
import type { Choice } from './products.ts';
import type { Settings } from './settings.ts';

/** What is bought; read at the moment when the server is asked. */
export interface Basket {
  readonly items: readonly Item[];
  readonly method: Method;
  readonly product: Choice;
  readonly scenario: Scenario;
  readonly outcome: Outcome;
  readonly expires: number | null;
  /** Query of the local page, where the session names that: EasyPay. */
  readonly player: string;
  /** By which AutoDebitPay pays. */
  readonly agreement: string | null;
  /** Where the buyer comes back to: a path of this shop. */
  readonly redirectPath: string;
}

export function createCheckout(
  settings: Pick<Settings, 'language' | 'prepare' | 'product'>,
  sdk: SdkKind,
  basket: () => Basket,
): CheckoutController {
  return new CheckoutController({
    environment: 'sandbox',
    locale: settings.language === 'zh' ? 'zh_CN' : 'en_US',
    product: OFFERS[settings.product].opens,
    prepare: settings.prepare,
    sdk: SDK_SOURCES[sdk],
    createPaymentSession: (context) => createPaymentSession(context, basket(), settings.language),
    logger: keepForDoctor,
    inquiryPayment: (context) => inquiryPayment(context, basket()),
  });
}

export async function createPaymentSession(
  { order, signal }: SessionContext,
  basket: Basket,
  lang: string,
): Promise<PaymentSession | string> {
  const { product } = basket;
  const response = await fetch(product === 'vaulting' ? '/api/vaulting-sessions' : '/api/payment-sessions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ order, lang, ...wishesFor(basket) }),
    signal,
  });
  if (!response.ok) throw new Error(`The session endpoint answered HTTP ${response.status}.`);
  // An error page of a proxy comes with status 200. Handed on as it is, the controller can say what it was.
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return isJson ? ((await response.json()) as PaymentSession) : response.text();
}

/** What the server is asked for. Of all that, a real shop's would be told the items and the method, and the order's name. */
function wishesFor({ product, items, method, scenario, outcome, expires, player, agreement, redirectPath }: Basket): object {
  const common = { redirectPath, ...(isServerScenario(scenario) && { scenario }), ...(expires !== null && { expiresIn: expires }) };
  if (product === 'vaulting') return { ...common, outcome };
  if (product === 'cashier') return { ...common, items, method };
  // An agreement is about no amount.
  const what = product === 'autoDebit' ? { method } : { items, method };
  return {
    ...common,
    ...what,
    product,
    outcome,
    ...(product === 'easyPay' && { player }),
    ...(product === 'autoDebitPay' && agreement !== null && { agreement }),
  };
}

export async function inquiryPayment(
  { paymentRequestId, signal }: InquiryContext,
  { scenario }: Pick<Basket, 'scenario'>,
): Promise<PaymentInquiry> {
  const query = isInquiryScenario(scenario) ? `?scenario=${scenario}` : '';
  // `no-store`: an answer of a moment ago is a wrong one.
  const response = await fetch(`/api/payments/${encodeURIComponent(paymentRequestId)}${query}`, { signal, cache: 'no-store' });
  if (!response.ok) throw new Error(`The inquiry endpoint answered HTTP ${response.status}.`);
  return (await response.json()) as PaymentInquiry;
}

export type SdkKind = 'npm' | 'sdk-blocked' | 'sdk-wrong-script';

/** `npm` is the real thing, as its own chunk, fetched when the controller gets ready; the others show what a blocked script looks like. */
export const SDK_SOURCES: Record<SdkKind, SdkSource> = {
  npm: fromModule(() => import('@alipay/ams-checkout')),
  'sdk-blocked': fromCdn({ url: '/sdk/missing.js' }),
  'sdk-wrong-script': fromCdn({ url: '/sdk/empty.js' }),
};
