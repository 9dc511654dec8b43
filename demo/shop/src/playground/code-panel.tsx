/**
 * The code of the integration that runs above, ready to copy.
 */
import { useState } from 'preact/hooks';
import type { VNode } from 'preact';
import { codeFor } from './code.ts';
import { WAYS } from './settings.ts';
import type { PlaygroundSettings } from './settings.ts';
import type { Say } from './texts.ts';

interface Props {
  readonly say: Say;
  readonly settings: PlaygroundSettings;
  readonly change: (changed: Partial<PlaygroundSettings>) => void;
}

export function CodePanel({ say, settings, change }: Props): VNode {
  const [told, setTold] = useState('');
  const copy = (file: string, text: string): void => {
    // Not everywhere is there a clipboard: a page without a secure context has none.
    void Promise.resolve()
      .then(() => navigator.clipboard.writeText(text))
      .then(
        () => setTold(say('copied', file)),
        () => setTold(say('not-copied')),
      );
  };
  return (
    <section class="code card" aria-labelledby="code-title">
      <header class="split">
        <h2 id="code-title">{say('code')}</h2>
        <div class="segments" role="group" aria-label={say('way')}>
          {WAYS.map((way) => (
            <button
              key={way}
              type="button"
              aria-pressed={settings.way === way}
              data-testid={`way-${way}`}
              onClick={() => {
                setTold('');
                change({ way });
              }}
            >
              {say(`way.${way}`)}
            </button>
          ))}
        </div>
      </header>
      {codeFor(settings).map(({ file, text }) => (
        <figure key={file}>
          <figcaption class="split">
            <code>{file}</code>
            <button type="button" class="link" data-testid={`copy-${file}`} onClick={() => copy(file, text)}>
              {say('copy', file)}
            </button>
          </figcaption>
          <pre tabIndex={0} aria-label={file} data-testid="code">
            <code>{text}</code>
          </pre>
        </figure>
      ))}
      <p role="status" data-testid="copied">
        {told}
      </p>
      <p class="soft">{say('share')}</p>
    </section>
  );
}
