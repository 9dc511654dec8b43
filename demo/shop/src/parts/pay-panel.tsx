/**
 * The wallet or the form, what the buyer has to be told of it, and the shop's own button.
 */
import type { RefObject, VNode } from 'preact';
import type { CheckoutState, SubmitResult } from 'antom-checkout-controller';
import { METHODS } from '../../../shared/catalogue.ts';
import type { Method } from '../../../shared/catalogue.ts';
import { formatAmount } from '../../../shared/money.ts';
import type { Amount } from '../../../shared/money.ts';
import type { ShopConfig } from '../config.ts';
import { isDrawing } from '../drawing.ts';
import { useI18n } from '../i18n.ts';
import { OFFERS } from '../products.ts';
import type { Settings } from '../settings.ts';
import { FormMessage } from './form-message.tsx';
import { StaySwitch } from './stay-switch.tsx';

interface Props {
  readonly config: ShopConfig;
  readonly settings: Settings;
  readonly changeSettings: (change: Partial<Settings>) => void;
  readonly state: CheckoutState;
  /** A payment is under way that another choice would end. */
  readonly locked: boolean;
  readonly answer: SubmitResult['result'] | null;
  /** Where the form is drawn. Nobody but the library puts anything into it. */
  readonly container: RefObject<HTMLDivElement>;
  readonly total: Amount;
  readonly buttonRef: RefObject<HTMLButtonElement>;
  readonly onPay: () => void;
}

export function PayPanel({ config, settings, changeSettings, state, locked, answer, container, total, buttonRef, onPay }: Props): VNode {
  const { t } = useI18n();
  const { product } = settings;
  const { surface, purpose, asksForWallet, hasOwnButton } = OFFERS[product];
  const empty = purpose === 'payment' && total.value === '0';
  const about = product !== 'cashier' && <p class="soft about">{t(`about.${product}`)}</p>;
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        if (!empty) onPay();
      }}
    >
      {!asksForWallet && <h2>{t(`product.${product}`)}</h2>}
      {asksForWallet && about}
      {asksForWallet && (
        <fieldset disabled={locked}>
          <legend>
            <h2>{t('method.title')}</h2>
          </legend>
          <Wallets method={settings.method} onMethod={(method) => changeSettings({ method })} />
          {product === 'cashier' && <StaySwitch checked={settings.stay} onChange={(stay) => changeSettings({ stay })} />}
        </fieldset>
      )}
      {!asksForWallet && about}
      {surface === 'inline' && (
        <>
          <div
            ref={container}
            class="form-place"
            data-testid="form"
            data-product={product}
            data-settled={state.phase === 'settled'}
            role="group"
            aria-label={t('form.label')}
          />
          <FormMessage state={state} answer={answer} />
        </>
      )}
      {/* Once it is drawn, the Checkout Page has its own. */}
      {!(hasOwnButton && !empty && state.phase !== 'settled') && (
        // Not `disabled`: that would throw the focus away, which has to come back here when the cashier closes.
        <button ref={buttonRef} type="submit" class="pay" data-testid="pay" aria-busy={state.busy} aria-disabled={state.busy || empty}>
          <PayLabel settings={settings} state={state} total={total} />
        </button>
      )}
      <p class="soft note">{empty ? t('cart.empty') : t(`pay.note.${config.cashier}`)}</p>
    </form>
  );
}

function Wallets({ method: chosen, onMethod }: { readonly method: Method; readonly onMethod: (method: Method) => void }): VNode {
  const { t } = useI18n();
  return (
    <div class="methods">
      {(Object.keys(METHODS) as Method[]).map((method) => (
        <label key={method} class="method">
          <input
            type="radio"
            name="method"
            value={method}
            checked={chosen === method}
            data-testid={`method-${method}`}
            onChange={() => onMethod(method)}
          />
          <span>
            <strong>{METHODS[method].name}</strong>
            <small>{t('method.takes', { currency: METHODS[method].currency })}</small>
          </span>
        </label>
      ))}
    </div>
  );
}

function PayLabel({ settings, state, total }: Pick<Props, 'settings' | 'state' | 'total'>): VNode {
  const { t, tag } = useI18n();
  const { surface, purpose } = OFFERS[settings.product];
  const label = (): string => {
    if (state.phase === 'confirming') return t('pay.asking');
    if (isDrawing(state)) return t('pay.drawing');
    if (state.busy) return t('pay.busy');
    if (surface === 'inline' && state.phase === 'settled') return t('pay.draw');
    return purpose === 'payment' ? t('pay', { amount: formatAmount(total, tag) }) : t(`pay.${purpose}`);
  };
  return <>{label()}</>;
}
