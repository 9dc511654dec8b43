/**
 * What this page is, the way back to the shop, and the language.
 */
import type { VNode } from 'preact';
import { Lantern } from '../parts/art.tsx';
import type { Language } from '../settings.ts';
import type { Say } from './texts.ts';

interface Props {
  readonly say: Say;
  readonly language: Language;
  readonly busy: boolean;
  readonly onLanguage: (language: Language) => void;
}

const LANGUAGES: readonly (readonly [Language, string, string])[] = [
  ['en', 'en', 'English'],
  ['zh', 'zh-CN', '中文'],
];

export function PlaygroundHeader({ say, language, busy, onLanguage }: Props): VNode {
  return (
    <header class="site">
      <div class="brand">
        <Lantern />
        <h1>
          <strong>{say('title')}</strong>
          <small>{say('tagline')}</small>
        </h1>
      </div>
      <nav>
        <a href={`/?lang=${language}`} data-testid="link-shop">
          {say('shop')}
        </a>
      </nav>
      <div class="segments" role="group" aria-label={say('language')}>
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
    </header>
  );
}
