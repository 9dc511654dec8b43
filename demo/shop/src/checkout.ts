/**
 * The merchant's part: all that a shop writes to take a payment with antom-checkout-controller.
 */
import { CheckoutController, fromCdn, fromModule } from 'antom-checkout-controller';
import type { InquiryContext, PaymentInquiry, PaymentSession, SdkSource, SessionContext } from 'antom-checkout-controller';
import type { Item, Method } from '../../shared/catalogue.ts';
import { otherOrigin } from '../../shared/origins.ts';
import { isInquiryScenario, isServerScenario } from '../../shared/scenarios.ts';
import type { Scenario } from '../../shared/scenarios.ts';
import type { Settings } from './settings.ts';

/** What is bought; read at the moment when the server is asked. */
export interface Basket {
  readonly items: readonly Item[];
  readonly method: Method;
  readonly scenario: Scenario;
  /** Where the buyer comes back to: a path of this shop. */
  readonly redirectPath: string;
}

export function createCheckout(settings: Pick<Settings, 'language' | 'prepare'>, sdk: SdkKind, basket: () => Basket): CheckoutController {
  return new CheckoutController({
    environment: 'sandbox',
    locale: settings.language === 'zh' ? 'zh_CN' : 'en_US',
    prepare: settings.prepare,
    sdk: SDK_SOURCES[sdk],
    createPaymentSession: (context) => createPaymentSession(context, basket(), settings.language),
    inquiryPayment: (context) => inquiryPayment(context, basket()),
  });
}

async function createPaymentSession(
  { signal }: SessionContext,
  { items, method, scenario, redirectPath }: Basket,
  lang: string,
): Promise<PaymentSession | string> {
  const response = await fetch('/api/payment-sessions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ items, method, lang, redirectPath, ...(isServerScenario(scenario) && { scenario }) }),
    signal,
  });
  if (!response.ok) throw new Error(`The session endpoint answered HTTP ${response.status}.`);
  // An error page of a proxy comes with status 200. Handed on as it is, the controller can say what it was.
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return isJson ? ((await response.json()) as PaymentSession) : response.text();
}

async function inquiryPayment({ paymentRequestId, signal }: InquiryContext, { scenario }: Basket): Promise<PaymentInquiry> {
  const query = isInquiryScenario(scenario) ? `?scenario=${scenario}` : '';
  // `no-store`: an answer of a moment ago is a wrong one.
  const response = await fetch(`/api/payments/${encodeURIComponent(paymentRequestId)}${query}`, { signal, cache: 'no-store' });
  if (!response.ok) throw new Error(`The inquiry endpoint answered HTTP ${response.status}.`);
  return (await response.json()) as PaymentInquiry;
}

export type SdkKind = 'npm' | 'sdk-blocked' | 'sdk-wrong-script';

/** `npm` is the real thing, as its own chunk, fetched when the controller gets ready; the others show what a blocked script looks like. */
const SDK_SOURCES: Record<SdkKind, SdkSource> = {
  npm: fromModule(() => import('@alipay/ams-checkout')),
  'sdk-blocked': fromCdn({ url: '/sdk/missing.js' }),
  'sdk-wrong-script': fromCdn({ url: '/sdk/empty.js' }),
};

/** Only for a demo without network: the SDK opens this page in place of Antom's cashier. Refused in `prod`. */
export function demoCashier(query: string): { elementProps: { elementLink: string } } {
  const url = new URL('/cashier/', otherOrigin(new URL(location.href)));
  url.search = query;
  return { elementProps: { elementLink: url.href } };
}
