/**
 * The shop: one controller, three views of a single-page app.
 */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import type { PaymentOutcome } from 'antom-checkout-controller';
import { isSdkScenario } from '../../shared/scenarios.ts';
import type { Scenario } from '../../shared/scenarios.ts';
import { keepAgreement, keptAgreement } from './agreement.ts';
import { createCheckout } from './checkout.ts';
import type { Basket } from './checkout.ts';
import type { ShopConfig } from './config.ts';
import { useCheckoutState, useRouter, useSettings } from './hooks.ts';
import { I18nContext, i18nOf } from './i18n.ts';
import { useOrder } from './order.ts';
import { usePageScenario } from './page-scenario.ts';
import { Dock } from './parts/dock.tsx';
import { SiteHeader } from './parts/site-header.tsx';
import { itemsOf, pageQuery, usePayments } from './payments.ts';
import { OFFERS } from './products.ts';
import type { Choice } from './products.ts';
import { useReturning } from './returning.ts';
import { resultPath } from './settings.ts';
import { exposeForTests } from './testing.ts';
import { useTimeline } from './timeline.ts';
import { CheckoutView } from './views/checkout-view.tsx';
import { OrdersView } from './views/orders-view.tsx';
import { ResultView } from './views/result-view.tsx';

const sdkOf = (scenario: Scenario): 'npm' | 'sdk-blocked' | 'sdk-wrong-script' => (isSdkScenario(scenario) ? scenario : 'npm');

export function App({ config }: { readonly config: ShopConfig }): VNode {
  const [settings, changeSettings] = useSettings(config);
  const [path, go] = useRouter();
  const order = useOrder();

  // The controller outlives a change of the cart; it asks for what is in it when it needs a session.
  const { method, scenario, product, outcome, expires } = settings;
  const { purpose, surface } = OFFERS[product];
  const [agreement, setAgreement] = useState(keptAgreement);
  const now: Basket = {
    items: itemsOf(order.quantities),
    method,
    product,
    scenario,
    outcome,
    expires,
    player: pageQuery(settings),
    agreement,
    redirectPath: resultPath(location.search, settings, order.id),
  };
  const basket = useRef(now);
  basket.current = now;

  const sdk = sdkOf(scenario);
  // The page that the buyer comes back to only asks: it can do without the SDK.
  const prepare = path === '/result' ? 'manual' : settings.prepare;
  const checkout = useMemo(
    () => createCheckout({ ...settings, prepare }, sdk, () => basket.current),
    [settings.language, settings.prepare, product, sdk],
  );
  useEffect(() => () => checkout.dispose(), [checkout]);

  const state = useCheckoutState(checkout);
  const timeline = useTimeline(checkout);
  const container = useRef<HTMLDivElement>(null);
  const payments = usePayments({ checkout, config, settings, order, container, note: timeline.note });
  const returning = useReturning({
    checkout,
    path,
    order: payments.order,
    drawing: payments.drawing,
    draw: payments.start,
    release: payments.abort,
    note: timeline.note,
  });
  const actions = usePageScenario({ checkout, state, scenario, payments, go, note: timeline.note });
  const [lastOutcome, setLastOutcome] = useState<PaymentOutcome | null>(null);
  useEffect(() => {
    if (state.phase === 'settled') setLastOutcome(state.outcome);
  }, [state]);
  useEffect(() => {
    const ended = payments.outcome;
    if (ended?.status !== 'succeeded') return;
    if (purpose === 'agreement' && ended.paymentRequestId !== undefined) {
      keepAgreement(ended.paymentRequestId);
      setAgreement(ended.paymentRequestId);
    }
    if (purpose !== 'payment') return;
    order.complete(path === '/result' ? (new URLSearchParams(location.search).get('order') ?? '') : order.id);
  }, [payments.outcome]);
  useEffect(() => exposeForTests(checkout, payments), [checkout, payments.order]);

  // A screen reader has to hear that the view is another one.
  const shownPath = useRef(path);
  useEffect(() => {
    if (shownPath.current !== path) document.getElementById('main')?.focus({ preventScroll: true });
    shownPath.current = path;
  }, [path]);

  const i18n = useMemo(() => i18nOf(settings.language), [settings.language]);
  useEffect(() => {
    document.documentElement.lang = i18n.tag;
    document.title = i18n.t('page.title');
  }, [i18n]);

  /** Another product is another controller. What breaks in the popup cashier says nothing of the others. */
  const choose = (next: Choice): void => changeSettings({ product: next, scenario: 'normal' });
  const payByAgreement = (): void => {
    payments.newOrder();
    choose('autoDebitPay');
    go('/');
  };

  return (
    <I18nContext.Provider value={i18n}>
      <a class="skip" href="#main">
        {i18n.t('skip')}
      </a>
      <SiteHeader path={path} go={go} settings={settings} busy={state.busy} onLanguage={(language) => changeSettings({ language })} />
      <main id="main" tabIndex={-1}>
        {path === '/' && (
          <CheckoutView
            {...{ checkout, config, settings, changeSettings, choose, agreement, order, state, timeline, payments, returning, container }}
            onPayByAgreement={payByAgreement}
          />
        )}
        {path === '/orders' && <OrdersView outcome={lastOutcome} purpose={purpose} onBack={() => go('/')} />}
        {path === '/result' && (
          <ResultView {...{ state, payments, returning, purpose }} onBack={() => go('/')} onPayByAgreement={payByAgreement} />
        )}
      </main>
      {state.busy && surface === 'popup' && !returning.asking && <Dock actions={actions} />}
    </I18nContext.Provider>
  );
}
