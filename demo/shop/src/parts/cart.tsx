/**
 * The cart. Its total is shown with integer arithmetic; the server computes its own.
 */
import type { VNode } from 'preact';
import { MAX_QUANTITY, METHODS, SKUS, totalOf } from '../../../shared/catalogue.ts';
import type { Sku } from '../../../shared/catalogue.ts';
import { formatAmount } from '../../../shared/money.ts';
import type { Amount } from '../../../shared/money.ts';
import { useI18n } from '../i18n.ts';
import type { Quantities } from '../order.ts';
import type { Settings } from '../settings.ts';
import { Picture } from './art.tsx';

interface Props {
  readonly settings: Settings;
  readonly quantities: Quantities;
  readonly total: Amount;
  readonly orderId: string;
  readonly busy: boolean;
  readonly onQuantity: (sku: Sku, quantity: number) => void;
}

export function Cart({ settings, quantities, total, orderId, busy, onQuantity }: Props): VNode {
  const { t, tag } = useI18n();
  const { currency } = METHODS[settings.method];
  return (
    <section class="card" aria-labelledby="cart">
      <header class="split">
        <h2 id="cart">{t('cart.title')}</h2>
        <span class="soft">{t('cart.order', { order: orderId })}</span>
      </header>
      <ul class="cart">
        {SKUS.map((sku) => {
          const name = t(`${sku}.name`);
          const quantity = quantities[sku];
          return (
            <li key={sku} data-empty={quantity === 0}>
              <Picture sku={sku} />
              <div class="what">
                <strong>{name}</strong>
                <span class="soft">{t(`${sku}.text`)}</span>
                <span class="soft price">{t('cart.each', { price: formatAmount(totalOf([{ sku, quantity: 1 }], currency), tag) })}</span>
              </div>
              <div class="stepper">
                <button
                  type="button"
                  aria-label={t('cart.less', { name })}
                  data-testid={`less-${sku}`}
                  disabled={busy || quantity === 0}
                  onClick={() => onQuantity(sku, quantity - 1)}
                >
                  −
                </button>
                <output aria-label={t('cart.quantity', { name })} data-testid={`quantity-${sku}`}>
                  {quantity}
                </output>
                <button
                  type="button"
                  aria-label={t('cart.more', { name })}
                  data-testid={`more-${sku}`}
                  disabled={busy || quantity >= MAX_QUANTITY}
                  onClick={() => onQuantity(sku, quantity + 1)}
                >
                  +
                </button>
              </div>
            </li>
          );
        })}
      </ul>
      <p class="total">
        <span>{t('cart.total')}</span>
        <strong data-testid="total">{formatAmount(total, tag)}</strong>
      </p>
    </section>
  );
}
