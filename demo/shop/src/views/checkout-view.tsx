/**
 * The checkout: the shop on one side, what happens behind it on the other.
 */
import { useRef } from 'preact/hooks';
import type { VNode } from 'preact';
import type { CheckoutState } from 'antom-checkout-controller';
import type { Sku } from '../../../shared/catalogue.ts';
import type { Amount } from '../../../shared/money.ts';
import type { Offer } from '../advice.ts';
import { useI18n } from '../i18n.ts';
import { Cart } from '../parts/cart.tsx';
import { OutcomeCard } from '../parts/outcome-card.tsx';
import { PayPanel } from '../parts/pay-panel.tsx';
import { ScenarioPicker } from '../parts/scenario-picker.tsx';
import { StatePanel } from '../parts/state-panel.tsx';
import { TimelinePanel } from '../parts/timeline-panel.tsx';
import type { Payments } from '../payments.ts';
import type { Settings } from '../settings.ts';
import type { Timeline } from '../timeline.ts';

interface Props {
  readonly settings: Settings;
  readonly changeSettings: (change: Partial<Settings>) => void;
  readonly quantities: Readonly<Record<Sku, number>>;
  readonly onQuantity: (sku: Sku, quantity: number) => void;
  readonly total: Amount;
  readonly state: CheckoutState;
  readonly timeline: Timeline;
  readonly payments: Payments;
}

export function CheckoutView({ settings, changeSettings, quantities, onQuantity, total, state, timeline, payments }: Props): VNode {
  const { t } = useI18n();
  const payButton = useRef<HTMLButtonElement>(null);
  const outcome = state.phase === 'settled' && state.outcome !== payments.dismissed ? state.outcome : null;
  const take: Record<Offer, () => void> = {
    retry: () => payments.pay(),
    'pay-anyway': () => payments.pay({ force: true }),
    'new-order': () => {
      payments.newOrder();
      // The button that was pressed goes away with the outcome.
      payButton.current?.focus();
    },
  };
  return (
    <div class="columns">
      <h1 class="visually-hidden">{t('checkout.title')}</h1>
      <div class="shop">
        <Cart {...{ settings, quantities, total, onQuantity }} orderId={payments.orderId} busy={state.busy} />
        <PayPanel {...{ settings, changeSettings, state, total }} buttonRef={payButton} onPay={() => payments.pay()} />
        {outcome && <OutcomeCard outcome={outcome} takeFocus={!state.cashierVisible} onOffer={(offer) => take[offer]()} />}
      </div>
      <aside class="bench" aria-labelledby="bench">
        <h2 id="bench">{t('bench.title')}</h2>
        <ScenarioPicker scenario={settings.scenario} busy={state.busy} onScenario={(scenario) => changeSettings({ scenario })} />
        <StatePanel state={state} />
        <TimelinePanel timeline={timeline} />
      </aside>
    </div>
  );
}
