/**
 * The shop: one controller, three views of a single-page app.
 */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import type { PaymentOutcome } from 'antom-checkout-controller';
import { isSdkScenario } from '../../shared/scenarios.ts';
import type { Scenario } from '../../shared/scenarios.ts';
import { createCheckout } from './checkout.ts';
import type { Basket } from './checkout.ts';
import type { ShopConfig } from './config.ts';
import { useCheckoutState, useRouter, useSettings } from './hooks.ts';
import { I18nContext, i18nOf } from './i18n.ts';
import { useOrder } from './order.ts';
import { usePageScenario } from './page-scenario.ts';
import { Dock } from './parts/dock.tsx';
import { SiteHeader } from './parts/site-header.tsx';
import { itemsOf, usePayments } from './payments.ts';
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
  const { method, scenario } = settings;
  const now: Basket = { items: itemsOf(order.quantities), method, scenario, redirectPath: resultPath(location.search, settings, order.id) };
  const basket = useRef(now);
  basket.current = now;

  const sdk = sdkOf(scenario);
  // The page that the buyer comes back to only asks: it can do without the SDK.
  const prepare = path === '/result' ? 'manual' : settings.prepare;
  const checkout = useMemo(
    () => createCheckout({ ...settings, prepare }, sdk, () => basket.current),
    [settings.language, settings.prepare, sdk],
  );
  useEffect(() => () => checkout.dispose(), [checkout]);

  const state = useCheckoutState(checkout);
  const timeline = useTimeline(checkout);
  const payments = usePayments({ checkout, config, settings, order, note: timeline.note });
  const returning = useReturning({ checkout, path, order: payments.order, note: timeline.note });
  const actions = usePageScenario({ checkout, state, scenario, payments, go, note: timeline.note });
  const [lastOutcome, setLastOutcome] = useState<PaymentOutcome | null>(null);
  useEffect(() => {
    if (state.phase === 'settled') setLastOutcome(state.outcome);
  }, [state]);
  useEffect(() => {
    if (payments.outcome?.status !== 'succeeded') return;
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

  return (
    <I18nContext.Provider value={i18n}>
      <a class="skip" href="#main">
        {i18n.t('skip')}
      </a>
      <SiteHeader path={path} go={go} settings={settings} busy={state.busy} onLanguage={(language) => changeSettings({ language })} />
      <main id="main" tabIndex={-1}>
        {path === '/' && <CheckoutView {...{ config, settings, changeSettings, order, state, timeline, payments, returning }} />}
        {path === '/orders' && <OrdersView outcome={lastOutcome} onBack={() => go('/')} />}
        {path === '/result' && <ResultView {...{ state, payments, returning }} onBack={() => go('/')} />}
      </main>
      {state.busy && !returning.asking && <Dock actions={actions} />}
    </I18nContext.Provider>
  );
}
