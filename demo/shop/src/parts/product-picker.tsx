/**
 * Which of Antom's products the buyer pays with.
 */
import type { VNode } from 'preact';
import { useI18n } from '../i18n.ts';
import { CHOICES, OFFERS } from '../products.ts';
import type { Choice } from '../products.ts';

interface Props {
  readonly product: Choice;
  /** Null: there is none to pay by. */
  readonly agreement: string | null;
  readonly locked: boolean;
  readonly onProduct: (product: Choice) => void;
}

export function ProductPicker({ product, agreement, locked, onProduct }: Props): VNode {
  const { t } = useI18n();
  const lacksAgreement = (choice: Choice): boolean => choice === 'autoDebitPay' && agreement === null && product !== choice;
  return (
    <section class="card" aria-label={t('product.title')}>
      <fieldset class="products" disabled={locked}>
        <legend>
          <h2>{t('product.title')}</h2>
        </legend>
        <div class="methods">
          {CHOICES.map((choice) => (
            <label key={choice} class="method">
              <input
                type="radio"
                name="product"
                value={choice}
                checked={product === choice}
                disabled={lacksAgreement(choice)}
                aria-describedby={lacksAgreement(choice) ? 'needs-agreement' : undefined}
                data-testid={`product-${choice}`}
                onChange={() => onProduct(choice)}
              />
              <span>
                <strong>{t(`product.${choice}`)}</strong>
                <small>
                  <code>{OFFERS[choice].sdkClass}</code>
                </small>
              </span>
            </label>
          ))}
        </div>
        {CHOICES.some(lacksAgreement) && (
          <p id="needs-agreement" class="soft hint">
            {t('product.needs-agreement')}
          </p>
        )}
      </fieldset>
    </section>
  );
}
