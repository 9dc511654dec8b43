/**
 * The timeline, newest at the end, with the time since the first entry.
 */
import { useEffect, useRef } from 'preact/hooks';
import type { VNode } from 'preact';
import { useI18n } from '../i18n.ts';
import type { Entry, Timeline } from '../timeline.ts';

export function TimelinePanel({ timeline }: { readonly timeline: Timeline }): VNode {
  const { t } = useI18n();
  const { entries, clear } = timeline;
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    // Only the list moves: scrollIntoView would move the page too.
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [entries]);
  const start = entries[0]?.at ?? 0;
  return (
    <section class="panel" aria-labelledby="timeline-title">
      <header class="split">
        <h3 id="timeline-title">{t('timeline.title')}</h3>
        {entries.length > 0 && (
          <button type="button" class="link" data-testid="clear" onClick={clear}>
            {t('timeline.clear')}
          </button>
        )}
      </header>
      {entries.length === 0 ? (
        <p class="soft">{t('timeline.empty')}</p>
      ) : (
        // No live region: the state and the outcome are announced already, and one voice is enough.
        <ol class="timeline" ref={list} data-testid="timeline" aria-labelledby="timeline-title" tabIndex={0}>
          {entries.map((entry) => (
            <Row key={entry.id} entry={entry} start={start} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Row({ entry, start }: { readonly entry: Entry; readonly start: number }): VNode {
  const { t } = useI18n();
  const event = entry.kind === 'event' ? entry.event : null;
  return (
    <li data-kind={entry.kind} data-testid={event ? 'event' : undefined} data-type={event?.type} data-code={event?.code}>
      <time>{`+${((entry.at - start) / 1000).toFixed(2)}`}</time>
      <span class="kind">{t(`timeline.${entry.kind}`)}</span>
      <span class="said">{said(entry)}</span>
    </li>
  );
}

function said(entry: Entry): VNode {
  switch (entry.kind) {
    case 'call':
      return <code>{entry.name}</code>;
    case 'state':
      return <code>{entry.phase}</code>;
    case 'outcome':
      return (
        <>
          <strong>{entry.outcome.status}</strong> <code>{entry.outcome.retry}</code>
        </>
      );
    case 'event': {
      const { type, code, paymentResultCode, message } = entry.event;
      return (
        <>
          <strong>{type}</strong> <code>{code}</code>
          {paymentResultCode !== undefined && <code class="result-code">{paymentResultCode}</code>}
          {/* The SDK's own words, whatever the shop's language. */}
          {message !== undefined && message !== '' && <small lang="en">{message}</small>}
        </>
      );
    }
    default:
      return entry satisfies never;
  }
}
