/**
 * What this page is, the way back to the shop, and the language.
 */
import type { VNode } from 'preact';
import { Lantern } from '../parts/art.tsx';
import { LanguageSwitch } from '../parts/language-switch.tsx';
import type { Language } from '../settings.ts';
import type { Say } from './texts.ts';

interface Props {
  readonly say: Say;
  readonly language: Language;
  readonly busy: boolean;
  readonly onLanguage: (language: Language) => void;
}

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
      <LanguageSwitch label={say('language')} {...{ language, busy, onLanguage }} />
    </header>
  );
}
