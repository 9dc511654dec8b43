/**
 * The shop: one controller, three views of a single-page app.
 */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { VNode } from 'preact';
import type { PaymentOutcome } from 'antom-checkout-controller';
import { METHODS, SKUS, totalOf } from '../../shared/catalogue.ts';
import type { Item, Sku } from '../../shared/catalogue.ts';
import { isSdkScenario } from '../../shared/scenarios.ts';
import type { Scenario } from '../../shared/scenarios.ts';
import { createCheckout } from './checkout.ts';
import type { Basket } from './checkout.ts';
import { useCheckoutState, useRouter, useSettings } from './hooks.ts';
import { I18nContext, tagOf, translator } from './i18n.ts';
import { usePageScenario } from './page-scenario.ts';
import { Dock } from './parts/dock.tsx';
import { SiteHeader } from './parts/site-header.tsx';
import { usePayments } from './payments.ts';
import { exposeForTests } from './testing.ts';
import { useTimeline } from './timeline.ts';
import { CheckoutView } from './views/checkout-view.tsx';
import { OrdersView } from './views/orders-view.tsx';
import { ResultView } from './views/result-view.tsx';

const sdkOf = (scenario: Scenario): 'npm' | 'sdk-blocked' | 'sdk-wrong-script' => (isSdkScenario(scenario) ? scenario : 'npm');

export function App(): VNode {
  const [settings, changeSettings] = useSettings();
  const [path, go] = useRouter();
  const [quantities, setQuantities] = useState<Readonly<Record<Sku, number>>>({ beans: 1, kettle: 0, cup: 2 });
  const items = useMemo<Item[]>(() => SKUS.map((sku) => ({ sku, quantity: quantities[sku] })).filter(({ quantity }) => quantity > 0), [quantities]);
  const total = totalOf(items, METHODS[settings.method].currency);

  // The controller outlives a change of the cart; it asks for what is in it when it needs a session.
  const basket = useRef<Basket>({ items, method: settings.method, scenario: settings.scenario });
  basket.current = { items, method: settings.method, scenario: settings.scenario };

  const sdk = sdkOf(settings.scenario);
  const checkout = useMemo(() => createCheckout(settings, sdk, () => basket.current), [settings.language, settings.prepare, sdk]);
  useEffect(() => () => checkout.dispose(), [checkout]);

  const state = useCheckoutState(checkout);
  const timeline = useTimeline(checkout);
  const payments = usePayments({ checkout, settings, total, note: timeline.note });
  const actions = usePageScenario({ checkout, state, scenario: settings.scenario, payments, go, note: timeline.note });
  const [lastOutcome, setLastOutcome] = useState<PaymentOutcome | null>(null);
  useEffect(() => {
    if (state.phase === 'settled') setLastOutcome(state.outcome);
  }, [state]);
  useEffect(() => exposeForTests(checkout, payments), [checkout, payments.order]);

  // A screen reader has to hear that the view is another one.
  const shownPath = useRef(path);
  useEffect(() => {
    if (shownPath.current !== path) document.getElementById('main')?.focus({ preventScroll: true });
    shownPath.current = path;
  }, [path]);

  const i18n = useMemo(() => ({ t: translator(settings.language), tag: tagOf(settings.language) }), [settings.language]);
  useEffect(() => {
    document.documentElement.lang = i18n.tag;
    document.title = i18n.t('page.title');
  }, [i18n]);

  return (
    <I18nContext.Provider value={i18n}>
      <a class="skip" href="#main">{i18n.t('skip')}</a>
      <SiteHeader path={path} go={go} settings={settings} busy={state.busy} onLanguage={(language) => changeSettings({ language })} />
      <main id="main" tabIndex={-1}>
        {path === '/' && (
          <CheckoutView
            {...{ settings, changeSettings, quantities, total, state, timeline, payments }}
            onQuantity={(sku, quantity) => setQuantities((before) => ({ ...before, [sku]: quantity }))}
          />
        )}
        {path === '/orders' && <OrdersView outcome={lastOutcome} onBack={() => go('/')} />}
        {path === '/result' && <ResultView onBack={() => go('/')} />}
      </main>
      {state.busy && <Dock actions={actions} />}
    </I18nContext.Provider>
  );
}
