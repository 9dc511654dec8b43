/**
 * The page of paymentRedirectUrl. That the buyer is here says nothing about the payment: the shop's server is asked, and its answer shown.
 */
import { useEffect, useRef } from 'preact/hooks';
import type { VNode } from 'preact';
import type { CheckoutState } from 'antom-checkout-controller';
import { offersOnReturn } from '../advice.ts';
import type { Offer } from '../advice.ts';
import { useI18n } from '../i18n.ts';
import { Confirming } from '../parts/confirming.tsx';
import { OutcomeCard } from '../parts/outcome-card.tsx';
import type { Payments } from '../payments.ts';
import type { Purpose } from '../products.ts';
import type { Returning } from '../returning.ts';

interface Props {
  readonly state: CheckoutState;
  readonly payments: Payments;
  readonly returning: Returning;
  readonly purpose: Purpose;
  readonly onBack: () => void;
  readonly onPayByAgreement: () => void;
}

export function ResultView({ state, payments, returning, purpose, onBack, onPayByAgreement }: Props): VNode {
  const { t } = useI18n();
  const query = new URLSearchParams(location.search);
  const asking = state.phase === 'confirming';
  const { outcome } = payments;
  const take = (offer: Offer): void => {
    if (offer === 'ask-again' && outcome) {
      returning.askAgain(outcome);
      return;
    }
    if (offer === 'pay-by-agreement') {
      onPayByAgreement();
      return;
    }
    if (offer === 'new-order') payments.newOrder();
    onBack();
  };
  return (
    <div class="result">
      {/* `aria-busy` here, and not around the live region, whose own text is complete. */}
      <section class="card" data-testid="result" aria-busy={asking}>
        <h1>{t('result.title')}</h1>
        <p>{t('result.text')}</p>
        <dl class="facts">
          <Fact name={t('result.order')} value={query.get('order')} id="order-id" />
          <Fact name={t('result.id')} value={query.get('paymentRequestId')} id="payment-request-id" />
        </dl>
        {/* An outcome has its own way back. */}
        {!outcome && (
          <button type="button" class="secondary" onClick={onBack}>
            {t('result.back')}
          </button>
        )}
      </section>
      <Confirming asking={asking} earlier={false} onStop={returning.stop} />
      {outcome && <OutcomeCard outcome={outcome} purpose={purpose} takeFocus offers={offersOnReturn(outcome, purpose)} onOffer={take} />}
      {returning.nothing && !outcome && !asking && <Nothing />}
    </div>
  );
}

function Fact({ name, value, id }: { readonly name: string; readonly value: string | null; readonly id: string }): VNode | null {
  return value === null ? null : (
    <div>
      <dt>{name}</dt>
      <dd data-testid={id}>{value}</dd>
    </div>
  );
}

/** resume() answered null. */
function Nothing(): VNode {
  const { t } = useI18n();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="card" data-testid="nothing-pending" aria-labelledby="nothing">
      <h2 id="nothing" ref={heading} tabIndex={-1}>
        {t('result.nothing.title')}
      </h2>
      <p>{t('result.nothing.text')}</p>
    </section>
  );
}
