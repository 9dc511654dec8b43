import { useEffect, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { linked, sectionsOf, textsIn } from '../../../../tools/troubleshooting.ts';
import { i18nOf } from '../i18n.ts';
import { Lantern } from '../parts/art.tsx';
import { LanguageSwitch } from '../parts/language-switch.tsx';
import { MarkedText } from '../parts/marked-text.tsx';
import type { Language } from '../settings.ts';

const readLanguage = (): Language =>
  (new URLSearchParams(location.search).get('lang') ?? navigator.language).startsWith('zh') ? 'zh' : 'en';

/** The place that the address names: it was not there yet when the browser looked for it. */
function goToPlace(): void {
  const place = document.getElementById(location.hash.slice(1));
  place?.scrollIntoView();
  place?.focus({ preventScroll: true });
}

export function Troubleshooting(): VNode {
  const [language, setLanguage] = useState(readLanguage);
  const { t, tag } = i18nOf(language);
  const texts = textsIn(language);
  const title = (texts.head[0] ?? '').replace('# ', '');
  useEffect(() => {
    document.documentElement.lang = tag;
    document.title = title;
  }, [tag, title]);
  useEffect(goToPlace, []);
  const change = (next: Language): void => {
    const query = new URLSearchParams(location.search);
    query.set('lang', next);
    history.replaceState(history.state, '', `?${query}${location.hash}`);
    setLanguage(next);
  };
  return (
    <>
      <header class="site">
        <div class="brand">
          <Lantern />
          <h1>{title}</h1>
        </div>
        <nav>
          <a href={`/?lang=${language}`}>{t('nav.shop')}</a>
          <a href={`/playground?lang=${language}`}>{t('nav.playground')}</a>
        </nav>
        <LanguageSwitch label={t('language.label')} language={language} busy={false} onLanguage={change} />
      </header>
      <main class="troubleshooting">
        {texts.intro.map((text) => (
          <p>
            <MarkedText text={text} />
          </p>
        ))}
        {sectionsOf(texts).map(({ title: symptom, text, rows, others }) => (
          <section>
            <h2>{symptom}</h2>
            <p>
              <MarkedText text={text} />
            </p>
            {rows.map((row) => {
              const { title: what, remedy } = texts.of(row);
              return (
                <article id={row.id.toLowerCase()} tabIndex={-1} aria-labelledby={`${row.id}-title`}>
                  <h3 id={`${row.id}-title`}>
                    {row.id} · <MarkedText text={what} />
                  </h3>
                  <p class="soft">
                    {texts.levels[row.level]} · {texts.stages[row.stage]}
                    {row.needs !== undefined && (
                      <>
                        {' '}
                        · <MarkedText text={texts.needs[row.needs]} />
                      </>
                    )}
                  </p>
                  <p>
                    <strong>{texts.remedy}</strong> <MarkedText text={linked(texts, remedy)} />
                  </p>
                </article>
              );
            })}
            {others.length > 0 && (
              <>
                <p>{texts.also}</p>
                <ul>
                  {others.map((row) => (
                    <li>
                      <a href={`#${row.id.toLowerCase()}`}>{row.id}</a>: <MarkedText text={texts.of(row).title} />
                    </li>
                  ))}
                </ul>
              </>
            )}
          </section>
        ))}
      </main>
    </>
  );
}
