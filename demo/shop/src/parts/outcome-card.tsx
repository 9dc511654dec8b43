/**
 * The outcome: what the buyer is told, what the merchant does next, and every field of it.
 */
import { useEffect, useRef } from 'preact/hooks';
import type { VNode } from 'preact';
import { isCheckoutError } from 'antom-checkout-controller';
import type { PaymentOutcome } from 'antom-checkout-controller';
import { adviseOn } from '../advice.ts';
import type { Offer } from '../advice.ts';
import { useI18n } from '../i18n.ts';
import type { TextKey } from '../i18n.ts';
import type { Purpose } from '../products.ts';
import { SavedToken } from './saved-token.tsx';

interface Props {
  readonly outcome: PaymentOutcome;
  readonly purpose: Purpose;
  /** Not while the cashier is still on the screen: the focus is the buyer's there. */
  readonly takeFocus: boolean;
  /** Default: all that the outcome allows. */
  readonly offers?: readonly Offer[];
  readonly onOffer: (offer: Offer) => void;
}

export function OutcomeCard({ outcome, purpose, takeFocus, offers, onOffer }: Props): VNode {
  const { t } = useI18n();
  const { tone, title, text, todo, offers: all } = adviseOn(outcome, purpose);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takeFocus) heading.current?.focus();
  }, [outcome.attemptId, takeFocus]);
  const error = outcome.status === 'error' && isCheckoutError(outcome.error) ? outcome.error : null;

  return (
    <section
      class="card outcome"
      data-testid="outcome"
      data-tone={tone}
      data-status={outcome.status}
      data-retry={outcome.retry}
      data-confirmed-by={outcome.confirmedBy ?? undefined}
      data-reason={outcome.status === 'abandoned' ? outcome.reason : undefined}
      data-error-code={error?.code}
      aria-labelledby="outcome"
    >
      <header class="split">
        <h2 id="outcome" ref={heading} tabIndex={-1}>
          {t(title)}
        </h2>
        <code class="chip">{outcome.status}</code>
      </header>
      <p>{t(text)}</p>
      {outcome.status === 'failed' && outcome.paymentResultCode !== undefined && (
        <p>
          <code class="code">{outcome.paymentResultCode}</code>
        </p>
      )}
      {error && (
        <div class="problem">
          <p>
            <code class="code">{error.code}</code> <span lang="en">{error.message}</span>
          </p>
          <p class="soft">
            <strong>{t('outcome.hint')}</strong> <span lang="en">{error.hint}</span>
          </p>
        </div>
      )}
      {purpose !== 'payment' && outcome.status === 'succeeded' && outcome.paymentRequestId !== undefined && (
        <SavedToken requestId={outcome.paymentRequestId} />
      )}
      <h3>{t('outcome.next')}</h3>
      <ul class="todo">
        {todo.map((key) => (
          <li key={key}>{t(key)}</li>
        ))}
      </ul>
      <div class="offers">
        {(offers ?? all).map((offer, index) => (
          <button
            key={offer}
            type="button"
            data-testid={offer}
            class={offer === 'pay-anyway' ? 'danger' : index === 0 ? '' : 'secondary'}
            onClick={() => onOffer(offer)}
          >
            {t(labelOf(offer, outcome, purpose))}
          </button>
        ))}
      </div>
      <details>
        <summary>{t('outcome.facts')}</summary>
        <dl class="facts">
          {factsOf(outcome).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}

function labelOf(offer: Offer, { retry }: PaymentOutcome, purpose: Purpose): TextKey {
  if (offer === 'retry' && retry === 'after-confirmation') return 'offer.retry-unconfirmed';
  return offer === 'new-order' && purpose !== 'payment' ? `offer.new-${purpose}` : `offer.${offer}`;
}

/** Names as the library has them: this list is for the engineer. */
function factsOf(outcome: PaymentOutcome): [string, string][] {
  const { status, retry, confirmedBy, attemptId, paymentRequestId, paymentSessionId, inquiry } = outcome;
  const facts: Record<string, unknown> = {
    status,
    retry,
    confirmedBy,
    attemptId,
    paymentRequestId,
    paymentSessionId,
    'inquiry.paymentStatus': inquiry?.paymentStatus,
    'inquiry.result': inquiry?.result?.resultCode,
    ...(outcome.status === 'failed' && {
      paymentResultCode: outcome.paymentResultCode,
      paymentResultMessage: outcome.paymentResultMessage,
    }),
    ...(outcome.status === 'abandoned' && { reason: outcome.reason }),
    ...(outcome.status === 'error' && {
      'error.code': outcome.error.code,
      'error.retryable': outcome.error.retryable,
      'error.sdk': outcome.error.sdk,
      'error.details': outcome.error.details,
    }),
  };
  return Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
}
