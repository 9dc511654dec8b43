/**
 * What the visitor chose, kept in the page's address so that a reload or a shared link shows the same.
 */
import { isMethod } from '../../shared/catalogue.ts';
import type { Method } from '../../shared/catalogue.ts';
import { isOutcome } from '../../shared/products.ts';
import type { Outcome } from '../../shared/products.ts';
import { isScenario, needsDemoCashier } from '../../shared/scenarios.ts';
import type { Scenario } from '../../shared/scenarios.ts';
import type { ShopConfig } from './config.ts';
import { isChoice, isTheme } from './products.ts';
import type { Choice, Theme } from './products.ts';

export type Language = 'en' | 'zh';

export interface Settings {
  readonly language: Language;
  readonly product: Choice;
  /** What breaks in the popup cashier; with the other products the gateway's `outcome` says what happens. */
  readonly scenario: Scenario;
  readonly outcome: Outcome;
  /** Of the Payment Element. */
  readonly theme: Theme;
  /** Seconds until a session expires; null: as the server says. */
  readonly expires: number | null;
  readonly method: Method;
  /** notRedirectAfterComplete */
  readonly stay: boolean;
  /** Further parameters for the demo's cashier or player: see README.md. */
  readonly cashier: string;
  readonly prepare: 'idle' | 'script' | 'manual';
}

export function readSettings(search: string, browserLanguage: string, config: ShopConfig): Settings {
  const query = new URLSearchParams(search);
  const scenario = query.get('scenario') ?? '';
  const method = query.get('method');
  const [product, outcome, theme] = ['product', 'outcome', 'theme'].map((name) => query.get(name));
  const expires = Number(query.get('expires'));
  const prepare = query.get('prepare');
  return {
    language: (query.get('lang') ?? browserLanguage).startsWith('zh') ? 'zh' : 'en',
    product: isChoice(product) ? product : 'cashier',
    scenario: isScenario(scenario) && isOffered(scenario, config) && !(isChoice(product) && product !== 'cashier') ? scenario : 'normal',
    outcome: isOutcome(outcome) ? outcome : 'paid',
    theme: isTheme(theme) ? theme : 'default',
    expires: Number.isInteger(expires) && expires > 0 ? expires : null,
    method: isMethod(method) ? method : 'ALIPAY_HK',
    stay: query.get('stay') === '1',
    cashier: query.get('cashier') ?? '',
    prepare: prepare === 'script' || prepare === 'manual' ? prepare : 'idle',
  };
}

export const isOffered = (scenario: Scenario, { cashier }: ShopConfig): boolean => cashier === 'demo' || !needsDemoCashier(scenario);

/** The address of the same page with these settings. Parameters that are not ours, LOCAL_MOCK above all, stay. */
export function searchWith(search: string, { language, product, scenario, outcome, theme, method, stay }: Settings): string {
  const query = new URLSearchParams(search);
  query.set('lang', language);
  query.set('method', method);
  const optional = {
    product: product === 'cashier' ? null : product,
    scenario: scenario === 'normal' ? null : scenario,
    outcome: outcome === 'paid' ? null : outcome,
    theme: theme === 'default' ? null : theme,
    stay: stay ? '1' : null,
  };
  for (const [name, value] of Object.entries(optional)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  return `?${query}`;
}

/** Of the page of paymentRedirectUrl, besides the settings. The server adds `paymentRequestId`. */
const OF_A_RETURN = ['order', 'paymentRequestId'];

/** The page of paymentRedirectUrl: it opens with the settings of the checkout, and knows which order the buyer comes back with. */
export function resultPath(search: string, settings: Settings, orderId: string): string {
  const query = new URLSearchParams(searchWith(elsewhere(search), settings));
  query.set('order', orderId);
  return `/result?${query}`;
}

/** The query for the shop's other views, where the payment that the buyer has come back from does not belong. */
export function elsewhere(search: string): string {
  const query = new URLSearchParams(search);
  for (const name of OF_A_RETURN) query.delete(name);
  return `?${query}`;
}
