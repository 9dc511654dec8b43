/**
 * The page of paymentRedirectUrl. That the buyer is here says nothing about the payment.
 */
import type { VNode } from 'preact';
import { useI18n } from '../i18n.ts';

export function ResultView({ onBack }: { readonly onBack: () => void }): VNode {
  const { t } = useI18n();
  const id = new URLSearchParams(location.search).get('paymentRequestId');
  return (
    <section class="card narrow" data-testid="result">
      <h1>{t('result.title')}</h1>
      <p>{t('result.text')}</p>
      {id === null
        ? <p>{t('result.unknown')}</p>
        : <dl class="facts"><div><dt>{t('result.id')}</dt><dd data-testid="payment-request-id">{id}</dd></div></dl>}
      <button type="button" class="secondary" onClick={onBack}>{t('result.back')}</button>
    </section>
  );
}
