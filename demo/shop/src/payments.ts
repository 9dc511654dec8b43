/**
 * Paying: one order at a time, and what the page may do to an open payment.
 */
import { useCallback, useRef, useState } from 'preact/hooks';
import type { CheckoutController, PaymentOutcome } from 'antom-checkout-controller';
import type { Amount } from '../../shared/money.ts';
import { isCashierScenario } from '../../shared/scenarios.ts';
import type { Scenario } from '../../shared/scenarios.ts';
import { demoCashier } from './checkout.ts';
import type { Settings } from './settings.ts';
import type { Timeline } from './timeline.ts';

export interface Payments {
  readonly orderId: string;
  /** Changes with everything that changes what is paid, so that a session of one order never pays another. */
  readonly order: string;
  /** The outcome that a new order has left behind. */
  readonly dismissed: PaymentOutcome | null;
  readonly pay: (options?: { force?: boolean }) => void;
  readonly abort: () => void;
  readonly newOrder: () => void;
}

interface Context {
  readonly checkout: CheckoutController;
  readonly settings: Settings;
  readonly total: Amount;
  readonly note: Timeline['note'];
}

export function usePayments({ checkout, settings, total, note }: Context): Payments {
  const [orderId, setOrderId] = useState(newOrderId);
  const [dismissed, setDismissed] = useState<PaymentOutcome | null>(null);
  const abort = useRef<AbortController | null>(null);
  const { scenario, stay, cashier, method } = settings;
  const order = `${orderId}:${scenario}:${method}:${total.currency}${total.value}`;

  return {
    orderId,
    order,
    dismissed,
    pay({ force = false } = {}) {
      // A second click while one payment is open would only be given the first one's promise.
      if (!checkout.state.canPay) return;
      const controller = new AbortController();
      abort.current = controller;
      note({ kind: 'call', name: force ? 'pay({ force: true })' : 'pay()' });
      void checkout
        .pay({
          order,
          force,
          signal: controller.signal,
          notRedirectAfterComplete: stay,
          componentParams: demoCashier(cashierQuery(scenario, cashier)),
        })
        .then((outcome) => note({ kind: 'outcome', outcome }));
    },
    abort: useCallback(() => abort.current?.abort(), []),
    newOrder() {
      setOrderId(newOrderId());
      if (checkout.state.phase === 'settled') setDismissed(checkout.state.outcome);
    },
  };
}

/** What the scenario tells the cashier, and what the address adds. As most of Antom's cashiers do, it declares its cancel event. */
function cashierQuery(scenario: Scenario, added: string): string {
  const query = new URLSearchParams(added);
  if (!query.has('declare')) query.set('declare', 'SDK_PAYMENT_CANCEL');
  if (isCashierScenario(scenario)) query.set(scenario === 'cashier-silent' ? 'silent' : 'nolaunch', '1');
  return query.toString();
}

const newOrderId = (): string => `LC-${Math.floor(Math.random() * 9000 + 1000)}`;
