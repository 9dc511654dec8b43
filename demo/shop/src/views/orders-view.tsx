/**
 * Another view of the app: coming here by a link ends an open payment as `abandoned`, `navigated`.
 */
import type { VNode } from 'preact';
import type { PaymentOutcome } from 'antom-checkout-controller';
import { adviseOn } from '../advice.ts';
import { useI18n } from '../i18n.ts';
import type { Purpose } from '../products.ts';

interface Props {
  readonly outcome: PaymentOutcome | null;
  readonly purpose: Purpose;
  readonly onBack: () => void;
}

export function OrdersView({ outcome, purpose, onBack }: Props): VNode {
  const { t } = useI18n();
  return (
    <section class="card narrow">
      <h1>{t('orders.title')}</h1>
      <p>{t('orders.text')}</p>
      <h2>{t('orders.last')}</h2>
      <p
        role="status"
        data-testid="last-outcome"
        data-status={outcome?.status}
        data-reason={outcome?.status === 'abandoned' ? outcome.reason : undefined}
      >
        {outcome ? (
          <>
            <code class="chip">{outcome.status}</code> {t(adviseOn(outcome, purpose).text)}
          </>
        ) : (
          t('orders.none')
        )}
      </p>
      <button type="button" class="secondary" onClick={onBack}>
        {t('orders.back')}
      </button>
    </section>
  );
}
