/**
 * The checkout: the shop on one side, what happens behind it on the other.
 */
import { useRef } from 'preact/hooks';
import type { RefObject, VNode } from 'preact';
import type { CheckoutController, CheckoutState } from 'antom-checkout-controller';
import type { Offer } from '../advice.ts';
import type { ShopConfig } from '../config.ts';
import { isDrawing } from '../drawing.ts';
import { useI18n } from '../i18n.ts';
import type { CurrentOrder } from '../order.ts';
import { Cart } from '../parts/cart.tsx';
import { Confirming } from '../parts/confirming.tsx';
import { DoctorPanel } from '../parts/doctor-panel.tsx';
import { OutcomeCard } from '../parts/outcome-card.tsx';
import { PayPanel } from '../parts/pay-panel.tsx';
import { ProductOptions } from '../parts/product-options.tsx';
import { ProductPicker } from '../parts/product-picker.tsx';
import { ScenarioPicker } from '../parts/scenario-picker.tsx';
import { StatePanel } from '../parts/state-panel.tsx';
import { TimelinePanel } from '../parts/timeline-panel.tsx';
import { totalFor } from '../payments.ts';
import type { Payments } from '../payments.ts';
import { OFFERS } from '../products.ts';
import type { Choice } from '../products.ts';
import type { Returning } from '../returning.ts';
import type { Settings } from '../settings.ts';
import type { Timeline } from '../timeline.ts';

interface Props {
  readonly checkout: CheckoutController;
  readonly config: ShopConfig;
  readonly settings: Settings;
  readonly changeSettings: (change: Partial<Settings>) => void;
  readonly choose: (product: Choice) => void;
  readonly agreement: string | null;
  readonly order: CurrentOrder;
  readonly state: CheckoutState;
  readonly timeline: Timeline;
  readonly payments: Payments;
  readonly returning: Returning;
  /** Where forms are drawn. */
  readonly container: RefObject<HTMLDivElement>;
  readonly onPayByAgreement: () => void;
}

export function CheckoutView(props: Props): VNode {
  const { checkout, config, settings, changeSettings, choose, agreement, order, state, timeline, payments, returning, container } = props;
  const { t } = useI18n();
  const payButton = useRef<HTMLButtonElement>(null);
  const { outcome } = payments;
  const { quantities } = order;
  const total = totalFor(quantities, settings);
  const { product } = settings;
  const { purpose, surface } = OFFERS[product];
  // A form that is being drawn is nothing that another choice could do harm to, and who makes it by keyboard keeps the focus.
  const isLocked = state.busy && !isDrawing(state);
  const take: Record<Exclude<Offer, 'back'>, () => void> = {
    'ask-again': () => outcome && returning.askAgain(outcome),
    retry: () => payments.start(),
    'pay-anyway': () => payments.start({ force: true }),
    'pay-by-agreement': props.onPayByAgreement,
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
          <OutcomeCard
            outcome={outcome}
            purpose={purpose}
            takeFocus={!state.cashierVisible}
            onOffer={(offer) => offer !== 'back' && take[offer]()}
          />
        )}
        {purpose === 'payment' && (
          <Cart {...{ settings, quantities, total }} orderId={order.id} busy={isLocked} onQuantity={order.setQuantity} />
        )}
        <ProductPicker {...{ product, agreement }} locked={isLocked} onProduct={choose} />
        <PayPanel
          {...{ config, settings, changeSettings, state, total, container }}
          locked={isLocked}
          answer={payments.answer}
          buttonRef={payButton}
          onPay={() => payments.pay()}
        />
      </div>
      <aside class="bench" aria-labelledby="bench">
        <h2 id="bench">{t('bench.title')}</h2>
        {product === 'cashier' ? (
          <ScenarioPicker
            config={config}
            scenario={settings.scenario}
            busy={state.busy}
            onScenario={(scenario) => changeSettings({ scenario })}
          />
        ) : (
          <ProductOptions {...{ config, settings, changeSettings }} locked={isLocked} />
        )}
        <StatePanel state={state} surface={surface} />
        <TimelinePanel timeline={timeline} />
        <DoctorPanel checkout={checkout} />
      </aside>
    </div>
  );
}
