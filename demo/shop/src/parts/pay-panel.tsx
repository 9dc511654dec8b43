/**
 * The method, the one option that changes what happens after success, and the button.
 */
import type { RefObject, VNode } from 'preact';
import type { CheckoutState } from 'antom-checkout-controller';
import { METHODS } from '../../../shared/catalogue.ts';
import type { Method } from '../../../shared/catalogue.ts';
import { formatAmount } from '../../../shared/money.ts';
import type { Amount } from '../../../shared/money.ts';
import { useI18n } from '../i18n.ts';
import type { ShopConfig } from '../config.ts';
import type { Settings } from '../settings.ts';

interface Props {
  readonly config: ShopConfig;
  readonly settings: Settings;
  readonly changeSettings: (change: Partial<Settings>) => void;
  readonly state: CheckoutState;
  readonly total: Amount;
  readonly buttonRef: RefObject<HTMLButtonElement>;
  readonly onPay: () => void;
}

export function PayPanel({ config, settings, changeSettings, state, total, buttonRef, onPay }: Props): VNode {
  const { t, tag } = useI18n();
  const empty = total.value === '0';
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        if (!empty) onPay();
      }}
    >
      <fieldset disabled={state.busy}>
        <legend>
          <h2>{t('method.title')}</h2>
        </legend>
        <div class="methods">
          {(Object.keys(METHODS) as Method[]).map((method) => (
            <label key={method} class="method">
              <input
                type="radio"
                name="method"
                value={method}
                checked={settings.method === method}
                data-testid={`method-${method}`}
                onChange={() => changeSettings({ method })}
              />
              <span>
                <strong>{METHODS[method].name}</strong>
                <small>{t('method.takes', { currency: METHODS[method].currency })}</small>
              </span>
            </label>
          ))}
        </div>
        <label class="switch">
          <input
            type="checkbox"
            role="switch"
            checked={settings.stay}
            data-testid="stay"
            aria-describedby="stay-hint"
            onChange={(event) => changeSettings({ stay: event.currentTarget.checked })}
          />
          <span>{t('stay.label')}</span>
        </label>
        <p id="stay-hint" class="soft hint">
          {t('stay.hint')}
        </p>
      </fieldset>
      {/* Not `disabled`: that would throw the focus away, which has to come back here when the cashier closes. */}
      <button ref={buttonRef} type="submit" class="pay" data-testid="pay" aria-busy={state.busy} aria-disabled={state.busy || empty}>
        {state.phase === 'confirming' ? t('pay.asking') : state.busy ? t('pay.busy') : t('pay', { amount: formatAmount(total, tag) })}
      </button>
      <p class="soft note">{empty ? t('cart.empty') : t(`pay.note.${config.cashier}`)}</p>
    </form>
  );
}
