/**
 * The checkout: the shop on one side, what happens behind it on the other.
 */
import { useRef } from 'preact/hooks';
import type { VNode } from 'preact';
import type { CheckoutState } from 'antom-checkout-controller';
import type { Offer } from '../advice.ts';
import type { ShopConfig } from '../config.ts';
import { useI18n } from '../i18n.ts';
import type { CurrentOrder } from '../order.ts';
import { Cart } from '../parts/cart.tsx';
import { Confirming } from '../parts/confirming.tsx';
import { OutcomeCard } from '../parts/outcome-card.tsx';
import { PayPanel } from '../parts/pay-panel.tsx';
import { ScenarioPicker } from '../parts/scenario-picker.tsx';
import { StatePanel } from '../parts/state-panel.tsx';
import { TimelinePanel } from '../parts/timeline-panel.tsx';
import { totalFor } from '../payments.ts';
import type { Payments } from '../payments.ts';
import type { Returning } from '../returning.ts';
import type { Settings } from '../settings.ts';
import type { Timeline } from '../timeline.ts';

interface Props {
  readonly config: ShopConfig;
  readonly settings: Settings;
  readonly changeSettings: (change: Partial<Settings>) => void;
  readonly order: CurrentOrder;
  readonly state: CheckoutState;
  readonly timeline: Timeline;
  readonly payments: Payments;
  readonly returning: Returning;
}

export function CheckoutView({ config, settings, changeSettings, order, state, timeline, payments, returning }: Props): VNode {
  const { t } = useI18n();
  const payButton = useRef<HTMLButtonElement>(null);
  const { outcome } = payments;
  const { quantities } = order;
  const total = totalFor(quantities, settings);
  const take: Record<Exclude<Offer, 'back'>, () => void> = {
    'ask-again': () => outcome && returning.askAgain(outcome),
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
        {/* First, where a buyer who has come back looks; one who has just paid is brought there with the focus. */}
        <Confirming
          asking={state.phase === 'confirming'}
          earlier={returning.asking}
          onStop={() => {
            returning.stop();
            payments.abort();
          }}
        />
        {outcome && (
          <OutcomeCard outcome={outcome} takeFocus={!state.cashierVisible} onOffer={(offer) => offer !== 'back' && take[offer]()} />
        )}
        <Cart {...{ settings, quantities, total }} orderId={order.id} busy={state.busy} onQuantity={order.setQuantity} />
        <PayPanel {...{ config, settings, changeSettings, state, total }} buttonRef={payButton} onPay={() => payments.pay()} />
      </div>
      <aside class="bench" aria-labelledby="bench">
        <h2 id="bench">{t('bench.title')}</h2>
        <ScenarioPicker
          config={config}
          scenario={settings.scenario}
          busy={state.busy}
          onScenario={(scenario) => changeSettings({ scenario })}
        />
        <StatePanel state={state} />
        <TimelinePanel timeline={timeline} />
      </aside>
    </div>
  );
}
