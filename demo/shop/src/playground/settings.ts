/**
 * What the visitor has chosen in the playground, kept in the page's address, so that a link shows the same.
 */
import type { SdkLocale } from 'antom-checkout-controller';
import { isOutcome } from '../../../shared/products.ts';
import type { Outcome } from '../../../shared/products.ts';
import { isChoice } from '../products.ts';
import type { Choice } from '../products.ts';
import type { Language } from '../settings.ts';

export const LOCALES = [
  'auto',
  'en_US',
  'zh_CN',
  'zh_HK',
  'pt_BR',
  'ko_KR',
  'es_ES',
  'ms_MY',
  'in_ID',
  'tl_PH',
  'th_TH',
  'vi_VN',
  'fr_FR',
  'nl_NL',
  'it_IT',
  'de_DE',
] as const satisfies readonly (SdkLocale | 'auto')[];
export const PREPARES = ['idle', 'script', 'manual'] as const;
export const LEAVES = ['auto', 'manual'] as const;
/** How the demo's server answers a question for a session. */
export const SESSION_ANSWERS = [
  'normal',
  'server-slow',
  'server-500',
  'server-refused',
  'server-html',
  'session-truncated',
  'session-wrong-product',
  'session-empty',
] as const;
/** How it answers a question about a payment. */
export const INQUIRY_ANSWERS = ['normal', 'inquiry-slow', 'inquiry-down', 'inquiry-html'] as const;
export const WAYS = ['spa', 'script', 'react', 'vue', 'element'] as const;

export type Way = (typeof WAYS)[number];

export interface PlaygroundSettings {
  readonly language: Language;
  readonly product: Choice;
  readonly locale: (typeof LOCALES)[number];
  readonly order: string;
  readonly leave: (typeof LEAVES)[number];
  readonly prepare: (typeof PREPARES)[number];
  readonly inquiry: boolean;
  /** notRedirectAfterComplete */
  readonly stay: boolean;
  readonly session: (typeof SESSION_ANSWERS)[number];
  readonly answer: (typeof INQUIRY_ANSWERS)[number];
  readonly outcome: Outcome;
  /** Which code is shown. */
  readonly way: Way;
}

const DEFAULTS: PlaygroundSettings = {
  language: 'en',
  product: 'cashier',
  locale: 'auto',
  order: 'cart42:12800',
  leave: 'auto',
  prepare: 'idle',
  inquiry: true,
  stay: true,
  session: 'normal',
  answer: 'normal',
  outcome: 'paid',
  way: 'spa',
};

const oneOf = <T extends string>(list: readonly T[], value: string | null, otherwise: T): T =>
  (list as readonly (string | null)[]).includes(value) ? (value as T) : otherwise;

export function readPlayground(search: string, browserLanguage: string): PlaygroundSettings {
  const query = new URLSearchParams(search);
  const [product, outcome] = [query.get('product'), query.get('outcome')];
  return {
    language: (query.get('lang') ?? browserLanguage).startsWith('zh') ? 'zh' : 'en',
    product: isChoice(product) ? product : DEFAULTS.product,
    locale: oneOf(LOCALES, query.get('locale'), DEFAULTS.locale),
    order: (query.get('order') ?? DEFAULTS.order).slice(0, 80),
    leave: oneOf(LEAVES, query.get('leave'), DEFAULTS.leave),
    prepare: oneOf(PREPARES, query.get('prepare'), DEFAULTS.prepare),
    inquiry: query.get('inquiry') !== '0',
    stay: query.get('stay') !== '0',
    session: oneOf(SESSION_ANSWERS, query.get('session'), DEFAULTS.session),
    answer: oneOf(INQUIRY_ANSWERS, query.get('answer'), DEFAULTS.answer),
    outcome: isOutcome(outcome) ? outcome : DEFAULTS.outcome,
    way: oneOf(WAYS, query.get('way'), DEFAULTS.way),
  };
}

/** The address with these settings; what is not ours, LOCAL_MOCK above all, stays. */
export function playgroundSearch(search: string, { language, inquiry, stay, ...others }: PlaygroundSettings): string {
  const query = new URLSearchParams(search);
  query.set('lang', language);
  const switches = { inquiry: inquiry ? null : '0', stay: stay ? null : '0' };
  for (const [name, value] of Object.entries({ ...others, ...switches })) {
    if (value === null || (name !== 'order' && value === DEFAULTS[name as keyof PlaygroundSettings])) query.delete(name);
    else query.set(name, value);
  }
  if (others.order === DEFAULTS.order) query.delete('order');
  query.delete('paymentRequestId');
  return `?${query}`;
}
