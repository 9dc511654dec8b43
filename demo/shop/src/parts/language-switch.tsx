/**
 * The page's language. The SDK takes its own when it is built, so another language is another controller.
 */
import type { VNode } from 'preact';
import type { Language } from '../settings.ts';

interface Props {
  readonly label: string;
  readonly language: Language;
  readonly busy: boolean;
  readonly onLanguage: (language: Language) => void;
}

const LANGUAGES: readonly (readonly [Language, tag: string, name: string])[] = [
  ['en', 'en', 'English'],
  ['zh', 'zh-CN', '中文'],
];

export function LanguageSwitch({ label, language, busy, onLanguage }: Props): VNode {
  return (
    <div class="segments" role="group" aria-label={label}>
      {LANGUAGES.map(([one, tag, name]) => (
        <button
          key={one}
          type="button"
          lang={tag}
          aria-pressed={language === one}
          data-testid={`lang-${one}`}
          disabled={busy}
          onClick={() => onLanguage(one)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
