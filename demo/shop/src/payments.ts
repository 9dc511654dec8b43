/**
 * Paying: one order at a time, and what the page may do to an open payment.
 */
import { useRef, useState } from 'preact/hooks';
import type { CheckoutController, PaymentOutcome } from 'antom-checkout-controller';
import { METHODS, SKUS, totalOf } from '../../shared/catalogue.ts';
import type { Item } from '../../shared/catalogue.ts';
import type { Amount } from '../../shared/money.ts';
import type { Scenario } from '../../shared/scenarios.ts';
import { demoCashier } from './checkout.ts';
import type { ShopConfig } from './config.ts';
import type { CurrentOrder, Quantities } from './order.ts';
import type { Settings } from './settings.ts';
import type { Timeline } from './timeline.ts';

export interface Payments {
  /** Changes with everything that changes what is paid, so that a session of one order never pays another. */
  readonly order: string;
  /** The outcome that the page shows; none after a new order was started. */
  readonly outcome: PaymentOutcome | null;
  readonly pay: (options?: { force?: boolean }) => void;
  readonly abort: () => void;
  readonly newOrder: () => void;
}

interface Context {
  readonly checkout: CheckoutController;
  readonly config: ShopConfig;
  readonly settings: Settings;
  readonly order: CurrentOrder;
  readonly note: Timeline['note'];
}

export const itemsOf = (quantities: Quantities): Item[] =>
  SKUS.map((sku) => ({ sku, quantity: quantities[sku] })).filter(({ quantity }) => quantity > 0);
export const totalFor = (quantities: Quantities, { method }: Settings): Amount => totalOf(itemsOf(quantities), METHODS[method].currency);

export function usePayments({ checkout, config, settings, order, note }: Context): Payments {
  const [dismissed, setDismissed] = useState<PaymentOutcome | null>(null);
  const abort = useRef<AbortController | null>(null);
  const { scenario, stay, cashier, method } = settings;
  const { state } = checkout;
  const outcome = state.phase === 'settled' && state.outcome !== dismissed ? state.outcome : null;

  const named = (id: string): string => {
    const { currency, value } = totalFor(order.quantities, settings);
    return `${id}:${scenario}:${method}:${currency}${value}`;
  };
  const newOrder = (): string => {
    setDismissed(outcome);
    return order.startNew().id;
  };

  return {
    order: named(order.id),
    outcome,
    pay({ force = false } = {}) {
      // A second click while one payment is open would only be given the first one's promise.
      if (!checkout.state.canPay) return;
      // What is paid is not paid twice: the same cart again is another order. While the SDK is about to jump, pay() itself takes care.
      const isPaid = outcome?.status === 'succeeded' && !state.cashierVisible;
      const controller = new AbortController();
      abort.current = controller;
      note({ kind: 'call', name: force ? 'pay({ force: true })' : 'pay()' });
      void checkout
        .pay({
          order: named(isPaid ? newOrder() : order.id),
          force,
          signal: controller.signal,
          notRedirectAfterComplete: stay,
          ...(config.cashier === 'demo' && { componentParams: demoCashier(cashierQuery(scenario, cashier)) }),
        })
        .then((settled) => note({ kind: 'outcome', outcome: settled }));
    },
    abort: () => abort.current?.abort(),
    newOrder,
  };
}

/** What a scenario tells the demo's cashier, see README.md. */
const CASHIER: Partial<Record<Scenario, string>> = {
  'cashier-no-launch': 'nolaunch=1',
  'cashier-silent': 'silent=1',
  'confirm-later': 'serverafter=5000',
  'confirm-refused': 'server=fail',
  'confirm-rescued': 'server=success',
  'confirm-days': 'server=pending',
  'confirm-again': 'server=success&serverafter=20000',
};

/** The scenario's parameters, and over them those of the page's address. As most of Antom's cashiers do, it declares its cancel event. */
function cashierQuery(scenario: Scenario, added: string): string {
  const query = new URLSearchParams(`declare=SDK_PAYMENT_CANCEL&${CASHIER[scenario] ?? ''}`);
  for (const [name, value] of new URLSearchParams(added)) query.set(name, value);
  return query.toString();
}
