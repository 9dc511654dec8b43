/**
 * The shop's name, the way to its views, and the language.
 */
import type { VNode } from 'preact';
import type { Path } from '../hooks.ts';
import { useI18n } from '../i18n.ts';
import type { TextKey } from '../i18n.ts';
import { elsewhere } from '../settings.ts';
import type { Language, Settings } from '../settings.ts';
import { Lantern } from './art.tsx';
import { LanguageSwitch } from './language-switch.tsx';

interface Props {
  readonly path: Path;
  readonly go: (path: Path) => void;
  readonly settings: Settings;
  readonly busy: boolean;
  readonly onLanguage: (language: Language) => void;
}

const LINKS: readonly (readonly [Path, TextKey, string])[] = [
  ['/', 'nav.shop', 'link-shop'],
  ['/orders', 'nav.orders', 'link-orders'],
];

export function SiteHeader({ path, go, settings, busy, onLanguage }: Props): VNode {
  const { t } = useI18n();
  return (
    <header class="site">
      <div class="brand">
        <Lantern />
        <p>
          <strong>{t('shop.name')}</strong>
          <small>{t('shop.tagline')}</small>
        </p>
      </div>
      <nav aria-label={t('nav.label')}>
        {LINKS.map(([to, label, id]) => (
          <a
            key={to}
            href={to + elsewhere(location.search)}
            data-testid={id}
            aria-current={path === to ? 'page' : undefined}
            onClick={(event) => {
              // A new tab or window is the browser's business.
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              go(to);
            }}
          >
            {t(label)}
          </a>
        ))}
        <a href={`/merchant/?lang=${settings.language}`} data-testid="link-merchant">
          {t('nav.merchant')}
        </a>
        <a href={`/playground?lang=${settings.language}`} data-testid="link-playground">
          {t('nav.playground')}
        </a>
      </nav>
      <LanguageSwitch label={t('language.label')} language={settings.language} {...{ busy, onLanguage }} />
    </header>
  );
}
