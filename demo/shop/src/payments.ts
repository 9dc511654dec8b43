/**
 * Paying: one order at a time, in a popup or by a form in the page, and what the page may do to an open payment.
 */
import { useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import type { CheckoutController, PaymentOutcome, PayOptions, SubmitResult } from 'antom-checkout-controller';
import { METHODS, SKUS, totalOf } from '../../shared/catalogue.ts';
import type { Item } from '../../shared/catalogue.ts';
import type { Amount } from '../../shared/money.ts';
import type { Scenario } from '../../shared/scenarios.ts';
import type { ShopConfig } from './config.ts';
import type { CurrentOrder, Quantities } from './order.ts';
import { appearanceOf, localPage, OFFERS } from './products.ts';
import type { Settings } from './settings.ts';
import type { Timeline } from './timeline.ts';

export interface Payments {
  /** Changes with everything that changes what is paid, so that a session of one order never pays another. */
  readonly order: string;
  /** The outcome that the page shows; none after a new order was started. */
  readonly outcome: PaymentOutcome | null;
  /** What the form in the page is drawn for and how: it is drawn again when this changes. Empty: there is none to be drawn. */
  readonly drawing: string;
  /** What the last press of the button came to, while the form is still there. */
  readonly answer: SubmitResult['result'] | null;
  /** What a press of the button does: opens the popup, draws the form, or submits what has been drawn. */
  readonly pay: (options?: { force?: boolean }) => void;
  /** Opens the popup or draws the form. */
  readonly start: (options?: { force?: boolean }) => void;
  readonly abort: () => void;
  readonly newOrder: () => void;
}

interface Context {
  readonly checkout: CheckoutController;
  readonly config: ShopConfig;
  readonly settings: Settings;
  readonly order: CurrentOrder;
  /** Where forms are drawn. */
  readonly container: RefObject<HTMLDivElement>;
  readonly note: Timeline['note'];
}

export const itemsOf = (quantities: Quantities): Item[] =>
  SKUS.map((sku) => ({ sku, quantity: quantities[sku] })).filter(({ quantity }) => quantity > 0);
export const totalFor = (quantities: Quantities, { method }: Settings): Amount => totalOf(itemsOf(quantities), METHODS[method].currency);

export function usePayments({ checkout, config, settings, order, container, note }: Context): Payments {
  const [answer, setAnswer] = useState<SubmitResult['result'] | null>(null);
  const [dismissed, setDismissed] = useState<PaymentOutcome | null>(null);
  const abort = useRef<AbortController | null>(null);
  const { product, scenario, stay, method, theme } = settings;
  const { surface, purpose } = OFFERS[product];
  const { state } = checkout;
  const settled = state.phase === 'settled' && state.outcome !== dismissed ? state.outcome : null;
  const outcome = settled && !isRedrawn(settled, surface) ? settled : null;

  const named = (id: string): string => {
    const { currency, value } = totalFor(order.quantities, settings);
    if (product === 'cashier') return `${id}:${scenario}:${method}:${currency}${value}`;
    // The gateway is told with the session what is to come of it, so another wish is another session.
    const what = purpose === 'payment' ? `${currency}${value}` : '';
    return `${id}:${product}:${settings.outcome}:${OFFERS[product].asksForWallet ? method : ''}:${what}`;
  };
  const newOrder = (): string => {
    setDismissed(settled);
    return order.startNew().id;
  };

  const start = ({ force = false } = {}, id = order.id): void => {
    const place = surface === 'inline' ? container.current : null;
    if (surface === 'inline' && place === null) return;
    const controller = new AbortController();
    abort.current = controller;
    setAnswer(null);
    const options: PayOptions = {
      order: named(id),
      force,
      signal: controller.signal,
      notRedirectAfterComplete: stay,
      appearance: appearanceOf(product, theme),
      ...(config.cashier === 'demo' && { componentParams: localPage(product, pageQuery(settings)) }),
    };
    note({ kind: 'call', name: `${place ? 'mount' : 'pay'}(${force ? '{ force: true }' : ''})` });
    void (place ? checkout.mount(place, options) : checkout.pay(options)).then((ended) => note({ kind: 'outcome', outcome: ended }));
  };
  const submit = (): void => {
    note({ kind: 'call', name: 'submit()' });
    setAnswer(null);
    void checkout.submit().then(({ result }) => setAnswer(result));
  };
  const isEmpty = purpose === 'payment' && itemsOf(order.quantities).length === 0;

  return {
    order: named(order.id),
    outcome,
    drawing: surface === 'inline' && !isEmpty ? `${named(order.id)} ${theme} ${String(stay)}` : '',
    answer,
    start,
    pay(options) {
      const now = checkout.state;
      // A second click while one payment is open would only be given the first one's promise.
      if (!now.canPay) return;
      if (now.phase === 'open') {
        submit();
        return;
      }
      // What is paid is not paid twice: the same cart again is another order. While the SDK is about to jump, pay() itself takes care.
      const isPaid = outcome?.status === 'succeeded' && !now.cashierVisible;
      const id = isPaid ? newOrder() : order.id;
      // A form of another order is drawn by itself.
      if (!isPaid || surface === 'popup') start(options, id);
    },
    abort: () => abort.current?.abort(),
    newOrder,
  };
}

/** A form that this page itself has taken away, to draw it for another order or in another theme, is no news to the buyer. */
const isRedrawn = (outcome: PaymentOutcome, surface: 'popup' | 'inline'): boolean =>
  surface === 'inline' && outcome.status === 'abandoned' && outcome.reason === 'aborted';

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

/** The query of the local page: of a player what the shop's address says, of the popup cashier the scenario's parameters as well. */
export const pageQuery = ({ product, scenario, cashier }: Settings): string =>
  product === 'cashier' ? cashierQuery(scenario, cashier) : cashier;

/** The scenario's parameters, and over them those of the page's address. As most of Antom's cashiers do, it declares its cancel event. */
function cashierQuery(scenario: Scenario, added: string): string {
  const query = new URLSearchParams(`declare=SDK_PAYMENT_CANCEL&${CASHIER[scenario] ?? ''}`);
  for (const [name, value] of new URLSearchParams(added)) query.set(name, value);
  return query.toString();
}
