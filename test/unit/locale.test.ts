import { describe, expect, test } from 'vitest';
import { resolveLocale } from '../../src/locale';
import type { SdkLocale } from '../../src/types';

/** One tag per line: what a browser says, what the SDK gets. */
const TAGS: readonly (readonly [string, SdkLocale])[] = [
  ['en', 'en_US'],
  ['en-US', 'en_US'],
  ['en-GB', 'en_US'],
  ['en-001', 'en_US'],
  ['en-GB-oxendict', 'en_US'],
  ['pt', 'pt_BR'],
  ['pt-BR', 'pt_BR'],
  ['pt-PT', 'pt_BR'],
  ['ko', 'ko_KR'],
  ['ko-KR', 'ko_KR'],
  ['es', 'es_ES'],
  ['es-MX', 'es_ES'],
  ['es-419', 'es_ES'],
  ['ms', 'ms_MY'],
  ['ms-SG', 'ms_MY'],
  ['id', 'in_ID'],
  ['id-ID', 'in_ID'],
  ['in', 'in_ID'],
  ['in-ID', 'in_ID'],
  ['tl', 'tl_PH'],
  ['fil', 'tl_PH'],
  ['fil-PH', 'tl_PH'],
  ['th', 'th_TH'],
  ['th-TH-u-ca-buddhist', 'th_TH'],
  ['vi', 'vi_VN'],
  ['fr', 'fr_FR'],
  ['fr-CA', 'fr_FR'],
  ['nl', 'nl_NL'],
  ['nl-BE', 'nl_NL'],
  ['it', 'it_IT'],
  ['it-CH', 'it_IT'],
  ['de', 'de_DE'],
  ['de-AT', 'de_DE'],
  ['de-CH-1996', 'de_DE'],
];

const CHINESE: readonly (readonly [string, SdkLocale])[] = [
  ['zh', 'zh_CN'],
  ['zh-CN', 'zh_CN'],
  ['zh-SG', 'zh_CN'],
  ['zh-MY', 'zh_CN'],
  ['zh-Hans', 'zh_CN'],
  ['zh-Hans-CN', 'zh_CN'],
  ['zh-TW', 'zh_HK'],
  ['zh-HK', 'zh_HK'],
  ['zh-MO', 'zh_HK'],
  ['zh-Hant', 'zh_HK'],
  ['zh-Hant-TW', 'zh_HK'],
  // The script says how the buyer reads; the region only where there is no script.
  ['zh-Hans-HK', 'zh_CN'],
  ['zh-Hans-TW', 'zh_CN'],
  ['zh-Hant-CN', 'zh_HK'],
  ['zh-Hant-SG', 'zh_HK'],
  ['zh-CN-t-zh-hant-tw', 'zh_CN'],
  ['zh-TW-u-co-stroke', 'zh_HK'],
  ['yue', 'zh_HK'],
  ['yue-Hant-HK', 'zh_HK'],
  ['yue-Hans-CN', 'zh_CN'],
  ['yue-CN', 'zh_CN'],
];

const SDK_LOCALES: Record<SdkLocale, true> = {
  en_US: true,
  pt_BR: true,
  ko_KR: true,
  es_ES: true,
  ms_MY: true,
  in_ID: true,
  tl_PH: true,
  th_TH: true,
  vi_VN: true,
  fr_FR: true,
  nl_NL: true,
  it_IT: true,
  de_DE: true,
  zh_CN: true,
  zh_HK: true,
};

describe('resolveLocale', () => {
  test.each([...TAGS, ...CHINESE])('%s becomes %s', (tag, locale) => {
    expect(resolveLocale([tag])).toBe(locale);
  });

  test.each(Object.keys(SDK_LOCALES))('%s, already spelled as the SDK does, stays', (locale) => {
    expect(resolveLocale([locale])).toBe(locale);
  });

  test.each([
    ['ZH-hant-cn', 'zh_HK'],
    ['zh_hk', 'zh_HK'],
    ['PT-br', 'pt_BR'],
    ['Zh_Hans_Hk', 'zh_CN'],
  ])('case and _ do not matter: %s', (tag, locale) => {
    expect(resolveLocale([tag])).toBe(locale);
  });

  test('the first tag that the SDK has wins, not the best known one', () => {
    expect(resolveLocale(['sv-SE', 'th-TH', 'en-US'])).toBe('th_TH');
    expect(resolveLocale(['en-GB', 'zh-TW'])).toBe('en_US');
  });

  test.each([[[]], [['ja-JP']], [['sv', 'ja']], [['']], [['*']]])('%j falls back to en_US', (tags) => {
    expect(resolveLocale(tags)).toBe('en_US');
  });

  test.each([
    'german',
    'deutsch',
    'de DE',
    ' de',
    'de-',
    '-de',
    'de--AT',
    'de.UTF-8',
    'de@euro',
    'frr',
    'd',
    'x-de',
    'i-klingon',
    'constructor',
    '__proto__',
    'toString',
    'valueOf',
  ])('%j is no tag of a language that the SDK has and is skipped', (junk) => {
    expect(resolveLocale([junk, 'vi'])).toBe('vi_VN');
  });

  test('a prototype that the page has polluted adds no language', () => {
    const polluted = Object.prototype as unknown as Record<string, unknown>;
    polluted['sv'] = 'sv_SE';
    try {
      expect(resolveLocale(['sv'])).toBe('en_US');
    } finally {
      delete polluted['sv'];
    }
  });

  test('entries that are not text are skipped', () => {
    const mixed = [null, undefined, 7, { toLowerCase: () => 'de' }, ['de'], Symbol('de'), 'ko'] as unknown as string[];
    expect(resolveLocale(mixed)).toBe('ko_KR');
  });

  test.each([undefined, null, 'de', 7, {}, { length: 1, 0: 'de' }])('without a list (%j) it is en_US', (list) => {
    expect(resolveLocale(list as unknown as string[])).toBe('en_US');
  });
});
