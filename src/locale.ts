/**
 * The buyer's languages mapped to the fifteen locales of the SDK.
 *
 * Antom's guide suggests `navigator.language.replace('-', '_')`, which gives the SDK values that it does not have: `en_GB`, `ko`,
 * `id_ID` (Antom spells Indonesian `in_ID`), `zh_TW`.
 */
import { each, has } from './core/list';
import type { SdkLocale } from './types';

/** The SDK's own list (the Antom guide "APM payment (Web/WAP)"). */
export const SDK_LOCALES: readonly SdkLocale[] = [
  'en_US',
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
  'zh_CN',
  'zh_HK',
];

const LOCALES: Readonly<Record<string, SdkLocale>> = {
  en: 'en_US',
  pt: 'pt_BR',
  ko: 'ko_KR',
  es: 'es_ES',
  ms: 'ms_MY',
  th: 'th_TH',
  vi: 'vi_VN',
  fr: 'fr_FR',
  nl: 'nl_NL',
  it: 'it_IT',
  de: 'de_DE',
  // Indonesian was `in` until 1989 and still is in old Android WebViews; Filipino is `fil` in browsers and `tl` in the SDK.
  id: 'in_ID',
  in: 'in_ID',
  fil: 'tl_PH',
  tl: 'tl_PH',
};

/** Language subtag, then subtags of letters and digits: BCP 47 as far as it matters here. */
const TAG = /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/;

/**
 * The SDK locale for BCP 47 tags in order of preference, such as `navigator.languages`: the first tag whose language the SDK has
 * wins, `en_US` when none has. `_` for `-` and any case are accepted; what is not a tag is skipped.
 *
 * Chinese is decided by its script, then by its region: Taiwan, Hong Kong and Macau read traditional characters (`zh_HK`).
 */
export function resolveLocale(languages: readonly string[]): SdkLocale {
  // Callers from JavaScript may pass `navigator.languages` where there is none.
  const tags: readonly unknown[] = Array.isArray(languages) ? languages : [];
  let found: SdkLocale | undefined;
  each(tags, (tag) => {
    found = found ?? localeOf(tag);
  });
  return found ?? 'en_US';
}

function localeOf(tag: unknown): SdkLocale | undefined {
  if (typeof tag !== 'string') return undefined;
  const name = tag.toLowerCase().replace(/_/g, '-');
  if (!TAG.test(name)) return undefined;
  // From the first one-letter subtag on it is an extension (`zh-CN-t-zh-tw`), not the buyer's language.
  const subtags = name.replace(/-[a-z0-9](-.*)?$/, '').split('-');
  /* v8 ignore next -- split() gives one part at least; the compiler cannot know */
  const language = subtags[0] ?? '';
  if (language === 'zh' || language === 'yue') return chineseOf(subtags);
  return Object.prototype.hasOwnProperty.call(LOCALES, language) ? LOCALES[language] : undefined;
}

function chineseOf(subtags: readonly string[]): SdkLocale {
  const names = (subtag: string): boolean => has(subtags, subtag);
  if (names('hans')) return 'zh_CN';
  if (names('hant') || names('tw') || names('hk') || names('mo')) return 'zh_HK';
  // Cantonese (`yue`, as Apple systems say) is at home in Hong Kong.
  return names('yue') && !names('cn') ? 'zh_HK' : 'zh_CN';
}
