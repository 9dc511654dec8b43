/**
 * "Why does it not work?": asks the doctor about this page, as it is now.
 */
import { useState } from 'preact/hooks';
import type { VNode } from 'preact';
import type { CheckoutController } from 'antom-checkout-controller';
import type { Diagnosis, Finding } from 'antom-checkout-controller/doctor';
import { askDoctor } from '../doctor.ts';
import { useI18n } from '../i18n.ts';

export function DoctorPanel({ checkout }: { readonly checkout: CheckoutController }): VNode {
  const { t } = useI18n();
  const [diagnosis, setDiagnosis] = useState<Diagnosis | null>(null);
  const [busy, setBusy] = useState(false);
  const ask = (): void => {
    setBusy(true);
    void askDoctor(checkout)
      .then(setDiagnosis)
      .finally(() => setBusy(false));
  };
  return (
    <section class="panel doctor" aria-labelledby="doctor-title">
      <h3 id="doctor-title">{t('doctor.title')}</h3>
      <button type="button" class="secondary" data-testid="ask-doctor" aria-busy={busy} onClick={ask}>
        {t('doctor.ask')}
      </button>
      <div role="status" data-testid="diagnosis" data-stage={diagnosis?.stage ?? undefined} data-asked={diagnosis !== null}>
        {diagnosis && <p class="soft">{diagnosis.findings.length === 0 ? t('doctor.nothing') : t('doctor.found')}</p>}
      </div>
      {diagnosis && diagnosis.findings.length > 0 && (
        <ul class="findings">
          {diagnosis.findings.map((finding) => (
            <Row key={finding.id} finding={finding} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** In the doctor's own words, which are English; docs/troubleshooting.zh-CN.md has them in Chinese. */
function Row({ finding }: { readonly finding: Finding }): VNode {
  const { t } = useI18n();
  const { id, level, title, evidence, remedy, docs } = finding;
  return (
    <li data-testid="finding" data-id={id} data-level={level}>
      <strong lang="en">{title}</strong> <small>{t(`doctor.level.${level}`)}</small>
      <dl>
        <dt>{t('doctor.seen')}</dt>
        <dd lang="en">{evidence}</dd>
        <dt>{t('doctor.todo')}</dt>
        <dd lang="en">{remedy}</dd>
        <dt>{t('doctor.docs')}</dt>
        <dd>
          <code>{docs}</code>
        </dd>
      </dl>
    </li>
  );
}
