/**
 * "Why does it not work?": asks the doctor about this page, as it is now.
 */
import { useId, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import type { CheckoutController } from 'antom-checkout-controller';
import { askDoctor } from '../doctor.ts';
import type { Answer, Told } from '../doctor.ts';
import { useI18n } from '../i18n.ts';
import { MarkedText } from './marked-text.tsx';

export function DoctorPanel({ checkout }: { readonly checkout: CheckoutController }): VNode {
  const { t, language } = useI18n();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [asking, setAsking] = useState<'probe' | 'look' | null>(null);
  const note = useId();
  const ask = (probe: boolean): void => {
    if (asking !== null) return;
    setAsking(probe ? 'probe' : 'look');
    void askDoctor(checkout, probe)
      .then(setAnswer)
      .finally(() => setAsking(null));
  };
  const findings = answer?.findingsIn(language) ?? [];
  return (
    <section class="panel doctor" aria-labelledby="doctor-title">
      <h3 id="doctor-title">{t('doctor.title')}</h3>
      <div class="ask">
        <button type="button" class="secondary" data-testid="ask-doctor" aria-busy={asking === 'look'} onClick={() => ask(false)}>
          {t('doctor.ask')}
        </button>
        <button
          type="button"
          class="secondary"
          data-testid="ask-doctor-probe"
          aria-busy={asking === 'probe'}
          aria-describedby={note}
          onClick={() => ask(true)}
        >
          {t('doctor.probe')}
        </button>
      </div>
      <p id={note} class="soft">
        {t('doctor.probe.note')}
      </p>
      <div role="status" data-testid="diagnosis" data-stage={answer?.stage ?? undefined} data-asked={answer !== null}>
        {answer && <p class="soft">{findings.length === 0 ? t('doctor.nothing') : t('doctor.found')}</p>}
      </div>
      {findings.length > 0 && (
        <ul class="findings">
          {findings.map((finding) => (
            <Row key={finding.id} finding={finding} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ finding: { id, level, levelName, title, seen, remedy } }: { readonly finding: Told }): VNode {
  const { t, language } = useI18n();
  return (
    <li data-testid="finding" data-id={id} data-level={level}>
      <strong>
        <MarkedText text={title} />
      </strong>{' '}
      <small>{levelName}</small>
      <dl>
        <dt>{t('doctor.seen')}</dt>
        <dd lang="en">
          <MarkedText text={seen} />
        </dd>
        <dt>{t('doctor.todo')}</dt>
        <dd>
          <MarkedText text={remedy} target="_blank" />
        </dd>
        <dt>{t('doctor.docs')}</dt>
        <dd>
          <a href={`/troubleshooting?lang=${language}#${id.toLowerCase()}`} target="_blank">
            {t('doctor.docs.link', { id })}
          </a>
        </dd>
      </dl>
    </li>
  );
}
