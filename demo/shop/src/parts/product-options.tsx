/**
 * What the stand-in for Antom's gateway answers, and how the product is drawn: what a merchant's engineer tries out.
 */
import type { VNode } from 'preact';
import { isOutcome, OUTCOMES } from '../../../shared/products.ts';
import type { ShopConfig } from '../config.ts';
import { useI18n } from '../i18n.ts';
import { isTheme, THEMES } from '../products.ts';
import type { Choice } from '../products.ts';
import type { Settings } from '../settings.ts';
import { StaySwitch } from './stay-switch.tsx';

interface Props {
  readonly config: ShopConfig;
  readonly settings: Settings;
  readonly changeSettings: (change: Partial<Settings>) => void;
  readonly locked: boolean;
}

/** These never jump to paymentRedirectUrl by themselves: the one goes to the wallet's page, the other leaves it to the shop. */
const NEVER_JUMPS: readonly Choice[] = ['autoDebitPay', 'checkoutPage'];

export function ProductOptions({ config, settings, changeSettings, locked }: Props): VNode {
  const { t } = useI18n();
  const { product, outcome, theme, stay } = settings;
  return (
    <section class="panel options" aria-labelledby="options-title">
      <h3 id="options-title">{t('outcome-wish.title')}</h3>
      <fieldset disabled={locked}>
        {config.cashier === 'demo' && (
          <>
            <label>
              {t('outcome-wish.label')}
              <select
                aria-describedby="outcome-wish-hint"
                data-testid="outcome-wish"
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  if (isOutcome(value)) changeSettings({ outcome: value });
                }}
              >
                {OUTCOMES.map((value) => (
                  <option key={value} value={value} selected={value === outcome}>
                    {t(`outcome-wish.${value}`)}
                  </option>
                ))}
              </select>
            </label>
            <p id="outcome-wish-hint" class="soft scenario-hint">
              {t('outcome-wish.hint')}
            </p>
          </>
        )}
        {product === 'element' && (
          <label>
            {t('theme.label')}
            <select
              data-testid="theme"
              onChange={(event) => {
                const { value } = event.currentTarget;
                if (isTheme(value)) changeSettings({ theme: value });
              }}
            >
              {THEMES.map((value) => (
                <option key={value} value={value} selected={value === theme}>
                  {t(`theme.${value}`)}
                </option>
              ))}
            </select>
          </label>
        )}
        {!NEVER_JUMPS.includes(product) && <StaySwitch checked={stay} onChange={(next) => changeSettings({ stay: next })} />}
      </fieldset>
    </section>
  );
}
